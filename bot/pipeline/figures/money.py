"""What an amount of money is for: "a $425 million aid package", "fined €1bn", "spending of £40bn"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.changes import THOUGHT, changed_by, copular, moved_to
from bot.pipeline.figures.phrases import ARTICLES, named_after, phrase_after, phrase_before
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import COUNTRIES, FUNCTION_WORDS, NATIONS, words

_REACH = 4  # words before an amount in which its verb stands
_ACTIONS = {
    "fined": "fine",
    "fines": "fine",
    "fine": "fine",
    "bail": "bail",
    "ransom": "ransom",
    "pledged": "pledge",
    "pledges": "pledge",
    "donated": "donation",
    "donates": "donation",
    "owes": "debt",
    "owed": "debt",
    "raise": "money raised",
    "raises": "money raised",
    "raised": "money raised",
    "seeking": "money sought",
    "stole": "money stolen",
    "stolen": "money stolen",
    "lend": "loan",
    "lends": "loan",
    "lent": "loan",
}
_WORTH = words("worth valued costing cost costs totalling totaling totaled")


def money_for(tokens: list[Token], amount: Amount) -> str | None:
    """Return "military aid", "fine", "book deal"."""
    if by := changed_by(tokens, amount):
        return by
    bound = at(tokens, amount.end).text == "-" and at(tokens, amount.end).glued
    place = _past_brackets(tokens, amount.end + bound)
    after, before = at(tokens, place).key, at(tokens, amount.start - 1).key
    subject = None
    if keys(tokens, place, place + 2) == ("worth", "of"):
        return named_after(tokens, place + 2)
    if (
        before == "of"
        and at(tokens, amount.start - 2).key != "lieu"
        and not (after == "in" and _is_wealth(tokens, place + 1))
    ):
        subject = phrase_before(tokens, amount.start - 1)
    elif before in _WORTH or keys(tokens, amount.start - 2, amount.start) == ("valued", "at"):
        subject = _worth(tokens, amount.start - 1 - (before == "at")) or copular(tokens, amount)
    if subject is None and after in {"of", "in"}:
        first = at(tokens, place + 1)  # "$20bn in American goods", not "$5m in Texas"
        named = first.capital and not (first.key in NATIONS and first.key not in COUNTRIES)
        subject = None if named else named_after(tokens, place + 1)
        subject = None if subject in {"cash", "total"} else subject
    spent = after == "on" and not _SPENDING.isdisjoint(keys(tokens, amount.start - _REACH, amount.start))
    if subject is None and (spent or after in {"toward", "towards"}):
        subject = named_after(tokens, place + 1)
    if subject is None and before == "for":
        asked = phrase_before(tokens, amount.start - 1)
        return asked if at(tokens, amount.start - 2).key in _ASKED else _traded(tokens, amount.start - 1)
    if subject is None and before == "at" and (closed := _closed(tokens, amount.start - 2)):
        return closed
    subject = subject or _done(tokens, amount.start) or attached(tokens, place, amount.start)
    subject = subject or _given(tokens, amount)
    if subject is None and (before == "to" or at(tokens, amount.start).key in _PAST):  # "oil fell below $70"
        return moved_to(tokens, amount.start - (before == "to"))
    return subject or copular(tokens, amount)


def _past_brackets(tokens: list[Token], place: int) -> int:
    """Return where the sentence goes on after another money's sum: "a €2m ($2.2m) plan"."""
    if at(tokens, place).text != "(":
        return place
    ends = range(place + 2, place + _LONGEST_SUM)
    return next((end + 1 for end in ends if at(tokens, end).text == ")"), place)


_LONGEST_SUM = 7  # words
_PAST = words("below above under over past")


def _done(tokens: list[Token], start: int) -> str | None:
    """Return what is done with the money at *start*, to somebody who may be named: "fined Example Corp"."""
    place = start - 1
    while start - place < _REACH and at(tokens, place).capital:
        place -= 1
    return _ACTIONS.get(at(tokens, place).key)


