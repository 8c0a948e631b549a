"""Where a site keeps its feed when its page does not say: rules of well-known sites, and usual addresses.

Pure: whether there is a feed is for the fetcher and `parse` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit, urlunsplit

# The addresses that blog and news software uses, the most common first: WordPress, Ghost, Drupal, Jekyll,
# Hugo, Blogger, WordPress without pretty addresses.
USUAL: Final = (
    "feed",
    "rss",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "feeds/posts/default",
    "?feed=rss2",
)
# Tried beside the page itself, where that is not the site's first: of a blog in a folder.
USUAL_IN_FOLDER: Final = ("feed", "rss.xml", "index.xml")

_NAME: Final = r"[\w.-]+"
_GITHUB_PAGES: Final = frozenset(
    {
        *("about", "apps", "blog", "collections", "contact", "customer-stories", "enterprise", "explore"),
        *("features", "issues", "login", "marketplace", "new", "notifications", "orgs", "pricing", "pulls"),
        *("search", "security", "settings", "site", "sponsors", "topics", "trending"),
    }
)
_MIXES: Final = ("RD", "WL", "LL")  # playlists that YouTube makes for each viewer anew: they have no feed
_CHANNEL_ID: Final = re.compile(r"UC[\w-]{22}")


def usual_addresses(url: str) -> tuple[str, ...]:
    """Return where the feed of the site with the page at *url* may be, the likeliest first."""
    parts = urlsplit(url)
    folder = (
        parts.path.rpartition("/")[0].strip("/") if not parts.path.endswith("/") else parts.path.strip("/")
    )
    found = [_at(parts, f"/{folder}/{each}") for each in USUAL_IN_FOLDER] if folder else []
    found += [_at(parts, f"/{each}") for each in USUAL]
    return tuple(one for one in dict.fromkeys(found) if one != url)


def site_feeds(url: str) -> tuple[str, ...]:
    """Return where the feed of a page on a well-known site is, by that site's own rules; () on all others.

    The rules: YouTube, Reddit, Substack, Medium, GitHub, GitLab, Bluesky, Tumblr, Google News, and what
    Mastodon and its kin use on any host (`https://host/@name`).
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    for of_host, rule in _RULES:
        if re.fullmatch(of_host, host):
            found = rule(parts, path)
            return (found,) if found and found != url else ()
    return ()


def youtube_feed(channel_id: str) -> str | None:
    """Return the feed of a YouTube channel; None where *channel_id* is none."""
    if not _CHANNEL_ID.fullmatch(channel_id):
        return None
    return f"https://www.youtube.com/feeds/videos.xml?channel_id={channel_id}"


def _youtube(parts: SplitResult, path: str) -> str | None:
    if (playlist := parse_qs(parts.query).get("list")) and not playlist[0].startswith(_MIXES):
        return f"https://www.youtube.com/feeds/videos.xml?playlist_id={quote(playlist[0], safe='-_')}"
    channel = re.match(r"/channel/([\w-]+)", path)
    if user := re.fullmatch(rf"/user/({_NAME})(?:/\w+)?", path):
        return f"https://www.youtube.com/feeds/videos.xml?user={user[1]}"
    return youtube_feed(channel[1]) if channel else None


def _reddit(parts: SplitResult, path: str) -> str | None:
    searched = re.fullmatch(rf"((?:/r/{_NAME})?/search)", path)
    if searched and parts.query:
        return f"https://www.reddit.com{searched[1]}.rss?{parts.query}"
    named = re.match(r"/(r|user|u)/([\w.+-]+)(?:/(new|top|hot|rising|submitted))?$", path)
    if not named:
        return None
    kind = "r" if named[1] == "r" else "user"
    order = f"/{named[3]}" if named[3] else ""
    return f"https://www.reddit.com/{kind}/{named[2]}{order}/.rss"


def _substack(parts: SplitResult, path: str) -> str | None:
    return None if path == "/feed" else _at(parts, "/feed")


