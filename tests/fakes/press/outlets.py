"""Outlets of a made-up press: what each publishes in a day, how its feed names it, and what befalls it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from tests.fakes.words import invented

HOUR = timedelta(hours=1)
CATALOGUE = timedelta(days=4)  # published before the day began
WATCHED = "Kursk"  # a word of the articles that a watchlist asks for

_SMALL = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "for",
    "on",
    "with",
    "at",
    "by",
    "from",
    "that",
    "after",
    "over",
)
_VOCABULARY = invented("press", 1500)


class Fault(StrEnum):
    """What befalls a feed for a while, or from a moment on (the latter ones)."""

    TIMEOUT = "time-out"
    RESET = "reset"
    NO_HOST = "no such host"
    CUT = "cut in mid-body"
    TRUNCATED = "truncated XML"
    SERVER = "500"
    BUSY = "503 with Retry-After"
    LIMITED = "429 with Retry-After"
    CHARSET = "wrong charset"
    REDIRECT = "302"
    GONE = "410"
    LYING_304 = "304 although changed"
    SAME_ETAG = "one ETag for all"
    BAD_GZIP = "broken gzip"
    NO_FEED = "a page for a feed"
    EMPTY = "no entries"
    STALE = "an old copy"
    SESSIONS = "links with sessions"
    ANY_GUID = "a guid for each answer"
    BURST = "rollover"
    GUIDS = "guids made anew"
    MOVED = "301 for good"
    REDATED = "dates changed"
    EDITED = "texts edited"
    RETITLED = "titles changed"
    RELINKED = "links elsewhere"


class Habit(StrEnum):
    """How a feed is written, always."""

    SHARED_GUID = "one guid for all"
    NO_GUID = "no guids"
    NO_DATES = "no dates"
    NO_LINKS = "no links"
    PINNED = "a pinned entry"
    SERIES = "one title each day"
    SHORT = "one sentence"
    PLAIN = "plain"


@dataclass(frozen=True)
class Item:
    """An article as its outlet wrote it; `token` stands in its text, and in no other."""

    token: str
    title: str
    text: str
    published: datetime
    section: int

    @property
    def path(self) -> str:
        return f"/news/{self.published:%Y/%m}/{self.token.lower()}.html"


@dataclass(frozen=True)
class Span:
    """From when to when a fault holds."""

    fault: Fault
    start: datetime
    end: datetime


@dataclass
class PressFeed:
    """A feed of an outlet: all of it, or one section."""

    host: str
    path: str
    section: int | None
    window: int
    kind: str  # rss, atom or json
    habits: frozenset[Habit]
    items: list[Item]  # the oldest first
    spans: list[Span] = field(default_factory=list)
    russian: bool = False

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.path}"

    def suffers(self, fault: Fault, at: datetime) -> bool:
        """Return whether a fault holds now."""
        return any(one.fault is fault and one.start <= at < one.end for one in self.spans)

    def since(self, fault: Fault, at: datetime) -> datetime | None:
        """Return when a fault last began by now, whether or not it has ended."""
        return max((one.start for one in self.spans if one.fault is fault and one.start <= at), default=None)

    def shows(self, at: datetime) -> list[Item]:
        """Return what the feed shows, the newest first; a pinned entry on top."""
        for one in self.spans:
            if one.fault is Fault.STALE and one.start <= at < one.end:
                at = one.start
        shown = [one for one in self.items if one.published <= at][-self.window :][::-1]
        if Habit.PINNED in self.habits and self.items[0] not in shown:
            shown = [self.items[0], *shown[: self.window - 1]]
        return shown


# What a day brings to a feed: for some time of it, or from then on.
LASTING = [Fault.GUIDS, Fault.MOVED, Fault.REDATED, Fault.EDITED, Fault.RETITLED, Fault.RELINKED]
PASSING = [one for one in Fault if one not in {Fault.BURST, *LASTING}]


def press(count: int, *, start: datetime, lasts: timedelta, seed: int = 1) -> list[PressFeed]:
    """Return so many feeds with all that they will publish, and all that befalls them, from *start* on.

    Each fault and each habit comes in turn, so that few feeds are enough to meet all.
    """
    found: list[PressFeed] = []
    number = 0
    while len(found) < count:
        found += _outlet(number, Random(f"{seed}:{number}"), start, lasts)
        number += 1
    return found[:count]


def _outlet(number: int, random: Random, start: datetime, lasts: timedelta) -> Iterator[PressFeed]:
    host = f"outlet{number}.example.com"
    russian = number % 5 == 4
    habit = list(Habit)[number % len(Habit)]
    other = list(Habit)[
        (number // len(Habit) + number) % len(Habit)
    ]  # in turn each with each, the same first
    habits = _together(habit, other)
    burst = number % 3 == 0
    spans = list(_spans(number, random, start, lasts))
    bursts = [start + lasts * random.uniform(0.2, 0.8)] if burst else []
    spans += [Span(Fault.BURST, one, one + HOUR) for one in bursts]
    items = list(_items(number, random, start, lasts, bursts, habits, russian=russian))
    window = random.choice([10, 15, 20, 30])
    kind = "rss" if russian else random.choice(["rss", "rss", "rss", "atom", "json"])
    yield PressFeed(host, "/feed", None, window, kind, habits, items, spans, russian)
    if number % 4 == 1 and habits.isdisjoint({Habit.SHARED_GUID, Habit.NO_DATES, Habit.NO_LINKS}):
        section = [one for one in items if one.section == 0]
        yield PressFeed(host, "/world/feed", 0, window, "rss", habits, section, [], russian)


def _together(one: Habit, other: Habit) -> frozenset[Habit]:
    """Return both habits, or the first where nobody could tell the entries of a feed with both."""
    nameless = {Habit.SHARED_GUID, Habit.NO_GUID, Habit.NO_DATES, Habit.NO_LINKS, Habit.SERIES}
    return frozenset({one}) if {one, other} <= nameless else frozenset({one, other})


def _spans(number: int, random: Random, start: datetime, lasts: timedelta) -> Iterator[Span]:
    for turn in range(2):
        fault = PASSING[(2 * number + turn) % len(PASSING)]
        begins = start + lasts * random.uniform(0.1, 0.4) + turn * lasts * 0.45
        yield Span(fault, begins, begins + min(HOUR * random.uniform(0.3, 3), lasts * 0.2))
    begins = start + lasts * random.uniform(0.3, 0.9)
    yield Span(LASTING[number % len(LASTING)], begins, start + lasts + HOUR)


def _items(
    number: int,
    random: Random,
    start: datetime,
    lasts: timedelta,
    bursts: list[datetime],
    habits: frozenset[Habit],
    *,
    russian: bool,
) -> Iterator[Item]:
    a_day = min(max(random.lognormvariate(math.log(24), 0.8), 4), 150)
    wakes = random.randrange(24)
    moments: list[datetime] = []
    at = start - CATALOGUE
    while at < start + lasts:
        hourly = a_day / 24 * (1 + 0.9 * math.cos((at.hour - wakes) / 24 * math.tau))
        at += HOUR * random.expovariate(max(hourly, 0.05))
        moments.append(at)
    for burst in bursts:
        moments += [burst + HOUR * random.random() for _ in range(60)]
    for place, moment in enumerate(sorted(moments)):
        token = f"LQ{number:04d}Q{place:05d}K"
        yield _item(token, random, moment.replace(microsecond=0), habits, russian=russian)


def _item(token: str, random: Random, moment: datetime, habits: frozenset[Habit], *, russian: bool) -> Item:
    title = " ".join(_words(random, random.randint(5, 9))).capitalize()
    if Habit.SERIES in habits and random.random() < 0.2:
        title = f"Weather for the islands on {moment:%A}" if random.random() < 0.5 else "The morning in brief"
    watched = random.random() < 0.15
    sentences = [" ".join(_words(random, 16)).capitalize() for _ in range(7)]
    if watched:
        sentences[1] = f"Troops near {WATCHED} {sentences[1].lower()}"
    if russian:
        sentences[2] = f"Об этом сообщила пресс-служба {sentences[2].lower()}"
    text = ". ".join([f"{sentences[0]} in the matter {token}", *sentences[1:]]) + "."
    if Habit.SHORT in habits:
        text = f"{sentences[0]} in the matter {token}{f' near {WATCHED}' if watched else ''}."
    return Item(token, title, text, moment, section=random.randrange(3))


def _words(random: Random, number: int) -> Iterator[str]:
    for place in range(number):
        small = place % 3 == 1
        yield (random.choice(_SMALL) if small else _VOCABULARY[int(len(_VOCABULARY) * random.random() ** 2)])
