"""Short reports of two like events are two stories, as far as names and numbers reach; of one event, one.

DECISIONS.md (0066) says which like events are still taken for one.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.pipeline.cluster import Clusterer, Document
from tests.pipeline.like_events import ONE_EVENT, TWO_EVENTS, Report

# Reports as late October 2024 had them, in eight languages, by what they tell of.
OCTOBER: dict[str, dict[str, tuple[Report, Report]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "october_reports.json").read_text(encoding="utf-8")
)
NOON = datetime(2024, 10, 31, 12, tzinfo=UTC)

APART: dict[str, tuple[Report, Report]] = {
    "two quakes": (
        (
            "en",
            "M 4.9 - 12 km SSW of Iquique, Chile",
            (
                "A magnitude 4.9 earthquake occurred 12 km SSW of Iquique, Chile, at a depth of 41 km. "
                "No damage has been reported."
            ),
        ),
        (
            "en",
            "M 5.3 - 70 km E of Namie, Japan",
            (
                "A magnitude 5.3 earthquake occurred 70 km E of Namie, Japan, at a depth of 35 km. "
                "No damage has been reported."
            ),
        ),
    ),
    "two quakes, in Spanish": (
        (
            "es",
            "Un sismo de magnitud 5,1 sacude la costa de Oaxaca",
            "El sismo se registró a las 06:12 a 20 kilómetros al sur de Salina Cruz. No se reportan daños.",
        ),
        (
            "es",
            "Un sismo de magnitud 4,7 sacude la costa de Arequipa",
            "El sismo se registró a las 14:40 a 33 kilómetros al oeste de Camaná. No se reportan daños.",
        ),
    ),
    "two rulings": (
        (
            "en",
            "Appeals court upholds conviction of former mayor Delgado",
            (
                "The appeals court on Monday upheld the conviction of former mayor Luis Delgado, "
                "sentenced to six years in prison for taking bribes. His lawyers said that they "
                "would appeal."
            ),
        ),
        (
            "en",
            "Appeals court upholds conviction of former banker Hoffman",
            (
                "The appeals court on Tuesday upheld the conviction of former banker Peter "
                "Hoffman, sentenced to nine years in prison for laundering money. His lawyers "
                "said that they would appeal."
            ),
        ),
    ),
    "two matches": (
        (
            "en",
            "Brentford 4-3 Ipswich: late goal settles it",
            (
                "Mbeumo scored deep into added time as Brentford beat Ipswich 4-3. The visitors "
                "had led by two goals before the break."
            ),
        ),
        (
            "en",
            "Wolves 2-2 Brighton: late goal settles it",
            (
                "Cunha scored deep into added time as Wolves held Brighton 2-2. The hosts had "
                "trailed by two goals before the break."
            ),
        ),
    ),
    "strikes on Iran and on Lebanon": (
        (
            "en",
            "Israel strikes military sites in Iran",
            (
                "Israel's air force struck missile plants near Tehran early on Saturday in answer "
                "to the barrage of 1 October."
            ),
        ),
        (
            "en",
            "Israel strikes bank offices in Lebanon",
            (
                "Israel's air force struck branches of Al-Qard al-Hassan in Beirut on Sunday "
                "night after warning people to leave."
            ),
        ),
    ),
    "two quakes, in Chinese": (
        (
            "zh",
            "台湾花莲县发生5.6级地震",
            ("中国地震台网测定,台湾花莲县海域发生5.6级地震,震源深度15千米。"),
        ),
        (
            "zh",
            "西藏那曲市发生4.1级地震",
            ("中国地震台网测定,西藏那曲市尼玛县发生4.1级地震,震源深度10千米。"),
        ),
    ),
    "two packages of sanctions, in Russian": (
        (
            "ru",
            "ЕС согласовал 12-й пакет санкций против России",
            "Послы стран ЕС согласовали 12-й пакет санкций, он запрещает ввоз алмазов.",
        ),
        (
            "ru",
            "ЕС согласовал 13-й пакет санкций против России",
            "Послы стран ЕС согласовали 13-й пакет санкций, он включает почти 200 лиц.",
        ),
    ),
    "two nights of bombs, in Ukrainian": (
        (
            "uk",
            "Росіяни вдарили авіабомбою по центру Харкова, пошкоджено Держпром",
            (
                "Увечері 28 жовтня російські війська завдали удару керованою авіабомбою по центру Харкова. "
                "Пошкоджено будівлю Держпрому, постраждали дев'ятеро людей, повідомив начальник ОВА Олег "
                "Синєгубов. Мер Ігор Терехов заявив, що будівлю відновлять."
            ),
        ),
        (
            "uk",
            "Росіяни вдарили авіабомбою по багатоповерхівці у Харкові, загинув підліток",
            (
                "Увечері 30 жовтня російські війська завдали удару керованою авіабомбою по Салтівському "
                "району Харкова. Загинув підліток, 35 людей поранено, повідомив начальник ОВА Олег "
                "Синєгубов. Мер Ігор Терехов повідомив, що вибито понад 200 вікон."
            ),
        ),
    ),
    "two verdicts, in Polish": (
        (
            "pl",
            "Sąd Okręgowy w Gdańsku: 15 lat więzienia dla Stefana W. za zabójstwo żony",
            (
                "Sąd Okręgowy w Gdańsku skazał Stefana W. na 15 lat więzienia. Do zbrodni doszło w lutym na "
                "Przymorzu. Sędzia Anna Skórska uznała, że działał z zamiarem. Prokuratura żądała "
                "dożywocia. Wyrok nie jest prawomocny. Obrona zapowiedziała apelację. Stefan W. milczał."
            ),
        ),
        (
            "pl",
            "Sąd Okręgowy w Krakowie: 25 lat więzienia dla Roberta K. za zabójstwo wspólnika",
            (
                "Sąd Okręgowy w Krakowie skazał Roberta K. na 25 lat więzienia. Do zbrodni doszło w Skawinie "
                "w 2021 roku. Sędzia Tomasz Grebla uznał, że motywem był dług. Prokuratura żądała "
                "dożywocia. Wyrok nie jest prawomocny. Obrona zapowiedziała apelację. Robert K. milczał."
            ),
        ),
    ),
    "floods of two years": (
        (
            "es",
            "Inundaciones en Valencia: al menos 95 muertos por la DANA",
            "Al menos 95 personas han muerto en Paiporta, Chiva y otros pueblos de Valencia.",
        ),
        (
            "es",
            "Inundaciones en Bolonia: un muerto por las lluvias",
            "Un joven de 20 años murió en Pianoro cuando el agua arrastró su coche.",
        ),
    ),
}

TOGETHER: dict[str, tuple[Report, Report]] = {
    "troops in Kursk": (
        (
            "en",
            "North Korean troops arrive in Kursk region, Ukraine says",
            (
                "The first units of North Korean soldiers trained in Russia have arrived in the Kursk "
                "region, Ukraine's military intelligence said on Thursday. Some 12,000 soldiers, 500 "
                "officers among them, are in Russia, it said."
            ),
        ),
        (
            "en",
            "Kyiv: first North Korean soldiers now in Russia's Kursk",
            (
                "Ukraine's military intelligence says the first North Korean units were seen in the Kursk "
                "region on Wednesday. About 12,000 North Korean soldiers, including 500 "
                "officers, are in Russia."
            ),
        ),
    ),
    "strikes on Iran": (
        (
            "en",
            "Israel strikes military sites in Iran",
            (
                "Israel's air force struck missile plants and air defences near Tehran early on Saturday in "
                "answer to Iran's missile barrage of 1 October. Iran says that two soldiers were killed."
            ),
        ),
        (
            "en",
            "Explosions in Tehran as Israel attacks Iran in retaliation",
            (
                "Explosions were heard in Tehran early on Saturday as Israel attacked missile plants and air "
                "defences in retaliation for the missile barrage of 1 October. Two Iranian soldiers "
                "were killed."
            ),
        ),
    ),
    "a rally, told by its day and by the election's": (
        (
            "en",
            "Trump holds rally at Madison Square Garden in New York",
            (
                "Donald Trump held a rally at Madison Square Garden in New York on October 27 before "
                "thousands of supporters, in the last week of the race."
            ),
        ),
        (
            "en",
            "Trump rally at Madison Square Garden draws thousands",
            (
                "Thousands came to Madison Square Garden in New York for a rally of Donald Trump, nine days "
                "before the Nov. 5 vote against Kamala Harris."
            ),
        ),
    ),
    "a quake, told in two time zones": (
        (
            "en",
            "Magnitude 6.1 earthquake strikes off northern Chile coast",
            (
                "A magnitude 6.1 earthquake struck off the coast of northern Chile at 4:32 a.m. local time, "
                "the USGS said. No damage was reported in Iquique."
            ),
        ),
        (
            "en",
            "Magnitude 6.1 earthquake hits northern Chile",
            (
                "A magnitude 6.1 earthquake hit northern Chile at 07:32 GMT on Sunday, the USGS said. There "
                "were no reports of damage in Iquique."
            ),
        ),
    ),
    "floods in Valencia, in Spanish": (
        (
            "es",
            "Inundaciones en Valencia: al menos 95 muertos por la DANA",
            (
                "Al menos 95 personas han muerto por las inundaciones en Paiporta, Chiva y otros pueblos de "
                "Valencia tras la DANA del martes."
            ),
        ),
        (
            "es",
            "La DANA deja 95 muertos en Valencia, Paiporta el pueblo más golpeado",
            (
                "Las inundaciones del martes por la DANA dejan 95 muertos en la provincia de Valencia. En "
                "Paiporta murieron decenas de personas, también en Chiva."
            ),
        ),
    ),
    "the vote in Georgia, in German": (
        (
            "de",
            "Wahl in Georgien: Regierungspartei Georgischer Traum erklärt sich zum Sieger",
            (
                "Der Georgische Traum kommt laut Wahlkommission auf 54 Prozent. Präsidentin Surabischwili "
                "erkennt das Ergebnis nicht an und ruft zu Protesten in Tiflis auf."
            ),
        ),
        (
            "de",
            "Georgien: Präsidentin Surabischwili erkennt Wahlergebnis nicht an",
            (
                "Die Wahlkommission in Tiflis sieht den Georgischen Traum bei 54 Prozent. Surabischwili "
                "spricht von Fälschung und ruft zu Protesten auf."
            ),
        ),
    ),
    "the vote in Japan, in two languages, by its numbers": (
        (
            "en",
            "Japan's ruling LDP loses majority in lower house election in blow to Ishiba",
            (
                "Japan's ruling coalition won 215 seats in Sunday's election, short of the 233 needed "
                "for a majority. The LDP alone took 191 seats, down from 247, while the Constitutional "
                "Democratic Party rose to 148."
            ),
        ),
        (
            "ja",
            "自公過半数割れ 石破首相は続投表明 衆院選",
            (
                "衆院選で与党は215議席にとどまり、過半数の233議席を下回りました。自民党は247議席から"
                "191議席に減らし、立憲民主党は148議席に伸ばしました。"
            ),
        ),
    ),
    "strikes on Iran, in two languages, by names below the titles": (
        (
            "en",
            "Israel strikes military targets in Iran in retaliation for missile attack",
            (
                "Explosions were heard in Tehran and in the provinces of Ilam and Khuzestan. Four soldiers "
                "were killed, said the army. Missile factories had been hit, said spokesman Daniel Hagari."
            ),
        ),
        (
            "ru",
            "Израиль нанёс удары по военным объектам в Иране в ответ на ракетную атаку",
            (
                "Взрывы прогремели в Тегеране и в провинциях Илам и Хузестан. Погибли четверо солдат, "
                "сообщила армия. Поражены заводы ракет, заявил представитель армии Даниэль Хагари."
            ),
        ),
    ),
    "a rate decision, in Russian": (
        (
            "ru",
            "Банк России повысил ключевую ставку до 21%",
            "Совет директоров Банка России повысил ключевую ставку на 200 базисных пунктов, до 21% годовых.",
        ),
        (
            "ru",
            "ЦБ поднял ключевую ставку до рекордных 21% годовых",
            (
                "Банк России поднял ключевую ставку на 200 базисных пунктов, до рекордных 21% годовых. "
                "Набиуллина не исключила новое повышение."
            ),
        ),
    ),
}


@pytest.fixture(scope="module")
def clusterer() -> Clusterer:
    """One for all: it loads the words of each language once."""
    return Clusterer()


def documents(one: Report, other: Report, hours: int) -> list[Document]:
    return [
        Document(
            number,
            title,
            text,
            published=NOON + number * timedelta(hours=hours),
            arrived=NOON + number * timedelta(hours=hours),
            language=language,
        )
        for number, (language, title, text) in enumerate((one, other))
    ]


def told_as_one(clusterer: Clusterer, one: Report, other: Report, *, hours: int) -> bool:
    """Say whether two reports are one story in a window without others, which is left without them."""
    first, second = documents(one, other, hours)
    clusterer.add(first, 1)
    clusterer.add(second, clusterer.story_for(second) or 2)
    for document in (second, first):
        clusterer.rethink(document.id)
    together = clusterer.story_for(first) == clusterer.story_for(second)
    for document in (second, first):
        clusterer.remove(document.id)
    return together


@pytest.mark.parametrize("hours", [0, 30])
@pytest.mark.parametrize("event", APART | TWO_EVENTS | OCTOBER["two events"])
def test_reports_of_two_events_in_the_same_words_are_two_stories(
    event: str, hours: int, clusterer: Clusterer
) -> None:
    one, other = (APART | TWO_EVENTS | OCTOBER["two events"])[event]

    assert not told_as_one(clusterer, one, other, hours=hours)
    assert not told_as_one(clusterer, other, one, hours=hours)


@pytest.mark.parametrize("event", TOGETHER | ONE_EVENT | OCTOBER["one event"])
def test_two_outlets_reports_of_one_event_are_one_story(event: str, clusterer: Clusterer) -> None:
    one, other = (TOGETHER | ONE_EVENT | OCTOBER["one event"])[event]

    assert told_as_one(clusterer, one, other, hours=1)
    assert told_as_one(clusterer, other, one, hours=1)


KURSK = (
    "en",
    "NATO says North Korean troops have been deployed to Russia's Kursk region",
    (
        "NATO Secretary General Mark Rutte said on Monday that North Korean military units had been deployed "
        "to Russia's Kursk region. Rutte spoke after a South Korean delegation of intelligence officials "
        "briefed the alliance's ambassadors in Brussels."
    ),
)


def test_what_is_told_of_a_running_topic_on_the_next_day_is_a_story_of_its_own(clusterer: Clusterer) -> None:
    generals = (
        "en",
        "Spy agency: North's generals may be moved to front line",
        (
            "Seoul's National Intelligence Service told lawmakers that senior North Korean officers may have "
            "gone to the front."
        ),
    )

    assert not told_as_one(clusterer, KURSK, generals, hours=20)


def test_an_outlet_that_tells_of_an_event_a_day_late_is_in_its_story(clusterer: Clusterer) -> None:
    late = (
        "en",
        "North Korean soldiers are in Kursk, Nato chief confirms",
        (
            "Nato has confirmed for the first time that soldiers from North Korea are in Russia's Kursk "
            'border region. Mark Rutte said the move was a sign of Vladimir Putin\'s "growing desperation".'
        ),
    )

    assert told_as_one(clusterer, KURSK, late, hours=24)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Monday, 28 October 2024, 9:30 GMT"),
        ("en", "Posted: Oct 28, 2024 8:20 AM ET, last updated 8:10 PM"),
        ("de", "Montag, 28. Oktober 2024, 8 Uhr"),
        ("fr", "Lundi 28 août 2024 - 9h30"),
        ("ru", "понедельник, 28 октября 2024, 9:30"),
    ],
)
def test_two_pages_that_have_their_date_for_a_headline_are_no_one_story(language: str, title: str) -> None:
    clusterer = Clusterer()
    clusterer.add(Document(1, title, "Quake", url="https://a.example/1", language=language), 1)
    other = Document(2, title, "Budget", url="https://b.example/2", language=language)
    assert clusterer.story_for(other) is None


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Monday 28 October: Kursk bridge hit at 9:30"),
        ("hi", "दिल्ली में भारी बारिश से सात लोगों की मौत, स्कूल बंद"),
        ("ta", "தமிழகத்தில் கனமழை பள்ளிகளுக்கு விடுமுறை அறிவிப்பு"),
    ],
)
def test_a_headline_is_one_whatever_day_it_names_or_script_it_is_in(language: str, title: str) -> None:
    clusterer = Clusterer()
    clusterer.add(Document(1, title, "", url="https://a.example/1", language=language), 1)
    assert clusterer.story_for(Document(2, title, "", url="https://b.example/2", language=language)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            Document(
                1,
                "Ferry sinks off Zanzibar",
                "A ferry sank off Zanzibar on Monday. Fishermen pulled people out of the water.",
            ),
            Document(
                2,
                "Ferry sinks off Zanzibar with 60 aboard",
                "Rescuers searched for passengers of a ferry that went down off Zanzibar, officials said.",
            ),
        ),
        (
            Document(
                1,
                "Harwich baker convicted of burning, robbing village shops",
                "A Harwich baker was convicted on Friday of setting fire to shops and robbing their owners. "
                "The jury heard that John Pell drove from village to village at night.",
            ),
            Document(
                2,
                "Longtime Harwich baker, 71, convicted of burning, robbing 4 village shops",
                "It took a jury an hour to find John Pell guilty of burning and robbing four shops. The "
                "judge thanked the jurors for their patience in a case that began two years ago.",
            ),
        ),
    ],
)
def test_a_headline_that_gives_a_number_more_is_no_look_alike(first: Document, second: Document) -> None:
    clusterer = Clusterer()
    clusterer.add(first, 1)

    assert clusterer.story_for(second) == 1
