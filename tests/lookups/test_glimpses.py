"""What a page shows of a match is what reading all of its text would have shown."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from random import Random

import pytest

from bot.domain.article import Article
from bot.errors import QueryError
from bot.lookups.glimpses import glimpse
from bot.lookups.search import shown
from bot.query import Coded, Sought, evaluate, parse, read
from bot.text import Analyser
from tests.query.strategies import JOINTS, LANGUAGES, WORDS

NOON = datetime(2024, 10, 28, 12, tzinfo=UTC)
FILLING = (
    "the", "a", "extraordinarily", "10 000 000", "U.S.A.", "said", "Straßenbahnhaltestelle", "of", "в",
    "北京市長", "weapons", "O'Brien", "it's", "1,000", "…", "e\u0301te\u0301", "\n\n", "         ", "and",
)  # fmt: skip


def article(random: Random) -> Article:
    """Return an article of up to 900 words in which most words that are asked for are rare."""
    words = [
        random.choice(WORDS if random.random() < 0.01 else FILLING) + random.choice([" ", " ", " ", *JOINTS])
        for _ in range(random.choice([0, 5, 60, 900]))
    ]
    return Article(
        id=1,
        revision_id=1,
        story_id=1,
        url="https://a.test/1",
        outlet="Reuters",
        title=" ".join(random.choices([*WORDS, *FILLING], k=5)),
        text="".join(words) * random.choice([1, 1, 1, 2]),
        author=None,
        published=NOON,
        first_stored_at=NOON,
        language=random.choice(LANGUAGES),
        image_url=None,
        feed_id=1,
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_glimpse_shows_what_reading_it_all_would_show(seed: int) -> None:
    random, analyser = Random(seed), Analyser()
    glimpsed = asked = 0
    for _ in range(60):
        one = article(random)
        document = read(analyser, title=one.title, text=one.text, language=one.language, published=one.at)
        coded = Coded.of(document)
        for _ in range(8):
            two, three = random.choices(WORDS, k=2)
            words = random.choice(
                [
                    two,
                    f"{two} {three}",
                    f"{two} OR {three}",
                    f'"{two} {three}"',
                    f"title:{two}",
                    f"text:{two}",
                ]
            )
            with suppress(QueryError):
                query = parse(words)
                sought = Sought(query.node, analyser)
                found = evaluate(query, document)
                if found is None or not sought.tells_places:
                    continue
                asked += 1
                part = glimpse(query, sought, analyser, one, coded)
                if part is not None:
                    glimpsed += 1
                    assert shown(one, part) == shown(one, found), words
    assert asked > 20
    assert glimpsed > asked * 0.7
