"""The archive answers a query exactly as a watchlist of that query would have fired."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from bot.domain.mask import under
from bot.errors import QueryError
from bot.query import Document, Everything, Matcher, Query, evaluate, lexemes, parse, plan, read
from bot.storage import Database, connect, fulltext, volumes
from bot.storage import archive as index
from bot.storage.tables import article, revision, story
from bot.storage.volumes import VOLUME
from bot.text import Analyser
from tests.query.strategies import Scene, scenes

NOON = datetime(2024, 10, 28, 12, tzinfo=UTC)
CUTS = st.lists(st.integers(0, 1000), max_size=6)


class Archive:
    """An archive of articles, kept beside as documents."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.analyser = Analyser()
        self.documents: dict[int, Document] = {}

    async def store(self, revision_id: int | None = None, **strings: object) -> int:
        """Store an article as the pipeline does, under this id if given; return its revision's id."""
        document = read(self.analyser, **{"title": "", "text": "", **strings})  # type: ignore[arg-type]
        async with self.database.write() as connection:
            story_id = await connection.scalar(insert(story).values(last_at=NOON).returning(story.c.id))
            article_id = await connection.scalar(
                insert(article).values(story_id=story_id, first_stored_at=NOON).returning(article.c.id)
            )
            named = {} if revision_id is None else {"id": revision_id}
            revision_id = await connection.scalar(
                insert(revision)
                .values(
                    **named,
                    article_id=article_id,
                    number=1,
                    origin="feed",
                    content_hash="",
                    stored_at=NOON,
                    outlet=str(strings.get("outlet", "")),
                    title=document.fields["title"].tokens.source,
                    text=document.fields["text"].tokens.source,
                    language=document.language,
                )
                .returning(revision.c.id)
            )
            assert revision_id is not None
            await fulltext.add(connection, revision_id, lexemes(document), document.language)
        self.documents[revision_id] = document
        return int(revision_id)

    async def mask(self, revision_id: int, strings: dict[str, object], ends: list[int]) -> None:
        """Hide what stands between every second of *ends* (per mille of the text), as a learnt mask does."""
        told = str(strings.get("text", ""))
        places = [len(told) * end // 1000 for end in ends]
        hidden = under(zip(places[::2], places[1::2], strict=False), told)
        document = read(self.analyser, **{"title": "", **strings, "text": hidden})  # type: ignore[arg-type]
        before = lexemes(self.documents[revision_id])
        async with self.database.write() as connection:
            await fulltext.replace_all(connection, [(revision_id, before, lexemes(document))])
        self.documents[revision_id] = document

    async def proposed(self, query: Query, *, at_once: int = 4) -> list[int]:
        """Return all that the index proposes, page by page."""
        found: list[int] = []
        async with self.database.read() as connection:
            wanted = plan(query, await fulltext.languages(connection), self.analyser)
            while True:
                before = found[-1] if found else None
                page = await index.candidates(connection, wanted, before=before, limit=at_once)
                found += page
                if len(page) < at_once:
                    return found

    async def search(self, words: str) -> list[int]:
        """Return what a search finds, newest first."""
        query = parse(words)
        found = await self.proposed(query)
        return [id_ for id_ in found if evaluate(query, self.documents[id_]) is not None]


def clean(strings: dict[str, object]) -> dict[str, object]:
    """Return an article without what neither database can hold: the parser drops it."""
    return {
        name: value.replace("\0", "") if isinstance(value, str) else value for name, value in strings.items()
    }


async def agree(archive: Archive, queries: list[str]) -> None:
    """See that the archive finds by each query exactly what a watchlist of it matches."""
    matcher = Matcher(archive.analyser)
    asked: dict[int, Query] = {}
    for number, words in enumerate(queries):
        with suppress(QueryError):
            asked[number] = parse(words)
            matcher.add(number, asked[number])
    live: dict[int, list[int]] = {number: [] for number in asked}
    for id_, document in reversed(archive.documents.items()):
        for number in matcher.matching(document):
            live[number].append(id_)
    for number, query in asked.items():
        found = await archive.proposed(query, at_once=50)
        assert found == sorted(set(found), reverse=True)
        matching = [id_ for id_ in found if evaluate(query, archive.documents[id_]) is not None]
        assert matching == live[number], str(query)


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


def test_a_search_finds_exactly_what_a_watchlist_would_have_alerted(
    database_url: str, runner: asyncio.Runner
) -> None:
    archive = Archive(connect(database_url))

    async def compare(scene: Scene) -> None:
        for strings in scene.articles:
            await archive.store(**clean(strings))
        await agree(archive, scene.queries)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given])
    @given(scene=scenes(queries=8, articles=4))
    def compared(scene: Scene) -> None:
        runner.run(compare(scene))

    try:
        compared()
    finally:
        runner.run(archive.database.close())


