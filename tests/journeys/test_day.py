"""A newsroom's whole day: from the first command to the bot's removal and return."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import guilds
from tests.fakes.discord import Message
from tests.fakes.feeds import Newspaper
from tests.journeys.salient import Place, Server, opened
from tests.journeys.stories import News
from tests.waiting import until

STORY, AWAY, LATER = News(1), News(2), News(3)


def cards(server: Server, news: News) -> list[Message]:
    return [one for one in server.alerts.messages if news.title in one.text]


async def posted(server: Server, news: News) -> Message:
    await until(lambda: cards(server, news), f"{news.title} is posted")
    (card,) = cards(server, news)
    return card


async def test_a_newsrooms_day_from_the_first_command_to_the_bots_return(database_url: str) -> None:
    async with opened(database_url) as place:
        meridian, harbour = await place.paper("The Meridian"), await place.paper("Harbour Post")
        news = place.server("News")
        async with place.running():
            await furnished(place, news, meridian.url, harbour.url)
            await place.polled(meridian, harbour)
            STORY.told_by(meridian)
            meridian.publish("Ferries keep their timetable")
            await place.polled(meridian)
            await posted(news, STORY)
        async with place.running():  # the buttons are of an earlier life
            card = await posted(news, STORY)
            await buttons_answer(place, news, card)
            await grows_once(place, news, card, harbour)
            await found_again(place, news, card)
            await place.settled()
        assert len(news.alerts.messages) == 1

        async with place.running():
            await removed_and_back(place, news, meridian)


async def furnished(place: Place, news: Server, *urls: str) -> None:
    """Add feeds and a watchlist by command, as an admin."""
    for url in urls:
        assert "Following" in (await place.run(news.admin, "feed add", url=url)).text
    added = await place.run(news.admin, "watch add", name="Kursk", query="kursk -football")
    assert "Watching for Kursk" in added.text


async def buttons_answer(place: Place, news: Server, card: Message) -> None:
    sources = await place.press(news.reader, card, "Sources")
    why = await place.press(news.reader, card, "Why this?")
    asked = await place.press(news.reader, card, "Mute")
    muted = await place.press(news.reader, asked, "Mute for me")

    assert all(one.ephemeral for one in (sources, why, asked, muted))
    assert "The Meridian" in sources.text
    assert "**Kursk** by" in why.text
    assert "Muted for you" in muted.text


async def grows_once(place: Place, news: Server, card: Message, harbour: Newspaper) -> None:
    STORY.told_by(harbour)
    await place.polled(harbour)
    await until(lambda: "2 outlets" in card.text, "the card has grown")
    assert len(card.versions) == 2


async def found_again(place: Place, news: Server, card: Message) -> None:
    found = await place.run(news.reader, "search", words=STORY.thing)
    assert STORY.title in found.text
    (choice,) = await place.local.interactions.complete(
        news.reader, news.alerts, "story", "story", STORY.thing
    )
    story = await place.run(news.reader, "story", story=choice["value"])
    assert STORY.title in story.text
    assert "The Meridian" in story.text
    assert "Harbour Post" in story.text


async def removed_and_back(place: Place, news: Server, meridian: Newspaper) -> None:
    """Remove the bot, let a day pass, invite it again: nothing was lost, and nothing is told twice."""
    news.guild.remove_bot()
    await until_gone(place, news)
    AWAY.told_by(meridian)
    await place.polled(meridian)
    place.clock.advance(timedelta(days=1))
    assert len(news.alerts.messages) == 1

    news.guild.bring_back_bot()
    await until(lambda: any(AWAY.title in one.text for one in news.alerts.messages), "the rest was told")
    LATER.told_by(meridian)
    await place.polled(meridian)
    await posted(news, LATER)
    await place.settled()

    first, meanwhile, later = news.alerts.messages
    assert STORY.title in first.text
    assert AWAY.title in meanwhile.text
    assert "Sources" not in str(meanwhile.body), "what waited for a day is a line of a digest"
    assert LATER.title in later.text
    assert "Kursk" in (await place.run(news.reader, "watch list")).text
    assert "The Meridian" in (await place.run(news.reader, "feed list")).text


async def until_gone(place: Place, news: Server) -> None:
    """Wait until the bot knows that it was removed."""

    async def has_left() -> bool:
        return (await place.stored(lambda one: guilds.get(one, news.guild.id))).left_at is not None

    await until(has_left, "the bot knows it")
