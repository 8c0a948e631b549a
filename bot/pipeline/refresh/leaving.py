"""Entries that leave their feed early: noted, looked after, and told where that is a withdrawal."""

from __future__ import annotations

from bot.pipeline.feeds.absent import FIRST_LOOK, WATCHED, judged
from bot.pipeline.refresh.values import AbsenceSeen, Reading
from bot.storage import Connection, absences, deliveries


async def after(connection: Connection, poll: Reading) -> None:
    """Note which entries left the feed early, and which came back."""
    sifted, feed = poll.sifted, poll.feed
    for story_id in await absences.came_back(connection, feed.id, sifted.shown) if sifted.shown else ():
        await _tell_again(connection, story_id)
    if sifted.absent:
        await absences.note(
            connection,
            feed.id,
            sifted.absent,
            stored_since=poll.at - WATCHED,
            now=poll.at,
            due_at=poll.at + FIRST_LOOK,
        )


async def seen(connection: Connection, look: AbsenceSeen) -> int:
    """Record a look at an absent entry's page; return how many messages say something else now."""
    verdict = judged(look.absence, look.page_gone, look.neighbour_gone, look.at)
    known = await absences.looked(
        connection,
        look.absence.entry_id,
        due_at=verdict.due_at,
        gone=verdict.gone,
        withdrawn_at=look.at if verdict.withdrawn else None,
    )
    return await _tell_again(connection, look.absence.story_id) if known and verdict.withdrawn else 0


async def _tell_again(connection: Connection, story_id: int) -> int:
    """Let a story's messages show what is true now; return how many there are."""
    told = await deliveries.of_story(connection, story_id)
    lines = {one.digest_id for one in told if one.digest_id is not None}
    await deliveries.bump(connection, {*(one.id for one in told), *lines})
    return len(told)
