"""What is done with an amount of money: "fined €1bn", "paid an agency $2m", "money to be saved"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.deeds import deed_after
from bot.pipeline.figures.phrases import ARTICLES
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.verbs import forms
from bot.pipeline.figures.words import FUNCTION_WORDS, words

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
COMPARED = words("""
    cheaper dearer lower higher below short off extra better worse richer poorer each apiece upfront
    early worth online left remaining pretax
""")


def done(tokens: list[Token], start: int) -> str | None:
    """Return what is done with the money at *start*, to somebody who may be named: "fined Example Corp"."""
    place = start - 1
    while start - place < _REACH and at(tokens, place).capital:
        place -= 1
    return _ACTIONS.get(at(tokens, place).key)


def given(tokens: list[Token], amount: Amount) -> str | None:
    """Return what the sum is to whom it is given: "paid an agency $2m", "fined the company $5m"."""
    size, start = amount.low or amount.high or 0.0, amount.start
    wage = at(tokens, amount.end).key in {"a", "per"} and at(tokens, amount.end + 1).key in _PAYDAYS
    if at(tokens, amount.end).key in COMPARED | {"more", "less"}:  # "it cost $40m more"
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
    **dict.fromkeys(["repaid", "repays", "repaying", "repay"], "repayment"),
    **dict.fromkeys(["fined", "fines", "fining"], "fine"),
    **dict.fromkeys(["owes", "owed", "owing"], "debt"),
    **dict.fromkeys(["lent", "lends", "lend"], "loan"),
    **dict.fromkeys(["awarded", "awards"], "award"),
    **dict.fromkeys(["grossed", "grosses", "grossing"], "box office"),
    **dict.fromkeys(["earned", "earns", "earning"], "earnings"),
    **dict.fromkeys(["cost", "costs", "costing"], "cost"),
}
_RECEIVERS = words("him her them it us me you")


def handled(tokens: list[Token], amount: Amount) -> str | None:
    """Return "money borrowed", "money to be saved", "discount" where a verb beside the sum says no more."""
    after = at(tokens, amount.end).key
    if after == "off":
        return "discount"
    place = amount.start - 1
    while place > 0 and tokens[place].key in _SIZED:
        place -= 1
    verb, before = at(tokens, place).key, at(tokens, place - 1).key
    told = _told(verb, before)
    price = (amount.low or amount.high or 0.0) < _SMALL and told not in _SUMS  # "saving $60"
    if after in _MEASURED or price:  # "earn $2,000 each"
        return None
    if verb == "of" and not ROBBED.isdisjoint(keys(tokens, place - _REACH, place)):
        return "money stolen"
    if verb == "with" and (before in _GONE or keys(tokens, place - 2, place) in _MADE_OFF):
        return "money stolen"
    if verb in _MAKES or (verb == "in" and before in _BROUGHT):  # "made $5m", "brings in about $350m a year"
        return "earnings"
    behind = told or deed_after(tokens, amount.end, amount.start)
    return f"money {behind}" if behind and behind.removeprefix("to be ") in _PARTICIPLES else None


def _told(verb: str, before: str) -> str | None:
    """Return the participle of a verb that hands money, as the word before it has it."""
    if before in _TO_COME and verb in _BASES:
        return f"to be {_BASES[verb]}"
    past = _IRREGULAR.get(verb) or (verb if verb in _PARTICIPLES and before not in _WERE else None)
    return past or _FORMS.get(verb)


_MAKES = words("made makes making")
_BROUGHT = words("bring brings brought bringing take takes took taking rake rakes raked raking")
_MEASURED = COMPARED - words("online upfront early")
_SUMS = words("borrowed given stolen donated lost won")  # told of at any size
_SIZED = words("a an the record historic whopping massive staggering total further extra additional initial")
ROBBED = words("defrauded defrauding robbed robbing cheated swindled conned")  # somebody "of $8m"
_GONE = words("escaped fled absconded")
_MADE_OFF = {(made, off) for made in ["made", "making", "make", "got", "ran"] for off in ["off", "away"]}
_TO_COME = words("to will would could may might should must can")
_WERE = words("is are was were be been being")
_IRREGULAR = {"gave": "given", "took": "taken", "stole": "stolen", "froze": "frozen", "withdrew": "withdrawn"}
_BASES, _FORMS = forms("""
    borrow borrowed, give given, win won, take taken, spend spent, lose lost, save saved, invest
    invested, receive received, earn earned, generate generated, contribute contributed, commit
    committed, donate donated, allocate allocated, collect collected, transfer transferred, embezzle
    embezzled, seize seized, demand demanded, offer offered, recover recovered, raise raised, steal
    stolen, guarantee guaranteed, pay paid, provide provided, release released, inject injected, wire
    wired, secure secured, withdraw withdrawn, earmark earmarked, freeze frozen, launder laundered, hand
    handed, distribute distributed, promise promised, pledge pledged, claim claimed, gross grossed, add added
""")
_PARTICIPLES = frozenset(_BASES.values())
