"""/watch, as members and admins use it."""

from __future__ import annotations

from tests.cogs.newsroom import Newsroom


async def test_a_watchlist_is_added_listed_and_shown(room: Newsroom) -> None:
    added = await room.run(room.editor, "watch add", name="Kursk", query="kursk -football")
    listed = await room.run(room.reader, "watch list")
    shown = await room.run(room.reader, "watch show", name="kursk")

    print(added.text, listed.text, shown.text)
    assert "Watching for Kursk" in added.text
    assert "kursk -football" in listed.text
    assert "kursk -football" in shown.text
