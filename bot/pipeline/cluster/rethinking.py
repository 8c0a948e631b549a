"""Second thoughts: what an article shows of those before it."""

from __future__ import annotations

import math

from bot.pipeline.cluster.score import Likeness, apart, score
from bot.pipeline.cluster.story import Entry
from bot.pipeline.cluster.window import MOST_HEADLINES, REWORDED, Change, Window
from bot.pipeline.headlines import look_alike, near

# Articles next to a new one that are asked whether they belong to its story, and stories whether they are it.
RETHOUGHT = 12
MERGED = 5


class Rethinking:
    """Asks again where articles belong; what it decides, the window knows at once."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def rethink(self, id_: int | str, *, moves: bool = True) -> list[Change]:
        """Return which articles near the one just added belong elsewhere now; the window knows it already.

        Its neighbours may be nearer to its story than to their own, and two stories may turn out to be one.
        Without *moves* only whole stories are told to be one.
        """
        number = self._window.by_id.get(id_)
        if number is None or self._window.says_too_little(self._window.entries[number]):
            return []
        entry = self._window.entries[number]
        shared = [one for one, _ in self._window.sharing(entry) if one != number][: RETHOUGHT * 4]
        changes = [
            self._window.move(self._window.entries[other].id, self._window.entries[number].story)
            for other in shared[: RETHOUGHT * moves]
            if self._belongs(other, number)  # by what has moved so far
        ]
        stories = list(dict.fromkeys(self._window.entries[other].story for other in shared))[: MERGED + 1]
        for story in stories:
            own = self._window.entries[number].story
            if story != own and story in self._window.stories and self._one_story(own, story, entry):
                older, newer = sorted((own, story))
                changes.append(self._window.merge(newer, older))
        return changes

    def _belongs(self, number: int, other: int) -> bool:
        """Say whether an article is nearer to the story of another one than to its own."""
        entry, neighbour = self._window.entries[number], self._window.entries[other]
        if entry.story == neighbour.story or self._window.says_too_little(entry):
            return False
        if self._are_apart(entry, neighbour):
            return False
        own = self._window.stories[entry.story]
        if entry.core and any(
            member.core == entry.core for place, member in own.members.items() if place != number
        ):
            return False
        vector = self._window.vector(entry.terms, entry.language)
        there = self._window.points(vector, entry, self._window.stories[neighbour.story])
        if there <= 0 or there <= self._window.points(vector, entry, own, inside=True):
            return False
        return not self._window.looks_alike(
            entry, self._window.stories[neighbour.story].latest(MOST_HEADLINES)
        )

    def _are_apart(self, one: Entry, other: Entry) -> bool:
        """Say whether two articles may not lead to one story: look-alikes, or of one stock text."""
        headline, others = self._window.headline(one), self._window.headline(other)
        if look_alike(headline, others):
            return True
        stock = not set(one.sentences).isdisjoint(other.sentences)
        return stock and near(headline, others) < REWORDED

    def _one_story(self, one: int, other: int, entry: Entry) -> bool:
        """Say whether two stories are one, on average over all pairs of their articles."""
        first, second = self._window.stories[one], self._window.stories[other]
        if len(first.members) > len(second.members):
            first, second = second, first
        distance = apart(first.newest(), second.newest())
        if distance is not None and distance > self._window.span:
            return False
        shares = self._window.background.of(entry.language)
        mine = dict(first.sums())
        parts = []
        square = self._window.vector(entry.terms, entry.language).square
        for key, weight in second.shared(mine).items():
            parts.append(mine[key] * weight * self._window.index.rarity(key, shares) ** 2)
        if not parts or not square:
            return False
        whole = square * len(first.members) * len(second.members)
        terms = math.fsum(parts) / whole
        likeness = Likeness(terms, terms - max(parts) / whole, min(first.length, second.length), distance)
        return score(likeness) > 0 and not any(
            self._are_apart(member, entry) for member in self._window.stories[other].members.values()
        )
