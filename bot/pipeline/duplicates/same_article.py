"""Which articles are one, where a page names an address that another article is known by. Pure.

Sites name the wrong page: their front page, the section, the article before. So an address is believed only
where it may name an article, and two articles become one only where they say much the same.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from bot.domain.article import Obstacle
from bot.pipeline.duplicates.copies import runs
from bot.pipeline.extract import Page
from bot.pipeline.extract.tree import words
from bot.pipeline.feeds.identity import address_of

# Share of the shorter one's runs of words that stand in the longer one. A feed's text that begins like its
# page has all of them, two reports of one newsroom on one event a tenth.
SAME_TEXT = 0.4
SAME_TITLE = 0.6  # share of common words (Jaccard) of two headlines of one article
LONG = 60  # runs: two texts of a few sentences tell by themselves whether they are one
FEWEST_WORDS = 4  # of a headline that may tell that articles are one; where words are not spaced,
FEWEST_LETTERS = 8  # so many characters at least

_READABLE = (None, Obstacle.PAYWALL)  # other obstacles stand on pages that are no article's


def also_known_as(page: Page | None, link: str | None) -> str | None:
    """Return the address by which a page names its article, where that may be so and isn't *link*.

    *link* is canonical. A front page names none, and neither does what stands above the link, its section.
    """
    if page is None or page.obstacle not in _READABLE or page.canonical_url is None:
        return None
    named = address_of(page.canonical_url)
    if named is None or named == link:
        return None
    if link is not None:
        here, there = urlsplit(link), urlsplit(named)
        above = there.path.rstrip("/") + "/"
        if here.netloc == there.netloc and not there.query and here.path.startswith(above):
            return None
    return named


def is_same(one: tuple[str, str, str | None], other: tuple[str, str, str | None]) -> bool:
    """Say whether two articles, each (title, text, language), are one by what they say."""
    if one[2] and other[2] and one[2] != other[2]:
        return False
    texts = [frozenset[object](runs(text)) for _, text, _ in (one, other)]
    if _common(*texts, of=min(map(len, texts))) >= SAME_TEXT:
        return True
    if min(map(len, texts)) >= LONG:  # long enough to tell that they differ
        return False
    return _tells(one[0]) and _tells(other[0]) and is_same_title(one[0], other[0])


def is_same_title(one: str, other: str) -> bool:
    """Say whether two headlines, however short, are of one article: most words are in both."""
    titles = [frozenset(words(title)) for title in (one, other)]
    return _common(*titles, of=len(titles[0] | titles[1])) >= SAME_TITLE


def _tells(title: str) -> bool:
    """Say whether a headline has enough words to tell of which article it is."""
    known = frozenset(words(title))
    return len(known) >= FEWEST_WORDS and len("".join(known)) >= FEWEST_LETTERS


def _common(one: AbstractSet[object], other: AbstractSet[object], *, of: int) -> float:
    return len(one & other) / of if of else 0.0
