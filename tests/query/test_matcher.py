"""Many watchlists at once: cheap to change, and no query or article can make them slow."""

from __future__ import annotations

import random
from itertools import combinations
from math import isqrt
from statistics import median

import pytest

from bot.query import Document, Matcher, evaluate, parse, read
from bot.text import Analyser
from tests.costs import assert_costs_its_length, processor_seconds

LETTERS = 50_000  # ten times what a newsroom writes


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


HOSTILE_TEXTS = {
    "one word for ever": "aaa " * (LETTERS // 4),
    "two words for ever": "aab aba " * (LETTERS // 8),
    "one endless word": "a" * LETTERS,
    "dots": "a." * (LETTERS // 2),
    "apostrophes": "a'" * (LETTERS // 2),
    "digits in groups": "1,111" * (LETTERS // 5),
    "spaced digits": "111 " * (LETTERS // 4),
    "marks": "a" + "\u0301" * LETTERS,
    "zero width": "a\u200b" * (LETTERS // 2),
    "Chinese": "北京" * (LETTERS // 2),
    "Thai": "กำ" * (LETTERS // 2),
    "underscores": "a_" * (LETTERS // 2),
}


@pytest.mark.parametrize("kind", HOSTILE_TEXTS)
def test_no_text_is_slow_to_read(kind: str) -> None:
    def taken_in(text: str) -> None:
        read(Analyser(), title="", text=text, language="en")

    assert_costs_its_length(taken_in, lambda length: HOSTILE_TEXTS[kind][:length], LETTERS)


HOSTILE_QUERIES = [
    " OR ".join(f"aa{'?' * (n % 2)}{'*a' * (n % 9)}*{n:02}" for n in range(90)),
    "aa*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
    " NEAR/100 ".join(["(aaa OR aab)"] * 10),
    " ONEAR/1 ".join(["aaa"] * 10),
    f'"{"aaa " * 50}"',
    f'"{"aaa aab " * 25}"~100',
    "(" * 18 + "aaa -(aab OR zz)" + ")" * 18,
    "(aaa OR aab) NEAR/1 (aba OR aaa OR zzz) -(aaa ONEAR/1 zzz)",
]


@pytest.mark.parametrize("words", HOSTILE_QUERIES, ids=range(len(HOSTILE_QUERIES)))
@pytest.mark.parametrize("kind", ["one word for ever", "two words for ever", "one endless word"])
def test_no_query_is_slow_to_answer(analyser: Analyser, kind: str, words: str) -> None:
    def article(length: int) -> Document:
        return read(analyser, title="", text=HOSTILE_TEXTS[kind][:length], language="en")

    query = parse(words)
    assert_costs_its_length(lambda document: evaluate(query, document), article, LETTERS)


def test_thousands_of_watchlists_of_two_common_words_stay_bearable(analyser: Analyser) -> None:
    def newsroom(watchlists: int) -> tuple[Matcher, list[Document]]:
        common = [f"word{number}" for number in range(isqrt(2 * watchlists))]
        matcher = Matcher(analyser)
        for number, (one, other) in enumerate(combinations(common, 2)):
            matcher.add(number, parse(f"{one} {other}"))
        draw = random.Random(7)
        texts = [" ".join(draw.sample(common, len(common) // 2)) for _ in range(10)]
        return matcher, [read(analyser, title="", text=text, language="en") for text in texts]

    def matched(given: tuple[Matcher, list[Document]]) -> None:
        matcher, documents = given
        for document in documents:
            matcher.matching(document)

    assert_costs_its_length(matched, newsroom, 5_000)
    matcher, documents = newsroom(5_000)
    assert len(matcher.matching(documents[0])) == 50 * 49 // 2  # a quarter of them


def test_one_watchlist_more_costs_no_more_among_many(analyser: Analyser) -> None:
    def change(watchlists: int) -> float:
        """Return the processor seconds of a change among so many, the median of many."""
        matcher = Matcher(analyser)
        for number in range(watchlists):
            matcher.add(number, parse(f"name{number % 7_000} place{number % 900} -sport{number % 50}"))
        matcher.match(read(analyser, title="", text="name1 place1", language="en"))
        changed = [(number, parse(f'"new{number} name" OR place1')) for number in range(200)]
        return median(processor_seconds(lambda one: matcher.add(*one), one) for one in changed)

    assert change(8_000) < 10 * change(200)


def test_watchlists_that_read_the_same_are_told_all(analyser: Analyser) -> None:
    matcher = Matcher(analyser)
    for id_, words in enumerate(["kursk troops", "Kursk AND troops", "kursk"]):
        matcher.add(id_, parse(words))
    document = read(analyser, title="Troops in Kursk", text="", language="en")
    assert matcher.matching(document) == [0, 1, 2]

    matcher.remove(1)
    matcher.remove(1)

    assert [id_ for id_, _ in matcher.match(document)] == [0, 2]
    assert 0 in matcher
    assert 1 not in matcher
    assert len(matcher) == 2


def test_a_watchlist_is_found_whatever_the_news_has_made_common(analyser: Analyser) -> None:
    matcher = Matcher(analyser)
    for number in range(3_000):
        matcher.add(number, parse(f"(breaking OR urgent) name{number} kursk"))
    for number in range(600):
        text = (
            f"breaking kursk name{number}" if number % 2 else f"urgent name{number} kursk name{number + 1000}"
        )
        expected = [number] if number % 2 else [number, number + 1000]
        assert matcher.matching(read(analyser, title="", text=text, language="en")) == expected
