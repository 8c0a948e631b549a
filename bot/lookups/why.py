"""Why a story was told, or not: which watchlists matched by which words, and the way each article went."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article
from bot.domain.guild import Viewer
from bot.domain.timeline import Event, Happened
from bot.domain.watchlist import Hit, Match, Watchlist
from bot.errors import MemberError, NotFound, QueryError
from bot.lookups.did_you_mean import did_you_mean
from bot.lookups.reading import document, matched
from bot.lookups.story import StoryView, look
from bot.pipeline.addresses.canonical import canonical, twins
from bot.pipeline.ledger import Ledger
from bot.query import Failure, explain, parse
from bot.storage import (
    Connection,
    Database,
    aliases,
    following,
    in_sight,
    matches,
    watchlist_changes,
    watchlists,
)
from bot.storage.in_sight import Arrival
from bot.storage.past import of_story as shown_before
from bot.storage.sight import channels_in_sight
from bot.text import Analyser

_IN_WORDS = {
    "alert": "alerted",
    "late": "told as arrived late",
    "old": "did not alert by itself: the article was known before the feed or the watchlist began here",
    "paused": "not alerted: the feed or the watchlist was paused",
    "off": "not alerted: alerts were off in the channel",
}
_EARLIER = "by an earlier query of the watchlist"
_LEFT_OUT = "by a line that its site repeats, which is left out since"
_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?/")


@dataclass(frozen=True, slots=True)
class Reason:
    """A watchlist in sight that matched an article: its query, the words that did it, what came of it.

    `query` is the newest of the watchlist's queries that matches what the guild sees of the article; the
    words stand in that, too. Where the article has changed since and none does, there may be no words.
    """

    watchlist: str
    query: str
    channel_id: int
    parts: tuple[tuple[str, str], ...]  # (part of the query, stored words)
    outcome: str  # in words


@dataclass(frozen=True, slots=True)
class ArticleWay:
    """One article of the story: from which feed it came, when it was stored, what matched it."""

    article: Article
    stored_at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to *Why this?*."""

    story: StoryView
    ways: tuple[ArticleWay, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one watchlist says of an article now: `failure` is the first condition that fails.

    Where none does it matches, and `known` says whether it was matched when it arrived, or was revised.
    `unreadable` says why its query can't be read any more, else it is empty.
    """

    watchlist: Watchlist
    failure: Failure | None
    known: bool
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of one article: how it came, what it said before, what matched it, where it was told."""

    article: Article
    arrivals: tuple[Arrival, ...]
    reasons: tuple[Reason, ...]
    story: StoryView
    verdict: Verdict | None  # of the one watchlist that was asked for
    changes: tuple[Event, ...] = ()  # the oldest first


class WhyLookup:
    """Explains alerts, and why there was none."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ledger = Ledger()

    async def story(self, story_id: int, *, viewer: Viewer) -> Why:
        """Return why a story was told. Raises NotFound where the viewer sees none of its articles."""
        async with self._database.read() as connection:
            view = await look(connection, story_id, viewer)
            found = [
                one
                for one in await matches.among(
                    connection, [one.id for one in view.articles], guild_id=viewer.guild_id
                )
                if one[0].channel_id in viewer.channels
            ]
            past = await watchlist_changes.past_queries(connection, {one.id for one, _, _ in found})
            titles = await following.titles(
                connection, [one.revision_id for one in view.articles], guild_id=viewer.guild_id
            )
            named = await aliases.meanings(connection, viewer.guild_id)
        reasons = await asyncio.to_thread(_reasons, view.articles, found, past, titles, named)
        return Why(
            story=view,
            ways=tuple(
                ArticleWay(one, one.first_stored_at, tuple(reasons.get(one.id, ()))) for one in view.articles
            ),
        )

    async def article(self, url: str, *, viewer: Viewer, watchlist: str | None = None) -> Trail:
        """Return the way of the article at an address, and what the named watchlist says of it.

        Raises NotFound where the guild's feeds show no such article, or the viewer sees no such watchlist.
        """
        async with self._database.read() as connection:
            one = await self._at(connection, url, viewer)
            asked = await self._asked(connection, watchlist, viewer) if watchlist else None
            arrived = await in_sight.arrivals(connection, one.id, guild_id=viewer.guild_id)
            named = await aliases.meanings(connection, viewer.guild_id)
            titles = await following.titles(connection, [one.revision_id], guild_id=viewer.guild_id)
            showings = await shown_before(connection, one.story_id, guild_id=viewer.guild_id, changed=True)
        events = await self._ledger.timeline([each for each in showings if each[0].article.id == one.id])
        changes = tuple(each for each in events if each.what is not Happened.CAME)
        why = await self.story(one.story_id, viewer=viewer)
        reasons = next((way.reasons for way in why.ways if way.article.id == one.id), ())
        verdict = None
        if asked is not None:
            known = any(each.watchlist == asked.name for each in reasons)
            shown_by = titles.get(one.revision_id, ())
            verdict = await asyncio.to_thread(_verdict, asked, one, shown_by, named, known=known)
        return Trail(one, tuple(arrived), reasons, why.story, verdict, changes)

    async def _at(self, connection: Connection, url: str, viewer: Viewer) -> Article:
        typed = url.strip().strip("<>").strip()  # as members write links that shall show no preview
        if _WITHOUT_SCHEME.match(typed):
            typed = f"http://{typed}"  # which is looked for as https, too
        if not typed.lower().startswith(("http://", "https://")) or " " in typed:
            raise MemberError(
                f"{typed} is not a web address. Copy it in full, as in https://example.org/news/1"
            )
        known_as = canonical(typed)
        spelled = known_as.replace("http://", "https://", 1)  # as `identity` does
        addresses = [known_as, spelled, *twins(spelled), typed]
        ids = await in_sight.ids_by_address(connection, addresses, guild_id=viewer.guild_id)
        found = await in_sight.of_ids(connection, ids[:1], guild_id=viewer.guild_id)
        if not found:
            raise NotFound(
                "No article at this address is stored from this server's feeds: none of them has shown it, "
                "or not yet. /search finds articles by words, /feed list shows when each feed was read last."
            )
        return found[0]

    async def _asked(self, connection: Connection, name: str, viewer: Viewer) -> Watchlist:
        one = await watchlists.by_name(connection, viewer.guild_id, name)
        seen = await channels_in_sight(connection, viewer)
        if one is None or one.channel_id not in seen:
            known = await watchlists.of_guild(connection, viewer.guild_id)
            near = did_you_mean(name, [each.name for each in known if each.channel_id in seen])
            raise NotFound(f"There is no watchlist called {name}. {near}/watch list shows those there are.")
        return one


def _verdict(
    asked: Watchlist, one: Article, shown_by: Sequence[str], named: Mapping[str, str], *, known: bool
) -> Verdict:
    """Return what a watchlist says of an article as any of the guild's feeds shows it."""
    analyser = Analyser()
    try:
        query = parse(asked.query, named, now=one.first_stored_at, stored=True)
    except QueryError as error:
        return Verdict(asked, None, known, error.message)
    failures = [explain(query, document(analyser, one, feed)) for feed in shown_by or ("",)]
    return Verdict(asked, None if None in failures else failures[0], known)


def _reasons(
    seen: Sequence[Article],
    found: Iterable[tuple[Watchlist, Match, str]],
    past: Mapping[int, Sequence[str]],
    titles: Mapping[int, Sequence[str]],
    named: Mapping[str, str],
) -> dict[int, list[Reason]]:
    """Return the reasons of each article by its id; a matter of milliseconds an article."""
    analyser = Analyser()
    by_id = {one.id: one for one in seen}
    reasons: dict[int, list[Reason]] = {}
    for watchlist, match, outcome in found:
        article = by_id[match.article_id]
        queries = dict.fromkeys((watchlist.query, *past.get(watchlist.id, ())))
        shown_by = titles.get(article.revision_id, ())
        query, hits = _explained(analyser, queries, article, shown_by, named) or (
            watchlist.query,
            _still_there(match, article),
        )
        said = _IN_WORDS.get(outcome, outcome)
        if query != watchlist.query:
            said = f"{said}, {_EARLIER}"
        if not hits and _is_left_out(match, article):
            said = f"{said}, {_LEFT_OUT}"
        parts = dict.fromkeys((hit.part, hit.words) for hit in hits)
        reasons.setdefault(article.id, []).append(
            Reason(watchlist.name, query, watchlist.channel_id, tuple(parts), said)
        )
    return reasons


def _explained(
    analyser: Analyser,
    queries: Iterable[str],
    article: Article,
    shown_by: Sequence[str],
    named: Mapping[str, str],
) -> tuple[str, Sequence[Hit]] | None:
    """Return the first of *queries* that matches what is seen of the article, with its hits, if any does."""
    for text in queries:
        try:
            query = parse(text, named, now=article.first_stored_at, stored=True)
        except QueryError:  # kept by an older version
            continue
        hits = matched(query, analyser, article, shown_by)
        if hits is not None:
            return text, [hit for hit in hits if hit.field in {"title", "text"}] or hits
    return None


def _is_left_out(match: Match, article: Article) -> bool:
    """Say whether the words of a match stand in what is left out of the article now."""
    return any(hit.words in line for hit in match.hits for line in article.left_out)


def _still_there(match: Match, article: Article) -> list[Hit]:
    """Return the hits of an earlier revision whose words are seen in this one."""
    return [hit for hit in match.hits if hit.words in article.title or hit.words in article.text]
