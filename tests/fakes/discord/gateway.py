"""The gateway: sessions that outlive their connections, events in order, and the ways in which it breaks."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord import payloads
from tests.fakes.discord.world import Guild, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, CHUNK = 0, 1, 2, 6, 7, 8
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
_HEARTBEAT_MS = 41_250
_REPLAYED = 1_000  # events that a session keeps for a RESUME
_NEEDED_INTENT = {"MESSAGE_CREATE": 9, "MESSAGE_UPDATE": 9, "MESSAGE_DELETE": 9, "MESSAGE_DELETE_BULK": 9}
_DIRECT_INTENT = 12


@dataclass(eq=False)
class Session:
    id: str
    intents: int
    shard: tuple[int, int]
    sequence: int = 0
    events: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_REPLAYED))

    def wants(self, event: str, guild: Guild | None) -> bool:
        """Return whether the session hears of the event: by its intents and its shard."""
        if guild is not None and (guild.id >> 22) % self.shard[1] != self.shard[0]:
            return False
        needed = _NEEDED_INTENT.get(event)
        if needed is None:
            return True
        return bool(self.intents >> (needed if guild else _DIRECT_INTENT) & 1)


class Connection:
    """One websocket. What is sent waits in a queue, so that the world can tell without awaiting."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._request = request
        self._zip = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def send(self, op: int, data: Any = None, event: str | None = None, sequence: int | None = None) -> None:
        self.send_raw(json.dumps({"op": op, "d": data, "s": sequence, "t": event}))

    def send_raw(self, text: str) -> None:
        self._queue.put_nowait(text)

    async def write(self) -> None:
        """Write what is queued until cancelled or cut."""
        while True:
            text = await self._queue.get()
            try:
                if self._zip is None:
                    await self.socket.send_str(text)
                else:
                    packed = self._zip.compress(text.encode()) + self._zip.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
            except ConnectionError:
                return

    def cut(self) -> None:
        """Drop the line without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


class Gateway:
    """Tells connected bots what happens. `identified` and `resumed` count how sessions began."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identified = 0
        self.resumed = 0
        self.refusals = 0  # connections still to be refused
        self.close_code: int | None = None  # what the next IDENTIFY is answered with
        world.listeners.append(self.tell)

    def tell(self, event: str, data: dict[str, Any], guild: Guild | None) -> None:
        """Send an event to every session that wants it, or keep it for the session's RESUME."""
        for session in self._sessions.values():
            if session.wants(event, guild):
                self._dispatch(session, event, data)

    def _dispatch(self, session: Session, event: str, data: dict[str, Any]) -> None:
        session.sequence += 1
        session.events.append({"event": event, "data": data, "sequence": session.sequence})
        for connection in self._of(session):
            connection.send(DISPATCH, data, event, session.sequence)

    def _of(self, session: Session) -> Iterator[Connection]:
        return (connection for connection in self.connections if connection.session is session)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket."""
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        writer = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": _HEARTBEAT_MS})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data), str(request.url.origin()))
        finally:
            self.connections.remove(connection)
            writer.cancel()
        return socket

    async def _receive(self, connection: Connection, message: dict[str, Any], origin: str) -> None:
        op, data = message["op"], message.get("d")
        if op == HEARTBEAT:
            connection.send(HEARTBEAT_ACK)
        elif op == IDENTIFY:
            await self._identify(connection, data, origin)
        elif op == RESUME:
            self._resume(connection, data)
        elif op == CHUNK:
            self._chunk(connection, data)

    async def _identify(self, connection: Connection, data: dict[str, Any], origin: str) -> None:
        code, self.close_code = self.close_code, None
        if data["token"] != self._world.token:
            code = 4004
        if code is not None:
            await connection.socket.close(code=code)
            return
        self.identified += 1
        shard = tuple(data.get("shard") or (0, 1))
        session = Session(f"session-{self.identified}", data["intents"], shard)
        self._sessions[session.id] = connection.session = session
        guilds = [guild for guild in self._world.guilds if session.wants("GUILD_CREATE", guild)]
        ready = {
            "v": 10,
            "user": payloads.user(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": origin.replace("http", "ws", 1),
            "shard": list(shard),
            "application": {"id": str(self._world.bot.id), "flags": 0},
            "private_channels": [],
        }
        self._dispatch(session, "READY", ready)
        for guild in guilds:
            if guild.available:
                self._dispatch(session, "GUILD_CREATE", payloads.guild(guild))

    def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != self._world.token:
            connection.send(INVALID_SESSION, False)
            return
        connection.session = session
        self.resumed += 1
        for event in session.events:
            if event["sequence"] > data["seq"]:
                connection.send(DISPATCH, event["data"], event["event"], event["sequence"])
        connection.send(DISPATCH, {"_trace": []}, "RESUMED", session.sequence)

    def _chunk(self, connection: Connection, data: dict[str, Any]) -> None:
        chunk = {"guild_id": data["guild_id"], "members": [], "chunk_index": 0, "chunk_count": 1}
        connection.send(DISPATCH, chunk | {"nonce": data.get("nonce")}, "GUILD_MEMBERS_CHUNK")

    # How it breaks.

    def cut(self) -> None:
        """Drop every line without a word; the sessions can be resumed."""
        for connection in list(self.connections):
            connection.cut()

    def ask_to_reconnect(self) -> None:
        """Ask every client to reconnect and resume, as Discord does now and then."""
        for connection in self.connections:
            connection.send(RECONNECT)

    def forget_sessions(self) -> None:
        """Let no session be resumed any more."""
        self._sessions.clear()
        for connection in self.connections:
            connection.session = None

    def send_nonsense(self) -> None:
        """Send an event that no client can read."""
        for connection in self.connections:
            connection.send_raw(json.dumps({"op": DISPATCH, "d": {}, "s": 99, "t": "GUILD_CREATE"}))

    async def close(self, code: int) -> None:
        """Close every connection with a code."""
        for connection in list(self.connections):
            await connection.socket.close(code=code)
