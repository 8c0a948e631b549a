"""Fill a made-up archive quickly: the rows, codes and lexemes that the pipeline would store, in bulk.

Articles come in *stretches* of as many as a volume of SQLite's index has, each drawn from a seed of its own,
so that processes make them side by side. On SQLite a stretch's volume is made in a file of its own and its
tables are copied over; on PostgreSQL rows are copied in, and its index is made when all are there. The first
article of a stretch is read and analysed as the pipeline does it, to see that the quick way says the same.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import psycopg

from bot.query import lexemes, read
from bot.query.coded import CODE, code
from bot.query.plan import BEGINNINGS, PAIRS
from bot.storage import volumes
from bot.storage.index_syntax import BLOCK, PAIR, TSVECTOR, in_block
from bot.storage.tables import metadata
from bot.text import Analyser
from measure.prose import SEED, Prose, in_sentences, vocabulary

FEEDS = 200
SHARED = 20  # one article in so many is shown by two feeds
YEAR = timedelta(days=365)  # over which the articles came
END = datetime(2026, 1, 1, tzinfo=UTC)
LENGTH = 608  # words of an article, its title among them
TITLE = 8  # words
BATCH = 1_000  # articles in a transaction
PROCESSES = 2  # that make articles

# A file of a stretch is made again where the process ended; the archive goes on where it was.
_QUICKLY = ("synchronous = OFF", "cache_size = -64000", "foreign_keys = OFF")
_SERVER_QUICKLY = {
    "maintenance_work_mem": "1GB",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",  # what is copied into a table that this transaction emptied is not logged
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "8GB",
}
_MADE = """
    CREATE TABLE made (
        id integer PRIMARY KEY, title text, text text, title_codes blob, codes blob, lexemes text
    )
