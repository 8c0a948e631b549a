"""What an amount counts and what happened to it: "North Korean troops", "people killed", "drones shot down"."""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.nouns import Noun, counted_noun, phrase_after
from bot.pipeline.figures.numbers import number_at
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import (
    AUXILIARIES,
    BARE,
    CAPTURED,
    CASUALTIES,
    EXCLUDED,
    FIGHTERS,
    FUNCTION_WORDS,
    GOVERNING,
    INJURED,
    KILLED,
    MODALS,
    NEGATIONS,
    OUTCOMES,
    PARTIAL,
    PEOPLE,
    THINGS,
    WEAPONS,
    WOUNDED,
    words,
)

_REACH = 7  # words after a noun in which its verb is looked for
_BACK = 6  # words before an amount in which the verb that governs it is looked for
_OPEN_FROM = 10  # below it only nouns that the ledger knows are counted
_KNOWN = PEOPLE | FIGHTERS | WEAPONS | THINGS
_LOSSES = words("deaths fatalities injuries casualties")
_TOLL = words("toll count tally number total figure estimate strength")
_BETWEEN = words("""
    a an the of team group crew band force contingent family convoy fleet total estimated people and
    , some as many the all another
""")


class Counted(NamedTuple):
    """What is counted; `whole` where the sentence does not make it a part of something larger."""

    subject: str
    outcome: str | None
    head: str
    whole: bool
    end: int
    thing: str = "people"  # the subject without its outcome


def happened(one: Counted, outcome: str) -> Counted:
    """Return *one* with the outcome that it shares with what is counted after it."""
    noun = Noun(one.thing, one.head, one.end, one.head in FIGHTERS, None)
    return one._replace(subject=_subject(noun, outcome), outcome=outcome)


def counted(tokens: list[Token], amount: Amount, *, titled: bool, before: Counted | None) -> Counted | None:
    """Return what *amount* counts; None in doubt. *before* is what the amount before it counted."""
    if _ratio(tokens, amount) is not None:
        return _ratio(tokens, amount)
    value = amount.low if amount.low is not None else amount.high
    single = value == 1
    start = amount.end
    of_the = at(tokens, start).key == "of" and not single
    noun = _strong(tokens, start) or counted_noun(tokens, start + of_the, single=single, titled=titled)
    if of_the and number_at(tokens, start + 2) is not None:
        return None  # "three of the seven"
    if of_the and noun is not None and at(tokens, start + 1).key in FUNCTION_WORDS - {"the"}:
        return None
    if noun is None:
        return _bare(tokens, amount, before)
    if not _worth_counting(tokens, amount, noun, single=single):
        return None
    outcome = _outcome(tokens, amount, noun, before)
    if outcome == "":
        return None  # negated
    if at(tokens, noun.end - 1).key == "others" and before is not None and before.outcome:
        noun = noun._replace(name=before.thing, head=before.head, fights=before.head in FIGHTERS)
    if single and outcome is None:
        return None
    whole = _is_whole(tokens, amount, noun, outcome) and not of_the
    return Counted(_subject(noun, outcome), outcome, noun.head, whole, noun.end, noun.name)


def _strong(tokens: list[Token], start: int) -> Noun | None:
    """Return the noun of a "10-strong team of inspectors", a "10,000-strong North Korean contingent"."""
    if at(tokens, start).text != "-" or at(tokens, start + 1).key not in {"strong", "member"}:
        return None
    found = phrase_after(tokens, start + 2)
    if found is None:
        return None
    name, end = found
    if at(tokens, end).key == "of" and (inner := counted_noun(tokens, end + 1, single=False, titled=False)):
        return inner
    return Noun(
        name, "troops" if name.endswith(("force", "contingent")) else "members", end, fights=False, state=None
    )


def _ratio(tokens: list[Token], amount: Amount) -> Counted | None:
    """Return "North Korean troops per interpreter" of "one interpreter for every 30 North Korean soldiers"."""
    before = amount.start
    if at(tokens, before - 1).key not in {"per", "every", "each"}:
        return None
    place = before - (2 if at(tokens, before - 2).key == "for" else 1)
    thing = at(tokens, place - 1)
    noun = counted_noun(tokens, amount.end, single=False, titled=False)
    if (
        noun is None
        or at(tokens, place - 2).key not in {"one", "a", "an", "single"}
        or thing.key in FUNCTION_WORDS
    ):
        return Counted("", None, "", whole=False, end=amount.end)
    return Counted(f"{noun.name} per {thing.key}", None, noun.head, whole=False, end=noun.end)


def _worth_counting(tokens: list[Token], amount: Amount, noun: Noun, *, single: bool) -> bool:
    """Say whether so many of this noun are a figure; small numbers of anything are mere words."""
    if noun.head in EXCLUDED or (single and at(tokens, amount.end).key == "of"):
        return False
    if noun.head in _KNOWN or noun.head == "police officers":
        return True
    value = amount.low if amount.low is not None else amount.high
    return (
        value is not None
        and value >= _OPEN_FROM
        and not (at(tokens, amount.end).capital and not amount.digits)
    )


