"""The demo's story: which invented outlet publishes what, and when.

The articles are files of `articles/`, one an article, read by `load`. A moment is a second of the story,
which takes `STORY_SECONDS` at its own pace; what carries `hours_before` instead was there before it began.
What an outlet shows at a moment is a pure function of that moment: `edition`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

STORY_SECONDS = 120.0  # long enough to read along, short enough to stay for

TROOPS = "troops"  # the story that every outlet carries: one alert, edited as they join
FOOTBALL = "football"  # names Kursk too, and the watchlist tells it apart by a NOT

WATCHLISTS = (  # name and query
    ("Kursk", "Kursk NOT (football OR league OR goal*)"),
    ("North Korean troops", '"North Korean" (troops OR soldiers)'),
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented newspaper; `feed_format` is a key of `bot.demo.feeds.FORMATS`, `host` a loopback one."""

    key: str
    name: str
    tagline: str
    host: str
    feed_format: str
    feed_path: str
    banner: str = ""  # an advertisement above the headline of every page
    elsewhere: tuple[str, ...] = ()  # headlines of other outlets below every text


OUTLETS = (
    Outlet(
        key="meridian",
        name="Meridian Wire",
        tagline="News before noon",
        host="127.83.10.1",
        feed_format="rss20",
        feed_path="/rss.xml",
    ),
    Outlet(
        key="fenwick",
        name="The Fenwick Standard",
        tagline="Daily since 1871",
        host="127.83.20.1",
        feed_format="atom10",
        feed_path="/feed.atom",
        elsewhere=("Five soups for a wet week", "Ministers quarrel over rail fares"),
    ),
    Outlet(
        key="courier",
        name="Tarn Valley Courier",
        tagline="Your valley, your news",
        host="127.83.30.1",
        feed_format="rss10",
        feed_path="/index.rdf",
        banner="SPIN & WIN at Lucky Otter Casino - 200 free spins for new players! 18+ T&Cs apply",
        elsewhere=(
            "Meridian Wire: Oil slips on hopes of a ceasefire",
            "The Fenwick Standard: North Korean troops in Kursk: what we know so far",
            "Quayside Ledger: Ferry fares to rise again",
            "The Fenwick Standard: The house that floated away",
        ),
    ),
    Outlet(
        key="quayside",
        name="Quayside Ledger",
        tagline="The week's money and power",
        host="127.83.40.1",
        feed_format="json11",
        feed_path="/feed.json",
        elsewhere=("Ten charts on the price of bread",),
    ),
)


@dataclass(frozen=True, slots=True)
class Revision:
    """What an outlet changes in an article at a moment of the story."""

    at: float
    title: str | None = None
    replacements: tuple[tuple[str, str], ...] = ()
    appended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as it stands in an outlet, `at` seconds into the story (below 0: before it began)."""

    slug: str
    outlet: str
    story: str
    at: float
    changed_at: float
    title: str
    author: str
    summary: str
    paragraphs: tuple[str, ...]
    sentence_only: bool  # the feed gives the summary and not the text
    revisions: tuple[Revision, ...] = ()

    @property
    def in_back_catalogue(self) -> bool:
        """Whether it was there before the story began."""
        return self.at < 0

    @property
    def path(self) -> str:
        """Where its page is, on its outlet's server."""
        return f"/news/{self.slug}"


def load() -> tuple[Piece, ...]:
    """Return every article of the demo as first published, oldest first."""
    found = [
        _read(file)
        for file in files("bot.demo").joinpath("articles").iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda piece: (piece.at, piece.slug)))


def edition(outlet: Outlet, script: Iterable[Piece], moment: float) -> tuple[Piece, ...]:
    """Return what *outlet* shows at *moment*, newest first, each article in its revision of that moment."""
    shown = [_revised(piece, moment) for piece in script if piece.outlet == outlet.key and piece.at <= moment]
    return tuple(sorted(shown, key=lambda piece: piece.at, reverse=True))


def _revised(piece: Piece, moment: float) -> Piece:
    for revision in piece.revisions:
        if revision.at > moment:
            break
        paragraphs = piece.paragraphs
        for old, new in revision.replacements:
            paragraphs = tuple(paragraph.replace(old, new) for paragraph in paragraphs)
        piece = replace(
            piece,
            title=revision.title or piece.title,
            paragraphs=paragraphs + revision.appended,
            changed_at=revision.at,
        )
    return piece


def _read(file: Traversable) -> Piece:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    at = float(raw["at"]) if "at" in raw else -3600.0 * float(raw["hours_before"])
    return Piece(
        slug=file.name.removesuffix(".toml"),
        outlet=raw["outlet"],
        story=raw["story"],
        at=at,
        changed_at=at,
        title=raw["title"],
        author=raw["author"],
        summary=raw["summary"],
        paragraphs=_paragraphs(raw["text"]),
        sentence_only=raw.get("feed") == "sentence",
        revisions=tuple(
            Revision(
                at=float(revision["at"]),
                title=revision.get("title"),
                replacements=tuple((old, new) for old, new in revision.get("replace", ())),
                appended=_paragraphs(revision.get("append", "")),
            )
            for revision in raw.get("revisions", ())
        ),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """Split at empty lines; a line break within a paragraph is a space, other white space stays as it is."""
    return tuple(part.replace("\n", " ") for part in text.strip().split("\n\n") if part)
