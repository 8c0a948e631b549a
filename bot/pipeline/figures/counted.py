"""What an amount counts: "North Korean troops", "people killed", "drones shot down"."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.figure import Precision
from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.deeds import deed_after, deed_before, is_owned
from bot.pipeline.figures.fitting import fitting
from bot.pipeline.figures.idioms import idiom
from bot.pipeline.figures.nouns import Noun, counted_noun, sender_of
from bot.pipeline.figures.numbers import NUMBER_WORDS, number_at
from bot.pipeline.figures.outcomes import DENIED, SHOT_DOWN, outcome_after, outcome_before
from bot.pipeline.figures.phrases import phrase_after
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import (
    ALIVE,
    ARRESTED,
    AUXILIARIES,
    CAPTURED,
    EXCLUDED,
    FIGHTERS,
    FUNCTION_WORDS,
    INJURED,
    KILLED,
    KIN,
    MISSING,
    MODALS,
    OUTCOMES,
    PARTIAL,
    THINGS,
    WEAPONS,
    WOUNDED,
    words,
)

_OPEN_FROM = 10  # below it only nouns that the ledger knows are counted
_KNOWN = (ALIVE - KIN) | WEAPONS | THINGS | {"police officers"}
_TELLING = words("said say says told believe believed fear feared think warned hope expect expected")
_HARMS = {KILLED, INJURED, ARRESTED, CAPTURED, "kidnapped", "rescued"}  # who is so much as one is counted
_COUNTING = words("include includes included")
_COPULAS = words("is are was were")
_HARMED = words("dead fatalities deaths killed injured wounded missing casualties")
_OCCUPATIONS = ("ologists", "icians", "ionists")  # that are always people
_WENT = words("went gone go")
_PULLED = words("pulled pulling pull dug digging plucked plucking winched winching lifted lifting hauled")
_LOSSES = words("deaths fatalities injuries casualties")
_JOINING = words("and , & as well including among them")
_EACH = words("each every per apiece")
_SHARES = _EACH | words("including among includes included include")  # before an amount they make it a part
_FOUND = words("bodies remains corpses")  # others may be found later
_REGIONS = words("regions provinces districts cities territories oblasts")  # over which something happens
_PLACES_HARMED = _REGIONS | words("countries nations states towns villages counties places")
# What happens to the living alone, not to the places in which they are.
_OF_THE_LIVING = {KILLED, INJURED, ARRESTED, "sickened", "hospitalised", "infected", "kidnapped", "rescued"}
_MORE = words("another more additional extra further")
_NEAR = 4  # words around an amount that may make it a part or a possibility


class Counted(NamedTuple):
    """What is counted; `whole` where the sentence does not make it a part of something larger."""

    subject: str
    outcome: str | None
    head: str
    whole: bool
    end: int
    thing: str = "people"  # the subject without its outcome
    named: bool = True  # the noun and what happened are two words: not "13 deaths"
    deed: str | None = None  # what another verb than an outcome's says of it
    start: int = 0  # where its amount begins


def counted(tokens: list[Token], amount: Amount, *, titled: bool, before: Counted | None) -> Counted | None:
    """Return what *amount* counts by the noun after it; None in doubt, or where what happened is denied.

    *before* is what the amount before it counted.
    """
    if at(tokens, amount.start - 1).key in {"per", "every", "each"}:
        return _ratio(tokens, amount)
    noun = noun_of(tokens, amount, titled=titled)
    single = size(amount) == 1
    if noun is None or (noun.head in _REGIONS and at(tokens, amount.start).key == "over"):
        return None
    outcome = None if _is_none_of(tokens, amount) else _outcome(tokens, amount, noun, before)
    if outcome in _HARMS and noun.head in _PLACES_HARMED:
        outcome = None  # "protesters in 21 cities were killed"
    if outcome not in _HARMS and not _worth_counting(tokens, amount, noun, single=single):
        return None
    if outcome == DENIED or (outcome is None and (single or _is_known(tokens, amount))):
        return None
    if noun.name == "troops" and (sender := sender_of(tokens, amount.start)):
        noun = noun._replace(name=f"{sender} troops")
    if at(tokens, noun.end - 1).key == "others" and before is not None and before.outcome:
        noun = noun._replace(name=before.thing, head=before.head, fights=before.head in FIGHTERS)
    if outcome is None and noun.head in _STATES and _attends(tokens, noun.end):
        noun = noun._replace(name=f"{noun.name} {ATTENDING}")
    if outcome is not None and noun.head == "individuals":  # animals are not killed so
        noun = noun._replace(name="people", head="people")
    whole = _is_whole(tokens, amount, noun, outcome)
    named = noun.head not in _LOSSES
    one = Counted(
        subject_of(noun, outcome), outcome, noun.head, whole, noun.end, noun.name, named, start=amount.start
    )
    return one if outcome else done(one, _deed(tokens, amount, noun.end, before))


def _deed(tokens: list[Token], amount: Amount, end: int, before: Counted | None) -> str | None:
    """Return what any other verb says of those who are counted, whose noun ends before *end*."""
    if _is_whole_of_a_part(tokens, amount) or _is_none_of(tokens, amount):
        return None
    if before is not None and before.deed and set(keys(tokens, before.end, amount.start)) <= _LISTING:
        return before.deed  # "sold 12 cars and 14 vans"
    share = at(tokens, amount.end).key == "of"
    several = _are_several(tokens, amount)
    return deed_before(tokens, amount.start, end) or deed_after(
        tokens, end, amount.start, share=share, several=several
    )


_LISTING = words("and , &")


def done(one: Counted, deed: str | None) -> Counted:
    """Return *one* with what another verb says of it; a nation's troops, which are compared, stay alone."""
    if deed is None or one.deed or one.thing.endswith((ATTENDING, " troops", *_LOSSES)):
        return one
    return one._replace(subject=f"{one.subject} {deed}", deed=deed)


