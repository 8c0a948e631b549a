"""Articles, their revisions, and which feeds' entries show them. What a guild sees of them: `in_sight`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from bot.domain.feed import KnownEntry
from bot.domain.mask import Mask, under
from bot.storage.database import Connection
from bot.storage.feeds import url_hash
from bot.storage.tables import article, entry, feed, guild_feed, revision

CHUNK = 500  # values in one IN (…): SQLite allows 32,766, plans stay small


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
    site: str | None = None  # whose boilerplate may stand in the text
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


async def known_entries(
    connection: Connection, feed_id: int, key_hashes: Sequence[str]
) -> dict[str, KnownEntry]:
    """Return the entries of a feed that are stored already, by the hash of their key."""
    found: dict[str, KnownEntry] = {}
    for start in range(0, len(key_hashes), CHUNK):
        rows = await connection.execute(
            _known(feed_id).where(entry.c.key_hash.in_(key_hashes[start : start + CHUNK]))
        )
        found |= {row.key_hash: _known_of(row) for row in rows}
    return found


async def entries_named(
    connection: Connection,
    feed_id: int,
    *,
    links: Sequence[str],
    titles: Sequence[str],
    since: datetime,
) -> list[KnownEntry]:
    """Return the entries of a feed, stored since a moment, with one of these links or titles (hashes)."""
    found: dict[int, KnownEntry] = {}
    for column, names in ((entry.c.link_hash, links), (entry.c.title_hash, titles)):
        for start in range(0, len(names), CHUNK):
            rows = await connection.execute(
                _known(feed_id).where(
                    column.in_(names[start : start + CHUNK]), entry.c.first_stored_at >= since
                )
            )
            found |= {row.id: _known_of(row) for row in rows}
    return list(found.values())


def _known(feed_id: int) -> Select[Any]:
    return (
        select(
            *(entry.c[name] for name in ("id", "article_id", "revision_id", "key_hash", "link_hash")),
            *(entry.c[name] for name in ("title_hash", "content_hash")),
            *(revision.c[name] for name in ("title", "published", "stated", "stored_at")),
        )
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(entry.c.feed_id == feed_id)
    )


def _known_of(row: Row[Any]) -> KnownEntry:
    return KnownEntry(
        id=row.id,
        article_id=row.article_id,
        revision_id=row.revision_id,
        key_hash=row.key_hash,
        link_hash=row.link_hash,
        title_hash=row.title_hash,
        content_hash=row.content_hash,
        title=row.title,
        moment=row.stated or (row.published.isoformat() if row.published else None),
        revised_at=row.stored_at,
    )


async def by_url(connection: Connection, canonical_url: str) -> int | None:
    """Return the id of the article with this canonical URL."""
    return (await by_urls(connection, [canonical_url])).get(canonical_url)


async def by_urls(connection: Connection, canonical_urls: Iterable[str]) -> dict[str, int]:
    """Return the ids of the articles that are known under these canonical URLs, by URL."""
    hashes = {url_hash(url): url for url in canonical_urls}
    found: dict[str, int] = {}
    asked = list(hashes)
    for start in range(0, len(asked), CHUNK):
        rows = await connection.execute(
            select(article.c.id, article.c.url_hash).where(
                article.c.url_hash.in_(asked[start : start + CHUNK])
            )
        )
        found |= {hashes[row.url_hash]: row.id for row in rows}
    return found


async def add(
    connection: Connection,
    *,
    story_id: int,
    url: str | None,
    now: datetime,
    page_due_at: datetime | None = None,
    page_note: str | None = None,
) -> int:
    """Store a new article, without a revision yet; return its id."""
    return int(
        await connection.scalar(
            insert(article)
            .values(
                story_id=story_id,
                url=url,
                url_hash=url_hash(url) if url else None,
                first_stored_at=now,
                page_due_at=page_due_at,
                page_note=page_note,
            )
            .returning(article.c.id)
        )
        or 0
    )


async def add_revision(
    connection: Connection, article_id: int, version: Version, *, now: datetime
) -> tuple[int, bool]:
    """Store what an article says; return (revision id, whether it is new).

    A version that an earlier revision holds word for word, its link, outlet and author included, is that
    revision; a date alone makes none.
    """
    same = await connection.scalar(
        select(revision.c.id)
        .where(
            revision.c.article_id == article_id,
            revision.c.content_hash == version.content_hash,
            revision.c.outlet == version.outlet,
            *(
                revision.c[name].is_not_distinct_from(getattr(version, name))
                for name in ("url", "author", "image_url", "language")
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
    return await _insert_revision(connection, article_id, int(number or 0) + 1, version, now=now), True


async def first_revision(connection: Connection, article_id: int, version: Version, *, now: datetime) -> int:
    """Store what an article says that was stored in this very transaction; return the revision's id."""
    return await _insert_revision(connection, article_id, 1, version, now=now)


