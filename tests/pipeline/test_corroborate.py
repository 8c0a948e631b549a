"""How many tell a story independently: never more than can be shown, and checked outlet by outlet."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from bot.domain.alert import Tie
from bot.domain.article import Article
from bot.pipeline.outlets import owners
from bot.pipeline.outlets.agencies import AGENCIES
from bot.pipeline.outlets.corroborate import corroborate
from bot.pipeline.outlets.owners import Outlet, Owners

NOON = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)
KNOWN = Owners([
    Outlet("times.example", "The Times", "News Group", "GB"),
    Outlet("sun.example", "The Sun", "News Group", "GB"),
    Outlet("reuters.example", "Reuters", "Thomson Reuters", "GB"),
    Outlet("abc.example", "ABC News", "One Corporation", "US"),
    Outlet("abc-au.example", "ABC News", "Another Corporation", "AU"),
])  # fmt: skip


def article(
    number: int, outlet: str, host: str, *, credit: str | None = None, copy_of: int | None = None
) -> Article:
    return Article(
        id=number,
        revision_id=number,
        story_id=1,
        url=f"https://www.{host}/{number}",
        outlet=outlet,
        title=f"Title {number}",
        text="",
        author=None,
        published=NOON,
        first_stored_at=NOON,
        language="en",
        credit=credit,
        copy_of=copy_of,
    )


def voices(*articles: Article) -> dict[str, list[tuple[str, Tie]]]:
    found = corroborate(articles, KNOWN)
    return {one.name: [(each.source.outlet, each.tie) for each in one.heard] for one in found.voices}


def test_outlets_of_one_owner_are_one_voice_and_unknown_ones_their_own() -> None:
    told = voices(
        article(1, "The Times", "times.example"),
        article(2, "Harbour Post", "harbour.example"),
        article(3, "The Sun", "news.sun.example"),
    )
    assert told == {
        "News Group": [("The Times", Tie.OWN), ("The Sun", Tie.OWN)],
        "Harbour Post": [("Harbour Post", Tie.OWN)],
    }


def test_all_who_credit_a_wire_service_are_its_voice_and_so_is_the_service_itself() -> None:
    told = voices(
        article(1, "Harbour Post", "harbour.example", credit="Reuters"),
        article(2, "Reuters", "reuters.example", credit="Reuters"),
        article(3, "Meridian", "meridian.example", credit="Reuters"),
        article(4, "Courier", "courier.example", credit="AFP"),
    )
    assert told == {
        "Reuters": [("Harbour Post", Tie.WIRE), ("Reuters", Tie.OWN), ("Meridian", Tie.WIRE)],
        "AFP": [("Courier", Tie.WIRE)],
    }


def test_a_near_copy_adds_no_voice_but_a_report_of_its_own_does() -> None:
    copied = article(2, "Meridian", "meridian.example", copy_of=1)
    assert voices(article(1, "Harbour Post", "harbour.example"), copied) == {
        "Harbour Post": [("Harbour Post", Tie.OWN), ("Meridian", Tie.COPY)]
    }
    own = article(3, "Meridian", "meridian.example")
    assert set(voices(article(1, "Harbour Post", "harbour.example"), copied, own)) == {
        "Harbour Post",
        "Meridian",
    }


def test_a_copy_of_a_copy_of_a_wire_report_is_the_wires() -> None:
    told = voices(
        article(1, "Harbour Post", "harbour.example", credit="AP"),
        article(2, "Meridian", "meridian.example", copy_of=1),
        article(3, "Courier", "courier.example", copy_of=2),
    )
    assert [(name, len(heard)) for name, heard in told.items()] == [("AP", 3)]


@pytest.mark.parametrize("copy_of", [1, 99])
def test_an_article_that_repeats_itself_or_one_out_of_sight_is_its_own(copy_of: int) -> None:
    assert voices(article(1, "Harbour Post", "harbour.example", copy_of=copy_of)) == {
        "Harbour Post": [("Harbour Post", Tie.OWN)]
    }


def test_no_outlet_counts_twice_and_a_name_of_two_owners_says_nothing() -> None:
    found = corroborate(
        [
            article(1, "Courier", "courier.example", credit="AP"),
            article(2, "Courier", "courier.example", credit="Reuters"),
            article(3, "ABC News", "elsewhere.example"),
            article(4, "ABC News Online", "abc.example"),
        ],
        KNOWN,
    )
    assert (found.independent, found.outlets) == (3, 3)
    assert Owners([]).of("ABC News", None) == "abc news"


def test_the_file_of_owners_is_whole() -> None:
    data = tomllib.loads(files("bot.pipeline.outlets").joinpath("owners.toml").read_text(encoding="utf-8"))
    listed = owners.outlets(data)

    assert len(listed) >= 200
    assert len({one.country for one in listed}) >= 40
    domains = [one.domain for one in listed]
    assert len(set(domains)) == len(domains), "a domain stands once"
    for one in listed:
        assert re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", one.domain), one
        assert not one.domain.startswith("www."), one
        assert re.fullmatch(r"[A-Z]{2}", one.country), one
        assert one.name == one.name.strip(), one
        assert one.owner == one.owner.strip(), one
    countries: dict[str, set[str]] = {}
    for one in listed:
        countries.setdefault(one.owner, set()).add(one.country)
    assert [owner for owner, at in countries.items() if len(at) > 1] == [], "an owner sits in one country"


def test_great_agencies_credits_count_with_their_own_articles() -> None:
    known = owners.load()
    for name, host in (
        ("Reuters", "reuters.com"),
        ("AP", "apnews.com"),
        ("TASS", "tass.ru"),
        ("dpa", "dpa.com"),
    ):
        assert name in AGENCIES
        assert known.of_agency(name) == known.of("whoever", f"https://www.{host}/a") != host
    assert known.of("BBC News - World", "https://www.bbc.co.uk/news/1") == "BBC"
    assert known.of("x", "https://notbbc.co.uk/news/1") == "notbbc.co.uk"


def test_a_line_that_is_not_whole_is_refused_with_its_words() -> None:
    with pytest.raises(ValueError, match=r"a\.example"):
        owners.outlets({"outlets": [{"domain": "a.example", "outlet": "A", "owner": ""}]})
