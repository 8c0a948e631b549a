"""Two servers that follow different feeds: whatever a member of one does, nothing of the other is seen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.storage import feeds
from tests.fakes.discord import Guild, Member, Message
from tests.fakes.discord.world import Upload
from tests.fakes.feeds import Newspaper
from tests.journeys.salient import Place, Server, opened
from tests.journeys.stories import News
from tests.waiting import until

OURS, THEIRS, BOTH = News(1), News(2), News(3)
SUBCOMMAND, ATTACHMENT, AUTOCOMPLETED = 1, 11, "autocomplete"
NOWHERE = "http://127.0.0.1:9/feed"

Json = dict[str, Any]


@dataclass
class Side:
    """A server with its feed, a story that only this feed tells, and one that both tell."""

    server: Server
    paper: Newspaper
    story: News
    secret: str  # the name of a watchlist that the other server has not

    @property
    def marks(self) -> list[str]:
        """What must never come to the other side."""
        channels = [str(one.id) for one in self.server.guild.channels]
        return [self.story.thing.split()[0], self.paper.name, self.paper.outlet.host, self.secret, *channels]


def commands(told: list[Json]) -> Iterator[tuple[str, list[Json]]]:
    """Yield every command by its full name, with its options."""
    for command in told:
        inner = [each for each in command.get("options") or [] if each["type"] == SUBCOMMAND]
        for each in inner:
            yield f"{command['name']} {each['name']}", each.get("options") or []
        if not inner:
            yield command["name"], command.get("options") or []


async def test_nothing_of_one_server_is_seen_in_the_other(database_url: str) -> None:
    async with opened(database_url, tick=0.5) as place:  # most of its time nothing is due
        sides = [
            Side(place.server("Here"), await place.paper("The Meridian"), OURS, "Nightingale"),
            Side(place.server("There"), await place.paper("Harbour Post"), THEIRS, "Woodpecker"),
        ]
        async with place.running():
            for side in sides:
                await furnish(place, side)
            await place.polled(*(side.paper for side in sides))
            for side in sides:
                side.story.told_by(side.paper)
                BOTH.told_by(side.paper)
            await place.polled(*(side.paper for side in sides))
            await until(lambda: all(len(side.server.alerts.messages) == 2 for side in sides), "all is told")
            await until(
                lambda: all(place.local.world.direct_messages(side.server.reader).messages for side in sides),
                "all is told directly",
            )
            await place.settled()
            for side, other in (sides, sides[::-1]):
                await sweep(place, side)
                await ask_for_what_is_not_theirs(place, side, other)
            await place.settled()
            for side, other in (sides, sides[::-1]):
                check_sight(place, side, other)

            before = [await counts(place, side) for side in sides]
            for number in range(4, 9):
                News(number).told_by(sides[1].paper)
            await place.polled(sides[1].paper)
            await place.settled()
            assert await counts(place, sides[0]) == before[0]
            assert await counts(place, sides[1]) != before[1]


async def furnish(place: Place, side: Side) -> None:
    """Both have a watchlist of the same name; each has one more, and one that only admins see."""
    admin, reader = side.server.admin, side.server.reader
    await place.run(admin, "feed add", url=side.paper.url)
    await place.run(admin, "watch add", name="Kursk", query="kursk")
    await place.run(admin, "watch add", side.server.desk, name=side.secret, query=f"kursk {side.secret}")
    followed = await place.run(reader, "watch follow", name="Kursk", notify="direct message")
    assert "You follow Kursk" in followed.text


async def sweep(place: Place, side: Side) -> None:
    """Run every command, type into every option that is completed, and press every button that appears."""
    tree = dict(commands(place.local.world.commands))
    assert len(tree) > 20, "every command is driven, however many there are"
    for name, options in tree.items():
        for member in (side.server.admin, side.server.reader):
            for option in options:
                if option.get(AUTOCOMPLETED):
                    await typed(place, member, name, option["name"])
            given: Json = {
                one["name"]: attached(place, side)
                if one["type"] == ATTACHMENT
                else value(side, name, one["name"])
                for one in options
                if one.get("required")
            }
            await press_all(place, member, await place.run(member, name, **given))
    for card in [*side.server.alerts.messages]:
        for member in (side.server.admin, side.server.reader):
            await press_all(place, member, card)


def value(side: Side, command: str, option: str) -> str:
    """Return words for an option; what would end the sweep early (removing) is aimed at nothing."""
    if command.endswith(("remove", "add")):
        return {"url": NOWHERE, "query": "kursk"}.get(option, "nothing")
    own = {"feed": side.paper.url, "name": "Kursk", "words": "kursk", "story": BOTH.title, "query": "kursk"}
    return own.get(option, "kursk")


def attached(place: Place, side: Side) -> Upload:
    """Return a file with the list of the side's own feeds."""
    listed = f'<opml version="2.0"><body><outline text="A feed" xmlUrl="{side.paper.url}"/></body></opml>'
    return place.local.world.upload("feeds.opml", listed.encode())


