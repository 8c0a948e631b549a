"""Addresses: the one spelling of an article's URL, and what of a URL may be shown.

Spelling follows RFC 3986 section 6.2.2 (case, percent-encoding, dot segments) and 6.2.3 (default port,
empty path); hosts are written as IDNA A-labels.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from bot.errors import MemberError
from bot.pipeline.addresses import detours

DEFAULT_PORTS = {"http": 80, "https": 443}

# Longest address that is taken: what browsers and servers agree on at least (RFC 9110 section 4.1 asks
# for 8,000 octets).
LONGEST = 8000

# Parameters that say through which door a reader came, never which article it is. Prefixes first.
TRACKING_PREFIXES = (
    *(
        "utm_",
        "mtm_",
        "pk_",
        "hsa_",
        "wt_",
        "at_",
        "ga_",
        "fb_",
        "mc_",
        "piano_",
        "__s",
        "_hs",
        "gaa_",
        "cx_",
    ),
    "syn-",
)
TRACKING = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid"),
        *("ttclid", "igshid", "igsh", "mibextid", "srsltid", "mkt_tok", "vero_id", "oly_anon_id"),
        *("oly_enc_id", "li_fat_id", "hsctatracking", "_openstat", "wickedid", "rb_clickid", "cmpid", "ocid"),
        *("ncid", "icid", "intcid", "itid", "tpcc", "taid", "sr_share", "smid", "smtyp", "emc"),
        *("spm", "xtor", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee"),
        *("traffic_source", "cmp", "s_cid", "guccounter", "guce_referrer", "guce_referrer_sig", "soc_src"),
        *("soc_trk", "ref_src", "ref_url", "feedtype", "wpisrc", "wpmm", "reflink", "sref", "shareid"),
        *("share_id", "__twitter_impression", "action_object_map", "action_type_map", "_ga", "_gl", "zanpid"),
        *("leadsource", "phpsessid", "jsessionid", "sessionid", "session_id", "asp.net_sessionid", "cfid"),
        *(
            "cftoken",
            "xtcr",
            "xtmc",
            "ito",
            "ved",
            "dicbo",
            "nlid",
            "mbid",
            "campaign_id",
            "recip_id",
            "rssfeed",
        ),
        *(
            "srnd",
            "intcmp",
            "intlink_from_url",
            "refsrc",
            "wprss",
            "tracking_source",
            "dgcid",
            "bxid",
            "esrc",
        ),
        *("nr_email_referer", "embedded-checkout", "locallinksenabled"),
        *("maca", "google_editors_picks", "gift", "giftcopy"),
        *("unlocked_article_code", "ftag", "st_source", "trkcampaign", "tsrc", "instance_id", "regi_id"),
    }
)
# Parameters that do so when they name a door; elsewhere they may name the article.
DOORS = frozenset(
    (
        *("ref", "from", "source", "src", "via", "mod", "cid", "output", "feed", "origin", "channel", "sid"),
        *("referrer", "referer", "utm", "medium", "campaign", "feature", "trk", "view"),
        *("ct", "fr", "rel", "chn", "seg"),
    )
)
# Parameters that say so with any value but a number of several digits, which may be an article's.
MOSTLY_DOORS = frozenset(("rss", "share", "partner"))
NUMBER = re.compile(r"[0-9]{2,}$")
# What X puts on a link that its readers copy: "s=09", and "s=20" with a code beside it.
_COPIED = re.compile(r"(?:^|&)s=[0-9]{2}&t=[\w-]{10,}(?=&|$)|(?:^|&)s=09(?=&|$)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SLASHES = re.compile(r"(?<!:)/{2,}")
DOOR = re.compile(
    r"(?:rss|atom|feed|xml|newsletter|email|mail|twitter|facebook|telegram|whatsapp|reddit|linkedin|instagram"
    r"|social|share|homepage|home|top|push|app|google|googlenews|gnews|flipboard|yandex|amp|mobile|nl)"
    r"(?:[_.:-].*)?$",
    re.IGNORECASE,
)
# A reader's session: a long number of hexadecimal digits or letters and digits.
SESSION = re.compile(r"(?=[^&]*\d)[0-9a-z]{16,}$", re.IGNORECASE)

# Names of parameters that open a door; their values are as secret as a password. `config.logs` has them too.
_SECRET = re.compile(
    r"(?:token|key(?:id)?|secret|passw(?:or)?d|pwd|signature|jwt|hmac|auth(?:code)?|bearer|sessionid)\W?$"
    r"|(?:^|[\W_])(?:pass|pw|sig|session|sid|hash)\W?$",
    re.IGNORECASE,
)
_PAIR = re.compile(r"[^&;]+")
_EQUALS = re.compile(r"(=|%3D)", re.IGNORECASE)  # the latter in an address that is another's parameter
_NESTED_LOGIN = re.compile(r"(?<=//)[^/?#&@\s:]*:[^/?#&@\s]*@")
HIDDEN = "***"

_DOTS = ".。．｡"  # what parts a host's labels (RFC 3490 section 3.1)
_DOT = re.compile(f"[{_DOTS}]")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_ILLEGAL = re.compile(r"[^\x21-\x7e]|[\"<>\\^`{|}]")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST_LIKE = re.compile(
    r"^(?:[^\s/?#@]+@)?(?:[\w-]+(?:\.[\w-]+)+|localhost|\[[0-9a-fA-F:.]+\])\.?(?::\d+)?(?:[/?#]|$)"
)


def canonical(url: str) -> str:
    """Return the spelling of an article's *url* by which it is recognised, whatever link led to it.

    Lower-case host without "www", "m" or "amp", no default port, no credentials, no fragment, no tracking
    parameters, no AMP; the target in place of a redirector that carries it. The order of the other parameters
    is kept, because some sites give it a meaning. Not meant to be fetched or shown: link to the URL as the
    feed gave it. A text that is no http(s) URL comes back stripped of white space only.
    """
    text = url.strip()
    parts = _split(text)
    if parts is None:
        return text
    for _ in range(detours.DEEPEST):
        behind = detours.target(parts)
        further = _split(behind) if behind is not None else None
        if further is None:
            break
        parts = further
    return _plain(parts)


def twins(url: str) -> tuple[str, ...]:
    """Return further spellings under which sites serve the page at a canonical *url*, none of them its own.

    With or without the slash at the end, and the name of the folder's first page. Which of them is stored
    makes no difference; no site is known that serves two articles so.
    """
    parts = urlsplit(url)
    base = _INDEX.sub("", parts.path).rstrip("/")
    if not base or (base == parts.path and "." in base.rpartition("/")[2]):
        return ()
    paths = (base, f"{base}/", f"{base}/index.html")
    return tuple(parts._replace(path=path).geturl() for path in paths if path != parts.path)


def _plain(parts: SplitResult) -> str:
    query = _COPIED.sub("", parts.query.replace("&amp;", "&").removeprefix("amp;"))
    pairs = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    host = detours.plain_host(_host_and_port(parts))
    path = _SLASHES.sub("/", _path(parts))
    while (shorter := detours.plain_path(path)) != path:
        path = shorter
    return urlunsplit((parts.scheme, host, path, _escaped("&".join(pairs)), ""))


def feed_address(text: str) -> str:
    """Return the URL that a person meant by *text* ("example.org/feed", "feed://..."), for storing.

    Credentials, query and path are kept; host, scheme, port and escapes get their one spelling.

    Raises:
        MemberError: if it is no http(s) URL; the text says what to write instead.
    """
    typed = text.strip().strip("<>").strip()
    lowered = typed.lower()
    if lowered.startswith(("feed:http://", "feed:https://")):
        typed = typed[len("feed:") :]
    elif lowered.startswith("feed://"):
        typed = "https://" + typed[len("feed://") :]
    elif _HOST_LIKE.match(typed) and not lowered.startswith("mailto:"):
        typed = "https://" + typed
    scheme = _SCHEME.match(typed)
    if scheme and scheme[1].lower() not in DEFAULT_PORTS and "." not in scheme[1]:
        raise MemberError(
            f"Only http and https addresses can be read, not {scheme[1].lower()}: ones. Open the site in a "
            "browser, and use the address that it has there."
        )
    parts = _split(typed)
    if len(typed) > LONGEST:
        raise MemberError(f"This address has {len(typed):,} characters; {LONGEST:,} are the most.")
    if parts is None:
        raise MemberError(
            f"That is not a web address. {_meant(typed)}Write it in full, as in "
            "https://example.org/feed.xml; /feed pack has well-known feeds, words to look for go "
            "into /watch add."
        )
    userinfo = parts.netloc.rpartition("@")[0]
    netloc = f"{_escaped(userinfo)}@{_host_and_port(parts)}" if userinfo else _host_and_port(parts)
    return urlunsplit((parts.scheme, netloc, _path(parts), _escaped(parts.query), ""))


def _meant(typed: str) -> str:
    """Return a question that names the address which was probably meant by one mistyped, or nothing."""
    told = re.fullmatch(r"(https?)[:;/\\]+(.+)", typed, re.IGNORECASE)
    scheme, rest = (told[1].lower(), told[2]) if told else ("https", typed)
    meant = f"{scheme}://{''.join(rest.split())}"
    return f"Did you mean {shown(meant)}? " if "." in rest and _split(meant) else ""


def shown(url: str) -> str:
    """Return *url* for logs, messages and other people: no credentials, secrets in the query replaced."""
    text = url.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return re.sub(r"//[^/?#\s]*@", "//", text)
    netloc = parts.netloc.rpartition("@")[2]
    path = parts.path
    if not netloc:  # "user:secret@host/feed", written without a scheme
        path = re.sub(r"^[^/\s]*@", "", path)
    scheme = "" if not netloc and "@" in text else parts.scheme
    path, query, fragment = (
        _PAIR.sub(_veiled, _NESTED_LOGIN.sub("", part)) for part in (path, parts.query, parts.fragment)
    )
    return urlunsplit((scheme, netloc, path, query, fragment))


def _split(text: str) -> SplitResult | None:
    """Return the parts of an http(s) URL with a host that can exist, else None."""
    try:
        parts = urlsplit(text)
        port_is_sound = parts.port is None or parts.port > 0
        host = (parts.hostname or "").strip(_DOTS)
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or not port_is_sound or any(map(str.isspace, host)):
        return None
    return parts


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(_DOTS)
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = ".".join(map(_a_label, _DOT.split(host))).rstrip(".")
    if parts.port is None or parts.port == DEFAULT_PORTS[parts.scheme]:
        return host
    return f"{host}:{parts.port}"


def _a_label(label: str) -> str:
    """Return one of a host's labels as IDNA has it, and one that IDNA refuses as it is, in lower case."""
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:
        return label.lower()


