"""Cards of lookups: Discord takes them whatever the articles hold, and marks stand where they belong."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.cards import message_view
from bot.chat.cards.figures import figures_card
from bot.chat.cards.limits import fits
from bot.chat.cards.listed import fitting, marked
from bot.chat.cards.search import asked, asked_again, search_card
from bot.chat.cards.sources import sources_card
from bot.chat.cards.story import story_card, why_card
from bot.chat.cards.timeline import timeline_card
from bot.domain.alert import MatchedBy, Mentions, Timeline
from bot.domain.article import Article, Quote
from bot.lookups import (
    ArticleWay,
    Counted,
    Order,
    Reason,
    SearchHit,
    SearchPage,
    Snippet,
    StoryFigures,
    StoryTimeline,
    StoryView,
    Why,
)
from bot.pipeline.outlets.corroborate import corroborate
from bot.pipeline.outlets.owners import Owners
from tests.chat.hostile import NOW, conflicts, events, long_words, urls, words

articles = st.builds(
    lambda url, outlet, title, author, number: Article(
        id=number,
        revision_id=number,
        story_id=number,
        url=url,
        outlet=outlet,
        title=title,
        text="",
        author=author,
        published=None,
        first_stored_at=NOW - timedelta(seconds=number),
        language=None,
    ),
    urls,
    long_words,
    long_words,
    st.none() | long_words,
    st.integers(1, 10**9),
)
snippets = st.builds(lambda text: Snippet(text[:300], ((0, 3), (2, 5)), True, True), long_words)
hits = st.builds(SearchHit, articles, snippets)
asking = st.builds(
    asked,
    words.map(lambda text: text[:500]),
    st.integers(1, 3650),
    st.none() | words.map(lambda text: text[:100]),
    st.sampled_from(Order),
)
stories = st.builds(
    lambda found, name, headline: StoryView(
        7,
        1,
        headline,
        tuple(found),
        tuple(MatchedBy(1, name, (name, name)) for _ in range(30)),
        (),
        corroborate(found, Owners(())),
    ),
    st.lists(articles, min_size=1, max_size=12),
    long_words,
    long_words,
)


@settings(max_examples=60)
@given(asking, st.lists(hits, max_size=5))
def test_a_page_of_results_fits_and_says_what_was_searched(what, found) -> None:
    last = SearchPage(what.words, tuple(found), 2, 3, 12, more=False, below=2**40)
    older = re.search(r"search:(\w+o1099511627776):0", str(search_card(what, last).to_components()))
    assert fits(search_card(what, last))
    assert older
    assert asked_again(list(search_card(what, last).children), older[1]).below == 2**40
    view = search_card(what, SearchPage(what.words, tuple(found), 1, 3, 12, more=False))

    assert fits(view)
    again = asked_again(list(view.children), what.token)
    assert again is not None
    assert (again.words.split(), again.days, again.order) == (what.words.split(), what.days, what.order)
    assert (again.outlet or "").split() == (what.outlet or "").split()


@settings(max_examples=60)
@given(stories, st.lists(conflicts, max_size=8), st.integers(0, 3))
def test_a_story_its_figures_and_its_reasons_fit(story: StoryView, differing: list, page: int) -> None:
    reasons = tuple(
        Reason(one.name, one.name, 1, ((one.name, one.name),), "alerted") for one in story.watchlists[:5]
    )
    why = Why(story, tuple(ArticleWay(one, NOW, reasons) for one in story.articles))

    subjects = tuple(Counted(one.subject, one.claims, True) for one in differing)
    told = StoryFigures(story, tuple(differing), subjects)

    for view in (
        story_card(told, 1, page),
        figures_card(told, page),
        sources_card(story, page),
        why_card(why, page),
    ):
        assert fits(view)


def test_long_addresses_are_all_linked_from_sources_over_as_many_pages_as_they_take() -> None:
    told = [
        Article(
            id=number,
            revision_id=number,
            story_id=7,
            url=f"https://outlet{number}.example/{'x' * 1_200}",
            outlet=f"Outlet {number % 4}",  # two of them tell it twice
            title=f"Troops seen, says {number}",
            text="",
            author=None,
            published=None,
            first_stored_at=NOW,
            language=None,
        )
        for number in range(1, 7)
    ]
    story = StoryView(7, 1, "Troops seen", tuple(told), (), (), corroborate(told, Owners(())))
    long = "Troops were seen. " * 27
    sentences = [Quote(long, 1, 1, 0, len(long), "The first outlet", f"https://o.example/{'y' * 1_200}")]
    pages = (sources_card(story, page, sentences=sentences).to_components() for page in range(12))
    shown = "".join(map(str, pages))
    linked = [*told, *sentences]
    assert [one.url for one in linked if f"]({one.url})" not in shown] == []


@settings(max_examples=60)
@given(long_words, st.lists(events, max_size=18), st.integers(0, 2))
def test_a_timeline_fits(headline: str, happened: list, page: int) -> None:
    story = StoryView(7, 1, headline, (), (), ())
    assert fits(timeline_card(StoryTimeline(story, tuple(happened)), page))
    assert fits(message_view(Timeline(7, headline, tuple(happened)), key="k" * 22, mentions=Mentions()))


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("troops in Kursk.", [(0, 6), (10, 15)], "**troops** in **Kursk**."),
        ("North Korean troops", [(0, 5), (6, 12)], "**North Korean** troops"),
        ("North Korean troops", [(6, 19), (0, 12)], "**North Korean troops**"),
        ("a *b* c", [(2, 5)], r"a **\*b\*** c"),
        ("nothing", [], "nothing"),
    ],
)
def test_marked_words_are_bold_and_nothing_else(text: str, marks: list[tuple[int, int]], shown: str) -> None:
    assert marked(text, marks) == shown


def test_an_answer_that_shows_no_search_has_none() -> None:
    assert asked_again([SimpleNamespace(content="### Found 1 article")], "30b") is None
    assert asked_again([SimpleNamespace(content="```\nkursk\n```")], "best") is None


def test_short_rows_keep_their_links_however_much_stands_above_them() -> None:
    def row(linked: bool) -> str:
        return "[Troops seen](https://outlet.example/world/2024/10/28)" if linked else "Troops seen"

    assert fitting([row] * 8, before=["**Kursk** matched"] * 5)[5:] == [row(True)] * 8
