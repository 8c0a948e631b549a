"""Does a rewritten sentence say only what the sentences that it cites say? Pure, and rather no than yes.

What is asked of *text*: every number stands in a cited sentence with its scale and its hedge ("about
10,000" may not become "10,000"), every run of capitalised words stands there in that order, every
quotation word for word; no negation comes or goes; and few words are new. Where words are inflected
(`tongues`) they are compared by their stems. In a language of which we know neither number words nor hedges,
no word at all may be new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.pipeline.figures.numbers import is_number_word
from bot.pipeline.figures.words import FUNCTION_WORDS
from bot.pipeline.figures.words import words as word_set
from bot.pipeline.rewrite import inflected, roles
from bot.pipeline.rewrite.tongues import TONGUES
from bot.text import Analyser

NEW_WORDS_MOST: Final = 0.25
"""Share of a sentence's words (function words aside) that may be new: a rewrite rewords, it does not add."""

_HEDGES: Final = word_set("""
    about around almost nearly roughly approximately some estimated least most than over under above
    below up many much few exactly only possibly allegedly reportedly
""")
_NEGATIONS: Final = word_set("""
    no not never none nobody nothing neither nor without denies denied deny refuses refused rejects
    rejected fails failed cannot
""")
_HEDGE_REACH: Final = 3  # words before a number among which its hedge stands ("as many as 80")
_QUOTED: Final = re.compile(r"[“\"«„‟「『]([^“”\"«»„‟「」『』]+)[”\"»“」』]")
_ADDRESS: Final = re.compile(
    r"://|\bwww\.|[<>\[\]{}`|]|[@#]\w|\b\w+\.(?:com|org|net|info|ru|io|me)\b", re.IGNORECASE
)
_CONTRACTED: Final = re.compile(r"n[’']t\b", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"[’']s\b|(?<=s)[’'](?=\s)")
_COUNTS: Final = word_set("""
    first second third fourth fifth sixth seventh eighth ninth tenth once twice double doubled triple
    tripled quarter quarters thirds hundredth thousandth percent
""")
_TERM: Final = re.compile(r"\d+(?:[.,:\u202f\u00a0]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*|[%$€£¥₽₩]|[,;:()—–]")


def fault(text: str, cited: Sequence[str], language: str | None, analyser: Analyser) -> str | None:
    """Return what of *text* does not stand in the *cited* sentences, in words; None where all of it does."""
    if found := _ADDRESS.search(text):
        return f"an address or markup: {found[0]}"
    for quotation in _QUOTED.findall(text):
        if not any(_spaced(quotation) in _spaced(one) for one in cited):
            return f"a quotation: {quotation}"
    words = _terms(text)
    theirs = [_terms(one) for one in cited]
    if not words or not theirs:
        return "nothing is said or nothing is cited"
    tongue = (language or "").partition("-")[0]
    if tongue in TONGUES:
        return inflected.fault(words, theirs, inflected.Reading(TONGUES[tongue], tongue, analyser))
    if tongue == "en":
        found_fault = (
            _number(words, theirs)
            or _name(words, theirs)
            or _negation(words, theirs)
            or roles.fault(words, theirs, _english(analyser))
        )
        most = NEW_WORDS_MOST
    else:
        found_fault, most = _moved(text, cited, language, analyser), 0.0
    return found_fault or _new_words(text, cited, language, analyser, most)


def _english(analyser: Analyser) -> roles.Words:
    """Return how the roles of an English sentence are read."""

    def key(term: str) -> str:
        return " ".join(one.stem for one in analyser.lexemes(term, "en")) or term.casefold()

    small = frozenset(map(key, FUNCTION_WORDS))
    return roles.Words("en", key, _is_number, small, frozenset(map(key, roles.SPEECH["en"])))


def _moved(text: str, cited: Sequence[str], language: str | None, analyser: Analyser) -> str | None:
    """Return a word that stands in another order than in every cited sentence, where no grammar is known."""
    said = [one.stem for one in analyser.lexemes(text, language)]
    orders = [[one.stem for one in analyser.lexemes(sentence, language)] for sentence in cited]
    for order in (*orders, [stem for one in orders for stem in one]):
        rest = iter(order)
        if all(stem in rest for stem in said):
            return None
    return "an order of words" if set(said) <= {stem for one in orders for stem in one} else None


