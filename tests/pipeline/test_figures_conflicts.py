"""Where outlets and speakers differ, and where they only seem to."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from bot.domain.figure import Conflict
from bot.pipeline.figures import conflicts, figures
from tests.pipeline.reports import report


def article(outlet: str, text: str, *, hours: float = 0) -> Article:
    return report(text, outlet=outlet, hours=hours)


def differ(*articles: Article) -> tuple[Conflict, ...]:
    return conflicts(figures(articles))


def line(conflict: Conflict) -> str:
    """Return the conflict as an alert might write it."""
    claims = []
    for claim in conflict.claims:
        speaker = f"{claim.attributed_to}, " if claim.attributed_to else ""
        newest = "*" if claim.newest else ""
        claims.append(f"{claim.words} ({speaker}via {', '.join(claim.outlets)}){newest}")
    return f"{conflict.subject}: {' · '.join(claims)}"


def test_speakers_who_differ_stand_in_one_line_with_the_newest_marked() -> None:
    found = differ(
        article("B", "The Pentagon said that about 10,000 North Korean soldiers are in eastern Russia."),
        article(
            "C",
            "Roughly 10,000 North Korean troops are training in Russia, according to the Pentagon.",
            hours=1,
        ),
        article(
            "A", "8,000 North Korean soldiers are expected to join the fight, Antony Blinken said.", hours=3
        ),
    )

    assert [line(conflict) for conflict in found] == [
        "North Korean troops: 8,000 (Blinken, via A)* · about 10,000 (Pentagon, via B, C)"
    ]


def test_every_claim_has_its_sentence() -> None:
    articles = [
        article("A", "It rained. The quake killed 22 people."),
        article("B", "At least 37 people were killed, police said."),
    ]
    texts = {one.id: one.text for one in articles}

    (conflict,) = differ(*articles)

    for claim in conflict.claims:
        for figure in claim.figures:
            sentence = texts[figure.quote.article_id][figure.quote.start : figure.quote.end]
            assert claim.words in sentence
    assert [claim.words for claim in conflict.claims] == ["22", "At least 37"]


TROOPS = "About 10,000 North Korean troops are in Russia."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The quake killed 22 people.", "The quake killed at least 20 people."),
        ("The quake killed 22 people.", "The quake killed about 20 people."),
        ("The two sides exchanged 95 prisoners of war.", "They swapped 190 prisoners of war."),
        ("The storm left 126 people dead or missing.", "The storm killed 81 people."),
        ("The quake killed 22 people.", "The quake killed dozens of people."),
        ("The quake killed 22 people.", "The quake killed up to 30 people."),
        ("The quake killed 22 people.", "The quake killed between 20 and 25 people."),
        ("The quake killed 22 people.", "The quake injured 37 people."),
        ("The quake killed 22 people.", "The quake killed 37 children."),
        ("The quake killed 22 people.", "Another 5 people were killed in a second quake."),
        ("The quake killed 22 people.", "It killed five people in the north and three people in the south."),
        ("The quake killed 22 people.", "In 2004 a quake killed 30 people here."),
        ("The quake killed 22 people.", "A quake killed 30 people here last year."),
        ("The quake killed 22 people.", "The quake may have killed 37 people."),
        ("The quake killed 22 people.", "A war in which 14,000 people were killed began here."),
        ("The raid on Sunday killed 22 people.", "The raid on Thursday killed 37 people."),
        (TROOPS, "Three North Korean soldiers crossed the river."),
        (TROOPS, "There is one interpreter for every 30 North Korean soldiers."),
        (TROOPS, "At least 3,000 North Korean troops are in Russia."),
        (TROOPS, "About 10,400 North Korean troops are in Russia."),
        (TROOPS, "8,000 troops are in Russia."),
        ("8,000 North Korean troops are in Kursk, Rutte said.", "Pyongyang sent 10,000 troops, Rutte said."),
        ("8,000 North Korean troops are in Kursk, the Pentagon said.",
         "The Pentagon said 10,000 North Korean soldiers are in eastern Russia."),
        ("Sales rose by 3 percent.", "Sales rose by 5 percent."),
        ("The player signed a $70 million contract.", "The player signed a $90 million contract."),
    ],
)  # fmt: skip
def test_what_can_both_be_true_is_no_conflict(one: str, other: str) -> None:
    assert differ(article("A", one), article("B", other)) == ()


def test_a_background_figure_far_down_is_not_held_against_the_news() -> None:
    padding = "The road was closed. " * 10

    assert not differ(
        article("A", "The quake killed 22 people."), article("B", f"{padding}A quake killed 37 people.")
    )


def test_an_outlet_that_raises_its_own_count_does_not_contradict_itself() -> None:
    assert not differ(
        article("A", "The quake killed 22 people."), article("A", "The quake killed 37 people.", hours=2)
    )


def test_a_speaker_who_raises_the_count_does_not_contradict_himself() -> None:
    assert not differ(
        article("A", "22 people were killed, police said."),
        article("B", "37 people were killed, police said.", hours=9),
    )


def test_outlets_that_hear_one_speaker_differently_differ() -> None:
    (conflict,) = differ(
        article("A", "22 people were killed, police said."),
        article("B", "37 people were killed, police said.", hours=1),
    )

    assert line(conflict) == "people killed: 22 (police, via A) · 37 (police, via B)*"


def test_a_count_of_last_week_has_had_its_day() -> None:
    assert not differ(
        article("A", "The quake killed 22 people."), article("B", "The quake killed 37 people.", hours=80)
    )


def test_an_article_that_gives_two_counts_is_not_heard() -> None:
    both = "The quake killed 37 people. It rained. The quake killed 41 people."

    assert not differ(article("A", "The quake killed 22 people."), article("B", both))


def test_areas_differ_in_one_unit_only() -> None:
    old = article("A", "Ukraine holds a salient of about 720 square miles.")

    assert differ(old, article("B", "Ukraine holds a salient of about 270 square miles.", hours=1))
    assert not differ(old, article("B", "Ukraine holds a salient of about 700 square kilometres.", hours=1))


def test_nothing_is_said_of_nothing() -> None:
    assert conflicts(()) == ()


def test_a_toll_that_rose_within_hours_is_news_and_no_disagreement() -> None:
    early = article("A", "The floods killed 51 people.")
    later = article("B", "The floods killed 95 people.", hours=6)

    assert not differ(early, later)


def test_a_toll_that_fell_is_disagreement_however_late() -> None:
    early = article("A", "The attack wounded 143 people.")
    later = article("B", "The attack wounded 113 people, fewer than was thought at first.", hours=6)

    (conflict,) = differ(early, later)

    assert line(conflict) == "people injured: 113 (via B)* · 143 (via A)"


def test_outlets_differ_on_the_past_event_that_their_articles_are_about() -> None:
    (conflict,) = differ(
        article("A", "A court jailed a man for a bomb that wounded 15 people on a bus in 2012."),
        article("B", "The man who bombed a bus and wounded 26 people in 2012 was jailed on Monday.", hours=1),
        article("C", "The man who bombed a bus was jailed. The blast of Sunday wounded 40 people."),
    )

    assert line(conflict) == "people injured: 15 (via A) · 26 (via B)*"


def test_what_officials_said_had_happened_is_of_these_days() -> None:
    assert differ(
        article("A", "Officials said that 22 people had been killed."),
        article("B", "The quake killed 37 people.", hours=1),
    )


def test_a_whole_whose_part_is_named_beside_it_is_still_whole() -> None:
    (conflict,) = differ(
        article("A", "About 12,000 North Korean soldiers, including 500 officers, are in Russia."),
        article("B", "8,000 North Korean soldiers are in Russia.", hours=1),
    )

    assert line(conflict) == "North Korean troops: 8,000 (via B)* · About 12,000 (via A)"


def test_the_drones_that_two_sides_shot_down_in_one_night_are_no_conflict() -> None:
    ours = article("A", "Ukraine shot down 41 drones overnight, its air force said.")
    theirs = report("Сбиты 17 украинских беспилотников над Курской областью.", outlet="B", language="ru")
    assert not differ(ours, theirs)


def test_another_so_many_are_no_total() -> None:
    first = article("A", "The attack wounded 143 people.")

    assert not differ(first, article("B", "The attack killed two. Another 113 people were wounded.", hours=1))
    assert not differ(first, article("B", "Four died and 60 more were wounded.", hours=1))


def test_two_counts_differ_on_one_party() -> None:
    (conflict,) = differ(
        article("A", "Georgian Dream won 41% of the vote, the opposition said."),
        article("B", "The ruling Georgian Dream party won 54% of the vote, the commission said.", hours=1),
        article("C", "Georgian Dream took 53.9 percent of votes.", hours=1),
        article("D", "The opposition won 37.8% of the vote.", hours=2),
        article("E", "With half the ballots counted, Georgian Dream had 61% of the vote.", hours=1),
    )

    assert line(conflict) == (
        "Georgian Dream vote: 41% (opposition, via A) · 53.9 percent (via C)* · 54% (commission, via B)"
    )


@pytest.mark.parametrize(
    ("foretold", "told"),
    [
        (
            "An exit poll by Edison Research gave Georgian Dream 40.9% of the vote.",
            "Georgian Dream won 54% of the vote.",
        ),
        (
            "Georgian Dream had won 41% of the vote, according to a poll.",
            "Georgian Dream won 54% of the vote.",
        ),
        ("A turnout of 33% is required.", "Turnout was 51%."),
        ("Officials expect a turnout of 60%.", "Turnout was 51%."),
        (
            "Pyongyang has promised about 10,000 North Korean soldiers.",
            "Some 3,000 North Korean troops have arrived.",
        ),
        (
            "10,000 North Korean soldiers will arrive by December.",
            "Some 3,000 North Korean troops have arrived.",
        ),
        ("It could face a fine of $3 million.", "It was fined $2 million."),
        ("Strikes have killed 343 people this week.", "Strikes killed 60 people."),
        ("The police have arrested 371 people since the vote.", "The police arrested 95 people."),
    ],
)
def test_what_is_foretold_asked_or_of_a_longer_time_is_no_answer_to_what_is(foretold: str, told: str) -> None:
    assert not differ(article("A", foretold), article("B", told))


def test_two_nights_have_each_their_drones() -> None:
    first = article("A", "Russia fired 62 drones overnight.")
    assert differ(first, article("B", "Russia launched 80 drones at Ukraine.", hours=2))
    assert not differ(first, article("B", "Russia launched 80 drones at Ukraine.", hours=23))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia launched 100 drones at Ukraine.", "Ukraine launched 60 drones at Russia."),
        ("Moscow fired 120 drones overnight.", "Seventy drones were launched by Ukraine overnight."),
    ],
)
def test_two_sides_who_fire_at_each_other_have_each_their_drones(one: str, other: str) -> None:
    assert not differ(article("A", one), article("B", other))


def test_two_sides_have_each_their_drones_in_any_language() -> None:
    russian = report("Россия выпустила 100 дронов.", outlet="A", language="ru")
    ukrainian = report("Украина запустила 60 дронов.", outlet="B", language="ru")
    assert not differ(russian, ukrainian)
    assert not differ(russian, article("C", "Ukraine launched 60 drones."))
    assert differ(russian, report("Росія випустила 140 дронів.", outlet="D", language="uk"))


def test_one_side_has_its_drones_by_whatever_name() -> None:
    assert differ(
        article("A", "Moscow fired 62 drones overnight."),
        article("B", "Russian forces launched 80 drones overnight."),
    )


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("The group still holds 101 people hostage.", "The group took 251 people hostage."),
        ("Ten people suffered serious injuries.", "The crash injured 25 people."),
        ("Ten people sustained burns.", "The blast wounded 32 people."),
        ("Rescuers pulled five people from the rubble.", "Firefighters rescued 30 people."),
        ("Forty people went missing in the storm.", "Twelve people are missing."),
    ],
)
def test_some_of_those_who_are_told_of_contradict_nobody(part: str, told: str) -> None:
    assert not differ(article("A", part), article("B", told))


def test_shares_that_differ_by_rounding_agree() -> None:
    assert not differ(
        article("A", "Turnout was 58.9%, officials said."), article("B", "Turnout was 59 percent.", hours=1)
    )
    assert not differ(
        article("A", "Turnout was almost 90%."), article("B", "Turnout reached 93.87 percent.", hours=1)
    )


def test_one_country_s_part_of_a_loan_is_no_other_answer() -> None:
    assert not differ(
        article("A", "The Group of Seven agreed on a loan of $50 billion to Ukraine."),
        article("B", "The United States will give Ukraine a $20 billion loan.", hours=1),
    )


def test_outlets_differ_on_a_loan() -> None:
    (conflict,) = differ(
        article("A", "The Group of Seven agreed on a loan of $50 billion to Ukraine."),
        article("B", "Ukraine is to receive a $45 billion loan.", hours=1),
    )

    assert line(conflict) == "loan: $45 billion (via B)* · $50 billion (via A)"


def test_who_counts_those_who_come_to_a_meeting_may_differ() -> None:
    (conflict,) = differ(
        article("A", "Leaders of 36 countries attended the summit in Kazan, the Kremlin said."),
        article("B", "Some 20 countries have a seat. The summit began on Tuesday."),
        article(
            "C",
            "Representatives of 32 countries, 24 of them presidents, are attending, Ushakov said.",
            hours=1,
        ),
    )

    assert line(conflict) == "countries attending: 32 (Ushakov, via C)* · 36 (Kremlin, via A)"


def test_drones_shot_down_over_one_region_are_not_all() -> None:
    assert not differ(
        article("A", "Moscow says it shot down 25 Ukrainian drones overnight."),
        article("B", "Air defences downed 16 Ukrainian drones over Belgorod.", hours=1),
    )


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Washington believes that 8,000 soldiers are there, Antony Blinken said.",
            "Blinken",
        ),
        ("Deputy Pentagon spokeswoman Sabrina Singh said 8,000 soldiers were there.", "Pentagon"),
        ("Ukraine's Defense Ministry said 8,000 soldiers were there.", "Ukrainian defence ministry"),
        ("The Ukrainian Defence Ministry said 8,000 soldiers were there.", "Ukrainian defence ministry"),
        ("South Korea's National Intelligence Service said 8,000 soldiers were there.", "NIS"),
        ("The paper wrote that 8,000 soldiers were there, citing a Ukrainian estimate.", None),
        ("The Border Guard Bureau (BGB) said 80 soldiers were there.", "Border Guard Bureau"),
        ("A force of 80 soldiers was announced by Chancellor Anna Holm.", "Holm"),
        ("“There were 80 soldiers,” said study co-author Dr Anna Holm of Bonn.", "Holm"),
        ("Anna Holm, head of the mountain rescue unit for the Alpine Club, said 80 soldiers came.", "Holm"),
        ("The World Health Organisation said 80 soldiers were sick.", "World Health Organisation"),
        ("A poll found that 40% of Greeks believe so.", None),
    ],
)
def test_one_speaker_has_one_name(text: str, speaker: str | None) -> None:
    assert [figure.attributed_to for figure in figures([article("A", text)])] == [speaker]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trump won 46% of the Latino vote.", "Harris won 52% of the Latino vote."),
        ("Harris is winning 52% of the early vote.", "Trump is winning 45% of the early vote."),
        ("Trump won 54% of the vote in Iowa.", "Trump won 51% of the vote in Ohio."),
        ("In Iowa, Trump won 56% of the vote.", "Trump won 50% of the vote."),
        ("Sandu won 42% of the vote in the first round.", "Sandu won 55% of the vote in the runoff."),
        ("A poll gave Harris 49% of the vote.", "Another poll gave Harris 46% of the vote."),
    ],
)
def test_shares_of_other_groups_places_rounds_and_surveys_are_no_conflict(one: str, other: str) -> None:
    assert not differ(article("A", one), article("B", other))


def test_shares_of_one_election_that_is_named_are_a_conflict() -> None:
    assert differ(
        article("A", "Georgian Dream won 54% of the vote in Georgia's election on Saturday."),
        article("B", "Georgian Dream took 40.9% of the vote in Saturday's election."),
    )


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("NATO says Russia has 40,000 troops on the border.", "NATO"),
        ("The US said 8,000 North Korean troops were in Kursk.", "US"),
        ("Ukraine's estimate of 690,000 Russian casualties is new.", "Ukraine"),
        ("The Georgia Bureau of Investigation said 4 people were killed.", "Georgia Bureau of Investigation"),
    ],
)
def test_alliances_and_states_are_named_as_who_says_so(text: str, speaker: str) -> None:
    assert [one.attributed_to for one in figures([article("A", text)])] == [speaker]


def test_americans_are_called_so_and_states_that_vote_are_no_people() -> None:
    (killed,) = figures([article("A", "At least 4 Americans were killed in the attack.")])
    assert killed.subject == "Americans killed"
    assert not figures([article("A", "The resolution passed: 187 voted in favour.")])


@pytest.mark.parametrize(
    "text",
    [
        "Families demanded the release of the 101 hostages.",
        "Egypt proposed a two-day truce and the release of four hostages.",
        "Envoys met in Doha to secure the release of 101 hostages.",
        "A deal would see the release of 8 hostages.",
        "He was charged with the attempted murder of two officers.",
        "Police prevented the killing of 12 people.",
    ],
)
def test_what_is_wished_or_tried_is_not_told_as_done(text: str) -> None:
    done = ("freed", "killed")
    assert not [one for one in figures([article("A", text)]) if one.subject.endswith(done)]


def test_what_led_to_deaths_is_told_as_done() -> None:
    (killed,) = figures([article("A", "The floods led to the deaths of 95 people.")])
    assert killed.subject == "people killed"


def test_german_states_attend_only_where_they_take_part() -> None:
    (came,) = figures([report("36 Länder nehmen am Gipfel in Kasan teil.", language="de")])
    (other,) = figures([report("36 Staaten nahmen das Abkommen an.", language="de")])
    assert (came.subject, other.subject) == ("countries attending", "countries")


def test_turnout_at_noon_is_not_held_against_the_days() -> None:
    whole = article("A", "Voter turnout was 58%.")

    assert not differ(whole, article("B", "Voter turnout was 48% by 5pm."))
    assert not differ(whole, article("B", "Turnout abroad was 35%, officials said."))
    assert differ(whole, article("B", "Turnout was 49%, the commission said."))


def test_the_unions_share_of_a_loan_is_not_held_against_the_whole_loan() -> None:
    part = article("A", "The EU approved a 35 billion euro loan for Ukraine.")
    assert not differ(part, article("B", "The G7 agreed on a 45 billion euro loan for Ukraine."))


@pytest.mark.parametrize("number", ["40", "six"])
def test_a_part_is_not_held_against_the_other_part_of_one_sentence(number: str) -> None:
    both = article("A", f"Police arrested 12 people in Batumi on Monday and {number} in Tbilisi.")

    assert differ(both, article("B", "Police arrested 40 people in Tbilisi.")) == ()
    assert differ(
        article("A", "Police arrested 12 people in Tbilisi."),
        article("B", "40 people were arrested in Tbilisi."),
    )


def test_what_shut_down_is_not_taken_for_what_was_shot_down() -> None:
    assert not differ(
        article("A", "About 50 Russian factories were shut down."),
        article("B", "About 90 Russian factories were shut down."),
    )
