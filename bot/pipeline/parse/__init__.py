"""Read a feed document, whatever its format. Pure.

Formats are mounted by what the body looks like, then by its MIME type.

    charset.py    bytes to text: byte order mark, UTF-8, declaration, header, guess
    sniff.py      which format a body is in
    syndication.py  RSS and Atom, by feedparser
    json_feed.py  JSON Feed 1.0 and 1.1
    plain.py      plain text out of HTML
    keys.py       an identifier for each entry, unique in its document

Nothing of an entry is cut: what bounds a feed is the fetcher's size limit and the worker's limits of
time and memory (`bot.pipeline.workers`).
"""

from __future__ import annotations

from bot.domain.feed import ParsedFeed

__all__ = ["parse"]


def parse(body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
    """Return the feed in *body*; *url* is where it was found and resolves its relative links.

    Raises:
        ParseError: it is not a feed, is empty or cut before its first entry, or is built to be costly
            (`kind` is `Failure.NOT_A_FEED` or `Failure.TOO_COSTLY`); the text says what it is instead.
    """
    raise NotImplementedError
