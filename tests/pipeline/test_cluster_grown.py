"""Two events of one kind, each told by several whole reports: much is said of the kind, less of each."""

from __future__ import annotations

import random
from itertools import product

from bot.pipeline.cluster import Document, cluster

REPORTS = 14  # of all events, in turn
PHRASE = 3  # words
OF_THE_KIND, OF_THE_EVENT, OF_THE_REPORT = 6, 4, 5  # phrases


def _made_words(draw: random.Random) -> list[str]:
    """Return words that no language has, of no more letters than clustering reads."""
    words = ["".join(letters) for letters in product("bdfgk", "aou", "lmnrv", "aou", "kmpx")]
    draw.shuffle(words)
    return words


def _reports(events: int, *, of_the_kind: int = OF_THE_KIND, reports: int = REPORTS) -> list[Document]:
    """Return reports on *events* of one kind, in turn; each says what is said of all, its own and new words.

    What is said is said in phrases of some words, in any order.
    """
    draw = random.Random(17)
    words = iter(_made_words(draw))

    def phrases(number: int) -> list[str]:
        return [" ".join(next(words) for _ in range(PHRASE)) for _ in range(number)]

    kind, told = phrases(of_the_kind), [phrases(OF_THE_EVENT) for _ in range(events)]
    told_so = []
    for number in range(reports):
        event = told[number % events]
        said = [*kind, *event, *phrases(OF_THE_REPORT)]
        draw.shuffle(said)
        title = f"{draw.choice(kind)} {draw.choice(event)}"
        told_so.append(Document(number, title, ", ".join(said), language="en"))
    return told_so


def test_two_look_alikes_come_apart_once_several_whole_reports_tell_each() -> None:
    placed = dict(cluster(_reports(2)))

    stories = [{placed[number] for number in range(event, REPORTS, 2)} for event in (0, 1)]
    assert [len(one) for one in stories] == [1, 1]
    assert stories[0] != stories[1]


def test_an_event_of_which_all_of_the_window_tells_stays_one_story() -> None:
    assert len({story for _, story in cluster(_reports(1, of_the_kind=9, reports=40))}) == 1
