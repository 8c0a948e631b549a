"""Serve a small world by itself: `python -m tests.fakes.discord`; Ctrl-C ends it.

Prints one JSON line with what a bot needs to find its way: url, token, guild, channel, member.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress

from tests.fakes.discord.server import LocalDiscord


async def main() -> None:
    async with LocalDiscord() as local:
        guild = local.world.add_guild("News")
        channel, member = guild.add_channel("alerts"), guild.add_member("alice")
        told = {"url": local.url, "token": local.world.token}
        told |= {"guild": guild.id, "channel": channel.id, "member": member.id}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


with suppress(KeyboardInterrupt):
    asyncio.run(main())
