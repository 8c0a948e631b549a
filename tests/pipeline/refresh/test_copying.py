"""Which articles of a story are one report: near copies, and whose report it is."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.article import Article
from bot.pipeline.duplicates.copies import sketch
from bot.pipeline.refresh.copying import Copying
from tests.pipeline.refresh.desk import GUILD, OTHER_GUILD, Desk

TROOPS = "North Korean troops reach Kursk"
WIRE = (
    "SEOUL, Oct 28 (Reuters) - North Korean soldiers were seen at three airfields near Kursk on Monday, two "
    "officials of the defence ministry said, and a third convoy was on its way from the east. The ministry "
    "counted about eight thousand men in all, most of them infantry with little training, and expected them "
    "to be sent to the front within days. Moscow has neither denied nor confirmed that they have arrived. "
    "A spokesman said that whom it trains, and where, is its own business under the treaty signed in June."
)
OWN = (
    "Witnesses in the villages along the railway told this newspaper of columns of lorries without plates, "
    "that passed after midnight. A farmer counted forty. At the station a clerk was told to clear two tracks "
    "for a week, she said, and the school was to lend its gymnasium. None of them had seen a soldier's face, "
    "but all had heard a language that they did not know, and the shop had sold out of instant noodles."
)


async def told(desk: Desk, *, guild_id: int = GUILD) -> list[Article]:
    """Return the articles of the one story of which a guild is alerted."""
    (alert,) = await desk.deliveries(guild_id=guild_id)
    return await desk.story(alert.story_id or 0, guild_id=guild_id)


async def test_reports_that_outlets_took_from_one_agency_are_told_for_copies_of_it(desk: Desk) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "The Herald")]
    await desk.primed(*papers)
    await desk.watch("kursk")
    for paper, text in zip(papers, (WIRE, OWN, WIRE.replace("Monday", "the weekend")), strict=True):
        paper.publish(TROOPS, text)
        await desk.poll(timedelta(minutes=61))

    first, own, copied = await told(desk)

    assert [one.credit for one in (first, own, copied)] == ["Reuters", None, "Reuters"]
    assert [one.copy_of for one in (first, own, copied)] == [None, None, first.id]


async def test_a_guild_is_not_told_of_copies_of_what_it_does_not_follow(desk: Desk) -> None:
    seen, unseen = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(seen)
    await desk.primed(unseen, guild_id=OTHER_GUILD)
    await desk.watch("kursk")
    unseen.publish(TROOPS, WIRE)
    await desk.poll(timedelta(minutes=61))
    seen.publish(TROOPS, WIRE)
    await desk.poll(timedelta(minutes=61))

    assert [(one.outlet, one.copy_of) for one in await told(desk)] == [("The Meridian", None)]


async def test_a_restart_between_a_report_and_its_copy_makes_no_difference(desk: Desk) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "The Herald")]
    await desk.primed(*papers)
    await desk.watch("kursk")
    for paper in papers:
        paper.publish(TROOPS, WIRE)
        async with desk.restarted() as again:
            await again.poll(timedelta(minutes=61))

    first, *others = await told(desk)

    assert [one.copy_of for one in (first, *others)] == [None, first.id, first.id]


async def test_a_report_that_was_rewritten_since_is_no_copy_any_more(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS, WIRE)
    await desk.poll(timedelta(minutes=61))
    item = other.publish(TROOPS, WIRE)
    await desk.poll(timedelta(minutes=61))
    assert [one.copy_of is None for one in await told(desk)] == [True, False]
    other.correct(item, text=OWN)

    await desk.poll(timedelta(minutes=61))

    assert [(one.credit, one.copy_of) for one in await told(desk)] == [("Reuters", None), (None, None)]


async def test_what_no_copy_can_come_of_any_more_is_forgotten(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS, WIRE)
    await desk.poll()
    desk.clock.advance(timedelta(days=3))
    other.publish("Kursk again", WIRE)
    await desk.poll()

    (copied,) = [one for alert in await desk.deliveries() for one in await desk.story(alert.story_id or 0)][
        1:
    ]
    assert copied.copy_of is None


async def test_articles_whose_join_was_undone_are_copies_of_each_other_as_before(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS, WIRE)
    await desk.poll()
    other.publish(TROOPS, "Soldiers seen near Kursk.")
    await desk.poll()
    first, brief = await told(desk)
    now = desk.clock.now()
    copying = Copying(window=timedelta(days=2))

    async with desk.database.write() as connection:
        await copying.catch_up(connection, now=now)
        copying.joined(brief.id, first.id)
        copying.forget()
        copying.place(brief.revision_id, brief.id, sketch(WIRE), now=now)
        await copying.flush(connection, now=now)

    assert [one.copy_of for one in await told(desk)] == [None, first.id]
