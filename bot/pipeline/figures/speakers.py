"""Who says a figure: "according to the Pentagon", "Blinken said", "Kyiv claims"."""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.tokens import Token, at
from bot.pipeline.figures.words import COUNTRIES, FUNCTION_WORDS, NATIONS, PEOPLES, words

_SAYS = words("""
    said says say told tells claimed claims claim estimated estimates estimate believed believes believe
    announced announces reported reports confirmed confirms stated states warned warns added adds put
    puts thinks insisted declared declares revealed assessed assesses counted reckons acknowledged
    admitted raised expects expected recommended alleged alleges argued argues noted notes indicated indicates
    predicted predicts
""")
_FIGURES = words("""
    figure figures estimate estimates count number toll tally assessment claim claims
""")
_ROLES = words("""
    officials official police authorities spokesman spokeswoman spokesperson ministry government
    military army agency sources source analysts researchers media television tv president minister
    governor hospital firefighters service department office prosecutors rescuers doctors witnesses
    intelligence mayor general chief secretary commander commission committee institute survey centre
    center company officers investigators administration command staff navy bureau force
    diplomat diplomats lawmakers lawmaker adviser medics opposition sheriff coroner judge regulator watchdog
    scientists astronomers economists experts director chairman campaigners activists
""")
_SPOKES = words("spokesman spokeswoman spokesperson official officials")
_ORGANISATION = words("""
    ministry department institute agency university army police house council union nations survey
    organisation organization alliance confederation federation plc ltd
    center centre command office service bureau commission committee government guard forces force staff
    cross states kingdom korea arabia zealand lanka africa york kong pentagon kremlin news times post
    press television tv journal radio group company bank corporation corp inc hospital school security
    navy court parliament congress party research observatory foundation trust association monitor analytics
""")
_SAME = {
    "department of defense": "Pentagon",
    "defense department": "Pentagon",
    "u.s. department of defense": "Pentagon",
    "us department of defense": "Pentagon",
    "national intelligence service": "NIS",
    "u.s. geological survey": "USGS",
    "us geological survey": "USGS",
    "zelenskyy": "Zelensky",
    "zelenskiy": "Zelensky",
}
_HELD = words("believes believe believed expects expected thinks reckons")  # what somebody else may tell
_COUNTS = words("poll polls survey count tally analysis estimate study")  # "an exit poll by Edison"
_BESIDE = _COUNTS | _FIGURES | {"according"}
_RANKS = words("deputy senior former acting top outgoing assistant vice")
_OFFICIALS = words("official officials")
_VAGUE = words("source general chief")  # alone they name nobody
_PRONOUNS = words("he she they it")
_SKIPPED = words("""
    has have had also later earlier previously already reportedly now would will
""")
_BOUNDARIES = frozenset({";", "but", "while", "whereas", "although", "though"})
_LONGEST = 8  # words of a name with its role
_BOUNDARY_COST = 100  # words


class Attribution(NamedTuple):
    """A speaker (None for "he said") and where the word stands that says so."""

    speaker: str | None
    place: int


def attributions(tokens: list[Token]) -> list[Attribution]:
    """Return who is quoted in a sentence, in order."""
    found: list[Attribution] = []
    for place, token in enumerate(tokens):
        if token.key in _SAYS and token.text != "States":  # the United States
            said = _saying(tokens, place)
        elif token.key not in _BESIDE:
            continue
        else:
            speaker = _named_beside(tokens, place)
            said = Attribution(speaker, place) if speaker else None
        if said is not None:
            found.append(said)
    if not found and (headed := _heading(tokens)):
        found.append(headed)
    return found


def _named_beside(tokens: list[Token], place: int) -> str | None:
    """Return who is named beside a word that is no verb: "according to X", "a poll by X", "X's estimate"."""
    word, link = tokens[place].key, at(tokens, place + 1).key
    if (word == "according" and link == "to") or (word in _COUNTS and link == "by"):
        return _name(tokens, *_right(tokens, place + 2))
    if word in _FIGURES and at(tokens, place - 1).key.endswith("'s"):
        return _name(tokens, *_left(tokens, place))
    return None


