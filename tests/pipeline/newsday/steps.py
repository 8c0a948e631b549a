"""What may happen on a day. Each step draws what it needs, and adds to the log what it drew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.domain.alert import Alert, Digest
from bot.domain.guild import Channel, Viewer
from bot.errors import MemberError, StorageError
from bot.pipeline.extract import Page
from bot.pipeline.refresh.values import PageRead
from bot.services import FollowService, OverlayService
from bot.services.channels import ChannelService
from bot.services.guilds import GuildService
from bot.storage import articles, claims, following, guilds, stories
from tests.fakes.words import invented
from tests.pipeline.newsday.readers import ELSEWHERE, FORUM, GUILD_OF, OURS, READER, THEIRS
from tests.pipeline.newsday.world import Day, Report

VIEWER = Viewer(OURS, READER, frozenset(GUILD_OF) - {ELSEWHERE})


async def step(day: Day) -> None:
    """Let something happen; most often what it gives rise to is delivered before the next step."""
    happens = day.random.choices(list(STEPS), list(STEPS.values()))[0]
    day.log.append(happens.__name__)
    await happens(day)
    if day.random.random() < 0.7:
        await day.settle()
    await day.excuse()


async def heal(day: Day) -> None:
    """Let all be well again, and hours pass."""
    day.log.append("heal")
    day.readers.away, day.readers.forbidden = False, set()
    day.readers.lost.clear()
    await restart(day)
    for minutes in (11, 1, 1, 11, 11, 61, 11, 11):
        day.clock.advance(timedelta(minutes=minutes))
        await day.settle()
    await day.excuse()


# What outlets do.


async def publish(day: Day) -> None:
    """Let an outlet publish, which may make two stories one, or part one."""
    random, feed = day.random, day.random.choice(day.feeds)
    day.made += 1
    first = random.choice(["Kursk", "Kursk", "Bridge", "Kursk bridge", "Harbour", "Quiet"])
    headline = f"{first} {' '.join(invented(f'title {day.made}', 3))}"
    known = await day.stories()
    joins = random.choice(sorted(known)) if known and random.random() < 0.6 else None
    one: tuple[int, int] | None = None
    apart: tuple[int, ...] = ()
    if joins and random.random() < 0.35 and len(known) > 1:
        other = random.choice([each for each in sorted(known) if each != joins])
        one = max(joins, other), min(joins, other)
    elif joins and random.random() < 0.5:
        there = [*known[joins], 0]  # with the article that comes
        apart = tuple(random.sample(there, random.randint(1, len(there) - 1)))
    day.judge.drawn.decide(joins, one, apart)
    day.log[-1] += f" {headline!r} in {feed.outlet}: joins {joins}, then one {one}, apart {apart}"
    url = f"https://{feed.outlet.lower()}.test/{day.made}"
    await day.file(feed, Report(url, feed.outlet, headline, random.choice([3, 3, 5])))


async def repeat(day: Day) -> None:
    """Let another feed show an article that is known, in its own words."""
    if day.reports:
        feed = day.random.choice(day.feeds)
        report = day.random.choice(day.reports)
        day.log[-1] += f" {report.url} in {feed.outlet}"
        await day.file(feed, replace(report, outlet=feed.outlet))


async def revise(day: Day) -> None:
    """Let an outlet change what it said: another headline or figure, a correction, a withdrawal."""
    if not day.reports:
        return
    report = day.random.choice(day.reports)
    words = " ".join(invented(f"title {report.headline} again", 2))
    revised = day.random.choice(
        [
            replace(report, headline=f"{report.headline.split()[0]} {words}"),
            replace(report, dead=report.dead + 1),
            replace(report, note=f"Correction: it happened on Monday in {words}."),
            replace(report, note="This article has been withdrawn."),
        ]
    )
    day.log[-1] += f" {revised}"
    await day.file(next(one for one in day.feeds if one.outlet == report.outlet), revised)


async def one_article(day: Day) -> None:
    """Let a page show that two articles are one."""
    if len(day.reports) < 2:
        return
    one, other = day.random.sample(day.reports, 2)
    async with day.database.read() as connection:
        article_id = await articles.by_url(connection, one.url)
    if article_id is None:  # it became one with another that has its address
        return
    day.log[-1] += f" {article_id} is {other.url}"
    shows = replace(other, outlet="Newsroom")  # of no feed: whoever has the link may read the page
    page = Page(shows.title, shows.text, language="en", canonical_url=other.url)
    read = PageRead(article_id, 0, day.clock.now(), page)
    await day.transaction(lambda filing: filing.page(read))


# What members do.


async def member_splits(day: Day) -> None:
    known = [one for one in await day.stories_in(OURS) if len(one[1]) > 1]
    if known:
        story_id, there = day.random.choice(known)
        chosen = day.random.sample(there, day.random.randint(1, len(there) - 1))
        day.log[-1] += f" {story_id} {chosen}"
        await _choose(day, lambda each: each.split(VIEWER, story_id, chosen, may_manage=True))


async def member_joins(day: Day) -> None:
    known = [one for one, _ in await day.stories_in(OURS)]
    if len(known) > 1:
        one, other = day.random.sample(known, 2)
        day.log[-1] += f" {one} {other}"
        await _choose(day, lambda each: each.join(VIEWER, one, other, may_manage=True))


async def member_undoes(day: Day) -> None:
    if day.choices:
        choice = day.choices.pop(day.random.randrange(len(day.choices)))
        await _choose(day, lambda each: each.undo(VIEWER, choice, may_manage=True), keep=False)


async def mute(day: Day) -> None:
    channel_id, story_id = await _somewhere(day)
    if story_id:
        await _mutes(day).mute_channel(_reader(channel_id), story_id, channel_id, may_manage=True)
        day.readers.hurried = True


async def unmute(day: Day) -> None:
    for channel_id, guild_id in GUILD_OF.items():
        known = await day.stories_in(guild_id)
        async with day.database.read() as connection:
            muted = [
                story_id
                for story_id, _ in known
                for one in await stories.mutes(connection, story_id, guild_id=guild_id)
                if one.channel_id == channel_id
            ]
        for story_id in muted:
            await _mutes(day).unmute_channel(_reader(channel_id), story_id, channel_id, may_manage=True)
            day.readers.hurried = True


async def follow(day: Day) -> None:
    channel_id, story_id = await _somewhere(day)
    if story_id and channel_id in VIEWER.channels:
        with suppress(MemberError):
            await FollowService(day.database, day.clock).follow(VIEWER, story_id, channel_id)


async def delete(day: Day) -> None:
    """Let a person delete a message, or a post; Discord's word of it may not reach us."""
    standing = [one for one in day.readers.posted if not one.deleted and one.target.id in GUILD_OF]
    if not standing:
        return
    one = day.random.choice(standing)
    seen = day.random.random() < 0.6
    day.log[-1] += f" {one.id}, {one}, {'seen' if seen else 'unseen'}"
    for each in day.readers.posted:  # a forum's post goes with all that stands in it
        each.deleted |= each is one or (one.target.id == FORUM and each.target.id == one.id)
    if isinstance(one.shows, Digest):
        for line in one.shows.lines:
            await day.forgive(one.target, line.story_id)
    elif isinstance(one.shows, Alert):
        await day.forgive(one.target, one.shows.story_id)
    if seen:
        service = GuildService(day.database, day.clock, keep=timedelta(days=1))
        if one.target.id == FORUM:
            await service.channel_deleted(OURS, one.id)
        else:
            await service.message_deleted(one.id)


