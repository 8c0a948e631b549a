"""Discord is away for an hour of a busy day: nothing is lost, and nobody is flooded when it is back."""

from __future__ import annotations

from datetime import timedelta

import discord.client
import pytest

from tests.fakes.discord import Channel, Message
from tests.fakes.feeds import Newspaper
from tests.journeys.salient import Place, opened
from tests.journeys.stories import News
from tests.waiting import until

BUDGET = 4  # alerts an hour
EVERY = timedelta(minutes=6)  # between two stories of the outage: ten in the hour


class Hasty:
    """Reconnects at once, where discord.py waits ever longer in real time."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def delay(self) -> float:
        return 0.05


async def told(place: Place, paper: Newspaper, *stories: News) -> None:
    for news in stories:
        news.told_by(paper)
    await place.polled(paper)


def is_digest(message: Message) -> bool:
    return "Mute" not in [part.get("label") for part in message.components]


def standing(channel: Channel, news: News) -> list[Message]:
    return [one for one in channel.messages if news.title in one.text]


async def test_after_an_hour_without_discord_there_is_one_digest_and_fresh_alerts_within_the_budget(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.client, "ExponentialBackoff", Hasty)
    before, meanwhile, fresh = News(0), [News(number) for number in range(1, 11)], News(11)
    later = [News(number) for number in range(12, 18)]
    async with opened(database_url, alert_budget=BUDGET) as place:
        meridian, harbour = await place.paper("The Meridian"), await place.paper("Harbour Post")
        news = place.server("News")
        channels = [news.alerts, news.desk]
        async with place.running():
            for paper in (meridian, harbour):
                await place.run(news.admin, "feed add", url=paper.url)
            for channel in channels:
                await place.run(
                    news.admin, "watch add", channel, name=channel.name, query="kursk", channel=channel
                )
            await place.polled(meridian, harbour)
            await told(place, meridian, before)
            await until(lambda: all(standing(one, before) for one in channels), "the first is posted")
            await place.settled()

            await place.local.go_down()
            await told(place, harbour, before)  # a card that can't grow now
            for story in meanwhile:
                place.clock.advance(EVERY)
                await told(place, meridian, story)
            assert all(len(one.messages) == 1 for one in channels)

            await place.local.come_back()
            await told(place, meridian, fresh)
            await until(lambda: all(standing(one, fresh) for one in channels), "the outage is over")
            await place.settled()
            for channel in channels:
                check_told_once(channel, [before, *meanwhile, fresh])
                digests = [one for one in channel.messages if is_digest(one)]
                assert len(digests) == 1, [one.text for one in channel.messages]
                assert all(story.title in digests[0].text for story in meanwhile[:-3])
                assert len(channel.messages) - len(digests) - 1 <= BUDGET
                assert "2 outlets" in standing(channel, before)[0].text

            # The busy day goes on: what exceeds the budget is one digest more, however much it is.
            await told(place, meridian, *later)
            await until(lambda: all(standing(one, story) for one in channels for story in later), "all told")
            await place.settled()
            for channel in channels:
                check_told_once(channel, [before, *meanwhile, fresh, *later])
                assert sum(not is_digest(one) for one in channel.messages[1:]) <= BUDGET
                assert sum(is_digest(one) for one in channel.messages) == 2


def check_told_once(channel: Channel, stories: list[News]) -> None:
    everything = "\n".join(one.text for one in channel.messages)
    assert {story.title: everything.count(story.title) for story in stories} == {
        story.title: 1 for story in stories
    }
