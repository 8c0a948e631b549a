"""What members see of an alert, a digest, a notice: readable, and within Discord's limits whatever comes."""

import json
import secrets
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.cards import digest_fits, message_view, pinged
from bot.chat.cards.limits import fits
from bot.chat.fragments import sentence_address
from bot.chat.ids import holds_key
from bot.chat.plain import link, plain, units, web_address
from bot.domain.alert import (
    Alert,
    Digest,
    DigestLine,
    DigestReason,
    MatchedBy,
    Mentions,
    Message,
    Notice,
    Rewritten,
    Sample,
    Source,
    Update,
)
from bot.domain.article import Quote
from bot.domain.figure import Claim, Conflict, Figure, Precision
from tests.chat import hostile
from tests.chat.hostile import NOW
from tests.chat.markdown import EVERYONE, kinds, shown, targets, tokens

KEY = "Abc-_0123456789abcdefg"
NOBODY = Mentions()
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def quote(text: str, outlet: str, url: str = "https://meridian.example/a") -> Quote:
    return Quote(text, 1, 1, 0, len(text), outlet, url)


ALERT = Alert(
    story_id=12,
    headline="North Korean troops move towards Kursk, Pentagon says",
    url="https://meridian.example/kursk",
    summary=(
        quote("About 10,000 soldiers are training in eastern Russia.", "Meridian Wire"),
        quote("Mark Rutte called it a dangerous expansion.", "Baltic Courier", "https://baltic.example/b"),
    ),
    sources=(
        Source(
            1,
            "North Korean troops move towards Kursk",
            "Meridian Wire",
            "https://meridian.example/kursk",
            NOW,
        ),
        Source(2, "Rutte confirms", "Baltic Courier", "https://baltic.example/b", NOW),
    ),
    watchlists=(MatchedBy(1, "Kursk", ("Kursk",)), MatchedBy(2, "DPRK", ("North Korean troops", "soldiers"))),
    first_seen=NOW - timedelta(minutes=20),
    updated=NOW,
)
LINE = DigestLine(5, "Shells arrive by train", "Harbour News", "https://harbour.example/c", NOW, 3, ("DPRK",))


def texts(view: discord.ui.LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]


def buttons(view: discord.ui.LayoutView) -> list[discord.ui.Button]:
    return [item for item in view.walk_children() if isinstance(item, discord.ui.Button)]


def assert_discord_takes(view: discord.ui.LayoutView) -> None:
    contents, pressed = texts(view), buttons(view)
    assert sum(map(units, contents)) <= 4_000
    assert all(text.strip() for text in contents)
    assert sum(len(text.encode()) + 12 for text in contents) <= 9_500  # 10,170 is where Discord answers 500
    assert len(tuple(view.walk_children())) <= 40
    assert all(0 < units(button.label) <= 80 for button in pressed)
    ids = [button.custom_id for button in pressed]
    assert len(set(ids)) == len(ids)
    assert all(0 < len(custom_id) <= 100 for custom_id in ids)
    json.dumps(view.to_components()).encode()


def assert_only_ours_is_mentioned(view: discord.ui.LayoutView, *allowed: int) -> None:
    for text in texts(view):
        mentioned = {token["type"] for token in tokens(text)} & {"mention", "command", "emoji"}
        assert not mentioned
        assert not EVERYONE.search(text)


def test_a_story_that_was_taken_back_says_so_above_what_was_said() -> None:
    alone = replace(ALERT, sources=ALERT.sources[:1], withdrawn=ALERT.sources[:1])
    said = texts(message_view(alone, key=KEY, mentions=NOBODY))

    assert said[1].startswith("**Withdrawn by Meridian Wire.** Nobody else tells this story here.")
    assert "About 10,000 soldiers" in "".join(said[2:])


