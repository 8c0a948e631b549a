"""How many people a sentence says were killed, hurt or taken ill, in the languages of the larger agencies.

Pure, and coarse: it serves to see that two sentences tell one toll, or that a later report's toll is larger.
What an alert shows as a figure is read by `bot.pipeline.figures`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Toll(NamedTuple):
    """So many people, as digits or a word gave it; `kind` is "dead", "hurt" or "ill"."""

    kind: str
    people: int


# Beginnings of words; a stop stands for the end of one.
_KINDS: Final = {
    "dead": """
        killed. killing. kills. kill. dead. died. dies. deaths. death. lives. drowned. fatalities. perished.
        tote. toten. toter. todesopfer. getötet gestorben. starb ums.
        morts. mort. mortes. tué tuée décès. décédé vie.
        muertos. muerto. muertas. muertes. muere mueren. murió. murieron. fallec mortales. mató. mataron.
        mortos. morto. mortas. morreu morrem. fatais. morti. vittime. uccis vita. deced
        погиб убит жертв скончал загин загибл вбит zginę zginą zgine żyje. zabit śmierteln
        öldü ölü ölen hayatını. kaybı. doden. dode. gedood omgekomen. overleden.
        قتل مقتل مصرع وفاة شهيد شهداء
        사망 숨졌 숨지 숨진
    """,
    "hurt": """
        injured. injuring. injures. injures. wounded. wounding. wounds. hurt. hurting. injuries.
        verletz verwundet blessé herid ferid ferit ранен пострада поранен постражда травмован
        rann poszkodowan yaral gewond جريح جرحى إصابة أصيب مصاب 부상 다쳤 다치
    """,
    "ill": """
        sickened. sickens. sick. infected. infections. erkrank infizier malades. contamin contagi infectad
        заболе заражен захворі chorych. zakażo
    """,
}
_UNSPACED: Final = {
    "dead": "死亡|死者|遇难|遇難|丧生|喪生|罹难|罹難|亡くな|死(?=\\d)",
    "hurt": "受伤|受傷|伤者|傷者|けが|負傷|重軽傷|(?<=\\d)[伤傷]",
}
_NUMBERS: Final = (
    (1, "one один одна одного"),  # elsewhere it is an article, too
    (2, "two deux dos dois duas due zwei двое два двух двоє двох dwie dwoje iki اثنان شخصين"),
    (3, "three trois tres três tre drei трое три трех троє трьох trzy troje üç ثلاثة"),
    (4, "four quatre cuatro quatro quattro vier четверо четыре четырех чотири czworo cztery dört أربعة"),
    (5, "five cinq cinco cinque fünf пятеро пять пяти п'ятеро п’ятеро pięcioro pięć beş خمسة"),
    (6, "six seis sechs шестеро шесть шести шість sześć sześcioro altı ستة"),
    (7, "seven sept siete sete sette sieben семеро семь семи сім siedem siedmioro yedi سبعة"),
    (8, "eight huit ocho oito otto acht восемь восьмеро восьми вісім osiem ośmioro sekiz ثمانية"),
    (9, "nine neuf nueve nove neun девять девяти дев'ять дев’ять dziewięć dokuz تسعة"),
    (10, "ten dix diez dez dieci zehn десять десяти dziesięć عشرة"),
    (11, "eleven onze once undici elf одиннадцать одинадцять jedenaście"),
    (12, "twelve douze doce doze dodici zwölf двенадцать дванадцять dwanaście"),
)
_VALUES: Final = {word: value for value, words in _NUMBERS for word in words.split()}


def _pattern(words: str) -> str:
    beginnings = (re.escape(word.rstrip(".")) + (r"\b" if word[-1] == "." else "") for word in words.split())
    return rf"[وال]{{0,3}}(?:{'|'.join(beginnings)})"


_BEGINS: Final = re.compile("|".join(f"(?P<{kind}>{_pattern(words)})" for kind, words in _KINDS.items()))
# Two letters with which one of them begins: nearly all other words are told from them by these.
_HEADS: Final = frozenset(word[:2] for words in _KINDS.values() for word in words.split())
_WITHIN: Final = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _UNSPACED.items()))
_RISEN: Final = re.compile(
    r"r(?:o|i)se[ns]?\b|risen\b|climb|jump|grow[ns]?\b|grew\b|reach|alourdi|monte\b|salito|sale\b|sube|subi|elev"
    r"|aument|вырос|возрос|увелич|зрос|збільш|gestieg|st(?:ie|ei)g|wzros|yüksel"
)
_PIECES: Final = re.compile(
    r"(?P<number>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?P<age>[-–‐]\w|[%.,:]\d| ?%)?"
    r"|(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)|(?P<mark>[^\w\s])"
)
_NO_PEOPLE: Final = re.compile(
    r"years?\b|jahr|ans\b|años|anos|anni|лет\b|год|рок|lat\b|yaş|歳|岁|歲|세\b|살\b|months?\b|million|billion|hours?\b"
    r"|days?\b|minut|km\b|miles?\b|heures?\b|jours?\b|horas|días|tage|stunden|час|дн|січ|лют|берез|квіт|трав"
    r"|черв|лип|серп|верес|жовт|лист|груд|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|p\.?m|a\.?m|st\b|th\b"
    r"|nd\b|rd\b|日|月|時|时|일|월|시\b|states?\b|countries"
)
_MONTH: Final = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b|aged?\b|\$|€|£|no\b|on\b|am\b|den\b"
)
_MARKS = "\"'“”‘’„«»‹›()[]—–-"  # around a word
_FAR = 12  # words between a number and what happened, marks counting twice
_MOST = 1_000_000
_YEARS = range(1900, 2100)
# Cost, in words, of a number behind what happened: "killed 12", but "12명이 다쳤다".
_VERB_FIRST, _VERB_LAST = 0.5, 3.0
_VERBS_LAST: Final = frozenset({"ko", "ja", "tr", "zh"})


def may_tell_toll(word: str) -> bool:
    """Say whether a sentence with this *word* may tell how many were killed, hurt or taken ill."""
    return _kind(word.strip(_MARKS).casefold()) is not None


def tolls(sentence: str, language: str | None) -> frozenset[Toll]:
    """Return the tolls that *sentence* tells, one of a kind at most; *language* as BCP 47 primary subtag."""
    behind = _VERB_LAST if language in _VERBS_LAST else _VERB_FIRST
    pieces = list(_PIECES.finditer(sentence.casefold()))
    words = [piece[0] if piece.lastgroup == "word" else "" for piece in pieces]
    numbers = [at for at, word in enumerate(words) if word in _VALUES or pieces[at].lastgroup == "number"]
    if not numbers:
        return frozenset()
    happened = [(at, kind) for at, word in enumerate(words) if word and (kind := _kind(word)) is not None]
    if not happened:
        return frozenset()
    nearest: dict[str, tuple[float, int]] = {}
    for at in numbers:
        people = _people(pieces, at)
        if people is None:
            continue
        far, kind = min((_distance(pieces, at, there, behind), kind) for there, kind in happened)
        if at and any(_RISEN.match(piece[0]) for piece in pieces[max(0, at - 4) : at]):
            far, kind = 0.0, happened[0][1]
        if far <= _FAR and far < nearest.get(kind, (far + 1, 0))[0]:
            nearest[kind] = (far, people)
    return frozenset(Toll(kind, people) for kind, (_, people) in nearest.items())


def _kind(word: str) -> str | None:
    if word.isascii() and word[:2] not in _HEADS:
        return None
    found = _BEGINS.match(word) or (None if word.isascii() else _WITHIN.search(word))
    return found.lastgroup if found else None


def _people(pieces: list[re.Match[str]], at: int) -> int | None:
    """Return the number at *at*, if it may count people."""
    piece = pieces[at]
    if piece["word"] is not None:
        of_them = at + 1 < len(pieces) and pieces[at + 1][0] == "of"  # "one of the worst"
        return None if of_them else _VALUES.get(piece["word"])
    if piece["number"] is None or piece["age"] is not None:
        return None
    after = pieces[at + 1][0] if at + 1 < len(pieces) else ""
    before = pieces[at - 1][0] if at else ""
    if after == "of" or _NO_PEOPLE.match(after) or _MONTH.fullmatch(before):
        return None
    if before == "." and at > 1 and _MONTH.fullmatch(pieces[at - 2][0]):  # "Oct. 30"
        return None
    if before in {",", "("} and after in {",", ")"}:  # "Kim, 61, said"
        return None
    people = int(re.sub(r"\D", "", piece["number"]))
    return people if 0 < people < _MOST and people not in _YEARS else None


def _distance(pieces: list[re.Match[str]], number: int, word: int, behind: float) -> float:
    first, last = sorted((number, word))
    marks = sum(piece["mark"] is not None for piece in pieces[first:last])
    return last - first + marks + (behind if word < number else 0.0)
