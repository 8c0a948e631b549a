"""Who keeps a feed reader out: told apart by real marks, and never where the site itself speaks."""

from __future__ import annotations

import pytest

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.fetch import Fetcher, FetchOptions
from bot.pipeline.fetch.walls import wall_in
from tests.fakes.web import Web, body

OPTIONS = FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None, start_interval=0)


@pytest.mark.parametrize(
    ("status", "headers", "page", "kind", "says"),
    [
        (403, {"cf_mitigated": "challenge"}, "", Failure.BOT_WALL, "Cloudflare"),
        (403, {}, "<title>Just a moment...</title><script>_cf_chl_opt", Failure.BOT_WALL, "Cloudflare"),
        (403, {}, "error code: 1020", Failure.BOT_WALL, "Cloudflare"),
        (202, {"x_amzn_waf_action": "challenge"}, "", Failure.BOT_WALL, "AWS WAF"),
        (405, {"x_amzn_waf_action": "captcha"}, "", Failure.BOT_WALL, "AWS WAF"),
        (403, {"X_DataDome": "protected"}, "", Failure.BOT_WALL, "DataDome"),
        (403, {}, "<div id='px-captcha'>", Failure.BOT_WALL, "HUMAN"),
        (403, {}, "Access Denied ... https://errors.edgesuite.net/18.1", Failure.BOT_WALL, "Akamai"),
        (429, {"x_vercel_mitigated": "challenge"}, "", Failure.BOT_WALL, "Vercel"),
        (403, {"Server": "cloudflare"}, "Members only", Failure.BLOCKED, "does not let this bot"),
        (429, {"Retry_After": "60"}, "slower, please", Failure.RATE_LIMITED, "too often"),
        (404, {}, "<title>Just a moment...</title>", Failure.GONE, "nothing at this address"),
        (522, {}, "error code: 522", Failure.SERVER, "Cloudflare can't reach the site"),
    ],
)
async def test_a_wall_is_told_from_the_sites_own_refusal(
    status: int, headers: dict[str, str], page: str, kind: Failure, says: str
) -> None:
    async with Web() as web, Fetcher(OPTIONS) as fetcher:
        outlet = await web.outlet()
        outlet.answers("/", body(page, "text/html", status=status, **headers))
        with pytest.raises(FetchError, match=says) as error:
            await fetcher.fetch(outlet.url("/"))
    assert error.value.kind == kind


async def test_a_long_refusal_is_still_the_sites_own() -> None:
    async with Web() as web, Fetcher(OPTIONS) as fetcher:
        outlet = await web.outlet()
        outlet.answers("/", body("no" * 4_000_000, status=403))
        with pytest.raises(FetchError) as error:
            await fetcher.fetch(outlet.url("/"))
    assert error.value.kind == Failure.BLOCKED


def test_a_page_that_only_passed_through_cloudflare_is_no_wall() -> None:
    page = b"<html><title>News</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    assert wall_in(page) is None
