"""What an alert or a digest's line says, composed from what its readers may see. Pure."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bot.domain.alert import Alert, DigestLine, MatchedBy, Rewritten, Source
from bot.domain.article import Article, Quote
from bot.domain.figure import Figure
from bot.domain.timeline import Event
from bot.domain.watchlist import Hit, Match, Watchlist
from bot.pipeline.figures import conflicts
from bot.pipeline.outlets.corroborate import corroborate
from bot.pipeline.outlets.owners import Owners
from bot.pipeline.summarise.heading import heading, headline
from bot.pipeline.withdrawn import standing, withdrawn

Summarise = Callable[[Sequence[Article]], tuple[Quote, ...]]
Rewrite = Callable[[str, Sequence[Quote], str | None], Awaitable[tuple[Rewritten, ...]]]

_CHOICE = re.compile(r"\bOR\b|\||@")  # in a query that may match without one of its parts
MOST_WORDS = 6  # matched words shown for one watchlist: more say nothing more


def alert(
    story_id: int,
    articles: Sequence[Article],
    matches: Iterable[tuple[Watchlist, Match]],
    *,
    updated: datetime,
    summarise: Summarise,
    figures: Sequence[Figure] = (),
    owners: Owners | None = None,
    changes: Sequence[Event] = (),
    images: bool = True,
    muted_by: int | None = None,
) -> Alert | None:
    """Return a story's alert for readers who see just these articles and watchlists.

    *articles* are in order of arrival, each in the revision that the readers see; *matches* belong to the
    watchlists of one channel (or the ones that one member follows); *figures* are those of *articles*. None
    where nothing is left to tell: no article is in sight, or none of them is matched. Without *owners*, every
    outlet owns itself. *changes* are what the articles said otherwise before; *images*: they are wanted. A
    withdrawn article gives nothing to the alert but its name, unless the story stands on it alone.
    """
    seen = {one.id: one for one in articles}
    told = [(watchlist, match) for watchlist, match in matches if match.article_id in seen]
    if not told:
        return None
    gone = withdrawn(articles, changes)
    stands = standing(articles, gone)
    head = head_of(stands, (match.article_id for _, match in told))
    whole = {one.id for one in stands}
    return Alert(
        story_id=story_id,
        headline=headline(head),
        url=head.url,
        summary=summarise(head_first(stands, head.id)),
        sources=_sources(head, stands),
        watchlists=matched_by(told, seen),
        first_seen=min(one.first_stored_at for one in articles),
        updated=updated,
        image_url=_image(head, stands) if images else None,
        muted_by=muted_by,
        figures=conflicts([one for one in figures if one.quote.article_id in whole]),
        corroboration=corroborate(stands, owners or Owners(())),
        changes=tuple(changes),
        withdrawn=tuple(_source(one) for one in articles if one.id in gone),
    )


def head_of(articles: Sequence[Article], matched: Iterable[int]) -> Article:
    """Return the article that gives the headline: of the *matched* ones, or of all where none is here."""
    wanted = frozenset(matched)
    return heading([one for one in sorted(articles, key=lambda one: one.id) if one.id in wanted] or articles)


def head_first(articles: Sequence[Article], head_id: int) -> list[Article]:
    """Return *articles* as a summary reads them: the one that gives the headline first."""
    return sorted(articles, key=lambda one: one.id != head_id)


def digest_line(
    story_id: int,
    articles: Sequence[Article],
    matches: Iterable[tuple[Watchlist, Match]],
    *,
    changes: Sequence[Event] = (),
) -> DigestLine | None:
    """Return a story as a line of a digest; None where nothing is left to tell (see `alert`)."""
    composed = alert(
        story_id,
        articles,
        matches,
        updated=datetime.max.replace(tzinfo=UTC),
        summarise=lambda _articles: (),
        changes=changes,
    )
    if composed is None:
        return None
    first = composed.sources[0]
    return DigestLine(
        story_id=story_id,
        headline=composed.headline,
        outlet=first.outlet,
        url=composed.url,
        at=first.at,
        outlets=len({one.outlet for one in composed.sources}),
        watchlists=tuple(one.name for one in composed.watchlists),
        withdrawn=composed.all_withdrawn,
    )


def _image(head: Article, articles: Sequence[Article]) -> str | None:
    return head.image_url or next((one.image_url for one in articles if one.image_url), None)


def _sources(head: Article, articles: Sequence[Article]) -> tuple[Source, ...]:
    """Return one source an outlet, its first article: the head's first, then in order of arrival."""
    chosen: dict[str, Article] = {head.outlet: head}
    for one in articles:
        chosen.setdefault(one.outlet, one)
    return tuple(map(_source, chosen.values()))


def _source(one: Article) -> Source:
    return Source(article_id=one.id, title=headline(one), outlet=one.outlet, url=one.url, at=one.at)


def matched_by(
    matches: Sequence[tuple[Watchlist, Match]], seen: Mapping[int, Article]
) -> tuple[MatchedBy, ...]:
    """Return the watchlists by name, each with the stored words that matched, without repetition."""
    words: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for watchlist, match in matches:
        names[watchlist.id] = watchlist.name
        words.setdefault(watchlist.id, []).extend(_in_sight(match.hits, seen[match.article_id]))
    return tuple(
        MatchedBy(watchlist_id=number, name=names[number], words=_distinct(words[number]))
        for number in sorted(names, key=lambda number: names[number].casefold())
    )


def untold(
    matches: Iterable[tuple[Watchlist, Match]], articles: Iterable[Article]
) -> list[tuple[Watchlist, Match]]:
    """Return the *matches* that may still begin an alert: not those by words that are all left out by now.

    A line was learnt to be one that its site repeats after it had matched. What was told before stays told; a
    match by anything else than such a line is told, for nothing that matched may be lost; of a query that
    needs all its parts each has to stand somewhere else.
    """
    seen = {one.id: one for one in articles}
    return [
        (watchlist, match)
        for watchlist, match in matches
        if match.article_id not in seen or not _is_left_out(watchlist.query, match, seen[match.article_id])
    ]


def _is_left_out(query: str, match: Match, article: Article) -> bool:
    """Say whether what a match needs stands in what is left out of the article, and nowhere else."""
    if not article.left_out:
        return False
    if _CHOICE.search(query):
        return _are_left_out(match.hits, article)
    parts = {hit.part for hit in match.hits}
    return any(_are_left_out([hit for hit in match.hits if hit.part == part], article) for part in parts)


def _are_left_out(hits: Sequence[Hit], article: Article) -> bool:
    """Say whether these words stand in lines that are left out alone.

    A word that matched in a title was in no such line, whatever the title says by now.
    """
    if any(hit.field != "text" for hit in hits):
        return False
    hidden = any(hit.words in line for hit in hits for line in article.left_out)
    return hidden and not _in_sight(hits, article)


def _in_sight(hits: Iterable[Hit], article: Article) -> list[str]:
    """Return the matched words that stand in the revision which the readers see."""
    return [hit.words for hit in hits if hit.words in article.title or hit.words in article.text]


def _distinct(words: Collection[str]) -> tuple[str, ...]:
    """Return the words without those that differ in case alone, in order, `MOST_WORDS` at most."""
    seen: dict[str, str] = {}
    for word in words:
        seen.setdefault(" ".join(word.split()).casefold(), " ".join(word.split()))
    return tuple(list(seen.values())[:MOST_WORDS])