def _subject(noun: Noun, outcome: str | None) -> str:
    if noun.name in _LOSSES:
        return f"people {OUTCOMES[noun.name]}"
    if outcome is None or noun.head in _LOSSES:
        return noun.name
    if outcome == INJURED and noun.fights:
        outcome = WOUNDED
    return f"{noun.name} {outcome}"


def _outcome(tokens: list[Token], amount: Amount, noun: Noun, before: Counted | None) -> str | None:
    """Return what happened; "" where the sentence denies it, None where it was simply there."""
    governed = _governing(tokens, amount.start)
    if governed is not None:
        return governed
    after = _after(tokens, noun.end)
    if after is not None:
        return after
    if noun.head == "people" and at(tokens, noun.end - 1).key == "lives":
        return KILLED
    joined = at(tokens, amount.start - 1).key in {"and", ",", "&"} and before is not None
    if joined and before is not None and before.outcome and amount.start - before.end <= _BACK:
        gap = tokens[before.end : amount.start]
        if all(token.key in {"and", ",", "&", "as", "well"} for token in gap):
            return before.outcome
    return OUTCOMES[noun.head] if noun.head in _LOSSES else noun.state


def _after(tokens: list[Token], start: int) -> str | None:
    """Return the outcome that a verb after the noun tells: "were killed", "shot dead", "who died"."""
    negated = passive = False
    place = start
    if at(tokens, place).text == "," and at(tokens, place + 1).key == "who":
        place += 2
    while place < min(len(tokens), start + _REACH):
        token = tokens[place]
        if token.key in NEGATIONS:
            negated = True
        elif token.key == "taken" and at(tokens, place + 1).key in {"prisoner", "captive", "hostage"}:
            return "" if negated else CAPTURED
        elif token.key == "shot" and at(tokens, place + 1).key == "down":
            return "" if negated else "shot down"
        elif place == start and (further := _past_a_phrase(tokens, place)) is not None:
            place = further
            continue
        elif token.key in OUTCOMES and token.key not in {"lives", "life", "fire", "deaths", "death"}:
            return _told(tokens, start, place, negated=negated, passive=passive)
        elif token.key in {"lost"} or token.key not in AUXILIARIES:
            if token.key not in MODALS and not token.key.endswith("ly"):
                return None
        passive = passive or token.key in {
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "being",
            "left",
            "get",
            "got",
        }
        place += 1
    return None


def _past_a_phrase(tokens: list[Token], start: int) -> int | None:
    """Return where the verb begins after "from the village", "on board the ship"; None where none follows."""
    if at(tokens, start).text == ",":  # "four people, including a child, were killed"
        for place in range(start + 1, min(len(tokens), start + _REACH)):
            if tokens[place].text == ",":
                return (
                    place + 1 if at(tokens, place + 1).key in {"was", "were", "have", "had", "has"} else None
                )
        return None
    if at(tokens, start).key not in {"from", "in", "at", "on", "aboard", "of"}:
        return None
    for place in range(start + 1, min(len(tokens), start + _REACH)):
        word = tokens[place].key
        if word in {"was", "were", "have", "had", "has"}:
            return place
        if tokens[place].kind != "word" or word in {
            "who",
            "that",
            "which",
            "when",
            "after",
            "as",
            "and",
            "to",
        }:
            return None
    return None


def _told(tokens: list[Token], start: int, place: int, *, negated: bool, passive: bool) -> str | None:
    """Return the outcome of the verb at *place*, as far as it happened to the noun before it."""
    word = tokens[place].key
    if negated:
        return ""
    outcome = OUTCOMES[word]
    intransitive = {
        "dead",
        "died",
        "die",
        "dies",
        "dying",
        "missing",
        "homeless",
        "hurt",
        "perished",
        "drowned",
    }
    after = at(tokens, place + 1)
    if word.endswith("ing") and word not in intransitive:
        return None
    if word not in intransitive and not passive:
        # "22 people killed in" happened to them; "22 soldiers captured the village" was done by them.
        if not word.endswith(("ed", "en", "ne", "lain")) and word not in {"shot", "lost", "freed"}:
            return None
        acts = after.kind == "word" and after.key not in FUNCTION_WORDS and not after.key.endswith("ly")
        if acts or after.kind == "number" or after.key in {"the", "a", "an", "its", "his", "their", "some"}:
            return None
    pair = keys(tokens, place + 1, place + 3)
    if outcome in {KILLED, INJURED} and pair and pair[0] in {"or", "and"} and len(pair) > 1:
        other = OUTCOMES.get(pair[1])
        if other in {KILLED, INJURED} and other != outcome:
            return CASUALTIES
    return outcome


