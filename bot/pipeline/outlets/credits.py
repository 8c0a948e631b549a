"""Which wire service an article credits: read from its author, byline, dateline and last lines. Pure.

A credit says that the text is the agency's ("MOSCOW (Reuters) -", "By The Associated Press", "© AFP"). That
somebody "told Reuters", that "Reuters reported", and whose a picture is ("REUTERS/Jane Doe") are none. The
forms are those of the agencies' style guides and of what outlets make of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.pipeline.outlets.agencies import AGENCIES

HEAD_LINES = 4  # a byline, a place, a caption may stand above the dateline
TAIL_LINES = 6  # credit, copyright, "follow us"
LONGEST_LINE = 400  # characters looked at of one line; a credit stands at its beginning or end
LONGEST_BYLINE = 120  # characters

_BY_SPELLING = {spelling: name for name, spellings in AGENCIES.items() for spelling in spellings}
_ONE = "|".join(re.escape(spelling) for spelling in sorted(_BY_SPELLING, key=len, reverse=True))
# Not a part of a word, of an address, of a hyphened name ("AP-NORC") or of a picture's credit ("AFP/Jane").
_AGENCY = rf"(?<![\w.@#-])({_ONE})(?![\w@-]|\.[\w])"
_MORE = rf"(?:\s*[/,&+]\s*(?:{_ONE}))*"

_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|a[vb]r|ma[yijg]|giu|jun|jui|jul|lug|ago|aug|ao[uû]|sep|set|ott|o[ck]t|out|nov|de[cz]"
    r"|di[cz]|gen|ene|f[eé]v|янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек|жов|лис|гру|січ|лют|бер|кві|тра"
    r"|чер|лип|сер|вер|ledna|února|března|dubna|května|června|července|srpna|září|října|listopad[ua]|prosin[ac]"
    r"|styczni|luteg|kwietni|czerw|lipc|sierpni|wrześni|październik|grudni|siječnj|veljač|ožujk|travnj|svibnj"
    r"|lipnj|srpnj|kolovoz|rujn|studen|ocak|şubat|nisan|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık)"
)
# Words of a dateline that take no capital: days and months in most languages, and the inside of place names.
_SMALL = re.compile(
    rf"{_MONTH}\w*\.?|[a-z]{{1,3}}|and|und|près|sur|upon|near|року|года|г", re.IGNORECASE | re.UNICODE
)
_WORD = re.compile(r"[^\W\d_]+")

# What a text that credits anybody holds: all words of a name, or one of the signature of Reuters.
_SIGNATURE = frozenset(
    ("Reporting", "reporting", "REPORTING", "Bericht", "Reportage", "Reporte", "Reportaje", "Writing")
)
_NAME_WORDS = tuple({frozenset(_WORD.findall(spelling)) for spelling in _BY_SPELLING})
_UNSPACED_NAMES = tuple(spelling for spelling in _BY_SPELLING if spelling[0] > "\u2fff")

# Such as: KYIV, Ukraine (AP) — or MOSCOW, October 28. /TASS/.
_DATELINE = re.compile(
    rf"(?P<before>[^!?()\[\]/:]{{0,70}}?)[(\[/（【]\s*{_AGENCY}{_MORE}[^)\]/）】]{{0,24}}[)\]/）】]"
)
_PLACES = re.compile(
    rf"(?P<before>[^!?()\[\]:]{{2,70}}?)[(\[]\s*{_AGENCY}{_MORE}\s*[)\]]"
)  # "Berlin/Kiew (dpa)"
# "МОСКВА, 28 окт - РИА Новости.", "Moscow. October 28. INTERFAX.RU -"
_OPEN_DATELINE = re.compile(
    rf"(?P<before>[^!?()\[\]/:]{{2,60}}?\d[^!?()\[\]/:]{{0,16}}?)(?:\s[-–—]\s*|[.,]\s+){_AGENCY}\s*[.,:–—-]"
)
# "TASS, October 28.", "AFP - "
_FIRST = re.compile(rf"{_AGENCY}(?:,\s+(?:\d|{_MONTH})|\s*\d{{1,2}}|\s+[-–—]{{1,2}}\s)", re.IGNORECASE)
# "القاهرة- أ ف ب:", a place, a dash, the agency, a colon
_DASHED = re.compile(rf"(?P<before>[^!?()\[\]/:\d]{{2,30}}?)\s?[-–—]\s?{_AGENCY}\s?:")
# In brackets, such as Reuters in Japanese: [ソウル 21日 ロイター] -
_BRACKETED = re.compile(rf"[\[［【][^\[\]［］【】/:]{{1,24}}?{_AGENCY}\s*[\]］】]\s*[-–—]")
# Written without spaces: 新华社北京10月28日电, (서울=연합뉴스), 【ソウル共同】
_UNSPACED = re.compile(
    r"[（(【\[]?[^\s（(【\[]{0,12}?(新华社|新華社|中新社|中新网|中央社|연합뉴스|뉴시스|共同通信|共同|時事通信|時事)"
    r"(?=[）)】\]]|[^\s]{0,14}(?:\d|电|電|讯|訊|記者|记者))"
)
_NAMED = re.compile(
    r"(?:Associated Press|Andhra Pradesh|France[- ]Presse|agency|agencia|Agentur)\s*$", re.IGNORECASE
)

_GLUE = (
    r"by|with|and|from|via|von|mit|und|par|avec|et|por|con|com|y|di|da|e|av|med|och|og|z|za"
    r"|från|fra|van|door|c|и|та|с"
)
_STAFF = (
    r"(?:\s+(?i:staff|news|agency|newswire|wire|agencies|correspondents?|writers?|reporters?|contributors?))*"
)
_BYLINE = re.compile(
    rf"(?:^|[,/|;&()\[\]·•:–—-]|\b(?i:{_GLUE})\s)\s*{_AGENCY}{_STAFF}\s*"
    rf"(?=$|[,/|;&()\[\]·•–—-]|\b(?i:and|with|und|et|y|e|и)\b)"
)
_LONG = re.compile(
    r"(?<!\w)(The Associated Press|Associated Press|Agence France-Presse|Reuters|REUTERS"
    r"|Deutsche Presse-Agentur|Press Trust of India|Interfax-Ukraine|Ukrinform|Yonhap|Xinhua|Kyodo News)"
    r"(?!\w)"
)
_BY = re.compile(r"(?i:by|von|par|por|di|av|af|door|text|author|автор)[:\s]\s*(?P<rest>.+)")

_ALONE = re.compile(rf"\W{{0,4}}{_AGENCY}{_MORE}\W{{0,4}}")
_AT_END = re.compile(
    rf"[(\[（]\s*(?:(?i:{_GLUE})\s+)?(?:[\w ]{{1,24}}\s(?i:{_GLUE})\s+)?{_AGENCY}{_MORE}\s*[)\]）]\W*$"
    rf"|(?:[.!?…»”\"]\s*)[-–—]{{1,2}}\s*{_AGENCY}{_MORE}\W*$"
)
# "... a spokesman said. REUTERS", in capitals, as the last words of all
_CLOSING = re.compile(rf"[.!?…»”\"’]\s+(?=[A-Z]{{2}}){_AGENCY}\s*$")
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|(?i:copyright|tous droits[^.]{{0,30}}|alle rechte[^.]{{0,20}}))"
    rf"[\s,©:]*(?:\d{{4}}(?:[-–]\d{{2,4}})?[\s,.]*)?(?i:by\s)?{_AGENCY}(?!\s*/)"
)
_SOURCE = re.compile(
    r"\W{0,3}(?i:sources?|quellen?|fuentes?|fontes?|kilder?|källa|bron|źródło|zdroj|forrás|sursa|izvor|kaynak|sumber"
    r"|источник|джерело|крыніца|източник|извор|出典|来源|來源|출처)\s*[:：]\s*(?P<rest>.{1,60})$"
)
_HELPED = re.compile(
    rf"(?:(?i:with)\s{_AGENCY}\s(?i:inputs?))"
    rf"|(?:(?i:inputs?|reporting|material|files?|information|información|informações|contributions?|agency)\s+"
    rf"(?i:from|by|von|der|de la|de|da)\s(?:[^.]{{0,60}}?\b)?{_AGENCY})"
    rf"|{_AGENCY}(?:\s[\w ,.’'-]{{0,80}})?\s(?i:contributed to this|also contributed)"
    rf"|(?i:originally (?:published|appeared)|first (?:published|appeared)|republished|provided|distributed"
    rf"|syndicated)\s(?:\w+\s){{0,3}}(?i:by|on|in|from)\s{_AGENCY}"
    rf"|(?i:mit material (?:von|der)|avec|con información de)\s+(?:l['’])?{_AGENCY}"
)
# The last line of every report of Reuters: https://www.reuters.com names who reported, wrote and edited.
_REUTERS_DESK = re.compile(
    r"\W{0,3}(?:[\w ]{0,24}\b)?(?i:reporting by|bericht von|reportage|reportaje de|reporte de|writing by)\b"
    r".{2,300}?(?i:editing by|redigiert von|édité par|version française|editado por|edited by|compiled by"
    r"|writing by)"
)
_REPORTING = re.compile(r"[(\[]\s*(?i:additional )?(?i:reporting by)\s.{2,300}[)\]]\W*$")
_OUR_OWN = re.compile(r"\s(?i:told|said to|according to|reported|reports|says)\s*$")

# "North Korea sends troops - Reuters": whose report it is, or which outlet the aggregator names.
_TITLE_END = re.compile(rf"\s(?:[-–—|]|//)\s*(?:via\s)?{_AGENCY}\s*$")
_TITLE_START = re.compile(rf"{_AGENCY}\s?[:：]\s")


def credited(title: str, text: str, author: str | None) -> str | None:
    """Return the agency's short name (see `agencies`) that an article credits; None where it credits none.

    *text* is plain, a paragraph a line. Where several are credited, the one at the head counts: the dateline,
    then the author, the byline, the last lines, the title.
    """
    body = text.lstrip()
    if title and body.startswith(title):  # a text that begins with its own headline
        body = body[len(title) :].lstrip(" .:\n")
    lines = [stripped for line in body.split("\n") if (stripped := line.strip())]
    head = [line[:LONGEST_LINE] for line in lines[:HEAD_LINES]]
    tail = [line if len(line) <= LONGEST_LINE else "…" + line[-LONGEST_LINE:] for line in lines[-TAIL_LINES:]]
    if not _may_credit((title, author or "", *head, *tail)):
        return None
    found = (
        next(filter(None, map(_dateline, head)), None)
        or _in_author(author or "")
        or next(filter(None, map(_byline, head)), None)
        or next(filter(None, map(_last, _from_the_end(tail))), None)
        or _in_title(title)
    )
    return _BY_SPELLING[found] if found else None


def _may_credit(texts: Iterable[str]) -> bool:
    """Return whether any agency, or the signature of Reuters, is named at all: most articles end here."""
    sample = "\n".join(texts)
    words = frozenset(_WORD.findall(sample))
    if not words.isdisjoint(_SIGNATURE) or any(name <= words for name in _NAME_WORDS):
        return True
    return not sample.isascii() and any(spelling in sample for spelling in _UNSPACED_NAMES)


def _from_the_end(tail: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the last lines, the last first, each with how many follow it."""
    for number, line in enumerate(reversed(tail)):
        yield line, number


