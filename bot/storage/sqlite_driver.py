"""SQLite's driver for SQLAlchemy, with one trip to the connection's thread for a statement instead of four.

As SQLAlchemy comes (2.1, `dialects/sqlite/aiosqlite.py`), making a cursor, executing, fetching and closing
are a trip each, and a trip costs more processor time than most statements do. What comes back is the same.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

import aiosqlite
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


class _Done(NamedTuple):
    """What a statement left behind."""

    description: Any
    rows: list[Any]
    rowcount: int
    lastrowid: int | None


_NOTHING = _Done(None, [], -1, None)


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that fetches all rows as it executes, as SQLAlchemy's own does, and then is closed."""

    __slots__ = ("_done",)

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection  # noqa: SLF001  the adapter hands it to its cursors
        self._rows = deque()
        self._done = _NOTHING

    @property
    def description(self) -> Any:
        return self._done.description

    @property
    def rowcount(self) -> int:
        return self._done.rowcount

    @property
    def lastrowid(self) -> Any:
        return self._done.lastrowid

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        await self._do(lambda cursor: cursor.execute(operation, parameters or ()))
        return self

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._do(lambda cursor: cursor.executemany(operation, seq_of_parameters))
        return self

    async def _do(self, step: Callable[[sqlite3.Cursor], object]) -> None:
        """Do *step* on the connection's thread, with a cursor that lives as long, and keep what it left."""
        driver: Any = self._connection

        def trip() -> _Done:
            cursor: sqlite3.Cursor = driver._conn.cursor()  # noqa: SLF001  as SQLAlchemy's adapter asks for it
            try:
                step(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return _Done(cursor.description, rows, cursor.rowcount, cursor.lastrowid)
            finally:
                cursor.close()

        async with self._adapt_connection._execute_mutex:  # noqa: SLF001  as the parent does
            self._done = await driver._execute(trip)  # noqa: SLF001  aiosqlite has no public way in
            self._rows = deque(self._done.rows)

    async def _async_soft_close(self) -> None:
        """Do nothing: it is closed already."""

    def close(self) -> None:
        """Forget the rows that were not asked for."""
        self._rows.clear()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor


class OneTrip(AsyncAdapt_aiosqlite_dbapi):
    """What `create_async_engine` takes for its driver's module."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> AsyncAdapt_aiosqlite_connection:
        """Connect as the parent does."""
        return _Connection(self, super().connect(*arg, **kw)._connection)  # noqa: SLF001  the adapter's own
