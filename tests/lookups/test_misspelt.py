"""Mistyped words of a search that found nothing."""

from __future__ import annotations

import pytest

from bot.lookups.misspelt import respelt

HEADLINES = ("North Korean troops reach Kursk", "Kursk bridge hit", "Сили вийшли з Курська", "the KURSK line")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Kurks", "Kursk"),
        ('"North Koraen troops" -footbal', '"North Korean troops" -footbal'),
        ("Курьска NEAR/8 сили", "Курська NEAR/8 сили"),
        ("kursk bridge", ""),  # as it is written in headlines
        ("storm", ""),  # near to none
        (
            'title:brigde title:"Kursk brigde" url:a.test/brigde @kurks @the-kurks Kurks*',
            "",
        ),  # a field's, an alias, a wildcard: what they hold is not told here
        ("hti", ""),
    ],
)
def test_a_word_is_spelt_as_headlines_in_sight_spell_it(typed: str, meant: str) -> None:
    assert respelt(typed, HEADLINES) == meant
