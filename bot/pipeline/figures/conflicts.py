"""Where outlets or speakers differ on one subject beyond their hedges.

A wrong conflict is worse than none. So only what was said first in an article and wholly is compared, a
later count of one voice takes the place of its earlier one, a toll that hours later is larger has grown, an
article that gives two counts of one
subject is not heard on it, and counts too far apart are taken for counts of different things.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from bot.domain.figure import Claim, Conflict, Figure, Period, Precision
from bot.pipeline.figures.comparable import TOLLS, is_one_thing
from bot.pipeline.figures.fitting import FIRED
from bot.pipeline.figures.nouns import nation_of
from bot.pipeline.figures.words import (
    ARRESTED,
    CAPTURED,
    DISPLACED,
    EVACUATED,
    EXCHANGED,
    FUNCTION_WORDS,
    HOMELESS,
    INJURED,
    KILLED,
    WOUNDED,
)

_ABOUT = 0.1  # share by which "about" may be off
_ROUND = 0.05  # share by which a round number may be off, though nothing says so
_ROUND_FROM = 100
_ROUND_DIGITS = 2  # a number with no more digits than these before its zeros is round
_FARTHEST_TOLL = 8.0  # times; a toll grows, but what is farther apart counts two events
_FARTHEST = 4.0  # times; "three soldiers crossed the border" is not the force of 10,000
_AGES_AGO = timedelta(days=31)  # what ended so long before an article is no news of its days
_GROWS = timedelta(hours=3)  # a toll so much later that is larger has grown; nobody contradicts anybody
_AGES = timedelta(days=2)  # a claim so much older than the newest has had its day
_REVISED = timedelta(hours=6)  # what one speaker said so much earlier, the speaker has corrected since

_GROWING = frozenset(
    {KILLED, INJURED, WOUNDED, ARRESTED, CAPTURED, EVACUATED, DISPLACED, HOMELESS, "rescued"}
)
_PARTED = frozenset({"loan", "aid package", "military aid"})  # what several may give parts of
_FARTHEST_WHOLE = 1.25  # times; a sum that is farther from the other is a share of it, or another one
_COUNTING = 1.0  # points by which shares differ while votes are counted, or by rounding
_NIGHTLY = (FIRED, "shot down")  # counted anew each night
_NIGHT = timedelta(hours=15)  # reports so far apart are of two nights where they name no day


def conflicts(figures: Iterable[Figure]) -> tuple[Conflict, ...]:
    """Return the subjects of *figures* (of one story) on which they differ, each with all its claims.

    A figure is never averaged, nor merged with another into a range; claims go from low to high and the
    newest is marked.
    """
    by_subject: dict[tuple[str, str | None, Period | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.comparable and figure.precision is not Precision.VAGUE and is_one_thing(figure):
            by_subject[figure.subject, figure.unit, _past(figure)].append(figure)
    found = [_conflict(subject, told) for (subject, _, _), told in by_subject.items()]
    return tuple(conflict for conflict in found if conflict is not None)


def _past(figure: Figure) -> Period | None:
    """Return the period of an older event that an article is about: compared with that period's only."""
    period = figure.period
    return period if period is not None and (figure.at.date() - period.last) > _AGES_AGO else None


