"""`feeds`: the feeds of a server, listed and changed by the operator."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot import app
from bot.chat.cards.backtest import sparkline
from bot.cli import feed_lists
from bot.cli.lines import write_line
from bot.cli.stored import operator, stored
from bot.cli.tables import relative, show
from bot.domain.clock import SystemClock
from bot.domain.feed import FollowedFeed
from bot.domain.guild import Viewer
from bot.lookups import FeedHealth, HealthLookup, StatusLookup
from bot.lookups.folders import folder_named, inside, written
from bot.pipeline.addresses.canonical import shown
from bot.services import FeedPreview, FeedService
from bot.storage import Database

_COLUMNS = ("id", "title", "url", "state", "last_success", "next_check", "articles_a_day")


def feeds(args: argparse.Namespace, settings: Any) -> int:
    """List the feeds of a server, or do `args.action` and show what came of it."""
    match args.action:
        case None | "list":
            return asyncio.run(_list(args, settings.database_url))
        case "health":
            return asyncio.run(_health(args, settings))
        case "repeats":
            return asyncio.run(_repeats(args, settings))
        case "add":
            return asyncio.run(_add(args, settings))
        case "import" | "export" | "pack":
            return feed_lists.run(args, settings)
        case _:
            return asyncio.run(_change(args, settings))


async def _list(args: argparse.Namespace, url: str) -> int:
    async with stored(url) as database:
        viewer = await operator(database, args.guild)
        found = await _followed(database, viewer)
        name = getattr(args, "folder", None)  # `feeds` without an action has no such option
        return _shown(args, inside(found, folder_named(found, name)) if name else found)


async def _add(args: argparse.Namespace, settings: Any) -> int:
    """Show what stands at an address; follow it where that was asked for, or is agreed to."""
    async with stored(settings.database_url) as database:
        viewer = await operator(database, args.guild)
    async with app.open(settings) as opened:
        preview = await opened.needs.feeds.preview(args.feed)
        if not args.json:
            _describe(preview)
        if preview.choices:
            return _choices(args, preview)
        if not (args.yes or args.json or _agreed()):
            sys.stderr.write("Nothing was saved.\n")
            return 0
        added = (await opened.needs.feeds.follow(viewer, preview)).feed.id
        found = await _followed(opened.database, viewer)
    return _shown(args, [one for one in found if one.feed.id == added])


async def _change(args: argparse.Namespace, settings: Any) -> int:
    """Do what was asked. A running bot takes the change up by itself."""
    async with stored(settings.database_url) as database:
        viewer = await operator(database, args.guild)
    async with app.open(settings) as opened:
        changed = await _done(args, opened.needs.feeds, viewer)
        found = await _followed(opened.database, viewer)
    if args.action == "remove":
        sys.stderr.write("The feed is not followed any more.\n")
        return 0
    return _shown(args, [one for one in found if one.feed.id == changed])


async def _done(args: argparse.Namespace, service: FeedService, viewer: Viewer) -> int:
    """Return the id of the feed that was changed."""
    match args.action:
        case "remove":
            return (await service.remove(viewer, args.feed)).id
        case "pause":
            return (await service.pause(viewer, args.feed)).id
        case "urgent" | "calm":
            return (await service.set_urgent(viewer, args.feed, urgent=args.action == "urgent")).id
        case "pages" | "no-pages":
            whole = args.action == "pages"
            return (await service.set_whole_pages(viewer, args.feed, whole_pages=whole)).id
        case _:
            return (await service.resume(viewer, args.feed)).id


async def _health(args: argparse.Namespace, settings: Any) -> int:
    """Print one feed's life."""
    async with stored(settings.database_url) as database:
        viewer = await operator(database, args.guild)
    async with app.open(settings) as opened:
        one = await opened.needs.feeds.named(viewer, args.feed)
        found = await HealthLookup(opened.database, opened.clock).of(one.feed.id, viewer=viewer)
    if args.json:
        write_line(sys.stdout, **_feed(found.followed), **_life(found))
        return 0
    show([_feed(found.followed)], as_json=False, columns=_COLUMNS, now=found.at)
    sys.stdout.write(
        f"\narticles {sparkline(found.by_day)}  in {len(found.by_day)} days: {found.articles:,}\n"
    )
    for label, days in (("failing", found.failing), ("gaps", found.gaps)):
        if any(days):
            sys.stdout.write(f"{label:8} {''.join('x' if each else '.' for each in days)}\n")
    if found.followed.feed.failure_detail:
        sys.stdout.write(f"why it fails: {found.followed.feed.failure_detail}\n")
    for event in found.events:
        sys.stdout.write(f"{relative(event.at - found.at)}: {event.kind}: {event.detail}\n")
    return 0


