"""Google News sitemaps (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).

A sitemap of a site's pages whose articles of the last two days name title, date and publication. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from bot.domain.feed import ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse.compose import composed
from bot.pipeline.parse.mend import whole_part
from bot.pipeline.parse.plain import without_controls
from bot.pipeline.parse.raw import RawEntry, RawFeed, RawText
from bot.pipeline.parse.survey import survey
from bot.pipeline.parse.tree import BLANK, strict_parser, tree_of

_URL_END = re.compile(r"</(?:[\w.-]+:)?url\s*>", re.IGNORECASE)


def parse_news_sitemap(text: str, url: str) -> ParsedFeed:
    """Return the news in the sitemap *text*, found at *url*, with the site's start page as its link.

    Raises:
        ParseError: if it names no news, or ends before its first page does, or is built to be costly.
    """
    root = tree_of(text)
    if root is None:
        root = _recovered(text)
    pages = [_Page(element) for element in root if _local(element) == "url"]
    news = [page for page in pages if page.is_news]
    if pages and not news:
        raise ParseError("This address gives a sitemap, but not one for news: its pages have no titles.")
    first = news[0] if news else None
    return composed(
        RawFeed(
            kind="news",
            title=RawText(first.value("name"), is_plain=True) if first else None,
            link=urljoin(url, "/"),
            language=first.value("language") if first else None,
            entries=[page.entry() for page in news],
        ),
        url,
    )


def _recovered(text: str) -> etree._Element:
    """Return the root of a sitemap that is broken or has a document type."""
    text = without_controls(text.lstrip(BLANK))
    if not survey(text):
        text = whole_part(text, _URL_END)
    root = etree.fromstring(text.encode("utf-8", "replace"), strict_parser(recover=True))
    if root is None:
        raise ParseError("This sitemap is broken beyond reading.")
    return root


class _Page:
    """A `url` element: the texts of what is in it, by local names; the first of each counts."""

    def __init__(self, element: etree._Element) -> None:
        self.is_news = False
        self._values: dict[str, str] = {}
        for child in element.iter(etree.Element):
            name = _local(child)
            self.is_news |= name == "news"
            parent = child.getparent()
            if name == "loc" and parent is not element:
                name = "image" if _local(parent) == "image" else ""
            if child.text and child.text.strip():
                self._values.setdefault(name, child.text.strip())

    def value(self, name: str) -> str:
        return self._values.get(name, "")

    def entry(self) -> RawEntry:
        title, link = self.value("title"), self.value("loc")
        return RawEntry(
            identifier=link,
            link=link or None,
            title=RawText(title, is_plain=True, language=self.value("language") or None),
            published=self.value("publication_date") or None,
            updated=self.value("lastmod") or None,
            images=[self.value("image") or None],
        )


def _local(element: etree._Element) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2].lower()
