"""How a channel's settings look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import discord

from bot.chat.cards import reply
from bot.chat.cards.style import Accent, counted, when
from bot.chat.failures import NO_ROOM, NO_TAG
from bot.chat.permissions import NEEDED, OPTIONAL, missing_in, name_in, shown_name
from bot.chat.plain import plain
from bot.chat.rights import Place
from bot.domain.guild import Channel, Guild, Pings
from bot.domain.watchlist import Watchlist
from bot.errors import Forbidden, SendError

PINGS: Final = {
    Pings.ALL: "more outlets, figures and corrections",
    Pings.OUTLETS: "3 and 7 independent outlets only",
    Pings.FACTS: "figures that differ and corrections only",
    Pings.NONE: "nothing",
}
"""What pings again, in the words of its choices."""

NAMED_MOST: Final = 10  # watchlists named; of more, their number is told

View = discord.ui.LayoutView


def settings(
    title: str, one: Channel, place: Place, watchlists: Sequence[Watchlist], *, changed: bool
) -> View:
    """Return a channel's settings, what alerts there, and what keeps us from posting."""
    role = f"<@&{one.mention_role_id}>" if one.mention_role_id else "no role"
    lines = [
        f"**Alerts** {'on' if one.alerts_on else 'off: nothing is posted here'}",
        f"**Mentions** {role} with every alert (watchlists may have roles of their own)",
        f"**Budget** {counted(one.budget, 'alert')} an hour; what is more comes in one digest",
        f"**Pings again** {PINGS[one.updates]}, by a reply to the alert, three a story at most",
        f"**Images** {'shown' if one.images else 'not shown'}",
        f"**Threads** {_threads(one, place)}",
        f"**Time zone** {plain(one.timezone)}",
    ]
    return reply(
        title,
        "\n".join(lines),
        _alerting(watchlists),
        *_troubles(one, place),
        accent=Accent.DONE if changed else Accent.REPLY,
    )


def _threads(one: Channel, place: Place) -> str:
    if isinstance(place, discord.ForumChannel):
        return "each story is a post, tagged where a tag has the name of its watchlist"
    return "a thread with its timeline under each alert" if one.threads else "none"


def _alerting(watchlists: Sequence[Watchlist]) -> str:
    if not watchlists:
        return "No watchlist alerts here yet: **/watch add** makes one."
    names = ", ".join(plain(one.name, 60) for one in watchlists[:NAMED_MOST])
    more = len(watchlists) - NAMED_MOST
    return f"**Watchlists** {names}" + (f" and {more:,} more" if more > 0 else "")


def _troubles(one: Channel, place: Place) -> list[str]:
    missing = missing_in(place)
    if missing:
        return [f"⚠️ Salient can't post here: it needs {' and '.join(missing)}."]
    if one.blocked_since:
        reason = f" ({plain(one.blocked_reason, 200)})" if one.blocked_reason else ""
        return [f"⚠️ Messages could not be posted here since {when(one.blocked_since)}{reason}."]
    return []


def tested(place: Place, role: discord.Role | None, *, pings: bool) -> View:
    """Return that the sample arrived, and what would still be better with a permission more."""
    lines = [f"Everything that Salient needs in <#{place.id}> is there, and the sample arrived."]
    granted = place.permissions_for(place.guild.me)
    if not granted.embed_links:
        lines.append(f"Without {shown_name('embed_links')}, {_without('embed_links')}.")
    if role is not None and pings:
        lines.append(f"Alerts will mention {role.mention}. The sample mentioned nobody.")
    elif role is not None:
        lines.append(
            f"⚠️ Alerts can't mention {role.mention}: let everybody mention it, or give Salient the "
            f"permission {shown_name('mention_everyone')}."
        )
    return reply("It works", "\n".join(lines), accent=Accent.DONE)


def _without(field: str) -> str:
    return OPTIONAL[field].removeprefix("to ").replace("show", "alerts can't show", 1)


_LACKING: Final = {
    NO_TAG: "because this forum requires one on every post: add a tag that everyone may set, or require none",
    NO_ROOM: "as Discord allows 1,000 open threads in a server: close some",
}
"""What a forum can lack besides permissions, and what to do."""


def lacking(place: Place, missing: Sequence[str]) -> View:
    """Return which permissions are missing, and why each is needed."""
    reasons = {name_in(place, field): reason for field, reason in (NEEDED | OPTIONAL).items()} | _LACKING
    lines = [f"**{name}** {reasons.get(name, '')}".rstrip() for name in missing]
    return reply(
        "A permission is missing",
        f"In <#{place.id}> Salient lacks:\n" + "\n".join(lines),
        "Open the channel's settings, Permissions, add Salient or its role, and allow it there. Then test "
        "again: **/channel test**",
        accent=Accent.ERROR,
    )


def failed(place: Place, error: SendError) -> View:
    """Return why the sample did not arrive."""
    if isinstance(error, Forbidden) and error.missing:
        return lacking(place, error.missing)
    return reply(
        "The sample did not arrive",
        f"Discord did not take it in <#{place.id}>: {plain(str(error), 500)}.".replace("..", "."),
        "It may pass: test again in a minute. Alerts that wait are not lost.",
        accent=Accent.ERROR,
    )


def notices(guild: Guild | None) -> View:
    """Return where notices go now."""
    where = (
        f"<#{guild.notice_channel_id}>"
        if guild and guild.notice_channel_id
        else "the server's owner, by direct message"
    )
    return reply(
        "Notices",
        f"What admins must hear goes to {where}: a feed that can't be read, a channel that takes no alerts, "
        "articles that may have been missed.",
        accent=Accent.DONE,
    )
