"""Tell whether two headlines are one headline: an outlet's name, word order and small rewrites aside.

Pure, and careful: a wrong yes hides a second event behind the first, a wrong no shows one event twice.
So whatever tells two events apart (a number, a day, an ordinal, a changed name, an opposite) is a no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import urlsplit

from bot.pipeline.cluster.moments import calendar_words
from bot.text import Analyser, Lexeme

FEWEST_WORDS = 4  # telling words; "Morning briefing" has none, "Quake hits Peru" three
FEWEST_BESIDE = 2  # words beside days and hours: "Monday, 23 November, 9:30 GMT" tells of no event
FEWEST_PAIRS = 6  # the same for scripts that are cut into pairs of letters
CORE_WORDS = 6  # telling words that must agree where two unknown names follow a dash
EXTRA_WORDS = 0.6  # least share of words in common where one headline only says more (Jaccard)
CONTRARY_WORDS = 0.4  # the same where they tell contraries: a contract rejected, a contract accepted
CHANGED_WORDS = 0.75  # the same where each has a word that the other has not
MOST_CHANGED = 2  # such words of each
MOST_RENAMED = 4  # pairs of letters that stand for one name put for another: of two or three letters

_BAR = re.compile(r"\s+(?:[|｜¦»«]|::)\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_PARTED = re.compile(r"\s(?:[|｜¦»«–—-]|::)\s")  # by either
_LONGEST_OUTLET = 4  # words
_SHORT_NAME = 3  # letters; shorter names are found in too many host names
_TITLE_CASE = 0.7  # share of capitals among the longer words, from which capitals tell nothing
_LONGER_WORD = 4  # characters
_FEWEST_LONGER = 3  # such words, below which nothing is said of a title's capitals


def words_of(block: str) -> frozenset[str]:
    """Return the words of *block* as a set."""
    return frozenset(block.split())


# Say nothing of the event: particles, who reports, and the names of columns.
EMPTY = words_of("""
    a an the of in on at to for by with from and or as is are be been was were has have had will would it its
    his her their that this than then into over about amid say says said saying tell tells told report
    reports reported reportedly according official officials source sources breaking update updates updated
    live watch video exclusive photo photos picture pictures morning evening briefing newsletter daily weekly
    recap roundup headline headlines what we know need you know how why who today key event events day
    news latest summary digest podcast quiz crossword horoscope weather forecast letters editorial opinion
    cartoon obituaries analysis explainer factbox column review week weekend story stories top five things
""")
# Part two events, or turn one into its contrary, when only one headline has them.
_PARTING = words_of("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring
    summer autumn winter yesterday tomorrow tonight
    first second third fourth fifth sixth seventh eighth ninth tenth last next another again new fresh more
    former late early
    north south east west northern southern eastern western
    not no never without nor deny denies denied confirm confirms confirmed fail fails failed
    rise rises rose rising fall falls fell falling up down gain gains drop drops higher lower high low
    win wins won lose loses lost beat beats draw accept accepts reject rejects approve approves block blocks
    raise raises cut cuts open opens close closes start starts begin begins end ends arrest arrested release
    released free freed buy buys sell sells guilty acquitted alive dead man woman boy girl
""")
# Contraries: of one matter, one headline has it so and the other so.
_CONTRARY = (
    ("accept accepts accepted approve approves approved", "reject rejects rejected"),
    ("rise rises rose rising raise raises raised", "fall falls fell falling drop drops cut cuts"),
    ("start starts begin begins began", "end ends ended ending"),
    ("arrest arrests arrested", "release releases released free frees freed"),
    ("guilty convicted", "acquitted cleared"),
)
_SIDES = {
    word: (matter, side)
    for matter, sides in enumerate(_CONTRARY)
    for side, block in enumerate(sides)
    for word in block.split()
}
# A number after one of these is its place in a row, and another place another event.
_ROWS = words_of("""
    game round stage matchday leg heat
    spieltag etappe runde manche étape journée jornada etapa giornata tappa runda kolejka
    тур этап раунд етап
""")
# As telling as a number where both headlines have one: "Kursk this morning", "Kursk this evening".
_HOURS = words_of("morning afternoon evening night")
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
# Stand with the day and the hour at which a page came out, or say nothing anywhere.
_STAMPS = EMPTY | words_of("last posted published gmt utc est edt et pst pdt ct bst cet cest msk")
_OUTLET_WORDS = words_of("""
    news times post herald tribune gazette journal guardian telegraph independent observer mail mirror sun
    star express press daily today online tv radio magazine review chronicle reuters ap afp bbc cnn nbc cbs
    abc npr pbs upi tass xinhua yonhap dpa efe ansa bloomberg cnbc axios politico newsweek jazeera dw france24
    rfe rferl euronews interfax ukrinform unian pravda zeitung spiegel tagesschau monde figaro libération país
""")


