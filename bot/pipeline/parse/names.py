"""What feeds call things: the names of elements, one for each however a feed writes it.

A name is feedparser's: the usual prefix of the element's namespace, an underscore and the local name, in
lower case, and the bare local name for RSS and Atom ("dc_creator", "media_content", "pubdate").
"""

from __future__ import annotations

from functools import lru_cache

from lxml import etree  # type: ignore[import-untyped]

ATOM_10 = "http://www.w3.org/2005/Atom"
ATOM_03 = "http://purl.org/atom/ns#"
RSS_10 = "http://purl.org/rss/1.0/"
RSS_090 = "http://my.netscape.com/rdf/simple/0.9/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"

# Namespaces in lower case, as feedparser compares them.
_PREFIXES = {
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    RSS_10: "",
    RSS_090: "",
    ATOM_03: "",
    ATOM_10.lower(): "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    RDF: "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    XML.lower(): "xml",
}
_USERLAND = "backend.userland.com/rss"  # in any address, for RSS 2.0 before it had settled on none


@lru_cache(maxsize=1024)
def usual_name(tag: str) -> str | None:
    """Return the name of an element with *tag* ("{namespace}local" or "local"), if its namespace is known."""
    if tag[0] != "{":
        return tag.lower()
    namespace, _, local = tag[1:].partition("}")
    lowered = namespace.lower()
    known = "" if _USERLAND in lowered else _PREFIXES.get(lowered)
    if known is None:
        return None
    return f"{known}_{local}".lower() if known else local.lower()


def name_of(element: etree._Element) -> str:
    """Return the name of *element*; in a namespace that nobody knows, its own prefix is used."""
    tag: str = element.tag
    usual = usual_name(tag)
    return prefixed_name(tag, element.prefix) if usual is None else usual


def prefixed_name(tag: str, prefix: str | None) -> str:
    """Return the name of an element with *tag* whose namespace nobody knows."""
    local = tag.rpartition("}")[2]
    return f"{prefix}_{local}".lower() if prefix else local.lower()


def attribute_name(key: str) -> str:
    """Return the name of an attribute with *key*: "href", "xml:lang", "rdf:about"."""
    if key[0] != "{":
        return key.lower()
    namespace, _, local = key[1:].partition("}")
    known = _PREFIXES.get(namespace.lower())
    return f"{known}:{local}".lower() if known else local.lower()
