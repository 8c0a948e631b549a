"""The archive's index over our own tokens: it proposes revisions, the query's own evaluation decides.

Both databases hold the same thing: for each revision the bag of lexemes that `bot.query.lexemes` gives,
without positions; words that follow each other are lexemes too. SQLite keeps them in FTS5 (contentless,
`detail=none`), PostgreSQL in a tsvector under GIN. Ids of revisions grow with time and are never used twice,
so newest first is by id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import func, select, text

from bot.query import All, Any, Candidates, Everything, Except, Lexeme, Prefix, lexemes, read
from bot.storage.database import Connection, Database
from bot.storage.tables import revision
from bot.text import ANALYSIS_VERSION, Analyser

BATCH = 200  # revisions proposed, or indexed again, at once

# A tsvector holds 2^20 bytes of lexemes; array_to_tsvector does not check it, so we do, with some room.
# https://www.postgresql.org/docs/current/textsearch-limitations.html
MOST_LEXEME_BYTES = 900_000

# Stands for all lexemes of a revision that has too many: every query proposes it. No lexeme begins so.
_ALL_LEXEMES = "*"

_VERSION = "analysis_version"  # the row of `counter` that says what the index was made with: MADE_WITH

# What the index holds follows from the analysis and from what `bot.query.lexemes` makes of it, whose forms
# are numbered here: 1 had stems without their stemmer, and no pairs.
LEXEMES_VERSION = 2
MADE_WITH = 1_000 * LEXEMES_VERSION + ANALYSIS_VERSION

_SQLITE = (
    # The tokenizer "ascii" parts at spaces and leaves every character beyond ASCII as it is.
    """
    CREATE VIRTUAL TABLE revision_index USING fts5(
        lexemes, content='', columnsize=0, detail=none, tokenize='ascii'
    )
    """,
)
_POSTGRESQL = (
    """
    CREATE TABLE revision_index (
        revision_id bigint PRIMARY KEY REFERENCES revision (id) ON DELETE CASCADE,
        lexemes tsvector NOT NULL
    )
    """,
    "CREATE INDEX revision_index_lexemes ON revision_index USING gin (lexemes)",
)
_BOTH = (
    "CREATE TABLE revision_index_language (language varchar(16) PRIMARY KEY)",
    f"INSERT INTO counter (name, value) VALUES ('{_VERSION}', {MADE_WITH})",  # noqa: S608 (a constant)
)


def create(connection: SyncConnection) -> None:
    """Make the index's tables, in the way of the connection's database (called by the first migration)."""
    for statement in (*(_SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL), *_BOTH):
        connection.execute(text(statement))


async def add(connection: Connection, revision_id: int, found: Collection[str], language: str | None) -> None:
    """Index a new revision: *found* are its document's `lexemes`, *language* is the document's."""
    await add_all(connection, [(revision_id, found, language)])


async def add_all(
    connection: Connection, revisions: Sequence[tuple[int, Collection[str], str | None]]
) -> None:
    """Index new revisions, each as (id, its document's `lexemes`, its language)."""
    if not revisions:
        return
    if _is_sqlite(connection):
        await connection.execute(
            text("INSERT INTO revision_index (rowid, lexemes) VALUES (:id, :lexemes)"),
            [{"id": id_, "lexemes": " ".join(sorted(found))} for id_, found, _ in revisions],
        )
    else:
        await connection.execute(
            text(
                "INSERT INTO revision_index (revision_id, lexemes)"
                " VALUES (:id, array_to_tsvector(CAST(:lexemes AS text[])))"
            ),
            [{"id": id_, "lexemes": _fitting(found)} for id_, found, _ in revisions],
        )
    if spoken := {language for _, _, language in revisions if language}:
        await connection.execute(
            text(
                "INSERT INTO revision_index_language (language) VALUES (:language)"
                " ON CONFLICT (language) DO NOTHING"
            ),
            [{"language": language} for language in sorted(spoken)],
        )


async def languages(connection: Connection) -> set[str]:
    """Return the languages of the indexed revisions: in each a query's words are stemmed."""
    return set(await connection.scalars(text("SELECT language FROM revision_index_language")))


async def candidates(
    connection: Connection,
    wanted: Candidates,
    *,
    before: int | None = None,
    since: int = 0,
    limit: int = BATCH,
) -> list[int]:
    """Return ids of revisions that may match, newest first, below *before* if given, from *since* on.

    None that matches is left out; some that don't match, or that no longer exist, may be among them. Fewer
    than *limit* means that there are no more.
    """
    if isinstance(wanted, Everything):
        every = (
            select(revision.c.id).where(revision.c.id >= since).order_by(revision.c.id.desc()).limit(limit)
        )
        return list(
            await connection.scalars(every if before is None else every.where(revision.c.id < before))
        )
    if _is_sqlite(connection):
        key, asked, condition = "rowid", _fts5(wanted), "revision_index MATCH :asked"
    else:
        key, asked = "revision_id", f"'{_ALL_LEXEMES}' | {_tsquery(wanted)}"
        condition = "lexemes @@ CAST(:asked AS tsquery)"
    below = ("" if before is None else f"AND {key} < :before") + (f" AND {key} >= :since" if since else "")
    statement = f"SELECT {key} FROM revision_index WHERE {condition} {below} ORDER BY {key} DESC LIMIT :limit"  # noqa: S608
    values = {"asked": asked, "limit": limit} | ({} if before is None else {"before": before})
    values |= {"since": since} if since else {}
    return list(await connection.scalars(text(statement), values))


async def undecided(connection: Connection) -> frozenset[int]:
    """Return the revisions of which the index holds nothing: they are proposed, never decided."""
    if _is_sqlite(connection):
        return frozenset()
    asked = text("SELECT revision_id FROM revision_index WHERE lexemes @@ CAST(:all AS tsquery)")
    return frozenset(await connection.scalars(asked, {"all": f"'{_ALL_LEXEMES}'"}))


async def first_since(connection: Connection, moment: datetime) -> int:
    """Return the id of the first revision stored at or after *moment*, or one that is not later.

    Ids grow with time, so halving finds it without an index on the time.
    """
    low, high = 0, int(await connection.scalar(select(func.max(revision.c.id))) or 0)
    while low < high:
        middle = (low + high) // 2
        stored = await connection.scalar(
            select(revision.c.stored_at).where(revision.c.id > middle).order_by(revision.c.id).limit(1)
        )
        if stored is not None and stored < moment:
            low = middle + 1
        else:
            high = middle
    return low


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
            await connection.execute(
                text("INSERT INTO revision_index (revision_index) VALUES ('delete-all')")
            )
        else:
            await connection.execute(text("TRUNCATE revision_index"))
        await connection.execute(text("DELETE FROM revision_index_language"))
    done = last = 0
    while True:
        async with database.write() as connection:
            rows = (
                await connection.execute(
                    select(revision.c.id, revision.c.title, revision.c.text, revision.c.language)
                    .where(revision.c.id > last)
                    .order_by(revision.c.id)
                    .limit(BATCH)
                )
            ).all()
            for row in rows:
                document = read(analyser, title=row.title, text=row.text, language=row.language)
                await add(connection, row.id, lexemes(document), row.language)
            if not rows:
                await connection.execute(
                    text("UPDATE counter SET value = :version WHERE name = :name"),
                    {"version": MADE_WITH, "name": _VERSION},
                )
                return done
        done, last = done + len(rows), rows[-1].id
        await asyncio.sleep(0)  # the process has other things to do


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _fitting(found: Collection[str]) -> Sequence[str]:
    """Return the lexemes where a tsvector can hold them, else what stands for them all."""
    if sum(len(lexeme.encode()) for lexeme in found) > MOST_LEXEME_BYTES:
        return [_ALL_LEXEMES]
    return sorted(found)


def _fts5(wanted: Candidates) -> str:
    """Spell *wanted* for FTS5: https://www.sqlite.org/fts5.html#full_text_query_syntax."""
    if isinstance(wanted, Lexeme):
        return f'"{wanted.text}"'
    if isinstance(wanted, Prefix):
        return f'"{wanted.text}"*'
    if isinstance(wanted, Except):
        return f"({_fts5(wanted.wanted)} NOT {_fts5(wanted.unwanted)})"
    assert isinstance(wanted, All | Any)
    operator = " AND " if isinstance(wanted, All) else " OR "
    return f"({operator.join(map(_fts5, wanted.children))})"


def _tsquery(wanted: Candidates) -> str:
    """Spell *wanted* as a tsquery, to be cast and not parsed: https://www.postgresql.org/docs/current/datatype-textsearch.html."""
    if isinstance(wanted, Lexeme):
        return f"'{wanted.text}'"
    if isinstance(wanted, Prefix):
        return f"'{wanted.text}':*"
    if isinstance(wanted, Except):
        return f"({_tsquery(wanted.wanted)} & !{_tsquery(wanted.unwanted)})"
    assert isinstance(wanted, All | Any)
    operator = " & " if isinstance(wanted, All) else " | "
    return f"({operator.join(map(_tsquery, wanted.children))})"