def test_a_withdrawn_article_is_named_among_those_who_tell_a_story() -> None:
    partly = replace(ALERT, sources=ALERT.sources[1:], withdrawn=ALERT.sources[:1])
    said = "\n".join(texts(message_view(partly, key=KEY, mentions=NOBODY)))

    assert "Withdrawn, and not quoted: Meridian Wire" in said
    assert "**Withdrawn by" not in said
    assert "withdrawn since" in "".join(
        texts(
            message_view(
                Digest(DigestReason.LATE, (replace(LINE, withdrawn=True),)), key=KEY, mentions=NOBODY
            )
        )
    )


def test_an_alert_reads_headline_summary_outlets_and_watchlists() -> None:
    view = message_view(ALERT, key=KEY, mentions=Mentions(roles=(7,)))
    assert texts(view) == [
        "<@&7>",
        (
            "### [North Korean troops move towards Kursk, Pentagon says](https://meridian.example/kursk)\n"
            "-# First seen <t:1730137200:R> · updated <t:1730138400:R>"
        ),
        "About 10,000 soldiers are training in eastern Russia.\n-# [Meridian Wire](https://meridian.example/a)",
        "Mark Rutte called it a dangerous expansion.\n-# [Baltic Courier](https://baltic.example/b)",
        (
            "-# **2 outlets**: Meridian Wire, Baltic Courier\n"
            "-# **Kursk** matched “Kursk”\n"
            "-# **DPRK** matched “North Korean troops”, “soldiers”"
        ),
    ]
    assert [(button.label, button.custom_id) for button in buttons(view)] == [
        ("Sources", f"s:sources:12:{KEY}"),
        ("Figures", f"s:figures:12:{KEY}"),
        ("Timeline", f"s:timeline:12:{KEY}"),
        ("Follow", f"s:follow:12:{KEY}"),
        ("Mute", f"s:mute:12:{KEY}"),
        ("Not this story", f"s:apart:12:{KEY}"),
        ("Why this?", f"s:why:12:{KEY}"),
    ]


SAID = "Antony Blinken said that 8,000 North Korean soldiers are expected to join the fight soon."
COUNTED = "The Pentagon - as before - put the number of North Korean troops at about 10,000 on Monday."


def claim(amount: str, who: str, outlets: tuple[str, ...], sentence: str, *, newest: bool = False) -> Claim:
    one = replace(quote(sentence, outlets[0]), url=f"https://{outlets[0].casefold()}.example/a?b=1")
    told = Figure(
        "North Korean troops", 1, 1, None, None, Precision.EXACT, amount, who, None, NOW, one, False, True
    )
    return Claim(amount, who, outlets, (told,), newest)


DIFFER = Conflict(
    "North Korean troops",
    (
        claim("8,000", "Blinken", ("A",), SAID),
        claim("about 10,000", "Pentagon", ("B", "C"), COUNTED, newest=True),
    ),
)


def test_figures_that_differ_stand_in_one_line_that_leads_to_their_sentences() -> None:
    view = message_view(replace(ALERT, figures=(DIFFER,)), key=KEY, mentions=NOBODY)
    (line,) = [text for text in texts(view) if "8,000" in text]
    assert shown(line) == (
        "North Korean troops: 8,000 (Blinken, via A) · about 10,000 (Pentagon, via B, C; newest)"
    )
    assert targets(line) == [
        "https://a.example/a?b=1#:~:text=Antony%20Blinken%20said%20that,join%20the%20fight%20soon.",
        "https://b.example/a?b=1#:~:text=The%20Pentagon%20%2D%20as,about%2010%2C000%20on%20Monday.",
    ]


def test_an_edited_alert_names_nobody() -> None:
    assert not any("<@" in text for text in texts(message_view(ALERT, key=KEY, mentions=NOBODY)))


def test_a_muted_alert_is_folded_and_says_who_did_it_and_how_to_undo_it() -> None:
    view = message_view(replace(ALERT, muted_by=99), key=KEY, mentions=NOBODY)
    assert len(texts(view)) == 1
    assert "Muted for this channel by <@99>" in texts(view)[0]
    assert buttons(view)[0].label == "Undo mute"
    assert buttons(view)[0].custom_id == f"s:unmute:12:{KEY}"


