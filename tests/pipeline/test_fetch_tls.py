"""Certificates: the name in the URL is asked for and checked, though an address is connected to."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.fetch import Fetched, Fetcher, FetchOptions
from bot.pipeline.fetch.faults import broken
from bot.pipeline.fetch.guard import Address
from tests.fakes.web import Outlet, Web, body

TLS = Path(__file__).parents[1] / "data" / "tls"
OPTIONS = FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None, start_interval=0)


@pytest_asyncio.fixture
async def outlet() -> AsyncIterator[Outlet]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "outlet.pem")
    async with Web() as web:
        outlet = await web.outlet(tls=context)
        outlet.answers("/feed", body(b"over TLS"))
        yield outlet


class Everywhere:
    """A name service that knows one address for every name."""

    def __init__(self, address: str) -> None:
        self._address = ip_address(address)

    async def __call__(self, host: str) -> list[Address]:
        return [self._address]


async def test_a_certificate_for_the_name_in_the_url_is_taken(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    async with Fetcher(OPTIONS, resolve=Everywhere(outlet.host)) as fetcher:
        answer = await fetcher.fetch(f"https://outlet.example:{outlet.port}/feed")

    assert isinstance(answer, Fetched)
    assert answer.body == b"over TLS"


@pytest.mark.parametrize(
    ("name", "is_trusted", "says", "kind"),
    [
        ("other.example", True, "for another site .Hostname mismatch", Failure.CERTIFICATE_OF_ANOTHER),
        ("127.0.0.1", True, "for another site .IP address mismatch", Failure.CERTIFICATE_OF_ANOTHER),
        ("outlet.example", False, "is self-signed", Failure.CERTIFICATE_UNTRUSTED),
    ],
)
async def test_a_certificate_that_proves_nothing_is_refused(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, name: str, is_trusted: bool, says: str, kind: Failure
) -> None:
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    host = outlet.host if name == "127.0.0.1" else name
    async with Fetcher(OPTIONS, resolve=Everywhere(outlet.host)) as fetcher:
        with pytest.raises(FetchError, match=says) as error:
            await fetcher.fetch(f"https://{host}:{outlet.port}/feed")

    assert error.value.kind == kind
    assert outlet.asked == []


async def test_a_site_without_tls_on_a_tls_address_is_said_to_have_no_certificate() -> None:
    async with Web() as web, Fetcher(OPTIONS) as fetcher:
        plain = await web.outlet()
        with pytest.raises(FetchError, match="certificate") as error:
            await fetcher.fetch(f"https://{plain.host}:{plain.port}/")

    assert error.value.kind == Failure.TLS


def test_a_certificate_that_has_run_out_is_said_to_have_expired() -> None:
    expired = ssl.SSLCertVerificationError(1, "certificate verify failed")
    expired.verify_code, expired.verify_message = 10, "certificate has expired"

    error = broken(httpx.URL("https://reader:secret@outlet.example/feed"), expired)

    assert error.kind == Failure.CERTIFICATE_EXPIRED
    assert "https://outlet.example/feed has expired" in str(error)
    assert "renew" in str(error)
