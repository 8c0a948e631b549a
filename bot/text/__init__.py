"""Words, their stems, and the language of a text: one analysis for matching, search and clustering.

    analyser = Analyser()                        # one a thread: stemmers keep state
    tokens = analyser.analyse("Kursk’s troops", "en")
    [t.stem for t in tokens.lexemes]             # ["kursk", "troop"]
    tokens.span(0)                               # (0, 5): characters of the text as it was given

`ANALYSIS_VERSION` changes whenever the same text would give other tokens: what was indexed or
matched under another version has to be analysed again.
"""

from bot.text.analysis import ANALYSIS_VERSION, Analyser, Lexeme, Tokens
from bot.text.language import LanguageDetector

__all__ = ["ANALYSIS_VERSION", "Analyser", "LanguageDetector", "Lexeme", "Tokens"]
