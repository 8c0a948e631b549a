"""How well articles answer a query. Pure.

The index proposes without positions, so how often a word stands in a text is known only after reading it. Of
the newest matches all titles are looked at, then the texts of the most promising ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.article import Article
from bot.domain.watchlist import Hit
from bot.query import Query, read
from bot.query.evaluate import hits
from bot.text import Analyser

TITLE_WORTH: Final = 3.0  # of a hit in the title, against one in the text
HALF_LIFE: Final = timedelta(days=7)  # after which an article counts half
UNREAD_WORTH: Final = 0.5  # of a text that is known to match and was not read: two hits


def worth(article: Article, found: Sequence[Hit], *, now: datetime) -> float:
    """Return how well an article answers: saturating counts of hits, title above text, newer above older."""
    in_text = sum(hit.field == "text" for hit in found)
    return (_in_title(found) + in_text / (in_text + 2)) * _freshness(article, now)


def promise(query: Query, article: Article, analyser: Analyser, *, now: datetime) -> float:
    """Return the worth to expect of a match by its title and age alone."""
    title = read(analyser, title=article.title, text="", language=article.language)
    return (_in_title(hits(query, title)) + UNREAD_WORTH) * _freshness(article, now)


def _in_title(found: Sequence[Hit]) -> float:
    count = sum(hit.field == "title" for hit in found)
    return TITLE_WORTH * count / (count + 1)


def _freshness(article: Article, now: datetime) -> float:
    age = max(timedelta(0), now - article.at)
    return 0.5 + 0.5 * math.pow(0.5, age / HALF_LIFE)
