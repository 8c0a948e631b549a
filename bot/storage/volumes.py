"""SQLite's index in volumes: a table of FTS5 for so many revisions, one after the other by id.

A volume that is full is never written again but for changed texts, so what an article costs does not grow
with the archive. What FTS5 left there in many segments is merged into one, a small step at a time: a look-up
costs the same in each segment, and a rare word is looked up in all of the archive. A search reads the newest
volume first, whatever its words, and stops when it has enough: a common word, or a short beginning, costs one
volume and not the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from sqlalchemy import TextClause, text

from bot.storage.database import Connection

# Revisions. Smaller ones are cheaper to write and dearer to ask for what is rare: each costs a look-up of
# each word.
VOLUME: Final = 65_536

# Segments of one level that FTS5 merges at once (its own default is 4; beyond 16 it merges all at once): each
# lexeme is written three times until a volume is full, and not six times. It is asked in more of them until
# then, but in one volume only. https://www.sqlite.org/fts5.html#the_automerge_configuration_option
AUTOMERGE: Final = 16

# Segments above which a full volume is merged into one, where the smaller ones together are at least one in
# so many of the largest: texts that were masked later leave small ones, and a merge writes all of the volume.
SEGMENTS: Final = 4
SHARE: Final = 8

# Levels of segments from which a volume is merged no more. SQLite 3.40 begins each merge above those that
# there were, emptied ones, too, and a volume of more than 2,000 can't be written any more ("malformed").
LEVELS: Final = 1_000

# Pages of a volume's 50,000 that a step of merging writes: 20 ms of the writer's time.
PAGES: Final = 200

TABLES: Final = "CREATE TABLE revision_index_volume (number integer PRIMARY KEY)"

# The tokenizer "ascii" parts at spaces and leaves every character beyond ASCII as it is.
_VOLUME = """
    CREATE VIRTUAL TABLE {name} USING fts5(
        lexemes, content='', columnsize=0, detail=none, tokenize='ascii'
    )
"""


def of(revision_id: int) -> int:
    """Return the number of a revision's volume."""
    return revision_id // VOLUME


def name(volume: int) -> str:
    """Return the name of a volume's table."""
    return f"revision_index_{volume}"


def statements(volume: int) -> tuple[str, ...]:
    """Return what makes a volume's table."""
    table = name(volume)
    return (
        _VOLUME.format(name=table),
        f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', {AUTOMERGE})",  # noqa: S608 (numbers)
    )


async def held(connection: Connection) -> list[int]:
    """Return the numbers of the volumes that there are, the newest first."""
    numbers = text("SELECT number FROM revision_index_volume ORDER BY number DESC")
    return list(await connection.scalars(numbers))


async def make(connection: Connection, volumes: Iterable[int]) -> None:
    """Make those of these volumes that are not there yet."""
    for volume in sorted(set(volumes)):
        made = await connection.execute(_new(), {"number": volume})
        if made.rowcount:
            for statement in statements(volume):
                await connection.execute(text(statement))


@cache
def _new() -> TextClause:
    return text("INSERT INTO revision_index_volume (number) VALUES (:number) ON CONFLICT DO NOTHING")


async def scattered(connection: Connection) -> int | None:
    """Return the newest full volume in so many segments that it should and may be merged; None: none is."""
    for volume in (await held(connection))[1:]:
        if is_scattered(await sizes(connection, volume)) and await levels(connection, volume) < LEVELS:
            return volume
    return None


def is_scattered(pages: Sequence[int]) -> bool:
    """Whether a volume of segments of so many pages should be merged: many, and not merely small ones."""
    return len(pages) > SEGMENTS and SHARE * (sum(pages) - max(pages)) >= max(pages)


async def sizes(connection: Connection, volume: int) -> list[int]:
    """Return how many pages the segments have of which FTS5 has made a volume.

    The number of a segment's last page, from 1; the lowest bit says something else:
    https://www.sqlite.org/fts5.html#the_idx_table
    """
    index = f"{name(volume)}_idx"
    each = f"""
        WITH RECURSIVE each (id) AS (
            SELECT min(segid) FROM {index}
            UNION ALL SELECT (SELECT min(segid) FROM {index} WHERE segid > each.id) FROM each WHERE id > 0
        )
        SELECT (SELECT pgno / 2 FROM {index} WHERE segid = each.id ORDER BY term DESC LIMIT 1)
        FROM each WHERE id > 0
    """  # noqa: S608 (a number)
    return list(await connection.scalars(text(each)))


async def levels(connection: Connection, volume: int) -> int:
    """Return in how many levels FTS5 keeps a volume's segments, emptied ones counted.

    The second number of its structure record, behind four bytes: 7 bits a byte, the high bit says "goes on".
    https://www.sqlite.org/fts5.html#the_data_table
    """
    record = await connection.scalar(text(f"SELECT block FROM {name(volume)}_data WHERE id = 10"))  # noqa: S608 (a number)
    high, low = record[4:6]
    return (high & 0x7F) << 7 | low if high & 0x80 else int(high)


async def merge(connection: Connection, volume: int, pages: int) -> None:
    """Do a step of merging a volume into one segment.

    A negative number of pages begins, and goes on with what was begun, in another process too:
    https://www.sqlite.org/fts5.html#the_merge_command
    """
    table = name(volume)
    await connection.execute(text(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {-pages})"))  # noqa: S608


async def clear(connection: Connection) -> None:
    """Forget all volumes."""
    for volume in await held(connection):
        await connection.execute(text(f"DROP TABLE {name(volume)}"))
    await connection.execute(text("DELETE FROM revision_index_volume"))
