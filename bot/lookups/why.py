"""Why a story was told, or not: which watchlists matched by which words, and the way each article went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article
from bot.domain.guild import Viewer
from bot.lookups.story import StoryView, look
from bot.storage import Database, watchlists

_IN_WORDS = {
    "alert": "alerted",
    "late": "told as arrived late",
    "old": "not alerted: the article was known before the feed or the watchlist began here",
    "paused": "not alerted: the feed or the watchlist was paused",
    "off": "not alerted: alerts were off in the channel",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A watchlist in sight that matched an article: its query, the words that did it, what came of it."""

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


class WhyLookup:
    """Explains alerts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def story(self, story_id: int, *, viewer: Viewer) -> Why:
        """Return why a story was told. Raises NotFound where the viewer sees none of its articles."""
        async with self._database.read() as connection:
            view = await look(connection, story_id, viewer)
            matched = await watchlists.matches_of(
                connection, [one.id for one in view.articles], guild_id=viewer.guild_id
            )
        reasons: dict[int, list[Reason]] = {}
        texts = {one.id: (one.title, one.text) for one in view.articles}
        for one, match, outcome in matched:
            if one.channel_id not in viewer.channels:
                continue
            title, text = texts[match.article_id]
            parts = dict.fromkeys(
                (hit.part, hit.words) for hit in match.hits if hit.words in title or hit.words in text
            )
            reasons.setdefault(match.article_id, []).append(
                Reason(one.name, one.query, one.channel_id, tuple(parts), _IN_WORDS.get(outcome, outcome))
            )
        return Why(
            story=view,
            ways=tuple(
                ArticleWay(one, one.first_stored_at, tuple(reasons.get(one.id, ()))) for one in view.articles
            ),
        )
