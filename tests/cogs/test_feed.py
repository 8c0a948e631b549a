"""/feed, as members and admins use it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.delivery import Kind
from tests.cogs.newsroom import HOSTILE, Newsroom
from tests.fakes.discord import Member, Message
from tests.fakes.web import body

PAGE = """<!doctype html><html><head><title>Courier</title>{links}</head><body>News</body></html>"""
RSS = (
    '<rss version="2.0"><channel><title>{title}</title><link>https://courier.example/</link>'
    "<item><guid>1</guid><title>First</title><description>Text.</description></item></channel></rss>"
)
LINE = "Brent and gold: what they cost"
LINK = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


async def test_a_feed_is_shown_before_it_is_followed(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    for title in ("One", "Two", "Three", "Four"):
        paper.publish(title, published=room.clock.now() - timedelta(hours=1))

    shown = await room.run(room.admin, "feed add", url=paper.url, save=False)

    assert "Follow The Courier?" in shown.text
    assert "about 4 articles a day · language en · full text" in shown.text
    assert [line[:6] for line in shown.text.splitlines() if line.startswith("•")] == [
        "• Four",
        "• Thre",
        "• Two ",
    ]
    assert shown.text.count("<t:") == 3
    assert "Nothing is saved yet" in shown.text
    assert shown.ephemeral
    assert "no feed yet" in (await room.run(room.reader, "feed list")).text


async def test_a_server_without_feeds_is_told_so_wherever_it_looks_for_news(room: Newsroom) -> None:
    asked: dict[str, dict[str, Any]] = {
        "watch add": {"name": "Kursk", "query": "kursk"},
        "watch test": {"query": "kursk"},
        "search": {"words": "kursk"},
        "status": {},
    }
    told = [(await room.run(room.admin, name, save=False, **words)).text for name, words in asked.items()]
    await room.follow(await room.desk.paper("The Courier"))
    later = [(await room.run(room.admin, name, save=False, **words)).text for name, words in asked.items()]

    assert ["/feed pack" in text for text in told] == [True] * 4
    assert ["/feed pack" in text for text in later] == [False] * 4


async def test_a_feed_is_followed_and_what_comes_next_is_said(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    paper.publish("One")

    shown = await room.run(room.admin, "feed add", url=paper.url, save=False)
    await room.restart()
    added = await room.press(room.admin, shown, "Add")

    assert "Following The Courier" in added.text
    assert "Nothing of its back catalogue is posted" in added.text
    assert "/watch add" in added.text
    assert "The Courier" in (await room.run(room.reader, "feed list")).text


async def test_a_preview_is_cancelled_or_used_once_by_its_member_alone(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    shown = await room.run(room.admin, "feed add", url=paper.url, save=False)
    button = shown.button("Add")

    refused = await room.press(room.reader, shown, "Add")
    cancelled = await room.press(room.admin, shown, "Cancel")
    again = await room.run(room.admin, "feed add", url=paper.url, save=False)
    stale = again.versions[-1]
    assert "Manage Server" in refused.text
    assert "No feed was added" in cancelled.text
    assert button not in str(stale)
    assert "no feed yet" in (await room.run(room.reader, "feed list")).text


async def test_a_feed_is_found_from_its_sites_page(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    page = PAGE.format(links=LINK.format(title="The Courier", href=paper.path))
    paper.outlet.answers("/", body(page, "text/html"))

    assert "Following The Courier" in (await room.run(room.admin, "feed add", url=paper.outlet.url("/"))).text


async def test_of_several_feeds_one_is_chosen_even_after_a_restart(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    paper.publish("One")
    far = "/sport.xml?" + "x" * 200  # longer than a menu's value may be
    links = LINK.format(title="News @everyone", href=paper.path) + LINK.format(title="Sport", href=far)
    paper.outlet.answers("/", body(PAGE.format(links=links), "text/html"))
    paper.outlet.answers("/sport.xml", body(RSS.format(title="Sport of the Courier"), "application/rss+xml"))

    offered = await room.run(room.admin, "feed add", url=paper.outlet.url("/"))
    await room.restart()
    labels = [each["label"] for each in menu_of(offered)["options"]]
    await choose(room, room.admin, offered, "1")
    sport = offered.text
    await room.press(room.admin, offered, "Other feeds")
    await choose(room, room.admin, offered, "0")
    courier = offered.text
    added = await room.press(room.admin, offered, "Add")

    assert labels == ["News @everyone", "Sport"]
    assert "Follow Sport of the Courier?" in sport
    assert "Follow The Courier?" in courier
    assert "Following The Courier" in added.text


async def test_a_reader_can_not_choose_in_an_admins_menu(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    links = "".join(LINK.format(title=f"F{n}", href=f"/{n}.xml") for n in range(2))
    paper.outlet.answers("/", body(PAGE.format(links=links), "text/html"))
    offered = await room.run(room.admin, "feed add", url=paper.outlet.url("/"))

    used = await room.local.interactions.select(room.reader, offered, menu_of(offered)["custom_id"], "0")

    assert "Manage Server" in (await used.shown()).text


def menu_of(message: Message) -> dict[str, Any]:
    (menu,) = [part for part in message.components if part.get("options")]
    return menu


async def choose(room: Newsroom, member: Member, offered: Message, value: str) -> None:
    versions = len(offered.versions)
    used = await room.local.interactions.select(member, offered, menu_of(offered)["custom_id"], value)
    await used.until(lambda _: len(offered.versions) > versions)


async def test_an_address_that_can_not_be_followed_is_explained(room: Newsroom) -> None:
    for url, said in (
        ("file:///etc/passwd", "http"),
        ("http://10.0.0.1/feed", "private"),
        ("courier", "not"),
    ):
        shown = await room.run(room.admin, "feed add", url=url)

        assert "That did not work" in shown.text, url
        assert said in shown.text, url


async def test_a_page_without_a_feed_says_what_to_look_for(room: Newsroom) -> None:
    outlet = await room.desk.web.outlet()
    outlet.answers("/", body(PAGE.format(links=""), "text/html"))

    assert "RSS" in (await room.run(room.admin, "feed add", url=outlet.url("/"))).text


async def test_the_same_feed_is_followed_once(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    await room.run(room.admin, "feed add", url=paper.url)

    again = await room.run(room.admin, "feed add", url=paper.url)
    spelled = await room.run(
        room.admin, "feed add", url=paper.url.replace("//", "//ann:sesame@") + "/?utm_source=x"
    )

    assert "Already followed" in again.text
    assert f"follows **The Courier** as `{paper.url}`" in again.text
    assert "another spelling" not in again.text
    assert "another spelling" in spelled.text
    assert "sesame" not in spelled.text
    assert "Add" not in [part.get("label") for part in spelled.components]


async def test_the_newest_match_is_posted_at_once_where_a_watchlist_waits(room: Newsroom) -> None:
    await room.run(room.admin, "watch add", name="Kursk", query="kursk")
    paper = await room.desk.paper("The Courier")
    paper.publish("Troops reach Kursk")
    paper.publish("Harbour bridge opens")

    added = await room.run(room.admin, "feed add", url=paper.url)
    early = await room.press(room.admin, added, "Post newest match now")
    await room.desk.poll()
    refused = await room.press(room.reader, added, "Post newest match now")
    posted = await room.press(room.admin, added, "Post newest match now")
    await room.delivered()
    twice = await room.press(room.admin, added, "Post newest match now")

    assert "for the first time" in early.text
    assert "Manage Server" in refused.text
    assert "Troops reach Kursk" in posted.text
    (alert,) = room.alerts.messages
    assert "Troops reach Kursk" in alert.text
    assert "already" in twice.text


async def test_without_a_watchlist_nothing_is_offered_to_post(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier")
    paper.publish("Troops reach Kursk")

    assert (await room.run(room.admin, "feed add", url=paper.url)).custom_ids == []


async def test_health_is_seen_at_a_glance(room: Newsroom) -> None:
    good, bad, off = [await room.desk.paper(name) for name in ("Courier", "Meridian", "Quayside")]
    for paper in (good, bad, off):
        await room.follow(paper)
    bad.failing = 404
    await room.desk.poll()
    await room.run(room.admin, "feed pause", feed="Quayside")

    listed = await room.run(room.reader, "feed list")

    assert "🟢 **[Courier](" in listed.text
    assert "🔴 **[Meridian](" in listed.text
    assert "the feed is gone (404 or 410), since <t:" in listed.text
    assert "⏸️ paused: **[Quayside](" in listed.text
    assert "last read <t:" in listed.text
    assert "next check <t:" in listed.text
    assert "articles a day" in listed.text
    assert "3 feeds, 1 can't be read" in listed.text


async def test_an_empty_list_says_how_to_begin(room: Newsroom) -> None:
    assert "/feed add" in (await room.run(room.reader, "feed list")).text


async def test_a_feed_is_paused_resumed_and_removed(room: Newsroom) -> None:
    paper = await room.desk.paper("Courier")
    await room.follow(paper)

    paused = await room.run(room.admin, "feed pause", feed="courier")
    resumed = await room.run(room.admin, "feed resume", feed="courier")
    removed = await room.run(room.admin, "feed remove", feed="courier")
    mistyped = await room.run(room.admin, "feed remove", feed="courier")

    assert "Paused Courier" in paused.text
    assert "Following Courier again" in resumed.text
    assert f"/feed add** `{paper.url}`" in removed.text
    assert "follows no feed called courier" in mistyped.text
    assert "no feed yet" in (await room.run(room.reader, "feed list")).text


async def test_who_may_not_manage_the_server_changes_no_feed(room: Newsroom) -> None:
    for command in ("add", "remove", "pause", "resume"):
        options = {"url": "https://courier.test/"} if command == "add" else {"feed": "Courier"}
        shown = await room.run(room.editor, f"feed {command}", **options)

        assert "You need the permission Manage Server" in shown.text, command


async def test_feeds_are_completed_with_those_that_the_command_can_take(room: Newsroom) -> None:
    papers = [await room.desk.paper(name) for name in ("Courier", "Meridian")]
    for paper in papers:
        await room.follow(paper)
    await room.run(room.admin, "feed pause", feed="Meridian")

    courier, meridian = (f"{paper.name} ({paper.url})" for paper in papers)
    assert await room.offered(room.admin, "feed remove", "feed") == [courier, meridian]
    assert await room.offered(room.admin, "feed remove", "feed", "couR") == [courier]
    assert await room.offered(room.admin, "feed pause", "feed") == [courier]
    assert await room.offered(room.admin, "feed resume", "feed") == [meridian]


async def test_hostile_feeds_do_nothing_in_previews_lists_and_choices(room: Newsroom) -> None:
    for number, words in enumerate(HOSTILE):
        paper = await room.desk.paper(f"{number} {words}")
        paper.publish(words)
        shown = await room.run(room.admin, "feed add", url=paper.url, save=False)
        previewed = shown.text
        added = await room.press(room.admin, shown, "Add")
        assert added.pings == frozenset()
        assert "@everyone" not in previewed + added.text
    await room.desk.poll()

    listed = await room.run(room.reader, "feed list")

    assert "@everyone" not in listed.text
    assert "](https://evil.example)" not in listed.text.replace("\\]", "")
    assert len(await room.offered(room.admin, "feed remove", "feed")) == len(HOSTILE)
    assert await room.desk.deliveries(Kind.ALERT, guild_id=room.here.guild.id) == []


async def test_a_feeds_life_is_seen_by_every_member(room: Newsroom) -> None:
    paper = await room.desk.paper("Courier")
    await room.follow(paper)
    for title in ("One", "Two"):
        await room.news(paper, title)
    well = await room.run(room.reader, "feed health", feed="courier")
    paper.failing = 404
    for _ in range(3):
        await room.desk.poll()
    failing = await room.run(room.reader, "feed health", feed="courier")
    paper.failing = None
    await room.desk.poll(timedelta(days=1))
    back = await room.run(room.reader, "feed health", feed="courier")
    mistyped = await room.run(room.reader, "feed health", feed="gazette")

    assert "🟢 **Well**" in well.text
    assert "articles ▁" in well.text
    assert "checked every" in well.text
    assert "failing  ·" not in well.text
    assert "🔴 **Failing** since <t:" in failing.text
    assert "the feed is gone (404 or 410)" in failing.text
    assert "failing  ···········" in failing.text
    assert "🟢 back: failed since" in back.text
    assert "follows no feed called gazette" in mistyped.text


async def test_an_admin_keeps_a_line_that_a_feed_repeats(room: Newsroom) -> None:
    paper = await room.desk.paper("Courier")
    await room.follow(paper)
    for words in ("Bakers vote", "Comet seen", "Dam cracks", "Opera opens"):
        text = f"<p>{words} on Monday. {words * 40}.</p><p>{LINE}</p>"
        await room.news(paper, words, text)
    listed = await room.run(room.reader, "feed repeats", feed="courier")
    (line,) = await room.offered(room.admin, "feed repeats", "line", feed="courier")
    refused = await room.run(
        room.reader, "feed repeats", feed="courier", line="Brent and gold: what they cost"
    )
    missing = await room.run(room.admin, "feed repeats", feed="courier", line="Silver")
    kept = await room.run(room.admin, "feed repeats", feed="courier", line=LINE.upper())
    after = await room.run(room.reader, "feed repeats", feed="courier")
    (back,) = await room.offered(room.admin, "feed repeats", "line", feed="courier")
    undone = await room.run(room.admin, "feed repeats", feed="courier", line=LINE)

    assert f"“{LINE}”\n-# left out of 4 articles" in listed.text
    assert line == LINE
    assert "Manage Server" in refused.text
    assert "No line like “Silver”" in missing.text
    assert "is kept" in kept.text
    assert "No line is left out" in after.text
    assert f"by <@{room.admin.id}>" in after.text
    assert back == f"kept: {LINE}"
    assert "is kept no more" in undone.text


async def test_a_name_that_several_well_known_feeds_have_is_answered_by_their_names(room: Newsroom) -> None:
    several = await room.run(room.admin, "feed add", url="bbc news", save=False)

    assert "bbc news may be BBC News: Top stories, BBC News: World," in several.text
    assert "Choose one of what is offered while you type." in several.text