@dataclass(frozen=True, slots=True)
class Headline:
    """What a headline says, for comparison.

    `words` are the stems that tell of the event, numbers among them; `core` the same without what may
    be an outlet's name after a dash; `names` those that may be names; `parting` those that tell two
    events apart; `places` what comes in a row, with its number; `sides` which of two contraries it tells.
    """

    words: frozenset[str]
    core: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    parting: frozenset[str]
    places: frozenset[tuple[str, str]]
    sides: frozenset[tuple[int, int]]
    telling: bool  # whether it says enough to be recognised


def read_headline(
    title: str, analyser: Analyser, *, language: str | None = None, outlet: str = "", url: str | None = None
) -> Headline:
    """Return what *title* says, the name of its outlet left out."""
    bare = bare_title(title, outlet, url)
    head, _, tail = _last_dash(bare)
    lexemes = tuple(analyser.lexemes(bare, language))
    words, numbers, names, parting = _read(lexemes)
    core = _read(analyser.lexemes(head, language))[0] if _may_be_outlet(tail) else words
    fewest = FEWEST_PAIRS if any(map(_is_pair, words)) else FEWEST_WORDS
    surfaces = [one.surface for one in lexemes]
    places: frozenset[tuple[str, str]] = frozenset()
    if not _ROWS.isdisjoint(surfaces):
        places = frozenset(
            (word, after) for word, after in pairwise(surfaces) if word in _ROWS and after.isdigit()
        )
    sides = frozenset(_SIDES[word] for word in _SIDES.keys() & surfaces)
    telling = len(words) >= fewest and not _only_dates(lexemes, language)
    return Headline(words, core, numbers, names, parting, places, sides, telling)


def near(one: Headline, other: Headline) -> float:
    """Return the share of words that two headlines have in common, of all that either has (Jaccard)."""
    return len(one.words & other.words) / max(1, len(one.words | other.words))


def look_alike(one: Headline, other: Headline) -> bool:
    """Say whether two headlines are nearly the same and yet of two events.

    They differ in numbers, in a word that parts events, or in one name put for another. In scripts without
    capitals any word may be a name. Games 1 and 5 of a series need not be told in like words.
    """
    if _are_in_one_row(one, other):
        return True
    other_numbers = bool(one.numbers and other.numbers) and one.numbers != other.numbers
    if other_numbers:
        plain, others = one.words - one.numbers, other.words - other.numbers
        if plain and len(plain & others) >= EXTRA_WORDS * len(plain | others):
            return True
    alike = near(one, other)
    if not (one.telling and other.telling) or alike < CONTRARY_WORDS:
        return False
    if alike < EXTRA_WORDS:
        return _are_contrary(one, other)
    only_one, only_other = one.words - other.words, other.words - one.words
    most = MOST_RENAMED if any(map(_is_pair, only_one | only_other)) else 1
    renamed = (
        min(len(only_one), len(only_other)) > 0
        and max(len(only_one), len(only_other)) <= most
        and only_one <= one.names
        and only_other <= other.names
    )
    return renamed or other_numbers or _parted(one, other)


def _are_in_one_row(one: Headline, other: Headline) -> bool:
    """Say whether they give two places in a row of the same: games, rounds, stages."""
    rows, others = {row for row, _ in one.places}, {row for row, _ in other.places}
    return not rows.isdisjoint(others) and one.places.isdisjoint(other.places)


def _are_contrary(one: Headline, other: Headline) -> bool:
    """Say whether of one matter each tells the contrary of what the other tells."""
    return any(
        (matter, 1 - side) in other.sides
        and (matter, side) not in other.sides
        and (matter, 1 - side) not in one.sides
        for matter, side in one.sides
    )


def same_headline(one: Headline, other: Headline) -> bool:
    """Say whether two headlines are one, or nearly."""
    if not (one.telling and other.telling):
        return False
    if one.core == other.core:
        two_names = one.words - one.core and other.words - other.core and one.words != other.words
        return not two_names or len(one.core) >= CORE_WORDS
    return not (_parted(one, other) or _numbers_differ(one, other)) and _near(one, other)