def _given(tokens: list[Token], amount: Amount) -> str | None:
    """Return what the sum is to whom it is given: "paid an agency $2m", "fined the company $5m"."""
    size, start = amount.low or amount.high or 0.0, amount.start
    wage = at(tokens, amount.end).key in {"a", "per"} and at(tokens, amount.end + 1).key in _PAYDAYS
    if at(tokens, amount.end).key in _COMPARED | {"more", "less"}:  # "it cost $40m more"
        return None
    for token in reversed(tokens[max(0, start - _REACH) : start]):
        if token.key in _GIVING:
            price = size < _SMALL or wage  # "pay $9.99", "paid $2,000 a month"
            return None if price and _GIVING[token.key] == "payment" else _GIVING[token.key]
        if token.kind == "mark" or (token.key in FUNCTION_WORDS - ARTICLES and token.key not in _RECEIVERS):
            return None
    return None


_SMALL = 1_000  # of any money
_PAYDAYS = words("day week month hour shift")
_GIVING = {  # with whom it is given to behind it
    **dict.fromkeys(["paid", "pays", "paying", "pay"], "payment"),
    **dict.fromkeys(["fined", "fines", "fining"], "fine"),
    **dict.fromkeys(["owes", "owed", "owing"], "debt"),
    **dict.fromkeys(["lent", "lends", "lend"], "loan"),
    **dict.fromkeys(["awarded", "awards"], "award"),
    **dict.fromkeys(["grossed", "grosses", "grossing"], "box office"),
    **dict.fromkeys(["earned", "earns", "earning"], "earnings"),
    **dict.fromkeys(["cost", "costs", "costing"], "cost"),
}
_RECEIVERS = words("him her them it us me you")


def _traded(tokens: list[Token], end: int) -> str | None:
    """Return what changes hands for so much: "bought the club from a rival for $12m"."""
    for place in range(end - 1, max(-1, end - _DEAL), -1):
        if tokens[place].kind == "mark" and tokens[place].text not in {"'", "’", "-"}:
            return None
        if tokens[place].key in _TRADES:
            found = phrase_after(tokens, place + 1)
            return found[0] if found and at(tokens, found[1]).kind != "number" else None
    return None


def _closed(tokens: list[Token], end: int) -> str | None:
    """Return what is so dear at the end of a day: "Brent crude settled on Friday at $75"."""
    verbs = range(end, max(-1, end - _DEAL), -1)
    verb = next((place for place in verbs if tokens[place].key in _ENDS), None)
    return phrase_before(tokens, verb) if verb else None


_ENDS = words("closed closes settled settles ended finished priced")
_ASKED = words("request contract deal bid offer order budget claim lawsuit")  # "a budget request for $22bn"
_DEAL = 12  # words from the verb to the price
_TRADES = words("""
    buy buys buying bought sell sells selling sold acquire acquires acquiring acquired purchase purchased
""")


def _is_wealth(tokens: list[Token], place: int) -> bool:
    """Say whether what is worth so much follows: "the proceeds of $300 billion in frozen assets"."""
    found = phrase_after(tokens, place)
    return found is not None and found[0].rsplit(" ", 1)[-1] in _WEALTH


_WEALTH = words("assets aid assistance support loans bonds cash weapons damage damages funding grants goods")


def _worth(tokens: list[Token], place: int) -> str | None:
    """Return what stands before the "worth" at *place*: "its offer, reportedly worth"."""
    while at(tokens, place - 1).key in THOUGHT or at(tokens, place - 1).text == ",":
        place -= 1
    return phrase_before(tokens, place)


_COMPARED = words("""
    cheaper dearer lower higher below short off extra better worse richer poorer each apiece upfront early
    worth
""")
_SPENDING = words("spend spends spent spending")


def attached(tokens: list[Token], place: int, amount_start: int) -> str | None:
    """Return the noun that an amount stands before: "a $425 million aid package"."""
    after, then = at(tokens, place).key, at(tokens, place + 1).key
    participle = after.endswith("ed") and then in {"by", "from", "in", "to", "on"}  # "$50bn backed by assets"
    happened = after.endswith("ed") and at(tokens, place).text.islower() and at(tokens, place + 1).text != "-"
    if after.endswith("ing") and at(tokens, amount_start - 1).key in ARTICLES:  # "a $2bn funding package"
        found = phrase_after(tokens, place + 1) if at(tokens, place + 1).key not in FUNCTION_WORDS else None
        return f"{after} {found[0]}" if found else None
    compared = after in _COMPARED  # "$60 cheaper"
    return None if after in ARTICLES or participle or happened or compared else named_after(tokens, place)
