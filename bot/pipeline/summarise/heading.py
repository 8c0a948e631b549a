"""Which of a story's own headlines may stand over its alert: one that says what happened. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.domain.article import Article

_FEWEST_WORDS = 3
_FEWEST_WIDE = 6  # characters in scripts that write a word in one or two
_MOST_CAPITALS = 0.7  # of the letters; above it a headline shouts, in scripts that have capitals
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")

# Before a colon, a bar or a dash: what kind of piece it is, and no news of an event.
_KINDS = (
    r"watch|video|videos|photo|photos|pictures|in pictures|gallery|listen|podcast|opinion|op-ed|editorial"
    r"|column"
    r"|analysis|explainer|explained|factbox|timeline|review|recap|quiz|poll|newsletter|briefing|live"
    r"|live blog|live updates|fact check|interview|comment|view|letters|spoiler alert"
    r"|kommentar|analyse|meinung|liveticker|live-ticker|newsblog|podcast|interview|faktencheck|pressestimmen"
    r"|vidéo|en direct|direct|tribune|édito|éditorial|analyse|entretien|reportage|en images"
    r"|vídeo|directo|en directo|opinión|análisis|entrevista|última hora|en vivo|ao vivo|opinião|diretta"
    r"|видео|фото|мнение|аналитика|интервью|онлайн|хроника|подкаст|відео|думка|аналітика|інтерв['’]ю|наживо"
    r"|社説|動画|写真|评论|視頻|视频|직캠|사설|칼럼|영상|포토"
)
_KIND = re.compile(rf"[\W_]*(?:{_KINDS})[\]】)]?\s*(?:[:：|–—]|-\s|\s-)", re.IGNORECASE)
_LIVE = re.compile(
    r"\b(?:live ?blog|live updates?|as it happened|live coverage|liveticker|live-ticker|newsblog"
    r"|minute by minute|what we know|what to know|need to know|how to watch|things to know|en direct"
    r"|minuto a minuto|онлайн-трансляция|текстовая трансляция)\b",
    re.IGNORECASE,
)
_PLAIN_ENDS = re.compile(r"(?:[?？؟]|…|\.\.\.?|[!！]{1,3})[\"'”’»)\]]*\s*$")


def says_what_happened(title: str) -> bool:
    """Say whether a headline tells an event: no question, no half, no shout, no label of a kind of piece."""
    words = unicodedata.normalize("NFC", title).strip()
    if _PLAIN_ENDS.search(words) or _KIND.match(words) or _LIVE.search(words):
        return False
    if _WIDE.search(words):
        return len(words) >= _FEWEST_WIDE
    letters = [one for one in words if one.isalpha()]
    capitals = sum(map(str.isupper, letters))
    shouts = capitals > _MOST_CAPITALS * len(letters)  # no script without capitals has an upper one
    return len(words.split()) >= _FEWEST_WORDS and not shouts


def heading(articles: Sequence[Article]) -> Article:
    """Return the article whose headline stands over a story: the first of *articles* (in order of arrival).

    Where that one asks, shouts, is cut off or names a kind of piece: the first in its language that does not.
    """
    first = articles[0]
    same = (one for one in articles if one.language == first.language)
    return next((one for one in same if says_what_happened(one.title)), first)
