"""What a member was shown and has not saved yet: kept for a day, for who asked alone.

A kind of draft says how it is written as JSON and read again; all kinds are kept alike.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar

from bot.domain.clock import Clock
from bot.domain.feed import FeedLink
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.services.previews import FeedPreview
from bot.storage import Database, drafts

KEPT: Final = timedelta(days=1)

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be saved: a new watchlist, or changes of the one called `editing`.

    Of an edit what is None stays as it is; `name` is then the new one. `refused` is a query that was typed
    for it and can't be saved: the form shows it again. Where none could be yet, `query` is empty.
    """

    query: str
    name: str | None = None
    channel_id: int | None = None
    role_id: int | None = None
    no_role: bool = False
    editing: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """What a member was shown: a feed that may be followed, or the choice that a page offers, or both."""

    feed: FeedPreview | None = None
    page: str = ""  # that offers the choice, its address as it may be shown
    choices: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and may be asked again in other words; `options` are its command's, as JSON."""

    words: str
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DraftKind(Generic[Shown]):
    """How drafts of one kind are told from others, written and read, and what is said of one that is gone."""

    name: str
    write: Callable[[Shown], dict[str, Any]]
    read: Callable[[dict[str, Any]], Shown]
    gone: str


class DraftService(Generic[Shown]):
    """Keeps drafts in the database, so that their buttons work after a restart and may be ignored."""

    def __init__(self, database: Database, clock: Clock, kind: DraftKind[Shown]) -> None:
        self._database = database
        self._clock = clock
        self._kind = kind

    async def keep(self, viewer: Viewer, draft: Shown) -> str:
        """Keep a draft; return its key, 22 URL-safe characters."""
        key, now = secrets.token_urlsafe(16), self._clock.now()
        async with self._database.write() as connection:
            await drafts.add(
                connection,
                key,
                self._written(draft),
                guild_id=viewer.guild_id,
                member_id=viewer.member_id,
                now=now,
            )
        return key

    async def get(self, viewer: Viewer, key: str) -> Shown:
        """Return the viewer's draft. Raises NotFound where it was saved, cancelled or forgotten."""
        async with self._database.read() as connection:
            found = await drafts.get(connection, key, guild_id=viewer.guild_id, member_id=viewer.member_id)
        if found is None or found.get("kind") != self._kind.name:
            raise NotFound(self._kind.gone)
        return self._kind.read({name: value for name, value in found.items() if name != "kind"})

    async def change(self, viewer: Viewer, key: str, draft: Shown) -> None:
        """Keep a draft anew under its key. Raises NotFound."""
        await self.get(viewer, key)
        async with self._database.write() as connection:
            await drafts.change(connection, key, self._written(draft), now=self._clock.now())

    async def drop(self, viewer: Viewer, key: str) -> None:
        """Forget a draft. Raises NotFound where it is gone already."""
        await self.get(viewer, key)
        async with self._database.write() as connection:
            await drafts.remove(connection, key)

    async def purge(self) -> None:
        """Forget the drafts, of every kind, that nobody has touched for a day."""
        async with self._database.write() as connection:
            await drafts.forget_before(connection, self._clock.now() - KEPT)

    def _written(self, draft: Shown) -> dict[str, Any]:
        return {"kind": self._kind.name, **self._kind.write(draft)}


def _feed_written(draft: FeedDraft) -> dict[str, Any]:
    """Return a draft as JSON: of its feed what following it takes."""
    feed = draft.feed and {
        "url": draft.feed.url,
        "title": draft.feed.title,
        "outlet": draft.feed.outlet,
        "language": draft.feed.language,
        "site_url": draft.feed.site_url,
    }
    links = [[link.url, link.title, link.kind] for link in draft.choices]
    return {"feed": feed, "page": draft.page, "choices": links}


def _feed_read(found: dict[str, Any]) -> FeedDraft:
    return FeedDraft(
        feed=FeedPreview(**found["feed"]) if found["feed"] else None,
        page=found["page"],
        choices=tuple(FeedLink(*link) for link in found["choices"]),
    )


WATCHLIST: Final[DraftKind[Draft]] = DraftKind(
    name="watchlist",
    write=asdict,
    read=lambda found: Draft(**found),
    gone="This was saved or cancelled already, or is older than a day. Start again.",
)
FEED: Final[DraftKind[FeedDraft]] = DraftKind(
    name="feed",
    write=_feed_written,
    read=_feed_read,
    gone="This was added or cancelled already, or is older than a day. Start again.",
)
QUESTION: Final[DraftKind[Question]] = DraftKind(
    name="question",
    write=asdict,
    read=lambda found: Question(**found),
    gone="This is older than a day. Ask again.",
)
