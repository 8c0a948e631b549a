"""What is counted in the languages of `languages/`: read rightly, or left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.pipeline.figures import conflicts, figures
from tests.pipeline.reports import report

LABELLED = Path(__file__).parents[1] / "data" / "figures_abroad.jsonl"
ROWS = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}: {row['text'][:40]}" for row in ROWS])
def test_a_sentence_in_another_language_is_counted_rightly_or_not_at_all(row: dict[str, Any]) -> None:
    found = figures([report(row["text"], language=row["language"])])

    assert [
        {
            "low": one.low,
            "high": one.high,
            "subject": one.subject,
            "by": one.attributed_to,
            "comparable": one.comparable,
        }
        for one in found
    ] == row["figures"]
    for one in found:
        assert one.words in one.quote.text
        assert " ".join(row["text"][one.quote.start : one.quote.end].split()) == one.quote.text


def test_outlets_of_two_languages_that_differ_are_shown_beside_each_other() -> None:
    here = report(
        "About 10,000 North Korean soldiers are in Russia, the Pentagon said.", outlet="A", language="en"
    )
    there = report(
        "В Курской области 8000 северокорейских солдат, заявил Блинкен.", outlet="B", language="ru"
    )
    same = report(
        "Laut Pentagon sind rund 10.000 nordkoreanische Soldaten in Russland.", outlet="C", language="de"
    )

    (conflict,) = conflicts(figures([here, there, same]))

    assert conflict.subject == "North Korean troops"
    assert [(one.words, one.attributed_to) for one in conflict.claims] == [
        ("8000", "Blinken"),
        ("About 10,000", "Pentagon"),
    ]
    assert conflict.claims[1].outlets == ("A", "C")


def test_a_turnout_at_noon_is_no_other_turnout() -> None:
    noon = report("Alle 15 l'affluenza è stata del 41,6%.", outlet="A", language="it")
    whole = report("Frekwencja wyniosła 51,7 proc.", outlet="B", language="pl")

    assert not conflicts(figures([noon, whole]))


def test_outlets_of_two_languages_that_agree_show_no_conflict() -> None:
    here = report("At least 158 people have died in the floods.", outlet="A")
    there = report("Al menos 158 personas han muerto por las inundaciones.", outlet="B", language="es")

    assert conflicts(figures([here, there])) == ()


def test_a_language_without_words_of_its_own_gives_no_figures() -> None:
    assert figures([report("10.000 Noord-Koreaanse soldaten zijn in Rusland.", language="nl")]) == ()


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "L'explosion a tué 12 personnes et en a blessé 35.", ["people killed", "people injured"]),
        ("pt", "Mísseis matam 7 pessoas e ferem 58 em Lviv.", ["people killed", "people injured"]),
        ("es", "El choque mató a 4 personas e hirió a 35.", ["people killed", "people injured"]),
        ("ru", "Взрыв убил 4 человек и ранил 35.", ["people killed", "people injured"]),
        ("fr", "Il a tué 12 personnes et n'a pas blessé 35 autres.", ["people killed"]),
        ("de", "Die Wirtschaft ist im Sommer um 0,2 Prozent gewachsen.", ["rise in GDP"]),
        ("fr", "L'économie française a reculé de 0,4 %.", ["fall in GDP"]),
        ("tr", "Ekonomi yüzde 2,5 büyüdü.", ["rise in GDP"]),
        ("fr", "Le déficit a progressé de 5,1 % du PIB.", []),
        ("ru", "Дефицит вырос до 3% ВВП.", []),
    ],
)
def test_what_a_verb_hurts_and_what_an_economy_grows_by_is_read(
    language: str, text: str, told: list[str]
) -> None:
    assert [figure.subject for figure in figures([report(text, language=language)])] == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Trois policiers ont tué un homme à Lyon.", []),
        ("fr", "Trois policiers ont été tués à Lyon.", ["police officers killed"]),
        ("es", "Tres policías mataron a un hombre en Lima.", []),
        ("es", "Los soldados mataron a 12 civiles.", ["civilians killed"]),
        ("pt", "Três policiais mataram um homem no Rio.", []),
        ("it", "Tre poliziotti hanno ucciso un uomo a Roma.", []),
        ("de", "Drei Polizisten töteten einen Mann in Köln.", []),
        ("tr", "Üç polis bir adamı öldürdü.", []),
        ("tr", "Beş kişi bir polisi yaraladı.", []),
        ("tr", "Saldırgan beş kişiyi öldürdü.", ["people killed"]),
        ("de", "Drei Polizisten wurden in Köln getötet.", ["police officers killed"]),
        ("ru", "Трое полицейских убили мужчину в Дагестане.", []),
        ("ru", "Троих полицейских убили в Дагестане.", ["police officers killed"]),
    ],
)
def test_who_killed_is_not_counted_as_killed(language: str, text: str, told: list[str]) -> None:
    assert [figure.subject for figure in figures([report(text, language=language)])] == told
