"""Spellings of one feed's address. Pure; for recognising what a server follows already, not for fetching."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.pipeline.addresses.canonical import DEFAULT_PORTS, canonical


def feed_key(url: str) -> str:
    """Return what the spellings of one feed's address have in common.

    http and https, `www.`, letters' case in host and path, a slash at the end, credentials, the fragment,
    tracking parameters and the order of the others make no difference; another query or port does. No site
    is known that serves two feeds under two such spellings.
    """
    parts = urlsplit(canonical(url))
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in {None, *DEFAULT_PORTS.values()} else f":{parts.port}"
    path = "/".join(part for part in parts.path.casefold().split("/") if part)
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}{port}/{path}?{query}"
