"""Measure parsing: feeds a second over real feeds, against its peers, and whether both readers agree.

    python -m measure.parsing

Feeds are read from ../shared/data/feeds (FEEDS names another folder): all of them, the broken ones too.
FEEDPARSER_TESTS may name the `tests` folder of feedparser's source package (`pip download feedparser
--no-binary feedparser`): then agreement is looked for over its files as well. CPU time, the best of all.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import feedparser

from bot.domain.feed import ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse import parse
from bot.pipeline.parse.charset import decoded
from bot.pipeline.parse.compose import composed
from bot.pipeline.parse.quick import read_quickly
from bot.pipeline.parse.sniff import Format, sniff
from bot.pipeline.parse.syndication import read_mended
from bot.pipeline.parse.thorough import as_raw, read_thoroughly

FEEDS = Path(__file__).parents[2] / "shared" / "data" / "feeds"
URL = "https://feeds.example/feed.xml"
ROUNDS = 4  # turns of each reader
IN_A_ROW = 3  # times that it reads all feeds in one turn, first with the caches full of what others did


def main() -> None:
    """Print feeds a second and agreement."""
    folder = Path(os.environ.get("FEEDS", FEEDS))
    bodies = _bodies(folder)
    if not bodies:
        print(f"   no feeds in {folder}: nothing to measure (FEEDS= names another folder)")
        return
    _print_speed(bodies)
    _print_agreement("real feeds", folder)
    tests = os.environ.get("FEEDPARSER_TESTS")
    if tests:
        for name in ("wellformed", "illformed", "encoding"):
            _print_agreement(f"feedparser's tests, {name}", Path(tests) / name)
    else:
        print("   feedparser's own test files: not looked at (FEEDPARSER_TESTS= names their folder)")


def _bodies(folder: Path) -> list[bytes]:
    """Return the RSS and Atom feeds in *folder*."""
    bodies = (path.read_bytes() for path in sorted(folder.rglob("*.xml")))
    return [body for body in bodies if sniff(decoded(body, None)) is Format.SYNDICATION]


def _print_speed(bodies: Sequence[bytes]) -> None:
    sure = [body for body in bodies if read_quickly(decoded(body, None)) is not None]
    size = statistics.mean(map(len, bodies))
    print(f"   {len(bodies)} real feeds of {size / 1024:.1f} KB, {len(sure)} of them read quickly")
    rows: list[tuple[str, Callable[[bytes], object]]] = [
        ("feedparser, same fields out", _peer),
        ("feedparser alone", feedparser.parse),
        ("Salient's reader by feedparser", lambda body: composed(read_thoroughly(decoded(body, None)), URL)),
        ("Salient", lambda body: parse(body, url=URL)),
        *((name, _module(name)) for name in ("fastfeedparser", "feedparser_rs") if _installed(name)),
    ]
    for title, chosen in (("all", bodies), ("read quickly", sure)):
        took = _seconds([read for _, read in rows], chosen)
        for (name, _), seconds in zip(rows, took, strict=True):
            print(f"   {title}: {name}: {len(chosen) / seconds:,.0f} feeds/s, {took[0] / seconds:.1f} times")
    for name in ("fastfeedparser", "feedparser_rs"):
        if not _installed(name):
            print(f"   {name}: not installed (it gives raw fields only: no plain text, no unique keys)")


def _peer(body: bytes) -> ParsedFeed:
    """Read as one does with feedparser: its defaults, then the same fields made plain."""
    return composed(as_raw(feedparser.parse(body)), URL)


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _module(name: str) -> Callable[[bytes], Any]:
    module = importlib.import_module(name)
    read: Callable[[bytes], Any] = module.parse
    return read


def _seconds(readers: Sequence[Callable[[bytes], object]], bodies: Sequence[bytes]) -> list[float]:
    """Return the CPU seconds that each reader takes for all *bodies*; one that is refused counts as read.

    They take turns, so that what else the machine does meets all of them.
    """
    best = [float("inf")] * len(readers)
    for number, read in [*enumerate(readers)] * ROUNDS:
        for _ in range(IN_A_ROW):
            started = time.process_time()
            for body in bodies:
                try:  # noqa: SIM105  a context manager would be measured too
                    read(body)
                except Exception:  # noqa: BLE001, S110  peers raise what they like
                    pass
            best[number] = min(best[number], time.process_time() - started)
    return best


def _print_agreement(title: str, folder: Path) -> None:
    """Print how many feeds the two readers read alike, and each difference."""
    found: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.xml")):
        text = decoded(path.read_bytes(), None)
        if sniff(text) is not Format.SYNDICATION:
            continue
        quick = read_quickly(text) or read_mended(text)
        if quick is None:
            found["left to feedparser"] += 1
            continue
        try:
            one, other = composed(quick, URL), composed(read_thoroughly(text), URL)
        except ParseError:
            found["refused by feedparser's reader alone"] += 1
            continue
        found["alike" if one == other else "different"] += 1
        found["entries alike"] += len(one.entries) if one == other else 0
        if one != other:
            print(f"   {path.name}: {_difference(one, other)}")
    print(f"   agreement, {title}: " + ", ".join(f"{count} {name}" for name, count in found.items()))


def _difference(one: ParsedFeed, other: ParsedFeed) -> str:
    pairs = [(one, other), *zip(one.entries, other.entries, strict=False)]
    return "; ".join(
        f"{name} {getattr(a, name)!r:.80} and {getattr(b, name)!r:.80}"
        for a, b in pairs
        for name in a._fields
        if name != "entries" and getattr(a, name) != getattr(b, name)
    )


if __name__ == "__main__":
    main()
