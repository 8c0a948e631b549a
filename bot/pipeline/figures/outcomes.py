"""What happened to those who are counted, killed, wounded or captured: a verb beside them tells."""

from __future__ import annotations

from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.verbs import is_past
from bot.pipeline.figures.words import (
    ADVERBS,
    ARRESTED,
    AUXILIARIES,
    CAPTURED,
    CASUALTIES,
    DISPLACED,
    EVACUATED,
    FUNCTION_WORDS,
    GOVERNING,
    INJURED,
    KILLED,
    KILLED_OR_MISSING,
    MISSING,
    MODALS,
    NEGATIONS,
    OUTCOMES,
    SHOT,
    words,
)

DENIED = "denied"  # in the place of an outcome: the sentence says that it did not happen
SHOT_DOWN = "shot down"

_REACH = 7  # words after a noun in which its verb is looked for
_LONGEST_ASIDE = 14  # words: ", or 90% of the population, have"
_LONGEST_PHRASE = 14  # words: "of the coalition's force in the south and its allies were"
_BACK = 6  # words before an amount in which the verb that governs it is looked for
_BETWEEN = words("""
    a an the of team group crew band force contingent family convoy fleet total estimated people some as
    many all another other
""")
_BE = words("is are was were be been being left get got")
_FINITE = words("was were have had has")
SINGULAR = words("was is has")
_CLAUSES = NEGATIONS | words("who that which when after as to but while although though because")
_NOT_VERBS = words("lives life fire deaths death")
_INTRANSITIVE = words("dead died die dies dying missing homeless perished drowned")
_PARTICIPLES = ("ed", "en", "ne", "lain", "shot", "lost", "hurt")
_OBJECTS = words("the a an its his her their some")
_PHRASES = {
    **{(verb, "down"): SHOT_DOWN for verb in ["shot", "shoot", "shooting", "shoots"]},
    **{(verb, "dead"): KILLED for verb in ["shot", "shoot", "shooting", "shoots"]},
    **{(verb, "prisoner"): CAPTURED for verb in ["took", "taken", "taking", "take"]},
}
_HAPPENINGS = {  # before "of": "the deaths of at least four guards"
    **dict.fromkeys(words("death deaths killing killings murder murders slaying slayings"), KILLED),
    **dict.fromkeys(["arrest", "arrests", "detention"], ARRESTED),
    **dict.fromkeys(["kidnapping", "abduction"], "kidnapped"),
    "wounding": INJURED,
    "disappearance": MISSING,
    "evacuation": EVACUATED,
    "displacement": DISPLACED,
    "release": "freed",
    "rescue": "rescued",
    "capture": CAPTURED,
    "destruction": "destroyed",
}
# Near such a noun it has not happened: "demanded the release of", "attempted murder of".
_WISHED = words("""
    demand demands demanded demanding call calls called calling propose proposes proposed proposing
    proposal urge urges urged urging seek seeks sought seeking negotiate negotiates negotiated
    negotiating negotiations talks offer offers offered offering if until unless would could might may
    should will exchange deal plan plans planned planning plot plots plotted plotting threat threats
    threaten threatened threatening attempted attempting attempt attempts conspiracy conspiring
    conspired possible potential potentially hope hopes hoped hoping push pushing pushed prevent
    prevented pending await awaiting awaits without intended order ordered orders ordering request
    requested feared fears want wants wanted envisages envisage envisaged includes include require
    requires required discuss discussed discussing
""")
_WISHED_REACH = 8  # words
_BESIDE = words("accompanied escorted including along together backed led followed")
# Behind a noun, with a place or a purpose, before its own verb: "ballots headed to a station were burnt".
_STAYING = words("headed bound stuck based located accused suspected due born en")
_TO_COME = words("to will would could can may might should must shall")  # before a base form
_BASES = words("""
    kill injure wound hurt evacuate seize destroy capture arrest detain deport free displace intercept
""")
MANAGED = words("""
    managed manages able enough went goes continued continues helped helps used began begun failure led
    proceeded
""")
_TRYING = words("attempting attempted trying tried plotting planning conspiring intending")
_FATALLY = words("dead killed death")
_TAKEN = words("prisoner captive")


