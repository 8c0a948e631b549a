"""The times of a document's entries, in UTC.

How one date is read is in `date_forms`; here is what takes the whole document: the zone that is meant where
none is named, and what the time of the fetch says about a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from bot.domain.feed import Entry, ParsedFeed
from bot.pipeline.parse.date_forms import DateForms

# No feed is older: the web's first pages are of 1991. Earlier times are the zero of some clock (1601, 1970)
# or typing errors.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class Dates:
    """The dates of one document: a zone that most of them name is meant where one names none.

    Once learnt, `zone` is that one, in seconds ahead of UTC, and `is_zoneless` says that no date names any.
    """

    def __init__(self, language: str | None = None) -> None:
        self._forms = DateForms(language)
        self._read: dict[str, datetime | None] = {}
        self._habit: tzinfo = UTC
        self.zone: int | None = None
        self.is_zoneless = False

    def learn(self, texts: Iterable[str | None]) -> None:
        """Read *texts*, all the dates of a document, and find the zone that most of those with one name."""
        known, read = self._read, self._forms.read
        moments: list[datetime] = []
        for text in texts:
            if not text:
                continue
            if text not in known:
                known[text] = read(text)
            moment = known[text]
            if moment is not None:
                moments.append(moment)
        named = [ahead for moment in moments if (ahead := moment.utcoffset()) is not None]
        if named:
            offset = named[0]
            if named.count(offset) != len(named):
                offset = Counter(named).most_common(1)[0][0]
            self._habit, self.zone = timezone(offset), int(offset.total_seconds())
        self.is_zoneless = bool(moments) and not named

    def utc(self, text: str | None) -> datetime | None:
        """Return the time that *text* names; None where it names none."""
        if not text:
            return None
        try:
            moment = self._read[text]
        except KeyError:
            moment = self._read[text] = self._forms.read(text)
        if moment is None or moment.tzinfo is UTC:
            return moment
        try:
            return (moment if moment.tzinfo else moment.replace(tzinfo=self._habit)).astimezone(UTC)
        except OverflowError:
            return None


def by_habit(feed: ParsedFeed, zone: int) -> ParsedFeed:
    """Return *feed*, whose dates name no zone, in the one that it named before, in seconds ahead of UTC."""
    ahead = timedelta(seconds=zone)

    def at(moment: datetime | None) -> datetime | None:
        return moment if moment is None or moment - EARLIEST < ahead else moment - ahead

    entries = (one._replace(published=at(one.published), updated=at(one.updated)) for one in feed.entries)
    return feed._replace(entries=tuple(entries))


def clamped(feed: ParsedFeed, fetched_at: datetime) -> ParsedFeed:
    """Return *feed* with the times of entries that lie after *fetched_at*, or before any feed, set to it.

    A feed's clock that runs ahead would otherwise put its entries on top for days. What the feed gives for
    `published` is kept as `stated`.
    """

    def at(moment: datetime | None) -> datetime | None:
        return moment if moment is None or EARLIEST <= moment <= fetched_at else fetched_at

    def entry(one: Entry) -> Entry:
        published, updated = at(one.published), at(one.updated)
        if (published, updated) == (one.published, one.updated):
            return one
        stated = one.published if published != one.published else None
        return one._replace(published=published, updated=updated, stated=stated)

    return feed._replace(entries=tuple(map(entry, feed.entries)))
