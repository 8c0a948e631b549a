"""What all formats share: keys, titles, languages and links of entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urljoin, urlsplit, urlunsplit

from bot.domain.feed import Entry
from bot.pipeline.parse.dates import Dates
from bot.pipeline.parse.plain import without_controls

# A title made of an entry's first words: as long as headlines get.
TITLE_LENGTH = 140
KEY_BYTES = 12  # of a hash: two of a billion keys agree with a chance of 1 in 10 to the 11

# An absolute URL that joining and splitting would give back as it is: what nearly all links are.
ABSOLUTE = re.compile(
    r"https?://[A-Za-z0-9.-]++(?::[0-9]{1,5}+)?+(?:/[A-Za-z0-9/_.~%=,:+-]*+)?+"
    r"(?:\?[A-Za-z0-9/_.~%=,:&+-]++)?+(?:#[A-Za-z0-9/_.~%=,:&+-]++)?+"
)
_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_].*)?$")
_SENTENCE_END = re.compile(r"[.!?…。！？](?=\s|$)")


def key_of(identifier: str, url: str | None, title: str, at: datetime | None) -> str:
    """Return what names an entry: its identifier, else its link, else a hash of its title and day."""
    return without_controls(identifier).strip() or url or _hash(title, at.date().isoformat() if at else "")


def with_unique_keys(given: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries *given* with keys that are unique among them, in the same order.

    Entries that share a key get a part of their link (or of title and day) added, all of them, so that the
    outcome does not depend on their order. Only exact repetitions are dropped.
    """
    if len({entry.key for entry in given}) == len(given):
        return tuple(given)
    kept = list(dict.fromkeys(given))
    shared = {key for key, count in Counter(entry.key for entry in kept).items() if count > 1}
    if not shared:
        return tuple(kept)
    links = Counter((entry.key, entry.url) for entry in kept)
    out: dict[str, Entry] = {}
    for entry in kept:
        if entry.key not in shared:
            out[entry.key] = entry
            continue
        tells_apart = entry.url if entry.url and links[entry.key, entry.url] == 1 else None
        day = entry.published.date().isoformat() if entry.published else ""
        key = f"{entry.key}#{_hash(tells_apart) if tells_apart else _hash(entry.url or '', entry.title, day)}"
        if key in out:  # the same link, title and day: told apart by the text alone
            key = f"{key}#{_hash(entry.content, entry.summary)}"
        out[key] = entry._replace(key=key)
    return tuple(out.values())


def title_or_lead(title: str, text: str) -> str:
    """Return *title*, or the first words of *text* where there is none: a part of it, word for word."""
    if title:
        return title
    line = text.partition("\n")[0]
    if len(line) <= TITLE_LENGTH:
        return line
    end = next((m.end() for m in _SENTENCE_END.finditer(line, 20, TITLE_LENGTH)), 0)
    if end:
        return line[:end]
    space = line.rfind(" ", 0, TITLE_LENGTH)
    return line[: space if space > 0 else TITLE_LENGTH]


def primary_language(tag: object) -> str | None:
    """Return the primary subtag of a BCP 47 *tag*, lower case; None where it is none."""
    match = _LANGUAGE.match(tag.strip()) if isinstance(tag, str) else None
    return match[1].lower() if match else None


def web_link(link: object, base: str) -> str | None:
    """Return *link* made absolute against *base* if it then is an http(s) URL with a host, else None.

    Without a user's name and password: those of a feed's own address are nobody else's, and in a feed's link
    they are there to deceive (https://bank.example@evil.example).
    """
    if not isinstance(link, str):
        return None
    if ABSOLUTE.fullmatch(link) is not None:
        return link
    if not link.strip() or without_controls(link) != link:
        return None
    try:
        absolute = urljoin(base, "".join(link.split()) if "\n" in link else link.strip())
        parts = urlsplit(absolute)
        host = parts.netloc.rpartition("@")[2]
        if host != parts.netloc:
            absolute = urlunsplit(parts._replace(netloc=host))
            urlsplit(absolute)  # "[a]@b[" was a URL, "b[" is none
    except ValueError:
        return None
    return absolute if parts.scheme in {"http", "https"} and host else None


def utc(value: object) -> datetime | None:
    """Return the aware UTC time that one text names; None where it is none. Without a zone, UTC is meant."""
    return Dates().utc(value) if isinstance(value, str) else None


def _hash(*texts: str) -> str:
    return blake2b("\x1f".join(texts).encode("utf-8", "replace"), digest_size=KEY_BYTES).hexdigest()
