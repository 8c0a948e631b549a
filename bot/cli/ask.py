"""`feeds`, `watch`, `search`, `story`: what the members of a server see, for the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot.cli.operate import unfinished
from bot.cli.stored import chosen_guild, stored
from bot.cli.tables import show
from bot.domain.feed import FollowedFeed
from bot.domain.watchlist import Watchlist
from bot.storage import feeds as feed_rows
from bot.storage import watchlists


def feeds(args: argparse.Namespace, settings: Any) -> int:
    """List the feeds of a server; return the exit status."""
    return asyncio.run(_feeds(args, settings.database_url))


def watch(args: argparse.Namespace, settings: Any) -> int:
    """List the watchlists of a server; return the exit status."""
    return asyncio.run(_watch(args, settings.database_url))


def search(_args: argparse.Namespace, _settings: Any) -> int:
    """Search the archive as a server sees it."""
    raise unfinished("search")


def story(_args: argparse.Namespace, _settings: Any) -> int:
    """Show one story with its articles."""
    raise unfinished("story")


async def _feeds(args: argparse.Namespace, url: str) -> int:
    now = datetime.now(UTC)
    async with stored(url) as database, database.read() as connection:
        guild = await chosen_guild(connection, args.guild)
        found = await feed_rows.followed(connection, guild, now=now)
    columns = ("id", "title", "url", "state", "last_success", "next_check", "articles_a_day")
    return _listed(show(map(_feed, found), as_json=args.json, columns=columns, now=now), "follows no feeds")


async def _watch(args: argparse.Namespace, url: str) -> int:
    now = datetime.now(UTC)
    async with stored(url) as database, database.read() as connection:
        guild = await chosen_guild(connection, args.guild)
        found = await watchlists.of_guild(connection, guild)
    columns = ("id", "name", "query", "channel", "role", "state")
    return _listed(
        show(map(_watchlist, found), as_json=args.json, columns=columns, now=now), "has no watchlists"
    )


def _listed(count: int, nothing: str) -> int:
    if not count:
        sys.stderr.write(f"The server {nothing} yet.\n")
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
    }


def _watchlist(watchlist: Watchlist) -> dict[str, object]:
    return {
        "id": watchlist.id,
        "name": watchlist.name,
        "query": watchlist.query,
        "channel": watchlist.channel_id,
        "role": watchlist.role_id,
        "state": "paused" if watchlist.active_since is None else "watching",
        "created": watchlist.created_at,
    }
