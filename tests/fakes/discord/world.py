"""The state of a small Discord, and what people do in it.

Methods are what a person or Discord itself would do; each tells the gateway by `World.emit`. Times come from
the world's clock, so a test may move them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.discord import payloads, permissions

NONCE_LIFE = timedelta(seconds=60)
EPHEMERAL = 1 << 6
_EPOCH_MS = 1_420_070_400_000  # 2015, where Discord's ids begin

Json = dict[str, Any]


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    accepts_direct_messages: bool = True


@dataclass(eq=False)
class Role:
    id: int
    name: str
    guild: Guild
    permissions: int = 0
    mentionable: bool = False

    def delete(self) -> None:
        self.guild.roles.remove(self)
        for member in self.guild.members.values():
            member.roles = [role for role in member.roles if role is not self]
        self.guild.emit("GUILD_ROLE_DELETE", {"guild_id": str(self.guild.id), "role_id": str(self.id)})


@dataclass(eq=False)
class Member:
    user: User
    guild: Guild
    roles: list[Role] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.user.id

    def leave(self) -> None:
        del self.guild.members[self.user.id]

    def set_roles(self, *roles: Role) -> None:
        """Change the roles; a bot without the members intent hears of its own only."""
        self.roles = list(roles)
        if self.user is self.guild.world.bot:
            self.guild.emit("GUILD_MEMBER_UPDATE", payloads.member(self) | {"guild_id": str(self.guild.id)})


@dataclass(frozen=True)
class Upload:
    """A file that a member attached."""

    id: int
    name: str
    content: bytes

    @property
    def path(self) -> str:
        return f"/attachments/{self.id}/{self.name}"


@dataclass(eq=False)
class Message:
    """A posted message: `body` is what was last sent for it, `versions` all of that, oldest first."""

    id: int
    channel: Channel
    author: User
    at: datetime
    body: Json
    pings: frozenset[int] = frozenset()  # roles and users that were notified; 0 stands for everyone
    reply_to: int | None = None
    edited_at: datetime | None = None
    versions: list[Json] = field(default_factory=list)
    extra: Json = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # as they were last sent with it

    @property
    def components(self) -> list[Json]:
        """Every component, however deep, parents first."""
        return list(walk(self.body.get("components") or []))

    @property
    def text(self) -> str:
        """All that can be read in it, a line a text component."""
        texts = [self.body.get("content") or ""]
        texts += [part["content"] for part in self.components if part.get("content")]
        return "\n".join(text for text in texts if text)

    @property
    def custom_ids(self) -> list[str]:
        return [part["custom_id"] for part in self.components if part.get("custom_id")]

    @property
    def ephemeral(self) -> bool:
        return bool(int(self.body.get("flags") or 0) & EPHEMERAL)

    def button(self, label: str) -> str:
        """Return the custom_id of the button with that label."""
        found = [part["custom_id"] for part in self.components if part.get("label") == label]
        assert found, f"no button {label!r} in {[part.get('label') for part in self.components]}"
        return found[0]

    def edit(self, changes: Json) -> None:
        kept = int(self.body.get("flags") or 0) & EPHEMERAL  # an edit does not show it to others
        flags = {"flags": int(changes["flags"]) | kept} if "flags" in changes else {}
        self.body = {**self.body, **changes, **flags}
        self.versions.append(self.body)
        self.edited_at = self.channel.world.now()

    def delete(self) -> None:
        """Delete it as a person with the right to would."""
        self.channel.messages.remove(self)
        self.channel.emit("MESSAGE_DELETE", {"id": str(self.id), "channel_id": str(self.channel.id)})


@dataclass(eq=False)
class Channel:
    """A guild's text channel, or direct messages where `guild` is None and `recipient` is set."""

    id: int
    name: str
    world: World
    guild: Guild | None = None
    recipient: User | None = None
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)  # role or user -> allow, deny
    messages: list[Message] = field(default_factory=list)
    parent: Channel | None = None  # of a thread
    forum: bool = False
    tags: list[Json] = field(default_factory=list)  # of a forum
    requires_tag: bool = False
    applied: list[str] = field(default_factory=list)  # the tags of a post, by name
    archived_at: datetime | None = None  # of a thread
    locked: bool = False

    def allow(self, whom: Role | Member, **names: bool) -> None:
        allow, deny = self.overwrites.get(whom.id, (0, 0))
        self._overwrite(whom, allow | permissions.bits(**names), deny & ~permissions.bits(**names))

    def deny(self, whom: Role | Member, **names: bool) -> None:
        allow, deny = self.overwrites.get(whom.id, (0, 0))
        self._overwrite(whom, allow & ~permissions.bits(**names), deny | permissions.bits(**names))

    def _overwrite(self, whom: Role | Member, allow: int, deny: int) -> None:
        self.overwrites[whom.id] = allow, deny
        self.emit("CHANNEL_UPDATE", payloads.channel(self))

    def say(self, member: Member | User, text: str) -> Message:
        """Post as a person; also how old traffic gets into a history."""
        author = member.user if isinstance(member, Member) else member
        return self.post(author, {"content": text})

    def post(self, author: User, body: Json, *, message_id: int | None = None, **extra: Any) -> Message:
        number = message_id or self.world.new_id()
        message = Message(number, self, author, self.world.now(), body, extra=extra)
        message.versions.append(body)
        reference = body.get("message_reference")
        message.reply_to = int(reference["message_id"]) if reference else None
        message.pings = _pings(message) if self.guild or self.recipient else frozenset()
        self.messages.append(message)
        self.emit("MESSAGE_CREATE", payloads.message(message))
        return message

    def add_tag(self, name: str, *, moderated: bool = False) -> None:
        """Let posts in this forum be tagged."""
        tag = {"id": str(self.world.new_id()), "name": name, "moderated": moderated}
        self.tags.append(tag | {"emoji_id": None, "emoji_name": None})
        self.emit("CHANNEL_UPDATE", payloads.channel(self))

    def archive(self, *, locked: bool = False) -> None:
        """Close a thread, as a person or time does; only moderators reopen one that is *locked*."""
        self.archived_at, self.locked = self.world.now(), locked
        self.emit("THREAD_UPDATE", payloads.channel(self))

    def reopen(self) -> None:
        self.archived_at = None
        self.emit("THREAD_UPDATE", payloads.channel(self))

    def rename(self, name: str, tags: list[str] | None = None) -> None:
        """Call a post otherwise, as a person or the bot does."""
        self.name, self.applied = name, self.applied if tags is None else tags
        self.emit("THREAD_UPDATE", payloads.channel(self))

    def message(self, message_id: int) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def delete(self) -> None:
        assert self.guild is not None
        self.guild.channels.remove(self)
        self.emit("THREAD_DELETE" if self.parent else "CHANNEL_DELETE", payloads.channel(self))

    def emit(self, event: str, data: Json) -> None:
        guild = {"guild_id": str(self.guild.id)} if self.guild else {}
        self.world.emit(event, data | guild, self.guild)


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    world: World
    owner: User
    roles: list[Role] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)
    available: bool = True

    @property
    def everyone(self) -> Role:
        return self.roles[0]

    @property
    def bot(self) -> Member:
        return self.members[self.world.bot.id]

    def add_channel(self, name: str) -> Channel:
        channel = Channel(self.world.new_id(), name, self.world, self)
        self.channels.append(channel)
        self.emit("CHANNEL_CREATE", payloads.channel(channel))
        return channel

    def add_forum(self, name: str, *, requires_tag: bool = False) -> Channel:
        forum = Channel(self.world.new_id(), name, self.world, self, forum=True, requires_tag=requires_tag)
        self.channels.append(forum)
        self.emit("CHANNEL_CREATE", payloads.channel(forum))
        return forum

    def add_post(self, forum: Channel, author: User, name: str, body: Json, tags: list[str]) -> Message:
        """Open a post in a forum: a thread with the id of its first message."""
        number, rights = self.world.new_id(), forum.overwrites
        made = Channel(number, name, self.world, self, overwrites=rights, parent=forum, applied=tags)
        self.channels.append(made)
        self.emit("THREAD_CREATE", payloads.channel(made))
        return made.post(author, body, message_id=made.id)

    def add_thread(self, parent: Channel, message_id: int, name: str) -> Channel:
        """Open the thread under a message, as the bot does."""
        thread = Channel(message_id, name, self.world, self, overwrites=parent.overwrites, parent=parent)
        self.channels.append(thread)
        self.emit("THREAD_CREATE", payloads.channel(thread))
        return thread

    def add_role(self, name: str, *, mentionable: bool = False, **names: bool) -> Role:
        role = Role(self.world.new_id(), name, self, permissions.bits(**names), mentionable)
        self.roles.append(role)
        self.emit("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": payloads.role(role)})
        return role

    def add_member(self, who: str | User, *roles: Role) -> Member:
        user = self.world.add_user(who) if isinstance(who, str) else who
        member = self.members[user.id] = Member(user, self, list(roles))
        return member

    def remove_bot(self) -> None:
        """Kick the bot."""
        self.world.guilds.remove(self)
        self.world.emit("GUILD_DELETE", {"id": str(self.id)}, self)

    def bring_back_bot(self) -> None:
        """Invite a bot that was kicked."""
        self.world.guilds.append(self)
        self.world.tell_joined(self)

    def emit(self, event: str, data: Json) -> None:
        self.world.emit(event, data, self)


