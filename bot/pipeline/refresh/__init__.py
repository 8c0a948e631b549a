"""From due feeds to wanted deliveries: the conductor of the way of an article.

refresh = Refresh(database, fetcher, parsers, clock, options=RefreshOptions(), wanted=deliver_now)
await refresh.start()
await refresh.tick()     # every second
await refresh.drain(5)

conductor.py     ticks: starts readers of what is due, stops them
claims.py        feeds that this process holds: claimed, kept, given back
rests.py         which hosts asked to be left alone

Readers, side by side:

reading.py       fetch, parse, what is new, pages of short entries
paging.py        the page of an article
catching_up.py   what left a feed's window unseen: earlier pages, news sitemaps (sitemaps.py)
seeking.py       what a site offers in the place of a feed that fails

The keeper, one after the other:

keeper.py        in order of arrival, transaction by transaction
judge.py         its thread: analysis, watchlists, the clusterer's window
preparing.py     what an entry and its page say, analysed
filing.py        what a transaction stores of articles; indexing.py the seam to the archive's index
addresses.py     which of them are stored; joining.py two of them that turn out to be one
copying.py       which of them repeat others
overlaying.py    where members split their story
sighting.py      what it records of matches
wanting.py       what it wants of deliveries
ending.py        what a poll leaves on its feed; feed_notices.py what admins hear of it
leaving.py       entries that left their feed early
connectivity.py  whether the bot itself is cut off
masking.py       what sites repeat, learnt and hidden between transactions
values.py        what all these hand to each other
"""

from bot.pipeline.refresh.conductor import Refresh
from bot.pipeline.refresh.values import Counts, RefreshOptions

__all__ = ["Counts", "Refresh", "RefreshOptions"]
