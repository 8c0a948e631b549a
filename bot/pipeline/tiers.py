"""What in a story's growth is worth a ping, and what a reply to its alert says of it. Pure.

A tier is a word that is kept with the alert once it was told or passed over, so that it never comes twice:
`outlets:3`, `figures:North Korean troops`, `corrected:17` (an article), `withdrawn:17`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.domain.alert import Alert, Update, Why
from bot.domain.guild import Pings
from bot.domain.timeline import Happened

OUTLETS = (3, 7)  # independent outlets at which a story is another one than before (issue of the alerts)
MOST = 3  # replies that ping, for a story in a channel (DESIGN, promise 2)
MOST_DIRECT = 10  # direct messages of a story to who follows it: replies, developments, and some to spare
DEVELOPMENT = "development"  # the story goes on in a new message
FOLLOWED = "followed"  # a member just began to follow

_WANTED = {
    Pings.ALL: frozenset({"outlets", "figures", "corrected", "withdrawn"}),
    Pings.OUTLETS: frozenset({"outlets"}),
    Pings.FACTS: frozenset({"figures", "corrected", "withdrawn"}),
    Pings.NONE: frozenset[str](),
}
_CHANGES = {Happened.CORRECTED: "corrected", Happened.WITHDRAWN: "withdrawn"}


def crossed(alert: Alert) -> tuple[str, ...]:
    """Return the tiers that a story has reached as *alert* tells it, each once."""
    reached = (
        *(f"outlets:{number}" for number in OUTLETS if alert.corroboration.independent >= number),
        *(f"figures:{one.subject}" for one in alert.figures),
        *(f"{_CHANGES[one.what]}:{one.article_id}" for one in alert.changes if one.what in _CHANGES),
    )
    return tuple(dict.fromkeys(reached))


def wanted(tiers: Iterable[str], pings: Pings) -> list[str]:
    """Return those *tiers* of which a channel wants to be pinged."""
    return [tier for tier in tiers if tier.partition(":")[0] in _WANTED[pings]]


def is_note(tier: str) -> bool:
    """Say whether a tier is what an outlet noted of an article, which may go from one story to another."""
    return tier.partition(":")[0] in _CHANGES.values()


def update(alert: Alert, tiers: Collection[str], *, direct: bool) -> Update | None:
    """Return what is said of *tiers* now; None where none of them holds any more.

    *direct* says that a member is told who follows the story.
    """
    standing = {*crossed(alert), DEVELOPMENT, FOLLOWED} & set(tiers)
    if not standing:
        return None
    subjects = {tier.partition(":")[2] for tier in standing if tier.startswith("figures:")}
    return Update(
        story_id=alert.story_id,
        headline=alert.headline,
        url=alert.url,
        why=_why(standing),
        corroboration=alert.corroboration,
        figures=tuple(one for one in alert.figures if one.subject in subjects),
        changes=tuple(
            one for one in alert.changes if f"{_CHANGES.get(one.what)}:{one.article_id}" in standing
        ),
        direct=direct,
    )


def _why(standing: Collection[str]) -> Why:
    """Return what weighs most of all that there is to tell."""
    kinds = {tier.partition(":")[0] for tier in standing}
    ranked = (
        ("withdrawn", Why.WITHDRAWN),
        ("corrected", Why.CORRECTED),
        ("figures", Why.FIGURES),
        ("outlets", Why.OUTLETS),
        (DEVELOPMENT, Why.DEVELOPMENT),
        (FOLLOWED, Why.FOLLOWED),
    )
    return next(why for kind, why in ranked if kind in kinds)
