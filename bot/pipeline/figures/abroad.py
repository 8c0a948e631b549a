"""Figures in other languages than English: what a list of words can read surely, and nothing else.

`languages/` holds the words: a number is one where a thing of the list follows it, and what happened to that
is what the same clause says by one word of the list. Two such words, a "might", a "not", a part of another
number: left out. Subjects are named in English, as the ledger names them, so that outlets of two languages
can be held against each other; the words and the sentence shown are the article's own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.article import Article
from bot.domain.figure import Figure
from bot.pipeline.corrections import corrects
from bot.pipeline.figures.counted import ATTENDING
from bot.pipeline.figures.measures import measured_abroad
from bot.pipeline.figures.read import Place, Read, denied_abroad, figure_of
from bot.pipeline.figures.tongues import LANGUAGES, SPACE, Tongue, tongue_of
from bot.pipeline.figures.words import CASUALTIES, INJURED, KILLED, WOUNDED
from bot.text.sentences import sentences as sentence_spans

_LONGEST = 600  # characters; a longer "sentence" is a list
_LEAD = 6  # sentences, as in the ledger
_GROUPED = re.compile(rf"(?:{SPACE}|[.'’])(?=\d{{3}})")  # between groups of digits
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WEAPONS = {"drones", "missiles"}
_THINGS = {"countries", "homes"}  # to which nothing happens that happens to people or weapons
# Behind it a nation is no longer that of those who are counted: "murieron en un ataque israelí".
_ASIDE = re.compile(r",|\b(?:en|por|tras|dans|par|lors|in|bei|durch|при|в|во|от|у|від)\b")
_AFTER = 30  # characters after a thing in which its nation may stand: "soldats de Corée du Nord"
_BEFORE = 24  # characters before a number in which "other" or "each" may stand
_PEOPLE = frozenset(
    {
        "people",
        "suspects",
        "protesters",
        "civilians",
        "Palestinians",
        "children",
        "troops",
        "hostages",
        "prisoners of war",
        "firefighters",
        "police officers",
    }
)
_TOLD_BARE = _PEOPLE | _WEAPONS  # of which more may be told without their name: "33 were downed"


# After who says it: of who sends, somebody else may be told behind it.
_THAT = re.compile(r"\b(?:que|qu|che|dass|что|що|że)\b")


class _Amount(NamedTuple):
    """How many, and between which characters of the sentence that stands."""

    low: float | None
    high: float | None
    start: int
    end: int
    hedged: bool


class _Found(NamedTuple):
    """A number with its thing, and between which characters of the sentence it and its clause stand."""

    match: re.Match[str]
    thing: str
    begins: int
    ends: int


def figures_abroad(article: Article) -> list[Figure]:
    """Return what an article in one of `LANGUAGES` counts, its title last; nothing for other languages."""
    if article.language not in LANGUAGES:
        return []
    tongue = tongue_of(article.language)
    found: list[Figure] = []
    for place, (start, end) in enumerate(sentence_spans(article.text, article.language)):
        if end - start <= _LONGEST:
            at = Place(article.text[start:end], start, end, in_title=False, lead=place < _LEAD)
            found += _in_sentence(article, tongue, at)
    told = {(one.subject, one.low, one.high) for one in found}
    if len(article.title) > _LONGEST:
        return found
    heading = Place(article.title, 0, len(article.title), in_title=True, lead=True)
    title = _in_sentence(article, tongue, heading)
    return [*(one for one in title if (one.subject, one.low, one.high) not in told), *found]


def _in_sentence(article: Article, tongue: Tongue, at: Place) -> list[Figure]:
    low = at.sentence.replace("İ", "I").lower().replace("ё", "е").replace("’", "'")
    if len(low) != len(at.sentence):
        return []
    read = _counted(low, at.sentence, tongue)
    digits = _DIGIT.search(low) is not None
    read += _tolls(low, tongue, read) if digits else []
    read += _governed(low, tongue, read) if digits else []
    if read and tongue.foretold.search(low):  # a plan is no count of what is; aid and loans are but promised
        read = [one._replace(whole=False) for one in read]
    read += measured_abroad(low, at.sentence, article.language or "", tongue) if digits else []
    if not read or corrects(at.sentence) or denied_abroad(low):
        return []
    if tongue.background.search(low) or _YEAR.search(low):
        at = at._replace(lead=False)
    speaker = _speaker(low, tongue)
    return [figure_of(article, at, one, speaker) for one in sorted(read, key=lambda one: one.start)]


def _counted(low: str, sentence: str, tongue: Tongue) -> list[Read]:
    """Return the people and things that *sentence* counts."""
    found = _amounts(low, tongue)
    made: list[tuple[str, Read]] = []
    for at, one in enumerate(found):
        subject, amount = _subject(low, one, found[:at], tongue), _amount(low, one.match, tongue)
        if subject is None or amount is None:
            continue
        hedge = one.match["hedge"] if amount.hedged else None
        read = Read(
            subject=subject,
            low=amount.low,
            high=amount.high,
            unit=None,
            hedge=" ".join(sentence[one.match.start() :][: len(hedge)].split()) if hedge else None,
            about=_is(hedge, tongue, "about"),
            start=amount.start,
            end=amount.end,
            whole=not _is_part(low, one.match, tongue),
        )
        made.append((one.thing, read))
    told = [read.subject for _, read in made]
    return [
        read
        if told.count(read.subject) == 1 and (thing == read.subject or thing not in told)
        else read._replace(whole=False)
        for thing, read in made
    ]


def _tolls(low: str, tongue: Tongue, counted: list[Read]) -> list[Read]:
    """Return what a number without a noun counts: "the number of dead rose to 95"; *counted* is read."""
    made = []
    for match in tongue.toll.finditer(low):
        start, end = match.start("number"), match.end("scale" if match["scale"] else "number")
        thing = _thing(match["what"], tongue)
        value = _value(match["number"], match["scale"], tongue)
        if value is not None and (rest := match.groupdict().get("rest")):
            value, end = value + float(rest), match.end("rest")
        others = tongue.things.search(match["between"]) is not None
        taken = any(one.start < end and start < one.end for one in counted)
        if value is None or taken or others or tongue.unsure.search(match[0]):
            continue
        thing, named = _parted(thing)
        nations = (name for name, words in tongue.nations if words.search(match[0]))
        nation = next(nations, "") if thing in _PEOPLE else ""
        least = match["least"] is not None or tongue.over.match(match["to"]) is not None
        made.append(
            Read(
                subject=" ".join(filter(None, [nation, thing, named])),
                low=value,
                high=None if least else value,
                unit=None,
                hedge=match["least"].strip() if match["least"] else None,
                about=False,
                start=match.start("least") if match["least"] else start,
                end=end,
                whole=thing in _PEOPLE,
            )
        )
    return made


def _governed(low: str, tongue: Tongue, counted: list[Read]) -> list[Read]:
    """Return what a number counts that is a verb's whole object: "killed 12 people and wounded 35"."""
    matches = list(tongue.governed.finditer(low)) if tongue.governed else []
    things = {_parted(one.subject.rpartition(" ")[0])[0] for one in counted} & _PEOPLE
    made = []
    for match in matches if things or len(matches) > 1 else []:
        start, end = match.span("number")
        told, value = _did(match["verb"], tongue), _value(match["number"], None, tongue)
        taken = any(one.start < end and start < one.end for one in counted)
        if taken or value is None or len(told) != 1 or tongue.unsure.search(low, 0, end):
            continue
        whole = match["other"] is match["behind"] is None and things <= {"people"}
        subject = f"people {next(iter(told))}"
        made.append(Read(subject, value, value, None, None, about=False, start=start, end=end, whole=whole))
    return made


