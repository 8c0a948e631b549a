"""New or changed? What a parsed feed brings beyond what is stored of it. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.feed import Entry, Feed, ParsedFeed
from bot.pipeline.canonical import canonical
from bot.text.sentences import sentences

WINDOW = 200  # newest entries that are remembered of a parse, to see whether the next one overlaps it
WINDOW_HASH = 12  # hex characters: two of 200 entries agree with a chance of 1 in 10 to the 10

# After a gap, what was published within this time is still told; what is older is only stored (DESIGN 3).
STILL_NEWS = timedelta(hours=24)

# A feed that shows one entry at a time rolls over with every article: that is no sign of lateness.
ROLLS_ALWAYS = 1

# A feed's text below either says too little to be matched and summarised by: the page is read as well.
SHORT_TEXT = 400  # characters
FEW_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class News:
    """An entry that is new, or says something else than before.

    `identity` is the canonical URL by which the article is recognised in other feeds; None where the link
    names no single article. `known` tells a changed entry from a new one.
    """

    entry: Entry
    key_hash: str
    entry_hash: str
    identity: str | None
    known: bool
    alertable: bool
    late: bool

    @property
    def text(self) -> str:
        """Return the longest text that the feed gives."""
        return self.entry.content or self.entry.summary


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a parse brings: `news` oldest first; `window` None where an empty parse must not replace it."""

    news: tuple[News, ...]
    window: tuple[str, ...] | None
    primes: bool
    gap: bool


def hash_of(*texts: str) -> str:
    """Return 32 hex characters that tell these texts apart from others."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Return the hash of what a reader sees of an entry; a changed date alone is no change."""
    return hash_of(entry.title, entry.content or entry.summary)


def sift(feed: Feed, parsed: ParsedFeed, known: Mapping[str, str], *, at: datetime) -> Sifted:
    """Return what *parsed* brings; *known* maps the key hashes stored of the feed to their entry hashes.

    A feed's first parse with entries primes it: its back catalogue is stored and never alerts. Where none
    of the last parse's entries is in this one, something may have left the feed unseen: a gap.
    """
    entries = in_order_of_arrival(parsed.entries)
    if not entries:
        return Sifted((), None, primes=False, gap=False)
    hashes = [hash_of(entry.key) for entry in entries]
    window = tuple(one[:WINDOW_HASH] for one in hashes[-WINDOW:])
    primes = feed.primed_at is None
    gap = not primes and bool(feed.window) and {one[:WINDOW_HASH] for one in hashes}.isdisjoint(feed.window)
    late = gap and len(feed.window) > ROLLS_ALWAYS
    links = Counter(canonical(entry.url) for entry in entries if entry.url)
    news = []
    for entry, key_hash in zip(entries, hashes, strict=True):
        content = entry_hash(entry)
        if known.get(key_hash) == content:
            continue
        news.append(
            News(
                entry,
                key_hash,
                content,
                identity=_identity(entry, links),
                known=key_hash in known,
                alertable=not primes and (not late or _is_news(entry, at)),
                late=late,
            )
        )
    return Sifted(tuple(news), window, primes=primes, gap=gap)


def in_order_of_arrival(entries: Sequence[Entry]) -> list[Entry]:
    """Return a feed's entries oldest first: by their dates where all have one, else the last one first."""
    reversed_ = list(reversed(entries))
    dates = [entry.published for entry in reversed_ if entry.published]
    if len(dates) < len(reversed_):
        return reversed_
    return [entry for _, entry in sorted(zip(dates, reversed_, strict=True), key=lambda pair: pair[0])]


def is_short(text: str, language: str | None = None) -> bool:
    """Return whether a feed's text is less than a few sentences."""
    return len(text) < SHORT_TEXT or len(sentences(text[: 4 * SHORT_TEXT], language)) < FEW_SENTENCES


def _identity(entry: Entry, links: Mapping[str, int]) -> str | None:
    """Return the canonical URL of an entry if it names this article and no other of the feed."""
    if not entry.url:
        return None
    found = canonical(entry.url)
    if links[found] > 1:  # all entries lead to one page: a live blog, or the site itself
        return None
    parts = urlsplit(found)
    return found if parts.netloc and (parts.path.strip("/") or parts.query) else None


def _is_news(entry: Entry, at: datetime) -> bool:
    moment = entry.published or entry.updated
    return moment is None or at - moment <= STILL_NEWS
