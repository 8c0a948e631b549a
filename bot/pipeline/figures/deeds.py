"""What any other verb says of those who are counted: "species listed", "jobs to be cut", "guns stolen".

`outcomes` knows the verbs of tolls, by which outlets are held against each other. Here the sentence's own
verb is taken as it stands, by its form alone: behind the noun where it happened to it, before it where the
noun is its object. What tells nothing of a count ("included", "expected"), or may be of another noun, is left
out.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.outcomes import MANAGED, SHOT_DOWN, SINGULAR, is_wished, past_a_phrase
from bot.pipeline.figures.phrases import ARTICLES, phrase_after
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.verbs import EITHER, FORCES, SURE, is_participle, is_past, of_base, of_finite
from bot.pipeline.figures.words import (
    ADVERBS,
    AUXILIARIES,
    FIGHTERS,
    FUNCTION_WORDS,
    MODALS,
    NEGATIONS,
    NOT_VERBS,
    OUTCOMES,
    PEOPLE,
    words,
)

_REACH = 6  # words of auxiliaries and adverbs before a verb
_BE = words("is are was were be been being get gets got")
_TO_COME = words("will would could can may might should must shall to")
_WHICH = words("which who that")
_LINKS = _BE | _TO_COME | _WHICH | AUXILIARIES | MODALS  # between a noun and its verb
_PARTICLES = words("off out down up over back away")
_DEGREES = words("most worst well badly very")
_STATES = words("""
    ready eligible unemployed jobless vacant available present absent ill sick unable empty alive
    positive
""")
_VIEWS = words("""
    support supported oppose opposed believe believed back backed approve approved disapprove want say
    favour favor favoured favored think agree disagree agreed voted wanted said thought felt
""")
_SUPPLIES = words("power electricity water heating gas food shelter insurance internet housing work pay")
_HAPPENINGS = {  # before "of"
    "closure": "closed",
    "recall": "recalled",
    "sale": "sold",
    "purchase": "bought",
    "loss": "lost",
    "creation": "created",
    "delivery": "delivered",
    "cancellation": "cancelled",
    "theft": "stolen",
    "seizure": "seized",
    "removal": "removed",
    "discovery": "discovered",
}
_BETWEEN = words("a an the total of estimated additional further extra other record")
_GROUPS = words("""
    group total number team crew family batch fleet convoy list set band crowd gang squad class cohort
    range all majority most some half quarter third record
""")
# Before "of" they have a fate of their own: "the wives of 12 officers".
_OWNERS = (
    PEOPLE
    | FIGHTERS
    | words("""
    head heads chief chiefs boss bosses wife wives husband husbands mother mothers father fathers parents son
    sons daughter daughters widow widows brother brothers sister sisters
""")
)
_OF_THEM = words("who that which killed injured wounded")  # behind the noun
_NO_OWNERS = _GROUPS | words("number numbers order orders quarter quarters cluster clusters crew families")
_PREPOSITIONS = words("""
    in on at by for with from to into onto among between across over as against about through near
