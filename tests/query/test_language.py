"""What the query language says, by example: what matches, what is refused and with which words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import QueryError
from bot.query import Document, dateless, evaluate, parse, pitfalls, read
from bot.text import Analyser

NOW = datetime(2024, 10, 28, 12, tzinfo=UTC)
ALIASES = {
    "dprk": '"North Korean" OR DPRK OR КНДР OR 북한',
    "war": "@dprk (Kursk OR Kyiv)",
    "circle": "kursk OR @round",
    "round": "@circle",
    "broken": "kursk AND",
}


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture(scope="module")
def article(analyser: Analyser) -> Document:
    return read(
        analyser,
        title="North Korean troops reach Kursk",
        text="About 10,000 soldiers are on their way, the WHO was told in Kursk Oblast. "
        "Many of the North-Korean men have never seen the U.S. or Russia’s border. Who leads them?",
        language="en",
        outlet="The Kyiv Post",
        feed=["World news", "Top stories"],
        author="Ann O'Brien",
        url="https://www.example.org/world/kursk-10000",
        published=NOW,
    )


def matches(query: str, article: Document) -> bool:
    return evaluate(parse(query, ALIASES, now=NOW), article) is not None


@pytest.mark.parametrize(
    "query",
    [
        "kursk",
        "KURSK TROOP",
        "kursk AND soldier",
        "kursk && soldier",
        "kyiv OR kursk",
        "kyiv || kursk",
        "kursk -football",
        "kursk NOT football",
        "kursk !football",
        "kursk AND NOT football",
        "+kursk +troops -ball",
        "kursk -(football OR hockey)",
        "(kyiv OR kursk) (soldier OR sailor)",
        "kyiv OR kursk soldier",  # AND binds tighter than OR
        "soldier kursk OR kyiv tank",
        '"north korean troops"',
        "“North Korean troop”",
        '"north korea* troop"',
        "north-korean",
        "troop*",
        "sold?ers",
        "so*rs",
        '"troops korean"~2',
        '"north kursk"~4',
        "korean NEAR/3 kursk",
        "kursk NEAR/3 korean",
        "korean ONEAR/3 kursk",
        "(dprk OR korean) NEAR/2 (troops OR kurs*)",
        '"north korean" NEAR/1 troops',
        "north NEAR/1 korean NEAR/1 troops",
        "=WHO",
        "=Who",
        '="Kursk Oblast"',
        "=Kursk",
        "us",
        "=US",
        "russia",
        "10000",
        "10 000 soldiers",
        "10,000",
        "title:kursk",
        "title:(kyiv OR troops)",
        "text:oblast",
        'text:"kursk oblast"',
        "outlet:kyiv",
        'outlet:"kyiv post" kursk',
        "feed:top",
        "author:o'brien",
        "author:brien",
        "lang:en kursk",
        "lang:english",
        "lang:(english OR chinese) kursk",
        "lang:(ru OR en) kursk",
        "lang:(en OR zu OR rw) kursk",
        "lang:(en OR sn OR om OR tn OR fil OR nb OR hausa) kursk",
        "url:example.org",
        "url:https://www.example.org/world",
        "url:kurs*",
        "kursk after:2024-10-28",
        "kursk after:2024 before:2025",
        "kursk after:7d",
        "@dprk",
        "@DPRK kursk",
        "@war",
        "title:@dprk",
        "soldier -title:soldier",
        "korean who",
        "NOT NOT kursk",
        "kursk （troops）",
    ],
)
def test_an_article_is_found_by(article: Document, query: str) -> None:
    assert matches(query, article)


@pytest.mark.parametrize(
    "query",
    [
        "kyiv",  # only the outlet's name
        "kursk football",
        "kursk -soldier",
        "kursk -title:north",
        '"korean north"',
        '"kursk troops"',
        "troop*s?",
        "sold?er",
        '"north kursk"~3',
        '"korean korean"~3',
        "korean NEAR/2 kursk",
        "kursk ONEAR/3 korean",
        "kursk ONEAR/9 north ONEAR/2 oblast",
        "korean NEAR/9 korean*x",
        "=who",
        "=kursk",
        '="kursk oblast"',
        "=us",
        "title:oblast",
        "text:reach",
        "outlet:post -kursk",
        "lang:ru kursk",
        "url:example.com",
        "kursk before:2024-10-28",
        "kursk after:2024-11",
        "title:(kyiv OR oblast)",
        "1000",
        "000",
    ],
)
def test_an_article_is_not_found_by(article: Document, query: str) -> None:
    assert not matches(query, article)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("ru", "Солдаты КНДР в Курской области", "солдат @dprk"),
        ("ko", "북한군이 쿠르스크에 도착했다", "북한군 쿠르스크"),
        ("ko", "북한의 군인", "@dprk"),
        ("zh", "朝鲜军队抵达库尔斯克", "朝鲜 库尔斯克"),
        ("zh", "朝鲜军队抵达库尔斯克", "军"),
        ("zh", "军", "军"),
        ("zh", "今天朝鲜", "鲜*"),
        ("ja", "北朝鮮兵がクルスクに到着", '"北朝鮮兵" ｸﾙｽｸ'),
        ("th", "ทหารเกาหลีเหนือถึงเมือง", "เกาหลีเหนือ"),
        ("ar", "القوات الكورية الشمالية", "الشَّمالية"),
        ("he", "חיילים צפון קוריאנים", "צָפון"),
        ("uk", "У Києві п’ять дронів", "п'ять києві"),
        ("de", "Die Soldaten ziehen über die Straße", "soldat strasse"),
        ("fr", "L’armée nord-coréenne", "armee coreen*"),
        ("tr", "İstanbul'da askerler", "ISTANBUL asker"),
        (None, "Troops", "troops"),
    ],
)
def test_every_script_is_searched(analyser: Analyser, language: str | None, text: str, query: str) -> None:
    assert matches(query, read(analyser, title="", text=text, language=language))


@pytest.mark.parametrize("query", ["korean near/2 kursk", "korean Near/2 kursk", "kursk oNear/3 korean"])
def test_near_with_its_number_is_the_operator_in_small_letters_too(analyser: Analyser, query: str) -> None:
    close = read(analyser, title="Kursk: a Korean", text="", language="en")
    far = read(
        analyser, title="Kursk, which is no town that any Korean has ever seen", text="", language="en"
    )

    assert matches(query, close)
    assert not matches(query, far)


@pytest.mark.parametrize(
    ("query", "position", "message", "hint"),
    [
        ("", 0, "no word", "kursk"),
        ("   ", 0, "no word", "kursk"),
        ("-football", 0, "only what must not be there", "kursk -football"),
        ("NOT (a OR b)", 0, "only what must not be there", ""),
        ("-a -b", 0, "only what must not be there", ""),
        ("kursk OR -football", 9, "only what must not be there", ""),
        ("after:7d", 0, "date alone", "kursk after:7d"),
        ("(kursk", 0, "never closed", ")"),
        ("kursk)", 5, "closes nothing", ""),
        ("()", 0, "nothing between", ""),
        ('kursk "north', 6, "never closed", '"north"'),
        ('""', 0, "no letter or digit", "between the quotation marks"),
        ("kursk …", 6, "no letter or digit", ""),
        ("kursk AND", 6, "After AND", ""),
        ("OR kursk", 0, "Before OR", ""),
        ("kursk OR OR troops", 6, "After OR", ""),
        ("kursk - troops", 6, "right after", "-troops"),
        ("titel:kursk", 0, "no field titel", "title:"),
        ("http://example.org", 0, "field url", "url:http://example.org"),
        ("title:", 6, "needs a word", "title:word"),
        ("title:(text:kursk)", 7, "inside title:", ""),
        ("kursk NEAR troops", 6, "number of words", "NEAR/8"),
        ("kursk NEAR/0 troops", 11, "number of words", "NEAR/8"),
        ("kursk NEAR/8", 6, "After NEAR/8", ""),
        ("kursk NEAR/8 (a b)", 13, "NEAR joins", ""),
        ("title:kursk NEAR/8 troops", 12, "one field", "title:(one NEAR/8 two)"),
        ('"two words"~', 12, "number of words", "~8"),
        ('="two words"~3', 0, "can't be combined", ""),
        ("t*", 0, "2 letters", "troop*"),
        ("kursk *sk", 6, "2 letters", "sk*"),
        ("=troop*", 0, "takes no wildcard", ""),
        ("+kursk OR troops", 0, "OR that it need not", "leave out the +"),
        ("lang:klingonian", 5, "by its code", "lang:en"),
        ("kursk after:soon", 12, "A date", "after:2024-10-28"),
        ("kursk after:2024-13", 12, "A date", ""),
        ("@dpkr", 0, "no alias @dpkr", "@dprk"),
        ("kursk @", 6, "name of an alias", "@name"),
        ("troops @circle", 7, "can't stand for itself: @circle → @round → @circle", ""),
        ("@broken", 0, "In @broken: After AND", ""),
        ("(" * 21 + "a" + ")" * 21, 20, "20 deep", ""),
        ("NOT " * 30 + "a", 80, "20 deep", ""),
        ("kursk --football", 7, "Two signs", "-word"),
        ("kursk~2", 5, "goes with a phrase", "kursk*"),
        ("kursk~ troops", 5, "goes with a phrase", "~8"),
        ("troops kursk^2.5", 12, "`^2.5` is not known", "kursk"),
        ('"two words"^2', 11, "`^2` is not known", "leave it out"),
        ("title:[a TO b]", 6, "no ranges", "after:2024-10-01"),
        ("site:example.org kursk", 0, "no field site", "url:"),
        ("headline:kursk", 0, "no field headline", "title:"),
        ("kursk source:reuters", 6, "no field source", "outlet:"),
        ("colour:red", 0, "no field colour", "fields are title"),
        ("kursk before:", 13, "needs a date", "before:2024-10-28"),
        ("kursk after:2024-10-28 before:2024-10-01", 23, "No time is left", "earlier"),
        ("NEAR/8 kursk", 0, "Before NEAR/8", "korean NEAR/8 kursk"),
        ("‘North Korean’ kursk", 0, "double quotation marks", '"North Korean"'),
        ("kursk 'north korean' troops", 6, "double quotation marks", '"north korean"'),
        ('kursk troops"', 12, "never closed", '"kursk troops"'),
        ('"kursk" troops"', 14, "never closed", "one before it"),
        ('"kursk troops" ~8', 15, "right after a phrase", '"two words"~8'),
        ("kursk NEAR/ 12 troops", 11, "number of words", "NEAR/12"),
        ("kursk NEAR 5 troops", 6, "number of words", "NEAR/5"),
        ("kursk NEAR5 troops", 6, "`NEAR5`", "NEAR/5"),
        ("kursk adj5 troops", 6, "`adj5`", "ONEAR/5"),
        ("kursk w/5 troops", 6, "`w/5`", "NEAR/5"),
        ("kursk pre/5 troops", 6, "`pre/5`", "ONEAR/5"),
        ("kursk /5 troops", 6, "`/5`", "NEAR/5"),
        ("kursk w/s troops", 6, "`w/s`", "NEAR/15"),
        ("kursk | troops", 6, "`|`", "OR"),
        ("dprk|кндр", 4, "`|`", "dprk OR кндр"),
        ("kursk & troops", 6, "`&`", "AND"),
        ("title :kursk", 6, "right after its name", "title:kursk"),
        ("kursk － football", 6, "right after", "-football"),
        ("@ dprk", 0, "name of an alias", "@dprk"),
        ("= WHO", 0, "right after", "=WHO"),
        ("sources:bbc", 0, "no field sources", "outlet:"),
        ("kursk from:2024-01-01", 6, "no field from", "after:2024-01-01"),
        ("【kursk OR sumy】 troops", 0, "between ( and )", "(kursk OR sumy)"),
        ("a1 [kursk || sumy] troops", 3, "between ( and )", "(kursk || sumy)"),
        ("kursk and/or sumy", 6, "not known", "OR"),
        ("/kurs.*/ troops", 0, "no regular", "kurs*"),
        ("*kursk", 0, "2 letters", "kursk*"),
        ('"kursk * troops"', 0, "2 letters", '"kursk troops"~2'),
        ("site:bbc.com kursk", 0, "no field site", "url:bbc.com"),
        ("kursk lang:en,ru", 11, "by its code", "lang:(en OR ru)"),
        ("title : kursk", 6, "right after its name", "title:kursk"),
        ("Ukraine: the latest", 0, "no field Ukraine", '"Ukraine:"'),
        ("lang:pt-BR kursk", 5, "by its code", "lang:pt,"),
        ("lang:englsih kursk", 5, "by its code", "lang:en"),
        ("lang:ua kursk", 5, "by its code", "lang:uk, for Ukrainian"),
        ("lang:cn kursk", 5, "by its code", "lang:zh, for Chinese"),
        ("lang:jp kursk", 5, "by its code", "lang:ja, for Japanese"),
        ("lang:ger kursk", 5, "by its code", "lang:de, for German"),
        ("lang:us kursk", 5, "by its code", "lang:en, for English"),
        ("lang:be-CH kursk", 5, "by its code", "lang:be, for all of its regions"),
        ("lang:zh-Hans kursk", 5, "by its code", "lang:zh, for all of its regions"),
        ("lang:xx kursk", 5, "by its code", "lang:en, lang:ru"),
        ("after:7 kursk", 6, "A date", "after:7d"),
        ("after:3weeks kursk", 6, "A date", "after:3w"),
        ("after:yesterday kursk", 6, "A date", "after:2d"),
        ("before:2024/10/28 kursk", 7, "A date", "before:2024-10-28"),
        ("after:28.10.2024 kursk", 6, "A date", "after:2024-10-28"),
        ("after:10/28/2024 kursk", 6, "A date", "after:2024-10-28"),
        ("after:1/2/2024 kursk", 6, "A date", "after:2024-02-01, or 2024-01-02"),
        ("before:7d", 0, "A date alone", "kursk before:7d"),
        ("kursk 🔥", 6, "no letter or digit", "emoji"),
        ("a " * 1_001, 2_000, "2,000 characters", "/alias set"),
        (" ".join(f"w{number}" for number in range(201)), 890, "200 words", ""),
    ],
)
def test_a_query_is_refused_with_its_place_and_what_was_meant(
    query: str, position: int, message: str, hint: str
) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query, ALIASES, now=NOW)

    assert message in refused.value.message
    assert refused.value.position == position
    assert hint in refused.value.hint
    assert refused.value.query == query
    assert refused.value.pointed().endswith("^")


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("Kursk  AND Troops", "kursk troops"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("a (b c)", "a b c"),
        ("a kursk A", "a kursk"),
        ("kursk NOT (a b)", "kursk -(a b)"),
        ("(a OR b) c", "(a OR b) c"),
        ("North-Korean", '"north korean"'),
        ("U.S.", "us"),
        ("“North  Korean”~8", '"north korean"~8'),
        ('="Kursk Oblast"', '="Kursk Oblast"'),
        ("TITLE:(a OR b)", "title:a OR title:b"),
        ("a NEAR/3 (b OR c)", "a NEAR/3 (b OR c)"),
        ("title:(a ONEAR/3 b)", "title:(a ONEAR/3 b)"),
        ("北京市", '"北京市"'),
        ("1 AND 400", "1 AND 400"),
        ("kursk after:7D", "kursk after:7d"),
    ],
)
def test_a_query_has_one_spelling(query: str, canonical: str) -> None:
    assert str(parse(query, now=NOW)) == canonical
    assert parse(canonical, now=NOW) == parse(query, now=NOW)


def told(query: str, article: Document) -> list[tuple[Any, ...]]:
    found = evaluate(parse(query, ALIASES, now=NOW), article)
    return [(hit.part, hit.field, hit.words) for hit in found or ()]


def test_a_match_tells_which_words_did_it_and_where(article: Document) -> None:
    assert told('@dprk (soldier OR sailor) -football outlet:kyiv "who told"~3', article) == [
        ('"north korean"', "title", "North Korean"),
        ("soldier", "text", "soldiers"),
        ('"who told"~3', "text", "WHO"),
        ('"who told"~3', "text", "told"),
        ('"north korean"', "text", "North-Korean"),
        ("outlet:kyiv", "outlet", "Kyiv"),
    ]


def test_an_article_without_a_time_is_in_no_span_of_time(analyser: Analyser) -> None:
    undated = read(analyser, title="Kursk", text="")
    assert not matches("kursk after:2000", undated)
    assert not matches("kursk before:2030", undated)
    assert matches("kursk", undated)


@pytest.mark.parametrize(
    ("query", "pointed"),
    [
        ("kursk OR", "kursk OR\n      ^"),
        ("k\u200bur\u00adsk\tOR", "kursk OR\n      ^"),  # what shows nothing takes no column
        ("\u202ekursk OR", "kursk OR\n      ^"),
        ("ко\u0301фе OR", "ко\u0301фе OR\n     ^"),  # an accent of its own stands on its letter
        ("北京 OR", "北京 OR\n\u3000\u3000 ^"),
        ("שלום OR", "שלום \n^ OR"),  # read from the right: cut where the fault is
        ("صباح OR OR kursk", "صباح \n^ OR OR kursk"),
        ("a" * 60 + " OR", "a" * 39 + " OR\n" + " " * 40 + "^"),
    ],
)
def test_the_caret_stands_under_the_fault_in_every_script(query: str, pointed: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert refused.value.pointed() == pointed


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("title：（kursk　troops）", "title:(kursk troops)"),
        ("＠dprk", "@dprk"),
        ("kursk —football", "kursk -football"),
        ("kursk ‑football", "kursk -football"),
        ("＋kursk －football", "+kursk -football"),
        ("troop＊", "troop*"),
        ("″north korean″～8", '"north korean"~8'),
        ("korean NEAR／8 kursk", "korean NEAR/8 kursk"),
        ('kursk after:"2024-10-01"', "kursk after:2024-10-01"),
    ],
)
def test_what_phones_and_other_keyboards_type_is_read(query: str, same: str) -> None:
    assert parse(query, ALIASES, now=NOW) == parse(same, ALIASES, now=NOW)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kursk or kyiv", ["OR"]),
        ("kursk And (troops not football)", ["AND", "NOT"]),
        ("korean near kursk", ["NEAR/8"]),
        ('"war and peace" OR "now or never"', []),
        ("not kursk", []),
        ("kursk AND troops", []),
    ],
)
def test_an_operator_in_small_letters_is_a_word_and_its_writer_is_told(query: str, said: list[str]) -> None:
    told = pitfalls(query)
    assert len(told) == len(said)
    assert all(f"{operator}" in one for operator, one in zip(said, told, strict=True))


@pytest.mark.parametrize(
    ("typed", "watched"),
    [
        ("kursk after:2024-10-28", "kursk"),
        ("kursk AND after:7d troops", "kursk troops"),
        ("after:7d AND kursk", "kursk"),
        ('-before:7d "north  korean" NEAR/3 (kursk OR sumy)', '"north korean" NEAR/3 (kursk OR sumy)'),
        ("kursk  -football", "kursk  -football"),
        ("kursk OR after:7d", "kursk OR after:7d"),  # refused by its dates: OR needs them
        ("after:7d AND before:1d && kursk", "kursk"),
        ("kursk after:7d && before:1d sumy", "kursk sumy"),
    ],
)
def test_a_search_leaves_its_dates_behind_when_it_becomes_a_watchlist(typed: str, watched: str) -> None:
    assert dateless(typed) == watched


@pytest.mark.parametrize("typed", ["lang:nb", 'lang:"Norwegian Bokmål"', 'lang:"norwegian nynorsk"'])
def test_a_language_is_looked_for_under_the_code_that_articles_are_stored_under(typed: str) -> None:
    assert str(parse(typed)) == "lang:no"


def test_a_code_of_no_language_is_let_be_only_where_it_was_saved_long_ago() -> None:
    assert str(parse("kursk lang:ua", stored=True)) == "kursk lang:ua"
    for query in ("kursk lang:ua", "kursk @there"):
        with pytest.raises(QueryError, match="by its code"):
            parse(query, {"there": "lang:ua"}, watching=True)


@pytest.mark.parametrize("query", ["kursk after:7d", "kursk (troops OR before:2024)", "kursk @lately"])
def test_a_watchlist_takes_no_dates(query: str) -> None:
    with pytest.raises(QueryError, match="takes no dates") as refused:
        parse(query, {"lately": "troops after:7d"}, watching=True)

    assert refused.value.position == next(at for at in map(query.find, ("after", "before", "@")) if at >= 0)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kursk or sumy", "`or` is looked for as a word here: to join words, write OR"),
        ("Курск ИЛИ Сумы", "`ИЛИ` is looked for as a word here: to join words, write OR"),
        ("Kursk UND Sumy", "`UND` is looked for as a word here: to join words, write AND"),
        ("kursk without football", "to leave a word out, write NOT or -"),
        ("kursk after 2024-10-01", "a date is after:2024-10-01"),
        ('"kursk OR sumy"', "`OR` between quotation marks is a word"),
        ("kursk, sumy, belgorod", "All words with commas between them are looked for"),
        ("US/UK troops", "`US/UK` is looked for as words side by side: one of them is `US OR UK`"),
        ("outlet:BBC,Reuters kursk", "one of them is `outlet:(BBC OR Reuters)`"),
        (
            "outlet:BBC OR Reuters",
            "reaches its next word only: for one of two, write `outlet:(BBC OR Reuters)`",
        ),
        ("lang:kr kursk", "`lang:kr` is Kanuri; for South Korea, write `lang:ko`"),
        ("kursk OR sumy troops", "It is read as `kursk OR (sumy troops)`"),
        ("war (a1 AND b2 || @c3)", "It is read as `(a1 AND b2) OR @c3`"),
    ],
)
def test_what_is_often_meant_otherwise_is_said(query: str, said: str) -> None:
    assert said in " ".join(pitfalls(query))


@pytest.mark.parametrize(
    "query",
    [
        "kursk troops",
        "(kursk OR sumy) troops",
        "(kursk troops) OR sumy",
        "kursk NEAR/8 troops OR sumy",
        "title:(kursk OR sumy) -football",
        'url:https://a.example/b,c+d "north korean"~8 10,000',
        "КУРСК И СУМЫ",  # all of it is in capitals
        "kursk -(football OR hockey)",
        "kursk lang:ha",
        ") kursk OR sumy troops",  # can't be read at all
        "(kursk OR",
    ],
)
def test_what_is_meant_as_it_is_read_is_left_alone(query: str) -> None:
    assert pitfalls(query) == ()


@pytest.mark.parametrize(
    "query",
    [
        "/".join("abcdefghij" * 3 for _ in range(50)),
        f"outlet:{'x' * 900} OR {'y' * 900}",
        ", ".join(["kursk"] * 150),
        "kursk sumy` OR troops",
    ],
)
def test_what_is_said_of_a_long_query_is_short_and_stays_between_its_backticks(query: str) -> None:
    said = pitfalls(query)

    assert said
    assert all(len(each) < 300 and each.count("`") % 2 == 0 for each in said)
