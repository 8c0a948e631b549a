"""A summary tells a fact once: in one language, by its newest toll, and not by who explains or advises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.pipeline.summarise import clues as clue
from bot.pipeline.summarise import summarise
from bot.pipeline.summarise.heading import explains
from bot.pipeline.summarise.leads import Leads
from bot.pipeline.summarise.tolls import tolls
from bot.text import Analyser
from tests.pipeline.articles import article

START = datetime(2024, 10, 28, 10, tzinfo=UTC)

TOLLS = [
    (
        "en",
        "A bomb hit a tower in Kharkiv, killing an 11-year-old boy and wounding at least 25.",
        {"hurt": 25},
    ),
    ("en", "Three people, including a 12-year-old boy, have died after a bomb hit flats.", {"dead": 3}),
    ("en", "The death toll from the Oct. 30 attack on a tower in Kharkiv rose to three.", {"dead": 3}),
    ("en", "Floods in Spain claimed at least 1,158 lives, officials said.", {"dead": 1158}),
    ("en", "The outbreak has sickened 49 people in 10 states and killed one.", {"ill": 49, "dead": 1}),
    ("en", "The crash was one of the worst since 1987, when Kim, 61, was killed.", {}),
    ("en", "Boko won 36 of 61 seats in parliament on Friday.", {}),
    ("en", "Nineteen people in 11 states have been sickened, officials said.", {"ill": 19}),
    ("en", "Twenty-three people were killed in a fire.", {"dead": 23}),
    ("pt", "Ao menos oito pessoas morreram após um deslizamento neste domingo (27).", {"dead": 8}),
    ("it", "Quindici persone muoiono nel crollo di un ponte.", {"dead": 15}),
    ("pl", "W szpitalu zmarły trzy osoby.", {"dead": 3}),
    ("de", "Ein Angriff hat drei Menschen getötet und 14 verletzt.", {"dead": 3, "hurt": 14}),
    ("es", "Al menos 62 personas han muerto en la provincia de Valencia.", {"dead": 62}),
    ("fr", "Le bilan des inondations s'est alourdi à 158 morts.", {"dead": 158}),
    ("it", "È salito a 158 morti il bilancio dell'alluvione in Spagna.", {"dead": 158}),
    ("ru", "Восемь мигрантов погибли, когда лодка затонула 26 октября.", {"dead": 8}),
    ("uk", "Унаслідок удару загинули троє людей, ще 36 поранені.", {"dead": 3, "hurt": 36}),
    ("pl", "12 osób zostało rannych po zderzeniu pociągów.", {"hurt": 12}),
    ("tr", "Kazada 8 kişi hayatını kaybetti, 12 kişi yaralandı.", {"dead": 8, "hurt": 12}),
    ("ar", "لقي ثمانية مهاجرين مصرعهم إثر غرق قارب.", {"dead": 8}),
    ("ko", "이 사고로 3명이 숨지고 12명이 다쳤다.", {"dead": 3, "hurt": 12}),
    ("zh", "全台累計2人死亡、515人受傷。", {"dead": 2, "hurt": 515}),
    ("zh", "國道連環車禍造成2死5傷。", {"dead": 2, "hurt": 5}),
]


FIRST = article(
    1,
    "Al menos 62 personas han muerto en la provincia de Valencia a causa de las inundaciones.\n"
    "La UME ha desplegado a más de mil militares en la zona de Chiva.",
    title="Al menos 62 muertos en Valencia",
    language="es",
)
GROWN = article(
    2,
    "Crews searched for bodies in stranded cars after floods in Spain that claimed at least 158 lives.\n"
    "Army units pumped water from underground garages in Paiporta on Thursday.",
    title="Death toll from Spain floods climbs to 158",
)
AGAIN = article(
    3,
    "Le bilan des inondations dévastatrices en Espagne s'est alourdi à 158 morts, selon les secours.\n"
    "La ligne à grande vitesse entre Madrid et Valence restera fermée deux semaines.",
    title="Inondations en Espagne : le bilan monte à 158 morts",
    language="fr",
)


@pytest.mark.parametrize(("language", "sentence", "expected"), TOLLS)
def test_a_toll_is_read_in_the_languages_of_the_agencies(
    language: str, sentence: str, expected: dict[str, int]
) -> None:
    assert {toll.kind: toll.people for toll in tolls(sentence, language)} == expected


def test_each_toll_is_shown_by_one_of_its_sentences_words() -> None:
    leads = Leads(Analyser())
    for language, sentence, expected in TOLLS:
        clues = leads.words(language).clues(sentence, sentence.split())
        assert clue.tell_toll(clues) or not expected, sentence


def test_a_larger_toll_is_told_instead_of_an_older_one() -> None:
    told = [quote.text for quote in summarise([FIRST, GROWN, AGAIN], 3)]

    assert "158" in told[0]
    assert not [sentence for sentence in told if "62" in sentence]


def test_an_event_is_not_told_again_in_another_language() -> None:
    told = [quote.text for quote in summarise([FIRST, GROWN, AGAIN], 3)]

    assert len(told) == 3
    assert len([sentence for sentence in told if "158" in sentence]) == 1


def test_a_larger_toll_of_something_else_drives_out_nothing() -> None:
    strike = article(
        4, "An Israeli strike killed 12 people in Gaza City on Monday.", title="Strike kills 12 in Gaza"
    )
    war = article(
        5,
        "The war in Gaza, in which 43,000 people have been killed, was discussed in Doha on Tuesday.",
        title="Talks on Gaza resume",
    )

    told = [quote.text for quote in summarise([strike, war], 2)]

    assert told[0].startswith("An Israeli strike killed 12")


def test_who_explains_or_advises_is_not_quoted_beside_the_news() -> None:
    news = article(
        1,
        "An E. coli outbreak tied to Burgerhaus has sickened 49 people, health officials said Wednesday.\n"
        "Burgerhaus stopped selling the sandwich at a fifth of its 14,000 stores.",
        title="E. coli outbreak tied to burger chain sickens 49",
    )
    advice = article(
        2,
        "Washing hands is the simplest thing anybody can do against E. coli, says a food scientist.\n"
        "Onions, lettuce and sprouts carry the bacteria more often than people think.",
        title="How to keep a kitchen safe from E. coli",
    )

    assert {quote.article_id for quote in summarise([news, advice], 3)} == {news.id}


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Why Nordwind is still my favourite long-term stock", True),
        ("en", "'They took our future': the young Georgians who refuse to give up", True),
        ("en", "WHO says tuberculosis is the top infectious killer", False),
        ("en", "'We are ready,' Kim tells troops", False),
        ("de", "Warum die Flut so viele Menschen überraschte", True),
        ("es", "Qué es una dana y por qué es tan peligrosa", True),
        ("fr", "Inondations en Espagne : le bilan monte à 158 morts", False),
        ("ru", "Что известно о крушении лодки у берегов Турции", True),
        ("uk", "Удар по багатоповерхівці у Харкові: троє загиблих", False),
    ],
)
def test_a_headline_shows_that_its_article_explains(language: str, title: str, expected: bool) -> None:
    assert explains(title, language) is expected


def test_the_scene_that_opens_a_feature_under_a_plain_headline_is_not_quoted() -> None:
    verdict = article(
        1,
        "La Audiencia Provincial de Málaga ha condenado este viernes a 14 años de prisión al exalcalde de "
        "Marvela Rafael Ordóñez por malversación y cohecho en el llamado caso del agua.",
        title="La Audiencia condena a 14 años al exalcalde de Marvela por la trama del agua",
        language="es",
    )
    fine = article(
        2,
        "El exalcalde de Marvela Rafael Ordóñez ha sido condenado a catorce años de cárcel por delitos de "
        "malversación y cohecho.\n"
        "La Audiencia de Málaga le impone además una multa de 4,6 millones de euros.",
        title="Condenado a catorce años de cárcel el exalcalde de Marvela por corrupción",
        language="es",
    )
    feature = article(
        3,
        "En el bar de la plaza nadie quiere hablar de Ordóñez.\n"
        "El recibo del agua ha subido un 90 % desde 2012.",
        title="Vecinos de Marvela tras la sentencia: «Nos robó el agua»",
        language="es",
    )

    told = [quote.text for quote in summarise([verdict, fine, feature], 3)]

    assert not any(text.startswith("En el bar") for text in told)
    assert any("multa" in text for text in told)


def test_one_plan_is_not_told_again_in_another_outlets_words() -> None:
    first = article(
        1,
        "U.S. mediators are working on a proposal for a 60-day truce between Israel and Lebanon's Hezbollah, "
        "two sources briefed on the talks said on Tuesday.",
        title="Israel, Hezbollah closer to 60-day truce, sources say",
    )
    again = article(
        2,
        "The United States has drafted a proposal for a 60-day halt to the fighting between Israel and "
        "Hezbollah, Hebrew media reported Wednesday.\n"
        "Israel insists it must be free to act if Hezbollah breaks the agreement, a senior official said.",
        title="US said to draft truce in Lebanon; envoys arrive Thursday",
    )
    envoys = article(
        3,
        "Two U.S. envoys met Prime Minister Benjamin Netanyahu on Thursday to discuss a truce in Lebanon but "
        "left without announcing a deal.",
        title="US envoys meet Netanyahu but leave without a deal",
    )

    told = [quote.text for quote in summarise([first, again, envoys], 3)]

    assert not any(text.startswith("The United States has drafted") for text in told)
    assert len(told) == 3


def test_a_verdict_is_not_told_again_where_its_consequence_is_to_tell() -> None:
    verdict = article(
        1,
        "A federal jury on Wednesday convicted former U.S. Sen. Robert Hale of taking more than $700,000 in "
        "bribes from a real estate developer.",
        title="Former senator Hale convicted of taking bribes from developer",
    )
    again = article(
        2,
        "Former U.S. Senator Robert Hale was found guilty on Wednesday of accepting bribes, in a blow to one "
        "of New Jersey's most powerful Democrats.\n"
        "Jurors deliberated for three days after a nine-week trial.",
        title="Ex-US Senator Hale found guilty in bribery trial",
    )
    appeal = article(
        3,
        "Former Sen. Robert Hale vowed on Thursday to appeal his bribery conviction, as party leaders called "
        "on him to end his independent campaign for the Senate.",
        title="Hale says he will appeal bribery conviction as Democrats urge him to drop Senate bid",
    )

    jurors = article(
        4,
        "The pizza had gone cold by the time the jurors took their last vote.\n"
        "Juror No. 7 said the gold bars had been decisive.\nHale was convicted Wednesday on 14 counts.",
        title="'He sold his office': Inside the jury room that convicted Bob Hale",
    )

    told = [quote.text for quote in summarise([verdict, again, jurors, appeal], 3)]

    assert not any("found guilty" in text for text in told)
    assert any("vowed on Thursday to appeal" in text for text in told)


def test_a_second_outlet_is_heard_with_a_new_number_before_the_event_in_another_language() -> None:
    first = article(
        1,
        "Пожар произошел на нефтеперерабатывающем заводе в Новокамске после атаки беспилотников.",
        title="В Новокамске после атаки беспилотников загорелся НПЗ",
        language="ru",
    )
    second = article(
        2,
        "Пожар на заводе в Новокамске произошел после атаки беспилотников, сообщил губернатор.\n"
        "Работа предприятия приостановлена, эвакуированы 300 сотрудников.",
        title="Губернатор сообщил об атаке беспилотников на завод в Новокамске",
        language="ru",
    )
    abroad = article(
        3,
        "Безпілотники в ніч на вівторок атакували нафтопереробний завод у Новокамську.",
        title="Дрони уразили НПЗ у Новокамську",
        language="uk",
    )

    told = [quote.text for quote in summarise([first, second, abroad], 2)]

    assert told[1:] == ["Работа предприятия приостановлена, эвакуированы 300 сотрудников."]


def test_two_copies_of_an_agencys_sentence_do_not_drive_out_a_third_outlets_lead() -> None:
    agency = "The council of Leeds closed its oldest library on Monday."
    told = [
        article(1, agency, title="Leeds shuts library"),
        article(2, agency, title="Leeds shuts its library"),
        article(3, "Historians called it a loss for the whole region.", title="A sad day, readers say"),
    ]

    assert [quote.article_id for quote in summarise(told)] == [1, 3]


def test_two_copies_of_an_agencys_sentence_do_not_drive_out_who_explains() -> None:
    agency = "The building will be sold to a hotel company next spring."
    told = [
        article(1, agency, title="Town loses a landmark"),
        article(2, agency, title="Hotel to move in"),
        article(
            3, "The council of Leeds closed its oldest library on Monday.", title="What it means for you"
        ),
    ]

    assert [quote.article_id for quote in summarise(told)] == [1, 3]
