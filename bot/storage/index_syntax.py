"""Candidates in the words of each database's index.

PostgreSQL's index can't give the newest first, so its lexemes begin with the number of a block of revisions:
few blocks are asked at a time, the newest first, and what is asked of them is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.query import All, Any, Candidates, Everything, Except, Finer, Lexeme, Lexemes, Prefix

BLOCK: Final = 8_192  # revisions: a common word gives a page's thousand matches, and a year has few of them

TSVECTOR: Final = "array_to_tsvector(string_to_array(lexemes, ' '))"  # what is indexed of a row

PAIR: Final = 5  # characters of a pair's lexeme: 65,536 pairs, each in a hundred articles of a block

# Leaves of a tsquery at once: each costs a descent of the index, some 10 microseconds.
MOST_LEAVES: Final = 1_024

# Stands for all lexemes of a revision that has too many: every query proposes it. No lexeme begins so.
ALL_LEXEMES: Final = "*"


def fts5(wanted: Candidates) -> str:
    """Spell *wanted* for FTS5: https://www.sqlite.org/fts5.html#full_text_query_syntax."""
    if isinstance(wanted, Lexeme):
        return f'"{wanted.text}"'
    if isinstance(wanted, Prefix):
        return f'"{wanted.text}"*'
    if isinstance(wanted, Finer):
        return fts5(wanted.fine)
    if isinstance(wanted, Except):
        return f"({fts5(wanted.wanted)} NOT {fts5(wanted.unwanted)})"
    assert isinstance(wanted, All | Any)
    operator = " AND " if isinstance(wanted, All) else " OR "
    return f"({operator.join(map(fts5, wanted.children))})"


def in_block(block: int, found: Lexemes) -> list[str]:
    """Return the lexemes of a revision of this block, as PostgreSQL's index holds them.

    Pairs are shorter there, for a block has few articles; and beginnings it finds by itself.
    """
    lexemes = found.words.union(lexeme[:PAIR] for lexeme in found.finer if lexeme[0] == "p")
    return [f"{block:x}.{lexeme}" for lexeme in lexemes]


def blocks(wanted: Candidates, *, since: int, before: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (first id, id after the last, tsqueries) until all ids from *since* to *before* were asked.

    The newest come first, one block by itself and then twice as many at a time.
    """
    most = max(1, MOST_LEAVES // _leaves(wanted))
    top, last, count = (before - 1) // BLOCK, since // BLOCK, 1
    while top >= last:
        bottom = max(last, top - count + 1)
        yield bottom * BLOCK, (top + 1) * BLOCK, _tsqueries(wanted, range(top, bottom - 1, -1))
        top, count = bottom - 1, min(count * 2, most)


def in_blocks(wanted: Candidates, ids: Iterable[int]) -> list[str]:
    """Return the tsqueries for the blocks of these revisions."""
    return _tsqueries(wanted, dict.fromkeys(id_ // BLOCK for id_ in ids))


def _tsqueries(wanted: Candidates, numbers: Iterable[int]) -> list[str]:
    """Return a tsquery a block. In one for all, each row would be held against every block's lexemes."""
    return [f"'{ALL_LEXEMES}'", *(_tsquery(wanted, number) for number in numbers)]


def _tsquery(wanted: Candidates, block: int) -> str:
    """Spell *wanted* as a tsquery over one block, to be cast and not parsed.

    https://www.postgresql.org/docs/current/datatype-textsearch.html
    """
    if isinstance(wanted, Lexeme):
        lexeme = wanted.text[:PAIR] if wanted.text[0] == "p" else wanted.text
        return f"'{block:x}.{lexeme}'"
    if isinstance(wanted, Prefix):
        return f"'{block:x}.{wanted.text}':*"
    if isinstance(wanted, Finer):
        return _tsquery(wanted.coarse if _is_beginning(wanted.fine) else wanted.fine, block)
    if isinstance(wanted, Except):
        return f"({_tsquery(wanted.wanted, block)} & !{_tsquery(wanted.unwanted, block)})"
    assert isinstance(wanted, All | Any)
    operator = " & " if isinstance(wanted, All) else " | "
    return f"({operator.join(_tsquery(child, block) for child in wanted.children)})"


def _is_beginning(wanted: Candidates) -> bool:
    return isinstance(wanted, Lexeme) and wanted.text[0] == "x"


def _leaves(wanted: Candidates) -> int:
    if isinstance(wanted, Lexeme | Prefix | Everything):
        return 1
    if isinstance(wanted, Finer):
        return _leaves(wanted.coarse)
    if isinstance(wanted, Except):
        return _leaves(wanted.wanted) + _leaves(wanted.unwanted)
    return sum(map(_leaves, wanted.children))
