"""The noun phrase before or after an amount of money, land or per cent."""

from __future__ import annotations

import re

from bot.pipeline.figures.nouns import as_written
from bot.pipeline.figures.tokens import Token, at
from bot.pipeline.figures.words import (
    FUNCTION_WORDS,
    MONTHS,
    NATIONS,
    NOT_VERBS,
    OUTCOMES,
    PEOPLE,
    PLURALS,
    UNTELLING,
    words,
)

_LONGEST = 6  # words of a noun phrase
ARTICLES = words("the a an its his her their all")


def phrase_before(tokens: list[Token], end: int, *, nested: bool = True) -> str | None:
    """Return the noun phrase that ends before *end*, without its articles; None where no noun does.

    Its capitals stay only where they begin a name.
    """
    place = end
    while (
        place > 0
        and end - place < _LONGEST
        and (_in_phrase(tokens[place - 1]) or at(tokens, place).text == "-" or _in_name(tokens, place - 1))
        and (not _is_past(tokens[place - 1]) or at(tokens, place - 2).key in _BEFORE_ATTRIBUTES)
        and not (place < end and _is_verb_of(tokens[place - 1], tokens[place]))
        and not (tokens[place - 1].glued and at(tokens, place - 2).kind == "number")  # "4Q profit"
        and not (tokens[place - 1].key in _TO_DO and at(tokens, place - 2).key == "to")  # "to pay damages of"
    ):
        place -= 1
    if at(tokens, place - 1).key == "to" and _EXPECTED.match(at(tokens, place - 2).key):
        place += 1  # "expected to incur costs of"
    sized = at(tokens, place - 1).text == "-" and at(tokens, place - 2).kind == "number"
    name = _plain(tokens[place + sized : end])  # "12.9-inch tablets"
    place -= 2 * sized
    one_such = at(tokens, place - 1).key in {"a", "an"}  # "bought the firm in a deal": the deal
    place -= one_such or at(tokens, place - 1).key == "the"  # "inflation in the euro zone"
    link = at(tokens, place - 1).key
    harms = link == "to" and at(tokens, place - 2).key in _DONE_TO
    linked = link == "of" or (not one_such and link in {"on", "in", "for", "at", "from"})
    if name and nested and (linked or harms):
        outer = phrase_before(tokens, place - 1, nested=False)
        if outer in _FORETOLD and link == "for":  # "the forecast for global growth"
            return name
        if outer in _EACH:  # "$2.52 a share on revenue of"
            return name
        if outer in _CHANGES and link == "in":
            return f"{outer} in {name}"
        if outer:  # "spending on schools", "price of oil"
            return f"{outer} of {name}" if link == "of" else outer
    return name


_TO_DO = words("pay repay raise spend invest cover get make take seek offer set avoid collect provide meet")
_ITS = words("company's firm's group's")  # whose it is, is known
_EXPECTED = re.compile(
    r"expect|plan|want|agree|order|force|need|hop|intend|promis|pledg|vow|urge|ask|set$|able$|had$|have$"
)
_DONE_TO = words("damage damages threat exports shipments deliveries sales aid")
_EACH = words("share unit barrel tonne ton year month week day million billion trillion m bn")
_CHANGES = words("reduction rise increase drop fall decline cut growth jump decrease")
_FORETOLD = words("forecast forecasts estimate estimates projection target outlook expectations")


def _is_verb_of(verb: Token, thing: Token) -> bool:
    """Say whether both end as "estimates damages" do: no plural stands before a plural but these."""
    plural = (_is_plural(one) for one in (verb, thing))
    return all(plural) and verb.key not in _PLURAL_ALWAYS


def _is_plural(token: Token) -> bool:
    return token.text.islower() and token.key.endswith("s") and not token.key.endswith("ss")


_PLURAL_ALWAYS = words("sales arms sports earnings savings operations systems securities goods bus gas")


def _is_past(token: Token) -> bool:
    return token.key in _PAST or (
        token.key.endswith("ed") and token.key not in {"united", "armed", "combined", "red"}
    )


_BEFORE_ATTRIBUTES = words("the a an new its their his her our")  # "the stolen goods"
_PAST = words("""
    stole made took found gave saw set sold won lost paid got left sent spent bought caught brought held
    goes go kept hold holds keep keeps led built cost cut drove fell grew knew met put ran rose shot showed
    struck taken told went thought felt
""")
_CROWDS = frozenset(word for word in PEOPLE if word in PLURALS or word.endswith("s"))
_VERBS = words("""
    include includes cover covers come comes go goes give gives help helps remain remains make makes
    show shows believe back support oppose think want live lives work works need needs use uses see sees
    face faces lead leads approve agree reject own earn feel favour favor like
    worth stay stays arrive travel leave belong get gets take takes say
""")


