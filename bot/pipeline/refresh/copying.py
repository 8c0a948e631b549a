"""Find near copies as articles are filed: the window of `duplicates.copies`, kept with the database.

What a transaction that failed put into the window is taken out again; what others stored, or an earlier run,
comes from rows. So a keeper that takes over after any article finds what the one before it would have found.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.pipeline.duplicates.copies import SHORTEST, Copies
from bot.storage import Connection, copies
from bot.storage.copies import Sketched

ROWS_AT_ONCE = 2_000

# Sketches that are too old are deleted so often.
TIDY_EVERY = timedelta(hours=1)


class Copying:
    """The keeper's window of sketches. `catch_up` before a transaction files, `keep` or `forget` after it."""

    def __init__(self, *, window: timedelta) -> None:
        self._span = window
        self._window = Copies(window=window)
        self._newest = 0  # id of the newest revision in the window whose transaction is known to stand
        self._placed: list[int] = []  # revisions in the window whose transaction is not
        self._sketched: list[Sketched] = []
        self._pairs: list[tuple[int, int, float]] = []
        self._joined: list[tuple[list[int], int]] = []  # in it: versions, and whose they were
        self._tidied_at: datetime | None = None

    def renew(self) -> None:
        """Let go of the whole window: `catch_up` reads it anew."""
        self._window, self._newest = Copies(window=self._span), 0
        self._tidied_at = None

    async def catch_up(self, connection: Connection, *, now: datetime) -> None:
        """Put revisions that others stored into the window. Asks for one number where there are none."""
        newest = await copies.newest_id(connection)
        while newest > self._newest:
            rows = await copies.since(connection, now - self._span, after=self._newest, limit=ROWS_AT_ONCE)
            for row in rows:
                at = min(row.at, now)  # one from under a clock that was ahead ages no other
                self._window.put_sketch(row.revision_id, row.hashes, owner=row.article_id, at=at)
            self._newest = rows[-1].revision_id if len(rows) == ROWS_AT_ONCE else newest

    def place(self, revision_id: int, article_id: int, hashes: bytes, *, now: datetime) -> None:
        """Put a new revision into the window, and note which earlier ones it repeats."""
        if len(hashes) < SHORTEST * 4:
            return
        found = self._window.add_sketch(revision_id, hashes, owner=article_id, at=now)
        self._placed.append(revision_id)
        self._sketched.append(Sketched(revision_id, article_id, now, hashes))
        self._pairs.extend((revision_id, one.id, one.similarity) for one in found)

    def joined(self, kept: int, gone: int) -> None:
        """Take note that an article became a part of another: they repeat each other no more."""
        self._joined.append((self._window.joined(kept, gone), gone))

    async def flush(self, connection: Connection, *, now: datetime) -> None:
        """Store what was placed, and forget what was too old when that was done before.

        So a clock that is ahead for less than `TIDY_EVERY` has nothing forgotten that is needed again.
        """
        await copies.add_sketches(connection, self._sketched)
        await copies.add_pairs(connection, self._pairs)
        self._sketched.clear()
        self._pairs.clear()
        self._tidied_at = self._tidied_at or now
        if now - self._tidied_at >= TIDY_EVERY:
            before, self._tidied_at = self._tidied_at, now
            await copies.forget_sketches(connection, before - self._span)

    def keep(self) -> None:
        """Take note that the transaction stands."""
        self._newest = max(self._placed, default=self._newest)
        self._placed.clear()
        self._joined.clear()

    def forget(self) -> None:
        """Take out of the window what was placed in a transaction that failed, and undo its joins."""
        for versions, owner in reversed(self._joined):
            self._window.give(versions, owner)
        for revision_id in reversed(self._placed):
            self._window.remove(revision_id)
        self._placed.clear()
        self._joined.clear()
        self._sketched.clear()
        self._pairs.clear()
