"""From a query to its newest matches: the index proposes, the query's own evaluation decides.

What the index leaves open is asked of the articles' words as codes, and what those can't tell of their texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from bot.domain.guild import Viewer
from bot.lookups.archive_map import BEGINNING, ArchiveMap
from bot.lookups.evaluator import Evaluator
from bot.query import Decided, Query, Sought
from bot.storage import Connection, archive, codes, index_ranges, revisions
from bot.storage.archive import NEVER, Candidate

TWICE = 8  # one article in so many, at most, is in sight by two feeds: more make another statement, no harm
TEXT_EFFORT = 15  # a text read costs so much more than codes: half a millisecond
HELD = 5  # articles that a database holds against a phrase by itself cost what one costs that is asked here
PHRASES = 5  # to look for so many more in an article, two microseconds each, costs as much again

_OF_TEXT = ("", "title", "text")  # fields of terms that need an article's text analysed


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what of it the index decides, and of which articles it is asked, below a revision if given.

    `stemmers` are those by which words of articles may be coded.
    """

    query: Query
    decided: Decided
    stemmers: frozenset[str]
    viewer: Viewer
    since: datetime
    before: datetime | None = None
    outlet: str | None = None
    below: int | None = None


class Matches(NamedTuple):
    """The newest matches, and the id that older ones are below, if there may be any.

    Where it ended because it took too long, `reached` is how far it got; `more` says that more match.
    """

    found: list[Candidate]
    below: int | None
    reached: datetime | None
    more: bool


class Matching:
    """Finds the newest *counted* matches, *batch* candidates in one go.

    *effort* is how many articles are asked by their codes in one search, at most.
    """

    def __init__(
        self, evaluator: Evaluator, archive_map: ArchiveMap, *, counted: int, batch: int, effort: int
    ) -> None:
        self._evaluator = evaluator
        self._archive_map = archive_map
        self._counted = counted
        self._batch = batch
        self._effort = effort

    async def newest(self, connection: Connection, asked: Asked) -> Matches:
        """Return the newest matches of what is asked."""
        unsure = await index_ranges.undecided(connection)
        decided, guild_id = asked.decided, asked.viewer.guild_id
        since = max(asked.since, decided.since or BEGINNING)
        until = min(asked.before or NEVER, decided.until or NEVER)
        within = await self._archive_map.within(connection, since, until)
        few = await self._archive_map.sees_few(connection, guild_id)
        sought = Sought(decided.rest.node, self._evaluator.analyser) if decided.rest is not None else None
        whole = self._counted + self._counted // TWICE + 1
        runs: list[tuple[str, bytes]] = []
        if sought is not None:
            runs = await self._evaluator.do(partial(sought.runs, asked.stemmers))
        cost_held = 1 + len(runs) // (PHRASES * len(asked.stemmers))
        found: list[Candidate] = []
        below, left, reached = asked.below, self._effort, None
        while len(found) <= self._counted:
            seen = await archive.seen(
                connection,
                decided.wanted,
                guild_id=guild_id,
                within=within,
                before=below,
                limit=whole if sought is None or sought.tells_all else self._batch,
                few=few,
                runs=runs,
                effort=-(-max(left, 1) * HELD // cost_held),
            )
            some, below = seen.candidates, seen.below
            if asked.outlet is not None:
                some = await _of_outlet(connection, some, asked.outlet)
            if sought is not None:
                left -= -(-seen.held * cost_held // HELD) or len(some)
                if not (seen.held and sought.told_by_runs):
                    some, cost = await self._holding(connection, asked, sought, some)
                    left -= cost
            found += await self._sure(connection, asked, some, unsure)
            if below is None:
                break
            if left <= 0 and seen.reached is not None:
                reached = seen.reached
                break
        more = len(found) > self._counted
        if more:
            found = found[: self._counted]
            below = found[-1].revision_id
        return Matches(found, below, reached, more)

    async def _holding(
        self, connection: Connection, asked: Asked, sought: Sought, some: Sequence[Candidate]
    ) -> tuple[list[Candidate], int]:
        """Return the candidates of which the open part of the query is true; and what texts cost."""
        rest = asked.decided.rest
        assert rest is not None
        known = await codes.of(connection, [one.revision_id for one in some])

        def told() -> dict[int, bool | None]:
            return {
                one.revision_id: sought.holds(known[one.revision_id], one.at)
                for one in some
                if one.revision_id in known
            }

        holds = await self._evaluator.do(told)
        open_ = [one.revision_id for one in some if holds.get(one.revision_id) is None]
        texts = any(term.field in _OF_TEXT for term in rest.terms)
        for start in range(0, len(open_), self._batch):
            part = open_[start : start + self._batch]
            read = await self._evaluator.read(connection, rest, part, asked.viewer, texts=texts)
            holds |= {one.revision_id: True for one, _ in read}
        cost = TEXT_EFFORT * len(open_) if texts else 0
        return [one for one in some if holds.get(one.revision_id)], cost

    async def _sure(
        self, connection: Connection, asked: Asked, some: list[Candidate], unsure: frozenset[int]
    ) -> list[Candidate]:
        """Return the candidates without those of which the index holds nothing and that don't match."""
        ids = [one.revision_id for one in some if one.revision_id in unsure]
        if not ids:
            return some
        sure = {
            one.revision_id
            for one, _ in await self._evaluator.read(connection, asked.query, ids, asked.viewer)
        }
        return [one for one in some if one.revision_id not in unsure or one.revision_id in sure]


async def _of_outlet(connection: Connection, some: list[Candidate], outlet: str) -> list[Candidate]:
    """Return the candidates that an outlet published, by its name."""
    named = await revisions.outlets(connection, [one.revision_id for one in some])
    asked = outlet.strip().casefold()
    return [one for one in some if named[one.revision_id].casefold() == asked]