""")
_OBJECTS = words("a an the his her its their our your my him them it us me you this that these those")
_FREE = FUNCTION_WORDS - _OBJECTS  # behind a verb that has no object


class _Verb(NamedTuple):
    """Where a verb stands, and what its auxiliaries say of it."""

    place: int
    passive: bool
    to_come: bool
    adverb: str


def deed_after(
    tokens: list[Token], end: int, start: int, *, share: bool = False, several: bool = False
) -> str | None:
    """Return what a verb behind a noun says of it: "listed", "to be closed", "without power".

    Its amount begins at *start*, the noun ends before *end*. Of a *share* ("66% of the voters") what they did
    themselves tells, too: "voted", "believed". A verb in the singular is not that of *several*.
    """
    verb = _verb_after(tokens, end, several=several)
    if verb is None or (verb.to_come and not verb.passive):
        return None
    key, after = tokens[verb.place].key, at(tokens, verb.place + 1)
    if key in {"without", "in"}:
        lack = after.key in (_SUPPLIES if key == "without" else {"need"})
        return f"{key} {after.key}" if lack else None
    if share and key in _VIEWS:
        return None if verb.to_come else key
    bound = not share and _is_bound(tokens, start) and at(tokens, end).key != "who"
    if verb.passive and key in _STATES and not (verb.to_come or bound):
        return key + _to_do(tokens, verb.place + 1)
    # "a bus with 44 pupils crashed", "the owners of 12 shops were fined"
    others = bound and (verb.passive or (key not in SURE and after.key != "by"))
    if doing := _doing(tokens, verb.place):
        return None if verb.passive and bound else doing
    its_own = verb.passive or _is_reduced(tokens, verb.place, share=share)
    told = _told(tokens, verb, share=share) if its_own and not others else None
    return told or (None if bound or verb.passive else _with_object(tokens, verb.place))


def _doing(tokens: list[Token], place: int) -> str | None:
    """Return what those do who are told of by a word in "ing" at *place*: "searching", "holding signs"."""
    verb = tokens[place].key
    active = verb.endswith("ing") and verb not in _NO_DOING and not tokens[place].capital
    if not active or at(tokens, place + 1).key in _PRONOUNS:  # "the guards driving him"
        return None
    return " ".join(filter(None, [verb, _object(tokens, place + 1)]))


def _with_object(tokens: list[Token], place: int) -> str | None:
    """Return what those did who are told of by a verb at *place* and its object: "entered Statehouse"."""
    verb = tokens[place].key
    thing = _object(tokens, place + 1) if is_past(verb) and not tokens[place].capital else None
    return f"{verb} {thing}" if thing else None


def _object(tokens: list[Token], start: int) -> str | None:
    """Return the few words of the object that begins at *start*."""
    found = phrase_after(tokens, start) if at(tokens, start).kind == "word" else None
    pronoun = at(tokens, start).key in (FUNCTION_WORDS - ARTICLES) | ADVERBS
    return found[0] if found and not pronoun and len(found[0].split()) <= _LONGEST_OBJECT else None


_PRONOUNS = words("him them it us me you")
_LONGEST_OBJECT = 3  # words
_NO_DOING = NOT_VERBS | words(
    "including according following regarding concerning being having going during beginning starting ending"
)


def _verb_after(tokens: list[Token], end: int, *, several: bool) -> _Verb | None:
    """Return the verb behind a noun that ends before *end*; None after a "not" or where no verb is near."""
    first = past_a_phrase(tokens, _past_a_place(tokens, end))
    passive = to_come = False
    adverb = ""
    for place in range(first, min(len(tokens), first + _REACH)):
        token, key = tokens[place], tokens[place].key
        negated = key in NEGATIONS and key != "without"
        if negated or token.kind != "word" or (several and key in SINGULAR):
            return None
        if key in _LINKS and not is_participle(key):
            passive = passive or key in _BE
            to_come = to_come or key in _TO_COME
        elif key.endswith("ly") or key in _DEGREES:
            adverb = key
        else:
            return _Verb(place, passive, to_come, adverb)
    return None


def _told(tokens: list[Token], verb: _Verb, *, share: bool) -> str | None:
    """Return the participle of *verb* with what belongs to it: "laid off", "forced to leave"."""
    token, particle = tokens[verb.place], at(tokens, verb.place + 1).key
    told = token.key
    doing = _to_do(tokens, verb.place + 1) if told in FORCES else ""
    if token.capital or not (is_participle(told) or doing):
        return None
    told += doing or (f" {particle}" if _is_particle(tokens, verb.place + 1) else "")
    told = f"{verb.adverb} {told}" if verb.adverb and share else told
    return f"to be {told}" if verb.to_come else told


def _is_particle(tokens: list[Token], place: int) -> bool:
    """Say whether the word at *place* is the verb's: "handed over to", not "sacked over thefts"."""
    key, after = at(tokens, place).key, at(tokens, place + 1)
    return key in _PARTICLES and (key != "over" or after.kind == "mark" or after.key in _FREE - ARTICLES)


def _past_a_place(tokens: list[Token], start: int) -> int:
    """Return where "in the United States" ends that begins at *start*; *start* without such a place."""
    if at(tokens, start).key not in {"in", "from", "at", "across"}:
        return start
    place = start + 1 + (at(tokens, start + 1).key == "the")
    while at(tokens, place).capital and place - start < _REACH:
        place += 1
    return place if at(tokens, place - 1).capital else start


