"""Near copies: sketches of what came lately, and which revisions repeat which.

Pairs of revisions are kept, not groups, so that what one guild is told of copies comes from the revisions
that it sees, and from no others.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, delete, func, insert, select

from bot.domain.article import Article
from bot.storage.database import CHUNK, Connection
from bot.storage.tables import near_copy, sketch


@dataclass(frozen=True, slots=True)
class Sketched:
    """A revision's sketch, as `bot.pipeline.duplicates.copies` makes it."""

    revision_id: int
    article_id: int
    at: datetime
    hashes: bytes


async def add_sketches(connection: Connection, sketches: Sequence[Sketched]) -> None:
    """Store by what copies of these revisions are found."""
    if sketches:
        await connection.execute(
            _new(),
            [
                {
                    "revision_id": one.revision_id,
                    "article_id": one.article_id,
                    "at": one.at,
                    "hashes": base64.b64encode(one.hashes).decode("ascii"),
                }
                for one in sketches
            ],
        )


async def newest_id(connection: Connection) -> int:
    """Return the id of the newest revision with a sketch; 0 where there is none."""
    return await connection.scalar(_newest()) or 0


@cache
def _new() -> Insert:
    return insert(sketch)


@cache
def _newest() -> Select[Any]:
    return select(func.max(sketch.c.revision_id))


async def since(connection: Connection, moment: datetime, *, after: int, limit: int) -> list[Sketched]:
    """Return the sketches made since a moment of revisions above *after*, in the order of their ids."""
    rows = await connection.execute(
        select(sketch)
        .where(sketch.c.revision_id > after, sketch.c.at >= moment)
        .order_by(sketch.c.revision_id)
        .limit(limit)
    )
    return [Sketched(r.revision_id, r.article_id, r.at, base64.b64decode(r.hashes)) for r in rows]


async def forget_sketches(connection: Connection, before: datetime) -> None:
    """Forget the sketches of which no copy is looked for any more."""
    await connection.execute(delete(sketch).where(sketch.c.at < before))


async def add_pairs(connection: Connection, pairs: Sequence[tuple[int, int, float]]) -> None:
    """Store that a revision repeats an earlier one: (revision, earlier revision, similarity)."""
    if pairs:
        await connection.execute(
            insert(near_copy),
            [
                {"revision_id": one, "of_revision_id": other, "similarity": similarity}
                for one, other, similarity in pairs
            ],
        )


async def with_copies(connection: Connection, articles: Sequence[Article]) -> list[Article]:
    """Return *articles* (as a guild sees them) with `copy_of`: the first of them whose text each repeats.

    A copy of a copy counts as a copy of the first. Nothing but these articles' revisions is looked at.
    """
    by_revision = {one.revision_id: one.id for one in articles}
    asked = list(by_revision)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(asked), CHUNK):
        rows = await connection.execute(
            select(near_copy.c.revision_id, near_copy.c.of_revision_id).where(
                near_copy.c.revision_id.in_(asked[start : start + CHUNK])
            )
        )
        pairs.extend(
            (by_revision[row.revision_id], by_revision[row.of_revision_id])
            for row in rows
            if row.of_revision_id in by_revision
        )
    if not pairs:
        return list(articles)
    first = _firsts(pairs, [one.id for one in articles])
    return [replace(one, copy_of=first[one.id] if first[one.id] != one.id else None) for one in articles]


def _firsts(pairs: Iterable[tuple[int, int]], ids: Sequence[int]) -> dict[int, int]:
    """Return, for each of *ids*, the first of them that any number of *pairs* leads to, or itself."""
    root = {id_: id_ for id_ in ids}
    place = {id_: number for number, id_ in enumerate(ids)}

    def top(id_: int) -> int:
        while root[id_] != id_:
            id_ = root[id_]
        return id_

    for one, other in pairs:
        first, second = sorted((top(one), top(other)), key=place.__getitem__)
        root[second] = first
    return {id_: top(id_) for id_ in ids}