def test_a_search_finds_what_a_watchlist_does_under_masks_that_were_learnt_later(
    database_url: str, runner: asyncio.Runner
) -> None:
    archive = Archive(connect(database_url))

    async def compare(scene: Scene, cuts: list[list[int]]) -> None:
        for strings, ends in zip(scene.articles, cuts, strict=False):
            await archive.mask(await archive.store(**clean(strings)), clean(strings), sorted(ends))
        await agree(archive, scene.queries)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given])
    @given(scene=scenes(queries=6, articles=3), cuts=st.lists(CUTS, min_size=3, max_size=3))
    def compared(scene: Scene, cuts: list[list[int]]) -> None:
        runner.run(compare(scene, cuts))

    try:
        compared()
    finally:
        runner.run(archive.database.close())


async def test_newest_articles_come_first_page_by_page(archive: Archive) -> None:
    ids = [await archive.store(title=f"Kursk report {number}") for number in range(9)]

    assert await archive.proposed(parse("kursk report"), at_once=4) == ids[::-1]


async def test_newest_come_first_through_all_parts_of_the_index(archive: Archive) -> None:
    ids = [
        await archive.store(id_, title="Kursk", text=f"The report on number{id_}")
        for id_ in (7, VOLUME - 1, VOLUME, VOLUME + 1, 3 * VOLUME, 5 * VOLUME)
    ]

    for at_once in (1, 2, 4, 50):
        assert await archive.proposed(parse("kursk report"), at_once=at_once) == ids[::-1]
        assert await archive.proposed(parse('"on number*"'), at_once=at_once) == ids[::-1]
    for id_ in ids:
        assert await archive.search(f"kursk number{id_}") == [id_]
    assert await fulltext.rebuild(archive.database, archive.analyser) == len(ids)
    assert await archive.search("report -number7") == ids[:0:-1]


async def test_a_full_part_of_the_index_is_merged_in_steps_while_searches_and_masks_go_on(
    archive: Archive,
) -> None:
    parts = volumes.SEGMENTS + 2
    strings = [
        {"title": "Kursk", "text": " ".join(f"word{number}of{id_}" for number in range(1_500))}
        for id_ in range(parts)
    ]
    ids = [await archive.store(id_ + 1, **each) for id_, each in enumerate(strings)]
    assert await fulltext.tidy(archive.database) == 0, "the newest part is still written to"
    ids.append(await archive.store(VOLUME, title="Kursk"))

    steps = 0
    while await fulltext.tidy(archive.database, steps=1, pages=1):
        steps += 1
        assert await archive.search("kursk") == ids[::-1]
        assert await archive.search("word7of2") == [ids[2]]
        if steps == 3:
            await archive.mask(ids[0], strings[0], [0, 500])
    assert (steps > parts) == archive.database.is_sqlite
    await agree(archive, ["kursk", "word7of0", "word1400of0", "word1400of*", '"word7of2 word8of2"'])
    if archive.database.is_sqlite:
        async with archive.database.read() as connection:
            assert not volumes.is_scattered(await volumes.sizes(connection, 0))


def test_a_part_of_the_index_is_merged_where_it_helps() -> None:
    full = [700, 500, 300, 40, 40, 3]
    masked = [1_600, 20, 20, 20, 20, 20]

    assert volumes.is_scattered(full)
    assert not volumes.is_scattered(full[: volumes.SEGMENTS])
    assert not volumes.is_scattered(masked), "each few masks would have all of it written"
    assert volumes.is_scattered([*masked, 60, 60])
    assert not volumes.is_scattered([])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's index has no parts
