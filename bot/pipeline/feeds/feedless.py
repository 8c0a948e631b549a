"""Sites that give no feeds to anybody, and what to do instead. Pure: told by the address alone."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_OWN_SITE: Final = "Look for a feed on the website of whoever writes there."
_SHOW: Final = "Look for its feed on the show's own website."

# Hosts (and what is below them), their name, and what to do.
_WITHOUT: Final[tuple[tuple[str, str, str], ...]] = (
    (
        r"discord\.(?:com|gg)|discordapp\.com",
        "Discord",
        "It can't be followed; /channel set up is for alerts.",
    ),
    (r"x\.com|twitter\.com", "X", _OWN_SITE),
    (r"t\.me|telegram\.(?:me|org)", "Telegram", _OWN_SITE),
    (r"facebook\.com|fb\.com", "Facebook", _OWN_SITE),
    (r"instagram\.com", "Instagram", _OWN_SITE),
    (r"threads\.(?:net|com)", "Threads", _OWN_SITE),
    (r"tiktok\.com", "TikTok", _OWN_SITE),
    (r"linkedin\.com", "LinkedIn", _OWN_SITE),
    (r"whatsapp\.com|wa\.me", "WhatsApp", _OWN_SITE),
    (r"truthsocial\.com", "Truth Social", _OWN_SITE),
    (r"weibo\.(?:com|cn)", "Weibo", _OWN_SITE),
    (r"open\.spotify\.com", "Spotify", _SHOW),
)


def feedless(url: str) -> str | None:
    """Return in words that the site at *url* gives no feeds, and what to do; None for any other site."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    for of_host, name, instead in _WITHOUT:
        if re.fullmatch(rf"(?:[\w-]+\.)*(?:{of_host})", host):
            return f"{name} gives no feeds. {instead}"
    return None


def unnamed(url: str) -> str | None:
    """Return how to find the feed of a page that names none but has one; None where no way is known."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if re.fullmatch(r"(?:[\w-]+\.)*(?:youtube\.com|youtu\.be)", host):
        return (
            "YouTube's page did not say to which channel it belongs. On the channel's page choose About, "
            "Share channel, Copy channel ID, and add https://www.youtube.com/channel/ followed by that."
        )
    return None
