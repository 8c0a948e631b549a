"""`watch`: the watchlists of a server, listed and changed by the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot.cli.lines import write_line
from bot.cli.stored import operator, stored
from bot.cli.tables import show
from bot.domain.clock import SystemClock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Watchlist
from bot.lookups import Backtest, BacktestLookup
from bot.query import Role
from bot.services import Rights, WatchlistService
from bot.storage import Database

_COLUMNS = ("id", "name", "query", "channel", "role", "state", "week")


def watch(args: argparse.Namespace, settings: Any) -> int:
    """List the watchlists of a server, or do `args.action` and show what came of it."""
    return asyncio.run(_watch(args, settings.database_url))


async def _watch(args: argparse.Namespace, url: str) -> int:
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        if args.action == "test":
            return await _test(args, database, viewer)
        service = WatchlistService(database, SystemClock())
        found = await _done(args, service, viewer)
        matched = await service.matched(viewer, found)
    rows = (_row(one, matched.get(one.id, 0)) for one in found)
    if not show(rows, as_json=args.json, columns=_COLUMNS, now=datetime.now(UTC)):
        sys.stderr.write("The server has no watchlists yet.\n")
    return 0


async def _test(args: argparse.Namespace, database: Database, viewer: Viewer) -> int:
    """Print what a query would have found; return 1 where that is nothing."""
    lookup = BacktestLookup(database, SystemClock())
    try:
        found = await lookup.run(args.query, viewer=viewer, days=args.days)
    finally:
        lookup.close()
    if args.json:
        write_line(sys.stdout, **_tried(found))
    else:
        sys.stdout.write(
            f"{found.stories_a_day:.1f} stories a day, about {found.pings_a_day:.1f} pings a day: "
            f"{found.stories:,} stories, {found.articles:,} articles in {found.days:.1f} days.\n"
        )
        for part in found.parts:
            sys.stdout.write(
                f"{part.written}: {'adds' if part.role is Role.ADDS else 'keeps out'} {part.stories:,}\n"
            )
        show(
            (
                {"at": hit.article.at, "outlet": hit.article.outlet, "title": hit.article.title}
                for hit in found.samples
            ),
            as_json=False,
            columns=("at", "outlet", "title"),
            now=datetime.now(UTC),
        )
    return 0 if found.stories else 1


def _tried(found: Backtest) -> dict[str, object]:
    return {
        "query": found.query,
        "days": found.days,
        "stories": found.stories,
        "articles": found.articles,
        "pings": found.pings,
        "by_day": list(found.by_day),
        "busiest": found.busiest[0] if found.busiest else None,
        "parts": [
            {"part": one.written, "role": one.role.value, "stories": one.stories} for one in found.parts
        ],
        "samples": [{"title": hit.article.title, "url": hit.article.url} for hit in found.samples],
        "looked_at": found.looked_at,
        "cut": found.cut,
    }


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


def _row(one: Watchlist, matched: int) -> dict[str, object]:
    """Return what is shown of a watchlist; `week` are the articles of the last 7 days that it matched."""
    return {
        "id": one.id,
        "name": one.name,
        "query": one.query,
        "channel": one.channel_id,
        "role": one.role_id,
        "state": "paused" if one.active_since is None else "watching",
        "week": matched,
        "created": one.created_at,
    }