def speaker_of(tokens: list[Token], said: list[Attribution], number: int) -> Attribution | None:
    """Return the attribution that governs the number at *number*; None where the article itself speaks."""
    if not said:
        return None

    def distance(one: Attribution) -> int:
        first, last = sorted((one.place, number))
        crossed = any(tokens[place].key in _BOUNDARIES for place in range(first, last))
        return last - first + (_BOUNDARY_COST if crossed else 0)

    if len(said) > 1:  # "Washington believes that 8,000 are there, Blinken said": Blinken's word
        spoken = [one for one in said if one.speaker and tokens[one.place].key not in _HELD]
        said = spoken if any(distance(one) < _BOUNDARY_COST for one in spoken) else said
    nearest = min(said, key=distance)
    return nearest if distance(nearest) < _BOUNDARY_COST else None


def _saying(tokens: list[Token], place: int) -> Attribution | None:
    """Return the speaker of the verb at *place*; None where nobody known speaks."""
    end = place
    while at(tokens, end - 1).key in _SKIPPED:
        end -= 1
    if at(tokens, end - 1).key in _PRONOUNS:
        return Attribution(None, place)
    if at(tokens, end - 1).text == ")":  # "the Central Narcotics Bureau (CNB) said"
        end = next((back for back in range(end - 2, max(-1, end - 5), -1) if tokens[back].text == "("), end)
    before, following = at(tokens, end - 1), None
    if at(tokens, place + 1).key == "by":  # "announced by the ministry"
        end, following = place, _name(tokens, *_right(tokens, place + 2))
    elif before.text in _QUOTED and tokens[place].key in {"said", "says"}:
        following = _name(tokens, *_right(tokens, _past_office(tokens, place + 1)))
    if following or before.text == ",":
        speaker = following or _name(tokens, *_left(tokens, _apposition(tokens, end - 1)))
        return Attribution(speaker, place) if speaker else None
    start, _ = _left(tokens, end)
    if at(tokens, start - 1).key in {"in", "at"} and at(tokens, start - 2).key in _ROLES:
        end = start - 1  # "the health ministry in Lebanon said"
    speaker = _name(tokens, *_left(tokens, end))
    return Attribution(speaker, place) if speaker else None


_QUOTED = frozenset({",", '"', "”", "''", "'", "’"})  # may end what "said X" tells


def _past_office(tokens: list[Token], start: int) -> int:
    """Return where the name begins after "study co-author", "lead researcher"; *start* without such."""
    longest = 4
    for place in range(start, min(len(tokens), start + longest + 1)):
        token = tokens[place]
        if token.capital:
            return place
        if token.text != "-" and (token.kind != "word" or token.key in FUNCTION_WORDS | _ROLES):
            break
    return start


def _apposition(tokens: list[Token], comma: int) -> int:
    """Return where the name ends before an apposition: "Blinken, the Secretary of State, said"."""
    furthest = 16  # words
    for place in range(comma - 1, max(-1, comma - furthest), -1):
        if tokens[place].text == ",":
            return place
    return -1


def _left(tokens: list[Token], end: int) -> tuple[int, int]:
    start = end
    while start > 0 and end - start < _LONGEST and _belongs(tokens, start - 1):
        start -= 1
    if 0 < start < end and tokens[start - 1].text in {"-", "–"} and tokens[start].key in {"old", "star"}:
        start += 1  # the rest of "36-year-old" is no part of a name
    return start, end


def _right(tokens: list[Token], start: int) -> tuple[int, int]:
    while at(tokens, start).key in {"the", "a", "an", "mr", "mrs", "ms", "dr"}:
        start += 1
    end = start
    while end < len(tokens) and end - start < _LONGEST and _belongs(tokens, end):
        end += 1
    while end > start and tokens[end - 1].key in {"of", "for"}:
        end -= 1
    return start, end


