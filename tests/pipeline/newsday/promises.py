"""What must hold when a day is over and all is well again: each broken promise is a line of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

from sqlalchemy import select

from bot.domain.alert import Alert, Notice, Timeline, Update
from bot.domain.delivery import AFTER, Delivery, Kind, State
from bot.domain.guild import Viewer
from bot.lookups import StoryLookup
from bot.pipeline.deliver.content import ALERTING
from bot.storage import Connection, in_sight, matches, stories
from bot.storage.tables import delivery, story
from tests.pipeline.newsday.readers import GUILD_OF, OURS, THEIRS, Posted
from tests.pipeline.newsday.world import OUTLETS, Day, of


async def broken(day: Day) -> list[str]:
    """Return what readers complained of, and what is not as it should be in the end."""
    found = list(day.readers.complaints)
    async with day.database.read() as connection:
        found += await _still_due(connection)
        for channel_id in GUILD_OF:
            found += await _untold(day, connection, channel_id)
            found += await _many_cards(day, connection, channel_id)
            found += await _untrue(day, connection, channel_id)
            found += await _many_replies(day, connection, channel_id)
        for number in await connection.scalars(select(story.c.id)):
            for guild_id in (OURS, THEIRS):
                if await stories.resolve(connection, number, guild_id=guild_id) is None:
                    found.append(f"story {number} leads nowhere")
    for guild_id in (OURS, THEIRS):
        found += [one async for one in _looked_up(day, guild_id)]
    return [*found, *_told_again(day)]


async def _still_due(connection: Connection) -> list[str]:
    due = delivery.c.wanted_revision > delivery.c.sent_revision
    rows = await connection.execute(select(delivery).where(delivery.c.state == State.WANTED.value, due))
    return [f"still due: {row.kind} {row.id} of story {row.story_id}, {row.error}" for row in rows]


async def _untold(day: Day, connection: Connection, channel_id: int) -> list[str]:
    """Promise 1: what alerts is told, or a person wants it untold."""
    guild_id, found = GUILD_OF[channel_id], []
    digests = {one.id: one for one in await of(connection, channel_id, Kind.DIGEST)}
    stands = set[tuple[int | None, str]]()  # an outlet's second article may change nothing in a card
    for one in await of(connection, channel_id, Kind.ALERT):
        holds = digests[one.digest_id] if one.state is State.DIGESTED and one.digest_id else one
        if holds.message_id and holds.state is not State.DISMISSED:
            shows = day.readers.message(holds.message_id).shows
            named = {each.outlet for each in shows.sources} if isinstance(shows, Alert) else OUTLETS
            stands |= {(one.story_id, outlet) for outlet in named}
    seen = {
        one.id: (story_id, one.outlet)
        for story_id, _ in await day.stories_in(guild_id)
        for one in await in_sight.of_story(connection, story_id, guild_id=guild_id)
    }
    for watchlist, match, outcome in await matches.among(connection, seen, guild_id=guild_id):
        one_of = seen[match.article_id]
        told = one_of in stands or match.article_id in day.shown[channel_id] | day.excused[channel_id]
        if watchlist.channel_id == channel_id and outcome in ALERTING and not told:
            found.append(f"article {match.article_id} of story {one_of[0]} is not told in {channel_id}")
    return found


async def _cards(
    day: Day, connection: Connection, channel_id: int
) -> list[tuple[Delivery, Posted, int | None]]:
    """Return the alerts that are kept true, with their message, and where their story lives now."""
    found = []
    for one in await of(connection, channel_id, Kind.ALERT):
        if one.state is State.WANTED and one.message_id and one.story_id:
            lives = await stories.resolve(connection, one.story_id, guild_id=GUILD_OF[channel_id])
            found.append((one, day.readers.message(one.message_id), lives))
    return found


async def _many_cards(day: Day, connection: Connection, channel_id: int) -> list[str]:
    """Promise 2: one alert per story and channel, beside its developments."""
    cards = Counter(
        lives
        for one, posted, lives in await _cards(day, connection, channel_id)
        if isinstance(posted.shows, Alert) and not (one.payload or {}).get(AFTER)
    )
    return [f"story {one} has {count} cards in {channel_id}" for one, count in cards.items() if count > 1]


async def _many_replies(day: Day, connection: Connection, channel_id: int) -> list[str]:
    """Promise 2: three pinging replies a story; each that it was put together of may have had three."""
    updates = await of(connection, channel_id, Kind.UPDATE)
    replies = Counter(one.story_id for one in updates if one.message_id)
    merged = Counter(await connection.scalars(select(story.c.merged_into)))
    return [
        f"{count} replies to story {story_id} in {channel_id}"
        for story_id, count in replies.items()
        if count > 3 * (1 + merged[story_id] + len(day.choices))
    ]


async def _untrue(day: Day, connection: Connection, channel_id: int) -> list[str]:
    """Return which messages that are kept true show something else than what is true."""
    guild_id, found = GUILD_OF[channel_id], []
    for one, posted, lives in await _cards(day, connection, channel_id):
        mutes = await stories.mutes(connection, one.story_id or 0, guild_id=guild_id)
        if posted.deleted or any(each.channel_id == channel_id for each in mutes):
            continue
        if lives != one.story_id:
            if isinstance(posted.shows, Alert):
                found.append(f"{posted} does not say that it went to {lives}")
            continue
        if isinstance(posted.shows, Notice):
            found.append(f"{posted}, though story {lives} is one by itself")
            continue
        found += await _untrue_card(day, connection, posted, lives or 0)
    return found


async def _untrue_card(day: Day, connection: Connection, posted: Posted, story_id: int) -> list[str]:
    shows, guild_id = posted.shows, posted.target.guild_id
    assert isinstance(shows, Alert)
    seen = await in_sight.of_story(connection, story_id, guild_id=guild_id)
    told = {each.outlet for each in seen}
    named = {each.outlet for each in (*shows.sources, *shows.withdrawn)}
    if any((guild_id, outlet) in day.changed for outlet in told ^ named):
        return []  # an article that two feeds show may be named by the other one now
    matched = await matches.among(connection, [each.id for each in seen], guild_id=guild_id)
    if not any(each.channel_id == posted.target.id for each, _, _ in matched):
        return []  # what was posted stands as it was
    found = []
    if named != told:
        found.append(f"{posted} names {named}, not {told}")
    if seen and shows.headline not in {each.title for each in seen}:
        found.append(f"{posted} is headed {shows.headline!r}, which no article says now")
    if posted.title and shows.headline not in posted.title:
        found.append(f"the post of {posted} is called {posted.title!r}, its headline is {shows.headline!r}")
    within = [each.shows for each in day.readers.posted if each.target.id == posted.id and not each.deleted]
    timelines = [each for each in within if isinstance(each, Timeline) and each.headline != shows.headline]
    return found + [f"the thread under {posted} is headed {each.headline!r}" for each in timelines]


async def _looked_up(day: Day, guild_id: int) -> AsyncIterator[str]:
    """Promise 4, and what was said before: all that buttons and /story tell of each story."""
    lookup = StoryLookup(day.database)
    channels = frozenset(one for one, of_guild in GUILD_OF.items() if of_guild == guild_id)
    viewer = Viewer(guild_id, 999, channels)
    for story_id, _ in await day.stories_in(guild_id):
        figures = await lookup.figures(story_id, viewer=viewer)
        timeline = await lookup.timeline(story_id, viewer=viewer)
        for told in (figures, timeline, lookup.sentences(figures.story)):
            if strange := day.strange_to(guild_id, told):
                yield f"{type(told).__name__} of story {story_id} tells {guild_id} of {strange}"
        for one in figures.story.articles:
            said = day.said[one.url or "", one.outlet]
            if (guild_id, one.outlet) in day.changed:
                continue  # what it said while nobody followed it is none of the guild's history
            for title in (each for each in said if each not in str(timeline)):
                yield f"the timeline of story {story_id} does not say that {one.outlet} said {title!r}"


def _told_again(day: Day) -> list[str]:
    """Promise 2: each correction and withdrawal is told once in a place, in a reply or a direct message."""
    told = Counter(
        (one.target.id, change.what.value, change.article_id, change.now)
        for one in day.readers.posted
        if isinstance(one.shows, Update)
        for change in one.shows.changes
    )
    return [f"told {count} times: {what}" for what, count in told.items() if count > 1]
