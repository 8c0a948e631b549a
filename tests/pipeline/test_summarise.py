"""A summary is made of whole sentences that stand in the articles, and each can be read by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import Article, Quote
from bot.pipeline.summarise import summarise
from bot.pipeline.summarise.captions import is_credited
from bot.pipeline.summarise.datelines import without_dateline, without_label
from bot.pipeline.summarise.leads import Leads
from bot.pipeline.summarise.quotable import Fit, fit
from bot.text import Analyser

START = datetime(2024, 10, 28, 10, tzinfo=UTC)


def article(
    number: int, text: str, *, title: str = "A title", outlet: str = "", language: str = "en"
) -> Article:
    return Article(
        id=number,
        revision_id=number * 10,
        story_id=1,
        url=f"https://outlet{number}.example/{number}",
        outlet=outlet or f"Outlet {number}",
        title=title,
        text=text,
        author=None,
        published=START + timedelta(minutes=number),
        first_stored_at=START + timedelta(minutes=number),
        language=language,
    )


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


STANDS = [
    "The Pentagon said on Monday that about 10,000 soldiers were in Russia.",
    "Mark Rutte said he was worried about the soldiers in Kursk.",
    '"We will fight," President Zelensky said in Kyiv on Monday.',
    "Al-Qaeda affiliates and state-sponsored groups were blamed for the attack.",
    "iPhone sales in China fell by a fifth, analysts in Taipei said.",
]
STANDS.append("The Institute for the Study of War doubts that\n   the soldiers will learn much in Kursk.")
LEANS = [
    "He added that the soldiers would be fair game.",
    "But the White House did not confirm the report on Monday.",
    "In response, Moscow denied that soldiers had arrived at all.",
    "The 33-year-old was arrested on Monday in a suburb of Paris.",
    '"We will fight to the end," he said on Monday in Kyiv.',
    "According to him, Kyiv will hold the town through the winter.",
]
NEVER = [
    "I think that Kyiv will hold the town through the winter.",
    "Too short.",
    "North Korean troops have reached the",
    "The Institute for  Study of War doubts that soldiers will learn.",
    "Instead, y was ordered to the front near Kursk.",
    "A report by the Institute for the , said that soldiers came.",
    "It was said that “soldiers will come to the town.",
    "Soldiers walk in Kursk, Russia, on a road, October 28, 2024.",
    "People gather at a station in Kyiv on Monday (AP Photo/Jane Roe).",
    "Reporting by Jane Roe in Kyiv and John Doe in Washington.",
    "Photo: soldiers march through the centre of Pyongyang on Sunday.",
    "Click here to read what our correspondents saw in Kursk.",
    "Play now at the best online casino of the whole of Europe.",
    "Will North Korean soldiers fight in the Kursk region?",
    "What a day it was for the soldiers of the brigade!",
    "NORTH KOREAN SOLDIERS REACH THE KURSK REGION OF RUSSIA.",
    "Pentagon Confirms Thousands Of Soldiers Near Kursk Border Region.",
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [(s, Fit.STANDS) for s in STANDS] + [(s, Fit.LEANS) for s in LEANS] + [(s, Fit.NEVER) for s in NEVER],
)
def test_a_sentence_is_judged_as_a_reader_would(sentence: str, expected: Fit) -> None:
    assert fit(sentence, "en") is expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("KYIV, Oct 28 (Reuters) - Russia said so.", "Russia said so."),
        ("WASHINGTON (AP) — The Pentagon said so.", "The Pentagon said so."),
        ("MOSCOW: Russia said so.", "Russia said so."),
        ("Seoul (AFP) – Troops left.", "Troops left."),
        ("NATO said so.", "NATO said so."),
        ("NATO - an alliance - said so.", "NATO - an alliance - said so."),
        ("Rutte: troops are there.", "Rutte: troops are there."),
    ],
)
def test_a_dateline_is_cut_off_and_nothing_else(text: str, rest: str) -> None:
    assert text[without_dateline(text, 0, len(text)) :] == rest


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
    ("language", "text", "quoted"),
    [
        ("es", "Valencia, 31 oct (EFE).- Al menos 158 personas han muerto por las inundaciones.", "Al menos"),
        ("it", "(ANSA) - MADRID, 31 OTT - Sono almeno 158 le vittime delle alluvioni a Valencia.", "Sono"),
        ("ko", "(워싱턴=연합뉴스) 홍길동 특파원 = 미국 국방부는 북한이 병력을 파견했다고 밝혔다.", "미국"),
        ("zh", "新华社华盛顿10月28日电（记者 张三）美国国防部表示，约一万名朝鲜士兵已抵达俄罗斯。", "美国"),
        ("ja", "【ワシントン共同】米国防総省は、北朝鮮が約1万人の兵士を派遣したと発表した。", "米国"),
        ("en", "Kabul, Afghanistan - Millions of Afghans have cast their ballots on Saturday.", "Millions"),
        ("en", "Oct 28 (Reuters) - The Pentagon said on Monday that 10,000 troops had arrived.", "The"),
        ("de", "Kiew/Moskau – Russland hat am Montag die Stadt Charkiw angegriffen.", "Russland"),
        ("fr", "Valence (Espagne), 30 oct 2024 (AFP) - Les secours cherchent des disparus.", "Les"),
        ("ru", "МОСКВА, 28 окт - РИА Новости. Пентагон сообщил о десяти тысячах солдат.", "Пентагон"),
        ("ru", "МОСКВА, 28 октября. /ТАСС/. Пентагон сообщил о десяти тысячах солдат.", "Пентагон"),
        ("uk", "КИЇВ. 28 жовтня. УНН. Пентагон повідомив про десять тисяч солдатів КНДР.", "Пентагон"),
        ("fr", "Valence (Espagne) (AFP) - Des pluies ont fait 95 morts mardi.", "Des"),
        ("en", "GOMA, Democratic Republic of Congo, Oct 3 (Reuters) - At least 78 drowned there.", "At"),
        ("en", "Kinshasa — Eighty-seven bodies were taken to the morgue of the hospital.", "Eighty"),
        ("de", "New York/Berlin (dpa) - Die Bundesregierung schließt die iranischen Konsulate.", "Die"),
        ("uk", "Київ, 28 жовтня. УНН. Пентагон повідомив про десять тисяч солдатів.", "Пентагон"),
        ("en", "(CNN) -- The commissioner came down hard on the owner of the team on Tuesday.", "The"),
    ],
)
def test_a_dateline_of_any_agency_is_cut_off(language: str, text: str, quoted: str) -> None:
    assert text[without_dateline(text, 0, len(text)) :].startswith(quoted)


@pytest.mark.parametrize(
    "text",
    [
        "Donald Trump - President of the United States - spoke on Monday in Washington.",
        "Россия 28 октября сообщила о потерях, и Киев их подтвердил в понедельник.",
        "Kiew, 28 Jahre alt und Mutter von zwei Kindern, wartet in Berlin auf Nachrichten.",
        "The Rolling Stones - A band of five men then - played in Hyde Park on Saturday.",
    ],
)
def test_a_name_before_a_dash_is_no_dateline(text: str) -> None:
    assert without_dateline(text, 0, len(text)) == 0


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("uk", "Про це президент сказав під час вечірнього звернення до народу."),
        ("pl", "Powiedział to w poniedziałek sekretarz generalny Mark Rutte."),
        ("it", "Lo ha reso noto il centro di coordinamento dei soccorsi."),
        ("ja", "同省のシン副報道官は、一部の兵士が既に移動したと述べた。"),
        ("zh", "该部门表示，其中一部分已向乌克兰方向移动。"),
        ("en", "At first they tried to sell the carcass to a museum in the city."),
        ("en", "In a statement, he denied that soldiers had arrived in the region."),
    ],
)
def test_a_sentence_that_points_back_leans_in_other_languages_too(language: str, sentence: str) -> None:
    assert fit(sentence, language) is Fit.LEANS


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Jeff Gordon's first win of the season comes at Kansas. held off during the final laps."),
        (
            "en",
            "Obama overturns ruling on species act MARCH 4, 2009, 10:53 AM President Obama announced plans.",
        ),
        (
            "en",
            "Video of a shooting is shown at trial Apr 12, 2013 Video of the mother was revealed Thursday.",
        ),
        ("en", "Interior and commerce agree • Experts to be consulted on all of the new developments."),
        ("en", "Watches and jewellery were stolen in a raid, the police said, and they are worth £1 ."),
        ("ja", "写真は会見するシン副報道官とルッテ事務総長である。"),
        ("zh", "责任编辑：李四，本文来自新华社的报道内容。"),
        ("ko", "무단 전재 및 재배포를 금지하며 모든 저작권은 본사에 있다."),
        ("uk", "Підписуйтесь на наш канал у Telegram, щоб не пропустити новини."),
        ("de", "Bundeskanzler Scholz bei seiner Ankunft in Brüssel am Montag (Foto: dpa)."),
        ("de", "Von Anna Müller und Peter Schmidt, Korrespondenten in Berlin und Kiew."),
        ("fr", "Le président Emmanuel Macron, à l'Elysée, le 28 octobre 2024 (photo d'illustration)."),
        ("fr", "Par Marie Dupont, envoyée spéciale à Valence pour notre journal."),
        ("es", "Síguenos en Facebook, X e Instagram para no perderte ninguna noticia."),
        ("ru", "Президент России на саммите в Казани, 23 октября 2024 года. Фото: ТАСС."),
        ("ru", "На фото: северокорейские солдаты во время парада в Пхеньяне."),
        ("ru", "Автор: Иван Петров, специальный корреспондент газеты в Киеве."),
        ("uk", "На фото: північнокорейські військові під час навчань."),
        ("zh", "图为10月28日拍摄的首都机场。新华社记者张三摄。"),
        ("ja", "無断転載を禁じます。すべての著作権は当社に属します。"),
        ("ar", "صورة أرشيفية لجنود من كوريا الشمالية خلال عرض عسكري في بيونغيانغ."),
        ("en", "People wait in line to vote early in Atlanta, Georgia, on Monday. Brian Snyder/Reuters."),
        ("en", "John Smith is a reporter based in Seoul covering the two Koreas."),
        ("en", "Associated Press writer Bassem Mroue contributed from Beirut on Tuesday."),
        ("en", "Rhino dies at zoo 8 / 2 / 2013 The last rhino of the zoo has died on Friday."),
        ("en", "Two parties for first time 2013-09-26 The elections will have two parties."),
        ("en", "Coleman told jurors he went to `` put in some work '' and `` start trouble ."),
        ("en", "3) Salah was everywhere on Sunday, and Palmer was nowhere to be seen."),
    ],
)
def test_damage_run_in_headlines_captions_and_calls_are_never_quoted(language: str, sentence: str) -> None:
    assert fit(sentence, language) is Fit.NEVER


def test_a_quotation_between_doubled_apostrophes_is_whole_where_it_closes() -> None:
    sentence = "Il ministro Crosetto ha detto che ''la guerra deve finire'' entro la fine dell'anno."
    assert fit(sentence, "it") is Fit.STANDS
    assert fit(sentence.replace("finire''", "finire"), "it") is Fit.NEVER


def test_a_sentence_before_the_agencies_that_gave_it_is_no_caption() -> None:
    for text in (
        "Die Polizei nahm in Kiel zwei Männer fest. (dpa/AFP)",
        "Kyjiw blieb dunkel. (Reuters/AP)\n",
    ):
        assert not is_credited(text, text.index(".") + 1)
    assert is_credited("Feuer in Kyjiw am Montag. (AFP/Getty Images)", 25)


def test_whom_somebody_holds_responsible_is_news() -> None:
    assert (
        fit("Russia is solely responsible for the war, Olaf Scholz said in Kyiv on Monday.", "en")
        is Fit.STANDS
    )
    assert fit("The issuer is solely responsible for the content of the announcement.", "en") is Fit.NEVER


def test_one_of_all_is_no_leaning() -> None:
    assert fit("One of the world's last rhinos died on Sunday at the zoo of Cincinnati.", "en") is Fit.STANDS
    assert fit("One of the suspects died on Sunday in the hospital of Cincinnati.", "en") is Fit.LEANS
    assert fit("The docking came at 7:53 p.m. EDT on Thursday over southern Brazil.", "en") is Fit.STANDS
    assert fit("On Dec. 5, 2009 Obama announced plans to review all of the projects.", "en") is Fit.STANDS


@pytest.mark.parametrize(
    ("language", "text", "quoted"),
    [
        ("en", "SEATTLE, Oct. 23, 2024 /PRNewswire/ -- Boeing workers rejected the offer.", "Boeing"),
        ("ru", "INTERFAX.RU - Около 10 тыс. военнослужащих КНДР проходят подготовку.", "Около"),
        ("zh", "（布鲁塞尔综合讯）北约秘书长吕特证实，朝鲜军队已被派往俄罗斯。", "北约"),
        ("ar", "واشنطن 28 أكتوبر (رويترز) - قالت وزارة الدفاع إن الجنود في روسيا.", "قالت"),
        ("en", "Tbilisi, October 28 – Thousands rallied outside parliament on Monday.", "Thousands"),
    ],
)
def test_a_dateline_of_wires_abroad_is_cut_off(language: str, text: str, quoted: str) -> None:
    assert text[without_dateline(text, 0, len(text)) :].startswith(quoted)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("11:20 The embassy in Port Vila has been damaged.", "The embassy"),
        ("17:45 h | El rey Felipe VI expresa su dolor.", "El rey"),
        ("Why it matters: The strikes are a response to the attack.", "The strikes"),
        ("Деталі: Пожежу на 15 поверсі ліквідували о 02:15.", "Пожежу"),
        ('Пряма мова: "Вважаю правильним заявити про звільнення з посади".', '"Вважаю'),
        ("Pentagon: Troops are in Russia.", "Pentagon"),
        ("Details of the strike emerged on Monday.", "Details"),
        ("12:30 was when the shops closed.", "12:30"),
    ],
)
def test_the_hour_and_the_section_before_a_sentence_are_cut_off_and_no_speaker(
    text: str, quoted: str
) -> None:
    assert text[without_label(text, 0, len(text)) :].startswith(quoted)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "A man walks his dog past a destroyed car in the town of Paiporta."),
        ("en", "NATO Secretary General Mark Rutte speaks during a press conference in Brussels."),
        ("en", "Item 1 of 3 Umbrella for Democratic Change leader Duma Boko greets supporters."),
        ("en", "[1/3]Umbrella for Democratic Change leader Duma Boko greets his supporters."),
        ("es", "Imagen de Paiporta tras el paso de la dana por la provincia."),
        ("de", "Blick auf das Werk des Konzerns in Osnabrück am Montagmorgen."),
        ("en", "This is a developing story and will be updated through the night."),
        ("en", "Read our interview with the physicist from the year 2011 here."),
        ("ja", "有料会員になると続きをお読みいただけます。"),
        ("ru", "Новость дополняется, следите за обновлениями на нашем сайте."),
    ],
)
def test_what_a_picture_shows_and_what_readers_are_asked_is_never_quoted(
    language: str, sentence: str
) -> None:
    assert fit(sentence, language) is Fit.NEVER


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


def test_the_present_is_news_where_somebody_says_so() -> None:
    told = "Residents wait for food in the flooded town of Paiporta, the mayor said on Thursday."

    assert fit(told, "en") is Fit.STANDS


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


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You may have received an e-mail from Meridian Airways."),
        ("en", "Officials say the flood is over, and we will have more on Monday."),
        ("en", "Counsel for Whitcombe did not immediately respond to a request for comment."),
        ("en", "The army did not immediately comment on the strikes in the Baalbek area."),
        ("en", "Toponyms and opinions expressed by the author are theirs alone."),
        ("en", "A correction was made on Oct. 23, 2024: An earlier version misstated a year."),
        ("de", "Wenn Sie betroffen sind, sollten Sie Ihr Passwort sofort ändern."),
        ("fr", "Voici ce que vous devez savoir sur la grève de jeudi."),
        ("ru", "Вчера физики из Дубны показали то, о чем мы писали в мае."),
        ("uk", "Редакція чекає на ваші листи про аварію біля Бродів."),
        ("zh", "本网站之文字、图片及影音，非经授权，不得转载、公开播送或利用。"),
    ],
)
def test_no_one_reads_a_sentence_that_speaks_to_readers_or_of_its_writers(
    language: str, sentence: str
) -> None:
    assert fit(sentence, language) is Fit.NEVER


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "World War I was the first war in which tanks crossed the trenches."),
        ("en", '"You have to leave," Mayor John Smith told residents on Monday night.'),
        ("en", "‘We are not leaving,’ Mayor Smith told the residents’ meeting on Monday."),
        ("de", "»Wir haben die Wahl gewonnen«, sagte Ministerpräsident Dietmar Woidke."),
        ("de", "Die Polizei fand die Frau; Sie war verletzt und wurde behandelt."),
        ("fr", "La cathédrale Notre-Dame de Paris rouvrira le 8 décembre au public."),
    ],
)
def test_what_somebody_says_to_others_is_told(language: str, sentence: str) -> None:
    assert fit(sentence, language) is Fit.STANDS


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


def test_a_sentence_that_was_cut_off_at_a_number_is_never_quoted() -> None:
    assert fit("In the semi-finals on Saturday, Creighton will play No.", "en") is Fit.NEVER


def test_a_line_that_is_nothing_but_a_label_breaks_no_summary() -> None:
    told = words(
        summarise(
            [article(1, "【写真】\n第50回衆院選は27日、投開票され、与党は過半数を下回った。", language="ja")]
        )
    )

    assert told == ["第50回衆院選は27日、投開票され、与党は過半数を下回った。"]
