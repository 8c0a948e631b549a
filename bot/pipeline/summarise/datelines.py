"""Where a sentence begins after its dateline: place, date and agency, as agencies write them. Pure."""

from __future__ import annotations

import re

# Capitals, or a name with an agency after it; perhaps a date; then a dash or a colon:
# "KYIV, Oct 28 (Reuters) - ", "MOSCOW: ", "Seoul (AFP) — ".
_CAPITALS = r"[^\W\d_a-zа-яё][^\W\d_a-zа-яё.'’-]+"
_NAMES = r"[A-ZÀ-Þ][\w.'’-]+(?:[ /][A-ZÀ-Þ][\w.'’-]+){0,3}(?=[^—–:]{0,30}\([^)]{2,30}\)\.? ?[-–—:])"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:[ /]{_CAPITALS}){{0,4}}|{_NAMES})"
    r"(?:, ?[\w.' ]{2,32}){0,2}(?: ?\([^)]{2,30}\)){0,2} ?(?:[–—:]| -{1,2}(?= )|\.[—–-])[ \u00a0]*"
)
# "IDF: ", "UNRWA: ": who says what follows, which without it would stand as a fact. A short place that stays
# before its sentence does no harm.
_SPEAKER = re.compile(
    r"(?:[^\W\d_]{1,4}|HAMAS|HEZBOLLAH|KREMLIN|PENTAGON|UNICEF|UNRWA|UNHCR|UNESCO|КРЕМЛЬ|ХАМАС|МАГАТЭ|МАГАТЕ)"
    r"(?: ?\([^)]{2,30}\))? ?:"
)
_DESK = re.compile(r"\((?:AP|AFP|Reuters|CNN|UPI|Xinhua|ANI|PTI|dpa|EFE|TASS|IANS|Bloomberg|Yonhap)\)")
_AGENCY = re.compile(
    r"\((?:AP|AFP|Reuters|CNN|UPI|Xinhua|ANI|PTI|dpa|EFE|TASS|IANS|Bloomberg|Yonhap)\) ?[-–—:]+ ?"
)
# "Kabul, Afghanistan - Millions": a place alone; with a second dash it is a sentence about a place.
_PLACE_ALONE = re.compile(
    r"[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,2}(?:, [A-Z][\w.'’]+(?: [A-Z][\w.'’]+)?)? [-–—] (?=[A-Z]\w*[ '’-])"
    r"(?!.{0,120} [-–—] )"
)
# "(ANSA) - MADRID, 31 OTT - ", "【ワシントン共同】", "(서울=연합뉴스) 홍길동 기자 = ", "新华社北京28日电".
_ABROAD = re.compile(
    rf"\([A-Z]{{2,12}}\) ?[-–—]{{1,2}} ?(?:{_CAPITALS}[^-–—]{{0,20}} [-–—] )?"
    r"|【[^】]{2,30}】[ \u3000]*"
    r"|[（(［\[][^（(）)］\]]{2,24}[＝=　 ][^（(）)］\]]{2,12}[）)］\]](?:[ \u3000]?[-–—])?"
    r"(?:[ \u3000]*[^=＝。.]{2,24}(?:기자|특파원)[ \u3000]*[=＝])?[ \u3000]*"
    r"|(?:新华社|新華社|中新社|中新网|中央社|本报|本報|本社)[^，。,]{0,24}?[电電讯訊]"
    r"(?:[ \u3000]*[（(][^）)]{0,30}[）)])?[ \u3000:：]*"
    r"|[（(][^（(）)]{2,30}(?:讯|訊|电|電|综合|報導|报道)[）)][ \u3000]*"
)
# "Oct 28 (Reuters) - ", "МОСКВА, 28 октября. /ТАСС/. ", "КИЇВ. 28 жовтня. УНН. ", "Kiew/Moskau – ".
_DATED = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2} \([A-Z][^)]{1,20}\)"
    r" ?[-–—]{1,2} "
    r"|[А-ЯІЇЄҐ][\w-]+(?:[ -][А-ЯІЇЄҐ][\w-]+){0,2}[.,] \d{1,2} [а-яіїєґ]{3,9}\.?(?: [-–—])?"
    r" (?:/[^/]{2,20}/|РИА Новости|[A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ.-]+[A-ZА-ЯІЇЄҐ])(?:\.| ?[-–—]) "
    r"|[A-ZÀ-Þ][A-ZÀ-Þ ]+, \d{1,2} \(EUROPA PRESS\) (?:[-–—] )?"
    r"|[A-ZÀ-Þ][\w'’-]+ \([^)]{2,20}\), \d{1,2} \w{3,9}\.?(?: \d{4})? \([A-Z]{2,8}\) ?[-–—] "
    r"|[A-ZÀ-Þ][\w'’-]+/[A-ZÀ-Þ][\w'’-]+ [–—] (?=[A-ZÀ-Þ])"
    r"|[A-ZÀ-Þ][\w .'’-]{1,25}, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?,?"
    r"(?: /[A-Za-z -]{2,25}/ ?[-–—]{1,2} ?| [-–—]{1,2} (?=[A-Z]))"  # "SEATTLE, Oct. 23 /PRNewswire/ -- "
    r"|(?:INTERFAX\.RU|RT|ТАСС|РИА Новости) [-–—] "  # what is left of it after "28 октября."
    r"|[\u0600-\u06ff][\u0600-\u06ff\d ،/-]{1,35}\([\u0600-\u06ff .]{2,20}\) ?[-–—:] ?"
)
# "10:42 AEDT ", "17:45 h | ": when a live blog wrote its line.
_CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?: ?(?:[ap]\.?m\.?|[A-Z]{2,4}|h|Uhr|Uhr:))?(?: ?[|–—:-])? (?=[A-ZÀ-ÞА-ЯІЇЄҐ\"“«„])"
)
# What a section calls the line that follows. Never a speaker's name, whose claim it would make a fact.
_SECTION = re.compile(
    r"(?:Why it matters|Driving the news|The big picture|What they['’]re saying|Zoom in|Zoom out|Go deeper"
    r"|State of play|Between the lines|By the numbers|What['’]s next|The latest|Catch up quick|Flashback"
    r"|The intrigue|Reminder|Details|Background|Context|Quote|Reality check|The bottom line|Yes, but"
    r"|Worth noting"
    r"|Breaking|Breaking news|Just in|What happened|Eilmeldung|Hintergrund|Contexte|Contexto|Urgente"
    r"|Última hora|Le contexte|Son dakika|Son dakika haberi|Срочно|Подробности|Контекст|Деталі|Подробиці"
    r"|Терміново|Дослівно|Що відомо|Чому це важливо|Що передувало|Передісторія|Предыстория"
    r"|Довідково|Довідка|Справка|Пряма мова|Прямая речь|Цитата|速報|속보)"
    r"(?: \([^)]{2,20}\))?[:：] ?(?=[^\Wa-zа-яё]|[\"“«„「])"
)
_LONGEST_DATELINE = 60  # characters
# Without one of these a dateline begins with capitals; a hyphen within a word is none.
_MARKED = re.compile(r"[-–—:)\]】］）/电電讯訊＝=](?!(?<=\w-)\w)|\d [а-яіїєґ]{3}")
_LONGEST_SECTION = 50  # characters, its hour and what is in brackets included


def without_dateline(text: str, start: int, end: int) -> int:
    """Return where the sentence at (start, end) begins after its dateline; *start* where it has none."""
    head = text[start : min(end, start + _LONGEST_DATELINE)]
    if (
        not head[:2].isupper()
        and _MARKED.search(text, start, min(end, start + 2 * _LONGEST_DATELINE)) is None
    ):
        return start
    found = (
        _DATED.match(head)
        or _ABROAD.match(head)
        or (None if _is_speaker(head) else _DATELINE.match(head))
        or _PLACE_ALONE.match(text, start, end)
    )
    at = found.end() - found.pos if found else 0
    agency = _AGENCY.match(head, at)
    if agency:
        at = agency.end()
    rest = text[start + at : end]
    begins = rest[:1].isalnum() or rest[:1] in "\"“«‘'$€£"
    return start + at if at and begins and not rest[:1].islower() else start


def _is_speaker(head: str) -> bool:
    """Say whether a sentence begins with who says it, as headlines do: "IDF: ", not "KYIV (AP): "."""
    found = _SPEAKER.match(head)
    return found is not None and _DESK.search(found[0]) is None


def without_label(text: str, start: int, end: int) -> int:
    """Return where the sentence at (start, end) begins after its hour or section, if any."""
    at = start
    if text[start : start + 1].isdigit() and (clock := _CLOCK.match(text, start, end)):
        at = clock.end()
    head = text[at : at + _LONGEST_SECTION]
    section = _SECTION.match(text, at, end) if ":" in head or "：" in head else None
    return section.end() if section else at
