"""The noun that an amount counts, in the form in which two articles that mean the same say the same."""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import (
    ALIVE,
    AUXILIARIES,
    BARE,
    COUNTRIES,
    EXCLUDED,
    FIGHTERS,
    FUNCTION_WORDS,
    MODALS,
    MONTHS,
    NATIONS,
    NOT_VERBS,
    OUTCOMES,
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
    **dict.fromkeys(["person", "persons", "others", "lives", "life"], "people"),
    **dict.fromkeys(["police", "policemen", "policeman"], "police officers"),
    **dict.fromkeys(["uav", "uavs"], "drones"),
    "injury": "injuries",
    "death": "deaths",
    "fatality": "fatalities",
    "home": "homes",
    "child": "children",
    "man": "men",
    "woman": "women",
    "mps": "lawmakers",
    "demonstrators": "protesters",
}


# What every drone of a war is called, or none is.
_OF_DRONES = words("attack strike combat enemy hostile kamikaze explosive")


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
        if token.text in _QUOTES and (place > start or _is_quoted(tokens, place)):
            place += 1  # '29 "kamikaze" drones'
            continue
        if token.kind != "word" or (_ends(token, place - start) and not _is_adjective(tokens, place, start)):
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


_QUOTES = {'"', "“", "”", "‘", "’", "'", "`"}


def _is_quoted(tokens: list[Token], place: int) -> bool:
    """Say whether the few words behind the mark at *place* stand in quotation marks."""
    return any(at(tokens, end).text in _QUOTES for end in range(place + 2, place + 4))


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
    if word.endswith("ing") and word not in NOT_VERBS:
        return True
    return word in FUNCTION_WORDS and word not in {"us", "other", "more", "own", "such"}


def _is_adjective(tokens: list[Token], place: int, start: int) -> bool:
    """Say whether a word in "ing" tells of the noun behind it: "thousands of evolving galaxies"."""
    first = place == start and at(tokens, place - 1).key == "of"
    return first and tokens[place].key.endswith("ing") and _is_head(at(tokens, place + 1), single=False)


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
    if tokens[place].text == "States" and tokens[place - 1].text == "United":
        return True
    plural = after.key in PLURALS or after.key.endswith("s")
    return plural and after.key in _COUNTED and after.key not in OUTCOMES and not after.capital


def _named(tokens: list[Token], start: int, head: int, *, titled: bool) -> Noun:
    """Return the noun that ends with the token at *head*, without what tells nothing."""
    nation, place = _nation(tokens, start, head)
    telling, state = _telling(tokens[place:head], titled=titled)
    last = tokens[head].key
    if (last in _MILITARY or last in TROOPS) and telling[-1:] in (["military"], ["service"]):
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
    if name == "drones":
        telling = [word for word in telling if word not in _OF_DRONES]
    if last == "prisoners" and at(tokens, head + 1).key == "of" and at(tokens, head + 2).key == "war":
        name = " ".join(filter(None, [nation, *telling, "prisoners of war"]))
        return Noun(name, last, head + 3, fights=False, state=state)
    if name == tokens[head].key and tokens[head].text[1:] != name[1:]:
        name = as_written(tokens[head], titled=titled)  # "iPhones"
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
            telling.append(as_written(token, titled=titled))
    return telling, state


def as_written(token: Token, *, titled: bool) -> str:
    """Return the word of a name as it stands, any other in small letters."""
    inner = not token.text[1:].islower() and not token.text.isupper()  # "iPhones", "McDonald's"
    return token.text if inner or (token.capital and not titled) else token.key


def _from_country(tokens: list[Token], end: int, head: str) -> str:
    """Return the nation of those "from North Korea", or nothing."""
    if at(tokens, end).key != "from" or head not in ALIVE:
        return ""
    pair = f"{at(tokens, end + 1).key} {at(tokens, end + 2).key}"
    return COUNTRIES.get(pair) or COUNTRIES.get(at(tokens, end + 1).key, "")


def sender_of(tokens: list[Token], start: int) -> str:
    """Return whose those are that are sent, "North Korea has sent 10,000 troops", or nothing.

    Their number, with its hedge, begins at *start*.
    """
    place = start - 1
    if keys(tokens, place - 1, start) == ("deployment", "of"):
        place -= 2
    elif at(tokens, place).key in _SENDS:
        while at(tokens, place - 1).key in AUXILIARIES | MODALS:
            place -= 1
        place -= 1
    else:
        return ""
    land = at(tokens, place).key.removesuffix("'s")
    pair = f"{at(tokens, place - 1).key} {land}"
    return COUNTRIES.get(pair) or nation_of(land)


def nation_of(land: str) -> str:
    """Return the nation that the name of a country, a nation or a capital, in small letters, means."""
    return COUNTRIES.get(land) or NATIONS.get(land) or _CAPITALS.get(land, "")


_CAPITALS = {
    "pyongyang": "North Korean",
    "moscow": "Russian",
    "kyiv": "Ukrainian",
    "washington": "US",
    "tehran": "Iranian",
    "jerusalem": "Israeli",
    "islamabad": "Pakistani",
    "delhi": "Indian",
}
_SENDS = words("sent send sends sending deployed deploy deploys deploying dispatched dispatching moved")


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
