"""A summary tells what happened and then what else matters, word for word as the outlets do."""

from __future__ import annotations

import pytest

from bot.domain.article import Quote
from bot.pipeline.summarise import summarise
from bot.pipeline.summarise.leads import Leads
from bot.text import Analyser
from tests.pipeline.articles import article

PENTAGON = article(
    1,
    "BONUS CASINO: 200 FREE SPINS TODAY\nScroll to Top\nBy Anna Example\n"
    "WASHINGTON (Reuters) - About 10,000 North Korean soldiers are training in eastern Russia, the Pentagon "
    "said on Monday.  A portion of those soldiers has moved closer to Ukraine, spokeswoman Sabrina Singh "
    "said.\nPhoto: soldiers on parade in Pyongyang, October 10, 2020.\n"
    "She added that the soldiers would be fair game.\nThe move alarmed neighbours of North Korea.\n"
    "Analysts at the Institute for  Study of War doubt that the soldiers will learn much.\n"
    "Instead, y was ordered to the front near Kursk by the generals.\n"
    "Will the soldiers fight?\nSubscribe to our newsletter for more on the war in Ukraine.\n",
    title="Pentagon says 10,000 North Korean troops in Russia",
)
RUTTE = article(
    2,
    "NATO Secretary General Mark Rutte confirmed that North Korean troops had arrived in Russia's Kursk "
    "region. He called it a dangerous expansion of the war. Ukraine entered Kursk in August and holds about "
    "270 square miles of it.",
    title="NATO confirms North Korean troops in Kursk",
)
COPY = article(
    3,
    "About 10,000 North Korean soldiers are training in eastern Russia, the Pentagon said on Monday. "
    "President Volodymyr Zelensky expects the soldiers in combat within days.",
    title="10,000 North Korean soldiers train in Russia",
)


def words(quotes: tuple[Quote, ...]) -> list[str]:
    return [quote.text for quote in quotes]


def test_every_quote_stands_word_for_word_at_its_offsets() -> None:
    stored = {a.id: a for a in (PENTAGON, RUTTE, COPY)}

    for quote in summarise([PENTAGON, RUTTE, COPY], 4):
        source = stored[quote.article_id]
        assert quote.text == " ".join(source.text[quote.start : quote.end].split())
        assert (quote.revision_id, quote.outlet, quote.url) == (source.revision_id, source.outlet, source.url)


def test_a_story_is_told_by_what_happened_and_then_what_else_matters() -> None:
    told = words(summarise([PENTAGON, RUTTE, COPY], 3))

    assert told[0].startswith("About 10,000 North Korean soldiers are training in eastern Russia")
    assert any("Mark Rutte confirmed" in sentence for sentence in told[1:])
    assert len(told) == 3


def test_what_two_outlets_say_alike_is_told_once() -> None:
    told = words(summarise([PENTAGON, RUTTE, COPY], 4))

    assert sum("are training in eastern Russia" in sentence for sentence in told) == 1


def test_a_second_outlet_is_heard_where_there_is_one() -> None:
    assert len({quote.outlet for quote in summarise([PENTAGON, RUTTE], 2)}) == 2


def test_banners_bylines_captions_questions_calls_and_damaged_sentences_are_never_quoted() -> None:
    told = " ".join(words(summarise([PENTAGON], 20, per_article=20)))

    unwanted = (
        "CASINO",
        "Scroll",
        "Anna",
        "WASHINGTON",
        "Reuters",
        "Photo",
        "Institute",
        "ordered",
        "?",
        "Subscribe",
    )
    assert not [word for word in unwanted if word in told]
    assert "About 10,000 North Korean soldiers" in told


def test_nobody_reads_he_without_knowing_who() -> None:
    told = words(summarise([PENTAGON, RUTTE, COPY], 4))

    assert not [sentence for sentence in told if sentence.startswith(("He ", "She ", "The move"))]


def test_a_single_short_article_is_quoted_at_its_lead_in_its_own_order() -> None:
    assert words(summarise([RUTTE], 3)) == [
        RUTTE.text.split(" He called")[0],
        "He called it a dangerous expansion of the war.",
        "Ukraine entered Kursk in August and holds about 270 square miles of it.",
    ]


