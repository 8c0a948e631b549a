"""Read a feed document, whatever its format. Pure.

    charset.py       bytes to text: byte order mark, UTF-8, declaration, header, guess
    sniff.py         which format a text is in, by how it begins
    syndication.py   RSS and Atom: by one of two readers that agree
      quick.py         well-formed feeds, by libxml2 (quick_elements.py, quick_texts.py, quick_links.py,
                       quick_about.py, markup.py, names.py, tree.py)
      mend.py          what is wrong with others and can be put right, for either reader
      thorough.py      all others, by feedparser, after survey.py: is it built to be costly, is it whole?
    cdf.py           CDF
    json_feed.py     JSON Feed 1.0 and 1.1
    news_sitemap.py  Google News sitemaps
    raw.py           what a reader of XML hands over; compose.py makes entries of it, whoever read it
    hints.py         when not to read a feed, and where its earlier entries are
    entries.py       what all formats share: keys, titles, links
    dates.py         times of a whole document; date_forms.py: of one text; zones.py: zones by name
    plain.py         plain text out of HTML

Nothing of an entry is cut: what bounds a feed is the fetcher's limit of size and the workers' limits of
time and memory (`bot.pipeline.workers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain.feed import ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse.cdf import parse_cdf
from bot.pipeline.parse.charset import decoded
from bot.pipeline.parse.dates import by_habit, clamped
from bot.pipeline.parse.json_feed import parse_json_feed
from bot.pipeline.parse.news_sitemap import parse_news_sitemap
from bot.pipeline.parse.sniff import Format, sniff
from bot.pipeline.parse.syndication import parse_syndication

__all__ = ["FORMATS", "parse"]

# A format's parser takes the text and the URL where it was found.
FORMATS: Mapping[Format, Callable[[str, str], ParsedFeed]] = {
    Format.JSON: parse_json_feed,
    Format.SYNDICATION: parse_syndication,
    Format.CDF: parse_cdf,
    Format.SITEMAP: parse_news_sitemap,
}

_LOOK = "Look on its site for the address of its feed."
_INSTEAD = {
    Format.EMPTY: f"This address gives an empty document. {_LOOK}",
    Format.HTML: "This address gives a web page, not a feed. Look on that page for the address of its feed.",
    Format.SITEMAP_INDEX: "This address gives a list of sitemaps. Take the one in it that is for news.",
    Format.OPML: (
        "This address gives a list of feeds (OPML). Save it as a file for /feed import, or add one of the "
        "feeds in it by its address."
    ),
    Format.OTHER: f"This address gives neither RSS, Atom nor JSON Feed. {_LOOK}",
}


def parse(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    zone: int | None = None,
) -> ParsedFeed:
    """Return the feed in *body*; *url* is where it was found and resolves its relative links.

    With *fetched_at* (aware UTC), an entry dated later than that, or before there were feeds, is dated so.
    Where no date of the document names a zone, *zone* is meant, in seconds ahead of UTC: the feed's habit.

    Raises:
        ParseError: it is not a feed, is empty or cut before its first entry, or is built to be costly
            (`kind` is `Failure.NOT_A_FEED` or `Failure.TOO_COSTLY`); the text says what it is instead.
    """
    text = decoded(body, content_type)
    found = sniff(text)
    parser = FORMATS.get(found)
    if parser is None:
        raise ParseError(_INSTEAD[found])
    feed = parser(text, url)
    if zone and feed.is_zoneless and found in {Format.SYNDICATION, Format.CDF}:
        feed = by_habit(feed, zone)
    return feed if fetched_at is None else clamped(feed, fetched_at)
