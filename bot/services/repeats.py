"""Lines that a feed repeats: which are left out of its texts, and which an admin wants there all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.feed import Feed
from bot.domain.guild import Viewer
from bot.errors import MemberError, NotFound
from bot.pipeline.boilerplate import WINDOW, key_of
from bot.services.checks import cut, one_line, require_admin
from bot.services.feeds import FeedService
from bot.storage import Connection, Database, guilds, in_sight, kept
from bot.storage.kept import Kept

KEPT = "kept: "  # before a line that is offered to be left out again
LONGEST_SAID = 100  # characters of what was typed, in a message about it


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is left out of so many of a feed's newest articles."""

    key: str
    line: str
    articles: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """What is left out of a feed's `articles` newest, most frequent first, and what the guild ever kept."""

    feed: Feed
    articles: int
    left_out: tuple[LeftOut, ...]
    kept: tuple[Kept, ...]  # the newest first


class RepeatsService:
    """Shows what a feed repeats, and lets admins keep a line in its texts."""

    def __init__(self, database: Database, feeds: FeedService, clock: Clock) -> None:
        self._database = database
        self._feeds = feeds
        self._clock = clock

    async def of(self, viewer: Viewer, name: str) -> Repeats:
        """Return what a feed repeats, as the viewer's guild sees it. Raises NotFound."""
        feed = (await self._feeds.named(viewer, name)).feed
        async with self._database.read() as connection:
            return await _repeats(connection, viewer, feed)

    async def offered(self, viewer: Viewer, name: str, typed: str) -> list[tuple[str, str]]:
        """Return (shown, key) of the lines of a feed that hold what was typed: left out ones, then kept ones.

        None where the guild follows no feed of that name.
        """
        try:
            found = await self.of(viewer, name)
        except MemberError:  # not chosen yet
            return []
        lines = [(one.line, one.key) for one in found.left_out]
        lines += [(f"{KEPT}{one.line}", one.key) for one in found.kept if one.undone_at is None]
        return [(line, key) for line, key in lines if one_line(typed).casefold() in line.casefold()]

    async def turn(self, viewer: Viewer, name: str, line: str) -> tuple[Kept, Repeats]:
        """Keep a line that is left out, or a kept one no more; return it and what the feed repeats now.

        *line* is its key or its words. Raises NotAllowed and NotFound.
        """
        require_admin(viewer, "say which lines of a feed are left out")
        feed = (await self._feeds.named(viewer, name)).feed
        wanted, now = one_line(line), self._clock.now()
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            found = await _repeats(connection, viewer, feed)
            at = {"guild_id": viewer.guild_id, "feed_id": feed.id, "by": viewer.member_id}
            held = [one for one in found.kept if one.undone_at is None and _is(wanted, one)]
            hidden = [one for one in found.left_out if _is(wanted, one)]
            if held:
                await kept.undo(connection, held[0].key, now=now, **at)
            elif hidden:
                await kept.add(connection, hidden[0].line, hidden[0].key, now=now, **at)
            else:
                said = cut(wanted, LONGEST_SAID)
                raise NotFound(
                    f"No line like “{said}” is left out of what {feed.title} wrote lately. Choose one while "
                    "you type: only lines of its newest articles are offered."
                )
            found = await _repeats(connection, viewer, feed)
        return found.kept[0] if not held else held[0], found


async def _repeats(connection: Connection, viewer: Viewer, feed: Feed) -> Repeats:
    shown = await in_sight.of_feed(connection, feed.id, guild_id=viewer.guild_id, limit=WINDOW)
    said = await kept.of_guild(connection, viewer.guild_id, feed.id)
    held = {one.key for one in said if one.undone_at is None}
    return Repeats(feed, len(shown), _left_out(shown, held), tuple(said))


def _left_out(shown: Sequence[Article], held: Collection[str]) -> tuple[LeftOut, ...]:
    lines: dict[str, str] = {}
    count: Counter[str] = Counter()
    for one in shown:
        keys = {key_of(line, one.title): line for line in one.left_out}
        count.update(keys.keys())
        lines = keys | lines
    return tuple(LeftOut(key, lines[key], number) for key, number in count.most_common() if key not in held)


def _is(wanted: str, one: LeftOut | Kept) -> bool:
    return wanted == one.key or wanted.casefold() == one_line(one.line).casefold()
