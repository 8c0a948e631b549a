"""The local Discord behaves as the real one does, where a journey relies on it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord import Channel, Guild, LocalDiscord, World, openapi, pointed_at
from tests.fakes.discord.ratelimits import RateLimits
from tests.waiting import PATIENCE

POST = "POST /channels"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def local(clock: Clock) -> AsyncIterator[LocalDiscord]:
    async with LocalDiscord(World(clock=clock)) as local:
        yield local


@pytest.fixture
async def web(local: LocalDiscord) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bot {local.world.token}"}
    async with aiohttp.ClientSession(f"{local.url}/api/v10/", headers=headers) as session:
        yield session


def text(words: str, **more: object) -> dict[str, object]:
    return {"content": words, **more}


async def post(
    web: aiohttp.ClientSession, channel: Channel, body: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    async with web.post(f"channels/{channel.id}/messages", json=body) as answer:
        return answer.status, await answer.json()


async def test_a_nonce_is_taken_once_for_a_minute_and_then_forgotten(
    web: aiohttp.ClientSession, channel: Channel, clock: Clock
) -> None:
    once = text("Kursk", nonce="n1", enforce_nonce=True)
    _, first = await post(web, channel, once)
    clock.now += timedelta(seconds=59)
    _, second = await post(web, channel, once)
    clock.now += timedelta(seconds=2)
    _, third = await post(web, channel, once)

    assert first["id"] == second["id"] != third["id"]
    assert first["nonce"] == "n1"
    assert len(channel.messages) == 2


async def test_a_nonce_that_is_not_enforced_repeats(web: aiohttp.ClientSession, channel: Channel) -> None:
    await post(web, channel, text("Kursk", nonce="n1"))
    await post(web, channel, text("Kursk", nonce="n1"))

    assert len(channel.messages) == 2


async def test_a_history_is_paged_newest_first_and_without_nonces(
    web: aiohttp.ClientSession, channel: Channel
) -> None:
    ids = [(await post(web, channel, text(f"{n}", nonce=f"{n}")))[1]["id"] for n in range(5)]

    async def page(**query: str) -> list[str]:
        async with web.get(f"channels/{channel.id}/messages", params=query) as answer:
            messages = await answer.json()
        assert not any("nonce" in message for message in messages)
        return [message["id"] for message in messages]

    assert await page() == ids[::-1]
    assert await page(limit="2") == [ids[4], ids[3]]
    assert await page(after=ids[1], limit="2") == [ids[3], ids[2]]
    assert await page(before=ids[3], limit="2") == [ids[2], ids[1]]


async def test_a_request_may_be_lost_before_or_after_it_took_effect(
    local: LocalDiscord, web: aiohttp.ClientSession, channel: Channel
) -> None:
    local.faults.add(POST)
    with pytest.raises(aiohttp.ClientError):
        await post(web, channel, text("lost"))
    assert channel.messages == []

    local.faults.add(POST, applied=True)
    with pytest.raises(aiohttp.ClientError):
        await post(web, channel, text("posted"))
    assert [message.text for message in channel.messages] == ["posted"]

    local.faults.add(POST, status=502, applied=True)
    assert (await post(web, channel, text("posted too")))[0] == 502
    assert len(channel.messages) == 2


async def test_a_request_is_held_before_it_takes_effect_and_then_goes_on(
    local: LocalDiscord, web: aiohttp.ClientSession, channel: Channel
) -> None:
    fault = local.faults.add(POST, hold=True)
    posting = asyncio.create_task(post(web, channel, text("held")))
    await fault.reached.wait()
    assert channel.messages == []

    fault.release()

    assert (await posting)[0] == 200
    assert [message.text for message in channel.messages] == ["held"]


async def test_it_goes_down_and_comes_back_as_it_was(
    local: LocalDiscord, web: aiohttp.ClientSession, channel: Channel
) -> None:
    await post(web, channel, text("before"))
    await local.go_down()
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(web, channel, text("meanwhile"))
    await local.come_back()
    await post(web, channel, text("after"))

    assert [message.text for message in channel.messages] == ["before", "after"]


async def test_a_channels_rate_limit_is_told_and_kept() -> None:
    async with LocalDiscord(ratelimits=RateLimits((2, 60.0))) as local:
        channel = local.world.add_guild("News").add_channel("alerts")
        headers = {"Authorization": f"Bot {local.world.token}"}
        async with aiohttp.ClientSession(f"{local.url}/api/v10/", headers=headers) as web:
            statuses = [(await post(web, channel, text("x")))[0] for _ in range(2)]
            status, body = await post(web, channel, text("x"))

    assert statuses == [200, 200]
    assert status == 429
    assert 50 < body["retry_after"] <= 60


def card(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"flags": 1 << 15, "components": list(parts)}


def words(count: int) -> dict[str, Any]:
    return {"type": 10, "content": "x" * count}


def row(*ids: str) -> dict[str, Any]:
    buttons = [{"type": 2, "style": 1, "label": "x", "custom_id": each} for each in ids]
    return {"type": 1, "components": buttons}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (text("x" * 2_001), "content is longer"),
        ({}, "empty message"),
        ({"content": ""}, "empty message"),
        ({"embeds": [{"description": "x" * 3_001}, {"description": "x" * 3_000}]}, "embeds are longer"),
        (card(words(4_000), words(1)), "texts have 4001"),
        (card({"type": 17, "components": [words(1)] * 38}, words(1), words(1)), "41 components"),
        (card(words(1)) | {"content": "x"}, "beside components V2"),
        ({"components": [words(1)]}, "without their flag"),
        (card(row("same", "same")), "occurs 2 times"),
        (card(row("x" * 101)), "custom_id"),
        (text("x", nonce="n" * 26), "nonce"),
    ],
)
async def test_what_discord_would_refuse_is_refused_and_noted(
    local: LocalDiscord, web: aiohttp.ClientSession, channel: Channel, body: dict[str, Any], fault: str
) -> None:
    status, _ = await post(web, channel, body)

    assert status == 400
    assert any(fault in violation for violation in local.world.violations)
    assert channel.messages == []


@pytest.mark.skipif(openapi.where() is None, reason=openapi.LEFT_OUT)
async def test_requests_are_checked_against_discords_own_document(
    local: LocalDiscord, web: aiohttp.ClientSession, channel: Channel
) -> None:
    async with web.post(f"channels/{channel.id}/message", json={}) as answer:
        assert answer.status == 400
    assert (await post(web, channel, text("x", message_reference={"message_id": "no id"})))[0] == 400
    async with web.get(f"channels/{channel.id}/messages", params={"limit": "101"}) as answer:
        assert answer.status == 400

    assert len(local.world.violations) == 3


async def test_without_permission_nothing_is_posted_and_the_history_is_empty(
    web: aiohttp.ClientSession, guild: Guild, channel: Channel
) -> None:
    await post(web, channel, text("seen"))
    channel.deny(guild.everyone, send_messages=True, read_message_history=True)
    status, body = await post(web, channel, text("x"))
    async with web.get(f"channels/{channel.id}/messages") as answer:
        history = await answer.json()
    channel.deny(guild.everyone, view_channel=True)

    assert (status, body["code"]) == (403, 50013)
    assert history == []
    assert (await post(web, channel, text("x")))[1]["code"] == 50001


async def test_a_wrong_token_is_refused(local: LocalDiscord) -> None:
    async with aiohttp.ClientSession() as web, web.get(f"{local.url}/api/v10/users/@me") as answer:
        assert answer.status == 401


def test_discord_py_is_pointed_back_afterwards() -> None:
    with pointed_at("http://127.0.0.1:1"):
        assert Route.BASE == "http://127.0.0.1:1/api/v10"
        assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:1/"

    assert Route.BASE.startswith("https://discord.com")
    assert DiscordWebSocket.DEFAULT_GATEWAY.host == "gateway.discord.gg"


CHILD = """
import asyncio, sys, discord
from tests.fakes.discord import point_at