def compatible(one: Figure, other: Figure) -> bool:
    """Say whether both figures can be true, each within its hedge."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    if one.subject.endswith(EXCHANGED) and {one.low, other.low} == {one.high, other.high}:
        low, high = min(low, low / 2, high / 2), max(high, low * 2)  # one side's, or those of both
    return low <= other_high and other_low <= high


def _bounds(figure: Figure) -> tuple[float, float]:
    """Return between which numbers the figure may stand without being wrong."""
    low = 0.0 if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    if figure.unit == "%" and figure.precision is not Precision.ABOUT:
        return low - _COUNTING / 2, high + _COUNTING / 2
    slack = max(_slack(figure, bound) for bound in (low, high))
    return low * (1 - slack), high * (1 + slack)


def _slack(figure: Figure, bound: float) -> float:
    if not 0 < bound < math.inf:
        return 0.0
    if figure.precision is Precision.ABOUT:
        return _ABOUT
    digits = f"{bound:.15g}".split("e")[0].replace(".", "").strip("0")
    return _ROUND if bound >= _ROUND_FROM and len(digits) <= _ROUND_DIGITS else 0.0


def _conflict(subject: str, told: list[Figure]) -> Conflict | None:
    heard = _heard(told)
    apart = [
        (one, other)
        for one, other in combinations(heard, 2)
        if not compatible(one, other) and not _days_apart(one, other) and _are_two_voices(one, other)
    ]
    if not apart or any(_too_far(one, other) for one, other in apart):
        return None
    return Conflict(subject, claims(heard))


def _heard(told: list[Figure]) -> list[Figure]:
    """Return the figures that count: the newest of each voice, of articles that agree with themselves."""
    within: dict[tuple[int, str | None], list[Figure]] = defaultdict(list)
    for figure in told:
        within[figure.quote.article_id, figure.attributed_to].append(figure)
    clear = [
        figures[0]
        for figures in within.values()
        if all(compatible(figures[0], other) for other in figures[1:])
    ]
    by_voice: dict[tuple[str, str | None], Figure] = {}
    for figure in sorted(clear, key=lambda figure: (figure.at, figure.quote.article_id)):
        by_voice[figure.quote.outlet, figure.attributed_to] = figure
    by_voice = {
        voice: figure for voice, figure in by_voice.items() if not _outgrown(figure, by_voice.values())
    }
    newest = max((figure.at for figure in by_voice.values()), default=None)
    last_said: dict[str | None, datetime] = {}
    for figure in by_voice.values():
        last_said[figure.attributed_to] = max(figure.at, last_said.get(figure.attributed_to, figure.at))
    return [
        figure
        for figure in by_voice.values()
        if newest is not None
        and newest - figure.at <= _AGES
        and (figure.attributed_to is None or last_said[figure.attributed_to] - figure.at < _REVISED)
    ]


def _outgrown(figure: Figure, others: Iterable[Figure]) -> bool:
    """Say whether a later count of a toll that only grows is larger."""
    high = _bounds(figure)[1]
    return figure.subject.rpartition(" ")[2] in _GROWING and any(
        other.at - figure.at >= _GROWS and _bounds(other)[0] > high for other in others
    )


def _are_two_voices(one: Figure, other: Figure) -> bool:
    """Say whether two outlets speak, or two named speakers: an article that quotes one explains itself.

    Where two sides fire at each other, each count is of its own side.
    Where one speaker's counts are far apart, of two places, or one is of those who were sent, they are of two
    things: "10,000 were sent, 8,000 are in Kursk, 3,000 near the front".
    """
    if one.subject.endswith(FIRED) and len({_side(one), _side(other)} - {None}) > 1:
        return False
    toll = one.subject.rpartition(" ")[2] in TOLLS
    if not toll and one.attributed_to is not None and one.attributed_to == other.attributed_to:
        least, most = sorted((_bounds(one)[0], _bounds(other)[0]))
        sent = [_SENT.search(figure.quote.text) is not None for figure in (one, other)]
        here, there = (set(_PLACE.findall(figure.quote.text)) for figure in (one, other))
        apart = bool(here and there) and here.isdisjoint(there)
        if least * _MISHEARD <= most or sent[0] != sent[1] or apart:
            return False
    if one.quote.outlet != other.quote.outlet:
        return True
    return None not in {one.attributed_to, other.attributed_to}


def _side(figure: Figure) -> str | None:
    """Return who fired what is counted, as far as the sentence names them."""
    text = figure.quote.text
    if _FIRED.search(text) is None:  # another language, in which who is named first mostly does it
        first = _ABROAD.search(text)
        return (first.lastgroup or "").capitalize() if first else None
    found = _BY_WHOM.search(text)
    name = (found[1] or found[2] or found[3]).lower() if found else ""
    return None if name in FUNCTION_WORDS else nation_of(name) or name or None


_FIRED = re.compile(r"\b(?:launch|fir(?:e|ing))")
_ABROAD = re.compile(
    r"\b(?:(?P<Russian>росси|росій|росія|росії|москв|рф\b|russ|rús|rusia|rusya|ruski|rosj|rosyjs)"
    r"|(?P<Ukrainian>укра[иї]н|ки[еї]в|ukra|ucra)|(?P<Israeli>израил|ізраїл|isra|izrael|israël|İsrail)"
    r"|(?P<Iranian>иран|іран|iran|irán|irã|İran))"
    r"|(?P<russian>俄|ロシア|روسيا)|(?P<ukrainian>乌克兰|烏克蘭|ウクライナ|أوكرانيا)",
    re.IGNORECASE,
)
# "Kyiv has launched", "Ukraine's forces fired", "launched by Russia", "Iran said it fired"
_BY_WHOM = re.compile(
    r"\b([A-Z]\w+)(?:['’]s)?(?: (?:has|have|had|also|forces|troops|army|military|again|reportedly)){0,3}"
    r" (?:launch|fir)(?:ed|es|ing)\b|\b(?:launched|fired) by (?:the )?([A-Z]\w+)"
    r"|\b([A-Z]\w+) (?:said|says) (?:it|its \w+) (?:(?:has|had|have) )?(?:launched|fired)\b"
)
_MISHEARD = 2.0  # times; no outlet mishears a speaker by so much
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|\w+ber\b"
_PLACE = re.compile(rf"\b(?:in|into|inside|to|near|across) (?:the )?(?:[a-z]+ern )?(?!{_DAYS})([A-Z]\w+)")
_SENT = re.compile(r"\b(?:sent|send|sending|deployed|deployment|dispatched)\b")


def _days_apart(one: Figure, other: Figure) -> bool:
    """Say whether the figures are of different days: two nights, two attacks."""
    if one.period is None or other.period is None:
        nightly = one.subject.endswith(_NIGHTLY)
        return nightly and abs(one.at - other.at) >= _NIGHT
    return one.period.first > other.period.last or other.period.first > one.period.last


def _too_far(one: Figure, other: Figure) -> bool:
    """Say whether the figures are so far apart that they must count different things."""
    sizes = sorted(figure.low if figure.low is not None else figure.high or 0.0 for figure in (one, other))
    toll = one.subject.rpartition(" ")[2] in TOLLS
    farthest = _FARTHEST_TOLL if toll else _FARTHEST_WHOLE if one.subject in _PARTED else _FARTHEST
    return sizes[0] * farthest < sizes[1]


def claims(heard: Sequence[Figure]) -> tuple[Claim, ...]:
    """Return the answers that figures of one subject give, from low to high; the newest is marked."""
    grouped: dict[object, list[Figure]] = defaultdict(list)
    for figure in heard:
        of = (figure.low, figure.high, figure.precision, figure.attributed_to, _past(figure))
        grouped[of].append(figure)
    newest = max(heard, key=lambda figure: (figure.at, figure.quote.article_id))
    claims = [
        Claim(
            words=figures[0].words,
            attributed_to=figures[0].attributed_to,
            outlets=tuple(dict.fromkeys(figure.quote.outlet for figure in figures)),
            figures=tuple(figures),
            newest=newest in figures,
        )
        for figures in grouped.values()
    ]
    return tuple(sorted(claims, key=_size))


def _size(claim: Claim) -> tuple[float, float]:
    first = claim.figures[0]
    low = first.low if first.low is not None else first.high or 0.0
    return low, first.high if first.high is not None else math.inf