def _attends(tokens: list[Token], start: int) -> bool:
    """Say whether those before *start* come to a meeting: "36 countries are attending", "took part in"."""
    if at(tokens, start).text == ",":  # "32 countries, 24 of them by their presidents, are attending"
        ends = range(start + 1, start + _LONGEST_ASIDE)
        start = next((place + 1 for place in ends if at(tokens, place).text == ","), start)
    while at(tokens, start).key in AUXILIARIES | {"will"}:
        start += 1
    part = (
        at(tokens, start).key in {"took", "take", "taking", "takes"} and at(tokens, start + 1).key == "part"
    )
    return part or at(tokens, start).key in _COMING


_COMING = words("attend attends attended attending represented")
_LONGEST_ASIDE = 10  # words
_STATES = words("countries states nations delegations")
ATTENDING = "attending"


def happened(one: Counted, outcome: str) -> Counted:
    """Return *one* with the outcome that it shares with what is counted after it; a place shares none."""
    if outcome in _OF_THE_LIVING and one.head in _PLACES_HARMED:
        return one
    noun = Noun(one.thing, one.head, one.end, one.head in FIGHTERS, None)
    return one._replace(subject=subject_of(noun, outcome), outcome=outcome)


def size(amount: Amount) -> float:
    """Return the number that *amount* is about."""
    return amount.low if amount.low is not None else amount.high or 0.0


def noun_of(tokens: list[Token], amount: Amount, *, titled: bool) -> Noun | None:
    """Return the noun that *amount* counts; None where none follows."""
    start = amount.end
    if (strong := _strong(tokens, start)) is not None:
        return strong
    if keys(tokens, start, start + 2) == ("out", "of"):
        start += 1  # "destroyed 11 out of 32 drones"
    of_the = at(tokens, start).key == "of" and size(amount) != 1
    if of_the and (whole := _whole_of(tokens, start)) is not None:
        return counted_noun(tokens, whole, single=False, titled=titled)
    after = at(tokens, start + 1).key
    pointing = of_the and after in _OWN | _THESE
    if of_the and after in {"them", "whom", "which"}:  # "13 of them children"
        start += 1
    elif of_the and not pointing and after in FUNCTION_WORDS - {"the"}:
        return None
    noun = counted_noun(tokens, start + of_the + pointing, single=size(amount) == 1, titled=titled)
    return _with_another(tokens, noun) if noun is not None else None


