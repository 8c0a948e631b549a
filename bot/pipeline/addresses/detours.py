"""Links that lead to an article by a detour: redirectors, AMP, mobile hosts. Pure.

Only what the link itself tells is undone; nothing is asked of the web. What comes out names the article, and
is not meant to be fetched: some sites answer at one of these addresses alone.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import SplitResult, parse_qsl, unquote

# A redirector within a redirector (a newsletter's around a search engine's) is undone so often.
DEEPEST = 3

# Where the target stands in the query: host (and subdomains), path's beginning, names of the parameter.
_IN_QUERY = (
    ("google.com", "/url", ("url", "q")),
    ("google.com", "/imgres", ("imgrefurl",)),
    ("facebook.com", "/l.php", ("u",)),
    ("facebook.com", "/sharer", ("u",)),
    ("instagram.com", "/", ("u",)),
    ("youtube.com", "/redirect", ("q",)),
    ("out.reddit.com", "/", ("url",)),
    ("vk.com", "/away.php", ("to",)),
    ("ok.ru", "/dk", ("st.link",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("linkedin.com", "/redir", ("url",)),
    ("slack-redir.net", "/link", ("url",)),
    ("disq.us", "/url", ("url",)),
    ("getpocket.com", "/redirect", ("url",)),
    ("duckduckgo.com", "/l", ("uddg",)),
    ("bing.com", "/news/apiclick.aspx", ("url",)),
    ("yandex.ru", "/turbo", ("text",)),
    ("yandex.com", "/turbo", ("text",)),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("go.skimresources.com", "/", ("url",)),
    ("go.redirectingat.com", "/", ("url",)),
    ("exit.sc", "/", ("url",)),
    ("steamcommunity.com", "/linkfilter", ("u", "url")),
)
_SITES = frozenset(
    (
        *(".".join(site.rsplit(".", 2)[-2:]) for site, _, _ in _IN_QUERY),
        *("ampproject.org", "bing-amp.com", "archive.org", "yahoo.com", "href.li"),
    )
)
# Where it stands in the path.
_AMP_CACHE = re.compile(r"/(?:(?:[cvirf]|wp)/)?(s/)?(?=[\w-]+\.)")
_ARCHIVE = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)")
_YAHOO = re.compile(r"/RU=(https?[^/]+)/")
_NEWS_ID = re.compile(r"/(?:rss/)?(?:articles|read|__i/rss/rd/articles)/([\w-]{20,})")
_URL_INSIDE = re.compile(rb"https?://[\x21-\x7e]{4,2000}?(?=[^\x21-\x7e]|$)")

# Whole labels, anywhere before a site's own two: www.example.org, en.m.wikipedia.org.
_DEVICE = re.compile(r"(?<![^.])(?:(?:www|m|mobile|amp|touch|wap|www-m)\.)+(?=[^.]+\.[^.])")
_AMP_END = re.compile(
    r"(?<=[^/])(?:/amp/?|/amp\.html|/amp/index\.html|[._]amp)$|[._-]amp(?=\.html?$)", re.IGNORECASE
)
_AMP_START = re.compile(r"^/amp(?=/[^/])", re.IGNORECASE)
_AMP_QUERY = re.compile(r"(?:amp|amp_js_v|usqp|amp_gsa|_amp|outputtype|isamp|amp_markup)$", re.IGNORECASE)
_MOBILE_QUERY = frozenset(("m", "mobile", "ismobile", "is_mobile", "print", "printable"))
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)


def target(parts: SplitResult) -> str | None:
    """Return the URL to which a redirector leads that carries it; None where the link is none of those.

    It is as the link has it: perhaps no URL at all.
    """
    host = (parts.hostname or "").lower()
    if ".".join(host.rsplit(".", 2)[-2:]) in _SITES or ".google." in f".{host}":
        return _in_path(host, parts) or _in_parameter(host, parts)
    return None


def _in_path(host: str, parts: SplitResult) -> str | None:
    if host.endswith(("cdn.ampproject.org", ".bing-amp.com")):
        return _behind(parts.path, _AMP_CACHE)
    if _is_google(host) and parts.path.startswith("/amp/"):
        return _behind(parts.path[len("/amp") :], _AMP_CACHE)
    if host == "news.google.com":
        return _encoded(parts.path)
    if host == "web.archive.org" and (archived := _ARCHIVE.match(parts.path)):
        return archived[1] + (f"?{parts.query}" if parts.query else "")
    searched = _YAHOO.search(parts.path) if host == "r.search.yahoo.com" else None
    return unquote(searched[1]) if searched else None


def _in_parameter(host: str, parts: SplitResult) -> str | None:
    if host == "href.li":
        return parts.query if parts.query.startswith("http") else None
    if _is_google(host):
        host = "google.com"
    for site, path, names in _IN_QUERY:
        if (host == site or host.endswith("." + site)) and parts.path.startswith(path):
            return _in_query(parts, names)
    return None


def plain_host(host: str) -> str:
    """Return *host* without the part that says for which device: "www", "m", "amp"."""
    return _DEVICE.sub("", host)


def plain_path(path: str) -> str:
    """Return *path* without what asks for AMP, and without the reader's session."""
    path = _SESSION.sub("", path)
    return _AMP_START.sub("", _AMP_END.sub("", path)) or "/"


def asks_for_amp(name: str) -> bool:
    """Return whether a parameter of this name says no more than that AMP is wanted."""
    return _AMP_QUERY.match(name) is not None


def asks_for_mobile(name: str, value: str) -> bool:
    """Return whether a parameter says no more than on which device the page is read ("m=1" of Blogger)."""
    return name in _MOBILE_QUERY and value.lower() in {"", "0", "1", "true", "yes"}


def _is_google(host: str) -> bool:
    return re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host) is not None


def _behind(path: str, form: re.Pattern[str]) -> str | None:
    match = form.match(path)
    return f"http{'s' if match[1] else ''}://{path[match.end() :]}" if match else None


def _in_query(parts: SplitResult, names: tuple[str, ...]) -> str | None:
    given = dict(parse_qsl(parts.query))
    urls = (given[name] for name in names if given.get(name, "").startswith(("http://", "https://")))
    return next(urls, None)


def _encoded(path: str) -> str | None:
    """Return the URL inside the identifier of an older Google News link (base64 of a small message)."""
    match = _NEWS_ID.match(path)
    if match is None:
        return None
    try:
        message = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4))
    except (binascii.Error, ValueError):
        return None
    inside = _URL_INSIDE.search(message)
    return inside[0].decode("ascii") if inside else None