async def _repeats(args: argparse.Namespace, settings: Any) -> int:
    """Print which lines of a feed are left out, and which are kept; first keep one, or keep it no more."""
    async with stored(settings.database_url) as database:
        viewer = await operator(database, args.guild)
    async with app.open(settings) as opened:
        service = opened.needs.repeats
        if args.line:
            _, found = await service.turn(viewer, args.feed, args.line)
        else:
            found = await service.of(viewer, args.feed)
    rows = [{"line": one.line, "state": "left out", "articles": one.articles} for one in found.left_out]
    rows += [
        {"line": one.line, "state": "kept" if one.undone_at is None else "kept no more", "since": one.at}
        for one in found.kept
    ]
    columns = ("line", "state", "articles", "since")
    if not show(({"articles": None, "since": None} | row for row in rows), as_json=args.json,
                columns=columns, now=datetime.now(UTC)):  # fmt: skip
        sys.stderr.write("No line of its newest articles is left out.\n")
    return 0


def _life(found: FeedHealth) -> dict[str, object]:
    return {
        "days": len(found.by_day),
        "articles": found.articles,
        "by_day": list(found.by_day),
        "failing_days": list(found.failing),
        "gap_days": list(found.gaps),
        "checked_every": found.interval.total_seconds() if found.interval else None,
        "failures": found.followed.feed.failures,
        "events": [
            {"at": one.at.astimezone(UTC).isoformat(), "kind": one.kind, "detail": one.detail}
            for one in found.events
        ],
    }


def _describe(preview: FeedPreview) -> None:
    """Print what a feed is like."""
    if preview.choices:
        return
    a_day = "–" if preview.articles_a_day is None else f"{preview.articles_a_day:.1f}"
    text = {None: "–", True: "full", False: "short"}[preview.full_text]
    sys.stdout.write(
        f"{preview.title} <{preview.shown_url}>\n"
        f"outlet {preview.outlet}, articles a day {a_day}, language {preview.language or '–'}, text {text}\n"
    )
    now = datetime.now(UTC)
    for entry in preview.newest:
        sys.stdout.write(f"  {relative(entry.at - now) if entry.at else '–'}: {entry.title}\n")


def _choices(args: argparse.Namespace, preview: FeedPreview) -> int:
    """Print the feeds of a page; nothing is followed before one is chosen by its address."""
    show(
        ({"url": one.url, "title": one.title, "kind": one.kind} for one in preview.choices),
        as_json=args.json,
        columns=("url", "title", "kind"),
        now=datetime.now(UTC),
    )
    sys.stderr.write("The page names several feeds: add one of them by its address.\n")
    return 1


def _agreed() -> bool:
    """Ask on a terminal whether to follow the feed; elsewhere nobody can answer, and nothing is agreed to."""
    if not sys.stdin.isatty():
        sys.stderr.write("To follow it without being asked, add --yes.\n")
        return False
    sys.stderr.write("Follow this feed? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


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
        "folder": written(followed.folder) or None,
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
        "whole_pages": followed.whole_pages,
        "replacement": shown(feed.replacement_url) if feed.replacement_url else None,
    }
