"""Search on both databases: it finds what a watchlist would, in the order that was asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from bot.domain.feed import Feed
from bot.domain.mask import Mask
from bot.errors import QueryError
from bot.lookups import Order, Search
from bot.lookups.archive_map import ArchiveMap
from bot.lookups.search import COUNTED
from bot.query import Everything, evaluate, parse
from bot.storage import Database, archive
from bot.storage.archive import FEW, Within
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import START, ManualClock
from tests.query.strategies import JOINTS, LANGUAGES, OTHER_FIELDS, STARS, WORDS

HOUR = timedelta(hours=1)
LONG = 17_000  # words: PostgreSQL's own index knows no position beyond 16,383
READER = viewer(CHANNEL)


@pytest.fixture
async def search(database: Database, clock: ManualClock) -> AsyncIterator[Search]:
    made = Search(database, clock, counted=12, batch=5)
    yield made
    made.close()


@pytest.fixture
async def courier(newsroom: Newsroom) -> Feed:
    await newsroom.guild()
    return await newsroom.feed("The Courier", GUILD)


async def titles(search: Search, words: str, **how: object) -> list[str]:
    page = await search.articles(words, viewer=READER, size=50, **how)  # type: ignore[arg-type]
    return [one.article.title for one in page.hits]


def random_queries(random: Random, count: int) -> list[str]:
    """Return queries of every kind over the same few words as the articles."""
    made = []
    for _ in range(count):
        one, two, three = random.choices(WORDS, k=3)
        field, star = random.choice(OTHER_FIELDS), random.choice(STARS)
        kinds = (
            one, f"{one} {two}", f"{one} OR {two}", f"{one} -{two}", f'"{one} {two}"', f"={one}", star,
            f"title:{one} {two}", f"({one} OR {star}) {three}", f"{one} NEAR/4 {two}", f'"{one} {three}"~5',
            f"{one} {field}", f"{one} -{field}", f"{star} -({two} OR {three})", field,
        )  # fmt: skip
        made.append(random.choice(kinds))
    return made


def random_mask(random: Random, text: str) -> Mask:
    """Return what is boilerplate of every third text: nothing, or one or two of its parts."""
    ends = sorted(random.sample(range(len(text) + 1), k=random.choice((0, 0, 0, 0, 2, 4))))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def random_text(random: Random, words: int) -> str:
    return "".join(random.choice(WORDS) + random.choice(JOINTS) for _ in range(words))


@pytest.mark.parametrize(("seed", "few", "longest"), [(1, FEW, 250), (2, 0, LONG)])  # by sight, one by one
async def test_a_search_finds_just_what_a_watchlist_would_have(
    newsroom: Newsroom, database: Database, clock: ManualClock, seed: int, few: int, longest: int
) -> None:
    random = Random(seed)
    await newsroom.guild()
    feeds = [await newsroom.feed(name, GUILD) for name in ("Reuters", "The Kursk Times", "World news")]
    texts = [random_text(random, words) for words in (*[25] * 39, longest)]
    pieces = [
        await newsroom.publish(
            random.choice(feeds),
            random_text(random, 4),
            text,
            language=random.choice(LANGUAGES),
            published=START - random.randrange(48) * HOUR,
            mask=random_mask(random, text),
        )
        for text in texts
    ]
    search = Search(database, clock, batch=7, archive_map=ArchiveMap(clock, few=few))
    asked = 0

    for words in random_queries(random, 60):
        with suppress(QueryError):
            query = parse(words, now=clock.now())
            expected = {one.article_id for one in pieces if evaluate(query, one.document) is not None}
            found = await search.articles(words, viewer=READER, size=100)
            assert {one.article.id for one in found.hits} == expected, words
            assert found.total == len(expected)
            asked += bool(expected)
    search.close()
    assert asked > 15


async def test_an_article_of_two_feeds_is_found_by_the_name_of_either(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    herald = await newsroom.feed("Herald", GUILD)
    first = await newsroom.publish(courier, "Kursk holds out")
    await newsroom.publish(herald, "Kursk holds out", article_id=first.article_id)
    unfollowed = await newsroom.feed("Gazette")
    await newsroom.publish(unfollowed, "Kursk holds out", article_id=first.article_id)

    # The herald's is the newest version that the guild sees; it is looked at through the herald.
    assert await titles(search, "kursk feed:herald") == ["Kursk holds out"]
    assert await titles(search, "kursk feed:gazette") == []
    assert await titles(search, "kursk -feed:gazette") == ["Kursk holds out"]


async def test_newest_first_goes_by_the_date_of_publication(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    for hours, title in ((5, "Kursk old"), (1, "Kursk new"), (3, "Kursk between")):
        await newsroom.publish(courier, title, published=START - hours * HOUR)

    assert await titles(search, "kursk", order=Order.NEWEST) == ["Kursk new", "Kursk between", "Kursk old"]


async def test_best_first_puts_titles_above_texts_and_newer_above_older(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    await newsroom.publish(courier, "Kursk weeks ago", published=START - timedelta(days=20))
    await newsroom.publish(courier, "Kursk today", published=START - HOUR)
    await newsroom.publish(courier, "Only the text", "A word on Kursk.", published=START)

    assert await titles(search, "kursk") == ["Kursk today", "Kursk weeks ago", "Only the text"]


async def test_days_leave_out_what_is_older(newsroom: Newsroom, search: Search, courier: Feed) -> None:
    await newsroom.publish(courier, "Kursk today", published=START - HOUR)
    await newsroom.publish(courier, "Kursk last week", published=START - timedelta(days=6))

    assert await titles(search, "kursk", days=1) == ["Kursk today"]
    assert len(await titles(search, "kursk", days=7)) == 2
    assert len(await titles(search, "kursk", days=10**9)) == 2


async def test_dates_in_the_query_count_from_the_same_now(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    await newsroom.publish(courier, "Kursk today", published=START - HOUR)
    await newsroom.publish(courier, "Kursk last week", published=START - timedelta(days=6))

    assert await titles(search, "kursk after:2d") == ["Kursk today"]


async def test_an_outlet_is_named_in_whatever_case(newsroom: Newsroom, search: Search, courier: Feed) -> None:
    other = await newsroom.feed("Вестник", GUILD)
    await newsroom.publish(courier, "Kursk holds out")
    await newsroom.publish(other, "Kursk stands")

    assert await titles(search, "kursk", outlet=" вестник ") == ["Kursk stands"]
    assert await titles(search, "kursk", outlet="Вест") == []


async def test_totals_are_exact_up_to_the_limit_and_then_say_more(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    assert COUNTED == 1_000  # what the document promises; twelve do for a test
    for number in range(12):
        await newsroom.publish(courier, f"Kursk {number}")
    exact = await search.articles("kursk", viewer=READER)
    await newsroom.publish(courier, "Kursk once more")

    beyond = await search.articles("kursk", viewer=READER)

    assert (exact.total, exact.more) == (12, False)
    assert (beyond.total, beyond.more) == (12, True)


async def test_pages_show_everything_once_and_the_last_is_the_last(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    for number in range(12):
        await newsroom.publish(courier, f"Kursk {number}", published=START - number * HOUR)

    pages = [
        await search.articles("kursk", viewer=READER, order=Order.NEWEST, page=number) for number in range(3)
    ]

    shown = [hit.article.title for page in pages for hit in page.hits]
    assert shown == [f"Kursk {number}" for number in range(12)]
    assert [page.pages for page in pages] == [3, 3, 3]
    beyond = await search.articles("kursk", viewer=READER, order=Order.NEWEST, page=99)
    assert beyond == pages[2]


async def test_nothing_found_is_one_empty_page(search: Search, courier: Feed) -> None:
    page = await search.articles("kursk", viewer=READER, page=4)

    assert (page.hits, page.page, page.pages, page.total, page.more) == ((), 0, 1, 0, False)


async def test_marks_stand_on_the_very_words(newsroom: Newsroom, search: Search, courier: Feed) -> None:
    text = "Before it.\n\n" + "Filler words. " * 30 + "The  troops near\nKursk oblast moved. " + "End. " * 60
    await newsroom.publish(courier, "In Kursk: Kursk’s troops", text)

    page = await search.articles('kursk OR "kursk oblast" OR troops', viewer=READER)

    (hit,) = page.hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["troops", "Kursk oblast"]


async def test_a_query_that_cannot_be_read_is_refused_with_its_place(search: Search, courier: Feed) -> None:
    with pytest.raises(QueryError) as refused:
        await search.articles("kursk )", viewer=READER)

    assert refused.value.position == 6


@pytest.mark.parametrize("words", ["kur\x00sk", "\x00", "kursk \ud800"])
async def test_characters_that_no_database_takes_do_no_harm(
    newsroom: Newsroom, search: Search, courier: Feed, words: str
) -> None:
    await newsroom.publish(courier, "Kursk holds out")

    with suppress(QueryError):
        await search.articles(words, viewer=READER)


async def test_a_changed_article_is_found_by_its_new_words_only(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    piece = await newsroom.publish(courier, "Kursk: nine dead")
    await newsroom.publish(courier, "Kursk: ten dead", article_id=piece.article_id)

    assert await titles(search, "nine") == []
    assert await titles(search, "kursk ten") == ["Kursk: ten dead"]


async def test_best_first_weighs_phrases_and_beginnings_in_titles_too(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    for title, text in (
        ("Only the text", "A word on North Korean troops."),
        ("North Korean troops", "Where?"),
    ):
        await newsroom.publish(courier, title, text, published=START)

    assert await titles(search, '"korean troops"') == ["North Korean troops", "Only the text"]
    assert await titles(search, "troo*") == ["North Korean troops", "Only the text"]


async def test_a_search_that_would_take_too_long_says_how_far_back_it_went(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    search = Search(database, clock, counted=12, batch=2, effort=60)
    for number in range(9):
        await newsroom.publish(courier, f"Kursk {number}", published=START - (9 - number) * HOUR)

    cut = await search.articles("ku*sk OR =Kursk", viewer=READER)
    whole = await search.articles("kursk", viewer=READER)

    search.close()
    assert [hit.article.title for hit in cut.hits] == ["Kursk 8", "Kursk 7", "Kursk 6", "Kursk 5"]
    assert cut.reached == START - 4 * HOUR
    assert (whole.total, whole.reached, whole.below) == (9, None, None)


async def test_a_search_goes_on_with_what_is_older_until_all_is_found(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    for number in range(9):
        await newsroom.publish(courier, f"Kursk {number}", published=START - (9 - number) * HOUR)
    short_of_time = Search(database, clock, counted=12, batch=2, effort=60)
    counting_few = Search(database, clock, counted=2)

    for search, words in ((short_of_time, "ku*sk OR =Kursk"), (counting_few, "kursk")):
        found: list[str] = []
        below: int | None = None
        while below is not None or not found:
            page = await search.articles(words, viewer=READER, order=Order.NEWEST, size=12, below=below)
            found += [hit.article.title for hit in page.hits]
            below = page.below
        assert found == [f"Kursk {number}" for number in range(8, -1, -1)]
        search.close()


async def test_a_search_for_a_phrase_goes_on_past_many_that_hold_but_its_words(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    gazette = await newsroom.feed("Gazette, which nobody here follows")
    for number in range(12):
        title = "Kursk holds firm" if number % 6 == 0 else "They hold firm where Kursk holds"
        await newsroom.publish(courier, f"{title} {number}", published=START - (20 - number) * HOUR)
        if number == 7:
            await newsroom.publish(gazette, "Kursk holds firm", published=START)
    search = Search(database, clock, counted=2, effort=1)

    pages = [await search.articles('"kursk holds firm"', viewer=READER)]
    while pages[-1].below is not None:
        pages.append(await search.articles('"kursk holds firm"', viewer=READER, below=pages[-1].below))

    search.close()
    assert pages[0].total == 0
    assert START - 13 * HOUR <= (pages[0].reached or START) <= START - 11 * HOUR
    found = [hit.article.title for page in pages for hit in page.hits]
    assert found == ["Kursk holds firm 6", "Kursk holds firm 0"]


async def test_a_search_for_a_phrase_ends_in_good_time_where_others_alone_see_what_holds_its_words(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    gazette = await newsroom.feed("Gazette, which nobody here follows")
    await newsroom.publish(courier, "Kursk holds firm", published=START - 30 * HOUR)
    for number in range(40):
        title = f"They hold firm where Kursk holds {number}"
        await newsroom.publish(gazette, title, published=START - 20 * HOUR)
    await newsroom.publish(courier, "They hold firm where Kursk holds", published=START - HOUR)
    search = Search(database, clock, counted=2, effort=1, archive_map=ArchiveMap(clock, few=0))

    pages = [await search.articles('"kursk holds firm"', viewer=READER)]
    while pages[-1].below is not None:
        pages.append(await search.articles('"kursk holds firm"', viewer=READER, below=pages[-1].below))

    search.close()
    assert [page.total for page in pages] == ([1] if database.is_sqlite else [0, 0, 1])  # by pairs of words
    assert [page.reached for page in pages[:-1]] == [START - HOUR, START - 30 * HOUR][: len(pages) - 1]
    assert pages[-1].reached is None


async def test_a_search_for_many_phrases_goes_less_far_in_one_go(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    for number in range(12):
        title = f"They hold firm where Kursk holds {number}"
        await newsroom.publish(courier, title, published=START - (12 - number) * HOUR)
    search = Search(database, clock, counted=12, batch=12, effort=2)
    one, many = '"kursk holds firm"', "".join(f' OR "rain in village {number}"' for number in range(45))

    found = await search.articles(one, viewer=READER)
    found_of_many = await search.articles(one + many, viewer=READER)

    search.close()
    if not database.is_sqlite:  # which knows by pairs of words that there are none
        assert found.reached == START - 10 * HOUR  # ten articles, held against one phrase
        assert found_of_many.reached == START - HOUR  # one, held against 46
    assert found.total == found_of_many.total == 0


async def test_a_query_of_as_many_beginnings_as_fit_is_answered(
    newsroom: Newsroom, search: Search, courier: Feed
) -> None:
    await newsroom.publish(courier, "Kursk holds out")
    words = " OR ".join(f"wo{number}*" for number in range(190))

    assert await titles(search, f"{words} OR kurs*") == ["Kursk holds out"]


async def test_articles_are_stored_while_a_search_is_reading(
    newsroom: Newsroom, database: Database, courier: Feed
) -> None:
    await newsroom.publish(courier, "Kursk holds out")
    within = Within(0, START - HOUR, START + HOUR)
    async with database.read() as connection:
        before = await archive.seen(
            connection, Everything(), guild_id=GUILD, within=within, before=None, limit=9
        )
        await newsroom.publish(
            courier, "Kursk still holds out"
        )  # would wait for ever if a search could block it

    async with database.read() as connection:
        after = await archive.seen(
            connection, Everything(), guild_id=GUILD, within=within, before=None, limit=9
        )
    assert (len(before.candidates), len(after.candidates)) == (1, 2)
