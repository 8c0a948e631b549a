"""The bot is killed with SIGKILL at every boundary, and each story still is one message that comes to be true.

Between two lives pass more than the 60 s for which the local Discord knows a nonce: what was posted but not
recorded is only found by looking. A boundary is a function that commits, told apart by what it delivers, and
a side of it: killed with the transaction done but not committed (before), and as soon as it is committed
(after). The boundaries are not listed here: a life that nobody ends shows them, and then each is met.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.journeys.lives import Life
from tests.journeys.ordeal import HOUR, Ordeal, ordeal

SIDES = ("before", "after")


async def shown(bot: Ordeal, publish: Callable[[], None]) -> list[str]:
    """Return which boundaries a life that nobody ends passes when something is published."""
    before = len(bot.life.commits)
    publish()
    await bot.settled()
    return list(dict.fromkeys(bot.life.commits[before:]))


async def killed_at(bot: Ordeal, place: str, side: str, publish: Callable[[], None]) -> None:
    """Publish, be killed there, come back, and let all be well."""
    bot.life.say(die=(place, side))
    publish()
    await bot.life.died()
    await bot.start()
    await bot.settled()


async def test_killed_at_every_commit_of_its_start_and_its_stop_the_bot_still_tells_what_waited(
    database_url: str,
) -> None:
    async with ordeal(database_url) as bot:
        await bot.start()
        await bot.primed()
        places = list(dict.fromkeys(bot.life.commits))
        assert {"app._roles", "app._take_over", "refresh.conductor.Refresh.take_over"} <= set(places)
        await bot.life.kill()
        bot.tell()
        for place in places:
            for side in SIDES:
                await bot.start(die=(place, side))
                await bot.life.died()
        await bot.start()
        await bot.settled()
        for side in SIDES:
            bot.life.say(die=("app._roles", side), stop=True)
            await bot.life.died()
            await bot.start()
            bot.tell()
            await bot.settled()


async def test_killed_at_every_commit_each_story_is_posted_once_and_its_edit_arrives(
    database_url: str,
) -> None:
    """From claiming a feed to recording what Discord said, in a channel and in direct messages."""
    async with ordeal(database_url, direct=True) as bot:
        await bot.start()
        await bot.primed()
        told, grown = await shown(bot, bot.tell), await shown(bot, bot.grow)
        assert "deliver.worker.Deliver._record, first alert to a channel" in told
        assert "deliver.worker.Deliver._record, first alert to a member" in told
        assert "deliver.worker.Deliver._record, edited alert to a channel" in grown
        for place in told:
            for side in SIDES:
                await killed_at(bot, place, side, bot.tell)
        for place in grown:
            for side in SIDES:
                bot.tell()
                await bot.settled()
                await killed_at(bot, place, side, bot.grow)


async def test_killed_at_every_commit_of_a_digest_each_story_is_one_line_of_one_digest(
    database_url: str,
) -> None:
    """The channel takes one alert an hour: the second story begins a digest, the third is added to it."""
    async with ordeal(database_url, budget=1) as bot:
        await bot.start()
        await bot.primed()

        async def hour(stories: int) -> None:
            bot.pass_time(HOUR)
            for _ in range(stories):
                bot.tell()
                await bot.settled()

        for stories in (1, 2):
            await hour(stories)
            places = [one for one in await shown(bot, bot.tell) if "deliver" in one]
            assert any("_digest_instead" in one for one in places)
            assert any("digest to a channel" in one for one in places)
            for place in places:
                for side in SIDES:
                    await hour(stories)
                    await killed_at(bot, place, side, bot.tell)


@pytest.mark.parametrize("what", ["POST", "PATCH"])
async def test_killed_while_discord_is_asked_the_message_is_there_once(database_url: str, what: str) -> None:
    """With the request lost on its way, and with its answer lost; then again while it looks for it."""
    async with ordeal(database_url, direct=True) as bot:
        await bot.start()
        await bot.primed()
        bot.tell()
        await bot.settled()
        for place in bot.places:
            for applied in (False, True):
                for looking in (False, True):
                    asked = rf"{what} /channels/{place.id}/messages"
                    # A lost request must not arrive after all when it is let go: it is then refused.
                    fault = bot.local.faults.add(
                        asked, hold=True, applied=applied, status=None if applied else 500
                    )
                    if what == "POST":
                        bot.tell()
                    else:
                        bot.tell()
                        await bot.settled()
                        bot.grow()
                    await caught(fault.reached, bot.life)
                    fault.release()
                    if looking and what == "POST":
                        look = bot.local.faults.add(rf"GET /channels/{place.id}/messages", hold=True)
                        await bot.start()
                        await caught(look.reached, bot.life)
                        look.release()
                    await bot.start()
                    await bot.settled()


async def caught(reached: asyncio.Event, life: Life) -> None:
    """Kill a life while a request of its is held."""
    async with asyncio.timeout(20):
        await reached.wait()
    await life.kill()


async def test_killed_where_a_refusal_is_recorded_the_message_is_there_once(database_url: str) -> None:
    async with ordeal(database_url) as bot:
        await bot.start()
        await bot.primed()
        for side in SIDES:
            bot.local.faults.add(r"POST /channels/\d+/messages", status=503)
            place = "deliver.setbacks.Setbacks.record, first alert to a channel"
            await killed_at(bot, place, side, bot.tell)


async def test_killed_where_a_found_message_is_recorded_the_message_is_there_once(database_url: str) -> None:
    async with ordeal(database_url) as bot:
        await bot.start()
        await bot.primed()
        record = "deliver.worker.Deliver._record, first alert to a channel"
        for side in SIDES:
            bot.life.say(die=(record, "before"))
            bot.tell()
            await bot.life.died()
            await bot.start(die=(record, side))
            await bot.life.died()
            await bot.start()
            await bot.settled()
