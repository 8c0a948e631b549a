"""One process a database: a lock that ends with the process that holds it, however it ends.

SQLite: a lock on a file beside the database. PostgreSQL: an advisory lock of a session of its own
(https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS). A lease in the database says
who holds a role; this lock says that the holder is alive, so that a restart need not wait for its end.
"""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.errors import OperatorError
from bot.storage.database import Database, sqlite_file

ADVISORY_KEY = 0x53414C49454E54  # "SALIENT" in ASCII


@asynccontextmanager
async def alone(database: Database, url: str, who: str) -> AsyncIterator[str]:
    """Hold the database's lock within the block; yields the holder's full name, *who* and the process.

    Raises OperatorError, naming the other holder, where another process holds it.
    """
    holder = f"{who}, process {os.getpid()} on {socket.gethostname()}"
    if not database.is_sqlite:
        async with _alone_on_postgres(database, holder):
            yield holder
        return
    file = sqlite_file(url)
    if file is None:  # in memory: nobody else can reach it
        yield holder
        return
    lock, sign = FileLock(f"{file}.lock"), Path(f"{file}.holder")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise _taken(_read(sign)) from error
    except OSError as error:
        raise OperatorError(f"The lock file {file}.lock can't be written: {error}") from error
    try:
        _write(sign, holder)
        yield holder
    finally:
        lock.release()


def _read(sign: Path) -> str:
    return sign.read_text("utf-8").strip() if sign.exists() else "another process"


def _write(sign: Path, holder: str) -> None:
    sign.write_text(holder, "utf-8")


@asynccontextmanager
async def _alone_on_postgres(database: Database, holder: str) -> AsyncIterator[None]:
    async with database.session() as connection:
        await connection.execute(
            text("SELECT set_config('application_name', :name, false)"), {"name": holder}
        )
        if not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}):
            other = await connection.scalar(
                text(
                    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
                    "WHERE locktype = 'advisory' AND granted AND classid = :high AND objid = :low"
                ),
                {"high": ADVISORY_KEY >> 32, "low": ADVISORY_KEY & 0xFFFFFFFF},
            )
            raise _taken(str(other or "another process"))
        try:
            yield
        finally:
            with suppress(DBAPIError):  # the server hung up meanwhile: the lock ended with the session
                await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})


def _taken(holder: str) -> OperatorError:
    return OperatorError(
        f"This database is in use by {holder}. Stop that one first, or give this one another database "
        "(SALIENT_DATABASE_URL)."
    )
