"""What counts as the same word, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import Analyser
from bot.text.folding import exact, fold
from bot.text.forms import LONGEST_TOKEN, cut, forms, whole


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def surfaces(analyser: Analyser, text: str, language: str | None = None) -> list[str]:
    return [lexeme.surface for lexeme in analyser.analyse(text, language).lexemes]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North-Korean", "North Korean"),
        ("North–Korean", "north korean"),  # an en dash
        ("U.S.", "US"),
        ("U.S", "US"),
        ("U.S.'s", "US"),
        ("10,000", "10000"),
        ("10 000", "10000"),
        ("10\u00a0000", "10000"),
        ("10.000", "10000"),
        ("1,234,567", "1234567"),
        ("10’000", "10000"),
        ("١٠", "10"),
        ("２０２４", "2024"),
        ("Ёлка", "елка"),
        ("Straße", "STRASSE"),
        ("Łódź", "Lodz"),
        ("Ærø", "aero"),
        ("naïve café", "NAIVE CAFE"),
        ("naïve", "nai\u0308ve"),
        ("Russia's", "Russia"),
        ("Russia’s", "russia"),
        ("Kur\u00adsk", "Kursk"),
        ("Kur\u200bsk", "Kursk"),
        ("\ufeffKursk", "Kursk"),
        ("ﬁre", "fire"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"),
        ("اَلْعَرَبِيَّةُ", "العربية"),
        ("أحمد", "احمد"),
        ("شָׁלוֹם"[1:], "שלום"[1:]),
        ("п'ять", "п’ять"),
        ("п'ять", "пʼять"),
        ("ｸﾙｽｸ", "クルスク"),
        ("ガ", "カ\u3099"),
        ("กำ", "ก\u0e4d\u0e32"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("①", "1"),
    ],
)
def test_spellings_of_one_word_are_one(analyser: Analyser, one: str, other: str) -> None:
    assert surfaces(analyser, one) == surfaces(analyser, other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("й", "и"),  # letters of their own, not accents
        ("ї", "і"),
        ("か", "が"),
        ("कि", "क"),
        ("0.125", "125"),
        ("1,000", "1"),
        ("1,00", "100"),
    ],
)
def test_different_words_stay_different(analyser: Analyser, one: str, other: str) -> None:
    assert surfaces(analyser, one) != surfaces(analyser, other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'armée d’Ukraine", ["l", "armee", "d", "ukraine"]),
        ("O'Brien", ["o", "brien"]),
        ("270-square-mile", ["270", "square", "mile"]),
        ("28.10.2024", ["28", "10", "2024"]),
        ("in 2024, 300 troops", ["in", "2024", "300", "troops"]),
        ("foo_bar", ["foo", "bar"]),
        ("e.g. a.m.", ["eg", "am"]),
        ("reuters.com", ["reuters", "com"]),
        ("2024年10月", ["2024", "年", "10", "月"]),
        ("北京市", ["北京", "京市", "市"]),
        ("½", ["1", "2"]),
        ("—…!?", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words(analyser: Analyser, text: str, expected: list[str]) -> None:
    assert surfaces(analyser, text) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "soldiers", "soldier"),
        ("en-GB", "Troops", "troop"),
        ("ru", "Курске", "Курск"),
        ("de", "Soldaten", "Soldat"),
        ("fr", "nord-coréens", "nord-coréen"),
        ("es", "naciones", "nación"),
        ("pl", "żołnierze", "żołnierz"),
        ("tr", "askerleri", "asker"),
        ("ar", "العربية", "عربي"),
        ("ko", "러시아에서", "러시아"),
        (None, "북한군이", "북한군은"),  # particles go whatever the language is said to be
    ],
)
def test_words_match_by_stem(analyser: Analyser, language: str | None, one: str, other: str) -> None:
    stems = [[x.stem for x in analyser.analyse(text, language).lexemes] for text in (one, other)]
    assert stems[0] == stems[1]


@pytest.mark.parametrize(
    "forms",
    [
        "Курськ Курська Курську Курськом курська курській курської",
        "Київ Києва Києві Києвом",
        "Харків Харкова Харкові Харковом",
        "Суми Сум Сумах",
        "Крим Криму Кримом",
        "Україна України Україні Україну Україною",
        "Росія Росії Росію Росією",
        "Корея Кореї Корею Кореєю",
        "Зеленський Зеленського Зеленському Зеленським",
        "Путін Путіна Путіну Путіним",
        "військо війська військ військам військами військах військові військових",
        "солдат солдата солдатові солдати солдатів солдатам солдатами",
        "удар удару удари ударів ударами",
        "ракета ракети ракет ракетою ракетами",
        "армія армії армію армією армій",
        "область області областей областях",
        "зброя зброї зброю зброєю",
        "режим режиму режими режимів",
        "проблема проблем проблеми",
        "північнокорейський північнокорейські північнокорейських",
    ],
)
def test_ukrainian_words_match_in_their_cases(analyser: Analyser, forms: str) -> None:
    assert len({analyser.stem(word, "uk") for word in forms.casefold().split()}) == 1


@pytest.mark.parametrize(
    "words", ["Крим кримінал", "Корея корова корито", "Росія роса", "місто місяць", "Харків харч", "мир мирт"]
)
def test_ukrainian_words_that_only_begin_alike_stay_apart(analyser: Analyser, words: str) -> None:
    stems = [analyser.stem(word, "uk") for word in words.casefold().split()]
    assert len(set(stems)) == len(stems)


def test_a_short_korean_noun_keeps_what_looks_like_a_particle(analyser: Analyser) -> None:
    assert analyser.stem("종이", "ko") == "종이"


def test_without_a_known_language_words_are_not_stemmed(analyser: Analyser) -> None:
    for language in (None, "", "uk", "xx"):
        assert [x.stem for x in analyser.analyse("Troops", language).lexemes] == ["troops"]


def test_the_exact_form_keeps_capitals_and_accents(analyser: Analyser) -> None:
    tokens = analyser.analyse("The WHO’s café, U.S. 10,000", "en")
    assert [x.exact for x in tokens.lexemes] == ["The", "WHO", "café", "US", "10000"]


def test_offsets_lead_back_to_the_text_as_it_was_given(analyser: Analyser) -> None:
    text = "  Kursk’s 10,000 sol\u00addiers — the U.S. 北京市"
    tokens = analyser.analyse(text, "en")
    assert [text[slice(*tokens.span(at))] for at in range(len(tokens))] == [
        "Kursk", "10,000", "sol\u00addiers", "the", "U.S.", "北京", "京市", "市",
    ]  # fmt: skip


def test_an_endless_word_is_cut_and_still_points_at_all_of_itself(analyser: Analyser) -> None:
    tokens = analyser.analyse("x" * 100_000, "en")
    assert len(tokens.lexemes[0].surface) == LONGEST_TOKEN
    assert tokens.span(0) == (0, 100_000)


@settings(max_examples=300)
@given(text=st.text(max_size=60), language=st.sampled_from([None, "en", "ru", "tr", "ar", "ko"]))
def test_every_token_stands_where_it_says(analyser: Analyser, text: str, language: str | None) -> None:
    tokens = analyser.analyse(text, language)
    last = 0
    for at, lexeme in enumerate(tokens.lexemes):
        start, end = tokens.span(at)
        assert last <= start < end <= len(text)
        last = start
        assert lexeme.surface
        assert lexeme.stem
        assert " " not in lexeme.surface + lexeme.stem


@settings(max_examples=500)
@given(text=st.text(max_size=30))
def test_a_folded_word_is_itself_when_read_again(analyser: Analyser, text: str) -> None:
    for word in forms(text):
        assert exact(exact(word)) == exact(word)
        assert fold(fold(word)) == fold(word)
    for surface in surfaces(analyser, text):
        assert surfaces(analyser, surface)[:1] == [surface]


def test_two_analysers_agree_whatever_they_met_before() -> None:
    one, other = Analyser(), Analyser()
    text = "Troops of the U.S. reach Курск"
    one.analyse(text.upper() * 3, "en")
    first, second = one.analyse(text, "en"), other.analyse(text, "en")
    assert [(x.surface, x.stem, x.exact) for x in first.lexemes] == [
        (x.surface, x.stem, x.exact) for x in second.lexemes
    ]


# Words of many scripts, with what makes a word more than its letters.
SPELT = st.text(
    st.sampled_from("aZéßİıĳﬁøñдЁёйїςΩأىیـंक한가글שּׁกำ中ｸﾞカ０1²①'’ʼ‘sS._-,\u0301\u00ad\u200b\u3099\ufe0fۥ𐐀𝐀")
    | st.characters(),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300)
@given(SPELT)
def test_the_short_cut_for_plain_words_says_what_the_long_way_says(text: str) -> None:
    for form in forms(text):
        if short := whole(form):
            surface, shown, end = short
            assert [part.tokens for part in cut(form)] == [[(surface, shown, 0, end)]]


@pytest.mark.parametrize(
    "form", ["Kursk", "Kursk's", "Курськ", "Курск’s", "Zürich", "2024", "Ωmega", "سلام", "한국의"]
)
def test_nearly_all_words_take_the_short_cut(form: str) -> None:
    assert whole(form) is not None


def test_a_feed_that_claims_odd_languages_is_remembered_once(analyser: Analyser) -> None:
    lexemes = [analyser.analyse("Kursk", f"x-{number}").lexemes for number in range(3)]

    assert all(one is other for one, other in zip(lexemes[0], lexemes[1], strict=True))
