"""Read an article into weighted terms: words, pairs of words, names and numbers of its title and lead.

Weights are whole numbers and know nothing of other articles, so that sums of them are exact in any
order: what was added can be taken out again, and a window rebuilt from rows is the window that was.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from bot.pipeline.cluster.background import RAREST, rarity, root
from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.headlines import EMPTY, NUMBER_WORDS, bare_title, in_title_case, words_of
from bot.text import Analyser, Lexeme

LEAD = 400  # words of the text; what an article is about stands in them. Chosen as the weights of `score`
LEAD_CHARACTERS = 2_500  # enough for as many words, so that a long text costs no more
TITLE = 4.0  # how often a word of the title counts
NAME = 2.0  # how much more a name or a number weighs
MOST_TERMS = 60  # of an article: the heaviest
INDEXED = 24  # words of an article under which it is found
UNIT = 8_000  # what a vector of length 1 is scaled to; a weight fits 16 bits
SENTENCES = 12  # of the lead that are recognised where they come again
SENTENCE = 25  # characters of a sentence, at least, to be recognised

# Function words of English beside those that `headlines` leaves out; other languages' words are known to
# be common by their frequency.
_FUNCTION_WORDS = words_of("""
    he she they i we you which when where but after before more also can could one there out up if no so
    all our my me him them do did does just new not
""")

# Chinese and Japanese are cut into pairs of letters: a letter alone is the last of its run, and in a pair
# already; hiragana writes particles and endings. Neither tells anything.
_ALONE_OR_HIRAGANA = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]|.?[\u3041-\u309f].?")
_FIRST_OF_EASTERN = "\u3005"

# What may stand between words read as one: "North Korean", "Jong-un"; in Chinese nothing. No new line.
_BETWEEN = re.compile(r"[^\S\r\n]*|[-‐‑'’]")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one article: `keys[i]` weighs `weights[i]`; times its rarity a vector of length `UNIT`.

    A key is the CRC-32 of the term. The first `words` keys are words, the heaviest first, the rest pairs of
    words.
    """

    keys: array[int]
    weights: array[int]
    words: int

    @property
    def indexed(self) -> array[int]:
        """The words that make candidates: the heaviest."""
        return self.keys[: min(self.words, INDEXED)]

    def items(self) -> Iterator[tuple[int, int]]:
        """Yield each term's key and weight."""
        return zip(self.keys, self.weights, strict=True)


def read_terms(
    document: Document, analyser: Analyser, shares: Mapping[int, float], *, stock: Collection[int] = ()
) -> Terms:
    """Return the terms of a document, the heaviest by weight and by how rare *shares* says they are.

    Sentences whose hash is in *stock* are left out.
    """
    weighed, _ = weigh(document, analyser, stock=stock)
    terms = []
    for term, weight in weighed.items():
        key = crc32(term.encode())
        terms.append((weight * rarity(shares.get(key, RAREST)), key, weight, term))
    terms.sort()
    chosen = terms[-MOST_TERMS:]
    length = math.sqrt(math.fsum(worth * worth for worth, _, _, _ in chosen)) or 1.0
    words = [one for one in reversed(chosen) if " " not in one[3]]
    ordered = words + [one for one in chosen if " " in one[3]]
    return Terms(
        array("I", [key for _, key, _, _ in ordered]),
        array("H", [_scaled(weight / length) for _, _, weight, _ in ordered]),
        len(words),
    )


def _scaled(weight: float) -> int:
    return min(65_535, max(1, round(UNIT * weight)))


def sentences(document: Document) -> list[tuple[int, str]]:
    """Return the first sentences of a document's lead, its headline left out, each with its hash."""
    found = _sentence().findall(_lead(document, document.title))
    return [(_hash(one), one) for one in found if len(one) >= SENTENCE][:SENTENCES]


