"""What the figure ledger reads, sentence by sentence."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.domain.figure import Figure, Period, Precision
from bot.pipeline.figures import figures
from tests.costs import assert_costs_its_length
from tests.pipeline.reports import report

LABELLED = Path(__file__).parents[1] / "data" / "figures.jsonl"


def read(text: str) -> list[Figure]:
    return list(figures([report(text)]))


def only(text: str) -> Figure:
    found = read(text)
    assert len(found) == 1, [(figure.subject, figure.words) for figure in found]
    return found[0]


def test_labelled_sentences_are_read_rightly() -> None:
    right = given = wanted = traps = 0
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = Counter((one["low"], one["high"], one["subject"]) for one in row["figures"])
        found = Counter((figure.low, figure.high, figure.subject) for figure in read(row["text"]))
        right += (labels & found).total()
        given += found.total()
        wanted += labels.total()
        traps += not labels
    assert traps >= 75
    assert right / given >= 0.9, "figures are made up"
    assert right / wanted >= 0.75, "figures are missed"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Roughly 60 per cent of the town's residents identify as Catholic.", [(60, "town's residents")]),
        ("Its fleet of about 300 737 Max jets stays on the ground.", []),
        ("Swimmers in the 200m and 400m medleys will wait until Friday.", []),
        ("There are a thousand choices for anyone with money.", []),
        ("Can you imagine that 400 people were killed there?", []),
        ("Records of tens or hundreds of millions of customers were copied.", []),
        ("There were 2.6 jobless voters for every vacancy.", []),
        ("The trading firm wants to raise $250 ...", []),
        ("The navy intercepted 40 fishing boats on Friday.", [(40, "fishing boats intercepted")]),
        ("He is held in jail in lieu of $80,000 bond.", [(80_000, "bond")]),
        ("A driver had a blood alcohol level of 0.2 percent.", [(0.2, "blood alcohol level")]),
        ("Gold prices fell to $1,470 an ounce.", [(1_470, "gold prices")]),
        ("Rent averaged 6 percent.", [(6, "rent")]),
        ("The storm cost insurers $40m more than feared.", []),
        ("Machinists won 38% over four years.", []),
        ("Ukraine's exports in the three months to June fell 4%.", [(4, "fall in Ukrainian exports")]),
        ("Between 1985 and 1994, 40 animals were captured.", [(40, "animals captured")]),
        ("The party controls 45 of the chamber's 100 seats.", [(45, "seats"), (100, "seats")]),
        ("The gunman is accused of shooting three people.", [(3, "people shot")]),
        ("A gunman killed two coworkers.", [(2, "coworkers killed")]),
        ("Two Singaporeans first to be arrested under the law.", [(2, "Singaporeans arrested")]),
        ("At 11 : 55 four men entered the shop.", [(4, "men entered shop")]),
        ("They are part of the Expedition 41 crew.", []),
        ("The storm left 126 people dead or missing.", [(126, "people killed or missing")]),
        (
            "At least 106 protesters in 21 cities have been killed.",
            [(106, "protesters killed"), (21, "cities")],
        ),
        ("Two United States service members were killed.", [(2, "US troops killed")]),
        ("The father to two boys died at once.", []),
        ("Some 20 percent of the sun-like planets are cold.", [(20, "sun-like planets")]),
        ("The 180 page picture book comes with a poster.", []),
        ("Air defences downed 51 drones over five regions.", [(51, "drones shot down")]),
        ("The union agreed to lend Norland $50 billion.", [(50e9, "loan")]),
        ("Regulators fined Example Corp $90 million.", [(90e6, "fine")]),
        ("The bank raised its key rate by 50 basis points to 21%.", [(21, "key rate")]),
        ("The economy grew at a 2% annualised rate.", [(2, "rise in economy")]),
        ("They sailed between Oct. 8 and 13 aboard seven vessels.", [(7, "vessels")]),
        ("The raiders took 25 hostage.", [(25, "people kidnapped")]),
        ("Exports to China dropped to $9.1 billion.", [(9.1e9, "exports")]),
    ],
)
def test_a_turn_of_phrase_is_read_rightly_or_left_out(sentence: str, told: list[tuple[float, str]]) -> None:
    assert [(figure.low, figure.subject) for figure in read(sentence)] == told


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge", "precision"),
    [
        ("10,000", 10_000, 10_000, None, Precision.EXACT),
        ("10 000", 10_000, 10_000, None, Precision.EXACT),
        ("about 10,000", 10_000, 10_000, "about", Precision.ABOUT),
        ("nearly 10,000", 10_000, 10_000, "nearly", Precision.ABOUT),
        ("an estimated 10,000", 10_000, 10_000, "an estimated", Precision.ABOUT),
        ("at least 3,000", 3_000, None, "at least", Precision.EXACT),
        ("more than 3,000", 3_000, None, "more than", Precision.EXACT),
        ("no fewer than 3,000", 3_000, None, "no fewer than", Precision.EXACT),
        ("up to 12,000", None, 12_000, "up to", Precision.EXACT),
        ("as many as 12,000", None, 12_000, "as many as", Precision.EXACT),
        ("fewer than 500", None, 500, "fewer than", Precision.EXACT),
        ("between 8,000 and 10,000", 8_000, 10_000, "between", Precision.EXACT),
        ("8,000 to 10,000", 8_000, 10_000, None, Precision.EXACT),
        ("11,000-12,000", 11_000, 12_000, None, Precision.EXACT),
        ("11,000–12,000", 11_000, 12_000, None, Precision.EXACT),
        ("between 8 and 10 thousand", 8_000, 10_000, "between", Precision.EXACT),
        ("some 1.5 million", 1_500_000, 1_500_000, "some", Precision.ABOUT),
        ("one and a half million", 1_500_000, 1_500_000, None, Precision.EXACT),
        ("half a million", 500_000, 500_000, None, Precision.EXACT),
        ("10k", 10_000, 10_000, None, Precision.EXACT),
        ("twenty-five", 25, 25, None, Precision.EXACT),
        ("three hundred and one", 301, 301, None, Precision.EXACT),
        ("two hundred and two thousand", 202_000, 202_000, None, Precision.EXACT),
        ("a hundred thousand", 100_000, 100_000, None, Precision.EXACT),
        ("two dozen", 24, 24, None, Precision.EXACT),
        ("a dozen", 12, 12, None, Precision.EXACT),
        ("13 lakh", 1_300_000, 1_300_000, None, Precision.EXACT),
        ("dozens of", 24, None, None, Precision.VAGUE),
        ("several hundred", 200, None, None, Precision.VAGUE),
        ("tens of thousands of", 20_000, None, None, Precision.VAGUE),
    ],
)
def test_an_amount_is_read_with_its_hedge(
    words: str, low: float | None, high: float | None, hedge: str | None, precision: Precision
) -> None:
    figure = only(f"Seoul says that {words} North Korean soldiers are in Russia.")

    assert (figure.subject, figure.low, figure.high) == ("North Korean troops", low, high)
    assert (figure.hedge, figure.precision) == (hedge, precision)
    assert figure.words == words.removesuffix(" of") or figure.words == words


@pytest.mark.parametrize(
    ("sentence", "low", "unit", "subject"),
    [
        ("Washington announced $2bn in military aid.", 2e9, "USD", "military aid"),
        ("Washington announced a US$2-billion aid package.", 2e9, "USD", "aid package"),
        ("The league handed him a fine of €2.5 million.", 2.5e6, "EUR", "fine"),
        ("Thieves took jewels worth 85 million euros.", 85e6, "EUR", "jewels"),
        ("Parliament passed a budget of 13 trillion roubles.", 13e12,
         "RUB", "budget"),
        ("Ukraine still holds a salient of about 270 square miles.", 270, "square miles", "salient"),
        ("The 270-square-mile salient is shrinking.", 270, "square miles", "salient"),
        ("Kyiv controls 700 sq km in the region.", 700, "square kilometres", "territory held"),
        ("Turnout was 58 per cent.", 58, "%", "turnout"),
        ("Spending on schools rose by 3.1%.", 3.1, "%", "rise in spending"),
        ("The convoy carried 40 tonnes of grain.", 40, "tonnes", "grain"),
    ],
)  # fmt: skip
def test_money_land_shares_and_goods_have_units(sentence: str, low: float, unit: str, subject: str) -> None:
    found = read(sentence)

    assert (low, unit, subject) in [(figure.low, figure.unit, figure.subject) for figure in found]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("About 10,000 North Korean soldiers are in Russia, according to the Pentagon.", "Pentagon"),
        ("The Pentagon said on Monday that about 10,000 North Korean soldiers are in Russia.", "Pentagon"),
        ("About 10,000 North Korean troops in Russia, says Pentagon", "Pentagon"),
        ("Pentagon: About 10,000 North Korean troops are in Russia", "Pentagon"),
        (
            "Around 8,000 North Korean troops are in Kursk, US Secretary of State Antony Blinken said.",
            "Blinken",
        ),
        ("Around 8,000 North Korean troops are in Kursk, said Antony Blinken.", "Blinken"),
        (
            "Antony Blinken, the US Secretary of State, said 8,000 North Korean troops had come.",
            "Blinken",
        ),
        ("Pentagon spokesman Pat Ryder said that 10,000 North Korean troops had left.", "Pentagon"),
        ("Kyiv claims that 12,000 North Korean troops are on the way.", "Kyiv"),
        ("The Pentagon's estimate of 10,000 North Korean troops is the highest so far.", "Pentagon"),
        ("Ukrainian officials said that 16 scouts were lost.", "Ukrainian officials"),
        ("At least 22 people were killed, police said.", "police"),
        ("Volodymyr Zelenskyy said that 12,000 North Korean troops were coming.", "Zelensky"),
        ("About 10,000 North Korean soldiers are in Russia.", None),
    ],
)
def test_the_speaker_is_named_as_the_line_names_him(sentence: str, speaker: str | None) -> None:
    assert only(sentence).attributed_to == speaker


def test_two_speakers_of_one_sentence_keep_their_own_figures() -> None:
    found = read(
        "Blinken said that 8,000 North Korean troops are in Kursk, while the Pentagon believes that 10,000 "
        "North Korean troops are in Russia."
    )

    assert [(figure.low, figure.attributed_to) for figure in found] == [
        (8000, "Blinken"),
        (10000, "Pentagon"),
    ]


def test_he_said_means_the_speaker_of_the_sentence_before() -> None:
    assert only(
        "Antony Blinken spoke to reporters, Blinken said. He said that 8,000 North Korean troops had come."
    )
    found = read(
        "It will take weeks, Antony Blinken said. Around 8,000 North Korean troops have come, he said."
    )

    assert found[0].attributed_to == "Blinken"


def test_killed_wounded_and_deployed_are_three_subjects() -> None:
    found = read(
        "Kyiv has counted 10,000 North Korean soldiers in Russia. It says that 40 North Korean soldiers were "
        "killed and 100 North Korean soldiers were wounded."
    )

    assert [figure.subject for figure in found] == [
        "North Korean troops",
        "North Korean troops killed",
        "North Korean troops wounded",
    ]


def test_what_is_denied_is_no_figure() -> None:
    assert read("Officials denied reports; 22 people were not killed.") == []


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("On 24 October the brigade lost 16 scouts.", Period(date(2024, 10, 24), date(2024, 10, 24))),
        ("In August 2023 the brigade lost 16 scouts.", Period(date(2023, 8, 1), date(2023, 8, 31))),
        ("The brigade lost 16 scouts yesterday.", Period(date(2024, 10, 27), date(2024, 10, 27))),
        ("The brigade lost 16 scouts on Friday.", Period(date(2024, 10, 25), date(2024, 10, 25))),
        ("The brigade lost 16 scouts, officials said on Friday.", None),
        ("In 2004 the brigade lost 16 scouts.", Period(date(2004, 1, 1), date(2004, 12, 31))),
    ],
)
def test_a_figure_knows_the_days_that_it_refers_to(sentence: str, period: Period | None) -> None:
    assert only(sentence).period == period


def test_a_weekday_is_unknown_where_the_article_has_no_date() -> None:
    assert figures([report("The brigade lost 16 scouts on Friday.", dated=False)])[0].period is None


def test_the_evidence_is_the_whole_sentence_word_for_word() -> None:
    text = "It rained.\n\nAbout 10,000 North  Korean soldiers are in Russia. More follows."
    figure = only(text)

    assert text[figure.quote.start : figure.quote.end] == "About 10,000 North  Korean soldiers are in Russia."
    assert figure.quote.text == "About 10,000 North Korean soldiers are in Russia."
    said = report(text)
    assert (figure.quote.article_id, figure.quote.revision_id) == (said.id, said.revision_id)
    assert figure.quote.outlet == said.outlet


def test_a_title_is_read_where_the_text_does_not_say_it() -> None:
    title = "About 10,000 North Korean Troops Train in Russia"
    said = figures([report("About 10,000 North Korean soldiers train in Russia.", title=title)])
    unsaid = figures([report("The soldiers have come by train.", title=title)])

    assert [figure.in_title for figure in said] == [False]
    assert [(figure.subject, figure.low, figure.in_title) for figure in unsaid] == [
        ("North Korean troops", 10_000, True)
    ]
    assert title[unsaid[0].quote.start : unsaid[0].quote.end] == title


def test_an_article_in_a_language_that_is_not_read_gives_none() -> None:
    assert figures([report("10.000 soldaten.", language="nl")]) == ()


def test_a_correction_does_not_repeat_the_wrong_figure() -> None:
    assert read("Correction: an earlier version said that 720 soldiers were killed.") == []


@pytest.mark.parametrize("piece", ["9", "1,", "1 , ", "twenty-", "of the ", "- 5 "])
def test_hostile_text_takes_no_longer_than_text(piece: str) -> None:
    def made(length: int) -> str:
        return piece * (length // len(piece)) + "10 troops"

    assert_costs_its_length(lambda text: figures([report(text, title=text)]), made, 10_000)
