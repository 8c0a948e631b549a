"""The REST routes that the bot uses, answered from the world."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.discord import limits, payloads, permissions
from tests.fakes.discord.faults import Fault, Faults
from tests.fakes.discord.interactions import Interaction, Interactions
from tests.fakes.discord.openapi import document
from tests.fakes.discord.ratelimits import RateLimits
from tests.fakes.discord.world import Channel, Guild, Message, World

PREFIX = "/api/v10"
_UNDOCUMENTED = "use_nested_fields"  # discord.py has sent it with every forum post since 2.0
_PAGE = 50  # messages, unless asked for more or fewer
_CHANGED = ("content", "embeds", "components", "flags")

Json = dict[str, Any]


class ApiError(Exception):
    """An error answer of Discord's."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, **more}


@dataclass(frozen=True)
class Request:
    """A request as it came, kept in `Rest.requests`."""

    method: str
    path: str
    body: Any
    query: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


Handler = Callable[..., Awaitable[tuple[int, Any]]]


class Rest:
    """Checks, limits, breaks and answers requests."""

    def __init__(self, world: World, interactions: Interactions, faults: Faults, limits_: RateLimits) -> None:
        self._world = world
        self._interactions = interactions
        self._faults = faults
        self._limits = limits_
        self.requests: list[Request] = []
        channel, member = r"/channels/(\d+)", r"/guilds/(\d+)/members/(\d+)"
        hook, commands = r"/webhooks/\d+/([^/]+)", r"/applications/\d+(?:/guilds/\d+)?/commands"
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = [
            (method, re.compile(path), handler)
            for method, path, handler in (
                ("GET", "/users/@me", self._me),
                ("POST", "/users/@me/channels", self._open_direct),
                ("GET", "/gateway/bot", self._gateway),
                ("GET", "(?:/oauth2)?/applications/@me", self._application),
                ("GET", commands, self._commands),
                ("PUT", commands, self._replace_commands),
                ("GET", channel, self._channel),
                ("PATCH", channel, self._reopen),
                ("POST", f"{channel}/threads", self._open_post),
                ("GET", f"{channel}/threads/archived/public", self._archived),
                ("GET", r"/guilds/(\d+)/threads/active", self._active),
                ("GET", f"{channel}/messages", self._history),
                ("POST", f"{channel}/messages", self._send),
                ("GET", rf"{channel}/messages/(\d+)", self._one_message),
                ("PATCH", rf"{channel}/messages/(\d+)", self._edit),
                ("DELETE", rf"{channel}/messages/(\d+)", self._delete),
                ("POST", rf"{channel}/messages/(\d+)/threads", self._open_thread),
                ("GET", member, self._member),
                ("POST", r"/interactions/(\d+)/([^/]+)/callback", self._callback),
                ("POST", hook, self._follow_up),
                ("GET", rf"{hook}/messages/(@original|\d+)", self._answered),
                ("PATCH", rf"{hook}/messages/(@original|\d+)", self._edit_answer),
                ("DELETE", rf"{hook}/messages/(@original|\d+)", self._delete_answer),
            )
        ]

    async def handle(self, incoming: web.Request) -> web.StreamResponse:
        """Answer one request, or break as a fault says."""
        request = await _read(incoming)
        self.requests.append(request)
        fault = self._faults.take(str(request))
        if fault is None:
            return await self._answer(request, incoming)
        if not fault.applied:
            await fault.reach()
            return await self._answer(request, incoming) if fault.harmless else _broken(incoming, fault)
        answer = await self._answer(request, incoming)
        await fault.reach()
        return answer if fault.harmless else _broken(incoming, fault)

    async def _answer(self, request: Request, incoming: web.Request) -> web.Response:
        route = re.sub(r"\d{15,}|token-\d+", "{}", str(request))
        ids = re.findall(r"/channels/(\d+)", request.path)
        headers, wait = self._limits.take(route, ids[0] if ids else "")
        try:
            _in_time(wait)
            if not re.match("/(interactions|webhooks)/", request.path):
                _authorize(incoming.headers.get("Authorization"), self._world.token)
            self._validate(request)
            handler, groups = self._handler(request)
            status, body = await handler(request, *groups)
        except ApiError as error:
            return _json(error.body, error.status, headers)
        return web.Response(status=204, headers=headers) if body is None else _json(body, status, headers)

    def _handler(self, request: Request) -> tuple[Handler, tuple[str, ...]]:
        for method, pattern, handler in self._routes:
            if method == request.method and (match := pattern.fullmatch(request.path)):
                return handler, match.groups()
        raise ApiError(501, 0, f"the local Discord does not know {request}")

    def _validate(self, request: Request) -> None:
        """Refuse, and note, what Discord would refuse."""
        known = document()
        query = {name: value for name, value in request.query.items() if name != _UNDOCUMENTED}
        faults = known.faults(request.method, request.path, query, request.body) if known else []
        if faults:
            self._refuse(request, faults)

    def _refuse(self, request: Request, faults: list[str]) -> None:
        if faults:
            self._world.violations += [f"{request}: {fault}" for fault in faults]
            errors = {"_errors": [{"code": "INVALID", "message": fault} for fault in faults]}
            raise ApiError(400, 50035, "Invalid Form Body", errors={"body": errors})

    # The bot itself.

    async def _me(self, _: Request) -> tuple[int, Any]:
        return 200, payloads.user(self._world.bot)

    async def _application(self, _: Request) -> tuple[int, Any]:
        return 200, payloads.application(self._world)

    async def _gateway(self, _: Request) -> tuple[int, Any]:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        return 200, {"url": "ws://127.0.0.1", "shards": 1, "session_start_limit": limit}

    async def _commands(self, _: Request) -> tuple[int, Any]:
        return 200, self._world.commands

    async def _replace_commands(self, request: Request) -> tuple[int, Any]:
        self._world.commands = [
            {
                **command,
                "id": str(self._world.new_id()),
                "application_id": str(self._world.bot.id),
                "version": str(self._world.new_id()),
                "default_member_permissions": command.get("default_member_permissions"),
            }
            for command in request.body
        ]
        return 200, self._world.commands

    # Channels and messages.

    async def _open_direct(self, request: Request) -> tuple[int, Any]:
        user = self._world.user(int(request.body["recipient_id"]))
        if user is None:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        return 200, payloads.channel(self._world.direct_messages(user))

    async def _channel(self, _: Request, channel_id: str) -> tuple[int, Any]:
        return 200, payloads.channel(self._open(channel_id))

    async def _history(self, request: Request, channel_id: str) -> tuple[int, Any]:
        channel = self._open(channel_id)
        if channel.guild and not permissions.has(channel.guild.bot, channel, read_message_history=True):
            return 200, []  # not an error: Discord's documentation of "Get Channel Messages" says so
        query, limit = request.query, int(request.query.get("limit", _PAGE))
        messages = sorted(channel.messages, key=lambda message: message.id)
        if "after" in query:
            messages = [each for each in messages if each.id > int(query["after"])][:limit]
        elif "before" in query:
            messages = [each for each in messages if each.id < int(query["before"])][-limit:]
        else:
            messages = messages[-limit:]
        return 200, [payloads.message(message) for message in reversed(messages)]

    async def _send(self, request: Request, channel_id: str) -> tuple[int, Any]:
        channel = self._open(channel_id)
        if channel.forum:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        send = "send_messages_in_threads" if channel.parent else "send_messages"
        if channel.guild and not permissions.has(channel.guild.bot, channel, **{send: True}):
            raise ApiError(403, 50013, "Missing Permissions")
        self._unlock(channel)
        if channel.recipient and not channel.recipient.accepts_direct_messages:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        self._refuse(request, limits.message_faults(request.body))
        body = dict(request.body)
        reference = body.get("message_reference")
        if reference and channel.message(int(reference["message_id"])) is None:
            if reference.get("fail_if_not_exists", True):
                unknown = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
                errors = {"message_reference": {"_errors": [unknown]}}
                raise ApiError(400, 50035, "Invalid Form Body", errors=errors)
            del body["message_reference"]
        message = self._world.post_once(channel, body)
        return 200, payloads.message(message, nonce=body.get("nonce"))

    async def _one_message(self, _: Request, channel_id: str, message_id: str) -> tuple[int, Any]:
        return 200, payloads.message(self._message(self._open(channel_id), message_id))

    async def _edit(self, request: Request, channel_id: str, message_id: str) -> tuple[int, Any]:
        message = self._message(self._open(channel_id), message_id)
        if message.author is not self._world.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        if message.channel.archived_at is not None:
            raise ApiError(400, 50083, "Thread is archived")
        self._change(request, message)
        message.channel.emit("MESSAGE_UPDATE", payloads.message(message))
        return 200, payloads.message(message)

    async def _delete(self, _: Request, channel_id: str, message_id: str) -> tuple[int, Any]:
        self._message(self._open(channel_id), message_id).delete()
        return 204, None

    async def _open_post(self, request: Request, channel_id: str) -> tuple[int, Any]:
        """Open a post: Discord's "Start Thread in Forum or Media Channel", which knows no nonce."""
        forum, body = self._open(channel_id), request.body
        if not forum.forum or forum.guild is None:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if not permissions.has(forum.guild.bot, forum, send_messages=True):
            raise ApiError(403, 50013, "Missing Permissions")
        if not 1 <= len(body["name"]) <= 100 or len(body.get("applied_tags") or []) > 5:
            self._refuse(request, ["name or applied_tags: too long"])
        known = {tag["id"]: tag for tag in forum.tags}
        tags = [known[each] for each in body.get("applied_tags") or []]
        moderates = permissions.has(forum.guild.bot, forum, manage_threads=True)
        if any(tag["moderated"] for tag in tags) and not moderates:
            raise ApiError(403, 50013, "Missing Permissions")
        if forum.requires_tag and not tags:
            raise ApiError(400, 40067, "A tag is required to create a forum post in this channel")
        self._refuse(request, limits.message_faults(body["message"]))
        names = [tag["name"] for tag in tags]
        message = forum.guild.add_post(forum, self._world.bot, body["name"], body["message"], names)
        return 201, payloads.channel(message.channel) | {"message": payloads.message(message)}

    async def _reopen(self, request: Request, channel_id: str) -> tuple[int, Any]:
        thread = self._open(channel_id)
        if "name" in request.body:
            assert thread.parent is not None, "nothing but a post is renamed"
            known = {tag["id"]: tag["name"] for tag in thread.parent.tags}
            tags = [known[each] for each in request.body["applied_tags"]]
            thread.rename(request.body["name"], tags)
            return 200, payloads.channel(thread)
        assert request.body == {"archived": False}, "nothing else is changed in a channel"
        self._unlock(thread)
        return 200, payloads.channel(thread)

    def _unlock(self, thread: Channel) -> None:
        """Reopen an archived thread, as a message in it does; one that is locked only for moderators."""
        bot = thread.guild.bot if thread.guild else None
        if bot and thread.locked and not permissions.has(bot, thread, manage_threads=True):
            raise ApiError(403, 50013, "Missing Permissions")
        if thread.archived_at is not None:
            thread.reopen()

    async def _active(self, _: Request, guild_id: str) -> tuple[int, Any]:
        threads = [each for each in self._guild(guild_id).channels if each.parent and not each.archived_at]
        return 200, {"threads": [payloads.channel(each) for each in threads], "members": []}

    async def _archived(self, _: Request, channel_id: str) -> tuple[int, Any]:
        forum = self._open(channel_id)
        assert forum.guild is not None
        if not permissions.has(forum.guild.bot, forum, read_message_history=True):
            raise ApiError(403, 50013, "Missing Permissions")
        threads = [each for each in forum.guild.channels if each.parent is forum and each.archived_at]
        threads.sort(key=lambda each: str(each.archived_at), reverse=True)
        shown = [payloads.channel(each) for each in threads]
        return 200, {"threads": shown, "members": [], "has_more": False}

    async def _open_thread(self, request: Request, channel_id: str, message_id: str) -> tuple[int, Any]:
        parent = self._open(channel_id)
        if parent.guild is None or not permissions.has(parent.guild.bot, parent, create_public_threads=True):
            raise ApiError(403, 50013, "Missing Permissions")
        self._message(parent, message_id)
        if self._world.channel(int(message_id)) is not None:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        return 201, payloads.channel(parent.guild.add_thread(parent, int(message_id), request.body["name"]))

    async def _member(self, _: Request, guild_id: str, user_id: str) -> tuple[int, Any]:
        guild = self._guild(guild_id)
        if self._world.user(int(user_id)) is None:
            raise ApiError(404, 10013, "Unknown User")
        member = guild.members.get(int(user_id))
        if member is None:
            raise ApiError(404, 10007, "Unknown Member")
        return 200, payloads.member(member)

    # Answers to interactions.

    async def _callback(self, request: Request, number: str, token: str) -> tuple[int, Any]:
        used = self._interactions.seen.get(int(number))
        if used is None or used.token != token:
            raise ApiError(404, 10062, "Unknown interaction")
        if used.response is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        kind, data = request.body["type"], request.body.get("data") or {}
        if kind in {4, 7}:
            self._refuse(request, limits.message_faults(data, edit=kind == 7))
        elif kind == 8:
            self._refuse(request, limits.choice_faults(data))
        elif kind == 9:
            self._refuse(request, limits.modal_faults(data))
        shown = self._first_answer(used, kind, data)
        used.response = request.body
        await used.changed()
        if request.query.get("with_response", "").lower() not in {"1", "true"}:
            return 204, None
        told: Json = {"id": number, "type": used.kind, "response_message_loading": kind == 5}
        if shown is None:
            return 200, {"interaction": told}
        told |= {"response_message_id": str(shown.id), "response_message_ephemeral": shown.ephemeral}
        return 200, {"interaction": told, "resource": {"type": kind, "message": payloads.message(shown)}}

    def _first_answer(self, used: Interaction, kind: int, data: Json) -> Message | None:
        if kind == 4:
            used.original = self._show(used, data)
        elif kind in {6, 7}:
            used.original = used.message
            if kind == 7 and used.message is not None:
                used.message.edit({name: data[name] for name in _CHANGED if name in data})
        return used.original if kind in {4, 7} else None

    def _show(self, used: Interaction, body: Json, files: Mapping[str, bytes] | None = None) -> Message:
        """Post an answer: in the channel, or for the member alone."""
        deferred = (used.response or {}).get("data") or {}
        flags = int(body.get("flags") or 0) | (int(deferred.get("flags") or 0) if not used.original else 0)
        bot, channel = self._world.bot, used.channel
        ids = {"webhook_id": str(bot.id), "application_id": str(bot.id)}
        body = {**body, "flags": flags}
        if Message(0, channel, bot, self._world.now(), body).ephemeral:
            # Seen by one member only.
            channel = Channel(
                channel.id,
                channel.name,
                self._world,
                channel.guild,
                channel.recipient,
                overwrites=channel.overwrites,
            )
            message = Message(self._world.new_id(), channel, bot, self._world.now(), body, extra=ids)
            message.files = dict(files or {})
            message.versions.append(body)
            channel.messages.append(message)
            return message
        return channel.post(bot, body, **ids)

    async def _follow_up(self, request: Request, token: str) -> tuple[int, Any]:
        used = self._used(token)
        self._refuse(request, limits.message_faults(request.body))
        message = self._show(used, request.body, request.files)
        if used.original is None:
            used.original = message  # the first one takes the place of "is thinking..."
        else:
            used.followups.append(message)
        await used.changed()
        return 200, payloads.message(message)

    async def _answered(self, _: Request, token: str, which: str) -> tuple[int, Any]:
        return 200, payloads.message(self._answer_message(self._used(token), which))

    async def _edit_answer(self, request: Request, token: str, which: str) -> tuple[int, Any]:
        used = self._used(token)
        if which == "@original" and used.original is None:
            self._refuse(request, limits.message_faults(request.body))
            used.original = self._show(used, request.body)
            message = used.original
        else:
            message = self._answer_message(used, which)
            self._change(request, message)
        await used.changed()
        return 200, payloads.message(message)

    async def _delete_answer(self, _: Request, token: str, which: str) -> tuple[int, Any]:
        used = self._used(token)
        message = self._answer_message(used, which)
        message.channel.messages.remove(message)
        used.deleted = True
        await used.changed()
        return 204, None

    # What a route names, or Discord's error.

    def _change(self, request: Request, message: Message) -> None:
        changes = {name: request.body[name] for name in _CHANGED if name in request.body}
        self._refuse(request, limits.message_faults({**message.body, **changes, "nonce": None}, edit=True))
        if "attachments" in request.body:
            message.files = dict(request.files)
        message.edit(changes)

    def _open(self, channel_id: str) -> Channel:
        channel = self._world.channel(int(channel_id))
        if channel is None:
            raise ApiError(404, 10003, "Unknown Channel")
        if channel.guild and not permissions.has(channel.guild.bot, channel, view_channel=True):
            raise ApiError(403, 50001, "Missing Access")
        return channel

    def _message(self, channel: Channel, message_id: str) -> Message:
        message = channel.message(int(message_id))
        if message is None:
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def _guild(self, guild_id: str) -> Guild:
        guild = self._world.guild(int(guild_id))
        if guild is None:
            raise ApiError(404, 10004, "Unknown Guild")
        return guild

    def _used(self, token: str) -> Interaction:
        used = self._interactions.by_token(token)
        if used is None or used.response is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        return used

    def _answer_message(self, used: Interaction, which: str) -> Message:
        answers = [used.original, *used.followups]
        found = (
            used.original
            if which == "@original"
            else next((each for each in answers if each and each.id == int(which)), None)
        )
        if found is None or found not in found.channel.messages:
            raise ApiError(404, 10008, "Unknown Message")
        return found


