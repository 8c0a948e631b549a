"""The whole bot in the local Discord: `bot.app`, with the local gateway where Discord's would stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot import app
from bot.chat.client import SalientClient
from bot.demo.engine import Engine, Wanted
from bot.demo.local_discord import LocalGateway, Newsroom
from bot.domain.guild import Viewer
from bot.services import FeedService, WatchlistService
from bot.services.watchlists import Rights

ALERTS_AN_HOUR = 30  # more than the story has: a digest would hide what the demo is to show


class Salient:
    """Implements `Engine` by the services that the commands use, as the server's owner."""

    def __init__(self, newsroom: Newsroom, feeds: FeedService, watchlists: WatchlistService) -> None:
        self._newsroom = newsroom
        self._feeds = feeds
        self._watchlists = watchlists
        channels = frozenset(one.id for one in (newsroom.alerts, newsroom.desk, newsroom.notices))
        self._viewer = Viewer(newsroom.guild.id, newsroom.owner.id, channels, is_admin=True)
        self._rights = Rights(manage=True, may_post_in=channels, may_ping=frozenset({newsroom.editors.id}))

    @property
    def newsroom(self) -> Newsroom:
        """The server that the bot is in."""
        return self._newsroom

    async def follow(self, url: str) -> None:
        """Follow a feed. Raises SalientError where there is none."""
        await self._feeds.add(self._viewer, url)

    async def watch(self, name: str, query: str) -> None:
        """Add a watchlist whose alerts go to the alerts channel."""
        await self._watchlists.add(
            self._viewer, self._rights, name=name, query=query, channel_id=self._newsroom.alerts.id
        )


@asynccontextmanager
async def open_salient(wanted: Wanted) -> AsyncIterator[Engine]:
    """Run the bot on a database of its own, with every check on but for the outlets' own addresses."""
    settings = app.rehearsal_settings(
        database_url=f"sqlite:///{wanted.folder / 'demo.sqlite'}",
        allowed_hosts=wanted.hosts,
        allowed_ports=(80, 443, *wanted.ports),
        host_pace=0.0,
        check_interval_min=wanted.check_every,
        check_interval_max=wanted.check_every,
        edit_interval=wanted.edit_every,
        alert_budget=ALERTS_AN_HOUR,
        stop_timeout=2.0,
    )
    gateways: list[LocalGateway] = []

    def gateway(make: Callable[[], SalientClient]) -> LocalGateway:
        gateways.append(LocalGateway(make))
        return gateways[-1]

    async with app.open(settings) as opened, app.running(opened, gateway) as connection:
        newsroom = gateways[0].newsroom
        either: set[asyncio.Future[Any]] = {newsroom, connection}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not newsroom.done():
            connection.result()
        yield Salient(newsroom.result(), opened.needs.feeds, opened.needs.watchlists)
