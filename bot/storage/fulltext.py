"""The archive's index over our own tokens: it proposes revisions, the query's own evaluation decides.

Both databases hold for each revision what `bot.query.lexemes` gives: a bag of lexemes, without positions, and
the codes of its words in order. SQLite keeps the bag in FTS5 (contentless, `detail=none`), in `volumes`;
PostgreSQL under GIN, as tsvectors that are not stored. Ids of revisions grow with time and are never used
twice, so newest first is by id. `archive` asks, `spelling` says how.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import TextClause, select, text

from bot.domain.mask import under
from bot.query import Lexemes, lexemes, read
from bot.storage import volumes
from bot.storage.database import Connection, Database
from bot.storage.index_syntax import ALL_LEXEMES, BLOCK, TSVECTOR, in_block
from bot.storage.tables import revision
from bot.storage.volumes import PAGES
from bot.text import ANALYSIS_VERSION, Analyser

BATCH = 200  # revisions indexed again at once
TIDIED = 50  # steps of `tidy` at once: a second of the writer's time, and a tenth of a volume

# A tsvector holds 2^20 bytes of lexemes; array_to_tsvector does not check it, so we do, with some room.
# https://www.postgresql.org/docs/current/textsearch-limitations.html
MOST_LEXEME_BYTES = 900_000

_VERSION = "analysis_version"  # the row of `counter` that says what the index was made with: MADE_WITH

# What the index holds follows from the analysis and from what `bot.query.lexemes` makes of it, whose forms
# are numbered here: 1 had stems without their stemmer, and no pairs; 2 had longer pairs, and no codes; 3 had
# shorter pairs; 4 had longer ones, and no volumes.
LEXEMES_VERSION = 5
MADE_WITH = 1_000 * LEXEMES_VERSION + ANALYSIS_VERSION

# The text is there to be indexed alone: compressed it takes a third of a tsvector, whose head won't compress.
_POSTGRESQL = (
    """
    CREATE TABLE revision_index (
        revision_id bigint PRIMARY KEY REFERENCES revision (id) ON DELETE CASCADE,
        lexemes text NOT NULL
    )
    """,
    f"CREATE INDEX revision_index_lexemes ON revision_index USING gin ({TSVECTOR})",
)
_WORDS = """
    CREATE TABLE revision_index_words (
        revision_id {number} PRIMARY KEY REFERENCES revision (id) ON DELETE CASCADE,
        stemmer varchar(3) NOT NULL,
        title {bytes} NOT NULL,
        words {bytes} NOT NULL
    )
    """
_BOTH = (
    "CREATE TABLE revision_index_language (language varchar(16) PRIMARY KEY)",
    f"INSERT INTO counter (name, value) VALUES ('{_VERSION}', {MADE_WITH})",  # noqa: S608 (a constant)
)


def create(connection: SyncConnection) -> None:
    """Make the index's tables, in the way of the connection's database (called by the first migration)."""
    for statement in (*(() if connection.dialect.name == "sqlite" else _POSTGRESQL), *_BOTH):
        connection.execute(text(statement))


def create_words(connection: SyncConnection) -> None:
    """Make the table of codes, and PostgreSQL's index in the way of now (called by the third migration)."""
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        for statement in ("DROP TABLE revision_index", *_POSTGRESQL):
            connection.execute(text(statement))
    kinds = {"number": "integer", "bytes": "blob"} if is_sqlite else {"number": "bigint", "bytes": "bytea"}
    connection.execute(text(_WORDS.format(**kinds)))
    if not is_sqlite:
        # Codes can't be compressed, and in a place of their own each would cost two more look-ups.
        connection.execute(text("ALTER TABLE revision_index_words SET (toast_tuple_target = 8160)"))


