"""The page behind a short entry: read politely, told apart from walls, and said so."""

from __future__ import annotations

import pytest

from bot.chat.cards.story import story_card
from bot.domain.article import Obstacle
from bot.domain.guild import Viewer
from bot.lookups import StoryLookup
from tests.fakes.web import body
from tests.pipeline.refresh.desk import CHANNEL, GUILD, Desk

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