async def test_a_part_of_the_index_that_is_masked_again_and_again_stays_readable(archive: Archive) -> None:
    words = " ".join(f"word{number}" for number in range(3_000))
    ids = [await archive.store(title="Kursk", text=words), await archive.store(VOLUME, title="Kursk")]
    table = volumes.name(0)
    async with archive.database.write() as connection:  # as many masks and merges would leave it
        for number in range(volumes.LEVELS // 2 + 20):
            row = {"id": 100 + number, "lexemes": "x"}
            await connection.execute(
                text(f"INSERT INTO {table} (rowid, lexemes) VALUES (:id, :lexemes)"), row
            )
            await connection.execute(text(f"INSERT INTO {table} ({table}) VALUES ('optimize')"))
        levels = await volumes.levels(connection, 0)
    for _ in range(volumes.SEGMENTS + 1):
        ids.insert(-1, await archive.store(ids[-2] + 1, title="Kursk"))

    assert await fulltext.tidy(archive.database, steps=2) == (0 if levels >= volumes.LEVELS else 1)
    assert await archive.search("kursk") == ids[::-1]
    async with archive.database.read() as connection:
        assert await volumes.levels(connection, 0) <= max(levels, volumes.LEVELS + 2)


async def test_words_are_found_by_stem_in_each_article_s_language(archive: Archive) -> None:
    english = await archive.store(title="Soldiers in Kursk", language="en")
    russian = await archive.store(title="Солдаты в Курске", language="ru")
    unknown = await archive.store(title="Солдаты", language=None)

    assert await archive.search("soldier") == [english]
    assert await archive.search("солдат") == [russian]
    assert await archive.search("солдаты") == [unknown, russian]
    assert await archive.search("курск OR kursk") == [russian, english]


async def test_nothing_is_lost_of_an_article_with_more_words_than_an_index_holds(archive: Archive) -> None:
    padding = " ".join(f"word{number:06}{'x' * 90}" for number in range(11_000))
    huge = await archive.store(title="Kursk", text=f"{padding} the last soldiers", language="en")
    await archive.store(title="Something else")

    assert await archive.search('kursk "last soldier"') == [huge]
    assert await archive.search("word000007*") == [huge]


async def test_a_word_longer_than_a_lexeme_may_be_is_found(archive: Archive) -> None:
    stored = await archive.store(text=f"before {'x' * 3_000}{'é' * 3_000} after")

    assert await archive.search("xxxxx*") == [stored]
    assert await archive.search(f'"before {"x" * 1_500} after"') == [stored]  # told apart by its beginning


async def test_an_occurrence_beyond_the_positions_of_a_tsvector_counts(archive: Archive) -> None:
    late = await archive.store(text="word " * 20_000 + "north korean troops")

    assert await archive.search('"north korean troops"') == [late]
    assert await archive.search("korean NEAR/2 troops -kursk") == [late]


async def test_a_very_long_query_is_asked_in_ten_languages_at_once(archive: Archive) -> None:
    for language in ("en", "ru", "de", "fr", "es", "it", "pt", "nl", "sv", "fi"):
        await archive.store(text="a tournament", language=language)
    stored = await archive.store(text="the last tournament", language="en")

    words = " OR ".join(f"{number}ées" for number in range(150))
    assert await archive.search(f"last ({words} OR tournament)") == [stored]


async def test_after_an_upgrade_of_the_analysis_everything_is_indexed_again(archive: Archive) -> None:
    ids = [await archive.store(title=f"Troops {number}", language="en") for number in range(3)]
    async with archive.database.write() as connection:
        await connection.execute(text("UPDATE counter SET value = 0 WHERE name = 'analysis_version'"))
    async with archive.database.read() as connection:
        assert not await fulltext.is_current(connection)

    assert await fulltext.rebuild(archive.database, archive.analyser) == 3

    async with archive.database.read() as connection:
        assert await fulltext.is_current(connection)
        assert await fulltext.languages(connection) == {"en"}
        assert await index.candidates(connection, Everything(), limit=2) == ids[:0:-1]
    assert await archive.search("troop") == ids[::-1]
