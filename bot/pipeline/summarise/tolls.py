"""How many people a sentence says were killed, hurt or taken ill, in the languages of the larger agencies.

Pure, and coarse: it serves to see that two sentences tell one toll, or that a later report's toll is larger.
What an alert shows as a figure is read by `bot.pipeline.figures`, whose words are patterns of phrases, a file
a language. Here a word is looked at once, whatever its language (`clues`): left out is what means something
else in another one ("on" is ten in Turkish, "die" an article in German), and those who fell ill and languages
without a file there are in.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class _Piece(NamedTuple):
    """A number, a word or a mark; `age` follows a number that counts no people."""

    number: str
    age: str
    word: str
    mark: str

    @property
    def text(self) -> str:
        return self.number or self.word or self.mark


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
        slain. fatality. massacred. ermordet tue. tuent. tuant. tués. péri. meurent. assassin asesin
        mata. matan. matando. muerta. perecieron. morre. morreram. matam. matou. mataram. faleceu. faleceram.
        morta. morte. muoiono. muore. morirono. morì. uccid zmarł zmarli. zabici. zabił ginie. giną. śmierć.
        śmierci. гибел убил помер загибел вбил
        قتل مقتل مصرع وفاة شهيد شهداء
        사망 숨졌 숨지 숨진
    """,
    "hurt": """
        injured. injuring. injures. injures. wounded. wounding. wounds. hurt. hurting. injuries.
        verletz verwundet blessé herid ferid ferit ранен пострада поранен постражда травмован
        lesionad hirió. hirieron. hiriendo. blesse. blessent. blessant. ferendo. ferisc feriu. feriram. ferem.
        ранил травмирован ranił obrażeni
        rann poszkodowan yaral gewond جريح جرحى إصابة أصيب مصاب 부상 다쳤 다치
    """,
    "ill": """
        sickened. sickens. sick. infected. infections. erkrank infizier malades. contamin contagi infectad
        заболе заражен захворі chorych. zakażo
    """,
}
_UNSPACED: Final = {
    "dead": "死亡|死者|^死$|遇难|遇難|丧生|喪生|罹难|罹難|亡くな",
    "hurt": "受伤|受傷|伤者|傷者|けが|負傷|重軽傷|^[伤傷]",
}
_NUMBERS: Final = (
    (1, "one один одна одного"),  # elsewhere it is an article, too
    (
        2,
        "two deux dos dois duas due zwei двое два двух двоих двоє двох dwie dwoje dwóch iki اثنان شخصين",
    ),
    (3, "three trois tres três tre drei трое три трех троих троє трьох trzy troje trzech üç ثلاثة"),
    (
        4,
        "four quatre cuatro quatro quattro vier четверо четыре четырех чотири czworo cztery czterech",
    ),
    (4, "dört أربعة"),
    (
        5,
        "five cinq cinco cinque fünf пятеро пять пяти pięcioro pięć pięciu beş خمسة",
    ),
    (6, "six seis sechs шестеро шесть шести шість sześć sześcioro sześciu altı ستة"),
    (7, "seven sept siete sete sette sieben семеро семь семи сім siedem siedmioro siedmiu yedi سبعة"),
    (8, "eight huit ocho oito otto acht восемь восьмеро восьми вісім osiem ośmioro ośmiu sekiz ثمانية"),
    (9, "nine neuf nueve nove neun девять девяти дев'ять дев’ять dziewięć dziewięciu dokuz تسعة"),
    (10, "ten dix diez dez dieci zehn десять десяти dziesięć dziesięciu عشرة"),
    (11, "eleven onze once undici elf одиннадцать одинадцять jedenaście"),
    (12, "twelve douze doce doze dodici zwölf двенадцать дванадцять dwanaście"),
    (13, "thirteen treize trece treze tredici dreizehn тринадцать тринадцять trzynaście"),
    (14, "fourteen quatorze catorce catorze quattordici vierzehn четырнадцать чотирнадцять czternaście"),
    (15, "fifteen quinze quince quindici fünfzehn пятнадцать п'ятнадцять п’ятнадцять piętnaście"),
    (16, "sixteen dieciséis dezesseis sedici sechzehn шестнадцать шістнадцять szesnaście"),  # not "seize"
    (17, "seventeen dix-sept diecisiete dezessete diciassette siebzehn семнадцать сімнадцять siedemnaście"),
    (18, "eighteen dix-huit dieciocho dezoito diciotto achtzehn восемнадцать вісімнадцять osiemnaście"),
    (19, "nineteen dix-neuf diecinueve dezenove diciannove neunzehn девятнадцать dziewiętnaście"),
    (20, "twenty vingt veinte vinte zwanzig двадцать двадцять dwadzieścia yirmi"),
    (30, "thirty trente treinta trinta trenta dreißig тридцать тридцять trzydzieści otuz"),
    (40, "forty quarante cuarenta quarenta quaranta vierzig сорок czterdzieści kırk"),
    (50, "fifty cinquante cincuenta cinquenta cinquanta fünfzig пятьдесят п'ятдесят п’ятдесят pięćdziesiąt"),
    (60, "sixty soixante sesenta sessenta sessanta sechzig шестьдесят шістдесят sześćdziesiąt"),
)
_VALUES: Final = {word: value for value, words in _NUMBERS for word in words.split()} | {
    f"{ten}-{unit}": tens + value
    for tens, ten in ((20, "twenty"), (30, "thirty"), (40, "forty"), (50, "fifty"), (60, "sixty"))
    for value, unit in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), start=1
    )
}


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
_LETTERS = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_WORD: Final = re.compile(_LETTERS)
_PIECES: Final = re.compile(
    r"(\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+)([-–‐]\w|[%.,:]\d| ?%)?" rf"|({_LETTERS})|([^\w\s])"
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
_RISES = 4  # words before a number in which it is said to have risen
_FAR = 12  # words between a number and what happened, marks counting twice
_MOST = 1_000_000
_YEARS = range(1900, 2100)
# Cost, in words, of a number behind what happened: "killed 12", but "12명이 다쳤다".
_VERB_FIRST, _VERB_LAST = 0.5, 3.0
_VERBS_LAST: Final = frozenset({"ko", "ja", "tr", "zh"})


def harms(word: str) -> bool:
    """Say whether this *word* of a sentence may tell that somebody was killed, hurt or taken ill."""
    return any(_kind(one) for one in _WORD.findall(word.casefold()))


def counts(word: str) -> bool:
    """Say whether this *word* of a sentence is a number, or holds one."""
    return any(one in _VALUES for one in _WORD.findall(word.casefold()))


def tolls(sentence: str, language: str | None) -> frozenset[Toll]:
    """Return the tolls that *sentence* tells, one of a kind at most; *language* as BCP 47 primary subtag."""
    behind = _VERB_LAST if language in _VERBS_LAST else _VERB_FIRST
    pieces = list(map(_Piece._make, _PIECES.findall(sentence.casefold())))
    happened = [(at, kind) for at, piece in enumerate(pieces) if piece.word and (kind := _kind(piece.word))]
    numbers = [at for at, piece in enumerate(pieces) if piece.number or piece.word in _VALUES]
    if not happened or not numbers:
        return frozenset()
    nearest: dict[str, tuple[float, int]] = {}
    for at in numbers:
        people = _people(pieces, at)
        if people is None:
            continue
        far, kind = min((_distance(pieces, at, there, behind), kind) for there, kind in happened)
        if any(_RISEN.match(piece.word) for piece in pieces[max(0, at - _RISES) : at]):
            far, kind = 0.0, happened[0][1]
        if far <= _FAR and far < nearest.get(kind, (far + 1, 0))[0]:
            nearest[kind] = (far, people)
    return frozenset(Toll(kind, people) for kind, (_, people) in nearest.items())


def _kind(word: str) -> str | None:
    if word.isascii() and word[:2] not in _HEADS:
        return None
    found = _BEGINS.match(word) or (None if word.isascii() else _WITHIN.search(word))
    return found.lastgroup if found else None


def _people(pieces: list[_Piece], at: int) -> int | None:
    """Return the number at *at*, if it may count people."""
    number, age, word, _ = pieces[at]
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    if age or after == "of":  # "one of the worst"
        return None
    if word:
        return _VALUES[word]
    before = pieces[at - 1].text if at else ""
    if _NO_PEOPLE.match(after) or _MONTH.fullmatch(before):
        return None
    if before == "." and at > 1 and _MONTH.fullmatch(pieces[at - 2].text):  # "Oct. 30"
        return None
    if before in {",", "("} and after in {",", ")"}:  # "Kim, 61, said"
        return None
    people = int(re.sub(r"\D", "", number))
    return people if 0 < people < _MOST and people not in _YEARS else None


def _distance(pieces: list[_Piece], number: int, word: int, behind: float) -> float:
    first, last = sorted((number, word))
    marks = sum(piece.mark != "" for piece in pieces[first:last])
    return last - first + marks + (behind if word < number else 0.0)
