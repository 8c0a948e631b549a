"""Drafts of every kind are kept for a day, for who was shown them alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.feed import FeedLink
from bot.errors import NotFound
from bot.services import FEED, WATCHLIST, Draft, DraftKind, DraftService, FeedDraft, FeedPreview
from bot.storage import Database
from tests.builders import CHANNEL, GUILD, MEMBER, viewer
from tests.conftest import ManualClock

ME = viewer(CHANNEL)
OTHERS = (viewer(CHANNEL, member_id=MEMBER + 7), viewer(CHANNEL, guild_id=GUILD + 1))
KINDS: list[tuple[DraftKind[Any], object, object]] = [
    (WATCHLIST, Draft("kursk", name="Front", channel_id=CHANNEL, role_id=2**62), Draft("kursk AND front")),
    (
        FEED,
        FeedDraft(
            FeedPreview("https://key@courier.test/feed", "Courier", "The Courier", language="en"),
            page="https://courier.test/",
            choices=(FeedLink("https://courier.test/feed", "News", "RSS"),),
        ),
        FeedDraft(page="https://herald.test/"),
    ),
]

each_kind = pytest.mark.parametrize(("kind", "draft", "changed"), KINDS, ids=["watchlist", "feed"])


@each_kind
async def test_a_draft_is_its_members_alone_and_forgotten_a_day_after_it_was_touched(
    database: Database, clock: ManualClock, kind: DraftKind[Any], draft: object, changed: object
) -> None:
    # The server is one that Discord has not told of yet.
    drafts = DraftService(database, clock, kind)
    key = await drafts.keep(ME, draft)

    assert await drafts.get(ME, key) == draft
    for other in OTHERS:
        for asked in (drafts.get(other, key), drafts.change(other, key, changed), drafts.drop(other, key)):
            with pytest.raises(NotFound):
                await asked
    clock.advance(timedelta(hours=23))
    await drafts.purge()
    assert await drafts.get(ME, key) == draft
    await drafts.change(ME, key, changed)
    clock.advance(timedelta(hours=23))
    await drafts.purge()
    assert await drafts.get(ME, key) == changed
    clock.advance(timedelta(hours=2))
    await drafts.purge()
    with pytest.raises(NotFound, match="older than a day"):
        await drafts.get(ME, key)


@each_kind
async def test_a_button_of_another_kind_does_nothing_with_a_draft(
    database: Database, clock: ManualClock, kind: DraftKind[Any], draft: object, changed: object
) -> None:
    key = await DraftService(database, clock, kind).keep(ME, draft)
    (other,) = (one for one, _, _ in KINDS if one is not kind)

    with pytest.raises(NotFound):
        await DraftService(database, clock, other).drop(ME, key)
    assert await DraftService(database, clock, kind).get(ME, key) != changed
