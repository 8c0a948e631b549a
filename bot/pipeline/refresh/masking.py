"""Learn what sites repeat, hide it in what is filed, and in what was filed before.

New articles are masked by the lines known when they are filed. After each transaction the sites that brought
enough articles are learnt anew, beside the keeper; where that changes a site's lines, its stored revisions
are masked and indexed again, the newest first, a small batch in a transaction.

A site is learnt feed by feed. Whoever writes a feed chooses its links and headlines; were a host's lines
learnt over all feeds, a feed that one server follows could hide sentences from all others.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.clock import Clock
from bot.domain.mask import Mask
from bot.pipeline.boilerplate import WINDOW, Sample, learn, mask, site_of
from bot.pipeline.refresh.indexing import reindex
from bot.pipeline.refresh.judge import Judge
from bot.storage import Connection, Database, masks
from bot.storage.masks import Lines, Seen, Stored
from bot.storage.revisions import Version

# New articles of a site after which it is learnt: the first time, and once something is known of it.
FIRST_AFTER = 3
AGAIN_AFTER = 10

MOST_SITES = 5_000  # whose lines are held in memory, at most 16 kB each
SITE_MOST = 200  # characters that the column holds
BATCH = 25  # revisions masked anew in one transaction: a fiftieth of a second of writing


class Masking:
    """The keeper's knowledge of boilerplate. Used within one event loop; `work` by one task at a time."""

    def __init__(self, database: Database, judge: Judge, clock: Clock) -> None:
        self._database = database
        self._judge = judge
        self._clock = clock
        self._lines: OrderedDict[str, Lines] = OrderedDict()
        self._new: Counter[str] = Counter()  # articles filed of a site since it was learnt
        self._unfinished = True  # rows may wait from before a restart
        self._version = -1  # of the newest lines known; -1 before any is

    async def over(self, versions: Sequence[Version], *, feed_id: int) -> list[Version]:
        """Return the versions, as a feed shows them, with their sites and masks, by the lines known now.

        Raises StorageError.
        """
        placed = [replace(one, site=site_in(feed_id, one)) for one in versions]
        lines = await self._known({one.site or "" for one in placed})
        return await self._judge.do(lambda: [_masked(one, lines[one.site or ""]) for one in placed])

    async def learn(self, connection: Connection, masked: Iterable[Version]) -> bool:
        """Take over what admins changed; return whether what was *masked* before may be out of date."""
        version = await masks.version(connection)
        known, self._version = self._version, version
        if known in {-1, version}:  # but `work` may have learnt meanwhile what these sites repeat
            lines = ((one, self._lines.get(one.site or "")) for one in masked)
            return any(now is not None and now.version != one.mask_version for one, now in lines)
        self._lines.clear()
        self._unfinished = True
        return True

    def look(self) -> None:
        """Look whether there are rows to be masked anew: admins change lines, too."""
        self._unfinished = True

    def filed(self, versions: Iterable[Version]) -> None:
        """Take note of what a transaction that stands has stored."""
        self._new.update(one.site for one in versions if one.site and _has_lines(one.text))

    @property
    def is_due(self) -> bool:
        """Whether there is work."""
        return self._unfinished or self._next_site() is not None

    async def work(self) -> bool:
        """Do a piece of what is to be done; return whether there was any. Raises StorageError."""
        if self._unfinished:
            self._unfinished = await self._mask_some()
            return True
        site = self._next_site()
        if site is None:
            return False
        del self._new[site]
        await self._learn(site)
        return True

    def _next_site(self) -> str | None:
        for site, count in self._new.items():
            known = self._lines.get(site)
            if count >= (AGAIN_AFTER if known is not None and known.version else FIRST_AFTER):
                return site
        return None

    async def _known(self, sites: set[str]) -> dict[str, Lines]:
        missing = sites - self._lines.keys()
        if missing:
            async with self._database.read() as connection:
                if self._version == -1:  # of before these lines: what changes after them is learnt
                    self._version = await masks.version(connection)
                self._lines |= await masks.lines_of(connection, missing)
        found = {site: self._lines[site] for site in sites}
        for site in sites:
            self._lines.move_to_end(site)
        while len(self._lines) > MOST_SITES:
            self._lines.popitem(last=False)
        return found

    async def _learn(self, site: str) -> None:
        feed_id = int(site.partition(":")[0])
        async with self._database.read() as connection:
            seen = await masks.newest_of(connection, site, limit=2 * WINDOW)
            known = (await masks.lines_of(connection, [site]))[site]
            kept = await masks.kept(connection, feed_id)
        found = await asyncio.to_thread(_learnt, seen, known.keys)
        if set(found) - kept == set(known.keys):
            return
        async with self._database.write() as connection:
            kept = await masks.kept(connection, feed_id)
            keys = tuple(key for key in found if key not in kept)
            if set(keys) == set(known.keys):
                return
            lines = await masks.learnt(connection, site, keys)
        if self._version == lines.version - 1:
            self._version = lines.version
        self._lines[site] = lines
        self._unfinished = True

    async def _mask_some(self) -> bool:
        """Mask the next revisions anew; return whether there may be more."""
        async with self._database.read() as connection:
            found = await masks.unfinished(connection, limit=BATCH)
        if found is None:
            return False
        site, lines, stored = found
        changed = await self._changed(stored, lines)
        async with self._database.write() as connection:
            await self._store(connection, changed, lines.version)
            below = stored[-1].revision_id if len(stored) == BATCH else None
            await masks.masked_down_to(connection, site, below, version=lines.version)
        return True

    async def _changed(self, stored: Sequence[Stored], lines: Lines) -> list[tuple[Stored, Version]]:
        """Return the revisions that are told differently by *lines*, each with how."""
        versions = [one.version for one in stored]
        masked = await self._judge.do(lambda: [_masked(one, lines) for one in versions])
        return [(one, new) for one, new in zip(stored, masked, strict=True) if new.mask != one.version.mask]

    async def _store(
        self, connection: Connection, changed: Sequence[tuple[Stored, Version]], version: int
    ) -> None:
        before = await self._judge.read([one.version for one, _ in changed], feed_title="")
        now = await self._judge.read([new for _, new in changed], feed_title="")
        ids = [one.revision_id for one, _ in changed]
        await masks.mask(
            connection, ((id_, new.mask) for id_, (_, new) in zip(ids, changed, strict=True)), version=version
        )
        await reindex(
            connection,
            [(id_, one.lexemes, other.lexemes) for id_, one, other in zip(ids, before, now, strict=True)],
        )


def site_in(feed_id: int, version: Version) -> str:
    """Return the key under which the lines of an article's site are learnt from what a feed shows of it."""
    return f"{feed_id}:{site_of(version.url, version.outlet)}"[:SITE_MOST]


def _masked(version: Version, lines: Lines) -> Version:
    spans: Mask = mask(version.text, version.title, frozenset(lines.keys)) if lines.keys else ()
    return replace(version, mask=spans, mask_version=lines.version)


def _learnt(seen: Sequence[Seen], known: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a site; what its feeds say and what its pages say repeat lines of their own."""
    keys = tuple(known)
    for origin in ("feed", "page"):
        samples = [
            Sample(one.story_id, one.title, one.text, one.stored_at.date())
            for one in seen
            if one.origin == origin and _has_lines(one.text)
        ]
        keys = learn(samples[-WINDOW:], keys)
    return keys


def _has_lines(text: str) -> bool:
    """Say whether a text has several lines; one that has not is a sentence or two, and all of them news."""
    return "\n" in text.strip()
