"""Second thoughts: what an article shows of those before it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.pipeline.cluster.accord import name_the_same
from bot.pipeline.cluster.background import rarity
from bot.pipeline.cluster.headlines import near
from bot.pipeline.cluster.parting import two_parts
from bot.pipeline.cluster.score import apart
from bot.pipeline.cluster.story import Entry, Story
from bot.pipeline.cluster.terms import MOST_TERMS
from bot.pipeline.cluster.window import FEWEST_TERMS, MOST_HEADLINES, REWORDED, Change, Window

# Articles next to a new one whose stories may be its own, and how many of these are asked.
RETHOUGHT = 48
MERGED = 5

# Articles of the smaller story that are asked, and what must speak for two stories being one: a
# little less than for an article, for whole stories are asked on average. A lone article is asked as one.
ASKED = 6
TOGETHER = -0.04
# The same where several whole reports tell each: two quakes, two drone attacks share all that is said of
# quakes and of drones, for which headlines have no room. Not where both are so much of the window that words
# of all their articles are no longer rare in it, which makes one story's articles as unlike.
TOLD_BY_SEVERAL = 0.1
SEVERAL = 5
STILL_RARE = 3.0  # less is a word of more than a twentieth of the window

# A story is asked for two parts at these sizes, of its newest articles; below what must speak for either part
# in the other, they are two.
SIZES = frozenset({4, 6, 9, 13, 19, 28, 42, 63, 94, 141, 211, 316})
MOST_PARTED = 40
APART = -0.03


class Rethinking:
    """Asks again where articles belong; what it decides, the window knows at once."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def rethink(self, id_: int | str) -> list[Change]:
        """Return which stories turn out to be one by the article just added; the window knows it already."""
        number = self._window.by_id.get(id_)
        if number is None or self._window.says_too_little(self._window.entries[number]):
            return []
        entry = self._window.entries[number]
        shared = [one for one, _ in self._window.sharing(entry) if one != number][:RETHOUGHT]
        changes = []
        stories = list(dict.fromkeys(self._window.entries[other].story for other in shared))[: MERGED + 1]
        for story in stories:
            own = self._window.entries[number].story
            if story != own and story in self._window.stories and self._one_story(own, story, entry):
                older, newer = sorted((own, story))
                changes.append(self._window.merge(newer, older))
        return changes + self._merged_abroad(number)

    def _merged_abroad(self, number: int) -> list[Change]:
        """Make one story of the article's and of those in other languages that clearly tell of its event.

        Asked where two stories have no language in common: where they have one, its words have decided.
        """
        changes: list[Change] = []
        entry = self._window.entries[number]
        for other in list(self._window.abroad(entry)):
            own, story = self._window.entries[number].story, self._window.entries[other].story
            if own != story and self._one_abroad(entry, own, story):
                older, newer = sorted((own, story))
                changes.append(self._window.merge(newer, older))
        return changes

    def _one_abroad(self, entry: Entry, mine: int, story: int) -> bool:
        """Say whether two stories name the same, and most articles of the other one what the entry names."""
        ours, theirs = (self._window.stories[one].latest(MOST_HEADLINES) for one in (mine, story))
        if not {one.language for one in ours}.isdisjoint(one.language for one in theirs):
            return False
        agreeing = sum(self._window.agree(entry, one) for one in theirs)
        return 2 * agreeing > len(theirs) and self._name_the_same(ours, theirs)

    def _name_the_same(self, ours: Sequence[Entry], theirs: Sequence[Entry]) -> bool:
        strange = any(one.names.strange for one in ours), any(one.names.strange for one in theirs)
        told, others = (
            [self._window.names(one, roughly=any(strange)) for one in articles] for articles in (ours, theirs)
        )
        return name_the_same(told, others, strange=strange)

    def split(self, id_: int | str) -> tuple[int | str, ...]:
        """Return the articles that make a story of their own, of the story that an article just came to.

        None of them where it is one story. Asked each time that a story has grown by a half, of the newest
        of it; the window does not know of it yet. The larger part stays, the older one of two as large.
        """
        number = self._window.by_id.get(id_)
        if number is None:
            return ()
        story = self._window.stories[self._window.entries[number].story]
        if len(story.members) not in SIZES:
            return ()
        numbers = sorted(story.members)[-MOST_PARTED:]
        parts = two_parts(self._near(story, numbers))
        if parts is None:
            return ()
        stays, leaves = ([numbers[at] for at in part] for part in parts)
        if self._share_headline(story, stays, leaves) or self._hold_together(story, stays, leaves):
            return ()
        return tuple(story.members[one].id for one in leaves)

    def _near(self, story: Story, numbers: Sequence[int]) -> list[list[float]]:
        """Return the cosine of each two of a story's articles, 0 for each with itself."""
        near = [[0.0] * len(numbers) for _ in numbers]
        for at, number in enumerate(numbers):
            entry = story.members[number]
            vector = self._window.vectors.of(entry.terms, entry.language)
            for to in range(at):
                other = story.members[numbers[to]]
                parts = [vector.weights[key] * w for key, w in other.terms.items() if key in vector.weights]
                near[at][to] = near[to][at] = math.fsum(parts) / vector.square if vector.square else 0.0
        return near

    def _share_headline(self, story: Story, stays: Sequence[int], leaves: Sequence[int]) -> bool:
        """Say whether one headline, or one page, stands in both parts."""
        known = {mark for one in stays for mark in _marks(story.members[one])}
        return any(mark in known for one in leaves for mark in _marks(story.members[one]))

    def _hold_together(self, story: Story, stays: Sequence[int], leaves: Sequence[int]) -> bool:
        """Say whether either part would come to the other, if it came now."""
        one, other = Story(), Story()
        for part, numbers in ((one, stays), (other, leaves)):
            for number in numbers:
                part.add(number, story.members[number])
        return max(self.together(other, one), self.together(one, other)) >= self._bar(one, other, APART)

    def _bar(self, one: Story, other: Story, low: float) -> float:
        """Return what must speak for two stories being one: *low* but for whole reports, several of each."""
        sizes = len(one.members), len(other.members)
        if min(sizes) < SEVERAL or rarity(0, having=sum(sizes), articles=len(self._window)) < STILL_RARE:
            return low
        length = min(one.length, other.length)
        whole = min(1.0, max(0.0, (length - FEWEST_TERMS) / (MOST_TERMS - FEWEST_TERMS)))
        return low + (TOLD_BY_SEVERAL - low) * whole

    def _are_apart(self, one: Entry, other: Entry) -> bool:
        """Say whether two articles may not lead to one story: look-alikes, or of one stock text."""
        if self._window.are_look_alikes(one, other):
            return True
        stock = not set(one.sentences).isdisjoint(other.sentences)
        return stock and near(self._window.headline(one), self._window.headline(other)) < REWORDED

    def _one_story(self, one: int, other: int, entry: Entry) -> bool:
        """Say whether two stories are one, on average over all pairs of their articles."""
        first, second = self._window.stories[one], self._window.stories[other]
        if len(first.members) > len(second.members):
            first, second = second, first
        distance = apart(first.newest(), second.newest())
        if distance is not None and distance > self._window.span:
            return False
        members = self._window.stories[other].members.values()
        if self._window.tell_of_others(entry, self._window.stories[other].told_in(entry.language)):
            return False
        if any(self._are_apart(member, entry) for member in members):
            return False
        if self._window.names_others(entry, self._window.stories[other]):
            return False
        return self.together(first, second) > (
            self._bar(first, second, TOGETHER) if len(first.members) > 1 else 0.0
        )

    def together(self, smaller: Story, larger: Story) -> float:
        """Return how much speaks for two stories being one: for the newest articles of one in the other."""
        points = []
        for number in sorted(smaller.members)[-ASKED:]:
            member = smaller.members[number]
            vector = self._window.vectors.of(member.terms, member.language)
            points.append(self._window.vectors.points(vector, member, larger))
        return math.fsum(points) / len(points)


def _marks(entry: Entry) -> list[object]:
    """Return what no two stories share: a headline that says enough, a page."""
    return [mark for mark in (entry.core, entry.page) if mark]