def test_the_lead_image_stands_beside_the_headline_and_only_from_the_web() -> None:
    view = message_view(replace(ALERT, image_url="https://a.example/i.jpg"), key=KEY, mentions=NOBODY)
    pictures = [item for item in view.walk_children() if isinstance(item, discord.ui.Thumbnail)]
    assert [picture.media.url for picture in pictures] == ["https://a.example/i.jpg"]
    local = message_view(replace(ALERT, image_url="file:///etc/passwd"), key=KEY, mentions=NOBODY)
    assert not any(isinstance(item, discord.ui.Thumbnail) for item in local.walk_children())


def test_a_sentence_is_shown_whole_or_not_at_all() -> None:
    wall = quote("word " * 400 + "end.", "Meridian Wire")
    short = quote("Short and whole.", "Baltic Courier")
    view = message_view(replace(ALERT, summary=(wall, short)), key=KEY, mentions=NOBODY)
    assert "word word" not in "".join(texts(view))
    assert any(text.startswith("Short and whole.\n") for text in texts(view))


def test_an_address_too_long_to_link_leaves_the_headline_standing_and_says_so() -> None:
    view = message_view(replace(ALERT, url="https://a.example/" + "x" * 2_000), key=KEY, mentions=NOBODY)
    assert texts(view)[0].startswith(
        "### North Korean troops move towards Kursk, Pentagon says (its address is too long for a link)\n"
    )


def test_a_long_address_is_linked_from_the_headline_and_no_sentence_goes_for_it() -> None:
    long = "https://a.example/" + "x" * 1_200
    sentences = tuple(quote(f"Sentence {n} of three stands here.", "A Wire", long) for n in range(3))
    view = message_view(replace(ALERT, url=long, summary=sentences), key=KEY, mentions=NOBODY)
    assert texts(view)[0].startswith(f"### [North Korean troops move towards Kursk, Pentagon says]({long})")
    assert "".join(texts(view)).count("-# A Wire · linked under **Sources**") == 3


def test_chinese_text_stays_under_the_bytes_at_which_discord_answers_500() -> None:
    sentences = tuple(replace(quote("朝鮮軍" * 230 + "。", "中央社" * 20), url=None) for _ in range(4))
    watchlists = (MatchedBy(1, "朝" * 99, tuple(f"{n}" + "鮮" * 99 for n in range(3))),)
    chinese = replace(ALERT, headline="朝鮮軍" * 100, url=None, summary=sentences, watchlists=watchlists)
    view = message_view(chinese, key=KEY, mentions=NOBODY)
    assert_discord_takes(view)
    assert sum(len(text.encode()) for text in texts(view)) > 5_000


def test_the_worst_alert_of_all_is_still_a_message_with_its_headline() -> None:
    crowd = Mentions(members=tuple(range(10**18, 10**18 + 100)))
    sources = tuple(Source(n, "*" * 5_000, f"{n}" + "*" * 500, None, NOW) for n in range(50))
    for bad in ("*" * 5_000, "朝" * 5_000, "𝐊" * 5_000, "@everyone" * 600):
        worst = replace(
            ALERT,
            headline=bad,
            url="https://a.example/" + "x" * 950,
            image_url="https://a.example/" + "x" * 2_000,
            summary=tuple(quote(bad[:340], bad, "https://a.example/" + "x" * 950) for _ in range(4)),
            sources=sources,
            watchlists=tuple(MatchedBy(n, bad, (bad,) * 20) for n in range(50)),
        )
        for message in (worst, replace(worst, muted_by=2**63)):
            view = message_view(message, key=KEY, mentions=crowd)
            assert_discord_takes(view)
            assert shown(texts(view)[1]).startswith(bad[:20])


