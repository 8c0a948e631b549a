"""One story with its articles, as the viewer may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.alert import Corroboration, MatchedBy
from bot.domain.article import Article, Quote
from bot.domain.choice import Choice
from bot.domain.delivery import Kind, State, TargetKind
from bot.domain.figure import Claim, Conflict, Figure
from bot.domain.guild import Viewer
from bot.domain.timeline import Event
from bot.errors import NotFound
from bot.pipeline import compose
from bot.pipeline.figures import claims, conflicts
from bot.pipeline.ledger import Ledger
from bot.pipeline.outlets.corroborate import corroborate
from bot.pipeline.outlets.owners import Owners
from bot.pipeline.summarise.heading import headline
from bot.pipeline.timeline import Shown, timeline
from bot.pipeline.withdrawn import standing, withdrawn
from bot.storage import Connection, Database, choices, deliveries, in_sight, matches, past, stories


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a story was told, or is to be: a channel in the viewer's sight."""

    channel_id: int
    state: State
    message_id: int | None
    at: datetime | None
    post: int | None = None  # in a forum, the post that holds the message


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story: its articles in order of arrival, each in the revision that the guild sees."""

    id: int
    head_id: int  # the article that gives the headline
    headline: str
    articles: tuple[Article, ...]
    watchlists: tuple[MatchedBy, ...]
    delivered: tuple[Delivered, ...]
    corroboration: Corroboration = field(default_factory=Corroboration)
    choices: tuple[Choice, ...] = ()  # what members of the guild said of it, the oldest first
    withdrawn: frozenset[int] = frozenset()  # ids of the articles that their outlets took back

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it, in order of arrival."""
        return tuple(dict.fromkeys(one.outlet for one in self.articles))

    @property
    def standing(self) -> list[Article]:
        """The articles that are not withdrawn; all where all are."""
        return standing(self.articles, self.withdrawn)


@dataclass(frozen=True, slots=True)
class Counted:
    """A subject, and what is said of it, from low to high; `differ` where that can't all be true."""

    subject: str
    claims: tuple[Claim, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class StoryFigures:
    """What a story's articles count: the subjects on which they differ first."""

    story: StoryView
    conflicts: tuple[Conflict, ...]
    subjects: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class StoryTimeline:
    """What happened to a story's articles, the oldest first."""

    story: StoryView
    events: tuple[Event, ...]


class StoryLookup:
    """Looks stories up."""

    def __init__(
        self,
        database: Database,
        owners: Owners | None = None,
        *,
        rewritten: compose.Summarise | None = None,
    ) -> None:
        """Make a lookup; where alerts are *rewritten*, it is what chooses the sentences that they rest on."""
        self._database = database
        self._owners = owners or Owners(())
        self._ledger = Ledger()
        self._rewritten = rewritten

    async def story(self, story_id: int, *, viewer: Viewer) -> StoryView:
        """Return a story; an old id redirects. Raises NotFound where the viewer sees none of its articles."""
        async with self._database.read() as connection:
            found = await look(connection, story_id, viewer)
        return replace(found, corroboration=corroborate(found.standing, self._owners))

    async def figures(self, story_id: int, *, viewer: Viewer) -> StoryFigures:
        """Return a story with what its standing articles count. Raises NotFound as `story` does."""
        story = await self.story(story_id, viewer=viewer)
        told = await self._ledger.figures(story.standing)
        differing = conflicts(told)
        return StoryFigures(story, differing, _subjects(told, differing))

    def sentences(self, story: StoryView) -> tuple[Quote, ...]:
        """Return the sentences that a rewritten summary of *story* rests on; none where none is rewritten."""
        if self._rewritten is None:
            return ()
        return self._rewritten(compose.head_first(story.standing, story.head_id))

    async def timeline(self, story_id: int, *, viewer: Viewer) -> StoryTimeline:
        """Return a story with what happened to its articles. Raises NotFound as `story` does."""
        story = await self.story(story_id, viewer=viewer)
        async with self._database.read() as connection:
            showings = await past.of_story(connection, story.id, guild_id=viewer.guild_id)
        return StoryTimeline(story, await self._ledger.timeline(showings))


def _subjects(told: Sequence[Figure], differing: Sequence[Conflict]) -> tuple[Counted, ...]:
    """Return every subject with all that was said of it, the newest word of a subject deciding the order."""
    by_subject: dict[tuple[str, str | None], list[Figure]] = defaultdict(list)
    for one in told:
        by_subject[one.subject, one.unit].append(one)
    open_ones = {(one.subject, one.claims[0].figures[0].unit) for one in differing}
    ordered = sorted(
        by_subject.items(),
        key=lambda each: (each[0] in open_ones, max(figure.at for figure in each[1])),
        reverse=True,
    )
    return tuple(Counted(what[0], claims(of), what in open_ones) for what, of in ordered)


async def look(connection: Connection, story_id: int, viewer: Viewer) -> StoryView:
    """Return a story as *viewer* may see it. Raises NotFound."""
    now_id = await stories.resolve(connection, story_id, guild_id=viewer.guild_id)
    found = (
        await in_sight.of_story(connection, now_id, guild_id=viewer.guild_id) if now_id is not None else []
    )
    if now_id is None or not found:
        raise NotFound(f"There is no story {story_id} here. /search finds stories by words.")
    matched = [
        (one, match)
        for one, match, _ in await matches.among(
            connection, [one.id for one in found], guild_id=viewer.guild_id
        )
        if one.channel_id in viewer.channels
    ]
    told = tuple(
        Delivered(one.target.id, one.state, one.message_id, one.sent_at, one.post)
        for one in await deliveries.of_story(connection, now_id, guild_id=viewer.guild_id)
        if one.kind is Kind.ALERT
        and one.target.kind is TargetKind.CHANNEL
        and one.target.id in viewer.channels
    )
    seen = {one.id: one for one in found}
    gone = withdrawn(found, await _changes(connection, now_id, viewer.guild_id))
    head = compose.head_of(standing(found, gone), (match.article_id for _, match in matched))
    return StoryView(
        id=now_id,
        head_id=head.id,
        headline=headline(head),
        articles=tuple(found),
        watchlists=compose.matched_by(matched, seen),
        delivered=told,
        choices=tuple(await choices.of_story(connection, now_id, guild_id=viewer.guild_id)),
        withdrawn=gone,
    )


async def _changes(connection: Connection, story_id: int, guild_id: int) -> tuple[Event, ...]:
    """Return what happened to a story's articles since they came, figures aside."""
    showings = await past.of_story(connection, story_id, guild_id=guild_id, changed=True)
    return timeline(
        [Shown(one.article, (), one.since, one.origin, one.withdrawn_at) for one in entry]
        for entry in showings
    )
