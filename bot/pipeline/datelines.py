"""Where a sentence begins after its dateline: place, date and agency, as agencies write them. Pure."""

from __future__ import annotations

import re

# Capitals, or a name with an agency after it; perhaps a date; then a dash or a colon:
# "KYIV, Oct 28 (Reuters) - ", "MOSCOW: ", "Seoul (AFP) — ".
_CAPITALS = r"[^\W\d_a-zа-яё][^\W\d_a-zа-яё.'’-]+"
_NAMES = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2}(?=[^—–:]{0,30}\([^)]{2,30}\)\.? ?[-–—:])"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:[ /]{_CAPITALS}){{0,4}}|{_NAMES})"
    r"(?:, ?[\w.' ]{2,25}){0,2}(?: ?\([^)]{2,30}\))? ?(?:[–—:]| -{1,2}(?= )|\.[—–-])[ \u00a0]*"
)
_AGENCY = re.compile(
    r"\((?:AP|AFP|Reuters|CNN|UPI|Xinhua|ANI|PTI|dpa|EFE|TASS|IANS|Bloomberg|Yonhap)\) ?[-–—:]+ ?"
)
# "Kabul, Afghanistan - Millions": a place alone; with a second dash it is a sentence about a place.
_PLACE_ALONE = re.compile(
    r"[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,2}(?:, [A-Z][\w.'’]+(?: [A-Z][\w.'’]+)?)? [-–—] (?=[A-Z]\w*[ '’])"
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
)
_LONGEST_DATELINE = 60  # characters


def without_dateline(text: str, start: int, end: int) -> int:
    """Return where the sentence at (start, end) begins after its dateline; *start* where it has none."""
    head = text[start : min(end, start + _LONGEST_DATELINE)]
    found = (
        _DATED.match(head)
        or _ABROAD.match(head)
        or _DATELINE.match(head)
        or _PLACE_ALONE.match(text, start, end)
    )
    at = found.end() - found.pos if found else 0
    agency = _AGENCY.match(head, at)
    if agency:
        at = agency.end()
    rest = text[start + at : end]
    begins = rest[:1].isalnum() or rest[:1] in "\"“«‘'$€£"
    return start + at if at and begins and not rest[:1].islower() else start
