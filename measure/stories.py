"""Measure the steps that make stories: how well they cluster, how fast they cluster and summarise.

    python measure/stories.py [DIRECTORY]

Reads labelled articles (JSON Lines: id, label, title, text, url, outlet?, published?) from DIRECTORY,
by default ../shared/data/stories beside the project; says so where they are missing.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.article import Article
from bot.pipeline.cluster import Clusterer, Document, cluster
from bot.pipeline.summarise import summarise
from bot.pipeline.summarise.leads import Leads
from bot.text import Analyser

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "stories"
TIMED = "uci-headlines-a.jsonl"  # in order of arrival: not shuffled
SHUFFLES = 5
SEED = 17
WINDOW = 100_000  # articles
ASKED = 5_000  # articles timed into the full window
TURNS = 10  # in which each story is summarised from scratch: one takes a twentieth of a second

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Return the labelled articles of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def document(row: Row) -> Document:
    """Return what clustering reads of one row."""
    published = datetime.fromisoformat(row["published"]) if row.get("published") else None
    return Document(
        row["id"],
        row["title"],
        row["text"],
        url=row.get("url"),
        published=published,
        language="en",
        outlet=row.get("outlet", ""),
    )


def b_cubed(truth: Sequence[str], found: Sequence[object]) -> tuple[float, float, float]:
    """Return precision, recall and F1 (Bagga and Baldwin, 1998) of a clustering against its labels."""
    both = Counter(zip(truth, found, strict=True))
    labels, clusters = Counter(truth), Counter(found)
    size = len(truth)
    precision = sum(n * n / clusters[c] for (_, c), n in both.items()) / size
    recall = sum(n * n / labels[label] for (label, _), n in both.items()) / size
    return precision, recall, 2 * precision * recall / (precision + recall)


def halves(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the rows of half A of the topics, by which settings may be chosen, and of half B, by which not.

    Look-alike pairs (labels that differ after an underscore) stay in one half.
    """
    topics = sorted({row["label"].split("_ecb")[0].split("_plus")[0] for row in rows})
    random.Random(SEED).shuffle(topics)
    chosen = set(topics[: len(topics) // 2])
    found: dict[str, list[Row]] = {"A": [], "B": []}
    for row in rows:
        found["A" if row["label"].split("_ecb")[0].split("_plus")[0] in chosen else "B"].append(row)
    return found


def measure_clusters(name: str, rows: list[Row], *, timed: bool = False) -> None:
    """Print B-cubed of online clustering: in order of arrival, or over shuffles where times are absent."""
    scores = []
    for shuffle in range(1 if timed else SHUFFLES):
        order = list(rows)
        if not timed:
            random.Random(SEED + shuffle).shuffle(order)
        placed = cluster(map(document, order), Analyser())
        scores.append(b_cubed([row["label"] for row in order], [story for _, story in placed]))
    means = [statistics.mean(column) for column in zip(*scores, strict=True)]
    spread = statistics.pstdev(score[2] for score in scores)
    print(
        f"{name:34} B-cubed precision {means[0]:.3f} recall {means[1]:.3f} F1 {means[2]:.3f} (±{spread:.3f})"
    )


def measure_window(rows: Iterable[Row]) -> None:
    """Print how fast articles go into a full window, and its memory."""
    titles = [row["title"] for row in rows]
    words = [word for title in titles for word in title.split()]
    choose = random.Random(SEED)
    made = [
        Document(number, " ".join(choose.choices(words, k=choose.randint(6, 12))), language="en")
        for number in range(WINDOW + ASKED)
    ]
    tracemalloc.start()
    clusterer = Clusterer(Analyser(), capacity=WINDOW)
    for one in made[:WINDOW]:
        clusterer.add(one, int(one.id) + 1)
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    started = time.process_time()
    for one in made[WINDOW:]:
        story = clusterer.story_for(one)
        clusterer.add(one, int(one.id) + 1 if story is None else story)
    rate = ASKED / (time.process_time() - started)
    print(f"window of {len(clusterer):,}: {rate:,.0f} articles/s on one core, {memory / 1e6:.0f} MB")


def measure_summaries(rows: Iterable[Row]) -> None:
    """Print how many summaries a second one core writes."""
    stories: dict[str, list[Article]] = defaultdict(list)
    for number, row in enumerate(rows, 1):
        stories[row["label"]].append(_article(number, row))
    analyser = Analyser()
    leads = Leads(analyser)
    for story in stories.values():
        summarise(story, leads=leads)  # the words are known after it, as in a bot that runs
    others = [
        [replace(one, revision_id=-one.id - turn * ASKED) for one in story]
        for turn in range(TURNS)
        for story in stories.values()
    ]
    started = time.process_time()
    told = [summarise(story, leads=leads) for story in others]
    rate = len(told) / (time.process_time() - started)
    lengths = statistics.mean(map(len, told))
    print(
        f"summaries of {len(stories)} stories of {statistics.mean(map(len, stories.values())):.1f} articles:"
        f" {rate:,.0f}/s on one core, {lengths:.1f} sentences on average"
    )
    growing = [story[:size] for story in stories.values() for size in range(1, len(story) + 1)]
    leads = Leads(analyser)
    started = time.process_time()
    for story in growing:
        summarise(story, leads=leads)
    rate = len(growing) / (time.process_time() - started)
    print(f"  told anew with each article that joins them: {rate:,.0f}/s")


def _article(number: int, row: Row) -> Article:
    return Article(
        id=number,
        revision_id=number,
        story_id=1,
        url=row["url"],
        outlet=row.get("outlet") or row["url"].split("/")[2:3][0] if "/" in row["url"] else str(number),
        title=row["title"],
        text=row["text"],
        author=None,
        published=None,
        first_stored_at=datetime(2024, 1, 1, tzinfo=UTC),
        language="en",
    )


def main() -> None:
    """Measure everything that there is data for."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        print(f"stories: not measured, no labelled articles in {folder}")
        return
    for path in paths:
        rows = read(path)
        for half, part in halves(rows).items():
            measure_clusters(f"{path.stem}, half {half}", part, timed=path.name == TIMED)
            if path.name != TIMED:
                titles = [{**row, "text": row["title"]} for row in part]
                measure_clusters(f"{path.stem}, titles, half {half}", titles)
    for path in paths:
        if path.name == TIMED:
            measure_window(read(path))
        elif "wikinews" in path.name:
            measure_summaries(read(path))


if __name__ == "__main__":
    main()