async def main(url, token, channel):
    point_at(url)
    client = discord.Client(intents=discord.Intents.default(), guild_ready_timeout=0.05)
    async with client:
        await client.login(token)
        await client.get_partial_messageable(channel).send("from the child", nonce="child")

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def test_a_bot_in_a_child_process_is_killed_between_send_and_answer(
    local: LocalDiscord, channel: Channel
) -> None:
    fault = local.faults.add(POST, applied=True, hold=True)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, local.url, local.world.token, str(channel.id),
        cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip

    async with asyncio.timeout(PATIENCE):
        await fault.reached.wait()
        child.send_signal(signal.SIGKILL)
        await child.wait()
        fault.release()

    assert child.returncode == -signal.SIGKILL
    assert channel.messages[0].text == "from the child"
    assert json.dumps(local.world.violations) == "[]"


def test_what_a_member_may_do_follows_roles_and_overwrites(guild: Guild, channel: Channel) -> None:
    from tests.fakes.discord.permissions import has, of_member

    desk, alice = guild.add_role("desk"), guild.add_member("alice")
    channel.deny(guild.everyone, view_channel=True)
    assert of_member(alice, channel) == 0
    channel.allow(desk, view_channel=True)
    alice.set_roles(desk)
    assert has(alice, channel, view_channel=True, send_messages=True)
    channel.deny(alice, send_messages=True)
    assert not has(alice, channel, send_messages=True)
    assert of_member(guild.members[guild.owner.id], channel) == discord.Permissions.all().value
