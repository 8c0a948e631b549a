"""The headline over an alert is an outlet's own, and says what happened wherever one does."""

from __future__ import annotations

import pytest

from bot.pipeline.summarise.heading import heading, says_what_happened, shown
from tests.costs import assert_costs_its_length
from tests.pipeline.articles import article


@pytest.mark.parametrize(
    "title",
    [
        "North Korean troops reach Kursk",
        "Pentagon: 10,000 North Korean troops in Russia",
        "US says Moscow 'escalates' war - Reuters",
        "Live fire drill kills two soldiers in Estonia",
        "Video game maker Ubisoft cuts 200 jobs",
        "Opinion polls put Georgia's ruling party ahead",
        "Нато подтвердила переброску войск КНДР в Курскую область",
        "Nato bestätigt Einsatz nordkoreanischer Soldaten",
        "北朝鮮兵約1万人がロシアに派遣",
        "مقتل 60 شخصا في غارات إسرائيلية على البقاع",
    ],
)
def test_a_headline_that_says_what_happened_may_stand(title: str) -> None:
    assert says_what_happened(title)


@pytest.mark.parametrize(
    "title",
    [
        "Are North Korean troops in Kursk?",
        "Watch: Troops march in Kursk",
        "VIDEO | Troops march in Kursk",
        "Opinion: The West must act on Kursk",
        "Ukraine war live updates: troops reach Kursk",
        "Stock market live blog: S&P 500 retreats",
        "North Korean troops: what we know so far",
        "American Honda Strengthens Auto Sales Division to Accelerate  ...",
        "TROOPS REACH KURSK IN RUSSIA",
        "Business Highlights",
        "You won't believe what Kim did!",
        "Liveticker: Soldaten aus Nordkorea in Kursk",
        "EN DIRECT - Guerre en Ukraine : le point",
        "Última hora de la DANA en Valencia | El Gobierno envía 500 militares más",
        "Фото: Солдаты КНДР под Курском",
        "社説：北朝鮮の派兵を憂う",
        "Taxes may have to rise in spring | Opinion",
    ],
)
def test_a_question_a_label_a_shout_and_half_a_headline_may_not(title: str) -> None:
    assert not says_what_happened(title)


def test_the_first_headline_stands_unless_it_says_nothing_of_what_happened() -> None:
    plain, other = (
        article(1, title="North Korean troops reach Kursk"),
        article(2, title="Kursk hears of new troops"),
    )
    asks = article(3, title="Are troops in Kursk?")
    abroad = article(4, title="Солдаты КНДР прибыли в Курскую область", language="ru")

    assert heading([plain, other]) is plain
    assert heading([asks, abroad, other]) is other
    assert heading([asks, abroad]) is asks


@pytest.mark.parametrize(
    ("title", "outlet", "url", "expected"),
    [
        ("Troops reach Kursk border | Reuters", "Reuters", None, "Troops reach Kursk border"),
        ("Troops reach Kursk - BBC News", "BBC", None, "Troops reach Kursk"),
        ("Iran hit at dawn | AP News", "AP", "https://apnews.com/1", "Iran hit at dawn"),
        ("Vote was stolen | Georgia | The Guardian", "The Guardian", None, "Vote was stolen"),
        ("(2nd LD) Troops near Kursk: Seoul", "Yonhap", None, "Troops near Kursk: Seoul"),
        ("UPDATE 2-Boeing workers reject offer", "Reuters", None, "Boeing workers reject offer"),
        ('(종합2보) 국정원 "북한군 러 파병" | 연합뉴스', "연합뉴스", None, '국정원 "북한군 러 파병"'),
        ("台风登陆台湾 致1死-新华网", "新华网", None, "台风登陆台湾 致1死"),
        ("自公が過半数割れ　衆院選：朝日新聞", "朝日新聞", None, "自公が過半数割れ　衆院選"),
        ("Пентагон дал оценку - РИА Новости, 28.10.2024", "РИА Новости", None, "Пентагон дал оценку"),
        # Who says so, what goes on after a dash, and what would be left too short, stay.
        ("Troops in Kursk, US says - Reuters", "Kyiv Post", None, "Troops in Kursk, US says - Reuters"),
        ("Troops are near - Kyiv", "The Post", "https://kyivpost.com/1", "Troops are near - Kyiv"),
        ("Kursk: who is winning - and why", "BBC", None, "Kursk: who is winning - and why"),
        ("War | Sky News", "Sky News", None, "War | Sky News"),
        ("Harris leads by two points - CNN Poll", "CNN", None, "Harris leads by two points - CNN Poll"),
        ("Trump leads | Fox News Poll | Fox News", "Fox News", None, "Trump leads | Fox News Poll"),
        ("Taxes may rise | Opinion | CNN", "CNN", None, "Taxes may rise | Opinion"),
        ("Ten were killed, not 12 - CNN denies", "CNN", None, "Ten were killed, not 12 - CNN denies"),
        ("Base was hit, twice – Irish Times", "Times", None, "Base was hit, twice – Irish Times"),
        ("Hungary is to blame – EU", "Politico", "https://www.politico.eu/1", "Hungary is to blame – EU"),
        ("UPDATE 1-", "Reuters", None, "UPDATE 1-"),
        ("Troops reach Kursk | Guardian", "The Guardian", None, "Troops reach Kursk"),
    ],
)
def test_a_headline_is_shown_without_what_its_site_added(
    title: str, outlet: str, url: str | None, expected: str
) -> None:
    assert shown(title, outlet, url) == expected
    assert expected in title


@pytest.mark.parametrize("part", ["日-", "War | ", "War - ", " "])
def test_a_title_of_twenty_thousand_characters_holds_nobody_up(part: str) -> None:
    def title(length: int) -> str:
        return f"Troops reach Kursk{part * (length // len(part))}here | Post"

    assert_costs_its_length(lambda title: shown(title, "Post"), title, 20_000)
