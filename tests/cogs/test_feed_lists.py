"""Many feeds at once, as members use them: /feed import, /feed export, /feed pack."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any

from bot.domain.delivery import Kind
from bot.pipeline.feeds.opml import read_opml
from bot.services.first_checks import LONGEST_WAIT, REPLY_TELLS
from bot.storage import Database, following
from tests.cogs.newsroom import HOSTILE, Newsroom
from tests.fakes.discord import Message
from tests.fakes.web import body
from tests.waiting import PATIENCE, until


def opml(*outlines: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def outline(url: str, title: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}"/>'


async def imported(room: Newsroom, content: bytes, **options: Any) -> Message:
    """Import a file and return what is shown in the end, once the poller has read what is new."""
    file = room.local.world.upload("subscriptions.opml", content)
    shown = await room.run(room.admin, "feed import", file=file, **options)
    await settled(room, shown)
    return shown


async def settled(room: Newsroom, shown: Message) -> None:
    """Poll until an answer says what came of it all."""
    async with asyncio.timeout(PATIENCE):
        while "Adding feeds" in shown.text or "This goes on by itself" in shown.text:
            await room.desk.poll(timedelta(minutes=1))
            await room.live_answers.tick()


async def listed(room: Newsroom) -> str:
    return (await room.run(room.reader, "feed list")).text


async def test_a_file_is_imported_checked_and_what_fails_is_told(room: Newsroom) -> None:
    papers = [await room.desk.paper(name) for name in ("Courier", "Meridian")]
    for paper in papers:
        paper.publish("Old news")
    gone = await room.desk.web.outlet()
    content = opml(
        f'<outline text="Europe">{outline(papers[0].url, "Courier")}</outline>',
        outline(papers[1].url),
        outline(papers[1].url + "?utm_source=twice"),
        outline("http://10.0.0.1/feed", "Inside"),
        outline("gopher://old.example/feed", "Ancient"),
        outline(gone.url("/gone.xml"), "Gone Gazette"),
    )

    shown = await imported(room, content)

    assert "Added 3 feeds" in shown.text
    assert "1 in the list more than once, 2 that can't be added" in shown.text
    assert "2 can be read, 1 can't" in shown.text
    (name, report), *_ = shown.files.items()
    assert name == "feeds-report.txt"
    lines = report.decode().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["what", "not added", "not added", "can't be read"]
    assert "private" in lines[1]
    assert "only http and https" in lines[2].lower()
    assert "Gone Gazette" in lines[3]
    assert "404" in lines[3]
    (shown_file,) = [part for part in shown.components if part["type"] == 13]
    assert shown_file["file"]["url"] == "attachment://feeds-report.txt"
    assert await room.desk.deliveries(Kind.ALERT, guild_id=room.here.guild.id) == []
    assert shown.ephemeral


async def test_an_import_run_again_adds_only_what_is_missing(room: Newsroom) -> None:
    papers = [await room.desk.paper(name) for name in ("Courier", "Meridian")]
    first = await imported(room, opml(outline(papers[0].url)))

    second = await imported(room, opml(*(outline(paper.url) for paper in papers)))
    third = await imported(room, opml(*(outline(paper.url) for paper in papers)))

    assert "Added 1 feed" in first.text
    assert "Added 1 feed" in second.text
    assert "1 followed already" in second.text
    assert "No feed was added" in third.text
    assert "2 followed already" in third.text
    assert third.files == {}


async def test_one_folder_of_a_file_can_be_chosen(room: Newsroom) -> None:
    papers = [await room.desk.paper(name) for name in ("Courier", "Meridian")]
    folders = [
        f'<outline text="{name}">{outline(each.url)}</outline>'
        for name, each in zip("AB", papers, strict=True)
    ]

    mistyped = await imported(room, opml(*folders), category="C")
    shown = await imported(room, opml(*folders), category="b")

    assert "There are: A, B." in mistyped.text
    assert "Added 1 feed" in shown.text
    assert "Courier" not in await listed(room)


async def test_a_file_that_is_no_list_is_refused_in_words(room: Newsroom) -> None:
    hostile = b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + opml("<outline text='&x;'/>")
    for content, said in (
        (b"", "empty"),
        (b"hello", "does not begin with"),
        (b"<opml", "line 1, column 6"),
        (b"<html></html>", "no OPML"),
        (opml(), "lists no feed"),
        (hostile, "declares entities"),
        (hostile.replace(b"'&x;'", b"''"), "declares entities"),
        (b"<opml>" + b"<a>" * 3000, "line 1"),
    ):
        shown = await imported(room, content)

        assert "That did not work" in shown.text, content[:40]
        assert said in shown.text, content[:40]
        assert "root:" not in shown.text
    assert "no feed yet" in await listed(room)


async def test_an_import_that_nobody_watches_is_told_by_one_notice(room: Newsroom) -> None:
    gone = await room.desk.web.outlet()
    content = opml(*(outline(gone.url(f"/{number}.xml"), f"Gazette {number}") for number in range(5)))
    found = await room.needs.many_feeds.read(content)
    await room.needs.many_feeds.add(room.viewer(room.admin), found.outlines)
    for _ in range(3):
        await room.desk.poll(timedelta(minutes=1))
    await room.needs.first_checks.tick()
    early = await room.desk.deliveries(Kind.NOTICE, guild_id=room.here.guild.id)

    room.clock.advance(REPLY_TELLS)
    await room.needs.first_checks.tick()
    await room.needs.first_checks.tick()
    for _ in range(8):
        await room.desk.poll(timedelta(hours=2))

    assert early == []
    (notice,) = await room.desk.deliveries(Kind.NOTICE, guild_id=room.here.guild.id)
    assert notice.payload is not None
    assert notice.payload["title"] == "5 of 5 new feeds can't be read"
    assert "Gazette 0" in notice.payload["text"]


async def test_new_feeds_are_due_one_after_the_other_behind_those_that_were_due(
    room: Newsroom, database: Database
) -> None:
    content = opml(*(outline(f"https://outlet{number}.example/feed") for number in range(100)))
    same_host = opml(*(outline(f"https://one.example/{number}.xml") for number in range(10)))
    start = room.clock.now()
    for each in (content, same_host):
        await room.needs.many_feeds.add(
            room.viewer(room.admin), (await room.needs.many_feeds.read(each)).outlines
        )

    async with database.read() as connection:
        followed = [one.feed for one in await following.followed(connection, room.here.guild.id, now=start)]
    due = sorted((one.next_check_at - start).total_seconds() for one in followed if "outlet" in one.url)
    of_host = sorted((one.next_check_at - start).total_seconds() for one in followed if "//one." in one.url)
    assert len(of_host) == 10
    assert due[0] == 0
    assert due[-1] > 20
    assert all(later - earlier >= 2 for earlier, later in pairwise(of_host))


async def test_who_asked_can_look_again_after_a_restart(room: Newsroom) -> None:
    paper = await room.desk.paper("Courier")
    file = room.local.world.upload("subscriptions.opml", opml(outline(paper.url)))
    shown = await room.run(room.admin, "feed import", file=file)
    await until(lambda: "This goes on by itself" in shown.text)
    await room.restart()

    before = (await room.press(room.admin, shown, "How far?")).text
    refused = await room.press(room.reader, shown, "How far?")
    await room.desk.poll(timedelta(minutes=1))
    after = (await room.press(room.admin, shown, "How far?")).text

    assert "checked 0 of 1" in before
    assert "told already" in refused.text
    assert "1 can be read" in after


async def test_feeds_are_exported_and_come_back_by_import(room: Newsroom) -> None:
    paper = await room.desk.paper("The Courier & Co. <b>")
    await room.follow(paper)
    await room.run(room.admin, "feed add", url=paper.outlet.url("/feed.xml?token=hush", user="ann:sesame"))
    theirs = await room.desk.paper("Foreign Gazette")
    await room.follow(theirs, room.there)

    shown = await room.run(room.reader, "feed export")

    (content,) = shown.files.values()
    assert "2 feeds as OPML" in shown.text
    assert "1 address had credentials" in shown.text
    assert b"sesame" not in content
    assert b"hush" not in content
    assert b"Foreign" not in content
    found = read_opml(content)
    assert (found.outlines[0].url, found.outlines[0].title) == (paper.url, "The Courier & Co. <b>")
    again = await imported(room, content)
    assert "No feed was added" in again.text or "Added 1 feed" in again.text


async def test_hostile_titles_do_nothing_in_reports(room: Newsroom) -> None:
    papers = [await room.desk.paper(f"paper {number}") for number in range(len(HOSTILE))]
    for paper in papers:
        paper.outlet.answers(paper.path, body("no feed", "text/plain"))
    outlines = [
        outline(paper.url, words.replace("<", "&lt;").replace("\n", " "))
        for paper, words in zip(papers, HOSTILE, strict=True)
    ]
    outlines += [outline(f"ftp://{number}.example/@everyone", "@everyone") for number in range(60)]

    shown = await imported(room, opml(*outlines))

    assert shown.pings == frozenset()
    assert "@everyone" not in shown.text
    assert "](https://evil.example)" not in shown.text.replace("\\]", "")
    assert len(shown.files["feeds-report.txt"].decode().splitlines()) == 1 + len(HOSTILE) + 60


async def test_packs_are_listed_shown_and_added_by_a_button(room: Newsroom) -> None:
    overview = await room.run(room.admin, "feed pack")
    shown = await room.run(room.admin, "feed pack", topic="security", country="Germany", save=False)
    nothing = await listed(room)
    refused = await room.press(room.reader, shown, "Add")
    await room.restart()
    asked = shown.text
    await room.press(room.admin, shown, "Add")
    await until(lambda: "Added 1 feed" in shown.text)
    again = await room.run(room.admin, "feed pack", topic="security", country="de")
    mistyped = await room.run(room.admin, "feed pack", topic="knitting")
    meant = await room.run(room.admin, "feed pack", country="Ukrane")

    assert "• Computer security: " in overview.text
    assert "not verified" in overview.text
    assert "Add 1 feed: Computer security, Germany?" in asked
    assert "no feed yet" in nothing
    assert "Manage Server" in refused.text
    assert "Added 1 feed" in shown.text
    assert "heise Security" in await listed(room)
    assert "follows 1 of them already" in again.text
    assert "There are: world, politics" in mistyped.text
    assert "Did you mean Ukraine?" in meant.text


async def test_topics_and_countries_are_completed(room: Newsroom) -> None:
    (security,) = await room.offered(room.admin, "feed pack", "topic", "secur")
    germany, *_ = await room.offered(room.admin, "feed pack", "country", "germ")

    assert security.startswith("Computer security (")
    assert germany.startswith("Germany (")
    assert len(await room.offered(room.admin, "feed pack", "country")) == 25


async def test_who_may_not_manage_the_server_imports_nothing(room: Newsroom) -> None:
    file = room.local.world.upload("a.opml", opml())
    for command, options in (("import", {"file": file}), ("pack", {})):
        shown = await room.run(room.editor, f"feed {command}", **options)

        assert "You need the permission Manage Server" in shown.text


async def test_a_batch_is_told_at_last_even_if_some_were_never_checked(room: Newsroom) -> None:
    outlines = (await room.needs.many_feeds.read(opml(outline("https://never.example/feed")))).outlines
    came = await room.needs.many_feeds.add(room.viewer(room.admin), outlines)
    await room.run(room.admin, "feed pause", feed="never.example")
    room.clock.advance(LONGEST_WAIT)
    await room.needs.first_checks.tick()

    shown = await room.run(room.admin, "feed list")
    assert came.added == 1
    assert "never.example" in shown.text
    assert await room.desk.deliveries(Kind.NOTICE, guild_id=room.here.guild.id) == []


async def test_the_list_can_be_cut_to_one_folder_and_those_in_it(room: Newsroom) -> None:
    papers = [await room.desk.paper(name) for name in ("Courier", "Meridian", "Harbour")]
    for paper in papers:
        paper.publish("Old news")
    courier, meridian, harbour = (outline(paper.url, paper.name) for paper in papers)
    inner = f'<outline text="North">{meridian}</outline>'
    await imported(room, opml(f'<outline text="Europe">{courier}{inner}</outline>', harbour))

    europe = (await room.run(room.reader, "feed list", folder="europe")).text
    north = (await room.run(room.reader, "feed list", folder="Europe / North")).text
    mistyped = (await room.run(room.reader, "feed list", folder="Nort")).text

    assert ("Courier" in europe, "Meridian" in europe, "Harbour" in europe) == (True, True, False)
    assert ("Courier" in north, "Meridian" in north, "Harbour" in north) == (False, True, False)
    assert "Did you mean Europe / North?" in mistyped
    everything = await listed(room)
    assert all(name in everything for name in ("Courier", "Meridian", "Harbour"))
