"""A local Discord on the wire: REST and gateway for an unmodified discord.py, on loopback.

    async with LocalDiscord() as discord:
        guild = discord.world.add_guild("News")
        channel = guild.add_channel("alerts")
        with pointed_at(discord.url):
            ... run a bot here, or in a child process that calls `point_at(url)` ...
        assert channel.messages[0].text == "Kursk"
        assert discord.world.violations == []

world.py         guilds, channels, roles, members, messages; what a person does there
permissions.py   who may do what in a channel
payloads.py      the world as JSON
gateway.py       websocket: IDENTIFY, RESUME, events, and how it breaks
rest.py          the routes that bots use
interactions.py  commands, buttons, forms and autocomplete as a member uses them, and the answers
faults.py        answers that fail, connections that drop, requests that are held
ratelimits.py    buckets and their headers
openapi.py       requests against Discord's OpenAPI document, where it is found
limits.py        the limits that the document misses
server.py        starts, stops, goes down for a while
aim.py           points discord.py at it

It forgets a nonce after 60 s of the world's clock and never returns one in a history, as Discord does.
"""

from tests.fakes.discord.aim import point_at, pointed_at
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.server import LocalDiscord
from tests.fakes.discord.world import Channel, Guild, Member, Message, Role, Upload, User, World

__all__ = [
    "Channel",
    "Fault",
    "Guild",
    "LocalDiscord",
    "Member",
    "Message",
    "Role",
    "Upload",
    "User",
    "World",
    "point_at",
    "pointed_at",
]