def _with_another(tokens: list[Token], noun: Noun) -> Noun:
    """Return the noun with one that is counted along with it: "61 missiles and drones"."""
    other = at(tokens, noun.end + 1)
    joined = at(tokens, noun.end).key == "and" and other.key in _KNOWN and other.key.endswith("s")
    if not joined or other.key in OUTCOMES or noun.head not in _KNOWN or other.key in _LOSSES:
        return noun
    if (noun.head in ALIVE) != (other.key in ALIVE) or at(tokens, noun.end + 2).key in _TELLING:
        return noun  # "3,600 planets and scientists believe", "12 people and officials said"
    return noun._replace(name=f"{noun.name} and {other.key}", end=noun.end + 2)


def _whole_of(tokens: list[Token], start: int) -> int | None:
    """Return where the number ends of which the one before *start* is a part: "19 of the 25 missiles"."""
    place = start + 1 + (at(tokens, start + 1).key in _POINTING)
    owner = range(place + 1, place + _LONGEST_OWNER)  # "45 of the Senate's 100 seats"
    place = next((end for end in owner if at(tokens, end - 1).key.endswith("'s")), place)
    number = number_at(tokens, place)
    return number.end if number is not None else None


_LONGEST_OWNER = 4  # words


_THESE = words("these those")
_OWN = words("its their his her our")
_POINTING = words("the those these its their some about")


def _is_whole_of_a_part(tokens: list[Token], amount: Amount) -> bool:
    """Say whether another number is a part of this one: "19 of the 25 missiles"."""
    place = amount.start - 1 - (at(tokens, amount.start - 1).key in _POINTING)
    before = at(tokens, place - 1)
    return at(tokens, place).key == "of" and (before.kind == "number" or before.key in NUMBER_WORDS)


def subject_of(noun: Noun, outcome: str | None) -> str:
    """Return the subject as the ledger names it: a thing and what happened to it."""
    if noun.name in _LOSSES:
        return f"people {OUTCOMES[noun.name]}"
    if outcome is None or noun.head in _LOSSES:
        return noun.name
    return f"{noun.name} {WOUNDED if outcome == INJURED and noun.fights else outcome}"


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
    head = "troops" if name.endswith(("force", "contingent")) else "members"
    if head == "members" and not name.endswith("s"):
        name = f"{name} members"  # "the 57-member council"
    return Noun(name, head, end, fights=head == "troops", state=None)


def _ratio(tokens: list[Token], amount: Amount) -> Counted | None:
    """Return "troops per interpreter" of "one interpreter for every 30 soldiers"."""
    place = amount.start - (2 if at(tokens, amount.start - 2).key == "for" else 1)
    thing, one = at(tokens, place - 1), at(tokens, place - 2)
    noun = counted_noun(tokens, amount.end, single=False, titled=False)
    if noun is None or one.key not in {"one", "a", "an", "single"} or thing.key in FUNCTION_WORDS:
        return None
    return Counted(f"{noun.name} per {thing.key}", None, noun.head, whole=False, end=noun.end)


def _worth_counting(tokens: list[Token], amount: Amount, noun: Noun, *, single: bool) -> bool:
    """Say whether so many of this noun are a figure; small numbers of anything are mere words."""
    if noun.head == "rounds" and keys(tokens, noun.end, noun.end + 2) == ("of", "ammunition"):
        return True
    if noun.head == "places" and at(tokens, amount.start - 1).key in _RANKED:
        return False  # "climbed over ten places"
    if noun.head in EXCLUDED or (single and at(tokens, amount.end).key == "of"):
        return False
    named = at(tokens, amount.end).capital and not amount.digits and amount.precision is not Precision.VAGUE
    if size(amount) % 1:  # "2.6 Americans for every job", "3.5 stars"
        return False
    known = noun.head.lower() in _KNOWN or noun.head.endswith(_OCCUPATIONS)
    known = known or at(tokens, amount.end).key == "former"
    if not known and tokens[amount.number].key in {"a", "an"} and amount.bound is None:
        return False  # "a thousand choices": many
    hedged = amount.bound is not None and tokens[amount.start].key != "over"  # "sued over two articles"
    return known or ((size(amount) >= _OPEN_FROM or hedged) and not named)


_RANKED = words("climbed climb dropped drop rose rise fell fall up down by moved jumped slipped")


def _is_known(tokens: list[Token], amount: Amount) -> bool:
    """Say whether these few are known already and nobody counts them: "the two leaders talked"."""
    few = not amount.digits and amount.bound is None and size(amount) < _OPEN_FROM
    return few and at(tokens, amount.start - 1).key in _POINTED


