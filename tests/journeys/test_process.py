"""`python -m bot run` as an operator has it: one process a database, and a stop within ten seconds."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app.engine import CLOSING, LEAST_PATIENCE
from bot.pipeline.workers.process import CLOSING as WORKERS_CLOSE
from config.settings import Settings
from tests.fakes.discord import LocalDiscord
from tests.journeys.lives import ROOT
from tests.journeys.salient import Place, Server, opened
from tests.journeys.stories import News
from tests.waiting import PATIENCE, until

STOPPED_WITHIN = 10.0  # seconds, as the README says
BUSY = 60.0  # so many seconds may it take beside other work; a request to Discord is waited for ninety
# The command line as it is, but that Discord is the local one.
RUN = (
    "import sys; from tests.fakes.discord import point_at; point_at(sys.argv[1]); "
    "from bot.__main__ import main; sys.exit(main(['run']))"
)


def environment(place: Place) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": place.local.world.token,
        "SALIENT_DATABASE_URL": place.database_url,
        "SALIENT_ALLOWED_HOSTS": "127.0.0.0/8",
        "SALIENT_ALLOWED_PORTS": ",".join(map(str, place.ports)) or "80",
        "SALIENT_CHECK_INTERVAL_MIN": "1",
        "SALIENT_CHECK_INTERVAL_MAX": "1",
        "SALIENT_HOST_PACE": "0",
        "SALIENT_TICK": "0.1",
        "SALIENT_LOG_LEVEL": "WARNING",
    }


@asynccontextmanager
async def started(place: Place) -> AsyncIterator[Process]:
    """Run the bot, connected; it is killed at the end if it still runs."""
    before = place.local.gateway.identified
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUN, place.local.url, cwd=ROOT, env=environment(place), stderr=PIPE
    )
    try:
        await until(lambda: place.local.gateway.identified > before, "the process is connected")
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def stopped(process: Process) -> float:
    """Tell a process to stop, as systemd and Docker do; return the seconds that it took."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.wait(), PATIENCE)
    return time.monotonic() - began


async def test_a_second_process_on_one_database_exits_with_2_and_names_the_first(database_url: str) -> None:
    async with opened(database_url) as place, started(place) as first:
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment(place), stderr=PIPE
        )
        _, said = await asyncio.wait_for(second.communicate(), PATIENCE)

        assert second.returncode == 2
        assert "in use by" in said.decode()
        assert f"process {first.pid} on {socket.gethostname()}" in said.decode()
        assert "Traceback" not in said.decode()
        assert first.returncode is None
        assert place.local.gateway.identified == 1


def test_what_a_stop_waits_for_ends_within_ten_seconds() -> None:
    least = CLOSING + LEAST_PATIENCE
    longest = max(least, Settings.model_fields["stop_timeout"].default)
    assert least <= longest <= STOPPED_WITHIN - WORKERS_CLOSE


async def test_told_to_stop_amid_a_delivery_it_stops_in_time_and_the_alert_is_there_once(
    database_url: str,
) -> None:
    async with opened(database_url) as place:
        paper, news = await place.paper("The Meridian"), place.server("News")
        async with started(place) as process:
            await place.run(news.admin, "feed add", url=paper.url)
            await place.run(news.admin, "watch add", name="Kursk", query="kursk")
            await place.primed(paper)
            held = place.local.faults.add(r"POST /channels/\d+/messages", hold=True, applied=True)
            News(1).told_by(paper)
            await until(held.reached.is_set, "the alert is on its way")
            took = await stopped(process)
            held.release()
            assert process.returncode == 0
            assert took < BUSY

        await tells_once(place, place.local, news)


async def tells_once(place: Place, local: LocalDiscord, news: Server) -> None:
    """Start again and stop at rest; the alert must be there once."""
    async with started(place) as process:
        await place.settled()
        took = await stopped(process)
        assert process.returncode == 0
        assert took < BUSY
    assert sum(News(1).title in one.text for one in news.alerts.messages) == 1
    assert len(news.alerts.messages) == 1
