"""Random articles and random queries over one small vocabulary, so that they meet often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

# Words whose spellings, stems and neighbours meet, of several scripts and languages; traps among them.
WORDS = (
    "Kursk", "kursk", "KURSK", "Kursk's", "troop", "troops", "Troops", "North", "Korean",
    "Koreans", "North-Korean", "soldier", "soldiers", "sold", "WHO", "who", "U.S.", "US", "us",
    "U.S", "10,000", "10 000", "10000", "10", "000", "Straße", "Strasse", "Soldaten", "Soldat",
    "l'armée", "armee", "armées", "nordcoréens", "Курск", "Курске", "Курска", "солдаты",
    "солдат", "Ёлка", "елка", "п'ять", "п’ять", "북한", "북한군이", "북한이", "러시아에서", "러시아", "北京",
    "北京市", "京", "北朝鮮", "朝鮮", "クルスク", "ｸﾙｽｸ", "กำลัง", "กํา", "ลัง", "العربية", "عربي",
    "İstanbul", "ISTANBUL", "istanbul", "and", "or", "not", "near", "a", "the",
    "ışık", "IŞIK", "ISIK", "işık", "λόγος", "ΛΌΓΟΣ", "λόγου", "שָׁלוֹם", "שלום", "השלום", "مُحَمَّد",
    "محـمد", "محمد", "می‌رود", "Łódź", "Lodz", "Hà", "Ha\u0300", "Nội", "Ærø", "Aero", "ភ្នំពេញ",
    "ພາສາ", "မြန်မာ", "東京", "東京都", "トウキョウ", "соо\u0301бщение", "сообщение", "🔥", "🇺🇦",
    "soft\u00adhyphen", "softhyphen", "foo_bar", "x-y-z", "½", "㈱", "ﷺ", "ŉ", "२०२४",
    "2024年10月", "e.g.", "’s", "O'Brien", "नमस्ते", "troo\u200bps",
)  # fmt: skip

LANGUAGES = (
    None, "en", "ru", "de", "fr", "ko", "zh", "th", "ar", "tr", "pt-BR", "uk", "xx", "el", "he", "fa", "pl",
    "vi", "ja", "hi", "km", "da", "nl", "fi", "es", "it",
)  # fmt: skip
STARS = (
    "troop*", "sold?er", "sol*s", "ku*k", "Курс*", "ar*ee*", "北*", "10?*0", "10*", "no*", "istan???",
    "λόγ*", "שלו*", "محم*", "東京*", "бо?бщ*",
)  # fmt: skip
JOINTS = (" ", " ", " ", "  ", "-", ", ", ". ", "\n", "", "’", "\u00a0")
OTHER_FIELDS = (
    "lang:ru",
    "lang:en",
    "outlet:reuters",
    "outlet:kursk",
    "feed:world",
    "author:o'brien",
    "url:kursk",
    "url:ex*",
    "after:2024-10-28",
    "before:2024-10-28",
)

STAND_INS = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"  # for words: private characters

Texts = st.SearchStrategy[str]


@dataclass(frozen=True)
class Scene:
    """Queries and articles over the same few words."""

    queries: list[str]  # not all of them are accepted
    articles: list[dict[str, Any]]  # as `read` takes them


def scenes(*, queries: int = 6, articles: int = 3) -> st.SearchStrategy[Scene]:
    """Return few words, and queries and articles of them.

    They are drawn with stand-ins for the words, so that hypothesis need not be told anew for each scene what
    can be drawn: that took more time than all that is tested.
    """
    return st.builds(
        _spelled,
        st.lists(st.sampled_from(WORDS), min_size=3, max_size=len(STAND_INS)),
        st.lists(_queries(), min_size=1, max_size=queries),
        st.lists(_articles(), min_size=1, max_size=articles),
    )


def _spelled(known: list[str], queries: list[str], articles: list[dict[str, Any]]) -> Scene:
    """Put words where stand-ins are."""
    words = {ord(mark): known[place % len(known)] for place, mark in enumerate(STAND_INS)}
    texts = ("title", "text")
    return Scene(
        [query.translate(words) for query in queries],
        [one | {field: one[field].translate(words) for field in texts} for one in articles],
    )


@cache
def _articles() -> st.SearchStrategy[dict[str, Any]]:
    known = st.sampled_from(STAND_INS)
    words = known | known | known | st.text(max_size=6)
    texts = st.lists(st.tuples(words, st.sampled_from(JOINTS)), max_size=25).map(
        lambda pairs: "".join(map("".join, pairs))
    )
    return st.fixed_dictionaries(
        {
            "title": texts,
            "text": texts,
            "language": st.sampled_from(LANGUAGES),
            "outlet": st.sampled_from(["", "Reuters", "The Kursk Times"]),
            "feed": st.sampled_from(["", "World news"]),
            "author": st.sampled_from([None, "Ann O'Brien"]),
            "url": st.sampled_from([None, "https://example.org/kursk/10"]),
            "published": st.sampled_from([None, datetime(2024, 10, 28, tzinfo=UTC)]),
        }
    )


@cache
def _queries() -> Texts:
    known = st.sampled_from(STAND_INS)
    stars = st.sampled_from(STARS)
    phrases = st.lists(known | known | stars, min_size=1, max_size=3).map(" ".join)
    simple = (
        known
        | stars
        | known.map(lambda word: f"={word}")
        | phrases.map(lambda words: f'"{words}"')
        | st.lists(known, min_size=1, max_size=2).map(lambda words: f'="{" ".join(words)}"')
    )
    groups = st.lists(simple, min_size=1, max_size=3).map(lambda items: f"({' OR '.join(items)})")
    operators = st.sampled_from(["NEAR/1", "NEAR/3", "ONEAR/2", "ONEAR/9"])
    near = st.tuples(simple | groups, operators, simple | groups).map(" ".join)
    chain = st.tuples(near, operators, simple).map(" ".join)
    within = st.tuples(phrases, st.integers(1, 6)).map(lambda both: f'"{both[0]}"~{both[1]}')
    fielded = st.tuples(st.sampled_from(["title", "text"]), simple | groups).map(":".join)
    terms = simple | near | chain | within | fielded | st.sampled_from(OTHER_FIELDS)
    return st.recursive(terms, _joined, max_leaves=6)


def _joined(inner: Texts) -> Texts:
    parts = st.lists(inner, min_size=2, max_size=3)
    return (
        parts.map(lambda parts: f"({' '.join(parts)})")
        | parts.map(lambda parts: f"({' OR '.join(parts)})")
        | st.tuples(inner, inner).map(lambda both: f"({both[0]} -{both[1]})")
    )
