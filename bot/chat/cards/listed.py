"""What cards of lookups have in common: rows that fit, marked words, links to articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bot.chat.cards.reply import fits_whole
from bot.chat.cards.style import small, when
from bot.chat.plain import link, plain
from bot.domain.article import Article
from bot.lookups import SearchHit

TITLE_MOST: Final = 200  # UTF-16 units
NAME_MOST: Final = 60


def fitting(rows: Sequence[Callable[[bool], str]], *, before: Sequence[str] = ()) -> list[str]:
    """Return *before* and all *rows* as one page holds them: with links, or from the last row on without.

    Each row is a function of whether it may link: addresses count into what one message holds.
    """
    for linked in range(len(rows), -1, -1):
        shown = [*before, *(row(at < linked) for at, row in enumerate(rows))]
        if fits_whole(shown):
            return shown
    return [*before, *(row(False) for row in rows)]


def titled(article: Article, *, linked: bool = True) -> str:
    """Return an article's title in bold, linked to it."""
    words = article.title if plain(article.title) else "Article without a title"
    return f"**{link(words, article.url if linked else None, TITLE_MOST)}**"


def origin(article: Article, *more: str) -> str:
    """Return in small print which outlet wrote it and when, and what else is to say."""
    outlet = plain(article.outlet, NAME_MOST) or "unnamed"
    return small(" · ".join((outlet, when(article.at), *more)))


def found_row(hit: SearchHit, linked: bool) -> str:
    """Return an article that was found: its title, what was found in it, and where it comes from."""
    snippet = hit.snippet
    text = marked(snippet.text, snippet.marks)
    text = f"{'… ' if snippet.cut_before else ''}{text}{' …' if snippet.cut_after else ''}"
    more = [f"and {hit.others:,} more of it"] if hit.others else []
    about = origin(hit.article, f"story {hit.article.story_id}", *more)
    return "\n".join(part for part in (titled(hit.article, linked=linked), text.strip(), about) if part)


def marked(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Return *text* as markdown with the *marks* (offsets in characters) in bold."""
    parts: list[str] = []
    at = 0
    for start, end in _joined(text, marks):
        parts += [_kept(text[at:start]), f"**{plain(text[start:end])}**"]
        at = end
    return "".join([*parts, _kept(text[at:])])


def _joined(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the marks in order, those that overlap or have but white space between as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if not plain(text[start:end]):
            continue
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _kept(text: str) -> str:
    """Return `plain(text)` with the spaces at its ends, which stand beside marked words."""
    words = plain(text)
    if not words:
        return " " if text else ""
    return " " * text[0].isspace() + words + " " * text[-1].isspace()
