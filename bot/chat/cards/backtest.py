"""What a query would have found: numbers, a sparkline, its parts, and some of what it found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.chat.cards.listed import NAME_MOST, fitting, found_row
from bot.chat.cards.reply import list_page
from bot.chat.cards.status import NO_FEEDS
from bot.chat.cards.style import Item, View, counted, small
from bot.chat.plain import code, inline, plain
from bot.lookups import Backtest, Edited, PartCost, SearchHit
from bot.query import Role, pitfalls

BARS: Final = "▁▂▃▄▅▆▇█"
QUERY_MOST: Final = 700  # characters of the query that are shown
PART_MOST: Final = 50
PARTS_SHOWN: Final = 8
EDIT_SAMPLES: Final = 2  # of what is lost and of what is gained, each


def backtest_card(
    title: str, query: str, found: Backtest, buttons: Sequence[Item] = (), foot: str = ""
) -> View:
    """Return what *query* would have found, with *buttons* below; *title* is markdown of ours."""
    before = [code(query, QUERY_MOST), *map(small, pitfalls(query)), _numbers(found)]
    if parts := _parts(found.parts):
        before.append(parts)
    rows = [partial(found_row, hit) for hit in found.samples]
    if found.edited is not None:
        before.append(_edited(found.edited))
        lost = found.edited.lost_samples[:EDIT_SAMPLES]
        gained = found.edited.gained_samples[:EDIT_SAMPLES]
        rows = [partial(_prefixed, "No longer: ", hit) for hit in lost]
        rows += [partial(_prefixed, "New: ", hit) for hit in gained]
    return list_page(title, fitting(rows, before=before), buttons=buttons, total=foot)


def sparkline(counts: Sequence[int]) -> str:
    """Return one bar a count, as high as it is beside the highest; the lowest bar stands for none."""
    highest = max(counts, default=0)
    steps = len(BARS) - 1
    return "".join(BARS[-(-count * steps // highest)] if highest else BARS[0] for count in counts)


def _numbers(found: Backtest) -> str:
    over = _over(found)
    if found.without_feeds:
        return NO_FEEDS
    if not found.stories:
        meant = f"**Did you mean {plain(found.meant, QUERY_MOST)}?**\n" if found.meant else ""
        return (
            f"{meant}It would have found **nothing** {over}. That may be right for a rare thing; else look "
            "at its parts, or write it wider: **/help topic:query**."
        )
    rates = (
        f"**{_rate(found.stories_a_day)} stories a day**, about **{_rate(found.pings_a_day)} pings a day**"
    )
    stories = f"{found.stories:,} stories" if found.stories > 1 else "one story"
    lines = [
        f"{rates} `{sparkline(found.by_day)}`",
        f"{counted(found.articles, 'article')} in {stories} {over}.",
    ]
    if found.busiest:
        outlet, number = found.busiest
        lines.append(
            f"Busiest outlet: {plain(outlet, NAME_MOST) or 'unnamed'}, {counted(number, 'article')}."
        )
    return "\n".join(lines)


def _over(found: Backtest) -> str:
    if found.cut:
        reach = f"{found.days:.1f} days" if found.days >= 1 else f"{found.days * 24:.0f} hours"
        return f"in the newest {found.looked_at:,} articles that any part of it may match (the last {reach})"
    days = round(found.days)
    return "in the last day" if days == 1 else f"in the last {days} days"


def _rate(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"  # noqa: PLR2004 - a tenth of ten says little


def _parts(parts: Sequence[PartCost]) -> str:
    return "\n".join(_part(each) for each in parts[:PARTS_SHOWN])


def _part(one: PartCost) -> str:
    written = inline(one.written, PART_MOST)
    if one.role is Role.ADDS:
        return f"{written} adds {f'{one.stories:,}' if one.stories else 'nothing'}"
    return f"without {written}: {f'{one.stories:,} more' if one.stories else 'the same'}"


def _edited(edited: Edited) -> str:
    def said(number: int) -> str:
        return f"{number:,} " + ("story" if number == 1 else "stories")

    return f"**{said(edited.lost)}** would no longer match, **{said(edited.gained)}** would newly match."


def _prefixed(prefix: str, hit: SearchHit, linked: bool) -> str:
    return prefix + found_row(hit, linked)
