"""`feeds`, `search`, `story`: what the members of a server see, for the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.cli.lines import write_line
from bot.cli.stored import operator, stored
from bot.cli.tables import show
from bot.domain.article import Article
from bot.domain.clock import SystemClock
from bot.lookups import Order, Search, SearchHit, SearchPage, StoryLookup, StoryView
from bot.lookups.reach import days_back

NOTHING_FOUND = 1


def search(args: argparse.Namespace, settings: Any) -> int:
    """Search the archive as a server sees it; return 1 where nothing is found."""
    return asyncio.run(_search(args, settings.database_url))


def story(args: argparse.Namespace, settings: Any) -> int:
    """Show one story with its articles, as a server sees it."""
    return asyncio.run(_story(args, settings.database_url))


async def _search(args: argparse.Namespace, url: str) -> int:
    now = datetime.now(UTC)
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        lookup = Search(database, SystemClock())
        try:
            found = await lookup.articles(
                " ".join(args.words),
                viewer=viewer,
                days=args.days or days_back(" ".join(args.words)),
                outlet=args.outlet,
                order=Order.NEWEST if args.newest else Order.BEST,
                size=args.limit,
                zone=args.zone or UTC,
            )
        finally:
            lookup.close()
    show(map(_hit, found.hits), as_json=args.json, columns=("story", "at", "outlet", "title"), now=now)
    sys.stderr.write(f"{_counted(found)}\n")
    return 0 if found.hits else NOTHING_FOUND


async def _story(args: argparse.Namespace, url: str) -> int:
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        found = await StoryLookup(database).story(args.story, viewer=viewer)
    if args.json:
        write_line(sys.stdout, **_told(found))
        return 0
    watched = ", ".join(f"{one.name} ({', '.join(one.words)})" for one in found.watchlists)
    sys.stdout.write(f"{found.headline}\n{watched}\n\n" if watched else f"{found.headline}\n\n")
    columns = ("at", "outlet", "title", "url")
    show(_articles(found.articles), as_json=False, columns=columns, now=datetime.now(UTC))
    return 0


def _counted(page: SearchPage) -> str:
    if page.reached is not None:
        since = f"{page.reached:%Y-%m-%d %H:%M} UTC"
        return f"At least {page.total:,} match. It took long and was ended at {since}: add a rarer word."
    if page.more:
        return f"More than {page.total:,} articles match."
    return f"{page.total:,} article{'' if page.total == 1 else 's'} match{'es' if page.total == 1 else ''}."


def _hit(hit: SearchHit) -> dict[str, object]:
    one = hit.article
    return {
        "story": one.story_id,
        "article": one.id,
        "at": one.at,
        "outlet": one.outlet,
        "title": one.title,
        "url": one.url,
        "language": one.language,
        "snippet": hit.snippet.text,
    }


def _told(found: StoryView) -> dict[str, object]:
    return {
        "story": found.id,
        "headline": found.headline,
        "articles": list(_articles(found.articles)),
        "watchlists": [{"name": one.name, "words": one.words} for one in found.watchlists],
        "delivered": [
            {"channel": one.channel_id, "state": one.state, "message": one.message_id, "at": one.at}
            for one in found.delivered
        ],
    }


def _articles(found: Sequence[Article]) -> list[dict[str, object]]:
    return [
        {
            "article": one.id,
            "at": one.at,
            "outlet": one.outlet,
            "title": one.title,
            "url": one.url,
            "author": one.author,
            "published": one.published,
            "language": one.language,
            "text": one.text,
        }
        for one in found
    ]
