"""Lines that recur across a site's articles and belong to none of them. Pure.

A banner, a newsletter plea, "Scroll to Top", the link list at the foot: they stand in articles of different
stories under different headlines. What a site tells again and again of one event does not, so a line counts
once among headlines that share their words. A whole sentence may be news, or background that a site repeats
on purpose for days ("Russia invaded Ukraine in 2022"): it counts once a story, too, has to stand in a larger
share of all that the site publishes, and not where its own words are told of anyway. Shorter lines don't
count by story, for it is they that make articles of different stories look alike until they are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from urllib.parse import urlsplit

from bot.domain.mask import Mask
from bot.text.beginnings import beginnings, unspaced

WINDOW = 60  # newest articles of a site that are looked at: a day or a few of most
FEWEST_ARTICLES = 3  # of a site before anything is learnt
MOST_KNOWN = 500  # lines kept of a site, the newest: layouts change, and pages bear a dozen

_PROSE_WORDS = 9  # a line of so many words that ends with a stop may be news
_FURNITURE_STORIES = 3  # different headlines under which a shorter line stands
_FURNITURE_SHARE = 0.15  # of the site's articles since the line first stood in one
_PROSE_STORIES = 4
_PROSE_SHARE = 0.8
_PROSE_SHARE_FOR_DAYS = 0.3  # where it stands in articles of several days
_SEVERAL_DAYS = 2
# Background stands where its words are told of anyway, a banner anywhere: articles beside it use so many
# times the share of its words that others use, and so much more. Of 60 banners set into real news none
# passed, of 60 of its own sentences 42.
_OF_ITS_MATTER = 1.5
_MORE = 0.05
_LETTERS_A_WORD = 2  # where no spaces part words

_SAME_HEADLINE = 0.3  # share of common words (Jaccard) from which two headlines may tell of one event
_FEW_WORDS = 5  # in a line so short a number may be a counter ("12 comments"), and is none of what it tells
# What sites count beside an article, and when they say that it came: with any other word a number is news
# ("Brent: 74", "Final score: 2-1"). Beginnings of words.
_COUNTED = re.compile(
    r"comment|kommentar|coment|комментар|коментар|评论|コメント|댓글|repl[iy]|antwort|min$|mins$|minut|мин$|хв$"
    r"|хвилин|分|분|read|lesezeit|lecture|lectura|leitura|lettura|чтени|читан|views?$|просмотр|перегляд|shares?$"
    r"|likes?$|photo|foto|фото|image|bilder|page$|seite$|ago$|hours?$|days?$|stunde|heures?$|horas?$|час|годин"
    r"|назад|тому$|vor$|hace$|il$|y$|a$|of$|de$|updated$|published$|posted$|aktualisiert|publié|publicado"
    r"|обновлено|опубликовано|оновлено|(?:am|pm|uhr|gmt|utc|edt|est|bst|cet|msk)$"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт"
    r"|ноя|дек)"
)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]+")
_QUOTE = re.compile(r"[\"“„«‹「『][^\"”“»›」』]{10,}[\"”“»›」』]")
_STOPPED = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』]*$")
_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")


@dataclass(frozen=True, slots=True)
class Sample:
    """An article of a site, from which lines are learnt."""

    story_id: int
    title: str
    text: str
    day: date


class _Read:
    """A sample whose words are counted when they are first asked for: most sites have no line that asks."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample

    @cached_property
    def headline(self) -> frozenset[str]:
        """Its headline's words."""
        return frozenset(_WORD.findall(self.sample.title.casefold()))

    @cached_property
    def times(self) -> Counter[str]:
        """How often each line stands in it."""
        return Counter(_LINE.findall(self.sample.text))

    @cached_property
    def words(self) -> Counter[str]:
        """In how many of its lines, the headline among them, each word's beginning stands."""
        counted = Counter(beginnings(self.sample.title))
        for line, times in self.times.items():
            for word in beginnings(line):
                counted[word] += times
        return counted


def site_of(url: str | None, outlet: str) -> str:
    """Return the site that an article belongs to: its host, or its outlet's name where it has no link."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    return (_HOST.sub("", host) or f"outlet:{' '.join(outlet.casefold().split())}")[:200]


def learn(samples: Sequence[Sample], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the keys of the lines that are boilerplate: those of *samples*, newest last, then the *known*.

    *samples* are a site's newest articles in order of arrival, one revision each. What was learnt stays
    learnt, up to `MOST_KNOWN`.
    """
    kept = list(dict.fromkeys(known))
    if len(samples) < FEWEST_ARTICLES:
        return tuple(kept[:MOST_KNOWN])
    standing: dict[str, dict[int, str]] = {}  # samples in which a line stands, and as which it does
    quotes: set[str] = set()  # what somebody said stands in report after report, too, and is news
    for number, sample in enumerate(samples):
        for key, line in {key: line for _, _, key, line in _lines(sample.text, sample.title)}.items():
            standing.setdefault(key, {})[number] = line
            if _QUOTE.search(line):
                quotes.add(key)
    read = list(map(_Read, samples))
    found = [
        key
        for key, lines in standing.items()
        if len(lines) >= _FURNITURE_STORIES and _recurs(read, lines, is_quote=key in quotes)
    ]
    return tuple(dict.fromkeys([*found, *kept]))[:MOST_KNOWN]


