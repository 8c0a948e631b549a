"""What may be asked for, and where an answer may send us on: judged before anything is sent."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import unquote

import httpx

from bot.errors import FetchError
from bot.pipeline.addresses.canonical import DEFAULT_PORTS, LONGEST, shown
from bot.pipeline.fetch.faults import bad_url, port_refused, refused
from bot.pipeline.fetch.guard import Guard

_HOST = re.compile(rb"[a-z0-9_.-]+|\[?[0-9a-f:.]+(?:%[\w.-]+)?\]?")  # a name in ASCII, or an IPv6 address


def checked(url: str, guard: Guard) -> httpx.URL:
    """Return *url* parsed, if its scheme, host and port may be read.

    A name's addresses are judged when it is connected to.

    Raises:
        FetchError: otherwise (`Failure.BAD_URL`, `Failure.REFUSED_ADDRESS`), for good.
    """
    try:
        parsed = httpx.URL(url.strip())
        host = parsed.host  # which is decoded only now
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise bad_url(
            "That is not a web address. Write it in full, as in https://example.org/feed"
        ) from error
    if parsed.scheme not in DEFAULT_PORTS:
        raise bad_url(f"Only http and https addresses can be read, not {parsed.scheme or 'bare'} ones.")
    if not _HOST.fullmatch(parsed.raw_host) or len(url) > LONGEST:
        raise bad_url(f"{shown(url)[:200]} names no host that can be, or is too long.")
    port = parsed.port or DEFAULT_PORTS[parsed.scheme]
    if guard.port_refused(port):
        raise port_refused(port)
    why = guard.literal_refusal(host)
    if why is not None:
        raise refused(host, None, why)
    return parsed


def redirected(target: httpx.URL, location: str, guard: Guard) -> httpx.URL:
    """Return where *location*, given by *target*, points to, checked as the first URL was.

    Credentials go on to the same origin, and to the same host's https; nobody else is told them.
    """
    try:
        there = target.copy_with(userinfo=b"").join(location).copy_with(fragment=None)
        is_ours = _is_same_origin(target, there)
    except (httpx.InvalidURL, ValueError) as error:
        raise bad_url(f"{shown(str(target))} redirects to what is no address.") from error
    if not is_ours:
        there = there.copy_with(userinfo=b"")
    elif not there.userinfo:
        there = there.copy_with(userinfo=target.userinfo)
    try:
        return checked(str(there), guard)
    except FetchError as error:
        said = f"{shown(str(target))} sends its readers on, but: {error.what}"
        raise FetchError(said, kind=error.kind, permanent=error.permanent) from error


def basic_auth(url: httpx.URL) -> dict[str, str]:
    """Return the header for the credentials in *url* (RFC 7617), if there are any."""
    if not url.userinfo:
        return {}
    name, _, password = url.userinfo.decode("ascii", "replace").partition(":")
    pair = f"{unquote(name)}:{unquote(password)}".encode()
    return {"Authorization": "Basic " + b64encode(pair).decode("ascii")}


def _is_same_origin(here: httpx.URL, there: httpx.URL) -> bool:
    if here.host != there.host:
        return False
    is_upgrade = (here.scheme, there.scheme) == ("http", "https") and here.port is there.port is None
    return is_upgrade or (here.scheme, here.port) == (there.scheme, there.port)
