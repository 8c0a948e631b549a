"""One feed in many spellings."""

from __future__ import annotations

import pytest

from bot.pipeline.addresses.spelling import feed_key


@pytest.mark.parametrize(
    "spelled",
    [
        "http://courier.example/news/feed",
        "https://www.courier.example/news/feed",
        "https://COURIER.example/news/feed/",
        "https://courier.example/News/Feed",
        "https://courier.example:443/news//feed",
        "http://courier.example:80/news/./feed",
        "https://ann:sesame@courier.example/news/feed",
        "https://courier.example/news/feed#top",
        "https://courier.example/news/feed?utm_source=x&fbclid=1",
        "https://courier.example/n%65ws/feed?",
    ],
)
def test_spellings_of_one_feed_have_one_key(spelled: str) -> None:
    assert feed_key(spelled) == feed_key("https://courier.example/news/feed")


@pytest.mark.parametrize(
    "other",
    [
        "https://courier.example/sport/feed",
        "https://courier.example/news/feed?topic=sport",
        "https://news.courier.example/news/feed",
        "https://courier.example:8443/news/feed",
        "https://courier.example/",
    ],
)
def test_other_feeds_have_other_keys(other: str) -> None:
    assert feed_key(other) != feed_key("https://courier.example/news/feed")


def test_parameters_may_come_in_any_order_but_keep_their_case() -> None:
    assert feed_key("https://a.example/?b=2&a=1") == feed_key("https://a.example/?a=1&b=2")
    assert feed_key("https://a.example/?id=UCaB") != feed_key("https://a.example/?id=UCAb")