def _is_part(low: str, match: re.Match[str], tongue: Tongue) -> bool:
    """Say whether a number counts those that come on top of others: "35 more", "other soldiers"."""
    around = low[max(0, match.start() - _BEFORE) : match.start()], low[match.end("number") :][:_AFTER]
    return any(tongue.partial.search(part.partition(".")[0]) for part in around)


def _amounts(low: str, tongue: Tongue) -> list[_Found]:
    """Return the numbers that count something, each with the clause in which it stands."""
    matches: list[tuple[re.Match[str], str]] = []
    for one in tongue.amount.finditer(low):
        thing = _thing(one["noun"], tongue)
        bare = not thing and not any(_parted(known)[0] in _TOLD_BARE for _, known in matches)
        if not bare and not tongue.skipped.search(low, 0, one.start()):
            matches.append((one, thing))
    found: list[_Found] = []
    for at, (one, thing) in enumerate(matches):
        after = matches[at + 1][0].start() if at + 1 < len(matches) else len(low)
        before = found[-1].ends if found else 0
        cut = tongue.joint.search(low, one.end(), after)
        begins = max((each.end() for each in tongue.joint.finditer(low, before, one.start())), default=before)
        found.append(_Found(one, thing, begins, cut.start() if cut else after))
    return found


def _subject(low: str, one: _Found, before: list[_Found], tongue: Tongue) -> str | None:
    """Return what is counted, by the ledger's names; None where that is not sure."""
    clause = low[one.begins : one.ends]
    thing = one.thing or (_parted(before[-1].thing)[0] if before else "")
    if not thing or (not one.thing and thing not in _TOLD_BARE):
        return None
    told = _did(clause, tongue)
    if len(told) > 1 and (share := tongue.share.search(low, one.match.start("number"), one.ends)):
        told = _did(low[one.begins : share.start()], tongue) or told
    if thing in _THINGS:
        told &= {ATTENDING} if thing == "countries" else set()
    else:
        told.discard(ATTENDING)
    thing, named = _parted(thing)
    told |= {named} if named else set()
    of_them = named and one.match["share"]  # "three of the 15 injured" are not the injured
    did_it = (
        told
        and not named
        and tongue.active.search(low, one.match.end(), min(one.ends, one.match.end() + _AFTER))
    )
    if of_them or did_it or (len(told) > 1 and {KILLED, INJURED} != told):
        return None
    if told and tongue.unsure.search(clause):
        return None
    if not told and (not one.thing or (thing != "troops" and tongue.unsure.search(clause))):
        return None
    nation = _nation(low, one, thing, tongue) if thing in _TOLD_BARE else ""
    outcome = CASUALTIES if len(told) > 1 else next(iter(told), "")
    arresting = outcome in {"arrested", "evacuated"} and thing == "police officers"  # others
    if arresting or (outcome in {"shot down", "fired"} and thing in _PEOPLE):
        return None
    if outcome == INJURED and thing == "troops":
        outcome = WOUNDED
    return f"{nation} {thing} {outcome}".strip()


