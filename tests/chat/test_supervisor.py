"""The supervisor over the wire: whatever ends a connection, another follows; only a bad token is final."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat import supervisor as module
from bot.chat.client import ClientOptions, GuildEvents, SalientClient
from bot.chat.supervisor import Backoff, Supervisor
from bot.domain.alert import Mentions, Notice
from bot.domain.delivery import Target, TargetKind
from bot.errors import OperatorError, Unreachable
from tests.chat.connected import connected, no_setup
from tests.fakes.discord import Channel, Guild, LocalDiscord, pointed_at
from tests.waiting import FOR_EVER, PATIENCE, until


def supervisor_of(token: str) -> Supervisor:
    def make() -> SalientClient:
        return SalientClient(no_setup, GuildEvents(), options=ClientOptions(guilds_quiet=0.05))

    return Supervisor(token, make, backoff=Backoff(first=0.02, longest=0.1))


async def test_a_first_connection_that_fails_is_tried_again(local: LocalDiscord) -> None:
    local.gateway.refusals = 2

    async with connected(local) as bot:
        assert bot.sender.ready()

    assert local.gateway.identified == 1


async def test_a_discord_that_is_down_at_the_start_is_waited_for(local: LocalDiscord) -> None:
    await local.go_down()

    async with connected(local, wait=False) as bot:
        await until(lambda: len(bot.made) > 3)
        assert not bot.sender.ready()
        with pytest.raises(Unreachable):
            await bot.sender.owner_of(1)
        await local.come_back()
        await until(bot.sender.ready)


async def test_a_malformed_event_ends_one_client_and_not_the_bot(
    local: LocalDiscord, guild: Guild, channel: Channel
) -> None:
    async with connected(local) as bot:
        first = bot.client
        local.gateway.send_nonsense()
        await until(lambda: bot.supervisor.client is not first and bot.sender.ready())

        target = Target(TargetKind.CHANNEL, channel.id, guild.id)
        await bot.sender.send(target, Notice("Kursk", "text"), key="k" * 22, mentions=Mentions())

    assert len(channel.messages) == 1


async def test_a_dropped_line_is_resumed_and_no_event_is_lost(
    local: LocalDiscord, guild: Guild, channel: Channel
) -> None:
    deleted: list[int] = []

    async def channel_deleted(_: int, channel_id: int) -> None:
        deleted.append(channel_id)

    async with connected(local, events=GuildEvents(channel_deleted=channel_deleted)) as bot:
        local.gateway.ask_to_reconnect()
        await until(lambda: local.gateway.resumed == 1)
        for connection in local.gateway.connections:
            connection.session = None  # the line is dead already, nobody noticed
        channel.delete()
        local.gateway.cut()
        await until(lambda: deleted)
        assert bot.sender.ready()

    assert deleted == [channel.id]
    assert local.gateway.identified == 1


async def test_a_session_that_discord_forgot_begins_anew(local: LocalDiscord, guild: Guild) -> None:
    async with connected(local) as bot:
        local.gateway.forget_sessions()
        local.gateway.ask_to_reconnect()
        await until(lambda: local.gateway.identified == 2 and bot.sender.ready())


async def test_a_close_that_discord_py_gives_up_on_is_survived(local: LocalDiscord) -> None:
    async with connected(local) as bot:
        await local.gateway.close(4000)
        await until(lambda: bot.sender.ready() and local.gateway.resumed + local.gateway.identified > 1)


async def test_a_bad_token_is_final_and_says_what_to_do(local: LocalDiscord) -> None:
    supervisor = supervisor_of("mistyped")

    with pointed_at(local.url), pytest.raises(OperatorError, match="does not accept the token") as caught:
        await supervisor.run()

    assert "mistyped" not in str(caught.value)
    assert len(local.requests) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, "does not accept the token"),
        (4011, "sharding"),
        (4013, "intents"),
        (4014, "withholds an intent"),
    ],
)
async def test_what_only_the_operator_can_mend_is_said_in_words(
    local: LocalDiscord, code: int, words: str
) -> None:
    local.gateway.close_code = code

    with pointed_at(local.url), pytest.raises(OperatorError, match=words):
        await supervisor_of(local.world.token).run()


async def test_stopping_waits_for_no_time_limit_and_leaves_no_connection(
    local: LocalDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_STOP", FOR_EVER)
    async with connected(local) as bot:
        async with asyncio.timeout(PATIENCE):
            await bot.supervisor.stop()
        assert bot.supervisor.client is None

    await until(lambda: not local.gateway.connections)


async def test_stopping_interrupts_the_wait_for_the_next_attempt(local: LocalDiscord) -> None:
    await local.go_down()
    with pointed_at(local.url):
        made: list[SalientClient] = []

        def make() -> SalientClient:
            made.append(SalientClient(no_setup, GuildEvents()))
            return made[-1]

        supervisor = Supervisor("token", make, backoff=Backoff(first=FOR_EVER, longest=FOR_EVER))
        running = asyncio.create_task(supervisor.run())
        await until(lambda: made and supervisor.client is None)
        async with asyncio.timeout(PATIENCE):
            await supervisor.stop()
            await running


def test_the_wait_grows_to_its_limit_and_is_spread() -> None:
    backoff = Backoff(first=1, longest=300)

    assert [backoff.wait(n, 0) for n in (1, 2, 3, 9, 10, 10_000)] == [1, 2, 4, 256, 300, 300]
    assert backoff.wait(10, 0.999) == pytest.approx(150, abs=1)
