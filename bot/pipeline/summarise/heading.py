"""Which of a story's own headlines may stand over its alert, and what of it: it says what happened. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.domain.article import Article
from bot.pipeline.summarise.addressed import speaks_itself

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
    r"|vídeo|directo|en directo|opinión|análisis|entrevista|última hora(?: de[^|:]{1,40})?"
    r"|en vivo|ao vivo|opinião|diretta"
    r"|видео|фото|мнение|аналитика|интервью|онлайн|хроника|подкаст|відео|думка|аналітика|інтерв['’]ю|наживо"
    r"|社説|動画|写真|评论|視頻|视频|직캠|사설|칼럼|영상|포토"
)
_KIND_BEHIND = re.compile(rf"(?:\s[-–—]|[|｜])\s*(?:{_KINDS})\s*$", re.IGNORECASE)
# What a headline rests on, or is: no section's name.
_RESTS_ON = re.compile(
    rf"(?:{_KINDS}|.*\b(?:polls?|survey|exclusive|investigation|reports?|sources)\b.*)", re.IGNORECASE
)
_KIND = re.compile(rf"[\W_]*(?:{_KINDS})[\]】)]?\s*(?:[:：|–—]|-\s|\s-)", re.IGNORECASE)
_LIVE = re.compile(
    r"\b(?:live ?blog|live updates?|as it happened|live coverage|liveticker|live-ticker|newsblog"
    r"|minute by minute|what we know|what to know|need to know|how to watch|things to know|en direct"
    r"|minuto a minuto|онлайн-трансляция|текстовая трансляция)\b",
    re.IGNORECASE,
)
_PLAIN_ENDS = re.compile(r"(?:[?？؟]|…|\.\.\.?|[!！]{1,3})[\"'”’»)\]]*\s*$")


# What an agency's desk or a paywall writes before a headline: "(2nd LD)", "UPDATE 1-", "(종합2보)", "(S+)".
_DESK = re.compile(
    r"(?:\((?:(?:\d+(?:st|nd|rd|th) )?(?:LD|LEAD)(?: \d)?|URGENT|S\+?|종합\d?보?|\d보)\)"
    r"|\[(?:속보|종합\d?보?|\d보)\]|(?:UPDATE|WRAPUP) \d+\s?[-–—]|(?:RPT|REFILE)\s?[-–—])\s*"
)
# Before a site's own name at the end of a page's title, and before a section's, which only a bar parts off.
_SITE = re.compile(r"(?<!\s)\s+(?:[|｜¦»·]|::|[-–—])\s+|(?<=[\u3040-\u9fff”」])[-–—：|｜_]")
_BAR = re.compile(r"(?<!\s)\s+[|｜¦]\s+")
_DATE = re.compile(r",?\s*\d{1,2}[./]\d{1,2}[./]\d{4}$")
_LONGEST_SECTION = 3  # words


def shown(title: str, outlet: str = "", url: str | None = None) -> str:
    """Return *title* as it stands over an alert: without its desk's mark, its site's and its section's name.

    What is left stands in *title*. Only the name of the *outlet* itself goes, or of the site at *url*:
    "- Reuters" after another's headline says who reports it.
    """
    desk = _DESK.match(title)
    begun = (title[desk.end() :] if desk else title) or title
    parted = list(_SITE.finditer(begun))
    if not parted or not _is_own(begun[parted[-1].end() :], outlet, url):
        return begun
    end = parted[-1].start()
    for bar in reversed(list(_BAR.finditer(begun, 0, end))):
        section = begun[bar.end() : end]
        if len(section) >= bar.start() or not _is_section(section):
            break
        end = bar.start()
    bare = begun[:end]
    return bare if _is_whole(bare) else begun


def _is_section(part: str) -> bool:
    return len(part.split()) <= _LONGEST_SECTION and _RESTS_ON.fullmatch(part) is None


def _is_own(tail: str, outlet: str, url: str | None) -> bool:
    """Say whether the end of a title is its own site's name, perhaps with a part's of it or a date behind it.

    "- BBC News" is the BBC's; "- CNN denies", "- CNN Poll" and "- Irish Times", another Times, belong to the
    headline.
    """
    words = _DATE.sub("", tail).split()
    name, own = _named(" ".join(words)), _named(outlet)
    if own and name[: len(own)] == own:
        more = words[len(words) - len(name) + len(own) :]
        return not more or (
            len(more) == 1 and not more[0][0].islower() and _RESTS_ON.fullmatch(more[0]) is None
        )
    labels = urlsplit(url).netloc.casefold().split(".")[:-1] if url else []  # the last is "EU", "UK"
    return "".join(words).casefold() in labels


def _named(name: str) -> list[str]:
    """Return the words of a site's name without its article."""
    words = name.casefold().split()
    return words[1:] if words[:1] == ["the"] else words


