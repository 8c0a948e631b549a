"""One event's articles share a story; look-alikes do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import median

import pytest

from bot.pipeline.cluster import Clusterer, Document, cluster
from bot.pipeline.cluster.rethinking import Rethinking
from bot.pipeline.cluster.window import Window
from bot.text import Analyser
from tests.costs import processor_seconds

START = datetime(2024, 10, 28, 10, tzinfo=UTC)


def told_as_one(one: str, other: str) -> bool:
    placed = cluster([Document(1, one, language="en"), Document(2, other, language="en")])
    return placed[0][1] == placed[1][1]


PENTAGON = "Pentagon says 10,000 North Korean troops in Russia"

SAME = [
    (PENTAGON, PENTAGON),
    (PENTAGON, "North Korean troops in Russia: Pentagon says 10,000"),
    (PENTAGON, "PENTAGON SAYS 10,000 NORTH KOREAN TROOPS IN RUSSIA"),
    (PENTAGON, "Pentagon Says 10 000 North Korean Troops In Russia - Reuters"),
    (PENTAGON, "Pentagon says 10,000 North Korean troops in Russia | The Paper"),
    (PENTAGON, "Pentagon says 10,000 North Korean troops are now in Russia"),
    (PENTAGON, "“10,000” North Korean troops in Russia, says Pentagon – BBC News"),
    ("Quake hits Peru coast near Lima", "Quake hits Peru's coast near Lima, buildings damaged"),
    (
        "Interior minister resigns over the budget vote in parliament - Kyiv Ledger",
        "Interior minister resigns over the budget vote in parliament - Le Canard",
    ),
    ("北朝鮮の兵士がロシア東部で訓練", "北朝鮮の兵士がロシア東部で訓練 | 新聞"),
    (
        "Пентагон: 10 тысяч солдат КНДР находятся в России",
        "Пентагон: в России находятся 10 тысяч солдат КНДР",
    ),
]

APART = [
    ("EU agrees 12th sanctions package against Russia", "EU agrees 13th sanctions package against Russia"),
    ("EU agrees twelfth sanctions package on Russia", "EU agrees another sanctions package on Russia"),
    ("Strong quake hits northern Peru coast", "Strong quake hits northern Chile coast"),
    ("Strong Quake Hits Northern Peru Coast", "Strong Quake Hits Northern Chile Coast"),
    ("Drone attack on Kyiv kills 3 people overnight", "Drone attack on Kyiv kills 5 people overnight"),
    ("Drones attack Kyiv power station on Monday", "Drones attack Kyiv power station on Tuesday"),
    ("Drones attack Kyiv power station", "Drones attack Kyiv power station again"),
    ("Oil prices rise on Middle East supply fears", "Oil prices fall on Middle East supply fears"),
    ("Kremlin confirms soldiers entered Kursk region", "Kremlin denies soldiers entered Kursk region"),
    ("Court finds former minister guilty of bribery", "Court finds former minister not guilty of bribery"),
    ("Morning briefing", "Morning briefing"),
    ("Live updates", "Live updates"),
    ("Russia-Ukraine war live: what we know", "Russia-Ukraine war live: what we know"),
    ("Daily crossword", "Daily crossword"),
    ("Weather forecast for today", "Weather forecast for today"),
    ("News in pictures", "News in pictures"),
    ("", ""),
    ("Kursk", "Kursk"),
    ("Interest rate decision expected today - Fed", "Interest rate decision expected today - ECB"),
    (PENTAGON, "Kursk beat Tambov in second league of Russian football"),
    ("Ukraine war: day 978 of the invasion by Russia", "Ukraine war: day 979 of the invasion by Russia"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_headline_in_two_dresses_is_one_story(one: str, other: str) -> None:
    assert told_as_one(one, other)
    assert told_as_one(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_headlines_that_only_look_alike_are_two_stories(one: str, other: str) -> None:
    assert not told_as_one(one, other)
    assert not told_as_one(other, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/kursk", "https://a.example/kursk?utm_source=rss#top", True),
        ("http://www.a.example/kursk/", "https://a.example/kursk", True),
        ("https://a.example/kursk", "https://a.example/lima", False),
        ("https://a.example/?id=1", "https://a.example/?id=2", False),
        ("https://a.example/", "https://a.example/", False),
        (None, None, False),
        ("not a link", "not a link", False),
        ("http://[bad", "http://[bad", False),
    ],
)
def test_one_page_is_one_story_whatever_its_headline(one: str | None, other: str | None, same: bool) -> None:
    placed = cluster([Document(1, "A", url=one), Document(2, "B", url=other)])

    assert (placed[0][1] == placed[1][1]) is same


def document(number: int, title: str = PENTAGON, *, hours: float = 0, url: str | None = None) -> Document:
    at = START + timedelta(hours=hours)
    return Document(number, title, url=url, published=at, arrived=at, language="en")


def test_a_new_revision_stays_in_its_story_even_under_a_new_headline() -> None:
    clusterer = Clusterer()
    clusterer.add(document(1), 7)

    changed = document(1, "Correction: something else entirely happened in Lima", hours=1)
    assert clusterer.story_for(changed) == 7
    clusterer.add(changed, 7)

    assert clusterer.story_for(document(2, changed.title, hours=2)) == 7
    assert clusterer.story_for(document(3, hours=2)) is None
    assert len(clusterer) == 1


def test_the_same_headline_next_week_is_another_story() -> None:
    clusterer = Clusterer()
    clusterer.add(document(1), 7)

    assert clusterer.story_for(document(2, hours=30)) == 7
    assert clusterer.story_for(document(2, hours=24 * 7)) is None


def test_an_absent_time_parts_nothing() -> None:
    clusterer = Clusterer()
    clusterer.add(Document(1, PENTAGON, language="en"), 7)

    assert clusterer.story_for(document(2)) == 7
    assert clusterer.story_for(Document(3, PENTAGON, language="en")) == 7


def test_a_column_that_one_outlet_heads_alike_every_day_is_a_new_story_each_day() -> None:
    clusterer = Clusterer()
    title = "Wall Street stocks close higher in New York"
    clusterer.add(document(1, title, url="https://a.example/monday"), 7)

    assert clusterer.story_for(document(2, title, hours=24, url="https://a.example/tuesday")) is None
    assert clusterer.story_for(document(3, title, hours=2, url="https://b.example/monday")) == 7


def test_a_restart_decides_as_an_unbroken_run_does() -> None:
    names = ("Peru", "Chile", "Japan", "Nepal")
    stream = [
        document(n, f"Strong quake hits {name} coast near {place}, {n % 2} hurt", hours=n)
        for n, (name, place) in enumerate(product(names, ("Alpha", "Beta", "Gamma", "Delta") * 3), 1)
    ]
    unbroken = Clusterer()
    stories: dict[int | str, int] = {}
    for arrived in stream:
        rebuilt = Clusterer()
        for earlier in stream:
            recent = (
                arrived.arrived
                and earlier.arrived
                and arrived.arrived - earlier.arrived <= timedelta(hours=48)
            )
            if earlier.id in stories and recent:
                rebuilt.add(earlier, stories[earlier.id])
        decided = unbroken.story_for(arrived)
        assert rebuilt.story_for(arrived) == decided
        stories[arrived.id] = decided or int(arrived.id)
        unbroken.add(arrived, stories[arrived.id])

    assert 1 < len(set(stories.values())) < len(stream)


def test_a_restart_asks_the_same_articles_of_a_story_that_was_two() -> None:
    subjects = ("harbour strike", "harbour dredging", "river flood")
    reports = [
        Document(number, f"{subjects[number // 8]} {number}", f"Dockers of berth {number}.", language="en")
        for number in range(24)
    ]
    unbroken, rebuilt = Window(Analyser()), Window(Analyser())
    for number, report in enumerate(reports):
        unbroken.add(report, 3 - number // 8)
    merged = unbroken.merge(3, 2)
    for number, report in enumerate(reports):
        rebuilt.add(report, 2 if number < 16 else 1)

    def asked(window: Window) -> tuple[float, float]:
        one, other = window.stories[2], window.stories[1]
        return Rethinking(window).together(one, other), Rethinking(window).together(other, one)

    assert merged.articles == tuple(range(8))
    assert asked(rebuilt) == asked(unbroken)
    assert rebuilt.merge(2, 1) == unbroken.merge(2, 1)


def test_the_window_forgets_what_is_old_and_what_is_too_many() -> None:
    small = Clusterer(capacity=10)
    for number in range(50):
        small.add(document(number, f"Story number {number} of a long day in the town", hours=0), number)
    assert len(small) == 10

    aging = Clusterer()
    for number in range(50):
        aging.add(
            document(number, f"Story number {number} of a long day in the town", hours=number * 24), number
        )
    assert len(aging) <= 3


def test_a_full_window_answers_as_soon_as_one_that_is_not() -> None:
    syllables = ("ba", "do", "ki", "lu", "me", "na", "po", "ri", "su", "te")
    towns = ["".join(parts).title() for parts in product(syllables, repeat=3)]

    def answer(size: int) -> float:
        """Return the processor seconds of an answer in a window of so many articles, the median of many."""
        clusterer = Clusterer()
        for number in range(size):
            town, other = towns[number % 1000], towns[(number * 7 + number // 1000) % 1000]
            clusterer.add(
                document(number, f"Strong quake hits {town} and {other} coast, officials say"), number
            )
        asked = [
            document(size + n, f"Strong quake hits {town} coast near Lima")
            for n, town in enumerate(towns[:100])
        ]
        return median(processor_seconds(clusterer.story_for, one) for one in asked)

    assert answer(3_000) < 5 * answer(150)


TOLD_DIFFERENTLY = [
    "Pentagon says 10,000 North Korean troops have been sent to Kursk",
    "North Korea sends 10,000 soldiers to Kursk, Pentagon confirms",
    "Pentagon: thousands of North Korean soldiers are near Kursk",
]
OTHER_EVENTS = [
    "Lima shaken by strong quake, tsunami warning for the coast of Peru",
    "Bank of England keeps its rate at 5 per cent",
    "Ferry fares to rise again in Oslo, operator says",
]


def test_one_event_in_other_words_is_one_story_among_others() -> None:
    titles = [*OTHER_EVENTS, *TOLD_DIFFERENTLY]
    stories = dict(cluster(document(number, title, hours=1) for number, title in enumerate(titles)))

    assert len({stories[number] for number in (0, 1, 2)}) == 3
    assert stories[3] == stories[4] == stories[5]
    assert stories[3] not in {stories[0], stories[1], stories[2]}


def test_words_made_of_one_root_are_one_word_however_a_name_is_spelled() -> None:
    one = "Zelenskyy dismisses Ukrainian prosecutors in disability scandal"
    other = "Ukraine: Zelensky fires prosecution chiefs over disabilities"

    assert told_as_one(one, other)


def test_what_a_failed_transaction_placed_leaves_no_trace() -> None:
    plain, undone = Clusterer(), Clusterer()
    for number, title in enumerate([*OTHER_EVENTS, TOLD_DIFFERENTLY[0]], 1):
        for clusterer in (plain, undone):
            clusterer.add(document(number, title), number)
    undone.add(document(90, TOLD_DIFFERENTLY[1]), 4)
    undone.add(document(91, "Oslo ferries collide in fog", hours=1), 9)
    undone.remove(91)
    undone.remove(90)

    for number, title in enumerate([*TOLD_DIFFERENTLY, *OTHER_EVENTS, "Oslo ferries collide in fog"], 50):
        asked = document(number, title, hours=1)
        assert undone.story_for(asked) == plain.story_for(asked)


def test_what_left_the_window_no_longer_counts() -> None:
    fresh, old = Clusterer(), Clusterer()
    for number, title in enumerate(OTHER_EVENTS * 5, 100):
        old.add(document(number, f"{title} {number}"), number)
    for clusterer in (fresh, old):
        clusterer.add(document(1, TOLD_DIFFERENTLY[0], hours=72), 1)

    for number, title in enumerate(TOLD_DIFFERENTLY[1:] + OTHER_EVENTS, 2):
        asked = document(number, title, hours=73)
        assert old.story_for(asked) == fresh.story_for(asked)


IN_TWO_LANGUAGES = [
    (
        ("Pentagon says 10,000 North Korean troops in Russia's Kursk region", "en"),
        ("Пентагон: около 10 000 военных КНДР находятся в Курской области России", "ru"),
    ),
    (
        ("Zelensky and Blinken discuss North Korean troops in Russia", "en"),
        ("Зеленский и Блинкен обсудили войска КНДР в России", "ru"),
    ),
    (
        ("Pentagon: 10,000 North Korean troops sent to Russia", "en"),
        ("Пентагон: КНДР направила в Россию 10 тысяч солдат", "ru"),
    ),
    (
        ("Пентагон: Росія отримала 10 000 солдатів КНДР", "uk"),
        ("Пентагон: Россия получила 10 000 солдат КНДР", "ru"),
    ),
    (
        ("Pentagon: 10,000 North Korean troops sent to Russia", "en"),
        ("Pentagon: 10.000 nordkoreanische Soldaten in Russland", "de"),
    ),
]
IN_TWO_LANGUAGES_APART = [
    (
        ("Pentagon says 10,000 North Korean troops in Russia's Kursk region", "en"),
        ("Зеленский: КНДР может отправить в Россию еще 12 000 солдат", "ru"),
    ),
    (
        ("Zelensky visits Kharkiv after drone attack", "en"),
        ("Зеленский посетил Одессу после ракетного удара", "ru"),
    ),
    (
        ("Russia attacks Kharkiv with drones, killing 3", "en"),
        ("Россия атаковала Харьков беспилотниками, погибли 5 человек", "ru"),
    ),
    (
        ("North Korean troops reach Kursk, NATO says", "en"),
        ("Kursk gewinnt den Pokal in Russland", "de"),
    ),
    (
        ("Pentagon says 10,000 North Korean troops in Russia", "en"),
        ("Pentagon: US-Truppen bleiben in Südkorea, Russland warnt", "de"),
    ),
    (
        ("EU agrees 14th sanctions package against Russia", "en"),
        ("ЕС согласовал 15-й пакет санкций против России", "ru"),
    ),
]


def in_two_languages(one: tuple[str, str], other: tuple[str, str]) -> bool:
    placed = cluster([Document(1, one[0], language=one[1]), Document(2, other[0], language=other[1])])
    return placed[0][1] == placed[1][1]


@pytest.mark.parametrize(("one", "other"), IN_TWO_LANGUAGES)
def test_who_where_and_how_many_bring_two_languages_together(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert in_two_languages(one, other)
    assert in_two_languages(other, one)


@pytest.mark.parametrize(("one", "other"), IN_TWO_LANGUAGES_APART)
def test_two_events_of_one_war_stay_apart_in_two_languages(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert not in_two_languages(one, other)
    assert not in_two_languages(other, one)


def test_two_reports_on_one_place_are_two_stories_even_when_nothing_else_is_known() -> None:
    troops = ("North Korean troops reach Kursk", "Ten thousand soldiers are said to be in the region.")
    cup = ("Kursk wins the cup", "The football club of Kursk won its last match of the season by two goals.")

    placed = cluster(
        Document(number, title, f"{title}. {text}", language="en")
        for number, (title, text) in enumerate((troops, cup))
    )

    assert placed[0][1] != placed[1][1]


def test_a_sign_off_below_every_report_brings_no_two_together() -> None:
    sign_off = (
        "Our colleagues of the Kursk desk stay in the region and report what happens next. "
        "Subscribe to our evening letter to have the day's events explained before anybody else. "
        "Readers who support this paper make reporting from the front possible in the first place."
    )
    told = [
        ("Bridge near Rylsk is hit", "Two missiles struck the bridge over the Seym at night."),
        ("Harvest of beet is poor", "Growers speak of the driest summer that they can remember."),
        ("Schools reopen in Lgov", "Lessons began with an hour in the cellar for every class."),
    ]

    placed = cluster(
        Document(number, title, f"{text} {sign_off}", language="en")
        for number, (title, text) in enumerate(told)
    )

    assert len({story for _, story in placed}) == len(told)


def test_two_stories_that_turn_out_to_be_one_are_told_as_one() -> None:
    told = [
        (
            "Oslo ferry runs aground off Drobak",
            "The ferry Prinsen ran aground near Drobak as her rudder had failed.",
        ),
        (
            "Passengers taken off stranded ship",
            "Lifeboats from Horten took 212 passengers off a stranded ship.",
        ),
        (
            "Lifeboats from Horten take 212 passengers off ferry Prinsen aground near Drobak",
            "The ferry Prinsen ran aground at Drobak; lifeboats from Horten took 212 off..",
        ),
    ]
    documents = [Document(number, *each, language="en") for number, each in enumerate(told)]

    assert len({story for _, story in cluster(documents[:2])}) == 2
    assert len({story for _, story in cluster(documents)}) == 1


def test_one_rare_word_and_a_few_small_ones_make_no_story_of_whole_reports() -> None:
    reports = [
        (
            "North Korean troops reach Kursk",
            (
                "North Korean troops reach Kursk. The harbour office said that the ferry timetable stays "
                "as it was. Two further crossings had been asked for by the islanders, and a decision was"
                " put off until the spring, when the new pier should be ready for larger boats. Until "
                "that time old tickets stay valid."
            ),
        ),
        (
            "Kursk: the bridge is down",
            (
                "A span of the road over the Seym fell into the water at dawn, and lorries queue on both "
                "banks. Engineers blame the flood that has gnawed at its piers since spring. Nobody was "
                "on it when it gave way, a fisherman who watched from his boat told reporters. Repairs "
                "may take until next summer."
            ),
        ),
        (
            "Kursk: schools stay closed",
            (
                "Pupils will learn at home for another fortnight. Boilers froze over the holidays, and "
                "plumbers wait for parts from abroad. Teachers hand out exercise books at the gates. "
                "Examinations are put off till June, and kindergartens open only where stoves can be "
                "heated with wood."
            ),
        ),
    ]

    placed = cluster(
        [Document(number, title, text, language="en") for number, (title, text) in enumerate(reports)]
    )

    assert len({story for _, story in placed}) == 3
