"""What a page says of itself: title, author, outlet, times, language, image, its own address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.pipeline.extract.tree import Tree, linked_data, types_of
from bot.pipeline.parse.entries import primary_language, utc, web_link
from bot.pipeline.parse.plain import one_line

# Where pages write the time and not only the day, in the order of trust (Open Graph, schema.org).
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='parsely-pub-date' or @name='date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)
_MODIFIED = (
    "//meta[@property='article:modified_time' or @property='og:updated_time']/@content",
    "//meta[@itemprop='dateModified' or @name='last-modified']/@content",
    "//time[@itemprop='dateModified']/@datetime",
)
_SITE_NAMES = "//meta[@property='og:site_name' or @name='og:site_name' or @name='application-name']/@content"
_PARTED = re.compile(r"\s+[-–—|»›·•:]\s+|\s*[|»]\s*")
_LONGEST_NAME = 60  # characters; a longer "name" of a site is a slogan
_MOBILE = re.compile(r"^(?:www|m|mobile|amp)\.")
_DAY = len("2024-10-28")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it does not say, or says nothing that can be believed."""

    title: str
    author: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    image_url: str | None = None
    canonical_url: str | None = None


def metadata(tree: Tree, *, url: str) -> Metadata:
    """Return what the page at *url* says of itself. trafilatura knows the many places where pages say it."""
    import trafilatura  # noqa: PLC0415  half a second and 40 MB, which the bot's own process never needs

    found: Any = trafilatura.extract_metadata(tree, default_url=url or None)
    data = list(linked_data(tree))
    outlet = _outlet([*tree.xpath(_SITE_NAMES), *_publishers(data), found.sitename or ""], url)
    link = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    published = _moment(tree, _PUBLISHED, data, "datePublished") or utc(found.date)
    modified = _moment(tree, _MODIFIED, data, "dateModified")
    return Metadata(
        title=_without_outlet(one_line(found.title or "", is_plain=True), outlet),
        author=_author(found.author, outlet),
        outlet=outlet,
        published=published,
        modified=modified if modified and (published is None or modified > published) else None,
        language=_language(tree, found.language),
        image_url=web_link(found.image, url),
        canonical_url=plausible(link, url),
    )


def _language(tree: Tree, found: str | None) -> str | None:
    given = next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), None)
    return primary_language(found) or primary_language(given)


def _moment(tree: Tree, paths: Sequence[str], data: Sequence[Mapping[str, Any]], key: str) -> datetime | None:
    """Return the time that the page's metadata give to the minute."""
    values: list[object] = [value for path in paths for value in tree.xpath(path)]
    values += [one.get(key) for one in data if _is_article(one)] + [one.get(key) for one in data]
    for value in values:
        moment = utc(value) if isinstance(value, str) and len(value.strip()) > _DAY else None
        if moment is not None:
            return moment
    return None


def _is_article(one: Mapping[str, Any]) -> bool:
    return any(name.endswith(("Article", "Posting")) for name in types_of(one))


def _publishers(data: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in data:
        publisher = one.get("publisher") if _is_article(one) else None
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(name, str):
            yield name


def _outlet(names: Sequence[str], url: str) -> str | None:
    """Return the first of *names* that is a name and not the site's domain."""
    host = _MOBILE.sub("", urlsplit(url).hostname or "")
    for name in names:
        whole = one_line(name, is_plain=True).removeprefix("@")
        stripped = _PARTED.split(whole)[0].strip()  # "Meridian | News you can use"
        if stripped and len(stripped) <= _LONGEST_NAME and _MOBILE.sub("", stripped.lower()) != host:
            return stripped
    return None


def _without_outlet(title: str, outlet: str | None) -> str:
    """Return *title* without the outlet's name that sites put before or after it."""
    if not outlet:
        return title
    for part in _PARTED.finditer(title):
        before, after = title[: part.start()], title[part.end() :]
        if _same(after, outlet) and before:
            return before
        if _same(before, outlet) and after:
            return after
    return title


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one)).casefold() == "".join(filter(str.isalnum, other)).casefold()


def _author(name: str | None, outlet: str | None) -> str | None:
    """Return who wrote it, unless that is an address, an account's name or the outlet itself."""
    stripped = one_line(name or "", is_plain=True)
    if not stripped or "://" in stripped or stripped.casefold() in {"admin", "administrator", "editor"}:
        return None
    return None if outlet and _same(stripped, outlet) else stripped


def plausible(link: object, url: str) -> str | None:
    """Return the page's own canonical *link* where it stays on the page's site and is more than its root.

    Where nobody says where the page was (*url* is empty), nothing contradicts it.
    """
    absolute = web_link(link, url)
    if absolute is None:
        return None
    here, there = urlsplit(url), urlsplit(absolute)
    same_site = not url or _is_one_site(here.hostname or "", there.hostname or "")
    names_a_page = there.path.strip("/") != "" or there.query != "" or (url and here.path.strip("/") == "")
    return absolute if same_site and names_a_page else None


def _is_one_site(one: str, other: str) -> bool:
    """Say whether two hosts are one, or one a part of the other: "edition.outlet.test" of "outlet.test"."""
    short, long = sorted((_MOBILE.sub("", one), _MOBILE.sub("", other)), key=len)
    return short == long or ("." in short and long.endswith(f".{short}"))
