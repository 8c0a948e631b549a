"""A backup is put back as README says: what it knows is there, what came after it is told, or kept silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.guild import Viewer
from bot.services import Rights
from bot.storage import backup
from tests.fakes.discord import Channel
from tests.journeys.salient import Place, opened
from tests.journeys.stories import News


def titles(channel: Channel) -> list[int]:
    """Return which stories stand in a channel, by the order of their messages."""
    return [number for one in channel.messages for number in range(4) if News(number).title in one.text]


async def silently_read(place: Place, viewer: Viewer) -> None:
    """Do what README says to do before the bot is started: pause, poll, resume."""
    rights = Rights(manage=True, may_post_in=viewer.channels, may_ping=frozenset())
    async with place.open() as bot:
        await bot.needs.watchlists.pause(viewer, rights, "Kursk")
        refresh = bot.refresh()
        await refresh.start()
        try:
            await refresh.once()
        finally:
            await refresh.drain()
        await bot.needs.watchlists.resume(viewer, rights, "Kursk")


@pytest.mark.parametrize("silent", [True, False], ids=["silently", "aloud"])
async def test_a_restored_bot_repeats_nothing_it_knew_and_the_rest_only_if_it_is_let(
    database_url: str, tmp_path: Path, silent: bool
) -> None:
    async with opened(database_url) as place:
        paper, news = await place.paper("The Meridian"), place.server("News")
        async with place.running():
            await place.run(news.admin, "feed add", url=paper.url)
            await place.run(news.admin, "watch add", name="Kursk", query="kursk")
            await place.primed(paper)
            News(1).told_by(paper)
            await place.polled(paper)
            await place.settled()
            await backup.backup(place.database, tmp_path / "salient.gz")
            News(2).told_by(paper)
            await place.polled(paper)
            await place.settled()
        before = titles(news.alerts)
        await backup.restore(place.database, tmp_path / "salient.gz")
        if silent:
            channels = frozenset({news.alerts.id, news.desk.id})
            await silently_read(place, Viewer(news.guild.id, news.admin.id, channels, is_admin=True))
        async with place.running():
            await place.polled(paper)
            News(3).told_by(paper)
            await place.polled(paper)
            await place.settled()

    assert before == [1, 2]
    assert titles(news.alerts) == ([1, 2, 3] if silent else [1, 2, 2, 3])
