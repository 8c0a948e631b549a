"""Which sentences may be quoted, and which never: captions, calls, halves, what lost its words.

Pure. A wrong "no" costs little (another sentence is quoted), a wrong "yes" is read by everyone, so in
doubt the answer is no. The words are in `bot.pipeline.summarise.phrases`.
"""

from __future__ import annotations

import re
from enum import Enum
from string import ascii_uppercase

from bot.pipeline.summarise import clues as clue
from bot.pipeline.summarise.addressed import speaks_itself
from bot.pipeline.summarise.captions import tells_picture
from bot.pipeline.summarise.leaning import leans
from bot.pipeline.summarise.phrases import CALLS, LABELS, LINKS, LINKS_LONGEST, MARKS


class Fit(Enum):
    """How a sentence may be used."""

    STANDS = "stands by itself"
    LEANS = "needs the sentence before it"
    NEVER = "is never quoted"


_SHORTEST = 30  # characters; shorter ones are exclamations and crossheads
_SHORTEST_WIDE = 10  # the same in scripts that write a word in one or two characters
_LONGEST = 500  # characters; longer "sentences" are lists that lost their line breaks
_MOST_CAPITALS = 0.5  # of the letters; above it is a banner line
_ASCII_CAPITALS = ascii_uppercase.encode()
_CLOSERS = "\"'”’“»›)]}」』）】〉》〕"
_STOPS = ".。．｡؟۔।॥።։។။!！"
# No statement ends so: questions, dots, and "will play No." before its number.
_UNFINISHED = (
    "..",
    "…",
    "?",
    "？",
    "؟",
    "[.",
    ";",
    " No.",
    " No .",
    " Nos.",
    " vs.",
    " vs .",
    " Mr.",
    " Mr .",
    " Mt .",
)
_PAIRS = (
    ("“", "”"),
    ("«", "»"),
    ("(", ")"),
    ("[", "]"),
    ("「", "」"),
    ("『", "』"),
    ("（", "）"),
    ("``", "''"),
)
_PAIRED = re.compile("[„“”«»()\\[\\]「」『』（）]|``|''")

_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_NO_STOPS = re.compile("[\u0e00-\u0eff]")  # Thai and Lao end sentences with a space

# Most sentences are sound and none of these is in them. So each pattern begins with what is rare (a space, a
# mark, certain letters), by which `re` passes over the rest in C, and then looks back at what is before it.
_SPACES = " \t\u00a0\u2000-\u200a\u202f"
_LOST = re.compile(
    rf"[{_SPACES}(\[“,\ufffd](?:(?<=\S[{_SPACES}])[{_SPACES}]+(?=\S)"  # the gap where a link's words stood
    r"|(?<=\()\s*\)|(?<=\[)\s*\]|(?<=“)\s*”|(?<=,)\s*,|(?<=\ufffd)"
    r"|(?<=[a-z]{4}\. )(?<!Calif\. )(?=[a-z]{3}))"  # "comes at Kansas. held off"
)
_LOST_ENGLISH = re.compile(
    r" (?:(?<=[^\w.'’&/-][b-hj-z] )(?=[a-z])"  # "Instead, y was ordered"
    # Of the words that must not follow "the" or "for", first whether one follows at all.
    r"|(?=[abfhiostw])(?=t(?:he|o)\b|a(?:nd?)?\b|o[fn]\b|w(?:as|ere|ith)\b|i[sn]\b|ha[sd]\b|f(?:or|rom)\b"
    r"|by\b|said\b)(?:(?:(?<=\bthe )|(?<=\ba )|(?<=\ban ))(?!said)(?!\w+-)"
    r"|(?:(?<=\bfor )|(?<=\bby )|(?<=\bfrom )|(?<=\bwith )|(?<=\bat )|(?<=\bof ))"
    r"(?:was|were|is|has|had|said)\b))"
)
_LOST_END_ENGLISH = re.compile(r"[.,;:](?:(?<=\bthe.)|(?<=\ban.)|(?<=\bof.))(?=\s|$)")
_SPACED_COMMA = re.compile(r" [,.](?<=\w .)(?=\s|$)")
_TOKENISED = 3  # so many spaced commas in one text are its style, not damage
_ENGLISH = re.compile(r"\b(?:the|of|was|and|said)\b")

