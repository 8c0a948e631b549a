"""Which entries of a feed are known, whatever the feed calls them this time. Pure.

A feed names its entries by guid, and links to them, and gives them titles; any of these may change from poll
to poll (a guid made anew, a link with the reader's session in it), and one guid may name them all. A feed
keeps the identifier that proved stable and unique, and changes it when it no longer is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from urllib.parse import urlsplit

from bot.domain.feed import Entry, Identifier, KnownEntry, ParsedFeed
from bot.pipeline.addresses.canonical import canonical

# Of the entries known by other means, this share must agree in what becomes the identifier.
STABLE = 0.9

# Two titles that share this much of the shorter one's words are one title, edited.
EDITED = 0.5

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Names:
    """By what an entry may be known: hashes, `link` and `title` only where they tell it from others.

    `says` is of title and text, `moment` the time that the feed gives.
    """

    guid: str
    link: str | None
    title: str | None
    says: str
    moment: str | None

    def key(self, by: Identifier) -> str:
        """Return under which hash a new entry is stored."""
        if by is Identifier.LINK and self.link is not None:
            return hash_of("link", self.link)
        if by is Identifier.TITLE and self.title is not None:
            return hash_of("title", self.title, (self.moment or "")[:10])
        return self.guid


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is known of each entry, in their order, under which key each is or will be stored.

    `identifier` is what names the feed's entries from now on; `switched` says that this poll changed it.
    """

    known: tuple[KnownEntry | None, ...]
    keys: tuple[str, ...]
    identifier: Identifier
    switched: bool


def hash_of(*texts: str) -> str:
    """Return 32 hex characters that tell these texts apart from others."""
    return blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Return the hash of what a reader sees of an entry; a changed date alone is no change."""
    return hash_of(entry.title, entry.content or entry.summary)


def shown_hash(parsed: ParsedFeed) -> str:
    """Return the hash of all that a feed says, in whatever order, by which the same is known again."""
    said = sorted(
        hash_of(one.key, one.url or "", moment_of(one) or "", one.title, one.content or one.summary)
        for one in parsed.entries
    )
    asks = repr((parsed.asks, parsed.zone))
    return hash_of(parsed.title, parsed.link or "", parsed.language or "", asks, *said)


def article_url(entry: Entry) -> str | None:
    """Return the canonical URL of an entry if it may name an article."""
    return address_of(entry.url) if entry.url else None


def address_of(url: str, spelled: Callable[[str], str] = canonical) -> str | None:
    """Return the canonical spelling of a URL if it may name an article: the site's front page names none.

    With https, because sites answer at both, and old feeds still say http.
    """
    found = spelled(url)
    parts = urlsplit(found)
    if not parts.netloc or not (parts.path.strip("/") or parts.query):
        return None
    return found if ":" in parts.netloc else parts._replace(scheme="https").geturl()


def names_of(entries: Sequence[Entry]) -> list[Names]:
    """Return by what each entry may be known; what several of them share names none of them."""
    spelled = cache(canonical)  # most guids are the link
    links = [address_of(entry.url, spelled) if entry.url else None for entry in entries]
    titles = [" ".join(_WORD.findall(entry.title.casefold())) or None for entry in entries]
    moments = [moment_of(entry) for entry in entries]
    guids = [_guid(entry.key, spelled) for entry in entries]
    often, alike = Counter(links), Counter(zip(titles, moments, strict=True))
    taken = Counter(guids)
    return [
        Names(
            guid=hash_of(guid if taken[guid] == 1 else entry.key),
            link=hash_of(link) if link is not None and often[link] == 1 else None,
            title=hash_of(title) if title is not None and alike[title, moment] == 1 else None,
            says=entry_hash(entry),
            moment=moment,
        )
        for entry, guid, link, title, moment in zip(entries, guids, links, titles, moments, strict=True)
    ]


def _guid(key: str, spelled: Callable[[str], str]) -> str:
    """Return a key that is a link without what tracks its reader; what stands behind # may name the entry."""
    if not key.startswith(("http://", "https://")):
        return key
    address, mark, place = key.partition("#")
    return spelled(address) + mark + place


def moment_of(entry: Entry) -> str | None:
    """Return the time that the feed gives for an entry, believed or not (ISO 8601)."""
    moment = entry.stated or entry.published
    return moment.isoformat() if moment else None


