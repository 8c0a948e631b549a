"""Which sentences open with somebody or something told before, in other languages than English. Pure.

"El detenido declaró", "L'homme a été interpellé", "Der 61-Jährige bestreitet": who? But "El hombre que atacó
a Salman Rushdie" says which. And verbs whose subject was told before: "Añadió que", "Добавил, что".
"""

from __future__ import annotations

import re
from typing import Final

# What says which one is meant, behind the noun.
_DE_TELLS = r"(?!,? d(?:er|ie|as) |,? [A-ZÄÖÜ„\"]| (?:aus|vo[nm]|des|i[nm]|am|auf|beim?|gegen|für|zur?)\b)"
_FR_TELLS = (
    r"(?!,? [A-ZÀ-Þ«\"]|,? (?:qui|que|du|des|accusée?s?|soupçonnée?s?)\b"
    r"| (?:à|en|contre|de(?! \d))\b| d['’])"
)
_ES_TELLS = (
    r"(?!,? [A-ZÁÉÍÓÚÑ«\"]|,? (?:que|quien|acusad|sospechos)"
    r"|,? (?:del?|en|por|contra)\b(?! \d| estado))"
)
_PT_TELLS = r"(?!,? [A-ZÀ-Þ“\"]|,? (?:que|acusad|suspeit)| (?:d[eoa]s?|em|n[oa]s?|por|contra)\b(?! \d))"
_IT_TELLS = (
    r"(?!,? [A-ZÀ-Þ«\"]|,? (?:che|accusat|sospettat)"
    r"| (?:d[ei]l?l?[oae]?|in|nel|contro)\b(?! \d)| d['’])"
)
_NL_TELLS = r"(?!,? [A-Z]|,? die\b| (?:uit|in|op|achter)\b| van (?!\d))"

