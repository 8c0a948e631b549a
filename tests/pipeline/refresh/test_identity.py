"""What names an entry may change from poll to poll: no article is lost, and none is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.cards.trail import trail_card
from bot.domain.delivery import Kind
from bot.domain.feed import Identifier
from bot.domain.guild import Viewer
from bot.lookups import WhyLookup
from bot.storage import entries
from tests.fakes.feeds import Newspaper, full
from tests.pipeline.refresh.desk import CHANNEL, GUILD, Desk

TROOPS = "North Korean troops reach Kursk"
HOUR = timedelta(hours=1, minutes=1)
BRIDGE, SCHOOLS = "Kursk: the bridge is down", "Kursk: schools stay closed"
TEXTS = {
    BRIDGE: (
        "A span of the road over the Seym fell into the water at dawn, and lorries queue for miles on "
        "both banks. Engineers blame the flood that has gnawed at its piers since spring. A pontoon is to"
        " carry ambulances by nightfall, while drivers are sent round by Lgov, three hours away. Nobody "
        "was on it when it gave way, a fisherman who watched from his boat told reporters. Repairs may "
        "take until the summer of next year."
    ),
    SCHOOLS: (
        "Pupils will learn at home for another fortnight, the department of education announced to "
        "parents. Boilers in eleven buildings froze over the holidays, and plumbers wait for parts from "
        "abroad. Teachers hand out exercise books at the gates each Tuesday. Examinations are put off "
        "till June, and kindergartens open only where stoves can be heated with wood. Grandmothers have "
        "offered their kitchens as classrooms."
    ),
}


def rotate(paper: Newspaper, number: int, *, guids: bool = True, links: bool = False) -> None:
    """Give every item of the feed another guid, and with *links* another link."""
    paper.items[:] = [
        replace(
            item,
            key=f"{number}-{at}" if guids else item.key,
            link=f"{item.link.partition('?')[0]}?reader={number}" if links else item.link,
        )
        for at, item in enumerate(paper.items)
    ]


async def published(desk: Desk, paper: Newspaper, *titles: str, dated: bool = True) -> None:
    for title in titles:
        paper.publish(title, TEXTS.get(title), published=desk.clock.now() if dated else None)
        desk.clock.advance(timedelta(minutes=1))


async def test_guids_that_change_at_every_poll_tell_nothing_twice_and_lose_nothing(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, TROOPS, "Ferries sail", "Bridges close")
    await desk.poll(HOUR)

    for number in range(3):
        rotate(paper, number)
        counts = await desk.poll(HOUR)
        assert (counts.articles, counts.revisions) == (0, 0)
    rotate(paper, 9)
    await published(desk, paper, "Kursk again: the bridge is down")
    await desk.poll(HOUR)

    assert await desk.headlines() == [TROOPS, "Kursk again: the bridge is down"]
    feed = await desk.feed(1)
    assert feed.identifier is Identifier.LINK
    assert feed.possible_gaps == 0


async def test_guids_and_links_that_change_at_every_poll_tell_nothing_twice(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, TROOPS, "Ferries sail", "Bridges close")
    await desk.poll(HOUR)

    for number in range(3):
        rotate(paper, number, links=True)
        counts = await desk.poll(HOUR)
        assert (counts.articles, counts.revisions) == (0, 0)
    rotate(paper, 9, links=True)
    await published(desk, paper, "Kursk again: the bridge is down")
    await desk.poll(HOUR)

    assert await desk.headlines() == [TROOPS, "Kursk again: the bridge is down"]
    feed = await desk.feed(1)
    assert feed.identifier is Identifier.TITLE
    assert feed.possible_gaps == 0


async def test_links_that_change_at_every_poll_are_no_matter_while_guids_hold(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, TROOPS, "Ferries sail", dated=False)
    await desk.poll(HOUR)
    for number in range(2):
        rotate(paper, number, guids=False, links=True)
        counts = await desk.poll(HOUR)
        assert (counts.articles, counts.revisions) == (0, 0)

    assert await desk.headlines() == [TROOPS]
    assert (await desk.feed(1)).identifier is Identifier.GUID


async def test_undated_entries_are_known_by_what_they_say_when_all_else_changes(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, TROOPS, "Ferries sail", dated=False)
    await desk.poll(HOUR)
    rotate(paper, 1, links=True)

    counts = await desk.poll(HOUR)

    assert counts.articles == 0
    assert len(await desk.deliveries()) == 1


async def test_what_is_new_when_identifiers_change_is_told_in_one_digest(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, TROOPS, "Ferries sail")
    await desk.poll(HOUR)
    rotate(paper, 1)
    paper.publish(
        "Kursk: an old report",
        "A museum keeps the letters of a railway clerk who wrote home every week. " * 7,
        published=desk.clock.now() - timedelta(hours=30),
    )
    paper.publish(BRIDGE, TEXTS[BRIDGE], published=desk.clock.now())

    await desk.poll(HOUR)

    assert await desk.headlines() == [TROOPS]
    (digest,) = await desk.deliveries(Kind.DIGEST)
    late = [one for one in await desk.deliveries() if one.digest_id == digest.id]
    assert [(await desk.story(one.story_id or 0))[0].title for one in late] == ["Kursk: the bridge is down"]
    assert sorted(outcome for _, outcome in await desk.outcomes()) == ["alert", "late", "old"]


async def test_one_guid_for_whatever_a_feed_shows_loses_nothing(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    titles = (TROOPS, BRIDGE, SCHOOLS)
    for title in titles:
        paper.items.clear()
        paper.publish(title, TEXTS.get(title), key="the one guid", published=desk.clock.now())
        await desk.poll(HOUR)
        await desk.poll(HOUR)

    assert await desk.headlines() == list(titles)


async def test_entries_that_share_one_guid_are_all_told_once(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    for title in (TROOPS, BRIDGE, SCHOOLS):
        paper.publish(title, TEXTS.get(title), key="the one guid", published=desk.clock.now())
        await desk.poll(HOUR)
        await desk.poll(HOUR)

    told = [(await desk.story(one.story_id or 0))[0].title for one in await desk.deliveries()]
    assert told == [TROOPS, BRIDGE, SCHOOLS]


async def test_a_headline_that_an_outlet_uses_every_day_is_news_every_day(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    for day in range(3):
        paper.items.clear()
        paper.publish(
            "Kursk in brief", full(f"Day {day} of it."), key=f"brief-{day}", link=paper.outlet.url(f"/{day}")
        )
        await desk.poll(timedelta(hours=24))

    assert sum(outcome == "alert" for _, outcome in await desk.outcomes()) == 3


async def test_an_entry_whose_title_and_link_were_changed_is_the_same_article(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, published=desk.clock.now())
    await desk.poll(HOUR)
    paper.correct(item, title="What we know of Kursk", link=paper.outlet.url("/what-we-know"))

    counts = await desk.poll(HOUR)

    assert (counts.articles, counts.revisions) == (0, 1)
    assert len(await desk.deliveries()) == 1


async def test_a_live_report_whose_title_and_time_change_is_one_article(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, published=desk.clock.now())
    for title in ("Kursk live: power is out", "Ministers meet over Kursk"):
        await desk.poll(HOUR)
        item = paper.correct(item, title=title, published=desk.clock.now())
    await desk.poll(HOUR)

    (alert,) = await desk.deliveries()
    assert len(await desk.story(alert.story_id or 0)) == 1


async def test_what_an_entry_said_before_can_be_seen_sentence_by_sentence(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, full("They came by night."))
    await desk.poll(HOUR)
    paper.correct(item, text=full("They came by day."))
    await desk.poll(HOUR)

    viewer = Viewer(GUILD, 1, frozenset({CHANNEL}))
    trail = await WhyLookup(desk.database).article(item.link, viewer=viewer)

    (edit,) = trail.changes
    assert (edit.removed, edit.added) == (("They came by night.",), ("They came by day.",))
    assert "Taken out: “They came by night.”" in str(trail_card(trail, GUILD).to_components())


async def five_reports(desk: Desk) -> Newspaper:
    """Return an outlet of which five reports are stored."""
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    for number in range(5):
        paper.publish(f"Report number {number}", published=desk.clock.now())
    await desk.poll(HOUR)
    return paper


def rewrite(paper: Newspaper, poll: int) -> None:
    """Let a feed say of each entry how often it was read."""
    paper.items[:] = [replace(item, text=full(f"Read {poll} times.")) for item in paper.items]


async def test_a_feed_that_rewrites_all_of_itself_at_each_poll_is_stored_now_and_then(desk: Desk) -> None:
    paper = await five_reports(desk)
    revisions = 0
    for poll in range(20):
        rewrite(paper, poll)
        revisions += (await desk.poll(HOUR)).revisions

    assert 15 <= revisions <= 6 * 7  # at first, and then every six hours

    paper.correct(paper.items[0], title="Kursk: a report corrected")
    await desk.watch("kursk")
    await desk.poll(HOUR)
    assert [outcome for _, outcome in await desk.outcomes()] == ["old"]  # the new headline is heard at once


async def test_what_a_noisy_feed_said_last_is_stored_though_it_is_silent_from_then_on(desk: Desk) -> None:
    paper = await five_reports(desk)
    for poll in range(6):
        rewrite(paper, poll)
        held_back = (await desk.poll(HOUR)).revisions == 0

    assert held_back
    assert sum([(await desk.poll(HOUR)).revisions for _ in range(7)]) == len(paper.items)


async def test_a_date_that_lies_ahead_is_the_time_of_the_fetch_and_what_the_feed_gave_is_kept(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    ahead = desk.clock.now() + timedelta(days=300)
    paper.publish(TROOPS, published=ahead)
    await desk.poll(HOUR)
    fetched_at = desk.clock.now()
    rotate(paper, 1, links=True)
    counts = await desk.poll(HOUR)

    (alert,) = await desk.deliveries()
    (told,) = await desk.story(alert.story_id or 0)
    async with desk.database.read() as connection:
        (shown,) = await entries.shown_by(connection, told.id)
    assert told.published == fetched_at
    assert shown.version.stated == ahead.isoformat()
    assert counts.articles == 0  # and by what it gave the article is known again


async def test_what_a_slow_feed_has_shown_for_months_is_known_when_all_its_names_change(desk: Desk) -> None:
    paper = await desk.paper("The Almanac")
    await published(desk, paper, TROOPS, "Ferries sail", "Bridges close", dated=False)
    await desk.follow(paper)
    await desk.refresh.once()
    await desk.watch("kursk OR troops")
    await desk.poll(timedelta(days=40))

    for number in range(3):
        rotate(paper, number, links=True)
        counts = await desk.poll(HOUR)
        assert (counts.articles, counts.revisions) == (0, 0)

    assert await desk.headlines() == []


async def test_a_clock_that_is_a_year_ahead_makes_no_news_of_what_a_feed_shows_under_new_names(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await published(desk, paper, TROOPS, "Ferries sail", "Bridges close", dated=False)
    await desk.follow(paper)
    await desk.refresh.once()
    await desk.watch("kursk")

    desk.clock.advance(timedelta(days=400))
    for number in range(3):
        rotate(paper, number, links=True)
        assert (await desk.poll(HOUR)).articles == 0
    desk.clock.advance(-timedelta(days=400))
    for number in range(3, 6):
        rotate(paper, number, links=True)
        assert (await desk.poll(HOUR)).articles == 0

    assert await desk.headlines() == []
