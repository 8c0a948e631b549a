"""However a query is asked (alone, among others, through an index), the answer is the same."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.query import All as AllOf
from bot.query import (
    Candidates,
    Coded,
    Decided,
    Document,
    Everything,
    Except,
    Finer,
    Lexeme,
    Lexemes,
    Matcher,
    Prefix,
    Sought,
    decide,
    evaluate,
    lexemes,
    parse,
    plan,
    read,
)
from bot.query.tree import Query
from bot.text import Analyser
from tests.query.strategies import Scene, scenes

NOW = datetime(2024, 10, 28, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def accepted(texts: list[str]) -> list[Query]:
    found = []
    for text in texts:
        with suppress(QueryError):
            found.append(parse(text, now=NOW))
    return found


@settings(max_examples=150)
@given(scene=scenes())
def test_matching_all_at_once_tells_what_each_query_tells_alone(analyser: Analyser, scene: Scene) -> None:
    matcher = Matcher(analyser)
    asked = dict(enumerate(accepted(scene.queries)))
    for number, query in asked.items():
        matcher.add(number, query)
    for document in (read(analyser, **each) for each in scene.articles):
        alone = [(number, evaluate(query, document)) for number, query in asked.items()]

        assert matcher.match(document) == [(number, found) for number, found in alone if found is not None]


@settings(max_examples=100)
@given(
    scene=scenes(queries=8),
    changes=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 7) | st.none()), max_size=12),
)
def test_changed_and_removed_queries_leave_nothing_behind(
    analyser: Analyser, scene: Scene, changes: list[tuple[int, int | None]]
) -> None:
    known = accepted(scene.queries)
    matcher = Matcher(analyser)
    kept: dict[int, Query] = {}
    documents = [read(analyser, **each) for each in scene.articles]
    for id_, change in changes:
        if change is None or change >= len(known):
            matcher.remove(id_)
            kept.pop(id_, None)
        else:
            matcher.add(id_, known[change])
            kept[id_] = known[change]
        for document in documents:
            expected = [id_ for id_ in sorted(kept) if evaluate(kept[id_], document) is not None]
            assert matcher.matching(document) == expected
    for id_ in list(kept):
        matcher.remove(id_)
    assert len(matcher) == len(matcher._vocabulary) == len(matcher._postings) == len(matcher._entries) == 0


@settings(max_examples=150)
@given(scene=scenes(), fine=st.booleans())
def test_the_index_never_loses_an_article_that_matches(
    analyser: Analyser, scene: Scene, *, fine: bool
) -> None:
    for document in (read(analyser, **each) for each in scene.articles):
        for query in accepted(scene.queries):
            if evaluate(query, document) is not None:
                wanted = plan(query, {"en", "ru", document.language}, analyser)
                assert proposes(wanted, lexemes(document), fine=fine)


@settings(max_examples=200)
@given(scene=scenes(), fine=st.booleans())
def test_what_the_index_decides_is_what_a_watchlist_would(
    analyser: Analyser, scene: Scene, *, fine: bool
) -> None:
    for document in (read(analyser, **each) for each in scene.articles):
        for query in accepted(scene.queries):
            decided = decide(query, {"en", "ru", document.language}, analyser)
            rest = decided.rest is None or evaluate(decided.rest, document) is not None
            found = (
                proposes(decided.wanted, lexemes(document), fine=fine) and rest and in_time(decided, document)
            )

            assert found == (evaluate(query, document) is not None), str(query)


@settings(max_examples=150)
@given(scene=scenes())
def test_hits_are_the_article_s_own_words(analyser: Analyser, scene: Scene) -> None:
    for document in (read(analyser, **each) for each in scene.articles):
        for query in accepted(scene.queries):
            for hit in evaluate(query, document) or ():
                assert 0 <= hit.start < hit.end
                assert hit.words == document.fields[hit.field].tokens.source[hit.start : hit.end]


@settings(max_examples=150)
@given(scene=scenes(articles=1))
def test_the_canonical_spelling_means_the_same(scene: Scene) -> None:
    for query in accepted(scene.queries):
        assert parse(str(query), now=NOW).node == query.node


@settings(max_examples=500)
@given(text=st.text(alphabet='ab*?"()+-!=~/@: \n北NEARORNOT|&“', max_size=30) | st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_with_a_position(text: str) -> None:
    try:
        query = parse(text, now=NOW)
    except QueryError as refused:
        found = refused
    else:
        assert parse(str(query), now=NOW).node == query.node
        return
    assert found.message
    assert 0 <= found.position <= len(text)
    assert found.query == text


@settings(max_examples=200)
@given(scene=scenes())
def test_what_codes_tell_is_what_a_watchlist_would(analyser: Analyser, scene: Scene) -> None:
    for each in scene.articles:
        document = read(analyser, **{**each, "published": each["published"] or NOW})
        at = document.published or NOW
        for query in accepted(scene.queries):
            sought = Sought(query.node, analyser)
            told = sought.holds(Coded.of(document), at)

            assert told in {None, evaluate(query, document) is not None}, str(query)
            assert told is not None or not sought.tells_all


def in_time(decided: Decided, document: Document) -> bool:
    at = document.published
    if at is None:
        return decided.since is None and decided.until is None
    return (decided.since is None or at >= decided.since) and (decided.until is None or at < decided.until)


def proposes(wanted: Candidates, found: Lexemes, *, fine: bool) -> bool:
    if isinstance(wanted, Everything):
        return True
    held = found.words | found.finer if fine else found.words
    if isinstance(wanted, Lexeme):
        return wanted.text in held
    if isinstance(wanted, Prefix):
        return any(lexeme.startswith(wanted.text) for lexeme in held)
    if isinstance(wanted, Finer):
        return proposes(wanted.fine if fine else wanted.coarse, found, fine=fine)
    if isinstance(wanted, Except):
        kept = proposes(wanted.wanted, found, fine=fine)
        return kept and not proposes(wanted.unwanted, found, fine=fine)
    combine = all if isinstance(wanted, AllOf) else any
    return combine(proposes(child, found, fine=fine) for child in wanted.children)
