"""A short page in words of its own is no article; one that says the feed's words otherwise is."""

from __future__ import annotations

import pytest

from bot.pipeline.refresh.preparing import is_other


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("Aradığınız içeriğe şu an ulaşılamıyor.", "Depremde üç kişi yaralandı, hastane dolu", True),
        ("Üç kişi hastanede.", "Depremde üç kişi yaralandı, hastane dolu", False),
        ("残り820文字です。月額千円で読み放題", "県、新しい橋の建設を発表", True),
        ("新しい橋は来年から建設される。", "県、新しい橋の建設を発表", False),
        ("Two men were held after a raid.", "Two held", False),  # too little to tell by
    ],
)
def test_a_page_of_another_matter_is_told_by_its_words(text: str, said: str, expected: bool) -> None:
    assert is_other(text, said) is expected
