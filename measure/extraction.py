"""Measure extraction: precision, recall and F1 over word 4-grams, beside trafilatura's modes.

    python -m measure.extraction

Below stand five seeded splits: on one half Salient, beside trafilatura in the mode that was best on the other
half, and in the one that is best on this very half.

Pages are read from ../shared/data/extraction (EXTRACTION names another folder: `ground-truth.json` and
`html/ID.html.gz`, as in scrapinghub's article-extraction-benchmark, whose measure this is: each page counts
alike, whatever its length). The pages are parted in halves by the hash of their id; the
choice was made by looking at both, so neither is a set held back. Milliseconds are CPU time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bot.pipeline.extract import extract

PAGES = Path(__file__).parents[2] / "shared" / "data" / "extraction"
RUN = 4  # words
SPLITS = 5
_WORD = re.compile(r"\w+")

Hits = tuple[float, float, float]  # shares of true positives, false positives, false negatives
Extractor = Callable[[bytes, str], str]


def main() -> None:
    """Print each extractor's figures."""
    folder = Path(os.environ.get("EXTRACTION", PAGES))
    try:
        truth: dict[str, dict[str, str]] = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    except OSError:
        print(f"   no pages in {folder}: nothing to measure (EXTRACTION= names another folder)")
        return
    logging.disable()
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    first = [name for name in sorted(truth) if int(hashlib.md5(name.encode()).hexdigest(), 16) % 2]  # noqa: S324
    second = sorted(truth.keys() - first)
    print(f"   {len(truth)} pages of {statistics.mean(map(len, pages.values())) / 1024:.0f} KB")
    print("                                    F1  precision recall   first half  second half   ms a page")
    every: dict[str, dict[str, Hits]] = {}
    for name, extractor in _extractors():
        started = time.process_time()
        hits = {
            page: compared(
                truth[page].get("articleBody", ""), extractor(pages[page], truth[page].get("url", ""))
            )
            for page in sorted(truth)
        }
        every[name] = hits
        took = (time.process_time() - started) / len(truth) * 1000
        f1, precision, recall = figures(list(hits.values()))
        halves = [figures([hits[page] for page in half])[0] for half in (first, second)]
        print(
            f"   {name:30} {f1:.4f}  {precision:.4f} {recall:.4f}   {halves[0]:.4f}      {halves[1]:.4f}"
            f"        {took:5.1f}"
        )
    _splits(every)


def _splits(every: Mapping[str, Mapping[str, Hits]]) -> None:
    """Print how Salient stands to trafilatura's modes on halves of the pages."""
    modes = [name for name in every if name.startswith("trafilatura")]
    pages = sorted(next(iter(every.values())))
    print("\n   five splits        Salient   trafilatura, best on the other half, best on this one")
    for seed in range(SPLITS):
        shuffled = random.Random(seed).sample(pages, len(pages))
        other, half = shuffled[: len(pages) // 2], shuffled[len(pages) // 2 :]

        def f1(name: str, of: Sequence[str]) -> float:
            return figures([every[name][page] for page in of])[0]

        chosen = max(modes, key=lambda name: f1(name, other))
        best = max(f1(name, half) for name in modes)
        print(f"   seed {seed}              {f1('Salient', half):.4f}    {f1(chosen, half):.4f}  {best:.4f}")


def _extractors() -> list[tuple[str, Extractor]]:
    modes: tuple[tuple[str, dict[str, bool]], ...] = (
        ("default", {}),
        ("favor_precision", {"favor_precision": True}),
        ("favor_recall", {"favor_recall": True}),
        ("fast", {"fast": True}),
        ("fast, favor_precision", {"fast": True, "favor_precision": True}),
        ("fast, favor_recall", {"fast": True, "favor_recall": True}),
    )
    peers = [(f"trafilatura {name}", partial(_trafilatura, **mode)) for name, mode in modes]
    return [("Salient", _salient), *peers, ("readability-lxml", _readability)]


def _salient(html: bytes, url: str) -> str:
    page = extract(html, url=url)
    return page.text if page else ""


def _trafilatura(html: bytes, url: str, **mode: bool) -> str:
    import trafilatura  # noqa: PLC0415  half a second

    return trafilatura.extract(html, url=url, include_comments=False, **mode) or ""


def _readability(html: bytes, _url: str) -> str:
    from readability import Document  # noqa: PLC0415  as above

    from bot.pipeline.parse.charset import decoded  # noqa: PLC0415  as above
    from bot.pipeline.parse.plain import text_of, without_controls  # noqa: PLC0415  as above

    return text_of(Document(without_controls(decoded(html, None))).summary(html_partial=True))


def compared(true: str, found: str) -> Hits:
    """Return the shares of 4-grams that two texts have in common, that are too many, and that are missing."""
    wanted, given = _runs(true), _runs(found)
    counts = ((wanted & given).total(), (given - wanted).total(), (wanted - given).total())
    every = sum(counts)
    both, extra, missing = (count / every if every else 0.0 for count in counts)
    return both, extra, missing


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)) if words)


def figures(hits: Sequence[Hits]) -> tuple[float, float, float]:
    """Return (F1, precision, recall): means over the pages where they are defined, F1 of the two means."""
    precision = _mean([both / (both + extra) for both, extra, _ in hits if both + extra])
    recall = _mean([both / (both + missing) for both, _, missing in hits if both + missing])
    total = precision + recall
    return (2 * precision * recall / total if total else 0.0), precision, recall


def _mean(values: Sequence[float]) -> float:
    return statistics.mean(values) if values else 0.0


if __name__ == "__main__":
    main()
