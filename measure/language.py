"""Languages told right on tests/data/languages.tsv (headlines, sentences), beside peers that are installed.

Serbian, Croatian and Bosnian count as one, and so do Indonesian and Malay: the same sentence is often right
in both. Told apart: without a hint, with the feed's true language, and with a feed that says "en".
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bot.text import LanguageDetector

SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "languages.tsv"
ONE = {"hr": "sr", "bs": "sr", "sh": "sr", "ms": "id", "nb": "no", "nn": "no"}


def main() -> None:
    """Print the share that each way tells right."""
    sample = [line.split("\t") for line in SAMPLE.read_text("utf-8").splitlines()]
    detector = LanguageDetector()
    detector.detect("the model is loaded at first use")
    _measure("Salient, no hint", sample, lambda _, text: detector.detect(text))
    _measure("Salient, the feed names it", sample, lambda named, text: detector.detect(text, named))
    _measure("Salient, the feed says en", sample, lambda _, text: detector.detect(text, "en"))
    if find_spec("py3langid"):
        import py3langid  # noqa: PLC0415  a peer, perhaps not installed

        _measure("py3langid", sample, lambda _, text: str(py3langid.classify(text)[0]))
    else:
        print("py3langid is not installed: left out")
    if find_spec("lingua"):
        from lingua import LanguageDetectorBuilder  # noqa: PLC0415  a peer, perhaps not installed

        lingua = LanguageDetectorBuilder.from_all_languages().build()

        def told(_: str, text: str) -> str | None:
            found = lingua.detect_language_of(text)
            return found.iso_code_639_1.name.lower() if found else None

        _measure("lingua", sample, told)
    else:
        print("lingua is not installed: left out")


def _measure(name: str, sample: list[list[str]], told: Callable[[str, str], str | None]) -> None:
    began = time.process_time()
    answers = [told(language, text) for language, text in sample]
    spent = (time.process_time() - began) / len(sample)
    wrong = [
        f"{language} as {answer}"
        for (language, _), answer in zip(sample, answers, strict=True)
        if ONE.get(language, language) != ONE.get(answer or "", answer)
    ]
    print(f"{name}: {1 - len(wrong) / len(sample):.3f} right, {1e6 * spent:.0f} us a text; wrong: {wrong}")


if __name__ == "__main__":
    main()
