"""The page behind a short entry: read politely, told apart from walls, and said so."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bot.chat.cards.sources import sources_card
from bot.chat.cards.story import story_card
from bot.domain.article import Obstacle
from bot.domain.delivery import Kind
from bot.domain.guild import Viewer
from bot.lookups import StoryLookup
from bot.storage import following
from tests.fakes.feeds import full, html
from tests.fakes.web import body, redirect
from tests.pipeline.refresh.desk import CHANNEL, GUILD, OTHER_GUILD, Desk

TROOPS = "North Korean troops reach Kursk"
LEAD = "Thousands of soldiers are close to the border, officials say."
WALL = "Thousands of soldiers are close.\nSubscribe to continue reading. Already a subscriber? Log in."


async def told(desk: Desk) -> tuple[str, Obstacle | None]:
    """Return the text of the one article that is alerted, and why it is not its page's."""
    (delivery,) = await desk.deliveries()
    (article,) = await desk.story(delivery.story_id or 0)
    return article.text.strip(), article.obstacle


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (WALL, Obstacle.PAYWALL),
        ("Please enable JavaScript to continue to this site, and reload the page then.", Obstacle.SCRIPTS),
        ("Whatever was here has gone fishing. Perhaps one of these will do instead.", Obstacle.UNREAD),
    ],
)
async def test_a_page_behind_a_wall_leaves_the_feeds_text_and_says_so(
    desk: Desk, page: str, expected: Obstacle
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS, LEAD, page=page)

    await desk.poll()

    assert await told(desk) == (LEAD, expected)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_server_may_have_every_page_of_a_feed_read_until_it_pauses_it(
    desk: Desk, at_once: bool
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    feed = await desk.follow(paper, OTHER_GUILD)
    await desk.watch("kitchens")
    said = full("The Meridian's readers are given all of this by the feed.")
    whole = f"{said} Only the page says that field kitchens came to Kursk with them."
    paper.publish("Ferries sail on", said, page=whole)
    await desk.poll()
    assert await desk.outcomes() == []

    async with desk.database.write() as connection:
        await following.set_whole_pages(connection, OTHER_GUILD, feed.id, whole_pages=True)
    item = paper.publish("Ferries sail again", said, page=whole)
    if not at_once:
        paper.outlet.answers("/ferries-sail-again", body("busy", "text/plain", status=503))
        await desk.poll()
        assert await desk.outcomes() == []
        paper.outlet.answers("/ferries-sail-again", body(html(item.title, whole), "text/html; charset=utf-8"))
    await desk.poll()
    assert [name for name, _ in await desk.outcomes()] == ["kitchens"]

    async with desk.database.write() as connection:
        await following.set_active(connection, OTHER_GUILD, feed.id, None)
    paper.publish("Ferries sail once more", said, page=whole)
    await desk.poll()
    assert [name for name, _ in await desk.outcomes()] == ["kitchens"]


async def test_a_page_that_is_gone_is_told_as_gone(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS, LEAD)

    await desk.poll()

    assert await told(desk) == (LEAD, Obstacle.MISSING)


async def test_a_page_that_robots_txt_closes_is_not_read(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    paper.outlet.answers("/robots.txt", body("User-agent: *\nDisallow: /north", "text/plain"))
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS, LEAD, page=f"{LEAD}\nThe Pentagon confirmed it on Monday, in a long statement.")

    await desk.poll()

    assert await told(desk) == (LEAD, Obstacle.ROBOTS)
    assert paper.asked("/north-korean-troops-reach-kursk") == 0


async def test_a_page_that_leads_to_a_site_closed_to_robots_is_not_read_there(desk: Desk) -> None:
    paper, closed = await desk.paper("The Meridian"), await desk.paper("The Closed")
    closed.outlet.answers("/robots.txt", body("User-agent: *\nDisallow: /", "text/plain"))
    closed.outlet.answers("/there", html(TROOPS, f"{LEAD}\nThe Pentagon confirmed it on Monday."))
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, LEAD)
    paper.outlet.answers(urlsplit(item.link).path, redirect(closed.outlet.url("/there")))

    await desk.poll()

    assert await told(desk) == (LEAD, Obstacle.ROBOTS)
    assert [one.path for one in closed.outlet.asked] == ["/robots.txt"]


async def test_a_page_of_an_article_that_arrived_late_counts_in_the_digest_of_what_did(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    for number in range(2):
        paper.publish(f"Ferries sail {number}")
    await desk.poll()
    await desk.watch("kursk")
    paper.items.clear()  # all that was known has left the window: a gap
    paper.publish("Ferries sail again", published=desk.clock.now())
    late = paper.publish("Trains go east", LEAD, published=desk.clock.now())
    path = "/trains-go-east"
    paper.outlet.answers(path, body("busy", "text/plain", status=503))
    await desk.poll(timedelta(minutes=70))
    assert await desk.outcomes() == []

    said = f"{LEAD} They are bound for Kursk, three railwaymen who had sold them bread told reporters."
    paper.outlet.answers(path, body(html(late.title, said), "text/html; charset=utf-8"))
    await desk.poll(timedelta(minutes=10))

    assert await desk.outcomes() == [("kursk", "late")]
    assert len(await desk.deliveries(Kind.DIGEST)) == 1


async def test_the_story_says_why_only_the_feeds_text_is_there(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS, LEAD, page=WALL)
    await desk.poll()
    (delivery,) = await desk.deliveries()

    viewer = Viewer(GUILD, 1, frozenset({CHANNEL}))
    story = await StoryLookup(desk.database).figures(delivery.story_id or 0, viewer=viewer)

    assert "its page is behind a paywall" in str(story_card(story, GUILD).to_components())
    assert "feed's text only: paywall" in str(sources_card(story.story).to_components())


async def test_a_link_that_can_not_be_spoils_none_of_what_its_feed_brings(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish("Ferries near Kursk sail", "In short.", link="http://xn--.example/news/1")
    paper.publish(TROOPS)

    counts = await desk.poll()

    assert (counts.feeds, counts.failed, counts.articles) == (1, 0, 2)
    assert [outcome for _, outcome in await desk.outcomes()] == ["alert", "alert"]
