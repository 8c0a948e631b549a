"""Promise 3, walked over every alert of the test run: all it says is stored, at its offsets.

A pytest plugin (mounted in `tests/conftest.py`). Whatever test lets the bot post or edit a message: each
alert, reply and timeline is held against the database at that moment, as its guild may see it. A test in
which one sentence, figure, headline or link does not stand there fails at its end. How many were walked is
told at the end of the run. `tests/test_evidence.py` proves that the walk finds what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from bot.domain.alert import Alert, Message, Timeline, Update
from bot.domain.article import Article, Quote
from bot.domain.delivery import Delivery
from bot.domain.figure import Conflict
from bot.domain.timeline import Event, Happened
from bot.pipeline.deliver.recording import Recording
from bot.storage import Database, past

Walked = Counter[str]
WALKED = pytest.StashKey[Walked]()
FAULTS = pytest.StashKey[list[str]]()
HEADLINES = frozenset({Happened.CAME, Happened.HEADLINE})
PART = "evidence"  # of what a worker of pytest-xdist tells at its end


def folded(text: str) -> str:
    """Return *text* with its white space folded."""
    return " ".join(text.split())


async def seen(database: Database, story_id: int, guild_id: int) -> list[Article]:
    """Return every revision of a story's articles that the feeds of a guild showed or show."""
    async with database.read() as connection:
        showings = await past.of_story(connection, story_id, guild_id=guild_id)
    return [showing.article for entry in showings for showing in entry]


def faults(message: Message, articles: Sequence[Article], walked: Walked) -> list[str]:
    """Return what a message says that does not stand in *articles*; what was looked at is counted."""
    if not isinstance(message, Alert | Update | Timeline):
        return []
    walked["messages"] += 1
    by_id = {one.revision_id: one for one in articles}
    found = []
    if message.headline not in {one.title for one in articles}:
        found.append(f"no article has the headline {message.headline!r}")
    if isinstance(message, Timeline):
        return [*found, *_events(message.events, by_id, walked)]
    if message.url not in {one.url for one in articles if one.title == message.headline}:
        found.append(f"the headline leads to {message.url}")
    for quote in message.summary if isinstance(message, Alert) else ():
        walked["sentences"] += 1
        found += _quote(quote, by_id, in_title=False)
    found += _figures(message.figures, by_id, walked)
    found += _events(message.changes, by_id, walked)
    shown = {(one.id, one.title, one.outlet, one.url) for one in articles}
    sources = [each.source for voice in message.corroboration.voices for each in voice.heard]
    for one in [*sources, *(message.sources if isinstance(message, Alert) else ())]:
        if (one.article_id, one.title, one.outlet, one.url) not in shown:
            found.append(f"no such source: {one}")
    return found


def _quote(quote: Quote, by_id: Mapping[int, Article], *, in_title: bool) -> list[str]:
    article = by_id.get(quote.revision_id)
    if article is None:
        return [f"quoted from a revision that the guild can't see: {quote.text!r}"]
    text = article.title if in_title else article.text
    found = []
    if not quote.text or folded(text[quote.start : quote.end]) != quote.text:
        found.append(f"not at {quote.start}-{quote.end} of {article.title!r}: {quote.text!r}")
    if (quote.article_id, quote.outlet, quote.url) != (article.id, article.outlet, article.url):
        found.append(f"linked to {quote.outlet} {quote.url}: {quote.text!r}")
    return found


def _figures(conflicts: Sequence[Conflict], by_id: Mapping[int, Article], walked: Walked) -> list[str]:
    found = []
    for claim in (claim for conflict in conflicts for claim in conflict.claims):
        outlets = set()
        for figure in claim.figures:
            walked["figures"] += 1
            found += _quote(figure.quote, by_id, in_title=figure.in_title)
            outlets.add(figure.quote.outlet)
            if not {claim.words, figure.words} <= _within(figure.quote.text, (claim.words, figure.words)):
                found.append(f"{claim.words!r} is not in {figure.quote.text!r}")
        if set(claim.outlets) != outlets:
            found.append(f"{claim.words!r} is said to be in {claim.outlets}, and is in {outlets}")
    return found


def _within(text: str, words: Sequence[str]) -> set[str]:
    return {one for one in words if one in text}


def _events(events: Sequence[Event], by_id: Mapping[int, Article], walked: Walked) -> list[str]:
    found = []
    for event in events:
        walked["events"] += 1
        now = ((event.revision_id, said) for said in (event.now, *event.added))
        before = ((event.before_revision_id, said) for said in (event.before, *event.removed))
        for revision_id, said in (*now, *before):
            if not said or revision_id is None:
                continue
            article = by_id.get(revision_id)
            places = [article.title, article.text] if article else []
            if event.what in HEADLINES and article:
                places = [article.title]
            if not any(folded(said) in folded(place) for place in places):
                found.append(f"the timeline says what no revision does: {said!r}")
        for revision_id, sentences in (
            (event.revision_id, event.added),
            (event.before_revision_id, event.removed),
        ):
            text = folded(by_id[revision_id].text) if revision_id in by_id else ""
            found += [f"no revision has the edited {one!r}" for one in sentences if folded(one) not in text]
    return found


def pytest_configure(config: pytest.Config) -> None:
    """Make room for what is walked and found."""
    config.stash[WALKED] = Counter()
    config.stash[FAULTS] = []


@pytest.fixture(autouse=True)
def every_alert_is_walked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Walk what any delivery of this test puts into a channel, just before it is put there."""
    walked, found = request.config.stash[WALKED], request.config.stash[FAULTS]
    put = Recording.put

    async def walk(self: Recording, claimed: Delivery, message: Message, *rest: Any, **named: Any) -> None:
        if isinstance(message, Alert | Update | Timeline):
            articles = await seen(self._database, message.story_id, claimed.target.guild_id)
            found.extend(faults(message, articles, walked))
        await put(self, claimed, message, *rest, **named)

    monkeypatch.setattr(Recording, "put", walk)
    found.clear()
    yield
    told, found[:] = list(found), []
    assert not told, "an alert says what stands in no stored article:\n" + "\n".join(told)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the controller of pytest-xdist what this worker walked."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output[PART] = dict(session.config.stash[WALKED])


class Workers:
    """Adds up what the workers of pytest-xdist walked; registered where that runs."""

    def __init__(self, walked: Walked) -> None:
        self._walked = walked

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self._walked.update(getattr(node, "workeroutput", {}).get(PART, {}))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to the workers."""
    session.config.pluginmanager.register(Workers(session.config.stash[WALKED]))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say how much was walked."""
    if walked := config.stash[WALKED]:
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(walked.items()))
        terminalreporter.write_line(f"walked against stored articles: {told}")
