"""Which figures are so well named that two articles of one story mean the same by them."""

from __future__ import annotations

import re

from bot.domain.figure import Figure
from bot.pipeline.figures.counted import ATTENDING
from bot.pipeline.figures.outcomes import SHOT_DOWN
from bot.pipeline.figures.words import (
    ARRESTED,
    CAPTURED,
    DISPLACED,
    EVACUATED,
    EXCHANGED,
    FIGHTERS,
    HOMELESS,
    INJURED,
    KILLED,
    MISSING,
    NATIONS,
    PEOPLES,
    PEOPLES_ALIKE,
    TROOPS,
    WOUNDED,
)

TOLLS = frozenset(
    {
        KILLED,
        INJURED,
        WOUNDED,
        MISSING,
        ARRESTED,
        CAPTURED,
        EVACUATED,
        DISPLACED,
        HOMELESS,
        "rescued",
        "trapped",
        "kidnapped",
        "freed",
        EXCHANGED,
    }
)
_TOLD_OF = frozenset(
    {
        "people",
        "troops",
        "children",
        "students",
        "passengers",
        "civilians",
        "police officers",
        "miners",
        "workers",
        "hostages",
        "protesters",
        "prisoners",
        "prisoners of war",
    }
)
_MEASURES = frozenset(
    {
        "salient",
        "territory held",
        "area burned",
        "fine",
        "ransom",
        "bail",
        "turnout",
        "loan",
        "aid package",
        "military aid",
    }
)
_SPENT = frozenset({"missiles", "drones", "rockets", "shells", "bombs"})


def is_one_thing(figure: Figure) -> bool:
    """Say whether the subject is so well named that two articles of one story mean the same by it."""
    if figure.unit is not None:
        some = figure.subject == "turnout" and _SOME_TURNOUT.search(figure.quote.text) is not None
        measured = figure.subject in _MEASURES and not some
        return measured or (figure.unit == "%" and _is_of_one_vote(figure))
    if figure.subject == f"countries {ATTENDING}":
        return True
    thing, _, outcome = figure.subject.rpartition(" ")
    if outcome in TOLLS:
        nation, _, head = thing.rpartition(" ")
        return thing in _TOLD_OF | _PEOPLES or (nation in _NATIONS and head in _TOLD_OF | FIGHTERS)
    if figure.subject.endswith(SHOT_DOWN):  # both sides do so in one night: whose they were must be said
        return thing.partition(" ")[0] in _NATIONS
    if outcome == "fired":
        return any(thing.endswith(weapon) for weapon in _SPENT)
    return thing in _NATIONS and outcome in TROOPS


_NATIONS = frozenset(NATIONS.values())


def _is_of_one_vote(figure: Figure) -> bool:
    """Say whether a share is of the whole vote: not a group's, a place's, a round's or a survey's."""
    text = figure.quote.text
    named = figure.subject.endswith(" vote") and figure.subject.lower() not in text.lower()  # "Latino vote"
    return named and _OTHER_VOTE.search(text) is None


# "in Iowa", but not "in Georgia's election", "in Sunday's vote", "in October".
_OTHER_VOTE = re.compile(
    r"\b(?:[Ii]n|[Aa]cross|[Aa]mong) (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March"
    r"|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October)(?:the )?[A-Z]\w+(?: [A-Z]\w+)*(?!['’\w])"
    r"(?!(?: [\w-]+){1,3}? (?:election|vote|poll|referendum|ballot)s?\b)"
    r"|\b(?:round|run-?off|county|counties|district|province|constituency|among|abroad|diaspora|surveys?)\b"
    r"|\b(?:[Ee]xit[ -]polls?|[Pp]ollsters?|[Ff]orecasts?|[Pp]roject(?:ed|ions?))\b"
    r"|\b(?:by|to) an? (?:\w+ )?poll\b"
    r"|\b[Pp]oll (?:\w+ ){0,4}?(?:gave|gives|showed|shows|found|finds|put|puts|said|says)\b"
)
# "by 5pm", "abroad": the turnout of a part of the day or of the voters
_SOME_TURNOUT = re.compile(
    r"\b(?:[Bb]y|[Aa]s of|[Aa]t) (?:\d|noon|midday|mid-)|\bso far\b|\babroad\b|\bamong\b|\bearly\b"
    r"|(?i:\b(?:alle(?: ore)?|a las|às|godz\w*\.?|saat|gegen) \d"
    r"|\b\d{1,2}(?::\d\d| ?(?:uhr|h|heures|horas|час\w+|годин\w*))\b)"
    r"|截至\w{0,6}[时点]|\d時(?:時点|現在)|\d시 ?(?:현재|기준)|حتى الساعة"
)
_PEOPLES = frozenset(PEOPLES.values()) | frozenset(PEOPLES_ALIKE.values())