_POINTED = words("the these those our whose both")


def _outcome(tokens: list[Token], amount: Amount, noun: Noun, before: Counted | None) -> str | None:
    """Return what happened, or DENIED; None where what is counted was simply there."""
    told = (
        outcome_before(tokens, amount.start)
        or idiom(tokens, amount.start, noun.end, noun.head)
        or (
            None
            if is_owned(tokens, amount.start, noun.end)
            else outcome_after(tokens, noun.end, several=_are_several(tokens, amount))
        )
    )
    told = fitting(tokens, amount.start, noun, told)
    if noun.head in _LOSSES:
        return told or _by_itself(noun)
    if _is_whole_of_a_part(tokens, amount) and at(tokens, noun.end).key not in OUTCOMES:
        return None  # "19 of 25 missiles were downed": the 19
    return told or _shared(tokens, amount, before) or _included(tokens, amount) or _by_itself(noun)


def _are_several(tokens: list[Token], amount: Amount) -> bool:
    """Say whether a verb of them is in the plural: not of "a family of four"."""
    return size(amount) > 1 and at(tokens, amount.start - 1).key != "of"


def _is_none_of(tokens: list[Token], amount: Amount) -> bool:
    """Say whether what is told is told of "none of the 16", "neither of the two"."""
    place = amount.start - 1 - (at(tokens, amount.start - 1).key in _POINTING | _OWN)
    return at(tokens, place).key == "of" and at(tokens, place - 1).key in {"none", "neither"}


def _included(tokens: list[Token], amount: Amount) -> str | None:
    """Return what happened to those among whom these are: "the dead included 13 children"."""
    link = at(tokens, amount.start - 1).key
    among = at(tokens, amount.start - 2).key
    counts = link in _COUNTING or (link in _COPULAS and at(tokens, amount.start - 4).key == "among")
    return OUTCOMES[among] if counts and among in _HARMED else None


def _shared(tokens: list[Token], amount: Amount, before: Counted | None) -> str | None:
    """Return the outcome of the amount before: "killed three officers and two civilians"."""
    if before is None or not before.outcome or before.end >= amount.start:
        return None
    of_them = at(tokens, amount.end + 1).key in {"them", "whom"}  # "38 Palestinians, 13 of them children"
    among = (
        at(tokens, amount.start - 1).key == "including"
    )  # "killed seven people on Thursday, including four"
    joined = of_them or among or set(keys(tokens, before.end, amount.start)) <= _JOINING
    return before.outcome if joined else None


def _by_itself(noun: Noun) -> str | None:
    return OUTCOMES[noun.head] if noun.head in _LOSSES else noun.state


def _is_whole(tokens: list[Token], amount: Amount, noun: Noun, outcome: str | None) -> bool:
    """Say whether the sentence gives all of the subject rather than a part of it, or a possibility."""
    around = set(keys(tokens, amount.start - _NEAR, amount.start))
    inside = set(keys(tokens, amount.end, noun.end))
    following = set(keys(tokens, noun.end, noun.end + _NEAR))
    if "among" in following:  # "20 children were among the dead"
        return False
    if (
        around & _SHARES
        or following & _EACH
        or at(tokens, amount.start - 1).key in {"those", "these", "his", "her"}
    ):
        return False
    if at(tokens, amount.end).key == "of" or at(tokens, amount.start - 2).key in _FOUND:
        return False
    part = PARTIAL & (inside | set(keys(tokens, amount.start - 2, amount.start)))
    if part and (outcome != INJURED or part & _MORE):  # "40 others injured" are all of the injured
        return False
    went = outcome == MISSING and bool(following & _WENT)  # some have been found since
    pulled = outcome == "rescued" and bool((around | following) & _PULLED)  # others elsewhere
    if went or pulled or (outcome == SHOT_DOWN and _somewhere(tokens, noun.end)):
        return False
    return outcome is None or not MODALS & (following | around)


def _somewhere(tokens: list[Token], start: int) -> bool:
    """Say whether a place follows, so that others may have been brought down elsewhere: "over Belgorod"."""
    near = range(start, min(start + _NEAR, len(tokens)))
    return any(tokens[place].key in _PLACES and at(tokens, place + 1).capital for place in near)


_PLACES = words("over above near in")
