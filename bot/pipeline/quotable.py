"""Which sentences may be quoted by themselves, and which lean on a sentence before them.

Pure. A wrong "no" costs little (another sentence is quoted), a wrong "yes" is read by everyone, so in
doubt the answer is no. The words are in `bot.pipeline.phrases`.
"""

from __future__ import annotations

import re
from enum import Enum
from string import ascii_uppercase

from bot.pipeline.phrases import (
    CALLS,
    LABELS,
    LEANING_BEGINNINGS,
    LEANING_NOUNS,
    LEANING_OPENINGS,
    LEANING_WORDS,
)


class Fit(Enum):
    """How a sentence may be used."""

    STANDS = "stands by itself"
    LEANS = "needs the sentence before it"
    NEVER = "is never quoted"


_SHORTEST = 30  # characters; shorter ones are exclamations and crossheads
_SHORTEST_WIDE = 10  # the same in scripts that write a word in one or two characters
_LONGEST = 500  # characters; longer "sentences" are lists that lost their line breaks
_FEWEST_WORDS = 5
_LONGER_WORD = 4  # characters
_TITLED = 5  # a title has less than one small word in so many of its longer ones
_OPENING_LENGTH = 50  # characters; the longest opening is far shorter
_MOST_CAPITALS = 0.5  # of the letters; above it is a banner line
_ASCII_CAPITALS = ascii_uppercase.encode()
_CLOSERS = "\"'”’“»›)]}」』）】〉》〕"
_STOPS = ".。．｡؟۔।॥።։។။!！"
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"), ("（", "）"))
_PAIRED = re.compile("[„“”«»()\\[\\]「」『』（）]")

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
_BYLINE = re.compile(
    r"By [A-Z][\w.'’-]+ (?:[A-Z][\w.'’-]+)?(?:,|\.|$| and [A-Z])"
    r"|(?:Reporting|Writing|Editing|Additional reporting|Translated|Compiled|Written) by "
    r"|(?:Scroll|Back|Skip|Jump|Return) to (?:the )?(?:[Tt]op|[Mm]ain|[Cc]ontent)"
    r"|(?:Von|Par|Por|Di|Door) [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3}"
    r"(?:,|\.?$| (?:und|et|y|e|en) [A-ZÀ-Þ])"
    r"|The Associated Press writer|图为|圖為|写真は"
)
# A headline, its date and the text in one: "Act MARCH 4, 2009, 10:53 AM President", "Trial May 2, 2013 Video"
_RUN_IN = re.compile(
    r"\b(?:19|20)\d\d ?,? \d{1,2} ?: ?\d\d\b"
    r"|\d ?: ?\d\d ?(?:[AP]M|GMT)(?: [A-Z]{3})? [A-Z][a-z]"
    r"|(?<![oO]n )(?<!\bof )(?<!by )(?<!from )(?<!ince )(?<!until )(?<!after )(?<!before )(?<!, )(?<!the )"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2} ?, (?:19|20)\d\d (?=[A-Z])"
)
_BULLETS = re.compile("[•●▪►▶■◆]")
_CUT_OFF = re.compile(
    r"\bthe [A-Z] ?\.$|[£$€]\d+ ?\.$|\b(?:19|20)\d\d \d{1,2} ?\.$"
)  # within "£1 . 5m", "N . Y ."
_ADDRESS = re.compile(r"\S@\w+\.\w")
_DATED_CAPTION = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.) \d{1,2}, (?:19|20)\d\d\.$"
)

_OPENING = re.compile(rf"(?:{'|'.join(map(re.escape, LEANING_OPENINGS))})\b")
# "One of the suspects" leans; "one of the world's last rhinos" says among what.
_ONE_OF_ALL = re.compile(
    r"one of the (?:[\w-]+['’]s|world|country|nation|continent|region|largest|biggest|most|last|first|oldest"
    r"|best|worst|few|deadliest|longest|leading|richest|busiest)\b"
)
_DEFINITE_NOUN = re.compile(r"the (?P<near>[\w-]+)(?: (?P<far>[\w-]+))?")
_PERSON_BY_TRAIT = ("-year-old", "-of-one", "-of-two", "-of-three", "-of-four")
_QUOTATION = re.compile(r"[\"“„«][^\"“”»]*[\"“”»]")
# he, him, his, her, hers; she; they, them, their
_PRONOUN = re.compile(r"[hst](?<!\w.)(?:(?<=h)(?:e|im|is|ers?)|(?<=s)he|(?<=t)he(?:y|m|ir))\b")
# I, I'm; we, our, my, us; I only where it is no numeral and no initial
_FIRST_PERSON = re.compile(
    r"[IwWoOmMu](?<!\w.)(?:(?<=I)(?<!['’.].)(?:['’](?:m|ve|d|ll))?(?= )"
    r"|(?:(?<=[wW])e|(?<=[oO])ur|(?<=[mM])y|(?<=u)s)\b)"
)
_SPEAKERS = frozenset({"i", "we", "you", "my", "our", "your"})
# "At first they", "In a statement, he", "Last year she": nobody is named before the pronoun.
_ADVERBIAL = frozenset(
    {"at", "in", "on", "after", "by", "for", "with", "from", "last", "next", "once", "when", "while"}
)
_NAME = re.compile(r"(?<!^)(?<=[\s(\"“])[A-ZÀ-ÞА-Я][\w’'-]+")
_SPEAKER_TAIL = re.compile(r"[,!?][\"”'’]+,? (?:he|she|they|it|I|we) \w+")


def tokenised(text: str) -> bool:
    """Say whether *text* puts a space before its commas and stops throughout, as corpora do."""
    found = _SPACED_COMMA.finditer(text)
    return sum(1 for _, _ in zip(range(_TOKENISED), found, strict=False)) == _TOKENISED


