"""One feed's life as a small chart, with what is known of its rhythm and its troubles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.chat.cards.backtest import sparkline
from bot.chat.cards.reply import reply
from bot.chat.cards.status import WORDS, rate
from bot.chat.cards.style import Accent, View, counted, small, when
from bot.chat.plain import code, link, plain
from bot.lookups import FeedHealth
from bot.pipeline.addresses.canonical import shown

TITLE_MOST: Final = 100
DETAIL_MOST: Final = 300
EVENTS_SHOWN: Final = 5
EVENT_MOST: Final = 160
LABEL: Final = 9  # columns before the chart
MOST_DIGIT: Final = 9  # that is one column wide

HOURS_FROM: Final = 120  # minutes; shorter is told in minutes, but for an hour
_MINUTE: Final = 60  # seconds, as an hour has minutes

EVENT_WORDS: Final = {
    "gap": "⚠️ possible gap",
    "failing": "🔴 failing",
    "recovered": "🟢 back",
    "moved": "➡️ moved",
}


def health_card(health: FeedHealth) -> View:
    """Return how a feed has been doing for four weeks, and how it is doing now."""
    feed = health.followed.feed
    about = [plain(part, TITLE_MOST) for part in (feed.outlet, feed.language or "") if plain(part)]
    return reply(
        plain(feed.title, TITLE_MOST) or "A feed without a title",
        "\n".join([link(feed.shown_url, feed.shown_url, 200), small(" · ".join(about) or "no outlet yet")]),
        _now(health),
        code(chart(health)),
        _numbers(health),
        _events(health),
        accent=Accent.NOTICE if feed.failures else Accent.REPLY,
    )


def chart(health: FeedHealth) -> str:
    """Return the chart in a fixed-width font: articles a day, days of failure and of gaps, the dates."""
    rows = [f"{'articles':{LABEL}}{sparkline(health.by_day)}"]
    if any(health.failing) or any(health.hiccups):
        rows.append(f"{'failing':{LABEL}}{_failures(health)}")
    if any(health.gaps):
        rows.append(f"{'gaps':{LABEL}}{_marked(health.gaps)}")
    days = len(health.by_day)
    first = _date(health.at - timedelta(days=days - 1))
    rows.append(f"{'':{LABEL}}{first}{_date(health.at).rjust(days - len(first))}")
    return "\n".join(rows)


def _now(health: FeedHealth) -> str:
    """Return in what state the feed is now: read, failing and why, paused, or new."""
    feed = health.followed.feed
    lines = []
    if health.followed.active_since is None:
        lines.append("⏸️ **Paused**: nothing of it alerts until **/feed resume**.")
    if feed.failures:
        why = WORDS.get(feed.failure, "it can't be read") if feed.failure else "it can't be read"
        since = f" since {when(feed.failing_since)}" if feed.failing_since else ""
        lines.append(f"🔴 **Failing**{since}, {counted(feed.failures, 'check')} in a row: {why}.")
        if feed.failure_detail:
            lines.append(small(plain(feed.failure_detail, DETAIL_MOST)))
        if feed.replacement_url:
            instead = shown(feed.replacement_url)
            lines.append(f"Its site names another feed: {link(instead, instead, DETAIL_MOST)}")
    elif feed.last_success_at is None:
        lines.append("⏳ **Not read yet**: its first check is due.")
    else:
        lines.append("🟢 **Well**")
    return "\n".join(lines)


def _numbers(health: FeedHealth) -> str:
    followed, feed = health.followed, health.followed.feed
    a_day = f"about {rate(followed.articles_a_day)} a day lately{_busiest(health)}"
    lines = [f"{counted(health.articles, 'article')} in {len(health.by_day)} days, {a_day}."]
    read = f"Last read {when(feed.last_success_at)}" if feed.last_success_at else "Never read"
    if health.interval is not None:
        read += f", checked every {_every(health.interval)}{' (urgent)' if followed.urgent else ''}"
    if followed.active_since is not None:
        read += f", next check {when(feed.next_check_at)}"
    lines.append(f"{read}.")
    if followed.whole_pages:
        lines.append("The page of every new article is read, too.")
    if any(health.hiccups):
        times = counted(sum(health.hiccups), "time")
        lines.append(f"Failed {times} for less than half an hour, and came back by itself.")
    if feed.possible_gaps:
        lost = f", perhaps {counted(feed.possibly_lost, 'article')} lost" if feed.possibly_lost else ""
        last = f", the last {when(feed.gap_at)}" if feed.gap_at else ""
        lines.append(f"⚠️ {counted(feed.possible_gaps, 'possible gap')}{lost}{last}.")
    lines.append(f"Followed here since {when(followed.followed_at)}.")
    return "\n".join(lines)


def _busiest(health: FeedHealth) -> str:
    rhythm = health.followed.feed.rhythm
    if rhythm is None or not any(rhythm.by_hour):
        return ""
    hour = max(range(len(rhythm.by_hour)), key=rhythm.by_hour.__getitem__)
    at = health.at.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    return f", most of them around <t:{int(at.timestamp())}:t>"  # in the reader's own time zone


def _events(health: FeedHealth) -> str:
    rows = [
        f"{when(one.at)} {EVENT_WORDS.get(one.kind, plain(one.kind, 20))}: {plain(one.detail, EVENT_MOST)}"
        for one in health.events[:EVENTS_SHOWN]
    ]
    return "**What happened**\n" + "\n".join(rows) if rows else ""


def _failures(health: FeedHealth) -> str:
    """Return a mark for each day: × for half an hour or more, else how often it failed for less."""
    return "".join(
        "×" if long else "·" if not short else str(short) if short <= MOST_DIGIT else "+"
        for long, short in zip(health.failing, health.hiccups, strict=True)
    )


def _marked(days: Sequence[bool]) -> str:
    return "".join("o" if each else "·" for each in days)


def _date(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def _every(interval: timedelta) -> str:
    """Return what stands after "every": `minute`, `40 minutes`, `hour`, `2 hours`."""
    seconds = max(1, round(interval.total_seconds()))
    minutes = round(seconds / _MINUTE)
    number, unit = (seconds, "second") if seconds < _MINUTE else (minutes, "minute")
    if minutes >= HOURS_FROM or minutes == _MINUTE:
        number, unit = round(minutes / 60), "hour"
    return unit if number == 1 else counted(number, unit)
