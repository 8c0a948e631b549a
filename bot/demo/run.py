"""`salient demo`: the whole bot on this machine, without a token and without the internet."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from bot.demo.engine import Engine, OpenEngine, Wanted
from bot.demo.local_discord import Newsroom, open_page
from bot.demo.outlets import Outlets, StoryClock, open_outlets
from bot.demo.salient import open_salient
from bot.demo.script import STORY_SECONDS, WATCHLISTS, load
from bot.demo.witness import Said, Witness, faults
from bot.errors import SalientError

HEADLESS_SECONDS = 150.0  # where nothing else was asked for
STORY_SHARE = 0.55  # of a headless run: the rest is for starting, polling and editing
PRIMING_SECONDS = 20.0  # at most, until every feed was read once and its back catalogue is known

WELCOME = """\
Welcome! Alerts appear here by themselves: four local outlets are about to publish a story.
Meanwhile type `/` below and try **/search** for Kursk, **/watch list** and **/feed list**, or add a \
watchlist of your own: **/watch add**, named Storms, with the query `storm*`, and **Save**. \
Under an alert, press **Sources** and **Why this?**. \
Where an answer comes below what you see, **View response** at the top leads there."""

GUIDE = """\
Salient's demo: the whole bot, in a local Discord, with local outlets.

  Open  {url}
        (the address holds a key: keep it to yourself)

  What to try first, in the page:
    1. Wait some seconds: the first alert comes by itself, and grows while other outlets join.
    2. Press Sources and Why this? under it.
    3. Type / and choose search, then Kursk; or watch list, feed list, help.
       Where an answer comes below what you see, View response at the top leads there.
    4. Watch something of your own: watch add, named Storms, with the query storm*, then Save
    5. Look with other eyes: choose Jonas, who is no admin, under Viewing as.

  Outlets: {outlets}

  Ctrl-C stops it. Nothing is kept.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for; `feeds` are URLs of real feeds to add."""

    headless: bool = False
    seconds: float | None = None  # until stopped, or `HEADLESS_SECONDS`
    feeds: tuple[str, ...] = ()
    browser: bool = True

    @property
    def lasts(self) -> float | None:
        """Seconds until it stops by itself; None for never."""
        return HEADLESS_SECONDS if self.headless and self.seconds is None else self.seconds

    @property
    def pace(self) -> float:
        """Story seconds a real second: a headless run sees the whole story, however short it is."""
        return STORY_SECONDS / (STORY_SHARE * self.lasts) if self.headless and self.lasts else 1.0


async def demo(options: Options, open_engine: OpenEngine = open_salient) -> int:
    """Run the demo until it is stopped or its time is over, and return the exit status.

    A headless run returns 1 where the story was not told as promised, and says why on standard error.
    """
    began = monotonic()
    script = load()
    async with AsyncExitStack() as stack:
        stop = await stack.enter_async_context(_stopped_by_signals())
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="salient-demo-")))
        outlets = await stack.enter_async_context(open_outlets(script, StoryClock(pace=options.pace)))
        wanted = Wanted(folder=folder, hosts=outlets.hosts, ports=outlets.ports, pace=options.pace)
        engine = await stack.enter_async_context(open_engine(wanted))
        newsroom = engine.newsroom
        witness = Witness(newsroom, _tell_json if options.headless else _tell_elsewhere(newsroom))
        if not options.headless:
            await _show(stack, newsroom, outlets, stop, browser=options.browser)
        left = None if options.lasts is None else max(0.0, options.lasts - (monotonic() - began))
        await _stay(_tell_story(engine, outlets, options.feeds), stop, left)
    if not options.headless:
        return 0
    found = faults(witness.said, script)
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


async def _stay(story: Coroutine[Any, Any, None], stop: asyncio.Event, seconds: float | None) -> None:
    """Run *story*, then wait; end when *stop* is set, after *seconds*, or where the story fails (raised)."""

    async def told() -> None:
        await story
        await stop.wait()

    telling, stopping = asyncio.create_task(told()), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({telling, stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if telling.done():
            telling.result()
    finally:
        for task in (telling, stopping):
            task.cancel()
        await asyncio.wait({telling, stopping})


async def _tell_story(engine: Engine, outlets: Outlets, real_feeds: Sequence[str]) -> None:
    """Let the bot follow the outlets; when it knows their back catalogues, let the story begin."""
    for feed in outlets.feeds:
        await engine.follow(feed.url)
    for name, query in WATCHLISTS:
        await engine.watch(name, query)
    with suppress(TimeoutError):  # a bot that does not poll shall show by its silence
        await asyncio.wait_for(outlets.asked(), PRIMING_SECONDS)
    outlets.clock.begin()
    for url in real_feeds:
        try:
            await engine.follow(url)
        except SalientError as error:
            sys.stderr.write(f"{url} was not added: {error}\n")


async def _show(
    stack: AsyncExitStack, newsroom: Newsroom, outlets: Outlets, stop: asyncio.Event, *, browser: bool
) -> None:
    """Serve the page, say where it is and what to do there; its end is the demo's end."""
    await newsroom.owner.send(newsroom.alerts, WELCOME)
    page = await stack.enter_async_context(open_page(newsroom))
    closing = asyncio.create_task(page.wait_closed(), name="demo page closed")
    closing.add_done_callback(lambda _: stop.set())
    stack.callback(closing.cancel)
    names = ", ".join(f"{feed.name} ({feed.site_url})" for feed in outlets.feeds)
    print(GUIDE.format(url=page.url, outlets=names), flush=True)
    if browser and _has_browser():
        await asyncio.to_thread(webbrowser.open, page.url)


def _has_browser() -> bool:
    """Return whether a person sits here with a browser in a window."""
    if not sys.stdout.isatty():
        return False
    windowed = (
        sys.platform in {"darwin", "win32"} or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    )
    with suppress(webbrowser.Error):
        return windowed and webbrowser.get() is not None
    return False


@asynccontextmanager
async def _stopped_by_signals() -> AsyncIterator[asyncio.Event]:
    """Yield an event that Ctrl-C and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
        for number in signals:
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        with suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)


def _tell_json(said: Said) -> None:
    print(json.dumps(said.line(), ensure_ascii=False), flush=True)


def _tell_elsewhere(newsroom: Newsroom) -> Callable[[Said], None]:
    """Tell what the page does not show: messages outside the alerts channel."""
    shown = newsroom.place(newsroom.alerts.id)

    def tell(said: Said) -> None:
        if said.channel != shown:
            print(f"{said.event} in {said.channel}: {said.title}\n{said.text}\n", flush=True)

    return tell
