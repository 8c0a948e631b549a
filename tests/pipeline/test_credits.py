"""Which wire service an article credits."""

from __future__ import annotations

import pytest

from bot.pipeline.outlets.credits import credited

BODY = "Troops crossed the river at dawn, officials said.\nThe bridge held through the night.\n"


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("MOSCOW, Oct 28 (Reuters) - Troops crossed the river.", "Reuters"),
        ("(Reuters) - Troops crossed the river.", "Reuters"),
        ("KYIV, Ukraine (AP) — Troops crossed the river.", "AP"),
        ("RICHMOND, Va. (AP) -- Troops crossed the river.", "AP"),
        ("WASHINGTON (AFP) – Troops crossed the river.", "AFP"),
        ("Berlin (dpa) - Truppen überquerten den Fluss.", "dpa"),
        ("Berlin/Kiew (dpa) - Truppen überquerten den Fluss.", "dpa"),
        ("Frankfurt am Main (dpa/AFP) – Truppen überquerten den Fluss.", "dpa"),
        ("Berlin (dpa) Truppen überquerten den Fluss.", "dpa"),
        ("Madrid, 28 oct (EFE).- Las tropas cruzaron el río.", "EFE"),
        ("Rio de Janeiro, 28 out (EFE).- As tropas cruzaram o rio.", "EFE"),
        ("(ANSA) - ROMA, 28 OTT - Le truppe hanno attraversato il fiume.", "ANSA"),
        ("ROMA, 28 OTT - (ANSA) Le truppe hanno attraversato il fiume.", "ANSA"),
        ("MOSCOW, October 28. /TASS/. Troops crossed the river.", "TASS"),
        ("TASS, October 28. Troops crossed the river.", "TASS"),
        ("МОСКВА, 28 октября. /ТАСС/. Войска перешли реку.", "TASS"),
        ("МОСКВА, 28 окт - РИА Новости. Войска перешли реку.", "RIA Novosti"),
        ("Moscow. October 28. INTERFAX - Troops crossed the river.", "Interfax"),
        ("KYIV. Oct 28 (Interfax-Ukraine) – Troops crossed the river.", "Interfax-Ukraine"),
        ("SEOUL, Oct. 28 (Yonhap) -- Troops crossed the river.", "Yonhap"),
        ("(서울=연합뉴스) 김철수 기자 = 군대가 강을 건넜다.", "Yonhap"),
        ("BEIJING, Oct. 28 (Xinhua) -- Troops crossed the river.", "Xinhua"),
        ("新华社北京10月28日电(记者张三)部队渡过了河。", "Xinhua"),
        ("【ソウル共同】部隊が川を渡った。", "Kyodo"),
        ("TOKYO (Kyodo) -- Troops crossed the river.", "Kyodo"),
        ("موسكو (رويترز) - عبرت القوات النهر", "Reuters"),
        ("Warszawa (PAP) - Wojska przekroczyły rzekę.", "PAP"),
        ("Ankara (AA) - Troops crossed the river.", "Anadolu"),
        ("Praha 28. října (ČTK) - Vojáci překročili řeku.", "ČTK"),
        ("Praha 28. listopadu (ČTK) - Vojáci překročili řeku.", "ČTK"),
        ("Київ. 28 жовтня. ІНТЕРФАКС-УКРАЇНА - Війська перейшли річку.", "Interfax-Ukraine"),
        ("[ソウル 28日 ロイター] - 部隊が川を渡った。", "Reuters"),
        ("القاهرة- أ ف ب: عبرت القوات النهر", "AFP"),
        ("กรุงเทพ (รอยเตอร์) - ทหารข้ามแม่น้ำ", "Reuters"),
    ],
)
def test_a_dateline_credits_its_agency(line: str, agency: str) -> None:
    assert credited("Troops cross the river", f"{line}\n{BODY}", None) == agency