def _substack_reader(_parts: SplitResult, path: str) -> str | None:
    named = re.match(r"/(?:pub/|@)([\w-]+)(?=/|$)", path)
    return f"https://{named[1].lower()}.substack.com/feed" if named else None


def _medium(_parts: SplitResult, path: str) -> str | None:
    named = re.fullmatch(rf"/(?:(@{_NAME}|tag/{_NAME})(?:/.*)?|({_NAME}))", path)
    if not named or named[2] in {"feed", "m", "me", "tag"}:
        return None
    return f"https://medium.com/feed/{named[1] or named[2]}"


def _medium_blog(parts: SplitResult, path: str) -> str | None:
    return _at(parts, "/feed") if not path.startswith("/feed") else None


def _github(_parts: SplitResult, path: str) -> str | None:
    named = re.fullmatch(
        rf"/({_NAME})/({_NAME}?)(?:\.git)?(?:/(releases|tags|commits)(?:/({_NAME}))?|/releases/tag/.+)?", path
    )
    if not named or named[1].lower() in _GITHUB_PAGES:
        return None
    if named[3] == "commits":
        branch = f"/{named[4]}" if named[4] else ""
        return f"https://github.com/{named[1]}/{named[2]}/commits{branch}.atom"
    return f"https://github.com/{named[1]}/{named[2]}/{named[3] or 'releases'}.atom"


def _gitlab(_parts: SplitResult, path: str) -> str | None:
    named = re.fullmatch(rf"((?:/{_NAME}){{2,}}?)(?:/-/(?:releases|tags))?", path)
    return f"https://gitlab.com{named[1]}/-/tags?format=atom" if named else None


def _bluesky(_parts: SplitResult, path: str) -> str | None:
    named = re.fullmatch(rf"/profile/({_NAME}|did:[a-z]+:[\w.:-]+)(?:/post/\w+)?", path)
    return f"https://bsky.app/profile/{named[1]}/rss" if named else None


def _tumblr(parts: SplitResult, path: str) -> str | None:
    return _at(parts, "/rss") if path != "/rss" else None


def _google_news(parts: SplitResult, path: str) -> str | None:
    if path.startswith("/rss"):
        return None
    if path in {"/home", "/topstories"}:
        path = ""
    return urlunsplit(("https", "news.google.com", f"/rss{path}", parts.query, ""))


def _mastodon(parts: SplitResult, path: str) -> str | None:
    named = re.fullmatch(r"/(?:(?:web/)?@|users/)(\w+)(?:@([\w-]+(?:\.[\w-]+)+))?(?:/\d+)?", path)
    if not named or (path.startswith("/users/") and named[1].isdecimal()):
        return None
    if named[2]:  # seen from another server; its own has its feed
        return f"https://{named[2]}/@{named[1]}.rss"
    return _at(parts, f"/@{named[1]}.rss")


def _within(_parts: SplitResult, path: str) -> str | None:
    """Return the feed's address that a reader's page has in its own."""
    named = re.search(r"/(?:feed/)+(https?://.+)$", unquote(path))
    return named[1] if named else None


_RULES: Final[tuple[tuple[str, Callable[[SplitResult, str], str | None]], ...]] = (
    (r"youtube\.com|music\.youtube\.com", _youtube),
    (r"(?:old\.|new\.)?reddit\.com", _reddit),
    (r"(?:open\.)?substack\.com", _substack_reader),
    (r"[\w-]+\.substack\.com", _substack),
    (r"medium\.com", _medium),
    (r"[\w-]+\.medium\.com", _medium_blog),
    (r"github\.com", _github),
    (r"gitlab\.com", _gitlab),
    (r"bsky\.app", _bluesky),
    (r"[\w-]+\.tumblr\.com", _tumblr),
    (r"news\.google\.com", _google_news),
    (r"feedly\.com|inoreader\.com", _within),
    (r"flickr\.com", lambda _parts, _path: None),  # "/@name" has no feed there
    (r".+", _mastodon),
)


def _at(parts: SplitResult, path_and_query: str) -> str:
    """Return an address on the same host, with the same credentials."""
    path, _, query = path_and_query.partition("?")
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))
