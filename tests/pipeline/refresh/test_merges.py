"""Two stories that turn out to be one: told once, under the older one's number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.alert import DigestReason
from bot.domain.delivery import Kind, State
from bot.domain.guild import Viewer
from bot.pipeline.deliver.digests import move_to_digest
from bot.pipeline.deliver.options import DeliverOptions
from bot.pipeline.refresh import filing
from bot.services import OverlayService
from bot.storage import stories
from tests.builders import story_of
from tests.pipeline.refresh.desk import CHANNEL, GUILD, Desk

AGROUND = (
    "Oslo ferry runs aground off Drobak",
    (
        "The ferry Prinsen ran aground in the Oslo fjord near Drobak at dawn. Its captain had reported a "
        "failed rudder some minutes before the rocks, and could steer no longer. The hull holds, and no oil"
        " was seen on the water when the light came. Tugs wait for the tide of the evening. The owner had "
        "the rudder looked at in spring, and the yard found nothing that was amiss with it then."
    ),
)
RESCUED = (
    "Passengers taken off stranded ship by lifeboats",
    (
        "Lifeboats from Horten took 212 passengers off a ship that lay stranded. Nobody was hurt, the coast"
        " guard said. Blankets and soup were handed out in the town's gymnasium, where a choir had been "
        "about to rehearse. Buses will bring home whoever has no car at the quay. A child of four lost a "
        "shoe and gained a helmet, says a volunteer, who has not slept since the call reached her bed."
    ),
)
BOTH = (
    "Lifeboats from Horten take 212 passengers off ferry Prinsen aground near Drobak",
    (
        "The ferry Prinsen ran aground in the Oslo fjord near Drobak at dawn after a failed rudder; "
        "lifeboats from Horten took 212 passengers off the stranded ship. Nobody was hurt, though the "
        "captain is in shock. Tugs are to pull her free when the tide of the evening comes. Passengers "
        "slept in the gymnasium, where the coast guard had blankets brought. The owner promises to pay for "
        "every ticket that was bought."
    ),
)


async def told_apart(desk: Desk, *, query: str = "ferry OR passengers") -> tuple[int, int]:
    """Let two outlets tell of one event in words that have nothing in common; return the stories.

    What brings them together is published, but not polled yet.
    """
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "Harbour Post")]
    await desk.primed(*papers)
    await desk.watch(query)
    for paper, told in zip(papers, (AGROUND, RESCUED), strict=False):
        paper.publish(*told)
        await desk.poll()
    async with desk.database.read() as connection:
        found = [await story_of(connection, number) for number in (4, 5)]  # after those that primed
    papers[2].publish(*BOTH)
    return found[0], found[1]


async def test_two_stories_that_turn_out_to_be_one_are_told_in_the_older_message(desk: Desk) -> None:
    older, newer = await told_apart(desk)
    for number, one in enumerate(await desk.deliveries()):
        await desk.sent(one, 5000 + number)
    async with desk.database.write() as connection:
        await stories.set_mute(connection, newer, guild_id=GUILD, by=7, now=desk.clock.now(), member_id=7)
    wanted = [one.wanted_revision for one in await desk.deliveries()]

    await desk.poll()

    assert len(await desk.story(older)) == 3
    first, second = await desk.deliveries()  # and no third: nobody is told twice
    assert (first.story_id, second.story_id) == (older, newer)
    assert first.wanted_revision > wanted[0]
    assert second.wanted_revision > wanted[1]
    async with desk.database.read() as connection:
        assert await stories.resolve(connection, newer) == older
        assert [one.member_id for one in await stories.mutes(connection, older, guild_id=GUILD)] == [7]


async def test_what_was_not_sent_yet_is_not_sent_twice_when_two_stories_are_one(desk: Desk) -> None:
    await told_apart(desk)

    await desk.poll()

    assert [one.state for one in await desk.deliveries()] == [State.WANTED, State.CLOSED]


async def test_what_a_digest_told_of_the_newer_story_is_not_told_beside_the_older_message(desk: Desk) -> None:
    older, _ = await told_apart(desk)
    first, second = await desk.deliveries()
    await desk.sent(first)
    now = desk.clock.now()
    async with desk.database.write() as connection:
        await move_to_digest(connection, [second], DigestReason.BUDGET, now=now, options=DeliverOptions())
    (digest,) = await desk.deliveries(Kind.DIGEST)
    await desk.sent(digest, 6000)

    await desk.poll()  # two hours on: the digest takes no further lines, the message is still edited

    assert len(await desk.story(older)) == 3
    told = await desk.deliveries()
    assert [one.state for one in told] == [State.WANTED, State.DIGESTED]  # and no third
    assert told[0].wanted_revision > first.wanted_revision


async def test_what_was_told_or_given_up_since_it_was_looked_at_is_no_line_of_a_digest(desk: Desk) -> None:
    await told_apart(desk)
    first, second = await desk.deliveries()
    await desk.sent(first)
    await desk.set_state(second, State.CLOSED)
    now = desk.clock.now()
    async with desk.database.write() as connection:
        await move_to_digest(
            connection, [first, second], DigestReason.BUDGET, now=now, options=DeliverOptions()
        )

    assert [one.state for one in await desk.deliveries()] == [State.WANTED, State.CLOSED]


async def test_what_waits_is_told_when_members_join_its_story_and_take_that_back(desk: Desk) -> None:
    older, newer = await told_apart(desk)
    viewer, service = Viewer(GUILD, 7, frozenset({CHANNEL})), OverlayService(desk.database, desk.clock)

    choice = await service.join(viewer, older, newer, may_manage=True)
    joined = await desk.deliveries()
    await service.undo(viewer, choice.id, may_manage=True)

    assert [one.state for one in joined] == [State.WANTED, State.CLOSED]
    assert [one.state for one in await desk.deliveries()] == [State.WANTED, State.WANTED]


async def test_an_alert_that_the_older_story_never_had_goes_on_as_its_own(desk: Desk) -> None:
    older, newer = await told_apart(desk, query="passengers")
    (alert,) = await desk.deliveries()
    await desk.sent(alert)

    await desk.poll()

    (same,) = await desk.deliveries()
    assert (alert.story_id, same.story_id) == (newer, older)
    assert same.message_id == 5000
    assert same.wanted_revision > alert.wanted_revision


async def test_a_merge_that_could_not_be_stored_is_made_when_it_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = await told_apart(desk)
    merge, failed = stories.merge, []

    async def fails_once(*args: object) -> None:
        await merge(*args)  # type: ignore[arg-type]
        if not failed:
            failed.append(args)
            raise RuntimeError("the disk was pulled out")

    monkeypatch.setattr(filing.stories, "merge", fails_once)
    await desk.poll()
    await desk.poll(timedelta(hours=3))

    assert failed
    assert len(await desk.story(older)) == 3
    assert await desk.story(newer) == []