@pytest.mark.parametrize(
    ("author", "agency"),
    [
        ("Reuters", "Reuters"),
        ("By Reuters", "Reuters"),
        ("Reuters Staff", "Reuters"),
        ("Jane Doe and John Roe, Associated Press", "AP"),
        ("The Associated Press", "AP"),
        ("JANE DOE Associated Press", "AP"),
        ("Jane Doe | AP", "AP"),
        ("AFP", "AFP"),
        ("Le Monde avec AFP", "AFP"),
        ("Von dpa", "dpa"),
        ("dpa/Jane Doe", "dpa"),
        ("Agencia EFE", "EFE"),
        ("Press Trust of India", "PTI"),
        ("Укринформ", "Ukrinform"),
        ("Guardian staff with Agence France-Presse", "AFP"),
        ("Jane Doe", None),
        ("AP Dhillon", None),
        ("A. P. Smith", None),
        ("Ansari Khan", None),
        ("Staff and agencies", None),
        ("", None),
        (None, None),
    ],
)
def test_an_author_is_an_agency_or_is_none(author: str | None, agency: str | None) -> None:
    assert credited("Troops cross the river", BODY, author) == agency


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("(Reporting by Jane Doe in Kyiv; Editing by John Roe)", "Reuters"),
        ("Reporting by Jane Doe; writing by John Roe; editing by Ann Poe", "Reuters"),
        ("(Reporting by Jane Doe)", "Reuters"),
        (
            "(Bericht von Jana Doe, redigiert von Hans Roe.)",
            "Reuters",
        ),
        ("© AFP", "AFP"),
        ("© 2024 AFP", "AFP"),
        ("Copyright 2024 The Associated Press. All rights reserved.", "AP"),
        ("© dpa-infocom, dpa:241028-930-272111/1", "dpa"),
        ("The bridge held, he said. (AFP)", "AFP"),
        ("The bridge held, he said. (Reuters/AFP)", "Reuters"),
        ("The bridge held,” he said. — AFP", "AFP"),
        ("The bridge held on Monday, the army said. REUTERS", "Reuters"),
        ("AFP", "AFP"),
        ("– Reuters", "Reuters"),
        ("Source: AFP", "AFP"),
        ("Quelle: dpa", "dpa"),
        ("Источник: ТАСС", "TASS"),
        ("(With inputs from PTI)", "PTI"),
        ("The bridge held, he said. (With PTI inputs)", "PTI"),
        ("The Associated Press contributed to this report.", "AP"),
        ("Associated Press writer Jane Doe in Kyiv contributed to this report.", "AP"),
        ("This story was originally published by Reuters.", "Reuters"),
        ("(mit Material von dpa)", "dpa"),
        ("(avec AFP)", "AFP"),
    ],
)
def test_the_last_lines_credit_an_agency(line: str, agency: str) -> None:
    assert credited("Troops cross the river", BODY + line, None) == agency
    assert credited("Troops cross the river", f"{BODY}{line}\nFollow us for more.\n", None) in {agency, None}


@pytest.mark.parametrize(
    "line",
    [
        "“They crossed at dawn,” the minister told Reuters.",
        "The minister told the Associated Press that they crossed.",
        "Reuters could not verify the report.",
        "Reuters reported on Monday that they crossed.",
        "According to AFP, they crossed at dawn.",
        "The APEC summit was cut short. CAPTAIN APPLE said nothing.",
        "REUTERS/Jane Doe",
        "AP Photo/Jane Doe",
        "Photo: Jane Doe/AFP via Getty Images",
        "© REUTERS/Jane Doe",
        "The Associated Press (AP) – the oldest agency – was founded in New York.",
        "An AP-NORC poll found that half agree.",
        "Shares of the agency (Reuters) fell.",
        "Interfaxes and newsletters were sent.",
        "He works at the patterns of DPA.org and ap.org.",
        "Write to us at news@reuters.com",
        "Reporting by citizens is on the rise.",
        "Tass is a surname too.",
        "Smoke rises over the town (Reuters)",
        "[Photo: AFP] - Smoke rises over the town",
        "[Jane Doe/AFP] - Smoke rises over the town",
    ],
)
def test_naming_an_agency_is_no_credit(line: str) -> None:
    assert credited("Troops cross the river", f"{line}\n{BODY}{BODY}{BODY}{BODY}", None) is None


@pytest.mark.parametrize(
    "line",
    [
        "“They crossed at dawn,” the minister told Reuters.",
        "Reuters could not verify the report.",
        "REUTERS/Jane Doe",
        "AP Photo/Jane Doe",
        "© REUTERS/Jane Doe",
        "An AP-NORC poll found that half agree.",
        "Write to us at news@reuters.com",
        "The letter was first seen by Reuters.",
    ],
)
def test_naming_an_agency_at_the_end_is_no_credit(line: str) -> None:
    assert credited("Troops cross the river", BODY + line, None) is None


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("North Korea sends troops - Reuters", "Reuters"),
        ("КНДР отправила войска — Reuters", "Reuters"),
        ("Reuters: North Korea sends troops", "Reuters"),
        ("Reuters names a new editor", None),
        ("AP exams begin on Monday", None),
        ("How the AP counts votes", None),
    ],
)
def test_a_title_names_whose_report_it_is(title: str, agency: str | None) -> None:
    assert credited(title, BODY, None) == agency


def test_the_dateline_counts_before_what_else_is_named() -> None:
    text = f"PARIS (AFP) - Troops crossed.\n{BODY}(Reporting by Jane Doe; Editing by John Roe)"
    assert credited("Troops - Reuters", text, "Reuters") == "AFP"


def test_no_text_at_all_credits_nobody() -> None:
    assert credited("", "", None) is None
    assert credited("", "\n \n", "") is None
