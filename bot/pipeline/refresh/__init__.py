"""From due feeds to wanted deliveries: the conductor of the way of an article.

refresh = Refresh(database, fetcher, parsers, clock, options=RefreshOptions(), wanted=deliver_now)
await refresh.start()
await refresh.tick()     # every second
await refresh.drain(5)

conductor.py  ticks: claims what is due, starts readers, gives back what failed
reading.py    readers, side by side: fetch, parse, what is new, pages of short entries
catching_up.py  what left a feed's window unseen: earlier pages, news sitemaps
seeking.py    what a site offers in the place of a feed that fails
keeper.py     the one keeper: in order of arrival, transaction by transaction
judge.py      the keeper's thread: analysis, watchlists, the clusterer's window
preparing.py  what an entry and its page say, analysed
filing.py     what a transaction stores of articles
copying.py    which of them repeat others
sighting.py   what it records of matches
wanting.py    what it wants of deliveries
ending.py     what a poll leaves on its feed, and the notices about it
indexing.py   the seam to the archive's index
values.py     what these hand to each other
"""

from bot.pipeline.refresh.conductor import Refresh
from bot.pipeline.refresh.values import Counts, RefreshOptions

__all__ = ["Counts", "Refresh", "RefreshOptions"]
