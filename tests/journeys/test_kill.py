"""The bot is killed with SIGKILL at every boundary, and each story still is one message that becomes true.

Between two lives pass more than the 60 s for which the local Discord knows a nonce: what was posted but not
recorded is only found by looking. A boundary is a function that commits, told apart by what it delivers, and
a side of it: killed with the transaction done but not committed (before), in the midst of its COMMIT, when
only the database knows whether it counts (during), and as soon as it is committed (after). The boundaries are
not listed here: a life that nobody ends shows them, and then each is met.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.storage import guilds, watchlists
from tests.fakes.discord import Fault
from tests.journeys.lives import Life
from tests.journeys.ordeal import HOUR, Ordeal, Ordeals
from tests.waiting import PATIENCE, until

SIDES = ("before", "after")
PURGE = "services.guilds.GuildService.purge"
RENEWAL = "app.roles.Roles.renew"
LEFT = 77  # a server that removed the bot long ago
HURRY = 0.2  # seconds between two purges, which are an hour apart else
RECORD = "deliver.recording.Recording.record"  # where what Discord said is stored
LULL = 5.0  # seconds after which the next story is told, where one did not pass the boundary that another did


async def shown(bot: Ordeal, publish: Callable[[], None], *expected: str) -> list[str]:
    """Return which boundaries a life that nobody ends passes when something is published."""
    before = len(bot.life.commits)
    publish()
    await bot.settled()
    await until(lambda: set(expected) <= set(bot.life.commits[before:]), f"{expected} committed")
    return list(dict.fromkeys(bot.life.commits[before:]))


def lasting(*lives: list[str]) -> list[str]:
    """Return which boundaries were passed each time: not what is passed late, once or by chance."""
    return [one for one in lives[0] if all(one in passed for passed in lives)]


async def killed_at(bot: Ordeal, place: str, side: str, publish: Callable[[], None]) -> None:
    """Publish, be killed there, come back, and let all be well."""
    bot.life.say(die=(place, side))
    publish()
    for _ in range(int(PATIENCE / LULL)):
        if await bot.life.dies_within(LULL):
            break
        bot.tell()
    await bot.life.died()
    await bot.start()
    await bot.settled()


async def test_killed_at_every_commit_of_its_start_and_its_stop_the_bot_still_tells_what_waited(
    ordeal: Ordeals,
) -> None:
    async with ordeal() as bot:
        await bot.start()
        await bot.primed()
        first = list(dict.fromkeys(bot.life.commits))
        await bot.life.kill()
        await bot.start()
        bot.tell()
        await bot.settled()
        places = [one for one in first if one in bot.life.commits]  # a server is greeted once
        assert {"app.roles.Roles.take", "app.roles._take_over", "refresh.claims.Claims.take_over"} <= set(
            places
        )
        await bot.life.kill()
        bot.tell()
        for place in places:
            for side in SIDES:
                await bot.start(die=(place, side))
                await bot.life.died()
        await bot.start()
        await bot.settled()
        for side in SIDES:
            bot.life.say(die=("app.roles.Roles.give_back", side), stop=True)
            await bot.life.died()
            await bot.start()
            bot.tell()
            await bot.settled()


async def test_killed_at_every_commit_each_story_is_posted_once_and_its_edit_arrives(ordeal: Ordeals) -> None:
    """From claiming a feed to recording what Discord said, in a channel and in direct messages."""
    async with ordeal(direct=True) as bot:
        await bot.start()
        await bot.primed()
        alerts = f"{RECORD}, first alert to a channel", f"{RECORD}, first alert to a member"
        lives = [
            (
                await shown(bot, bot.tell, *alerts),
                await shown(bot, bot.grow, f"{RECORD}, edited alert to a channel"),
            )
            for _ in range(3)
        ]
        told, grown = (lasting(*passed) for passed in zip(*lives, strict=True))
        for place in told:
            for side in SIDES:
                await killed_at(bot, place, side, bot.tell)
        for place in [one for one in grown if one not in told or one.endswith("Keeper._commit")]:
            for side in SIDES:
                bot.tell()
                await bot.settled()
                await killed_at(bot, place, side, bot.grow)


async def test_killed_while_the_database_commits_each_story_is_posted_once(ordeal: Ordeals) -> None:
    async with ordeal() as bot:
        await bot.start()
        await bot.primed()
        for place in lasting(
            *[await shown(bot, bot.tell, f"{RECORD}, first alert to a channel") for _ in range(3)]
        ):
            await killed_at(bot, place, "during", bot.tell)


async def test_killed_while_it_forgets_a_server_or_prolongs_its_lease_it_goes_on_as_if_nothing_was(
    ordeal: Ordeals,
) -> None:
    """The server that left long ago is gone in the end, whole, and the one that stayed is told everything."""
    async with ordeal() as bot:
        await bot.start()
        await bot.primed()
        await bot.life.kill()
        for place, side in (
            *((PURGE, side) for side in (*SIDES, "during")),
            (RENEWAL, "during"),
        ):
            await left_long_ago(bot)
            await bot.start(die=(place, side), housekeeping=HURRY)
            await bot.life.died()
        await bot.start(housekeeping=HURRY)
        bot.tell()
        await bot.settled()
        await until(lambda: PURGE in bot.life.commits, "the server is forgotten")
        async with bot.database.read() as connection:
            assert await guilds.get(connection, LEFT) is None
            assert await watchlists.of_guild(connection, LEFT) == []


async def left_long_ago(bot: Ordeal) -> None:
    """Let there be a server with a watchlist that removed the bot longer ago than its data is kept."""
    then = bot.clock.now() - timedelta(days=400)
    async with bot.database.write() as connection:
        if await guilds.get(connection, LEFT) is not None:
            return  # the last life died before it was forgotten
        await guilds.joined(connection, LEFT, owner_id=None)
        await watchlists.add(
            connection,
            guild_id=LEFT,
            channel_id=LEFT + 1,
            name="Kursk",
            query="kursk",
            role_id=None,
            by=1,
            now=then,
        )
        await guilds.left(connection, LEFT, now=then)


async def test_killed_at_every_commit_of_a_digest_each_story_is_one_line_of_one_digest(
    ordeal: Ordeals,
) -> None:
    """The channel takes one alert an hour: the second story begins a digest, the third is added to it."""
    async with ordeal(budget=1) as bot:
        await bot.start()
        await bot.primed()

        async def hour(stories: int) -> None:
            bot.pass_time(HOUR)
            for _ in range(stories):
                bot.tell()
                await bot.settled()

        for stories in (1, 2):
            await hour(stories)
            record = f"{RECORD}, {'first' if stories == 1 else 'edited'} digest to a channel"
            # The record of the alert before may be told late, when all is stored: it is none of this story's.
            places = [
                one
                for one in await shown(bot, bot.tell, record)
                if one == record or ("alert to" in one and RECORD not in one)
            ]
            assert len(places) > 1, "the story is put into the digest, and the digest is recorded"
            for place in places:
                for side in SIDES:
                    await hour(stories)
                    await killed_at(bot, place, side, bot.tell)


async def test_killed_while_a_message_is_sent_and_while_it_is_looked_for_it_is_there_once(
    ordeal: Ordeals,
) -> None:
    """With the request lost on its way, or its answer; in a channel and in direct messages."""
    async with ordeal(direct=True) as bot:
        await bot.start()
        await bot.primed()
        bot.tell()
        await bot.settled()
        for place in bot.places:
            for applied in (False, True):
                for looking in (False, True):
                    sent = lost(bot, f"POST /channels/{place.id}/messages", applied=applied)
                    bot.tell()
                    await caught(sent, bot.life)
                    if looking:
                        look = lost(bot, f"GET /channels/{place.id}/messages", applied=applied)
                        await bot.start()
                        await caught(look, bot.life)
                    await bot.start()
                    await bot.settled()


async def test_killed_while_a_message_is_edited_the_edit_arrives(ordeal: Ordeals) -> None:
    async with ordeal(direct=True) as bot:
        await bot.start()
        await bot.primed()
        for place in bot.places * len(SIDES):
            bot.tell()
            await bot.settled()
            edit = lost(bot, f"PATCH /channels/{place.id}/messages", applied=len(bot.told) > len(bot.places))
            bot.grow()
            await caught(edit, bot.life)
            await bot.start()
            await bot.settled()


def lost(bot: Ordeal, request: str, *, applied: bool) -> Fault:
    """Hold a request: its answer is lost, or (not *applied*) itself, so that it can't arrive later."""
    return bot.local.faults.add(request, hold=True, applied=applied, status=None if applied else 500)


async def caught(fault: Fault, life: Life) -> None:
    """Kill a life while a request of its is held."""
    await until(fault.reached.is_set, "the request is held")
    await life.kill()
    fault.release()


async def test_killed_where_a_refusal_is_recorded_the_message_is_there_once(ordeal: Ordeals) -> None:
    async with ordeal() as bot:
        await bot.start()
        await bot.primed()
        for side in SIDES:
            bot.local.faults.add(r"POST /channels/\d+/messages", status=503)
            place = "deliver.setbacks.Setbacks.record, first alert to a channel"
            await killed_at(bot, place, side, bot.tell)


async def test_killed_where_a_found_message_is_recorded_the_message_is_there_once(ordeal: Ordeals) -> None:
    async with ordeal() as bot:
        await bot.start()
        await bot.primed()
        record = f"{RECORD}, first alert to a channel"
        for side in SIDES:
            bot.life.say(die=(record, "before"))
            bot.tell()
            await bot.life.died()
            await bot.start(die=(record, side))
            await bot.life.died()
            await bot.start()
            await bot.settled()
