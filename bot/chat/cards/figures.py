"""What a story's articles count: the line where they differ, and the list of all figures."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from bot.chat.cards.listed import fitting
from bot.chat.cards.reply import list_page
from bot.chat.cards.style import View, counted, when
from bot.chat.fragments import sentence_address
from bot.chat.plain import link, plain
from bot.domain.figure import Claim, Conflict, Period
from bot.lookups import Counted, StoryFigures

FIGURES: Final = "figures"
"""What page buttons name; the token is the story's id."""

SUBJECTS_A_PAGE: Final = 6
CLAIMS_MOST: Final = 5
"""Answers in one line; of more, the newest and the outermost say what is to be said."""

OUTLETS_MOST: Final = 3
NAME_MOST: Final = 60


def conflict_line(conflict: Conflict, *, linked: bool = True) -> str:
    """Return `North Korean troops: 8,000 (Blinken, via A) · about 10,000 (Pentagon, via B, C; newest)`.

    Where *linked*, each amount leads to its sentence.
    """
    shown = _few(conflict.claims)
    told = " · ".join(_claim(one, linked=linked) for one in shown)
    more = len(conflict.claims) - len(shown)
    return f"**{_subject(conflict.subject)}:** {told}" + (f" · and {more:,} more" if more else "")


def figures_card(found: StoryFigures, page: int = 0) -> View:
    """Return all that a story's articles count, subject by subject, those on which they differ first."""
    story = found.story
    pages = [
        found.subjects[at : at + SUBJECTS_A_PAGE] for at in range(0, len(found.subjects), SUBJECTS_A_PAGE)
    ] or [()]
    page = min(page, len(pages) - 1)
    rows = fitting([partial(_row, one) for one in pages[page]])
    return list_page(
        f"Figures: {plain(story.headline, 90) or 'story without a headline'}",
        rows or ["No article of this story counts anything that can be read surely."],
        page=page,
        pages=len(pages),
        what=FIGURES,
        token=str(story.id),
        total=f"Story {story.id} · {counted(len(found.subjects), 'subject')}",
    )


def _row(one: Counted, linked: bool) -> str:
    head = f"**{_subject(one.subject)}**" + (" · outlets or speakers differ" if one.differ else "")
    told = [
        f"{_claim(claim, linked=linked)}{_of(claim)} {when(claim.figures[0].at)}"
        for claim in one.claims[: 2 * CLAIMS_MOST]
    ]
    more = len(one.claims) - len(told)
    return "\n".join([head, *told, *([f"and {more:,} more"] if more else [])])


def _few(claims: tuple[Claim, ...]) -> list[Claim]:
    """Return the claims that a line has room for: the newest, and the lowest and the highest."""
    if len(claims) <= CLAIMS_MOST:
        return list(claims)
    newest = next((one for one in claims if one.newest), claims[-1])
    half = (CLAIMS_MOST - 1) // 2
    kept = [*claims[:half], newest, *claims[-half:]]
    return [one for at, one in enumerate(claims) if one in kept and one not in claims[:at]]


def _claim(claim: Claim, *, linked: bool) -> str:
    amount = link(claim.words, _address(claim), NAME_MOST) if linked else plain(claim.words, NAME_MOST)
    names = [plain(name, NAME_MOST) or "unnamed" for name in claim.outlets[:OUTLETS_MOST]]
    via = "via " + ", ".join(names) if names else ""
    if (more := len(claim.outlets) - len(names)) > 0:
        via += f" and {more:,} more"
    speaker = plain(claim.attributed_to, NAME_MOST) if claim.attributed_to else ""
    about = ", ".join(part for part in (speaker, via) if part)
    return f"{amount} ({about}{'; newest' if claim.newest else ''})"


def _of(claim: Claim) -> str:
    """Return the days that the first sentence of a claim names: " of 24 Oct 2024", " of 2012"."""
    period = claim.figures[0].period
    return f" of {days(period)}" if period is not None else ""


def days(period: Period) -> str:
    """Return a period as a date, a month, a year or two dates, the same for every reader."""
    first, last = period.first, period.last
    if first == last:
        return f"{first.day} {first:%b %Y}"
    after = last + timedelta(days=1)
    if (first.day, first.month, after.day, after.month) == (1, 1, 1, 1) and after.year == first.year + 1:
        return f"{first:%Y}"
    if first.day == after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first:%b %Y}"
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def _address(claim: Claim) -> str | None:
    first = claim.figures[0]
    return first.quote.url if first.in_title else sentence_address(first.quote.url, first.quote.text)


def _subject(subject: str) -> str:
    words = plain(subject, NAME_MOST) or "count"
    return words[0].upper() + words[1:]
