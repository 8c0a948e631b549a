"""Tell many stories in one message: what exceeds the budget, or waited too long in an outage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.alert import DigestLine, DigestReason
from bot.domain.delivery import Delivery, Kind, State, Target
from bot.pipeline.deliver.content import told_to
from bot.pipeline.deliver.options import DeliverOptions
from bot.storage import Connection, Database, deliveries, targets

Fits = Callable[[Sequence[DigestLine]], int]  # how many of these lines one message holds, at least 1


async def move_to_digest(
    connection: Connection,
    untold: Sequence[Delivery],
    reason: DigestReason,
    *,
    now: datetime,
    options: DeliverOptions,
) -> None:
    """Tell these alerts of one target as lines of its digest that is still open, or of a new one."""
    target = untold[0].target
    digest = await _open_digest(connection, target, reason, now=now, options=options)
    if digest is None:
        digest = await deliveries.want(
            connection,
            Kind.DIGEST,
            target,
            f"{reason.value}:{now:%Y-%m-%dT%H:%M:%S.%f}",
            now=now,
            payload={"reason": reason.value},
        )
    else:
        await deliveries.bump(connection, [digest.id])
    await deliveries.put_in_digest(connection, [one.id for one in untold], digest.id)


async def _open_digest(
    connection: Connection,
    target: Target,
    reason: DigestReason,
    *,
    now: datetime,
    options: DeliverOptions,
) -> Delivery | None:
    """Return the target's digest that still takes lines: not yet sent, or sent within the hour."""
    newest = await targets.newest_digest(connection, target, reason.value)
    if newest is None or newest.state is not State.WANTED:
        return None
    if newest.sent_at is not None and now - newest.sent_at >= options.budget_window:
        return None
    return newest


async def split(
    database: Database,
    digest: Delivery,
    lines: Sequence[tuple[Delivery, DigestLine | None]],
    fits: Fits,
    *,
    now: datetime,
) -> list[DigestLine]:
    """Return the lines that the digest's message holds; hand the rest to a further digest, stored at once.

    Lines already told in the message stay in it, for they are the oldest; corrections that make them longer
    may push the last ones out.
    """
    telling = [(one, line) for one, line in lines if line is not None]
    held = max(1, fits([line for _, line in telling])) if telling else 0
    rest = [one for one, _ in telling[held:]]
    if rest:
        async with database.write() as connection:
            further = await deliveries.want(
                connection,
                Kind.DIGEST,
                digest.target,
                f"{(digest.payload or {}).get('reason')!s}:{now:%Y-%m-%dT%H:%M:%S.%f}+{digest.id}",
                now=now,
                payload=digest.payload,
            )
            await deliveries.put_in_digest(connection, [one.id for one in rest], further.id)
    return [line for _, line in telling[:held]]


async def tell_without(connection: Connection, gone: Delivery, *, now: datetime) -> None:
    """Tell by themselves what came since the message of a digest was last edited, which a person deleted.

    It took lines until that was noticed: what they never saw, they did not delete.
    """
    shown_at = gone.edited_at or gone.sent_at
    for line in await deliveries.in_digest(connection, gone.id):
        if line.state is not State.DIGESTED or line.story_id is None:
            continue
        known = await deliveries.of_story(connection, line.story_id, guild_id=line.target.guild_id)
        if any(one.state is State.WANTED and _tells(one, line) for one in known):
            continue  # a card tells the story beside this line, and told what came
        told = await told_to(connection, line.story_id, line.target)
        matched = {match.article_id for _, match in told.matches}
        came = [line.wanted_at, *(one.first_stored_at for one in told.articles if one.id in matched)]
        if matched and (shown_at is None or not max(came) < shown_at <= now):
            await deliveries.want_again(connection, line.id, now=now)


def _tells(one: Delivery, line: Delivery) -> bool:
    return one.kind is Kind.ALERT and one.target == line.target
