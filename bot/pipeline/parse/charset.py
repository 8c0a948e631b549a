"""Bytes to text, whatever the body claims to be written in.

Order: byte order mark (RFC 7303 section 3), UTF-8 that is valid but for few bytes (a text in another charset
that happens to be so practically does not occur), the document's own declaration, the header's charset, a
guess from the letters. The header comes last of the claims because servers set it once for all files.
Labels mean what the WHATWG Encoding Standard says they mean in practice.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0r\0", "utf-16-le"),
    (b"\0<\0r", "utf-16-be"),
)
_TELLING = tuple(start for start, _ in (*_MARKS, *_UNMARKED))

# What a label means where it is used (WHATWG Encoding Standard, section 4.2).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
_WESTERN = frozenset(("cp1252", "cp1254", "iso8859-15"))  # what servers and templates claim by default
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_ACCENTED = re.compile("[\u00c0-\u00ff]{2}")
# In a text of Western Europe few letters have an accent, and two in a row are rare; Russian read as Western
# is nothing else: of all letters, those in such pairs are at most this share.
ACCENTED_IN_A_ROW = 0.1
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)

# What a guess may come to: the charsets of the web (WHATWG Encoding Standard, section 4.3), as Python calls
# them. Others read Russian as well ("mac_cyrillic"), and nobody writes feeds in them.
_ON_THE_WEB = [
    *("cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "cp1252", "cp1250", "iso8859_2", "iso8859_16"),
    *("cp1253", "iso8859_7", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"),
]

_NEVER_HALF = (b"<", b">", b"\n", b" ")  # what ends no letter of two or four bytes in any of these

HEAD = 4096  # bytes in which a declaration must stand; HTML asks for 1,024
SAMPLE = 64 * 1024  # bytes that a guess is made from
ESCAPE = b"\x1b"  # ISO-2022 writes everything in ASCII, behind escapes
# A text with so small a share of its bytes beyond ASCII broken is UTF-8 with some bytes damaged, whatever it
# claims; one that claims UTF-8 may have one such byte in any case.
DAMAGED = 0.02

# A byte that breaks UTF-8 and was pasted from a Western text: a letter of a word, or a mark between words. A
# letter of several bytes that was cut ends its word: capitals and "â" there are what is left of one.
_PASTED = re.compile(
    "(?<![^\0-\x7f])(?:[\udcc0-\udcff](?=[A-Za-z])|(?<=[A-Za-z])[\udcdf-\udce1\udce3-\udcff]"
    "|(?<=[A-Za-z\udcc0-\udcff] )[\udce0\udce8\udce9](?= [A-Za-z\udcc0-\udcff])"
    "|[\udc80\udc82-\udc8c\udc8e\udc91-\udc9c\udc9e-\udcbf])(?![^\0-\x7f])"
)


def decoded(body: bytes, content_type: str | None) -> str:
    """Return the text of *body*; bytes that can't be read become U+FFFD."""
    if body.startswith(_TELLING):
        return _told(body)
    if ESCAPE not in body:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    claims = _claims(body, content_type)
    if _is_damaged_utf8(body, is_claimed="utf-8" in claims):
        return _mended(body)
    for name in claims:
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        return text if name not in _WESTERN or _is_western(text) else body.decode(_guessed(body), "replace")
    others = [name for name in claims if name != "utf-8"]
    return body.decode(others[0] if others else _guessed(body), "replace")


def _told(body: bytes) -> str:
    """Return the text of a *body* whose first bytes tell its charset."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    name = next(name for start, name in _UNMARKED if body.startswith(start))
    return body.decode(name, "replace")


def _claims(body: bytes, content_type: str | None) -> list[str]:
    """Return the codecs that the document and then the header name, those that Python knows."""
    head = body[:HEAD]
    labels = [match[1].decode("ascii") for match in (_DECLARED.search(head), _META.search(head)) if match]
    header = _HEADER.search(content_type or "")
    if header:
        labels.append(header[1])
    names: list[str] = []
    for label in labels:
        try:
            info = codecs.lookup(label)
        except (LookupError, ValueError):
            continue
        name = _MEANT.get(info.name, info.name)
        if info._is_text_encoding and name not in names:  # noqa: SLF001  "hex" and "zlib" are codecs too
            names.append(name)
    return names


def _is_damaged_utf8(body: bytes, *, is_claimed: bool) -> bool:
    sample = body[:SAMPLE]
    beyond_ascii = sum(1 for byte in sample if byte > 0x7F)  # noqa: PLR2004  the last byte of ASCII
    if not is_claimed and not beyond_ascii:
        return False
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    return broken <= max(int(is_claimed), beyond_ascii * DAMAGED)


def _mended(body: bytes) -> str:
    """Return the text of a *body* in UTF-8 some of whose bytes are broken."""
    text = _PASTED.sub(_western, body.decode("utf-8", "surrogateescape"))
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _western(pasted: re.Match[str]) -> str:
    return pasted[0].encode("utf-8", "surrogateescape").decode("cp1252")


def _is_western(text: str) -> bool:
    """Return whether a *text* read in a Western charset looks as if it were written in it."""
    plain = text.encode("ascii", "ignore")
    if len(text) - len(plain) <= ACCENTED_IN_A_ROW * len(plain.translate(None, _NO_LETTERS)):
        return True  # even if all that have an accent stood in pairs
    pairs = len(_ACCENTED.findall(text))
    return 2 * pairs <= ACCENTED_IN_A_ROW * sum(map(str.isalpha, text))


def _guessed(body: bytes) -> str:
    # UTF-16 was recognised before, by its marks: without one, every other binary file would be Chinese.
    from charset_normalizer import from_bytes  # noqa: PLC0415  rarely needed

    sample = body[:SAMPLE]
    if len(body) > SAMPLE:  # half a letter at the end would rule its charset out
        sample = sample[: max(map(sample.rfind, _NEVER_HALF)) + 1] or sample
    best = from_bytes(sample, cp_isolation=_ON_THE_WEB).best()
    return best.encoding if best is not None else "cp1252"
