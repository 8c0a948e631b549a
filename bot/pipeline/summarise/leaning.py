"""Which sentences lean on one before them: a pronoun whose person they don't name, "in response", "the move".

Pure, and careful: in doubt a sentence leans. The words are in `bot.pipeline.summarise.leaning_words`.
"""

from __future__ import annotations

import re

from bot.pipeline.summarise import clues as clue
from bot.pipeline.summarise.known import opens_as_known
from bot.pipeline.summarise.leaning_words import (
    ADVERBIAL,
    BEGINNINGS,
    FIRST_WORDS,
    NOUNS,
    OPENINGS,
    SAYING,
    SOMEBODY,
    SPEAKERS,
    TIMES,
    WITHIN,
)

_OPENING_LENGTH = 50  # characters; the longest opening is far shorter
_FEWEST_WORDS = 5  # before a pronoun, from which on even an adverbial holds somebody

_OPENING = re.compile(rf"(?:{'|'.join(map(re.escape, OPENINGS))})\b".replace(r"\*", r"\w*"))
_OPENERS = frozenset(re.split(r"\W", opening, maxsplit=1)[0] for opening in OPENINGS) | {"the"}
# "One of the suspects" leans; "one of the world's last rhinos" says among what.
_ONE_OF_ALL = re.compile(
    r"one of the (?:[\w-]+['’]s|world|country|nation|continent|region|largest|biggest|most|last|first|oldest"
    r"|best|worst|few|deadliest|longest|leading|richest|busiest)\b"
)
# "Les deux suspects" leans; "les deux Corées", both houses, and two who are named at once do not.
_NAMED_PAIR = re.compile(
    r"(?:[Ll][eo]s d(?:eux|os)|[Ll]as dos|[Dd]ie beiden|[Oo]s dois|[Aa]s duas|[Ii] due|[Ll]e due|[Aa]mb[ao]s"
    r"|[Oo]ba|[Oo]bie|[Оо]б[ае]|[Оо]бидв[аі])\b"
    r"(?:(?: \w+)? (?:Cor[ée]+[ae]?s|Coree|Koreas|Коре[иї]|Kammern|chambres|cámaras|câmaras|Camere|izby"
    r"|палат[ыи])\b|[^.;]{1,70}?[ (][A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+ [A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+ "
    r"(?:und|et|y|e|i|и|та|і|й) "
    r"[A-ZÀ-ÞА-ЯІЇЄҐ])"
)
# "The gunman was held" leans; "the gunman who killed 18 people in Lewiston" says which one before its verb.
_TELLS_WHICH = re.compile(
    r"The (?:cause|driver|gunman|shooter|attackers?|assailants?|accused|defendants?|plaintiffs?|numbers?"
    r"|victims?|results?|decision|announcement|report|survey|study|suspects?|man|woman|couple"
    r"|(?:first|second|third)(?: [\w-]+){1,2}) "
    r"(?:who|of|in|behind|by|accused|suspected|charged|convicted)\b"
    r"(?:(?! (?:told|said|is|was|were|are|has|had|have|remains|remained)\b)[^,;]){0,80}? "
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August"
    r"|(?:Sept|Nov|Dec)ember|October)[A-Z][\w.’-]"
)
_DEFINITE_NOUN = re.compile(r"the (?P<near>[\w-]+)(?: (?P<far>[\w-]+))?")
_PERSON_BY_TRAIT = ("-year-old", "-of-one", "-of-two", "-of-three", "-of-four")
_QUOTATION = re.compile(r"[\"“„«「『][^\"“”»」』]*[\"“”»」』]|»[^«»]*«")
_QUOTE = re.compile(r"[\"“„«»「『]")
_WORD_END = re.compile(r"[\s,.:;’']")
# he, him, his, her, hers; she; they, them, their
_PRONOUN = re.compile(r"[hst](?<!\w.)(?:(?<=h)(?:e|im|is|ers?)|(?<=s)he|(?<=t)he(?:y|m|ir))\b")
# "Police arrested him": whoever acts first is not whom it happens to.
_ACTED_UPON = re.compile(
    r"(?:The )?(?:[Pp]olice|[Oo]fficers|[Pp]rosecutors|[Ii]nvestigators|[Dd]octors|[Aa]uthorities|[Jj]urors"
    r"|[Ff]irefighters|[Pp]aramedics|[Rr]escuers|[Dd]eputies|[Aa]gents)(?: \w+){0,2} (?:him|her|them)\b"
)
# "In the meeting, the two agreed" leans; "Xi and Putin met, and the two agreed" names them.
_THE_TWO = re.compile(
    r"(?:(?![A-Z][\w’'-]+ and (?:\w+ ){0,3}?[A-Z]).)*\bthe two (?:also|have|had|were|are|will|would|both"
    r"|agreed|said|met|discussed|signed|spoke|decided|exchanged|stressed)\b"
)
_SPEAKERS = frozenset(
    """
    i we you my our your wir ich unser unsere nous je notre nos mon mes yo nosotros nuestro nuestra nós eu
    nosso nossa noi io nostro nostra wij ik onze my nasz nasza мы я наш наша ми
    """.split()  # noqa: SIM905 - a list of pronouns is read as words
)
_NAME = re.compile(r"(?<!^)(?<=[\s(\"“«„])[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+")
_SPEAKER_TAIL = re.compile(r"[,!?][\"”'’]+,? (?:he|she|they|it|I|we) \w+")
# "The same court", "the same ministry": what was named before, by its kind. "Doshisha", "alliance" are none.
_SAME_BODY = re.compile("同(?!志社|盟|性|級|窓|時|様|乗|行|郷|僚)[\u4e00-\u9fff]{1,6}[はがのもでに、]")
_ALL_QUOTED = re.compile(
    r"(?:“[^“”]*”|\"[^\"]*\"|«[^«»]*»|»[^«»]*«|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』)[.。]?"
)
_NAMED_BEFORE = {
    language: re.compile(pattern.replace("VERBS", "|".join(SAYING.get(language, ()))))
    for language, pattern in SPEAKERS.items()
}
_SOMEBODY = {language: re.compile(pattern) for language, pattern in SOMEBODY.items()}
# Where the language is not known: without those that begin other languages' sentences.
_OF_ALL_LANGUAGES = frozenset().union(*FIRST_WORDS.values()) - {
    *(
        "il",
        "o",
        "het",
        "we",
        "i",
        "a",
        "e",
        "her",
        "die",
        "son",
        "ma",
        "on",
        "or",
        "dit",
        "to",
        "ten",
        "so",
        "sein",
    )
}


