"""Names, countries and numbers of an article, written so that they are the same in every language.

A country is its code, a name the consonants that it is made of (`sounds`), a number its digits. Two reports
of one event in two languages agree in several of them; two that agree in one or two are of one war.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from bot.pipeline.cluster.amounts import DATE
from bot.pipeline.cluster.background import RAREST, rarity

LONG = 4  # consonants from which a name is hardly another's

# What each kind of name tells of an event.
COUNTRY, NAME, LONG_NAME, LONG_NUMBER, NUMBER = 1.0, 1.5, 2.0, 2.0, 1.0
DIGITS = 3  # of a long number
FEW = 90  # articles of which one bears a name that tells in full
_FULLY = math.log(FEW)
STEPS = 8  # of a doubling, in which it is noted how common a name is
SKETCH = 3  # names of all, besides those of the title, under which an article is found
HALVES = 7  # what a name tells stands in these bits, in halves
UNSURE = 16  # marks what may be no name
HEARD = 32  # marks what is known by its sound alone, on top of that
DAY = 64  # marks a day of the month: it tells two reports apart, but nothing across languages

SOUND = "\N{ALMOST EQUAL TO}"  # before a name that is known by its sound alone
SHORTEST_SOUND = 3  # consonants of a sound; it tells half as much as a country, and a half more with each
LONGEST_SOUND = 6  # from which it tells in full


@dataclass(frozen=True, slots=True)
class Names:
    """What an article names, by the CRC-32 of each name; the first `titles` stand in its title.

    `telling[i]` is what `keys[i]` tells, in halves, and `UNSURE` on top of it where that may be a common word
    or a day of the week; the first `numbers` of the keys are numbers of the title. `shares[i]` is how common
    its word is before any window has met it, in steps of a `STEPS`th of a doubling from the rarest.
    `sounds[i]` is the key of a name's sound, 0 for what is none; where `strange`, the article is in a script
    that is read by its sound alone.
    """

    keys: array[int]
    telling: bytes
    shares: bytes
    titles: int
    numbers: int
    sounds: array[int]
    strange: bool

    def weights(self, *, title: bool = False, sure: bool = False) -> dict[int, float]:
        """Return what each name tells, those of the *title* alone if so asked, or those that are *sure*."""
        most = self.titles if title else len(self.keys)
        return {
            key: (half & HALVES) / 2
            for key, half in zip(self.keys[:most], self.telling, strict=False)
            if not (sure and half & UNSURE)
        }

    def rare(self, counts: Sequence[int], articles: int, *, roughly: bool = False) -> dict[int, float]:
        """Return what each name that is sure tells, the less the more of a window's *articles* bear it.

        *counts* says in a name's cell how many do. A name that one in `FEW` bears, or fewer, tells in full.
        *Roughly*, names are known by their sounds, and what may be one without capitals is.
        """
        found: dict[int, float] = {}
        for key, half, share in self._roughly() if roughly else self._exactly():
            others = max(0, counts[key % len(counts)] - 2)  # beside the two that are compared
            known = RAREST * 2 ** (share / STEPS)
            tells_now = half / 2 * min(1.0, rarity(known, having=others, articles=articles) / _FULLY)
            found[key] = max(tells_now, found.get(key, 0.0))
        return found

    def _exactly(self) -> Iterator[tuple[int, int, int]]:
        """Yield each name that is sure: its key, what it tells, how common it is."""
        for key, half, share in zip(self.keys, self.telling, self.shares, strict=True):
            if not half & (UNSURE | DAY):
                yield key, half, share

    def _roughly(self, most: int | None = None) -> Iterator[tuple[int, int, int]]:
        """Yield the same by the sounds of names, numbers and countries as they are; of the *most* first."""
        of_all = zip(self.keys, self.telling, self.shares, self.sounds, strict=True)
        for key, half, share, heard in islice(of_all, most):
            if heard and (half & HEARD or not half & UNSURE):
                yield heard, heard & HALVES, share
            elif not heard and not half & (UNSURE | DAY):
                yield key, half, share

    def marks(self) -> set[int]:
        """Return the names under which an article is found, no countries: its title's, and a few of all.

        Those are the least of their hashes: articles that share many names share one of these (min-hash;
        Broder, Compression and Complexity of Sequences, 1997).
        """
        telling = [half & HALVES > 2 * COUNTRY for half in self.telling]
        title = [key for key, tells in zip(self.keys[: self.titles], telling, strict=False) if tells]
        sure = [
            key
            for key, half in zip(self.keys, self.telling, strict=True)
            if half & HALVES > 2 * COUNTRY and not half & UNSURE
        ]
        return {*title, *sorted(sure)[:SKETCH]}

    def marks_abroad(self) -> set[int]:
        """Return under what an article is found from other scripts: all, of one that is strange itself.

        Of the others their titles', and a few of all, as `marks`.
        """
        if self.strange:
            return {key for key, _, _ in self._roughly()}
        sounds = {key for key, half, _ in self._roughly() if half > 2 * COUNTRY}
        return {key for key, _, _ in self._roughly(self.titles)}.union(sorted(sounds)[:SKETCH])

    def counted(self) -> set[int]:
        """Return every key under which a window counts how many articles bear a name."""
        return {*self.keys, *filter(None, self.sounds)}


def sound_key(heard: str) -> int:
    """Return the key of a sound, its last three bits what it tells, in halves; 0 for one too short."""
    if len(heard) < SHORTEST_SOUND:
        return 0
    return crc32(f"{SOUND}{heard}".encode()) & ~HALVES | (min(len(heard), LONGEST_SOUND) - SHORTEST_SOUND + 1)


def tells(name: str) -> float:
    """Return what a name tells of an event, as it is written for all languages."""
    if name[0] in {"@", DATE}:
        return COUNTRY
    if name[0] == "~":
        return LONG_NAME if len(name) > LONG else NAME
    if name[0] == SOUND:
        return (sound_key(name[1:]) & HALVES) / 2
    return LONG_NUMBER if len(name) >= DIGITS else NUMBER
