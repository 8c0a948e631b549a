"""Lists of feeds as OPML 2.0 files (http://opml.org/spec2.opml): read with care, written by the book. Pure.

A file comes from a stranger: it is read without a network, without entities and to libxml2's own limits of
depth and size, in a worker process with limits of time and memory (`bot.pipeline.workers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree  # type: ignore[import-untyped]

from bot.errors import MemberError, ParseError

MOST_FEEDS = 5_000  # outlines that are read; a longer list is no team's
LONGEST_TITLE = 200  # characters
LONGEST_CATEGORY = 100

_EXPORT = "Export the list of feeds from your reader as OPML."
_ENTITIES = (
    "This file declares entities, which no list of feeds needs and which can harm who reads them, so it is "
    "not read. Remove its <!DOCTYPE> and try again."
)
_FEEDS = frozenset(("rss", "atom", "feed", "rdf"))  # a feed's root, and what an outline of one is called

_OTHER_FILES = (
    ((b"pk\x03\x04",), "This file is a ZIP archive. Unpack it, and take the OPML file that is in it."),
    ((b"\x1f\x8b", b"bzh", b"\xfd7zxz", b"7z\xbc\xaf", b"rar!"), "This file is compressed. Unpack it first."),
    ((b"<!doctype html", b"<html"), f"This file is a web page, no OPML. {_EXPORT}"),
    ((b"<!doctype netscape",), f"This file holds a browser's bookmarks, no OPML. {_EXPORT}"),
    ((b"{", b"["), f"This file is JSON, no OPML. {_EXPORT}"),
)
_MAY_BE_XML = (b"<", b"\xff\xfe", b"\xfe\xff", b"\0<")  # or its mark in UTF-16

# "&" that begins no reference, and control characters: hand-written files have them in addresses and titles,
# and they make them no XML.
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\r"})
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list. `url` is as the file has it; `categories` are the folders that it is in.

    An outline that names a site, or says that it is a feed, and gives no feed's address has none here either.
    """

    url: str
    title: str = ""
    site_url: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opml:
    """A list of feeds in the file's order. `cut` is the number of outlines beyond `MOST_FEEDS`."""

    title: str
    outlines: tuple[Outline, ...]
    cut: int = 0


def read_opml(data: bytes) -> Opml:
    """Return the feeds that an OPML file lists, of any version, nested in folders or not.

    Raises:
        ParseError: it is not XML, no OPML, names entities, is nested too deep or too large; the words say
            what is wrong, where, and what to do.
    """
    root = _root(data)
    named = _name(root)
    if named in _FEEDS:
        raise ParseError("This file is a feed, not a list of feeds. Add it by its address.")
    if named != "opml":
        raise ParseError(f"This file is XML, but no OPML: it begins with <{named[:40]}>. {_EXPORT}")
    body = next((each for each in root if _name(each) == "body"), None)
    if body is None:
        raise ParseError("This OPML file has no <body>, so it lists nothing. Export it again.")
    head = next((each for each in root if _name(each) == "head"), None)
    found = list(_outlines(body))
    title = head.findtext("title") if head is not None else None
    return Opml(_line(title or "", LONGEST_TITLE), tuple(found[:MOST_FEEDS]), max(0, len(found) - MOST_FEEDS))


