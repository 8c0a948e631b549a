"""Walls against bots: whose they are, by the marks that they leave in headers and bodies. Pure.

A wall answers a feed reader with a puzzle for a person, or a refusal of its own; the site itself was not
asked. The marks are the vendors' documented headers and the names of their own scripts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LOOKED_AT = 32 * 1024  # bytes of a body; puzzles begin with their mark

_HEADERS = {
    "cf-mitigated": "Cloudflare",  # developers.cloudflare.com, "Detect a challenge page response"
    "x-amzn-waf-action": "AWS WAF",  # docs.aws.amazon.com/waf, "CAPTCHA and Challenge actions"
    "x-vercel-mitigated": "Vercel",
    "x-datadome": "DataDome",
    "x-sucuri-block": "Sucuri",
    "x-kpsdk-ct": "Kasada",
}
_BODIES = tuple(
    (re.compile(mark, re.IGNORECASE), whose)
    for mark, whose in (
        (rb"<title>\s{0,9}just a moment\.\.\.|_cf_chl_opt|cf-browser-verification", "Cloudflare"),
        (rb"attention required! \| cloudflare|cf-error-details|error code: 10\d\d", "Cloudflare"),
        (rb"captcha-delivery\.com", "DataDome"),
        (rb"px-captcha|perimeterx\.net|_pxAppId", "HUMAN"),
        (rb"_incapsula_resource|incapsula incident id", "Imperva"),
        (rb"sucuri website firewall|sucuri_cloudproxy", "Sucuri"),
        (rb"ddos-guard", "DDoS-Guard"),
        (rb"errors\.edgesuite\.net|akamai[^<>]{0,99}reference", "Akamai"),
        (rb"/\.within\.website/x/cmd/anubis|making sure you(?:'|&#39;)re not a bot", "Anubis"),
        (rb"awswafintegration|challenge\.js[^<>]{0,99}awswaf", "AWS WAF"),
        (rb"\bqrator\b[^<>]{0,99}(?:captcha|validat)", "Qrator"),
        (rb"(?:h|g-re)captcha[^<>]{0,99}(?:sitekey|challenge)", "A puzzle for people"),
    )
)


def wall(headers: Mapping[str, str], body: bytes = b"") -> str | None:
    """Return whose wall gave this answer; None where it seems to be the site's own."""
    named = next((whose for name, whose in _HEADERS.items() if name in headers), None)
    return named or wall_in(body)


def wall_in(body: bytes) -> str | None:
    """Return whose wall wrote a page that stands where something else should; None for another page."""
    beginning = body[:LOOKED_AT]
    return next((whose for mark, whose in _BODIES if mark.search(beginning)), None)
