"""With a language model named: its words where they can be checked, the outlets' own sentences elsewhere."""

from __future__ import annotations

from tests.fakes.model import Given, LocalModel
from tests.journeys.salient import opened
from tests.journeys.stories import News
from tests.waiting import until

TRUE, FALSE = News(1), News(2)


def answer(given: Given) -> object:
    """Reword the first sentence: faithfully for one story, not for the other."""
    first = given["sentences"][0]["text"]
    if FALSE.thing in given["headline"]:
        first = first.replace(FALSE.thing, "Atlantis")
    return {"sentences": [{"text": first, "cites": [1]}]}


async def test_a_summary_is_reworded_only_as_far_as_the_sentences_reach(database_url: str) -> None:
    async with opened(database_url) as place:
        model = LocalModel(await place.web.outlet())
        model.makes(answer)
        place.settings["rewrite_url"] = model.url
        paper, news = await place.paper("The Meridian"), place.server("News")
        async with place.running():
            await place.run(news.admin, "feed add", url=paper.url)
            await place.run(news.admin, "watch add", name="Kursk", query="kursk")
            await place.polled(paper)
            TRUE.told_by(paper)
            FALSE.told_by(paper)
            await place.polled(paper)
            await until(lambda: len(news.alerts.messages) == 2, "both are posted")
            await place.settled()

            true, false = sorted(news.alerts.messages, key=lambda one: TRUE.title not in one.text)
            sources = await place.press(news.reader, true, "Sources")

    sentence = model.given(0)["sentences"][-1]["text"]
    assert "rewritten" in true.text
    assert "rewritten" not in false.text
    assert "Atlantis" not in false.text
    assert FALSE.text("The Meridian").split(". ")[0] in false.text
    assert "as they stand" in sources.text
    assert TRUE.text("The Meridian").split(". ")[0] in sources.text
    assert sentence in TRUE.text("The Meridian") + FALSE.text("The Meridian")