def write_opml(title: str, outlines: Iterable[Outline], *, at: datetime) -> bytes:
    """Return an OPML 2.0 file in UTF-8; *at* is when the list was made."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _clean(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(at)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for one in outlines:
        named = {
            "type": "rss",
            "text": one.title or one.url,
            "title": one.title or one.url,
            "xmlUrl": one.url,
            "htmlUrl": one.site_url,
            "language": one.language,
        }
        folder = _folder(folders, one.categories)
        etree.SubElement(folder, "outline", {name: _clean(value) for name, value in named.items() if value})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def of_category(outlines: Sequence[Outline], category: str | None) -> Sequence[Outline]:
    """Return the outlines in a folder, at whatever depth; all where none is asked for.

    Raises MemberError where no feed is in such a folder; the words name those that there are.
    """
    if category is None:
        return outlines
    wanted = category.strip().casefold()
    found = [one for one in outlines if wanted in {each.casefold() for each in one.categories}]
    if not found:
        named = sorted({each for one in outlines for each in one.categories}, key=str.casefold)
        there = f"There are: {', '.join(named)[:600]}." if named else "It has no categories."
        raise MemberError(f"The file has no category {category.strip()[:60]} with feeds in it. {there}")
    return found


def _root(data: bytes) -> etree._Element:
    """Return the document's root. What a reader wrote wrongly in titles is read as it was meant."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data:
        raise ParseError(f"This file is empty. {_EXPORT}")
    if instead := _instead(data):
        raise ParseError(instead)
    try:
        root = _parsed(data)
    except etree.XMLSyntaxError as error:
        mended = _BARE_AMPERSAND.sub(b"&amp;", data.translate(None, _CONTROLS))
        if mended == data or b"<!" in data[:2000]:
            raise _not_xml(error) from error
        try:
            root = _parsed(mended)
        except etree.XMLSyntaxError:
            raise _not_xml(error) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ParseError(_ENTITIES)
    return root


def _instead(data: bytes) -> str | None:
    """Return in words what a file is by its first bytes that is no XML; None where it may be."""
    head = data[:100].lower()
    known = next((said for begins, said in _OTHER_FILES if head.startswith(begins)), None)
    if known is None and not head.startswith(_MAY_BE_XML):
        known = f"This file is no OPML: it does not begin with <. {_EXPORT}"
    return known


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,  # 256 levels, 10 MB a text, and entities that grow are an error
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)


def _not_xml(error: etree.XMLSyntaxError) -> ParseError:
    line, column = error.position
    why = str(error.msg or "not XML").partition(", line")[0].strip(" .\n")
    if "entity" in why.lower():
        return ParseError(_ENTITIES)
    if "depth" in why:
        return ParseError(f"This file has folders in folders, hundreds deep, at line {line}. {_EXPORT}")
    return ParseError(
        f"This file can't be read as XML: line {line}, column {column}: {why[:200]}. Export it again from "
        "your reader, or mend that line."
    )


def _outlines(body: etree._Element) -> Iterator[Outline]:
    """Yield every outline that has a feed's address, in the file's order."""
    todo: list[tuple[etree._Element, tuple[str, ...]]] = [(each, ()) for each in reversed(body)]
    while todo:
        element, folders = todo.pop()
        if _name(element) != "outline":
            continue
        said = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        title = _line(said.get("title", "") or said.get("text", ""), LONGEST_TITLE)
        kind = said.get("type", "").strip().lower()
        url = (said.get("xmlurl") or (said.get("url", "") if kind in _FEEDS else "")).strip()
        is_feed = bool(url) or (len(element) == 0 and (kind in _FEEDS or bool(said.get("htmlurl"))))
        if is_feed:
            language = said.get("language", "").partition("-")[0].strip().lower()
            yield Outline(
                url=url,
                title=title,
                site_url=said.get("htmlurl", "").strip() or None,
                language=language if re.fullmatch(r"[a-z]{2,3}", language) else None,
                categories=folders or _named(said.get("category", "")),
            )
        inside = (*folders, title[:LONGEST_CATEGORY]) if title and not url else folders
        todo += [(each, inside) for each in reversed(element)]


def _named(category: str) -> tuple[str, ...]:
    """Return the first category of an outline's attribute: "/Boston/Weather,/Harvard" is Boston, Weather."""
    first = category.partition(",")[0]
    return tuple(_line(part, LONGEST_CATEGORY) for part in first.split("/") if part.strip())


def _folder(folders: dict[tuple[str, ...], etree._Element], path: Sequence[str]) -> etree._Element:
    """Return the outline of a folder, made where it is new."""
    key = tuple(path)
    if key not in folders:
        above = _folder(folders, key[:-1])
        name = _clean(key[-1])
        folders[key] = etree.SubElement(above, "outline", text=name, title=name)
    return folders[key]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _line(text: str, most: int) -> str:
    return " ".join(_clean(text).split())[:most]


def _clean(text: str) -> str:
    """Return *text* without what XML can't hold."""
    return _NOT_IN_XML.sub("", text)
