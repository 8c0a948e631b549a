"""What Salient says in a channel, before it looks like anything: the chat room makes messages of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.article import Quote
from bot.domain.delivery import Posted
from bot.domain.figure import Conflict
from bot.domain.timeline import Event


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet's article under an alert."""

    article_id: int
    title: str
    outlet: str
    url: str | None
    at: datetime


class Tie(StrEnum):
    """Why an outlet counts as a part of a voice."""

    OWN = "own"  # it belongs to whose voice it is
    WIRE = "wire"  # its article credits that wire service
    COPY = "copy"  # its article is a near copy


@dataclass(frozen=True, slots=True)
class Heard:
    """An outlet's article, and what ties it to a voice."""

    source: Source
    tie: Tie


@dataclass(frozen=True, slots=True)
class Voice:
    """Outlets that do not report independently of each other; `name` is whose voice it is."""

    name: str
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Who tells a story: outlets by the voices that are independent of each other, as far as is known."""

    voices: tuple[Voice, ...] = ()

    @property
    def independent(self) -> int:
        """How many tell it independently, at most."""
        return len(self.voices)

    @property
    def outlets(self) -> int:
        """How many outlets tell it."""
        return sum(len(voice.heard) for voice in self.voices)


@dataclass(frozen=True, slots=True)
class MatchedBy:
    """A watchlist that matched the story, and the stored words that did it."""

    watchlist_id: int
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A sentence in a language model's words; `cites` are places in `Alert.summary`, from 0."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """One story as one channel (or member) sees it.

    `headline` stands word for word as the title of `sources[0]`; `sources` is newest last, one an
    outlet's article, without what was withdrawn unless all was; `muted_by` is the member who muted the story
    for the channel; `figures` are the subjects on which outlets or speakers differ.
    """

    story_id: int
    headline: str
    url: str | None
    summary: tuple[Quote, ...]
    sources: tuple[Source, ...]
    watchlists: tuple[MatchedBy, ...]
    first_seen: datetime
    updated: datetime
    image_url: str | None = None
    muted_by: int | None = None
    figures: tuple[Conflict, ...] = ()
    corroboration: Corroboration = field(default_factory=Corroboration)
    rewritten: tuple[Rewritten, ...] = ()  # the summary in a language model's words, where one is named
    changes: tuple[Event, ...] = ()  # of its articles' headlines and figures, corrections, withdrawals
    withdrawn: tuple[Source, ...] = ()  # articles that their outlets took back, in order of arrival

    @property
    def all_withdrawn(self) -> bool:
        """Whether the story stands on withdrawn articles alone: `sources` are then some of these."""
        gone = {one.article_id for one in self.withdrawn}
        return bool(gone) and all(one.article_id in gone for one in self.sources)


class Why(StrEnum):
    """Why a story is told again."""

    OUTLETS = "outlets"
    FIGURES = "figures"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DEVELOPMENT = "development"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class Update:
    """What is new in a told story, in a few words: a reply to its alert, or to who follows it (`direct`)."""

    story_id: int
    headline: str
    url: str | None
    why: Why
    corroboration: Corroboration
    figures: tuple[Conflict, ...] = ()
    changes: tuple[Event, ...] = ()
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened to a story's articles, the oldest first, in the thread under its alert."""

    story_id: int
    headline: str
    events: tuple[Event, ...]


class DigestReason(StrEnum):
    """Why stories come as lines of one message instead of alerts."""

    BUDGET = "budget"
    OUTAGE = "outage"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One story in a digest."""

    story_id: int
    headline: str
    outlet: str
    url: str | None
    at: datetime
    outlets: int
    watchlists: tuple[str, ...]
    withdrawn: bool = False  # no article of it stands any more


@dataclass(frozen=True, slots=True)
class Digest:
    """Many stories in one message, oldest first."""

    reason: DigestReason
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the guild's admins must hear, in plain words; `<#id>` and `<@id>` are shown as mentions.

    `leads_to` is a message that it points to.
    """

    title: str
    text: str
    leads_to: Posted | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """What `/channel test` posts."""

    asked_by: int


Message = Alert | Update | Timeline | Digest | Notice | Sample


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who a first post pings; an edit pings nobody."""

    roles: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
