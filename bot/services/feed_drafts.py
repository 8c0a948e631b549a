"""Feeds as they are shown before they are followed: kept for a day, for who asked alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.domain.clock import Clock
from bot.domain.feed import FeedLink
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.services.previews import FeedPreview
from bot.storage import Database, drafts

KEPT: Final = timedelta(days=1)
KIND: Final = "feed"  # tells these drafts from those of watchlists


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """What a member was shown: a feed that may be followed, or the choice that a page offers, or both."""

    feed: FeedPreview | None = None
    page: str = ""  # that offers the choice, its address as it may be shown
    choices: tuple[FeedLink, ...] = ()


class FeedDraftService:
    """Keeps previews in the database, so that their buttons work after a restart and may be ignored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, viewer: Viewer, draft: FeedDraft) -> str:
        """Keep a draft; return its key, 22 URL-safe characters. Those of yesterday are forgotten."""
        key, now = secrets.token_urlsafe(16), self._clock.now()
        async with self._database.write() as connection:
            await drafts.forget_before(connection, now - KEPT)
            await drafts.add(
                connection,
                key,
                _written(draft),
                guild_id=viewer.guild_id,
                member_id=viewer.member_id,
                now=now,
            )
        return key

    async def get(self, viewer: Viewer, key: str) -> FeedDraft:
        """Return the viewer's draft. Raises NotFound where it was added, cancelled or forgotten."""
        async with self._database.read() as connection:
            found = await drafts.get(connection, key, guild_id=viewer.guild_id, member_id=viewer.member_id)
        if found is None or found.get("kind") != KIND:
            raise NotFound("This was added or cancelled already, or is older than a day. Start again.")
        return _read(found)

    async def change(self, viewer: Viewer, key: str, draft: FeedDraft) -> None:
        """Keep a draft anew under its key. Raises NotFound."""
        await self.get(viewer, key)
        async with self._database.write() as connection:
            await drafts.change(connection, key, _written(draft), now=self._clock.now())

    async def drop(self, viewer: Viewer, key: str) -> None:
        """Forget a draft. Raises NotFound where it is gone already."""
        await self.get(viewer, key)
        async with self._database.write() as connection:
            await drafts.remove(connection, key)


def _written(draft: FeedDraft) -> dict[str, Any]:
    """Return a draft as JSON: of its feed what following it takes."""
    feed = draft.feed and {
        "url": draft.feed.url,
        "title": draft.feed.title,
        "outlet": draft.feed.outlet,
        "language": draft.feed.language,
        "site_url": draft.feed.site_url,
    }
    links = [[link.url, link.title, link.kind] for link in draft.choices]
    return {"kind": KIND, "feed": feed, "page": draft.page, "choices": links}


def _read(found: dict[str, Any]) -> FeedDraft:
    return FeedDraft(
        feed=FeedPreview(**found["feed"]) if found["feed"] else None,
        page=found["page"],
        choices=tuple(FeedLink(*link) for link in found["choices"]),
    )
