"""Read a feed document, whatever its format. Pure.

    charset.py      bytes to text: byte order mark, UTF-8, declaration, header, guess
    sniff.py        which format a text is in, by how it begins
    survey.py       is an XML text built to be costly, and is it whole?
    syndication.py  RSS, Atom and CDF, by feedparser
    json_feed.py    JSON Feed 1.0 and 1.1
    entries.py      what all formats share: keys, titles, links, dates
    plain.py        plain text out of HTML

Nothing of an entry is cut: what bounds a feed is the fetcher's limit of size and the workers' limits of
time and memory (`bot.pipeline.workers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.feed import ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse.charset import decoded
from bot.pipeline.parse.json_feed import parse_json_feed
from bot.pipeline.parse.sniff import Format, sniff
from bot.pipeline.parse.syndication import parse_syndication

__all__ = ["FORMATS", "parse"]

# A format's parser takes the text and the URL where it was found. A faster one is mounted here.
FORMATS: Mapping[Format, Callable[[str, str], ParsedFeed]] = {
    Format.JSON: parse_json_feed,
    Format.SYNDICATION: parse_syndication,
}

_INSTEAD = {
    Format.EMPTY: "This address gives an empty document.",
    Format.HTML: "This address gives a web page, not a feed. Look on that page for the address of its feed.",
    Format.OTHER: "This address gives neither RSS, Atom nor JSON Feed.",
}


def parse(body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
    """Return the feed in *body*; *url* is where it was found and resolves its relative links.

    Raises:
        ParseError: it is not a feed, is empty or cut before its first entry, or is built to be costly
            (`kind` is `Failure.NOT_A_FEED` or `Failure.TOO_COSTLY`); the text says what it is instead.
    """
    text = decoded(body, content_type)
    found = sniff(text)
    parser = FORMATS.get(found)
    if parser is None:
        raise ParseError(_INSTEAD[found])
    return parser(text, url)