class World:
    """All of it. `violations` collects what Discord would have refused in the bot's requests."""

    def __init__(self, *, clock: Callable[[], datetime] = wall_clock, token: str = "local-token") -> None:
        self.now = clock
        self.token = token
        self._numbers = itertools.count(1)
        self.listeners: list[Callable[[str, Json, Guild | None], None]] = []
        self.bot = self.add_user("salient", bot=True)
        self.guilds: list[Guild] = []
        self.direct: dict[int, Channel] = {}
        self.commands: list[Json] = []
        self.nonces: dict[tuple[int, str], tuple[Message, datetime]] = {}
        self.violations: list[str] = []
        self.uploads: dict[str, bytes] = {}  # what members attached, by its path
        self.base = ""  # where the server is, for addresses of what was attached

    def upload(self, name: str, content: bytes) -> Upload:
        """Attach a file, as an option of a command."""
        made = Upload(self.new_id(), name, content)
        self.uploads[made.path] = content
        return made

    def new_id(self) -> int:
        milliseconds = int(self.now().timestamp() * 1000) - _EPOCH_MS
        return (milliseconds << 22) | (next(self._numbers) & 0x3FFFFF)

    def emit(self, event: str, data: Json, guild: Guild | None) -> None:
        for listener in self.listeners:
            listener(event, data, guild)

    def add_user(self, name: str, *, bot: bool = False) -> User:
        return User(self.new_id(), name, bot)

    def add_guild(self, name: str) -> Guild:
        """Make a guild with an owner, the bot as a member and no channel yet."""
        owner = self.add_user(f"owner of {name}")
        guild = Guild(self.new_id(), name, self, owner)
        guild.roles.append(Role(guild.id, "@everyone", guild, permissions.EVERYONE))
        guild.add_member(owner)
        guild.add_member(self.bot)
        self.guilds.append(guild)
        self.tell_joined(guild)
        return guild

    def tell_joined(self, guild: Guild) -> None:
        """Tell the bot that it was added to a guild."""
        joined = payloads.guild(guild)
        del joined["unavailable"]  # by its absence a client tells a guild that is new from one that is back
        self.emit("GUILD_CREATE", joined, guild)

    def guild(self, guild_id: int) -> Guild | None:
        return next((guild for guild in self.guilds if guild.id == guild_id), None)

    def channels(self) -> Iterator[Channel]:
        for guild in self.guilds:
            yield from guild.channels
        yield from self.direct.values()

    def channel(self, channel_id: int) -> Channel | None:
        return next((channel for channel in self.channels() if channel.id == channel_id), None)

    def user(self, user_id: int) -> User | None:
        users = (member.user for guild in self.guilds for member in guild.members.values())
        return next((user for user in users if user.id == user_id), None)

    def direct_messages(self, who: User | Member) -> Channel:
        """Return the bot's direct messages with a user."""
        user = who.user if isinstance(who, Member) else who
        if user.id not in self.direct:
            self.direct[user.id] = Channel(self.new_id(), user.name, self, recipient=user)
        return self.direct[user.id]

    def post_once(self, channel: Channel, body: Json, **extra: Any) -> Message:
        """Post as the bot, or return the message that a repetition within the nonce's life repeats."""
        nonce = body.get("nonce")
        known = self.nonces.get((channel.id, str(nonce))) if body.get("enforce_nonce") else None
        if known and self.now() - known[1] < NONCE_LIFE:
            return known[0]
        message = channel.post(self.bot, body, **extra)
        if nonce is not None:
            self.nonces[channel.id, str(nonce)] = message, self.now()
        return message


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield components and all within them."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for single in ("accessory", "component"):
            if component.get(single):
                yield from walk([component[single]])


def _pings(message: Message) -> frozenset[int]:
    """Return whom a new message notifies: what its text mentions, as far as it is allowed to."""
    allowed = message.body.get("allowed_mentions")
    text, guild = message.text, message.channel.guild
    users = {int(found) for found in re.findall(r"<@!?(\d+)>", text)}
    roles = {int(found) for found in re.findall(r"<@&(\d+)>", text)}
    everyone = bool(re.search(r"@(everyone|here)\b", text))
    if allowed is not None:
        parse = allowed.get("parse") or []
        users &= users if "users" in parse else {int(user) for user in allowed.get("users") or []}
        roles &= roles if "roles" in parse else {int(role) for role in allowed.get("roles") or []}
        everyone = everyone and "everyone" in parse
    if guild is None:
        return frozenset(users)
    author = guild.members.get(message.author.id)
    may_all = author is not None and permissions.has(author, message.channel, mention_everyone=True)
    known = {role.id for role in guild.roles[1:] if role.mentionable or may_all}
    return frozenset(users & guild.members.keys() | roles & known | ({0} if everyone and may_all else set()))