def create_volumes(connection: SyncConnection) -> None:
    """Make the list of SQLite's volumes in the place of its one table (called by the eighth migration)."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TABLE IF EXISTS revision_index"))
        connection.execute(text(volumes.TABLES))


async def add(connection: Connection, revision_id: int, found: Lexemes, language: str | None) -> None:
    """Index a new revision: *found* are its document's `lexemes`, *language* is the document's."""
    await add_all(connection, [(revision_id, found, language)])


async def add_all(connection: Connection, revisions: Sequence[tuple[int, Lexemes, str | None]]) -> None:
    """Index new revisions, each as (id, its document's `lexemes`, its language)."""
    if not revisions:
        return
    if _is_sqlite(connection):
        parts = _by_volume([(id_, found) for id_, found, _ in revisions])
        await volumes.make(connection, parts)
        for volume, rows in parts.items():
            await connection.execute(
                _statement(f"INSERT INTO {volumes.name(volume)} (rowid, lexemes) VALUES (:id, :lexemes)"),  # noqa: S608 (a number)
                rows,
            )
    else:
        await connection.execute(
            _statement("INSERT INTO revision_index (revision_id, lexemes) VALUES (:id, :lexemes)"),
            [{"id": id_, "lexemes": " ".join(_fitting(id_, found))} for id_, found, _ in revisions],
        )
    await connection.execute(
        _statement(
            "INSERT INTO revision_index_words (revision_id, stemmer, title, words)"
            " VALUES (:id, :by, :title, :words)"
        ),
        [
            {"id": id_, "by": found.coded.by, "title": found.coded.title, "words": found.coded.text}
            for id_, found, _ in revisions
        ],
    )
    if spoken := {language for _, _, language in revisions if language}:
        await connection.execute(
            _statement(
                "INSERT INTO revision_index_language (language) VALUES (:language)"
                " ON CONFLICT (language) DO NOTHING"
            ),
            [{"language": language} for language in sorted(spoken)],
        )


@lru_cache(maxsize=16)
def _statement(sql: str) -> TextClause:
    """Return a statement that runs for each article: to make it anew costs more than to run it."""
    return text(sql)


async def replace_all(connection: Connection, revisions: Sequence[tuple[int, Lexemes, Lexemes]]) -> None:
    """Index revisions anew that are read differently now: (id, lexemes that are indexed, lexemes of now).

    FTS5 forgets a row of a contentless table only by what it holds, lexeme by lexeme:
    https://www.sqlite.org/fts5.html#the_delete_command.
    """
    if not revisions:
        return
    ids = [{"id": id_} for id_, _, _ in revisions]
    if _is_sqlite(connection):
        for volume, rows in _by_volume([(id_, before) for id_, before, _ in revisions]).items():
            name = volumes.name(volume)
            await connection.execute(
                text(f"INSERT INTO {name} ({name}, rowid, lexemes) VALUES ('delete', :id, :lexemes)"),  # noqa: S608 (a number)
                rows,
            )
    else:
        await connection.execute(text("DELETE FROM revision_index WHERE revision_id = :id"), ids)
    await connection.execute(text("DELETE FROM revision_index_words WHERE revision_id = :id"), ids)
    await add_all(connection, [(id_, found, None) for id_, _, found in revisions])


async def languages(connection: Connection) -> set[str]:
    """Return the languages of the indexed revisions: in each a query's words are stemmed."""
    return set(await connection.scalars(text("SELECT language FROM revision_index_language")))


async def is_current(connection: Connection) -> bool:
    """Whether the index was made by this program's analysis."""
    made_by = await connection.scalar(
        text("SELECT value FROM counter WHERE name = :name"), {"name": _VERSION}
    )
    return bool(made_by == MADE_WITH)


async def rebuild(database: Database, analyser: Analyser) -> int:
    """Index all revisions again, after a change of the analysis; return how many.

    In batches, each a transaction. A rebuild that is cut short starts again: the version is noted last.
    """
    async with database.write() as connection:
        if database.is_sqlite:
            await volumes.clear(connection)
        else:
            await connection.execute(text("TRUNCATE revision_index"))
        await connection.execute(text("DELETE FROM revision_index_words"))
        await connection.execute(text("DELETE FROM revision_index_language"))
    done = last = 0
    while True:
        async with database.write() as connection:
            rows = (
                await connection.execute(
                    select(
                        revision.c.id,
                        revision.c.title,
                        revision.c.text,
                        revision.c.mask,
                        revision.c.language,
                    )
                    .where(revision.c.id > last)
                    .order_by(revision.c.id)
                    .limit(BATCH)
                )
            ).all()
            for row in rows:
                told = under(row.mask or (), row.text)
                document = read(analyser, title=row.title, text=told, language=row.language)
                await add(connection, row.id, lexemes(document), row.language)
            if not rows:
                await connection.execute(
                    text("UPDATE counter SET value = :version WHERE name = :name"),
                    {"version": MADE_WITH, "name": _VERSION},
                )
                return done
        done, last = done + len(rows), rows[-1].id
        await asyncio.sleep(0)  # the process has other things to do


async def tidy(database: Database, *, steps: int = TIDIED, pages: int = PAGES) -> int:
    """Merge what full volumes of SQLite's index hold in many segments; return how many steps were done.

    At most *steps* of so many *pages*, each a transaction of its own, so that whoever wants to write waits
    for one at most. Fewer mean that all is done. What a stop cuts short, the next call goes on with.
    """
    if not database.is_sqlite:
        return 0
    for done in range(steps):
        async with database.read() as connection:
            volume = await volumes.scattered(connection)
        if volume is None:
            return done
        async with database.write() as connection:
            await volumes.merge(connection, volume, pages)
        await asyncio.sleep(0)
    return steps


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _by_volume(revisions: Sequence[tuple[int, Lexemes]]) -> dict[int, list[dict[str, int | str]]]:
    """Return the rows for FTS5, by volume."""
    parts: dict[int, list[dict[str, int | str]]] = {}
    for id_, found in revisions:
        parts.setdefault(volumes.of(id_), []).append({"id": id_, "lexemes": _bag(found)})
    return parts


def _bag(found: Lexemes) -> str:
    """Return the lexemes as FTS5 takes them; their order is nothing to it."""
    return " ".join(chain(found.words, found.finer))


def _fitting(revision_id: int, found: Lexemes) -> list[str]:
    """Return the lexemes where a tsvector can hold them, else what stands for them all."""
    fitting = in_block(revision_id // BLOCK, found)
    return [ALL_LEXEMES] if sum(len(lexeme.encode()) for lexeme in fitting) > MOST_LEXEME_BYTES else fitting
