"""Why a page does not give its article: a wall, an empty shell, a missing page, a live blog. Pure.

Three kinds of signals: what the page declares in linked data, what a page says that says little else, and
what such a page is built of (`containers`).
Nothing is concluded from words alone on a page with a whole article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

from bot.domain.article import Obstacle
from bot.pipeline.extract.barriers import COMMON, CONSENT, LIVE, MISSED, MISSING, PAYWALL, SCRIPTS
from bot.pipeline.extract.containers import wall
from bot.pipeline.extract.edges import titles
from bot.pipeline.extract.holes import visible
from bot.pipeline.extract.telling import (
    asks_for_consent,
    asks_for_payment,
    checks,
    is_lost,
    speaks,
    tells,
    told,
    tracks,
)
from bot.pipeline.extract.tree import Tree, linked_data, types_of

# A text below this is no whole report: the median one has 2,500 characters, a teaser 300.
_WHOLE = 1_200  # characters
_NOTE = 200  # characters: a page that says of itself that it is gone says no more
# Below this a page says so little that what it asks of its visitor is all that it says.
_SHELL = 600  # characters

_SENTENCE = 40  # characters: less, outside `noscript`, is a menu or "Loading..."
_SHOWN = 6_000  # characters of the page's visible text in which phrases are looked for
_MOST_HEADS = 6  # headings in which a page may say that it is missing
_FEWEST_TIMES = 5  # lines that are a time of day: the entries of a live blog
_TIME = re.compile(
    r"^(?:\W*(?:updated|posted|published)?\W*)?\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:uhr|Uhr|hrs?|hs?|uur|ч))?\W*(?:[A-Z]{2,4})?\W*$"
)
_LIVE_PATH = re.compile(
    r"/live(?:[-/]|$)|live-?blog|live-?updates|liveticker|en-direct|/direct/", re.IGNORECASE
)
_NUMBER = re.compile(r"\b\d{1,4}\b(?= partner)")
_NUMBER_404 = re.compile(
    r"(?:^\W*|[|–—:(-] ?|\b(?:error|http|fehler|erreur|errore|ошибка|помилка|code|status) )404"
    r"(?=\W*$|\s?[|–—:,.!)-]| (?:not|page|error|fehler|erreur|seite|страниц|ошибк|сторінк|página|pagina))"
)
_PARTS = re.compile(r" [|–—-] |[|·!.…]")  # of a page's name
_MOSTLY = 2.5  # times a phrase's length: a longer heading tells something else
_LARGELY = 3.0  # the same for a phrase that few others use
_EAST = "\u1100"  # from here on: Korean, Japanese, Chinese
_QUOTES = tuple("\"“”„«‘「『'")
_LONGEST_TIME = 60  # characters of a line that is a time
_LOCKED = "//meta[@property='article:content_tier' or @name='article:content_tier']/@content"
_STANDING = "//*[self::article or self::main]//text()[not(ancestor::aside or ancestor::nav)]"
_LINKED = "ancestor-or-self::a | following::text()[normalize-space()][1][ancestor::a]"
_MOST_LOOKED_AT = 12  # times whose links are: each look walks through the page
_DIGITS = re.compile(r"\d+")
_HEADS = "//title | //h1 | //h2"


def obstacle(tree: Tree, text: str, *, url: str) -> Obstacle | None:
    """Return why *text* is not the article of the page at *url*; None where it seems to be."""
    if _is_live(tree, text, url):
        return Obstacle.LIVE
    if len(text) >= _WHOLE:
        return None
    lines = [_folded(line) for line in text.split("\n") if line.strip()]
    said = [sentence for line in lines for sentence in told(line)]
    around = _folded(visible(tree))[:_SHOWN]
    for line in lines:
        around = around.replace(line, "\n")
    shown = told(around)
    asks = len(text) < _SHELL and tracks(" ".join(said))
    signs = (
        (Obstacle.MISSING, len(text) < _SHELL and _is_missing(tree, text, said)),
        (Obstacle.PAYWALL, _is_walled(tree, text, said, shown)),
        (Obstacle.SCRIPTS, len(text) < _SHELL and _is_shell(tree, said, shown)),
        (Obstacle.CONSENT, _consents(said) >= (2 if len(text) >= _SHELL else 1) or asks),
    )
    return next((why for why, is_so in signs if is_so), None) or wall(tree, text)


def leads_home(asked: str, came_from: str) -> bool:
    """Say whether a site answered with its front page where an article was *asked* for: it has none there."""
    there = urlsplit(came_from)
    return bool(urlsplit(asked).path.strip("/")) and not there.path.strip("/") and not there.query


def _is_live(tree: Tree, text: str, url: str) -> bool:
    """Say whether it is a live blog: it declares so, or its name says so and times stand over its entries."""
    if any("LiveBlogPosting" in types_of(one) for one in linked_data(tree)):
        return True
    if tree.xpath("//*[contains(@itemtype, 'LiveBlogPosting')]"):
        return True
    times = [one for one in tree.xpath(_STANDING) if len(one) <= _LONGEST_TIME and _TIME.match(one.strip())]
    if _is_told_backwards(times):
        return True
    if not (_LIVE_PATH.search(urlsplit(url).path) or _says(map(_folded, titles(tree)), LIVE)):
        return False
    lines = {
        one for one in map(str.strip, text.split("\n")) if len(one) <= _LONGEST_TIME and _TIME.match(one)
    }
    stamps = len(tree.xpath("//article//time[@datetime]"))
    return max(len(lines.union(map(str.strip, times))), stamps) >= _FEWEST_TIMES


def _is_told_backwards(times: Sequence[Tree]) -> bool:
    """Say whether *times*, texts of the page, go back, none over a link as in a list of other articles."""
    clock = [tuple(map(int, _DIGITS.findall(time)[:2])) for time in times]
    return (
        len({*clock}) > _FEWEST_TIMES
        and clock == sorted(clock, reverse=True)
        and not any(time.getparent().xpath(_LINKED) for time in times[:_MOST_LOOKED_AT])
    )


def _is_missing(tree: Tree, text: str, said: Sequence[str]) -> bool:
    """Say whether the page is called missing, or tells its visitor so."""
    heads = [_folded(one.text_content()) for one in tree.xpath(_HEADS)][:_MOST_HEADS]
    called = [part for head in heads for part in told(head)]
    return (
        _says(called, (one for one in MISSING if _is_called(one, called, _LARGELY)), called) > 0
        or _says(said, MISSED) > 0
        or any(_NUMBER_404.search(one) for one in heads[:2])
        or (len(text) < _NOTE and not tells(_folded(text)) and any(map(is_lost, [*called, *said])))
    )


def _is_walled(tree: Tree, text: str, said: Sequence[str], shown: Sequence[str]) -> bool:
    """Say whether a page is not free, by what it declares or by its words.

    The declaration is https://schema.org/isAccessibleForFree, or Open Graph's content tier. A menu may say
    "for subscribers" beside any article, so what stands outside the text counts twice only.
    """
    declared = [one["isAccessibleForFree"] for one in linked_data(tree) if "isAccessibleForFree" in one]
    tiers = {str(tier).strip().casefold() for tier in tree.xpath(_LOCKED)}
    if "locked" in tiers or any(str(value).strip().casefold() == "false" for value in declared):
        return True
    return (
        any(asks_for_payment(one) for one in said)
        or _says(said, PAYWALL, (), strictly=True) > 0
        or (len(text) < _SHELL and _says(shown, (one for one in PAYWALL if one not in COMMON)) > 1)
    )


def _consents(said: Sequence[str]) -> int:
    """Return how many words or sentences ask for consent."""
    return max(_says(said, CONSENT, (), strictly=True), sum(asks_for_consent(one) for one in said))


def _is_shell(tree: Tree, said: Sequence[str], shown: Sequence[str]) -> bool:
    """Say whether the page waits for scripts, or for proof of a human reader."""
    heads = [_folded(one.text_content()) for one in tree.xpath(_HEADS)][:_MOST_HEADS]
    if _says(said, SCRIPTS, heads, strictly=True) or any(map(checks, said)):
        return True
    asked: list[str] = []
    if sum(map(len, shown)) < _WHOLE:
        without = " ".join(_folded(one.text_content()) for one in tree.iter("noscript"))
        asked += shown
        for one in tree.iter("title"):
            asked += told(_folded(one.text_content()))
        if all(len(one) < _SENTENCE or one in without for one in said):
            asked += told(without)
    return _says(asked, SCRIPTS, heads) > 0


def _says(
    texts: Iterable[str],
    phrases: Iterable[str],
    heads: Collection[str] | None = None,
    *,
    strictly: bool = False,
) -> int:
    """Return how many of *phrases* stand in any of *texts*, not as another's words.

    Where *heads* are given, the page's headings, those that news uses too (`COMMON`) count for nothing by
    themselves, unless a page is called so. *strictly*, *texts* are sentences, and count where they are
    little more than the phrase, or speak to who reads them.
    """
    given = list(texts)
    found = [
        phrase
        for phrase in phrases
        if any(
            _stands(phrase, one) and (not strictly or _weight(phrase) >= len(one) or speaks(one))
            for one in given
        )
    ]
    if heads is None or any(one not in COMMON or _is_called(one, heads) for one in found):
        return len(found)
    return 0


def _stands(phrase: str, text: str) -> bool:
    """Say whether *phrase* stands in *text* without a quotation mark before it."""
    at = text.find(phrase)
    while at > 0 and text[:at].rstrip()[-1:] in _QUOTES:
        at = text.find(phrase, at + 1)
    return at >= 0


def _weight(phrase: str) -> float:
    """Return how long a sentence with *phrase* may be that says little else: an ideograph says much."""
    return (_LARGELY if phrase < _EAST else 2 * _LARGELY) * len(phrase)


def _is_called(phrase: str, heads: Iterable[str], mostly: float = _MOSTLY) -> bool:
    """Say whether a part of a heading is little more than *phrase*: "Sorry, this is no longer available"."""
    parts = (part for head in heads for part in _PARTS.split(head))
    return any(phrase in part and mostly * len(phrase) >= len(part.strip()) for part in parts)


def _folded(text: str) -> str:
    """Return *text* as phrases are looked for in it; a number of partners says nothing."""
    return " ".join(_NUMBER.sub("", text.casefold().replace("’", "'")).split())
