"""A number is the same number in every language; a day of the month is none."""

from __future__ import annotations

import pytest

from bot.pipeline.cluster.amounts import number
from bot.text import Analyser

AMOUNTS = [
    ("en", "94.93 billion", "94930000000"),
    ("de", "94,93 Milliarden", "94930000000"),
    ("ru", "94,93 млрд", "94930000000"),
    ("zh", "949.3亿", "94930000000"),
    ("ja", "949億3000万", "94930000000"),
    ("ko", "949억3000만", "94930000000"),
    ("es", "15.300 millones", "15300000000"),
    ("es", "15 mil millones", "15000000000"),
    ("it", "2 milioni", "2000000"),
    ("pl", "3 miliony", "3000000"),
    ("nl", "2,5 miljoen", "2500000"),
    ("sv", "4 miljarder", "4000000000"),
    ("ar", "٢٠٠ ألف", "200000"),
    ("en", "eight", "8"),
    ("en", "70.67", "70.67"),
    ("ja", "10日間", "10"),
    ("ja", "23日", "#23"),
    ("ko", "31일", "#31"),
    ("zh", "10月", "#10"),
    ("ru", "25 октября", "#25"),
    ("es", "7 de noviembre", "#7"),
    ("am", "፩ ሰው", ""),  # digits of no decimal number
    ("en", "5,፩", "5"),
]


@pytest.mark.parametrize(("language", "text", "amount"), AMOUNTS)
def test_an_amount_is_known_in_each_language(language: str, text: str, amount: str) -> None:
    assert number(Analyser().analyse(text, language), 0, language)[0] == amount
