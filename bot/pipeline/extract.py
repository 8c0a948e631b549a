"""Find the article in a web page, by trafilatura. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from bot.pipeline.parse.charset import decoded
from bot.pipeline.parse.entries import primary_language, utc, web_link
from bot.pipeline.parse.plain import one_line, without_controls

# Where pages write the time and not only the day, in the order of trust (Open Graph, schema.org).
_TIMES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='parsely-pub-date' or @name='date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)
_LD_TIME = re.compile(r'"datePublished"\s*:\s*"([0-9T:.,+Zz -]{10,40})"')
_MOBILE = re.compile(r"^(?:www|m|mobile|amp)\.")


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says as an article. Texts are plain; paragraphs of `text` end in a newline."""

    title: str
    text: str
    author: str | None = None
    published: datetime | None = None  # aware UTC; midnight where the page gives only a day
    language: str | None = None  # BCP 47 primary subtag, lower case
    outlet: str | None = None  # the site's name as it writes it
    canonical_url: str | None = None
    image_url: str | None = None


def extract(html: bytes, *, url: str, content_type: str | None = None) -> Page | None:
    """Return the article in *html*, None where no text is found. *url* is where the page was."""
    tree = page_tree(html, content_type)
    if tree is None:
        return None
    language = primary_language(next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), None))
    moment = _time(tree)
    link = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    import trafilatura  # noqa: PLC0415  half a second and 40 MB, which the bot's own process never needs

    found: Any = trafilatura.bare_extraction(tree, url=url, with_metadata=True, include_comments=False)
    if found is None or not (found.text or "").strip():
        return None
    title = one_line(found.title or "", is_plain=True)
    lines = [stripped for line in without_controls(found.text).split("\n") if (stripped := line.strip())]
    if len(lines) > 1 and lines[0].casefold() == title.casefold():
        del lines[0]  # the headline above the text
    return Page(
        title=title,
        text="".join(f"{line}\n" for line in lines),
        author=one_line(found.author or "", is_plain=True) or None,
        published=moment or utc(found.date),
        language=primary_language(found.language) or language,
        outlet=_outlet(found.sitename or "", url),
        canonical_url=_plausible(link, url),
        image_url=web_link(found.image, url),
    )


def page_tree(html: bytes, content_type: str | None) -> lxml_html.HtmlElement | None:
    """Return the tree of a page whatever its charset; None where there is none."""
    text = without_controls(decoded(html, content_type))
    if "<" not in text:  # an image, a PDF, a bare text
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _time(tree: lxml_html.HtmlElement) -> datetime | None:
    """Return the time of publication that the page's metadata give to the minute."""
    for path in _TIMES:
        for value in tree.xpath(path):
            moment = utc(value) if len(value.strip()) > len("2024-10-28") else None
            if moment is not None:
                return moment
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        match = _LD_TIME.search(script)
        moment = utc(match[1]) if match else None
        if moment is not None:
            return moment
    return None


def _outlet(name: str, url: str) -> str | None:
    """Return the site's *name* unless it is only its domain, which stands in where there is none."""
    host = urlsplit(url).hostname or ""
    stripped = one_line(name, is_plain=True)
    return None if _MOBILE.sub("", stripped.lower()) == _MOBILE.sub("", host) else stripped or None


def _plausible(link: object, url: str) -> str | None:
    """Return the page's own canonical *link* where it stays on the page's site and is more than its root."""
    absolute = web_link(link, url)
    if absolute is None:
        return None
    here, there = urlsplit(url), urlsplit(absolute)
    same_site = _MOBILE.sub("", here.hostname or "") == _MOBILE.sub("", there.hostname or "")
    names_a_page = there.path.strip("/") != "" or there.query != "" or here.path.strip("/") == ""
    return absolute if same_site and names_a_page else None
