"""Read an article into weighted terms: words, pairs of words, names and numbers of its title and lead.

Weights are whole numbers and know nothing of other articles, so that sums of them are exact in any
order: what was added can be taken out again, and a window rebuilt from rows is the window that was.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from bot.pipeline.cluster.document import Document
from bot.pipeline.headlines import EMPTY, NUMBER_WORDS, bare_title, in_title_case, words_of
from bot.text import Analyser, Lexeme

LEAD = 250  # words of the text; what an article is about stands in them. Chosen as the weights of `score`
LEAD_CHARACTERS = 2_500  # enough for as many words, so that a long text costs no more
TITLE = 3.0  # how often a word of the title counts
NAME = 1.3  # how much more a name or a number weighs
MOST_TERMS = 60  # of an article: the heaviest
UNIT = 255  # what a vector of length 1 is scaled to

# Function words of English beside those that `headlines` leaves out. What is missing here, and other
# languages' words, weigh little as soon as they have been met.
_FUNCTION_WORDS = words_of("""
    he she they i we you which when where but after before more also can could one there out up if no so
    all our my me him them do did does just new not
""")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one article: `keys[i]` weighs `weights[i]`; the first `names` are names and numbers.

    A key is the CRC-32 of the term. `indexed` of the words, the heaviest, make candidates.
    """

    keys: array[int]
    weights: bytes
    names: int
    indexed: array[int]

    def items(self) -> Iterator[tuple[int, int]]:
        """Yield each term's key and weight."""
        return zip(self.keys, self.weights, strict=True)


INDEXED = 24  # words of an article under which it is found


def read_terms(document: Document, analyser: Analyser) -> Terms:
    """Return the terms of a document, the heaviest."""
    weighed, names = weigh(document, analyser)
    chosen = sorted(weighed.items(), key=lambda term: (-term[1], term[0]))[:MOST_TERMS]
    length = math.sqrt(sum(weight * weight for _, weight in chosen)) or 1.0
    ordered = sorted(chosen, key=lambda term: term[0] not in names)
    words = [term for term, _ in chosen if " " not in term][:INDEXED]
    return Terms(
        array("I", [crc32(term.encode()) for term, _ in ordered]),
        bytes(max(1, round(UNIT * weight / length)) for _, weight in ordered),
        sum(term in names for term, _ in chosen),
        array("I", [crc32(word.encode()) for word in words]),
    )


def wording(document: Document) -> int:
    """Return a hash of a document's lead without its headline; 0 where there is none."""
    lead = _lead(document, document.title).strip(" .\n")
    return crc32(lead.encode()) if lead else 0


def _lead(document: Document, title: str) -> str:
    """Return the first characters of the text, without the title where it begins with that."""
    return document.text[: LEAD_CHARACTERS + len(title)].removeprefix(document.title).removeprefix(title)


def weigh(document: Document, analyser: Analyser) -> tuple[dict[str, float], set[str]]:
    """Return the weight of every term of a document, and which of them are names or numbers.

    A pair of words is written with a space between. A word is a name where it mostly has a capital;
    in a title whose words all have one, that is half a sign.
    """
    title = bare_title(document.title, document.outlet, document.url)
    text = _lead(document, title)
    counts: defaultdict[str, float] = defaultdict(float)
    met: Counter[str] = Counter()
    capitals: defaultdict[str, float] = defaultdict(float)
    shouted = 0.5 if in_title_case(title) else 1.0
    for part, times, sign, most in ((title, TITLE, shouted, None), (text, 1.0, 1.0, LEAD)):
        lexemes = analyser.analyse(part, document.language).lexemes[:most]
        before = ""
        for word, capital in _words(lexemes):
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


def _words(lexemes: Iterable[Lexeme]) -> Iterator[tuple[str, bool]]:
    """Yield each word's stem and whether it has a capital; an empty one for a word that tells nothing."""
    for lexeme in lexemes:
        surface = NUMBER_WORDS.get(lexeme.surface, lexeme.surface)
        if surface in EMPTY or surface in _FUNCTION_WORDS:
            yield "", False
        elif surface[0].isdigit():
            yield surface, False
        else:
            yield lexeme.stem, lexeme.exact[:1].isupper()
