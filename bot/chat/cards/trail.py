"""Why an article alerted, or why not: the way that it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat.cards.listed import NAME_MOST, origin, titled
from bot.chat.cards.reply import reply
from bot.chat.cards.story import reason_row, told_row
from bot.chat.cards.style import View, counted, when
from bot.chat.cards.timeline import change_line
from bot.chat.plain import inline, plain
from bot.domain.timeline import Event
from bot.lookups import Trail, Verdict
from bot.storage.in_sight import Arrival

SHOWN_MOST: Final = 6  # arrivals, watchlists or messages each
CHANGES_MOST: Final = 3
PART_MOST: Final = 200
WORDS_MOST: Final = 5

LATER: Final = "It matches, and yet was not matched when it came: the watchlist began, or was changed, later."


def trail_card(trail: Trail, guild_id: int) -> View:
    """Return how an article came, which watchlists matched it, and where it was told, or why not."""
    story = trail.story
    others = len(story.articles) - 1
    merged = f"with {counted(others, 'other article')}" if others else "alone so far"
    came = "\n".join(_arrival(each) for each in trail.arrivals[:SHOWN_MOST])
    parts = [
        f"{titled(trail.article)}\n{origin(trail.article)}",
        f"**How it came**\n{came}\nIt is in story {story.id}, {merged}.",
    ]
    if trail.changes:
        parts.append(_changed(trail.changes))
    if trail.verdict is not None:
        parts.append(_verdict(trail.verdict))
    matched = [reason_row(each) for each in trail.reasons[:SHOWN_MOST]]
    parts.append(
        "**What matched it**\n"
        + ("\n".join(matched) or "No watchlist that you can see. **/watch list** shows them.")
    )
    told = [told_row(each, guild_id) for each in story.delivered[:SHOWN_MOST]]
    parts.append("**Where its story was told**\n" + ("\n".join(told) or "In no channel that you can see."))
    return reply("Why, or why not?", *parts)


def _arrival(one: Arrival) -> str:
    kind = "" if one.alertable else ", as part of what was there already: that never alerts"
    paused = "; the feed is paused" if one.following_since is None else ""
    title = plain(one.feed_title, NAME_MOST) or "a feed without a title"
    return f"Read {when(one.at)} from {title}{kind}{paused}"


def _changed(changes: Sequence[Event]) -> str:
    """Return what the article said before, its newest changes."""
    shown = changes[-CHANGES_MOST:]
    more = len(changes) - len(shown)
    head = "**What changed since**" + (f" ({counted(more, 'earlier change')} not shown)" if more else "")
    rows = (f"{when(one.at)} {change_line(one, linked=False)}" for one in shown)
    return "\n".join((head, *rows))


def _verdict(one: Verdict) -> str:
    head = f"**{plain(one.watchlist.name, NAME_MOST)}**"
    if one.unreadable:
        return (
            f"{head} can't be read any more: {plain(one.unreadable, PART_MOST)}. **/watch edit** changes it."
        )
    if one.failure is None:
        return f"{head} {'matched it, see below.' if one.known else LATER[0].lower() + LATER[1:]}"
    words = ", ".join(f"“{plain(hit.words, NAME_MOST)}”" for hit in one.failure.hits[:WORDS_MOST])
    found = f" ({words})" if words else ""
    return (
        f"{head} does not match. The first condition that fails: {inline(one.failure.part, PART_MOST)} "
        f"{one.failure.fault.value}{found}."
    )
