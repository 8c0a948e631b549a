"""The client over the wire: commands reach Discord, errors reach the member, events reach us."""

from __future__ import annotations

import logging

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.chat.apology import answering
from bot.chat.client import GuildEvents, SalientClient
from bot.chat.permissions import invitation_url
from bot.domain.alert import Mentions, Notice
from bot.domain.delivery import Target, TargetKind
from bot.errors import NotFound, QueryError, StorageError
from tests.chat.connected import connected
from tests.fakes.discord import Channel, Guild, LocalDiscord, Member
from tests.waiting import until


@pytest.fixture
def alice(guild: Guild) -> Member:
    return guild.add_member("alice")


class Button(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"s:(?P<what>[a-z]+)"
):
    """A button that outlives restarts, as ours do."""

    def __init__(self, what: str) -> None:
        super().__init__(discord.ui.Button(label=what, custom_id=f"s:{what}"))
        self.what = what

    @classmethod
    async def from_custom_id(cls, _interaction, _item, match):  # type: ignore[no-untyped-def, override]
        return cls(match["what"])

    async def callback(self, interaction: discord.Interaction) -> None:
        async with answering(interaction):
            if self.what == "fail":
                raise RuntimeError("secret detail")
            if self.what == "form":
                await interaction.response.send_modal(Form())
                return
            await interaction.response.send_message(f"{self.what} pressed", ephemeral=True)


class Form(discord.ui.Modal, title="Change"):
    query: discord.ui.Label = discord.ui.Label(
        text="Query", component=discord.ui.TextInput(custom_id="query", default="kursk")
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        field = self.query.component
        assert isinstance(field, discord.ui.TextInput)
        await interaction.response.send_message(f"now {field.value}", ephemeral=True)


class Cog(commands.Cog):
    """Commands as ours are."""

    feed = app_commands.Group(name="feed", description="Feeds")

    @feed.command(description="Follow a feed")
    async def add(self, interaction: discord.Interaction, url: str, where: discord.TextChannel) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"{url} in {where.name}")

    @add.autocomplete("url")
    async def urls(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}{n}", value=f"{typed}{n}") for n in range(3)]

    @app_commands.command(description="Fail")
    async def fail(self, interaction: discord.Interaction, how: str, late: bool = False) -> None:
        if late:
            await interaction.response.defer(ephemeral=True)
        raise {
            "member": NotFound("There is no watchlist *kursk* @everyone"),
            "query": QueryError("A word is missing after AND", query="a AND `", position=7, hint="a AND b"),
            "storage": StorageError("/var/lib/salient.sqlite is locked"),
            "bug": KeyError("secret detail"),
        }[how]

    @app_commands.command(description="Buttons")
    async def buttons(self, interaction: discord.Interaction) -> None:
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.ActionRow(Button("mute"), Button("fail"), Button("form")))
        await interaction.response.send_message(view=view)


async def setup(client: SalientClient) -> None:
    await client.add_cog(Cog())
    client.add_dynamic_items(Button)


async def test_a_command_is_known_to_discord_and_answers_its_member(
    local: LocalDiscord, channel: Channel, alice: Member
) -> None:
    async with connected(local, setup=setup):
        used = await local.interactions.slash(
            alice, channel, "feed add", url="https://a.example", where=channel
        )
        shown = await used.shown()

    assert shown.text == "https://a.example in alerts"
    assert shown.ephemeral
    assert channel.messages == []


async def test_commands_work_in_servers_only(local: LocalDiscord, guild: Guild) -> None:
    async with connected(local, setup=setup):
        assert {tuple(command["contexts"]) for command in local.world.commands} == {(0,)}


async def test_an_option_is_completed_while_it_is_typed(
    local: LocalDiscord, channel: Channel, alice: Member
) -> None:
    async with connected(local, setup=setup):
        choices = await local.interactions.complete(alice, channel, "feed add", "url", "ku", where=channel)

    assert [choice["value"] for choice in choices] == ["ku0", "ku1", "ku2"]


@pytest.mark.parametrize("late", [False, True])
async def test_a_members_mistake_is_explained_and_pings_nobody(
    local: LocalDiscord, channel: Channel, alice: Member, late: bool
) -> None:
    async with connected(local, setup=setup):
        used = await local.interactions.slash(alice, channel, "fail", how="member", late=late)
        shown = await used.shown()

    assert shown.text.endswith(r"There is no watchlist \*kursk\* @" + "\u200beveryone")
    assert shown.ephemeral
    assert shown.pings == frozenset()


