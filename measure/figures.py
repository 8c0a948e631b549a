"""Measure the figure ledger: how right it is on labelled sentences, what it shows on real stories, how fast.

    python measure/figures.py [DIRECTORY]

The labelled sentences are in tests/data/figures.jsonl. The stories (JSON Lines: id, label, title, text,
url, outlet?, published?) are read from DIRECTORY, by default ../shared/data/stories beside the project;
every conflict found in them is printed, to be read. It says so where they are missing.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.article import Article
from bot.pipeline.figures import conflicts, figures

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "stories"
LABELLED = Path(__file__).resolve().parents[1] / "tests" / "data" / "figures.jsonl"
UNKNOWN = datetime(2024, 1, 1, tzinfo=UTC)

Answer = tuple[float | None, float | None, str]


def article(
    number: int, text: str, *, title: str = "", outlet: str = "", at: datetime | None = None
) -> Article:
    """Return an article of one story."""
    return Article(
        id=number,
        revision_id=number,
        story_id=1,
        url=None,
        outlet=outlet,
        title=title,
        text=text,
        author=None,
        published=at,
        first_stored_at=at or UNKNOWN,
        language="en",
    )


def answers(text: str) -> list[Answer]:
    """Return (low, high, subject) of every figure in one sentence."""
    return [(found.low, found.high, found.subject) for found in figures([article(1, text)])]


def measure_sentences(path: Path) -> tuple[float, float]:
    """Print and return precision and recall of (low, high, subject) over labelled sentences."""
    right = found = wanted = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = Counter((one["low"], one["high"], one["subject"]) for one in row["figures"])
        given = Counter(answers(row["text"]))
        right += (labels & given).total()
        found += given.total()
        wanted += labels.total()
    precision, recall = right / found, right / wanted
    print(f"figures: precision {precision:.3f} recall {recall:.3f} over {wanted} in labelled sentences")
    return precision, recall


def read_stories(path: Path) -> list[list[Article]]:
    """Return the articles of each story of one file."""
    stories: dict[str, list[Article]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        at = datetime.fromisoformat(row["published"]) if row.get("published") else None
        outlet = row.get("outlet") or (row["url"].split("/")[2] if "/" in row["url"] else row["id"])
        made = article(number, row["text"], title=row["title"], outlet=outlet, at=at)
        stories[row["label"]].append(made)
    return list(stories.values())


def measure_stories(paths: list[Path]) -> None:
    """Print every conflict of the stories, and how many sentences a second are read."""
    stories = [story for path in paths for story in read_stories(path)]
    sentences = sum(text.text.count(". ") + text.text.count("\n") + 1 for story in stories for text in story)
    started = time.process_time()
    told = [figures(story) for story in stories]
    shown = [conflicts(found) for found in told]
    spent = time.process_time() - started
    count = sum(map(len, told))
    print(
        f"{count} figures in {len(stories)} stories, about {sentences / spent:,.0f} sentences/s on one core"
    )
    for conflict in (conflict for story in shown for conflict in story):
        print(f"conflict, to be read: {conflict.subject}")
        for claim in conflict.claims:
            who = f"{claim.attributed_to}, via" if claim.attributed_to else "via"
            quotes = " | ".join(figure.quote.text for figure in claim.figures)
            print(f"  {claim.words} ({who} {', '.join(claim.outlets)}): {quotes}")
    print(f"{sum(map(bool, shown))} stories show a conflict")


def main() -> None:
    """Measure everything that there is data for."""
    measure_sentences(LABELLED)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    paths = sorted(folder.glob("*.jsonl"))
    if paths:
        measure_stories(paths)
    else:
        print(f"conflicts: not measured, no stories in {folder}")


if __name__ == "__main__":
    main()
