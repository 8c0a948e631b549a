"""Open a database, hand out connections, and put its failures in our words.

SQLite has one writer connection (`BEGIN IMMEDIATE`, one transaction at a time) beside a pool of readers;
PostgreSQL has one pool. No transaction may span a web request.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import OperatorError, StorageError
from bot.storage.sqlite_driver import OneTrip

Connection = AsyncConnection

BUSY_TIMEOUT = 5.0  # seconds that SQLite waits for another process (the command line) to finish writing
CHUNK = 500  # values in one IN (…): SQLite allows 32,766, plans stay small
READERS = 2  # connections that are kept, each with its cache; lookups are short
MORE_READERS = 6  # that are opened when needed and closed again: that takes some milliseconds
# Pages, 32 MB, that SQLite's log gathers before they are written to their places: eight times its own
# default, for pages of the index are written again and again (a sixth less time for a batch of articles).
# https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint
LOGGED = 8_000
# kB of pages in a connection of SQLite: of 1,000,000 articles searches look at 92 MB, and with 8 MB they take
# up to a fifth longer. Three connections are kept, so this may come to 96 MB: 64 MB each would leave a bot
# that polls 100,000 feeds too little of a gigabyte.
CACHE = 32_000

_WORDS = (
    ("database is locked", "The database is locked by another process"),
    ("readonly", "The database is read-only: check the file's permissions and its folder's"),
    ("read-only", "The database is read-only"),
    ("disk is full", "The disk is full: free some space, nothing stored is lost"),
    ("no space left", "The disk is full: free some space, nothing stored is lost"),
    ("could not extend", "The database's disk is full"),
    ("unable to open", "The database file can't be opened: check the path and its permissions"),
    ("malformed", "The database file is damaged: restore a backup"),
    ("not a database", "The file is not a SQLite database"),
)


class Database:
    """One database, SQLite or PostgreSQL."""

    def __init__(self, reader: AsyncEngine, writer: AsyncEngine) -> None:
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self._writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """Give a connection with one consistent view. Raises StorageError."""
        try:
            async with self._reader.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise _in_our_words(error) from error

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        """Give a transaction: committed at the end, undone by any exception. Raises StorageError."""
        try:
            if self.is_sqlite:
                async with self._turn, self._writer.begin() as connection:
                    yield connection
            else:
                async with self._writer.begin() as connection:
                    yield connection
        except DBAPIError as error:
            raise _in_our_words(error) from error

    @asynccontextmanager
    async def remake(self) -> AsyncIterator[Connection]:
        """Give a transaction that may make tables anew, for migrations. Raises StorageError.

        SQLite changes a table by copying and dropping it, and dropping deletes its rows: with foreign
        keys on, all that point to them would go with them. https://www.sqlite.org/lang_altertable.html#otheralter
        """
        if not self.is_sqlite:
            async with self.write() as connection:
                yield connection
            return
        try:
            async with self._turn, self._writer.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None, "a connection that is open"
                await driver.execute("PRAGMA foreign_keys = OFF")  # nothing within a transaction
                try:
                    async with connection.begin():
                        yield connection
                finally:
                    await driver.execute("PRAGMA foreign_keys = ON")
        except DBAPIError as error:
            raise _in_our_words(error) from error

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Connection]:
        """Give a connection outside transactions, for locks of the session. Raises StorageError."""
        try:
            async with self._writer.connect() as connection:
                yield await connection.execution_options(isolation_level="AUTOCOMMIT")
        except DBAPIError as error:
            raise _in_our_words(error) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._reader.dispose()
        if self._writer is not self._reader:
            await self._writer.dispose()


def _in_our_words(error: DBAPIError) -> StorageError | DBAPIError:
    """Return what to raise: a StorageError for the world's faults, the error itself for ours."""
    said = str(error.orig).lower()
    for sign, words in _WORDS:
        if sign in said:
            return StorageError(f"{words} ({str(error.orig).splitlines()[0]}).")
    if error.connection_invalidated or type(error).__name__ in {"OperationalError", "InterfaceError"}:
        return StorageError(f"The database does not answer: {str(error.orig).splitlines()[0]}.")
    return error


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite URL; None for another database or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def connect(url: str) -> Database:
    """Return a database for *url* (`sqlite+aiosqlite:///file` or `postgresql+psycopg://…`).

    Nothing is read or written yet. Raises OperatorError where the file's folder can't be made.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_async_engine(parsed, pool_size=8, max_overflow=8, pool_pre_ping=True)
        return Database(engine, engine)
    if (file := sqlite_file(url)) is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OperatorError(f"The folder of the database {file} can't be made: {error}") from error
    driver = OneTrip()
    # The last one used is used again: its cache holds what was read last.
    reader = create_async_engine(
        parsed, module=driver, pool_size=READERS, max_overflow=MORE_READERS, pool_use_lifo=True
    )
    writer = create_async_engine(parsed, module=driver, pool_size=1, max_overflow=0)
    _tune(reader, begin="BEGIN")
    _tune(writer, begin="BEGIN IMMEDIATE")
    return Database(reader, writer)


def _tune(engine: AsyncEngine, *, begin: str) -> None:
    """Set what a SQLite connection needs; the driver must not begin transactions by itself."""

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {int(BUSY_TIMEOUT * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",  # a message that was sent must not be forgotten with the power
            "foreign_keys = ON",
            "temp_store = MEMORY",
            f"cache_size = -{CACHE}",
            f"wal_autocheckpoint = {LOGGED}",
        ):
            try:
                cursor.execute(f"PRAGMA {pragma}")
            except sqlite3.OperationalError:  # a read-only file stays readable
                if not pragma.startswith("journal_mode"):
                    raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def _given_up(connection: Any, _record: object, _error: object) -> None:
        # A task that was cancelled within a statement gives its connection up. SQLite closes one with an
        # unfinished statement only when Python forgets that, and until then nobody else could write.
        with suppress(Exception):
            connection.rollback()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


async def ping(database: Database) -> None:
    """Ask the database for a sign of life. Raises StorageError."""
    async with database.read() as connection:
        await connection.execute(text("SELECT 1"))
