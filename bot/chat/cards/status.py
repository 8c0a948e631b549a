"""How things stand, and the health of feeds."""

from __future__ import annotations

from typing import Final

from bot.chat.cards.reply import reply
from bot.chat.cards.style import Accent, View, counted, small, when
from bot.chat.plain import link, plain
from bot.domain.feed import Failure, FollowedFeed
from bot.domain.guild import Channel
from bot.lookups import Status
from bot.pipeline.addresses.canonical import shown

TITLE_MOST: Final = 150
DETAIL_MOST: Final = 300  # characters of why a feed can't be read, and what to do
EXACT_BELOW: Final = 10  # articles a day, from where on a tenth of one says nothing
FAILING_MOST: Final = 5  # feeds named in /status; /feed list names all

NO_FEEDS: Final = (
    "This server follows no feed yet, so nothing is found and nothing alerts: **/feed pack** adds well-known "
    "ones, **/feed add** takes the address of a feed or a site."
)

WORDS: Final = {
    Failure.TIMEOUT: "the site does not answer in time",
    Failure.DNS: "the site's name is not known (DNS)",
    Failure.CONNECT: "the site can't be reached",
    Failure.TLS: "the site has no valid certificate",
    Failure.CERTIFICATE_EXPIRED: "the site's certificate has expired",
    Failure.CERTIFICATE_UNTRUSTED: "the site's certificate is of no known authority",
    Failure.CERTIFICATE_OF_ANOTHER: "the site's certificate is for another site",
    Failure.REFUSED_ADDRESS: "the address leads into a private network",
    Failure.BAD_URL: "the address can't be read",
    Failure.TOO_LARGE: "the feed is too large",
    Failure.REDIRECTS: "the site redirects for ever",
    Failure.BLOCKED: "the site refuses Salient (401 or 403)",
    Failure.BOT_WALL: "a wall against bots keeps Salient out (Cloudflare or another)",
    Failure.MOVED: "the feed has moved, its address leads to a page now",
    Failure.GONE: "the feed is gone (404 or 410)",
    Failure.RATE_LIMITED: "the site asks Salient to come less often",
    Failure.SERVER: "the site has a fault of its own",
    Failure.NOT_A_FEED: "this is not a feed any more",
    Failure.TOO_COSTLY: "the feed takes too long to read",
}


def status_card(status: Status) -> View:
    """Return how things stand: what runs well, and what needs someone."""
    paused = f", {status.paused:,} paused" if status.paused else ""
    lines = [
        f"**{counted(status.feeds, 'feed')}**{paused}",
        f"**{counted(status.watchlists, 'watchlist')}** in channels that you can see",
        f"**{counted(status.articles_today, 'article')}** in the last 24 hours",
    ]
    if status.waiting:
        lines.append(f"**{counted(status.waiting, 'message')}** on the way to Discord")
    troubles = _troubles(status)
    head = "Something needs you" if troubles else "All is well"
    if not status.feeds:
        troubles = [NO_FEEDS]
        head = "Ready to begin"
    elif not status.watchlists and not troubles:
        troubles = ["No watchlist yet. **/watch add** takes a name and the words to look for."]
    return reply(
        head,
        "\n".join(lines),
        *troubles,
        accent=Accent.NOTICE if head.startswith("Something") else Accent.REPLY,
    )


def _troubles(status: Status) -> list[str]:
    troubles = [_failing(one) for one in status.failing[:FAILING_MOST]]
    if (more := len(status.failing) - FAILING_MOST) > 0:
        troubles.append(f"and {counted(more, 'more feed')} that can't be read: **/feed list** names them")
    troubles += [_blocked(one) for one in status.blocked]
    if status.possible_gaps:
        gaps = counted(status.possible_gaps, "possible gap")
        troubles.append(
            f"⚠️ {gaps}: a feed dropped articles before they could be read. **/feed list** says which."
        )
    return troubles


def feed_row(one: FollowedFeed) -> str:
    """Return a feed's health as a row of a list."""
    feed = one.feed
    checks = [f"last read {when(feed.last_success_at)}" if feed.last_success_at else "not read yet"]
    if one.active_since is not None:
        checks.append(f"next check {when(feed.next_check_at)}")
    checks.append(f"{rate(one.articles_a_day)} a day")
    if one.urgent:
        checks.append("urgent")
    if one.whole_pages:
        checks.append("every page read")
    if feed.possible_gaps:
        lost = f", perhaps {counted(feed.possibly_lost, 'article')} lost" if feed.possibly_lost else ""
        checks.append(f"⚠️ {counted(feed.possible_gaps, 'possible gap')}{lost}")
    lines = [f"{_light(one)} **{link(feed.title, feed.site_url or feed.shown_url, TITLE_MOST)}**"]
    if feed.failures:
        lines.append(f"{_cause(one)}{_since(one)}")
        if feed.failure_detail:
            lines.append(small(plain(feed.failure_detail, DETAIL_MOST)))
        if feed.replacement_url:
            instead = shown(feed.replacement_url)
            lines.append(f"Its site names another feed: {link(instead, instead, DETAIL_MOST)}")
    return "\n".join([*lines, small(" · ".join(checks))])


def rate(articles: float) -> str:
    """Return "12 articles", "0.3 articles", "1 article"."""
    number = f"{articles:.0f}" if articles >= EXACT_BELOW or articles == int(articles) else f"{articles:.1f}"
    return f"{number} article" + ("" if number == "1" else "s")


def _light(one: FollowedFeed) -> str:
    if one.active_since is None:
        return "⏸️ paused:"
    return "🔴" if one.feed.failures else "🟢"


def _failing(one: FollowedFeed) -> str:
    return f"🔴 **{plain(one.feed.title, TITLE_MOST)}**: {_cause(one)}{_since(one)}"


def _cause(one: FollowedFeed) -> str:
    return WORDS.get(one.feed.failure, "it can't be read") if one.feed.failure else "it can't be read"


def _since(one: FollowedFeed) -> str:
    return f", since {when(one.feed.failing_since)}" if one.feed.failing_since else ""


def _blocked(one: Channel) -> str:
    reason = f": {plain(one.blocked_reason, 200)}" if one.blocked_reason else ""
    return f"🔴 <#{one.id}> takes no alerts{reason}. **/channel test** says what is missing."
