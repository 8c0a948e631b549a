"""Whole sentences of a text, with exact offsets.

Rules, no model: a candidate stop is found by one regular expression, and the few characters around
it decide. Every look around is bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.abbreviations import (
    AFTER_HOURS,
    BEFORE_NUMBERS,
    HOURS,
    MAYBE_LAST,
    ORDINAL_STOP,
    STARTERS,
    TITLES,
)

_CLOSERS = "\"'”’“»›)\\]}」』）】〉》〕"
_WIDE_STOPS = "。！？｡．"  # no space follows
_SURE_STOPS = "؟۔।॥።։។။᙮"  # Arabic, Urdu, Devanagari, Ethiopic, Armenian, Khmer, Burmese
_LOOK_BACK = 24  # characters; the longest abbreviation is far shorter
_LOOK_AHEAD = 40  # characters; enough for openers and the next word
_WRAPPED_LINE = 40  # characters; a shorter line that ends without a stop is a heading, not a wrapped line

_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_MARK = re.compile(f"[.!?…‼⁇⁈⁉{_SURE_STOPS}{_WIDE_STOPS}]")  # where there may be a stop: found in C
_STOP = re.compile(
    rf"(?P<wide>[{_WIDE_STOPS}][{_WIDE_STOPS}!?…]*)(?P<wide_close>[{_CLOSERS}]*)"
    rf"|(?P<plain>(?:\.(?:[ \u00a0]\.){{2,3}}|[.!?…‼⁇⁈⁉{_SURE_STOPS}])[.!?…{_SURE_STOPS}]*)"
    rf"(?:[ \u00a0\u202f]?»|[{_CLOSERS}]|\[\d{{1,3}}\])*(?=\s|$)"
    r"|(?<=[^\W\d_]{3})(?P<glued>\.)(?=[^\W\d_]{2})"
)
_WORD_BEFORE = re.compile(r"[^\s\"“”‘«»()\[\],;:/—–]+$")
_NEXT = re.compile(r"[\s\"'“”‘’„«‹(\[¿¡–—-]*(?P<word>[^\s\"“”’»,;:.!?)\]]*)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")  # U.S, D.C, Ph.D is listed
_DASH = re.compile(r"\s[-–—]{1,2}\s")
_DATELINE = 40  # characters; before a dash so few are no sentence: "CAPE CANAVERAL, Fla. — A rocket"
_INITIAL = re.compile(r"\s+[^\W\d_]\.")  # another initial follows: "J. A. Smith"
_LETTER = 3  # characters of "u. "
_AFTER_LETTER = re.compile(r"(?<![^\s(])[^\W\d_]\.\s\Z")  # "u. a.": what stands before the "a"
_ABBREVIATIONS = TITLES | BEFORE_NUMBERS | MAYBE_LAST | HOURS
_WIDE_QUOTES = {"「": 1, "『": 1, "“": 1, "」": -1, "』": -1, "”": -1}


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Return the sentences of *text* as (start, end), in order, without the white space around them.

    The end takes in the stop and the quotes and brackets that close after it. A line break ends a
    sentence, unless it only wraps one (a long line without a stop, and a small letter after it).
    A line without a stop (a heading, a caption) is a span of its own; who quotes must look at that.
    *language* is a BCP 47 primary subtag; it is needed only where languages disagree (ordinals
    written "24.", the Greek question mark).
    """
    return list(each_sentence(text, language))


def each_sentence(text: str, language: str | None = None) -> Iterator[tuple[int, int]]:
    """Yield what `sentences` returns, paragraph by paragraph: who stops early pays for no more."""
    for start, end in _paragraphs(text):
        for begun, until in _parts(text, start, end, language):
            part = text[begun:until].lstrip()
            if part and language == "el":
                yield from _split_greek(text, (until - len(part), until - len(part) + len(part.rstrip())))
            elif part:
                yield until - len(part), until - len(part) + len(part.rstrip())


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of *text* as spans, wrapped lines joined."""
    above: tuple[int, int] | None = None
    for line in _PARAGRAPH.finditer(text):
        start, end = line.span()
        if above is not None and _wraps(text, above, start):
            above = above[0], end
            continue
        if above is not None:
            yield above
        above = start, end
    if above is not None:
        yield above


def _wraps(text: str, above: tuple[int, int], start: int) -> bool:
    """Say whether the line at *start* goes on with the sentence of the line *above*."""
    if not text[start].islower() or text[above[1] : start] not in {"\n", "\r\n"}:
        return False
    tail = text[max(above[0], above[1] - _LOOK_BACK) : above[1]].rstrip()
    return above[1] - above[0] >= _WRAPPED_LINE and bool(tail) and (tail[-1].isalnum() or tail[-1] in ",-–—")


def _parts(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """Yield the spans between the stops of one paragraph, which may be white space."""
    begun = start
    quoted = None  # looked for when the first wide stop asks
    at = start
    while mark := _MARK.search(text, at, end):
        at = mark.end()
        if _plainly_ends(text, begun, at):
            yield begun, at
            begun = at
            continue
        stop = _STOP.match(text, mark.start(), end)
        if stop is None:
            continue
        at = stop.end()
        kind = stop.lastgroup
        if kind == "plain":
            ends = _ends(text, begun, stop, end, language)
        elif kind == "glued":
            ends = _parts_glued(text, stop)
        else:
            quoted = _open_wide_quotes(text, start, end) if quoted is None else quoted
            ends = stop.start() not in quoted and _ends_wide(text, stop, end)
        if ends:
            yield begun, at
            begun = at
    yield begun, end


def _bare(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the white space around it; None where it is empty."""
    part = text[start:end].lstrip()
    if not part:
        return None
    start = end - len(part)
    return start, start + len(part.rstrip())