def _belongs(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if token.kind != "word":
        return False
    if token.key in {"of", "for"}:
        return at(tokens, place + 1).capital and at(tokens, place - 1).capital
    if token.key in FUNCTION_WORDS and token.text not in {"US", "U.S."}:
        return False
    return (
        token.capital
        or token.key in _ROLES
        or (at(tokens, place + 1).key in _ROLES and token.key.isalpha() and not token.key.endswith("ed"))
    )


def _name(tokens: list[Token], start: int, end: int) -> str | None:
    """Return the name in tokens[start:end] as the ledger writes it: a last name, or an office."""
    if end <= max(start, 0):
        return None
    names = [token.text for token in tokens[max(start, 0) : end]]
    while names and names[0].lower() in _RANKS:
        names.pop(0)  # "Deputy Pentagon spokeswoman"
    if not names or (len(names) == 1 and (len(names[0]) == 1 or _is_adjective(names[0]))):
        return None  # what is left of "D. Smith" is no name, nor is the "Ukrainian" of "Ukrainian estimate"
    names[-1] = names[-1].removesuffix("'s").removesuffix("’s")
    if not any(name[0].isupper() for name in names):
        return " ".join(names) if names[-1] in _ROLES and names[0] not in _VAGUE else None
    spokes = next((place for place, name in enumerate(names) if name.lower() in _SPOKES), None)
    if spokes is None:
        return _person_or_office(names)
    if spokes and names[spokes].lower() not in _OFFICIALS:  # "Pentagon spokesman Pat Ryder"
        return _same(names[:spokes])
    return _same(names) if spokes == len(names) - 1 else _person_or_office(names[spokes + 1 :])


def _same(names: list[str]) -> str:
    """Return a name in the form in which all outlets' names for it are one."""
    taken = next((size for size in (2, 1) if len(names) > size and _nation(" ".join(names[:size]))), 0)
    if taken:  # "Russia's Defense Ministry" is the "Russian defence ministry" of others
        nation, rest = _nation(" ".join(names[:taken])) or "", " ".join(names[taken:])
        low = rest.lower().replace("defense", "defence")
        office = all(word in _OFFICES for word in low.split())
        if " ".join(names[:taken]) in _STATES_TOO or (names[taken - 1].lower() in _LANDS and not office):
            return " ".join(names)  # the "Georgia Bureau of Investigation" is no Georgian one
        names = [nation, low if office else rest]
        names = [rest] if rest.lower() in _SAME else names
    whole = " ".join(names)
    return _SAME.get(whole.lower(), whole)


_LANDS = frozenset(name.rsplit(" ", 1)[-1] for name in COUNTRIES)
_STATES_TOO = frozenset({"Georgia"})  # a country or a state of the US, if nobody says whose
_OFFICES = words("""
    defence foreign interior health energy emergency emergencies ministry air army navy military force forces
    police government official officials intelligence state media authorities service services lawmakers
""")


def _is_adjective(name: str) -> bool:
    """Say whether a name is a people's or its adjective: "Ukrainian", "Greeks", not "NATO", "Ukraine's"."""
    low = name.lower().replace("’", "'")
    return low in PEOPLES or (low in NATIONS and not name.isupper() and not low.endswith("'s"))


def _nation(name: str) -> str | None:
    """Return the adjective of "Russia's", "Russian"; None for another name."""
    low = name.lower().replace("’", "'")
    return COUNTRIES.get(low.removesuffix("'s")) or NATIONS.get(low)


_FULL_NAME = 2  # words


def _person_or_office(names: list[str]) -> str:
    """Return the last name of a person, the whole name of an office or a state."""
    lower = [name.lower() for name in names]
    last = lower[-1]
    if last in _ROLES or last in _ORGANISATION or ("of" in lower and not _ORGANISATION.isdisjoint(lower)):
        titled = "state" in lower and last not in _ROLES | _ORGANISATION  # "Secretary of State Blinken"
        return _same(names[-1:] if titled else names)
    if "of" in lower[_FULL_NAME:] and "republic" not in lower and _ROLES.isdisjoint(lower):
        names = names[: lower.index("of", _FULL_NAME)]  # "Anna Holm of Bonn"
    return _same([name for name in names if name[0].isupper()][-1:])


def _heading(tokens: list[Token]) -> Attribution | None:
    """Return the speaker of a headline such as "Pentagon: About 10,000 troops"."""
    start, end = _right(tokens, 0)
    longest = 3
    if start == 0 and 0 < end <= longest and at(tokens, end).text == ":":
        speaker = _name(tokens, 0, end)
        if speaker and (tokens[end - 1].key in _ORGANISATION | _ROLES or end > 1):
            return Attribution(speaker, end)
    return None
