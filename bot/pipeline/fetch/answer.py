"""What a status and its headers mean to a feed reader (RFC 9110 sections 10.2.3 and 15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.fetch.faults import ASKED_AGAIN
from bot.pipeline.fetch.values import Fetched
from bot.pipeline.fetch.walls import wall, wall_in

GONE = 410
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_AGE = re.compile(r"(?:^|[\s,;])max-age\s*=\s*\"?(\d{1,9})")
# Statuses with which walls answer; what else they say (429, say) means what it says.
WALLED = frozenset({202, 401, 403, 405, 406, 429, 503})
BROKEN_BEHIND_CLOUDFLARE = range(520, 531)  # developers.cloudflare.com, "Cloudflare 5xx errors"
LONGEST_RETRY = 24 * 3600.0  # seconds; a server may ask for a day of peace, not for ever

_KNOWN = {
    401: (
        Failure.BLOCKED,
        "it wants a name and password. Write them into the address: https://name:password@host/",
    ),
    403: (Failure.BLOCKED, "it does not let this bot read it. Ask the site, or find another of its feeds."),
    404: (
        Failure.GONE,
        "there is nothing at this address. Check its spelling, or look on the site for its new feed.",
    ),
    407: (Failure.BLOCKED, "the proxy wants a name and password. Check the proxy setting."),
    GONE: (Failure.GONE, "it was removed for good. Look on the site for its new feed."),
    451: (Failure.BLOCKED, "it may not be shown here for legal reasons. Look for another feed on the topic."),
}


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, from seconds or a date; None if unreadable."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:9])
    else:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now.timestamp()
    return min(max(seconds, 0.0), LONGEST_RETRY)


def fresh_for(headers: Mapping[str, str]) -> float:
    """Return for how many seconds an answer stays true by its Cache-Control (RFC 9111 section 5.2.2), or 0.

    What it spent in caches on its way (Age) is taken off; no-cache and no-store are heeded.
    """
    given = headers.get("cache-control")
    if not given:
        return 0.0
    lowered = given.lower()
    found = _MAX_AGE.search(lowered)
    if found is None or "no-cache" in lowered or "no-store" in lowered:
        return 0.0
    age = headers.get("age", "").strip()
    return max(float(found[1]) - (float(age[:9]) if age.isascii() and age.isdigit() else 0.0), 0.0)


def failure(
    url: str, status: int, headers: Mapping[str, str], now: datetime, beginning: bytes = b""
) -> FetchError:
    """Return the error that an answer is which is no 200, 304 or redirect; *beginning* is of its body."""
    wait = retry_after(headers.get("retry-after"), now)
    where = shown(url)
    whose = wall(headers, beginning) if status in WALLED else None
    kind, text, then = _meaning(status, wait) if whose is None else (Failure.BOT_WALL, behind(whose), "")
    return FetchError(
        f"{where} answered {status}: {text}",
        kind=kind,
        status=status,
        permanent=status == GONE,
        retry_after=wait,
        host=urlsplit(url).hostname or "",
        then=then,
    )


def no_feed(answer: Fetched) -> FetchError | None:
    """Return what an answer is that should be a feed and is none: a wall, or where a moved feed led to.

    None where it is only another page than it was.
    """
    whose = wall_in(answer.body)
    if whose is not None:
        return FetchError(
            f"{shown(answer.url)}: {behind(whose)}", kind=Failure.BOT_WALL, status=answer.status
        )
    if not answer.redirects:
        return None
    return FetchError(
        f"It sends its readers on to {shown(answer.url)}, which is no feed. Look there for the new one.",
        kind=Failure.MOVED,
        status=answer.status,
    )


def behind(whose: str) -> str:
    """Return in words that a wall keeps bots out, and what to do."""
    return (
        f"{whose} keeps bots out there, feed readers among them. "
        "Ask the site to let feed readers in, or look for another of its feeds."
    )


def _meaning(status: int, wait: float | None) -> tuple[Failure, str, str]:
    """Return the cause, what to do about it, and what the poller does."""
    if status in _KNOWN:
        return *_KNOWN[status], ""
    if status == 429:  # noqa: PLR2004  Too Many Requests
        return Failure.RATE_LIMITED, "it is asked too often.", "It is asked again later."
    if status in BROKEN_BEHIND_CLOUDFLARE:
        return Failure.SERVER, "Cloudflare can't reach the site behind it.", ASKED_AGAIN
    if status == 503 and wait is not None:  # noqa: PLR2004  Service Unavailable
        return Failure.RATE_LIMITED, "it asks to come back later.", "It is asked again then."
    if 400 <= status < 500:  # noqa: PLR2004  the client errors
        return Failure.BLOCKED, "it does not take the request. Check the address in a browser.", ""
    return Failure.SERVER, "the site has a fault of its own.", ASKED_AGAIN
