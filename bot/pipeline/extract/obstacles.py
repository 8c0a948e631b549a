"""Why a page does not give its article: a wall, an empty shell, a missing page, a live blog. Pure.

Two kinds of signals: what the page declares in linked data, and what a page says that says little else.
Nothing is concluded from words alone on a page with a whole article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.domain.article import Obstacle
from bot.pipeline.extract.barriers import CONSENT, LIVE, MISSING, PAYWALL, SCRIPTS
from bot.pipeline.extract.edges import titles
from bot.pipeline.extract.holes import visible
from bot.pipeline.extract.tree import Tree, linked_data, types_of

# A text below this is no whole report: the median one has 2,500 characters, a teaser 300.
_WHOLE = 1_200  # characters
# Below this a page says so little that what it asks of its visitor is all that it says.
_SHELL = 600  # characters

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
_NUMBER_404 = re.compile(r"\b404\b")
_LOCKED = "//meta[@property='article:content_tier' or @name='article:content_tier']/@content"
_HEADS = "//title | //h1 | //h2"


def obstacle(tree: Tree, text: str, *, url: str) -> Obstacle | None:
    """Return why *text* is not the article of the page at *url*; None where it seems to be."""
    if _is_live(tree, text, url):
        return Obstacle.LIVE
    if len(text) >= _WHOLE:
        return None
    shown = _folded(visible(tree))[:_SHOWN]
    signs = (
        (Obstacle.MISSING, _is_missing(tree, text)),
        (Obstacle.PAYWALL, _is_walled(tree, text, shown)),
        (Obstacle.SCRIPTS, _is_shell(tree, text, shown)),
        (Obstacle.CONSENT, _says([_folded(text)], CONSENT) >= (2 if len(text) >= _SHELL else 1)),
    )
    return next((why for why, is_so in signs if is_so), None)


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
    if not (_LIVE_PATH.search(urlsplit(url).path) or _says(map(_folded, titles(tree)), LIVE)):
        return False
    times = sum(1 for line in text.split("\n") if _TIME.match(line.strip()))
    return times + len(tree.xpath("//article//time[@datetime]")) >= _FEWEST_TIMES


def _is_missing(tree: Tree, text: str) -> bool:
    heads = [_folded(one.text_content()) for one in tree.xpath(_HEADS)][:_MOST_HEADS]
    return len(text) < _SHELL and (
        _says(heads, MISSING) > 0 or any(_NUMBER_404.search(one) for one in heads[:2])
    )


def _is_walled(tree: Tree, text: str, shown: str) -> bool:
    """Say whether a page is not free, by what it declares or by its words.

    The declaration is https://schema.org/isAccessibleForFree, or Open Graph's content tier. A menu may say
    "for subscribers" beside any article, so what stands outside the text counts twice only.
    """
    declared = [one["isAccessibleForFree"] for one in linked_data(tree) if "isAccessibleForFree" in one]
    tiers = {str(tier).strip().casefold() for tier in tree.xpath(_LOCKED)}
    if "locked" in tiers or any(str(value).strip().casefold() == "false" for value in declared):
        return True
    return _says([_folded(text)], PAYWALL) > 0 or (len(text) < _SHELL and _says([shown], PAYWALL) > 1)


def _is_shell(tree: Tree, text: str, shown: str) -> bool:
    """Say whether the page waits for scripts, or for proof of a human reader."""
    if len(text) >= _SHELL:
        return False
    said = [_folded(text)]
    if len(shown) < _WHOLE:
        said += [shown, *(_folded(one.text_content()) for one in tree.iter("noscript", "title"))]
    return _says(said, SCRIPTS) > 0


def _says(texts: Iterable[str], phrases: Iterable[str]) -> int:
    """Return how many of *phrases* stand in any of *texts*."""
    given = list(texts)
    return sum(1 for phrase in phrases if any(phrase in one for one in given))


def _folded(text: str) -> str:
    """Return *text* as phrases are looked for in it; a number of partners says nothing."""
    return " ".join(_NUMBER.sub("", text.casefold().replace("’", "'")).split())
