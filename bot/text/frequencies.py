"""How common a word is in a language, before any article was read.

From wordfreq's small lists (words of one in a million and more; https://github.com/rspeer/wordfreq), summed
by stem.
"""

from __future__ import annotations

from collections import defaultdict

from wordfreq import available_languages, get_frequency_list

from bot.text.analysis import Analyser
from bot.text.stems import primary

# A word below is as rare as a name that no list has; it keeps the table of a language below 2 MB.
RAREST = 2e-6


def frequencies(language: str | None, analyser: Analyser) -> dict[str, float]:
    """Return how often each stem comes among the words of *language*; nothing for one without a list."""
    known = primary(language)
    known = {"no": "nb", "nn": "nb", "sr": "sh", "hr": "sh", "bs": "sh"}.get(known, known)
    if known not in available_languages("small"):
        return {}
    stem = analyser.stems(language)
    stems: defaultdict[str, float] = defaultdict(float)
    for centibels, words in enumerate(get_frequency_list(known, "small")):
        frequency = 10 ** (-centibels / 100)
        if frequency < RAREST:
            break
        for word in words:
            for lexeme in analyser.analyse(word, language).lexemes[:1]:
                stems[stem(lexeme.surface)] += frequency
    get_frequency_list.cache_clear()  # the words are kept as stems, once
    return dict(stems)
