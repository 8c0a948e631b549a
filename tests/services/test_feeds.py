"""Feeds of a guild: found on real servers, added once, dropped and paused, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.feed import FeedLink
from bot.errors import AlreadyExists, MemberError, NotAllowed, NotFound
from bot.pipeline.deliver.content import Content
from bot.pipeline.fetch import Fetcher, FetchOptions
from bot.pipeline.outlets.owners import Owners
from bot.pipeline.summarise import summarise
from bot.pipeline.workers.pool import ParserPool
from bot.services import FeedPreview, FeedService, PreviewedEntry
from bot.services.feeds import MOST_URGENT
from bot.services.previews import MOST_TRIED
from bot.storage import Database, connect, feeds, masks, polls, stories
from bot.storage.tables import match
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import START, ManualClock
from tests.fakes.feeds import Newspaper, newspaper, rss
from tests.fakes.web import Answer, Web, body, redirect
from tests.parsers import shared_parsers

OTHER_GUILD = 2
ADMIN = viewer(CHANNEL, is_admin=True)
OTHER_ADMIN = viewer(200, guild_id=OTHER_GUILD, is_admin=True)
MEMBER = viewer(CHANNEL)
DAY = timedelta(days=1)
LOOPBACK = FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None, start_interval=0.0)


@pytest.fixture
async def fetcher(clock: ManualClock) -> AsyncIterator[Fetcher]:
    async with Fetcher(LOOPBACK, clock=clock) as opened:
        yield opened


@pytest.fixture
def parsers() -> Any:
    return shared_parsers()


@pytest.fixture
def service(database: Database, fetcher: Fetcher, parsers: ParserPool, clock: ManualClock) -> FeedService:
    return FeedService(database, fetcher, parsers, clock)


@pytest.fixture
async def nothing(tmp_path: Path) -> AsyncIterator[Database]:
    """A database without tables, for looking at the web needs none."""
    opened = connect(f"sqlite+aiosqlite:///{tmp_path / 'nothing.sqlite'}")
    yield opened
    await opened.close()


@pytest.fixture
def reader(nothing: Database, fetcher: Fetcher, parsers: ParserPool, clock: ManualClock) -> FeedService:
    return FeedService(nothing, fetcher, parsers, clock)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as opened:
        yield opened


@pytest.fixture
async def paper(web: Web) -> Newspaper:
    opened = await newspaper(web, "The Meridian")
    for days, title in ((3, "Third"), (0, "First"), (1, "Second"), (30, "Ancient")):
        opened.publish(title, published=START - days * DAY)
    return opened


def page(*links: str) -> str:
    heads = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{link}" href="{link}">' for link in links
    )
    return f"<!doctype html><html><head><title>A site</title>{heads}</head><body>Welcome</body></html>"


# -- looking ------------------------------------------------------------------------------------------


async def test_a_feed_is_previewed_with_its_newest_entries(reader: FeedService, paper: Newspaper) -> None:
    found = await reader.preview(paper.url)

    assert found == FeedPreview(
        url=paper.url,
        title="The Meridian",
        outlet="The Meridian",
        newest=(
            PreviewedEntry("First", START),
            PreviewedEntry("Second", START - DAY),
            PreviewedEntry("Third", START - 3 * DAY),
        ),
        articles_a_day=1.0,  # three within three days; the old one does not count
        language="en",
        site_url=paper.outlet.url("/"),
        full_text=True,
    )


async def test_a_site_with_one_feed_is_as_good_as_the_feed(reader: FeedService, paper: Newspaper) -> None:
    paper.outlet.answers("/", body(page("/FEED/../feed.xml"), "text/html"))

    found = await reader.preview(paper.outlet.url("/"))

    assert (found.url, found.title, found.choices) == (paper.url, "The Meridian", ())


async def test_a_site_with_several_feeds_offers_the_choice(reader: FeedService, paper: Newspaper) -> None:
    site = paper.outlet.answers("/", body(page("/feed.xml", "/sport.xml"), "text/html"))

    found = await reader.preview(site)

    assert found.choices == (
        FeedLink(paper.url, "/feed.xml", "rss"),
        FeedLink(paper.outlet.url("/sport.xml"), "/sport.xml", "rss"),
    )


async def test_a_site_without_a_feed_says_so_and_what_to_do(reader: FeedService, web: Web) -> None:
    outlet = await web.outlet()
    site = outlet.answers("/blog/start", body(page(), "text/html"))

    with pytest.raises(MemberError, match=r"names no feed, .*RSS, Feed or Atom"):
        await reader.preview(site)
    assert len(outlet.asked) == 1 + MOST_TRIED


async def test_a_site_that_names_no_feed_is_asked_at_the_usual_addresses(
    reader: FeedService, paper: Newspaper
) -> None:
    site = paper.outlet.answers("/blog/start", body(page(), "text/html"))
    paper.outlet.answers("/feed", body(page(), "text/html"))  # a page again, as many sites answer to anything

    assert (await reader.preview(site)).url == paper.url


async def test_a_link_called_rss_may_lead_to_a_page_of_feeds(reader: FeedService, paper: Newspaper) -> None:
    paper.outlet.answers("/rss-feeds", body(page("/feed.xml", "/sport.xml"), "text/html"))
    site = paper.outlet.answers(
        "/", body("<html><body><a href='/rss-feeds'>RSS</a></body></html>", "text/html")
    )

    found = await reader.preview(site)

    assert [link.url for link in found.choices] == [paper.url, paper.outlet.url("/sport.xml")]


async def test_a_feed_that_calls_itself_a_page_is_a_feed(reader: FeedService, paper: Newspaper) -> None:
    paper.publish("Kursk holds out")
    document = rss("Lying Courier", paper.outlet.url("/"), paper.items)
    found = await reader.preview(paper.outlet.answers("/lies", body(document, "text/html")))

    assert found.title == "Lying Courier"


async def test_a_page_can_not_send_the_bot_into_the_private_network(
    nothing: Database, parsers: ParserPool, clock: ManualClock, web: Web
) -> None:
    outlet = await web.outlet()
    hostile = ("http://127.0.0.1/feed", "http://10.0.0.1/feed.xml", "http://[::1]/feed", "http://0x7f.1/rss")
    site = outlet.answers("/", body(page(*hostile), "text/html"))
    options = replace(LOOPBACK, allowed_hosts=(outlet.host,))
    async with Fetcher(options, clock=clock) as strict:
        with pytest.raises(MemberError, match="names no feed"):
            await FeedService(nothing, strict, parsers, clock).preview(site)


async def test_a_site_whose_feed_is_broken_names_both(reader: FeedService, web: Web) -> None:
    outlet = await web.outlet()
    site = outlet.answers("/", body(page("/gone.xml"), "text/html"))
    with pytest.raises(MemberError, match=r"names a feed, .*/gone\.xml, but: .*404"):
        await reader.preview(site)

    outlet.answers("/gone.xml", body(page(), "text/html"))
    with pytest.raises(MemberError, match=r"names a feed, .*/gone\.xml, but: "):
        await reader.preview(site)


async def test_a_missing_page_says_404(reader: FeedService, paper: Newspaper) -> None:
    with pytest.raises(MemberError, match="404"):
        await reader.preview(paper.outlet.url("/nothing"))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (body("x", status=500), r"answered 500: the site has a fault of its own\. Nothing is followed yet"),
        (body("x", status=503, Retry_After="9"), r"asks to come back later\. Nothing is followed yet"),
        (body("<rss version='2.0'><channel><item><title>B"), r"first entry\. Nothing is followed yet"),
        (body("<html><title>Just a moment...</title></html>", "text/html"), "Cloudflare keeps bots out"),
        (body("<?xml version='1.0'?>\n<opml><body/></opml>", "text/xml"), r"list of feeds.*/feed import"),
        (body("{}", "application/json"), r"is not a feed\. This address gives JSON, but no JSON Feed"),
        (redirect("http://10.0.0.1/feed"), r"127\..* sends its readers on, but: 10\.0\.0\.1 is private"),
    ],
)
async def test_nobody_is_promised_that_a_feed_is_asked_again_before_it_is_followed(
    reader: FeedService, web: Web, answer: Answer, said: str
) -> None:
    outlet = await web.outlet()

    with pytest.raises(MemberError, match=said) as refused:
        await reader.preview(outlet.answers("/feed", answer))
    assert "asked again" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://x.com/courier", "X gives no feeds. Look for a feed on the website"),
        ("t.me/s/courier", "Telegram gives no feeds"),
        ("https://discord.com/channels/1/2", "Discord gives no feeds"),
        ("https://www.threads.com/@courier", "Threads gives no feeds"),
        ("mailto:ann@example.org", "not mailto: ones"),
        ("www.example.org:80x/", "not a web address"),
        ("https://example.org/" + "x" * 9000, "9,020 characters; 8,000 are the most"),
        ("ftp://example.org/feed", "http and https"),
        ("file:///etc/passwd", "http and https"),
        ("not an address", "not a web address"),
        ("https//example.org/feed", "Did you mean https://example.org/feed?"),
        ("https:/a:b@example.org/feed", "Did you mean https://example.org/feed?"),
        ("example .org/feed", "Did you mean https://example.org/feed?"),
        ("", "not a web address"),
    ],
)
async def test_what_is_no_web_address_is_refused_in_words(reader: FeedService, typed: str, said: str) -> None:
    with pytest.raises(MemberError, match=said):
        await reader.preview(typed)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/feed", "http://[::1]/", "http://0x7f.1/", "http://10.0.0.1"]
)
async def test_the_private_network_is_refused_in_clear_words(
    nothing: Database, parsers: ParserPool, clock: ManualClock, address: str
) -> None:
    async with Fetcher(clock=clock) as strict:
        with pytest.raises(MemberError, match="not on the public internet"):
            await FeedService(nothing, strict, parsers, clock).preview(address)


async def test_a_feed_that_moved_for_good_is_kept_under_its_new_address(
    reader: FeedService, paper: Newspaper
) -> None:
    moved = paper.outlet.answers("/old.xml", redirect("/feed.xml", 301))
    for_now = paper.outlet.answers("/today.xml", redirect("/feed.xml", 302))

    assert (await reader.preview(moved)).url == paper.url
    assert (await reader.preview(for_now)).url == for_now


async def test_credentials_show_nowhere(service: FeedService, paper: Newspaper) -> None:
    secret = paper.outlet.url("/feed.xml?token=hush", user="ann:sesame")
    paper.outlet.answers("/", body(page("/feed.xml", "/other.xml"), "text/html"))
    site = paper.outlet.url("/", user="ann:sesame")
    paper.items.clear()
    paper.publish("Kursk holds out", link="/relative")
    told: list[object] = []

    found = await service.preview(secret)
    told += [found.shown_url, found.title, found.site_url, (await service.preview(site)).choices]
    added = await service.add(ADMIN, secret)
    told += [added.feed.shown_url, added.feed.title, added.feed.outlet, added.feed.site_url]
    for refused in (
        service.add(ADMIN, secret),
        service.add(ADMIN, site),
        service.preview(paper.outlet.url("/nothing?token=hush", user="ann:sesame")),
        service.named(ADMIN, paper.outlet.url("/x?token=hush", user="ann:sesame")),
    ):
        with pytest.raises(MemberError) as error:
            await refused
        told.append(str(error.value))

    assert "sesame" in added.feed.url  # it is polled with them
    assert "sesame" not in str(told)
    assert "hush" not in str(told)


# -- adding -------------------------------------------------------------------------------------------


async def test_a_feed_is_added_due_at_once_and_known_by_any_name(
    service: FeedService, paper: Newspaper, database: Database, clock: ManualClock
) -> None:
    added = await service.add(ADMIN, paper.url)

    assert not added.known
    shouted = paper.url.replace("http", "HTTP")
    for name in (str(added.feed.id), "the MERIDIAN", paper.url, f" {paper.url} ", shouted):
        one = await service.named(MEMBER, name)
        assert (one.feed.id, one.followed_by) == (added.feed.id, ADMIN.member_id)
        assert one.active_since == clock.now()
    async with database.write() as connection:
        (claimed,) = await polls.claim_due(connection, now=clock.now(), lease=DAY, limit=9)
    assert claimed.id == added.feed.id


async def test_the_same_feed_in_another_spelling_is_recognised(
    service: FeedService, paper: Newspaper
) -> None:
    await service.add(ADMIN, paper.url)
    host = f"{paper.outlet.host}:{paper.outlet.port}"
    site = paper.outlet.answers("/", body(page("//" + host + "/./feed.xml"), "text/html"))

    for path in ("/FEED.xml", "/feed.xml/"):
        paper.outlet.answers(path, paper.answer)
    for spelling in (
        f"HTTP://{host}/feed.xml#top",
        f"http://{host}/a/../%66eed.xml",
        site,
        f"http://{host}/FEED.xml",
        f"http://{host}/feed.xml/",
        f"http://{host}/feed.xml?utm_source=somewhere&fbclid=1",
        f"http://ann:sesame@{host}/feed.xml",
    ):
        with pytest.raises(AlreadyExists, match="The Meridian already"):
            await service.add(ADMIN, spelling)


async def test_only_admins_change_feeds(service: FeedService, paper: Newspaper) -> None:
    await service.add(ADMIN, paper.url)

    for refused in (
        service.add(MEMBER, paper.url),
        service.remove(MEMBER, "1"),
        service.pause(MEMBER, "1"),
        service.resume(MEMBER, "1"),
        service.post_newest_match(MEMBER, 1),
    ):
        with pytest.raises(NotAllowed, match="Manage Server"):
            await refused


async def test_a_page_of_several_feeds_is_not_added_but_listed(
    service: FeedService, paper: Newspaper
) -> None:
    site = paper.outlet.answers("/", body(page("/feed.xml", "/sport.xml"), "text/html"))

    with pytest.raises(MemberError, match=r"several feeds.*/feed\.xml, .*/sport\.xml"):
        await service.add(ADMIN, site)


async def test_two_admins_who_add_a_feed_at_once_get_it_once(service: FeedService, paper: Newspaper) -> None:
    preview = await service.preview(paper.url)

    outcomes = await asyncio.gather(
        *(service.follow(admin, preview) for admin in (ADMIN, OTHER_ADMIN, ADMIN, OTHER_ADMIN)),
        return_exceptions=True,
    )

    refused = [one for one in outcomes if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [AlreadyExists] * 2
    here, there = await service.named(ADMIN, "the meridian"), await service.named(OTHER_ADMIN, "the meridian")
    assert here.feed.id == there.feed.id


async def test_feeds_of_one_title_must_be_named_by_their_address(
    service: FeedService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    first = await newsroom.feed("Meridian", GUILD, url="https://one.test/")
    await newsroom.feed("MERIDIAN", GUILD, url="https://two.test/")

    with pytest.raises(MemberError, match=r"https://one\.test/, https://two\.test/"):
        await service.remove(ADMIN, "meridian")
    assert (await service.remove(ADMIN, "one.test")).id == first.id


# -- dropping, pausing --------------------------------------------------------------------------------


async def test_a_feed_that_is_not_followed_here_has_no_name_here(
    service: FeedService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    await newsroom.guild(OTHER_GUILD)
    theirs = await newsroom.feed("Gazette", OTHER_GUILD)

    for name in ("Gazette", str(theirs.id), theirs.url):
        for refused in (
            service.named(MEMBER, name),
            service.remove(ADMIN, name),
            service.pause(ADMIN, name),
            service.resume(ADMIN, name),
        ):
            with pytest.raises(NotFound, match="follows no feed"):
                await refused
    with pytest.raises(NotFound):
        await service.post_newest_match(ADMIN, theirs.id)


async def test_a_removed_feed_stays_for_others_and_is_gone_here(
    service: FeedService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    await newsroom.guild(OTHER_GUILD)
    shared = await newsroom.feed("Shared", GUILD, OTHER_GUILD)

    assert (await service.remove(ADMIN, "shared")).id == shared.id

    with pytest.raises(NotFound):
        await service.named(ADMIN, "shared")
    assert (await service.named(OTHER_ADMIN, "shared")).active_since is not None


async def test_pause_and_resume_say_what_is_so_already(
    service: FeedService, newsroom: Newsroom, clock: ManualClock
) -> None:
    await newsroom.guild()
    await newsroom.feed("Courier", GUILD)
    with pytest.raises(MemberError, match="not paused"):
        await service.resume(ADMIN, "courier")

    await service.pause(ADMIN, "courier")
    assert (await service.named(MEMBER, "courier")).active_since is None
    with pytest.raises(MemberError, match="paused already"):
        await service.pause(ADMIN, "courier")

    clock.advance(DAY)
    await service.resume(ADMIN, "courier")
    assert (await service.named(MEMBER, "courier")).active_since == clock.now()


@pytest.mark.parametrize("way", ["resume", "add"])
@pytest.mark.parametrize("polled", [True, False])
async def test_only_a_feed_that_nobody_polled_is_primed_again(
    service: FeedService, newsroom: Newsroom, paper: Newspaper, clock: ManualClock, way: str, polled: bool
) -> None:
    followers = (GUILD, OTHER_GUILD) if polled else (GUILD,)
    for guild_id in followers:
        await newsroom.guild(guild_id)
    feed = await newsroom.feed("Courier", *followers, url=paper.url)
    async with newsroom.database.write() as connection:
        (claimed,) = await polls.claim_due(connection, now=clock.now(), lease=DAY, limit=9)
        done = polls.Success(clock.now(), clock.now() + DAY, '"etag"', None, primed_at=clock.now())
        await polls.record_success(connection, claimed, done)
    await (service.pause if way == "resume" else service.remove)(ADMIN, "courier")
    clock.advance(timedelta(hours=1))

    if way == "resume":
        await service.resume(ADMIN, "courier")
    else:
        assert (await service.add(ADMIN, paper.url)).known

    async with newsroom.database.read() as connection:
        now = await feeds.get(connection, feed.id)
        due = await polls.next_due_at(connection)
    assert now is not None
    assert (now.primed_at is not None) == polled
    assert due is not None
    assert (due <= clock.now()) == (not polled or way == "add")


# -- the newest match ---------------------------------------------------------------------------------


async def test_the_newest_match_is_wanted_once_in_each_channel(
    service: FeedService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("Courier", GUILD)
    await newsroom.publish(feed, "Kursk, older", alertable=False)
    piece = await newsroom.publish(feed, "Kursk, newer", alertable=False)
    await newsroom.publish(feed, "Harbour", alertable=False)
    async with newsroom.database.write() as connection:
        await masks.mask(connection, [(piece.revision_id, ())], version=7)
    await newsroom.watch("Kursk", "kursk")
    await newsroom.watch("By feed", "feed:courier kursk after:1d", channel_id=101)
    await newsroom.watch("Out of sight", "kursk", channel_id=102)
    admin = viewer(CHANNEL, 101, is_admin=True)

    assert await service.post_newest_match(admin, feed.id) == "Kursk, newer"

    wanted = await newsroom.deliveries(piece.story_id)
    assert [one.target.id for one in wanted] == [CHANNEL, 101]
    async with newsroom.database.read() as connection:
        assert set(await connection.scalars(select(match.c.mask_version))) == {7}
    with pytest.raises(NotFound, match="posted already: Kursk, newer"):
        await service.post_newest_match(admin, feed.id)


async def test_nothing_is_posted_where_nothing_matches_or_alerts_are_off(
    service: FeedService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("Courier", GUILD)
    piece = await newsroom.publish(feed, "Harbour", alertable=False)

    with pytest.raises(NotFound, match="/watch add"):
        await service.post_newest_match(ADMIN, feed.id)
    await newsroom.watch("Kursk", "kursk")
    with pytest.raises(NotFound, match="No stored article"):
        await service.post_newest_match(ADMIN, feed.id)
    await newsroom.watch("Harbour", "harbour")
    await newsroom.alerts_off(CHANNEL)
    with pytest.raises(NotFound, match="takes alerts"):
        await service.post_newest_match(ADMIN, feed.id)
    assert await newsroom.deliveries(piece.story_id) == []


async def test_a_story_told_in_one_channel_can_be_posted_in_another_on_demand(
    service: FeedService, newsroom: Newsroom, clock: ManualClock
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("Courier", GUILD)
    await newsroom.watch("Kursk", "kursk", channel_id=101)
    piece = await newsroom.publish(feed, "Kursk holds out", "The troops stay where they are.")
    await newsroom.watch("Troops", "troops")

    await service.post_newest_match(ADMIN, feed.id)

    told = {one.target.id: one for one in await newsroom.deliveries(piece.story_id)}
    content = Content(newsroom.database, None, summarise, Owners(()))  # type: ignore[arg-type]  # asked of members only
    alerts = {channel: await content.alert(one) for channel, one in told.items()}
    assert {
        channel: [one.name for one in alert.watchlists] for channel, alert in alerts.items() if alert
    } == {
        101: ["Kursk"],
        CHANNEL: ["Troops"],
    }


async def test_a_muted_story_is_not_posted_on_demand(
    service: FeedService, newsroom: Newsroom, clock: ManualClock
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("Courier", GUILD)
    piece = await newsroom.publish(feed, "Kursk holds out", alertable=False)
    await newsroom.watch("Kursk", "kursk")
    async with newsroom.database.write() as connection:
        await stories.set_mute(
            connection, piece.story_id, guild_id=GUILD, by=1, now=clock.now(), channel_id=CHANNEL
        )

    with pytest.raises(NotFound):
        await service.post_newest_match(ADMIN, feed.id)


async def test_only_admins_mark_feeds_as_urgent(newsroom: Newsroom, service: FeedService) -> None:
    await newsroom.guild()
    for number in range(MOST_URGENT + 1):
        await newsroom.feed(f"Paper {number}", GUILD)
    with pytest.raises(NotAllowed):
        await service.set_urgent(MEMBER, "Paper 0", urgent=True)
    for number in range(MOST_URGENT):
        await service.set_urgent(ADMIN, f"Paper {number}", urgent=True)
    with pytest.raises(NotAllowed, match=f"{MOST_URGENT} urgent feeds"):
        await service.set_urgent(ADMIN, f"Paper {MOST_URGENT}", urgent=True)
    with pytest.raises(MemberError, match="urgent already"):
        await service.set_urgent(ADMIN, "Paper 0", urgent=True)
    await service.set_urgent(ADMIN, "Paper 0", urgent=False)
    await service.set_urgent(ADMIN, f"Paper {MOST_URGENT}", urgent=True)

    assert (await service.named(ADMIN, "Paper 0")).urgent is False


async def test_only_admins_say_when_pages_are_read(newsroom: Newsroom, service: FeedService) -> None:
    await newsroom.guild()
    await newsroom.feed("Paper", GUILD)
    with pytest.raises(NotAllowed):
        await service.set_whole_pages(MEMBER, "Paper", whole_pages=True)
    with pytest.raises(MemberError, match="only where the feed gives little already"):
        await service.set_whole_pages(ADMIN, "Paper", whole_pages=False)

    await service.set_whole_pages(ADMIN, "Paper", whole_pages=True)

    assert (await service.named(ADMIN, "Paper")).whole_pages is True