_LABELLED = re.compile(rf"(?:{'|'.join(map(re.escape, LABELS))})\s*(?::|\||—|–|- )")
_LONGEST_LABEL = 40  # characters, with the mark behind it
_BYLINE = re.compile(
    r"By [A-Z][\w.'’-]+ (?:[A-Z][\w.'’-]+)?(?:,|\.|$| and [A-Z])"
    r"|(?:Reporting|Writing|Editing|Additional reporting|Translated|Compiled|Written) by "
    r"|(?:Scroll|Back|Skip|Jump|Return) to (?:the )?(?:[Tt]op|[Mm]ain|[Cc]ontent)"
    r"|(?:Von|Par|Por|Di|Door) [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3}"
    r"(?:,|\.?$| (?:und|et|y|e|en) [A-ZÀ-Þ])"
    r"|(?:The )?Associated Press (?:writer|journalist|reporter|video|photo)"
    r"(?!\w* (?:\w+ )?(?:saw|heard|counted|watched|witnessed|visited)\b)|图为|圖為|写真は"
    r"|\d{1,2}[/)] "  # a list's: "3) Salah was everywhere."
)
# A headline, its date and text in one: "Act MARCH 4, 2009, 10:53 AM President", "Trial May 2, 2013 Video".
_RUN_IN_AT = re.compile(
    r"[12](?<!\w.)(?:(?<=1)9|(?<=2)0)\d\d ?,? \d{1,2} ?: ?\d\d\b"
    r"|\d ?: ?\d\d ?(?:[AP]M|GMT)(?: [A-Z]{3})? [A-Z][a-z]"
)
_RUN_IN_ON = re.compile(
    r"[JFMASOND](?<!\w.)(?<![oO]n .)(?<!\bof .)(?<!by .)(?<!from .)(?<!ince .)(?<!until .)(?<!after .)"
    r"(?<!before .)(?<!, .)(?<!the .)(?:(?<=J)(?:an|un|ul)|(?<=F)eb|(?<=M)a[ry]|(?<=A)(?:pr|ug)|(?<=S)ep"
    r"|(?<=O)ct|(?<=N)ov|(?<=D)ec)[a-z]*\.? \d{1,2} ?, (?:19|20)\d\d (?=[A-Z])"
)
_RUN_IN_NUMBERS = re.compile(
    r"\d(?<!\w.)(?:\d? ?/ ?\d{1,2} ?/ ?(?:19|20)?\d\d|(?:(?<=1)9|(?<=2)0)\d\d ?- ?\d\d ?- ?\d\d)"
    r"(?: ?,? \d{1,2} ?: ?\d\d)?(?: ?[AP]M(?: [A-Z]{2,4})?)? (?=[A-Z])"
)
_BULLETS = re.compile("[•●▪►▶■◆]")
_CUT_OFF = re.compile(
    r"\bthe [A-Z] ?\.$|[£$€]\d+ ?\.$|\b(?:19|20)\d\d \d{1,2} ?\.$"
)  # within "£1 . 5m", "N . Y ."
_CUT_OFF_LONGEST = 30  # characters
_ADDRESS = re.compile(r"\S@\w+\.\w")
_DATED_CAPTION = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.) \d{1,2}, (?:19|20)\d\d\.$"
)

# A sentence that begins with who said nothing says nothing else; after a report it is an aside.
_NO_COMMENT = re.compile(
    r".{0,70}?(?:not immediately (?:comment|respond)|requests? for comment|(?:reached|available) for comment)"
)


def fit(sentence: str, language: str | None, *, text: str = "", clues: int = clue.ALL) -> Fit:
    """Judge one sentence as it stands in its *text*, white space unfolded, dateline cut off.

    *clues* are what the sentence's words show.
    """
    wide = not sentence.isascii() and _WIDE.search(sentence) is not None
    if not _is_whole(sentence, clues, wide=wide):
        return Fit.NEVER
    if _is_damaged(sentence, language, clues, text) or _is_furniture(sentence, clues):
        return Fit.NEVER
    if clues & clue.SPEAKS and speaks_itself(sentence, language):
        return Fit.NEVER
    return Fit.LEANS if leans(sentence, language, clues, wide=wide) else Fit.STANDS


def _is_tokenised(text: str) -> bool:
    """Say whether *text* puts a space before its commas and stops throughout, as corpora do."""
    found = _SPACED_COMMA.finditer(text)
    return sum(1 for _, _ in zip(range(_TOKENISED), found, strict=False)) == _TOKENISED


def is_links(line: str) -> bool:
    """Say whether *line* heads a list of links to other articles."""
    return len(line) <= LINKS_LONGEST and line.rstrip(" :：.…>»").lower().lstrip(">»• ") in LINKS


def _is_furniture(sentence: str, clues: int) -> bool:
    """Say whether it is a caption, a byline, a call, an advertisement or a repeated headline."""
    return (
        (clues & (clue.CALL | clue.MARK) != 0 and _calls(f" {sentence.lower()}", clues))
        or _LABELLED.match(sentence[:_LONGEST_LABEL].lower()) is not None
        or _BYLINE.match(sentence) is not None
        or ("@" in sentence and _ADDRESS.search(sentence) is not None)
        or (sentence[-2:-1].isdigit() and _DATED_CAPTION.search(sentence) is not None)
        or _is_run_in(sentence, clues)
        or (clues & clue.TITLED != 0 and _is_titled(sentence))
        or (clues & clue.PICTURE != 0 and tells_picture(sentence))
    )