"""


class Made(NamedTuple):
    """An article: its title, its text, their words as codes, and its lexemes with spaces between."""

    title: str
    text: str
    title_codes: bytes
    codes: bytes
    bag: str


class _Word(NamedTuple):
    """What is known of a word; `first` and `second` give the CRC-32 of its code before and after another.

    CRC-32 is linear: that of two codes in a row is a number of the one, xor a number of the other.
    """

    word: str
    own: str  # its lexemes wherever it stands, with spaces between
    stem: str  # "" where it is its own
    titled: str  # its lexeme in a title
    code: bytes
    first: int
    second: int


class Maker:
    """Makes articles with their lexemes, several times as fast as they are analysed.

    With *whole* they are those of SQLite's index, else what `index_syntax.in_block` leaves of them.
    """

    def __init__(self, seed: int, *, whole: bool) -> None:
        self._analyser, self._whole = Analyser(), whole
        words = vocabulary()
        self._prose = Prose(words, seed)
        self._words = {word: self._known(word) for word in words}
        self._inflected = {one.word for one in self._words.values() if one.stem}
        digits, self._left_out = (5, 0) if whole else (PAIR - 1, 4 * (6 - PAIR))
        self._pairs = [f"p{number:0{digits}x}" for number in range((PAIRS >> self._left_out) + 1)]

    def _known(self, word: str) -> _Word:
        stem = self._analyser.stem(word, "en")
        own = f"ben{word}" if word == stem else f"s{word}"
        begun = [f"x{word[:length]}" for length in BEGINNINGS if self._whole and len(word) >= length]
        each, none = code("en", stem), bytes(CODE)
        first, second = crc32(each + none) ^ crc32(none + none), crc32(none + each)
        told = "" if word == stem else stem
        return _Word(word, " ".join([own, *begun]), told, f"ten{stem}", each, first, second)

    def articles(self) -> Iterator[Made]:
        """Yield articles without end."""
        first = self._article()
        read_ = read(self._analyser, title=first.title, text=first.text, language="en")
        held = lexemes(read_)
        bag = held.words | held.finer if self._whole else {each[2:] for each in in_block(0, held)}
        assert set(first.bag.split()) == bag, "the quick way says something else"
        assert (held.coded.title, held.coded.text) == (first.title_codes, first.codes)
        yield first
        while True:
            yield self._article()

    def _article(self) -> Made:
        words = self._prose.some(LENGTH)
        row = list(map(self._words.__getitem__, words))
        known, pairs, left_out = set(words), self._pairs, self._left_out
        bag = ["len", *{one.own for one in row}, *{one.titled for one in row[:TITLE]}]
        bag += [
            f"wen{stem}"
            for stem in {one.stem for one in row}
            if stem and (stem not in known or stem in self._inflected)
        ]
        for part in (row[:TITLE], row[TITLE:]):  # a lexeme that comes twice is nothing to either index
            bag += [
                pairs[((one.first ^ other.second) & PAIRS) >> left_out]
                for one, other in itertools.pairwise(part)
            ]
        codes = [one.code for one in row]
        return Made(
            " ".join(words[:TITLE]).capitalize(),
            " ".join(in_sentences(words[TITLE:])),
            b"".join(codes[:TITLE]),
            b"".join(codes[TITLE:]),
            " ".join(bag),
        )


def stretch(volume: int, size: int, folder: Path, block: int | None) -> Path:
    """Make a stretch of an archive of *size* articles into a file of its own.

    It holds a volume of SQLite's index; or, in blocks of *block* articles, the lexemes of PostgreSQL's.
    """
    file = folder / f"stretch-{os.getpid()}-{volume}.sqlite"
    file.unlink(missing_ok=True)
    source = Maker(SEED + volume, whole=block is None).articles()
    ids = _ids(volume, size)
    with closing(_quick(file)) as database:
        database.execute(_MADE)
        name = volumes.name(volume)
        for statement in volumes.statements(volume):
            database.execute(statement)
        for start in range(0, len(ids), BATCH):
            some = list(zip(ids[start : start + BATCH], source, strict=False))
            database.execute("BEGIN")
            database.executemany(
                "INSERT INTO made VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (id_, *one[:4], None if block is None else _in_block(id_ // block, one.bag))
                    for id_, one in some
                ],
            )
            if block is None:
                database.executemany(
                    f"INSERT INTO {name} (rowid, lexemes) VALUES (?, ?)",
                    [(id_, one.bag) for id_, one in some],
                )
            database.execute("COMMIT")
        if block is None and ids[-1] == (volume + 1) * volumes.VOLUME - 1:  # as `fulltext.tidy` leaves it
            database.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
    return file


def _ids(volume: int, size: int) -> range:
    return range(max(1, volume * volumes.VOLUME), min(size + 1, (volume + 1) * volumes.VOLUME))


def _in_block(block: int, bag: str) -> str:
    """Return the lexemes as `index_syntax.in_block` spells them."""
    return f"{block:x}." + bag.replace(" ", f" {block:x}.")


def _quick(file: Path, journal: str = "OFF") -> sqlite3.Connection:
    """Open a database that nobody minds losing with the machine."""
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in (f"journal_mode = {journal}", *_QUICKLY):
        database.execute(f"PRAGMA {pragma}")
    return database


def stretches(
    size: int, folder: Path, *, block: int | None = None, first: int = 0
) -> Iterator[tuple[int, Path]]:
    """Yield each stretch from *first* on with its file, which is deleted when the next is asked for."""
    # Not forked: the caller has threads.
    with ProcessPoolExecutor(max_workers=PROCESSES, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[int, Future[Path]]] = deque()
        for volume in range(first, size // volumes.VOLUME + 1):
            waiting.append((volume, pool.submit(stretch, volume, size, folder, block)))
        while waiting:
            volume, made = waiting.popleft()
            file = made.result()
            yield volume, file
            file.unlink()


COLUMNS = {
    "story": "id, last_at",
    "article": "id, story_id, first_stored_at, url_hash, url, page_attempts",
    "revision": "id, article_id, number, origin, content_hash, stored_at, url, outlet, title, text, language,"
    " published, mask_version",
    "entry": "feed_id, key_hash, article_id, revision_id, content_hash, first_stored_at, alertable",
    "revision_index_words": "revision_id, stemmer, title, words",
}


def rows(table: str, id_: int, at: datetime, made: Sequence[object] = ()) -> list[tuple[object, ...]]:
    """Return the rows of an article in one table, in the order of COLUMNS; *made* is title, text, codes."""
    url = f"https://a.test/{id_}"
    if table == "story":
        return [(id_, at)]
    if table == "article":
        return [(id_, id_, at, f"{id_:032}", url, 0)]
    if table == "revision":
        outlet, published = f"Outlet {id_ % FEEDS + 1}", at - timedelta(minutes=id_ % 50)
        return [(id_, id_, 1, "feed", f"{id_:032}", at, url, outlet, *made[:2], "en", published, 0)]
    if table == "entry":
        feeds = (id_, id_ + 7) if id_ % SHARED == 0 else (id_,)
        return [(each % FEEDS + 1, str(id_), id_, id_, "", at, True) for each in feeds]
    return [(id_, "en", made[2], made[3])]


def arrived(id_: int, size: int) -> datetime:
    """Return when an article came."""
    return END - YEAR + YEAR * (id_ - 1) / size


def fill_sqlite(file: Path, size: int) -> None:
    """Fill an archive that has its tables, guilds and feeds, or go on where that was cut short.

    Its tables are left without indices.
    """
    with closing(_quick(file, "WAL")) as database:
        made = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        for name, table in database.execute(made).fetchall():
            if table in COLUMNS:
                database.execute(f"DROP INDEX {name}")
        database.execute("INSERT INTO revision_index_language VALUES ('en') ON CONFLICT DO NOTHING")
        held = database.execute("SELECT count(*) FROM revision_index_volume").fetchone()[0]
        for volume, part in stretches(size, file.parent, first=held):
            _take(database, volume, part, size)


def _take(database: sqlite3.Connection, volume: int, part: Path, size: int) -> None:
    """Copy a stretch over."""
    database.execute(f"ATTACH '{part}' AS part")
    database.execute("BEGIN")
    name = volumes.name(volume)
    database.execute("INSERT INTO revision_index_volume VALUES (?)", (volume,))
    for statement in volumes.statements(volume):
        database.execute(statement)
    for shadow in ("data", "idx", "config"):
        database.execute(f"DELETE FROM main.{name}_{shadow}")
        database.execute(f"INSERT INTO main.{name}_{shadow} SELECT * FROM part.{name}_{shadow}")
    for table, columns in COLUMNS.items():
        marks = ", ".join("?" for _ in columns.split(","))
        source = database.cursor().execute(
            "SELECT id, title, text, title_codes, codes FROM part.made ORDER BY id"
        )
        database.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",
            (
                tuple(map(_plain, row))
                for id_, *made in source
                for row in rows(table, id_, arrived(id_, size), made)
            ),
        )
    database.execute("COMMIT")
    database.execute("DETACH part")


def _plain(value: object) -> object:
    """Return a moment as SQLAlchemy writes it, in UTC and without saying so."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def hurry(url: str) -> None:
    """Set what a server should do without while an archive is loaded, from its next start on."""
    with psycopg.connect(url, autocommit=True) as server:
        for setting, value in _SERVER_QUICKLY.items():
            server.execute(f"ALTER SYSTEM SET {setting} = '{value}'")


