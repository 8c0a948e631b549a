"""Feeds as the operator adds, looks at, takes and gives them from a shell."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.pipeline.feeds.opml import read_opml
from bot.storage import Database
from config.settings import variable
from tests.cli.conftest import Shell, courier

NOW = datetime.now(UTC)
FEED = b"""<rss version="2.0"><channel><title>Shell Courier</title><link>https://courier.example/</link>
<language>en</language><item><guid>1</guid><title>Kursk holds out</title><description>Short.</description>
<pubDate>Mon, 28 Oct 2024 12:00:00 +0000</pubDate></item></channel></rss>"""


class Site(BaseHTTPRequestHandler):
    """A site with one feed, and a page that names two."""

    def do_GET(self) -> None:
        links = "".join(f"<link rel=alternate type=application/rss+xml href=/{each}.xml>" for each in "ab")
        answer = FEED if self.path == "/feed.xml" else f"<html><head>{links}</head></html>".encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def newsroom(monkeypatch: pytest.MonkeyPatch, stored: Callable[[], Database], site: str) -> None:
    monkeypatch.setenv(variable("allowed_hosts"), "127.0.0.1")
    monkeypatch.setenv(variable("allowed_ports"), f"443,{site.rpartition(':')[2]}")
    monkeypatch.setenv(variable("parser_workers"), "1")
    asyncio.run(_stock(stored()))


async def _stock(database: Database) -> None:
    try:
        async with database.write() as connection:
            await courier(connection, title="Baltic Courier", now=NOW)
    finally:
        await database.close()


def test_a_feed_is_shown_and_followed_only_when_asked_to(shell: Shell, site: str) -> None:
    shown = shell("feeds", "add", f"{site}/feed.xml")
    before = shell("feeds", "--json").lines
    added = shell("feeds", "add", f"{site}/feed.xml", "--yes")
    again = shell("feeds", "add", f"{site}/feed.xml", "--yes")

    assert "Shell Courier" in shown.out
    assert "language en, text short" in shown.out
    assert "Kursk holds out" in shown.out
    assert "Nothing was saved" in shown.err
    assert [line["title"] for line in before] == ["Baltic Courier"]
    assert "Shell Courier" in added.out
    assert again.status == 1
    assert "already" in again.err


def test_a_page_of_several_feeds_lists_them(shell: Shell, site: str) -> None:
    shown = shell("feeds", "add", f"{site}/page", "--json")

    assert shown.status == 1
    assert [line["url"] for line in shown.lines] == [f"{site}/a.xml", f"{site}/b.xml"]
    assert "several feeds" in shown.err


def test_a_list_is_imported_once_and_exported_without_credentials(shell: Shell, site: str) -> None:
    given = (
        f'<opml><body><outline text="Home"><outline xmlUrl="{site}/feed.xml" text="Courier"/></outline>'
        '<outline xmlUrl="ftp://old.example/"/></body></opml>'
    )

    first = shell("feeds", "import", "-", "--json", stdin=given)
    second = shell("feeds", "import", "-", stdin=given)
    one_folder = shell("feeds", "import", "-", "--category", "home", "--json", stdin=given)
    in_folder = shell("feeds", "list", "--folder", "home", "--json")
    exported = shell("feeds", "export")
    written = shell("feeds", "export", "out.opml")

    assert first.status == 1  # one could not be added
    assert {name: first.lines[0][name] for name in ("total", "added", "known", "twice")} == {
        "total": 2, "added": 1, "known": 0, "twice": 0,
    }  # fmt: skip
    assert "http and https" in first.lines[0]["refused"][0]["reason"]
    assert "0 of 2 feeds added; 1 were followed already" in second.out
    assert (one_folder.status, one_folder.lines[0]["total"]) == (0, 1)
    assert [(one["url"], one["folder"]) for one in in_folder.lines] == [(f"{site}/feed.xml", "Home")]
    assert "sesame" not in exported.out
    assert "1 addresses" in exported.err
    assert {one.url for one in read_opml(exported.out.encode()).outlines} == {
        "https://courier.example/feed",
        f"{site}/feed.xml",
    }
    assert "2 feeds are in out.opml" in written.out
    assert Path("out.opml").read_bytes().startswith(b"<?xml")


def test_what_can_not_be_imported_is_told_in_words(shell: Shell) -> None:
    missing = shell("feeds", "import", "missing.opml")
    broken = shell("feeds", "import", "-", stdin="<opml>")
    nameless = shell(
        "feeds",
        "import",
        "-",
        stdin='<opml><body><outline type="rss"/><outline xmlUrl="https://a.example/f"/></body></opml>',
    )

    assert (missing.status, broken.status) == (2, 1)
    assert "missing.opml can't be read" in missing.err
    assert "line 1" in broken.err
    assert "an outline: the file gives no feed's address" in nameless.err


def test_packs_are_listed_shown_and_added(shell: Shell) -> None:
    overview = shell("feeds", "pack", "--json")
    shown = shell("feeds", "pack", "security", "--country", "Germany", "--json")
    added = shell("feeds", "pack", "security", "--country", "de", "--yes", "--json")
    mistyped = shell("feeds", "pack", "knitting")

    assert {"what": "topic", "key": "security"}.items() <= {
        **next(line for line in overview.lines if line["key"] == "security")
    }.items()
    assert "not verified" in overview.err
    assert [line["country"] for line in shown.lines] == ["de"]
    assert added.lines[0]["added"] == 1
    assert mistyped.status == 1
    assert "There are: world" in mistyped.err
    assert "`salient feeds pack` has" in shell("feeds", "add", "nonsense").err


def test_a_feeds_life_is_printed(shell: Shell) -> None:
    shown = shell("feeds", "health", "Baltic Courier")
    told = shell("feeds", "health", "baltic courier", "--json").lines[0]

    repeated = shell("feeds", "repeats", "Baltic Courier")
    unknown = shell("feeds", "repeats", "Baltic Courier", "--line", "Scroll to Top")

    assert "No line of its newest articles is left out" in repeated.err
    assert "No line like “Scroll to Top”" in unknown.err
    assert "articles ▁" in shown.out
    assert (told["title"], told["articles"], len(told["by_day"])) == ("Baltic Courier", 0, told["days"])
