"""Promise 4, for every lookup, every autocomplete and every service that tells something.

Each is asked before and after things were stored that are out of the viewer's sight: feeds, articles and
versions of articles that only another guild follows, feeds that the guild dropped, and a watchlist, its
matches, messages, mutes and settings in a channel that the viewer can't see. The answers must be the same in
every field. That the very same things change the answer of someone who may see them shows that it isn't idle.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import get_origin, get_type_hints

import pytest

from bot import lookups, services
from bot.domain.guild import Channel, Viewer
from bot.errors import MemberError
from bot.lookups import (
    BacktestLookup,
    Complete,
    HealthLookup,
    Order,
    Search,
    StatusLookup,
    StoryLookup,
    WhyLookup,
)
from bot.pipeline.feeds.opml import Outline
from bot.pipeline.fetch import Fetcher
from bot.pipeline.workers.pool import ParserPool
from bot.services import (
    FEED,
    AliasService,
    ChannelService,
    DraftService,
    FeedDraft,
    FeedService,
    FirstChecks,
    HistoryService,
    ManyFeeds,
    PrivacyService,
    RepeatsService,
    WatchlistService,
)
from bot.storage import Database, drafts, guilds, kept, stories
from cogs import Needs
from tests.builders import GUILD, MEMBER, Newsroom, viewer
from tests.conftest import ManualClock

OTHER_GUILD = 2
OPEN, SECRET, ELSEWHERE = 100, 777_000_101, 777_000_202
INSIDER = 902

OUTSIDER = viewer(OPEN)  # who must not notice
SEES_ALL = viewer(OPEN, SECRET, member_id=INSIDER)  # of the same guild
OF_OTHER = viewer(ELSEWHERE, guild_id=OTHER_GUILD, member_id=INSIDER)

STORIES = range(1, 9)
TOLD_BEFORE = 4  # the story that was told before its feed was dropped
WORDS = ("kursk", "kursk OR harbour OR gazette OR dropped OR mole", "mole*", "feed:gazette kursk", "=Gazette")
NAMES = ("Kursk", "Mole hunt", "1", "2", "3")
ALIASES = ("kin", "gazette")
ADDRESSES = tuple(
    f"https://{one}.test/feed.xml"
    for one in ("open-courier", "shared-herald", "hidden-gazette", "dropped-post")
)
FEEDS = range(1, 6)  # these four, and one that never was
DRAFTED = ("drafted-here", "drafted-elsewhere")  # keys of what the insider was shown, in either guild
BATCHES = ("batch-here", "batch-elsewhere")
TYPED = ("", "k", "gaz", "mole", "drop", "harb")
MISTYPED = ("Hiden Gazette", "Droped Post", "Open Corier")


@dataclass
class Asked:
    """All that answers."""

    search: Search
    stories: StoryLookup
    why: WhyLookup
    status: StatusLookup
    complete: Complete
    feeds: FeedService
    watchlists: WatchlistService
    channels: ChannelService
    privacy: PrivacyService
    aliases: AliasService
    history: HistoryService
    backtest: BacktestLookup
    health: HealthLookup
    feed_drafts: DraftService[FeedDraft]
    first_checks: FirstChecks
    many_feeds: ManyFeeds
    repeats: RepeatsService


@pytest.fixture
async def asked(database: Database, clock: ManualClock) -> AsyncIterator[Asked]:
    search, backtest = Search(database, clock), BacktestLookup(database, clock)
    async with Fetcher(clock=clock) as fetcher, ParserPool() as parsers:
        yield Asked(
            search,
            StoryLookup(database),
            WhyLookup(database),
            StatusLookup(database, clock),
            Complete(database, clock),
            FeedService(database, fetcher, parsers, clock),
            WatchlistService(database, clock),
            ChannelService(database, clock, budget=10),
            PrivacyService(database),
            AliasService(database, clock),
            HistoryService(database, WatchlistService(database, clock)),
            backtest,
            HealthLookup(database, clock),
            DraftService(database, clock, FEED),
            FirstChecks(database, clock),
            ManyFeeds(database, fetcher, parsers, clock),
            RepeatsService(database, FeedService(database, fetcher, parsers, clock), clock),
        )
    backtest.close()
    search.close()


async def answer(asking: Awaitable[object]) -> object:
    try:
        return await asking
    except MemberError as refused:
        return type(refused), str(refused)


async def matched_this_week(asked: Asked, who: Viewer) -> dict[int, int]:
    return await asked.watchlists.matched(who, await asked.watchlists.all(who))


async def each(asking: Iterable[Awaitable[object]]) -> list[object]:
    return [await answer(one) for one in asking]


Row = Callable[[Asked, Viewer], Awaitable[object]]

# Every lookup and every telling method of a service; a new one without a row fails a test below.
ROWS: dict[str, Row] = {
    "Search.articles": lambda asked, who: each(
        asked.search.articles(words, viewer=who, order=order, outlet=outlet, size=50)
        for words in WORDS
        for order in Order
        for outlet in (None, "Hidden Gazette", "Open Courier")
    ),
    "StoryLookup.story": lambda asked, who: each(asked.stories.story(one, viewer=who) for one in STORIES),
    "StoryLookup.figures": lambda asked, who: each(asked.stories.figures(one, viewer=who) for one in STORIES),
    "StoryLookup.timeline": lambda asked, who: each(
        asked.stories.timeline(one, viewer=who) for one in STORIES
    ),
    "WhyLookup.story": lambda asked, who: each(asked.why.story(one, viewer=who) for one in STORIES),
    "StatusLookup.status": lambda asked, who: asked.status.status(viewer=who),
    "StatusLookup.feeds": lambda asked, who: asked.status.feeds(viewer=who),
    "Complete.feeds": lambda asked, who: each(asked.complete.feeds(one, viewer=who) for one in TYPED),
    "Complete.watchlists": lambda asked, who: each(
        asked.complete.watchlists(one, viewer=who) for one in TYPED
    ),
    "Complete.outlets": lambda asked, who: each(asked.complete.outlets(one, viewer=who) for one in TYPED),
    "Complete.outlet_meant": lambda asked, who: each(
        asked.complete.outlet_meant(one, viewer=who) for one in MISTYPED
    ),
    "Complete.outlets_named": lambda asked, who: each(
        asked.complete.outlets_named(f'outlet:"{one}"', viewer=who) for one in MISTYPED
    ),
    "Complete.words_meant": lambda asked, who: each(
        asked.complete.words_meant(one, viewer=who) for one in ("Gazete", "ofensive")
    ),
    "Complete.stories": lambda asked, who: each(asked.complete.stories(one, viewer=who) for one in TYPED),
    "FeedService.named": lambda asked, who: each(
        asked.feeds.named(who, one)
        for one in (
            "Open Courier",
            "Hidden Gazette",
            "Dropped Post",
            "2",
            "https://hidden-gazette.test/feed.xml",
        )
    ),
    "RepeatsService.of": lambda asked, who: each(asked.repeats.of(who, str(one)) for one in FEEDS),
    "RepeatsService.offered": lambda asked, who: each(
        asked.repeats.offered(who, str(one), "") for one in FEEDS
    ),
    "FeedService.followed_as": lambda asked, who: each(
        asked.feeds.followed_as(who, one) for one in ADDRESSES
    ),
    "HealthLookup.of": lambda asked, who: each(asked.health.of(one, viewer=who) for one in FEEDS),
    "DraftService.get": lambda asked, who: each(asked.feed_drafts.get(who, one) for one in DRAFTED),
    "FirstChecks.standing": lambda asked, who: each(asked.first_checks.standing(who, one) for one in BATCHES),
    "ManyFeeds.known": lambda asked, who: asked.many_feeds.known(
        who, [Outline(one, "A feed") for one in ADDRESSES]
    ),
    "ManyFeeds.export": lambda asked, who: asked.many_feeds.export(who),
    "WatchlistService.named": lambda asked, who: each(asked.watchlists.named(who, one) for one in NAMES),
    "WatchlistService.all": lambda asked, who: asked.watchlists.all(who),
    "WatchlistService.following": lambda asked, who: asked.watchlists.following(who),
    "ChannelService.show": lambda asked, who: each(
        asked.channels.show(who, one) for one in (OPEN, SECRET, ELSEWHERE)
    ),
    "ChannelService.zone": lambda asked, who: each(
        asked.channels.zone(who, one) for one in (OPEN, SECRET, ELSEWHERE)
    ),
    "ChannelService.guild": lambda asked, who: asked.channels.guild(who),
    "ChannelService.mutes": lambda asked, who: each(
        asked.channels.mutes(who, one)
        for one in STORIES
        if one != TOLD_BEFORE  # its alert stands in the channel, where it can be muted
    ),
    "WhyLookup.article": lambda asked, who: each(
        asked.why.article(f"https://outlet.test/{one}", viewer=who, watchlist=name)
        for one in STORIES
        for name in (None, "Kursk", "Mole hunt")
    ),
    "BacktestLookup.run": lambda asked, who: each(
        asked.backtest.run(words, viewer=who, before=before, channel_id=channel)
        for words in WORDS
        for before, channel in ((None, None), ("harbour OR mole", SECRET))
    ),
    "HistoryService.of": lambda asked, who: each(asked.history.of(who, one) for one in NAMES),
    "HistoryService.by_id": lambda asked, who: each(asked.history.by_id(who, one) for one in range(1, 5)),
    "Complete.aliases": lambda asked, who: each(asked.complete.aliases(one, viewer=who) for one in TYPED),
    "AliasService.all": lambda asked, who: asked.aliases.all(who),
    "AliasService.named": lambda asked, who: each(asked.aliases.named(who, one) for one in ALIASES),
    "PrivacyService.stored": lambda asked, who: asked.privacy.stored(who),
    "WatchlistService.matched": matched_this_week,
}

# What changes things; their sight is tested where they are.
CHANGES = {
    *(
        f"FeedService.{one}"
        for one in (
            "add",
            "follow",
            "remove",
            "pause",
            "resume",
            "set_urgent",
            "set_whole_pages",
            "post_newest_match",
        )
    ),
    *(f"DraftService.{one}" for one in ("keep", "change", "drop", "purge")),
    *(f"FirstChecks.{one}" for one in ("told", "tick")),
    "ManyFeeds.add",
    "RepeatsService.turn",
    *(
        f"WatchlistService.{one}"
        for one in ("add", "edit", "remove", "pause", "resume", "follow", "unfollow")
    ),
    *(
        f"ChannelService.{one}"
        for one in ("set", "set_notices", "mute", "unmute", "mute_channel", "unmute_channel")
    ),
    *(f"AliasService.{one}" for one in ("set", "remove", "add_starters")),
    "WatchlistService.check",
    *(f"FollowService.{one}" for one in ("follow", "unfollow")),
    *(f"OverlayService.{one}" for one in ("require", "split", "join", "undo")),
    "HistoryService.restore",
    "PrivacyService.forget",
}
# What knows no viewer, and why nobody sees by it what is not theirs.
WITHOUT_VIEWER = {
    "ArchiveMap": "says where the index is looked at, and shows nothing",
    "Evaluator": "reads articles as the viewer that it is handed sees them, for Search",
    "Matching": "finds what the viewer that it is handed sees, for Search",
    "FeedService.preview": "reads the web, not the database",
    "ManyFeeds.read": "reads the file that the member gave, not the database",
    "Batch": "is written with the feeds that a member adds, and read by FirstChecks",
    "Previews": "reads the web, not the database",
    "PrivacyService.owns": "tells a member that they own the server, as Discord shows to everyone there",
    "GuildService": "told by Discord, asked by nobody",
    "TogetherLookup": "explains the articles that it is handed, as a lookup with a viewer gave them",
    "DeliveryLookup": "finds the viewer of a button by the random key of its message; shows nothing",
}


async def show_the_open(newsroom: Newsroom) -> None:
    """Store what everyone here may see: two outlets on one story, a watchlist, its alert."""
    await newsroom.guild()
    courier = await newsroom.feed("Open Courier", GUILD)
    herald = await newsroom.feed("Shared Herald", GUILD)
    await newsroom.watch("Kursk", "kursk", channel_id=OPEN)
    await newsroom.alias("kin", "brother OR sister")
    told = await newsroom.publish(courier, "Kursk offensive widens", "Troops moved on Monday.")
    await newsroom.publish(herald, "Kursk offensive widens further", story_id=told.story_id)
    await newsroom.publish(courier, "Harbour timetable stays")
    await newsroom.sent(told.story_id, OPEN, 5000)


async def store_the_hidden(newsroom: Newsroom) -> None:
    """Store what is out of the outsider's sight, in every way that there is."""
    await newsroom.guild(OTHER_GUILD)
    gazette = await newsroom.feed("Hidden Gazette", OTHER_GUILD)
    await newsroom.alias("gazette", "gazette OR mole", guild_id=OTHER_GUILD)
    await newsroom.watch("Gazette's Kursk", "kursk gazette", guild_id=OTHER_GUILD, channel_id=ELSEWHERE)
    # Another guild's version of an article of ours, its own article in our story, a story of its own.
    await newsroom.publish(gazette, "Kursk offensive widens, Gazette figures", "Gazette mole.", article_id=1)
    await newsroom.publish(gazette, "Kursk: the Gazette's own", story_id=1)
    await newsroom.publish(gazette, "Gazette alone on Kursk harbour")
    # A feed that the guild dropped after it alerted, with a newer version of an article of ours.
    dropped = await newsroom.feed("Dropped Post", GUILD)
    await newsroom.publish(dropped, "Kursk, dropped version", "Dropped words.", article_id=2)
    alone = await newsroom.publish(dropped, "Kursk, dropped alone")
    await newsroom.sent(alone.story_id, OPEN, 5001)
    await newsroom.unfollow(dropped)
    # A watchlist in a channel out of sight, with matches and messages, sent and waiting.
    mole = await newsroom.watch("Mole hunt", "troops OR mole OR harbour OR @kin", channel_id=SECRET)
    await newsroom.follower(mole, INSIDER)
    courier = await newsroom.feed("Open Courier")  # the very same feed
    await newsroom.publish(courier, "Kursk offensive widens", "Troops moved on Monday.", article_id=1)
    await newsroom.publish(courier, "Harbour timetable stays", article_id=3)
    await newsroom.sent(1, SECRET, 777_000_555)
    async with newsroom.database.write() as connection:
        now = newsroom.clock.now()
        await guilds.save_channel(
            connection,
            Channel(SECRET, GUILD, budget=3, timezone="Asia/Tokyo", blocked_since=now, blocked_reason="mole"),
        )
        await guilds.save_channel(
            connection, Channel(ELSEWHERE, OTHER_GUILD, budget=3, timezone="Asia/Seoul")
        )
        theirs = {"guild_id": OTHER_GUILD, "feed_id": gazette.id, "by": INSIDER, "now": now}
        await kept.add(connection, "Gazette line", "0" * 16, **theirs)
        await stories.set_mute(connection, 1, guild_id=GUILD, by=INSIDER, now=now, channel_id=SECRET)
        await stories.set_mute(connection, 1, guild_id=GUILD, by=INSIDER, now=now, member_id=INSIDER)
        await stories.set_mute(connection, 1, guild_id=OTHER_GUILD, by=MEMBER, now=now, channel_id=ELSEWHERE)
    await draft_the_hidden(newsroom)


