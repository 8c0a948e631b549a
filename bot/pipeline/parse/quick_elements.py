"""Which elements the quick reader knows, and what feedparser does at each of them.

A comment "as feedparser" marks a rule of its mixin (`feedparser.mixin`, `feedparser.namespaces`) that a
plain reading of the formats would not have: both readers must agree on every feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.parse import quick_links, quick_texts
from bot.pipeline.parse.entries import ABSOLUTE
from bot.pipeline.parse.markup import (
    HTML,
    PLAIN,
    XHTML,
    Unsure,
    inline_markup,
    leaf_text,
    looks_like_html,
    media_type,
    misplaced_markup,
    repaired,
)
from bot.pipeline.parse.names import RDF, XML, attribute_name, name_of, prefixed_name, usual_name
from bot.pipeline.parse.quick_about import About
from bot.pipeline.parse.raw import RawEntry, RawText

Reading: TypeAlias = "Callable[[Reader, Any, int, About], object]"  # an element with its depth

_RDF_ABOUT = f"{{{RDF}}}about"
_XML_BASE = f"{{{XML}}}base"
_XML_LANG = f"{{{XML}}}lang"
_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")  # as feedparser: "http:////x" is "http://x"


def _joined(base: str, link: str) -> str:
    if ABSOLUTE.fullmatch(link) is not None:
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


class Reader:
    """Reads the elements of one document, in their order."""

    def __init__(self) -> None:
        self.kind = ""
        self.feed = About(is_entry=False)
        self.entries: list[RawEntry] = []
        self.entry_place = ("", 0)  # the name and the depth of entries
        self.title_depth = -1  # where the title was found that counts; -1: none yet
        self.has_content = False
        self.has_hints = False
        # What holds in the element whose children are read, of `xml:base` and `xml:lang` around them.
        self.base = ""
        self.language: str | None = None

    def is_unknown(self, name: str) -> bool:
        """Return whether elements of this name mean nothing here."""
        return name not in _READ

    def enter(self, element: etree._Element) -> None:
        """Go by what *element* declares of itself and of what is in it: a base address, a language."""
        given = dict(element.items())
        self.base = _base(given, self.base)
        self.language = language_tag(given, self.language)

    def absolute(self, link: str, given: Mapping[str, str]) -> str:
        """Return *link*, of an element with the attributes *given*, resolved against what bases there are."""
        if ":///" in link:
            link = _SLASHES.sub(r"\1\3", link)
        base = _base(given, self.base) if given else self.base
        return _joined(base, link) if base else link

    def read_children(self, element: etree._Element, depth: int, about: About) -> None:
        """Read what is in *element* as if it stood beside it: as feedparser."""
        around = self.base, self.language
        if element.keys():
            self.enter(element)
        depth += 1
        for child in element[:]:  # quicker than one by one
            tag = child.tag
            reading = reading_of(tag) or reading_within(tag, child.prefix)
            if reading is not _children or len(child):
                reading(self, child, depth, about)
        self.base, self.language = around

    def text(self, element: etree._Element, default: str) -> RawText:
        """Return a text construct (RFC 4287 section 3.1), whose type is *default* unless it names one."""
        kind, language = default, self.language
        if element.keys():
            given = dict(element.items())
            if given.get("mode") == "base64":
                raise Unsure
            kind = media_type(given.get("type"), default)
            language = language_tag(given, language)
        if kind is XHTML or len(element):
            if any(name_of(inner) in _READ for inner in element.iterdescendants()):
                raise Unsure  # as feedparser: the end of one ends the text
            if kind is XHTML:
                value = inline_markup(element, without_wrapper=self.kind == "atom10").strip()
            else:
                value, kind = misplaced_markup(element).strip(), XHTML
        else:
            value = (element.text or "").strip()
        if kind is PLAIN and ("<" in value or "&" in value) and self._may_be_html(value):
            kind = HTML
        return RawText(value if value.isascii() else repaired(value), kind is PLAIN, language)

    def _may_be_html(self, text: str) -> bool:
        return not self.kind.startswith("atom") and looks_like_html(text)


def _base(given: Mapping[str, str], around: str) -> str:
    """Return the base address in an element with the attributes *given*, inside of the base *around*."""
    own = given.get(_XML_BASE)
    if own is None:
        own = given.get("base")
    return (_joined(around, own) or around) if own else around


def language_tag(given: Mapping[str, str], around: str | None) -> str | None:
    """Return the language tag in an element with the attributes *given*; an empty one says none."""
    own = given.get(_XML_LANG)
    if own is None:
        own = given.get("lang")
    return around if own is None else own or None


def attributes(element: etree._Element) -> dict[str, str]:
    """Return the attributes of *element* by their names (see `names`)."""
    return {attribute_name(key): value for key, value in element.items()}


def _entry(reader: Reader, element: etree._Element, depth: int, _about: About) -> None:
    """Read an entry; one elsewhere than where entries are is not foreseen."""
    if (usual_name(element.tag), depth) != reader.entry_place:
        raise Unsure
    entry = About()
    reader.entries.append(entry)
    reader.title_depth = -1
    if element.keys():
        refuse_cdf(element)
        about = element.get(_RDF_ABOUT)
        if about:
            entry.identifier = about
    reader.read_children(element, depth, entry)
    entry.choose()
    reader.has_content = False


def refuse_cdf(element: etree._Element) -> None:
    """CDF keeps in attributes what RSS keeps in elements, and feedparser reads them of RSS too."""
    for key in element.keys():  # noqa: SIM118  lxml's
        if attribute_name(key) in {"href", "lastmod"}:
            raise Unsure


def _language(_reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    text = leaf_text(element)
    if about.is_nearer("language", depth):
        about.language = text


def _published(_reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    text = leaf_text(element)
    if about.is_nearer("published", depth):
        about.published = text


def _updated(_reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    text = leaf_text(element)
    if about.is_nearer("updated", depth):
        about.updated = text


def _source(reader: Reader, element: etree._Element, depth: int, _about: About) -> None:
    """Pass over the feed that an entry came from: what is told there is of that feed."""
    titles = (child for child in element if name_of(child) == "title")
    reader.title_depth = depth + 1 if any(child.text and child.text.strip() for child in titles) else -1


def _logo(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Pass over a channel's `image` and `textInput`, which have titles and links of their own."""
    if len(element) and about.is_entry:
        raise Unsure
    for child in element:
        name = name_of(child)
        if len(child) or not (name in _IN_LOGO or ("_" in name and reader.is_unknown(name))):
            raise Unsure
    _source(reader, element, depth, about)


