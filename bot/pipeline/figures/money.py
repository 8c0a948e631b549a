"""What an amount of money is for: "a $425 million aid package", "fined €1bn", "spending of £40bn"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.changes import changed_by, changed_to, copular, moved_to, what_changed
from bot.pipeline.figures.paying import COMPARED, ROBBED, done, given, handled
from bot.pipeline.figures.phrases import ARTICLES, named_after, phrase_after, phrase_before
from bot.pipeline.figures.prices import A_SHARE, per_share, priced, worth
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import COUNTRIES, FUNCTION_WORDS, NATIONS, words

_REACH = 4  # words before an amount in which its verb stands
_MERELY = words("just only")  # "costs just $399"


def money_for(tokens: list[Token], amount: Amount) -> str | None:
    """Return "military aid", "fine", "book deal"."""
    bound = at(tokens, amount.end).text == "-" and at(tokens, amount.end).glued
    place = _past_brackets(tokens, amount.end + bound)
    last = amount.start - 1 - (at(tokens, amount.start - 1).key in _MERELY)
    if keys(tokens, place, place + 2) in A_SHARE:
        return per_share(tokens, amount.start)
    named = (
        changed_by(tokens, amount)
        or (what_changed(tokens, amount) if at(tokens, last).key == "by" else None)
        or _beside(tokens, amount, place)
        or worth(tokens, amount, last)
        or priced(tokens, amount, last)
    )
    if named or at(tokens, last).key in {"for", "("}:
        return named or _sued(tokens, last)
    subject = done(tokens, amount.start) or attached(tokens, place, amount.start) or given(tokens, amount)
    to = at(tokens, last).key == "to"
    if subject is None and (to or at(tokens, amount.start).key in _PAST):  # "oil fell below $70"
        return changed_to(tokens, amount.start - 1) if to else moved_to(tokens, amount.start)
    return subject or copular(tokens, amount) or handled(tokens, amount) or _that_was_paid(tokens, amount)


def _that_was_paid(tokens: list[Token], amount: Amount) -> str | None:
    """Return "payment" of "the £103m the club paid for", whose verb stands behind its doer."""
    if at(tokens, amount.start - 1).key not in ARTICLES:
        return None
    for place in range(amount.end, min(len(tokens), amount.end + _REACH + _REACH)):
        token = tokens[place]
        if token.key in _PAID:
            return "payment"
        if token.kind == "mark" or (token.key in FUNCTION_WORDS - ARTICLES and token.key not in _DOERS):
            return None
    return None


def _sued(tokens: list[Token], place: int) -> str | None:
    """Return "damages sought" of "sued the league for", whose "for" is at *place*."""
    verbs = range(place - 1, max(-1, place - _REACH - _REACH), -1)
    verb = next((back for back in verbs if tokens[back].key in _SUES), None)
    found = phrase_after(tokens, verb + 1) if verb is not None else None
    return "damages sought" if found and found[1] == place else None


_SUES = words("sue sues sued suing")
_PAID = words("paid pays pay spent")
_DOERS = words("he she it they we that has had have")
_PAST = words("below above under over past")


def _beside(tokens: list[Token], amount: Amount, place: int) -> str | None:
    """Return what stands beside the amount with "of", "in", "on"; at *place* the sentence goes on."""
    if keys(tokens, place, place + 2) == ("worth", "of"):
        return named_after(tokens, place + 2)
    return _of(tokens, amount, place) or _is_of(tokens, amount, place)


def _of(tokens: list[Token], amount: Amount, place: int) -> str | None:
    """Return what stands before "of": "spending of £40bn"; at *place* the sentence goes on."""
    if at(tokens, amount.start - 1).key != "of" or at(tokens, amount.start - 2).key == "lieu":
        return None
    if not ROBBED.isdisjoint(keys(tokens, amount.start - _REACH, amount.start)):
        return None
    if at(tokens, place).key == "in" and _is_wealth(tokens, place + 1):
        return None
    return phrase_before(tokens, amount.start - 1)


def _is_of(tokens: list[Token], amount: Amount, place: int) -> str | None:
    """Return what stands behind "of", "in" at *place*: "$20bn in American goods", not "$5m in Texas"."""
    after, first = at(tokens, place).key, at(tokens, place + 1)
    subject = None
    if after in {"of", "in"}:
        trading = at(tokens, place + 2).key in {"trading", "trade"} or first.key.endswith("trade")
        if after == "in" and (first.key in ARTICLES or trading or at(tokens, place + 4).key == "trade"):
            return None  # "$23.89 in extended trading", "in a heist"
        named = first.capital and not (first.key in NATIONS and first.key not in COUNTRIES)
        subject = None if named else named_after(tokens, place + 1)
        subject = None if subject and subject.rsplit(" ", 1)[-1] in _NO_THING else subject
    spent = after == "on" and not _SPENDING.isdisjoint(keys(tokens, amount.start - _REACH, amount.start))
    if subject is None and (spent or after in {"toward", "towards"}):
        return named_after(tokens, place + 1)
    return subject


_NO_THING = words("cash total quarter year month week half period weekend years months weeks")
_SPENDING = words("spend spends spent spending")


def _past_brackets(tokens: list[Token], place: int) -> int:
    """Return where the sentence goes on after another money's sum: "a €2m ($2.2m) plan"."""
    if at(tokens, place).text != "(":
        return place
    ends = range(place + 2, place + _LONGEST_SUM)
    return next((end + 1 for end in ends if at(tokens, end).text == ")"), place)


_LONGEST_SUM = 7  # words


def _is_wealth(tokens: list[Token], place: int) -> bool:
    """Say whether what is worth so much follows: "the proceeds of $300 billion in frozen assets"."""
    found = phrase_after(tokens, place)
    return found is not None and found[0].rsplit(" ", 1)[-1] in _WEALTH


_WEALTH = words("assets aid assistance support loans bonds cash weapons damage damages funding grants goods")


def attached(tokens: list[Token], place: int, amount_start: int) -> str | None:
    """Return the noun that an amount stands before: "a $425 million aid package"."""
    after, then = at(tokens, place).key, at(tokens, place + 1).key
    participle = after.endswith("ed") and then in {"by", "from", "in", "to", "on"}  # "$50bn backed by assets"
    happened = after.endswith("ed") and at(tokens, place).text.islower() and at(tokens, place + 1).text != "-"
    if after.endswith("ing") and at(tokens, amount_start - 1).key in ARTICLES:  # "a $2bn funding package"
        found = phrase_after(tokens, place + 1) if at(tokens, place + 1).key not in FUNCTION_WORDS else None
        return f"{after} {found[0]}" if found else None
    compared = after in COMPARED  # "$60 cheaper"
    return None if after in ARTICLES or participle or happened or compared else named_after(tokens, place)
