"""The titles of posts and threads, which Discord shows as they are."""

from __future__ import annotations

import pytest

from bot.chat import retitling
from bot.chat.forums import LONGEST_TITLE, title
from bot.domain.alert import Notice

TURNED, PILED = "\u202e", "\u0301"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Kursk\nholds  out", "Kursk holds out"),
        (f"{TURNED}txt.exe", "txt.exe"),
        ("Kursk\u200b\ufeff falls", "Kursk falls"),
        ("K" + PILED * 40, "K" + PILED * 6),
        ("\u200b \u3164", "News"),
        ("", "News"),
    ],
)
def test_a_title_can_neither_turn_round_nor_cover_nor_hide_what_it_says(words: str, shown: str) -> None:
    assert title(Notice(words, "")) == shown


@pytest.mark.parametrize("letter", ["x", "\N{FACE WITH TEARS OF JOY}", "\u6771"])
def test_a_long_title_is_cut_to_what_discord_takes(letter: str) -> None:
    assert LONGEST_TITLE // 2 <= len(title(Notice(letter * 300, ""))) <= LONGEST_TITLE


def test_a_post_whose_story_went_on_elsewhere_says_so_once_before_its_headline() -> None:
    went = Notice("Told in an older message", "This turned out to be story 7.")

    moved = retitling.title("Kursk holds out", went)

    assert moved == "Moved: Kursk holds out"
    assert retitling.title(moved, went) == moved
    assert len(retitling.title("x" * LONGEST_TITLE, went)) == LONGEST_TITLE
