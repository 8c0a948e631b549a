"""The forms of a text: words with what belongs to them, and the tokens that one gives.

One regular expression in C cuts a text into forms. What a form means (a number, an acronym, words, a run of a
script without spaces) does not depend on the language, nor on what stands around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from bot.text.folding import INVISIBLE, exact, fold, folded

# A longer token is cut (its offsets are not): no word is longer, PostgreSQL refuses lexemes of 2,046 bytes.
LONGEST_TOKEN = 128  # characters

# Scripts that write no spaces between words: Thai, Lao, Myanmar, Khmer; kana, Han (with iteration marks).
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1780-\u17d3"
    "\u3005-\u3007\u3041-\u3096\u3099-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd"
)

_APOSTROPHE = "'’ʼ‘＇"


class Part(NamedTuple):
    """A word of a form, or a run without spaces, with its tokens.

    `written` and `shown` spell it, folded and exactly, so that it gives the same tokens again; a token is
    (folded, exact, start, end), the offsets being characters within the form.
    """

    written: str
    shown: str
    unspaced: bool
    tokens: list[tuple[str, str, int, int]]


def whole(form: str) -> tuple[str, str, int] | None:
    """Return (folded, exact, end) of a form that is one plain word, as nearly all are; else None.

    A short cut: where it answers, it says what the tokens of `cut` say. *end* leaves out a possessive.
    """
    word = form
    if form[-1] in "sS" and form[-2:-1] in _APOSTROPHE:
        word = form[:-2]
    if not word.isalnum():
        return None
    if word.isascii():
        return word.lower()[:LONGEST_TOKEN], word[:LONGEST_TOKEN], len(word)
    if _odd().search(word) or not unicodedata.is_normalized("NFKC", word):
        return None
    surface = folded(word)
    return (surface[:LONGEST_TOKEN], word[:LONGEST_TOKEN], len(word)) if surface else None


def cut(form: str) -> list[Part]:
    """Cut a form into its parts."""
    if form[0].isdigit() and _grouped().fullmatch(form):
        return [_word(re.sub(r"\D", "", form), 0, len(form))]
    if acronym := _acronym().fullmatch(form):
        letters = exact(acronym[1].replace(".", ""))
        if letters.isalpha() and not is_unspaced(letters):
            return [_word(letters, 0, acronym.end(1))]
    word = _possessive().sub("", form)
    return list(chain.from_iterable(map(_cut_piece, _pieces().finditer(word))))


def _word(word: str, start: int, end: int) -> Part:
    surface, shown = fold(word)[:LONGEST_TOKEN], exact(word)[:LONGEST_TOKEN]
    return Part(surface, shown, unspaced=False, tokens=[(surface, shown, start, end)])


def _cut_piece(piece: re.Match[str]) -> Iterator[Part]:
    word = piece[0]
    start, end = piece.span()
    shown = exact(word)
    if is_unspaced(word):
        if run := _run(word, start):
            yield run
    elif shown != word:
        # One character may stand for several words, as the ligatures of Arabic phrases do.
        for part in chain.from_iterable(map(cut, forms(shown))):
            yield part._replace(tokens=[(surface, form, start, end) for surface, form, _, _ in part.tokens])
    elif fold(word):
        yield _word(word, start, end)


def is_unspaced(word: str) -> bool:
    """Whether *word* is written in a script without spaces between words, and so matched by bigrams."""
    return not word.isascii() and _unspaced().match(word) is not None


def forms(text: str) -> list[str]:
    """Return the forms of *text*: words with what belongs to them, before they are looked up."""
    return _form().findall(text)


def each_form(text: str) -> Iterator[re.Match[str]]:
    """Yield the `forms` of *text* as matches, which know where they stand."""
    return _form().finditer(text)


def word_characters() -> str:
    """Return what a word is made of, as the inside of a character class of `re`; `_` is among it."""
    return rf"\w{_marks()}"


def _run(run: str, at: int) -> Part | None:
    """Return a run without spaces as the overlapping pairs of its letters, and its last letter alone.

    With the last one each letter begins a token, so that a single letter is found as a prefix. Marks
    stay with their letter.
    """
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for found in _letters().finditer(run):
        for character in fold(found[0]):
            folded.append(character)
            places.append((at + found.start(), at + found.end()))
    # Folding may give a mark of its own (Thai sara am): what is a letter is asked of the folded run. One
    # that comes first has no letter to stand on and is left out.
    letters = [
        (found[0], places[found.start()][0], places[found.end() - 1][1])
        for found in _letters().finditer("".join(folded))
        if not found["marks"]
    ]
    if not letters:
        return None
    tokens = [(one + two, one + two, start, end) for (one, start, _), (two, _, end) in pairwise(letters)]
    last, start, end = letters[-1]
    tokens.append((last, last, start, end))
    written = "".join(letter for letter, _, _ in letters)
    return Part(written, written, unspaced=True, tokens=tokens)


@cache
def _marks() -> str:
    """Return the combining marks and invisible characters that stand within words, for a character class.

    Of the basic plane only: `re` searches a class in constant time as long as it has no others.
    """
    marks = "".join(chr(c) for c in range(0x300, 0xFFFF) if unicodedata.category(chr(c)) in {"Mn", "Mc"})
    return marks + INVISIBLE + "\uff9e\uff9f"  # the voicing marks of half-width kana


# 10,000 and 10 000 and 10.000 and 10'000, with one separator throughout; but 0.125 is a fraction.
_GROUP = r"\d\d{0,2}(?:(?:,\d{3})+|(?:['’]\d{3})+|(?:[ \u00a0\u2009\u202f]\d{3})+|(?<!\b0)(?:\.\d{3})+)"


@cache
def _form() -> re.Pattern[str]:
    r"""Return the pattern of a form: a grouped number, an acronym, or a word with its apostrophes.

    `\w` takes digits and the letters of all scripts. Each branch fails at its second character where it
    does not apply and nothing is nested, so that the time is linear in the text.
    """
    word = rf"[\w{_marks()}]"
    # Each branch names its first character first (then looks back over it): `re` tells by it at once whether
    # the branch applies at all. And most words have no marks, so that `\w+` takes them whole.
    group = _GROUP.removeprefix(r"\d")
    return re.compile(
        rf"\d(?<!\w\d){group}(?!{word})"
        rf"|[^\W\d_](?=\.)(?<!\w.)(?:\.[^\W\d_](?!{word}))+\.?(?:['’][sS](?!{word}))?"
        rf"|\w++{word}*+(?:[{_APOSTROPHE}]\w++{word}*+)*+"
    )


@cache
def _grouped() -> re.Pattern[str]:
    return re.compile(_GROUP)


@cache
def _acronym() -> re.Pattern[str]:
    return re.compile(r"([^\W\d_](?:\.[^\W\d_])+\.?)(?:['’][sS])?")


@cache
def _possessive() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w)[{_APOSTROPHE}][sS]\Z")


@cache
def _pieces() -> re.Pattern[str]:
    """Return the pattern of what is cut out of a form: a run without spaces between words, or a word.

    An apostrophe parts words ("l'armée", "O'Brien"), save in Cyrillic, where it is a letter's sign.
    """
    letter = rf"(?![_{_APOSTROPHE}{_UNSPACED}])[\w{_marks()}]"
    cyrillic = "[\u0400-\u052f]"
    return re.compile(
        rf"(?![{_marks()}])(?:[{_UNSPACED}][{_UNSPACED}{_marks()}]*"
        rf"|{letter}(?:{letter}|(?<={cyrillic})[{_APOSTROPHE}](?={cyrillic}))*)"
    )


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def plain_run() -> re.Pattern[str]:
    """Return the pattern of a run of Chinese or Japanese in which each character is a letter, and folded."""
    return re.compile("[\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff]+")


@cache
def _odd() -> re.Pattern[str]:
    """Return the pattern of letters that are not simply a part of their word."""
    return re.compile(f"[{_UNSPACED}{_APOSTROPHE}\u0640]")  # tatweel only stretches a word


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(rf"[^{_marks()}][{_marks()}]*|(?P<marks>[{_marks()}]+)")
