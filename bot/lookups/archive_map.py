"""What one search learns of the archive and the next ones go by, for it changes slowly or never.

Where moments lie among the ids, and whether a guild sees little. It says where to look and which way is
quicker, and leaves out nothing that could be found.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.clock import Clock
from bot.storage import Connection, archive, arrivals
from bot.storage.archive import FEW, Within
from bot.storage.arrivals import Stretch
from bot.storage.index_ranges import ABOVE

BEGINNING = datetime(1, 1, 3, tzinfo=UTC)  # room before it for EARLY and GRID
EARLY = timedelta(days=1)  # before it is stored, a feed may date an article ahead
GRID = timedelta(hours=6)  # moments are taken for the last one of a grid, so that searches share them
KEPT = timedelta(hours=6)  # how long what is known of a guild serves
MOST = 10_000  # moments, and guilds, of which something is known: a megabyte each
STRETCH = 4_096  # revisions whose times are looked at in one go: a millisecond
LATE = 250  # revisions, too late for their stretch, that a search asks for one by one
DENSE = 64  # late revisions in a stretch above which all of it is asked
SETTLED = timedelta(days=7)  # after which no page is read that could make an article a part of another one


class ArchiveMap:
    """Remembers where moments lie, and which guilds see fewer than *few* of the newest revisions.

    The times of revisions are known by stretches of *size*, unless more than *dense* of them are late. What
    is too new is passed over, but for at most *late* revisions that are asked one by one.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        few: int = FEW,
        size: int = STRETCH,
        late: int = LATE,
        dense: int = DENSE,
    ) -> None:
        self._clock = clock
        self._few = few
        self._size = size
        self._late = late
        self._dense = dense
        self._places: dict[datetime, int] = {}  # of moments of the grid: the first id since
        self._stretches: dict[int, Stretch] = {}  # by number
        self._sights: dict[int, tuple[datetime, bool]] = {}  # of guilds: when it was asked, and whether few

    async def within(self, connection: Connection, since: datetime, until: datetime) -> Within:
        """Return where to look for articles of *since* to before *until*."""
        low = await self._first_id(connection, since)
        if until >= self._clock.now():
            return Within(low, since, until)
        top, late = await self._later(connection, low, until)
        return Within(low, since, until, top, tuple(late))

    async def sees_few(self, connection: Connection, guild_id: int) -> bool:
        """Return `archive.sees_few`, as it was when it was last asked."""
        now = self._clock.now()
        known = self._sights.get(guild_id)
        if known is None or not known[0] <= now < known[0] + KEPT:
            if len(self._sights) >= MOST:
                self._sights.clear()
            known = self._sights[guild_id] = now, await archive.sees_few(connection, guild_id, self._few)
        return known[1]

    async def _first_id(self, connection: Connection, since: datetime) -> int:
        """Return an id that no revision of an article of *since* or later is below.

        What is known stays true: ids grow with time, and none is used twice.
        """
        moment = max(since, BEGINNING) - EARLY
        moment -= (moment - BEGINNING) % GRID
        if (known := self._places.get(moment)) is None:
            if len(self._places) >= MOST:
                self._places.clear()
            known = self._places[moment] = await arrivals.first_since(connection, moment)
        return known

    async def _later(self, connection: Connection, low: int, until: datetime) -> tuple[int, list[int]]:
        """Return an id, and the revisions from it on that may be of before *until*: few."""
        newest = await arrivals.newest_id(connection)
        top, found = ABOVE, list[int]()
        for number in range(newest // self._size, low // self._size - 1, -1):
            some = await self._times(connection, number, newest)
            if some.late is None or some.floor < until:
                break
            found += [one.revision_id for one in some.late if one.at is None or one.at < until]
            if len(found) > self._late:
                break
            top = number * self._size
        return top, [id_ for id_ in found if id_ >= top]

    async def _times(self, connection: Connection, number: int, newest: int) -> Stretch:
        """Return of what times a stretch is.

        It is remembered once it is full, and nothing of it is still being stored; and looked at again when it
        has settled.
        """
        settled = self._clock.now() - SETTLED
        known = self._stretches.get(number)
        if known is None or known.is_settled != (known.last < settled):
            low, high = number * self._size, (number + 1) * self._size
            known = await arrivals.stretch(connection, low, high, settled=settled, most=self._dense)
            if high + self._size // 4 <= newest:
                self._stretches[number] = known
        return known
