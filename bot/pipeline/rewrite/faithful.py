"""Does a rewritten sentence say only what the sentences that it cites say? Pure, and rather no than yes.

What is asked of *text*: every number stands in a cited sentence with its scale and its hedge ("about
10,000" may not become "10,000"), every run of capitalised words stands there in that order, every
quotation word for word; no negation comes or goes, and nothing becomes surer than it was; no word is new but
small ones. So a rewrite leaves out, and moves what may be moved. Where words are inflected (`tongues`)
they are compared by their stems. In a language whose negations and hedges we don't know, none is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.pipeline.figures.numbers import is_number_word
from bot.pipeline.figures.words import FUNCTION_WORDS
from bot.pipeline.figures.words import words as word_set
from bot.pipeline.rewrite import inflected, roles, sources
from bot.pipeline.rewrite.tongues import TONGUES
from bot.pipeline.summarise.tolls import tolls
from bot.text import Analyser

LANGUAGES: Final = frozenset({"en", *TONGUES})
"""Those in which a sentence may be put into other words, as BCP 47 primary subtags."""

# What a rewrite may add: these say nothing of who, when, why, for or against whom.
_ADDED: Final = word_set("""
    a an the this that these those which who whose it its he she they his her their and of in on at to as
    is are was were be been being has have had having said says say told tells according mr mrs ms
""")

_HEDGES: Final = word_set("""
    about around almost nearly roughly approximately some estimated least most than over under above
    below up many much few exactly only possibly allegedly reportedly
""")
_NEGATIONS: Final = word_set("""
    no not never none nobody nothing neither nor without denies denied deny refuses refused rejects
    rejected fails failed cannot
""")
_UNCERTAIN: Final = word_set("""
    may might can could would should must will shall if unless until whether likely unlikely expected expects
    plan plans planned planning intends intended aims aimed hopes hoped wants wanted seeks sought tries tried
    attempts attempted attempting considers considered considering proposes proposed threatens threatened
    threatening promised promises vowed vows pledged pledges agreed agrees prepared ready set due
    accused accuses accusing accusation alleged alleges alleging claimed claims claiming suspected suspects
    charged blamed blames believed believes thought denies denied refused reportedly allegedly possibly
    probably perhaps potential potentially
""")
_HEDGE_REACH: Final = 3  # words before a number among which its hedge stands ("as many as 80")
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
    if found_quotation := sources.invented(text, cited):
        return found_quotation
    words = _terms(text)
    theirs = [_terms(one) for one in cited]
    if not words or not theirs:
        return "nothing is said or nothing is cited"
    tongue = (language or "").partition("-")[0]
    if tongue in TONGUES:
        reading = inflected.Reading(TONGUES[tongue], tongue, analyser)
        return (
            inflected.fault(words, theirs, reading)
            or sources.surer(text, cited, TONGUES[tongue].uncertain)
            or _toll(text, cited, tongue)
            or sources.fault(text, cited, lambda part: reading.content(_terms(part)))
        )
    if tongue != "en":
        return None if any(_spaced(text) == _spaced(one) for one in cited) else f"a language: {language}"
    reads = _english(analyser)
    small = frozenset(map(reads.key, _ADDED))
    return (
        _number(words, theirs)
        or _name(words, theirs)
        or _negation(words, theirs)
        or _new_words(text, cited, analyser)
        or roles.fault(words, theirs, reads)
        or sources.surer(text, cited, _UNCERTAIN)
        or _toll(text, cited, tongue)
        or sources.fault(
            text, cited, lambda part: {reads.key(one) for one in _terms(part) if one[0].isalnum()} - small
        )
    )


def _english(analyser: Analyser) -> roles.Words:
    """Return how the roles of an English sentence are read."""

    def key(term: str) -> str:
        return " ".join(one.stem for one in analyser.lexemes(term, "en")) or term.casefold()

    small = frozenset(map(key, FUNCTION_WORDS))
    return roles.Words("en", key, _is_number, small, frozenset(map(key, roles.SPEECH["en"])))


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


def _toll(text: str, cited: Sequence[str], language: str) -> str | None:
    """Return how many *text* says were killed, hurt or taken ill, where no cited sentence does."""
    theirs = [tolls(one, language) for one in cited]
    made_up = tolls(text, language) - frozenset().union(*theirs)
    return next((f"a toll: {one.people} {one.kind}" for one in made_up), None)


def _new_words(text: str, cited: Sequence[str], analyser: Analyser) -> str | None:
    """Return the words that no cited sentence has, small ones aside."""
    known = {one.stem for sentence in cited for one in analyser.analyse(_in_full(sentence), "en").lexemes}
    asked = analyser.analyse(_in_full(text), "en").lexemes
    new = [one.exact for one in asked if one.surface not in _ADDED and one.stem not in known]
    return "new words: " + ", ".join(new) if new else None


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