@slow
@given(hostile.alerts, hostile.few_mentions)
def test_any_alert_fits_and_shows_its_sentences_word_for_word_and_nothing_that_is_not_ours(
    alert: Alert, mentions: Mentions
) -> None:
    view = message_view(alert, key=KEY, mentions=mentions)
    assert fits(view)
    assert_discord_takes(view)
    assert holds_key(view.children, KEY)
    assert_nothing_pings_or_formats_or_links_but_ours(replace(alert, muted_by=None))
    known = {plain(quote.text) for quote in alert.summary}
    view = message_view(replace(alert, muted_by=None, figures=(), rewritten=()), key=KEY, mentions=NOBODY)
    for sentence in texts(view)[1:-1]:
        assert sentence.rpartition("\n")[0] in known


def assert_nothing_pings_or_formats_or_links_but_ours(alert: Alert) -> None:
    view = message_view(alert, key=KEY, mentions=NOBODY)
    assert_only_ours_is_mentioned(view)
    for text in texts(view):
        assert kinds(text) <= {
            "heading", "subtext", "strong_open", "strong_close", "link_open", "link_close", "timestamp",
        }  # fmt: skip
        assert not any(
            "evil.example" in target for target in targets(text) if target not in _addresses(alert)
        )


def _addresses(alert: Alert) -> set[str]:
    figures = [one for each in alert.figures for claim in each.claims for one in claim.figures]
    given_urls = [
        alert.url,
        *(quote.url for quote in alert.summary),
        *(sentence_address(one.quote.url, one.quote.text) for one in figures),
    ]
    return {address for url in given_urls if (address := web_address(url))}


@slow
@given(hostile.updates, hostile.few_mentions)
def test_any_update_is_within_discords_limits_and_does_nothing_but_tell(
    update: Update, mentions: Mentions
) -> None:
    view = message_view(update, key=KEY, mentions=mentions)
    assert_discord_takes(view)
    assert holds_key(view.children, KEY)
    assert_only_ours_is_mentioned(message_view(update, key=KEY, mentions=NOBODY))


def test_a_rewritten_summary_says_that_it_is_one_and_which_outlets_it_rests_on() -> None:
    rewritten = (Rewritten("They are near Kursk.", (1,)), Rewritten("They number about 10,000.", (0, 1)))
    text = texts(message_view(replace(ALERT, rewritten=rewritten), key=KEY, mentions=NOBODY))[1]

    said, label = text.split("\n")
    assert said == "They are near Kursk. They number about 10,000."
    assert "rewritten" in label
    assert all(link(quote.outlet, quote.url, 60) in label for quote in ALERT.summary[:2])


def test_a_digest_gives_each_story_a_line_and_a_link() -> None:
    view = message_view(Digest(DigestReason.BUDGET, (LINE,)), key=KEY, mentions=NOBODY)
    assert texts(view)[1] == (
        "**[Shells arrive by train](https://harbour.example/c)**\n"
        "-# Harbour News and 2 more outlets · <t:1730138400:R> · DPRK"
    )
    assert holds_key(view.children, KEY)


@pytest.mark.parametrize("reason", DigestReason)
def test_each_digest_says_why_it_is_one(reason: DigestReason) -> None:
    head = texts(message_view(Digest(reason, (LINE, LINE)), key=KEY, mentions=NOBODY))[0]
    assert head.startswith("### 2 ")
    assert "-# " in head


@slow
@given(st.lists(hostile.digest_lines, max_size=40), st.sampled_from(DigestReason))
def test_no_story_is_lost_between_the_messages_of_a_long_digest(
    lines: list[DigestLine], reason: DigestReason
) -> None:
    rest = tuple(lines)
    told = 0
    while rest:
        count = digest_fits(rest)
        assert 1 <= count <= len(rest)
        view = message_view(Digest(reason, rest[:count]), key=KEY, mentions=NOBODY)
        assert_discord_takes(view)
        assert_only_ours_is_mentioned(view)
        told += len(texts(view)) - 1
        rest = rest[count:]
    assert told == len(lines)