async def drop_feed(day: Day) -> None:
    guild_id, feed = day.random.choice([OURS, THEIRS]), day.random.choice(day.feeds)
    day.log[-1] += f" {feed.outlet} by {guild_id}"
    async with day.database.write() as connection:
        await following.unfollow(connection, guild_id, feed.id)
    day.followed[guild_id].discard(feed.outlet)
    day.changed.add((guild_id, feed.outlet))


async def take_feed(day: Day) -> None:
    guild_id, feed = day.random.choice([OURS, THEIRS]), day.random.choice(day.feeds)
    if feed.outlet in day.followed[guild_id]:
        return
    day.log[-1] += f" {feed.outlet} by {guild_id}"
    async with day.database.write() as connection:
        await following.follow(connection, guild_id, feed.id, by=READER, now=day.clock.now())
    day.followed[guild_id].add(feed.outlet)
    day.changed.add((guild_id, feed.outlet))


async def budget(day: Day) -> None:
    channel_id, size = day.random.choice(sorted(GUILD_OF)), day.random.choice([1, 3, 10])
    async with day.database.write() as connection:
        known = await guilds.get_channel(connection, channel_id) or Channel(channel_id, GUILD_OF[channel_id])
        await guilds.save_channel(connection, replace(known, budget=size))


# What Discord and the machine do.


