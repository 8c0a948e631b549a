"""Which story an article belongs to, and what it shows of those before it."""

from __future__ import annotations

from datetime import timedelta

from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.placing import Placing
from bot.pipeline.cluster.rethinking import Rethinking
from bot.pipeline.cluster.window import CAPACITY, WINDOW, Change, Window
from bot.text import Analyser


class Clusterer:
    """The stories of a sliding window. One a keeper.

    What it decides depends on the articles in the window alone, in order of arrival: rebuilt from rows, it
    decides as the run that was cut short. An article costs a look at those that share its rarest words.
    """

    def __init__(
        self, analyser: Analyser | None = None, *, window: timedelta = WINDOW, capacity: int = CAPACITY
    ) -> None:
        self._window = Window(analyser or Analyser(), span=window, capacity=capacity)
        self._placing = Placing(self._window)
        self._rethinking = Rethinking(self._window)

    def __len__(self) -> int:
        return len(self._window)

    def story_for(self, document: Document) -> int | None:
        """Return the story of *document*; None where it starts a new one.

        A new revision of an article stays in its story, whatever its headline says now.
        """
        self._window.expire(document.arrived)
        return self._window.story_of(document.id) or self._placing.story_for(document)

    def add(self, document: Document, story: int) -> None:
        """Put *document* into the window: `Window.add`."""
        self._window.add(document, story)

    def remove(self, id_: int | str) -> None:
        """Take an article out of the window: `Window.remove`."""
        self._window.remove(id_)

    def rethink(self, id_: int | str) -> list[Change]:
        """Return which stories the article just added shows to be one: `Rethinking.rethink`."""
        return self._rethinking.rethink(id_)

    def split(self, id_: int | str) -> tuple[int | str, ...]:
        """Return what leaves the story of the article just added: `Rethinking.split`."""
        return self._rethinking.split(id_)

    def move(self, id_: int | str, target: int) -> Change:
        """Put an article of the window into another story."""
        return self._window.move(id_, target)

    def merge(self, source: int, target: int) -> list[Change]:
        """Put all articles of a story into another one; [] where the window has none of it."""
        return [self._window.merge(source, target)] if source in self._window.stories else []