async def draft_the_hidden(newsroom: Newsroom) -> None:
    """Store what the insider alone was shown in each guild: a preview of a feed, and a batch of new feeds."""
    now = newsroom.clock.now()
    async with newsroom.database.write() as connection:
        for guild_id, shown, batch in zip((GUILD, OTHER_GUILD), DRAFTED, BATCHES, strict=True):
            title = "Mole Gazette" if guild_id == GUILD else "Another Gazette"
            feed = {"url": ADDRESSES[2], "title": title, "outlet": title, "language": None, "site_url": None}
            previewed = {"kind": "feed", "feed": feed, "page": "", "choices": []}
            added = {"feeds": list(FEEDS), "at": now.isoformat()}
            for key, payload in ((shown, previewed), (batch, added)):
                await drafts.add(connection, key, payload, guild_id=guild_id, member_id=INSIDER, now=now)


async def test_nothing_out_of_sight_changes_any_answer(newsroom: Newsroom, asked: Asked) -> None:
    await show_the_open(newsroom)
    before = {name: await answer(row(asked, OUTSIDER)) for name, row in ROWS.items()}
    insiders = {
        name: (await answer(row(asked, SEES_ALL)), await answer(row(asked, OF_OTHER)))
        for name, row in ROWS.items()
    }

    await store_the_hidden(newsroom)

    after = {name: await answer(row(asked, OUTSIDER)) for name, row in ROWS.items()}
    for name in ROWS:
        assert after[name] == before[name], name
    for name, row in ROWS.items():  # the hidden things do show, to who may see them
        seen = (await answer(row(asked, SEES_ALL)), await answer(row(asked, OF_OTHER)))
        assert seen != insiders[name], name


