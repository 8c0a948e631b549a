"""A line that its site repeats everywhere alerts nobody, even where it had matched before that was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.cards import digest_fits
from bot.domain.delivery import Kind, State
from bot.domain.watchlist import Hit, Match
from bot.pipeline.compose import untold
from bot.pipeline.deliver import Deliver
from bot.pipeline.summarise import summarise
from bot.storage import Database, masks
from bot.storage.tables import revision
from tests.chat.connected import Bot
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, Guild
from tests.pipeline.desk import Desk, open_desk
from tests.pipeline.reports import report

FERRIES = "Ferries stop as the storm nears the coast. Crews wait in port."
SIDEBAR = "Kursk: all reports"


@pytest.fixture
async def desk(database: Database, clock: ManualClock, guild: Guild, channel: Channel) -> Desk:
    return await open_desk(database, clock, guild_id=guild.id, channel_id=channel.id, owner_id=guild.owner.id)


@pytest.fixture
def deliver(database: Database, clock: ManualClock, bot: Bot) -> Deliver:
    return Deliver(database, bot.sender, clock, summarise=summarise, fits=digest_fits)


async def waits(desk: Desk) -> int:
    """Publish an article that matched by its site's sidebar alone."""
    return await desk.publish("Ferries stop", text=f"{FERRIES}\n{SIDEBAR}", matched="Kursk")


async def learnt(desk: Desk) -> None:
    """Hide the sidebar of all that is stored, as the keeper does once it knows the site."""
    async with desk.database.write() as connection:
        rows = (await connection.execute(select(revision.c.id, revision.c.text))).all()
        spans = [(row.id, ((at, at + len(SIDEBAR)),)) for row in rows if (at := row.text.find(SIDEBAR)) >= 0]
        await masks.mask(connection, spans, version=1)


async def test_an_alert_that_waits_on_a_hidden_line_alone_is_not_sent(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    story = await waits(desk)
    await learnt(desk)

    await deliver.settle()

    assert channel.messages == []
    assert (await desk.delivery(story)).state is State.CLOSED


async def test_a_later_article_of_the_story_that_matches_is_told(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    story = await waits(desk)
    await learnt(desk)
    await desk.publish("Kursk hears of it", story_id=story, outlet="The Herald", want=False)

    await deliver.settle()

    (message,) = channel.messages
    assert "Kursk hears of it" in message.text


async def test_an_alert_that_was_sent_before_the_line_was_known_stays(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    story = await waits(desk)
    await deliver.settle()
    await learnt(desk)
    desk.clock.advance(timedelta(minutes=2))
    await desk.want(story)

    await deliver.settle()

    (message,) = channel.messages
    assert "Ferries stop" in message.text
    assert (await desk.delivery(story)).state is State.WANTED


async def test_a_hidden_line_is_no_line_of_a_digest(desk: Desk, deliver: Deliver, channel: Channel) -> None:
    await waits(desk)
    await desk.publish("Kursk holds out")
    await learnt(desk)
    desk.clock.advance(timedelta(minutes=20))

    await deliver.settle()

    (message,) = channel.messages
    assert "Kursk holds out" in message.text
    assert "Ferries" not in message.text
    assert len(await desk.deliveries(Kind.DIGEST)) == 1


async def test_what_matched_by_a_title_that_was_edited_since_is_told_though_a_hidden_line_has_the_word(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    story = await desk.publish("Kursk border is shut", text=f"{FERRIES}\n{SIDEBAR}")
    await learnt(desk)
    async with desk.database.write() as connection:
        await connection.execute(update(revision).values(title="Border is shut"))

    await deliver.settle()

    (message,) = channel.messages
    assert "Border is shut" in message.text
    assert (await desk.delivery(story)).state is not State.CLOSED


@pytest.mark.parametrize(("query", "is_told"), [("kursk storm", False), ("kursk OR storm", True)])
async def test_a_match_that_needs_a_hidden_line_beside_the_text_alerts_nobody(
    desk: Desk, query: str, is_told: bool
) -> None:
    seen = replace(report(FERRIES, title="Ferries stop"), left_out=(SIDEBAR,))
    hits = (Hit("kursk", "text", 63, 68, "Kursk"), Hit("storm", "text", 22, 27, "storm"))
    found = [(replace(desk.watchlist, query=query), Match(desk.watchlist.id, seen.id, 1, hits))]

    assert bool(untold(found, [seen])) is is_told
