"""Answers to commands: one look for texts, lists with pages, and errors.

Every text given here is markdown of ours; feed text, names and members' words in it went through
`bot.chat.plain` before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import discord

from bot.chat.cards.limits import BYTES_MOST, TEXT_MOST
from bot.chat.cards.style import Accent, Item, View, card, divider, small, spaced
from bot.chat.ids import page_id
from bot.chat.plain import clip, code, inline, plain, units
from bot.errors import MemberError, OutsideError, QueryError, StorageError

TITLE_MOST: Final = 120
ROWS_MOST: Final = 10
"""Rows on one page of a list: what a phone shows with one swipe."""

_FRAME_UNITS: Final = 900  # title, foot and the labels of five buttons
_FRAME_BYTES: Final = 4_000  # the same at three bytes each, with the JSON around
_PARTS_MOST: Final = 12  # with air between and the frame, 28 of 40 components
_LEAST: Final = 40  # room in units or bytes that is not worth beginning a text in
ROW_MOST: Final = 1_600
"""UTF-16 units of one row: at three bytes each it fits on a page of its own."""


def reply(
    title: str, *paragraphs: str, accent: Accent = Accent.REPLY, buttons: Sequence[Item] = (), foot: str = ""
) -> View:
    """Return an answer: a title, paragraphs with air between, small print, and up to five buttons.

    Too long, it is cut at a white space and ends in an ellipsis: what may be long belongs in a list.
    """
    return _framed(title, paragraphs, accent=accent, buttons=buttons, foot=foot)


def paged(rows: Sequence[str]) -> list[tuple[str, ...]]:
    """Return *rows* in pages, each of which `list_page` can show whole; no page where there is no row."""
    pages: list[list[str]] = []
    text, size = 0, 0
    for row in (clip(row, ROW_MOST) for row in rows):
        row_text, row_size = units(row) + 1, _bytes(row) + 2
        full = (
            not pages
            or len(pages[-1]) >= ROWS_MOST
            or text + row_text > TEXT_MOST - _FRAME_UNITS
            or size + row_size > BYTES_MOST - _FRAME_BYTES
        )
        if full:
            pages.append([])
            text, size = 0, 0
        pages[-1].append(row)
        text, size = text + row_text, size + row_size
    return [tuple(page) for page in pages]


def fits_whole(rows: Sequence[str]) -> bool:
    """Return whether `list_page` can show all of *rows* on one page, however many they are."""
    return sum(units(row) + 1 for row in rows) <= TEXT_MOST - _FRAME_UNITS and (
        sum(_bytes(row) + 2 for row in rows) <= BYTES_MOST - _FRAME_BYTES
    )


def list_page(
    title: str,
    rows: Sequence[str],
    *,
    page: int = 0,
    pages: int = 1,
    what: str = "",
    token: str = "",
    total: str = "",
    buttons: Sequence[Item] = (),
) -> View:
    """Return page *page* (from 0) of *pages* of a list, with Previous and Next where there are such pages.

    *what* and *token* name the list in the buttons' `custom_id`s (`bot.chat.ids.page_id`). *total* says in
    words how many rows there are in all ("more than 1,000 articles"). *buttons* follow, three at the most.
    """
    row: list[Item] = []
    if page > 0:
        row.append(turning("Previous", what, token, page - 1))
    if page + 1 < pages:
        row.append(turning("Next", what, token, page + 1))
    foot = " · ".join(
        part for part in (total, f"Page {page + 1:,} of {pages:,}" if pages > 1 else "") if part
    )
    return _framed(title, rows, buttons=[*row, *buttons], foot=foot)


def error_card(error: MemberError, *, buttons: Sequence[Item] = (), foot: str = "") -> View:
    """Return what was wrong with the asker's words, where, and what to do; as in `reply`."""
    if not isinstance(error, QueryError):
        said = [plain(str(error), 1_500)]
        return _framed("That did not work", said, accent=Accent.ERROR, buttons=buttons, foot=foot)
    parts = [plain(error.message, 1_000)]
    if error.query:
        parts.append(code(error.pointed()))
    if error.hint:
        parts.append(f"Try: {plain(error.hint, 1_000)}")
    return _framed("This query can't be read", parts, accent=Accent.ERROR, buttons=buttons, foot=foot)


def failure_card(reference: str, cause: BaseException) -> View:
    """Return whose fault it is, and if trying again may help; *reference* finds the log line."""
    said = "The fault is ours, not yours, and it is in the log."
    if isinstance(cause, StorageError):
        said = (
            "The database takes or gives nothing just now: its disk may be full, or it is being restarted. "
            "Nothing that was stored is lost. Please try again in a few minutes."
        )
    elif isinstance(cause, OutsideError):
        said += " It may pass: please try again in a minute."
    return _framed(
        "Something went wrong",
        [said],
        accent=Accent.ERROR,
        foot=f"Whoever runs Salient finds it by the number {inline(reference, 60)}",
    )


def _framed(
    title: str,
    parts: Sequence[str],
    *,
    accent: Accent = Accent.REPLY,
    buttons: Sequence[Item] = (),
    foot: str = "",
) -> View:
    head, body = f"### {clip(' '.join(title.split()), TITLE_MOST)}", _bounded(parts)
    items = spaced(["\n".join((head, *body[:1])), *body[1:]])
    if foot:
        items += [divider(), discord.ui.TextDisplay(small(clip(" ".join(foot.split()), TITLE_MOST)))]
    return card(accent, *items, buttons=buttons)


def _bounded(parts: Sequence[str]) -> list[str]:
    """Return *parts* as far as one message has room: twelve texts, the last of them cut."""
    shown = [part for part in parts if part.strip()]
    if len(shown) > _PARTS_MOST:
        shown = [*shown[: _PARTS_MOST - 1], "\n".join(shown[_PARTS_MOST - 1 :])]
    bounded: list[str] = []
    room, size = TEXT_MOST - _FRAME_UNITS, BYTES_MOST - _FRAME_BYTES
    for part in shown:
        if units(part) > room or _bytes(part) > size:
            return [*bounded, _within(part, room, size)] if min(room, size) > _LEAST else bounded
        bounded.append(part)
        room, size = room - units(part), size - _bytes(part)
    return bounded


def _within(text: str, room: int, size: int) -> str:
    """Return *text* cut to *room* UTF-16 units and *size* bytes."""
    kept = clip(text, room)
    while _bytes(kept) > size:
        kept = clip(kept, units(kept) * 3 // 4)
    return kept


def turning(label: str, what: str, token: str, page: int = 0) -> Item:
    """Return a button that shows *page* of the list that *what* and *token* name."""
    return discord.ui.Button(
        style=discord.ButtonStyle.secondary, label=label, custom_id=page_id(what, token, page)
    )


def _bytes(text: str) -> int:
    """Return the bytes of *text* in JSON, where a line end or a backslash takes two."""
    return len(text.encode()) + text.count("\n") + text.count("\\") + text.count('"')
