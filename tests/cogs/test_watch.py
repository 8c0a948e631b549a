"""/watch, as members and editors use it."""

from __future__ import annotations

from bot.domain.watchlist import Notify
from tests.cogs.newsroom import HOSTILE, Newsroom


async def add(room: Newsroom, name: str = "Kursk", query: str = "kursk", **options: object) -> str:
    return (await room.run(room.admin, "watch add", name=name, query=query, **options)).text


async def test_a_watchlist_is_added_listed_and_shown(room: Newsroom) -> None:
    added = await add(room, query="kursk -football")
    listed = await room.run(room.reader, "watch list")
    shown = await room.run(room.reader, "watch show", name="kursk")

    assert "Watching for Kursk" in added
    assert f"Alerts go to <#{room.alerts.id}>." in added
    assert "**Kursk** `kursk -football`" in listed.text
    assert f"<#{room.alerts.id}>" in listed.text
    assert "kursk -football" in shown.text
    assert f"Made by <@{room.admin.id}>" in shown.text


async def test_a_query_that_cannot_be_read_is_shown_with_the_place_and_what_was_meant(room: Newsroom) -> None:
    shown = await room.run(room.admin, "watch add", name="Kursk", query="kursk AND (troops")

    assert "can't be read" in shown.text
    assert "```\nkursk AND (troops\n" in shown.text
    assert "\n          ^" in shown.text
    assert "No watchlists yet" in (await room.run(room.admin, "watch list")).text


async def test_a_name_is_taken_once_whatever_its_case(room: Newsroom) -> None:
    await add(room)

    assert "is taken" in await add(room, name="KURSK")


async def test_a_watchlist_is_changed_piece_by_piece(room: Newsroom) -> None:
    role = room.here.guild.add_role("desk", mentionable=True)
    await add(room)

    query = await room.run(room.editor, "watch edit", name="Kursk", query="kursk OR sudzha")
    named = await room.run(room.editor, "watch edit", name="Kursk", new_name="Front", role=role)
    none = await room.run(room.editor, "watch edit", name="Front", no_role=True)

    assert "kursk OR sudzha" in query.text
    assert "Kursk → **Front**" in named.text
    assert f"none → <@&{role.id}>" in named.text
    assert named.pings == frozenset()
    assert f"<@&{role.id}> → none" in none.text


async def test_an_edit_without_a_change_says_what_can_be_changed(room: Newsroom) -> None:
    await add(room)

    assert "Nothing to change" in (await room.run(room.admin, "watch edit", name="Kursk")).text
    same = await room.run(room.admin, "watch edit", save=False, name="Kursk", query="kursk")
    assert "Nothing to change" in same.text


async def test_an_edit_with_the_same_query_still_changes_the_rest(room: Newsroom) -> None:
    await add(room)

    moved = await room.run(
        room.admin, "watch edit", save=False, name="Kursk", query=" kursk ", channel=room.here.hidden
    )

    assert f"→ <#{room.here.hidden.id}>" in moved.text


async def test_a_watchlist_is_paused_and_resumed(room: Newsroom) -> None:
    await add(room)

    paused = await room.run(room.editor, "watch pause", name="Kursk")
    listed = await room.run(room.reader, "watch list")
    again = await room.run(room.editor, "watch pause", name="Kursk")
    resumed = await room.run(room.editor, "watch resume", name="Kursk")

    assert "Paused Kursk" in paused.text
    assert "⏸️ paused" in listed.text
    assert "paused already" in again.text
    assert "Watching for Kursk again" in resumed.text


async def test_a_removed_watchlist_leaves_the_query_to_have_it_back(room: Newsroom) -> None:
    await add(room, query="kursk -football")

    removed = await room.run(room.editor, "watch remove", name="Kursk")

    assert "kursk -football" in removed.text
    assert "No watchlists yet" in (await room.run(room.reader, "watch list")).text


async def test_a_member_follows_by_mention_or_direct_message_and_leaves_again(room: Newsroom) -> None:
    await add(room)

    mention = await room.run(room.reader, "watch follow", name="Kursk")
    direct = await room.run(room.reader, "watch follow", name="Kursk", notify=Notify.DIRECT.value)
    listed = await room.run(room.reader, "watch list")
    others = await room.run(room.editor, "watch list")
    left = await room.run(room.reader, "watch unfollow", name="Kursk")
    twice = await room.run(room.reader, "watch unfollow", name="Kursk")

    assert "You are mentioned" in mention.text
    assert "direct message" in direct.text
    assert "you are sent a direct message" in listed.text
    assert "you are" not in others.text
    assert "any more" in left.text
    assert "don't follow Kursk" in twice.text


async def test_a_mistyped_name_leads_to_the_one_that_was_meant_and_to_the_list(room: Newsroom) -> None:
    await add(room)
    for command in ("show", "remove", "pause", "resume", "follow", "unfollow", "edit"):
        more = {"query": "x1"} if command == "edit" else {}
        shown = await room.run(room.admin, f"watch {command}", name="Krusk", **more)

        assert "no watchlist called Krusk" in shown.text, command
        assert "Did you mean Kursk? /watch list" in shown.text, command


async def test_a_reader_changes_nothing_and_is_told_which_permission_it_needs(room: Newsroom) -> None:
    await add(room)

    for command in ("add", "edit", "remove", "pause", "resume"):
        options = {"name": "Kursk"} | ({"query": "sudzha"} if command in {"add", "edit"} else {})
        shown = await room.run(room.reader, f"watch {command}", **options)

        assert "You need the permission Manage Messages" in shown.text, command
    assert "**Kursk** `kursk`" in (await room.run(room.reader, "watch list")).text


