"""/status and /privacy."""

from __future__ import annotations

from bot.domain.watchlist import Notify
from bot.storage import guilds
from tests.cogs.newsroom import Newsroom


async def test_the_status_says_how_to_begin_what_is_well_and_what_needs_someone(room: Newsroom) -> None:
    start = (await room.run(room.reader, "status")).text
    paper = await room.desk.paper("The Courier")
    await room.follow(paper)
    unwatched = (await room.run(room.reader, "status")).text
    await room.run(room.admin, "watch add", name="Kursk", query="kursk")
    well = (await room.run(room.reader, "status")).text
    paper.failing = 503
    await room.desk.poll()
    failing = (await room.run(room.reader, "status")).text

    assert "/feed add" in start
    assert "/watch add" in unwatched
    assert "All is well" in well
    assert "**1 feed**" in well
    assert "**1 watchlist**" in well
    assert "Something needs you" in failing
    assert "🔴 **The Courier**" in failing


async def test_a_member_sees_and_deletes_what_is_stored_of_them(room: Newsroom) -> None:
    await room.run(room.admin, "watch add", name="Kursk", query="kursk")
    await room.run(room.reader, "watch follow", name="Kursk", notify=Notify.DIRECT.value)

    nothing = await room.run(room.editor, "privacy")
    stored = await room.run(room.reader, "privacy")
    before = stored.text
    asked = (await room.press(room.reader, stored, "Delete it")).text
    kept = (await room.press(room.reader, stored, "Keep it")).text
    still = await room.run(room.reader, "privacy")
    await room.press(room.reader, still, "Delete it")
    deleted = (await room.press(room.reader, still, "Delete for good")).text

    assert "you follow, muted and made nothing" in nothing.text
    assert nothing.custom_ids == []
    assert "Watchlists that you follow: **1**" in before
    assert "can't be undone" in asked
    assert "Nothing was deleted" in kept
    assert "names you any more" in deleted
    assert (await room.run(room.reader, "privacy")).custom_ids == []
    assert "You don't follow it" in (await room.run(room.reader, "watch show", name="Kursk")).text


async def test_what_a_member_made_for_the_team_stays_without_the_name(room: Newsroom) -> None:
    await room.run(room.editor, "watch add", name="Kursk", query="kursk")
    stored = await room.run(room.editor, "privacy")
    await room.press(room.editor, stored, "Delete it")
    await room.press(room.editor, stored, "Delete for good")

    shown = await room.run(room.reader, "watch show", name="Kursk")

    assert str(room.editor.id) not in shown.text
    assert "Made <t:" in shown.text


async def test_who_owns_the_server_is_told_that_this_is_noted_and_stays(room: Newsroom) -> None:
    async with room.desk.database.write() as connection:
        await guilds.joined(connection, room.here.guild.id, owner_id=room.editor.id)

    stored = await room.run(room.editor, "privacy")
    await room.run(room.editor, "watch add", name="Kursk", query="kursk")
    again = await room.run(room.editor, "privacy")
    await room.press(room.editor, again, "Delete it")
    deleted = await room.press(room.editor, again, "Delete for good")

    assert "That you own this server is noted" in stored.text
    assert stored.custom_ids == []
    assert "Nothing else that is stored" in deleted.text
    assert "own this server" not in (await room.run(room.reader, "privacy")).text