def _terms(text: str) -> list[str]:
    """Return words, numbers, signs and commas in order."""
    return _TERM.findall(_in_full(text))


def _in_full(text: str) -> str:
    """Return *text* with `did not` for "didn't" and `Kursk` for "Kursk's"."""
    return _POSSESSIVE.sub("", _CONTRACTED.sub(" not", text))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _is_number(term: str) -> bool:
    word = term.casefold()
    return term[0].isdigit() or term in "%$€£¥₽₩" or word in _COUNTS or is_number_word(word)


def _number(words: list[str], theirs: list[list[str]]) -> str | None:
    """Return a number that no cited sentence has, or has with other hedges."""
    for start, end in _runs(words, _is_number):
        run = [one.casefold() for one in words[start:end]]
        hedges = _hedges(words, start)
        stands = (
            _hedges(sentence, place) == hedges
            for sentence in theirs
            for place in _places([one.casefold() for one in sentence], run)
            if _whole(sentence, place, place + len(run))
        )
        if not any(stands):
            return "a number: " + " ".join(words[max(0, start - _HEDGE_REACH) : end])
    return None


def _whole(sentence: list[str], start: int, end: int) -> bool:
    """Tell whether a run of numbers ends where the sentence's own run ends ("2" is not "2 million")."""
    before = start > 0 and _is_number(sentence[start - 1])
    after = end < len(sentence) and _is_number(sentence[end])
    return not before and not after


def _hedges(words: list[str], start: int) -> frozenset[str]:
    return _HEDGES & {one.casefold() for one in words[max(0, start - _HEDGE_REACH) : start]}


def _name(words: list[str], theirs: list[list[str]]) -> str | None:
    """Return a run of capitalised words that stands in no cited sentence in that order."""
    lower = {one.casefold() for sentence in theirs for one in sentence}
    for begin, end in _runs(words, lambda term: term[0].isupper()):
        start = begin
        if start == 0 and not _stands(words[start:end], theirs):
            # The first word has its capital from its place: it may be any word of theirs, or a small one.
            first = words[0].casefold()
            if first not in lower and first not in FUNCTION_WORDS:
                return f"a name: {words[0]}"
            start = 1
        if start < end and not _stands(words[start:end], theirs):
            return "a name: " + " ".join(words[start:end])
    return None


def _stands(run: list[str], theirs: list[list[str]]) -> bool:
    return any(True for sentence in theirs for _ in _places(sentence, run))


def _negation(words: list[str], theirs: list[list[str]]) -> str | None:
    """Return a negation that came or went."""
    said = _NEGATIONS & {one.casefold() for one in words}
    given = _NEGATIONS & {one.casefold() for sentence in theirs for one in sentence}
    if said != given:
        return "a negation: " + ", ".join(sorted(said ^ given))
    return None


def _new_words(
    text: str, cited: Sequence[str], language: str | None, analyser: Analyser, most: float
) -> str | None:
    """Return the words that no cited sentence has, where they are more than *most* of all."""
    known = {one.stem for sentence in cited for one in analyser.analyse(_in_full(sentence), language).lexemes}
    asked = [
        one
        for one in analyser.analyse(_in_full(text), language).lexemes
        if most == 0 or one.surface not in FUNCTION_WORDS
    ]
    new = [one.exact for one in asked if one.stem not in known]
    return "new words: " + ", ".join(new) if len(new) > most * len(asked) else None


def _runs(words: list[str], belongs: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return the longest runs of words that *belongs* is true of, as places from and to."""
    runs: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if not belongs(word):
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _places(sentence: list[str], run: list[str]) -> list[int]:
    """Return where *run* stands in *sentence*."""
    return [at for at in range(len(sentence) - len(run) + 1) if sentence[at : at + len(run)] == run]
