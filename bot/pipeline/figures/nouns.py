"""The noun phrase beside an amount, in the form in which two articles that mean the same say the same."""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.tokens import Token, at
from bot.pipeline.figures.words import (
    ALIVE,
    AUXILIARIES,
    BARE,
    COUNTRIES,
    EXCLUDED,
    FIGHTERS,
    FUNCTION_WORDS,
    MONTHS,
    NATIONS,
    OUTCOMES,
    PEOPLE,
    PEOPLES,
    PEOPLES_ALIKE,
    PLURALS,
    SINGULAR_S,
    THINGS,
    TROOPS,
    UNTELLING,
    WEAPONS,
    words,
)

_LONGEST = 6  # words of a counted noun with what stands before it
_COUNTED = ALIVE | WEAPONS | THINGS
_SILENT = UNTELLING | MONTHS | words("other strong member")  # before a noun they name nothing
_MILITARY = {"personnel", "servicemen", "members", "men", "forces"}
_SAME_HEADS = {
    **dict.fromkeys(TROOPS, "troops"),
    **dict.fromkeys(["person", "persons", "others", "lives", "life", "bodies"], "people"),
    **dict.fromkeys(["police", "policemen", "policeman"], "police officers"),
    **dict.fromkeys(["uav", "uavs"], "drones"),
    "home": "homes",
    "child": "children",
    "man": "men",
    "woman": "women",
    "mps": "lawmakers",
}


class Noun(NamedTuple):
    """A counted noun: its canonical name, its last word, and where it ends in the tokens."""

    name: str
    head: str
    end: int
    fights: bool
    state: str | None  # "two wounded men": what an adjective says of them


def counted_noun(tokens: list[Token], start: int, *, single: bool, titled: bool) -> Noun | None:
    """Return the plural noun phrase that begins at *start* (a singular one where *single*); None without one.

    Where the sentence is *titled* (A Headline Like This), capitals tell nothing.
    """
    place = start
    head = -1
    while place < len(tokens) and place - start < _LONGEST:
        token = tokens[place]
        if token.text == "-" and token.glued and place > start and at(tokens, place + 1).glued:
            place += 1  # "anti-tank missiles"
            continue
        if token.kind == "number" and token.glued and at(tokens, place - 1).text == "-" and place - 1 > start:
            place += 1  # "AK-47 rifles"
            continue
        if token.kind != "word" or _ends(token, place - start):
            break
        alone = token.key in PEOPLES_ALIKE and token.capital and not titled and _is_alone(tokens, place)
        if alone or (_is_head(token, single=single) and not _goes_on(tokens, place)):
            head = place
            break
        place += 1
    if head < 0:
        return None
    last = tokens[head].key
    people = not titled and _is_people(tokens[head])
    known = people or last in _COUNTED or last in PEOPLES or last in PEOPLES_ALIKE
    if last in EXCLUDED or (tokens[head].capital and not titled and not known):
        return None
    return _named(tokens, start, head, titled=titled)


def _is_alone(tokens: list[Token], place: int) -> bool:
    """Say whether no noun can follow: "1.4 million Lebanese have fled", not "1,000 Lebanese soldiers"."""
    after = at(tokens, place + 1)
    ends = after.key in FUNCTION_WORDS or after.key in AUXILIARIES or after.key in OUTCOMES
    return after.kind != "word" or ends


def _ends(token: Token, seen: int) -> bool:
    """Say whether the noun phrase can't hold this word."""
    word = token.key
    if word in {"of", "the", "other"} and seen == 0:
        return word == "of"
    if word.endswith("ing") and word not in _NOT_VERBS:
        return True
    return word in FUNCTION_WORDS and word not in {"us", "other", "more", "own", "such"}


_NOT_VERBS = words("""
    polling voting fishing sleeping leading training housing wedding cleaning mining shipping refuelling
    building remaining existing missing trading operating landing manufacturing engineering nursing
    banking borrowing lending spending funding living outstanding surviving participating floating flying
    parking shooting
""")


