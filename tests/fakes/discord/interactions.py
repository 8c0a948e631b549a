"""Commands, buttons, forms and autocomplete as a member uses them, and what the bot answers.

seen = await discord.interactions.slash(member, channel, "feed add", url="https://a.example")
assert "added" in (await seen.shown()).text
await discord.interactions.press(member, message, message.button("Mute"))
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord import payloads, permissions
from tests.fakes.discord.world import Channel, Guild, Member, Message, Role, Upload, World
from tests.waiting import PATIENCE

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5

Json = dict[str, Any]


@dataclass(eq=False)
class Interaction:
    """One use of the bot by a member, and all that came back."""

    id: int
    kind: int
    token: str
    member: Member
    channel: Channel
    message: Message | None = None
    data: Json = field(default_factory=dict)  # what was asked
    response: Json | None = None  # the first answer: {"type": ..., "data": ...}
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    deleted: bool = False
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def changed(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, done: Callable[[Interaction], Any]) -> Interaction:
        """Wait until *done* is true of it."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: done(self))
        return self

    async def shown(self) -> Message:
        """Return the newest message that the member sees as the answer; waits for a deferred one."""
        await self.until(lambda each: each.original or each.followups)
        message = self.followups[-1] if self.followups else self.original
        assert message is not None
        return message

    @property
    def modal(self) -> Json:
        """The form that was opened."""
        assert self.response is not None
        assert self.response["type"] == 9, f"not a form: {self.response}"
        return self.response["data"]

    @property
    def choices(self) -> list[Json]:
        """What an autocomplete offers."""
        assert self.response is not None
        return self.response["data"].get("choices") or []


class Interactions:
    """Uses the bot as members do."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.seen: dict[int, Interaction] = {}

    def by_token(self, token: str) -> Interaction | None:
        return next((each for each in self.seen.values() if each.token == token), None)

    async def slash(self, member: Member, channel: Channel, command: str, /, **options: Any) -> Interaction:
        """Run a command such as "feed add"; channels, roles and members may be given as options."""
        return await self._use(member, channel, COMMAND, self._command(command, options))

    async def complete(
        self, member: Member, channel: Channel, command: str, focused: str, text: str = "", /, **options: Any
    ) -> list[Json]:
        """Return the choices offered while *text* is typed into the option *focused*."""
        data = self._command(command, {**options, focused: text}, focused=focused)
        return (await self._use(member, channel, AUTOCOMPLETE, data)).choices

    async def press(self, member: Member, message: Message, custom_id: str) -> Interaction:
        """Press a button."""
        assert custom_id in message.custom_ids, f"no {custom_id!r} in {message.custom_ids}"
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._use(member, message.channel, COMPONENT, data, message)

    async def select(self, member: Member, message: Message, custom_id: str, *values: str) -> Interaction:
        """Choose values in a select menu of texts."""
        data = {"custom_id": custom_id, "component_type": 3, "values": list(values)}
        return await self._use(member, message.channel, COMPONENT, data, message)

    async def submit(self, opened: Interaction, values: Mapping[str, str]) -> Interaction:
        """Fill in the form that *opened* shows, by the fields' custom_ids, and send it."""
        components = [_filled(part, values) for part in opened.modal["components"]]
        data = {"custom_id": opened.modal["custom_id"], "components": components}
        return await self._use(opened.member, opened.channel, MODAL, data, opened.message)

    async def _use(
        self, member: Member, channel: Channel, kind: int, data: Json, message: Message | None = None
    ) -> Interaction:
        number = self._world.new_id()
        used = Interaction(number, kind, f"token-{number}", member, channel, message, data)
        self.seen[number] = used
        guild = channel.guild
        where = _in_server(used, guild) if guild else _in_direct_messages(used)
        self._world.emit("INTERACTION_CREATE", self._payload(used, data) | where, guild)
        try:  # Discord waits three seconds, and no machine that is busy with tests is as quick as that
            return await used.until(lambda each: each.response)
        except TimeoutError:
            raise AssertionError(f"no answer to {data}") from None

    def _payload(self, used: Interaction, data: Json) -> Json:
        payload = {
            "id": str(used.id),
            "application_id": str(self._world.bot.id),
            "type": used.kind,
            "token": used.token,
            "version": 1,
            "channel_id": str(used.channel.id),
            "locale": "en-US",
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "data": data,
        }
        if used.message is not None:
            payload["message"] = payloads.message(used.message)
        return payload

    def _command(self, path: str, options: Mapping[str, Any], focused: str | None = None) -> Json:
        """Return the data of a command, nested as its groups are, with what its options name resolved."""
        name, *inner = path.split()
        command = next((each for each in self._world.commands if each["name"] == name), None)
        assert command is not None, f"no command {name!r} among {[c['name'] for c in self._world.commands]}"
        resolved: Json = {}
        level, steps = command, []
        for part in inner:
            level = next(each for each in level["options"] if each["name"] == part)
            steps.append(level)
        known = {option["name"]: option for option in level.get("options") or []}
        given = [
            _option(known[option], value, resolved, self._world.base)
            | ({"focused": True} if option == focused else {})
            for option, value in options.items()
        ]
        for step in reversed(steps):
            given = [{"type": step["type"], "name": step["name"], "options": given}]
        return {
            "id": command["id"],
            "name": name,
            "type": 1,
            "options": given,
            "resolved": resolved,
        }


