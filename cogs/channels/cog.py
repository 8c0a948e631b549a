"""The commands of /channel."""

from __future__ import annotations

import secrets
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show
from bot.chat.autocomplete import Choices, choices
from bot.chat.forums import around
from bot.chat.permissions import shown_name
from bot.chat.rights import (
    AlertChannel,
    Place,
    channel_here,
    needs,
    require_mention,
    require_post_in,
    rights_of,
)
from bot.chat.viewer import viewer_of
from bot.domain.alert import Mentions, Sample
from bot.domain.delivery import Target, TargetKind
from bot.domain.guild import Pings, Viewer
from bot.domain.watchlist import Watchlist
from bot.errors import MemberError, SendError
from bot.pipeline.chat import Chat
from bot.services import ChannelService, WatchlistService
from bot.services.channels import MOST_ALERTS, time_zones
from cogs.channels import looks

MANAGE: Final = "manage_guild"
KEY_BYTES: Final = 16  # of randomness in a message's key, as deliveries have

Interaction = discord.Interaction[Any]
ChannelOption = app_commands.Transform[Place, AlertChannel]


@app_commands.default_permissions(manage_guild=True)
class ChannelsCog(
    commands.GroupCog, group_name="channel", group_description="How alerts come to a channel, for admins"
):
    """Shows and changes how alerts come to a channel, and where admins hear notices.

    The whole group is for admins: Discord hides it from others, and every command checks it again.
    """

    def __init__(self, channels: ChannelService, watchlists: WatchlistService, chat: Chat) -> None:
        self._channels = channels
        self._watchlists = watchlists
        self._chat = chat

    @needs(MANAGE)
    @app_commands.command(name="set", description="Alerts on or off, role, budget, what pings again, images")
    @app_commands.describe(
        channel="Which channel (default: this one)",
        alerts="Post alerts here, or none",
        role="A role to mention with every alert",
        no_role="Mention no role any more",
        budget="Alerts an hour; more come in one digest",
        timezone="Where days begin in searches here, such as Europe/Kyiv; times show in everyone's own",
        pings="What in a told story pings again, by a reply to its alert (three a story at most)",
        images="Show a story's lead image",
        threads="Open a thread under each alert, with the story's timeline",
    )
    @app_commands.choices(
        alerts=[app_commands.Choice(name="on", value="on"), app_commands.Choice(name="off", value="off")],
        pings=[app_commands.Choice(name=name, value=pings.value) for pings, name in looks.PINGS.items()],
    )
    async def set_(  # noqa: PLR0917 - a command takes its options by position
        self,
        interaction: Interaction,
        channel: ChannelOption | None = None,
        alerts: app_commands.Choice[str] | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,
        budget: app_commands.Range[int, 1, MOST_ALERTS] | None = None,
        timezone: app_commands.Range[str, 1, 100] | None = None,
        pings: app_commands.Choice[str] | None = None,
        images: bool | None = None,
        threads: bool | None = None,
    ) -> None:
        """Change what is given."""
        await defer(interaction)
        place = channel or channel_here(interaction)
        require_post_in(interaction, place)
        if role:
            require_mention(interaction, place, role)
        if (
            not (alerts or role or no_role or budget or timezone or pings)
            and images is None
            and threads is None
        ):
            raise MemberError(
                "Nothing to change: give alerts, role, budget, timezone, pings, images or threads. "
                "/channel show shows them."
            )
        if threads:
            _require_threads(place)
        viewer = viewer_of(interaction)
        one = await self._channels.set(
            viewer,
            rights_of(interaction, place),
            place.id,
            alerts_on=None if alerts is None else alerts.value == "on",
            mention_role_id=role.id if role else None,
            no_mention=no_role,
            budget=budget,
            timezone=timezone,
            pings=None if pings is None else Pings(pings.value),
            images=images,
            threads=threads,
            within=around(place),
        )
        watching = await self._alerting(viewer, place)
        await show(interaction, looks.settings(f"Set up #{_name(place)}", one, place, watching, changed=True))

    @needs(MANAGE)
    @app_commands.command(name="show", description="How alerts come to a channel")
    @app_commands.describe(channel="Which channel (default: this one)")
    async def show_(self, interaction: Interaction, channel: ChannelOption | None = None) -> None:
        """Show a channel's settings."""
        await defer(interaction)
        place = channel or channel_here(interaction)
        viewer = viewer_of(interaction)
        one = await self._channels.show(viewer, place.id, within=around(place))
        watching = await self._alerting(viewer, place)
        await show(interaction, looks.settings(f"#{_name(place)}", one, place, watching, changed=False))

    @needs(MANAGE)
    @app_commands.command(description="Post a sample alert, and say which permission is missing")
    @app_commands.describe(channel="Which channel (default: this one)")
    async def test(self, interaction: Interaction, channel: ChannelOption | None = None) -> None:
        """Post a sample the way alerts are posted."""
        await defer(interaction)
        place = channel or channel_here(interaction)
        require_post_in(interaction, place)
        viewer = viewer_of(interaction)
        one = await self._channels.show(viewer, place.id)
        await show(interaction, await self._tested(viewer, place, one.mention_role_id))

    @needs(MANAGE)
    @app_commands.command(description="Where admins hear what needs them: a channel, or the server's owner")
    @app_commands.describe(
        channel="Which channel (default: this one)", owner="Send them to the server's owner instead"
    )
    async def notices(
        self, interaction: Interaction, channel: ChannelOption | None = None, owner: bool = False
    ) -> None:
        """Choose where notices go."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        if owner and channel:
            raise MemberError("Give either a channel or owner, not both.")
        place = None if owner else channel or channel_here(interaction)
        if place:
            require_post_in(interaction, place)
        await self._channels.set_notices(viewer, rights_of(interaction, place), place.id if place else None)
        await show(interaction, looks.notices(await self._channels.guild(viewer)))

    @set_.autocomplete("timezone")
    async def _timezones(self, _interaction: Interaction, typed: str) -> Choices:
        wanted = typed.strip().casefold().replace(" ", "_")
        return choices((zone, zone) for zone in time_zones() if wanted in zone.casefold())

    async def _tested(self, viewer: Viewer, place: Place, role_id: int | None) -> discord.ui.LayoutView:
        target = Target(TargetKind.CHANNEL, place.id, viewer.guild_id)
        role = place.guild.get_role(role_id) if role_id else None
        try:
            missing = await self._chat.missing_permissions(viewer.guild_id, place.id)
            if missing:
                return looks.lacking(place, missing)
            pings = role is not None and await self._chat.pingable_role(viewer.guild_id, place.id, role.id)
            await self._chat.send(
                target,
                Sample(asked_by=viewer.member_id),
                key=secrets.token_urlsafe(KEY_BYTES),
                mentions=Mentions(),
            )
        except SendError as error:
            return looks.failed(place, error)
        return looks.tested(place, role, pings=pings)

    async def _alerting(self, viewer: Viewer, place: Place) -> list[Watchlist]:
        found = await self._watchlists.all(viewer)
        return [one for one in found if one.channel_id == place.id and one.active_since]


def _require_threads(place: Place) -> None:
    """Raise MemberError where no thread can be opened: in what is no text channel, or for lack of rights."""
    if isinstance(place, discord.ForumChannel):
        raise MemberError("In a forum each story is a post of its own already: what is new comes there.")
    if not isinstance(place, discord.TextChannel):
        raise MemberError("Threads can be opened in text and announcement channels only.")
    granted = place.permissions_for(place.guild.me)
    missing = [
        shown_name(field)
        for field in ("create_public_threads", "send_messages_in_threads")
        if not getattr(granted, field)
    ]
    if missing:
        raise MemberError(f"To open threads in #{place.name}, Salient needs {' and '.join(missing)} there.")


def _name(place: Place) -> str:
    return discord.utils.escape_markdown(place.name)
