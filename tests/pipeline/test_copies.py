"""Near copies among articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.pipeline.duplicates.copies import COMPARED, COPY, Copies, sketch

NOW = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)
WORDS = [
    f"{first}{second}" for first in ("ka", "lo", "mi", "ru", "te", "vo") for second in map(str, range(400))
]


def prose(seed: int, words: int = 300) -> str:
    return " ".join(Random(seed).choices(WORDS, k=words))


def edited(text: str, share: float, seed: int = 1) -> str:
    """Return *text* with this share of its words changed for others."""
    draw = Random(seed)
    return " ".join(draw.choice(WORDS) if draw.random() < share else word for word in text.split())


WIRE = prose(1)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        f"By our own staff. {WIRE} Follow us for more.",
        edited(WIRE, 0.1),
        " ".join(WIRE.split()[:120]),
        " ".join(WIRE.split()[:90]) + " " + prose(9, 20),
        WIRE.upper().replace(" ", "  "),
    ],
    ids=["word for word", "framed", "edited", "cut", "cut and continued", "other case and spaces"],
)
def test_a_report_printed_elsewhere_is_known_for_a_copy(copy: str) -> None:
    copies = Copies()
    copies.add(1, WIRE)
    copies.add(2, prose(2))
    found = copies.add(3, copy)
    assert found is not None
    assert found.id == 1
    assert COPY <= found.similarity <= 1


def test_a_longer_text_around_an_earlier_one_is_a_copy_of_it() -> None:
    copies = Copies()
    copies.add(1, " ".join(WIRE.split()[:100]))
    found = copies.add(2, WIRE)
    assert found is not None
    assert found.similarity > 0.9


def test_reports_of_two_newsrooms_that_share_a_quotation_are_no_copies() -> None:
    quotation = prose(7, 40)
    copies = Copies()
    copies.add(1, f"{prose(1, 150)} {quotation} {prose(2, 150)}")
    assert copies.add(2, f"{prose(3, 100)} {quotation} {prose(4, 200)}") is None


def test_texts_too_short_to_tell_are_copies_of_nothing() -> None:
    copies = Copies()
    copies.add(1, "Follow our live updates of the day here, and tell us what you think")
    assert copies.add(2, "Follow our live updates of the day here, and tell us what you think") is None
    assert copies.add(3, "") is None


def test_copies_are_found_where_words_are_not_spaced() -> None:
    report = "部队于周一凌晨渡过了河流官员说桥梁整夜都没有被炸毁居民已经撤离到附近的村庄"
    copies = Copies()
    copies.add(1, report + "第一家报社补充说")
    found = copies.add(2, report)
    assert found is not None
    assert found.id == 1


def test_versions_of_one_article_are_no_copies_of_each_other() -> None:
    copies = Copies()
    copies.add(1, WIRE, owner=10)
    assert copies.add(2, WIRE, owner=10) is None
    found = copies.add(3, WIRE, owner=11)
    assert found is not None
    assert found.id == 1


def test_all_earlier_copies_are_told_the_nearest_first_and_the_earliest_of_equals() -> None:
    copies = Copies()
    for id_, text in enumerate((edited(WIRE, 0.1), WIRE, WIRE), start=1):
        copies.add(id_, text)
    assert [one.id for one in copies.add_sketch(4, sketch(WIRE))] == [2, 3, 1]


def test_a_report_that_hundreds_print_stays_cheap() -> None:
    copies = Copies()
    for id_ in range(200):
        copies.add(id_, WIRE)
    assert [one.id for one in copies.add_sketch(999, sketch(WIRE))] == list(range(COMPARED))


def test_what_is_older_than_the_window_is_forgotten() -> None:
    copies = Copies(window=timedelta(hours=48))
    copies.add(1, WIRE, at=NOW)
    assert copies.add(2, WIRE, at=NOW + timedelta(hours=48)) is not None
    found = copies.add(3, WIRE, at=NOW + timedelta(hours=49))
    assert found is not None
    assert found.id == 2
    assert len(copies) == 2


def test_no_more_texts_are_remembered_than_there_is_room_for() -> None:
    copies = Copies(capacity=2)
    for id_ in (1, 2, 3):
        copies.add(id_, prose(id_))
    assert len(copies) == 2
    assert copies.add(4, prose(1)) is None
    assert copies.add(5, prose(3)) is not None


def test_what_was_not_stored_after_all_is_no_original() -> None:
    copies = Copies()
    copies.add(1, WIRE)
    copies.add(2, prose(2))
    copies.remove(1)
    copies.remove(1)
    assert copies.add(3, WIRE) is None


def test_a_window_made_anew_answers_as_the_old_one_would() -> None:
    draw = Random(5)
    texts = [edited(prose(draw.randrange(6)), draw.random() / 2, seed) for seed in range(60)]
    times = [NOW + timedelta(hours=number) for number in range(60)]
    unbroken, answers = Copies(), []
    for id_, (text, at) in enumerate(zip(texts, times, strict=True)):
        answers.append(unbroken.add_sketch(id_, sketch(text), at=at))

    for killed in (10, 49, 55):
        anew = Copies()
        for id_ in range(killed):
            if times[killed] - times[id_] <= timedelta(hours=48):
                anew.add(id_, texts[id_], at=times[id_])
        assert anew.add_sketch(killed, sketch(texts[killed]), at=times[killed]) == answers[killed]


# Two reports of one day, both written without spaces between words.
THAI = (
    "นายกรัฐมนตรีกล่าวกับประชาชนว่ารัฐบาลจะช่วยแก้ปัญหาราคาพืชผลการเกษตรอย่างเต็มที่ "
    "และขอให้ทุกคนร่วมกันคิดแก้ปัญหาของประเทศและมองอนาคตร่วมกัน โดยเฉพาะปัญหาน้ำท่วมในภาคกลาง"
)
ANOTHER_THAI = (
    "ตำรวจกล่าวว่ารถโดยสารพลิกคว่ำบนทางหลวงในจังหวัดนครสวรรค์เมื่อคืนนี้ มีผู้เสียชีวิตสามคน "
    "ผู้บาดเจ็บถูกนำส่งโรงพยาบาลในอำเภอเมือง ขณะที่เจ้าหน้าที่กำลังตรวจสอบสาเหตุของอุบัติเหตุ"
)


def test_a_report_without_spaces_is_known_for_a_copy_and_another_is_not() -> None:
    copies = Copies()
    copies.add(1, THAI)
    assert copies.add(2, ANOTHER_THAI) is None
    found = copies.add(3, THAI[:120])
    assert found is not None
    assert found.id == 1


def test_a_report_in_thai_is_no_copy_because_its_syllables_stand_in_a_longer_one() -> None:
    draw = Random(0)
    letters = "กขคงจชดตถทนบปพมยรลวสหอะาิีุูเแโไ่้"
    words = ["".join(draw.choices(letters, k=draw.randint(2, 5))) for _ in range(150)]
    long_report, report = ("".join(draw.choices(words, k=count)) for count in (900, 200))
    copies = Copies()
    copies.add(1, long_report)

    assert copies.add(2, report) is None