def _path(parts: SplitResult) -> str:
    path = _escaped(parts.path) or "/"
    if "/./" not in path and "/.." not in path and not path.endswith("/."):
        return path
    return urlsplit(urljoin("http://host/", f"/.{path}")).path or "/"  # "//a" is no host here


def _escaped(text: str) -> str:
    """Return *text* with each escape in its one spelling: needless ones undone, missing ones written."""
    text = _ILLEGAL.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode("utf-8", "replace")), text)
    return _ESCAPE.sub(_one_escape, text)


def _one_escape(match: re.Match[str]) -> str:
    byte = unquote_to_bytes(match[0])[0]
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    lowered = unquote(name).lower()
    if lowered in TRACKING or lowered.startswith(TRACKING_PREFIXES) or detours.asks_for_amp(lowered):
        return True
    if detours.asks_for_mobile(lowered, value) or (lowered in MOSTLY_DOORS and not NUMBER.match(value)):
        return True
    return lowered in DOORS and bool(DOOR.match(value) or (lowered == "sid" and SESSION.match(value)))


def _veiled(pair: re.Match[str]) -> str:
    pieces = _EQUALS.split(pair[0])  # name, "=", value, or more where the value has one too
    for at in range(0, len(pieces) - 2, 2):
        if _SECRET.search(unquote(pieces[at][-200:])) and any(pieces[at + 2 :: 2]):
            return f"{''.join(pieces[: at + 2])}{HIDDEN}"
    return pair[0]
