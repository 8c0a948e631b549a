"""The figures of a story's articles, read once for each revision.

A live alert is composed again with every article that joins its story; what the others count stays the same.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot.domain.article import Article
from bot.domain.figure import Figure
from bot.domain.timeline import Event, Showing
from bot.pipeline.figures import figures
from bot.pipeline.timeline import Shown, timeline

KEPT = 1_000  # articles: some 6 kB each, as their texts are held to be sure that nothing has changed


class Ledger:
    """Remembers what was read of the newest `KEPT` articles. For use within one event loop."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[Article, tuple[Figure, ...]] = OrderedDict()

    async def figures(self, articles: Sequence[Article]) -> tuple[Figure, ...]:
        """Return what *articles* count, as `bot.pipeline.figures` says; new ones are read in a thread."""
        known = {one: self._known[one] for one in articles if one in self._known}
        unread = [one for one in articles if one not in known]
        if unread:
            read = await asyncio.to_thread(lambda: [figures([one]) for one in unread])
            known |= dict(zip(unread, read, strict=True))
        for one in articles:
            self._known[one] = known[one]
            self._known.move_to_end(one)
        while len(self._known) > self._kept:
            self._known.popitem(last=False)
        return tuple(figure for one in articles for figure in known[one])

    async def timeline(self, showings: Sequence[Sequence[Showing]]) -> tuple[Event, ...]:
        """Return what happened to articles, of which each of *showings* is what one entry showed of one."""
        shown = []
        for entry in showings:
            past = len(entry) > 1  # of what never changed, no figures are compared
            shown.append(
                [
                    Shown(
                        one.article,
                        await self.figures([one.article]) if past else (),
                        one.since,
                        one.origin,
                        one.withdrawn_at,
                    )
                    for one in entry
                ]
            )
        return timeline(shown)
