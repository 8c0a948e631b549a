"""The world as the JSON that discord.py reads; field by field from Discord's documentation."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.discord import world as w

Json = dict[str, Any]
_JOINED = "2024-01-01T00:00:00.000000+00:00"


def user(user: w.User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        "bot": user.bot,
    }


def role(role: w.Role) -> Json:
    return {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": role.guild.roles.index(role) if role in role.guild.roles else 0,
        "permissions": str(role.permissions),
        "managed": False,
        "mentionable": role.mentionable,
        "flags": 0,
    }


def member(member: w.Member) -> Json:
    return {
        "user": user(member.user),
        "nick": None,
        "avatar": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": _JOINED,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(channel: w.Channel) -> Json:
    if channel.guild is None:
        assert channel.recipient is not None
        return {
            "id": str(channel.id),
            "type": 1,
            "last_message_id": None,
            "recipients": [user(channel.recipient)],
        }
    if channel.parent is not None:
        return {
            "id": str(channel.id),
            "type": 11,
            "guild_id": str(channel.guild.id),
            "parent_id": str(channel.parent.id),
            "owner_id": str(channel.world.bot.id),
            "name": channel.name,
            "applied_tags": [tag["id"] for tag in channel.parent.tags if tag["name"] in channel.applied],
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": channel.archived_at is not None,
                "auto_archive_duration": 1440,
                "archive_timestamp": (channel.archived_at or channel.world.now()).isoformat(),
                "locked": channel.locked,
            },
        }
    roles = {role.id for role in channel.guild.roles}
    forum = {
        "available_tags": channel.tags,
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
        "flags": (1 << 4) if channel.requires_tag else 0,
    }
    return {
        **(forum if channel.forum else {}),
        "id": str(channel.id),
        "type": 15 if channel.forum else 0,
        "guild_id": str(channel.guild.id),
        "position": 0,
        "name": channel.name,
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "parent_id": None,
        "permission_overwrites": [
            {"id": str(whom), "type": 0 if whom in roles else 1, "allow": str(allow), "deny": str(deny)}
            for whom, (allow, deny) in channel.overwrites.items()
        ],
    }


def guild(guild: w.Guild) -> Json:
    nothing = (
        "icon splash discovery_splash afk_channel_id application_id system_channel_id rules_channel_id "
        "vanity_url_code description banner public_updates_channel_id safety_alerts_channel_id"
    )
    zero = (
        "verification_level default_message_notifications explicit_content_filter mfa_level "
        "system_channel_flags premium_tier nsfw_level"
    )
    empty = (
        "emojis features stickers voice_states threads presences stage_instances guild_scheduled_events "
        "soundboard_sounds"
    )
    return {
        **dict.fromkeys(nothing.split()),
        **dict.fromkeys(zero.split(), 0),
        **{name: [] for name in empty.split()},
        "threads": [channel(each) for each in guild.channels if each.parent and each.archived_at is None],
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "afk_timeout": 300,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "joined_at": _JOINED,
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "roles": [role(each) for each in guild.roles],
        "members": [member(guild.bot)],  # without the members intent the bot sees itself only
        "channels": [channel(each) for each in guild.channels if each.parent is None],
    }


def message(message: w.Message, *, nonce: object = None) -> Json:
    body = message.body
    payload = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user(message.author),
        "content": body.get("content") or "",
        "timestamp": stamp(message.at),
        "edited_timestamp": stamp(message.edited_at) if message.edited_at else None,
        "tts": False,
        "mention_everyone": 0 in message.pings,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": body.get("embeds") or [],
        "components": numbered(body.get("components") or []),
        "pinned": False,
        "type": 19 if message.reply_to else 0,
        "flags": int(body.get("flags") or 0),
        **message.extra,
    }
    if message.reply_to is not None:
        payload["message_reference"] = {
            "message_id": str(message.reply_to),
            "channel_id": str(message.channel.id),
            "type": 0,
        }
    return payload | ({"nonce": nonce} if nonce is not None else {})


def attachment(upload: w.Upload, base: str) -> Json:
    url = f"{base}{upload.path}"
    return {
        "id": str(upload.id),
        "filename": upload.name,
        "size": len(upload.content),
        "url": url,
        "proxy_url": url,
        "content_type": "text/x-opml",
        "ephemeral": True,
    }


def numbered(components: list[Json], numbers: itertools.count[int] | None = None) -> list[Json]:
    """Return the components with the ids that Discord gives to those that have none."""
    numbers = numbers or itertools.count(1)
    result = []
    for component in components:
        copy = {"id": next(numbers), **component}
        if component.get("components"):
            copy["components"] = numbered(component["components"], numbers)
        for single in ("accessory", "component"):
            if component.get(single):
                copy[single] = numbered([component[single]], numbers)[0]
        result.append(copy)
    return result


def application(world: w.World) -> Json:
    return {
        "id": str(world.bot.id),
        "name": "salient",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "00" * 32,
        "flags": 0,
        "owner": user(world.bot) | {"bot": False},
        "team": None,
        "summary": "",
        "rpc_origins": [],
        "interactions_endpoint_url": None,
    }


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
