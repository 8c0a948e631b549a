"""Many feeds at once: how far adding them is, what came of it, and starter packs before they are added."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import discord

from bot.chat.cards.reply import reply
from bot.chat.cards.status import WORDS
from bot.chat.cards.style import Accent, Item, View, counted
from bot.chat.plain import plain, visible
from bot.domain.feed import Feed
from bot.services import Added, Export, PackedFeed, Packs, Standing
from bot.services.packs import UNVERIFIED

REPORT: Final = "feeds-report.txt"
EXPORT: Final = "feeds.opml"
LINES_MOST: Final = 10_000  # of a report; a line has some 300 bytes, a file may have 10 MB
LINE_MOST: Final = 400  # characters
SHOWN: Final = 5  # feeds with their faults on the card; the file has all
NAMES_SHOWN: Final = 25
BAR: Final = 20  # blocks of a progress bar


def adding_card(done: int, total: int) -> View:
    """Return how far storing feeds is."""
    return reply("Adding feeds", f"{_bar(done, total)} {done:,} of {total:,}")


def checking_card(came: Added | None, standing: Standing, buttons: Sequence[Item]) -> View:
    """Return how far the first checks are, after what came of adding where that is known."""
    done = standing.total - standing.waiting
    failing = f" {counted(len(standing.failing), 'feed')} can't be read so far." if standing.failing else ""
    return reply(
        _head(came, standing),
        _came(came),
        f"{_bar(done, standing.total)} checked {done:,} of {standing.total:,}.{failing}",
        "This goes on by itself; what can't be read is told at the end.",
        buttons=buttons,
    )


def checked_card(came: Added | None, standing: Standing | None) -> tuple[View, discord.File | None]:
    """Return what came of adding many feeds, with a report as a file where something failed."""
    failing = standing.failing if standing else ()
    refused = came.refused if came else []
    lines = [f"{plain(one.title or one.url, 80)}: {plain(one.reason, 120)}" for one in refused]
    lines += [f"{plain(one.title, 80)}: {_cause(one)}" for one in failing]
    parts = [_came(came)]
    if standing is not None:
        parts.append(_read(standing))
    if lines:
        more = len(lines) - SHOWN
        shown = "\n".join(f"• {line}" for line in lines[:SHOWN])
        parts.append(shown + (f"\nand {more:,} more, in the file below" if more > 0 else ""))
    view = reply(_head(came, standing), *parts, accent=Accent.NOTICE if lines else Accent.DONE)
    if not lines:
        return view, None
    view.add_item(discord.ui.File(f"attachment://{REPORT}"))
    return view, discord.File(io.BytesIO(_report(came, standing).encode()), filename=REPORT)


def export_card(export: Export) -> tuple[View, discord.File]:
    """Return a server's feeds as a file."""
    bared = (
        f"{counted(export.bared, 'address')} had credentials, which are left out: add them again by hand."
        if export.bared
        else ""
    )
    view = reply(
        f"{counted(export.feeds, 'feed')} as OPML",
        "Any feed reader takes this file, and so does **/feed import**.",
        bared,
        accent=Accent.DONE,
    )
    view.add_item(discord.ui.File(f"attachment://{EXPORT}"))
    return view, discord.File(io.BytesIO(export.file), filename=EXPORT)


def packs_card(packs: Packs) -> View:
    """Return what the list has, by topic and by country."""
    topics = "\n".join(f"• {packs.topics[key]}: {number}" for key, number in packs.by_topic.items())
    countries = ", ".join(f"{packs.countries[key]} {number}" for key, number in packs.by_country.items())
    return reply(
        f"{counted(len(packs.feeds), 'well-known feed')} to start with",
        f"**By topic**\n{topics}",
        f"**By country**\n{countries}",
        "**/feed pack** with a topic, a country or both shows which they are, and adds them by a button.",
        foot=UNVERIFIED,
    )


def pack_card(title: str, feeds: Sequence[PackedFeed], known: int, buttons: Sequence[Item]) -> View:
    """Return what a pack would add."""
    names = ", ".join(plain(one.name, 80) for one in feeds[:NAMES_SHOWN])
    more = len(feeds) - NAMES_SHOWN
    followed = f" This server follows {known:,} of them already." if known else ""
    return reply(
        f"Add {counted(len(feeds) - known, 'feed')}: {plain(title, 80)}?",
        f"{names}{f', and {more:,} more' if more > 0 else ''}.",
        f"Nothing of their back catalogues will be posted.{followed}",
        UNVERIFIED,
        buttons=buttons,
        foot="Nothing is saved yet",
    )


def _head(came: Added | None, standing: Standing | None) -> str:
    if came is not None:
        return f"Added {counted(came.added, 'feed')}" if came.added else "No feed was added"
    return f"{counted(standing.total if standing else 0, 'new feed')}"


def _came(came: Added | None) -> str:
    """Return in one line what came of a list beside the feeds that were added."""
    if came is None:
        return ""
    said = [f"{came.known:,} followed already"] if came.known else []
    said += [f"{came.twice:,} in the list more than once"] if came.twice else []
    said += [f"{len(came.refused):,} that can't be added"] if came.refused else []
    return f"Of {counted(came.total, 'feed')} in the list: {', '.join(said)}." if said else ""


def _read(standing: Standing) -> str:
    said = [f"{standing.read:,} can be read"]
    said += [f"{len(standing.failing):,} can't"] if standing.failing else []
    said += [f"{standing.waiting:,} wait for their first check"] if standing.waiting else []
    again = " What can't be read is tried again by itself, at least once a day." if standing.failing else ""
    return f"{', '.join(said)}. Alerts begin with what they publish from now on.{again}"


def _cause(feed: Feed) -> str:
    return WORDS.get(feed.failure, "it can't be read") if feed.failure else "it can't be read"


def _report(came: Added | None, standing: Standing | None) -> str:
    """Return what failed and why, a line each: plain text, for a file."""
    lines = [f"not added\t{one.url}\t{one.title}\t{one.reason}" for one in (came.refused if came else [])]
    lines += [
        f"can't be read\t{one.shown_url}\t{one.title}\t{one.failure_detail or one.failure or ''}"
        for one in (standing.failing if standing else ())
    ]
    return "\n".join(["what\taddress\ttitle\twhy", *map(_line, lines[:LINES_MOST])]) + "\n"


def _line(text: str) -> str:
    return "\t".join(visible(part, LINE_MOST) for part in text.split("\t"))


def _bar(done: int, total: int) -> str:
    full = BAR * done // total if total else BAR
    return f"`{'█' * full}{'░' * (BAR - full)}`"
