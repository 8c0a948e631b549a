"""Well-formed RSS and Atom, read in a fraction of feedparser's time, to exactly what feedparser gives.

libxml2 builds the tree; the elements that Salient uses are then taken from it in their order, by
feedparser's own rules (which of two titles counts, when a second description is the content). Whatever
those rules make hard to foresee (markup where text belongs, entities, base64, elements in odd places) is
not guessed at: `read_quickly` says None, and feedparser reads the document.
"""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.parse.markup import Unsure
from bot.pipeline.parse.names import (
    ATOM_03,
    ATOM_10,
    RDF,
    RSS_090,
    RSS_10,
    name_of,
)
from bot.pipeline.parse.quick_elements import Reader, language_tag, reading_by, refuse_cdf
from bot.pipeline.parse.raw import RawFeed
from bot.pipeline.parse.tree import tree_of

_ATOM_ROOTS = frozenset({f"{{{ATOM_10}}}feed", f"{{{ATOM_03}}}feed", "feed"})
_RDF_ROOTS = frozenset({f"{{{RDF}}}RDF", "RDF", "rdf"})
_RSS_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM_VERSIONS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
# Namespaces that name a version wherever they are declared, by which of them stands first.
_TELLING = frozenset({RSS_10, ATOM_10})


def read_quickly(text: str) -> RawFeed | None:
    """Return the feed in *text*, or None where only feedparser can tell what it is."""
    root = tree_of(text)
    try:
        return None if root is None else _feed(root, text)
    except Unsure:
        return None


def _feed(root: etree._Element, text: str) -> RawFeed:
    tag = root.tag
    reader = Reader()
    if tag == "rss":
        reader.kind = _rss_version(root)
        _read_rss(root, reader)
    elif tag in _ATOM_ROOTS:
        reader.kind = _atom_version(root, text)
        _read_atom(root, reader)
    elif tag in _RDF_ROOTS:
        reader.kind = _rdf_version(root, text)
        _read_rdf(root, reader)
    else:
        raise Unsure
    about = reader.feed
    return RawFeed(
        kind=reader.kind,
        title=about.title,
        link=about.link,
        language=about.language,
        author=about.author,
        dates=(about.updated, about.published),
        entries=reader.entries,
        may_hint=reader.has_hints,
    )


def _declared(root: etree._Element, text: str) -> str | None:
    """Return the namespace that names a version, the first of those that *root* declares: as feedparser."""
    declared = [uri for uri in root.nsmap.values() if uri in _TELLING]
    return min(declared, key=text.find) if declared else None


def _rss_version(root: etree._Element) -> str:
    spaces = root.nsmap
    if RSS_10 in spaces.values() or spaces.get(None) == RSS_090:
        raise Unsure
    given = root.get("version", "")
    return _RSS_VERSIONS.get(given) or ("rss20" if given.startswith("2.") else "rss")


def _atom_version(root: etree._Element, text: str) -> str:
    declared = _declared(root, text)
    if declared == ATOM_10:
        return "atom10"
    if declared:
        raise Unsure
    return _ATOM_VERSIONS.get(root.get("version", ""), "atom")


def _rdf_version(root: etree._Element, text: str) -> str:
    default = root.nsmap.get(None)
    declared = _declared(root, text)
    if declared == RSS_10 and default != RSS_090:
        return "rss10"
    if declared is None and default == RSS_090:
        return "rss090"
    if declared is None and default is None and root.tag.lower() == "rdf":
        return ""  # RSS without its namespaces: its entries are read, its version is not known
    raise Unsure


def _read_rss(root: etree._Element, reader: Reader) -> None:
    """Read `rss`: one `channel`, and the items in it."""
    if len(root) != 1 or name_of(root[0]) != "channel":
        raise Unsure
    reader.enter(root)
    reader.feed.language = reader.language
    reader.entry_place = ("item", 3)
    _read_about(root[0], 2, reader)


def _read_atom(root: etree._Element, reader: Reader) -> None:
    """Read `feed`, and the entries in it."""
    reader.feed.language = language_tag(root.attrib, None)
    reader.entry_place = ("entry", 2)
    _read_about(root, 1, reader)


def _read_rdf(root: etree._Element, reader: Reader) -> None:
    """Read `RDF`: a `channel`, then the items beside it."""
    reader.enter(root)
    reader.entry_place = ("item", 2)
    for child in root:
        name = name_of(child)
        if name == "channel":
            _read_about(child, 2, reader)
        elif name in {"item", "image", "textinput"}:
            reading_by(name)(reader, child, 2, reader.feed)
        elif len(child) or not reader.is_unknown(name):
            raise Unsure
    if not (reader.kind or reader.entries):
        raise Unsure


def _read_about(element: etree._Element, depth: int, reader: Reader) -> None:
    """Read what a feed says of itself, and the entries that stand there."""
    refuse_cdf(element)
    reader.read_children(element, depth, reader.feed)