def test_an_article_of_one_sentence_is_quoted_and_nothing_is_invented_after_it() -> None:
    one = article(5, "North Korean troops have reached the Kursk region, officials in Seoul said.")

    assert words(summarise([one], 3)) == [one.text]


def test_a_feed_text_without_a_full_stop_is_still_quoted() -> None:
    line = "North Korean troops have reached the Kursk region, officials in Seoul said"

    assert words(summarise([article(5, line)], 3)) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "A title",
        "North Korean troops have reached the Kursk region and are...",
        "North Korean troops have reached the Kursk region, officials […]",
        "Subscribe to our newsletter to read the whole of this article today.",
    ],
)
def test_where_nothing_can_be_quoted_nothing_is(text: str) -> None:
    assert summarise([article(5, text)], 3) == ()


def test_no_articles_give_no_summary() -> None:
    assert summarise([], 3) == ()


def test_an_article_is_not_copied_out_whole() -> None:
    many = article(
        6, " ".join(f"Town number {n} of the region {'abcdefghij'[n] * 5} was shelled." for n in range(10))
    )

    assert len(summarise([many], 10)) == 4
    assert len(summarise([many], 10, per_article=2)) == 2


def test_the_same_articles_give_the_same_summary() -> None:
    assert summarise([PENTAGON, RUTTE, COPY]) == summarise([PENTAGON, RUTTE, COPY])


def test_the_headline_is_not_told_again_as_a_sentence() -> None:
    repeated = article(
        7,
        "Pentagon says troops are in Russia.\nAbout 10,000 soldiers are training in the east of the country.",
        title="Pentagon says troops are in Russia",
    )

    assert words(summarise([repeated], 3)) == [
        "About 10,000 soldiers are training in the east of the country."
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Солдаты из КНДР прибыли в Курскую область, сообщили в Сеуле. Он добавил, что их много."),
        ("de", "Nordkoreanische Soldaten sind in der Region Kursk eingetroffen. Er nannte das gefährlich."),
        ("zh", "五角大楼周一表示约一万名朝鲜士兵在俄罗斯东部训练。他说这很危险，令人十分担忧。"),
        (
            "ar",
            "قال البنتاغون إن نحو عشرة آلاف جندي كوري شمالي يتدربون في روسيا. وأضاف أن هذا خطير جدا عليهم.",
        ),
    ],
)
def test_other_languages_are_quoted_and_their_pronouns_do_not_come_first(language: str, text: str) -> None:
    other = article(9, "North Korean soldiers train in Russia's far east, officials in Seoul told reporters.")

    told = summarise([article(8, text, language=language), other], 4)

    assert [quote.start for quote in told if quote.article_id == 8] == [0]


def test_a_story_told_anew_as_it_grows_reads_as_if_told_for_the_first_time() -> None:
    leads = Leads(Analyser())
    story = [PENTAGON, RUTTE, COPY]

    for size in range(1, len(story) + 1):
        assert summarise(story[:size], leads=leads) == summarise(story[:size])


def test_an_article_that_its_outlet_rewrote_is_read_again() -> None:
    leads = Leads(Analyser())
    before = "Rescue teams reached the village of Marne on Monday morning with food and water."
    after = "Rescue teams left the village of Marne on Tuesday evening without any survivors."
    assert words(summarise([article(5, before)], leads=leads)) == [before]

    assert words(summarise([article(5, after)], leads=leads)) == [after]


def test_more_articles_than_are_remembered_are_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pipeline.summarise.leads.ARTICLES_REMEMBERED", 1)
    leads = Leads(Analyser())

    for _ in range(2):
        assert summarise([PENTAGON, RUTTE], leads=leads) == summarise([PENTAGON, RUTTE])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Supporters greet Duma Boko in Gaborone. REUTERS/Thalefang Charles\n"),
        ("ko", "이주호 부총리가 29일 의대 총장들과 영상 간담회를 하고 있다. 교육부 제공\n"),
    ],
)
def test_a_line_that_ends_in_its_pictures_credit_is_never_quoted(language: str, text: str) -> None:
    assert summarise([article(1, text, language=language)]) == ()


