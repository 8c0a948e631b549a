"""Where no feed may lead: addresses off the public internet, in all their spellings."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from ipaddress import ip_address

import pytest
import pytest_asyncio

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.fetch import Fetcher, FetchOptions, connect
from bot.pipeline.fetch.connect import SystemResolver
from bot.pipeline.fetch.guard import Address, Guard
from tests.fakes.web import Web, body
from tests.waiting import PATIENCE

REFUSED_URLS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://①②⑦.⓪.⓪.①/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://localhost/",
    "http://user:pass@127.0.0.1/",
    "https://127.0.0.1/",
]


class Names:
    """A name service: answers as told, in turn, the last for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str) -> list[Address]:
        answer = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        if not answer:
            raise OSError("no such name")
        return [ip_address(text) for text in answer]


@pytest_asyncio.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        yield web


async def error_of(url: str, options: FetchOptions | None = None, names: Names | None = None) -> FetchError:
    async with Fetcher(options, resolve=names) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.fetch(url)
    return error.value


@pytest.mark.parametrize("url", REFUSED_URLS)
async def test_no_spelling_of_a_private_address_is_fetched(url: str) -> None:
    error = await error_of(url)

    # Some spellings are no address at all to the parser of URLs, which is as good.
    assert error.kind in {Failure.REFUSED_ADDRESS, Failure.BAD_URL}
    assert error.permanent


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "gopher://x/",
        "",
        "feed",
        "http://",
        "http:///x",
    ],
)
async def test_only_web_addresses_are_fetched(url: str) -> None:
    error = await error_of(url)

    assert error.kind == Failure.BAD_URL
    assert error.permanent


@pytest.mark.parametrize(
    "url",
    [
        "http://" + "a" * 300 + ".example/",
        "http://exa mple.org/",
        "http://[1:2",
        "http://x:99999/",
        "http://xn--.example/",
        "http://xn--a.xn--b/",
    ],
)
async def test_an_address_that_can_not_be_is_an_error_and_not_a_crash(url: str) -> None:
    assert (await error_of(url)).kind in {Failure.BAD_URL, Failure.DNS, Failure.REFUSED_ADDRESS}


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["::1"], ["93.184.216.34", "10.0.0.1"], ["64:ff9b::a00:1"]]
)
async def test_a_name_that_leads_into_the_private_network_is_refused(addresses: list[str]) -> None:
    error = await error_of("http://looks-harmless.example/feed", names=Names(addresses))

    assert error.kind == Failure.REFUSED_ADDRESS
    assert "looks-harmless.example leads to" in str(error)


async def test_a_name_without_an_address_is_said_to_have_none() -> None:
    error = await error_of("http://nowhere.example/feed", names=Names([]))

    assert error.kind == Failure.DNS
    assert "nowhere.example" in str(error)


async def test_a_name_that_changes_its_mind_after_the_check_gains_nothing(web: Web) -> None:
    """DNS rebinding: the connection goes to the address that was checked, whatever a second lookup says."""
    outlet = await web.outlet("127.66.0.1")
    trap = await web.outlet("127.66.0.2")
    outlet.answers("/", body(b"checked"))
    options = FetchOptions(allowed_hosts=("127.66.0.1",), allowed_ports=None)
    names = Names(["127.66.0.1"], ["127.66.0.2"])
    async with Fetcher(options, resolve=names) as fetcher:
        await fetcher.fetch(f"http://turncoat.example:{outlet.port}/")

    assert names.asked == 1
    assert outlet.asked[0].headers["Host"] == f"turncoat.example:{outlet.port}"
    assert trap.asked == []
    error = await error_of(f"http://turncoat.example:{trap.port}/", options, Names(["127.66.0.2"]))
    assert error.kind == Failure.REFUSED_ADDRESS


async def test_a_dead_address_does_not_hide_a_living_one(web: Web) -> None:
    outlet = await web.outlet()
    outlet.answers("/", body(b"alive"))
    options = FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None)
    async with Fetcher(options, resolve=Names(["127.99.99.99", outlet.host])) as fetcher:
        answer = await fetcher.fetch(f"http://two.example:{outlet.port}/")

    assert answer.url.startswith("http://two.example")


@pytest.mark.parametrize(
    "allowed", ["127.55.0.1", "127.55.0.0/16", "localnews.example", "LocalNews.example."]
)
async def test_the_operator_can_allow_a_host(web: Web, allowed: str) -> None:
    outlet = await web.outlet("127.55.0.1")
    outlet.answers("/", body(b"local"))
    url = f"http://localnews.example:{outlet.port}/"
    async with Fetcher(
        FetchOptions(allowed_hosts=(allowed,), allowed_ports=None), resolve=Names(["127.55.0.1"])
    ) as fetcher:
        assert (await fetcher.fetch(url)).url == url


async def test_other_ports_are_closed_unless_allowed(web: Web) -> None:
    outlet = await web.outlet("127.54.0.1")
    error = await error_of(outlet.url("/"), FetchOptions(allowed_hosts=("127.0.0.0/8",)))

    assert error.kind == Failure.REFUSED_ADDRESS
    assert str(outlet.port) in str(error)
    assert outlet.asked == []


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_the_public_internet_is_open(address: str) -> None:
    assert Guard().refusal("example.org", ip_address(address)) is None


def test_a_broken_network_in_the_settings_is_told_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"'10.0.0.0/99' is not a network"):
        Fetcher(FetchOptions(allowed_hosts=("10.0.0.0/99",)))


async def test_a_name_service_that_never_answers_is_given_up() -> None:
    class Silent:
        async def __call__(self, host: str) -> list[Address]:
            await asyncio.Event().wait()
            raise AssertionError

    async with Fetcher(FetchOptions(connect_timeout=0.1), resolve=Silent()) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.fetch("http://slow-names.example/")

    assert error.value.kind == Failure.TIMEOUT


async def test_names_whose_lookups_hang_hold_up_no_other_name_and_a_thread_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, asked = threading.Event(), list[str]()

    def getaddrinfo(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host.endswith(".dead.example"):
            ended.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(connect, "SOON", 0.05)
    resolve = SystemResolver()

    async def given_up(number: int) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                await resolve(f"{number % connect.LOOKUPS}.dead.example")

    try:
        await asyncio.gather(*(given_up(number) for number in range(5 * connect.LOOKUPS)))
        async with asyncio.timeout(PATIENCE):
            assert await resolve("alive.example") == [ip_address("192.0.2.7")]
    finally:
        ended.set()

    assert len(asked) == connect.LOOKUPS + 1
