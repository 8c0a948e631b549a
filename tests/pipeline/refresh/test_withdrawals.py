"""An article that its outlet takes down without a word is told as withdrawn, and none that is still there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.timeline import Event, Happened
from bot.pipeline.ledger import Ledger
from bot.storage import deliveries, past
from tests.fakes.feeds import Item, Newspaper, full, html
from tests.fakes.web import body, redirect
from tests.pipeline.refresh.desk import GUILD, OTHER_GUILD, Desk

TITLE = "North Korean troops reach Kursk"
HALF_AN_HOUR = timedelta(minutes=30)


async def told(desk: Desk) -> tuple[Newspaper, Item, int]:
    """Return a paper with an alerted article between others, that article, and its story."""
    paper = await desk.paper("The Meridian")
    await desk.watch("kursk")
    await desk.primed(paper)
    paper.publish("Ferry strike ends after long talks", page=full("The ferry strike ended on Monday."))
    await desk.poll()
    item = paper.publish(TITLE, page=full("North Korean troops reached Kursk."))
    await desk.poll()
    paper.publish("Museum shows its oldest coins again", page=full("The museum shows its coins again."))
    await desk.poll()
    (alert,) = await desk.deliveries()
    assert alert.story_id is not None
    return paper, item, alert.story_id


async def withdrawals(desk: Desk, story_id: int, guild_id: int = GUILD) -> list[Event]:
    async with desk.database.read() as connection:
        showings = await past.of_story(connection, story_id, guild_id=guild_id, changed=True)
    return [one for one in await Ledger().timeline(showings) if one.what is Happened.WITHDRAWN]


async def looked(desk: Desk, times: int = 3) -> None:
    for _ in range(times):
        await desk.poll(HALF_AN_HOUR)


def answers(item: Item, paper: Newspaper, status: int) -> None:
    paper.outlet.answers(path_of(item), body("gone", "text/html", status))


def path_of(item: Item) -> str:
    return "/" + item.link.rpartition("/")[2]


@pytest.mark.parametrize("status", [404, 410])
async def test_an_article_that_left_its_feed_and_whose_page_is_gone_is_told_as_withdrawn(
    desk: Desk, status: int
) -> None:
    paper, item, story_id = await told(desk)
    paper.items.remove(item)
    answers(item, paper, status)
    (before,) = await desk.deliveries()

    await looked(desk)

    (event,) = await withdrawals(desk, story_id)
    assert (event.before, event.now) == (TITLE, "")
    (after,) = await desk.deliveries()
    assert after.wanted_revision > before.wanted_revision
    assert await withdrawals(desk, story_id, OTHER_GUILD) == []


@pytest.mark.parametrize("status", [200, 401, 403, 429, 500, 503])
async def test_an_article_whose_page_answers_otherwise_is_not_withdrawn(desk: Desk, status: int) -> None:
    paper, item, story_id = await told(desk)
    paper.items.remove(item)
    answers(item, paper, status)

    await looked(desk)

    assert await withdrawals(desk, story_id) == []


async def test_a_page_that_leads_to_the_front_page_withdraws_nothing(desk: Desk) -> None:
    paper, item, story_id = await told(desk)
    paper.items.remove(item)
    paper.outlet.answers(path_of(item), redirect("/"))
    paper.outlet.answers("/", body(html("The Meridian", full("News.")), "text/html"))

    await looked(desk)

    assert await withdrawals(desk, story_id) == []


async def test_an_article_still_in_its_feed_is_not_asked_for_though_its_page_is_gone(desk: Desk) -> None:
    paper, item, story_id = await told(desk)
    answers(item, paper, 404)
    asked = paper.asked(path_of(item))

    await looked(desk)

    assert await withdrawals(desk, story_id) == []
    assert paper.asked(path_of(item)) == asked


async def test_what_rolls_out_of_the_feeds_window_is_not_withdrawn(desk: Desk) -> None:
    paper, item, story_id = await told(desk)
    answers(item, paper, 404)
    del paper.items[paper.items.index(item) :]  # with all that is older

    await looked(desk)

    assert await withdrawals(desk, story_id) == []


async def test_a_site_that_is_gone_as_a_whole_withdraws_nothing(desk: Desk) -> None:
    paper, item, story_id = await told(desk)
    paper.items.remove(item)
    for one in (item, *paper.items):
        answers(one, paper, 404)

    await looked(desk)

    assert await withdrawals(desk, story_id) == []


async def test_an_article_that_comes_back_is_withdrawn_no_more(desk: Desk) -> None:
    paper, item, story_id = await told(desk)
    place = paper.items.index(item)
    paper.items.remove(item)
    answers(item, paper, 404)
    await looked(desk)
    assert len(await withdrawals(desk, story_id)) == 1

    paper.items.insert(place, item)
    await looked(desk, 1)

    assert await withdrawals(desk, story_id) == []


async def test_a_page_is_asked_for_a_few_times_and_then_left_alone(desk: Desk) -> None:
    paper, item, _ = await told(desk)
    paper.items.remove(item)
    answers(item, paper, 503)
    asked = paper.asked(path_of(item))

    await looked(desk, 8)

    assert paper.asked(path_of(item)) - asked <= 4 * 3  # looks, each with the fetcher's own retries


async def test_the_alerts_message_is_told_again(desk: Desk) -> None:
    paper, item, story_id = await told(desk)
    paper.items.remove(item)
    answers(item, paper, 410)

    await looked(desk)

    async with desk.database.read() as connection:
        (delivery,) = await deliveries.of_story(connection, story_id)
    assert delivery.wanted_revision >= 2
