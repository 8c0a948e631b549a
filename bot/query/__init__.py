"""The one query language: parse, evaluate against one article, match many at once, plan a search.

    query = parse('kursk "north korean" -football', aliases={"dprk": '"North Korean" OR DPRK'})
    str(query)                                  # canonical form, parses to the same query

    analyser = Analyser()                       # bot.text; one a thread
    document = read(analyser, title="...", text="...", language="en", outlet="Reuters", feed="...",
                    author=None, url="https://...", published=datetime | None)
    evaluate(query, document)                   # tuple[Hit, ...] where it matches, None where not
    explain(query, document)                    # the first condition that fails, None where it matches
    dateless("kursk after:7d")                  # a search's words as a watchlist takes them
    pitfalls("kursk or kyiv")                   # what it says that is often not meant
    without(query)                              # its parts, each with the query as it were without it

    matcher = Matcher(analyser)
    matcher.add(7, query); matcher.remove(7)    # add() of a known id replaces its query
    matcher.match(document)                     # [(7, hits), ...]

    lexemes(document)                           # what an archive index stores for the article
    plan(query, languages={"en", "ru"})         # what to ask that index: proposes, never loses one
    decide(query, {"en", "ru"}, analyser)       # the same, and what of the query the index leaves open
    Sought(query.node, analyser)                # asks that of an article's codes, without its text

`parse` raises `bot.errors.QueryError` with the position and a hint. Query and document hold nothing
that changes; `read`, `evaluate` and `Matcher.match` use the analyser's caches, so they stay in one thread.
"""

from bot.query.aliases import ALIAS_NAME, used
from bot.query.coded import Coded, Counts, Sought, span_of
from bot.query.dateless import dateless
from bot.query.document import Document, read
from bot.query.evaluate import evaluate, hits
from bot.query.explain import Failure, Fault, explain
from bot.query.foreign_syntax import dated
from bot.query.matcher import Matcher
from bot.query.parser import parse
from bot.query.parts import Part, Role, without
from bot.query.pitfalls import pitfalls
from bot.query.plan import (
    All,
    Any,
    Candidates,
    Decided,
    Everything,
    Except,
    Finer,
    Lexeme,
    Lexemes,
    Prefix,
    decide,
    lexemes,
    plan,
)
from bot.query.tree import Query, Term

__all__ = [
    "ALIAS_NAME",
    "All",
    "Any",
    "Candidates",
    "Coded",
    "Counts",
    "Decided",
    "Document",
    "Everything",
    "Except",
    "Failure",
    "Fault",
    "Finer",
    "Lexeme",
    "Lexemes",
    "Matcher",
    "Part",
    "Prefix",
    "Query",
    "Role",
    "Sought",
    "Term",
    "dated",
    "dateless",
    "decide",
    "evaluate",
    "explain",
    "hits",
    "lexemes",
    "parse",
    "pitfalls",
    "plan",
    "read",
    "span_of",
    "used",
    "without",
]
