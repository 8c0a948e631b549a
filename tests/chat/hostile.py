"""Input as the worst feeds and members write it, for hypothesis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.alert import (
    Alert,
    Corroboration,
    Digest,
    DigestLine,
    DigestReason,
    MatchedBy,
    Mentions,
    Rewritten,
    Source,
    Update,
    Why,
)
from bot.domain.article import Quote
from bot.domain.figure import Claim, Conflict, Figure, Precision
from bot.domain.timeline import Event, Happened

NOW = datetime(2024, 10, 28, 18, 0, tzinfo=UTC)

PIECES = [
    "@everyone", "@here", "@EVERYONE", "<@123>", "<@!123>", "<@&123>", "<#123>", "</mute:123>",
    "<t:1:R>", "<t:1>", "<:party:123>", "<a:party:123>", "<id:customize>", ":smile:",
    "[win](https://evil.example)", "](https://evil.example)", "<https://evil.example>",
    "https://evil.example/a_b", "HTTP://evil.example", "discord.gg/x", "**", "*", "__", "_", "~~", "||",
    "`", "```", "\n```\n", "# ", "\n# ", "-# ", "\n-# ", "> ", ">>> ", "- ", "* ", "+ ", "1. ", "\n2) ",
    "\\", "\\\\", "[", "]", "(", ")", "&amp;", "&#64;everyone", "\u202e", "\u2067", "\u200b", "\u200d",
    "\ufeff", "\x00", "\ud800", "\u0301" * 30, "\U000e0041", "\u3164", "\u2800", "\t", "\r\n", "\u2028",
    "    ", "👩‍🚀", "🇺🇦", "1️⃣", "☀️", "می‌خواهم", "ישראל", "中文標題", "Kursk", "North Korean troops",
    "U.S.", "10,000", "paypal.com", "=", "---", "===", "a|b|c",
]  # fmt: skip

words = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25).map("".join)
long_words = st.one_of(
    words, st.builds(lambda piece, n: piece * n, words, st.integers(1, 60)).map(lambda t: t[:5_000])
)
urls = st.one_of(
    st.none(),
    st.sampled_from([
        "https://outlet.example/2024/10/28/kursk",
        "http://user:pass@outlet.example:8080/a b(1)?q=[x]&r='#f", "javascript:x",
        "https://outlet.example/" + "a" * 2_000, "https://outlet.example/" + "я" * 150, "https://",
        "ftp://a.example/", "https://a.example/)[evil](https://evil.example", "https://[::1]:80/x",
        "https://a.example:99999999/", "//x", "https://outlet.example/" + "b" * 1_220,
    ]),
    long_words,
)  # fmt: skip
times = st.integers(0, 10_000_000).map(lambda seconds: NOW - timedelta(seconds=seconds))
ids = st.integers(1, 2**63 - 1)
mentions = st.builds(
    lambda roles, members: Mentions(
        tuple(range(10**18, 10**18 + roles)), tuple(range(10**18, 10**18 + members))
    ),
    st.integers(0, 120),
    st.integers(0, 300),
)
few_mentions = st.one_of(st.just(Mentions()), mentions)


def _tuples(of: st.SearchStrategy, most: int) -> st.SearchStrategy:
    return st.lists(of, max_size=most).map(tuple)


quotes = st.builds(
    lambda text, outlet, url: Quote(text, 1, 1, 0, len(text), outlet, url), long_words, words, urls
)


def _conflict(subject: str, amount: str, quote: Quote, at: datetime, many: int) -> Conflict:
    """Return a conflict of *many* claims, all alike but for who says so."""
    told = Figure(subject, 1.0, 1.0, None, None, Precision.EXACT, amount, None, None, at, quote, False, True)
    claims = (
        Claim(amount, f"{n}{subject}" if n % 2 else None, (quote.outlet,) * n, (told,), n == 1)
        for n in range(many)
    )
    return Conflict(subject, tuple(claims))


conflicts = st.builds(_conflict, words, words, quotes, times, st.integers(2, 9))
sources = st.builds(Source, ids, words, words, urls, times)


def _cited(alert: Alert) -> Alert:
    """Let rewritten sentences cite what the summary has."""
    most = len(alert.summary)
    cites = [tuple(place % most for place in one.cites) if most else () for one in alert.rewritten]
    return replace(
        alert,
        rewritten=tuple(Rewritten(one.text, at) for one, at in zip(alert.rewritten, cites, strict=True)),
    )


alerts = st.builds(
    Alert,
    story_id=ids,
    headline=long_words,
    url=urls,
    summary=_tuples(quotes, 6),
    sources=_tuples(sources, 15),
    watchlists=_tuples(st.builds(MatchedBy, ids, words, _tuples(words, 10)), 6),
    first_seen=times,
    updated=times,
    image_url=urls,
    muted_by=st.one_of(st.none(), ids),
    figures=_tuples(conflicts, 3),
    rewritten=_tuples(st.builds(Rewritten, long_words, _tuples(st.integers(0, 9), 3)), 3),
).map(_cited)
events = st.builds(
    lambda at, what, outlet, url, now, before: Event(at, what, 1, 1, outlet, url, now, before, 1, outlet),
    times,
    st.sampled_from(Happened),
    words,
    urls,
    long_words,
    long_words,
)
updates = st.builds(
    lambda told, url, why, figures, changes, direct: Update(
        7, told, url, why, Corroboration(), figures, changes, direct
    ),
    long_words,
    urls,
    st.sampled_from(Why),
    _tuples(conflicts, 3),
    _tuples(events, 3),
    st.booleans(),
)
digest_lines = st.builds(
    DigestLine, ids, long_words, words, urls, times, st.integers(0, 5_000), _tuples(words, 5)
)
digests = st.builds(Digest, st.sampled_from(DigestReason), _tuples(digest_lines, 30))
