"""Which sentences tell what a picture shows. Pure."""

from __future__ import annotations

import re

# What a picture shows is told in the present: "A man walks past", "Mark Rutte speaks during". And how such
# lines begin in other languages.
_WHO = (
    r"(?:man|woman|men|women|boys?|girls?|child|children|people|person|residents?|locals|soldiers?|troops"
    r"|(?:police )?officers?|workers?|volunteers?|firefighters?|rescuers?|protesters?|supporters?|voters?"
    r"|demonstrators?|servicem[ae]n|mourners|passengers|tourists|members|cars?|smoke|flames)"
)
_SHOWS = (
    r"(?:walks?|stands?|sits?|looks?|carr(?:y|ies)|holds?|waves?|rides?|pass(?:es)?|gathers?|waits?|hugs?"
    r"|reacts?|cleans?|clears?|cross(?:es)?|casts?|inspects?|rises?|mourns?|sweeps?|queue|march(?:es)?|lies?|runs?"
    r"|takes? part|line up)"
)
_PICTURE = re.compile(
    rf"(?:[A-Z]\w* )?(?:[\w-]+ ){{0,2}}{_WHO} (?:[\w’'-]+ ){{0,3}}?{_SHOWS} \w"
    r"|(?:[A-Z][\w.’'-]+ ){2,7}(?:speaks? (?:during|at|to|in|with)|arrives? (?:at|for|in|to)|addresses"
    r"|shakes? hands|poses?|gestures?|looks on|waves?) "
    r"|(?:A|An aerial|A general|Aerial) view of|(?:This|In this) (?:image|photo|picture|handout|screengrab)"
    r"|(?:The|A) (?:image|photo|picture|screengrab) (?:shows|from)|From left[,:]|Clockwise"
    r"|Item \d+ of \d+ |\[\d+/\d+\]"
    r"|(?:Imagen|Imágenes|Fotografía|Vista|Una imagen|Imagem) (?:de |del |da |do |aérea|tomada|facilitada)"
    r"|(?:Vue|Une vue|Image|Capture d['’]écran) (?:de |du |des |d['’]|aérienne|prise)"
    r"|(?:Blick auf|Luftaufnahme|Archivfoto|Screenshot|(?:Das|Ein) (?:Bild|Foto) zeigt|Die Aufnahme zeigt) "
    r"|(?:Вид на|Кадр из|Скриншот|На фотографии|На снимке|Кадр з|На світлині) "
    r"|(?:사진은|写真：|写真は)"
)
_SAYS = re.compile(r"\b(?:said|says|according|told|reported)\b")
# A word that stands in all of these, by itself or before a mark.
_WORD = re.compile(
    rf"(?:{_SHOWS.replace('line up', 'line').replace('takes? part', 'takes?')}|speaks?|arrives?|addresses"
    r"|shakes?|poses?|gestures?|[Ii]mage|[Pp]hoto|[Pp]icture|handout|screengrab|view|left|Clockwise|Imagen|Imágenes"
    r"|imagen|Item|Fotografía|Vista|Imagem|[Vv]ue|Capture|Blick|Luftaufnahme|Archivfoto|Screenshot|Bild|Foto"
    r"|Aufnahme|Вид|Кадр|Скриншот|фотографии|снимке|світлині|사진은|写真)(?!\w)|사진은|写真|\[\d+/\d+\]"
)
# Who took the picture, behind a line that tells what it shows; "(dpa/AFP)" are agencies that gave a report.
_AGENCY = r"(?:REUTERS|Reuters|AFP|AP|EPA(?:-EFE)?|EFE|ANSA|dpa|Xinhua|AA|KNA|epd|APA|sda|ats|Belga|ANP)"
_CREDIT = re.compile(
    rf"(?![ \u00a0]*[(\[]{_AGENCY}(?: ?/ ?{_AGENCY})+[)\]])"
    r"[ \u00a0]*[(/\[|]?(?:(?:REUTERS|AFP|AP|EPA(?:-EFE)?|EFE|ANSA|dpa|Xinhua|AA) ?(?:/|Photo\b)|©|ⓒ"
    r"|[가-힣]{2,8}(?: [가-힣]{2,6})? 제공)[^\n.]{0,60}\.?(?:\n|\Z)"
)


def may_tell_picture(word: str) -> bool:
    """Say whether a sentence with this *word* may tell what a picture shows."""
    return _WORD.match(word) is not None


def tells_picture(sentence: str) -> bool:
    """Say whether it tells what a picture shows."""
    return _PICTURE.match(sentence) is not None and _SAYS.search(sentence) is None


def is_credited(text: str, end: int) -> bool:
    """Say whether the sentence that ends at *end* has a picture's credit behind it in its line."""
    return text[end : end + 1] not in {"", "\n"} and _CREDIT.match(text, end) is not None
