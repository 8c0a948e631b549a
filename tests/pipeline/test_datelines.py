"""Datelines, hours, sections and places before a sentence are cut off, and nothing else is."""

from __future__ import annotations

import pytest

from bot.pipeline.summarise.datelines import without_dateline, without_label


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
