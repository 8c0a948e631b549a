"""Evaluate queries of stored articles on a thread of their own, so that the event loop stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.domain.article import Article
from bot.domain.guild import Viewer
from bot.domain.watchlist import Hit
from bot.lookups.reading import matched
from bot.query import Query
from bot.storage import Connection, following, in_sight
from bot.text import Analyser

Result = TypeVar("Result")
Found = list[tuple[Article, tuple[Hit, ...]]]


class Evaluator:
    """One thread, and the `analyser` that is used in it alone."""

    def __init__(self) -> None:
        self.analyser = Analyser()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def do(self, step: Callable[[], Result]) -> Result:
        """Return what *step* does, done in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, step)

    async def read(
        self,
        connection: Connection,
        query: Query,
        ids: Sequence[int],
        viewer: Viewer,
        *,
        texts: bool = True,
    ) -> Found:
        """Return those of these revisions that match, with what matched in them, in the same order."""
        some = await in_sight.of_revisions(connection, ids, guild_id=viewer.guild_id, texts=texts)
        titles: dict[int, list[str]] = {}
        if any(term.field == "feed" for term in query.terms):
            titles = await following.titles(connection, ids, guild_id=viewer.guild_id)
        present = {one.revision_id: one for one in some}

        def evaluated() -> Found:
            kept = []
            for id_ in ids:
                one = present.get(id_)
                hits = matched(query, self.analyser, one, titles.get(id_, ())) if one else None
                if one and hits is not None:
                    kept.append((one, hits))
            return kept

        return await self.do(evaluated)