def test_an_event_is_not_told_twice_in_other_forms_of_the_same_ukrainian_words() -> None:
    one = (
        "У чеченському місті Гудермес безпілотник атакував Російський університет спецназу, повідомив голова "
        "Чечні Рамзан Кадиров.\nЗагорівся дах порожньої будівлі на території навчального центру."
    )
    two = (
        "Керівник Чечні Рамзан Кадиров заявив про атаку безпілотника на Російський університет спецназу в "
        "Гудермесі.\nВійська РФ готували в місті добровольців для війни проти України."
    )

    told = words(summarise([article(at, text, language="uk") for at, text in enumerate((one, two), 1)]))

    assert sum("Кадиров" in sentence for sentence in told) == 1


BLACKOUT = article(
    31,
    "Cuba suffered a nationwide power blackout on Friday after its largest power plant failed, the energy "
    "ministry said. The Antonio Guiteras plant in Matanzas shut down shortly before 11:00 am, leaving the "
    "island's 10 million people without electricity.",
    title="Cuba hit by nationwide blackout",
)
COLOUR = article(
    32,
    "In Havana's old town, Yolanda cooks rice by candlelight. The streets smell of diesel and the sea. "
    "Cuba's grid has been near collapse for months for lack of fuel. Officials said late on Friday that "
    "power had been restored to about 2% of customers.",
    title="In the dark in Havana",
)


def test_a_second_outlet_is_heard_with_what_belongs_to_the_event_and_not_with_colour() -> None:
    told = words(summarise([BLACKOUT, COLOUR], 3))

    assert len(told) == 3
    assert not [sentence for sentence in told if "Yolanda" in sentence or "diesel" in sentence]
    assert any(sentence in COLOUR.text for sentence in told)


def test_the_scene_that_opens_a_feature_under_a_question_is_not_quoted_beside_the_event() -> None:
    feature = article(
        62,
        "At a noodle shop in Seoul, a man who once wore the uniform of the North Korean troops remembers "
        "hunger. Most of the men sent abroad have never used the internet, analysts at a university say.",
        title="Kim's soldiers: who are they?",
    )

    assert len(summarise([RUTTE, feature], 2)) == 2
    assert "noodle" not in " ".join(words(summarise([RUTTE, feature], 2)))
    assert "noodle" in " ".join(words(summarise([feature], 2)))


def test_the_first_sentence_tells_what_the_headline_over_it_says() -> None:
    pentagon = article(
        33,
        "North Korea has sent about 10,000 troops to train in eastern Russia, the Pentagon said on Monday.",
        title="Pentagon says 10,000 North Korean troops in eastern Russia",
    )
    nato = article(
        34,
        "Nato's Secretary General Mark Rutte has confirmed that North Korean troops have been deployed to "
        "Russia's Kursk border region. Ukraine expects the North Korean troops in Kursk within days.",
        title="North Korean troops in Kursk, Nato confirms",
    )
    hur = article(35, "Ukraine's HUR expects North Korean troops in Russia's Kursk region on Sunday.")

    assert summarise([pentagon, nato, hur], 3)[0].article_id == pentagon.id
    assert summarise([nato, hur, pentagon], 3)[0].article_id == nato.id


def test_one_toll_is_not_told_twice_where_something_else_is_to_tell() -> None:
    one = article(36, "At least 95 people have died in floods in Spain's Valencia region, officials said.")
    other = article(
        37,
        "The death toll of the floods in eastern Spain stood at 95 on Wednesday evening. The government in "
        "Madrid declared three days of mourning for the victims of the floods.",
    )

    assert "three days of mourning" in " ".join(words(summarise([one, other], 2)))


@pytest.mark.parametrize(
    "text",
    [
        "IDF: Hezbollah fired 200 rockets on Monday into northern Israel, wounding two.",
        "IDF (Israel Defense Forces): Hezbollah fired 200 rockets on Monday, wounding two.",
        "UNRWA: Soldiers shot at a clearly marked convoy of lorries near Gaza City on Monday.",
    ],
)
def test_what_somebody_claims_does_not_lose_its_speaker(text: str) -> None:
    (quote,) = summarise([article(1, text)])
    assert quote.text == text


@pytest.mark.parametrize("place", ["MOSCOW: ", "KYIV (AP): ", "SEOUL, Oct 28: "])
def test_a_place_before_its_sentence_is_left_out(place: str) -> None:
    said = "Soldiers from North Korea were seen near the border on Monday, officials said."
    (quote,) = summarise([article(1, place + said)])
    assert quote.text == said