async def _insert_revision(
    connection: Connection, article_id: int, number: int, version: Version, *, now: datetime
) -> int:
    new = await connection.scalar(
        insert(revision)
        .values(
            article_id=article_id,
            number=number,
            content_hash=version.content_hash,
            stored_at=now,
            origin=version.origin,
            url=version.url,
            outlet=version.outlet,
            title=version.title,
            text=version.text,
            author=version.author,
            language=version.language,
            image_url=version.image_url,
            published=version.published,
            updated=version.updated,
            site=version.site,
            mask=[list(span) for span in version.mask] or None,
            mask_version=version.mask_version,
            credit=version.credit,
            stated=version.stated,
        )
        .returning(revision.c.id)
    )
    return int(new or 0)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """That a feed shows an article, in this revision, before it is stored."""

    feed_id: int
    key_hash: str
    article_id: int
    revision_id: int
    content_hash: str
    alertable: bool
    link_hash: str | None = None
    title_hash: str | None = None


async def add_entries(connection: Connection, entries: Sequence[NewEntry], *, now: datetime) -> None:
    """Store new entries, in this order."""
    if entries:
        await connection.execute(insert(entry), [asdict(one) | {"first_stored_at": now} for one in entries])


async def add_entry(
    connection: Connection,
    *,
    feed_id: int,
    key_hash: str,
    article_id: int,
    revision_id: int,
    entry_hash: str,
    alertable: bool,
    now: datetime,
) -> None:
    """Store that a feed shows an article, in this revision."""
    await connection.execute(
        insert(entry).values(
            feed_id=feed_id,
            key_hash=key_hash,
            article_id=article_id,
            revision_id=revision_id,
            content_hash=entry_hash,
            first_stored_at=now,
            alertable=alertable,
        )
    )


async def point_entry(
    connection: Connection,
    entry_id: int,
    *,
    revision_id: int,
    entry_hash: str | None = None,
    names: tuple[str | None, str | None] | None = None,
) -> None:
    """Let a feed's entry show another revision, and be known by other *names*: hashes of link and title."""
    values: dict[str, Any] = {"revision_id": revision_id}
    if entry_hash is not None:
        values["content_hash"] = entry_hash
    if names is not None:
        values |= {"link_hash": names[0], "title_hash": names[1]}
    await connection.execute(update(entry).where(entry.c.id == entry_id).values(**values))


async def entries_of(connection: Connection, article_id: int) -> list[tuple[int, int, int]]:
    """Return (entry id, feed id, revision id) of every feed that shows an article."""
    rows = await connection.execute(
        select(entry.c.id, entry.c.feed_id, entry.c.revision_id).where(entry.c.article_id == article_id)
    )
    return [(row.id, row.feed_id, row.revision_id) for row in rows]


# What a guild first met in a back catalogue is still news of another feed if it was published so lately.
STILL_NEWS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FirstSight:
    """When a guild could first see an article, through the feeds that it follows now."""

    at: datetime
    alertable: bool
    active_since: datetime | None  # of that feed, for the guild; None while paused


async def first_sights(connection: Connection, article_id: int, *, feed_id: int) -> dict[int, FirstSight]:
    """Return, for every guild that follows a feed which shows the article, the sight of it that counts.

    That is the first by which it could alert: through an active feed, as news, after the guild followed that
    feed. A back catalogue or a paused feed that showed it earlier hides none that was published lately. What
    *feed_id* (which shows it now) has in its back catalogue is that, whatever other feeds showed.
    """
    rows = await connection.execute(
        select(
            *(guild_feed.c[name] for name in ("guild_id", "active_since")),
            *(entry.c[name] for name in ("feed_id", "first_stored_at", "alertable")),
            revision.c.published,
        )
        .join(guild_feed, guild_feed.c.feed_id == entry.c.feed_id)
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(entry.c.article_id == article_id)
        .order_by(entry.c.id)
    )
    seen: dict[int, list[Any]] = {}
    for row in rows:
        seen.setdefault(row.guild_id, []).append(row)
    return {guild_id: _first_sight(shown, feed_id) for guild_id, shown in seen.items()}


def _first_sight(shown: Sequence[Any], feed_id: int) -> FirstSight:
    """Return the sight that counts of those that one guild has of an article, in order of arrival."""
    catalogue = next((row for row in shown if row.feed_id == feed_id and not row.alertable), None)
    if catalogue is not None and not any(row.feed_id == feed_id and row.alertable for row in shown):
        return FirstSight(catalogue.first_stored_at, alertable=False, active_since=catalogue.active_since)
    first = shown[0]
    news = next((row for row in shown if _could_alert(row)), first)
    if news is first or (news.published or first.first_stored_at) >= min(
        news.active_since, news.first_stored_at - STILL_NEWS
    ):
        return FirstSight(news.first_stored_at, news.alertable, news.active_since)
    active_since = next((row.active_since for row in shown if row.active_since is not None), None)
    return FirstSight(first.first_stored_at, first.alertable, first.active_since or active_since)


