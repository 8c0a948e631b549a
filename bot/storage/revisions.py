"""What articles say, revision by revision. What is stored of one is never altered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Row, func, insert, select
from sqlalchemy.sql.dml import ReturningInsert

from bot.domain.mask import Mask, under
from bot.storage.database import CHUNK, Connection
from bot.storage.tables import revision


@dataclass(frozen=True, slots=True)
class Version:
    """What an article says in one revision, before it is stored."""

    origin: str  # "feed" or "page"
    url: str | None
    outlet: str
    title: str
    text: str
    author: str | None
    language: str | None
    image_url: str | None
    published: datetime | None
    updated: datetime | None
    credit: str | None = None  # the wire service whose report it is
    stated: str | None = None  # the time that the feed gives, where `published` is not that
    site: str | None = None  # whose boilerplate may stand in the text, of which feed
    mask: Mask = ()  # what of the text is boilerplate
    mask_version: int = 0

    @property
    def told(self) -> str:
        """Return the text with its boilerplate blanked out; every offset still holds."""
        return under(self.mask, self.text)

    @property
    def content_hash(self) -> str:
        """Return the hash of what a reader sees; a changed date alone is not a change."""
        return content_hash(self.title, self.text)


def content_hash(*texts: str) -> str:
    """Return 32 hex characters that tell these texts apart from others."""
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


async def add(
    connection: Connection, article_id: int, version: Version, *, now: datetime
) -> tuple[int, bool]:
    """Store what an article says; return (revision id, whether it is new).

    A version that an earlier revision holds word for word, its link, outlet and author included, is that
    revision; a date alone makes none. Two feeds share none, for each has a `site` of its own: what one of
    them repeats hides nothing of what the other shows.
    """
    same = await connection.scalar(
        select(revision.c.id)
        .where(
            revision.c.article_id == article_id,
            revision.c.content_hash == version.content_hash,
            revision.c.outlet == version.outlet,
            *(
                revision.c[name].is_not_distinct_from(getattr(version, name))
                for name in ("url", "author", "image_url", "language", "site")
            ),
        )
        .order_by(revision.c.id.desc())
        .limit(1)
    )
    if same is not None:
        return int(same), False
    number = await connection.scalar(
        select(func.coalesce(func.max(revision.c.number), 0)).where(revision.c.article_id == article_id)
    )
    return await _insert(connection, article_id, int(number or 0) + 1, version, now=now), True


async def first(connection: Connection, article_id: int, version: Version, *, now: datetime) -> int:
    """Store what an article says that was stored in this very transaction; return the revision's id."""
    return await _insert(connection, article_id, 1, version, now=now)


async def _insert(
    connection: Connection, article_id: int, number: int, version: Version, *, now: datetime
) -> int:
    values = {
        "article_id": article_id,
        "number": number,
        "content_hash": version.content_hash,
        "stored_at": now,
        "origin": version.origin,
        "url": version.url,
        "outlet": version.outlet,
        "title": version.title,
        "text": version.text,
        "author": version.author,
        "language": version.language,
        "image_url": version.image_url,
        "published": version.published,
        "updated": version.updated,
        "site": version.site,
        "mask": [list(span) for span in version.mask] or None,
        "mask_version": version.mask_version,
        "credit": version.credit,
        "stated": version.stated,
    }
    return int(await connection.scalar(_new(), values) or 0)


@cache
def _new() -> ReturningInsert[Any]:
    return insert(revision).returning(revision.c.id)


async def stored_at(connection: Connection, revision_id: int) -> datetime | None:
    """Return when a revision was stored; None where there is none."""
    return await connection.scalar(select(revision.c.stored_at).where(revision.c.id == revision_id))


def version_of(row: Row[Any]) -> Version:
    """Return the version that a row of `revision` holds."""
    return Version(
        origin=row.origin,
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        text=row.text,
        author=row.author,
        language=row.language,
        image_url=row.image_url,
        published=row.published,
        updated=row.updated,
        site=row.site,
        mask=tuple((start, end) for start, end in row.mask or ()),
        mask_version=row.mask_version,
        credit=row.credit,
        stated=row.stated,
    )


async def outlets(connection: Connection, revision_ids: Sequence[int]) -> dict[int, str]:
    """Return the outlet of each revision."""
    return await _strings(connection, revision.c.outlet, revision_ids)


async def titles(connection: Connection, revision_ids: Sequence[int]) -> dict[int, str]:
    """Return the title of each revision."""
    return await _strings(connection, revision.c.title, revision_ids)


async def _strings(connection: Connection, what: Column[str], revision_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(revision_ids), CHUNK):
        part = revision_ids[start : start + CHUNK]
        rows = await connection.execute(select(revision.c.id, what).where(revision.c.id.in_(part)))
        found |= {row[0]: row[1] for row in rows}
    return found