def leans(sentence: str, language: str | None, clues: int, *, wide: bool) -> bool:
    """Say whether a sentence refers to what was said before it.

    *language* is a BCP 47 primary subtag, *clues* are what its words show, *wide*: its script writes a
    word in one or two characters.
    """
    if clues & clue.PAIRED and _ALL_QUOTED.fullmatch(sentence) is not None:  # who says so?
        return True
    body = sentence.lstrip("\"'“”‘’„«»(「\u00a0\u202f ")
    if wide:
        return (
            body.startswith(BEGINNINGS)
            or _SAME_BODY.match(body) is not None
            or any(map(sentence.__contains__, WITHIN))
            or _speaker_unnamed(sentence, language)
        )
    return (
        _opens_leaning(body, language, quoted=body != sentence)
        or opens_as_known(body, language)
        or (" the two " in sentence and _THE_TWO.match(sentence) is not None)
        or (clues & clue.SOMEONE != 0 and _of_someone(sentence, body, language))
        or (language == "ko" and any(map(sentence.__contains__, WITHIN)))
    )


def _opens_leaning(body: str, language: str | None, *, quoted: bool) -> bool:
    """Say whether a sentence begins with what points back; *body* is without the marks that open it."""
    lower = body[:_OPENING_LENGTH].lower()
    first_words = FIRST_WORDS.get(language or "", _OF_ALL_LANGUAGES)
    first = lower.partition(" ")[0]
    if first.isalpha() and first not in first_words and first not in _OPENERS:
        return False
    first, second = (*_WORD_END.split(lower, maxsplit=2), "")[:2]
    speaks = quoted and first in _SPEAKERS  # "We will fight," says who is named after it
    return (
        (first in first_words and not speaks and second not in TIMES)
        or (
            _OPENING.match(lower) is not None
            and _ONE_OF_ALL.match(lower) is None
            and _NAMED_PAIR.match(body) is None
            and not _names_a_time(lower)
        )
        or (_names_nothing(lower) and _TELLS_WHICH.match(body) is None)
    )


def _of_someone(sentence: str, body: str, language: str | None) -> bool:
    """Say whether a pronoun stands in it for somebody whom it does not name."""
    return (
        _SPEAKER_TAIL.search(sentence) is not None
        or _ACTED_UPON.match(body) is not None
        or _speaker_unnamed(sentence, language)
        or _means_someone(sentence, language)
    )


def _names_a_time(opening: str) -> bool:
    """Say whether an opening goes on with a time: "En esta semana", "В этом году"."""
    return any(word in TIMES for word in _WORD_END.split(opening, maxsplit=3)[:3])


def _names_nothing(head: str) -> bool:
    """Say whether it opens with a definite noun that was introduced before."""
    found = _DEFINITE_NOUN.match(head)
    return found is not None and any(
        noun in NOUNS or noun.endswith(_PERSON_BY_TRAIT) for noun in found.groups("")
    )


def _speaker_unnamed(sentence: str, language: str | None) -> bool:
    pattern = _NAMED_BEFORE.get(language or "en")
    return pattern is not None and pattern.search(sentence.lower()) is not None


def _means_someone(sentence: str, language: str | None) -> bool:
    """Say whether the words outside quotations hold a pronoun whose person they do not name."""
    known = language is not None and language != "en" and language in FIRST_WORDS
    pattern = _SOMEBODY.get(language or "") if known else _PRONOUN
    if pattern is None or pattern.search(sentence) is None:
        return False
    outside = _QUOTATION.sub(" ", sentence) if _QUOTE.search(sentence) else sentence
    pronoun = pattern.search(outside)
    return pronoun is not None and not _has_antecedent(outside[: pronoun.start()], language or "en")


def _has_antecedent(before: str, language: str) -> bool:
    """Say whether the words before a pronoun hold someone it may stand for: a name, or a noun phrase."""
    words = before.split()
    if _NAME.search(before) is not None:
        return True
    few = len(words) < _FEWEST_WORDS
    adverbial = few and words[:1] and words[0].lower() in ADVERBIAL.get(language, ADVERBIAL["en"])
    return len(words) > 1 and words[0][:1].isupper() and not adverbial
