"""What is denied, or counts a part of the hurt, is not shown as what happened, nor held against others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.article import Article
from bot.domain.figure import Figure
from bot.pipeline.figures import conflicts, figures

MONDAY = datetime(2024, 10, 28, 12, tzinfo=UTC)


def article(text: str, language: str, number: int = 1) -> Article:
    return Article(
        id=number,
        revision_id=number,
        story_id=1,
        url=f"https://www.harbour.example/{number}",
        outlet=f"Outlet {number}",
        title="The news of Monday",
        text=text,
        author=None,
        published=MONDAY,
        first_stored_at=MONDAY,
        language=language,
    )


def read(text: str, language: str) -> list[Figure]:
    return list(figures([article(text, language)]))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Police denied that 12 people were killed in the stampede."),
        ("en", "Officials dismissed claims that 200 people were killed."),
        ("en", "The report that 40 soldiers were killed was false, the ministry said."),
        ("ru", "Минобороны опровергло сообщения о гибели 40 военных под Курском."),
        ("uk", "Міноборони спростувало загибель 40 військових."),
        ("de", "Die Polizei dementierte, dass 12 Menschen getötet wurden."),
        ("fr", "L'armée a démenti que 12 soldats aient été tués."),
        ("es", "El ejército desmintió la muerte de 12 soldados."),
        ("ko", "북한군 18명이 탈영했다는 보도는 사실이 아니라고 국방부가 밝혔다."),
    ],
)
def test_what_is_denied_is_no_figure(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Drei der 15 Verletzten schweben in Lebensgefahr."),
        ("fr", "Trois des 15 blessés sont dans un état grave."),
        ("es", "Tres de los 15 heridos están graves."),
        ("ru", "Трое из 15 раненых находятся в тяжелом состоянии."),
        ("uk", "Троє з 15 поранених у важкому стані."),
    ],
)
def test_some_of_the_injured_are_not_how_many_were_injured(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "badly", "everyone"),
    [
        ("en", "Three people were seriously injured in the crash.", "Ten people were injured in the crash."),
        ("de", "Drei Menschen wurden schwer verletzt.", "Zehn Menschen wurden verletzt."),
        ("ja", "事故で3人が重傷。", "事故で10人がけがをした。"),
    ],
)
def test_the_badly_hurt_of_one_outlet_are_not_held_against_all_the_hurt_of_another(
    language: str, badly: str, everyone: str
) -> None:
    told = figures([article(badly, language), article(everyone, language, 2)])
    assert len(told) == 2
    assert not conflicts(told)


def test_those_who_are_badly_hurt_beside_a_whole_count_leave_it_whole() -> None:
    (whole,) = [
        one for one in read("Ten people were injured, three of them seriously.", "en") if one.low == 10
    ]
    assert whole.comparable


def test_people_who_are_dismissed_or_denied_entry_are_counted() -> None:
    assert [one.low for one in read("The ministry dismissed 12 officers on Monday.", "en")] == [12]


def test_a_speaker_is_not_named_by_half_an_age() -> None:
    (one,) = read("The 36-year-old commander said 12 soldiers were killed.", "en")
    assert one.attributed_to == "commander"
