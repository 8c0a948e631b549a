"""Who says a figure: "according to the Pentagon", "Blinken said", "Kyiv claims"."""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.names import ORGANISATION, ROLES, name_of
from bot.pipeline.figures.tokens import Token, at
from bot.pipeline.figures.words import FUNCTION_WORDS, words

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
_HELD = words("believes believe believed expects expected thinks reckons")  # what somebody else may tell
_COUNTS = words("poll polls survey count tally analysis estimate study")  # "an exit poll by Edison"
_BESIDE = _COUNTS | _FIGURES | {"according"}
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
        return name_of(tokens, *_right(tokens, place + 2))
    if word in _FIGURES and at(tokens, place - 1).key.endswith("'s"):
        return name_of(tokens, *_left(tokens, place))
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
        end, following = place, name_of(tokens, *_right(tokens, place + 2))
    elif before.text in _QUOTED and tokens[place].key in {"said", "says"}:
        following = name_of(tokens, *_right(tokens, _past_office(tokens, place + 1)))
    if following or before.text == ",":
        speaker = following or name_of(tokens, *_left(tokens, _apposition(tokens, end - 1)))
        return Attribution(speaker, place) if speaker else None
    start, _ = _left(tokens, end)
    if at(tokens, start - 1).key in {"in", "at"} and at(tokens, start - 2).key in ROLES:
        end = start - 1  # "the health ministry in Lebanon said"
    speaker = name_of(tokens, *_left(tokens, end))
    return Attribution(speaker, place) if speaker else None


_QUOTED = frozenset({",", '"', "”", "''", "'", "’"})  # may end what "said X" tells


def _past_office(tokens: list[Token], start: int) -> int:
    """Return where the name begins after "study co-author", "lead researcher"; *start* without such."""
    longest = 4
    for place in range(start, min(len(tokens), start + longest + 1)):
        token = tokens[place]
        if token.capital:
            return place
        if token.text != "-" and (token.kind != "word" or token.key in FUNCTION_WORDS | ROLES):
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
        or token.key in ROLES
        or (at(tokens, place + 1).key in ROLES and token.key.isalpha() and not token.key.endswith("ed"))
    )


def _heading(tokens: list[Token]) -> Attribution | None:
    """Return the speaker of a headline such as "Pentagon: About 10,000 troops"."""
    start, end = _right(tokens, 0)
    longest = 3
    if start == 0 and 0 < end <= longest and at(tokens, end).text == ":":
        speaker = name_of(tokens, 0, end)
        if speaker and (tokens[end - 1].key in ORGANISATION | ROLES or end > 1):
            return Attribution(speaker, end)
    return None