def _in_server(used: Interaction, guild: Guild) -> Json:
    """Return what an interaction says of the server it was used in."""
    granted = {"permissions": str(permissions.of_member(used.member, used.channel))}
    return {
        "guild_id": str(guild.id),
        "guild_locale": "en-US",
        "channel": payloads.channel(used.channel) | granted,
        "member": payloads.member(used.member) | granted,
        "app_permissions": str(permissions.of_member(guild.bot, used.channel)),
        "authorizing_integration_owners": {"0": str(guild.id)},
        "context": 0,
    }


def _in_direct_messages(used: Interaction) -> Json:
    """Return what an interaction says where there is no server: no member, no roles."""
    return {
        "channel": payloads.channel(used.channel),
        "user": payloads.user(used.member.user),
        "app_permissions": str(permissions.EVERYONE),
        "authorizing_integration_owners": {"0": "0"},
        "context": 1,
    }


def _option(known: Json, value: Any, resolved: Json, base: str) -> Json:
    """Return an option as sent, and put what it names into *resolved*."""
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = payloads.role(value)
    elif isinstance(value, Channel):
        channel = payloads.channel(value) | {"permissions": "0"}
        resolved.setdefault("channels", {})[str(value.id)] = channel
    elif isinstance(value, Member):
        resolved.setdefault("users", {})[str(value.id)] = payloads.user(value.user)
        plain = {name: each for name, each in payloads.member(value).items() if name != "user"}
        resolved.setdefault("members", {})[str(value.id)] = plain | {"permissions": "0"}
    elif isinstance(value, Upload):
        resolved.setdefault("attachments", {})[str(value.id)] = payloads.attachment(value, base)
    sent = str(value.id) if isinstance(value, Role | Channel | Member | Upload) else value
    return {"type": known["type"], "name": known["name"], "value": sent}


def _filled(part: Json, values: Mapping[str, str]) -> Json:
    """Return a form's row or label with the member's words in its field."""
    if part["type"] == 18:
        return {"type": 18, "id": part.get("id", 1), "component": _filled(part["component"], values)}
    if "components" in part:
        return {"type": part["type"], "components": [_filled(each, values) for each in part["components"]]}
    if "custom_id" not in part:
        return part
    value = values.get(part["custom_id"], part.get("value") or "")
    return {"type": part["type"], "custom_id": part["custom_id"], "value": value}