def _calls(lower: str, clues: int) -> bool:
    """Say whether a sentence, in lower case after a space, holds a call or a caption's mark."""
    if clues & clue.CALL and (CALLS.any_in(lower) or _NO_COMMENT.match(lower) is not None):
        return True
    return clues & clue.MARK != 0 and MARKS.any_in(lower)


def _is_run_in(sentence: str, clues: int) -> bool:
    """Say whether a headline or a date ran into it, or its end was cut off within a number or a name."""
    if not sentence.isascii() and _BULLETS.search(sentence) is not None:
        return True
    if clues & clue.DIGITS:
        if ":" in sentence and _RUN_IN_AT.search(sentence) is not None:
            return True
        parted = sentence.count("/") > 1 or sentence.count("-") > 1
        if parted and _RUN_IN_NUMBERS.search(sentence) is not None:
            return True
        if (", 20" in sentence or ", 19" in sentence) and _RUN_IN_ON.search(sentence) is not None:
            return True
    end = sentence[-3:-1].strip()
    if not (end.isdigit() or end.isupper()):
        return False
    return _CUT_OFF.search(sentence, max(0, len(sentence) - _CUT_OFF_LONGEST)) is not None


def _is_titled(sentence: str) -> bool:
    """Say whether it is a headline with a stop: nearly all of its longer words begin with a capital."""
    if not sentence.isascii():
        return False
    words = sentence.split()
    longer = small = 0
    for word in words:
        if len(word) >= clue.LONGER:
            longer += 1
            small += word[0].islower()
            if small * clue.MOST_SMALL >= len(words):
                return False
    return longer >= clue.FEWEST_WORDS and small * clue.MOST_SMALL < longer


def _is_whole(sentence: str, clues: int, *, wide: bool) -> bool:
    """Say whether it is one whole statement: no question, half sentence, list or banner."""
    if not (_SHORTEST_WIDE if wide else _SHORTEST) <= len(sentence) <= _LONGEST:
        return False
    if clues & clue.FEW and not wide and len(sentence.split()) < clue.FEWEST_WORDS:
        return False
    if not _begins(sentence) or not _stops(sentence) or (clues & clue.PAIRED and not _balanced(sentence)):
        return False
    return not (clues & clue.CAPITALS and _shouts(sentence))


def _begins(sentence: str) -> bool:
    """Say whether it begins as sentences do."""
    first = sentence.lstrip("\"'“”‘’„«»‹›(「『《（¿¡$€£#\u00a0\u202f ")[:2]
    return first[:1].isalnum() and (not first[:1].islower() or first[1:].isupper())


def _stops(sentence: str) -> bool:
    """Say whether it ends as statements do: no question, no dots, no bare shout."""
    body = sentence.rstrip(_CLOSERS)
    if body.endswith(_UNFINISHED):
        return False
    if body[-1] in "!！":
        return len(body) < len(sentence)
    return body[-1] in _STOPS or _NO_STOPS.search(sentence) is not None


def _balanced(sentence: str) -> bool:
    """Say whether every quotation and bracket that opens also closes."""
    if sentence.count('"') % 2:
        return False
    if "''" in sentence and "``" not in sentence:  # which then both opens and closes, as with ANSA
        return sentence.count("''") % 2 == 0 and _balanced(sentence.replace("''", ""))
    if _PAIRED.search(sentence) is None:
        return True
    if "„" in sentence:
        return sentence.count("„") <= sentence.count("“") + sentence.count("”")
    return all(sentence.count(left) == sentence.count(right) for left, right in _PAIRS)


def _shouts(sentence: str) -> bool:
    """Say whether most letters are capitals."""
    if sentence.isascii():
        capitals = len(sentence) - len(sentence.encode().translate(None, _ASCII_CAPITALS))
    else:
        capitals = sum(map(str.isupper, sentence))
    return capitals > _MOST_CAPITALS * len(sentence)


def _is_damaged(sentence: str, language: str | None, clues: int, text: str) -> bool:
    """Say whether words seem to be missing from it."""
    if (clues & clue.GAP or ". " in sentence) and _LOST.search(sentence):
        return True
    if clues & clue.GAP and _SPACED_COMMA.search(sentence) and not _is_tokenised(text):
        return True
    if not clues & clue.LOST:
        return False
    english = language == "en" or (language is None and _ENGLISH.search(sentence) is not None)
    return english and (
        _LOST_ENGLISH.search(sentence) is not None or _LOST_END_ENGLISH.search(sentence) is not None
    )