def _is_people(token: Token) -> bool:
    """Say whether a people is counted by its name: "two Singaporeans", "12 Ecuadorians"."""
    return token.capital and token.key.endswith(_OF_A_PEOPLE) and len(token.key) >= _SHORTEST_PEOPLE


_OF_A_PEOPLE = ("ians", "eans", "cans")
_SHORTEST_PEOPLE = 7  # letters


def _is_head(token: Token, *, single: bool) -> bool:
    word = token.key
    if word in PLURALS or word.endswith(("children", "women", "workmen")):
        return word not in OUTCOMES or word == "lives"
    if word in PEOPLES:
        return True
    if single and word in _COUNTED:
        return True
    shortest = 4
    return (
        len(word) >= shortest
        and word.endswith("s")
        and not word.endswith(("ss", "'s", "us", "sis"))
        and word not in SINGULAR_S
        and not token.text.isupper()
    )


def _goes_on(tokens: list[Token], place: int) -> bool:
    """Say whether the plural at *place* stands before the noun that is counted: "police officers"."""
    after = at(tokens, place + 1)
    if after.kind != "word" or after.key in FUNCTION_WORDS:
        return False
    plural = after.key in PLURALS or after.key.endswith("s")
    return plural and after.key in _COUNTED and after.key not in OUTCOMES and not after.capital


def _named(tokens: list[Token], start: int, head: int, *, titled: bool) -> Noun:
    """Return the noun that ends with the token at *head*, without what tells nothing."""
    nation, place = _nation(tokens, start, head)
    telling, state = _telling(tokens[place:head], titled=titled)
    last = tokens[head].key
    if last in _MILITARY and telling[-1:] in (["military"], ["service"]):
        last = "troops"
        telling.pop()
    if last in PEOPLES or last in PEOPLES_ALIKE or (not titled and _is_people(tokens[head])):
        whole = f"{tokens[head - 1].key} {last}" if head > start else last  # "North Koreans"
        people = PEOPLES.get(whole) or PEOPLES.get(last) or PEOPLES_ALIKE.get(last, tokens[head].text)
        name = " ".join([*telling, people])
        return Noun(name, "people", head + 1, fights=False, state=state)
    nation = nation or _from_country(tokens, head + 1, last)
    if telling[-1:] == ["police"] and last == "officers":
        last = "police"
        telling.pop()
    if f"{last}s" in _COUNTED:
        last += "s"  # "one missile"
    name = _SAME_HEADS.get(last, last)
    if last == "prisoners" and at(tokens, head + 1).key == "of" and at(tokens, head + 2).key == "war":
        name = " ".join(filter(None, [nation, *telling, "prisoners of war"]))
        return Noun(name, last, head + 3, fights=False, state=state)
    if last == tokens[head].key and tokens[head].text[1:] != last[1:]:
        name = _as_written(tokens[head], titled=titled)  # "iPhones"
    return Noun(" ".join(filter(None, [nation, *telling, name])), name, head + 1, name in FIGHTERS, state)


def _telling(tokens: list[Token], *, titled: bool) -> tuple[list[str], str | None]:
    """Return the words before a noun that tell something, and what an adjective says has happened."""
    telling: list[str] = []
    state: str | None = None
    for token in tokens:
        if token.key in OUTCOMES and token.key in BARE:
            state = OUTCOMES[token.key]
        elif token.kind == "number" and telling:
            telling[-1] += f"-{token.text}"  # "AK-47 rifles"
        elif token.kind == "word" and token.key not in _SILENT:
            telling.append(_as_written(token, titled=titled))
    return telling, state


def _as_written(token: Token, *, titled: bool) -> str:
    """Return the word of a name as it stands, any other in small letters."""
    inner = not token.text[1:].islower() and not token.text.isupper()  # "iPhones", "McDonald's"
    return token.text if inner or (token.capital and not titled) else token.key


def _from_country(tokens: list[Token], end: int, head: str) -> str:
    """Return the nation of those "from North Korea", or nothing."""
    if at(tokens, end).key != "from" or head not in ALIVE:
        return ""
    pair = f"{at(tokens, end + 1).key} {at(tokens, end + 2).key}"
    return COUNTRIES.get(pair) or COUNTRIES.get(at(tokens, end + 1).key, "")