def _is_bound(tokens: list[Token], start: int) -> bool:
    """Say whether a verb behind may be another noun's: "in", "carrying" stands before the amount."""
    before = at(tokens, start - 1).key
    if before == "of":
        return at(tokens, start - 2).key not in _GROUPS
    return before in _PREPOSITIONS or (before.endswith("ing") and before not in NOT_VERBS)


def is_owned(tokens: list[Token], start: int, end: int) -> bool:
    """Say whether a verb behind is that of a noun before "of": "the leader of 200 fighters was captured".

    The amount begins at *start*, its noun ends before *end*; "who were captured" is always theirs.
    """
    if at(tokens, start - 1).key != "of" or at(tokens, end).key in _OF_THEM:
        return False
    owner = at(tokens, start - 2).key
    return owner not in _NO_OWNERS and (owner in _OWNERS or owner.endswith(("er", "or", "ers", "ors")))


def _is_reduced(tokens: list[Token], place: int, *, share: bool) -> bool:
    """Say whether a verb without "were" tells of the noun before it: "listed as", "stolen in"."""
    key, after = tokens[place].key, at(tokens, place + 1)
    if key in FORCES or (share and key in EITHER):
        return False
    if key in EITHER:
        return after.key in {"in", "at", "by", "on", "under"}
    free = after.kind == "mark" or after.key in _FREE or after.key.endswith("ly")
    return share or (free and after.text not in {"“", '"', "-"})


def _to_do(tokens: list[Token], place: int) -> str:
    """Return " to leave" where it stands at *place*."""
    verb = at(tokens, place + 1)
    told = at(tokens, place).key == "to" and verb.kind == "word" and verb.key not in FUNCTION_WORDS
    return f" to {verb.key}" if told else ""


def deed_before(tokens: list[Token], start: int, end: int) -> str | None:
    """Return what the verb says whose object is counted: "hires two firms", "will cut 400 jobs".

    The amount begins at *start* and what it counts ends before *end*: "forced 40 people to flee".
    """
    place = start - 1
    while place > 0 and tokens[place].key in _BETWEEN:
        if tokens[place].key == "of" and (told := _HAPPENINGS.get(tokens[place - 1].key)):
            return None if is_wished(tokens, place - 1, start) else told
        place -= 1
    particle = at(tokens, place).key in _PARTICLES and start - place == 1  # "laid off 60 clerks"
    place -= particle
    verb, before = at(tokens, place).key, at(tokens, place - 1).key
    if at(tokens, place).kind != "word" or not NEGATIONS.isdisjoint(keys(tokens, place - 3, place)):
        return None
    if verb in FORCES and (doing := _to_do(tokens, end)):
        return FORCES[verb] + doing
    with_it = f" {at(tokens, place + 1).key}" if particle else ""
    if (told := of_base(verb)) and (before in _TO_COME or (before == "and" and _is_to_come(tokens, place))):
        real = before == "to" and not MANAGED.isdisjoint(keys(tokens, place - _REACH, place - 1))
        return f"{told}{with_it}" if real else f"to be {told}{with_it}"
    unreal = before == "have" and at(tokens, place - 2).key in _TO_COME
    passive = before in _BE and not verb.endswith("ing")
    it_took = verb == "took" and before == "it"  # "it took 40 firefighters"
    if unreal or passive or it_took or OUTCOMES.get(verb, SHOT_DOWN) not in _OF_MANY:
        return None
    present = before in _HELPED or (
        before.endswith("s") and before not in FUNCTION_WORDS
    )  # "the stores employ"
    told = (of_base(verb) if present else None) or (None if before in _HELPED else of_finite(verb))
    return f"{told}{with_it}" if told else None


_OF_MANY = {SHOT_DOWN, "fired"}  # that are no outcome of every thing: "launched strikes"
_HELPED = words("help helps helped helping")


def _is_to_come(tokens: list[Token], place: int) -> bool:
    """Say whether the verb before the "and" that stands before *place* is yet to come: "to shut and cut"."""
    earlier = range(place - 2, max(0, place - 2 * _REACH), -1)
    return any(tokens[back].key in _WILL or _is_infinitive(tokens, back) for back in earlier)


def _is_infinitive(tokens: list[Token], place: int) -> bool:
    return tokens[place].key == "to" and of_base(at(tokens, place + 1).key) is not None


_WILL = words("will would")
