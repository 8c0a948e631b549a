"""When a feed's window rolled over: what is found elsewhere, what may be lost, and what admins see of it."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

from bot.chat.cards.status import feed_row
from bot.domain.article import Article
from bot.domain.delivery import Kind
from bot.pipeline.refresh.sitemaps import ROBOTS_MOST, sitemaps_in
from bot.storage import articles, feed_events, feeds, following, in_sight
from tests.conftest import START
from tests.costs import assert_costs_its_length
from tests.fakes.web import Answer, body
from tests.pipeline.refresh.desk import GUILD, Desk

HOUR = timedelta(hours=1)
URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)
XML, RSS = "application/xml", "application/rss+xml"


async def test_gaps_that_nobody_is_shown_any_more_are_forgotten(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    paper.publish("The office opens")
    feed = await desk.follow(paper)
    await desk.refresh.once()
    async with desk.database.write() as connection:
        for days in (40, 20):
            await feed_events.note(connection, feed.id, "gap", "", desk.clock.now() - timedelta(days=days))
    paper.items.clear()
    paper.publish("Ferries are late")

    await desk.poll()

    async with desk.database.read() as connection:
        left = await feed_events.events(connection, feed.id, since=START - timedelta(days=99), limit=9)
    assert [one.kind for one in left] == ["gap", "gap"]


def page(outlet: str, reports: Sequence[tuple[int, datetime]], *, next_page: str | None = None) -> bytes:
    """Return a page of a feed with these numbered reports."""
    link = f'<a:link rel="next" href="{next_page}"/>' if next_page else ""
    items = "".join(
        f"<item><guid>{number}</guid><title>Kursk, report {number} of {number * 7}</title>"
        f"<link>{outlet}/world/{number}</link><pubDate>{format_datetime(at)}</pubDate>"
        f"<description>{'Words of the day. ' * 40}</description></item>"
        for number, at in reports
    )
    return (
        '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>The Meridian</title>'
        f"<link>{outlet}/</link>{link}{items}</channel></rss>"
    ).encode()


def sitemap(outlet: str, reports: Sequence[tuple[int, datetime]], section: str = "world") -> str:
    return "".join(
        f"<url><loc>{outlet}/{section}/{number}</loc><n:news><n:publication><n:name>M</n:name></n:publication>"
        f"<n:publication_date>{at.isoformat()}</n:publication_date>"
        f"<n:title>Kursk, report {number} of {number * 7}</n:title></n:news></url>"
        for number, at in reports
    )


class Rolling:
    """A feed that publishes every half hour and shows five; ten hours pass between two checks."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.start = desk.clock.now()
        self.on_top: list[tuple[int, datetime]] = []  # what the feed keeps there, whatever comes

    async def open(self) -> None:
        self.outlet = (await self.desk.paper("The Meridian")).outlet
        self.site = self.outlet.url("").rstrip("/")
        self.show(self.reports(-4, 1))
        now = self.desk.clock.now()
        async with self.desk.database.write() as connection:
            self.feed = await feeds.add(
                connection,
                url=self.outlet.url("/feed"),
                shown_url=self.outlet.url("/feed"),
                title="The Meridian",
                outlet="The Meridian",
                site_url=None,
                language="en",
                now=now,
            )
            await following.follow(connection, GUILD, self.feed.id, by=1, now=now)
        await self.desk.refresh.once()
        await self.desk.watch("kursk")
        self.desk.clock.advance(10 * HOUR)

    def reports(self, first: int, after: int) -> list[tuple[int, datetime]]:
        """Return reports, the newest first; number 0 came at the time of the first check."""
        return [(number, self.start + number * HOUR / 2) for number in reversed(range(first, after))]

    def show(
        self, reports: list[tuple[int, datetime]], next_page: str | None = None, at: str = "/feed"
    ) -> None:
        self.outlet.answers(at, body(page(self.site, [*self.on_top, *reports], next_page=next_page), RSS))

    async def gap(self) -> tuple[int, int, int]:
        """Poll; return the possible gaps, what may be lost, and how many articles came late."""
        await self.desk.refresh.once()
        feed = await self.desk.feed(self.feed.id)
        assert feed.next_check_at - self.desk.clock.now() < timedelta(minutes=10)
        late = [outcome for _, outcome in await self.desk.outcomes() if outcome in {"late", "alert"}]
        assert "alert" not in late
        assert len(await self.desk.deliveries(Kind.DIGEST)) == bool(late)
        return feed.possible_gaps, feed.possibly_lost, len(late)


async def test_what_may_be_lost_is_counted_and_shown(desk: Desk) -> None:
    rolling = Rolling(desk)
    await rolling.open()
    rolling.show(rolling.reports(16, 21))

    gaps, lost, late = await rolling.gap()

    assert (gaps, late) == (1, 5)
    assert 10 <= lost <= 20  # fifteen came and went
    async with desk.database.read() as connection:
        (one,) = await following.followed(connection, GUILD, now=desk.clock.now())
    assert f"1 possible gap, perhaps {lost} articles lost" in feed_row(one)


async def test_admins_hear_what_may_be_lost_when_a_feed_is_back(desk: Desk) -> None:
    rolling = Rolling(desk)
    await rolling.open()
    rolling.outlet.answers("/feed", body("down", status=500))
    await desk.refresh.once()
    desk.clock.advance(7 * HOUR)
    await desk.refresh.once()
    rolling.show(rolling.reports(50, 55))
    desk.clock.advance(13 * HOUR)

    _, lost, _ = await rolling.gap()

    _, back = await desk.deliveries(Kind.NOTICE)
    assert f"5 articles came late; perhaps {lost} articles came and went unseen meanwhile." in str(
        back.payload
    )
    assert lost > 30