def fit(sentence: str, language: str | None, *, spaced_commas: bool = False) -> Fit:
    """Judge one sentence as it stands in its text, white space unfolded, dateline cut off.

    *spaced_commas* is what `tokenised` said of the text.
    """
    wide = _WIDE.search(sentence) is not None
    if not _is_whole(sentence, wide=wide) or _is_damaged(sentence, language, spaced_commas=spaced_commas):
        return Fit.NEVER
    if _is_furniture(sentence):
        return Fit.NEVER
    return Fit.LEANS if _leans(sentence, wide=wide) else Fit.STANDS


def _is_furniture(sentence: str) -> bool:
    """Say whether it is a caption, a byline, a call, an advertisement or a repeated headline."""
    lower = f" {sentence.lower()}"
    return (
        CALLS.any_in(lower)
        or _LABELLED.match(lower, 1) is not None
        or _BYLINE.match(sentence) is not None
        or ("@" in sentence and _ADDRESS.search(sentence) is not None)
        or (sentence[-2:-1].isdigit() and _DATED_CAPTION.search(sentence) is not None)
        or _is_run_in(sentence)
        or _is_titled(sentence)
    )


def _is_run_in(sentence: str) -> bool:
    """Say whether a headline or a date ran into it, or its end was cut off within a number or a name."""
    if not sentence.isascii() and _BULLETS.search(sentence) is not None:
        return True
    dated = ":" in sentence or ", 20" in sentence or ", 19" in sentence
    if dated and _RUN_IN.search(sentence) is not None:
        return True
    end = sentence[-3:-1].strip()
    return (end.isdigit() or end.isupper()) and _CUT_OFF.search(sentence) is not None


def _is_titled(sentence: str) -> bool:
    """Say whether it is a headline with a stop: nearly all of its longer words begin with a capital."""
    if not sentence.isascii():
        return False
    words = sentence.split()
    longer = small = 0
    for word in words:
        if len(word) >= _LONGER_WORD:
            longer += 1
            small += word[0].islower()
            if small * _TITLED >= len(words):
                return False
    return longer >= _FEWEST_WORDS and small * _TITLED < longer


def _is_whole(sentence: str, *, wide: bool) -> bool:
    """Say whether it is one whole statement: no question, half sentence, list or banner."""
    if not (_SHORTEST_WIDE if wide else _SHORTEST) <= len(sentence) <= _LONGEST:
        return False
    if not wide and len(sentence.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
        return False
    return _begins(sentence) and _stops(sentence) and _balanced(sentence) and not _shouts(sentence)


def _begins(sentence: str) -> bool:
    """Say whether it begins as sentences do."""
    first = sentence.lstrip("\"'“”‘’„«‹(「『《（¿¡$€£#")[:2]
    return first[:1].isalnum() and (not first[:1].islower() or first[1:].isupper())


def _stops(sentence: str) -> bool:
    """Say whether it ends as statements do: no question, no dots, no bare shout."""
    body = sentence.rstrip(_CLOSERS)
    if body.endswith(("..", "…", "?", "？", "؟", "[.", ";")):
        return False
    if body[-1] in "!！":
        return len(body) < len(sentence)
    return body[-1] in _STOPS or _NO_STOPS.search(sentence) is not None


def _balanced(sentence: str) -> bool:
    """Say whether every quotation and bracket that opens also closes."""
    if sentence.count('"') % 2:
        return False
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


def _is_damaged(sentence: str, language: str | None, *, spaced_commas: bool) -> bool:
    """Say whether words seem to be missing from it."""
    if _LOST.search(sentence):
        return True
    if not spaced_commas and _SPACED_COMMA.search(sentence):
        return True
    english = language == "en" or (language is None and _ENGLISH.search(sentence) is not None)
    return english and (
        _LOST_ENGLISH.search(sentence) is not None or _LOST_END_ENGLISH.search(sentence) is not None
    )


def _leans(sentence: str, *, wide: bool) -> bool:
    """Say whether it refers to what was said before it."""
    body = sentence.lstrip("\"'“”‘’„«(「")
    if wide:
        return body.startswith(LEANING_BEGINNINGS)
    head = body[:_OPENING_LENGTH].lower()
    first = re.split(r"[\s,.:;’']", head, maxsplit=1)[0]
    speaks = body != sentence and first in _SPEAKERS  # "We will fight," says who is named after it
    return (
        (first in LEANING_WORDS and not speaks)
        or (_OPENING.match(head) is not None and _ONE_OF_ALL.match(head) is None)
        or _names_nothing(head)
        or _SPEAKER_TAIL.search(sentence) is not None
        or _means_someone(_QUOTATION.sub(" ", sentence))
    )


def _names_nothing(head: str) -> bool:
    """Say whether it opens with a definite noun that was introduced before."""
    found = _DEFINITE_NOUN.match(head)
    return found is not None and any(
        noun in LEANING_NOUNS or noun.endswith(_PERSON_BY_TRAIT) for noun in found.groups("")
    )


def _means_someone(outside: str) -> bool:
    """Say whether the words outside quotations hold a pronoun whose person they do not name."""
    if _FIRST_PERSON.search(outside):
        return True
    pronoun = _PRONOUN.search(outside)
    return pronoun is not None and not _has_antecedent(outside[: pronoun.start()])


def _has_antecedent(before: str) -> bool:
    """Say whether the words before a pronoun hold someone it may stand for: a name, or a noun phrase."""
    words = before.split()
    if _NAME.search(before) is not None:
        return True
    adverbial = len(words) < _FEWEST_WORDS and words[:1] and words[0].lower() in _ADVERBIAL
    return len(words) > 1 and words[0][:1].isupper() and not adverbial
