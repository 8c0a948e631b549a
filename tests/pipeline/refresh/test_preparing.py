"""A short page in words of its own is no article; one that says the feed's words otherwise is."""

from __future__ import annotations

import pytest

from bot.pipeline.refresh.preparing import is_other
from bot.storage import entries, in_sight
from tests.pipeline.refresh.desk import GUILD, Desk


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("Aradığınız içeriğe şu an ulaşılamıyor.", "Depremde üç kişi yaralandı, hastane dolu", True),
        ("Üç kişi hastanede.", "Depremde üç kişi yaralandı, hastane dolu", False),
        ("残り820文字です。月額千円で読み放題", "県、新しい橋の建設を発表", True),
        ("新しい橋は来年から建設される。", "県、新しい橋の建設を発表", False),
        ("Two men were held after a raid.", "Two held", False),  # too little to tell by
    ],
)
def test_a_page_of_another_matter_is_told_by_its_words(text: str, said: str, expected: bool) -> None:
    assert is_other(text, said) is expected


async def test_a_feed_that_shows_one_headline_at_a_time_is_read_in_the_language_of_all_it_brought(
    desk: Desk,
) -> None:
    paper = await desk.paper("Kuriren")  # whose software says "en"
    feed = await desk.follow(paper)
    for title in ("Regeringen höjer skatten", "Två döda i olycka", "Stormen drar in över Skåne"):
        paper.publish(title, text="")
        await desk.poll()
        paper.items.clear()
    paper.publish("Brand i Malmö", text="")
    await desk.poll()

    async with desk.database.read() as connection:
        assert (await entries.newest_titles(connection, feed.id, limit=2))[0] == "Brand i Malmö"
        newest, *_ = await in_sight.of_feed(connection, feed.id, guild_id=GUILD, limit=1)
    assert newest.language == "sv"
