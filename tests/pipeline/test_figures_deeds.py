"""What the ledger says became of those who are counted, in the sentence's own verb."""

from __future__ import annotations

import pytest

from bot.pipeline.figures import figures
from tests.pipeline.reports import report


def subjects(sentence: str) -> list[str]:
    return [figure.subject for figure in figures([report(sentence)])]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("In the coastal hills 14 otters were caught.", "otters caught"),
        ("The register names 812 species in the United Kingdom listed as at risk.", "species listed"),
        ("The mill hires three law firms.", "law firms hired"),
        ("The mill will cut 900 jobs.", "jobs to be cut"),
        ("Some 450 clinics will be closed next year.", "clinics to be closed"),
        ("The airline ordered 50 planes.", "planes ordered"),
        ("The panel received 3,100 comments.", "comments received"),
        ("The court ordered 300 residents to leave.", "residents ordered to leave"),
        ("The flood forced 3,400 people to flee.", "people displaced"),
        ("The maker announced the recall of 1.2 million vans.", "vans recalled"),
        ("The storm left 250,000 customers without electricity.", "customers without power"),
        ("Almost 700 clerks were laid off.", "clerks laid off"),
        ("About 27% of the samples were wrongly labelled.", "samples wrongly labelled"),
        ("Of rural voters, 61% opposed the plan.", "rural voters opposed"),
        ("The vaccine was 94% effective.", "vaccine effective"),
        ("More than 2.5 million people are eligible to vote.", "people eligible to vote"),
        ("Some 47 deputies signed a petition on Tuesday.", "deputies signed petition"),
        ("Dozens of protesters in Leeds are holding signs.", "protesters holding signs"),
        ("There were hundreds of officers searching for him.", "officers searching"),
    ],
)
def test_a_count_says_what_happened(sentence: str, subject: str) -> None:
    assert subjects(sentence) == [subject]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("A bus with 44 pupils crashed near the river.", "pupils"),
        ("The owners of 12 shops were fined.", "shops"),
        ("The man who hurt three children was released.", "children"),
        ("The officer who led 30 people was killed near Kharkiv.", "people"),
        ("The ship with 20 passengers was captured by pirates.", "passengers"),
        ("None of the 16 passengers was injured.", "passengers"),
        ("None of the 30 workers were killed in the blast.", "workers"),
        ("Ten children hurt a classmate at the school.", "children"),
        ("Twelve clerks were sacked over the thefts.", "clerks sacked"),
        ("More than 400 people are expected to receive notice.", "people"),
        ("It took 40 firefighters to put it out.", "firefighters"),
        ("The bank did not receive 300 complaints.", "complaints"),
        ("About 10,000 North Korean soldiers were moved east.", "North Korean troops"),
    ],
)
def test_what_happened_to_others_or_not_at_all_is_not_said(sentence: str, subject: str) -> None:
    assert subjects(sentence) == [subject]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The fund aims to save $40 billion by 2030.", ["money to be saved"]),
        ("The thieves escaped with €60,000.", ["money stolen"]),
        ("The state is committing a record £7bn to research.", ["money committed"]),
        ("The lodge was sold for $2.3 million.", ["lodge"]),
        ("The player will cost just $399.", ["player"]),
        ("He chose the Norcross kettle ($129) for the kitchen.", ["Norcross kettle"]),
        ("The plan costs €30 million ($32 million).", ["plan"]),
        (
            "Analysts expected earnings of $2.52 a share on revenue of $27 billion.",
            ["earnings per share", "revenue"],
        ),
        ("The report tells of a reduction in farm income of $1.4 billion.", ["reduction in farm income"]),
        ("Patients have a 30-60 per cent chance of dying.", ["chance of dying"]),
        ("She was among the 12,000 in attendance.", ["attendance"]),
        ("The ministry counted Covid 19 deaths by hand.", []),
        ("It paid a tribute to the tune of $28 billion.", []),
    ],
)
def test_money_and_shares_say_of_what_they_are(sentence: str, told: list[str]) -> None:
    assert subjects(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The fever sickened 94 people in 12 states, and 30 of them were hospitalised.",
         ["people sickened", "states", "people hospitalised"]),
        ("Agents executed 31 warrants and took 54 people into custody.", ["warrants", "people arrested"]),
        ("The mill will spend more on safety and hire 6,500 workers.", ["workers to be hired"]),
        ("Some 1.9 million people, or 90% of the islanders, have been displaced.",
         ["people displaced", "islanders"]),
        ("The glacier has lost 40% of its ice.", ["ice lost"]),
        ("The shop sold 12 vans and 14 trucks.", ["vans sold", "trucks sold"]),
        ("He had defrauded 70 savers of $8 million.", ["savers defrauded", "money stolen"]),
        ("The stores employ 300,000 people.", ["people employed"]),
    ],
)  # fmt: skip
def test_several_counts_of_a_sentence_each_say_their_own(sentence: str, told: list[str]) -> None:
    assert subjects(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Core profit, which excludes sales of land, slipped 8 percent to $617 million in the quarter.",
         ["fall in core profit", "core profit"]),
        ("Exports rose 7.1% to a record $309 billion.", ["rise in exports", "exports"]),
        ("The budget deficit widened to 5.6% of GDP.", ["budget deficit"]),
        ("Oil was dear, with Brent crude trading at $79.40 a barrel.", ["Brent crude"]),
        ("The drug cut deaths by 35%.", ["fall in deaths"]),
        ("The mill made a loss of $304 million on revenue of $167 million.", ["loss", "revenue"]),
    ],
)  # fmt: skip
def test_what_rose_or_fell_is_found_behind_asides_and_records(sentence: str, told: list[str]) -> None:
    assert subjects(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("A family of four was killed in the crash.", "people killed"),
        ("A group of 30 passengers was rescued.", "passengers rescued"),
        ("Ten people hurt in the pileup were treated.", "people injured"),
        ("Nine prisoners were handed over to Kyiv.", "prisoners handed over"),
    ],
)
def test_what_happened_to_a_group_or_by_a_verb_of_two_words_is_said(sentence: str, subject: str) -> None:
    assert subjects(sentence) == [subject]


