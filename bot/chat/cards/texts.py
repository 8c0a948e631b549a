"""What a reader should know of an article's text: that it is only the feed's, and what was left out of it."""

from __future__ import annotations

from typing import Final

from bot.chat.cards.style import counted, small
from bot.chat.plain import plain
from bot.domain.article import Article, Obstacle

LEFT_OUT_MOST: Final = 3
"""Lines shown of those left out; of more, their number is told."""

LINE_MOST: Final = 60
"""UTF-16 units of a line that was left out."""

_WHY: Final = {
    Obstacle.PAYWALL: "its page is behind a paywall",
    Obstacle.CONSENT: "its page asks for consent to cookies first",
    Obstacle.SCRIPTS: "its page shows nothing without scripts",
    Obstacle.MISSING: "its page is not there",
    Obstacle.LIVE: "its page is a live blog",
    Obstacle.ROBOTS: "the site asks programs not to read its page",
    Obstacle.UNREAD: "its page could not be read",
}


_SHORT: Final = {
    Obstacle.PAYWALL: "paywall",
    Obstacle.CONSENT: "cookie wall",
    Obstacle.SCRIPTS: "page needs scripts",
    Obstacle.MISSING: "page is not there",
    Obstacle.LIVE: "live blog",
    Obstacle.ROBOTS: "page closed to programs",
    Obstacle.UNREAD: "page not read",
}


def feed_only(article: Article) -> str:
    """Return in a few words that only the feed's text is there and why; "" where the page's is."""
    return f"feed's text only: {_SHORT[article.obstacle]}" if article.obstacle is not None else ""


def text_notes(article: Article) -> list[str]:
    """Return lines in small print, none where the text is the whole article as the outlet wrote it."""
    notes = []
    if article.obstacle is not None:
        notes.append(small(f"Text of the feed only: {_WHY[article.obstacle]}."))
    if article.left_out:
        shown = ", ".join(f"“{plain(line, LINE_MOST)}”" for line in article.left_out[:LEFT_OUT_MOST])
        more = len(article.left_out) - LEFT_OUT_MOST
        also = f" and {more:,} more" if more > 0 else ""
        lines = counted(len(article.left_out), "line")
        notes.append(small(f"Left out, for the site repeats it ({lines}): {shown}{also}. /feed repeats"))
    return notes
