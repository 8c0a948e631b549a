"""A snippet shows the very words that were found, whatever the text."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.watchlist import Hit
from bot.lookups.snippets import LENGTH, snippet

GAPS = (" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u3000", "")
WORDS = ("Kursk", "a", "troops", "Корейские", "北京", "soft\u00adhyphen", "zero\u200bwidth", "x" * 300, "—")


@dataclass(frozen=True)
class Found:
    text: str
    hits: tuple[Hit, ...]


@st.composite
def found(draw: st.DrawFn) -> Found:
    """A text of words and gaps, with hits of one word or several; some stand in the title."""
    words = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=80))
    text, places = draw(st.sampled_from(("", " ", "\n "))), []
    for word, gap in words:
        places.append((len(text), len(text) + len(word)))
        text += word + gap
    hits = []
    for first in draw(st.lists(st.integers(0, max(0, len(places) - 1)), max_size=6)) if places else ():
        last = min(len(places) - 1, first + draw(st.integers(0, 3)))
        start, end = places[first][0], places[last][1]
        field = draw(st.sampled_from(["text", "text", "title"]))
        hits.append(Hit("part", field, start, end, text[start:end]))
    return Found(text, tuple(hits))


def folded(text: str) -> str:
    """White space as one blank; words keep every character that they have."""
    return " ".join(text.split())


@given(found())
def test_marks_cover_the_very_words(case: Found) -> None:
    shown = snippet(case.text, case.hits)

    covered = [case.text[hit.start : hit.end] for hit in case.hits if hit.field == "text"]
    for start, end in shown.marks:
        marked = shown.text[start:end]
        assert marked
        assert marked.strip()
        # Hits that overlap are one mark; it begins with one of them, or is the beginning of a long one.
        assert any(marked.startswith(folded(words)) or folded(words).startswith(marked) for words in covered)


@given(found())
def test_marks_are_in_order_apart_and_within_bounds(case: Found) -> None:
    shown = snippet(case.text, case.hits)

    edges = [edge for mark in shown.marks for edge in mark]
    assert edges == sorted(edges)
    assert all(start < end for start, end in shown.marks)
    assert all(0 <= edge <= len(shown.text) for edge in edges)


@given(found())
def test_the_first_hit_is_always_shown_and_marked(case: Found) -> None:
    shown = snippet(case.text, case.hits)

    assert bool(shown.marks) == any(hit.field == "text" for hit in case.hits)


@given(found())
def test_a_snippet_is_a_part_of_the_text_in_one_line(case: Found) -> None:
    shown = snippet(case.text, case.hits)

    assert shown.text in folded(case.text)
    assert len(shown.text) <= LENGTH + max((hit.end - hit.start for hit in case.hits), default=0)
    assert shown.text == folded(shown.text)
    whole = not shown.cut_before and not shown.cut_after
    assert whole == (shown.text == folded(case.text))


def test_words_are_not_cut() -> None:
    text = "word " * 100 + "Kursk " + "more " * 100
    shown = snippet(text, [Hit("kursk", "text", 500, 505, "Kursk")])

    assert set(shown.text.split()) == {"word", "Kursk", "more"}
    assert [shown.text[start:end] for start, end in shown.marks] == ["Kursk"]
    assert shown.cut_before
    assert shown.cut_after