def recognise(
    entries: Sequence[Entry], names: Sequence[Names], stored: Iterable[KnownEntry], by: Identifier
) -> Recognised:
    """Return which of *entries* are among the *stored* ones of their feed, which is known *by* an identifier.

    Each stored entry is found once: by the feed's identifier first, then by guid, by link, by title.
    """
    search = _Search(entries, names, list(stored))
    first = search.find(by)
    for other in Identifier:
        if other is not by:
            search.find(other)
    search.find_unchanged()
    known = [search.found.get(at) for at in range(len(entries))]
    matched = [(name, one) for name, one in zip(names, known, strict=True) if one is not None]
    switched = len(matched) > 2 * first
    identifier = _next(matched, by) if switched else by
    return Recognised(tuple(known), _keys(names, known, stored, identifier), identifier, switched)


class _Search:
    """Finds entries among stored ones, each of both at most once."""

    def __init__(self, entries: Sequence[Entry], names: Sequence[Names], stored: list[KnownEntry]) -> None:
        self._entries = entries
        self._names = names
        self._free = {one.id: one for one in sorted(stored, key=lambda one: -one.id)}  # the newest first
        self.found: dict[int, KnownEntry] = {}
        self._has_names = False  # guid or link of any entry is the one stored

    def find(self, by: Identifier) -> int:
        """Find what can be found by one identifier; return how many."""
        match by:
            case Identifier.GUID:
                count = self._by(lambda one: one.key_hash, lambda names: names.guid, self._has_its_guid)
            case Identifier.LINK:
                count = self._by(lambda one: one.link_hash, lambda names: names.link, self._is_alike)
            case Identifier.TITLE:
                return self._by(lambda one: one.title_hash, lambda names: names.title, _is_of_its_time)
        self._has_names |= count > 0
        return count

    def find_unchanged(self) -> None:
        """Where neither guids nor links hold any more, find undated entries by all that they say."""
        if not self._has_names:
            self._by(lambda one: one.content_hash, lambda names: names.says, lambda *_: True)

    def _by(
        self,
        theirs: Callable[[KnownEntry], str | None],
        ours: Callable[[Names], str | None],
        agrees: Callable[[Entry, Names, KnownEntry], bool],
    ) -> int:
        holders: defaultdict[str | None, list[KnownEntry]] = defaultdict(list)
        for one in self._free.values():
            holders[theirs(one)].append(one)
        before = len(self.found)
        for at, (entry, names) in enumerate(zip(self._entries, self._names, strict=True)):
            name = ours(names)
            if name is None or at in self.found:
                continue
            for one in holders[name]:
                if one.id in self._free and agrees(entry, names, one):
                    self.found[at] = self._free.pop(one.id)
                    break
        return len(self.found) - before

    def _has_its_guid(self, entry: Entry, names: Names, one: KnownEntry) -> bool:
        """Return whether the guid means the same article: a feed may have one for whatever it shows."""
        if one.title_hash is None and one.link_hash is None:  # stored before these were kept
            return True
        same_link = names.link is not None and names.link == one.link_hash
        return same_link or self._is_alike(entry, names, one)

    @staticmethod
    def _is_alike(entry: Entry, names: Names, one: KnownEntry) -> bool:
        """Return whether title, text or time are those stored: it is no page that all entries link to."""
        if names.moment is not None and names.moment == one.moment:
            return True
        if (names.title is not None and names.title == one.title_hash) or names.says == one.content_hash:
            return True
        mine, others = (set(_WORD.findall(title.casefold())) for title in (entry.title, one.title))
        return len(mine & others) > EDITED * min(len(mine), len(others))


def _is_of_its_time(_entry: Entry, names: Names, one: KnownEntry) -> bool:
    """Return whether a title names the same article: the outlet may use it again on another day."""
    if names.moment is None or one.moment is None:
        return False
    return names.moment == one.moment or (
        names.moment[:10] == one.moment[:10] and names.says == one.content_hash
    )


def _next(matched: Sequence[tuple[Names, KnownEntry]], by: Identifier) -> Identifier:
    """Return what named the entries that were found although the feed's identifier did not."""
    agree = {
        Identifier.GUID: sum(names.guid == one.key_hash for names, one in matched),
        Identifier.LINK: sum(names.link == one.link_hash for names, one in matched if names.link),
    }
    for identifier, count in agree.items():
        if identifier is not by and count >= STABLE * len(matched):
            return identifier
    return Identifier.TITLE


def _keys(
    names: Sequence[Names],
    known: Sequence[KnownEntry | None],
    stored: Iterable[KnownEntry],
    by: Identifier,
) -> tuple[str, ...]:
    """Return the keys of entries: those of known ones stay, new ones get keys that nothing else has."""
    taken = {one.key_hash for one in stored}
    keys = []
    for name, one in zip(names, known, strict=True):
        key = one.key_hash if one is not None else name.key(by)
        if one is None:
            if key in taken:  # one guid for whatever the feed shows
                key = hash_of(key, name.guid, name.link or "", name.title or "", name.moment or "", name.says)
            taken.add(key)
        keys.append(key)
    return tuple(keys)
