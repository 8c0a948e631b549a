"""The headline over an alert is an outlet's own, and says what happened wherever one does."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from bot.pipeline.summarise.heading import heading, says_what_happened
from tests.conftest import START


def article(number: int, title: str, language: str | None = "en") -> Article:
    return Article(
        id=number,
        revision_id=number,
        story_id=1,
        url=None,
        outlet=f"Outlet {number}",
        title=title,
        text="",
        author=None,
        published=START,
        first_stored_at=START,
        language=language,
    )


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
        "Фото: Солдаты КНДР под Курском",
        "社説：北朝鮮の派兵を憂う",
    ],
)
def test_a_question_a_label_a_shout_and_half_a_headline_may_not(title: str) -> None:
    assert not says_what_happened(title)


def test_the_first_headline_stands_unless_it_says_nothing_of_what_happened() -> None:
    plain, other = article(1, "North Korean troops reach Kursk"), article(2, "Kursk hears of new troops")
    asks = article(3, "Are troops in Kursk?")
    abroad = article(4, "Солдаты КНДР прибыли в Курскую область", "ru")

    assert heading([plain, other]) is plain
    assert heading([asks, abroad, other]) is other
    assert heading([asks, abroad]) is asks
