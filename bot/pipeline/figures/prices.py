"""What so much is the price of: "sold for $2m", "a watch ($129)", "shares worth €3bn"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.changes import THOUGHT, copular, moved_by
from bot.pipeline.figures.phrases import phrase_after, phrase_before
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.units import CURRENCY_SIGNS
from bot.pipeline.figures.words import words

_DEAL = 12  # words from the verb to the price
_WORTH = words("worth valued costing cost costs totalling totaling totaled")
_ASKED = words("request contract deal bid offer order budget claim lawsuit")  # "a budget request for $22bn"
_SOLD = words("sold sells sell selling bought acquired auctioned retails retailing")
_ON_SALE = {(goes, "on", "sale") for goes in ["goes", "go", "went", "going"]}
_RELATIVE = words("which that who they he she it")  # "the field, which they sold for $30m"
_TRADES = words("""
    offer offers offering buy buys buying bought sell sells selling sold acquire acquires acquiring
    acquired purchase purchased
""")
_FETCHES = words("fetched fetches fetch netted")
_ENDS = words("ends closed closes settled settles ended finished priced")
A_SHARE = {("a", "share"), ("per", "share")}
_PER_SHARE = words("earnings profit profits loss losses dividend dividends income eps")


def worth(tokens: list[Token], amount: Amount, last: int) -> str | None:
    """Return what is worth so much; *last* is where the word before the amount stands."""
    valued = keys(tokens, last - 1, last + 1) == ("valued", "at")
    if at(tokens, last).key not in _WORTH and not valued:
        return None
    which = last - 1
    if at(tokens, which).key == "which" and at(tokens, which - 1).text == ",":
        return phrase_before(tokens, which - 1)  # "the phone, which costs $799"
    return _worth(tokens, last - valued) or copular(tokens, amount)


def _worth(tokens: list[Token], place: int) -> str | None:
    """Return what stands before the "worth" at *place*: "its offer, reportedly worth"."""
    while at(tokens, place - 1).key in THOUGHT or at(tokens, place - 1).text == ",":
        place -= 1
    return phrase_before(tokens, place)


def priced(tokens: list[Token], amount: Amount, last: int) -> str | None:
    """Return what so much is asked or paid for, by the word before the amount, which stands at *last*."""
    before = at(tokens, last).key
    if before == "(":
        return _in_brackets(tokens, last) if at(tokens, amount.end).text in {")", ","} else None
    if before == "for":
        return _for(tokens, last)
    if before in _FETCHES or before in _ENDS:
        return moved_by(tokens, last)
    if before == "near" and at(tokens, last - 1).key in _ENDS:  # "oil ends near $101"
        return moved_by(tokens, last - 1)
    return _closed(tokens, last - 1) if before == "at" else None


def _in_brackets(tokens: list[Token], bracket: int) -> str | None:
    """Return what costs so much in brackets: "a watch ($129)", but not the same sum in another money."""
    near = tokens[bracket - 3 : bracket]
    summed = any(token.kind == "number" or token.text in CURRENCY_SIGNS for token in near)
    return None if summed else phrase_before(tokens, bracket, nested=False)


def _for(tokens: list[Token], place: int) -> str | None:
    """Return what is sold, or asked, "for" so much."""
    verb = at(tokens, place - 1).key
    if verb in _SOLD:
        owned = _RELATIVE.isdisjoint(keys(tokens, place - _DEAL, place - 1))
        return moved_by(tokens, place - 1) if owned else None
    if keys(tokens, place - 3, place) in _ON_SALE:
        return moved_by(tokens, place - 3)
    return phrase_before(tokens, place) if verb in _ASKED else _traded(tokens, place)


def _traded(tokens: list[Token], end: int) -> str | None:
    """Return what changes hands for so much: "bought the club from a rival for $12m"."""
    for place in range(end - 1, max(-1, end - _DEAL), -1):
        if tokens[place].kind == "mark" and tokens[place].text not in {"'", "’", "-"}:
            return None
        if tokens[place].key in _TRADES:
            found = phrase_after(tokens, place + 1)
            if found is None:
                return None
            sized = at(tokens, found[1] + 1).text == "-"  # "a tablet 12.9-inch"
            return found[0] if sized or at(tokens, found[1]).kind != "number" else None
    return None


def _closed(tokens: list[Token], end: int) -> str | None:
    """Return what is so dear at the end of a day: "Brent crude settled on Friday at $75"."""
    verbs = range(end, max(-1, end - _DEAL), -1)
    verb = next((place for place in verbs if tokens[place].key in _ENDS), None)
    return moved_by(tokens, verb) if verb else None


def per_share(tokens: list[Token], start: int) -> str | None:
    """Return "earnings per share" where the words before *start* say of what so much comes on a share."""
    near = range(start - 1, max(-1, start - _DEAL), -1)
    told = next((tokens[place].key for place in near if tokens[place].key in _PER_SHARE), None)
    return f"{told} per share" if told else None