def _open_wide_quotes(text: str, start: int, end: int) -> set[int]:
    """Return the offsets of wide stops that stand inside a quotation: 「行く。来る。」と述べた。."""
    inside: set[int] = set()
    held: list[int] = []
    depth = 0
    for at in range(start, end):
        char = text[at]
        if char in _WIDE_QUOTES:
            depth = max(0, depth + _WIDE_QUOTES[char])
            if depth == 0:
                inside.update(held)
                held.clear()
        elif depth and char in _WIDE_STOPS:
            held.append(at)
    return inside  # a quotation that never closes holds nothing back


def _ends_wide(text: str, stop: re.Match[str], end: int) -> bool:
    """Say whether a Chinese or Japanese stop ends its sentence.

    After a closing quote the speaker may follow without a space ("。」と述べた。"): that goes on. So does
    "０．２５％".
    """
    if stop[0] == "．" and text[stop.start() - 1 : stop.start() + 2 : 2].isdigit():
        return False
    if not stop["wide_close"] or stop.end() >= end:
        return True
    return text[stop.end()].isspace() or text[stop.end()] in "「『“（"


def _parts_glued(text: str, stop: re.Match[str]) -> bool:
    """Say whether the stop parts two sentences whose space was lost: "has died.Mr Collins"."""
    before, after = text[stop.start() - 3 : stop.start()], text[stop.end() : stop.end() + 2]
    return before.islower() and after.istitle()


def _plainly_ends(text: str, begun: int, at: int) -> bool:
    """Say whether a full stop before *at* stands between a word that is no abbreviation and a capital.

    A short cut, for most do: where it says so, `_STOP` takes this character alone and `_ends` says the same.
    """
    if text[at : at + 1] != " " or not text[at + 1 : at + 2].isupper() or text[at - 1] != ".":
        return False
    before = text[max(begun, at - 1 - _LOOK_BACK) : at - 1].rpartition(" ")[2]
    return before.isalpha() and len(before) > 1 and before.lower() not in _ABBREVIATIONS


def _ends(text: str, begun: int, stop: re.Match[str], end: int, language: str | None) -> bool:
    """Say whether a stop that white space follows ends its sentence."""
    if stop.end() >= end:
        return True
    after = _NEXT.match(text, stop.end(), min(end, stop.end() + _LOOK_AHEAD))
    word = after["word"] if after else ""
    marks = stop["plain"]
    if marks == "." and stop.end() - begun <= _DATELINE and _DASH.match(text, stop.end()) is not None:
        return False
    if marks[0] in _SURE_STOPS:
        return True
    if word[:1].islower() and not word[1:2].isupper():  # "iPhone" begins sentences
        return False
    if marks != ".":
        return True
    return not _abbreviates(text, begun, stop, word, language)


def _abbreviates(text: str, begun: int, stop: re.Match[str], word: str, language: str | None) -> bool:
    """Say whether the full stop belongs to the word before it, and the sentence goes on with *word*."""
    found = _WORD_BEFORE.search(text, max(begun, stop.start() - _LOOK_BACK), stop.start())
    if found is None or stop.end() - stop.start() > 1:  # a closing quote came after the stop
        return False
    before = found[0].lstrip("'’-")
    lower, following = before.lower(), word.lower()
    if before.isdigit():
        return _numbers(text, begun, found.start(), before, language)
    if lower in HOURS or lower in BEFORE_NUMBERS:
        return following in AFTER_HOURS if lower in HOURS else word[:1].isdigit()
    letter = len(before) == 1 and before.isalpha()
    if lower in TITLES or (letter and _INITIAL.match(text, stop.end())):  # "J. A. Smith", "z. B."
        return True
    initial = letter and (
        before.isupper()
        or _AFTER_LETTER.match(text, max(begun, found.start() - _LETTER), found.start()) is not None
    )
    if lower in MAYBE_LAST or initial or _DOTTED.search(before):
        return following not in STARTERS
    return False


def _numbers(text: str, begun: int, at: int, number: str, language: str | None) -> bool:
    """Say whether a stop after *number* makes an ordinal, or numbers a list ("1. First")."""
    if not text[begun:at].strip():
        return True
    ordinal_digits = 2
    return language in ORDINAL_STOP and len(number) <= ordinal_digits


def _split_greek(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Split *span* at Greek question marks, which look like semicolons."""
    begun = span[0]
    for mark in re.finditer(r"[;\u037e](?=\s)", text[span[0] : span[1]]):
        if part := _bare(text, begun, span[0] + mark.end()):
            yield part
        begun = span[0] + mark.end()
    if part := _bare(text, begun, span[1]):
        yield part
