"""What goes wrong between a URL and its answer, in words: what it was, and what to do. No credentials."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.fetch.guard import Address, literal
from bot.pipeline.fetch.values import MIB, FetchOptions

_AUTHORITY = (
    "The site needs one of a public authority; an authority of your own goes into SSL_CERT_FILE of the bot."
)
ASKED_AGAIN = "It is asked again."  # what the poller does; not said of a feed that is only looked at

_NAME = "Open the site in a browser, and use the address that it has there."


def bad_url(text: str) -> FetchError:
    """Return the error for what is no URL, or none that can be asked for."""
    return FetchError(text, kind=Failure.BAD_URL, permanent=True)


def refused(host: str, address: Address | None, why: str) -> FetchError:
    """Return the error for a *host* that leads to an *address* off the public internet."""
    leads = "" if address is None or literal(host) is not None else f" leads to {address}, which"
    return FetchError(
        f"{host}{leads} is {why}, not on the public internet, and is not read. "
        "If it is meant, ask the operator to allow that host (SALIENT_ALLOWED_HOSTS).",
        kind=Failure.REFUSED_ADDRESS,
        permanent=True,
    )


def port_refused(port: int) -> FetchError:
    """Return the error for a *port* that the operator does not allow."""
    return FetchError(
        f"Port {port} is not read: use 80 or 443, or ask the operator to allow it (SALIENT_ALLOWED_PORTS).",
        kind=Failure.REFUSED_ADDRESS,
        permanent=True,
    )


def no_such_host(host: str) -> FetchError:
    """Return the error for a name without an address."""
    return FetchError(
        f"No address is known for {host}. Check the spelling; if it is right, its name service is down, "
        "or the name was given up: look for the site's new address.",
        kind=Failure.DNS,
    )


def too_many_redirects(target: httpx.URL, limit: int, status: int) -> FetchError:
    """Return the error for redirects that don't end."""
    return FetchError(
        f"{shown(str(target))} redirects more than {limit} times, perhaps for ever. "
        "Open it in a browser and use the address where it ends.",
        kind=Failure.REDIRECTS,
        status=status,
    )


def too_large(target: httpx.URL, limit: int, status: int) -> FetchError:
    """Return the error for a body over *limit* bytes."""
    return FetchError(
        f"{shown(str(target))} is larger than {limit / MIB:.3g} MiB. Look for a smaller feed of the site.",
        kind=Failure.TOO_LARGE,
        status=status,
    )


def too_scattered(target: httpx.URL, chunks: int, status: int) -> FetchError:
    """Return the error for a body in more *chunks* than anybody sends who means well."""
    return FetchError(
        f"{shown(str(target))} comes in more than {chunks - 1:,} pieces. Its site has to send larger ones.",
        kind=Failure.TOO_LARGE,
        status=status,
    )


def badly_encoded(target: httpx.URL, what: Exception, status: int) -> FetchError:
    """Return the error for a body that can't be decompressed."""
    return FetchError(
        f"{shown(str(target))} sent {what}.", kind=Failure.SERVER, status=status, then=ASKED_AGAIN
    )


def too_slow(target: httpx.URL, error: Exception, options: FetchOptions) -> FetchError:
    """Return the error for a limit of time that was passed."""
    if isinstance(error, httpcore.ConnectTimeout):
        what = f"did not take a connection within {options.connect_timeout:g} seconds"
    elif isinstance(error, httpcore.TimeoutException):
        what = f"sent nothing for {options.read_timeout:g} seconds"
    else:
        what = f"was not done after {options.total_timeout:g} seconds"
    return FetchError(f"{shown(str(target))} {what}.", kind=Failure.TIMEOUT, then=ASKED_AGAIN)


# What OpenSSL found wrong (x509_vfy.h), as ours to tell and what to do.
_CERTIFICATES = {
    9: (Failure.CERTIFICATE_EXPIRED, "is not valid yet", "The site has to set its clock, or renew it."),
    10: (Failure.CERTIFICATE_EXPIRED, "has expired", "The site has to renew it; tell its owner."),
    18: (Failure.CERTIFICATE_UNTRUSTED, "is self-signed", _AUTHORITY),
    19: (Failure.CERTIFICATE_UNTRUSTED, "is self-signed", _AUTHORITY),
    20: (Failure.CERTIFICATE_UNTRUSTED, "is of an authority that is not known", _AUTHORITY),
    21: (Failure.CERTIFICATE_UNTRUSTED, "is of an authority that is not known", _AUTHORITY),
    62: (Failure.CERTIFICATE_OF_ANOTHER, "is for another site", _NAME),
    64: (Failure.CERTIFICATE_OF_ANOTHER, "is for another site", _NAME),
}


def _no_certificate(where: str, error: ssl.SSLError) -> FetchError:
    """Return the error for a certificate that proves nothing."""
    reason = getattr(error, "verify_message", None) or error.reason or "no agreement"
    known = _CERTIFICATES.get(getattr(error, "verify_code", 0))
    if known is None:
        return FetchError(
            f"{where} has no valid certificate ({reason}). The site has to renew it.", kind=Failure.TLS
        )
    kind, what, remedy = known
    return FetchError(f"The certificate of {where} {what} ({reason}). {remedy}", kind=kind)


def broken(target: httpx.URL, error: Exception) -> FetchError:
    """Return the error for a connection that could not be made, or broke."""
    where = shown(str(target))
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return _no_certificate(where, cause)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ProxyError):
        return FetchError(f"The proxy refused {where}. Check the proxy setting.", kind=Failure.CONNECT)
    if isinstance(error, httpcore.ConnectError | OSError):
        return FetchError(f"{where} takes no connections.", kind=Failure.CONNECT, then=ASKED_AGAIN)
    if isinstance(error, httpcore.LocalProtocolError):
        return bad_url(
            f"{where} can't be asked for: the address or a stored validator has forbidden characters."
        )
    return FetchError(
        f"{where} broke off in the middle of its answer.", kind=Failure.SERVER, then=ASKED_AGAIN
    )
