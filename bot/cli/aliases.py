"""`aliases`: what `@name` stands for in a server's queries, listed and changed by the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.cli.stored import operator, stored
from bot.cli.tables import show
from bot.domain.clock import SystemClock
from bot.domain.guild import Viewer
from bot.services import AliasService, AliasUse, Rights

_COLUMNS = ("alias", "query", "used_by")
_ALL = Rights(
    manage=True, may_post_in=frozenset(), may_ping=frozenset()
)  # who has the database needs no leave


def aliases(args: argparse.Namespace, settings: Any) -> int:
    """List the aliases of a server, or do `args.action` and show what came of it."""
    return asyncio.run(_aliases(args, settings.database_url))


async def _aliases(args: argparse.Namespace, url: str) -> int:
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        service = AliasService(database, SystemClock())
        found = await _done(args, service, viewer)
    shown = show(map(_row, found), as_json=args.json, columns=_COLUMNS, now=datetime.now(UTC))
    if not shown and args.action == "starters":
        sys.stderr.write("All examples are there already, or names of the server's own stand in their way.\n")
    elif not shown:
        sys.stderr.write("The server has no aliases yet: `salient aliases starters` adds some examples.\n")
    return 0


async def _done(args: argparse.Namespace, service: AliasService, viewer: Viewer) -> Iterable[AliasUse]:
    """Do what was asked; return the aliases to show. A running bot takes the change up by itself."""
    match args.action:
        case "set":
            use, _before = await service.set(viewer, _ALL, args.name, args.query)
            return [use]
        case "remove":
            return [AliasUse(await service.remove(viewer, _ALL, args.name), watchlists=(), aliases=())]
        case "starters":
            added = {one.name for one in await service.add_starters(viewer, _ALL)}
            return [use for use in await service.all(viewer) if use.alias.name in added]
        case _:
            return await service.all(viewer)


def _row(use: AliasUse) -> dict[str, object]:
    return {
        "alias": use.alias.name,
        "query": use.alias.query,
        "watchlists": list(use.watchlists),
        "aliases": list(use.aliases),
        "used_by": ", ".join((*use.watchlists, *(f"@{name}" for name in use.aliases))) or None,
    }
