"""Read single values that operators write: addresses of databases, sites, hosts and networks. Pure."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

# What people write, and the driver that Salient speaks to it with.
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",  # as Heroku and others hand it out
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)  # RFC 1123 section 2.1, and the underscore


def database_url(written: str) -> str:
    """Return *written* with the driver that Salient uses; ValueError where it names no such database."""
    kind, colon, rest = written.strip().partition("://")
    driver = _DRIVERS.get(kind.lower())
    if driver is None or not colon:
        raise ValueError("not a database that Salient knows")
    if driver.startswith("sqlite"):
        if not rest.startswith("/") or rest == "/":
            raise ValueError("a file is missing: sqlite:///FILE")
    elif not urlsplit(f"postgresql://{rest}").path.strip("/"):
        raise ValueError("the database's name is missing")
    return f"{driver}://{rest}"


def web_url(written: str) -> str:
    """Return *written* where it is an http or https address with a host; else ValueError."""
    parts = urlsplit(written.strip())
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or re.search(r"[\s<>()\"]", written.strip())
    ):
        raise ValueError("not an http or https address")
    return written.strip()


def host_or_network(written: object) -> str:
    """Return *written* in small letters where it is a host name, an address or a network; else ValueError."""
    word = str(written).strip().lower()
    if "/" in word:
        return str(ip_network(word, strict=False))
    try:
        return str(ip_address(word.strip("[]")))
    except ValueError:
        labels = word.rstrip(".").split(".")
        if labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
            raise ValueError("neither a host name nor an address") from None
        return word.rstrip(".")
