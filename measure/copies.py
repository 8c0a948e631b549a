"""Near copies: Salient's sketches beside rensa and datasketch (peers where they are installed).

Copies are made of the articles of ../shared/data/stories by changing and adding words, and by cutting;
articles of other events stand for texts that are no copies. Printed: copies found, others wrongly taken for
one, and CPU time an article. The peers hash the same runs of words with 128 permutations, LSH at .5 and .3.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.pipeline.duplicates.copies import RUN, Copies

STORIES = Path("../shared/data/stories")
FILES = ("ecbplus-1-35.jsonl", "wikinews-medium.jsonl")
LEAST = 150  # words
EDITS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "word for word, framed": lambda words, draw: ["By", "our", "staff", *words, *draw.choices(words, k=20)],
    "10% of words changed": lambda words, draw: _edited(words, draw, 0.1),
    "20% of words changed": lambda words, draw: _edited(words, draw, 0.2),
    "the first third, 5% changed": lambda words, draw: _edited(words[: len(words) // 3], draw, 0.05),
}


def _edited(words: list[str], draw: random.Random, share: float) -> list[str]:
    return [draw.choice(words) if draw.random() < share else word for word in words]


def main() -> None:
    """Print what each way finds."""
    texts = list(_texts())
    if not texts:
        print(f"{STORIES} is missing: not measured")
        return
    ways: dict[str, Callable[[], Callable[[int, str], bool]]] = {"Salient": _ours}
    for name, made in (("rensa", _rensa), ("datasketch", _datasketch)):
        if find_spec(name):
            ways |= {f"{name} .5": lambda made=made: made(0.5), f"{name} .3": lambda made=made: made(0.3)}
        else:
            print(f"{name} is not installed: left out")
    for name, make in ways.items():
        _measure(name, make, texts)


def _measure(name: str, make: Callable[[], Callable[[int, str], bool]], texts: list[str]) -> None:
    add = make()
    began = time.process_time()
    wrong = sum(add(number, text) for number, text in enumerate(texts))
    spent = (time.process_time() - began) / len(texts)
    found = []
    for at, (what, edit) in enumerate(EDITS.items()):
        draw = random.Random(at)
        hits = sum(
            add((at + 1) * 10_000 + number, " ".join(edit(text.split(), draw)))
            for number, text in enumerate(texts)
        )
        found.append(f"{what} {hits / len(texts):.2f}")
    print(f"{name}: {1000 * spent:.2f} ms an article; others taken for copies {wrong}/{len(texts)}; found:")
    print("   " + "; ".join(found))


def _texts() -> Iterator[str]:
    """Yield one article an event, so that none of them is a copy of another."""
    for name in FILES:
        if not (STORIES / name).exists():
            return
        seen = set()
        for line in (STORIES / name).read_text("utf-8").splitlines():
            one = json.loads(line)
            if one["label"] not in seen and len(one["text"].split()) >= LEAST:
                seen.add(one["label"])
                yield one["text"]


def _runs(text: str) -> list[str]:
    words = text.casefold().split()
    return [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _ours() -> Callable[[int, str], bool]:
    copies = Copies()
    return lambda number, text: copies.add(number, text) is not None


def _rensa(threshold: float) -> Callable[[int, str], bool]:
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  a peer, perhaps not installed

    index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32)
    kept = {}

    def add(number: int, text: str) -> bool:
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update(_runs(text))
        found = any(sketch.jaccard(kept[other]) >= threshold for other in index.query(sketch))
        index.insert(number, sketch)
        kept[number] = sketch
        return found

    return add


def _datasketch(threshold: float) -> Callable[[int, str], bool]:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  a peer, perhaps not installed

    index = MinHashLSH(threshold=threshold, num_perm=128)

    def add(number: int, text: str) -> bool:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([run.encode() for run in _runs(text)])
        found = bool(index.query(sketch))
        index.insert(str(number), sketch)
        return found

    return add


if __name__ == "__main__":
    main()
