"""`feeds`: the feeds of a server, listed and changed by the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot import app
from bot.cli.stored import operator, stored
from bot.cli.tables import show
from bot.domain.clock import SystemClock
from bot.domain.feed import FollowedFeed
from bot.domain.guild import Viewer
from bot.lookups import StatusLookup
from bot.pipeline.canonical import shown
from bot.services import FeedService
from bot.storage import Database

_COLUMNS = ("id", "title", "url", "state", "last_success", "next_check", "articles_a_day")


def feeds(args: argparse.Namespace, settings: Any) -> int:
    """List the feeds of a server, or do `args.action` and show what came of it."""
    if args.action in {None, "list"}:
        return asyncio.run(_list(args, settings.database_url))
    return asyncio.run(_change(args, settings))


async def _list(args: argparse.Namespace, url: str) -> int:
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        return _shown(args, await _followed(database, viewer))


async def _change(args: argparse.Namespace, settings: Any) -> int:
    """Do what was asked. A running bot takes the change up by itself."""
    async with stored(settings.database_url) as database:
        viewer = await operator(database, args.guild)
    async with app.open(settings) as opened:
        changed = await _done(args, opened.feeds, viewer)
        found = await _followed(opened.database, viewer)
    if args.action == "remove":
        sys.stderr.write("The feed is not followed any more.\n")
        return 0
    return _shown(args, [one for one in found if one.feed.id == changed])


async def _done(args: argparse.Namespace, service: FeedService, viewer: Viewer) -> int:
    """Return the id of the feed that was changed."""
    match args.action:
        case "add":
            return (await service.add(viewer, args.feed)).feed.id
        case "remove":
            return (await service.remove(viewer, args.feed)).id
        case "pause":
            return (await service.pause(viewer, args.feed)).id
        case "urgent" | "calm":
            return (await service.set_urgent(viewer, args.feed, urgent=args.action == "urgent")).id
        case _:
            return (await service.resume(viewer, args.feed)).id


async def _followed(database: Database, viewer: Viewer) -> list[FollowedFeed]:
    return await StatusLookup(database, SystemClock()).feeds(viewer=viewer)


def _shown(args: argparse.Namespace, found: list[FollowedFeed]) -> int:
    if not show(map(_feed, found), as_json=args.json, columns=_COLUMNS, now=datetime.now(UTC)):
        sys.stderr.write("The server follows no feeds yet.\n")
    return 0


def _feed(followed: FollowedFeed) -> dict[str, object]:
    feed = followed.feed
    state = "paused" if followed.active_since is None else (feed.failure.value if feed.failure else "ok")
    return {
        "id": feed.id,
        "title": feed.title,
        "url": feed.shown_url,
        "outlet": feed.outlet,
        "language": feed.language,
        "state": state,
        "failing_since": feed.failing_since,
        "failure_detail": feed.failure_detail,
        "last_success": feed.last_success_at,
        "next_check": feed.next_check_at,
        "articles_a_day": round(followed.articles_a_day, 2),
        "possible_gaps": feed.possible_gaps,
        "possibly_lost": feed.possibly_lost,
        "urgent": followed.urgent,
        "replacement": shown(feed.replacement_url) if feed.replacement_url else None,
    }
