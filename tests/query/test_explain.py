"""Why an article does not match, and what a query is without its parts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.query import Document, Fault, Role, evaluate, explain, parse, read, used, without
from bot.text import Analyser

NOW = datetime(2024, 10, 28, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def article() -> Document:
    return read(
        Analyser(),
        title="Football in Kursk",
        text="North Korean troops reached the oblast on Monday.",
        language="en",
        outlet="Courier",
        published=datetime(2024, 10, 20, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("query", "part", "fault"),
    [
        ("kursk sudzha belgorod", "sudzha", Fault.MISSING),
        ("kursk (sudzha OR belgorod)", "sudzha OR belgorod", Fault.NONE),
        ("kursk -football", "-football", Fault.PRESENT),
        ('"korean oblast"', '"korean oblast"', Fault.APART),
        ("korean NEAR/2 monday", "korean NEAR/2 monday", Fault.APART),
        ("kursk outlet:herald", "outlet:herald", Fault.MISSING),
        ("kursk after:3d", "after:3d", Fault.EARLIER),
        ("kursk before:2024-01-01", "before:2024-01-01", Fault.LATER),
        ("kursk (troops -(monday oblast))", "-(monday oblast)", Fault.PRESENT),
    ],
)
def test_the_first_condition_that_fails_is_named(
    article: Document, query: str, part: str, fault: Fault
) -> None:
    failure = explain(parse(query, now=NOW), article)

    assert failure is not None
    assert (failure.part, failure.fault) == (part, fault)


def test_a_not_tells_the_words_that_did_it(article: Document) -> None:
    failure = explain(parse("kursk -football"), article)

    assert failure is not None
    assert [hit.words for hit in failure.hits] == ["Football"]


@pytest.mark.parametrize(
    "query", ["kursk", "kursk -hockey", '"north korean" (troops OR tanks)', "title:kursk"]
)
def test_what_matches_has_nothing_to_explain(article: Document, query: str) -> None:
    assert evaluate(parse(query), article) is not None
    assert explain(parse(query), article) is None


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("kursk", []),
        ("kursk -football", [("-football", Role.NARROWS, "kursk")]),
        ("kursk OR dprk", [("kursk", Role.ADDS, "dprk"), ("dprk", Role.ADDS, "kursk")]),
        (
            "kursk (a1 OR b1)",
            [
                ("kursk", Role.NARROWS, "a1 OR b1"),
                ("a1 OR b1", Role.NARROWS, "kursk"),
                ("a1", Role.ADDS, "kursk b1"),
                ("b1", Role.ADDS, "kursk a1"),
            ],
        ),
        (
            "kursk -(a1 OR b1)",
            [
                ("-(a1 OR b1)", Role.NARROWS, "kursk"),
                ("-a1", Role.NARROWS, "kursk -b1"),
                ("-b1", Role.NARROWS, "kursk -a1"),
            ],
        ),
    ],
)
def test_a_query_is_told_without_each_of_its_parts(query: str, parts: list[tuple[str, Role, str]]) -> None:
    assert [(one.written, one.role, str(one.rest)) for one in without(parse(query))] == parts


def test_aliases_are_followed_through_each_other() -> None:
    assert used("kursk @a1", {"a1": "@b1 OR x1", "b1": "@a1"}) == {"a1", "b1"}
    assert used("mail me at some url:x@y", {}) == frozenset()
