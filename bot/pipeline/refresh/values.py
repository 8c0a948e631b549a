"""What readers hand to the keeper, what the keeper answers, and how patient both are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from bot.domain.feed import Failure, Feed, ParsedFeed
from bot.pipeline.alerting import EDITED
from bot.pipeline.extract import Page
from bot.pipeline.feeds.absent import Absence
from bot.pipeline.feeds.rhythm import Bounds
from bot.pipeline.feeds.sift import Sifted
from bot.pipeline.refresh.catching_up import Caught

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """How the conductor behaves. Bare numbers are in seconds."""

    check_min: float = 60.0
    check_max: float = 3600.0
    per_host: int = 4  # feeds of one host claimed at once: twice the fetcher's connections to it
    in_flight: int = 500  # feeds claimed at once; the fetcher bounds the connections, most just wait
    doubtful: int = 32  # of them, such as failed last time or are new: half of the fetcher's places
    pages_in_flight: int = 16
    page_wait: float = 5.0  # an alert waits this long for its article's page (DESIGN, issue of the feeds)
    page_bytes: int = 5 * MIB
    page_attempts: int = 3
    page_retry: float = 300.0  # before the second attempt; three times as long before each further one
    page_patience: timedelta = timedelta(days=2)  # with a site that asks for rest after rest
    lease: timedelta = timedelta(minutes=3)  # of a claimed feed; renewed while it is under way
    renew_every: float = 45.0
    chunk: int = 100  # articles in one transaction: 3,500 a second (DESIGN 8), and the writer is soon free
    gathering: float = 0.1  # polls that bring nothing wait so long for others, to share a transaction
    alerts_edited: timedelta = EDITED  # what comes later is told in a new message
    window: timedelta = timedelta(hours=48)  # articles that new ones are clustered with

    @property
    def bounds(self) -> Bounds:
        """How often a feed may and must be checked."""
        return Bounds(self.check_min, self.check_max)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A poll that found nothing new: 304, the very body of last time, or another that says the same."""

    feed: Feed
    at: datetime
    etag: str | None
    last_modified: str | None
    fresh_for: float = 0.0  # seconds that the answer says it stays true
    moved_to: str | None = None  # where permanent redirects alone led
    host: str = ""  # that answered
    body_hash: str | None = None  # of a body that is another than last time's


@dataclass(frozen=True, slots=True)
class Reading:
    """A poll that found a feed: what it says, what of it is new, and the pages that came in time.

    `pages` holds, by key hash, the page of a short entry, which may have an obstacle for its
    text; a short entry that is missing there still waits for its page.
    """

    feed: Feed
    at: datetime
    etag: str | None
    last_modified: str | None
    body_hash: str
    shown_hash: str
    parsed: ParsedFeed
    sifted: Sifted
    pages: Mapping[str, Page] = field(default_factory=dict)
    fresh_for: float = 0.0
    moved_to: str | None = None
    host: str = ""  # that answered
    caught: Caught | None = None  # what was found beyond a window that rolled over
    past: Sequence[str] = ()  # headlines stored before, where it shows few: its language is told by all


@dataclass(frozen=True, slots=True)
class Failed:
    """A poll that found no feed."""

    feed: Feed
    at: datetime
    kind: Failure
    detail: str
    retry_after: float | None  # seconds
    replacement: str | None = None  # what its site names instead, where that was looked for
    then: str = ""  # the end of `detail`: what Salient does about it by itself


@dataclass(frozen=True, slots=True)
class PageRead:
    """An attempt to read the page of a stored article; it may have an obstacle for its text.

    `failed` says that trying again may help, not before `retry_after` seconds where the site said so. Not
    `asked`: the site rested, and the attempt does not count.
    """

    article_id: int
    attempts: int  # before this one
    at: datetime
    page: Page
    failed: bool = False
    retry_after: float | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class AbsenceSeen:
    """A look at the page of an entry that left its feed early, and at another page of that feed.

    True: it is gone; False: it is there; None: no clear answer.
    """

    absence: Absence
    at: datetime
    page_gone: bool | None
    neighbour_gone: bool | None


Arrival = Unchanged | Reading | Failed | PageRead | AbsenceSeen


@dataclass(slots=True)
class Counts:
    """What a round of polling came to."""

    feeds: int = 0
    unchanged: int = 0
    failed: int = 0
    articles: int = 0
    revisions: int = 0
    matches: int = 0
    wanted: int = 0  # alerts, digests and developments newly wanted
    pages: int = 0

    def add(self, other: Counts) -> None:
        """Add *other* to these."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