def _is_whole(title: str) -> bool:
    return len(title) >= _FEWEST_WIDE if _WIDE.search(title) else len(title.split()) >= _FEWEST_WORDS


def says_what_happened(title: str) -> bool:
    """Say whether a headline tells an event: no question, no half, no shout, no label of a kind of piece."""
    words = unicodedata.normalize("NFC", title).strip()
    if _PLAIN_ENDS.search(words) or _KIND.match(words) or _KIND_BEHIND.search(words) or _LIVE.search(words):
        return False
    letters = [one for one in words if one.isalpha()]
    capitals = sum(map(str.isupper, letters))
    shouts = capitals > _MOST_CAPITALS * len(letters)  # no script without capitals has an upper one
    return _is_whole(words) and (not shouts or _WIDE.search(words) is not None)


def asks(title: str) -> bool:
    """Say whether a headline asks, as those over features do, rather than telling an event."""
    return "?" in title or "？" in title or "؟" in title


# How headlines begin over pieces that explain, advise or portray, and tell no event.
_EXPLAINS = {
    "en": r"(?:How|Why|What|Who|Where|When|Inside|Meet|Everything|\d+ (?:things|ways|takeaways|reasons))\b"
    r"|[‘'“\"][^‘’'“”\"]{5,80}[’'”\"]:? (?:the|how|why|inside|life|meet)\b",
    "de": r"(?:Warum|Wieso|Weshalb|Wie|Was|Wer|Wo)\b",
    "fr": r"(?:Pourquoi|Comment|Qui (?:est|sont)|Que (?:sait|faut)|Ce qu|Quels?|Quelles?|Portrait)\b",
    "es": r"(?:Por qué|Cómo|Qué|Quién(?:es)?|Cuál(?:es)?|Dónde|Así (?:es|son|era|fue)|Claves|Las claves)\b",
    "pt": r"(?:Por que|Como|O que|Quem (?:é|são|foi|era)|Entenda|Saiba|Onde)\b",
    "it": r"(?:Perché|Come|Cosa|Chi (?:è|sono|era)|Ecco)\b",
    "nl": r"(?:Waarom|Hoe|Wat|Wie (?:is|zijn))\b",
    "ru": r"(?:Почему|Как|Что|Кто|Где|Зачем)\b",
    "uk": r"(?:Чому|Як|Що|Хто|Де|Навіщо)\b",
    "pl": r"(?:Dlaczego|Jak|Co|Kto|Gdzie)\b",
    "tr": r".*\b(?:[Nn]eden|[Nn]asıl|nedir|kimdir)\b",
    "ja": r"なぜ|どうして|.*とは$",
    "zh": r"为何|为什么|为啥|為何|為什麼|如何|.*[？?]$",
    "ko": r"왜 |어떻게 ",
}
_EXPLAINING = {language: re.compile(rf"(?:{begins})") for language, begins in _EXPLAINS.items()}


def explains(title: str, language: str | None) -> bool:
    """Say whether a headline stands over what explains, advises, portrays or is somebody's own view."""
    pattern = _EXPLAINING.get(language or "en")
    return (pattern is not None and pattern.match(title) is not None) or speaks_itself(title, language)


def heading(articles: Sequence[Article]) -> Article:
    """Return the article whose headline stands over a story: the first of *articles* (in order of arrival).

    Where that one asks, shouts, is cut off or names a kind of piece: the first in its language that does not.
    """
    first = articles[0]
    same = (one for one in articles if one.language == first.language)
    return next((one for one in same if says_what_happened(headline(one))), first)


def headline(article: Article) -> str:
    """Return an article's title as it stands over an alert."""
    return shown(article.title, article.outlet, article.url)