async def outage(day: Day) -> None:
    day.readers.away = not day.readers.away


async def permission(day: Day) -> None:
    day.readers.forbidden ^= {day.random.choice(sorted(GUILD_OF))}


async def answers_lost(day: Day) -> None:
    day.readers.lost += [day.random.random() < 0.5 for _ in range(day.random.randint(1, 3))]


async def time_passes(day: Day) -> None:
    minutes = day.random.choice([0.5, 1, 1, 2, 5, 12, 20, 61, 300, 25 * 60])
    day.log[-1] += f" {minutes}"
    day.clock.advance(timedelta(minutes=minutes))


async def clock_moves(day: Day) -> None:
    """Let our clock be set, which may have been ahead of Discord's, or be so now."""
    minutes = timedelta(minutes=day.random.choice([-30, -3, 10]))
    if day.readers.ahead + minutes <= timedelta(minutes=10):
        day.log[-1] += f" {minutes}"
        day.clock.advance(minutes)
        day.readers.ahead += minutes


async def crash(day: Day) -> None:
    """Let the process die before one of its next commits, or after it."""
    day.crash_in = day.random.randint(1, 4)
    with suppress(StorageError):
        await publish(day)
        await day.settle()
    day.crash_in = None
    for one in day.readers.posted:  # what was edited and not recorded is edited again
        one.touched_at = None
    await restart(day)


async def restart(day: Day) -> None:
    await day.deliver.drain(0.1)
    async with day.database.write() as connection:
        await claims.free_leases(connection)
    day.judge.close()
    day.start()


STEPS = {
    publish: 30, repeat: 5, revise: 6, one_article: 4, member_splits: 4, member_joins: 4, member_undoes: 4,
    mute: 3, unmute: 3, follow: 3, delete: 4, drop_feed: 2, take_feed: 3, budget: 2, outage: 3, permission: 3,
    answers_lost: 4, time_passes: 12, clock_moves: 2, crash: 5, restart: 4,
}  # fmt: skip
"""How often each happens, beside the others."""


def _mutes(day: Day) -> ChannelService:
    return ChannelService(day.database, day.clock, budget=10)


def _reader(channel_id: int) -> Viewer:
    return Viewer(GUILD_OF[channel_id], READER, frozenset({channel_id}))


async def _choose(day: Day, act: Callable[[OverlayService], Awaitable[object]], *, keep: bool = True) -> None:
    try:
        done = await act(OverlayService(day.database, day.clock))
    except MemberError as error:
        day.log[-1] += f" ({error})"
        return
    day.readers.hurried = True
    if keep:
        day.choices.append(done.id)  # type: ignore[attr-defined]


async def _somewhere(day: Day) -> tuple[int, int | None]:
    """Draw a channel, and a story of its guild."""
    channel_id = day.random.choice(sorted(GUILD_OF))
    known = [one for one, _ in await day.stories_in(GUILD_OF[channel_id])]
    story_id = day.random.choice(known) if known else None
    day.log[-1] += f" {story_id} in {channel_id}"
    return channel_id, story_id