def _nation(tokens: list[Token], start: int, head: int) -> tuple[str, int]:
    """Return the nation among the first words of a noun phrase, and where the words after it begin."""
    for place in range(start, head + 1):
        token = tokens[place]
        pair = f"{token.key} {at(tokens, place + 1).key}"
        if place < head and pair in NATIONS:
            return NATIONS[pair], place + 2
        if token.key in NATIONS and place < head and token.capital:
            return NATIONS[token.key], place + 1
        if token.key not in _SILENT:
            break
    return "", start


def phrase_before(tokens: list[Token], end: int, *, nested: bool = True) -> str | None:
    """Return the noun phrase that ends before *end*, without its articles; None where no noun does.

    Its capitals stay only where they begin a name.
    """
    place = end
    while (
        place > 0
        and end - place < _LONGEST
        and (_in_phrase(tokens[place - 1]) or at(tokens, place).text == "-")
        and (not _is_past(tokens[place - 1]) or at(tokens, place - 2).key in _BEFORE_ATTRIBUTES)
        and not (tokens[place - 1].glued and at(tokens, place - 2).kind == "number")  # "4Q profit"
    ):
        place -= 1
    if at(tokens, place - 1).text == "-" and at(tokens, place - 2).kind == "number":
        place += 1  # "12.9-inch tablets"
    name = _plain(tokens[place:end])
    one_such = at(tokens, place - 1).key in {"a", "an"}  # "bought the firm in a deal": the deal
    place -= one_such or at(tokens, place - 1).key == "the"  # "inflation in the euro zone"
    link = at(tokens, place - 1).key
    harms = link == "to" and at(tokens, place - 2).key in _DONE_TO
    linked = link == "of" or (not one_such and link in {"on", "in", "for", "at", "from"})
    if name and nested and (linked or harms):
        outer = phrase_before(tokens, place - 1, nested=False)
        if outer in _FORETOLD and link == "for":  # "the forecast for global growth"
            return name
        if outer:  # "spending on schools", "price of oil"
            return f"{outer} of {name}" if link == "of" else outer
    return name


_DONE_TO = words("damage damages threat exports shipments deliveries sales aid")
_FORETOLD = words("forecast forecasts estimate estimates projection target outlook expectations")


def _is_past(token: Token) -> bool:
    return token.key in _PAST or (
        token.key.endswith("ed") and token.key not in {"united", "armed", "combined", "red"}
    )


_BEFORE_ATTRIBUTES = words("the a an new its their his her our")  # "the stolen goods"
_PAST = words("""
    stole made took found gave saw set sold won lost paid got left sent spent bought caught brought held
    kept hold holds keep keeps led built cost cut drove fell grew knew met put ran rose shot showed struck
    taken told went
""")


_CROWDS = frozenset(word for word in PEOPLE if word in PLURALS or word.endswith("s"))
_VERBS = words("""
    include includes cover covers come comes go goes give gives help helps remain remains make makes
    show shows believe back support oppose think want live lives work works need needs use uses see sees
    face faces approve agree reject own earn feel favour favor like get gets take takes say
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
    return (token.kind == "word" and bound.text == "-" and bound.glued) or _in_phrase(token)


def _in_phrase(token: Token) -> bool:
    if token.text == "-":
        return token.glued
    if token.kind != "word":
        return False
    if token.key.endswith("ing") and token.key not in _NOT_VERBS and not token.capital:
        return False
    if token.key.endswith(("'re", "'ve", "'ll", "'m")):
        return False
    return token.key in {"us", "damage", "damages"} or not (
        token.key in FUNCTION_WORDS
        or token.key in OUTCOMES
        or (token.key.endswith("ly") and token.key not in _ADJECTIVES)
    )


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
        word = possessed or (token.text if named else _as_written(token, titled=True))
        if words and (token.text == "-" or words[-1].endswith("-")):
            words[-1] += word
        elif token.kind == "word" and token.key not in UNTELLING:
            words.append(word)
    name = " ".join(words).strip("- ")
    shortest = 3
    return name if len(name) >= shortest and not name.endswith(("'s", "’s")) else None
