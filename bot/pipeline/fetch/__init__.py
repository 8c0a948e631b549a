"""Read a URL, safely and politely: the only room that speaks HTTP to outlets.

    async with Fetcher(FetchOptions(contact_url="https://example.org/bot")) as fetcher:
        answer = await fetcher.fetch(url, etag=etag, last_modified=last_modified)

`answer` is `Fetched` or `NotModified`; everything else is a `bot.errors.FetchError` whose `kind` is a
`bot.domain.feed.Failure` and whose text says what was wrong and what to do, without credentials.

    values.py   what goes in and comes out
    target.py   what may be asked for, and where an answer may send us on
    guard.py    which hosts, addresses and ports may be reached
    connect.py  resolve, check, and connect to the very address that was checked
    pool.py     connections that are kept for a while
    connection.py  HTTP/1.1 over one connection; stream.py its bytes
    decode.py   gzip, deflate and br, a piece at a time
    body.py     a whole body, within limits; the beginning of a refusal's
    pace.py     how many at once, and how fast to one host
    robots.py   whether a site lets its pages be read
    walls.py    whose walls against bots are met
    answer.py   what a status and its headers mean
    faults.py   what goes wrong, in words
    fetcher.py  one fetch from start to end, redirects included
"""

from bot.pipeline.fetch.fetcher import Fetcher
from bot.pipeline.fetch.values import Fetched, FetchOptions, NotModified

__all__ = ["FetchOptions", "Fetched", "Fetcher", "NotModified"]