async def typed(place: Place, member: Member, command: str, option: str) -> None:
    here = next(one for one in member.guild.channels if one.name == "alerts")
    for text in ("", "e", "o", "1", "kursk", "post", "merid", "bergamo", "cadiz", "night", "wood"):
        await place.local.interactions.complete(member, here, command, option, text)


async def press_all(place: Place, member: Member, message: Message, depth: int = 2) -> None:
    """Press every button, and the buttons of what is shown then; mutes are the member's own."""
    for label in [
        part["label"] for part in message.components if part.get("label") and part.get("custom_id")
    ]:
        if label in labels(message) and "channel" not in label:
            shown = await place.press(member, message, label)
            if depth > 1 and shown is not message:
                await press_all(place, member, shown, depth - 1)


def labels(message: Message) -> list[str]:
    return [part["label"] for part in message.components if part.get("label")]


async def ask_for_what_is_not_theirs(place: Place, side: Side, other: Side) -> None:
    """Name things of the other server outright: the answers are those to things that never were."""
    feed = await place.stored(lambda one: feeds.by_url(one, other.paper.url))
    theirs = await place.local.interactions.complete(
        other.server.reader, other.server.alerts, "story", "story", other.story.thing
    )
    for command, option, foreign, missing in [
        *((f"feed {what}", "feed", str(feed.id), "987654") for what in ("pause", "resume", "remove")),
        *((f"feed {what}", "feed", other.paper.url, NOWHERE) for what in ("pause", "resume", "remove")),
        *(
            (f"watch {what}", "name", other.secret, "Missing")
            for what in ("show", "history", "edit", "pause", "resume", "remove", "follow", "unfollow")
        ),
        ("story", "story", theirs[0]["value"], "987654"),
        ("story", "story", other.story.title, "Another headline"),
    ]:
        told = []
        for asked in (foreign, missing):
            given: Json = {option: asked}
            told.append(without(asked, await place.run(side.server.admin, command, **given)))
        assert told[0] == told[1], command
    found = [
        without(outlet, await place.run(side.server.admin, "search", words="kursk", outlet=outlet))
        for outlet in (other.paper.name, "Missing Times")
    ]
    assert found[0] == found[1]


def without(asked: str, message: Message) -> str:
    """Return what a message says but for the words that it repeats."""
    return message.text.replace("\\", "").replace(asked, "…")


def check_sight(place: Place, side: Side, other: Side) -> None:
    """Look through all that came to a server: alerts, direct messages, answers, forms and choices."""
    guild = side.server.guild
    everything = [
        *(version for channel in guild.channels for one in channel.messages for version in one.versions),
        *(
            version
            for who in (side.server.admin, side.server.reader)
            for one in place.local.world.direct_messages(who).messages
            for version in one.versions
        ),
    ]
    assert any(side.story.thing in json.dumps(one) for one in everything), "the search finds what is there"
    seen = list(answers(place, guild))
    assert len(seen) > 100
    for mark in other.marks:
        leaks = [one for one in map(flat, everything) if mark in one]
        assert leaks == [], f"{mark} in an alert"
        leaks = [f"{asked} -> {said}" for asked, said in seen if mark in said and mark not in asked]
        assert leaks == [], f"{mark} in an answer"
    assert not any("2 outlets" in json.dumps(one) for one in everything)


def answers(place: Place, guild: Guild) -> Iterator[tuple[str, str]]:
    """Yield (what was asked, all that was answered) of every interaction in a server."""
    for used in place.local.interactions.seen.values():
        if used.channel.guild is guild:
            messages = [one for one in (used.original, *used.followups) if one is not None]
            said = [used.response, *(version for one in messages for version in one.versions)]
            yield flat(used.data), flat(said)


def flat(said: object) -> str:
    """Return everything in an answer as text, without the marks that keep markdown from acting."""
    return json.dumps(said).replace("\\", "")


async def counts(place: Place, side: Side) -> list[str]:
    """Return what a member learns of sizes and numbers, without times."""
    shown = [
        await place.run(side.server.reader, "status"),
        await place.run(side.server.reader, "feed list"),
        await place.run(side.server.reader, "watch show", name="Kursk"),
        await place.run(side.server.reader, "search", words="kursk"),
    ]
    return [re.sub(r"<t:\d+:\w>", "…", one.text) for one in shown]