def mask(text: str, title: str, keys: Collection[str]) -> Mask:
    """Return the spans of *text* that are boilerplate by *keys*; a text that is nothing else stays."""
    if not keys:
        return ()
    spans = [(start, end, key in keys) for start, end, key, _ in _lines(text, title)]
    if all(is_known for _, _, is_known in spans):
        return ()
    return tuple((start, end) for start, end, is_known in spans if is_known)


def _recurs(samples: Sequence[_Read], lines: Mapping[int, str], *, is_quote: bool) -> bool:
    """Say whether a line that stands as these *lines* in samples is part of none of their stories."""
    numbers = list(lines)
    share = len(numbers) / (len(samples) - numbers[0])
    is_prose = any(map(_is_prose, lines.values()))
    if not is_prose:
        needed, least = _FURNITURE_STORIES, _FURNITURE_SHARE
    else:
        days = len({samples[number].sample.day for number in numbers})
        needed = _PROSE_STORIES
        least = _PROSE_SHARE_FOR_DAYS if days >= _SEVERAL_DAYS and not is_quote else _PROSE_SHARE
    if share < least or _told(samples, numbers, needed, by_story=is_prose) < needed:
        return False
    return not is_prose or share >= _PROSE_SHARE or not _is_of_their_matter(samples, lines)


def _is_of_their_matter(samples: Sequence[_Read], lines: Mapping[int, str]) -> bool:
    """Say whether the samples with a line, as these *lines*, use its words beside it more than others do.

    Words of most of those without are the site's, as in its lists of links.
    """
    words = set.intersection(*map(beginnings, lines.values()))  # perhaps each names its own article
    if not words:  # all of them short: nothing tells its matter
        return False
    beside: list[set[str]] = []
    elsewhere: list[set[str]] = []
    for number, sample in enumerate(samples):
        said = words & sample.words.keys()
        if number in lines:
            own = sample.times[lines[number]]
            beside.append({word for word in said if sample.words[word] > own})
        else:
            elsewhere.append(said)
    everywhere = {word for word in words if 2 * sum(word in said for said in elsewhere) > len(elsewhere)}

    def used(by: Sequence[set[str]]) -> float:
        return sum(len(said - everywhere) for said in by) / ((len(by) or 1) * (len(words) or 1))

    return used(beside) >= used(elsewhere) * _OF_ITS_MATTER + _MORE


def _told(samples: Sequence[_Read], numbers: Sequence[int], enough: int, *, by_story: bool) -> int:
    """Return how many different things these samples tell, by their headlines and perhaps their stories."""
    told: list[tuple[int, frozenset[str]]] = []
    for number in numbers:
        words, story_id = samples[number].headline, samples[number].sample.story_id
        if all(_apart(words, other) and not (by_story and story_id == story) for story, other in told):
            told.append((story_id, words))
            if len(told) == enough:
                break
    return len(told)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) < _SAME_HEADLINE * (len(one | other) or 1)


def _is_prose(line: str) -> bool:
    long = len(_WORD.findall(line)) >= _PROSE_WORDS or unspaced(line) >= _LETTERS_A_WORD * _PROSE_WORDS
    return long and _STOPPED.search(line) is not None


def _lines(text: str, title: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, key, line) of each line of *text* that says anything."""
    called = " ".join(_WORD.findall(title.casefold()))
    for found in _LINE.finditer(text):
        key = _key(found[0], called)
        if key is not None:
            yield found.start(), found.end(), key, found[0]


def key_of(line: str, title: str) -> str:
    """Return the key of a *line*, which says something, in an article called *title*."""
    return _key(line, " ".join(_WORD.findall(title.casefold()))) or ""


def _key(line: str, called: str) -> str | None:
    words = _WORD.findall(line.casefold())
    if not words:
        return None
    said = " ".join(words)
    if len(words) < _FEW_WORDS and all(_COUNTED.match(one) for one in words if not one.isdecimal()):
        said = _NUMBER.sub("0", said)
    elif called and called in said and called != said:  # "The post … appeared first on …"
        said = said.replace(called, "\0")
    return blake2b(said.encode(), digest_size=8).hexdigest()