async def _read(incoming: web.Request) -> Request:
    body: Any = None
    files: dict[str, bytes] = {}
    if incoming.content_type.startswith("multipart/"):
        async for part in await incoming.multipart():
            if getattr(part, "name", None) == "payload_json":
                body = json.loads(await part.text())
            else:
                files[part.filename] = bytes(await part.read())
    elif incoming.can_read_body:
        text = await incoming.text()
        body = json.loads(text) if text else None
    return Request(incoming.method, incoming.path.removeprefix(PREFIX), body, dict(incoming.query), files)


def _in_time(wait: float | None) -> None:
    if wait is not None:
        raise ApiError(429, 0, "You are being rate limited.", retry_after=wait, **{"global": False})


def _authorize(authorization: str | None, token: str) -> None:
    if authorization != f"Bot {token}":
        raise ApiError(401, 0, "401: Unauthorized")


def _broken(incoming: web.Request, fault: Fault) -> web.Response:
    if fault.status is None:
        if incoming.transport is not None:
            incoming.transport.abort()
        return web.Response()
    body = fault.body if fault.body is not None else {"code": 0, "message": "broken on purpose"}
    return _json(body, fault.status, {"Via": "1.1 google", **fault.headers})


def _json(body: Any, status: int, headers: Mapping[str, str]) -> web.Response:
    # discord.py compares the content type as a whole, so it must come without a charset
    text = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = "text/html" if isinstance(body, str) else "application/json"
    return web.Response(body=text, status=status, headers={**headers, "Content-Type": kind})
