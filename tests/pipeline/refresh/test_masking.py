"""A sidebar that says "Kursk" fires no watchlist, live and in the archive, once a site is known."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.guild import Viewer
from bot.errors import NotAllowed
from bot.lookups import Search, WhyLookup
from bot.pipeline.boilerplate import key_of
from bot.services import FeedService, RepeatsService
from bot.storage import entries, following, in_sight, kept, masks, polls
from tests.fakes.feeds import Newspaper
from tests.fakes.web import redirect
from tests.pipeline.refresh.desk import CHANNEL, GUILD, OTHER_GUILD, OWNER, Desk

SIDEBAR = "Kursk: all reports"
HEADLINES = [
    "Ferries stop as storm nears",
    "Central bank holds its rate",
    "Opera house reopens after fire",
    "Drought empties southern reservoirs",
    "Cyclist wins mountain stage",
]
MORE = ["Bakers vote on wages", "Comet seen above Chile", "Dam inspectors find cracks"]


def text(title: str) -> str:
    """Return a text of its own for each title, long enough that its page isn't needed, and the sidebar."""
    words = [f"{word}{n}" for n in range(9) for word in title.lower().split()]
    sentences = [f"{' '.join(words[at : at + 6]).capitalize()} in the evening." for at in range(0, 42, 6)]
    return "\n".join([f"{title}.", *sentences, SIDEBAR])


def entry(title: str, sidebar: str = SIDEBAR) -> str:
    """Return the text as a feed gives it."""
    return "<p>" + text(title).replace(SIDEBAR, sidebar).replace("\n", "</p><p>") + "</p>"


async def published(desk: Desk, paper: Newspaper, titles: list[str]) -> None:
    for title in titles:
        paper.publish(title, entry(title))
        await desk.poll()


async def found(desk: Desk, words: str) -> set[str]:
    search = Search(desk.database, desk.clock)
    viewer = Viewer(GUILD, 1, frozenset({CHANNEL}))
    try:
        page = await search.articles(words, viewer=viewer)
    finally:
        search.close()
    return {hit.article.title for hit in page.hits}


async def test_a_sidebar_fires_no_more_once_the_site_is_known(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, HEADLINES[:3])
    before = len(await desk.deliveries())

    await published(desk, paper, HEADLINES[3:])
    paper.publish("Troops reach Kursk", text("Troops reach the border"))
    await desk.poll()

    told = [(await desk.story(one.story_id or 0))[0].title for one in await desk.deliveries()]
    assert told[before:] == ["Troops reach Kursk"]