_PATTERNS: Final = {
    "de": r"(?:Der|Die|Das|Dem|Den) (?:\d+-[Jj]ährigen?|Mann|Frau|Junge|Mädchen|Täter|Fahrer(?:in)?|Opfer"
    r"|(?:Tatv|V)erdächtigen?|Festgenommenen?|Angeklagten?|Beschuldigten?|Sprecher(?:in)?|Vorfall|Unglück)\b"
    rf"{_DE_TELLS}"
    # "Das entschied das Gericht"; a participle or an adjective before its noun ends in -e
    r"|Das (?!(?:von|vom|am|im|in|zu|zum|zur|seit|auf|mit|erst|bisher|weltweit|nach|bei|bereits|derzeit|meist"
    r"|zuletzt|gegen|insgesamt|jetzt|nicht)\b)[a-zäöüß]+(?:t|en|ied|ies|ab|ang|ief)\b"
    r"|Wie (?:[\wäöüß]+ ){1,3}(?:weiter|zudem|außerdem) ",
    "fr": r"(?:L['’](?:homme|individu|accusé|agresseur|incident|auteur)|L[ea] (?:suspecte?"
    r"|jeune (?:homme|femme)|trentenaire|quadragénaire|quinquagénaire|sexagénaire|septuagénaire|octogénaire"
    r"|prévenue?|mise? en cause|conduct(?:eur|rice)|victime|porte-parole)"
    rf"|Les (?:victimes|suspects|prévenus))\b{_FR_TELLS}"
    r"|Interrogée?s? (?:sur ce|à ce)",
    "es": r"(?:El|La|Los|Las) (?:hombre|mujer|joven|detenid[oa]s?|acusad[oa]s?|agresor(?:a|es)?|conductora?"
    r"|sospechos[oa]s?|víctimas?|fallecid[oa]s?|incidente|suceso|portavoz|menor|comunicado)\b"
    rf"{_ES_TELLS}"
    r"|(?:Añad(?:ió|ieron|en?)|Agreg(?:ó|aron|an?)|Explic(?:ó|aron|an?)|Señal(?:ó|aron|an?)|Indic(?:ó|aron|an?)"
    r"|Asegur(?:ó|aron|an?)|Afirm(?:ó|aron|an?)|Apunt(?:ó|aron|an?)|Subray(?:ó|aron|an?)|Precis(?:ó|aron|an?)"
    r"|Destac(?:ó|aron|an?)|Advirti(?:ó|eron)|Sostuv(?:o|ieron)|Dij(?:o|eron)|Record(?:ó|aron)|Detall(?:ó|aron)"
    r"|Insisti(?:ó|eron)|Ha(?:n)? (?:añadido|explicado|señalado|asegurado|dicho|afirmado|indicado|recordado))"
    r"(?:,? además,?| también)? que\b|Fue(?:ron)? (?:detenid|trasladad|ingresad|puest)[oa]s?\b",
    "pt": r"(?:O|A|Os|As) (?:homem|mulher|jovem|suspeit[oa]s?|vítimas?|acusad[oa]s?|motorista|crime|acidente"
    rf"|delegad[oa]|menin[oa]|porta-voz)\b{_PT_TELLS}"
    r"|(?:Disse|Disseram|Afirm(?:ou|aram)|Declar(?:ou|aram)|Acrescent(?:ou|aram)|Explic(?:ou|aram)"
    r"|Ressalt(?:ou|aram)|Destac(?:ou|aram)|Complet(?:ou|aram))(?: ainda| também)? que\b",
    "it": r"(?:L['’](?:uomo|aggressore|arrestato|indagato|incidente|episodio)|Il (?:\d+enne|giovane"
    rf"|conducente|portavoce|sospettato|presunto \w+)|La (?:donna|vittima|giovane)|Le vittime)\b{_IT_TELLS}"
    r"|(?:Ha|Hanno) (?:poi |anche |inoltre )?(?:aggiunto|spiegato|detto|dichiarato|affermato|sottolineato"
    r"|ricordato|precisato|scritto)(?: inoltre| anche| poi)? che\b",
    "nl": r"(?:De|Het) (?:man|vrouw|verdachten?|slachtoffers?|bestuurder|dader|woordvoerder|incident"
    rf"|ongeluk)\b{_NL_TELLS}|Volgens de woordvoerder",
    "ru": r"(?:Инцидент|Происшествие|ДТП|Злоумышленник\w*|Подозреваем\w+|Задержанн\w+|Нападавш\w+) [а-яё]+"
    r"(?:л[аои]?(?:сь|ся)?|ют|ет|ется|ан[аоы]?|ен[аоы]?|ят)\b"
    r"|В (?:ведомстве|министерстве|компании|пресс-службе|сообщении|заявлении|документе|публикации|агентстве)"
    r" (?:также )?[а-яё]+(?:ли|лось|ется|ют|или)\b"
    r"|(?:Отмечается|Сообщается|Уточняется|Подчеркивается|Указывается|Добавляется), что"
    r"|(?:Добавил|Отметил|Подчеркнул|Пояснил|Уточнил|Заявил|Сообщил|Рассказал)[аи]?,? что"
    r"|По (?:данным|информации|словам) (?:ведомства|министерства|источника|агентства|издания|пресс-службы),"
    r"|Как (?:отмет|поясн|добав|подчеркн|указ)\w+",
    "uk": r"(?:Інцидент|Подія|ДТП|Зловмисник\w*|Підозрюван\w+|Затриман\w+|Нападник\w*) [а-яіїєґ]+"
    r"(?:в|ла|ло|ли|вся|лася|лося|лися)\b"
    r"|[УВ] (?:відомстві|міністерстві|компанії|пресслужбі|повідомленні|заяві|документі|агентстві)"
    r" (?:також )?[а-яіїєґ]+(?:ли|ться|ють)\b"
    r"|(?:Зазначається|Повідомляється|Уточнюється|Наголошується|Вказується|Додається), що"
    r"|(?:Дода|Зазначи|Підкресли|Поясни|Уточни|Заяви|Повідоми|Розпові)(?:в|ла|ли),? що"
    r"|За (?:даними|інформацією|словами) (?:відомства|міністерства|джерела|агентства|видання|пресслужби),"
    r"|Як (?:зазнач|поясн|дода|розпов|наголо|вказ)\w+",
    "pl": r"(?:Mężczyzna|Kobieta|Kierowca|Sprawca|Podejrzany|Zatrzymany) "
    r"(?:został|ma|był|jest|usłysza|trafił|przyzna|zmarł|nie)\w*\b"
    r"|Do (?:wypadku|zdarzenia|tragedii) doszło|Według rzecznika",
    "tr": r"(?:Yapılan a|A)çıklama(?:da|ya göre)\b|Haberde\b|Olay(?:ın|da|la ilgili)?\b(?! yerine)"
    r"|Şüpheli(?:nin|ler|lerin)? ",
}
_COMPILED: Final = {language: re.compile(pattern) for language, pattern in _PATTERNS.items()}


def opens_as_known(body: str, language: str | None) -> bool:
    """Say whether *body*, a sentence without the marks that open it, begins with what was told before it."""
    pattern = _COMPILED.get(language or "")
    return pattern is not None and pattern.match(body) is not None
