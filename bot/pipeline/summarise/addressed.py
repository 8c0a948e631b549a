"""Which sentences speak to their reader, or of those who write: service, a column, a live blog's host. Pure.

What somebody says in quotation marks is not meant. The pronouns are told language by language: French "nos"
and Russian "вам" are looked for in no other one.
"""

from __future__ import annotations

import re
from typing import Final

# The pronouns of each language, whole words. English ones begin with what is rare, by which `re` passes over
# the rest in C: "I" where it is no numeral ("World War I was"), "us" in small letters, not the country.
_ENGLISH_WORDS: Final = (
    r"[yYIwWoOmMu](?<!\w.)(?:(?<=[yY])ou(?:rs?|rself)?\b|(?<=[wW])e\b|(?<=[oO])urs?\b(?! Lad(?:y|ies)\b)"
    r"|(?<=[mM])y\b(?! Lai\b)|(?<=u)s\b"
    r"|(?<=I)(?=['’](?:m|ve|d|ll)\b| (?!of )[a-z])(?<!War I)(?<!Phase I)(?<!Part I)(?<!Class I)"
    r"(?<!Division I)(?<!Elizabeth I)(?<!Charles I)(?<!Type I)(?<!Title I)(?<!Level I)(?<!Stage I))"
)
_WORDS: Final = {
    "de": r"(?<=[^\W\d_A-ZÄÖÜ] )(?:Sie|Ihnen|Ihre[mnrs]?)|[Ww]ir|uns(?:er(?:e[mnrs]?)?)?",
    "fr": r"(?<!endez-)[Vv](?:ous|otre|os)|[Nn]ous|[Nn]otre(?![- ][DS]ame)|[Nn]os",
    "es": r"[Uu]sted(?:es)?|[Nn]osotros|[Nn]uestr[oa]s?(?! Se[ñn]or)",
    "pt": r"[Vv]ocês?|(?<!\d )[Nn]ós|[Nn]oss[oa]s?(?! Senhor)",
    "it": r"[Vv]oi|[Vv]ostr[oiae]|[Nn]oi(?! Moderati)|(?<!Cosa )[Nn]ostr[oiae]",
    "pl": r"[Nn]asz(?:a|e|ych|ym|ymi|ej|ego)?|nam|nas|[Ww]asz(?:a|e|ych)?|wam|was",
    "ru": r"[Вв](?:ы|ам|ас|аш(?:а|е|и|его|ей|у|их|им)?)|[Мм]ы|нам|нас|[Нн]аш(?:а|е|и|его|ей|у|их|им|ем)?",
    "uk": r"[Вв](?:и|ам|ас|аш(?:а|е|і|ого|ої|у|их|им)?)|[Мм]и(?!-\d)|нам|нас"
    r"|[Нн]аш(?! край)(?:а|е|і|ого|ої|у|их|им)?",
    "tr": r"[Ss]iz(?:e|i|in|den)?|[Bb]iz(?:e|i|im|den)?",
}
_PATTERNS: Final = {language: re.compile(rf"\b(?:{words})\b") for language, words in _WORDS.items()} | {
    "en": re.compile(_ENGLISH_WORDS)
}
_ENGLISH: Final = re.compile(r"\b(?:the|of|was|and|said)\b")
_QUOTED: Final = re.compile(
    r"[“\"„][^“”\"„]*[“”\"]|«[^«»]*»|»[^«»]*«|‚[^‚‘]*‘|(?<!\w)[‘'][^‘’']+(?:[’'](?=\w)[^‘’']+)*[’'](?!\w)"
)


def speaks_itself(sentence: str, language: str | None) -> bool:
    """Say whether *sentence* says "you", "we" or "I" outside quotation marks; *language* as BCP 47."""
    if language is None and _ENGLISH.search(sentence) is not None:
        language = "en"
    pattern = _PATTERNS.get(language or "")
    if pattern is None or pattern.search(sentence) is None:
        return False
    return pattern.search(_QUOTED.sub(" ", sentence)) is not None
