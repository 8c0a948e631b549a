"""Whether a site's robots.txt lets its pages be read (RFC 9309).

Feeds are made for programs and not asked about. Protego reads the file: it knows wildcards and the longest
match, which Python's own robotparser does not.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from bot.domain.clock import Clock
from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.fetch.fetcher import Fetcher
from bot.pipeline.fetch.values import NotModified

AGENT = "Salient"  # the product token of our User-Agent, by which a site may name us

MOST_BYTES = 512 * 1024  # RFC 9309 section 2.5 wants at least 500 KiB read; what is larger is no such file
KEPT = timedelta(hours=24)  # RFC 9309 section 2.4: not longer
KEPT_UNREACHABLE = timedelta(minutes=10)  # a site that fails may be back soon
MOST_SITES = 1_000  # whose files are remembered, a few kilobytes each

PLAIN_TYPES = "text/plain, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site lets be read: by its file, all (no file), or nothing for now (it does not answer)."""

    file: Protego | None
    until: datetime
    reachable: bool = True
    retry_after: float | None = None  # seconds, as the site asked for when it did not answer

    def allow(self, url: str) -> bool:
        return self.reachable and (self.file is None or self.file.can_fetch(url, AGENT))


class Robots:
    """Asks each site once a day. Used within one event loop."""

    def __init__(self, fetcher: Fetcher, clock: Clock) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Task[_Rules]] = {}

    async def allows(self, url: str) -> bool:
        """Return whether *url* may be read.

        Raises:
            FetchError: where the site can't be asked now (RFC 9309 section 2.3.1.4: then nothing is read).
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
        rules = self._known.get(site)
        if rules is None or rules.until <= self._clock.now():
            rules = await self._asked(site)
        if not rules.reachable:
            raise FetchError(
                f"{site}/robots.txt can't be read now.",
                kind=Failure.CONNECT,
                retry_after=rules.retry_after,
                host=parts.hostname or "",
            )
        return rules.allow(url)

    async def _asked(self, site: str) -> _Rules:
        """Ask a site, once for all who wait for its answer; one of them giving up spoils nothing."""
        asking = self._asking.get(site)
        if asking is None:
            asking = self._asking[site] = asyncio.create_task(self._ask(site), name=f"robots.txt of {site}")
            asking.add_done_callback(lambda _: self._asking.pop(site, None))
        rules = await asyncio.shield(asking)
        self._known[site] = rules
        self._known.move_to_end(site)
        if len(self._known) > MOST_SITES:
            self._known.popitem(last=False)
        return rules

    async def _ask(self, site: str) -> _Rules:
        now = self._clock.now()
        try:
            answer = await self._fetcher.fetch(f"{site}/robots.txt", accept=PLAIN_TYPES, max_bytes=MOST_BYTES)
        except FetchError as error:
            if error.status is not None and error.status < 500 and error.status != 429:  # noqa: PLR2004
                return _Rules(None, now + KEPT)  # there is no such file: RFC 9309 section 2.3.1.3
            return _Rules(
                None, now + KEPT_UNREACHABLE, reachable=False, retry_after=error.retry_after
            )  # whoever asks for it keeps the rest
        if (
            isinstance(answer, NotModified) or answer.body.lstrip()[:1] == b"<"
        ):  # a page says nothing of robots
            return _Rules(None, now + KEPT)
        text = answer.body.decode("utf-8", "replace")
        return _Rules(await asyncio.to_thread(Protego.parse, text), now + KEPT)

    async def aclose(self) -> None:
        """Give up what is still asked for."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