@pytest.mark.parametrize(
    ("sentences", "subject"),
    [
        (
            [
                "Twelve people were killed.",
                "Twelve people lost their lives.",
                "The fire claimed the lives of 12 people.",
                "The crash cost 12 people their lives.",
                "Police found the bodies of 12 people.",
                "The number of people killed rose to 12.",
                "More than 40 of these deaths were in the north.",
            ],
            "people killed",
        ),
        (
            ["Twelve people suffered minor injuries.", "Twelve people sustained serious burns."],
            "people injured",
        ),
        (
            [
                "Twelve people were taken to nearby hospitals.",
                "The fire sent 12 people to hospital.",
                "Twelve people remained in hospital.",
            ],
            "people hospitalised",
        ),
        (
            [
                "The floods forced 3,000 people from their homes.",
                "Some 3,000 people were forced to leave their homes.",
                "Some 3,000 people fled their homes.",
            ],
            "people displaced",
        ),
        (
            ["Storms knocked out power to 3,000 homes.", "Power was cut to 3,000 homes."],
            "homes without power",
        ),
    ],
)
def test_what_outlets_say_in_other_words_is_one_subject(sentences: list[str], subject: str) -> None:
    assert {told for sentence in sentences for told in subjects(sentence)} == {subject}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The leader of 200 fighters was captured.", ["fighters"]),
        ("The wives of 12 officers were arrested.", ["officers"]),
        ("A group of 12 soldiers was captured.", ["troops captured"]),
        ("She tried to kill three people.", []),
        ("He was convicted of attempting to kill two women.", []),
        ("The disease went on to kill 500 people.", ["people killed"]),
        ("Hamas agreed to free 12 hostages.", ["hostages to be freed"]),
        ("Officials plan to evacuate 500 people.", ["people to be evacuated"]),
        ("The army managed to evacuate 500 people.", ["people evacuated"]),
        ("Rebels attacked 100 trucks and hijacked nearly 40.", ["trucks attacked", "trucks hijacked"]),
        ("The quake destroyed 120 houses and damaged 300.", ["houses destroyed", "houses damaged"]),
        ("Officers took 23 into custody.", ["people arrested"]),
        ("Some 250 people were taken hostage.", ["people kidnapped"]),
        ("Medics said 20 children were among the dead.", ["children killed"]),
        ("The plant will hire up to 1,000 for part-time work.", ["people to be hired"]),
        ("Some 23 sailors (12 Somali and 11 Yemeni) were freed.", ["sailors freed"]),
        ("They sent 60 drones, 42 of which were shot down.", ["drones sent", "drones shot down"]),
        ("Of the rest, another seven were lost over the sea.", []),
        ('They downed 24 of the 29 Shahed "kamikaze" drones.', ["Shahed drones shot down", "Shahed drones"]),
        ("The guns destroyed 11 out of 32 attack drones.", ["drones destroyed"]),
        ("Some 24 enemy UAVs were downed.", ["drones shot down"]),
        ("The navy launched 30 missile strikes.", ["missile strikes launched"]),
        ("Five people, including guards, doctors and nurses, were injured.", ["people injured"]),
        ("The toll has risen to 48, with 22 others reported missing.", ["people killed", "people missing"]),
        ("Flood toll in hills, valleys rises to 15, with 21 missing", ["people killed", "people missing"]),
        ("There were three deaths and one injury.", ["people killed", "people injured"]),
        ("Some 41 individuals are missing.", ["people missing"]),
        ("More than 9,000 people had to evacuate their homes.", ["people evacuated"]),
        ("The firm will cut an additional 1,100 posts.", ["posts to be cut"]),
        ("It stands at 351 million pesos.", []),
    ],
)
def test_a_verb_tells_only_of_those_it_happened_to(sentence: str, told: list[str]) -> None:
    assert subjects(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The relief agency sent 40 doctors to hospitals in the north.", "doctors sent"),
        ("The guards held 26 men in hospital gowns.", "men held"),
        ("The sect is holding 40 people hostage.", "people held hostage"),
        ("The leak put 25 nurses in hospital.", "nurses hospitalised"),
        ("Twelve deputies lost power in the spring.", "deputies lost power"),
    ],
)
def test_a_turn_of_phrase_tells_only_what_it_means_of_those_who_are_counted(
    sentence: str, subject: str
) -> None:
    assert subjects(sentence) == [subject]
