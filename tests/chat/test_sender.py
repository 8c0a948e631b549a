"""The sender over the wire: what is posted, pinged, edited and found, and how each refusal reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from bot.domain.alert import Mentions, Notice
from bot.domain.delivery import Target, TargetKind
from bot.errors import (
    Forbidden,
    HistoryUnreadable,
    MessageGone,
    RateLimited,
    Refused,
    TargetGone,
    Unreachable,
)
from tests.chat.connected import Bot, connected
from tests.fakes.discord import Channel, Guild, LocalDiscord
from tests.waiting import PATIENCE, until

KEY = "k" * 22
OTHER = "o" * 22
NEWS = Notice("Kursk", "About 10,000 soldiers")
MESSAGES = r"POST /channels/\d+/messages"


@pytest.fixture
async def bot(local: LocalDiscord, channel: Channel) -> AsyncIterator[Bot]:
    async with connected(local) as bot:
        yield bot


@pytest.fixture
def target(guild: Guild, channel: Channel) -> Target:
    return Target(TargetKind.CHANNEL, channel.id, guild.id)


def to_member(guild: Guild, member_id: int) -> Target:
    return Target(TargetKind.MEMBER, member_id, guild.id)


async def test_an_alert_is_posted_with_its_text_and_key(bot: Bot, channel: Channel, target: Target) -> None:
    sent = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    (message,) = channel.messages
    assert sent.message_id == message.id
    assert abs(sent.at - message.at) < timedelta(seconds=1)
    assert message.text == "**Kursk**\nAbout 10,000 soldiers"
    assert message.body["nonce"] == KEY
    assert message.body["enforce_nonce"] is True


async def test_a_repeated_send_within_a_minute_posts_nothing_twice(
    bot: Bot, channel: Channel, target: Target
) -> None:
    first = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    again = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert again == first
    assert len(channel.messages) == 1


async def test_only_the_named_roles_and_members_are_pinged(
    bot: Bot, guild: Guild, channel: Channel, target: Target
) -> None:
    desk, other = guild.add_role("desk", mentionable=True), guild.add_role("other", mentionable=True)
    alice, bob = guild.add_member("alice"), guild.add_member("bob")
    hostile = Notice(f"@everyone <@&{other.id}> <@{bob.id}>", "@here")

    await bot.sender.send(target, hostile, key=KEY, mentions=Mentions((desk.id,), (alice.id,)))

    assert channel.messages[0].pings == {desk.id, alice.id}


async def test_an_alert_without_mentions_pings_nobody(
    bot: Bot, guild: Guild, channel: Channel, target: Target
) -> None:
    guild.bot.set_roles(guild.add_role("strong", mention_everyone=True))
    bob = guild.add_member("bob")

    await bot.sender.send(target, Notice(f"@everyone <@{bob.id}>", "-"), key=KEY, mentions=Mentions())

    assert channel.messages[0].pings == set()


async def test_an_edit_replaces_the_text_and_pings_nobody(
    bot: Bot, local: LocalDiscord, channel: Channel, target: Target
) -> None:
    sent = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    await bot.sender.edit(target, sent.message_id, Notice("Kursk", "Between 8,000 and 10,000"), key=KEY)

    assert channel.messages[0].text == "**Kursk**\nBetween 8,000 and 10,000"
    assert local.requests[-1].body["allowed_mentions"] == {"parse": []}


async def test_a_reply_refers_to_its_alert_and_is_not_posted_once_that_is_deleted(
    bot: Bot, channel: Channel, target: Target
) -> None:
    first = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    await bot.sender.send(target, NEWS, key=OTHER, mentions=Mentions(), reply_to=first.message_id)
    assert channel.messages[1].reply_to == first.message_id

    channel.messages[0].delete()
    with pytest.raises(MessageGone):
        await bot.sender.send(target, NEWS, key="p" * 22, mentions=Mentions(), reply_to=first.message_id)

    assert len(channel.messages) == 1


async def test_a_direct_message_is_sent_found_and_edited(bot: Bot, local: LocalDiscord, guild: Guild) -> None:
    alice = guild.add_member("alice")
    target = to_member(guild, alice.id)
    started = local.world.now()

    sent = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    await bot.sender.edit(target, sent.message_id, Notice("Kursk", "later"), key=KEY)

    assert local.world.direct_messages(alice).messages[0].text == "**Kursk**\nlater"
    found = await bot.sender.find(target, KEY, since=started)
    assert found is not None
    assert found.message_id == sent.message_id


async def test_who_takes_no_direct_messages_is_gone_for_good(bot: Bot, guild: Guild) -> None:
    alice = guild.add_member("alice")
    alice.user.accepts_direct_messages = False

    with pytest.raises(TargetGone) as caught:
        await bot.sender.send(to_member(guild, alice.id), NEWS, key=KEY, mentions=Mentions())

    assert caught.value.permanent


# Looking for an earlier attempt.


async def test_a_message_whose_answer_was_lost_is_found(
    bot: Bot, local: LocalDiscord, channel: Channel, target: Target
) -> None:
    started = local.world.now()
    local.faults.add(MESSAGES, applied=True)

    with pytest.raises(Unreachable):
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    found = await bot.sender.find(target, KEY, since=started)
    assert found is not None
    assert found.message_id == channel.messages[0].id


async def test_what_was_never_posted_is_not_found(
    bot: Bot, local: LocalDiscord, channel: Channel, target: Target
) -> None:
    started = local.world.now()
    await bot.sender.send(target, NEWS, key=OTHER, mentions=Mentions())

    assert await bot.sender.find(target, KEY, since=started) is None


async def test_a_message_is_found_behind_hundreds_of_others(
    bot: Bot, local: LocalDiscord, guild: Guild, channel: Channel, target: Target
) -> None:
    started = local.world.now()
    alice = guild.add_member("alice")
    for number in range(130):
        channel.say(alice, f"line {number}")
    sent = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    for number in range(130):
        channel.say(alice, f"line {number}")

    found = await bot.sender.find(target, KEY, since=started)

    assert found is not None
    assert found.message_id == sent.message_id


async def test_a_member_who_copies_the_key_is_not_taken_for_us(
    bot: Bot, local: LocalDiscord, guild: Guild, channel: Channel, target: Target
) -> None:
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": f"s:why:0:{KEY}"}]}
    channel.post(guild.add_member("mallory").user, {"components": [row]})

    assert await bot.sender.find(target, KEY, since=local.world.now()) is None


async def test_without_read_message_history_an_empty_answer_is_not_believed(
    bot: Bot, local: LocalDiscord, guild: Guild, channel: Channel, target: Target
) -> None:
    started = local.world.now()
    await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    channel.deny(guild.bot, read_message_history=True)
    await until(lambda: "read_message_history" not in granted(bot, channel))

    with pytest.raises(HistoryUnreadable):
        await bot.sender.find(target, KEY, since=started)


def granted(bot: Bot, channel: Channel) -> set[str]:
    """Return what the bot knows that it may do there."""
    seen = bot.client.get_channel(channel.id)
    assert isinstance(seen, discord.TextChannel)
    return {name for name, value in seen.permissions_for(seen.guild.me) if value}


# Refusals.


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, {"code": 10003, "message": "Unknown Channel"}), TargetGone),
        ((404, {"code": 10008, "message": "Unknown Message"}), MessageGone),
        ((403, {"code": 50001, "message": "Missing Access"}), Forbidden),
        ((403, {"code": 50013, "message": "Missing Permissions"}), Forbidden),
        ((403, {"code": 50007, "message": "Cannot send messages to this user"}), TargetGone),
        ((400, {"code": 50035, "message": "Invalid Form Body"}), Refused),
        ((400, {"code": 50006, "message": "Cannot send an empty message"}), Refused),
        ((401, {"code": 0, "message": "401: Unauthorized"}), Unreachable),
        ((404, "<html>a proxy's own page</html>"), Unreachable),
        ((503, {"code": 0, "message": "upstream"}), Unreachable),
        ((429, "<html>banned by Cloudflare</html>"), RateLimited),
        ((200, "<html>a captive portal</html>"), Unreachable),
        ((200, {"unexpected": True}), Unreachable),
    ],
)
async def test_every_refusal_reads_as_what_it_means(
    bot: Bot, local: LocalDiscord, target: Target, answer: tuple[int, object], error: type[Exception]
) -> None:
    status, body = answer
    headers = {"Via": ""} if status == 429 else {}
    local.faults.add(MESSAGES, status=status, body=body, headers=headers)

    with pytest.raises(error) as caught:
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert "<html>" not in str(caught.value)


async def test_a_long_rate_limit_is_handed_back_at_once(
    bot: Bot, local: LocalDiscord, target: Target
) -> None:
    slow = {"message": "You are being rate limited.", "retry_after": 432.5, "global": False}
    local.faults.add(MESSAGES, status=429, body=slow, headers={"Retry-After": "433"})

    with pytest.raises(RateLimited) as caught:
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert caught.value.retry_after == 432.5


async def test_a_short_rate_limit_is_waited_for(
    bot: Bot, local: LocalDiscord, channel: Channel, target: Target
) -> None:
    slow = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
    local.faults.add(MESSAGES, status=429, body=slow)

    await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert len(channel.messages) == 1


@pytest.mark.parametrize(("told", "wait"), [({"retry_after": 77.5}, 77.5), ({}, 600)])
async def test_too_many_edits_of_an_old_message_say_when_to_go_on(
    bot: Bot, local: LocalDiscord, target: Target, told: dict[str, float], wait: float
) -> None:
    sent = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    words = "Maximum number of edits to messages older than 1 hour reached. Try again later"
    local.faults.add("PATCH", status=429, body={"code": 30046, "message": words, **told})

    with pytest.raises(RateLimited) as caught:
        await bot.sender.edit(target, sent.message_id, NEWS, key=KEY)

    assert caught.value.retry_after == wait


async def test_a_withdrawn_permission_is_named(
    bot: Bot, guild: Guild, channel: Channel, target: Target
) -> None:
    channel.deny(guild.bot, send_messages=True)
    await until(lambda: "send_messages" not in granted(bot, channel))

    with pytest.raises(Forbidden) as caught:
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert caught.value.missing == ("Send Messages",)
    assert await bot.sender.missing_permissions(guild.id, channel.id) == ("Send Messages",)


async def test_a_deleted_message_is_not_edited_back_to_life(
    bot: Bot, channel: Channel, target: Target
) -> None:
    sent = await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    channel.messages[0].delete()

    with pytest.raises(MessageGone):
        await bot.sender.edit(target, sent.message_id, NEWS, key=KEY)

    assert channel.messages == []


async def test_a_deleted_channel_is_gone_for_good(bot: Bot, channel: Channel, target: Target) -> None:
    channel.delete()

    with pytest.raises(TargetGone) as caught:
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert caught.value.permanent


async def test_a_channel_of_another_guild_gets_nothing(
    bot: Bot, local: LocalDiscord, channel: Channel
) -> None:
    elsewhere = local.world.add_guild("Rival")
    await until(lambda: elsewhere.id in bot.sender.guilds())

    with pytest.raises(TargetGone):
        await bot.sender.send(
            Target(TargetKind.CHANNEL, channel.id, elsewhere.id), NEWS, key=KEY, mentions=Mentions()
        )

    assert channel.messages == []


async def test_a_guild_that_removed_us_is_gone(
    bot: Bot, guild: Guild, channel: Channel, target: Target
) -> None:
    guild.remove_bot()
    await until(lambda: guild.id not in bot.sender.guilds())

    with pytest.raises(TargetGone):
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    assert await bot.sender.owner_of(guild.id) is None


async def test_a_discord_that_is_down_is_unreachable(bot: Bot, local: LocalDiscord, target: Target) -> None:
    await local.go_down()

    with pytest.raises(Unreachable):
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
    await until(lambda: not bot.sender.ready())


async def test_an_answer_that_never_comes_is_given_up(local: LocalDiscord, target: Target) -> None:
    async with connected(local, longest_request=0.3) as bot:
        fault = local.faults.add(MESSAGES, hold=True)

        async def held_and_given_up() -> bool:
            with pytest.raises(Unreachable, match="no answer from Discord within"):
                await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())
            return fault.reached.is_set()  # where the machine is busy, a request may not even have come

        await until(held_and_given_up, "a request that came was given up")
        fault.release()


async def test_refused_requests_are_counted_and_stop_before_the_ban(
    bot: Bot, local: LocalDiscord, target: Target
) -> None:
    for _ in range(5_000):
        bot.invalid_requests.count(403)
    asked = len(local.requests)

    with pytest.raises(RateLimited) as caught:
        await bot.sender.send(target, NEWS, key=KEY, mentions=Mentions())

    assert caught.value.retry_after == pytest.approx(600, abs=PATIENCE)
    assert len(local.requests) == asked


async def test_a_message_beyond_discords_limits_is_refused_for_good(
    bot: Bot, local: LocalDiscord, channel: Channel, target: Target
) -> None:
    with pytest.raises(Refused) as caught:
        await bot.sender.send(target, Notice("Kursk", "x" * 4_001), key=KEY, mentions=Mentions())

    assert caught.value.permanent
    assert channel.messages == []
    assert local.world.violations
    local.world.violations.clear()  # the one that was meant


# Who may see and be pinged.


async def test_members_see_what_discord_shows_them(
    bot: Bot, local: LocalDiscord, guild: Guild, channel: Channel
) -> None:
    desk = guild.add_role("desk")
    secret = guild.add_channel("secret")
    secret.deny(guild.everyone, view_channel=True)
    secret.allow(desk, view_channel=True)
    secret.allow(guild.bot, view_channel=True)
    editor, guest = guild.add_member("editor", desk), guild.add_member("guest")
    await until(lambda: bot.client.get_channel(secret.id) and role_known(bot, guild, desk.id))

    assert await bot.sender.may_see(guild.id, secret.id, editor.id)
    assert not await bot.sender.may_see(guild.id, secret.id, guest.id)
    assert await bot.sender.may_see(guild.id, channel.id, guest.id)


def role_known(bot: Bot, guild: Guild, role_id: int) -> object:
    seen = bot.client.get_guild(guild.id)
    return seen and seen.get_role(role_id)


async def test_who_left_the_guild_sees_nothing_more(bot: Bot, guild: Guild, channel: Channel) -> None:
    alice = guild.add_member("alice")
    alice.leave()

    assert not await bot.sender.may_see(guild.id, channel.id, alice.id)


async def test_a_deleted_channel_is_seen_by_nobody(bot: Bot, guild: Guild, channel: Channel) -> None:
    channel.delete()
    await until(lambda: bot.client.get_channel(channel.id) is None)

    assert not await bot.sender.may_see(guild.id, channel.id, guild.owner.id)


async def test_members_are_not_asked_for_again_within_minutes(
    bot: Bot, local: LocalDiscord, guild: Guild, channel: Channel
) -> None:
    alice = guild.add_member("alice")
    await bot.sender.may_see(guild.id, channel.id, alice.id)
    asked = len(local.requests)

    assert await bot.sender.may_see(guild.id, channel.id, alice.id)
    assert len(local.requests) == asked


async def test_a_role_pings_where_it_is_mentionable_or_we_may_mention_all(
    bot: Bot, guild: Guild, channel: Channel
) -> None:
    open_to_all, closed = guild.add_role("open", mentionable=True), guild.add_role("closed")
    await until(lambda: role_known(bot, guild, closed.id))

    assert await bot.sender.pingable_role(guild.id, channel.id, open_to_all.id)
    assert not await bot.sender.pingable_role(guild.id, channel.id, closed.id)
    assert not await bot.sender.pingable_role(guild.id, channel.id, guild.id)  # @everyone

    channel.allow(guild.bot, mention_everyone=True)
    await until(lambda: "mention_everyone" in granted(bot, channel))
    assert await bot.sender.pingable_role(guild.id, channel.id, closed.id)


async def test_notices_find_the_owner_of_a_guild(bot: Bot, guild: Guild) -> None:
    assert await bot.sender.owner_of(guild.id) == guild.owner.id


async def test_who_owns_a_guild_is_known_in_an_outage_of_it(bot: Bot, guild: Guild) -> None:
    guild.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
    await until(lambda: (there := bot.client.get_guild(guild.id)) and there.unavailable)

    assert await bot.sender.owner_of(guild.id) == guild.owner.id