async def test_a_query_that_cannot_be_read_is_shown_with_the_place(
    local: LocalDiscord, channel: Channel, alice: Member
) -> None:
    async with connected(local, setup=setup):
        shown = await (await local.interactions.slash(alice, channel, "fail", how="query")).shown()

    assert shown.text.count("```") == 2
    assert "       ^" in shown.text
    assert "a AND b" in shown.text


@pytest.mark.parametrize("how", ["bug", "storage"])
async def test_our_own_failure_gives_a_number_that_is_in_the_log_and_no_detail(
    local: LocalDiscord, channel: Channel, alice: Member, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    async with connected(local, setup=setup):
        shown = await (await local.interactions.slash(alice, channel, "fail", how=how)).shown()

    number = shown.text.split("`")[1]
    assert any(number in record.getMessage() for record in caplog.records)
    assert "secret" not in shown.text
    assert "sqlite" not in shown.text


async def test_buttons_still_work_after_a_restart(
    local: LocalDiscord, channel: Channel, alice: Member
) -> None:
    async with connected(local, setup=setup):
        await local.interactions.slash(alice, channel, "buttons")
    (message,) = channel.messages

    async with connected(local, setup=setup):
        used = await local.interactions.press(alice, message, "s:mute")
        shown = await used.shown()

    assert shown.text == "mute pressed"


async def test_a_button_that_fails_says_so(local: LocalDiscord, channel: Channel, alice: Member) -> None:
    async with connected(local, setup=setup):
        await local.interactions.slash(alice, channel, "buttons")
        shown = await (await local.interactions.press(alice, channel.messages[0], "s:fail")).shown()

    assert "went wrong" in shown.text
    assert "secret" not in shown.text


async def test_a_form_is_filled_in_and_sent(local: LocalDiscord, channel: Channel, alice: Member) -> None:
    async with connected(local, setup=setup):
        await local.interactions.slash(alice, channel, "buttons")
        opened = await local.interactions.press(alice, channel.messages[0], "s:form")
        shown = await (await local.interactions.submit(opened, {"query": "kursk AND korea"})).shown()

    assert shown.text == "now kursk AND korea"


async def test_alerts_go_out_even_where_discord_does_not_take_the_commands(
    local: LocalDiscord, guild: Guild, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    local.faults.add(
        "PUT /applications", status=403, body={"code": 50001, "message": "Missing Access"}, times=2
    )

    async with connected(local, setup=setup) as bot:
        target = Target(TargetKind.CHANNEL, channel.id, guild.id)
        await bot.sender.send(target, Notice("Kursk", "text"), key="k" * 22, mentions=Mentions())

    assert len(channel.messages) == 1
    assert any("slash commands" in record.getMessage() for record in caplog.records)


async def test_no_privileged_intent_is_asked_for(local: LocalDiscord) -> None:
    async with connected(local) as bot:
        asked = dict(bot.client.intents)

    assert not any(asked[name] for name in ("members", "presences", "message_content"))


# Events.


async def test_what_happens_in_guilds_is_told(local: LocalDiscord, guild: Guild, channel: Channel) -> None:
    told: list[tuple[object, ...]] = []

    def telling(name: str):  # type: ignore[no-untyped-def]
        async def tell(*values: object) -> None:
            told.append((name, *values))

        return tell

    events = GuildEvents(**{name: telling(name) for name in GuildEvents.__slots__})
    async with connected(local, events=events) as bot:
        await until(lambda: ("present", frozenset({guild.id})) in told)
        target = Target(TargetKind.CHANNEL, channel.id, guild.id)
        sent = await bot.sender.send(target, Notice("Kursk", "text"), key="k" * 22, mentions=Mentions())
        another = local.world.add_guild("Another")

        channel.messages[0].delete()
        channel.delete()
        another.remove_bot()
        await until(lambda: ("left", another.id) in told)

    assert told[1:] == [
        ("joined", another.id, another.owner.id),
        ("message_deleted", guild.id, channel.id, sent.message_id),
        ("channel_deleted", guild.id, channel.id),
        ("left", another.id),
    ]


async def test_a_receiver_that_fails_stops_nothing(
    local: LocalDiscord, guild: Guild, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise StorageError("locked")

    async with connected(local, events=GuildEvents(channel_deleted=broken)) as bot:
        channel.delete()
        await until(lambda: any("on_guild_channel_delete" in r.getMessage() for r in caplog.records))
        assert bot.sender.ready()

    assert caplog.records[-1].levelno <= logging.ERROR


def test_the_invitation_asks_for_what_is_needed_and_no_more() -> None:
    url = invitation_url(42)

    assert url.startswith("https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands")
    granted = discord.Permissions(int(url.split("permissions=")[1]))
    assert granted.send_messages
    assert granted.read_message_history
    assert not granted.administrator
    assert not granted.manage_messages