def _nation(low: str, one: _Found, thing: str, tongue: Tongue) -> str:
    """Return of which nation they are that *one* counts, or which sends those troops; nothing unless told."""
    near = _ASIDE.split(low[one.match.start() : one.match.end() + _AFTER], maxsplit=1)[0]
    nations = (name for name, words in tongue.nations if f"{name}s" != thing and words.search(near))
    nation = next(nations, "")
    sent = tongue.sends.search(low, one.begins, one.ends) if thing == "troops" and not nation else None
    if sent is not None:
        heads = ((name, words.match(low, one.begins, one.match.start())) for name, words in tongue.senders)
        senders = (name for name, head in heads if head and not _THAT.search(low, head.end(), sent.start()))
        nation = next(senders, "")
    return nation


def _thing(noun: str | None, tongue: Tongue) -> str:
    """Return the ledger's name for a noun of the list; nothing for no noun."""
    known = tongue.things.fullmatch(noun) if noun else None
    return tongue.named[(known.lastindex or 1) - 1] if known else ""


def _did(clause: str, tongue: Tongue) -> set[str]:
    """Return what happened by the words of a clause."""
    return {name for name, words in tongue.outcomes if words.search(clause)}


def _parted(name: str) -> tuple[str, str]:
    """Return a thing of the list and what its word says of it: "people killed"."""
    thing, _, told = (name, "", "") if name in _PEOPLE else name.partition(" ")
    return thing, told


def _amount(low: str, match: re.Match[str], tongue: Tongue) -> _Amount | None:
    """Return how many, and where that stands; None for what is no count."""
    value = _value(match["number"], match["scale"], tongue)
    begins, ends = match.start(), max(map(match.end, ("number", "scale", "rest", "less", "more")))
    if value is None:
        return None
    if match["rest"]:  # "43 bin 61"
        value += _value(match["rest"], match["less"], tongue) or 0.0
    if span := tongue.ranged.search(low[: match.start("number")]):
        least = _value(span["number"], span["scale"] or match["scale"], tongue)
        whole = span["opened"] and least and least < value
        return _Amount(least, value, span.start(), ends, hedged=False) if whole else None
    if match["hedge"] and tongue.rose.search(low, 0, begins):  # "rose to 95" is 95
        return _Amount(value, value, match.start("number"), ends, hedged=False)
    lowest = None if _is(match["hedge"], tongue, "high") else value
    highest = None if match["more"] or _is(match["hedge"], tongue, "low") else value
    return _Amount(lowest, highest, begins, ends, hedged=match["hedge"] is not None)


def _value(number: str, scale: str | None, tongue: Tongue) -> float | None:
    """Return the whole number that is written; None for a broken one: nobody counts halves of people."""
    if number[0].isdigit():
        value = float(_GROUPED.sub("", number).replace(",", "."))
    else:
        value = sum(tongue.values[word] for word in tongue.spelt.findall(number))
    size = next((size for size, words in tongue.scales if words.fullmatch(scale or "")), 1.0)
    total = round(value * size, 6)
    return total if total == int(total) else None


def _is(hedge: str | None, tongue: Tongue, kind: str) -> bool:
    return hedge is not None and tongue.hedges[kind].fullmatch(hedge.strip()) is not None


def _speaker(low: str, tongue: Tongue) -> str | None:
    """Return who is said to say it, where that is one who is known; None where nobody or another is."""
    if not tongue.saying.search(low):
        return None
    named = [(words.search(low), name) for name, words in tongue.speakers]
    near = [name for found, name in named if found and _is_near(low, found, tongue)]
    return near[0] if len(near) == 1 else None


def _is_near(low: str, found: re.Match[str], tongue: Tongue) -> bool:
    most = 30  # characters between "said" and who said it
    return any(
        0 <= found.start() - said.end() <= most or 0 <= said.start() - found.end() <= most
        for said in tongue.saying.finditer(low)
    )