def _could_alert(row: Any) -> bool:
    active_since = row.active_since
    return bool(row.alertable and active_since is not None and row.first_stored_at >= active_since)


async def pages_due(connection: Connection, *, now: datetime, limit: int) -> list[tuple[int, str, int]]:
    """Return (article id, URL, attempts so far) of articles whose page is still to be read.

    The URL is the link as a feed gives it: sites need not answer at the one by which an article is known.
    """
    link = (
        select(revision.c.url)
        .where(revision.c.article_id == article.c.id, revision.c.url.is_not(None))
        .order_by(revision.c.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(article.c.id, func.coalesce(link, article.c.url).label("link"), article.c.page_attempts)
        .where(article.c.page_due_at <= now)
        .order_by(article.c.page_due_at)
        .limit(limit)
    )
    return [(row.id, row.link, row.page_attempts) for row in rows if row.link]


async def want_page(connection: Connection, article_id: int, *, now: datetime) -> None:
    """Let an article's page be read (again), with all attempts."""
    await connection.execute(
        update(article).where(article.c.id == article_id).values(page_due_at=now, page_attempts=0)
    )


async def page_tried(
    connection: Connection, article_id: int, *, again_at: datetime | None, note: str | None = None
) -> None:
    """Note an attempt to read an article's page; None: done, or given up. *note* says why it gave none."""
    await connection.execute(
        update(article)
        .where(article.c.id == article_id)
        .values(page_due_at=again_at, page_attempts=article.c.page_attempts + 1, page_note=note)
    )


async def move(connection: Connection, article_id: int, story_id: int) -> None:
    """Put an article into a story."""
    await connection.execute(update(article).where(article.c.id == article_id).values(story_id=story_id))


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article as it came: its story, and its first revision."""

    article_id: int
    story_id: int
    url: str | None  # canonical
    version: Version
    first_stored_at: datetime


async def newest_id(connection: Connection) -> int:
    """Return the id of the newest article; 0 where there is none."""
    return await connection.scalar(select(func.max(article.c.id))) or 0


async def since(
    connection: Connection, moment: datetime, *, after: int = 0, limit: int | None = None
) -> list[Arrived]:
    """Return the articles first stored since a moment, by arrival: the window of clustering.

    Only those with an id above *after*, and *limit* of them at most.
    """
    first = (
        select(revision.c.article_id, func.min(revision.c.id).label("id"))
        .join(article, article.c.id == revision.c.article_id)
        .where(article.c.first_stored_at >= moment, article.c.id > after)
        .group_by(revision.c.article_id)
        .order_by(revision.c.article_id)
        .limit(limit)
        .subquery()
    )
    rows = await connection.execute(
        select(
            article.c.id.label("arrived_id"),
            article.c.url.label("canonical_url"),
            article.c.story_id,
            article.c.first_stored_at,
            revision,
        )
        .join(first, first.c.article_id == article.c.id)
        .join(revision, revision.c.id == first.c.id)
        .order_by(article.c.id)
    )
    return [
        Arrived(r.arrived_id, r.story_id, r.canonical_url, version_of(r), r.first_stored_at) for r in rows
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as one feed's entry shows it now."""

    entry_id: int
    feed_id: int
    feed_title: str
    feed_outlet: str
    revision_id: int
    version: Version


async def shown_by(connection: Connection, article_id: int) -> list[Shown]:
    """Return how the entries of all feeds show an article, the earliest entry first."""
    rows = await connection.execute(
        select(
            entry.c.id.label("entry_id"),
            entry.c.feed_id,
            feed.c.title.label("feed_title"),
            feed.c.outlet.label("feed_outlet"),
            revision,
        )
        .join(revision, revision.c.id == entry.c.revision_id)
        .join(feed, feed.c.id == entry.c.feed_id)
        .where(entry.c.article_id == article_id)
        .order_by(entry.c.id)
    )
    return [Shown(r.entry_id, r.feed_id, r.feed_title, r.feed_outlet, r.id, version_of(r)) for r in rows]


async def revision_stored_at(connection: Connection, revision_id: int) -> datetime | None:
    """Return when a revision was stored; None where there is none."""
    return await connection.scalar(select(revision.c.stored_at).where(revision.c.id == revision_id))


async def first_stored(connection: Connection, article_id: int) -> tuple[int, datetime] | None:
    """Return (story id, when it was first stored) of an article."""
    row = (
        await connection.execute(
            select(article.c.story_id, article.c.first_stored_at).where(article.c.id == article_id)
        )
    ).first()
    return (row.story_id, row.first_stored_at) if row else None


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
