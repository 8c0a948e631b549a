"""What rose or fell by an amount or to it, or simply was so much: "sales fell 3%", "turnout was 58%"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.phrases import phrase_after, phrase_before
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.units import Kind
from bot.pipeline.figures.words import FUNCTION_WORDS, MONTHS, words

_REACH = 4  # words before an amount in which its verb stands
_RISES = words("""
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing
    climb climbs climbed added adds jump jumps jumped gain gains gained up surge surges surged
    soar soars soared expanded higher accelerated accelerates quickened strengthened strengthens advanced
    firmed rallied rebounded widened widens widening swelled swells
""")
_FALLS = words("""
    fall falls fell fallen falling drop drops dropped dropping decline declines declined decrease
    decreases decreased down slump slumps slumped shrink shrinks shrank shrunk contracted cut lower slip
    slips slipped slid tumbled eased slowed tumbles plunged plunges dip dips dipped lost sank sinks
    sunk sinking weakened weakens retreated shed sheds narrowed narrows
""")
_COPULAS = words("""
    is was are were be been just only has had valued estimated put worth stands stood remains remained
    reached hit at averaged averages will totalled totaled held stayed steady unchanged start
    starts starting started begin begins
""")
_MOST_LINKS = 3  # words: "has been at"


def direction_of(verb: str) -> str | None:
    """Return "rise" or "fall" as the word tells; None for other words."""
    return "rise" if verb in _RISES else "fall" if verb in _FALLS else None


def what_changed(tokens: list[Token], amount: Amount) -> str | None:
    """Return what "rose 3%", "rose to 4.1%" and "was 58 per cent" tell of; None for what it may come to."""
    place = amount.start - 1
    to = at(tokens, place).key == "to"
    if at(tokens, place - 1 - to).key in _TO_COME:
        return None
    if to:
        return changed_to(tokens, place)
    place = _before_the_same(tokens, place)
    while at(tokens, place).key in {"by", "an", "a", "at"}:  # "grew at a 2% annual rate"
        place -= 1
    closing = at(tokens, amount.end).key in {"lower", "higher"} and at(tokens, place).key in _CLOSES
    direction = direction_of(at(tokens, amount.end if closing else place).key)
    if direction is None:
        return copular(tokens, amount)
    place += closing
    while at(tokens, place - 1).key in _AUXILIARIES | _CLOSES:
        place -= 1
    subject = phrase_before(tokens, _before_when(tokens, _before_aside(tokens, place)))
    return f"{direction} in {subject}" if subject and not subject.endswith("trading") else None


def _before_the_same(tokens: list[Token], place: int) -> int:
    """Return where the word before "102 points, or 0.4%" stands, whose "or" is at *place*; else *place*."""
    if at(tokens, place).key != "or" or at(tokens, place - 1).text != ",":
        return place
    verbs = range(place - 2, max(-1, place - 2 - _LONGEST_SUM), -1)
    return next((back for back in verbs if direction_of(tokens[back].key)), place)


_LONGEST_SUM = 6  # words
_CLOSES = words(
    "ticked edged inched shot closed closes ended ends ending finished finishes settled settles opened"
)
_TO_COME = words("will would could may might should to")  # before "be 4%", "fall to 4%"
_AUXILIARIES = words("has have had will would is are was were been be being")


def changed_by(tokens: list[Token], amount: Amount) -> str | None:
    """Return what somebody changes by so much: "raise taxes by £40bn", "cut emissions by 20%"."""
    end = amount.start - 1
    for place in range(end - 1, max(-1, end - _LONGEST_OBJECT), -1):
        verb = tokens[place].key if at(tokens, end).key == "by" else ""
        if verb in _RAISE or verb in _REDUCE:
            found = phrase_after(tokens, place + 1)
            whole = found is not None and found[1] == end
            return f"{'rise' if verb in _RAISE else 'fall'} in {found[0]}" if whole and found else None
    return None


_LONGEST_OBJECT = 8  # words
_RAISE = words("raise raises raised raising increase increases increased increasing lift lifts lifted boost")
_REDUCE = words("""
    cut cuts cutting reduce reduces reduced reducing lower lowers lowered lowering slash slashes slashed trim
