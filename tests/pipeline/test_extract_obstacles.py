"""Pages that do not give their article: each is told apart, and an article is never mistaken for one."""

from __future__ import annotations

import pytest

from bot.domain.article import Obstacle
from bot.pipeline.extract import extract
from bot.pipeline.extract.obstacles import leads_home

URL = "https://www.harbour.example/news/2024/ferries"
SHORT = "All ferries stop at noon because of the storm, the port authority said on Monday."
LONG = [
    f"Paragraph {number} tells at length how the storm of the weekend closed the ports, what the "
    "authority advises, which ferries will sail again on Tuesday, and who pays for rooms in the meantime."
    for number in range(8)
]


def read(body: str, *, head: str = "", title: str = "Ferries stop", url: str = URL) -> Obstacle | None:
    html = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    page = extract(html.encode(), url=url)
    return page.obstacle if page else None


def article(*paragraphs: str) -> str:
    return f"<article><h1>Ferries stop</h1>{''.join(f'<p>{one}</p>' for one in paragraphs)}</article>"


def declared(**values: object) -> str:
    import json

    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("body", "keywords", "expected"),
    [
        (article(SHORT), {"head": declared(isAccessibleForFree=False)}, Obstacle.PAYWALL),
        (article(SHORT), {"head": declared(isAccessibleForFree="False")}, Obstacle.PAYWALL),
        (article(SHORT, "Subscribe to continue reading. Already a subscriber? Log in"), {}, Obstacle.PAYWALL),
        (article(SHORT, "La suite est réservée aux abonnés."), {}, Obstacle.PAYWALL),
        (article(SHORT, "Материал доступен по подписке, оформите подписку."), {}, Obstacle.PAYWALL),
        (
            "<noscript>Please enable JavaScript to run this app.</noscript><div id='root'></div>",
            {},
            Obstacle.SCRIPTS,
        ),
        (
            "<p>Checking your browser before accessing harbour.example.</p>",
            {"title": "Just a moment..."},
            Obstacle.SCRIPTS,
        ),
        (
            "<h1>We value your privacy</h1><p>Accept all cookies, or manage cookies.</p>",
            {"title": "harbour.example"},
            Obstacle.CONSENT,
        ),
        (
            "<h1>Page not found</h1><p>Try the search, or go back to the front page.</p>",
            {"title": "Oops"},
            Obstacle.MISSING,
        ),
        (
            "<h1>Страница не найдена</h1><p>Попробуйте поиск или вернитесь на главную.</p>",
            {},
            Obstacle.MISSING,
        ),
        (
            "<p>Sorry about that, dear reader, we looked everywhere.</p>",
            {"title": "404 | Harbour"},
            Obstacle.MISSING,
        ),
        (article(*LONG), {"head": declared(**{"@type": "LiveBlogPosting"})}, Obstacle.LIVE),
        (
            article(
                *(f"<time datetime='2024-10-28T1{n}:00'>1{n}:00</time> {line}" for n, line in enumerate(LONG))
            ),
            {"title": "Storm: live updates"},
            Obstacle.LIVE,
        ),
    ],
)
def test_what_stands_in_the_way_is_named(body: str, keywords: dict[str, str], expected: Obstacle) -> None:
    assert read(body, **keywords) is expected


@pytest.mark.parametrize(
    ("body", "keywords"),
    [
        (article(SHORT), {}),
        (
            article(*LONG),
            {"head": declared(isAccessibleForFree=False)},
        ),  # declared for search engines, yet whole
        (article(*LONG, "Subscribe to continue reading, the sign on the ferry said."), {}),
        (article(*LONG), {"title": "Live music returns to the port"}),
        (article(SHORT) + "<footer>Cookie settings. Accept cookies. Already a subscriber?</footer>", {}),
        (article(SHORT), {"title": "Peugeot 404 returns to the port"}),
    ],
)
def test_an_article_is_taken_for_one(body: str, keywords: dict[str, str]) -> None:
    if "404" in keywords.get("title", ""):
        body = article(*LONG)
    assert read(body, **keywords) is None


def test_a_site_that_answers_with_its_front_page_has_no_such_article() -> None:
    assert leads_home(URL, "https://www.harbour.example/")
    assert not leads_home(URL, "https://www.harbour.example/news/ferries-stop")
    assert not leads_home("https://www.harbour.example/", "https://www.harbour.example/")