def _dateline(line: str) -> str | None:
    if unspaced := _UNSPACED.match(line):
        return unspaced[1]
    if first := _FIRST.match(line):
        return first[1] if first[1] in _BY_SPELLING else None
    for form in (_DATELINE, _PLACES):
        match = form.match(line)
        if match is None or _NAMED.search(match["before"]) or not _is_place(match["before"]):
            continue
        after = line[match.end() :].lstrip()
        if after and (after[0] in "-–—:.,;|=" or match["before"].strip() or match.start(1) <= 2):  # noqa: PLR2004
            return match[2]
    if bracketed := _BRACKETED.match(line):
        return bracketed[1]
    opened = _OPEN_DATELINE.match(line) or _DASHED.match(line)
    return opened[2] if opened and _is_place(opened["before"]) else None


def _is_place(before: str) -> bool:
    """Return whether *before* may be the place and day of a dateline: names, numbers, months."""
    words = _WORD.findall(before)
    plain = [word for word in words if word[0].islower() and not _SMALL.fullmatch(word)]
    return len(words) <= 9 and not plain and (not words or not words[0][0].islower())  # noqa: PLR2004


def _in_author(author: str) -> str | None:
    match = _BYLINE.search(author) or _LONG.search(author)
    return match[1] if match else None


def _byline(line: str) -> str | None:
    if len(line) > LONGEST_BYLINE:
        return None
    if alone := _ALONE.fullmatch(line):
        return alone[1]
    by = _BY.fullmatch(line)
    return (_in_author(by["rest"]) if by else None) or _in_source(line)


def _in_source(line: str) -> str | None:
    match = _SOURCE.match(line)
    return _in_author(match["rest"].rstrip(" .")) if match else None


def _last(line_and_rank: tuple[str, int]) -> str | None:
    line, following = line_and_rank
    is_end = following < TAIL_LINES // 2
    if following == 0 and (closing := _CLOSING.search(line)) and closing[1].isupper():
        return closing[1]
    if alone := _ALONE.fullmatch(line):
        return alone[1]
    for form in (_COPYRIGHT, _HELPED, *((_AT_END,) if is_end else ())):
        match = form.search(line)
        if match is not None and not _OUR_OWN.search(line[: match.start()]):
            return str(next(group for group in match.groups() if group))
    if _REUTERS_DESK.match(line) or _REPORTING.search(line):
        named = re.search(_AGENCY, line)
        return named[1] if named else "Reuters"
    return _in_source(line)


def _in_title(title: str) -> str | None:
    match = _TITLE_END.search(title) or _TITLE_START.match(title)
    return match[1] if match else None
