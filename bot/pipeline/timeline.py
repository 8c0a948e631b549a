"""What happened to a story's articles, out of what the feeds showed one after another. Pure.

A headline, figure or text that changed, a correction, a withdrawal: told with what it said before. In
doubt no figure is told, for a rewritten paragraph is no change of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.article import Article
from bot.domain.figure import Figure
from bot.domain.timeline import Event, Happened
from bot.pipeline.corrections import corrects, withdraws
from bot.pipeline.differences import differences
from bot.text.sentences import sentences as sentence_spans

LONGEST = 600  # characters of a sentence that corrects: a longer one is a list that lost its line breaks


@dataclass(frozen=True, slots=True)
class Shown:
    """An article in one revision, what it counts, and since when an entry showed it so."""

    article: Article
    figures: tuple[Figure, ...]
    since: datetime
    origin: str  # "feed" or "page"
    withdrawn_at: datetime | None = None  # when its page was found gone after it had left the feed


def timeline(showings: Iterable[Sequence[Shown]]) -> tuple[Event, ...]:
    """Return what happened, the oldest first; *showings* are those of one entry each, the oldest first.

    What several feeds show of one article is told once.
    """
    first: dict[tuple[object, ...], Event] = {}
    for shown in showings:
        for at, one in enumerate(shown):
            found = [_came(one)] if at == 0 else changes(shown[at - 1], one)
            for event in (*found, *_vanished(one)):
                known = first.setdefault(_once(event), event)
                if event.at < known.at:
                    first[_once(event)] = event
    return tuple(sorted(first.values(), key=lambda event: (event.at, event.article_id)))


def _once(event: Event) -> tuple[object, ...]:
    """Return what is the same in an event that another feed shows too."""
    same = event.article_id, event.what
    if event.what is Happened.CAME:
        return same
    if event.what in (Happened.CORRECTED, Happened.WITHDRAWN):
        return *same, _folded(event.now)  # what stood before is a headline, of which each feed has its own
    return (
        *same,
        event.subject,
        _folded(event.before),
        _folded(event.now),
        event.added,
        event.removed,
    )


def changes(before: Shown, after: Shown) -> list[Event]:
    """Return what changed from one showing of an article to the next."""
    found = []
    if _folded(before.article.title) != _folded(after.article.title):
        found.append(_event(after, before, Happened.HEADLINE, (after.article.title, before.article.title)))
    if before.origin == after.origin:  # else the text is a longer one, not another one
        found += _figures(before, after)
        found += _edits(before, after)
    for what, says in ((Happened.WITHDRAWN, withdraws), (Happened.CORRECTED, corrects)):
        if note := _new_note(before.article, after.article, says):
            found.append(_event(after, before, what, (note, before.article.title)))
            break
    return found


def _edits(before: Shown, after: Shown) -> list[Event]:
    """Return how the text was edited, if it was."""
    added, removed = differences(before.article, after.article)
    if not added and not removed:
        return []
    event = _event(after, before, Happened.EDITED, ("", ""))
    return [replace(event, added=added, removed=removed)]


def _vanished(one: Shown) -> list[Event]:
    """Return that an article was taken down without a word, if it was; what it said is its headline."""
    if one.withdrawn_at is None:
        return []
    event = _event(one, one, Happened.WITHDRAWN, ("", one.article.title))
    return [replace(event, at=one.withdrawn_at)]


def _came(one: Shown) -> Event:
    return _event(one, None, Happened.CAME, (one.article.title, ""))


def _event(
    after: Shown, before: Shown | None, what: Happened, said: tuple[str, str], subject: str = ""
) -> Event:
    """Return an event; *said* is what stands there now, and what stood there before."""
    article = after.article
    return Event(
        at=after.since,
        what=what,
        article_id=article.id,
        revision_id=article.revision_id,
        outlet=article.outlet,
        url=article.url,
        now=said[0],
        before=said[1],
        before_revision_id=before.article.revision_id if before else None,
        subject=subject,
    )


def _figures(before: Shown, after: Shown) -> list[Event]:
    """Return the subjects on which an article gave one amount, and gives another one now."""
    was, now = _clear(before.figures), _clear(after.figures)
    return [
        _event(after, before, Happened.FIGURE, (now[key].words, was[key].words), now[key].subject)
        for key in now
        if key in was and (was[key].low, was[key].high) != (now[key].low, now[key].high)
    ]


def _clear(figures: Iterable[Figure]) -> dict[tuple[str, str | None, str | None], Figure]:
    """Return the figures of the subjects on which an article gives but one amount for one speaker."""
    by_subject: dict[tuple[str, str | None, str | None], list[Figure]] = {}
    for one in figures:
        if one.comparable:
            by_subject.setdefault((one.subject, one.unit, one.attributed_to), []).append(one)
    return {
        key: told[0] for key, told in by_subject.items() if len({(one.low, one.high) for one in told}) == 1
    }


def _new_note(before: Article, after: Article, says: Callable[[str], bool]) -> str:
    """Return the sentence or headline that *says* it in an article and that was not there before."""
    old = {_folded(note) for note in _notes(before, says)}
    return next((note for note in _notes(after, says) if _folded(note) not in old), "")


def _notes(article: Article, says: Callable[[str], bool]) -> Iterable[str]:
    if says(article.title):
        yield article.title
    for start, end in sentence_spans(article.text, article.language):
        if end - start <= LONGEST and says(article.text[start:end]):
            yield article.text[start:end]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