def _hints(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Note that the feed may say when not to read it (see `hints`)."""
    reader.has_hints = True
    reader.read_children(element, depth, about)


def _children(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Read what is in an element that means nothing itself."""
    reader.read_children(element, depth, about)


def _nothing(_reader: Reader, _element: etree._Element, _depth: int, _about: About) -> None:
    """Pass over an element and what is in it."""


def _unsure(_reader: Reader, _element: etree._Element, _depth: int, _about: About) -> None:
    raise Unsure


_IN_LOGO = frozenset({"title", "link", "description", "url", "href", "width", "height", "name"})
# Names that feedparser keeps beside its own under the same key, without knowing them.
_MISTAKABLE = frozenset(
    {
        *("title_detail", "summary_detail", "links", "authors", "author_detail", "enclosures"),
        *("published_parsed", "updated_parsed", "image", "media_content", "media_thumbnail"),
    }
)
_READ: Final[Mapping[str, Reading]] = {
    **dict.fromkeys(("item", "entry"), _entry),
    **dict.fromkeys(("title", "dc_title"), quick_texts.title),
    "media_title": quick_texts.media_title,
    **dict.fromkeys(("description", "dc_description", "media_description"), quick_texts.description),
    **dict.fromkeys(("summary", "itunes_summary"), quick_texts.summary),
    "content": quick_texts.content,
    "content_encoded": quick_texts.encoded,
    "link": quick_links.link,
    **dict.fromkeys(("guid", "id"), quick_links.guid),
    **dict.fromkeys(
        ("author", "dc_author", "dc_creator", "itunes_author", "managingeditor"), quick_texts.author
    ),
    **dict.fromkeys(("language", "dc_language"), _language),
    **dict.fromkeys(("pubdate", "published", "issued", "dcterms_issued"), _published),
    **dict.fromkeys(
        ("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified", "date"), _updated
    ),
    "enclosure": quick_links.enclosure,
    "media_content": quick_links.media_content,
    "media_thumbnail": quick_links.thumbnail,
    **dict.fromkeys(("itunes_image", "itunes_link"), quick_links.itunes_image),
    "source": _source,
    **dict.fromkeys(("image", "textinput"), _logo),
    **dict.fromkeys(("ttl", "skiphours", "skipdays"), _hints),
    **dict.fromkeys(("itunes_name", "itunes_email"), quick_texts.contact),
    **dict.fromkeys(
        (
            *("contributor", "dc_contributor", "itunes_owner", "subtitle", "tagline", "itunes_subtitle"),
            *("rights", "copyright", "dc_rights", "info", "feedburner_browserfriendly"),
        ),
        _nothing,
    ),
    **dict.fromkeys(
        (
            *("body", "xhtml_body", "fullitem", "abstract", "name", "email"),
            *("rss", "channel", "feed", "svg", "math"),
        ),
        _unsure,
    ),
}


@lru_cache(maxsize=1024)
def reading_of(tag: str) -> Reading | None:
    """Return how elements with this tag are read; None where their prefix tells."""
    name = usual_name(tag)
    return None if name is None else reading_by(name)


@lru_cache(maxsize=1024)
def reading_within(tag: str, prefix: str | None) -> Reading:
    """Return how elements with this tag are read whose namespace nobody knows."""
    reading = reading_by(prefixed_name(tag, prefix))
    # As feedparser: an element without a prefix has any that its namespace was given before.
    return reading if prefix is not None or reading is _children else _unsure


def reading_by(name: str) -> Reading:
    """Return how elements of this name are read."""
    return _READ.get(name) or (_unsure if name in _MISTAKABLE else _children)


def is_idle(name: str) -> bool:
    """Return whether the end of an element, whose *name* is as written, changes nothing."""
    return _READ.get(name.lower().replace(":", "_")) in {None, quick_links.media_content}
