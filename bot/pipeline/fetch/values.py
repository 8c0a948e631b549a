"""What the fetcher is told, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

MIB = 1024 * 1024

# What a feed reader asks for; a page is welcome too, because people give a site's address.
FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, text/html;q=0.5, */*;q=0.4"
)
# What a browser asks for; sites that choose by this header then give the page and not the feed.
PAGE_TYPES = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How the fetcher behaves. Times are in seconds, sizes in bytes.

    `allowed_hosts` holds host names, addresses and networks ("feeds.lan", "10.0.0.7", "127.0.0.0/8") that
    the operator allows although they are not on the public internet. `allowed_ports` None means any.
    `proxy` is an http:// or https:// URL, credentials included; through a proxy, addresses written in
    the URL are still checked, but names are resolved by the proxy, which has to keep its own guard.
    `contact_url` stands in the User-Agent, so that a site's owner can reach the operator.
    `total_timeout` bounds one request with its body (redirects included), waiting for a turn excluded.
    """

    contact_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    allowed_ports: frozenset[int] | None = field(default=frozenset({80, 443}))
    proxy: str | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 20.0  # between two pieces of an answer
    total_timeout: float = 60.0
    max_raw_bytes: int = 10 * MIB  # as sent; the largest feed in the wild is about 8 MB
    max_bytes: int = 20 * MIB  # after decompression
    max_redirects: int = 5
    in_flight: int = 64  # requests at once, over all hosts
    connections_per_host: int = 2  # what RFC 2616 section 8.1.4 asked of polite clients
    start_interval: float = 1.0  # between two starts to one host
    keepalive: float = 30.0  # how long an idle connection is kept


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a body, decompressed, not yet decoded to text.

    `url` is where the body came from, after redirects (with the credentials of the feed's own host, so
    log `shown(url)`). `redirects` holds (status, where it pointed to) for each hop in order. `at` is the
    aware UTC time at which the answer was complete.
    """

    url: str
    status: int
    body: bytes = field(repr=False)
    content_type: str | None
    etag: str | None
    last_modified: str | None
    redirects: tuple[tuple[int, str], ...]
    at: datetime
    fresh_for: float = 0.0  # seconds for which the answer says that it stays true


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: nothing new since the validators that were sent. New validators, where given, replace them."""

    url: str
    etag: str | None
    last_modified: str | None
    redirects: tuple[tuple[int, str], ...]
    at: datetime
    fresh_for: float = 0.0
