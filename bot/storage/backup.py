"""Back a database up into one file, and restore it, on either database or from one to the other.

The file is gzip over JSON Lines: a head line `{"salient": 1, "revision": …}`, then a line `{"table": name}`
before the rows of each table, each row a list of values in the order of the head's columns, and a last line
`{"rows": number}` that says that nothing is missing. The archive's index is made anew by a restore.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Table, delete, func, insert, select, text

from bot.errors import OperatorError
from bot.storage import counters, fulltext
from bot.storage.database import Connection, Database
from bot.storage.migrate import newest
from bot.storage.tables import metadata, role_lease
from bot.storage.types import UtcDateTime
from bot.text import Analyser

FORMAT = 1
BATCH = 500  # rows of one INSERT
LONGEST_HEAD = 1_000  # characters of the head line
RESTORED = "restored"  # the counter that makes the next start look into the channels before it sends


async def backup(database: Database, file: Path, *, overwrite: bool = False) -> int:
    """Write everything stored into *file*, as one moment has it, while the bot runs; return the rows written.

    The file appears only when it is whole. An older backup is replaced where *overwrite* says so, anything
    else never: it may be the database itself. Raises OperatorError, also where it can't be written.
    """
    _require_free(file, overwrite=overwrite)
    part = file.with_name(f"{file.name}.part")
    try:
        with gzip.open(part, "wt", encoding="utf-8", compresslevel=6) as out:
            async with database.read() as connection:
                rows = await _write(connection, out)
        os.replace(part, file)  # noqa: PTH105 - one rename, whatever stood there
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OperatorError(f"The backup {file} can't be written: {error.strerror or error}.") from error
    return rows


def _require_free(file: Path, *, overwrite: bool) -> None:
    if not file.is_file():
        return
    if not overwrite:
        raise OperatorError(f"{file} is there already. Choose another name, or say --overwrite.")
    if not _is_backup(file):
        raise OperatorError(f"{file} is no backup of Salient, so it is not overwritten. Choose another name.")


def _is_backup(file: Path) -> bool:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            return lines.readline(LONGEST_HEAD).startswith('{"salient":')
    except (OSError, EOFError, ValueError, zlib.error):
        return False


async def _write(connection: Connection, out: TextIO) -> int:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    _line(out, {"salient": FORMAT, "revision": newest()})
    total = 0
    for table in _tables():
        _line(out, {"table": table.name, "columns": [column.name for column in table.columns]})
        async for row in _rows(connection, table):
            _line(out, [_plain(value) for value in row])
            total += 1
    _line(out, {"rows": total})
    return total


async def _rows(connection: Connection, table: Table) -> AsyncIterator[Any]:
    result = await connection.stream(select(table).order_by(*table.primary_key.columns))
    async for row in result:
        yield row


async def restore(database: Database, file: Path) -> int:
    """Put what *file* holds in the place of everything stored; return the rows restored.

    All or nothing: a file that is damaged or of another version leaves the database as it was. The next
    start looks into the channels before it sends. Raises OperatorError.
    """
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            async with database.write() as connection:
                rows = await _read(connection, _objects(lines))
    except FileNotFoundError as error:
        raise OperatorError(f"There is no file {file}. Nothing was changed.") from error
    except gzip.BadGzipFile as error:
        raise OperatorError(f"{file} is no backup of Salient. Nothing was changed.") from error
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise OperatorError(
            f"{file} is not a whole backup of Salient: {error}. Nothing was changed."
        ) from error
    await fulltext.rebuild(database, Analyser())
    return rows


async def _read(connection: Connection, lines: Iterator[Any]) -> int:
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("salient") != FORMAT:
        raise ValueError("it does not begin as one")
    if head["revision"] != newest():
        raise OperatorError(
            f"The backup was made by a version whose tables are at revision {head['revision']}; "
            f"this one has {newest()}. Restore it with that version, then run this one."
        )
    tables = {table.name: table for table in _tables()}
    for emptied in reversed(_tables()):
        await connection.execute(delete(emptied))
    total = 0
    table: Table | None = None
    columns: list[str] = []
    batch: list[dict[str, Any]] = []
    for line in lines:
        if isinstance(line, list):
            batch.append(dict(zip(columns, line, strict=True)))
            total += 1
            if len(batch) == BATCH:
                await _insert(connection, table, batch)
            continue
        await _insert(connection, table, batch)
        if "rows" in line:
            if line["rows"] != total:
                raise ValueError(f"{total} rows stand there, {line['rows']} were written")
            break
        table, columns = tables[line["table"]], line["columns"]
    else:
        raise ValueError("its end is missing")
    await _continue_ids(connection)
    await counters.set_count(connection, RESTORED, 1)
    return total


async def _insert(connection: Connection, table: Table | None, batch: list[dict[str, Any]]) -> None:
    """Insert the batch and empty it; a row may point to a later one of its own table (deferred keys)."""
    if not batch or table is None:
        return
    moments = [column.name for column in table.columns if isinstance(column.type, UtcDateTime)]
    for row in batch:
        for name in moments:
            if row.get(name) is not None:
                row[name] = datetime.fromisoformat(row[name])
    await connection.execute(insert(table), batch)
    batch.clear()


async def _continue_ids(connection: Connection) -> None:
    """Let PostgreSQL's sequences go on after the restored ids; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        if "id" in table.columns and table.columns["id"].autoincrement is True:
            highest = await connection.scalar(select(func.max(table.columns["id"])))
            await connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value, :called)"),
                {"name": f'"{table.name}"', "value": highest or 1, "called": highest is not None},
            )


def _tables() -> list[Table]:
    """Return the tables that are backed up, those that others point to first."""
    return [table for table in metadata.sorted_tables if table is not role_lease]


def _objects(lines: TextIO) -> Iterator[Any]:
    for line in lines:
        yield json.loads(line)


def _line(out: TextIO, value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
