"""New or changed? What a parsed feed brings beyond what is stored of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.feed import Entry, Feed, Identifier, KnownEntry, ParsedFeed
from bot.pipeline.feeds.absent import left_early
from bot.pipeline.feeds.identity import Names, article_url, names_of, recognise
from bot.pipeline.feeds.rolling import WINDOW_HASH, rolled_over, window_of
from bot.text.sentences import sentences

# After a gap, what was published within this time is still told; what is older is only stored (DESIGN 3).
STILL_NEWS = timedelta(hours=24)

# A feed that changed this share of the entries known, in more polls in a row than these, rewrites itself at
# each poll: with the number of readers, or the time since. Then a change is stored if the last one is so old.
REWRITTEN = 0.8
FEWEST_REWRITTEN = 3  # entries; of fewer, all may well have been edited
NOISY_AFTER = 3  # polls
NOISE_REST = timedelta(hours=6)

# A feed that shows one entry at a time rolls over with every article: that is no sign of lateness.
ROLLS_ALWAYS = 1

# A feed's text below either says too little to be matched and summarised by: the page is read as well. So is
# that of a longer one which breaks off ("[…]", "... Read more").
SHORT_TEXT = 400  # characters
FEW_SENTENCES = 3
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.)[\])]?(?:\s+\w+){0,3}\W{0,3}$")
_ENDING = 80  # characters


@dataclass(frozen=True, slots=True)
class News:
    """An entry that is new, or says something else than before.

    `identity` is the canonical URL by which the article is recognised in other feeds; None where the link
    names no single article. `known` tells a changed entry from a new one. `names` holds the hashes of link
    and title by which the entry is known if its key changes.
    """

    entry: Entry
    key_hash: str
    entry_hash: str
    names: tuple[str | None, str | None]
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
    """What a parse brings: `news` oldest first; `window` None where it must not replace the one before.

    `identifier` names the feed's entries from now on; `rewrites` counts the polls in a row that changed all.
    """

    news: tuple[News, ...]
    window: tuple[str, ...] | None
    primes: bool
    gap: bool
    identifier: Identifier = Identifier.GUID
    rewrites: int = 0
    shown: frozenset[str] = frozenset()  # short hashes of all entries
    absent: tuple[str, ...] = ()  # short hashes of entries that left while older ones stayed


def sift(
    feed: Feed,
    parsed: ParsedFeed,
    stored: Collection[KnownEntry],
    *,
    at: datetime,
    named: Sequence[Names] | None = None,
) -> Sifted:
    """Return what *parsed* brings; *stored* are the entries of the feed that it may show again.

    *named* are the names of the entries of *parsed*, where they are known (`identity.names_of`).

    A feed's first parse with entries primes it: its back catalogue is stored and never alerts. Where the last
    parse's entries are gone from this one, something may have left the feed unseen: a gap. After a gap, or
    when the feed changed what names its entries, what is new may be late, or old under a new name. A parse
    with nothing new (empty, or an old copy from a cache) leaves the window as it was.
    """
    entries = in_order_of_arrival(parsed.entries)
    if not entries:
        return Sifted((), None, primes=False, gap=False, identifier=feed.identifier, rewrites=feed.rewrites)
    by_entry = dict(zip(map(id, parsed.entries), named or names_of(parsed.entries), strict=True))
    names = [by_entry[id(entry)] for entry in entries]
    seen = recognise(entries, names, stored, feed.identifier)
    primes = feed.primed_at is None
    anything_new = any(one is None for one in seen.known)
    window = window_of(seen.keys, seen.known) if anything_new or not feed.window else None
    gap = not primes and anything_new and rolled_over(feed.window, seen.keys)
    late = not primes and (seen.switched or (gap and len(feed.window) > ROLLS_ALWAYS))
    rewrites, kept = _worth_storing(feed, names, seen.known, at)
    news = tuple(
        News(
            entry,
            key,
            name.says,
            (name.link, name.title),
            identity=article_url(entry) if name.link is not None else None,
            known=before is not None,
            alertable=not primes and (not late or _is_news(entry, at)),
            late=late,
        )
        for entry, key, name, before, worth in zip(entries, seen.keys, names, seen.known, kept, strict=True)
        if worth
    )
    shown = frozenset(key[:WINDOW_HASH] for key in seen.keys)
    return Sifted(
        news,
        window,
        primes=primes,
        gap=gap,
        identifier=seen.identifier,
        rewrites=rewrites,
        shown=shown,
        absent=() if primes or late else left_early(feed.window, shown),
    )


def _worth_storing(
    feed: Feed, names: Sequence[Names], known: Sequence[KnownEntry | None], at: datetime
) -> tuple[int, list[bool]]:
    """Return how many polls in a row rewrote the feed, and of each entry whether it is to be stored now."""
    pairs = [(name, one) for name, one in zip(names, known, strict=True) if one is not None]
    changed = sum(name.says != one.content_hash for name, one in pairs)
    retitled = sum(name.title != one.title_hash for name, one in pairs)
    enough = max(FEWEST_REWRITTEN, REWRITTEN * len(pairs))
    rewrites = feed.rewrites + 1 if changed >= enough else 0
    noisy = rewrites > NOISY_AFTER

    def worth(name: Names, one: KnownEntry | None) -> bool:
        if one is None or name.says == one.content_hash:
            return one is None
        corrected = name.title != one.title_hash and retitled < enough
        return not noisy or corrected or at - one.revised_at >= NOISE_REST

    return rewrites, [worth(name, one) for name, one in zip(names, known, strict=True)]


def in_order_of_arrival(entries: Sequence[Entry]) -> list[Entry]:
    """Return a feed's entries oldest first: by their dates where all have one, else the last one first."""
    reversed_ = list(reversed(entries))
    dates = [entry.published for entry in reversed_ if entry.published]
    if len(dates) < len(reversed_):
        return reversed_
    return [entry for _, entry in sorted(zip(dates, reversed_, strict=True), key=lambda pair: pair[0])]


def wants_page(text: str, language: str | None = None, *, whole_pages: bool) -> bool:
    """Return whether an article's page is read: its feed is set so (`Feed.whole_pages`), or gives little."""
    return whole_pages or is_short(text, language)


def is_short(text: str, language: str | None = None) -> bool:
    """Return whether a feed's text is less than a few sentences, or not all of them."""
    return (
        len(text) < SHORT_TEXT
        or _BREAKS_OFF.search(text[-_ENDING:]) is not None
        or len(sentences(text[: 4 * SHORT_TEXT], language)) < FEW_SENTENCES
    )


def _is_news(entry: Entry, at: datetime) -> bool:
    moment = entry.published or entry.updated
    return moment is None or at - moment <= STILL_NEWS
