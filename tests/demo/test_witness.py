"""The headless demo's lines say what a reader sees, and its verdict is right."""

from __future__ import annotations

import pytest

from bot.demo.script import FOOTBALL, TROOPS, Piece, load
from bot.demo.witness import Said, Witness, faults, without_markdown
from tests.demo.room import open_room

SCRIPT = load()


def piece(story: str) -> Piece:
    return next(piece for piece in SCRIPT if piece.story == story)


def said(title: str, *, event: str = "posted", message: int = 1, text: str = "") -> Said:
    return Said(event=event, channel="#alerts", message=message, title=title, text=text)


TOLD = [said(piece(TROOPS).title), said(piece(TROOPS).title, event="edited")]


def test_a_story_posted_once_and_edited_is_as_promised() -> None:
    assert faults(TOLD, SCRIPT) == []


@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        ([], "posted 0 times"),
        (TOLD[:1], "never edited"),
        ([*TOLD, said(piece(TROOPS).title, message=2)], "posted 2 times"),
        ([*TOLD, said(piece(FOOTBALL).title, message=2)], "football match in Kursk was alerted"),
        ([*TOLD, said("3 stories", text=f"1. {piece(FOOTBALL).title}", message=2)], "football match"),
        ([*TOLD, said(piece("august").title, message=2)], "older than the watchlists"),
        ([TOLD[0], said(piece("rutte").title, event="edited", message=2)], "never edited"),
    ],
)
def test_what_was_not_promised_is_told(messages: list[Said], fault: str) -> None:
    assert any(fault in found for found in faults(messages, SCRIPT))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("### A \\[b\\] c [open](http://127.0.0.1/x)", "A [b] c"),
        ("### [A \\[b\\] c](<http://127.0.0.1/x>)", "A [b] c"),
        ("-# First seen <t:1:R>", "First seen <t:1:R>"),
        ("**2 outlets**: A", "2 outlets: A"),
        ("10\\% \\*not\\* bold", "10% *not* bold"),
    ],
)
def test_lines_hold_words_without_markdown(markdown: str, words: str) -> None:
    assert without_markdown(markdown) == words


async def test_every_post_and_edit_is_witnessed_and_replies_are_not() -> None:
    seen: list[Said] = []
    async with open_room() as room:
        Witness(room.newsroom, seen.append)
        sent = await room.post("Troops [all] move *towards* Kursk")
        await room.edit(sent, "Troops reach Kursk")
        await room.newsroom.owner.send(room.newsroom.alerts, "Thanks!")
        await room.newsroom.owner.slash(room.newsroom.alerts, "search", words="Kursk")

    assert [(one.event, one.channel, one.message, one.title) for one in seen] == [
        ("posted", "#alerts", sent.message_id, "Troops [all] move *towards* Kursk"),
        ("edited", "#alerts", sent.message_id, "Troops reach Kursk"),
    ]
    assert "1 outlet: Meridian Wire" in seen[0].text
