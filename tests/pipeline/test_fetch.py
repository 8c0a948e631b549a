"""Fetching as an outlet and a hostile stranger see it, over real connections on loopback."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.fetch import Fetched, Fetcher, FetchOptions, NotModified
from bot.pipeline.fetch.answer import retry_after
from bot.pipeline.fetch.guard import Guard
from bot.pipeline.fetch.pace import Pace
from bot.pipeline.fetch.target import redirected
from bot.pipeline.fetch.values import MIB
from tests.fakes.web import Outlet, Web, body, conditional, cut, drip, endless, raw, redirect, silence, zeros
from tests.waiting import FOR_EVER, PATIENCE, JumpingLoop

FEED = b"<rss version='2.0'><channel><title>Daily</title></channel></rss>"
ZIPPED = gzip.compress(FEED, mtime=0)


def options(**changes: Any) -> FetchOptions:
    given: dict[str, Any] = {"allowed_hosts": ("127.0.0.0/8",), "allowed_ports": None, "start_interval": 0.0}
    return FetchOptions(**(given | changes))


@pytest_asyncio.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        yield web


@pytest_asyncio.fixture
async def outlet(web: Web) -> Outlet:
    return await web.outlet()


async def fetched(url: str, **changes: Any) -> Fetched:
    async with Fetcher(options(**changes)) as fetcher:
        answer = await fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    return answer


async def refused(url: str, **changes: Any) -> FetchError:
    async with Fetcher(options(**changes)) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.fetch(url)
    return error.value


async def test_a_feed_comes_with_all_that_is_stored_of_it(outlet: Outlet) -> None:
    headers = {"ETag": '"v1"', "Last_Modified": "Mon, 28 Oct 2024 10:00:00 GMT"}
    url = outlet.answers("/feed", body(FEED, "application/rss+xml; charset=utf-8", **headers))

    answer = await fetched(url)

    assert answer.body == FEED
    assert (answer.url, answer.status, answer.redirects) == (url, 200, ())
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert (answer.etag, answer.last_modified) == ('"v1"', "Mon, 28 Oct 2024 10:00:00 GMT")
    assert answer.at.tzinfo is UTC


async def test_an_unchanged_feed_is_not_sent_again(outlet: Outlet) -> None:
    url = outlet.answers(
        "/feed", conditional(FEED, etag='"v1"', last_modified="Mon, 28 Oct 2024 10:00:00 GMT")
    )
    async with Fetcher(options()) as fetcher:
        first = await fetcher.fetch(url)
        second = await fetcher.fetch(url, first.etag, first.last_modified)

    assert isinstance(second, NotModified)
    assert second.etag == '"v1"'
    assert outlet.asked[1].headers["If-Modified-Since"] == "Mon, 28 Oct 2024 10:00:00 GMT"


async def test_a_validator_that_no_header_can_carry_is_left_out(outlet: Outlet) -> None:
    url = outlet.answers("/feed", body(FEED))
    async with Fetcher(options()) as fetcher:
        await fetcher.fetch(url, etag='"é\r\nX: y"', last_modified="")

    assert "If-None-Match" not in outlet.asked[0].headers
    assert "X" not in outlet.asked[0].headers


async def test_a_site_sees_who_asks_and_whom_to_write_to(outlet: Outlet) -> None:
    await fetched(outlet.answers("/", body(FEED)), contact_url="https://example.org/about-our-bot")

    assert "Salient" in outlet.asked[0].headers["User-Agent"]
    assert "+https://example.org/about-our-bot" in outlet.asked[0].headers["User-Agent"]
    assert "Cookie" not in outlet.asked[0].headers


async def test_no_cookie_is_carried_from_one_poll_to_the_next(outlet: Outlet) -> None:
    url = outlet.answers("/feed", body(FEED, Set_Cookie="who=you; Path=/"))
    async with Fetcher(options()) as fetcher:
        await fetcher.fetch(url)
        await fetcher.fetch(url)

    assert "Cookie" not in outlet.asked[1].headers


async def test_the_way_of_redirects_is_told(outlet: Outlet) -> None:
    end = outlet.answers("/c", body(FEED))
    middle = outlet.answers("/b", redirect("c", 308))
    start = outlet.answers("/a", redirect(middle, 301))

    answer = await fetched(start)

    assert answer.url == end
    assert answer.redirects == ((301, middle), (308, end))


async def test_redirects_for_ever_end(outlet: Outlet) -> None:
    error = await refused(outlet.answers("/a", redirect("/a")), max_redirects=4)

    assert error.kind == Failure.REDIRECTS
    assert len(outlet.asked) == 5
    assert "redirects more than 4 times" in str(error)


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        ("file:///etc/passwd", Failure.BAD_URL),
        ("ftp://example.org/feed", Failure.BAD_URL),
        ("http://10.0.0.1/feed", Failure.REFUSED_ADDRESS),
        ("http://[::1]/feed", Failure.REFUSED_ADDRESS),
        ("//169.254.169.254/latest/meta-data/", Failure.REFUSED_ADDRESS),
        ("http://[bad", Failure.BAD_URL),
        ("http://xn--.com/feed", Failure.BAD_URL),
    ],
)
async def test_a_redirect_can_not_lead_where_a_url_may_not(outlet: Outlet, to: str, kind: Failure) -> None:
    error = await refused(outlet.answers("/a", redirect(to)))

    assert error.kind == kind
    assert error.permanent


async def test_a_feed_that_never_answers_is_given_up(outlet: Outlet) -> None:
    error = await refused(outlet.answers("/", silence()), read_timeout=0.2)

    assert error.kind == Failure.TIMEOUT
    assert "sent nothing for 0.2 seconds" in str(error)


async def test_a_feed_that_answers_too_late_is_given_up(outlet: Outlet) -> None:
    """The answer after 90 s, in small: nothing within the total time."""
    error = await refused(outlet.answers("/", silence()), read_timeout=FOR_EVER, total_timeout=0.2)

    assert error.kind == Failure.TIMEOUT
    assert "not done after 0.2 seconds" in str(error)


async def test_slow_drips_do_not_hold_a_connection(outlet: Outlet) -> None:
    error = await refused(outlet.answers("/", drip(b"<", 0.02)), read_timeout=FOR_EVER, total_timeout=0.3)

    assert error.kind == Failure.TIMEOUT
    assert "not done after 0.3 seconds" in str(error)


async def test_slow_redirects_share_one_limit(outlet: Outlet) -> None:
    async def slowly(request: Any) -> Any:
        await asyncio.sleep(0.15)
        return await redirect("/")(request)

    error = await refused(outlet.answers("/", slowly), max_redirects=20, total_timeout=0.4)

    assert error.kind == Failure.TIMEOUT
    assert len(outlet.asked) <= 4


async def test_50_mb_with_a_length_is_refused_unread(outlet: Outlet) -> None:
    sent: list[int] = []

    async def promises(request: Any) -> Any:
        request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        return await endless(sent=sent)(request)

    error = await refused(outlet.answers("/", promises))

    assert error.kind == Failure.TOO_LARGE
    assert "larger than 10 MiB" in str(error)


async def test_50_mb_without_a_length_is_stopped_at_the_limit(outlet: Outlet) -> None:
    sent: list[int] = []
    error = await refused(outlet.answers("/", endless(sent=sent)), max_raw_bytes=MIB)

    assert error.kind == Failure.TOO_LARGE
    assert sum(sent) < 8 * MIB  # what the system's buffers take is sent in vain


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
async def test_a_bomb_costs_no_more_than_the_limit(outlet: Outlet, encoding: str) -> None:
    bomb = zeros(encoding, 200 * MIB)
    assert len(bomb) < MIB
    url = outlet.answers("/", body(bomb, Content_Encoding=encoding))
    async with Fetcher(options(max_bytes=4 * MIB)) as fetcher:
        tracemalloc.start()
        try:
            with pytest.raises(FetchError) as error:
                await fetcher.fetch(url)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert error.value.kind == Failure.TOO_LARGE
    assert peak < 16 * MIB


async def test_a_bomb_in_a_bomb_costs_no_more(outlet: Outlet) -> None:
    twice = gzip.compress(zeros("gzip", 200 * MIB), 9)
    url = outlet.answers("/", body(twice, Content_Encoding="gzip, gzip"))

    assert (await refused(url, max_bytes=4 * MIB)).kind == Failure.TOO_LARGE


@pytest.mark.parametrize(
    "encoding", ["gzip", "deflate", "br", "x-gzip", "raw deflate", "gzip, br", "identity", "gzip of a file"]
)
async def test_compressed_feeds_arrive_whole(outlet: Outlet, encoding: str) -> None:
    import zlib

    import brotli

    big = FEED * 20_000
    raw_deflate = zlib.compressobj(wbits=-15)
    sent = {
        "gzip": gzip.compress(big),
        "x-gzip": gzip.compress(big[:500]) + gzip.compress(big[500:]),
        "deflate": zlib.compress(big),
        "raw deflate": raw_deflate.compress(big) + raw_deflate.flush(),
        "br": brotli.compress(big),
        "gzip, br": brotli.compress(gzip.compress(big)),
        "identity": big,
        "gzip of a file": gzip.compress(gzip.compress(big)),
    }[encoding]
    name = encoding.removeprefix("raw ").removesuffix(" of a file")
    url = outlet.answers("/", body(sent, Content_Encoding=name))

    assert (await fetched(url)).body == big


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (gzip.compress(FEED)[:-12], "gzip"),
        (b"not compressed at all", "gzip"),
        (b"not compressed at all", "br"),
        (FEED, "zstd"),
        (gzip.compress(b"") * 5000, "gzip"),
        (FEED, "gzip, gzip, gzip"),
    ],
    ids=["cut", "plain as gzip", "plain as brotli", "unknown", "many empty members", "many layers"],
)
async def test_damaged_compression_is_said_to_be_so(outlet: Outlet, content: bytes, encoding: str) -> None:
    error = await refused(outlet.answers("/", body(content, Content_Encoding=encoding)))

    assert error.kind == Failure.SERVER
    assert "sent" in str(error)


@pytest.mark.parametrize("content", [b"", b"x", b"\x1f", FEED, ZIPPED, ZIPPED[:-9]])
async def test_a_compressed_file_is_read_though_nothing_says_that_it_is_one(
    outlet: Outlet, content: bytes
) -> None:
    url = outlet.answers("/feed.xml.gz", body(content, "application/octet-stream"))

    if content in {b"\x1f", ZIPPED[:-9]}:
        assert (await refused(url)).kind == Failure.SERVER
    else:
        assert (await fetched(url)).body == (FEED if len(content) > 1 else content)


async def test_a_bomb_in_a_file_costs_no_more(outlet: Outlet) -> None:
    url = outlet.answers("/sitemap.xml.gz", body(zeros("gzip", 50 * MIB), "application/gzip"))

    assert (await refused(url, max_bytes=4 * MIB)).kind == Failure.TOO_LARGE


async def test_a_validator_longer_than_servers_take_is_not_kept(outlet: Outlet) -> None:
    url = outlet.answers("/", body(FEED, ETag=f'"{"e" * 6000}"', Last_Modified="x" * 6000))

    answer = await fetched(url)

    assert (answer.body, answer.etag, answer.last_modified) == (FEED, None, None)


async def test_headers_without_end_are_given_up(outlet: Outlet) -> None:
    error = await refused(outlet.answers("/", raw(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: x\r\n" * 20_000)))

    assert error.kind == Failure.SERVER


async def test_an_answer_cut_off_on_the_way_is_not_taken_for_a_feed(outlet: Outlet) -> None:
    error = await refused(outlet.answers("/", cut(FEED, promised=5000)))

    assert error.kind == Failure.SERVER
    assert "broke off" in str(error)


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: many\r\n" * 50_000 + b"\r\n",
    ],
    ids=["another protocol", "nothing", "a huge header", "very many headers"],
)
async def test_what_is_no_http_is_an_error_and_not_a_crash(outlet: Outlet, data: bytes) -> None:
    assert (await refused(outlet.answers("/", raw(data)))).kind == Failure.SERVER


@pytest.mark.parametrize(
    ("status", "kind", "permanent"),
    [
        (401, Failure.BLOCKED, False),
        (403, Failure.BLOCKED, False),
        (404, Failure.GONE, False),
        (410, Failure.GONE, True),
        (418, Failure.BLOCKED, False),
        (500, Failure.SERVER, False),
        (503, Failure.SERVER, False),
        (204, Failure.SERVER, False),
        (304, Failure.SERVER, False),  # though no validator was sent
        (300, Failure.SERVER, False),
    ],
)
async def test_each_refusal_has_its_cause(
    outlet: Outlet, status: int, kind: Failure, permanent: bool
) -> None:
    error = await refused(outlet.answers("/", body(b"", status=status)))

    assert (error.kind, error.status, error.permanent) == (kind, status, permanent)


async def test_a_server_that_asks_for_peace_says_for_how_long(outlet: Outlet) -> None:
    url = outlet.answers("/", body(b"", status=429, Retry_After="120"))
    error = await refused(url)

    assert (error.kind, error.retry_after) == (Failure.RATE_LIMITED, 120.0)


async def test_a_challenge_page_is_named_as_such(outlet: Outlet) -> None:
    error = await refused(outlet.answers("/", body(b"<html>", status=403, cf_mitigated="challenge")))

    assert error.kind == Failure.BOT_WALL
    assert "Cloudflare" in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 28 Oct 2024 12:10:00 GMT", 600.0),
        ("Mon, 28 Oct 2024 11:00:00 GMT", 0.0),
        ("999999999999", 24 * 3600.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2024, 10, 28, 12, 0, tzinfo=UTC)) == seconds


async def test_a_password_reaches_its_host_and_no_other(web: Web, outlet: Outlet) -> None:
    other = await web.outlet()
    end = other.answers("/feed", body(FEED))
    outlet.answers("/b", redirect(end))
    outlet.answers("/a", redirect("/b"))

    answer = await fetched(outlet.url("/a", user="me:p%40ss"))

    assert [ask.headers.get("Authorization") for ask in outlet.asked] == ["Basic bWU6cEBzcw=="] * 2
    assert "Authorization" not in other.asked[0].headers
    assert answer.url == end


def test_a_password_goes_along_when_its_host_turns_to_https_and_nowhere_else() -> None:
    here = httpx.URL("http://me:secret@news.example/feed")

    def goes_to(location: str) -> str:
        return str(redirected(here, location, Guard()))

    assert goes_to("https://news.example/feed") == "https://me:secret@news.example/feed"
    assert goes_to("/other") == "http://me:secret@news.example/other"
    assert goes_to("https://other.example/") == "https://other.example/"
    assert goes_to("//x:y@other.example/") == "http://other.example/"
    assert goes_to("https://sub.news.example/") == "https://sub.news.example/"


@pytest.mark.parametrize(
    "answer", [body(b"", status=403), redirect("/a"), silence(), cut(b"", 5), drip(b"x", 0.01)]
)
async def test_no_error_text_tells_a_password(outlet: Outlet, answer: Any) -> None:
    outlet.answers("/a", answer)
    error = await refused(
        outlet.url("/a?token=s3cret", user="me:s3cret"), read_timeout=0.1, total_timeout=0.3
    )

    assert "s3cret" not in str(error)
    assert "s3cret" not in repr(error)


async def test_a_dead_host_is_told_from_a_slow_one(outlet: Outlet, web: Web) -> None:
    await web.__aexit__()

    error = await refused(outlet.url("/feed"))

    assert error.kind == Failure.CONNECT
    assert not error.permanent


async def test_a_host_has_no_more_than_two_connections_of_ours(outlet: Outlet) -> None:
    two_came = asyncio.Event()

    async def slowly(request: Any) -> Any:
        if outlet.most_at_once >= 2:
            two_came.set()
        await asyncio.wait_for(two_came.wait(), PATIENCE)
        await asyncio.sleep(0.02)  # in which a third could come
        return await body(FEED)(request)

    for number in range(8):
        outlet.answers(f"/{number}", slowly)
    async with Fetcher(options()) as fetcher:
        await asyncio.gather(*(fetcher.fetch(outlet.url(f"/{number}")) for number in range(8)))

    assert outlet.most_at_once == 2


async def test_a_host_is_left_in_peace_between_two_starts(outlet: Outlet) -> None:
    outlet.answers("/", body(FEED))
    async with Fetcher(options(start_interval=0.1)) as fetcher:
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(fetcher.fetch(outlet.url("/")) for _ in range(4)))

    times = sorted(ask.at - began for ask in outlet.asked)
    assert all(at >= 0.1 * number - 0.001 for number, at in enumerate(times))  # a slow machine comes later


def test_a_host_is_left_in_peace_though_its_turns_had_to_wait_for_other_hosts() -> None:
    pace = Pace(in_flight=2, per_host=2, start_interval=5.0)
    started: list[float] = []

    async def ask(host: str, lasts: float) -> None:
        async with pace.turn(host):
            if host == "crowded.example":
                started.append(asyncio.get_running_loop().time())
            await asyncio.sleep(lasts)

    async def all_ask() -> None:
        async with asyncio.TaskGroup() as asking:
            for number in range(2):
                asking.create_task(ask(f"slow{number}.example", 7.0))
            await asyncio.sleep(0)
            for _ in range(2):
                asking.create_task(ask("crowded.example", 0.0))

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(all_ask())

    assert started == [7.0, 12.0]


async def test_a_slow_host_does_not_hold_up_others(web: Web, outlet: Outlet) -> None:
    quick = await web.outlet()
    outlet.answers("/", silence())
    quick.answers("/", body(FEED))
    async with Fetcher(options(in_flight=3, read_timeout=FOR_EVER, total_timeout=FOR_EVER)) as fetcher:
        stuck = [asyncio.ensure_future(fetcher.fetch(outlet.url("/"))) for _ in range(10)]
        async with asyncio.timeout(PATIENCE):
            await fetcher.fetch(quick.url("/"))
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)


async def test_the_number_in_flight_is_bounded(web: Web) -> None:
    under_way = most = 0
    three_came = asyncio.Event()

    async def counted(request: Any) -> Any:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if most >= 3:
            three_came.set()
        await asyncio.wait_for(three_came.wait(), PATIENCE)
        await asyncio.sleep(0.02)  # in which a fourth could come
        under_way -= 1
        return await body(FEED)(request)

    outlets = [await web.outlet() for _ in range(10)]
    for outlet in outlets:
        outlet.answers("/", counted)
    async with Fetcher(options(in_flight=3)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(outlet.url("/")) for outlet in outlets))

    assert most == 3


async def test_a_proxy_gets_the_request_and_addresses_are_checked_all_the_same(web: Web) -> None:
    proxy = await web.outlet()
    proxy.answers("/feed", body(FEED))

    answer = await fetched("http://news.example/feed", proxy=proxy.url(""), allowed_hosts=())
    error = await refused("http://0x7f.1/feed", proxy=proxy.url(""), allowed_hosts=())

    assert answer.body == FEED
    assert proxy.asked[0].headers["Host"] == "news.example"
    assert error.kind == Failure.REFUSED_ADDRESS
    assert len(proxy.asked) == 1


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "proxy.example:3128", "http://"])
def test_a_proxy_that_can_not_be_used_is_told_at_the_start(proxy: str) -> None:
    with pytest.raises(ValueError, match=r"[Pp]roxy|http"):
        Fetcher(options(proxy=proxy))


async def test_a_connection_that_was_closed_while_idle_costs_no_poll(outlet: Outlet) -> None:
    answers = iter([raw(b""), body(FEED)])

    async def in_turn(request: Any) -> Any:
        return await next(answers)(request)

    assert (await fetched(outlet.answers("/", in_turn))).body == FEED
