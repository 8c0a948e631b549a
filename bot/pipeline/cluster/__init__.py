"""Find the story that an article belongs to, or say that it starts a new one.

Pure: it decides and never stores. `refresh` asks for each article in order of arrival and hands back
what it stored; after a restart it hands in the rows of the window, in that order, and the decisions
are those of an unbroken run.

    document.py  what is read of an article
    terms.py     its words, pairs of words, names and numbers, weighed
    background.py  how common a term is before the window has met it
    names.py     its names, countries and numbers, the same in every language
    moments.py   the day and the hour that it gives its event
    stock.py     the sentences that an outlet prints under every report
    index.py     which articles share its rarest words
    story.py     what the articles of a story say together
    postings.py  which articles bear a page, a headline, a name
    headlines.py  whether two headlines are one
    accord.py    whether two articles name the same, or others
    score.py     how much speaks for one story, and how much for each reason
    vectors.py   articles as they are weighed now, and how near each is to a story
    window.py    the articles and their stories
    placing.py   where an article goes that comes
    rethinking.py  what it shows of those before it
    parting.py   the two parts of a story that may hold two
    clusterer.py all of it together
    runs.py      what texts without spaces share, in whole runs
    explain.py   why an article is in its story, which of it is nearest, and how it goes on with it
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.pipeline.cluster.clusterer import Clusterer
from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.explain import Development, Explainer, Shared
from bot.pipeline.cluster.window import CAPACITY, WINDOW, Change
from bot.text import Analyser

__all__ = [
    "CAPACITY",
    "WINDOW",
    "Change",
    "Clusterer",
    "Development",
    "Document",
    "Explainer",
    "Shared",
    "cluster",
]


def cluster(documents: Iterable[Document], analyser: Analyser | None = None) -> list[tuple[int | str, int]]:
    """Return (id, story) of each of *documents*, in the order given; stories are numbered from 1.

    They are placed one by one, as a bot places them. Second thoughts are in what is returned: where two
    stories turned out to be one, or one to be two, an article is told where it belongs in the end.
    """
    clusterer = Clusterer(analyser)
    placed: dict[int | str, int] = {}
    stories = 0
    for document in documents:
        story = clusterer.story_for(document)
        if story is None:
            stories = story = stories + 1
        clusterer.add(document, story)
        placed[document.id] = story
        for change in clusterer.rethink(document.id):
            placed.update(dict.fromkeys(change.articles, change.target))
        if part := clusterer.split(document.id):
            stories += 1
            for id_ in part:
                clusterer.move(id_, stories)
            placed.update(dict.fromkeys(part, stories))
    return list(placed.items())