async def test_the_other_guild_sees_its_own_version_and_nothing_of_ours(
    newsroom: Newsroom, asked: Asked
) -> None:
    await show_the_open(newsroom)
    await store_the_hidden(newsroom)

    for name, row in ROWS.items():
        said = repr(await answer(row(asked, OF_OTHER)))
        for asked_for in ("Dropped Post", "Mole hunt"):  # a refusal repeats the name that was asked for
            said = said.replace(f"called {asked_for}", "")
        for ours in ("further", "Mole", "Troops", "Dropped", str(SECRET), "'Kursk offensive widens'"):
            assert ours not in said, (name, ours)
    found = await asked.stories.story(1, viewer=OF_OTHER)
    assert [one.title for one in found.articles] == [
        "Kursk offensive widens, Gazette figures",
        "Kursk: the Gazette's own",
    ]


@pytest.mark.parametrize("module", [lookups, services])
def test_every_lookup_has_its_row(module: object) -> None:
    told = set()
    for name, cls in inspect.getmembers(module, inspect.isclass):
        told |= {
            f"{name}.{method}"
            for method, _ in inspect.getmembers(cls, inspect.iscoroutinefunction)
            if not method.startswith("_") and name not in WITHOUT_VIEWER
        }
    assert told
    assert told <= ROWS.keys() | CHANGES | WITHOUT_VIEWER.keys()


@pytest.mark.parametrize("package", [lookups, services])
def test_nothing_that_answers_hides_in_a_module(package: ModuleType) -> None:
    """Whatever has coroutines is exported, so that the test above sees it, or says why it needs no row."""
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for name, cls in inspect.getmembers(module, inspect.isclass):
            answers = [
                one for one, _ in inspect.getmembers(cls, inspect.iscoroutinefunction) if one[0] != "_"
            ]
            if cls.__module__ == module.__name__ and answers:
                assert hasattr(package, name) or name in WITHOUT_VIEWER, (found.name, name)


def test_whatever_commands_ask_has_its_rows() -> None:
    covered = {name.split(".")[0] for name in ROWS.keys() | CHANGES} | WITHOUT_VIEWER.keys()
    for name, handed in get_type_hints(Needs).items():
        asked = get_origin(handed) or handed
        if getattr(asked, "__module__", "").startswith(("bot.lookups", "bot.services")):
            assert asked.__name__ in covered, name


def test_every_autocomplete_is_a_lookup_that_knows_its_viewer() -> None:
    for name, method in inspect.getmembers(Complete, inspect.iscoroutinefunction):
        assert "viewer" in inspect.signature(method).parameters, name
