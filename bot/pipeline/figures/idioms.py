"""What several words say of those who are counted: "lost their lives", "were taken to hospital".

One verb does not tell it, or tells another thing ("sent 12 people"), and outlets choose freely between such
words and a verb: they must give one outcome, or a conflict between them is never found.
"""

from __future__ import annotations

import re

from bot.pipeline.figures.tokens import Token, keys
from bot.pipeline.figures.words import ALIVE, DISPLACED, EVACUATED, INJURED, KILLED, MISSING, words

WITHOUT_POWER = "without power"
HOSPITALISED = "hospitalised"
HELD = "held hostage"  # how many still are says nothing of how many were taken
_AFTER = 14  # words behind a noun that are read
_BEFORE = 7  # words before an amount that are read
_AUXILIARIES = (
    r"(?:and (?:a|an) [\w-]+ )?"  # "two officers and a nurse suffered injuries"
    r"(?:(?:who|that|have|had|has|is|are|was|were|be|been|being|also|later|reportedly|then|still|all|remain"
    r"|remained|remains|left|\w+ly) )*"
)
_CARE = r"(?:(?:the|a|an|in|nearby|local|area|city|two|three|several|different|various) )*hospitals?\b"
_HOME = r"(?:their |his |her )?(?:homes?|houses?|villages?|towns?|apartments?|lands?)\b"
_RUBBLE = (
    r"(?:alive )?(?:from|out of) (?:(?:the|a|an|under|collapsed|burning|sinking|icy|flooded) )*"
    r"(?:rubble|debris|wreckage|ruins|water|waters|sea|river|mud|buildings?|roofs?|rooftops?|boats?|cars?)\b"
)
_POWER = r"(?:(?:the|their|all) )?(?:power|electricity)\b"
# Behind the noun, past the auxiliaries.
_BEHIND = {
    KILLED: (
        r"(?:lost|lose|losing) their (?:lives|life)\b|met their deaths?\b"
        r"|among (?:the|those) (?:dead|killed|fatalities)\b"
    ),
    INJURED: r"(?:suffer|sustain|receiv)(?:ed|ing|e)? (?:[\w-]+ ){0,3}?(?:injuries|wounds|burns)\b",
    EVACUATED: r"(?:forced|had|obliged) to evacuate\b",
    HOSPITALISED: (
        r"(?:taken|rushed|sent|airlifted|flown|transported|brought|admitted|transferred|moved|ferried) "
        rf"(?:by \w+ )?(?:to|into) {_CARE}|in (?:the )?hospital(?! \w+s\b)\b|treated (?:in|at) {_CARE}"
    ),
    DISPLACED: (
        rf"(?:forced|had|obliged|compelled) to (?:flee\b|(?:leave|abandon) {_HOME})|fled {_HOME}"
        rf"|(?:driven|forced|chased) (?:out of|from) {_HOME}"
    ),
    WITHOUT_POWER: rf"(?:lost|lose|losing) {_POWER}|(?:in (?:[\w'-]+ ){{1,9}})?(?:without|with no) {_POWER}",
    MISSING: r"(?:went|gone|go|listed as|reported as) missing\b",
    "rescued": rf"(?:pulled|dug|plucked|winched|lifted|hauled) (?:out )?{_RUBBLE}|brought to safety\b",
    "charged": r"(?:face|facing) (?:[\w-]+ ){0,2}?charges\b",
}
# A verb before the amount, and what stands behind the noun.
_AROUND = {
    KILLED: (
        r"cost(?:s|ing)?$|(?:bodies|corpses|remains) of$",
        r"their (?:lives|life)\b|(?:(?:have|had|were|been) )*(?:found|recover|discover|retriev|identif|pull)",
    ),
    HOSPITALISED: (
        r"(?:sen[dt]s?|sending|put|puts|putting|landed|landing|left|leaving)$",
        rf"(?:to|in) {_CARE}",
    ),
    DISPLACED: (
        r"(?:forc(?:e|es|ed|ing)|drove|driven|driving|prompt(?:s|ed|ing)|caus(?:es|ed|ing))$",
        rf"to (?:flee\b|(?:leave|abandon) {_HOME})|(?:out of|from) {_HOME}",
    ),
    "rescued": (r"(?:pull|pluck|winch|dig|lift|haul)\w*(?: out)?$|dug$", _RUBBLE),
    "kidnapped": (r"(?:took|takes?|taken|taking)$", r"hostages?\b"),
    HELD: (r"(?:holding|held|holds?)(?: about| some| nearly| at least)?$", r"hostages?\b"),
    "captured": (r"(?:took|takes?|taken|taking)$", r"(?:captive|prisoner)\b"),
}
# All of it before the amount: "claimed the lives of 12", "the bodies of 12 people".
_AHEAD = {
    KILLED: (
        r"(?:claim|cost|tak|took|lost|los)\w* (?:the )?(?:lives|life) of$"
        r"|(?:found|finds?|finding|recover\w*|discover\w*|pulled|retriev\w*|identif\w*) (?:out )?(?:the )?"
        r"(?:bodies|corpses|remains) of$"
    ),
    WITHOUT_POWER: (
        rf"(?:(?:knock|cut|los)\w*|lost|knocking) (?:out |off )?{_POWER} (?:supplies |supply )?(?:to|for|in)$"
        rf"|{_POWER} (?:\w+ )?(?:was|has been|had been) (?:cut|lost|knocked out|down) (?:to|for|in)$"
    ),
}
_OF_THE_LIVING = {
    KILLED,
    INJURED,
    HOSPITALISED,
    DISPLACED,
    MISSING,
    "rescued",
    "kidnapped",
    HELD,
    "captured",
    "charged",
}
# Sent to hospitals to treat others.
_TREATING = words(
    "doctors nurses medics paramedics surgeons volunteers physicians midwives specialists experts"
)
_SUPPLIED = words("people customers residents households families users subscribers inhabitants consumers")
_RULING = words("senators deputies lawmakers mps meps seats")  # who lose power otherwise
_NOT_OF = {HOSPITALISED: _TREATING, WITHOUT_POWER: (ALIVE - _SUPPLIED) | _RULING}

_behind = {told: re.compile(_AUXILIARIES + f"(?:{pattern})") for told, pattern in _BEHIND.items()}
_around = {
    told: (re.compile(rf"\b(?:{before})"), re.compile(after)) for told, (before, after) in _AROUND.items()
}
_ahead = {told: re.compile(rf"\b(?:{pattern})") for told, pattern in _AHEAD.items()}


def idiom(tokens: list[Token], start: int, end: int, head: str) -> str | None:
    """Return the outcome that a turn of phrase tells of what is counted; None where there is none.

    The amount begins at *start*, its noun, whose last word is *head*, ends before *end*.
    """
    before = " ".join(keys(tokens, start - _BEFORE, start))
    after = " ".join(keys(tokens, end, end + _AFTER))
    told = _told(before, after)
    ill = told == HOSPITALISED and after.startswith("in ")
    if told is None or (head in _NOT_OF.get(told, ()) and not ill):
        return None
    return None if told in _OF_THE_LIVING and head not in ALIVE else told


def _told(before: str, after: str) -> str | None:
    ahead = next((told for told, pattern in _ahead.items() if pattern.search(before)), None)
    if ahead is not None:
        return ahead
    for told, (verb, rest) in _around.items():
        if rest.match(after) and verb.search(before):
            return told
    return next((told for told, pattern in _behind.items() if pattern.match(after)), None)