def outcome_after(tokens: list[Token], start: int, *, several: bool = False) -> str | None:
    """Return the outcome that a verb from *start* tells, "were killed", "who died", or DENIED.

    A verb in the singular is not that of *several*: "the man who robbed three women was killed".
    """
    if at(tokens, start).text == "," and at(tokens, start + 1).key == "who":
        start += 2
    negated = passive = False
    place = past_a_phrase(tokens, start)
    while place < min(len(tokens), start + 2 * _REACH):
        key, following = tokens[place].key, at(tokens, place + 1).key
        told = None
        if key == "taken":
            told = _taken(tokens, place + 1)
        elif key == "shot" and following == "down":
            told = SHOT_DOWN
        elif (following in _FATALLY and key in {"shot", "to"}) or (
            key == "shot" and at(tokens, place + 2).key in _FATALLY
        ):
            told = KILLED  # "shot dead", "burnt to death", "shot and killed"
        elif key == "shot" and following == "and":
            place += 2  # "shot and wounded"
            continue
        elif key in OUTCOMES and key not in _NOT_VERBS:
            told = told_by(tokens, place, passive=passive)
        elif (several and key in SINGULAR) or not (
            key in NEGATIONS or key in AUXILIARIES or key in MODALS or key.endswith("ly")
        ):
            return None
        if told is not None or key in OUTCOMES:
            return DENIED if negated and told else told
        negated = negated or key in NEGATIONS
        passive = passive or key in _BE
        place += 1
    return None


def _taken(tokens: list[Token], place: int) -> str | None:
    """Return what those are who are "taken prisoner", "taken into custody"."""
    if keys(tokens, place, place + 2) == ("into", "custody"):
        return ARRESTED
    if at(tokens, place).key == "hostage":
        return "kidnapped"
    return CAPTURED if at(tokens, place).key in _TAKEN else None


def past_a_phrase(tokens: list[Token], start: int) -> int:
    """Return where the verb begins after "from the village", ", including a child,"; *start* without such."""
    first = at(tokens, start)
    if first.key == "aged":
        return start + 2
    near = range(start + 1, start + _LONGEST_ASIDE)
    if first.text == "(":  # "23 sailors (12 Somali and 11 Yemeni) surrendered"
        return next((place + 1 for place in near if at(tokens, place).text == ")"), start)
    if first.key == "and" and at(tokens, start + 1).key in {"a", "an"}:  # "officers and a civilian were"
        return next((place for place in near if at(tokens, place).key in _FINITE), start)
    return _past_more(tokens, start)


def _past_more(tokens: list[Token], start: int) -> int:
    """Return where the verb begins after an aside, a place or a staying; *start* without such."""
    first = at(tokens, start)
    aside = first.text == ","
    staying = first.key in _STAYING or (first.key.endswith("ing") and first.key not in OUTCOMES)
    if not aside and not staying and first.key not in {"from", "in", "at", "on", "aboard", "of"}:
        return start
    limit = min(len(tokens), start + (_LONGEST_ASIDE if aside else _LONGEST_PHRASE))
    for place in range(start + 1, limit):
        token = tokens[place]
        if aside and token.text == ",":
            listed = at(tokens, start + 1).key == "including" and at(tokens, place + 1).key not in _FINITE
            if listed and any(at(tokens, next_to).text == "," for next_to in range(place + 1, limit)):
                continue  # "five people, including guards, doctors and nurses, were"
            after = at(tokens, place + 1).key
            beside = at(tokens, start + 1).key in _BESIDE and is_past(after)
            return place + 1 if after in _FINITE or beside else start
        if token.key in _FINITE and (not aside or at(tokens, start + 1).key == "including"):
            return place  # "two people, including a child were" lacks its second comma, too
        bound = place == start + 1 and token.key == "to"  # "headed to", "due to be"
        if not (aside or bound) and ((token.kind == "mark" and token.text != "-") or token.key in _CLAUSES):
            break
    return start


