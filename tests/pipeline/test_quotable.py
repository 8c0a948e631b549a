"""A sentence is quoted only where it is whole, stands by itself, and is no furniture of its page."""

from __future__ import annotations

import pytest

from bot.pipeline.summarise.captions import is_credited
from bot.pipeline.summarise.quotable import Fit, fit

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


def test_the_present_is_news_where_somebody_says_so() -> None:
    told = "Residents wait for food in the flooded town of Paiporta, the mayor said on Thursday."

    assert fit(told, "en") is Fit.STANDS


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


def test_a_sentence_that_was_cut_off_at_a_number_is_never_quoted() -> None:
    assert fit("In the semi-finals on Saturday, Creighton will play No.", "en") is Fit.NEVER
