"""`watch`: the watchlists of a server, listed and changed by the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot.cli.stored import operator, stored
from bot.cli.tables import show
from bot.domain.clock import SystemClock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Watchlist
from bot.services import Rights, WatchlistService

_COLUMNS = ("id", "name", "query", "channel", "role", "state")


def watch(args: argparse.Namespace, settings: Any) -> int:
    """List the watchlists of a server, or do `args.action` and show what came of it."""
    return asyncio.run(_watch(args, settings.database_url))


async def _watch(args: argparse.Namespace, url: str) -> int:
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        found = await _done(args, WatchlistService(database, SystemClock()), viewer)
    if not show(map(_row, found), as_json=args.json, columns=_COLUMNS, now=datetime.now(UTC)):
        sys.stderr.write("The server has no watchlists yet.\n")
    return 0


async def _done(args: argparse.Namespace, service: WatchlistService, viewer: Viewer) -> list[Watchlist]:
    """Do what was asked; return the watchlists to show. A running bot takes the change up by itself."""
    rights = _all_rights(args, viewer)
    match args.action:
        case "add":
            return [
                await service.add(
                    viewer,
                    rights,
                    name=args.name,
                    query=args.query,
                    channel_id=args.channel,
                    role_id=args.role,
                )
            ]
        case "edit":
            _, after = await service.edit(
                viewer,
                rights,
                args.name,
                new_name=args.new_name,
                query=args.query,
                channel_id=args.channel,
                role_id=args.role,
            )
            return [after]
        case "remove":
            return [await service.remove(viewer, rights, args.name)]
        case "pause":
            return [await service.pause(viewer, rights, args.name)]
        case "resume":
            return [await service.resume(viewer, rights, args.name)]
        case _:
            return await service.all(viewer)


def _all_rights(args: argparse.Namespace, viewer: Viewer) -> Rights:
    """Return the operator's rights: who has the database needs nobody's leave; sending checks again."""
    channel, role = getattr(args, "channel", None), getattr(args, "role", None)
    return Rights(
        manage=True,
        may_post_in=viewer.channels | ({channel} if channel else set()),
        may_ping=frozenset({role} if role else ()),
    )


def _row(one: Watchlist) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "query": one.query,
        "channel": one.channel_id,
        "role": one.role_id,
        "state": "paused" if one.active_since is None else "watching",
        "created": one.created_at,
    }
