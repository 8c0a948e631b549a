"""Why articles are together is said in the words that they share; what a later one adds is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.pipeline.cluster import Document, Explainer
from bot.text import Analyser

START = datetime(2024, 10, 28, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(Analyser())


def told(
    number: int, title: str, text: str = "", *, hours: float | None = None, language: str = "en"
) -> Document:
    published = None if hours is None else START + timedelta(hours=hours)
    return Document(number, title, text, published=published, language=language)


TROOPS = [
    told(1, "Pentagon says 10,000 North Korean troops have been sent to Kursk"),
    told(2, "North Korea sends 10,000 soldiers to Kursk, Pentagon confirms"),
    told(3, "Pentagon: thousands of North Korean soldiers are near Kursk"),
]


def test_the_reason_names_what_an_article_shares_as_it_is_written_there(explainer: Explainer) -> None:
    shared = explainer.explain(TROOPS[0], TROOPS)

    assert {"Pentagon", "Kursk", "North Korean"} <= {one.term for one in shared}
    assert sum(one.share for one in shared) == pytest.approx(1)
    assert [one.share for one in shared] == sorted((one.share for one in shared), reverse=True)


def test_an_article_alone_shares_nothing(explainer: Explainer) -> None:
    assert explainer.explain(TROOPS[0], TROOPS[:1]) == []


def test_a_rare_word_is_a_better_reason_than_a_common_one(explainer: Explainer) -> None:
    one = told(1, "the government spoke about people and Rylsk", "People in government met in Rylsk.")
    other = told(2, "people and the government in Rylsk", "The government asked people about Rylsk.")

    assert explainer.explain(one, [one, other])[0].term == "Rylsk"


def test_names_are_the_reason_in_two_languages(explainer: Explainer) -> None:
    russian = told(2, "Зеленский и Блинкен обсудили войска КНДР в России", language="ru")
    english = told(1, "Zelensky and Blinken discuss North Korean troops in Russia")

    assert {one.term for one in explainer.explain(english, [english, russian])} == {
        "Zelensky",
        "Blinken",
        "North Korean",
        "Russia",
    }


STRIKE = told(1, "Strike on Kharkiv kills 3", "A bomb hit a house in the Saltivka district.", hours=0)
TOLL = told(
    2, "Kharkiv strike: toll rises to 7", "Rescuers found four bodies under a house in Saltivka.", hours=20
)


def test_a_development_says_what_it_goes_on_with_and_what_is_new(explainer: Explainer) -> None:
    development = explainer.development(TOLL, [STRIKE, TOLL])

    assert development is not None
    assert development.of == STRIKE.id
    assert development.after == timedelta(hours=20)
    assert {"Kharkiv", "Saltivka"} <= set(development.shared)
    assert "7" in development.fresh
    assert "Kharkiv" not in development.fresh


@pytest.mark.parametrize(
    "later",
    [
        told(2, "Strike on Kharkiv kills 3", STRIKE.text, hours=20),  # says nothing new
        told(2, TOLL.title, TOLL.text, hours=1),  # at once: another outlet's report of it
        told(2, TOLL.title, TOLL.text),  # nobody knows when
        told(2, "Ferry fares rise in Oslo by 8 kroner", hours=20),  # shares nothing
    ],
)
def test_what_tells_nothing_later_or_new_is_no_development(explainer: Explainer, later: Document) -> None:
    assert explainer.development(later, [STRIKE, later]) is None
