"""/search and /story, as members use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.storage import Database
from tests.cogs.newsroom import HOSTILE, Newsroom, open_newsroom
from tests.fakes.feeds import Newspaper, full


@pytest.fixture
async def paper(room: Newsroom) -> Newspaper:
    paper = await room.desk.paper("The Courier")
    await room.follow(paper)
    return paper


async def test_what_was_found_is_shown_with_the_matched_words_marked(
    room: Newsroom, paper: Newspaper
) -> None:
    await room.news(paper, "Bridge opens", full("Officials say that troops moved towards Kursk on Monday."))

    shown = await room.run(room.reader, "search", words="kursk troops")

    assert "Found 1 story" in shown.text
    assert "Watch this" not in {each.get("label") for each in shown.components}  # who reads only may not
    assert "```\nkursk troops\n```" in shown.text
    assert f"**[Bridge opens]({paper.outlet.url('/bridge-opens')})**" in shown.text
    assert "that **troops** moved towards **Kursk** on Monday" in shown.text
    assert "The Courier" in shown.text
    assert "of the last 30 days" in shown.text


async def test_nothing_found_says_how_to_look_further(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.reader, "search", words="sudzha or sumy", outlet="The Courier")

    assert "Nothing found" in shown.text
    assert "write OR" in shown.text
    assert "outlet: The Courier" in shown.text
    assert "/help topic:query" in shown.text


async def test_a_search_by_dates_looks_as_far_back_as_they_say(room: Newsroom, paper: Newspaper) -> None:
    await room.news(paper, "Bridge opens", full("Officials say that troops moved towards Kursk on Monday."))
    room.clock.advance(timedelta(days=60))

    lately = await room.run(room.reader, "search", words="kursk")
    queried = await room.run(room.reader, "search", words="kursk before:7d")
    chosen = await room.run(room.reader, "search", words="kursk", before="7d")
    bounded = await room.run(room.reader, "search", words="kursk", before="7d", days=30)

    assert "Nothing found" in lately.text
    assert "Found 1 story" in queried.text
    assert "of the whole archive" in queried.text
    assert "Found 1 story" in chosen.text
    assert "before 7d" in chosen.text
    assert "Nothing found" in bounded.text


async def test_a_mistyped_date_is_answered_by_the_one_that_was_meant(room: Newsroom) -> None:
    shown = await room.run(room.reader, "search", words="kursk", after="28.10.2024")
    spoken = await room.run(room.reader, "search", words="kursk", after="2 weeks ago")
    swapped = await room.run(room.reader, "search", words="kursk", after="7d", before="30d")
    same = await room.run(room.reader, "search", words="kursk", after="2024-10-28", before="2024-10-28")

    assert "28.10.2024 is no date here. Did you mean 2024-10-28?" in shown.text
    assert "2 weeks ago is no date here. Did you mean 2w?" in spoken.text
    assert "Did you mean after 30d and before 7d?" in swapped.text
    assert "no time lies between them" in same.text
    assert "Did you mean" not in same.text


async def test_a_mistyped_outlet_is_answered_by_the_one_that_was_meant(
    room: Newsroom, paper: Newspaper
) -> None:
    elsewhere = await room.desk.paper("The Curlew")
    await room.follow(elsewhere, room.there)

    near = await room.run(room.reader, "search", words="kursk", outlet="The Curier")
    unknown = await room.run(room.reader, "search", words="kursk", outlet="The Curlew")

    assert "Did you mean The Courier?" in near.text
    assert "Curlew?" not in near.text + unknown.text


async def test_an_outlet_that_no_feed_is_of_is_named_as_such(room: Newsroom, paper: Newspaper) -> None:
    await room.follow(await room.desk.paper("The Curlew"), room.there)

    searched = [
        (await room.run(room.reader, "search", words=words)).text
        for words in ("kursk outlet:Curlew", 'outlet:"The Curier" kursk', "kursk outlet:courier")
    ]
    by_option = await room.run(room.reader, "search", words="kursk", outlet="Nonesuch")

    assert "No feed of this server is of an outlet curlew." in searched[0]
    assert "Did you mean" not in searched[0]
    assert "No feed of this server is of an outlet the curier. Did you mean The Courier?" in searched[1]
    assert "No feed of this server" not in searched[2]
    assert "No feed of this server is of an outlet Nonesuch." in by_option.text


async def test_a_mistyped_search_is_shown_with_the_place(room: Newsroom) -> None:
    shown = await room.run(room.reader, "search", words='kursk "troops')

    assert "This query can't be read" in shown.text
    assert "      ^" in shown.text


async def test_what_found_nothing_or_was_refused_is_typed_again_in_its_form(
    room: Newsroom, paper: Newspaper
) -> None:
    await room.news(paper, "Kursk bridge hit", full("The bridge was hit by two missiles at night."))
    searched = await room.run(room.reader, "search", words="Krusk brdige", outlet="The Courier")
    tested = await room.run(room.reader, "watch test", query="kursk AND", days=3)
    nothing, refused = searched.text, tested.text
    long = await room.run(room.reader, "search", words=f"Krsk bridgee {'(Krsk) ' * 69}".ljust(500, "x"))
    longest = await room.local.interactions.press(room.reader, long, long.button("Change"))
    await room.restart()
    offered = await room.local.interactions.press(room.reader, searched, searched.button("Change"))
    for shown, words in ((searched, "Kursk bridge"), (tested, "kursk")):
        opened = await room.local.interactions.press(room.reader, shown, shown.button("Change"))
        versions = len(shown.versions)
        used = await room.local.interactions.submit(opened, {"words": words})
        await used.until(lambda each, s=shown, v=versions: len(s.versions) > v or each.followups)

    assert "**Did you mean Kursk bridge?**" in nothing
    assert len(longest.modal["components"][0]["component"]["value"]) <= 500  # as many as its field takes
    assert offered.modal["components"][0]["component"]["value"] == "Kursk bridge"
    assert "After AND a word is missing" in refused
    assert "Found 1 story" in searched.text
    assert "outlet: The Courier" in searched.text
    assert "in the last 3 days" in tested.text


async def test_a_search_in_vain_is_answered_though_nothing_can_be_stored(
    room: Newsroom, paper: Newspaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.desk.database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE draft RENAME TO gone")
    monkeypatch.setattr("bot.storage.database._WORDS", (("draft", "The disk is full"),))  # as that is told

    nothing = await room.run(room.reader, "search", words="kursk")
    refused = await room.run(room.reader, "watch test", query="kursk AND")

    assert "Nothing found" in nothing.text
    assert "After AND a word is missing" in refused.text
    assert "Change" not in {each.get("label") for each in (*nothing.components, *refused.components)}


async def test_a_search_for_what_is_still_to_come_says_so(room: Newsroom, paper: Newspaper) -> None:
    await room.news(paper, "Bridge opens", full("Officials say that troops moved towards Kursk on Monday."))

    for asked in ({"words": "kursk", "after": "2124-10-28"}, {"words": "kursk after:2124-10"}):
        assert "a day that is still to come" in (await room.run(room.reader, "search", **asked)).text
    before_it = await room.run(room.reader, "search", words="sumy -after:2124-10")
    assert "still to come" not in before_it.text
    gone_by = await room.run(room.reader, "search", words="kursk", after="2024-10-28")
    assert "Found 1 story" in gone_by.text


async def test_pages_turn_and_the_order_changes_after_a_restart(room: Newsroom, paper: Newspaper) -> None:
    for number in range(12):
        paper.publish(
            f"Kursk number {number:02}", full(f"Report {number} from Kursk, quite unlike all others.")
        )
    await room.desk.poll()
    words = "kursk -`football` -``x```"

    first = await room.run(room.reader, "search", words=words, days=7, outlet="the courier")
    seen = first.text
    await room.restart()
    second = (await room.press(room.reader, first, "Next")).text
    third = (await room.press(room.reader, first, "Next")).text
    back = (await room.press(room.reader, first, "Previous")).text
    newest = (await room.press(room.reader, first, "Newest first")).text

    assert "Found 12 stories" in seen
    assert "Page 1 of 3" in seen
    assert "Page 2 of 3" in second
    assert "Page 3 of 3" in third
    assert back == second
    assert "Newest first, of the last 7 days" in newest
    assert newest.index("number 11") < newest.index("number 10")
    blocks = {text.split("```\n")[1].replace("\u200b", "") for text in (seen, second, third, newest)}
    assert blocks == {f"{words}\noutlet: the courier\n"}


async def test_older_goes_on_where_a_search_of_too_many_was_ended(database: Database) -> None:
    async with open_newsroom(database, counted=3) as room:
        paper = await room.desk.paper("The Courier")
        await room.follow(paper)
        for number in range(7):
            paper.publish(f"Kursk number {number}", full(f"Report {number} from Kursk, unlike all others."))
        await room.desk.poll()

        shown = await room.run(room.reader, "search", words="kursk", order="newest")
        seen = [shown.text]
        await room.restart()
        while any(part.get("label") == "Older" for part in shown.components):
            seen.append((await room.press(room.reader, shown, "Older")).text)

    told = [[number for number in range(7) if f"Kursk number {number}" in text] for text in seen]
    assert "Found more than 3 stories" in seen[0]
    assert "Found 1 story" in seen[-1]
    assert told == [[4, 5, 6], [1, 2, 3], [0]]
    assert all("Newest first" in text for text in seen)


async def test_a_day_begins_at_midnight_in_the_channels_time_zone(room: Newsroom, paper: Newspaper) -> None:
    room.clock.advance(
        timedelta(hours=(21 - room.clock.now().hour) % 24)
    )  # polled at 23:00 UTC, tomorrow in Kyiv
    await room.news(paper, "Bridge opens", full("Officials say that troops moved towards Kursk on Monday."))
    today, tomorrow = (f"{room.clock.now() + timedelta(days=ahead):%Y-%m-%d}" for ahead in (0, 1))

    by_utc = [
        (await room.run(room.reader, "search", words=words, **dates)).text
        for words, dates in ((f"kursk after:{tomorrow}", {}), ("kursk", {"after": tomorrow}))
    ]
    await room.run(room.admin, "channel set", timezone="Europe/Kyiv")
    in_kyiv = [
        (await room.run(room.reader, "search", words=words, **dates)).text
        for words, dates in ((f"kursk after:{tomorrow}", {}), ("kursk", {"after": tomorrow}))
    ]
    elsewhere = await room.run(room.admin, "search", at=room.here.hidden, words=f"kursk after:{tomorrow}")

    thread = room.here.guild.add_thread(room.alerts, room.local.world.new_id(), "Kursk")
    within = await room.run(room.admin, "search", at=thread, words=f"kursk after:{tomorrow}")

    assert "Found 1 story" in within.text
    assert all("Nothing found" in text for text in by_utc)
    assert all("Found 1 story" in text for text in in_kyiv)
    assert "Nothing found" in elsewhere.text
    assert "Found 1 story" in (await room.run(room.reader, "search", words=f"kursk after:{today}")).text


async def test_an_outlet_is_completed_and_keeps_others_out(room: Newsroom, paper: Newspaper) -> None:
    other = await room.desk.paper("Meridian Wire")
    await room.follow(other)
    await room.news(paper, "Kursk: bridge", full("The bridge over the river was hit at night."))
    await room.news(other, "Kursk: grain", full("Harvest reports speak of a poor year for wheat."))

    found = await room.run(room.reader, "search", words="kursk", outlet="Meridian Wire")

    assert await room.offered(room.reader, "search", "outlet", "mer", words="kursk") == ["Meridian Wire"]
    assert "grain" in found.text
    assert "bridge" not in found.text


async def test_hostile_articles_do_nothing_in_results(room: Newsroom, paper: Newspaper) -> None:
    for number, words in enumerate(HOSTILE):
        paper.publish(f"{number} {words} kursk"[:3_000], full(f"kursk {words} kursk"))
    await room.desk.poll()

    first = await room.run(room.reader, "search", words="kursk", order="newest")
    second = await room.press(room.reader, first, "Next")
    titles = await room.offered(room.reader, "story", "story", "kursk")

    for shown in (first, second):
        assert shown.pings == frozenset()
        assert "@everyone" not in re.sub(r"\]\(http[^)]*\)", "", shown.text)
    assert titles
    assert all(0 < len(title) <= 100 for title in titles)


async def test_a_story_shows_its_articles_its_watchlists_and_its_alert(
    room: Newsroom, paper: Newspaper
) -> None:
    other = await room.desk.paper("Meridian Wire")
    await room.follow(other)
    await room.run(room.admin, "watch add", name="Front", query="kursk")
    paper.publish(
        "North Korean troops reach Kursk",
        full("Columns of lorries passed the railway station after midnight, say people who live there."),
    )
    other.publish(
        "North Korean troops reach Kursk",
        "Two officials of the defence ministry spoke of eight thousand men, most of them infantry, who came "
        "from the east by air. They are expected at the front within days, and nobody knows who leads them. "
        "Moscow has neither denied nor confirmed it. A spokesman said that whom it trains, and where, is its "
        "own business under the treaty that both signed in June, and that there is nothing more to be told "
        "before the talks of next week, to which three ministers of the region have been invited.",
    )
    await room.desk.poll()
    await room.delivered()
    (alert,) = room.alerts.messages

    (title,) = await room.offered(room.reader, "story", "story", "korean")
    shown = await room.run(room.reader, "story", story="north korean troops")
    number = shown.text.split("-# Story ")[1].split()[0]
    by_number = await room.run(room.reader, "story", story=f"#{number}")

    assert await room.offered(room.reader, "story", "story", number) == [f"{number}: {title}"]
    assert title == "North Korean troops reach Kursk"
    assert "**Front** matched “Kursk”" in shown.text
    assert f"https://discord.com/channels/{room.here.guild.id}/{room.alerts.id}/{alert.id}" in shown.text
    assert "2 articles · 2 independent of 2 outlets" in shown.text
    assert "Meridian Wire" in shown.text
    assert by_number.text == shown.text


async def test_a_story_says_of_a_development_what_it_goes_on_with_and_what_is_new(
    room: Newsroom, paper: Newspaper
) -> None:
    await room.news(
        paper,
        "Ferry runs aground off Zanzibar",
        full("A ferry ran aground off Zanzibar, said the coast guard."),
    )
    room.clock.advance(timedelta(hours=6))
    await room.news(
        paper,
        "Ferry that ran aground off Zanzibar is towed to Tanga",
        full("The ferry that ran aground off Zanzibar was towed to Tanga, said the coast guard."),
    )

    shown = await room.run(room.reader, "story", story="ferry aground zanzibar")

    assert "goes on with “Ferry runs aground off Zanzibar” by “" in shown.text
    assert "new: “Tanga”" in shown.text


@pytest.mark.parametrize(
    ("story", "said"), [("987654", "no story 987654"), ("sudzha", "No story's headline")]
)
async def test_an_unknown_story_leads_to_the_search(room: Newsroom, story: str, said: str) -> None:
    shown = await room.run(room.reader, "story", story=story)

    assert said in shown.text
    assert "/search" in shown.text


async def test_a_story_is_found_by_words_of_any_of_its_headlines_and_by_how_its_number_is_written(
    room: Newsroom, paper: Newspaper
) -> None:
    other = await room.desk.paper("The Herald")
    await room.follow(other)
    text = full("Officials say that ten thousand troops moved towards Kursk on Monday.")
    await room.news(paper, "Pentagon sees troops move towards Kursk", text)
    await room.news(other, "Ten thousand troops move towards Kursk", text)

    offered = await room.offered(room.reader, "story", "story", "kursk pentagon")
    by_words = await room.run(room.reader, "story", story="pentagon kursk")
    by_number = await room.run(room.reader, "story", story="Story 3")

    assert offered == ["Pentagon sees troops move towards Kursk"]
    assert "Story 3 · 2 articles" in by_words.text
    assert by_number.text == by_words.text