def fill_postgresql(url: str, size: int, folder: Path) -> None:
    """Fill an archive that has its tables, guilds and feeds, and nothing else.

    Its tables are left without indices, but for the one of lexemes; the server's settings are its own again
    from its next start on.
    """
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")  # what points to what is known to be there
        for name in COLUMNS:
            for index in metadata.tables[name].indexes if name in metadata.tables else ():
                server.execute(f"DROP INDEX {index.name}")
        server.execute("DROP INDEX revision_index_lexemes")
        server.execute("INSERT INTO revision_index_language VALUES ('en')")
        with server.transaction():
            server.execute(f"TRUNCATE {', '.join([*COLUMNS, 'revision_index'])} CASCADE")
            for _, part in stretches(size, folder, block=BLOCK):
                with closing(sqlite3.connect(part)) as stretch_:
                    _copy(server, stretch_, size)
        for table in ("story", "article", "revision", "entry"):
            server.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        server.execute(f"CREATE INDEX revision_index_lexemes ON revision_index USING gin ({TSVECTOR})")
        server.execute("ALTER SYSTEM RESET ALL")


def _copy(server: psycopg.Connection, part: sqlite3.Connection, size: int) -> None:
    for table, columns in {**COLUMNS, "revision_index": "revision_id, lexemes"}.items():
        source = part.execute("SELECT id, title, text, title_codes, codes, lexemes FROM made ORDER BY id")
        with server.cursor().copy(f"COPY {table} ({columns}) FROM STDIN WITH (FREEZE)") as copy:
            for id_, *made, bag in source:
                if table == "revision_index":
                    copy.write_row((id_, bag))
                    continue
                for row in rows(table, id_, arrived(id_, size), made):
                    copy.write_row(row)