def _hash(sentence: str) -> int:
    return crc32(sentence.strip().encode())


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+(?!\s|$)[^.!?。！？\n]+)*[.!?。！？]*")


def _lead(document: Document, title: str) -> str:
    """Return the first characters of the text, without the title where it begins with that."""
    return document.text[: LEAD_CHARACTERS + len(title)].removeprefix(document.title).removeprefix(title)


def weigh(
    document: Document, analyser: Analyser, *, stock: Collection[int] = (), whole: bool = False
) -> tuple[dict[str, float], set[str]]:
    """Return the weight of every term of a document, and which of them are names or numbers.

    Words are known by their roots, or by their *whole* stems. A pair of them is written with a space between.
    A word is a name where it mostly has a capital; in a title whose words all have one, that is half a sign.
    """
    title = bare_title(document.title, document.outlet, document.url)
    text = _lead(document, title)
    if stock:
        text = _sentence().sub(lambda found: "\n" if _hash(found[0]) in stock else found[0], text)
    counts: defaultdict[str, float] = defaultdict(float)
    met: Counter[str] = Counter()
    capitals: defaultdict[str, float] = defaultdict(float)
    shouted = 0.5 if in_title_case(title) else 1.0
    for part, times, sign, most in ((title, TITLE, shouted, None), (text, 1.0, 1.0, LEAD)):
        lexemes = analyser.analyse(part, document.language).lexemes[:most]
        before = ""
        for word, capital in _words(lexemes, whole=whole):
            if word:
                met[word] += 1
                capitals[word] += sign * capital
                counts[word] += times
                if before:
                    counts[f"{before} {word}"] += times
            before = word
    names = {word for word, times in met.items() if word[0].isdigit() or capitals[word] * 2 >= times}
    return {
        term: (1 + math.log(count)) * (NAME if term in names else 1) for term, count in counts.items()
    }, names


def worths(document: Document, analyser: Analyser, shares: Mapping[int, float]) -> dict[str, float]:
    """Return what every term of a document is worth before any window: its weight times how rare it is.

    Words are known by their whole stems, as in `as_written`: what articles are said to share, both say.
    """
    weighed, _ = weigh(document, analyser, whole=True)
    return {
        term: weight * rarity(shares.get(crc32(term.encode()), RAREST)) for term, weight in weighed.items()
    }


def as_written(document: Document, analyser: Analyser) -> dict[str, str]:
    """Return each term of a document as it is first written there, character for character.

    Two words that only stand together across a comma, a line or a sentence are not written anywhere.
    """
    title = bare_title(document.title, document.outlet, document.url)
    found: dict[str, str] = {}
    for part, most in ((title, None), (_lead(document, title), LEAD)):
        tokens = analyser.analyse(part, document.language)
        lexemes = tokens.lexemes[:most]
        before, start, end = "", 0, 0
        for at, (word, _) in enumerate(_words(lexemes, whole=True)):
            first, last = tokens.span(at)
            if word:
                found.setdefault(word, part[first:last])
                if before and _BETWEEN.fullmatch(part[end:first]):
                    found.setdefault(f"{before} {word}", part[start:last])
            before, start, end = word, first, last
    return found


def _is_loose(surface: str) -> bool:
    return surface >= _FIRST_OF_EASTERN and _ALONE_OR_HIRAGANA.fullmatch(surface) is not None


def _words(lexemes: Iterable[Lexeme], *, whole: bool) -> Iterator[tuple[str, bool]]:
    """Yield each word's root, or *whole* stem, and if it has a capital; "" for a word that tells nothing."""
    for lexeme in lexemes:
        surface = NUMBER_WORDS.get(lexeme.surface, lexeme.surface)
        if surface in EMPTY or surface in _FUNCTION_WORDS or _is_loose(surface):
            yield "", False
        elif surface[0].isdigit():
            yield surface, False
        else:
            yield lexeme.stem if whole else root(lexeme.stem), lexeme.exact[:1].isupper()
