"""Measure a day of very many feeds with everything that goes wrong: what is lost, doubled, missed or late.

    python -m measure.day

FEEDS (50 unless set, which takes some minutes; 500 take half an hour of a core) and HOURS (24) say how much;
SEED draws another day. The refresh, its claims, the fetcher's decisions, the parser, filing, identity and a
SQLite database in a file are real; the outlets and the network between are a model in virtual time
(`tests/fakes/press`), which knows what was published and what of it any answer showed. The bot is killed and
restarted, and its clock jumps both ways.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.pipeline.workers.pool import ParserPool
from bot.storage import connect
from bot.storage.migrate import migrate
from tests.fakes.press.day import Day, Jump, furnish, live
from tests.fakes.press.ledger import Fates, Ledger, Verdict
from tests.fakes.press.outlets import press
from tests.fakes.press.web import PressWeb, Truth

START = datetime(2024, 10, 28, 6, tzinfo=UTC)
LISTED = 12  # examples of what went wrong


def ordeal(lasts: timedelta) -> Day:
    """Return a day with kills, restarts, and a clock that is wrong in both directions."""
    return Day(
        crashes=[START + lasts * share for share in (0.1, 0.22, 0.37, 0.44, 0.58, 0.69, 0.83, 0.9)],
        restarts=[START + lasts * share for share in (0.3, 0.65)],
        jumps=[
            Jump(START + lasts * 0.15, START + lasts * 0.17, timedelta(hours=5)),
            Jump(START + lasts * 0.5, START + lasts * 0.53, -timedelta(hours=2)),
            Jump(START + lasts * 0.75, START + lasts * 0.76, timedelta(days=400)),
        ],
    )


async def measure(count: int, hours: float, seed: int, folder: Path) -> Verdict:
    """Let *count* feeds live *hours*; return what became of their articles."""
    lasts = timedelta(hours=hours)
    database = connect(f"sqlite+aiosqlite:///{folder / 'measure.sqlite'}")
    await migrate(database)
    truth = Truth(START)
    web = PressWeb(press(count, start=START, lasts=lasts, seed=seed), truth)
    day = ordeal(lasts)
    await furnish(database, web.feeds, truth, day)
    began = time.process_time()

    async def so_far() -> None:
        found = await Ledger(web, day).verdict(database)
        print(summary(found, truth.at - START, web, time.process_time() - began), flush=True)

    async with ParserPool() as pool:
        await live(database, web, pool, day, until=START + lasts, seed=seed, each_hour=so_far)
    found = await Ledger(web, day).verdict(database)
    await database.close()
    print(f"{web.requests:,} requests, {time.process_time() - began:,.0f} CPU s, parsers not counted")
    return found


def summary(found: Verdict, lasted: timedelta, web: PressWeb, spent: float) -> str:
    """Return what became of the articles so far, in a line: a run that is cut short has said something.

    *Not seen* is what is lost, and what an old copy of a feed still hides.
    """
    fates = found.all
    return (
        f"after {lasted / timedelta(hours=1):.0f} h: {fates.published:,} published, {fates.once:,} once, "
        f"{len(fates.twice)} twice, {len(fates.lost)} not seen, {fates.in_gaps:,} in {found.gaps_true} gaps, "
        f"{found.gaps_blind} gaps of nothing, {found.gaps_false} false, {len(found.confused)} as one; "
        f"alerted {found.alerted:,}, twice {len(found.alerted_twice)}, old {len(found.alerted_old)}, missed "
        f"{len(found.not_alerted)}; {web.requests:,} requests, {spent:,.0f} CPU s"
    )


def line(name: str, fates: Fates) -> str:
    """Return a line of the table."""
    return (
        f"{name:24} {fates.published:9,} {fates.once:12,} {len(fates.twice):8,} {len(fates.lost):6,} "
        f"{fates.in_gaps:9,} {fates.late:9,}"
    )


def tell(found: Verdict) -> None:
    """Print what became of the articles."""
    print(f"{'':24} published  stored once    twice   lost  in a gap  late >1h")
    print(line("all", found.all))
    for cause in sorted(found.by_cause):
        print(line(cause, found.by_cause[cause]))
    print(
        f"gaps reported: {found.gaps_true:,} true, {found.gaps_blind:,} where nothing was missing and nobody "
        f"could know it, {found.gaps_false:,} false; shown by /feed list: {found.gaps_shown:,}"
    )
    print(f"two articles stored as one: {len(found.confused):,}")
    print(
        f"alerted {found.alerted:,}: twice {len(found.alerted_twice):,}, of a back catalogue "
        f"{len(found.alerted_old):,}; stored and not alerted {len(found.not_alerted):,}"
    )
    for name, what in (
        ("twice", found.all.twice),
        ("lost", found.all.lost),
        ("as one", found.confused),
        ("alerted twice", found.alerted_twice),
        ("alerted though old", found.alerted_old),
        ("not alerted", found.not_alerted),
        ("false gaps", found.false_gaps),
    ):
        for one in what[:LISTED]:
            print(f"  {name}: {one}")


def main() -> None:
    """Measure."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    count, hours = int(os.environ.get("FEEDS") or 50), float(os.environ.get("HOURS") or 24)
    print(f"{count:,} feeds over {hours:g} hours of virtual time, with everything that goes wrong:")
    with tempfile.TemporaryDirectory(prefix="salient-measure-") as folder:
        tell(asyncio.run(measure(count, hours, int(os.environ.get("SEED") or 1), Path(folder))))


if __name__ == "__main__":
    main()