@pytest.mark.parametrize("title", ["*" * 500, "朝" * 500, "Kursk " * 100, "Kursk"])
def test_a_digest_holds_as_many_lines_as_fit_and_no_more(title: str) -> None:
    line = replace(LINE, headline=title, url="https://a.example/" + "x" * 300)
    count = digest_fits([line] * 50)
    assert 3 <= count <= 15
    view = message_view(Digest(DigestReason.OUTAGE, (line,) * count), key=KEY, mentions=NOBODY)
    assert_discord_takes(view)
    assert len(texts(view)) == count + 1
    assert "more" not in texts(view)[-1].replace("2 more outlets", "")


def test_a_digest_rather_leaves_out_mentions_than_stories() -> None:
    crowd = Mentions(roles=(5,), members=tuple(range(10**18, 10**18 + 100)))
    line = replace(LINE, url="https://a.example/" + "x" * 300)
    lines = (line,) * digest_fits([line] * 50)
    view = message_view(Digest(DigestReason.OUTAGE, lines), key=KEY, mentions=crowd)
    assert_discord_takes(view)
    assert texts(view)[0].startswith("<@&5> <@1000000000000000000>")
    assert len(texts(view)) == len(lines) + 2


@slow
@given(hostile.digests, hostile.few_mentions)
def test_any_digest_is_within_discords_limits(digest: Digest, mentions: Mentions) -> None:
    view = message_view(digest, key=KEY, mentions=mentions)
    assert_discord_takes(view)
    assert holds_key(view.children, KEY)


@slow
@given(hostile.long_words, hostile.long_words, hostile.few_mentions)
def test_any_notice_is_within_discords_limits(title: str, text: str, mentions: Mentions) -> None:
    view = message_view(Notice(plain(title), plain(text)), key=KEY, mentions=mentions)
    assert fits(view)
    assert_discord_takes(view)
    assert holds_key(view.children, KEY)


def test_a_sample_says_that_it_is_one_and_who_asked() -> None:
    view = message_view(Sample(asked_by=42), key=KEY, mentions=NOBODY)
    assert texts(view)[0].startswith("### Sample")
    assert "<@42>" in texts(view)[-1]
    assert holds_key(view.children, KEY)


def test_a_hundred_people_are_mentioned_and_roles_come_first() -> None:
    crowd = Mentions(roles=(1, 1, 2), members=tuple(range(10**18, 10**18 + 300)))
    line = texts(message_view(ALERT, key=KEY, mentions=crowd))[0]
    assert line.startswith("<@&1> <@&2> <@1000000000000000000>")
    assert len(line.splitlines()[0].split()) == 100
    assert line.splitlines()[1].startswith("-# and 202 more")
    assert len(pinged(crowd).roles) + len(pinged(crowd).members) == 100


@pytest.mark.parametrize("message", [ALERT, Digest(DigestReason.LATE, (LINE,)), Notice("a", "b"), Sample(1)])
def test_every_message_can_be_found_again_by_its_key(message: Message) -> None:
    for _ in range(20):
        key = secrets.token_urlsafe(16)
        assert holds_key(message_view(message, key=key, mentions=NOBODY).children, key)


def test_the_more_must_go_the_headline_goes_last() -> None:
    crowd = Mentions(members=tuple(range(10**18, 10**18 + 100)))
    long = tuple(quote(f"{n} " + "Сегодня " * 60, "Meridian Wire") for n in range(4))
    seen = [
        len(texts(message_view(replace(ALERT, summary=long[:n]), key=KEY, mentions=crowd))) for n in range(5)
    ]
    assert all(later >= earlier for earlier, later in pairwise(seen))
    view = message_view(replace(ALERT, summary=long), key=KEY, mentions=crowd)
    assert shown(texts(view)[1]).startswith(ALERT.headline)
