"""The local Discord: real times, a server with someone in it, and a page that lives."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from bot.chat.client import GuildEvents
from bot.demo import local_discord
from bot.demo.local_discord import open_page
from tests.demo.room import open_room
from tests.waiting import PATIENCE


async def test_messages_carry_true_times() -> None:
    async with open_room() as room:
        sent = await room.post("North Korean troops reach Kursk")

    assert abs(sent.at - datetime.now(UTC)) < timedelta(minutes=2)


async def test_the_bot_is_ready_in_its_server_from_the_start() -> None:
    present: list[frozenset[int]] = []

    async def note(guilds: frozenset[int]) -> None:
        present.append(guilds)

    async with open_room(GuildEvents(present=note)) as room:
        guild, alerts, notices = room.newsroom.guild.id, room.newsroom.alerts.id, room.newsroom.notices.id
        assert room.sender.ready()
        assert present == [frozenset({guild})]
        assert await room.sender.missing_permissions(guild, alerts) == ()
        assert await room.sender.missing_permissions(guild, notices) == ()
        assert await room.sender.owner_of(guild) == room.newsroom.owner.id


async def test_only_the_owner_sees_the_admins_channel() -> None:
    async with open_room() as room:
        newsroom = room.newsroom
        seen = [
            await room.sender.may_see(newsroom.guild.id, channel.id, member.id)
            for member in (newsroom.owner, newsroom.reader)
            for channel in (newsroom.alerts, newsroom.notices)
        ]

    assert seen == [True, True, True, False]


async def test_alerts_appear_change_and_answer_in_the_page_without_reloading(browser_page: Page) -> None:
    async with open_room() as room, open_page(room.newsroom) as preview:
        await room.newsroom.owner.send(room.newsroom.alerts, "Welcome")
        await browser_page.goto(preview.url)
        await expect(browser_page.locator("#channel-message-list")).to_contain_text("Welcome")

        sent = await room.post("Troops move towards Kursk")
        timeline = browser_page.locator("#channel-message-list")
        await expect(timeline).to_contain_text("Troops move towards Kursk")
        await room.edit(sent, "Troops reach Kursk")
        await expect(timeline).to_contain_text("Troops reach Kursk")

        asked = datetime.now(UTC)
        await run_search(browser_page, "Sudzha")
        await expect(timeline).to_contain_text("Nothing found for Sudzha.")
        assert preview.capture_time > asked  # what "5 seconds ago" counts from
        await click(browser_page, "Sources")
        await expect(timeline).to_contain_text("These are the sources.")


async def test_what_an_alert_says_of_its_age_grows_though_nothing_else_changes(
    browser_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_discord, "REFRESH_IDLE", 1.0)
    async with open_room() as room, open_page(room.newsroom) as preview:
        await browser_page.goto(preview.url)
        await room.post("Troops move towards Kursk")
        age = browser_page.locator("#channel-message-list time.discord-timestamp").first
        shown = await age.inner_text()

        await expect(age).not_to_have_text(shown)


async def run_search(page: Page, words: str) -> None:
    """Type the command as a member does."""
    await page.locator("#channel-composer-input").click()
    await page.keyboard.type("/search", delay=20)
    await page.get_by_role("option", name="/search").first.click()
    await page.keyboard.type(words, delay=20)
    await page.keyboard.press("Enter")


async def click(page: Page, label: str) -> None:
    """Press a button, again where the page was refreshed in that very moment."""
    answered = page.get_by_text("These are the sources.").first
    async with asyncio.timeout(PATIENCE):
        while not await answered.is_visible():
            await page.get_by_role("button", name=label, exact=True).last.click()
            with suppress(AssertionError):
                await expect(answered).to_be_visible(timeout=4_000)
