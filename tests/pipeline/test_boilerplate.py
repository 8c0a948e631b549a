"""What a site repeats is told apart from what it tells again and again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.mask import hidden, under
from bot.pipeline.boilerplate import Sample, learn, mask, site_of
from tests.costs import assert_costs_its_length

DAY = date(2024, 10, 28)
HEADLINES = [
    "North Korean troops reach the border",
    "Ferries stop as storm nears",
    "Central bank holds its rate",
    "Opera house reopens after fire",
    "Drought empties southern reservoirs",
    "Cyclist wins mountain stage",
    "Parliament passes budget late",
    "Vaccine trial begins in Accra",
]
BANNER = "Play at Lucky Casino tonight and get five hundred free spins on your first deposit."
BACKGROUND = "Russia launched its full-scale invasion of the neighbouring country in February 2022."
SIDEBAR = "Kursk: all reports"


def sample(
    number: int, *more: str, story: int | None = None, title: str | None = None, days: int = 0
) -> Sample:
    headline = title or HEADLINES[number % len(HEADLINES)]
    own = f"{headline}, officials said in statement {number}.\nNothing else is known of number {number} yet."
    return Sample(
        number if story is None else story,
        headline,
        "".join(f"{line}\n" for line in (own, *more)),
        DAY + timedelta(days=days),
    )


def removed(samples: list[Sample], number: int = -1) -> tuple[str, ...]:
    """Return what is hidden of one of the samples, by what was learnt of all."""
    one = samples[number]
    return hidden(mask(one.text, one.title, learn(samples)), one.text)


@pytest.mark.parametrize(
    "line", ["Scroll to Top", "ALL Headlines", SIDEBAR, "12 comments", "Sign up for our newsletter"]
)
def test_a_line_of_the_page_is_learnt_after_a_few_articles(line: str) -> None:
    assert removed([sample(n, line) for n in range(2)]) == ()
    assert removed([sample(n, line) for n in range(3)]) == (line,)


def test_a_banner_that_is_a_whole_sentence_is_learnt_too() -> None:
    assert removed([sample(n, BANNER) for n in range(4)]) == (BANNER,)


def test_a_sentence_of_short_words_alone_does_not_stop_the_learning() -> None:
    line = "If it is up to us all, we can fix it now."
    samples = [sample(n, SIDEBAR, *([line] * (n % 2)), days=n) for n in range(8)]

    assert SIDEBAR in removed(samples)


def test_a_banner_that_is_spelled_in_several_ways_is_learnt_too() -> None:
    named = "The post {} was first seen on the pages of The Courier."
    lines = [(named.format(HEADLINES[n]),) if n % 2 else () for n in range(8)]
    samples = [sample(n, *line, days=n) for n, line in enumerate(lines)]

    assert removed(samples) == lines[-1]


def test_a_counter_is_one_line_whatever_it_counts() -> None:
    assert removed([sample(n, f"{n * 7} comments") for n in range(3)]) == ("14 comments",)


@pytest.mark.parametrize("line", ["Brent: {}.4 dollars", "Final score: {}-1", "Золото: {} 700"])
def test_a_table_of_figures_under_each_report_is_news(line: str) -> None:
    assert removed([sample(n, line.format(n + 3)) for n in range(6)]) == ()


def test_what_somebody_said_and_reports_repeat_for_days_is_news() -> None:
    said = "“We will not give up an inch of our land to anybody,” the president said on Sunday."
    samples = [sample(n, *([said] if n % 2 == 0 else []), days=n // 2) for n in range(8)]

    assert removed(samples, 6) == ()


def test_a_line_that_names_the_article_is_recognised_without_its_name() -> None:
    samples = [sample(n, f"The post {HEADLINES[n]} appeared first on The Harbour") for n in range(3)]

    assert removed(samples) == (f"The post {HEADLINES[2]} appeared first on The Harbour",)


def test_a_paragraph_in_all_updates_of_one_story_is_news() -> None:
    updates = [sample(n, BACKGROUND, SIDEBAR, story=7, title=f"Update {n} on the talks") for n in range(8)]

    assert removed(updates) == ()


def test_reports_of_one_event_that_became_stories_of_their_own_teach_nothing() -> None:
    titles = [f"Troops reach the border near Kursk, day {n}" for n in range(8)]

    assert removed([sample(n, BACKGROUND, title=title) for n, title in enumerate(titles)]) == ()


def test_background_that_a_site_repeats_in_some_reports_for_days_stays() -> None:
    samples = [sample(n, *([BACKGROUND] if n % 4 == 0 else []), days=n // 4) for n in range(16)]

    assert removed(samples, 12) == ()


WAR = {
    BACKGROUND: ("Kyiv asks its neighbours for shells", "Russia moves troops near Kharkiv"),
    "俄罗斯于2022年2月对乌克兰发动全面入侵，战争持续至今。": ("乌克兰守住阵地", "俄罗斯正在集结军队"),
    "Россия начала полномасштабное вторжение в Украину в 2022 году, и война идёт до сих пор.": (
        "Украина держит оборону",
        "Россия стягивает войска",
    ),
}


@pytest.mark.parametrize("background", WAR)
def test_background_of_running_news_stays_in_what_tells_of_it_where_a_banner_goes(background: str) -> None:
    one, other = WAR[background]
    samples = [
        sample(
            n,
            *([one if n % 4 else other, background, "Krieg: alle Meldungen"] if n % 2 else [BANNER]),
            days=n // 4,
        )
        for n in range(12)
    ]

    assert background not in removed(samples, 11)
    assert removed(samples, 10) == (BANNER,)


def test_a_banner_of_short_words_alone_that_stands_in_some_articles_for_days_is_learnt() -> None:
    banner = "We are in it for you all day, and you can be in on it too."
    samples = [sample(n, *([banner] if n % 2 else []), days=n // 4) for n in range(16)]

    assert removed(samples) == (banner,)


def test_a_site_of_long_pages_that_share_many_sentences_is_learnt_in_a_moment() -> None:
    def pages(shared: int) -> list[Sample]:
        gifts = [
            f"{one} Ask for gift number {one * 7919} in our shop by the old harbour." for one in range(shared)
        ]
        return [
            sample(number, *gifts[number % 2 :: 2], *gifts[: shared // 2], days=number // 20)
            for number in range(60)
        ]

    assert_costs_its_length(learn, pages, 160)


def test_what_was_learnt_stays_learnt_up_to_a_bound() -> None:
    keys = learn([sample(n, BANNER) for n in range(4)])

    assert learn([sample(n) for n in range(8)], keys) == keys
    assert len(learn([], [f"{n:016x}" for n in range(2_000)])) == 500


def test_a_text_that_is_nothing_but_boilerplate_is_left_as_it_is() -> None:
    keys = learn([sample(n, BANNER) for n in range(4)])

    assert mask(f"{BANNER}\n", "Any headline", keys) == ()


def test_what_is_hidden_leaves_every_offset_where_it_was() -> None:
    samples = [sample(n, SIDEBAR, "Nothing more.") for n in range(3)]
    text = samples[0].text
    told = under(mask(text, samples[0].title, learn(samples)), text)

    assert len(told) == len(text)
    assert "Kursk" not in told
    assert told.count("\n") == text.count("\n")
    assert told.index("officials") == text.index("officials")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.harbour.example/news/1", "harbour.example"),
        ("https://m.harbour.example:8443/news/1", "harbour.example"),
        (None, "outlet:the harbour"),
        ("https://[bad", "outlet:the harbour"),
    ],
)
def test_a_site_is_its_host(url: str | None, expected: str) -> None:
    assert site_of(url, "The  Harbour") == expected