def _near(one: Headline, other: Headline) -> bool:
    """Say whether enough of their words are the same, and what differs is no name put for another."""
    only_one, only_other = one.words - other.words, other.words - one.words
    shared = len(one.words & other.words) / len(one.words | other.words)
    if not only_one or not only_other:
        return shared >= EXTRA_WORDS
    renamed = only_one & one.names and only_other & other.names
    return not renamed and shared >= CHANGED_WORDS and max(len(only_one), len(only_other)) <= MOST_CHANGED


def _parted(one: Headline, other: Headline) -> bool:
    """Say whether a word that only one of them has makes it another event."""
    only_one, only_other = one.words - other.words, other.words - one.words
    return bool((only_one & one.parting) or (only_other & other.parting))


def _numbers_differ(one: Headline, other: Headline) -> bool:
    """Say whether the numbers part them. A number that only one gives is fine where all else agrees."""
    if one.numbers == other.numbers:
        return False
    if one.numbers and other.numbers:
        return True
    return one.words - one.numbers != other.words - other.numbers


def _is_pair(word: str) -> bool:
    """Say whether a word is a pair of letters, out of a script that is written without spaces."""
    return not word.isascii() and len(word) <= len("中文") and not word[0].islower()


def _read(
    lexemes: Iterable[Lexeme],
) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return the telling stems of a title, and which of them are numbers, may be names, part events."""
    words: set[str] = set()
    numbers: set[str] = set()
    names: set[str] = set()
    parting: set[str] = set()
    for lexeme in lexemes:
        surface = NUMBER_WORDS.get(lexeme.surface, lexeme.surface)
        is_number = surface[0].isdigit() or surface in _HOURS
        if surface in EMPTY and not is_number:
            continue
        stem = surface if is_number else lexeme.stem
        words.add(stem)
        if is_number:
            numbers.add(stem)
        elif not lexeme.exact[0].islower():
            names.add(stem)
        if surface in _PARTING:
            parting.add(stem)
    return frozenset(words), frozenset(numbers), frozenset(names), frozenset(parting)


def bare_title(title: str, outlet: str = "", url: str | None = None) -> str:
    """Return *title* without the outlet's name and section before or after it."""
    if _PARTED.search(title) is None:  # as nearly all
        return title
    bare = max(_BAR.split(title), key=lambda part: len(part.split()))
    head, dash, tail = _last_dash(bare)
    return head if dash and _is_outlet(tail, outlet, url) else bare


def in_title_case(title: str) -> bool:
    """Say whether most words of *title* have a capital, so that a capital does not make a name."""
    longer = [word for word in title.split() if len(word) >= _LONGER_WORD]
    return len(longer) >= _FEWEST_LONGER and sum(
        word.strip("'‘’\"“”")[:1].isupper() for word in longer
    ) >= _TITLE_CASE * len(longer)


def _last_dash(title: str) -> tuple[str, str, str]:
    """Part *title* at its last dash between spaces, as `str.rpartition` would, the title coming first."""
    dashes = list(_DASH.finditer(title))
    if not dashes:
        return title, "", ""
    return title[: dashes[-1].start()], dashes[-1][0], title[dashes[-1].end() :]


def _only_dates(lexemes: Iterable[Lexeme], language: str | None) -> bool:
    """Say whether a title is a day and an hour alone, as those of pages and newsletters are."""
    calendar = calendar_words(language)
    # Not `str.isalpha` of the whole word: the vowel signs of Hindi and Tamil are marks, no letters.
    others = (one.exact for one in lexemes if one.exact[0].isalpha() and one.surface not in _STAMPS)
    beside = (one for one in others if len(one) > 1 and one.lower() not in calendar)
    return len(list(islice(beside, FEWEST_BESIDE))) < FEWEST_BESIDE


def _may_be_outlet(tail: str) -> bool:
    """Say whether *tail* looks like a name: few words, each with a capital, no number."""
    words = tail.split()
    return 0 < len(words) <= _LONGEST_OUTLET and all(word[0].isupper() for word in words)


def _is_outlet(tail: str, outlet: str, url: str | None) -> bool:
    """Say whether *tail* is the name of an outlet: this one's, or one that is made as outlets' names are."""
    words = tail.split()
    if len(words) > _LONGEST_OUTLET + 1 or any(map(str.isdigit, tail)):
        return False
    letters = _letters(tail)
    host = _letters(urlsplit(url).netloc) if url else ""
    if len(letters) >= _SHORT_NAME and (letters in host or letters == _letters(outlet)):
        return True
    return _may_be_outlet(tail) and any(_letters(word) in _OUTLET_WORDS for word in words)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
