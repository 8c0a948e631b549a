"""A worker process: reads jobs from standard input, does them within limits, writes what came of them.

Started by `process` as `python -m bot.pipeline.workers.child MEMORY_BYTES CPU_SECONDS`. A frame is
its length (four bytes, big-endian) and a pickle: a job is (step, arguments, keywords), an outcome is
(True, result) or (False, exception). It ends when its input does, so it never outlives the bot.
"""

from __future__ import annotations

import logging
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from bot.domain.feed import Failure
from bot.errors import ParseError

LENGTH = struct.Struct(">I")


def steps() -> Mapping[str, Callable[[], Callable[..., Any]]]:
    """Return what a worker can do; a step's code is loaded when it is first asked for."""
    return {
        "parse": _parse,
        "parse_if_changed": _parse_if_changed,
        "extract": _extract,
        "feed_links": _feed_links,
        "read_opml": _read_opml,
    }


def _parse() -> Callable[..., Any]:
    from bot.pipeline.parse import parse  # noqa: PLC0415  loaded by the worker that needs it

    return parse


def _parse_if_changed() -> Callable[..., Any]:
    from bot.pipeline.feeds.identity import shown_hash  # noqa: PLC0415  see above

    parse = _parse()

    def step(body: bytes, *, known: str | None, **keywords: Any) -> tuple[Any, str] | None:
        feed = parse(body, **keywords)
        shown = shown_hash(feed)
        return None if shown == known else (feed, shown)

    return step


def _extract() -> Callable[..., Any]:
    from bot.pipeline.extract import extract  # noqa: PLC0415  trafilatura takes half a second

    return extract


def _feed_links() -> Callable[..., Any]:
    from bot.pipeline.feeds.discover import feed_links  # noqa: PLC0415  see above

    return feed_links


def _read_opml() -> Callable[..., Any]:
    from bot.pipeline.feeds.opml import read_opml  # noqa: PLC0415  see above

    return read_opml


def outcome(job: bytes) -> tuple[bool, Any]:
    """Return what came of a pickled *job*: (True, result) or (False, exception)."""
    try:
        step, arguments, keywords = pickle.loads(job)  # noqa: S301  written by our own process
        return True, steps()[step]()(*arguments, **keywords)
    except MemoryError:
        return False, ParseError("This document needs more memory than it may have.", kind=Failure.TOO_COSTLY)
    except RecursionError:
        return False, ParseError("This document is nested beyond measure.", kind=Failure.TOO_COSTLY)
    except ParseError as error:
        return False, error
    except Exception as error:  # noqa: BLE001  a fault in a parser costs this document, not the worker
        return False, ParseError(f"This document could not be read ({type(error).__name__}).")


def limit_processor(seconds: float) -> None:
    """Let the kernel end this process after *seconds* more of processor time, even inside C code.

    The signal that comes then (SIGPROF) ends a process that does not handle it; 0 calls it off.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)


def serve(jobs: BinaryIO, outcomes: BinaryIO, cpu_seconds: float) -> None:
    """Do jobs until there are no more."""
    while len(header := jobs.read(LENGTH.size)) == LENGTH.size:
        job = jobs.read(LENGTH.unpack(header)[0])
        limit_processor(cpu_seconds)
        answer = pickle.dumps(outcome(job), protocol=pickle.HIGHEST_PROTOCOL)
        limit_processor(0)
        outcomes.write(LENGTH.pack(len(answer)) + answer)
        outcomes.flush()


def main() -> None:
    """Set the limits, then serve."""
    memory_bytes, cpu_seconds = int(sys.argv[1]), float(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which then closes our input
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where the system does not know a limit of address space (macOS), the processor limit still holds.
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    logging.disable()  # what a library has to say of a document is in the outcome
    steps()["parse_if_changed"]()  # loaded while nobody waits
    outcomes = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints may not break a frame
    try:
        serve(sys.stdin.buffer, outcomes, cpu_seconds)
    except BrokenPipeError:  # the bot was killed: nobody waits for the outcome, and nobody reads a traceback
        os._exit(0)  # without the last flush, which would fail likewise


if __name__ == "__main__":
    main()
