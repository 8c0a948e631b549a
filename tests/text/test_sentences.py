"""Sentences begin and end where a reader would say, in many scripts, at exact offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import sentences
from tests.costs import assert_costs_its_length


def split(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


# One line a case; "|" stands where a sentence ends and the next begins.
ENGLISH = [
    "The U.S. Army said so.|Gen. Lloyd Austin spoke at 9 a.m. Monday.|He left at 5 p.m.|Police came.",
    "They live in the U.S.|The plan is ready.",
    "Mr. Smith met Dr. Jones on St. James St.|They talked.",
    "George W. Bush and J. K. Rowling met.|Nothing came of it.",
    "The chapter on vitamin C.|A dog barked.",
    "Prices rose 3.5 percent to $2.50 a litre.|Nobody cheered.",
    "Smith Inc. hired 20.|It paid Smith Inc.|The deal is done.",
    "No. 10 said no.|Five left in Oct. 2024.|They returned in Oct.|She did not.",
    "“We will win.”|He smiled.",
    '"Why?" he asked.|"Because!" she said.',
    "(It was late.)|They left.",
    "It grew...|Then it fell.",
    "It grew … and fell.|Then nothing.",
    "He waited. . . .|Then he left.",
    "The war ended.[1]|The next began.",
    "iPhone sales rose.|iPhone prices fell.",
    "What?!|Nothing.",
    "1. First the troops.|2. Then the shells.",
    "Smith v. Jones was heard by Smith et al. in May.|It closed.",
    "He works for NATO.|NATO agrees.",
    "CAPE CANAVERAL, Fla. — A rocket left.|It came back.",
    "WASHINGTON, D.C. – The plan is ready.|It passed.",
]


@pytest.mark.parametrize("case", ENGLISH)
def test_english_sentences_end_where_a_reader_says(case: str) -> None:
    assert split(case.replace("|", " ")) == case.split("|")


OTHER = [
    ("de", "Am 24. Oktober kam er.|Das war 2024.|Er ging z.B. nach Kursk.|Dr. Weiß blieb."),
    ("de", "Er ist z. B. auf das BSW angewiesen.|Sie sind u. a. Bäcker, d. h. Handwerker."),
    ("pl", "Obrońca, mec. Michał Komorowski, zapowiedział skargę.|Wyrok jest prawomocny."),
    ("ru", "В 2024 г. президент В. В. Иванов приехал в Казань.|Он сказал: «Да».|И уехал."),
    ("ru", "Погибли 5 тыс. человек, т.е. больше.|Это много."),
    ("fr", "« Nous gagnerons. »|Il sourit.|M. Dupont partit."),
    ("es", "¿Qué pasó?|¡Nada!|El Sr. López salió."),
    ("ar", "هل هذا صحيح؟|نعم.|ذهب الرجل."),
    ("ur", "وہ گیا۔|وہ آیا۔"),
    ("hi", "यह अच्छा है।|वह गया।"),
    ("el", "Τι έγινε;|Τίποτα."),
    ("ko", "북한군이 도착했다.|미국이 확인했다."),
]


@pytest.mark.parametrize(("language", "case"), OTHER)
def test_other_languages_end_sentences_their_own_way(language: str, case: str) -> None:
    assert split(case.replace("|", " "), language) == case.split("|")


@pytest.mark.parametrize(
    "case",
    [
        "我们会赢。|他说：“我来。我见。”他走了。|你好吗？|好！",
        "「行く。来る。」と述べた。|次だ。",
        "朝鲜士兵抵达俄罗斯。|五角大楼证实。",
        "誘導目標を０．２５％程度で維持した．|２会合連続だ。",
    ],
)
def test_chinese_and_japanese_need_no_space_and_quotes_stay_whole(case: str) -> None:
    assert split(case.replace("|", "")) == case.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo of troops\nThe war began.", ["Photo of troops", "The war began."]),
        ("One paragraph ends.\n\nThe next begins.", ["One paragraph ends.", "The next begins."]),
        (
            "This line is wrapped at a column and goes on\nin the next line. Then it ends.",
            ["This line is wrapped at a column and goes on\nin the next line.", "Then it ends."],
        ),
        ("Short heading\nsmall letters follow.", ["Short heading", "small letters follow."]),
        ("One.\r\nTwo.", ["One.", "Two."]),
        ("", []),
        (" \n \n", []),
        ("...", ["..."]),
    ],
)
def test_paragraphs_end_sentences_but_wrapped_lines_do_not(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(st.text(alphabet=st.sampled_from('Aa1 .!?\n"”“()。」「…»\u00a0,;U.S.'), max_size=80))
def test_nothing_but_white_space_is_left_out_and_nothing_comes_twice(text: str) -> None:
    spans = sentences(text)

    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize("piece", ["A. ", "“。", ". ", "((", "U.S. ", "a.b.", "\n", "!?", "「", "1. "])
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    assert_costs_its_length(sentences, lambda length: piece * (length // len(piece)), 50_000)
