"""One story: its articles, and why it was told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, TypeVar

from bot.chat.cards.figures import FIGURES, conflict_line
from bot.chat.cards.listed import NAME_MOST, TITLE_MOST, fitting, origin, titled
from bot.chat.cards.regrouping import choice_row, open_button
from bot.chat.cards.reply import ROWS_MOST, list_page, turning
from bot.chat.cards.sources import SOURCES, corroborated
from bot.chat.cards.style import Item, View, counted, message_address, small, when
from bot.chat.cards.texts import text_notes
from bot.chat.cards.timeline import TIMELINE
from bot.chat.plain import inline, plain
from bot.domain.alert import MatchedBy
from bot.domain.article import Article
from bot.domain.delivery import Posted, State
from bot.lookups import ArticleWay, Delivered, Reason, StoryFigures, StoryView, Together, Why
from bot.pipeline.cluster import Development

T = TypeVar("T")

STORY: Final = "story"
WHY: Final = "why"
"""What page buttons name; the token is the story's id."""

ARTICLES_A_PAGE: Final = 6
"""With addresses of a hundred characters, and what stands above the first ones, each keeps its link."""

WAYS_A_PAGE: Final = 4
WORDS_MOST: Final = 6
CONFLICTS_MOST: Final = 3
TERMS_MOST: Final = 4
"""Terms that join an article to its story; the story's own line has more."""

CHOICES_MOST: Final = 3
"""Of what members said of a story, the newest."""

_TOLD: Final = {
    State.DIGESTED: "in brief, as a line of a digest",
    State.DISMISSED: "its message was deleted",
    State.UNCERTAIN: "whether it arrived is not known",
    State.FAILED: "could not be posted",
}


def articles_on(story: StoryView, page: int) -> Sequence[Article]:
    """Return the articles on a page of a story; the last page where there are not so many."""
    pages = _pages(story.articles, ARTICLES_A_PAGE)
    return pages[min(page, len(pages) - 1)]


def story_card(found: StoryFigures, guild_id: int, page: int = 0, together: Together | None = None) -> View:
    """Return a story with its articles, newest last, where they differ, and where it was told.

    *together* says why the page's articles are in it.
    """
    story = found.story
    together = together or Together()
    about = []
    if page == 0:
        about = [_about(story, guild_id), *(conflict_line(one) for one in found.conflicts[:CONFLICTS_MOST])]
        if together.terms:
            about.insert(1, f"**Together by** {_listed(together.terms)}")
    buttons = [
        turning("Sources", SOURCES, str(story.id)),
        turning("Figures", FIGURES, str(story.id)),
        turning("Timeline", TIMELINE, str(story.id)),
        open_button(story.id),
    ]
    return _articles(story, page, about, together, buttons)


def why_card(why: Why, page: int = 0) -> View:
    """Return which watchlists in sight matched which article by which words, and what came of it."""
    pages = _pages(why.ways, WAYS_A_PAGE)
    page = min(page, len(pages) - 1)
    return list_page(
        f"Why this? {plain(why.story.headline, 80)}",
        fitting([partial(_way, way) for way in pages[page]]),
        page=page,
        pages=len(pages),
        what=WHY,
        token=str(why.story.id),
        total=f"Story {why.story.id}",
    )


def _articles(
    story: StoryView, page: int, about: Sequence[str], together: Together, buttons: Sequence[Item]
) -> View:
    pages = _pages(story.articles, ARTICLES_A_PAGE)
    page = min(page, len(pages) - 1)
    number = counted(len(story.articles), "article")
    return list_page(
        plain(story.headline, 110) or "Story without a headline",
        fitting([partial(_article, story, together, one) for one in pages[page]], before=about),
        page=page,
        pages=len(pages),
        what=STORY,
        token=str(story.id),
        total=f"Story {story.id} · {number} · {corroborated(story.corroboration, len(story.outlets))}",
        buttons=buttons,
    )


def _article(story: StoryView, together: Together, one: Article, linked: bool) -> str:
    author = [f"by {plain(one.author, NAME_MOST)}"] if one.author and plain(one.author) else []
    lines = [titled(one, linked=linked), origin(one, *author), *text_notes(one)]
    joined = together.of.get(one.id)
    if joined is not None and joined.development is not None:
        lines.append(small(_goes_on(story, joined.development)))
    elif joined is not None and joined.terms:
        lines.append(small(f"shares {_listed(joined.terms[:TERMS_MOST])}"))
    return "\n".join(lines)


def _goes_on(story: StoryView, development: Development) -> str:
    """Return of which earlier article one is a development, by what, and what is new in it."""
    before = next((one for one in story.articles if one.id == development.of), None)
    what = f"“{plain(before.title, NAME_MOST)}”" if before and plain(before.title) else "an earlier article"
    shared, fresh = _listed(development.shared[:TERMS_MOST]), _listed(development.fresh[:TERMS_MOST])
    return f"goes on with {what} by {shared}; new: {fresh}"


def _listed(terms: Sequence[str]) -> str:
    return ", ".join(f"“{plain(one, NAME_MOST)}”" for one in terms)


def _about(story: StoryView, guild_id: int) -> str:
    lines = [_matched(each) for each in story.watchlists] or ["No watchlist that you can see matched it."]
    lines += [told_row(each, guild_id) for each in story.delivered]
    said = [small(choice_row(each)) for each in story.choices[-CHOICES_MOST:]]
    return "\n".join([*lines[: ROWS_MOST - len(said)], *said])


def _matched(one: MatchedBy) -> str:
    words = ", ".join(f"“{plain(word, NAME_MOST)}”" for word in one.words[:WORDS_MOST])
    return (
        f"**{plain(one.name, NAME_MOST)}** matched {words}"
        if words
        else f"**{plain(one.name, NAME_MOST)}** matched"
    )


def told_row(one: Delivered, guild_id: int) -> str:
    """Return where a story was told, linked to its message."""
    where = f"<#{one.channel_id}>"
    if one.state in _TOLD:
        return f"{where}: {_TOLD[one.state]}"
    if one.message_id is None:
        return f"{where}: its alert is on its way"
    address = message_address(Posted(guild_id, one.post or one.channel_id, one.message_id))
    return f"[Alerted]({address}) in {where}" + (f" {when(one.at)}" if one.at else "")


def _way(way: ArticleWay, linked: bool) -> str:
    lines = [titled(way.article, linked=linked), origin(way.article, f"stored {when(way.stored_at)}")]
    lines += [reason_row(each) for each in way.reasons]
    if not way.reasons:
        lines.append("No watchlist that you can see matched this one; it tells of the same story.")
    return "\n".join(lines)


def reason_row(one: Reason) -> str:
    """Return a watchlist that matched, by which words, and what came of it."""
    parts = list(dict.fromkeys(_part(*each) for each in one.parts))
    by = ", ".join(parts[:WORDS_MOST]) or inline(one.query, TITLE_MOST)
    return f"**{plain(one.watchlist, NAME_MOST)}** by {by}\n{small(f'{one.outcome} · <#{one.channel_id}>')}"


def _part(part: str, words: str) -> str:
    """Return a part of a query and the words that it found, once where they are the same."""
    found = f"“{plain(words, NAME_MOST)}”"
    if part.strip('"').casefold() == words.casefold():
        return found
    return f"{inline(part, NAME_MOST)} {found}"


def _pages(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    return [rows[at : at + size] for at in range(0, len(rows), size)] or [()]
