"""The buttons under alerts, digests, notices and samples."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from bot.domain.watchlist import Notify
from bot.pipeline.notices import notify
from bot.storage import guilds
from tests.cogs.newsroom import Newsroom
from tests.fakes.discord import Message
from tests.fakes.feeds import Newspaper


@pytest.fixture
async def paper(room: Newsroom) -> Newspaper:
    paper = await room.desk.paper("The Courier")
    await room.follow(paper)
    await room.run(room.admin, "watch add", name="Front", query='kursk "north korean"')
    return paper


@pytest.fixture
async def alert(room: Newsroom, paper: Newspaper) -> Message:
    """An alert in the channel, after which the bot was restarted."""
    await room.news(paper, "North Korean troops reach Kursk")
    await room.delivered()
    await room.restart()
    (message,) = room.alerts.messages
    return message


async def test_sources_lists_the_articles_for_the_one_who_asks(room: Newsroom, alert: Message) -> None:
    shown = await room.press(room.reader, alert, "Sources")

    assert shown.ephemeral
    assert "[North Korean troops reach Kursk](" in shown.text
    assert "The Courier" in shown.text
    assert "1 article · 1 outlet" in shown.text


async def test_outlets_that_depend_on_each_other_count_once_and_sources_says_why(room: Newsroom) -> None:
    title = "North Korean troops reach Kursk"
    lead = "North Korean troops reached the Kursk region on Monday, officials say."
    report = (
        f"{lead} Witnesses counted forty lorries at dawn on the road from the airfield, and a second column "
        "at noon. The mayor has asked everybody to stay at home, for the bridge is closed. Trains stop two "
        "stations earlier from today, the railway said, and nobody knows for how long that will last."
    )
    told = {
        "The Times": report,
        "The Sun": "North Korean troops are in Kursk. " + "A driver had to wait an hour for them. " * 12,
        "Gazette": report,
        "Harbour Post": f"KURSK (Reuters) - {lead} " + "Two of them said so, and would not be named. " * 8,
    }
    papers = {name: await room.desk.paper(name) for name in told}
    for paper in papers.values():
        await room.follow(paper)
    await room.run(room.admin, "watch add", name="Front", query="kursk")
    for name, text in told.items():
        await room.news(papers[name], title, text)
        await room.delivered()
    (alert,) = room.alerts.messages

    shown = (await room.press(room.reader, alert, "Sources")).text

    assert "2 independent of 4 outlets" in alert.text
    assert "There may be fewer" in shown
    assert "**News Corp**, one voice of 3 outlets" in shown
    assert "Gazette · a near copy" in shown
    assert "Harbour Post · credits it" in shown


async def test_the_timeline_tells_what_a_headline_was_before(room: Newsroom, paper: Newspaper) -> None:
    item = paper.publish("North Korean troops reach Kursk")
    await room.desk.poll()
    await room.delivered()
    paper.correct(item, title="North Korean troops near Kursk")
    await room.desk.poll()
    await room.delivered()
    (alert,) = room.alerts.messages

    shown = await room.press(room.reader, alert, "Timeline")

    assert shown.ephemeral
    assert "reported: [North Korean troops reach Kursk](" in shown.text
    assert "changed its headline: [North Korean troops near Kursk](" in shown.text
    assert "It said before: “North Korean troops reach Kursk”" in shown.text


async def test_figures_are_listed_by_subject(room: Newsroom, paper: Newspaper) -> None:
    await room.news(paper, "Kursk fights on", "The Pentagon said 10,000 North Korean soldiers are in Kursk.")
    await room.delivered()
    (alert,) = room.alerts.messages

    shown = await room.press(room.reader, alert, "Figures")

    assert "**North Korean troops**" in shown.text
    assert "Pentagon, via The Courier" in shown.text


async def test_figures_of_a_withdrawn_article_are_no_other_answer(room: Newsroom, paper: Newspaper) -> None:
    other = await room.desk.paper("The Herald")
    await room.follow(other)
    count = "The Pentagon said {} North Korean soldiers are in Kursk."
    await room.news(paper, "North Korean troops reach Kursk, Pentagon says", count.format("8,000"))
    await room.delivered()
    item = other.publish("North Korean troops in Kursk, Pentagon says", count.format("12,000"))
    await room.desk.poll()
    await room.delivered()
    (alert, *_) = room.alerts.messages
    before = await room.press(room.reader, alert, "Figures")
    other.correct(item, title="WITHDRAWN: North Korean troops in Kursk, Pentagon says")
    await room.desk.poll()
    await room.delivered()

    after = await room.press(room.reader, alert, "Figures")

    assert "outlets or speakers differ" in before.text
    assert "12,000" in before.text
    assert "outlets or speakers differ" not in after.text
    assert "12,000" not in after.text


async def test_a_member_follows_a_story_and_ends_it_in_direct_messages(
    room: Newsroom, alert: Message
) -> None:
    begun = await room.press(room.reader, alert, "Follow")
    await room.delivered()
    (told,) = room.local.world.direct_messages(room.reader).messages
    sources = await room.press(room.reader, told, "Sources")
    ended = await room.press(room.reader, told, "Unfollow")

    assert "You follow this story" in begun.text
    assert "North Korean troops reach Kursk" in told.text
    assert "The Courier" in sources.text
    assert "No more direct messages" in ended.text


async def test_why_this_names_watchlist_and_words(room: Newsroom, alert: Message) -> None:
    shown = await room.press(room.reader, alert, "Why this?")

    assert shown.ephemeral
    assert "**Front** by " in shown.text
    assert "“Kursk”" in shown.text
    assert "“North Korean”" in shown.text
    assert f"alerted · <#{room.alerts.id}>" in shown.text


async def test_a_member_mutes_a_story_for_themself_and_takes_it_back(room: Newsroom, alert: Message) -> None:
    asked = await room.press(room.reader, alert, "Mute")
    labels = [part.get("label") for part in asked.components if part.get("label")]
    muted = (await room.press(room.reader, asked, "Mute for me")).text
    again = await room.press(room.reader, alert, "Mute")
    undone = (await room.press(room.reader, again, "Undo for me")).text

    assert labels == ["Mute for me"]
    assert "Muted for you" in muted
    assert "told of this story again" in undone
    assert "Muted for this channel" not in room.alerts.messages[0].text


async def test_muting_for_the_channel_folds_the_alert_says_who_and_is_undone(
    room: Newsroom, alert: Message
) -> None:
    asked = await room.press(room.editor, alert, "Mute")
    muted = (await room.press(room.editor, asked, "Mute for this channel")).text
    await room.delivered()
    folded = alert.text
    refused = await room.press(room.reader, alert, "Undo mute")
    undone = await room.press(room.editor, alert, "Undo mute")
    await room.delivered()

    assert "Muted for this channel" in muted
    assert f"Muted for this channel by <@{room.editor.id}>" in folded
    assert "Manage Messages" in refused.text
    assert "shown and kept up to date again" in undone.text
    assert "Muted" not in alert.text


async def test_a_forged_press_mutes_nothing_for_the_channel(room: Newsroom, alert: Message) -> None:
    asked = await room.press(room.editor, alert, "Mute")

    refused = await room.press(room.reader, asked, "Mute for this channel")

    assert "Manage Messages" in refused.text


async def test_buttons_work_in_direct_messages_within_the_members_sight(
    room: Newsroom, paper: Newspaper
) -> None:
    await room.run(room.reader, "watch follow", name="Front", notify=Notify.DIRECT.value)
    await room.run(room.admin, "watch add", name="Secret", query="kursk", channel=room.here.hidden)
    await room.news(paper, "North Korean troops reach Kursk")
    await room.delivered()
    (told,) = room.local.world.direct_messages(room.reader).messages

    why = await room.press(room.reader, told, "Why this?")
    asked = await room.press(room.reader, told, "Mute")
    muted = await room.press(room.reader, asked, "Mute for me")

    assert "Front" in why.text
    assert "Secret" not in why.text
    assert "For this channel" not in asked.text
    assert "Muted for you" in muted.text


async def test_who_left_the_server_sees_nothing_of_it_in_direct_messages(
    room: Newsroom, paper: Newspaper
) -> None:
    await room.run(room.reader, "watch follow", name="Front", notify=Notify.DIRECT.value)
    await room.news(paper, "North Korean troops reach Kursk")
    await room.delivered()
    (told,) = room.local.world.direct_messages(room.reader).messages
    room.reader.leave()

    why = await room.press(room.reader, told, "Why this?")

    assert "You are not in the server any more" in why.text
    assert "Front" not in why.text


async def test_a_digest_says_why_and_leads_to_its_stories(room: Newsroom, paper: Newspaper) -> None:
    await room.run(room.admin, "channel set", budget=1)
    for title in (
        "Grain harvest in the Kursk region breaks a record",
        "Two bridges closed after floods, Kursk mayor says",
        "Museum of icons reopens in Kursk with a concert",
        "Storm leaves Kursk villages without electricity",
    ):
        paper.publish(title, f"{title}. Of North Korean visitors nothing is known. {secrets.token_hex(40)}")
    await room.desk.poll()
    await room.delivered()
    room.clock.advance(timedelta(hours=1))
    await room.deliver.settle()
    digest = next(each for each in room.alerts.messages if "in brief" in each.text)

    why = await room.press(room.reader, digest, "Why in brief?")

    assert "1 alert an hour here" in why.text
    assert "/channel set budget" in why.text
    assert "Kursk" in why.text


async def test_a_notice_leads_to_the_status(room: Newsroom) -> None:
    guild, notices = room.here.guild.id, room.here.hidden
    async with room.desk.database.write() as connection:
        await guilds.set_notice_channel(connection, guild, notices.id)
        await notify(
            connection,
            guild_id=guild,
            subject="test",
            title="A feed fails",
            text="It is gone.",
            now=room.clock.now(),
        )
    await room.delivered()
    (notice,) = notices.messages

    shown = await room.press(room.admin, notice, "Status")

    assert "0 feeds" in shown.text


async def test_a_sample_is_removed_by_who_asked_for_it_and_by_moderators_only(room: Newsroom) -> None:
    await room.run(room.admin, "channel test")
    (sample,) = room.alerts.messages

    refused = await room.press(room.reader, sample, "Remove")
    removed = await room.press(room.editor, sample, "Remove")

    assert "Manage Messages" in refused.text
    assert "Removed" in removed.text
    assert room.alerts.messages == []


async def test_no_button_of_an_old_alert_tells_of_a_feed_that_was_removed(
    room: Newsroom, alert: Message
) -> None:
    await room.run(room.admin, "feed remove", feed="The Courier")

    labels = ("Sources", "Figures", "Timeline", "Not this story", "Why this?", "Follow")
    told = {label: (await room.press(room.reader, alert, label)).text for label in labels}

    assert "follows none of the feeds that told this story" in told.pop("Follow")
    assert all("no story" in text for text in told.values())
    assert not any("troops reach" in text for text in told.values())
