"""What single words show of the sentence that holds them: which rules of `quotable` may find something in it.

Most sentences are sound, and most words stand in sound sentences only. So each word is looked at once and
remembered; of the rules that read a whole sentence, those that none of its words calls for are passed over.
A clue says "perhaps": a sentence is judged alike with its own clues and with `ALL`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

from bot.pipeline.summarise.captions import may_tell_picture
from bot.pipeline.summarise.phrases import CALLS, MARKS
from bot.pipeline.summarise.tolls import counts, harms

# Of words only: what tells a title, and by which neighbours words are seen to be lost. What is frequent is
# below 256: such letters are kept ready by Python.
_ARTICLE, _PREPOSITION, _VERB, _OTHER = 1, 2, 3, 4
_SMALL = 8

SOMEONE: Final = 16  # a pronoun of a third person in English
CAPITALS: Final = 32  # more than half of a word
DIGITS: Final = 64
PAIRED: Final = 128  # a quotation mark or a bracket
CALL: Final = 256  # a phrase of `CALLS`, or nobody's comment
MARK: Final = 512  # one of `MARKS`
SPEAKS: Final = 1024  # "you", "we", "I" in English
GAP: Final = 2048  # what may stand beside lost words: white space, an empty bracket, commas
LOST: Final = 4096  # English words that do not go together: "for the of", "the."
PICTURE: Final = 8192
HARM: Final = 16384  # somebody killed, hurt or ill
COUNT: Final = 32768  # a number as a word
# Of sentences only: with them a word's letter would take four bytes.
TITLED: Final = 65536  # few longer words in small letters
FEW: Final = 131072  # words
ALL: Final = 262143
ENGLISH: Final = SPEAKS | SOMEONE  # known of English words alone

_FUNCTIONS = (
    dict.fromkeys(("the", "a", "an"), _ARTICLE)
    | dict.fromkeys(("for", "by", "from", "with", "at", "of"), _PREPOSITION)
    | dict.fromkeys(("was", "were", "is", "has", "had", "said"), _VERB)
    | dict.fromkeys(("to", "and", "on", "in"), _OTHER)
)
_ENDS = re.compile(r"\b(?:the|an?|for|by|from|with|at|of)$|\b(?:the|an|of)[.,;:]$|(?:^|[^\w.'’&/-])[b-hj-z]$")
_BEGINS = re.compile(r"(?:the|to|and|an?|o[fn]|was|were|with|i[sn]|ha[sd]|for|from|by|said)\b")
_LOST_BETWEEN = re.compile(
    f"{chr(_ARTICLE)}[{chr(_ARTICLE)}{chr(_PREPOSITION)}{chr(_VERB)}{chr(_OTHER)}]"
    f"|{chr(_PREPOSITION)}{chr(_VERB)}"
)

FEWEST_WORDS: Final = 5  # of a whole sentence
LONGER: Final = 4  # characters; what a title writes small is shorter
MOST_SMALL: Final = 5  # a title has less than one small word in so many of its longer ones

_PATTERNS: Final = {
    CALL: re.compile(r"comment|respond", re.IGNORECASE),
    SPEAKS: re.compile(r"\b(?:[yY]ou(?:rs?|rself)?|[wW]e|[oO]urs?|[mM]y|us|I)\b"),
    SOMEONE: re.compile(
        r"\b(?:he|him|his|hers?|she|they|them|their)\b|^(?:he|she|they|it|i|we)\b", re.IGNORECASE
    ),
    PAIRED: re.compile("[\"„“”«»()\\[\\]「」『』（）]|``|''"),
    GAP: re.compile("[(\\[“\ufffd]|,,|^[,.]"),
}


def of_word(word: str) -> str:
    """Return the clues of one *word*, which stands between white space with the marks around it, as a letter.

    Its code is their sum; it may be none that anything else writes.
    """
    if word in _FUNCTIONS:
        return chr(_FUNCTIONS[word])
    clues = sum(clue for clue, pattern in _PATTERNS.items() if pattern.search(word) is not None)
    if CALLS.may_show_in(word.lower()):
        clues |= CALL
    if MARKS.may_show_in(word.lower()):
        clues |= MARK
    if _ENDS.search(word) or _BEGINS.match(word):
        clues |= LOST
    if 2 * sum(map(str.isupper, word)) > len(word):
        clues |= CAPITALS
    if any(map(str.isnumeric, word)):
        clues |= DIGITS
    if may_tell_picture(word):
        clues |= PICTURE
    if harms(word):
        clues |= HARM
    if counts(word):
        clues |= COUNT
    return chr(clues | (_SMALL if len(word) >= LONGER and word[0].islower() else 0))


def tell_toll(clues: int) -> bool:
    """Say whether a sentence with these *clues* may say how many were killed, hurt or taken ill."""
    return clues & HARM != 0 and clues & (DIGITS | COUNT) != 0


def of_sentence(sentence: str, words: Sequence[str], clues: str) -> int:
    """Return the clues of a *sentence*, from its *words* and what `of_word` says of each."""
    found = reduce(or_, map(ord, set(clues)), 0)
    if " ".join(words) != sentence:
        found |= GAP
    if _LOST_BETWEEN.search(clues) is not None:
        found |= LOST
    if len(words) < FEWEST_WORDS:
        found |= FEW
    return found if clues.count(chr(_SMALL)) * MOST_SMALL >= len(clues) else found | TITLED