def phrase_after(tokens: list[Token], start: int) -> tuple[str, int] | None:
    """Return the noun phrase that begins at *start*, without its articles, and where it ends."""
    while at(tokens, start).key in {"the", "a", "an", "its", "his", "her", "their", "new", "all"}:
        start += 1
    place = start
    while place < len(tokens) and place - start < _LONGEST and _may_follow(tokens, place):
        bound = tokens[place - 1].text == "-"  # "foreign-funded poll"
        if place > start and not bound and _ends_before(tokens, place):
            break
        place += 1
    name = _plain(tokens[start:place])
    return (name, place) if name and at(tokens, start).key not in {"one", "two", "three"} else None


def _ends_before(tokens: list[Token], place: int) -> bool:
    """Say whether a verb or its subject begins at *place*: "residents identify", "the sum he cited"."""
    token, before = tokens[place], tokens[place - 1]
    named = token.capital and not before.capital and _is_past(at(tokens, place + 1))  # "figure Smith cited"
    crowd = before.key in _CROWDS and not token.key.endswith("s")
    return named or crowd or _is_past(token) or token.key in _VERBS


def _may_follow(tokens: list[Token], place: int) -> bool:
    """Say whether the noun phrase goes on: "over-claimed" is a word of its own."""
    token, bound = tokens[place], at(tokens, place + 1)
    if place and tokens[place - 1].text == "-" and tokens[place - 1].glued and token.glued:
        return token.kind == "word"  # "sun-like stars"
    named = token.key in _NOUNS_TOO and bound.kind == "word" and _in_phrase(bound)  # "rescue package"
    return named or (token.kind == "word" and bound.text == "-" and bound.glued) or _in_phrase(token)


_NOUNS_TOO = words("rescue fire launch release arrest")


def _in_phrase(token: Token) -> bool:
    if token.text == "-":
        return token.glued
    if token.kind != "word":
        return False
    if token.key.endswith("ing") and token.key not in NOT_VERBS and not token.capital:
        return False
    if token.key.endswith(("'re", "'ve", "'ll", "'m")):
        return False
    return token.key in _TELLING or not (
        token.key in FUNCTION_WORDS
        or token.key in OUTCOMES
        or (token.key.endswith("ly") and token.key not in _ADJECTIVES)
    )


_TELLING = words("fire us damage damages deaths injuries arrests casualties fatalities")


def _in_name(tokens: list[Token], place: int) -> bool:
    """Say whether the number or the "&" at *place* is a part of a name: "S&P 500", "Channel 5"."""
    token, before = tokens[place], at(tokens, place - 1)
    if token.text == "&":
        return token.glued and before.capital
    numbered = _NUMBERED.fullmatch(token.text) is not None and not token.glued
    return numbered and before.capital and before.key not in FUNCTION_WORDS | MONTHS


_NUMBERED = re.compile(r"(?!(?:19|20)\d\d)\d{1,4}")  # no year
_ADJECTIVES = words("daily weekly monthly quarterly yearly early elderly family supply monopoly italy july")


def _plain(tokens: list[Token]) -> str | None:
    words: list[str] = []
    for place, token in enumerate(tokens):
        possessed = token.key.endswith("'s") and NATIONS.get(token.key)  # "Russia's budget"
        named = token.capital and (
            token.start
            or (token.text.isupper() and len(token.text) > 1)
            or token.key.endswith("'s")
            or at(tokens, place + 1).capital  # "Home Depot shares"
        )
        word = possessed or (token.text if named else as_written(token, titled=True))
        if words and (token.text in {"-", "&"} or words[-1].endswith(("-", "&"))):
            words[-1] += word
        elif token.kind != "mark" and token.key not in UNTELLING | _ITS:
            words.append(word)
    name = " ".join(words).strip("- ")
    shortest = 3
    return name if len(name) >= shortest and not name.endswith(("'s", "’s")) else None


def named_after(tokens: list[Token], place: int) -> str | None:
    """Return the noun phrase at *place*, if one begins there."""
    token = at(tokens, place)
    bound = at(tokens, place + 1).text == "-" and at(tokens, place + 1).glued  # "over-claimed interest"
    if token.kind != "word" or (token.key in FUNCTION_WORDS and token.key not in ARTICLES and not bound):
        return None
    found = phrase_after(tokens, place)
    return found[0] if found else None
