"""Feed text in Discord: the same words, and nothing but words."""

import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.plain import clip, code, link, plain, units, visible, web_address
from tests.chat import hostile
from tests.chat.markdown import EMOJI, MASKED, kinds, pings, shown, targets

ARTICLE = "https://outlet.example/kursk"


@given(hostile.words)
@example("@everyone <@123> <@&123> <#123> </mute:123> <t:1:R> <:party:123>")
@example("[win](https://evil.example) https://evil.example <https://evil.example>")
def test_a_title_shows_its_words_and_does_nothing_else(title: str) -> None:
    markdown = plain(title)
    assert shown(markdown) == visible(title)
    assert kinds(markdown) == set()
    assert not pings(markdown)
    assert "\n" not in markdown


@given(hostile.words, hostile.words)
def test_a_title_stays_harmless_on_a_line_among_ours(before: str, title: str) -> None:
    markdown = f"**{plain(before)}** {plain(title)}\n-# {plain(before)} · {plain(title)}"
    assert kinds(markdown) <= {"strong_open", "strong_close", "subtext"}
    assert not pings(markdown)


@given(hostile.words)
def test_letters_digits_and_signs_all_survive_in_order(title: str) -> None:
    def telling(text: str) -> str:
        kept = (
            c for c in text if unicodedata.category(c)[0] in "LNPS" and not regex.match(r"\p{DI}|\u2800", c)
        )
        return "".join(kept)

    assert telling(visible(title)) == telling(title)


@given(hostile.words)
def test_nothing_unseen_or_reordering_is_left(title: str) -> None:
    seen = visible(title)
    assert not regex.search(r"[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\u2800\p{Cc}\p{Cs}]", seen)
    assert visible(seen) == seen
    plain(title).encode()


@given(hostile.long_words, st.integers(1, 400))
def test_a_cut_title_keeps_to_its_length_and_ends_whole(title: str, most: int) -> None:
    markdown = plain(title, most)
    assert units(markdown) <= most
    assert kinds(markdown) == set()
    assert not pings(markdown)
    whole, seen = visible(title), shown(markdown)
    if seen != whole:
        assert seen.endswith("…")
        kept = seen[:-1]
        assert whole.startswith(kept)
        ends = {0, *(match.end() for match in regex.finditer(r"\X", whole))}
        assert len(kept) in ends


@given(hostile.words, hostile.urls)
@example("\u202epaypal.com", "https://evil.example/")
@example("a ](https://evil.example) b", ARTICLE)
def test_a_link_leads_only_where_it_was_told_to(title: str, url: str | None) -> None:
    markdown, address = link(title, url), web_address(url)
    wanted = [address] if address and visible(title) else []
    assert [found.replace("%25", "%") for found in targets(markdown)] == [
        found.replace("%25", "%") for found in wanted
    ]
    assert kinds(markdown) <= {"link_open", "link_close"}
    assert not pings(markdown.replace(address or "\0", ""))
    too_long = f"{visible(title)} (its address is too long for a link)"
    told = {visible(title), f"{visible(title)} open"}
    assert shown(markdown) in (told | {too_long} if len(url or "") > 100 else told)


@given(hostile.words)
def test_what_stands_inside_a_masked_link_needs_no_backslash_and_has_no_emoji(title: str) -> None:
    markdown = link(title, ARTICLE)
    found = MASKED.search(markdown)
    if visible(title):
        assert found
        assert found[2] == ARTICLE
        assert not EMOJI.search(found[1])
        assert "\\" not in found[1]
        assert "://" not in found[1]


@pytest.mark.parametrize(
    ("title", "markdown"),
    [
        ("North Korean troops reach Kursk", f"[North Korean troops reach Kursk]({ARTICLE})"),
        ("[Video] Shells | Harbour News", f"[[Video] Shells | Harbour News]({ARTICLE})"),
        ("A *very* odd title", rf"A \*very\* odd title [open]({ARTICLE})"),
        ("Log in at paypal.com", f"Log in at paypal.com [open]({ARTICLE})"),
        ("Read outlet.example today", f"[Read outlet.example today]({ARTICLE})"),
        ("Sun ☀️ returns", f"Sun ☀️ returns [open]({ARTICLE})"),
        ("Flag 🇺🇦 raised", f"Flag 🇺🇦 raised [open]({ARTICLE})"),
        ("The _real_ story", rf"The \_real\_ story [open]({ARTICLE})"),
        ("Odd ] bracket", rf"Odd \] bracket [open]({ARTICLE})"),
    ],
)
def test_a_headline_is_a_link_where_discord_can_show_it_as_one(title: str, markdown: str) -> None:
    assert link(title, ARTICLE) == markdown


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("HTTPS://A.Example:8443/x", "https://a.example:8443/x"),
        ("https://a.example/a b(c)[d]", "https://a.example/a%20b%28c%29%5Bd%5D"),
        ("https://a.example/%D0%BA?q=к", "https://a.example/%D0%BA?q=%D0%BA"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://127.1.2.3:8080/x?a=1&b=2#top", "http://127.1.2.3:8080/x?a=1&b=2#top"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://a.example:port/", None),
        ("https://a.example/" + "x" * 2_000, None),
        ("https://a\\b.example/", None),
        (None, None),
        ("https://a.example/@Everyone?x=@here&y=@anna", "https://a.example/%40Everyone?x=%40here&y=@anna"),
    ],
)
def test_only_web_addresses_are_linked_and_without_passwords(url: str | None, address: str | None) -> None:
    assert web_address(url) == address


@pytest.mark.parametrize("title", ["می‌خواهم", "क्‍ष", "👨‍👩‍👧 at home", "1️⃣ first"])
def test_joiners_that_make_the_letters_stay(title: str) -> None:
    assert visible(title) == title


def test_joiners_that_only_hide_something_go() -> None:
    assert visible("pay\u200dpal Кур\u200cск") == "paypal Курск"


@given(hostile.words)
def test_a_code_block_can_not_be_left_from_inside(text: str) -> None:
    assert kinds(code(text)) == {"code_block"}


@given(hostile.words, hostile.words, st.integers(10, 300))
def test_a_clipped_text_of_ours_stays_harmless_and_short(one: str, other: str, most: int) -> None:
    markdown = clip(f"{plain(one)} {plain(other)}\n{plain(one)}", most)
    assert units(markdown) <= most
    assert kinds(markdown) == set()
    assert not pings(markdown)