async def test_what_left_a_paged_feed_is_found_on_its_earlier_pages(desk: Desk) -> None:
    rolling = Rolling(desk)
    await rolling.open()
    rolling.show(rolling.reports(16, 21), "/feed?p=2")
    rolling.outlet.answers("/feed", paged(rolling))

    assert await rolling.gap() == (0, 0, 20)

    assert [one.path for one in rolling.outlet.asked if "p=" in one.path] == [
        f"/feed?p={n}" for n in (2, 3, 4, 5)
    ]
    assert "Kursk, report 3 of 21" in await all_titles(desk)


async def test_pages_without_end_are_read_no_further_than_is_polite(desk: Desk) -> None:
    rolling = Rolling(desk)
    await rolling.open()
    desk.clock.advance(timedelta(days=90))
    rolling.outlet.answers("/feed", paged(rolling, first=4000))

    gaps, lost, _ = await rolling.gap()

    assert gaps == 1
    assert lost > 1000
    assert sum("p=" in one.path for one in rolling.outlet.asked) == 10


async def test_what_left_a_feed_is_found_in_the_sites_news_sitemap(desk: Desk) -> None:
    rolling = Rolling(desk)
    await rolling.open()
    rolling.show(rolling.reports(16, 21))
    named = sitemap(rolling.site, rolling.reports(-6, 21)) + sitemap(
        rolling.site, rolling.reports(-9, 21), "sport"
    )
    robots = (
        f"User-agent: *\nDisallow: /x\nSitemap: {rolling.site}/pages.xml\nSitemap: {rolling.site}/news.xml\n"
    )
    rolling.outlet.answers("/robots.txt", body(robots, "text/plain"))
    rolling.outlet.answers("/news.xml", body(URLSET.format(named), XML))

    gaps, lost, late = await rolling.gap()

    assert (gaps, lost) == (0, 0)
    assert late == 20
    assert not any("/sport/" in (url or "") for url in await all_urls(desk))


async def test_what_left_a_feed_with_an_old_entry_on_top_is_found_in_an_index_of_compressed_sitemaps(
    desk: Desk,
) -> None:
    rolling = Rolling(desk)
    rolling.on_top = [(-4000, rolling.start - timedelta(days=90))]
    await rolling.open()
    rolling.show(rolling.reports(16, 21))
    site = rolling.site
    listed = "".join(
        f"<sitemap><loc>{site}/part{number}.xml.gz?a=1&amp;b=2</loc>"
        f"<lastmod>2024-10-2{number}T10:00:00Z</lastmod></sitemap>"
        for number in (5, 6, 7, 8)
    )
    for number, first, after in ((8, 11, 21), (7, 1, 11), (6, -9, 1)):
        named = URLSET.format(sitemap(site, rolling.reports(first, after)))
        zipped = gzip.compress(named.encode())
        rolling.outlet.answers(f"/part{number}.xml.gz", body(zipped, "application/x-gzip"))
    rolling.outlet.answers("/robots.txt", body(f"Sitemap: {site}/news-index.xml\r\n", "text/plain"))
    index = '<?xml version="1.0"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    rolling.outlet.answers("/news-index.xml", body(f"{index}{listed}</sitemapindex>", XML))

    assert await rolling.gap() == (0, 0, 20)

    asked = [one.path for one in rolling.outlet.asked if "part" in one.path]
    assert asked == [f"/part{number}.xml.gz?a=1&b=2" for number in (8, 7, 6)]


async def test_what_may_be_lost_is_counted_though_an_old_entry_stays_on_top(desk: Desk) -> None:
    rolling = Rolling(desk)
    rolling.on_top = [(-4000, rolling.start - timedelta(days=90))]
    await rolling.open()
    rolling.show(rolling.reports(16, 21))

    gaps, lost, late = await rolling.gap()

    assert (gaps, late) == (1, 5)
    assert 10 <= lost <= 20  # fifteen came and went


def test_a_hostile_robots_txt_takes_no_time_to_speak_of() -> None:
    def hostile(length: int) -> bytes:
        return b"\n" * length  # quadratic, the longest took ten minutes

    assert sitemaps_in(hostile(ROBOTS_MOST)) == []
    assert_costs_its_length(sitemaps_in, hostile, ROBOTS_MOST // 4)


async def test_a_sitemap_of_other_things_than_the_feed_shows_is_left_alone(desk: Desk) -> None:
    rolling = Rolling(desk)
    await rolling.open()
    rolling.show(rolling.reports(16, 21))
    named = sitemap(rolling.site, rolling.reports(-9, 21), "sport")
    rolling.outlet.answers("/robots.txt", body(f"Sitemap: {rolling.site}/news.xml", "text/plain"))
    rolling.outlet.answers("/news.xml", body(URLSET.format(named), XML))

    gaps, lost, late = await rolling.gap()

    assert (gaps, late) == (1, 5)
    assert lost >= 10


def paged(rolling: Rolling, first: int = 16) -> Answer:
    """Answer with five reports a page, the newest first, down to the very first ones."""

    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.query.get("p", "1"))
        begin = first - 5 * (number - 1)
        written = page(rolling.site, rolling.reports(begin, begin + 5), next_page=f"/feed?p={number + 1}")
        return web.Response(body=written, content_type="application/rss+xml")

    return answer


async def all_titles(desk: Desk) -> list[str]:
    return [one.title for one in await everything(desk)]


async def all_urls(desk: Desk) -> list[str | None]:
    return [one.url for one in await everything(desk)]


async def everything(desk: Desk) -> list[Article]:
    async with desk.database.read() as connection:
        ids = list(range(1, await articles.newest_id(connection) + 1))
        return await in_sight.of_ids(connection, ids, guild_id=GUILD)
