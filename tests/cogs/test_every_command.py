"""What holds for every command there is, found by walking what Discord was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bot.chat.views.querying import DATED, EXAMPLES
from bot.query import parse
from tests.cogs.newsroom import Newsroom, Server
from tests.fakes.feeds import full

Json = dict[str, Any]

WORDS = {"url": "https://courier.invalid/", "query": "kursk", "words": "kursk", "timezone": "UTC"}
SUBCOMMAND = 1
ATTACHMENT = 11


def commands(told: list[Json]) -> Iterator[tuple[str, Json]]:
    """Yield every command by its full name."""
    for command in told:
        inner = [each for each in command.get("options") or [] if each["type"] == SUBCOMMAND]
        for each in inner:
            yield f"{command['name']} {each['name']}", each
        if not inner:
            yield command["name"], command


def required(room: Newsroom, command: Json) -> dict[str, Any]:
    """Return words, or a file, for the options that a command can't be run without."""
    return {
        option["name"]: room.local.world.upload("feeds.opml", b"<opml><body/></opml>")
        if option["type"] == ATTACHMENT
        else WORDS.get(option["name"], "Kursk")
        for option in command.get("options") or []
        if option.get("required")
    }


async def test_discord_shows_them_in_servers_with_short_descriptions(room: Newsroom) -> None:
    told = room.local.world.commands

    assert {command["name"] for command in told} == {
        "alias", "channel", "feed", "help", "privacy", "search", "status", "story", "watch", "why",
    }  # fmt: skip
    assert all(command["contexts"] == [0] for command in told)
    for name, command in commands(told):
        for described in (command, *(command.get("options") or [])):
            assert 1 < len(described["description"]) <= 100, (name, described["name"])
            assert described["description"] != "…", (name, described["name"])


async def test_discord_hides_admins_commands_from_others(room: Newsroom) -> None:
    (channel,) = [each for each in room.local.world.commands if each["name"] == "channel"]

    assert int(channel["default_member_permissions"]) == 1 << 5  # Manage Server


async def test_each_answers_its_member_alone_with_a_card_that_pings_nobody(room: Newsroom) -> None:
    for name, command in commands(room.local.world.commands):
        for member in (room.admin, room.reader):
            shown = await room.run(member, name, **required(room, command))

            assert shown.ephemeral, name
            assert shown.pings == frozenset(), name
            assert not shown.body.get("content"), name
            assert shown.text.startswith("### "), name


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_each_tells_discord_that_it_is_at_work_before_it_asks_the_database(room: Newsroom) -> None:
    """Discord waits three seconds for that, and a database may take longer."""
    paper = await room.desk.paper("Alpha Daily")
    await room.follow(paper)
    await room.run(room.admin, "watch add", name="Front", query="kursk")
    await room.news(paper, "Troops reach Kursk", full("Troops reached Kursk on Monday, officials said."))
    await room.delivered()
    (alert,) = room.alerts.messages
    asked: list[Any] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        used = list(room.local.interactions.seen.values())[-1]
        asked.append((used.response is not None, used.data, statement))

    for engine in (room.desk.database._reader.sync_engine, room.desk.database._writer.sync_engine):
        event.listen(engine, "before_cursor_execute", note)
    for name, command in commands(room.local.world.commands):
        await room.run(room.admin, name, save=False, **required(room, command))
    for label in ("Sources", "Figures", "Timeline", "Follow", "Mute", "Not this story", "Why this?"):
        await room.press(room.admin, alert, label)

    assert len(asked) > 50
    assert [early for answered, *early in asked if not answered] == []


async def test_each_is_in_the_help_and_has_a_page_of_its_own(room: Newsroom) -> None:
    known = dict(commands(room.local.world.commands))

    overview = await room.run(room.reader, "help")
    texts = [overview.text]
    while "Next" in [part.get("label") for part in overview.components]:
        texts.append((await room.press(room.reader, overview, "Next")).text)
    whole = "\n".join(texts)

    for name, command in known.items():
        assert f"**/{name}**" in whole, name
        page = await room.run(room.reader, "help", topic=f"/{name}")
        assert f"### /{name}\n" in page.text
        for option in command.get("options") or []:
            assert f"`{option['name']}`" in page.text, name


async def test_the_help_tells_which_permission_a_command_needs(room: Newsroom) -> None:
    needed = {
        name: (await room.run(room.reader, "help", topic=name)).text
        for name in ("feed add", "watch add", "channel show", "watch follow")
    }

    assert "Needs the permission Manage Server" in needed["feed add"]
    assert "Needs the permission Manage Messages" in needed["watch add"]
    assert "Needs the permission Manage Server" in needed["channel show"]
    assert "For every member" in needed["watch follow"]


async def test_the_help_says_what_an_alerts_count_of_independent_outlets_is_worth(room: Newsroom) -> None:
    shown = await room.run(room.reader, "help", topic="alerts")

    assert "3 independent of 11 outlets" in shown.text
    assert "upper bound" in shown.text


async def test_help_topics_are_completed_and_a_mistyped_one_is_explained(room: Newsroom) -> None:
    assert await room.offered(room.reader, "help", "topic", "que") == ["query"]
    assert await room.offered(room.reader, "help", "topic", "/watch f") == ["/watch follow"]
    assert "/feed add" in (await room.run(room.reader, "help", topic="feed")).text
    assert "no topic or command wach" in (await room.run(room.reader, "help", topic="wach")).text