def told_by(tokens: list[Token], place: int, *, passive: bool) -> str | None:
    """Return the outcome of the verb at *place* as far as it happened to the noun before it.

    "22 people killed in" happened to them; "22 soldiers captured the village" was done by them.
    """
    word = tokens[place].key
    if word not in _INTRANSITIVE:
        if word.endswith("ing"):
            return None
        if not passive and (not word.endswith(_PARTICIPLES) or _has_object(tokens, place)):
            return None
    outcome = OUTCOMES[word]
    link, other = at(tokens, place + 1).key, OUTCOMES.get(at(tokens, place + 2).key)
    if link in {"or", "and"} and {outcome, other} == {KILLED, INJURED}:
        return CASUALTIES
    if link in {"or", "and"} and {outcome, other} == {KILLED, MISSING}:
        return KILLED_OR_MISSING
    return outcome


def is_wished(tokens: list[Token], place: int, start: int) -> bool:
    """Say whether the noun at *place*, whose number begins at *start*, tells of what has not happened."""
    before = keys(tokens, place - _WISHED_REACH, place)
    purpose = any(  # "efforts to secure the release of", not "led to the deaths of"
        tokens[at_to].key == "to" and tokens[at_to + 1].key not in _OBJECTS
        for at_to in range(max(0, place - 4), place - 1)
    )
    return purpose or not _WISHED.isdisjoint(before) or not MODALS.isdisjoint(keys(tokens, start, start + 8))


def _governing(tokens: list[Token], place: int) -> str | None:
    """Return the outcome of the verb at *place*, whose object is counted."""
    word, before = tokens[place].key, at(tokens, place - 1).key
    if before in _BE and not word.endswith("ing"):
        return None
    tried = word.endswith("ing") and not _TRYING.isdisjoint(keys(tokens, place - 2, place))
    if tried or any(key in NEGATIONS for key in keys(tokens, place - 3, place)):
        return DENIED  # "planned on killing"
    return _to_come(tokens, place) if word in _BASES and before in _TO_COME else OUTCOMES[word]


def _to_come(tokens: list[Token], place: int) -> str | None:
    """Return what the infinitive at *place* tells: "went on to kill" does, "plans to evacuate" does not."""
    near = keys(tokens, place - _BACK, place - 1)
    outcome = OUTCOMES[tokens[place].key]
    if tokens[place - 1].key == "to" and not MANAGED.isdisjoint(near):
        return outcome
    return DENIED if outcome in {KILLED, INJURED} and tokens[place - 1].key == "to" else None


def _has_object(tokens: list[Token], place: int) -> bool:
    after = at(tokens, place + 1)
    if after.text == "“":
        return True
    if after.kind == "word":
        return after.key in _OBJECTS or not (
            after.key in FUNCTION_WORDS | ADVERBS or after.key.endswith("ly")
        )
    return after.kind == "number"


def outcome_before(tokens: list[Token], start: int) -> str | None:
    """Return the outcome of the verb whose object begins at *start*, "killing at least", or DENIED."""
    for place in range(start - 1, max(-1, start - 1 - _BACK), -1):
        word, before = tokens[place].key, at(tokens, place - 1).key
        shoots = word in {"shooting", "shoots"} or (word == "shot" and before not in _BE | _FINITE)
        shot = (KILLED if before == "fatally" else SHOT) if shoots and place == start - 1 else None
        if (phrase := _PHRASES.get((before, word), shot)) is not None:
            return phrase
        if word in _HAPPENINGS and at(tokens, place + 1).key == "of":
            return None if is_wished(tokens, place, start) else _HAPPENINGS[word]
        if word in GOVERNING:
            return _governing(tokens, place)
        if word not in _BETWEEN:
            return None
    return None
