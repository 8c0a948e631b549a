"""Who tells a story: outlets under the voice that they belong to, so that a count of them can be checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat.cards.listed import NAME_MOST, TITLE_MOST
from bot.chat.cards.reply import ROW_MOST, list_page, paged
from bot.chat.cards.style import View, counted, small, when
from bot.chat.cards.texts import feed_only
from bot.chat.plain import link, plain, units, web_address
from bot.domain.alert import Corroboration, Heard, Tie, Voice
from bot.domain.article import Article, Quote
from bot.lookups import StoryView

SOURCES: Final = "sources"
"""What page buttons name; the token is the story's id."""

LONG: Final = 300
"""Characters of an address that may be linked here alone, for want of room in an alert: most are shorter."""

_TIES: Final = {
    Tie.OWN: "",
    Tie.WIRE: "credits it",
    Tie.COPY: "a near copy",
}


def corroborated(found: Corroboration, outlets: int) -> str:
    """Return "3 independent of 11 outlets"; "1 outlet" where there is nothing to compare.

    *outlets* is said where nothing is known of who depends on whom.
    """
    if found.outlets < 2:  # noqa: PLR2004 - two, to be independent of each other
        return counted(max(found.outlets, outlets), "outlet")
    return f"{found.independent:,} independent of {counted(found.outlets, 'outlet')}"


def sources_card(story: StoryView, page: int = 0, *, sentences: Sequence[Quote] = ()) -> View:
    """Return the outlets of a story by voice, each with its articles, the first to tell it first.

    Before them stand the *sentences* on which a rewritten summary rests.
    """
    pages = paged([*_quoted(sentences), *_explained(story.corroboration), *_rows(story)]) or [()]
    page = min(page, len(pages) - 1)
    number = counted(len(story.articles), "article")
    return list_page(
        plain(story.headline, 110) or "Story without a headline",
        pages[page],
        page=page,
        pages=len(pages),
        what=SOURCES,
        token=str(story.id),
        total=f"Story {story.id} · {number} · {corroborated(story.corroboration, len(story.outlets))}",
    )


def _quoted(sentences: Sequence[Quote]) -> list[str]:
    """Return the sentences, each with its outlet."""
    quoted: list[str] = []
    for one in sentences:
        said, outlet = plain(one.text), small(link(one.outlet, one.url, NAME_MOST))
        row = f"{said}\n{outlet}"
        quoted += [row] if units(row) <= ROW_MOST else [said, outlet]  # a row that is cut would lose its link
    return ["**The summary's sentences, as they stand**", *quoted] if quoted else []


def _explained(found: Corroboration) -> list[str]:
    """Return how the count came about, where it is lower than the number of outlets."""
    if found.independent >= found.outlets:
        return []
    said = (
        f"**{corroborated(found, 0)}**: outlets of one owner, near copies, and articles that credit one wire "
        "service count once. There may be fewer, for not all that ties outlets together is known."
    )
    return [said]


def _rows(story: StoryView) -> list[str]:
    """Return one row an outlet, those of one voice together."""
    articles: dict[str, list[Article]] = {}
    for one in story.articles:
        articles.setdefault(one.outlet, []).append(one)
    rows: list[str] = []
    standing = [one for one in story.articles if one.id not in story.withdrawn]
    for voice in story.corroboration.voices:
        several = len(voice.heard) > 1
        for at, heard in enumerate(voice.heard):
            head = _head(voice) if several and at == 0 else ""
            shown = [one for one in articles.get(heard.source.outlet, ()) if one in standing]
            if shown:
                source = next((one for one in shown if one.id == heard.source.article_id), shown[0])
                long = [one for one in shown if one is not source and len(web_address(one.url) or "") > LONG]
                rows.append(_row(head, heard, source, more=len(shown) - 1 - len(long)))
                rows.extend(map(_further, long))
    gone = [one for one in story.articles if one.id in story.withdrawn]
    return [*rows, *map(_withdrawn, gone)]


def _withdrawn(one: Article) -> str:
    outlet = plain(one.outlet, NAME_MOST) or "unnamed"
    return f"{_titled(one)}\n{small(f'{outlet} · withdrawn by the outlet · {when(one.at)}')}"


def _head(voice: Voice) -> str:
    name = plain(voice.name, NAME_MOST) or "unnamed"
    return f"**{name}**, one voice of {counted(len(voice.heard), 'outlet')}\n"


def _row(head: str, heard: Heard, source: Article, *, more: int) -> str:
    outlet = plain(heard.source.outlet, NAME_MOST) or "unnamed"
    tie = f" · {_TIES[heard.tie]}" if _TIES[heard.tie] else ""
    about = f"{outlet}{tie} · {when(heard.source.at)}" + (f" · {more:,} more" if more > 0 else "")
    about += f" · {note}" if (note := feed_only(source)) else ""
    return f"{head}{_titled(source)}\n{small(about)}"


def _further(one: Article) -> str:
    outlet = plain(one.outlet, NAME_MOST) or "unnamed"
    return f"{_titled(one)}\n{small(f'{outlet} · {when(one.at)}')}"


def _titled(one: Article) -> str:
    words = one.title if plain(one.title) else "Article without a title"
    return link(words, one.url, TITLE_MOST)