async def test_the_help_knows_buttons_and_the_last_word_of_a_command(room: Newsroom) -> None:
    async def told(topic: str) -> str:
        return (await room.run(room.reader, "help", topic=topic)).text

    assert "*Mute* quiets a story" in await told("mute")
    assert "### /watch follow" in await told("follow")
    removing = await told("remove")
    assert "**/feed remove**" in removing
    assert "**/watch remove**" in removing


@pytest.mark.parametrize(("query", "meaning"), EXAMPLES + DATED)
def test_every_example_of_the_help_is_a_query(query: str, meaning: str) -> None:
    assert str(parse(query))
    assert meaning


async def test_the_help_teaches_every_example(room: Newsroom) -> None:
    shown = await room.run(room.reader, "help", topic="query")

    for query, _ in EXAMPLES + DATED:
        assert f"`{query}`" in shown.text


async def test_two_servers_see_nothing_of_each_other(room: Newsroom) -> None:
    ours, theirs = await room.desk.paper("Alpha Daily"), await room.desk.paper("Beta Weekly")
    await room.follow(ours, room.here)
    await room.follow(theirs, room.there)
    for server, word in ((room.here, "Alphaside"), (room.there, "Betaside")):
        await room.run(server.admin, "watch add", name=f"{word} list", query="kursk")
        await room.run(server.admin, "watch follow", name=f"{word} list")
    ours.publish("Alphaside troops in Kursk", full("Alphaside report of Monday about Kursk."))
    theirs.publish("Betaside brigade at Kursk", full("Betaside report of Tuesday about Kursk."))
    await room.desk.poll()
    await room.delivered()

    for server, foreign in ((room.here, "beta"), (room.there, "alpha")):
        for text in [text async for text in everything(room, server)]:
            assert foreign not in text.casefold(), text


async def everything(room: Newsroom, server: Server) -> Any:
    """Yield all that commands, buttons and autocomplete tell the admin of a server."""
    mine = "Alphaside list" if server is room.here else "Betaside list"
    foreign = "Betaside list" if server is room.here else "Alphaside list"
    for name in ("feed list", "feed export", "watch list", "status", "channel show", "privacy"):
        yield (await room.run(server.admin, name)).text
    for words in ("kursk", "report", 'outlet:"weekly" OR kursk', "daily OR weekly OR kursk"):
        yield (await room.run(server.admin, "search", words=words)).text.split("```")[-1]
    yield (await room.run(server.admin, "watch show", name=mine)).text
    for number in range(1, 12):
        shown = (await room.run(server.admin, "story", story=str(number))).text
        yield shown
    assert "no watchlist called" in (await room.run(server.admin, "watch show", name=foreign)).text
    for message in server.alerts.messages:
        yield message.text
        for label in ("Sources", "Why this?", "Mute"):
            yield (await room.press(server.admin, message, label)).text
    for command, option in AUTOCOMPLETED:
        yield " ".join(await room.offered(server.admin, command, option))


async def test_nothing_tells_a_member_of_a_watchlist_in_a_channel_they_do_not_see(room: Newsroom) -> None:
    paper = await room.desk.paper("Alpha Daily")
    await room.follow(paper)
    await room.run(room.admin, "watch add", name="Kursk", query="kursk")
    await room.run(room.admin, "watch add", at=room.here.hidden, name="Hushed", query="kursk OR murmur")
    await room.run(room.admin, "watch follow", name="Hushed")
    await room.news(paper, "Troops reach Kursk", full("Troops reached Kursk on Monday, officials said."))
    await room.delivered()
    (alert,) = room.alerts.messages
    secrets = ("hushed", "murmur", str(room.here.hidden.id))

    told = {}
    for member in (room.reader, room.editor):
        for name, command in commands(room.local.world.commands):
            shown = await room.run(member, name, save=False, **required(room, command))
            told[name, member.id] = str(shown.body)
        for label in ("Sources", "Figures", "Timeline", "Follow", "Mute", "Not this story", "Why this?"):
            told[label, member.id] = str((await room.press(member, alert, label)).body)
        for command_name, option in AUTOCOMPLETED:
            offered = await room.offered(member, command_name, option)
            told[f"{command_name} {option}", member.id] = str(offered)

    assert len(room.here.hidden.messages) == 1  # it was told where it belongs
    assert [where for where, text in told.items() if any(each in text.casefold() for each in secrets)] == []


AUTOCOMPLETED = (
    ("feed add", "url"),
    ("feed list", "folder"),
    ("feed remove", "feed"),
    ("feed pause", "feed"),
    ("feed resume", "feed"),
    ("feed urgent", "feed"),
    ("feed pages", "feed"),
    ("feed health", "feed"),
    ("feed repeats", "feed"),
    ("feed repeats", "line"),
    ("feed pack", "topic"),
    ("feed pack", "country"),
    ("watch show", "name"),
    ("watch edit", "name"),
    ("watch history", "name"),
    ("alias set", "name"),
    ("alias show", "name"),
    ("alias remove", "name"),
    ("why", "watchlist"),
    ("watch remove", "name"),
    ("watch pause", "name"),
    ("watch resume", "name"),
    ("watch follow", "name"),
    ("watch unfollow", "name"),
    ("search", "outlet"),
    ("story", "story"),
    ("story", "same_as"),
    ("help", "topic"),
    ("channel set", "timezone"),
)


async def test_every_autocomplete_is_looked_at_above(room: Newsroom) -> None:
    found = {
        (name, option["name"])
        for name, command in commands(room.local.world.commands)
        for option in command.get("options") or []
        if option.get("autocomplete")
    }

    assert found == set(AUTOCOMPLETED)