def test_a_line_under_a_heading_of_links_is_no_sentence_of_its_article() -> None:
    text = (
        "O Banco Central elevou a taxa básica de juros para 11,25% ao ano nesta quarta-feira.\n"
        "Notícias relacionadas:\nCopom inicia penúltima reunião do ano em Brasília.\n"
        "A decisão do comitê foi unânime e era esperada pelos analistas do mercado."
    )

    told = words(summarise([article(1, text, language="pt")], 4))

    assert [one.split()[0] for one in told] == ["O", "A"]


def test_the_event_is_not_told_again_by_the_lead_of_a_second_outlet() -> None:
    one = article(
        1,
        "The population of known planets nearly doubled on Wednesday as NASA scientists announced the "
        "discovery of 715 more worlds orbiting stars other than the sun.",
        title="NASA announces 715 newly discovered planets",
    )
    two = article(
        2,
        "NASA's Kepler telescope has discovered more than 700 planets, nearly doubling the number of known "
        "worlds.\nFour of the planets orbit in a zone where water could be liquid, mission scientists said.",
        title="Kepler finds hundreds of planets",
    )

    told = words(summarise([one, two], 2))

    assert [sentence.split()[0] for sentence in told] == ["The", "Four"]


def test_the_headlines_own_lead_yields_where_another_outlet_told_the_event() -> None:
    one = article(
        1,
        "Moldova's pro-Western leader claimed victory in a tense runoff, beating a rival close to Moscow.\n"
        "With nearly 99 percent of the votes counted, Sandu had 55 percent, election officials said.",
        title="Sandu wins second term in Moldovan election",
    )
    two = article(
        2,
        "Moldovan President Maia Sandu has won a second term, preliminary results of the election show.",
        title="Sandu declares victory",
    )

    told = words(summarise([one, two], 2))

    assert [sentence.split()[0] for sentence in told] == ["Moldovan", "With"]


def test_one_toll_in_three_outlets_words_is_told_once() -> None:
    one = article(
        1,
        "At least 95 people have died in Spain after flash floods swept through Valencia, officials said.",
        title="At least 95 dead in Spain's worst floods in decades",
    )
    two = article(
        2,
        "The death toll from the flash floods that hit eastern Spain has risen to 95, emergency services "
        "said.\nThe town of Chiva received a year's worth of rain in eight hours, the weather agency said.",
        title="At least 95 killed in Valencia floods",
    )
    three = article(
        3,
        "Ninety-five people are now known to have lost their lives in the flooding in Spain.\nThousands were "
        "left without electricity, and high-speed trains between Madrid and Valencia were suspended.",
        title="Spain floods: Death toll rises to 95",
    )

    told = words(summarise([one, two, three], 3))

    assert told[0] in one.text
    assert told[1:]
    assert not [sentence for sentence in told[1:] if "95" in sentence or "Ninety" in sentence]


def test_an_article_far_from_what_the_others_tell_is_not_quoted_where_enough_tell_it() -> None:
    troops = [
        article(
            number,
            f"{who} said about 10,000 North Korean soldiers were training in Russia.\nMany of the soldiers "
            f"were moving towards the Kursk region, {who} said on {day}.",
            title="10,000 North Korean soldiers train in Russia",
        )
        for number, (who, day) in enumerate(
            [("The Pentagon", "Monday"), ("Officials in Washington", "Tuesday"), ("Seoul", "Sunday")], 1
        )
    ]
    shells = article(
        4,
        "Freight trains have been carrying artillery shells from North Korea across Russia for over a year, "
        "researchers who study satellite pictures say.\nDozens of wagons stood in a yard near Vladivostok.",
        title="Shells go west by rail, pictures suggest",
    )

    assert shells.id not in {quote.article_id for quote in summarise([*troops, shells], 4)}
    assert shells.id in {
        quote.article_id for quote in summarise([shells, *troops], 4)
    }  # its headline is shown


def test_a_line_that_is_nothing_but_a_label_breaks_no_summary() -> None:
    told = words(
        summarise(
            [article(1, "【写真】\n第50回衆院選は27日、投開票され、与党は過半数を下回った。", language="ja")]
        )
    )

    assert told == ["第50回衆院選は27日、投開票され、与党は過半数を下回った。"]
