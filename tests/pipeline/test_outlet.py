"""An outlet's name out of its feed's title."""

from __future__ import annotations

import pytest

from bot.pipeline.outlet import named_by_pages, outlet_name

SITE = "https://www.meridian.example/"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Meridian", "The Meridian"),
        ("The Meridian - World", "The Meridian"),
        ("World news | The Meridian", "The Meridian"),
        ("The Meridian » Feed", "The Meridian"),
        ("Latest news from The Meridian", "Latest news from The Meridian"),
        ("RSS: The Meridian", "The Meridian"),
        ("The Meridian RSS Feed", "The Meridian"),
        ("Meridian-Courier", "Meridian-Courier"),
        ("  The \n Meridian ", "The Meridian"),
        ("Le Méridien : à la une", "Le Méridien"),
        ("News", "meridian.example"),
        ("RSS", "meridian.example"),
        ("", "meridian.example"),
        ("x" * 300, "meridian.example"),
    ],
)
def test_readers_see_the_outlets_name_and_not_its_feeds(title: str, name: str) -> None:
    assert outlet_name(title, SITE) == name


def test_without_a_site_something_is_shown_all_the_same() -> None:
    assert outlet_name("", None) == "unnamed outlet"
    assert outlet_name("News", None) == "News"


@pytest.mark.parametrize(
    ("outlet", "pages", "expected"),
    [
        ("harbour.example", [("https://www.harbour.example/1", "The Harbour")], "The Harbour"),
        ("harbour.example", [("https://www.harbour.example/1", None), (None, "Other")], "harbour.example"),
        ("harbour.example", [("https://other.example/1", "Other")], "harbour.example"),
        (
            "harbour.example",
            [("https://harbour.example/1", "The Harbour"), ("https://harbour.example/2", "Sport")],
            "harbour.example",
        ),
        ("Harbour Post", [("https://harbour.example/1", "The Harbour")], "Harbour Post"),
    ],
)
def test_an_outlet_known_by_its_host_alone_is_called_as_its_pages_call_it(
    outlet: str, pages: list[tuple[str | None, str | None]], expected: str
) -> None:
    assert named_by_pages(outlet, pages) == expected
