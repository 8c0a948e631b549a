"""Two open stories in two languages become one where they clearly tell of one event, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.pipeline.cluster import Clusterer, Document
from bot.pipeline.cluster.background import Background
from bot.pipeline.cluster.countries import Countries, country
from bot.text import Analyser

NOON = datetime(2024, 10, 28, 12, tzinfo=UTC)

Told = tuple[str, str]  # language, title

SEEN = ("en", "North Korean soldiers seen training in Russia")
COUNTED = ("en", "Pentagon says 10,000 North Korean soldiers are training in Russia's Kursk region")

ONE_EVENT: dict[str, tuple[Told, Told, Told]] = {
    "in Russian": (
        ("ru", "Пентагон: около 10 000 военных КНДР находятся в Курской области России"),
        SEEN,
        COUNTED,
    ),
    "in Ukrainian": (
        ("uk", "Пентагон: 10 тисяч солдатів КНДР перебувають у Курській області Росії"),
        SEEN,
        COUNTED,
    ),
    "in German": (
        ("de", "Pentagon: 10.000 nordkoreanische Soldaten in russischer Region Kursk"),
        SEEN,
        COUNTED,
    ),
    "in Japanese": (
        ("ja", "北朝鮮兵1万人がロシアで訓練 米国が発表"),
        SEEN,
        ("en", "US Pentagon says 10,000 North Korean soldiers are training in Russia's far east"),
    ),
}
TWO_EVENTS: dict[str, tuple[Told, Told, Told]] = {
    "other numbers": (
        ("ru", "Зеленский: КНДР готовит для Курской области России 12 000 военных"),
        SEEN,
        COUNTED,
    ),
    "two attacks on one town": (
        ("uk", "Росія атакувала Харків дронами, загинули 5 людей"),
        ("en", "Russian drones hit block of flats in Kharkiv"),
        ("en", "Kharkiv mayor: 3 dead, 20 wounded after Russian drones hit block of flats"),
    ),
    "votes in two countries": (
        ("de", "Moldau: Sandu gewinnt Wahl, Russland spricht von Betrug"),
        ("en", "Georgia's ruling party wins disputed election"),
        ("en", "Georgia's disputed election: ruling party wins, Zourabichvili blames Russia"),
    ),
    "one place": (
        ("de", "Kursk gewinnt den Pokal in Russland"),
        ("en", "Fuel depot burns in Russia's Kursk region"),
        ("en", "Ukraine says fuel depot burns in Russia's Kursk region after strike"),
    ),
}


@pytest.fixture(scope="module")
def clusterer() -> Clusterer:
    """One for all: it loads the words of each language once."""
    return Clusterer()


def placed(reports: list[Document], clusterer: Clusterer) -> list[int]:
    """Return the stories of reports in the order given, from a window that is left without them."""
    for report in reports:
        clusterer.add(report, clusterer.story_for(report) or 100 + int(report.id))
        clusterer.rethink(report.id)
    found = [clusterer.story_for(report) or 0 for report in reports]
    for report in reversed(reports):
        clusterer.remove(report.id)
    return found


def stories(clusterer: Clusterer, told: tuple[Told, ...], *, hours: int) -> list[int]:
    """Return the stories of reports as they come live, from a window that is left without them."""
    reports = [
        Document(
            number,
            title,
            published=NOON + number * timedelta(hours=hours),
            arrived=NOON + number * timedelta(hours=hours),
            language=language,
        )
        for number, (language, title) in enumerate(told)
    ]
    return placed(reports, clusterer)


@pytest.mark.parametrize("event", ONE_EVENT)
def test_two_open_stories_of_one_event_become_one_with_the_report_that_names_it(
    event: str, clusterer: Clusterer
) -> None:
    told = ONE_EVENT[event]

    assert stories(clusterer, told[:2], hours=1) == [100, 101]
    assert stories(clusterer, told, hours=1) == [100, 100, 100]
    assert stories(clusterer, (*told[1:], told[0]), hours=1) == [100, 100, 100]


@pytest.mark.parametrize("event", TWO_EVENTS)
def test_two_open_stories_of_two_events_stay_two(event: str, clusterer: Clusterer) -> None:
    told = TWO_EVENTS[event]

    assert stories(clusterer, told, hours=1) == [100, 101, 101]


def test_two_days_apart_they_stay_two(clusterer: Clusterer) -> None:
    russian, _, counted = ONE_EVENT["in Russian"]

    assert stories(clusterer, (russian, counted), hours=30) == [100, 101]


def test_feeds_that_claim_languages_nobody_knows_share_one_list_of_words() -> None:
    background = Background()

    assert all(background.of(f"q{letter}") is background.of(None) for letter in "abcdefgh")


def test_names_that_most_reports_of_the_window_bear_bring_no_two_languages_together() -> None:
    """Two events of one war: whoever tells of it names its presidents and capitals."""
    clusterer = Clusterer()
    words = (
        "grain",
        "prisons",
        "bridges",
        "coal",
        "schools",
        "pensions",
        "radar",
        "ferries",
        "bread",
        "rail",
    )
    war = [
        Document(
            number, f"{word.title()}: what Zelensky, Putin and Trump want from Kyiv, Moscow and Washington"
        )
        for number, word in enumerate(words * 5)
    ]
    speech = Document(
        "speech",
        "Zelensky: Putin fears Trump",
        "Ukraine's President Volodymyr Zelensky said in Kyiv that Moscow would never trust Washington.",
        published=NOON,
        language="en",
    )
    call = Document(
        "call",
        "Путин и Трамп поговорили по телефону",
        "Зеленский узнал об этом в Киеве. Москва и Вашингтон готовят встречу на Аляске в пятницу.",
        published=NOON,
        language="ru",
    )
    for number, report in enumerate([*war, speech], 1):
        clusterer.add(replace(report, published=NOON, language="en"), number)

    assert clusterer.story_for(call) is None


def test_a_name_that_few_reports_bear_brings_two_languages_together(clusterer: Clusterer) -> None:
    told = (
        (
            "en",
            "Poland orders closure of Russian consulate in Poznań over sabotage",
            "Poland will close the Russian consulate in Poznań, minister Radosław Sikorski announced.",
        ),
        (
            "ru",
            "Польша закроет российское генконсульство в Познани",
            "Глава МИД Радослав Сикорский объявил о закрытии генерального консульства России в Познани.",
        ),
    )
    one, other = (
        Document(number, title, text, published=NOON, language=language)
        for number, (language, title, text) in enumerate(told)
    )
    clusterer.add(one, 100)

    assert clusterer.story_for(other) == 100
    clusterer.remove(one.id)


def test_reports_in_japanese_are_one_story_though_their_endings_differ(clusterer: Clusterer) -> None:
    one = Document(
        1,
        "大谷翔平 二盗で左肩負傷 ワールドシリーズ第2戦",
        "ドジャースの大谷翔平投手が26日（日本時間27日）、ヤンキースとのワールドシリーズ第2戦の7回、二盗を試みた際に"
        "左肩を痛め途中交代した。ロバーツ監督は亜脱臼と説明した。",
        published=NOON,
        language="ja",
    )
    other = Document(
        2,
        "ドジャース大谷が左肩亜脱臼、7回盗塁失敗で負傷交代",
        "大谷翔平が7回に二盗に失敗し、左肩を亜脱臼した。ヤンキースに4-2で勝って2連勝としたドジャースだが、ロバーツ監督は"
        "「検査を受ける」と話した。",
        published=NOON,
        language="ja",
    )
    clusterer.add(one, 100)

    assert clusterer.story_for(other) == 100
    clusterer.remove(one.id)


Report = tuple[str, str, str]  # language, title, lead

MISSION = (
    "en",
    "Grossi visits Zaporizhzhia plant after drone hits turbine hall",
    "Rafael Grossi met director Yuriy Chernichuk in Enerhodar on Monday. 1.25 million litres of oil leaked.",
)
IN_OTHER_SCRIPTS: dict[str, Report] = {
    "Arabic": (
        "ar",
        "غروسي يزور محطة زابوريجيا بعد قصف قاعة التوربينات",
        "التقى رافائيل غروسي في إنيرهودار المدير يوري تشيرنيتشوك. وتسرب 1.25 مليون لتر من الزيت.",
    ),
    "Japanese": (
        "ja",
        "グロッシ氏がザポリージャ原発を訪問 タービン建屋に無人機",
        "ラファエル・グロッシ事務局長はエネルホダルでユーリー・チェルニチュク所長と会い、125万リットルの油が漏れた。",
    ),
    "Korean": (
        "ko",
        "그로시, 드론 피격 자포리자 원전 방문",
        "라파엘 그로시가 에네르호다르에서 유리 체르니추크 소장을 만났다. 기름 125만 리터가 유출됐다.",
    ),
    "Greek": (
        "el",
        "Ο Γκρόσι στον σταθμό της Ζαπορίζια μετά το πλήγμα στην αίθουσα",
        "Ο Ραφαέλ Γκρόσι είδε στο Ενερχοντάρ τον Γιούρι Τσερνιτσούκ. Έφυγαν 1,25 εκατομμύρια λίτρα λαδιού.",
    ),
    "Hebrew": (
        "he",
        "גרוסי ביקר בתחנת הכוח זפוריז'יה אחרי פגיעת כטב\"ם",
        "רפאל גרוסי סייר באנרהודר עם המנהל יורי צ'רניצ'וק. 1.25 מיליון ליטר שמן דלפו.",
    ),
}


def told(reports: tuple[Report, ...], clusterer: Clusterer) -> list[int]:
    """Return the stories of reports that come an hour apart, from a window that is left without them."""
    documents = [
        Document(number, title, text, published=NOON + number * timedelta(hours=1), language=language)
        for number, (language, title, text) in enumerate(reports)
    ]
    return placed(documents, clusterer)


@pytest.mark.parametrize("script", IN_OTHER_SCRIPTS)
def test_a_report_whose_names_stand_in_another_script_joins_the_story(
    script: str, clusterer: Clusterer
) -> None:
    there = IN_OTHER_SCRIPTS[script]

    assert told((MISSION, there), clusterer) == [100, 100]
    assert told((there, MISSION), clusterer) == [100, 100]


@pytest.mark.parametrize("script", IN_OTHER_SCRIPTS)
def test_a_report_of_another_event_does_not_though_it_is_in_another_script(
    script: str, clusterer: Clusterer
) -> None:
    flood = (
        "en",
        "Garonne floods cut off Marmande as Lechevallier calls in army",
        "Prefect Corinne Lechevallier sent 1,400 soldiers to Marmande and Tonneins on Monday.",
    )

    assert told((flood, IN_OTHER_SCRIPTS[script]), clusterer) == [100, 101]


def test_a_story_in_several_languages_takes_no_look_alike_that_one_in_one_language_refuses(
    clusterer: Clusterer,
) -> None:
    tuesday = (
        "en",
        "Judge in Boise sentences Halvorsen to nine years",
        "District judge Ada Brandt sentenced Erik Halvorsen to nine years in prison for fraud.",
    )
    abroad = (
        "de",
        "Richterin in Boise verurteilt Halvorsen zu neun Jahren",
        "Richterin Ada Brandt hat Erik Halvorsen in Boise wegen Betrugs zu neun Jahren Haft verurteilt.",
    )
    farther = (
        "fr",
        "Boise : Halvorsen condamné à neuf ans de prison",
        "La juge Ada Brandt a condamné Erik Halvorsen à neuf ans de prison pour fraude à Boise.",
    )
    other = (
        "en",
        "Judge in Boise sentences Okonkwo to nine years",
        "District judge Paul Winthrop sentenced Grace Okonkwo to nine years in prison for fraud.",
    )

    assert told((tuesday, other), clusterer) == [100, 101]
    assert told((tuesday, abroad, farther, other), clusterer) == [100, 100, 100, 103]


def test_a_story_in_several_languages_takes_no_report_that_shares_words_but_names_others(
    clusterer: Clusterer,
) -> None:
    told_of: tuple[Report, ...] = (
        (
            "en",
            "Nato confirms North Korean troops deployed in Kursk",
            "Mark Rutte confirmed in Brussels that North Korean troops were sent to Russia's Kursk region.",
        ),
        (
            "it",
            'Rutte: "Truppe nordcoreane dispiegate nel Kursk"',
            "Mark Rutte ha confermato a Bruxelles che truppe nordcoreane sono nella regione russa di Kursk.",
        ),
        (
            "en",
            "Pentagon: North Korean troops deployed in Russia",
            "North Korean troops were deployed in Russia's Kursk region, Sabrina Singh said in Virginia.",
        ),
    )

    assert told(told_of[::2], clusterer) == [100, 100]
    assert told(told_of, clusterer) == [100, 100, 102]


def test_a_feed_in_an_unknown_language_changes_no_country_of_an_english_report() -> None:
    analyser = Analyser()
    countries = Countries(analyser)
    words = analyser.analyse("Ukrainian troops", "en").lexemes

    strange = countries.of("qaa")

    assert countries.of("qaa") is strange
    assert country(words, 0, countries.of("en")) == ("UA", 1)
    assert countries.of("en") == Countries(analyser).of("en")
