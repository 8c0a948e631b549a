"""Feeds and what is read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Failure(StrEnum):
    """Why a feed could not be read; shown to members in words by the cards."""

    TIMEOUT = "timeout"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"  # no certificate, or no agreement on encryption
    CERTIFICATE_EXPIRED = "certificate expired"
    CERTIFICATE_UNTRUSTED = "certificate not trusted"  # self-signed, or of an authority that nobody knows
    CERTIFICATE_OF_ANOTHER = "certificate of another"  # it names other hosts than the one asked for
    REFUSED_ADDRESS = "refused address"
    BAD_URL = "bad url"
    TOO_LARGE = "too large"
    REDIRECTS = "redirects"
    BLOCKED = "blocked"  # 401, 403
    BOT_WALL = "bot wall"  # Cloudflare's, or another's: the site itself was not asked
    GONE = "gone"  # 404, 410
    MOVED = "moved"  # redirects lead to a page that is no feed
    RATE_LIMITED = "rate limited"  # 429, 503 with Retry-After
    SERVER = "server error"
    NOT_A_FEED = "not a feed"
    TOO_COSTLY = "too costly to parse"


class Identifier(StrEnum):
    """What names the entries of a feed from poll to poll."""

    GUID = "guid"  # what the feed gives for it, or the link where it gives nothing
    LINK = "link"
    TITLE = "title"  # and the day


class Entry(NamedTuple):  # quicker made, and sent from a worker, than a frozen dataclass
    """One item as a feed gives it. Times are aware UTC; texts are plain, entities and tags undone."""

    key: str  # the feed's own identifier of the entry: guid, id, or the link
    url: str | None
    title: str
    author: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    content: str = ""  # the longest text that the feed gives; paragraphs end in a newline
    language: str | None = None  # BCP 47 primary subtag, lower case
    image_url: str | None = None
    stated: datetime | None = None  # as the feed gives it, where `published` can't be that


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry as it was when it was last stored, with the hashes of what it may be known by."""

    id: int
    article_id: int
    revision_id: int
    key_hash: str
    link_hash: str | None
    title_hash: str | None
    content_hash: str
    title: str
    moment: str | None  # the time that the feed gave (ISO 8601)
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class Asks:
    """When a feed asks not to be read (RSS 2.0: `ttl`, `skipHours`, `skipDays`), in UTC, and how to read it.

    `zone` is the one that most of its dates named when any did last, in seconds ahead of UTC.
    """

    ttl: float | None = None  # seconds that an answer may be kept
    skip_hours: tuple[int, ...] = ()  # 0 to 23
    skip_days: tuple[int, ...] = ()  # 0 is Monday
    zone: int | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a feed published lately: entries by hour of day (24 counts, UTC) within the last *days*."""

    by_hour: tuple[int, ...]
    days: float


class ParsedFeed(NamedTuple):
    """A feed document: what it says of itself, and its entries in the order given."""

    title: str
    link: str | None
    language: str | None
    entries: tuple[Entry, ...]
    kind: str = ""  # "rss20", "atom10", "rss10", "json11", ... as feedparser names versions
    asks: Asks = Asks()
    zone: int | None = None  # that most of its dates name, in seconds ahead of UTC
    is_zoneless: bool = False  # it has dates, and none of them names a zone: they were read as UTC
    next_page: str | None = None  # where the feed's earlier entries are (RFC 5005, JSON Feed's `next_url`)


@dataclass(frozen=True, slots=True)
class Feed:
    """A stored feed and the state of its polling. `shown_url` has no credentials in it."""

    id: int
    url: str
    shown_url: str
    title: str
    outlet: str
    site_url: str | None
    language: str | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    next_check_at: datetime
    last_checked_at: datetime | None
    last_success_at: datetime | None
    primed_at: datetime | None
    failures: int
    failing_since: datetime | None
    failure: Failure | None
    failure_detail: str | None
    window: tuple[str, ...] = field(default=())  # short hashes of the last parse's entry keys
    possible_gaps: int = 0
    identifier: Identifier = Identifier.GUID
    rewrites: int = 0  # polls in a row that changed all that it shows
    lease_token: int = 0  # fencing: a commit with an older token is refused
    rhythm: Rhythm | None = None
    rhythm_at: datetime | None = None  # when it was last counted from what is stored
    asks: Asks = Asks()
    gap_at: datetime | None = None  # when its window last rolled over
    possibly_lost: int = 0  # articles that may have left it unseen
    moving_to: str | None = None  # where permanent redirects lead, seen on `moving_seen` polls in a row
    moving_seen: int = 0
    replacement_url: str | None = None  # of a failing feed: what its site names instead
    shown_hash: str | None = None  # of all that the last parse said, once all of it was stored
    host: str = ""  # that it waits for: where it was found last, redirects followed
    urgent: bool = False  # some guild wants it as soon as can be; known of a claimed feed
    whole_pages: bool = False  # some guild wants each article's page read; known of a claimed feed

    @property
    def is_doubtful(self) -> bool:
        """Whether its next poll may well hang: its last one failed, or it was never read."""
        return self.failures > 0 or self.last_success_at is None


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed as one guild sees it."""

    feed: Feed
    guild_id: int
    followed_at: datetime
    followed_by: int
    active_since: datetime | None  # None while paused
    articles_a_day: float
    urgent: bool = False
    whole_pages: bool = False  # each article's page is read, however much the feed gives
    folder: tuple[str, ...] = ()  # in the list that it came with, the outermost first


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a site's page names."""

    url: str
    title: str
    kind: str