""")


def changed_to(tokens: list[Token], place: int) -> str | None:
    """Return what stands before the "to" at *place*: "unemployment rose to", "cut its outlook to"."""
    earlier = set(keys(tokens, place - _REACH - _REACH, place))
    if moved := moved_to(tokens, place):
        return moved
    place = _before_old(tokens, place)
    return phrase_before(tokens, place) if earlier & (_SETTING | _RAISE | _REDUCE) else None


def moved_to(tokens: list[Token], place: int) -> str | None:
    """Return what stands before "rose to", "will fall to" whose "to" is at *place*."""
    place = _before_old(tokens, place) - 1
    if at(tokens, place).key in _AMOUNTS:
        return phrase_before(tokens, place)
    set_to = at(tokens, place).key in _SETTING and at(tokens, place - 1).key in _WERE  # "was raised to"
    if not (set_to or direction_of(at(tokens, place).key)):
        return None
    return moved_by(tokens, place)


def moved_by(tokens: list[Token], place: int) -> str | None:
    """Return what stands before the verb at *place* with its auxiliaries: "the house was sold"."""
    while at(tokens, place - 1).key in _AUXILIARIES:
        place -= 1
    return phrase_before(tokens, _before_when(tokens, _before_aside(tokens, place)))


def _before_old(tokens: list[Token], place: int) -> int:
    """Return where "by 50 basis points" or "from 7%" begins that ends before the "to" at *place*."""
    back = range(place - 1, place - 1 - _REACH, -1)
    return next((start for start in back if at(tokens, start).key in {"by", "from"}), place)


def _before_aside(tokens: list[Token], place: int) -> int:
    """Return where brackets, or an aside, begin that end before *place*: "the index (KOSPI) fell"."""
    place = _before_a_code(tokens, place)
    closes = at(tokens, place - 1).text
    if closes not in {")", ","}:
        return place
    opens = range(place - 2, max(-1, place - _LONGEST_ASIDE), -1)
    if closes == ",":  # "profit, which excludes sales, slipped"
        told = (back for back in opens if tokens[back].text == "," and tokens[back + 1].key in _ASIDES)
        return next(told, place)
    return next((back for back in opens if tokens[back].text == "("), place)


def _before_a_code(tokens: list[Token], place: int) -> int:
    """Return where an exchange's code begins that ends before *place*: "copper CMCU3", "gold XAU="."""
    last, before = at(tokens, place - 1), at(tokens, place - 2)
    if before.text == "." and last.glued and not before.glued and last.text.isupper():
        return place - 2  # ".DJI"
    coded = last.glued and (last.text == "=" or last.kind == "number")
    return place - 2 if coded and sum(letter.isupper() for letter in before.text) > 1 else place


_AMOUNTS = words("amounting amounted amounts")  # "losses amounting to $5m"
_WERE = words("is are was were been being")
_ASIDES = words("according which who including excluding")
_LONGEST_ASIDE = 10  # words


_SETTING = words("""
    cut cuts raised raises lowered lowers trimmed trims revised revises lifted lifts hiked hikes increased
    reduced
""")


def copular(tokens: list[Token], amount: Amount) -> str | None:
    """Return the noun of "turnout was 58 per cent", "interest rates at 0.5%"."""
    place = amount.start
    while amount.start - place < _MOST_LINKS and _links(tokens, place - 1):
        place -= 1
    if place == amount.start:
        return None
    place = _before_reported(tokens, place)
    if at(tokens, place - 1).text == ",":  # "turnout, according to the commission, was 55%"
        place = _before_aside(tokens, place)
    place = _before_when(tokens, place)
    if "turnout" in keys(tokens, place - 2 * _REACH, place):  # "turnout among the 3.5 million voters was"
        return "turnout"
    place -= at(tokens, place - 1).key == "trading" and at(tokens, place - 2).key not in {
        "last",
        "was",
        "were",
    }
    subject = phrase_before(tokens, place)
    if subject is None or subject.endswith(
        "trading"
    ):  # "last trading at $1.29", but "Brent crude trading at"
        return None
    trait, then = at(tokens, amount.end), at(tokens, amount.end + 1)
    closes = then.kind != "word" or then.key in FUNCTION_WORDS
    named = amount.kind is Kind.PERCENT and trait.kind == "word" and closes and trait.key.endswith(_TRAITS)
    return f"{subject} {trait.key}" if named else subject  # "the vaccine was 94% effective"


def _links(tokens: list[Token], place: int) -> bool:
    """Say whether the word at *place* stands between a thing and how much it is: "was last at"."""
    link, then = at(tokens, place).key, at(tokens, place + 1).key
    came = link in {"came", "comes"} and then == "in"  # "came in at"
    return came or (link in _SET and then == "at") or link in _COPULAS


_SET = words("pegged set last priced trading traded fixed seen in capped")  # before "at"
_TRAITS = ("ive", "ful", "ble", "ous", "ic", "al", "ant", "ent", "ete", "ed", "black", "white", "male")


def _before_reported(tokens: list[Token], place: int) -> int:
    """Return where "which was reported to" begins that ends before the "be" at *place*."""
    if at(tokens, place - 1).key == "to" and at(tokens, place).key == "be":
        place -= 1
        while at(tokens, place - 1).key in THOUGHT:
            place -= 1
    which = at(tokens, place - 1).key == "which" and at(tokens, place - 2).text == ","
    return place - 2 if which else place


def _before_when(tokens: list[Token], place: int) -> int:
    """Return where a time begins that ends before *place*: "exports in the first half of 2019"."""
    for back in range(place - 1, max(-1, place - _LONGEST_TIME), -1):
        token = tokens[back]
        if token.key in {"in", "for", "during"} and back < place - 1:
            return back
        if token.kind != "number" and token.key not in _TIMES and not (token.capital and token.key in MONTHS):
            break
    told = at(tokens, place - 2).key in {"this", "last", "next"} and at(tokens, place - 1).key in _TIMES
    return place - 2 if told else place


_LONGEST_TIME = 8  # words
_TIMES = words("""
    year month week quarter half months the of to first second third fourth three six nine early late
""")
THOUGHT = words("""
    may might could would will reportedly allegedly said thought believed estimated expected reported to be is
    was are were
""")
