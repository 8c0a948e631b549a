"""What was learnt of the lines that a site repeats, and the masks over the texts that hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, select, update

from bot.domain.mask import Mask
from bot.storage.counters import bump, count
from bot.storage.database import CHUNK, Connection
from bot.storage.revisions import Version, version_of
from bot.storage.tables import article, boilerplate, kept_line, revision
from bot.storage.upserts import upsert

COUNTER = "masks"  # the row of `counter` that gives each new set of lines its version
ABOVE_ALL = 2**63 - 1  # as a revision's id: the largest that a row can have


@dataclass(frozen=True, slots=True)
class Lines:
    """The keys of a site's boilerplate, newest first; `version` 0 where nothing was learnt yet."""

    keys: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """An article of a site, in its newest revision."""

    story_id: int
    title: str
    text: str
    origin: str
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """A revision whose mask may be out of date."""

    revision_id: int
    version: Version


async def version(connection: Connection) -> int:
    """Return the version of the newest lines of any site."""
    return await count(connection, COUNTER)


async def versions_of_masks(connection: Connection, revision_ids: Collection[int]) -> dict[int, int]:
    """Return the version of the lines that are hidden in each revision."""
    rows = await connection.execute(
        select(revision.c.id, revision.c.mask_version).where(revision.c.id.in_(list(revision_ids)))
    )
    return {row.id: row.mask_version for row in rows}


async def kept(connection: Connection, feed_id: int) -> frozenset[str]:
    """Return the keys of lines that some guild which follows the feed keeps in its texts."""
    rows = select(kept_line.c.key).where(kept_line.c.feed_id == feed_id, kept_line.c.undone_at.is_(None))
    return frozenset(await connection.scalars(rows))


async def lines_of(connection: Connection, sites: Collection[str]) -> dict[str, Lines]:
    """Return what was learnt of these sites; one of which nothing was learnt has no lines."""
    found = dict.fromkeys(sites, Lines())
    asked = list(sites)
    for start in range(0, len(asked), CHUNK):
        rows = await connection.execute(_lines_of(), {"sites": asked[start : start + CHUNK]})
        found |= {row.site: Lines(tuple(row.lines), row.version) for row in rows}
    return found


@cache
def _lines_of() -> Select[Any]:
    return select(boilerplate.c.site, boilerplate.c.lines, boilerplate.c.version).where(
        boilerplate.c.site.in_(bindparam("sites", expanding=True))
    )


async def newest_of(connection: Connection, site: str, *, limit: int) -> list[Seen]:
    """Return a site's newest articles in order of arrival, each once."""
    rows = await connection.execute(_newest_of(limit), {"site": site})
    seen: dict[int, Seen] = {}
    for row in rows:
        seen.setdefault(row.article_id, Seen(row.story_id, row.title, row.text, row.origin, row.stored_at))
    return list(seen.values())[::-1]


@cache
def _newest_of(limit: int) -> Select[Any]:
    return (
        select(
            revision.c.article_id,
            article.c.story_id,
            revision.c.title,
            revision.c.text,
            revision.c.origin,
            revision.c.stored_at,
        )
        .join(article, article.c.id == revision.c.article_id)
        .where(revision.c.site == bindparam("site"))
        .order_by(revision.c.id.desc())
        .limit(limit)
    )


async def learnt(connection: Connection, site: str, keys: Sequence[str]) -> Lines:
    """Store a site's lines under a new version; all its revisions are to be masked anew, the newest first.

    Those as well that this transaction is still to store, masked by the lines before.
    """
    version = await bump(connection, COUNTER)
    values = {"version": version, "lines": list(keys), "masked_down_to": ABOVE_ALL}
    row = upsert(connection, boilerplate).values(site=site, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=["site"], set_=values))
    return Lines(tuple(keys), version)


async def unfinished(connection: Connection, *, limit: int) -> tuple[str, Lines, list[Stored]] | None:
    """Return a site whose revisions are not all masked by its lines, and the next of them; None: all are."""
    site = (await connection.execute(_oldest_unfinished())).first()
    if site is None:
        return None
    asked = {"site": site.site, "before": site.masked_down_to}
    rows = await connection.execute(_unmasked(limit), asked)
    return (
        site.site,
        Lines(tuple(site.lines), site.version),
        [Stored(row.id, version_of(row)) for row in rows],
    )


@cache
def _oldest_unfinished() -> Select[Any]:
    return (
        select(boilerplate)
        .where(boilerplate.c.masked_down_to.is_not(None))
        .order_by(boilerplate.c.version)
        .limit(1)
    )


@cache
def _unmasked(limit: int) -> Select[Any]:
    return (
        select(revision)
        .where(revision.c.site == bindparam("site"), revision.c.id < bindparam("before"))
        .order_by(revision.c.id.desc())
        .limit(limit)
    )


async def mask(connection: Connection, masks: Iterable[tuple[int, Mask]], *, version: int) -> None:
    """Give revisions their masks of this version."""
    rows = [
        {"masked_id": revision_id, "mask": [list(span) for span in spans] or None, "mask_version": version}
        for revision_id, spans in masks
    ]
    if rows:
        await connection.execute(_masked(), rows)


@cache
def _masked() -> Update:
    return update(revision).where(revision.c.id == bindparam("masked_id"))


async def masked_down_to(connection: Connection, site: str, revision_id: int | None, *, version: int) -> None:
    """Note how far a site's revisions have their masks of this version; None: all have."""
    await connection.execute(
        _down_to(), {"of_site": site, "of_version": version, "masked_down_to": revision_id}
    )


@cache
def _down_to() -> Update:
    return update(boilerplate).where(
        boilerplate.c.site == bindparam("of_site"), boilerplate.c.version == bindparam("of_version")
    )
