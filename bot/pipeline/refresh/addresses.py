"""Which stored articles stand at which addresses, in whatever spelling they were stored."""

from __future__ import annotations

from collections.abc import Iterable

from bot.pipeline.addresses.canonical import twins
from bot.storage import Connection, articles


async def known_at(connection: Connection, urls: Iterable[str]) -> dict[str, int]:
    """Return the ids of the articles that are known at these canonical *urls*, by URL.

    Where nothing is stored under a URL itself, what is stored under one of its `twins` is meant.
    """
    spelled = {url: (url, *twins(url)) for url in urls}
    found = await articles.by_urls(connection, [each for all_ in spelled.values() for each in all_])
    return {
        url: next(found[each] for each in all_ if each in found)
        for url, all_ in spelled.items()
        if any(each in found for each in all_)
    }
