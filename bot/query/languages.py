"""Which language a member names: by its code, its English name, or what people take for its code."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from bot.text.codes import ISO_639_1, KNOWN, SAME

_COMMON = "lang:en, lang:ru, lang:uk"
_MOST = 3  # languages of a country that are offered
_UNOFFICIAL = {"us": ["en"], "au": ["en"]}  # countries for which CLDR names no official language


def code_of(typed: str) -> str | None:
    """Return the code under which articles of a language are stored; None where *typed* names none.

    *typed* is in lower case: a code, or an English name as `norwegian`.
    """
    code = SAME.get(typed, typed)
    return code if code in KNOWN or _is_of_feeds_alone(code) else _names().get(typed)


def otherwise(typed: str) -> str | None:
    """Return what *typed* is, and what is perhaps meant by it: a country whose code it is, too.

    None where that is no trap, as of most codes.
    """
    if typed in KNOWN or not _is_of_feeds_alone(typed) or typed in get_official_languages(typed.upper()):
        return None
    found = _spoken_in(typed)
    where = Locale("en").territories.get(typed.upper())
    return f"`lang:{typed}` is {_english(typed)}; for {where}, write `{_any(found)}`" if found else None


def meant(typed: str) -> str:
    """Return what was probably meant by *typed*, which names no language, as words to type."""
    codes = re.findall(r"[a-z]+", typed)
    if len(codes) > 1 and all(code in KNOWN for code in codes):
        whole = "-" in typed or "_" in typed
        return f"lang:{codes[0]}, for all of its regions" if whole else _any(codes)
    if (code := re.split("[-_]", typed)[0]) != typed and code in KNOWN:
        return f"lang:{code}, for all of its regions"
    if found := _spelled_otherwise(typed) or _spoken_in(typed):
        named = " or ".join(_english(code) for code in found)
        return f"{_any(found)}, for {named}"
    close = get_close_matches(typed, _names(), n=1, cutoff=0.75)
    return f"lang:{_names()[close[0]]}" if close else _COMMON


def _is_of_feeds_alone(typed: str) -> bool:
    """Return whether no text is found to be in a code's language: articles have it where feeds say so.

    All codes of two letters (ISO 639-1) are taken; longer ones where they have no shorter.
    """
    return typed in Locale("en").languages and (len(typed) == ISO_639_1 or not _spelled_otherwise(typed))


def _any(codes: list[str]) -> str:
    return f"lang:{codes[0]}" if len(codes) == 1 else f"lang:({' OR '.join(codes)})"


def _spelled_otherwise(typed: str) -> list[str]:
    """Return the language of an older code or one of three letters (CLDR's aliases, in both directions)."""
    aliases = get_global("language_aliases")
    ways = [SAME.get(typed), aliases.get(typed), *(old for old, new in aliases.items() if new == typed)]
    return [code for code in ways if code in KNOWN][:1]


def _spoken_in(typed: str) -> list[str]:
    """Return the official languages of a country by its code: `ua` is where Ukrainian is spoken."""
    if typed in _UNOFFICIAL:
        return _UNOFFICIAL[typed]
    spoken = (code.split("_")[0] for code in get_official_languages(typed.upper()))
    return list(dict.fromkeys(code for code in spoken if code in KNOWN))[:_MOST]


def _english(code: str) -> str:
    return str(Locale("en").languages.get(code, code))


@cache
def _names() -> dict[str, str]:
    """Return the codes of the languages that articles are in, by their English names in lower case."""
    known = Locale("en").languages
    taken = {code: name for code, name in known.items() if code in KNOWN or len(code) == ISO_639_1}
    return {name.casefold(): SAME.get(code, code) for code, name in taken.items()}