async def test_alerts_go_only_where_the_caller_may_write_and_see(room: Newsroom) -> None:
    quiet = room.here.guild.add_channel("quiet")
    quiet.deny(room.here.guild.everyone, send_messages=True)

    hidden = await room.run(room.editor, "watch add", name="A", query="a1", channel=room.here.hidden)
    silent = await room.run(room.editor, "watch add", name="A", query="a1", channel=quiet)
    moved = await room.run(room.admin, "watch add", name="A", query="a1", channel=room.here.hidden)

    assert "You can't see that channel" in hidden.text
    assert "hidden" not in hidden.text
    assert "Send Messages in #quiet" in silent.text
    assert f"<#{room.here.hidden.id}>" in moved.text


async def test_who_moderates_one_channel_changes_no_watchlist_of_another(room: Newsroom) -> None:
    await add(room)
    theirs = room.here.guild.add_channel("theirs")
    theirs.allow(room.reader, manage_messages=True)
    calls: dict[str, dict[str, object]] = {
        "watch edit": {"name": "Kursk", "query": "sudzha"},
        "watch pause": {"name": "Kursk"},
        "watch remove": {"name": "Kursk"},
        "watch add": {"name": "Mine", "query": "sudzha", "channel": room.alerts},
    }

    refused = [
        (await room.run(room.reader, name, at=theirs, **options)).text for name, options in calls.items()
    ]
    own = await room.run(room.reader, "watch add", at=theirs, name="Mine", query="sudzha")

    assert all("Manage Messages in the channel where the watchlist alerts" in text for text in refused)
    assert "Watching for Mine" in own.text
    assert "Watching since" in (await room.run(room.reader, "watch show", name="Kursk")).text


async def test_a_role_is_mentioned_only_where_the_caller_could_do_it(room: Newsroom) -> None:
    closed = room.here.guild.add_role("board")
    opened = room.here.guild.add_role("desk", mentionable=True)

    refused = await room.run(room.editor, "watch add", name="A", query="a1", role=closed)
    taken = await room.run(room.editor, "watch add", name="B", query="b1", role=opened)
    everyone = await room.run(room.admin, "watch add", name="C", query="c1", role=room.here.guild.everyone)
    room.alerts.allow(room.here.admin.roles[0], mention_everyone=True)
    by_right = await room.run(room.admin, "watch add", name="D", query="d1", role=closed)

    assert "Mention @\u200beveryone" in refused.text
    assert f"<@&{opened.id}>" in taken.text
    assert "never mentions" in everyone.text
    assert f"<@&{closed.id}>" in by_right.text
    assert all(one.pings == frozenset() for one in (refused, taken, everyone, by_right))


async def test_a_channel_where_salient_cannot_post_is_said_at_once(room: Newsroom) -> None:
    room.alerts.deny(room.here.guild.bot, send_messages=True)

    assert "Salient can't post there yet" in await add(room)


async def test_a_watchlist_of_a_channel_out_of_sight_does_not_exist(room: Newsroom) -> None:
    await add(room, name="Secret", query="merger", channel=room.here.hidden)

    assert "No watchlists yet" in (await room.run(room.reader, "watch list")).text
    assert "no watchlist called Secret" in (await room.run(room.reader, "watch show", name="Secret")).text
    assert "no watchlist called Secret" in (await room.run(room.editor, "watch remove", name="Secret")).text
    assert await room.offered(room.reader, "watch show", "name") == []
    assert await room.offered(room.admin, "watch show", "name") == ["Secret"]


async def test_names_are_completed_with_those_that_the_command_can_take(room: Newsroom) -> None:
    for name in ("Kursk", "Storms", "Budget"):
        await add(room, name=name, query=name)
    await room.run(room.admin, "watch pause", name="Storms")
    await room.run(room.reader, "watch follow", name="Budget")

    assert await room.offered(room.reader, "watch show", "name") == ["Budget", "Kursk", "Storms"]
    assert await room.offered(room.reader, "watch show", "name", "URS") == ["Kursk"]
    assert await room.offered(room.admin, "watch pause", "name") == ["Budget", "Kursk"]
    assert await room.offered(room.admin, "watch resume", "name") == ["Storms"]
    assert await room.offered(room.reader, "watch unfollow", "name") == ["Budget"]


async def test_many_watchlists_come_in_pages_that_turn_after_a_restart(room: Newsroom) -> None:
    for number in range(23):
        await room.needs.watchlists.add(
            room.viewer(room.admin),
            room.rights(),
            name=f"List {number:02}",
            query="kursk",
            channel_id=room.alerts.id,
        )

    first = await room.run(room.reader, "watch list")
    text = first.text
    await room.restart()
    second = await room.press(room.reader, first, "Next")

    assert "Page 1 of 3" in text
    assert "List 09" in text
    assert "Page 2 of 3" in second.text
    assert "List 10" in second.text
    assert second is first


async def test_hostile_names_and_queries_do_nothing_in_a_list(room: Newsroom) -> None:
    for number, words in enumerate(HOSTILE):
        name = (f"{number} {words}")[:100]
        await room.needs.watchlists.add(
            room.viewer(room.admin), room.rights(), name=name, query="kursk", channel_id=room.alerts.id
        )

    page = await room.run(room.reader, "watch list")

    assert page.pings == frozenset()
    assert "@everyone" not in page.text
    assert len(await room.offered(room.reader, "watch show", "name")) == min(25, len(HOSTILE))
