"""What a member may mean while typing: stored things in the viewer's sight, 25 at most.

Each choice is (what is shown, what the command gets); both have 1 to 100 characters, as Discord wants. What
was typed is compared here and not by the database: SQLite folds the case of ASCII letters only.
"""

from __future__ import annotations

from itertools import islice

from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.lookups.did_you_mean import did_you_mean
from bot.lookups.misspelt import STORIES, words_meant
from bot.query import Query, evaluate, parse, read
from bot.storage import Database, aliases, following, stories, watchlists
from bot.storage.sight import channels_in_sight
from bot.text import Analyser

MOST = 25  # choices: https://docs.discord.com/developers/interactions/receiving-and-responding
LONGEST = 100  # characters

Choice = tuple[str, str]


class Complete:
    """Completes the names of feeds, watchlists, aliases, outlets and stories."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def feeds(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return followed feeds whose title or address holds what was typed; the choice is the feed's id."""
        wanted = _folded(typed)
        async with self._database.read() as connection:
            followed = await following.followed(connection, viewer.guild_id, now=self._clock.now())
        found = [
            (f"{one.feed.title} ({one.feed.shown_url})", str(one.feed.id))
            for one in followed
            if wanted in _folded(one.feed.title) or wanted in _folded(one.feed.shown_url)
        ]
        return _fitting(found)

    async def watchlists(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return watchlists in sight whose name holds what was typed."""
        wanted = _folded(typed)
        async with self._database.read() as connection:
            seen = await channels_in_sight(connection, viewer)
            known = await watchlists.of_guild(connection, viewer.guild_id)
        return _fitting(
            [(one.name, one.name) for one in known if one.channel_id in seen and wanted in _folded(one.name)]
        )

    async def aliases(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return the guild's aliases whose name holds what was typed."""
        wanted = _folded(typed).removeprefix("@")
        async with self._database.read() as connection:
            known = await aliases.of_guild(connection, viewer.guild_id)
        return _fitting([(f"@{one.name} {one.query}", one.name) for one in known if wanted in one.name])

    async def outlets(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return outlets of the guild's feeds whose name holds what was typed."""
        wanted, names = _folded(typed), await self._outlets(viewer)
        return _fitting(
            [(name, name) for name in names if 0 < len(name) <= LONGEST and wanted in _folded(name)]
        )

    async def outlet_meant(self, typed: str, *, viewer: Viewer) -> str:
        """Return that no feed is of such an outlet, and which was probably meant; nothing where one is."""
        names = await self._outlets(viewer)
        if _folded(typed) in map(_folded, names):
            return ""
        near = did_you_mean(typed, filter(None, names))
        return f"No feed of this server is of an outlet {typed.strip()}. {near}".strip()

    async def outlets_named(self, query: str, *, viewer: Viewer) -> str:
        """Return that no feed is of an outlet which a query names by `outlet:`; nothing where all are."""
        async with self._database.read() as connection:
            named = await aliases.meanings(connection, viewer.guild_id)
        asked = [one for one in parse(query, named).terms if one.field == "outlet"]
        if not asked:
            return ""
        analyser = Analyser()
        known = [read(analyser, title="", text="", outlet=name) for name in await self._outlets(viewer)]
        unknown = [one for one in asked if all(evaluate(Query(one), each) is None for each in known)]
        return await self.outlet_meant(str(unknown[0].what).strip('"'), viewer=viewer) if unknown else ""

    async def words_meant(self, query: str, *, viewer: Viewer) -> str:
        """Return a search spelt as the newest headlines in sight spell it, or nothing (`respelt`)."""
        async with self._database.read() as connection:
            return await words_meant(connection, query, viewer)

    async def _outlets(self, viewer: Viewer) -> list[str]:
        async with self._database.read() as connection:
            followed = await following.followed(connection, viewer.guild_id, now=self._clock.now())
        return sorted({one.feed.outlet for one in followed}, key=str.casefold)

    async def stories(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return the newest stories of which a headline holds the words that were typed, in any order.

        What is shown is the newest such headline, the choice is the story's id, which may be typed, too.
        """
        wanted = _folded(typed).split()

        def meant(story_id: int, headline: str) -> bool:
            folded = _folded(headline)
            return all(word in folded for word in wanted) or wanted == [str(story_id)]

        async with self._database.read() as connection:
            found = await stories.newest_of_guild(connection, viewer.guild_id, limit=STORIES)
        told = [
            (headline, str(story_id))
            for story_id, headlines in found.items()
            for headline in islice((one for one in headlines if meant(story_id, one)), 1)
        ]
        return _fitting(told)


def _folded(text: str) -> str:
    return watchlists.name_key(text)


def _fitting(found: list[Choice]) -> list[Choice]:
    choices = []
    for shown, value in found:
        one_line = " ".join(shown.split()) or value
        choices.append((one_line if len(one_line) <= LONGEST else f"{one_line[: LONGEST - 1]}…", value))
    return choices[:MOST]
