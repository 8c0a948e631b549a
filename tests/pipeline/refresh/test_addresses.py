"""One article under two links: what its page names as its own address makes it one, where that is true."""

from __future__ import annotations

import pytest

from tests.fakes.feeds import Newspaper, html
from tests.fakes.web import body
from tests.pipeline.refresh.desk import GUILD, OTHER_GUILD, Desk

TITLE = "North Korean troops reach Kursk"
LEAD = "Thousands of soldiers are close to the border."
TEXT = (
    f"{LEAD} The Pentagon said on Monday that trains had brought them from the far east within days.\n"
    "Kyiv asked its partners for longer reach, and got no answer that it would publish before the summit.\n"
    "Villagers told of columns at night, and of kitchens that were set up in two empty schools."
)
OTHER = (
    "Ferries stay in harbour until the storm has passed, the office of the islands announced at noon.\n"
    "Schools close early, and buses run for those who have to go home over the northern bridge.\n"
    "The last storm of that strength had torn three roofs off the market hall in the old town."
)

GERMAN = (
    "Tausende Soldaten stehen dicht an der Grenze. Züge hätten sie binnen weniger Tage aus dem fernen Osten "
    "gebracht, teilte das Pentagon am Montag mit.\n"
    "Kiew bat seine Partner um größere Reichweite und bekam keine Antwort, die es vor dem Gipfel nennen "
    "wollte. Dorfbewohner erzählten von Kolonnen in der Nacht."
)
TITLES = {
    TEXT: TITLE,
    OTHER: "Storm keeps ferries in harbour",
    GERMAN: "Nordkoreas Truppen erreichen Kursk",
}


async def two_feeds(desk: Desk) -> tuple[Newspaper, Newspaper]:
    """Return two feeds of one outlet, both followed."""
    world = await desk.paper("The Meridian")
    east = Newspaper(world.outlet, "The Meridian: East", "/east.xml")
    world.outlet.answers(east.path, east.answer)
    await desk.primed(world, east)
    return world, east


def put(
    paper: Newspaper, path: str, text: str, *, canonical: str, title: str = TITLE, lang: str = "en"
) -> None:
    """Publish an entry at *path* whose page names *canonical* as its address."""
    link = f'<link rel="canonical" href="{paper.outlet.url(canonical)}"/></head>'
    page = html(title, text).replace("</head>", link).replace('lang="en"', f'lang="{lang}"')
    paper.outlet.answers(path, body(page, "text/html; charset=utf-8"))
    paper.publish(title, text.partition(". ")[0], link=paper.outlet.url(path))


async def told(desk: Desk) -> list[tuple[str, ...]]:
    """Return, of each article that is alerted, the last parts of the links by which it is shown."""
    stories = [await desk.story(one.story_id or 0) for one in await desk.deliveries()]
    return [(one.url or "").rpartition("/")[2] for story in stories for one in story]


async def test_one_article_under_two_links_is_one_article_with_two_feeds(desk: Desk) -> None:
    world, east = await two_feeds(desk)
    await desk.watch("kursk")
    put(world, "/world/1", TEXT, canonical="/world/1")
    await desk.poll()

    put(east, "/east/one", TEXT, canonical="/world/1")
    counts = await desk.poll()

    assert counts.articles == 0
    assert len(await told(desk)) == 1


async def test_a_slash_at_the_end_makes_no_second_article(desk: Desk) -> None:
    world, east = await two_feeds(desk)
    await desk.watch("kursk")
    world.publish(TITLE, TEXT, link=world.outlet.url("/world/1/"))
    await desk.poll()

    east.publish(TITLE, TEXT, link=east.outlet.url("/world/1"))
    counts = await desk.poll()

    assert counts.articles == 0
    assert len(await told(desk)) == 1


async def test_a_link_that_comes_before_its_canonical_address_is_the_same_article(desk: Desk) -> None:
    world, east = await two_feeds(desk)
    await desk.watch("kursk")
    put(east, "/east/one", TEXT, canonical="/world/1")
    await desk.poll()

    put(world, "/world/1", TEXT, canonical="/world/1")
    counts = await desk.poll()

    assert counts.articles == 0
    assert len(await told(desk)) == 1


@pytest.mark.parametrize(
    ("path", "canonical", "text", "lang"),
    [
        ("/east/one", "/", TEXT, "en"),  # the front page
        ("/world/2", "/world", TEXT, "en"),  # the section
        ("/east/one", "/world/1", OTHER, "en"),  # the address of another article
        ("/east/one", "/world/1", GERMAN, "de"),  # a translation
    ],
)
async def test_an_address_that_names_something_else_makes_nothing_one(
    desk: Desk, path: str, canonical: str, text: str, lang: str
) -> None:
    world, east = await two_feeds(desk)
    put(world, "/world/1", TEXT, canonical=canonical)
    await desk.poll()

    put(east, path, text, canonical=canonical, title=TITLES[text], lang=lang)
    counts = await desk.poll()

    assert counts.articles == 1


async def test_another_servers_links_lead_to_the_article_and_show_nothing_of_theirs(desk: Desk) -> None:
    world = await desk.paper("The Meridian")
    theirs = Newspaper(world.outlet, "Private letter", "/letter.xml")
    world.outlet.answers(theirs.path, theirs.answer)
    await desk.primed(world)
    await desk.primed(theirs, guild_id=OTHER_GUILD)
    await desk.watch("kursk")
    put(theirs, "/letter/1", TEXT, canonical="/world/1", title="Secret: North Korean troops reach Kursk")
    await desk.poll()
    put(world, "/world/1", TEXT, canonical="/world/1")
    await desk.poll()

    (delivery,) = await desk.deliveries()
    (shown,) = await desk.story(delivery.story_id or 0, guild_id=GUILD)
    assert (shown.title, (shown.url or "").endswith("/world/1")) == (TITLE, True)
