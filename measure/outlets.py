"""A thousand outlets in a process of its own, each on its own 127.x.y.z: feeds of full texts that grow.

    python -m measure.outlets COUNT ENTRIES [DELAY]

Prints one line `HOST PORT` an outlet, then serves `/feed.xml` with an ETag until its input ends. `POST
/publish` to any outlet adds an article to it, `POST /touch` changes only its `lastBuildDate`. With DELAY, in
milliseconds, answers come as late as from an outlet that far away, texts are HTML, bodies gzip.
Plain HTTP/1.1 with keep-alive, as little work as it takes.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import accumulate

WORDS = 20_000  # of the vocabulary; drawn by Zipf's law, as words of news are
LENGTH = 600  # words of an article
SEED = 11
HEAD_END = b"\r\n\r\n"


def vocabulary() -> list[str]:
    """Return the words of all articles, the most frequent first; the same in every process."""
    source = random.Random(SEED)
    syllables = [
        "ka",
        "ro",
        "min",
        "tel",
        "vas",
        "dor",
        "lu",
        "pe",
        "shi",
        "nor",
        "bet",
        "gan",
        "ov",
        "ir",
        "sta",
    ]
    words = dict.fromkeys(
        "".join(source.choices(syllables, k=source.randint(1, 4))) for _ in range(3 * WORDS)
    )
    return list(words)[:WORDS]


class Articles:
    """Draws articles: no two headlines are alike."""

    def __init__(self, seed: int) -> None:
        self._words = vocabulary()
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))
        self._random = random.Random(seed)

    def item(self, outlet: int, number: int, *, as_html: bool = False) -> str:
        """Return an RSS item, its text plain or HTML as sites write it.

        Its headline holds the word that a watchlist of the measurement asks for.
        """
        rare = self._random.sample(self._words[len(self._words) // 4 :], 5)
        words = self._random.choices(self._words, cum_weights=self._weights, k=LENGTH)
        sentences = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, LENGTH, 20)]
        return (
            f"<item><guid isPermaLink='false'>{outlet}-{number}</guid>"
            f"<title>{' '.join(rare)} watched{outlet % 1000}</title>"
            f"<link>http://outlet{outlet}.example/{number}</link>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate>"
            f"{_html(sentences, outlet, number) if as_html else _plain(sentences)}</item>"
        )


def _plain(sentences: list[str]) -> str:
    return f"<description>{' '.join(sentences)}</description>"


def _html(sentences: list[str], outlet: int, number: int) -> str:
    """Return author, sections, lead and text as content management systems give them."""
    site = f"https://outlet{outlet}.example"
    paragraphs = "".join(
        f'<p>{first} <a href="{site}/topic/{place}" class="link">{second}</a> <strong>{third}</strong></p>\n'
        for place, (first, second, third) in enumerate(zip(*[iter(sentences)] * 3, strict=False))
    )
    figure = (
        f'<figure class="wp-block-image"><img src="{site}/{number}.jpg" alt="" width="1200" height="800" />'
        "<figcaption>A caption.</figcaption></figure>"
    )
    sections = "".join(f"<category>Section {section}</category>" for section in range(4))
    return (
        f"<dc:creator>A. Writer</dc:creator>{sections}"
        f'<media:content url="{site}/{number}.jpg" medium="image" />'
        f"<description>{sentences[0]} &lt;a href=&quot;{site}/{number}&quot;&gt;More&lt;/a&gt;</description>"
        f"<content:encoded><![CDATA[{figure}{paragraphs}]]></content:encoded>"
    )


class Outlet:
    """One feed."""

    def __init__(self, number: int, entries: int, articles: Articles, *, delay: float | None) -> None:
        self._number = number
        self._articles = articles
        self._entries = max(5, entries)
        self._delay = delay
        self._published = 0
        self._changed = 0
        self._items: list[str] = []
        for _ in range(entries):
            self._add()
        self.touch()

    def publish(self) -> None:
        """Put an article on top; the oldest leaves the feed."""
        self._add()
        self.touch()

    def _add(self) -> None:
        self._items.insert(0, self._item())
        del self._items[self._entries :]
        self._published += 1

    def _item(self) -> str:
        return self._articles.item(self._number, self._published, as_html=self._delay is not None)

    def touch(self) -> None:
        """Write the feed anew."""
        self._changed += 1
        body = (
            '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:media="http://search.yahoo.com/mrss/"><channel>'
            f"<title>Outlet {self._number}</title>"
            f"<link>http://outlet{self._number}.example/</link><lastBuildDate>"
            f"{format_datetime(datetime.fromtimestamp(1_700_000_000 + self._changed, UTC))}</lastBuildDate>"
            f"{''.join(self._items)}</channel></rss>"
        ).encode()
        etag = f'"{self._number}-{self._changed}"'.encode()
        head = b"\r\nETag: " + etag + b"\r\nContent-Type: application/rss+xml\r\nContent-Length: "
        if self._delay is not None:
            body = gzip.compress(body, 6)
            head = b"\r\nContent-Encoding: gzip" + head
        self._etag = etag
        self._full = b"HTTP/1.1 200 OK" + head + str(len(body)).encode() + HEAD_END + body
        self._same = b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + HEAD_END

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                request = await reader.readuntil(HEAD_END)
                if request.startswith(b"POST"):
                    if b"/publish" in request:
                        self.publish()
                    else:
                        self.touch()
                    writer.write(b"HTTP/1.1 204 No Content" + HEAD_END)
                else:
                    if self._delay is not None:
                        await asyncio.sleep(self._delay)
                    writer.write(self._same if self._etag in request else self._full)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def host(number: int) -> str:
    """Return an outlet's address."""
    return f"127.{100 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}"


async def main() -> None:
    """Serve until the input ends."""
    count, entries = int(sys.argv[1]), int(sys.argv[2])
    delay = float(sys.argv[3]) / 1000 if len(sys.argv) > 3 else None
    articles = Articles(SEED)
    for number in range(count):
        outlet = Outlet(number, entries, articles, delay=delay)
        server = await asyncio.start_server(outlet.serve, host(number), 0)
        print(host(number), server.sockets[0].getsockname()[1], flush=False)
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