async def test_who_was_alerted_by_a_sidebar_is_told_so_and_not_pinged_again(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await published(desk, paper, HEADLINES[:3])
    (first, *_) = await desk.deliveries()
    await published(desk, paper, HEADLINES[3:])

    why = await WhyLookup(desk.database).story(
        first.story_id or 0, viewer=Viewer(GUILD, 1, frozenset({CHANNEL}))
    )

    assert "left out since" in why.ways[0].reasons[0].outcome
    assert first in await desk.deliveries()  # as it was: nothing more is wanted of it


async def test_searches_find_what_watchlists_match_under_the_mask(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await published(desk, paper, HEADLINES[:2])
    assert await found(desk, "kursk") == set(HEADLINES[:2])

    await published(desk, paper, HEADLINES[2:])

    assert await found(desk, "kursk") == set()  # the earlier ones were masked and indexed anew
    assert await found(desk, "storm -kursk") == {HEADLINES[0]}
    assert await found(desk, "drought") == {HEADLINES[3]}


async def test_the_stored_text_stays_and_what_was_left_out_can_be_seen(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await published(desk, paper, HEADLINES)

    async with desk.database.read() as connection:
        feed = (await desk.feed(1)).id
        seen = await in_sight.of_feed(connection, feed, guild_id=GUILD, limit=5)

    assert {one.left_out for one in seen} == {(SIDEBAR,)}
    assert all("Kursk" not in one.text and one.text.count("\n") == text("").count("\n") + 1 for one in seen)


async def test_what_another_servers_feed_repeats_hides_nothing_here(desk: Desk) -> None:
    paper, forger = await desk.paper("The Meridian"), await desk.paper("The Forger")
    await desk.primed(paper)
    await desk.primed(forger, guild_id=OTHER_GUILD)
    for number, title in enumerate(HEADLINES):  # links to the other paper, below headlines of its own
        forger.publish(title, entry(title, "Troops reach Kursk"), link=paper.outlet.url(f"/forged/{number}"))
        await desk.poll()
    await desk.watch("kursk")

    paper.publish("Border is quiet", entry("Border is quiet", "Troops reach Kursk"))
    await desk.poll()

    assert await desk.headlines() == ["Border is quiet"]
    assert [one.left_out for one in await desk.story((await desk.deliveries())[0].story_id or 0)] == [()]


async def test_masks_that_were_begun_are_finished_after_a_restart(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await published(desk, paper, HEADLINES[:2])
    paper.publish(HEADLINES[2], entry(HEADLINES[2]))
    desk.clock.advance(timedelta(hours=2))
    desk.refresh._masking._unfinished = False
    work, desk.refresh._masking.work = desk.refresh._masking.work, _learns_and_dies(desk)  # type: ignore[method-assign]
    await desk.refresh.once()
    desk.refresh._masking.work = work  # type: ignore[method-assign]
    assert await found(desk, "kursk") == set(HEADLINES[:3])

    async with desk.restarted() as again:
        await again.poll()

    assert await found(desk, "kursk") == set()


def _learns_and_dies(desk: Desk):
    async def work() -> bool:
        masking = desk.refresh._masking
        site = masking._next_site()
        if site is not None:
            del masking._new[site]
            await masking._learn(site)
        return False

    return work


async def test_a_line_that_an_admin_keeps_is_told_and_found_again_and_never_learnt_anew(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.follow(paper, OTHER_GUILD)
    await published(desk, paper, HEADLINES)
    await desk.watch("kursk")
    viewer, feed = Viewer(GUILD, OWNER, frozenset({CHANNEL}), is_admin=True), str((await desk.feed(1)).id)
    service = RepeatsService(
        desk.database, FeedService(desk.database, desk.fetcher, desk.pool, desk.clock), desk.clock
    )
    assert [(one.line, one.articles) for one in (await service.of(viewer, feed)).left_out] == [(SIDEBAR, 5)]

    with pytest.raises(NotAllowed):
        await service.turn(replace(viewer, is_admin=False), feed, SIDEBAR)
    await service.turn(viewer, feed, SIDEBAR)
    await published(desk, paper, MORE)

    assert await desk.headlines() == MORE  # the first filed after it, too
    assert await found(desk, "kursk storm") == {HEADLINES[0]}
    now = await service.of(viewer, feed)
    assert (now.left_out, [(one.line, one.by, one.undone_at) for one in now.kept]) == (
        (),
        [(SIDEBAR, OWNER, None)],
    )
    neighbour = Viewer(OTHER_GUILD, OWNER, frozenset(), is_admin=True)
    assert (await service.of(neighbour, feed)).kept == ()  # who keeps it is not told to others
    assert (await service.of(neighbour, feed)).left_out == ()

    await service.turn(viewer, feed, SIDEBAR.upper())
    await published(desk, paper, [f"{one} again" for one in (*HEADLINES, *MORE)])
    assert SIDEBAR in [one.line for one in (await service.of(viewer, feed)).left_out]
    assert (await service.of(viewer, feed)).kept[0].undone_by == OWNER


async def test_a_line_is_kept_as_long_as_the_server_that_wants_it_follows_the_feed(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.follow(paper, OTHER_GUILD)
    await published(desk, paper, HEADLINES)
    feed = (await desk.feed(1)).id
    async with desk.database.write() as connection:
        key = key_of(SIDEBAR, HEADLINES[0])
        await kept.add(
            connection,
            SIDEBAR,
            key,
            guild_id=OTHER_GUILD,
            feed_id=feed,
            by=OWNER,
            now=desk.clock.now(),
        )
    async with desk.database.read() as connection:
        assert await masks.kept(connection, feed) == {key}
    async with desk.database.write() as connection:
        await following.unfollow(connection, OTHER_GUILD, feed)

    async with desk.database.read() as connection:
        assert await masks.kept(connection, feed) == set()


async def test_a_kept_line_is_told_again_where_its_feed_turns_out_to_be_another(desk: Desk) -> None:
    paper, earlier = await desk.paper("The Meridian"), await desk.paper("The Old Meridian")
    await desk.primed(paper)
    await desk.primed(earlier, guild_id=OTHER_GUILD)
    await desk.follow(paper, OTHER_GUILD)
    await published(desk, paper, HEADLINES)
    assert await found(desk, "kursk") == set()
    now, line = desk.clock.now(), (SIDEBAR, key_of(SIDEBAR, HEADLINES[0]))
    async with desk.database.write() as connection:
        await kept.add(connection, *line, guild_id=OTHER_GUILD, feed_id=2, by=OWNER, now=now)
        await kept.go_over(connection, 2, 1)

    await published(desk, paper, MORE[:1])

    assert await found(desk, "kursk storm") == {HEADLINES[0]}
    assert await found(desk, "kursk bakers") == {MORE[0]}


async def test_a_kept_line_is_told_in_what_is_filed_with_the_move_of_the_feed_in_which_it_was_kept(
    desk: Desk,
) -> None:
    paper, earlier = await desk.paper("The Meridian"), await desk.paper("The Old Meridian")
    await desk.primed(paper)
    await desk.primed(earlier, guild_id=OTHER_GUILD)
    await published(desk, paper, HEADLINES)
    earlier.outlet.answers(earlier.path, redirect(paper.url, 301))
    async with desk.database.write() as connection:
        line = (SIDEBAR, key_of(SIDEBAR, HEADLINES[0]))
        await kept.add(connection, *line, guild_id=OTHER_GUILD, feed_id=2, by=OWNER, now=desk.clock.now())
    await desk.poll()
    await desk.poll()
    paper.publish(MORE[0], entry(MORE[0]))
    desk.clock.advance(timedelta(hours=2))
    async with desk.database.write() as connection:
        claimed = await polls.claim_due(
            connection, now=desk.clock.now(), lease=timedelta(minutes=1), limit=2, per_host=2
        )
    read = [await desk.refresh._reader.feed(one) for one in sorted(claimed, key=lambda one: -one.id)]

    await asyncio.gather(*map(desk.refresh._keeper.keep, read))
    async with desk.restarted() as later:
        await later.poll()

    assert (await desk.feed(2)).url == "moved:2"
    assert await found(desk, "kursk bakers") == {MORE[0]}


async def test_a_line_that_was_learnt_as_it_was_kept_is_unlearnt_the_next_time(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await published(desk, paper, HEADLINES)
    now, masking = desk.clock.now(), desk.refresh._masking
    (site,) = (one for one, lines in masking._lines.items() if lines.keys)
    async with desk.database.write() as connection:
        learnt = (await masks.lines_of(connection, [site]))[site].keys
        line = (SIDEBAR, key_of(SIDEBAR, HEADLINES[0]))
        await kept.add(connection, *line, guild_id=GUILD, feed_id=1, by=OWNER, now=now)
        await masks.learnt(connection, site, learnt)  # by who read before it was kept

    await masking._learn(site)
    await published(desk, paper, MORE[:1])

    assert await found(desk, "kursk storm") == {HEADLINES[0]}
    assert await found(desk, "kursk bakers") == {MORE[0]}


async def test_what_was_masked_just_before_its_sites_lines_were_learnt_is_masked_again(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await published(desk, paper, HEADLINES[:2])
    masking = desk.refresh._masking
    async with desk.database.read() as connection:
        (shown,) = await entries.shown_by(connection, 2)
    before = await masking.over([shown.version], feed_id=1)
    paper.publish(HEADLINES[2], entry(HEADLINES[2]))

    async with desk.database.read() as connection:
        assert not await masking.learn(connection, before)
    await desk.poll()  # by which the lines are learnt

    async with desk.database.read() as connection:
        assert await masking.learn(connection, before)
        assert not await masking.learn(connection, await masking.over(before, feed_id=1))
