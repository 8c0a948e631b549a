"""What a sentence makes of a count: it is denied, asked, foretold, or of an older event."""

from __future__ import annotations

import re

_CORRECTION = re.compile(
    r"^\W*(?:correction|clarification|corrected)\b|\bearlier version of this\b|\bmisstated\b", re.IGNORECASE
)
_BACKGROUND = re.compile(
    r"\b(?:(?:a|each|every|this|last|previous) year|(?:a|each|every|per) (?:day|night|week|month)"
    r"|(?:the past|over the last|in the last|(?<!said )(?<!earlier )this) (?:week|month)"
    r"|(?:past|last) (?:\d+|two|three|few|several) (?:hours|days|nights|weeks|months)|daily|annually"
    r"|years? ago|decades?"
    r"|previous(?:ly)?(?! (?:\w+ )?(?:figures?|counts?|tolls?|estimates?|numbers?)\b)"
    r"|in recent years|(?<!est )(?<!first )(?<!most )since(?! then)|history|historic|deadliest|worst"
    r"|record|average|anniversary|earlier this|world war|rate|compared (?:with|to)|unlike|exercise|simulat\w+"
    r"|drill|film|movie|novel|(?:partial|early|preliminary|provisional) results"
    r"|(?:votes|ballots|precincts|stations|districts)(?: (?:have|had|has|were|was|been))* counted"
    r"|that (?:\w+ )?(?:quake|earthquake|temblor|attack|crash|storm|strike|disaster|blast|war))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no evidence|(?:den(?:y|ies|ied|ying)|(?:dismiss|refut|debunk|reject)(?:e?s|ed|ing))"
    r"(?: (?:[\w'’-]+ ){0,3}(?:that|claims?|reports?|allegations?|rumou?rs?)| \w+ing))\b[^,;]*$",
    re.IGNORECASE,
)
_UNTRUE = re.compile(r"[^,;]{0,120}\b(?:was|were|is|are) (?:false|untrue|fake|not true|a hoax)\b")
_ASKED = re.compile(
    r"^\W*(?:can|could|would|do|does|did|is|are|was|were|will|should|what|why|how|who|if|imagine|suppose)\b"
    r"[^?]*\?\W*$",
    re.IGNORECASE,
)
_LONGEST_DENIAL = 200  # characters from the denial to the number
_EARLIER = re.compile(r"\bhad been\b", re.IGNORECASE)  # but in reported speech it is of these days
_UNDATED = re.compile(
    r"\b(?:in|since|last|of) (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b"
)
# Before a count: what somebody plans, fears or demands. "8,000 are expected to fight" counts who is there.
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|promis(?:es|ed)|pledg(?:es|ed)|prepar(?:es|ed|ing)|aim(?:s|ed)?"
    r"|expect(?:s|ed)?|want(?:s|ed)?|seek(?:s|ing)?|could|may|might|must|should|will|would|requir(?:es?|ed)"
    r"|needs?|targets?|goals?|forecasts?|project(?:s|ed)|predict(?:s|ed)?|ready to|set to)\b[^,;.]{0,60}$"
)
_TO_COME = re.compile(
    r"[^,;.]{0,50}?\b(?:(?:will|would|could|may|might|should|to) (?:\w+ )?"
    r"(?:be (?:sent|deployed|dispatched|trained|ready|needed)|arrive|reach|go to|leave for)\b"
    r"|by (?:the end|next|the spring|the summer|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b|(?:is|are|was|were) (?:required|needed|forecast|projected|predicted)\b)"
)
_LONGEST_PLAN = 90  # characters from the plan to the number


def tells_nothing(text: str) -> bool:
    """Say whether a sentence corrects a count or asks for one."""
    return _CORRECTION.search(text) is not None or _ASKED.search(text) is not None


def is_foretold(text: str, start: int, end: int) -> bool:
    """Say whether the count between *start* and *end* is a plan, a demand or a forecast."""
    planned = _PLANNED.search(text, max(0, start - _LONGEST_PLAN), start)
    return planned is not None or _TO_COME.match(text, end) is not None


def is_denied(text: str, at: int) -> bool:
    """Say whether the count at *at* is one that somebody denies: "denied that 12 people were killed"."""
    return (
        _DENIED.search(text[max(0, at - _LONGEST_DENIAL) : at]) is not None
        or _UNTRUE.match(text, at) is not None
    )


def is_background(text: str, *, said: bool, dated: bool) -> bool:
    """Say whether a sentence may tell of an older event of the kind.

    In reported speech (*said*) "had been" is of these days; of an article that is not *dated* no month is.
    """
    return (
        _BACKGROUND.search(text) is not None
        or (not said and _EARLIER.search(text) is not None)
        or (not dated and _UNDATED.search(text) is not None)
    )
