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


def test_a_reason_stands_so_in_the_article_and_joins_nothing_across_a_comma(
    explainer: Explainer,
) -> None:
    one = told(1, "In Russia, many of 10,000 North Korean troops train, Kyiv says")
    other = told(2, "10,000 North Korean troops train in Russia; many wear its uniforms")

    terms = [shared.term for shared in explainer.explain(one, [one, other])]

    assert {"Russia", "10,000"} <= set(terms)
    assert all(term in one.title for term in terms)


def test_a_reason_joins_no_two_lines(explainer: Explainer) -> None:
    text = "Drones were seen over Belgorod\n\nKursk was not hit"
    one, other = told(1, "Drones at night", text), told(2, "Night of drones", text)

    terms = [shared.term for shared in explainer.explain(one, [one, other])]

    assert {"Belgorod", "Kursk"} <= set(terms)
    assert not any("\n" in term for term in terms)


def test_a_reason_in_chinese_is_told_in_whole_runs_that_both_have(explainer: Explainer) -> None:
    one = told(1, "台风“康妮”登陆台湾台东 已致2人死亡515人受伤", language="zh")
    other = told(2, "强台风康妮横扫,两人死亡515人受伤,台东停班停课", language="zh")

    terms = [shared.term for shared in explainer.explain(one, [one, other])]

    assert {"515人受伤", "康妮", "台东"} <= set(terms)
    assert all(term in one.title and term in other.title for term in terms)
    assert min(map(len, terms)) > 1


def test_a_reason_leaves_out_the_common_word_beside_it(explainer: Explainer) -> None:
    one = told(1, "Suben los muertos de Paiporta por la riada", language="es")
    other = told(2, "Los vecinos de Paiporta limpian tras la riada", language="es")

    terms = [shared.term for shared in explainer.explain(one, [one, other])]

    assert terms[:2] in (["Paiporta", "riada"], ["riada", "Paiporta"])


def test_nothing_that_may_stand_unread_in_another_language_is_told_as_new(explainer: Explainer) -> None:
    chinese = told(1, "普京在俄罗斯喀山会见印度总理莫迪 36国出席", language="zh", hours=0)
    english = told(2, "Putin hosts Modi in Kazan, Russia; India and 36 states attend, 13 join", hours=9)

    development = explainer.development(english, [chinese, english])

    assert development is not None
    assert development.fresh == ("13",)


def test_a_word_that_only_begins_alike_is_no_reason(explainer: Explainer) -> None:
    one = told(1, "Internet cables cut near Gotland")
    other = told(2, "International search for who cut cables near Gotland")

    assert "Internet" not in {shared.term for shared in explainer.explain(one, [one, other])}


def test_what_all_of_a_story_say_makes_none_of_it_nearer(explainer: Explainer) -> None:
    shelling = told(1, "Kursk front: Kursk governor says front is shelled, Kursk governor says")
    prisoners = told(2, "Kursk front: governor says exchange of prisoners brought home sons, fathers")
    later = told(3, "Kursk front: governor of Kursk says that prisoners came home")

    assert explainer.nearest(later, [prisoners, shelling]) == prisoners
    assert explainer.nearest(later, [shelling, prisoners]) == prisoners


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
