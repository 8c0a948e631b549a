"""What is counted in Chinese, Japanese, Korean and Arabic: read rightly, or left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.figure import Precision
from bot.pipeline.figures import conflicts, figures
from tests.costs import assert_costs_its_length
from tests.pipeline.reports import report

LABELLED = Path(__file__).parents[1] / "data" / "figures_eastern.jsonl"
ROWS = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}: {row['text'][:30]}" for row in ROWS])
def test_a_sentence_is_counted_rightly_or_not_at_all(row: dict[str, Any]) -> None:
    found = figures([report(row["text"], language=row["language"])])

    told = [{"low": one.low, "high": one.high, "subject": one.subject} for one in found]
    assert sorted(told, key=str) == sorted(row["figures"], key=str)
    for one in found:
        assert one.words in one.quote.text
        assert row["text"][one.quote.start : one.quote.end] == one.quote.text


def test_outlets_of_the_east_are_held_against_others() -> None:
    (conflict,) = conflicts(
        figures(
            [
                report("The Pentagon says 8,000 North Korean soldiers are in Russia.", outlet="A"),
                report("约1万2000名朝鲜士兵已抵达俄罗斯，泽连斯基表示。", outlet="B", language="zh", hours=1),
                report("1万2000人の北朝鮮兵がロシアにいる。", outlet="C", language="ja", hours=1),
            ]
        )
    )

    assert [(one.words, one.attributed_to) for one in conflict.claims] == [
        ("8,000", "Pentagon"),
        ("约1万2000", "Zelensky"),
        ("1万2000", None),
    ]


def test_some_of_the_dead_are_not_held_against_all_of_them() -> None:
    all_ = report("地震造成120人死亡。", outlet="A", language="zh")
    some = report("地震造成90名中国公民死亡。", outlet="B", language="zh", hours=1)

    assert conflicts(figures([all_, some])) == ()


@pytest.mark.parametrize(
    ("language", "text", "precision"),
    [
        ("zh", "近1万名朝鲜士兵在俄罗斯。", Precision.ABOUT),
        ("ja", "およそ1万人の北朝鮮兵がいる。", Precision.ABOUT),
        ("ko", "북한군 약 1만 명이 러시아에 있다.", Precision.ABOUT),
        ("ar", "نحو 10 آلاف جندي من كوريا الشمالية في روسيا.", Precision.ABOUT),
        ("ja", "北朝鮮兵10,000人がいる。", Precision.EXACT),
    ],
)
def test_ten_thousand_is_read_as_each_language_writes_it(
    language: str, text: str, precision: Precision
) -> None:
    (one,) = figures([report(text, language=language)])

    assert (one.subject, one.low, one.high, one.precision) == (
        "North Korean troops",
        10_000,
        10_000,
        precision,
    )


@pytest.mark.parametrize("piece", ["万", "1万", "一", "12,", "约1人"])
def test_hostile_text_takes_no_longer_than_text(piece: str) -> None:
    def made(length: int) -> str:
        return piece * (length // len(piece))

    assert_costs_its_length(lambda text: figures([report(text, title=text, language="zh")]), made, 10_000)
