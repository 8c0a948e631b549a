"""Why the articles of a story are together: what they say in common, and how later ones go on with it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from heapq import nlargest

from bot.domain.article import Article
from bot.pipeline.cluster import Development, Document, Explainer
from bot.pipeline.cluster.background import root
from bot.text import Analyser

# Articles that one is compared with: the first, and the newest. Each costs a millisecond.
COMPARED = 20
TERMS = 8


@dataclass(frozen=True, slots=True)
class Joined:
    """Why an article is in its story: the terms that it shares, heaviest first, and what it adds."""

    terms: tuple[str, ...]
    development: Development | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Why a story's articles are together: the terms that they share, heaviest first; `of` by article id."""

    terms: tuple[str, ...] = ()
    of: Mapping[int, Joined] = field(default_factory=dict)


class TogetherLookup:
    """Explains stories out of the articles that it is handed, and of no others. One thread analyses."""

    def __init__(self) -> None:
        self._explainer = Explainer(Analyser())
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="together")

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def explain(self, story: Sequence[Article], shown: Sequence[Article]) -> Together:
        """Return why the *shown* articles of a *story* are in it; both as the viewer's guild sees them."""
        if len(story) < 2:  # noqa: PLR2004 - two, to have something in common
            return Together()
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._explain, story, shown)

    def _explain(self, story: Sequence[Article], shown: Sequence[Article]) -> Together:
        compared = [*story[:1], *story[1:][-(COMPARED - 1) :]]
        documents = [_document(one) for one in compared]
        shares: defaultdict[str, float] = defaultdict(float)
        told: dict[str, str] = {}
        joined: dict[int, Joined] = {}
        for one in shown:
            document = _document(one)
            shared = self._explainer.explain(document, documents)
            for each in shared:
                shares[_form(each.term)] += each.share
                told.setdefault(_form(each.term), each.term)
            joined[one.id] = Joined(
                tuple(each.term for each in shared[:TERMS]), self._explainer.development(document, documents)
            )
        return Together(tuple(told[form] for form in nlargest(TERMS, shares, key=shares.__getitem__)), joined)


def _form(term: str) -> str:
    """Return a term without its capitals and endings, which differ from article to article."""
    return " ".join(root(word) for word in term.casefold().split())


def _document(one: Article) -> Document:
    return Document(
        id=one.id,
        title=one.title,
        text=one.text,
        url=one.url,
        published=one.at,
        arrived=one.first_stored_at,
        language=one.language,
        outlet=one.outlet,
    )
