"""What an operator does beside the running bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.query import lexemes, read
from bot.storage import (
    Connection,
    Database,
    articles,
    entries,
    fulltext,
    revisions,
    stories,
    watchlists,
)
from bot.storage.entries import NewEntry
from bot.text import Analyser
from tests.cli.conftest import GUILD, Shell, courier

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.not-a-real-token"  # of application 123456789012345678
NOW = datetime(2024, 10, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _alone(place: Path) -> None:
    """Work in an empty folder."""


def test_run_without_a_token_says_how_to_get_one(shell: Shell) -> None:
    done = shell("run")

    assert done.status == 2
    for words in (
        "DISCORD_TOKEN is not set",
        "https://discord.com/developers/applications",
        "bot and applications.commands",
        "Send Messages",
        "Read Message History",
        "make demo",
    ):
        assert words in done.err


def test_run_says_at_once_that_the_token_and_the_database_are_missing(
    shell: Shell, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "data").write_text("a file where the folder should be")

    done = shell("run")

    assert done.status == 2
    assert "DISCORD_TOKEN is not set" in done.err
    assert "The folder of the database" in done.err


def test_migrate_makes_the_database_and_then_has_nothing_to_do(shell: Shell, place: Path) -> None:
    first, second = shell("migrate"), shell("migrate")

    assert (first.status, second.status) == (0, 0)
    assert "The database is new, at revision" in first.out
    assert "up to date" in second.out
    assert (place / "data" / "salient.sqlite").exists()


@pytest.mark.parametrize("command", ["feeds", "watch"])
def test_a_question_to_a_database_that_is_not_there_makes_none(
    shell: Shell, place: Path, command: str
) -> None:
    done = shell(command)

    assert done.status == 2
    assert "There is no database data/salient.sqlite yet" in done.err
    assert not (place / "data").exists()


def test_a_database_that_was_never_migrated_is_told(shell: Shell, place: Path) -> None:
    (place / "data").mkdir()
    (place / "data" / "salient.sqlite").touch()

    done = shell("feeds")

    assert done.status == 2
    assert "run `salient migrate`" in done.err


def test_without_a_server_the_answer_says_so(shell: Shell) -> None:
    shell("migrate")

    assert "The bot is in no server yet" in shell("feeds").err


@pytest.fixture
def newsroom(stored: Callable[[], Database]) -> None:
    asyncio.run(_stock(stored()))


async def _stock(database: Database) -> None:
    try:
        async with database.write() as connection:
            feed = await courier(connection, title="Baltic Courier [bold]", now=NOW)
            await _publish(connection, feed.id)
            await watchlists.add(
                connection,
                guild_id=GUILD,
                channel_id=5,
                name="Kursk",
                query="kursk -football",
                role_id=None,
                by=1,
                now=NOW,
            )
    finally:
        await database.close()


async def _publish(connection: Connection, feed_id: int) -> None:
    """Store one article as the conductor does: story, article, revision, index, entry."""
    now = datetime.now(UTC)  # a search looks back from now
    story = await stories.add(connection, now=now)
    url, title, text = "https://courier.example/kursk", "Troops reach Kursk", "About 10,000 soldiers moved.\n"
    article = await articles.add(connection, story_id=story, url=url, now=now)
    version = revisions.Version(
        origin="feed",
        url=url,
        outlet="Baltic Courier",
        title=title,
        text=text,
        author=None,
        language="en",
        image_url=None,
        published=now,
        updated=None,
    )
    revision, _ = await revisions.add(connection, article, version, now=now)
    document = read(Analyser(), title=title, text=text, language="en", outlet="Baltic Courier", url=url)
    await fulltext.add(connection, revision, lexemes(document), "en")
    shown = NewEntry(feed_id, "k", article, revision, "e", alertable=True)
    await entries.add(connection, [shown], now=now)


@pytest.mark.usefixtures("newsroom")
def test_feeds_are_listed_for_people_and_for_programs(shell: Shell) -> None:
    table, lines = shell("feeds"), shell("feeds", "--json")

    assert "Baltic Courier [bold]" in table.out
    assert [(line["title"], line["state"]) for line in lines.lines] == [("Baltic Courier [bold]", "ok")]
    assert "sesame" not in table.out + lines.out


@pytest.mark.usefixtures("newsroom")
def test_watchlists_are_listed_for_people_and_for_programs(shell: Shell) -> None:
    assert "kursk -football" in shell("watch").out
    assert [line["name"] for line in shell("watch", "--json", "--guild", str(GUILD)).lines] == ["Kursk"]


@pytest.mark.usefixtures("newsroom")
def test_a_server_that_is_not_there_is_told(shell: Shell) -> None:
    done = shell("feeds", "--guild", "12345")

    assert (done.status, done.err) == (2, "The bot is not in a server 12345.\n")


@pytest.mark.usefixtures("newsroom")
def test_check_finds_all_well(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    done = shell("check", "--json")

    assert done.status == 0
    assert {line["what"] for line in done.lines} == {"settings", "token", "database", "feeds"}
    assert all(line["ok"] for line in done.lines)
    assert "not-a-real-token" not in done.out


def test_check_names_what_is_wrong_and_ends_with_1(shell: Shell) -> None:
    done = shell("check")

    assert done.status == 1
    assert "WRONG  token" in done.out
    assert "WRONG  database  There is no database" in done.out


@pytest.mark.usefixtures("newsroom")
def test_search_finds_what_a_member_would_find(shell: Shell) -> None:
    lines, table = shell("search", "kursk", "troop*", "--json"), shell("search", "kursk")

    assert lines.status == 0
    assert [(line["title"], line["outlet"]) for line in lines.lines] == [
        ("Troops reach Kursk", "Baltic Courier")
    ]
    assert lines.err == "1 article matches.\n"
    assert "Troops reach Kursk" in table.out


@pytest.mark.usefixtures("newsroom")
def test_a_search_that_finds_nothing_ends_with_1(shell: Shell) -> None:
    done = shell("search", "avalanche")

    assert (done.status, done.out, done.err) == (1, "", "0 articles match.\n")


@pytest.mark.usefixtures("newsroom")
def test_a_bad_query_is_pointed_at(shell: Shell) -> None:
    done = shell("search", "kursk AND")

    assert done.status == 1
    assert done.err.splitlines()[-1].strip() == "^"


@pytest.mark.usefixtures("newsroom")
def test_a_story_is_shown_with_its_articles(shell: Shell) -> None:
    (found,) = shell("search", "kursk", "--json").lines

    lines, table = shell("story", str(found["story"]), "--json"), shell("story", str(found["story"]))

    assert lines.lines[0]["headline"] == "Troops reach Kursk"
    assert [one["url"] for one in lines.lines[0]["articles"]] == ["https://courier.example/kursk"]
    assert "Baltic Courier" in table.out


@pytest.mark.usefixtures("newsroom")
def test_a_story_that_is_not_there_is_told(shell: Shell) -> None:
    done = shell("story", "999")

    assert done.status == 1
    assert "There is no story 999" in done.err


@pytest.mark.usefixtures("newsroom")
def test_watchlists_are_changed_from_the_shell(shell: Shell) -> None:
    assert shell("watch", "add", "Storms", "storm*", "--channel", "9").status == 0
    assert shell("watch", "edit", "Storms", "--query", "storm* OR gale", "--json").lines[0]["channel"] == 9
    assert shell("watch", "--json", "pause", "Kursk").lines[0]["state"] == "paused"
    assert shell("watch", "resume", "Kursk", "--json").lines[0]["state"] == "watching"
    assert shell("watch", "remove", "Kursk").status == 0

    assert [line["query"] for line in shell("watch", "--json").lines] == ["storm* OR gale"]


@pytest.mark.usefixtures("newsroom")
def test_aliases_are_changed_from_the_shell(shell: Shell) -> None:
    assert "no aliases yet" in shell("aliases").err
    assert shell("aliases", "set", "@Front", "kursk OR belgorod").status == 0
    assert shell("watch", "add", "War", "@front", "--channel", "9").status == 0

    listed = shell("aliases", "--json", "--guild", str(GUILD)).lines
    refused = shell("aliases", "remove", "front")
    looping = shell("aliases", "set", "front", "@front")

    assert [(line["alias"], line["query"], line["watchlists"]) for line in listed] == [
        ("front", "kursk OR belgorod", ["War"])
    ]
    assert (refused.status, looping.status) == (1, 1)
    assert "@front is used by the watchlist War" in refused.err
    assert shell("watch", "remove", "War").status == 0
    assert [line["alias"] for line in shell("aliases", "remove", "front", "--json").lines] == ["front"]
    assert "북한" in shell("aliases", "starters").out
    assert "there already" in shell("aliases", "starters").err


@pytest.mark.usefixtures("newsroom")
def test_a_watchlist_that_can_not_be_added_is_told(shell: Shell) -> None:
    taken, broken = (
        shell("watch", "add", "Kursk", "kursk", "--channel", "9"),
        shell("watch", "add", "New", "(kursk", "--channel", "9"),
    )

    assert (taken.status, broken.status) == (1, 1)
    assert "^" in broken.err


def test_poll_with_nothing_due_says_so(shell: Shell) -> None:
    done = shell("poll")

    assert done.status == 0
    assert done.out.startswith("0 feeds checked")


@pytest.mark.usefixtures("newsroom")
def test_poll_tells_of_a_feed_that_fails_and_ends_with_1(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALIENT_PROXY", "http://127.0.0.1:9")  # nothing listens there: no web is asked

    done = shell("poll", "--json")

    assert done.status == 1
    assert (done.lines[0]["feeds"], done.lines[0]["failed"]) == (1, 1)
    assert "sesame" not in done.err


@pytest.mark.usefixtures("newsroom")
def test_a_backup_is_restored_from_the_shell(shell: Shell, place: Path) -> None:
    assert shell("backup", "kept.gz").status == 0
    assert shell("watch", "remove", "Kursk").status == 0
    assert "say --overwrite" in shell("backup", "kept.gz").err

    restored = shell("restore", "kept.gz")

    assert restored.status == 0
    assert "looks into the channels" in restored.out
    assert [line["name"] for line in shell("watch", "--json").lines] == ["Kursk"]


@pytest.mark.usefixtures("newsroom")
def test_feeds_are_changed_from_the_shell(shell: Shell) -> None:
    (feed,) = shell("feeds", "--json").lines

    assert shell("feeds", "pause", feed["title"], "--json").lines[0]["state"] == "paused"
    assert shell("feeds", "resume", str(feed["id"]), "--json").lines[0]["state"] == "ok"
    refused = shell("feeds", "add", "http://127.0.0.1/feed.xml")
    assert refused.status == 1
    assert "127.0.0.1" in refused.err
    assert shell("feeds", "remove", str(feed["id"])).status == 0
    assert shell("feeds", "--json").lines == []


@pytest.mark.usefixtures("newsroom")
def test_a_query_is_tried_without_being_saved(shell: Shell) -> None:
    tried = shell("watch", "test", "troops -football", "--days", "3", "--json")
    said = shell("watch", "test", "troops OR soldiers")
    nothing = shell("watch", "test", "sudzha")

    assert [(line["stories"], line["days"], line["busiest"]) for line in tried.lines] == [
        (1, 3.0, "Baltic Courier")
    ]
    assert "1 stories, 1 articles" in said.out
    assert "Troops reach Kursk" in said.out
    assert nothing.status == 1
    assert [line["name"] for line in shell("watch", "--json").lines] == ["Kursk"]
