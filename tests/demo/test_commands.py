"""Every slash command answers in the local Discord, on the whole bot, and none of them fails."""

from __future__ import annotations

import asyncio
from pathlib import Path

import simcord

from bot.demo.engine import Wanted
from bot.demo.outlets import StoryClock, open_outlets
from bot.demo.salient import open_salient
from bot.demo.script import WATCHLISTS, load
from bot.errors import MemberError, NotFound
from tests.waiting import PATIENCE, until

STORM = "Storms"


async def answered(name: str, response: simcord.ResponseMessage | None) -> None:
    """Wait until a command has answered: one that asks a site first says "thinking" until then."""

    def said() -> object:
        return response and (response.content or response.components or response.attachments)

    await until(said, f"{name} has answered")


async def test_every_command_answers_in_the_demo(tmp_path: Path) -> None:
    async with open_outlets(load(), StoryClock()) as outlets:
        wanted = Wanted(folder=tmp_path, hosts=outlets.hosts, ports=outlets.ports, pace=4)
        async with open_salient(wanted) as engine:
            newsroom = engine.newsroom
            second = outlets.feeds[1]
            for feed in outlets.feeds:
                if feed != second:
                    await engine.follow(feed.url)
            for name, query in WATCHLISTS:
                await engine.watch(name, query)
            shown = await newsroom.owner.slash(newsroom.alerts, "feed add", url=second.site_url)
            await newsroom.owner.click(shown.response, label="Add")
            for _ in range(2):  # when a feed is asked for again, what it gave before is stored
                await asyncio.wait_for(outlets.asked(), PATIENCE)
            opml = f'<opml><body><outline xmlUrl="{second.url}"/></body></opml>'.encode()
            calls: dict[str, dict[str, object]] = {
                "feed add": {"url": second.site_url + "no-such-page"},
                "feed list": {},
                "feed import": {"file": ("feeds.opml", opml)},
                "feed export": {},
                "feed health": {"feed": second.name},
                "feed repeats": {"feed": second.name},
                "feed pack": {},
                "feed pause": {"feed": second.name},
                "feed resume": {"feed": second.name},
                "feed urgent": {"feed": second.name},
                "feed pages": {"feed": second.name},
                "watch add": {"name": STORM, "query": "storm*", "channel": newsroom.desk},
                "watch test": {"query": "storm*"},
                "watch history": {"name": "Kursk"},
                "watch list": {},
                "watch show": {"name": "Kursk"},
                "watch edit": {"name": STORM, "query": "storm* NOT brain"},
                "watch follow": {"name": "Kursk"},
                "watch unfollow": {"name": "Kursk"},
                "watch pause": {"name": STORM},
                "watch resume": {"name": STORM},
                "watch remove": {"name": STORM},
                "alias list": {},
                "alias set": {"name": "dprk", "query": '"North Korea" OR DPRK'},
                "alias show": {"name": "dprk"},
                "alias remove": {"name": "dprk"},
                "alias starter": {},
                "why": {"url": outlets.feeds[0].site_url},
                "channel set": {"budget": 5, "pings": "facts", "images": False, "threads": False},
                "channel show": {},
                "channel notices": {"channel": newsroom.notices},
                "channel test": {},
                "search": {"words": "Kursk"},
                "story": {"story": "1"},
                "status": {},
                "help": {},
                "privacy": {},
                "feed remove": {"feed": second.name},  # last, for the first story may be of this feed
            }
            offered = set(newsroom.owner.available_commands(newsroom.alerts))
            for name, options in calls.items():
                result = await newsroom.owner.slash(newsroom.alerts, name, **options)
                await answered(name, result.response)
                if name in {"watch add", "watch edit"}:
                    await newsroom.owner.click(result.response, label="Save")
            failures = newsroom.env.errors_since(0)
            errors = [error.__cause__ for error in newsroom.env.errors]

    assert failures == ()  # for the page: a mistake that was answered in words is none
    assert [type(error) for error in errors] == [MemberError, NotFound]  # of pages that are not there
    assert calls.keys() == offered
