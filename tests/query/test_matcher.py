"""Many watchlists at once: cheap to change, and no query or article can make them slow."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from bot.query import Matcher, evaluate, parse, read
from bot.text import Analyser

# A hundred times what a newsroom writes.
LETTERS = 400_000

# CPU seconds that one hostile query may take over it: some ten times what it needs, far below what anything
# that grows with the square of the article would.
PATIENCE = 5.0


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


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
    analyser = Analyser()
    text = HOSTILE_TEXTS[kind]
    assert cpu_seconds(lambda: read(analyser, title="", text=text, language="en")) < PATIENCE


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
    document = read(analyser, title="", text=HOSTILE_TEXTS[kind], language="en")
    query = parse(words)
    assert cpu_seconds(lambda: evaluate(query, document)) < PATIENCE


def test_thousands_of_watchlists_of_two_common_words_stay_bearable(analyser: Analyser) -> None:
    common = [f"word{number}" for number in range(150)]
    matcher = Matcher(analyser)
    number = 0
    for one in common:
        for other in common:
            if one < other:
                matcher.add(number, parse(f"{one} {other}"))
                number += 1
    draw = random.Random(7)
    documents = [
        read(analyser, title="", text=" ".join(draw.sample(common, 75)), language="en") for _ in range(10)
    ]
    taken = cpu_seconds(lambda: [matcher.matching(document) for document in documents])
    assert taken / 10 < 0.25  # seconds an article for 11,175 watchlists, of which a quarter matches
    assert len(matcher.matching(documents[0])) == 75 * 74 // 2


def test_one_watchlist_more_costs_milliseconds_among_many(analyser: Analyser) -> None:
    matcher = Matcher(analyser)
    for number in range(20_000):
        matcher.add(number, parse(f"name{number % 7_000} place{number % 900} -sport{number % 50}"))
    document = read(analyser, title="", text="name1 place1", language="en")
    matcher.match(document)

    changes = sorted(
        cpu_seconds(lambda number=number: matcher.add(number, parse(f'"new{number} name" OR place1')))  # type: ignore[misc]
        for number in range(0, 20_000, 100)
    )
    assert changes[len(changes) // 2] < 0.005


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
