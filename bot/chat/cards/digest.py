"""Many stories in one message, a line and a link each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import discord

from bot.chat.cards.limits import fits
from bot.chat.cards.style import (
    PINGED_MOST,
    Accent,
    Item,
    View,
    button,
    card,
    counted,
    divider,
    pinged,
    small,
    spaced,
    when,
)
from bot.chat.ids import KEY_LENGTH, Action
from bot.chat.plain import link, plain
from bot.domain.alert import Digest, DigestLine, DigestReason, Mentions

HEADLINE_MOST: Final = 200
NAME_MOST: Final = 60
WATCHLISTS_MOST: Final = 3
"""Watchlists named in one line."""

LINES_MOST: Final = 15
"""Stories in one message, however short: 35 of the 40 components."""

_HEADS: Final = {
    DigestReason.BUDGET: (
        "more story in brief",
        "more stories in brief",
        "This channel's alerts for the hour were used up. These matched as well.",
    ),
    DigestReason.OUTAGE: (
        "story while alerts could not be sent",
        "stories while alerts could not be sent",
        "They waited for more than 15 minutes, so here they are in brief.",
    ),
    DigestReason.LATE: (
        "story that arrived late",
        "stories that arrived late",
        "Published in the last 24 hours, while a feed could not be read.",
    ),
}
"""What a digest calls one story, several, and why they come so."""

_ANY_KEY: Final = "x" * KEY_LENGTH


def digest_card(digest: Digest, key: str, mentions: Mentions) -> View:
    """Return *digest* as a card.

    Delivery hands in no more lines than `digest_fits` says; of more, the last line tells how many are left
    out. Where the mentions don't all fit above the lines, the lines stay and the last mentions go.
    """
    most = min(len(digest.lines), LINES_MOST)
    shown = next(n for n in range(most, -1, -1) if fits(_card(digest, n, key, Mentions())))  # the head always
    named = bisect_left(
        range(1, PINGED_MOST + 1),
        1,
        key=lambda n: not fits(_card(digest, shown, key, _first(mentions, n))),
    )
    return _card(digest, shown, key, _first(mentions, named))


def digest_fits(lines: Sequence[DigestLine], mentions: Mentions | None = None) -> int:
    """Return how many of the first *lines* one message holds (with *mentions* above): at least one of one."""
    who = mentions or Mentions()
    longest = max(DigestReason, key=lambda reason: sum(map(len, _HEADS[reason])))
    for count in range(min(len(lines), LINES_MOST), 1, -1):
        digest = Digest(longest, tuple(lines[:count]))
        if fits(_card(digest, count, _ANY_KEY, who)):
            return count
    return min(len(lines), 1)


def _card(digest: Digest, shown: int, key: str, mentions: Mentions) -> View:
    one, several, why = _HEADS[digest.reason]
    number = len(digest.lines)
    head = f"### {number:,} {one if number == 1 else several}\n{small(why)}"
    rows = [_line(line) for line in digest.lines[:shown]]
    if shown < number:
        rows.append(small(f"and {number - shown:,} more"))
    items: list[Item] = [discord.ui.TextDisplay(head), divider(), *spaced(rows)]
    buttons = (button("Why in brief?", Action.DIGEST, key),)
    return card(Accent.DIGEST, *items, buttons=buttons, mentions=mentions)


def _line(line: DigestLine) -> str:
    """Return one story: its headline, and under it in small print who, when and why."""
    headline = line.headline if plain(line.headline) else "Story without a headline"
    outlet = plain(line.outlet, NAME_MOST) or "unnamed"
    if line.outlets > 1:
        outlet += f" and {counted(line.outlets - 1, 'more outlet')}"
    names = ", ".join(plain(name, NAME_MOST) for name in line.watchlists[:WATCHLISTS_MOST])
    if len(line.watchlists) > WATCHLISTS_MOST:
        names += f" and {len(line.watchlists) - WATCHLISTS_MOST:,} more"
    gone = "withdrawn since" if line.withdrawn else ""
    about = " · ".join(part for part in (gone, outlet, when(line.at), names) if part)
    return f"**{link(headline, line.url, HEADLINE_MOST)}**\n{small(about)}"


def _first(mentions: Mentions, number: int) -> Mentions:
    """Return the first *number* of those that one message can name; roles come before members."""
    who = pinged(mentions)
    return Mentions(who.roles[:number], who.members[: max(number - len(who.roles), 0)])