def _governing(tokens: list[Token], start: int) -> str | None:
    """Return the outcome of the verb whose object the amount is: "killing at least 22", "shot down 30"."""
    place = start - 1
    seen = 0
    while place >= 0 and seen < _BACK:
        token = tokens[place]
        word = token.key
        if word == "down" and at(tokens, place - 1).key in {"shot", "shoot", "shooting", "shoots"}:
            return "shot down"
        if word in {"claimed", "claims", "claiming"}:
            return None
        if word == "prisoner" and at(tokens, place - 1).key in {"took", "taken", "taking", "take"}:
            return CAPTURED
        if word in GOVERNING:
            if at(tokens, place - 1).key in {"was", "were", "been", "be", "is", "are"} or word in {"fire"}:
                return None
            return OUTCOMES[word] if not _negated_before(tokens, place) else ""
        if word not in _BETWEEN:
            return None
        if word in {"and", ","}:
            return None
        place -= 1
        seen += 1
    return None


def _negated_before(tokens: list[Token], place: int) -> bool:
    return any(key in NEGATIONS for key in keys(tokens, place - 3, place))


def _is_whole(tokens: list[Token], amount: Amount, noun: Noun, outcome: str | None) -> bool:
    """Say whether the sentence gives all of the subject rather than a part of it, or a possibility."""
    inside = {token.key for token in tokens[amount.end : noun.end]}
    around = set(keys(tokens, amount.start - 4, amount.start))
    if {"each", "every", "per", "including", "among", "includes", "included", "include"} & around:
        return False
    part = PARTIAL & (inside | set(keys(tokens, amount.start - 2, amount.start)))
    if part and not (outcome == INJURED and not part & {"more", "additional", "extra", "further"}):
        return False
    following = set(keys(tokens, noun.end, noun.end + 4))
    if {"each", "apiece"} & following or at(tokens, amount.start - 1).key in {"those", "these", "his", "her"}:
        return False
    if outcome is not None:
        return not (MODALS & (following | set(keys(tokens, amount.start - 4, amount.start))))
    return True


def _bare(tokens: list[Token], amount: Amount, before: Counted | None) -> Counted | None:
    """Return what an amount without a noun counts: "22 dead", "killing 22", "a death toll of 22"."""
    word = at(tokens, amount.end).key
    place = amount.end
    partial = word in PARTIAL
    if partial:
        place += 1
        word = at(tokens, place).key
    if word in {"was", "were", "are", "have", "had", "has"}:
        outcome = _after(tokens, place)
        if not outcome:
            return None
        whole = not MODALS & set(keys(tokens, place, place + 4)) and (not partial or outcome == INJURED)
        if before is not None and before.outcome:  # "three soldiers died and 11 were wounded"
            return happened(before._replace(whole=whole, end=place), outcome)
        return _people(outcome, place, whole=whole)
    if word in BARE:
        outcome = _told(
            tokens, place, place, negated=False, passive=at(tokens, place + 1).key not in {"the", "a", "an"}
        )
        return _people(outcome, place + 1, whole=not partial or outcome == INJURED) if outcome else None
    if (value := amount.low if amount.low is not None else amount.high) == 1 or value is None:
        return None
    governed = _governing(tokens, amount.start)
    if governed in {KILLED, INJURED} and (
        word in FUNCTION_WORDS or place >= len(tokens) or not word.isalpha()
    ):
        if word == "of" or at(tokens, amount.start - 1).key in {"by", "with"}:
            return None
        return _people(governed, place, whole=not partial)
    toll = _toll(tokens, amount)
    if toll is not None:
        return toll
    if before is not None and before.outcome and at(tokens, amount.start - 1).key == "to":
        return None
    return None


def _people(outcome: str | None, end: int, *, whole: bool) -> Counted | None:
    return Counted(f"people {outcome}", outcome, "people", whole, end) if outcome else None


def _toll(tokens: list[Token], amount: Amount) -> Counted | None:
    """Return what a number of is told: "the death toll rose to 22", "the number of soldiers at 8,000"."""
    link = at(tokens, amount.start - 1).key
    if link not in {
        "to",
        "at",
        "of",
        "is",
        "was",
        "reached",
        "hit",
        "hits",
        "reaches",
        ":",
        "passes",
        "passed",
        "tops",
        "topped",
    }:
        return None
    reach = 12
    for place in range(amount.start - 2, max(-1, amount.start - 2 - reach), -1):
        token = tokens[place]
        if token.text in {",", ";"} or token.kind == "number":
            return None
        if token.key not in _TOLL:
            continue
        if token.key == "toll":
            dead = at(tokens, place - 1).key not in {"injury", "casualty"}
            return _people(KILLED, amount.end, whole=True) if dead else None
        if at(tokens, place + 1).key != "of":
            return None
        start = place + 2
        while at(tokens, start).key in {"the", "its", "all"}:
            start += 1
        if (noun := counted_noun(tokens, start, single=False, titled=False)) is not None:
            outcome = _after(tokens, noun.end)
            return Counted(_subject(noun, outcome), outcome, noun.head, whole=True, end=amount.end)
        word = at(tokens, start).key
        if word in BARE and (found := phrase_after(tokens, start)) is None:
            return _people(OUTCOMES.get(word), amount.end, whole=True)
        return None
    return None
