"""What a member may mean while typing: stored things in the viewer's sight, 25 at most.

Each choice is (what is shown, what the command gets); both have 1 to 100 characters, as Discord wants.
"""

from __future__ import annotations

from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.storage import Database, articles, feeds, stories, watchlists

MOST = 25  # choices: https://docs.discord.com/developers/interactions/receiving-and-responding
LONGEST = 100  # characters

Choice = tuple[str, str]


class Complete:
    """Completes the names of feeds, watchlists, outlets and stories."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def feeds(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return followed feeds whose title or address holds what was typed; the choice is the feed's id."""
        wanted = typed.strip().casefold()
        async with self._database.read() as connection:
            followed = await feeds.followed(connection, viewer.guild_id, now=self._clock.now())
        found = [
            (f"{one.feed.title} ({one.feed.shown_url})", str(one.feed.id))
            for one in followed
            if wanted in one.feed.title.casefold() or wanted in one.feed.shown_url.casefold()
        ]
        return _fitting(found)

    async def watchlists(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return watchlists in sight whose name holds what was typed."""
        wanted = watchlists.name_key(typed)
        async with self._database.read() as connection:
            known = await watchlists.of_guild(connection, viewer.guild_id)
        found = [
            (one.name, one.name)
            for one in known
            if one.channel_id in viewer.channels and wanted in watchlists.name_key(one.name)
        ]
        return _fitting(found)

    async def outlets(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return outlets of the guild's feeds whose name holds what was typed."""
        async with self._database.read() as connection:
            names = await articles.outlets(connection, viewer.guild_id, starting=typed.strip(), limit=MOST)
        return _fitting([(name, name) for name in names if len(name) <= LONGEST])

    async def stories(self, typed: str, *, viewer: Viewer) -> list[Choice]:
        """Return the newest stories whose headline holds what was typed; the choice is the story's id."""
        async with self._database.read() as connection:
            found = await stories.newest_of_guild(
                connection, viewer.guild_id, limit=MOST, containing=typed.strip()
            )
        return _fitting([(title, str(story_id)) for story_id, title, _ in found])


def _fitting(found: list[Choice]) -> list[Choice]:
    choices = []
    for shown, value in found:
        one_line = " ".join(shown.split()) or value
        choices.append((one_line if len(one_line) <= LONGEST else f"{one_line[: LONGEST - 1]}…", value))
    return choices[:MOST]
