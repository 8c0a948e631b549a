"""Measure matching: many watchlists against an article, and the peers on the same work.

    python -m measure.matching

Rates are articles a second of CPU time of one core (the machine may be busy with other things); the peers run
on the same articles in the same run, so that their ratio holds wherever it is measured.
"""

from __future__ import annotations

import gc
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import ahocorasick

from bot.query import Document, Matcher, Query, parse, read
from bot.query.evaluate import holds
from bot.query.needs import Group, cheapest, needs
from bot.text import Analyser
from measure.prose import SEED, WORDS, Prose, vocabulary

WATCHLISTS = 100_000
NAMES = 200_000  # words that watchlists know: most of what is watched is not in today's news
ARTICLES = 1_000
WARMING = 1_500  # articles that the matcher sees before the clock runs: it learns which keys are common
ADDED = 2_000  # watchlists timed one by one
ROUNDS = 3
WORST = 60  # articles of the worst case
PLANTED = 3  # watchlists whose words an article is given, beside those that it meets by chance
BENCHMARK = Path(__file__).resolve().parents[2] / "shared" / "data" / "matching"

# What newsrooms watch, and how many of a hundred are of that kind. Names are rare words (beyond the 5,000th),
# topics are middling ones (the 300th to the 5,000th), frames are common (the 50th to the 500th).
KINDS: tuple[tuple[int, str], ...] = (
    (38, '"{name} {name}"'),
    (6, '"{name} {name}" OR "{name} {name}" OR {rare}'),
    (12, "{name} {topic}"),
    (8, "{name} ({topic} OR {topic} OR {topic})"),
    (8, "({name} OR {name}) {topic} -{topic}"),
    (6, '"{name} {name}" -{frame}'),
    (8, "{name} NEAR/8 {topic}"),
    (4, '"{topic} {name}"~10'),
    (5, "{stem}* {name}"),
    (2, "{rare}"),
    (3, 'title:{topic} "{name} {frame}"'),
)


def watchlists(number: int, words: Sequence[str], seed: int = SEED) -> Iterator[str]:
    """Yield queries as newsrooms would ask them."""
    draw = random.Random(seed)
    ranks = {"name": (5_000, NAMES), "rare": (40_000, NAMES), "topic": (300, 5_000), "frame": (50, 500)}
    kinds = [kind for _, kind in KINDS]
    weights = [share for share, _ in KINDS]

    def word(found: re.Match[str]) -> str:
        if found[1] == "stem":
            return words[draw.randrange(5_000, NAMES)][:7]
        return words[draw.randrange(*ranks[found[1]])]

    for _ in range(number):
        yield re.sub(r"\{(\w+)\}", word, draw.choices(kinds, weights)[0])


def timed(step: Callable[[Document], object], documents: Iterable[Document]) -> float:
    """Return documents a second of CPU time."""
    given = list(documents)
    number = len(given)
    gc.collect()
    began = time.process_time()
    while given:
        step(given.pop())  # gone when done with, as in the pipeline
    return number / (time.process_time() - began)


def rounds(
    analyser: Analyser, articles: Sequence[tuple[str, str]], *steps: Callable[[Document], object]
) -> list[float]:
    """Return the median rate of each step, taken in turns so that a busy machine is busy for all."""
    rates = [[timed(step, readers(analyser, articles)) for step in steps] for _ in range(ROUNDS)]
    return [statistics.median(of_step) for of_step in zip(*rates, strict=True)]


class Proposer:
    """The peer: one automaton of what each query needs, over the stems of an article set side by side.

    It is given what the matcher has to learn: how often each word is met in just such articles.
    """

    def __init__(self, queries: Iterable[tuple[int, Query]], analyser: Analyser, seen: Counter[str]) -> None:
        self.queries = dict(queries)
        self._automaton = ahocorasick.Automaton()
        asked: dict[str, list[int]] = {}

        def stream(key: str) -> str:
            return f" {key[1:]}" if key[0] == "p" else f" {analyser.stem(key[1:], 'en')} "

        def cost(key: str) -> float:
            return seen[stream(key)] if key[0] == "w" else 50

        for number, query in self.queries.items():
            anchor: Group = cheapest(needs(query.node, cost), cost)
            for key in anchor:
                asked.setdefault(stream(key), []).append(number)
        for pattern, numbers in asked.items():
            self._automaton.add_word(pattern, tuple(numbers))
        self._automaton.make_automaton()

    def matching(self, document: Document) -> list[int]:
        """Return the ids of the queries that match."""
        fields = (document.fields["title"], document.fields["text"])
        run = " " + "  ".join(lexeme.stem for field in fields for lexeme in field.tokens.lexemes) + " "
        found: set[int] = set()
        for _, numbers in self._automaton.iter(run):
            found.update(numbers)
        return sorted(number for number in found if holds(self.queries[number].node, document))


def readers(analyser: Analyser, articles: Iterable[tuple[str, str]]) -> list[Document]:
    """Return analysed articles, not yet asked for anything."""
    return [read(analyser, title=title, text=text, language="en") for title, text in articles]


def analysed(analyser: Analyser, articles: Sequence[tuple[str, str]]) -> float:
    """Return articles analysed a second of CPU time."""
    gc.collect()
    began = time.process_time()
    for title, text in articles:
        read(analyser, title=title, text=text, language="en")
    return len(articles) / (time.process_time() - began)


def filled(analyser: Analyser, words: Sequence[str]) -> Matcher:
    """Return a matcher of all watchlists."""
    matcher = Matcher(analyser)
    for number, text in enumerate(watchlists(WATCHLISTS, words)):
        matcher.add(number, parse(text))
    return matcher


def resident() -> float:
    """Return this process's memory in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def print_memory() -> None:
    """Print what a process grows by when it takes in all watchlists."""
    words = vocabulary(NAMES)
    analyser = Analyser()
    parse("warm up")
    gc.collect()
    before = resident()
    matcher = filled(analyser, words)
    gc.collect()
    print(f"memory of {len(matcher):,} watchlists: {resident() - before:.0f} MB")


def measure_newsroom() -> None:
    """Print the rates over watchlists as newsrooms ask them."""
    words = vocabulary(NAMES)
    analyser, prose = Analyser(), Prose(words[:WORDS])
    texts = list(watchlists(WATCHLISTS, words))
    draw = random.Random(SEED)

    def articles(number: int) -> list[tuple[str, str]]:
        plain = [re.sub(r'["()~*]|-\w+|NEAR/8|~10|OR|title:', " ", text) for text in texts[:20_000]]
        return [prose.article(planted=tuple(draw.choices(plain, k=PLANTED))) for _ in range(number)]

    matcher = filled(analyser, words)
    warming = articles(WARMING)
    for document in readers(analyser, warming):
        matcher.matching(document)
    asked = articles(ARTICLES)
    analysis = statistics.median(analysed(analyser, asked) for _ in range(ROUNDS))
    found = [matcher.matching(document) for document in readers(analyser, asked)]
    print(
        f"{len(matcher):,} watchlists (names, phrases, AND/OR/NOT, NEAR, prefixes), {len(asked):,} articles "
        f"of ~600 Zipf words; {statistics.mean(map(len, found)):.1f} watchlists match an article"
    )
    print(f"analysis (tokens and stems): {analysis:,.0f} articles/s")
    seen: Counter[str] = Counter()
    for document in readers(analyser, warming):
        seen.update(f" {stem} " for stem in document.fields["text"].held)
    peer = Proposer(((number, parse(text)) for number, text in enumerate(texts)), analyser, seen)
    same = [peer.matching(document) for document in readers(analyser, asked)] == found
    rate, full, other = rounds(analyser, asked, matcher.matching, matcher.match, peer.matching)
    print(
        f"matching from tokens: {rate:,.0f} articles/s; with the words that matched: {full:,.0f} articles/s"
    )
    print(
        f"pyahocorasick proposing, the same evaluation: {other:,.0f} articles/s"
        f" ({'the same matches' if same else 'OTHER MATCHES'}); Salient is {rate / other:.2f} times as fast"
    )
    measure_adding(matcher, words)


def measure_adding(matcher: Matcher, words: Sequence[str]) -> None:
    """Print what it costs to add one watchlist, and to take it away."""
    added: list[float] = []
    removed: list[float] = []
    for number, text in enumerate(watchlists(ADDED, words, seed=SEED + 1), WATCHLISTS):
        began = time.thread_time()
        matcher.add(number, parse(text))
        added.append(time.thread_time() - began)
    for number in range(WATCHLISTS, WATCHLISTS + ADDED):
        began = time.thread_time()
        matcher.remove(number)
        removed.append(time.thread_time() - began)
    for name, times in (("adding", added), ("removing", removed)):
        print(
            f"{name} one watchlist at {WATCHLISTS:,}: {statistics.mean(times) * 1e3:.3f} ms,"
            f" p99 {statistics.quantiles(times, n=100)[98] * 1e3:.2f} ms, at most {max(times) * 1e3:.2f} ms"
        )


def measure_worst() -> None:
    """Print the worst case: every watchlist asks for two very common words."""
    words = vocabulary(NAMES)
    analyser, prose = Analyser(), Prose(words[:WORDS])
    matcher = Matcher(analyser)
    common = words[:500]
    pairs = ((one, two) for one in common for two in common if one < two)
    for number, (one, two) in zip(range(WATCHLISTS), pairs, strict=False):
        matcher.add(number, parse(f"{one} {two}"))
    documents = [prose.article() for _ in range(WORST)]
    found = [matcher.matching(document) for document in readers(analyser, documents)]
    rate = timed(matcher.matching, readers(analyser, documents))
    print(
        f"worst case, {len(matcher):,} watchlists of two of the 500 commonest words: {rate:,.1f} articles/s,"
        f" {statistics.mean(map(len, found)):,.0f} match an article"
    )


def measure_benchmark() -> None:
    """Print luwak's benchmark: the same matches as sets of words, and the rate beside a loop over sets."""
    files = BENCHMARK / "docs.jsonl", BENCHMARK / "queries.txt"
    if not all(file.exists() for file in files):
        print("luwak's benchmark: left out, ../shared/data/matching is missing")
        return
    rows = [json.loads(line) for line in files[0].read_text(encoding="utf-8").splitlines() if line]
    asked = [line for line in files[1].read_text(encoding="utf-8").splitlines() if line]
    analyser = Analyser()

    def documents() -> list[Document]:
        # No language, no stems: Salient's own exact words.
        return [read(analyser, title="", text=row["text"]) for row in rows]

    matcher = Matcher(analyser)
    for number, text in enumerate(asked):
        matcher.add(number, parse(text))
    # Half of the queries are of beginnings ("+close* +round*"): a set of them is asked for.
    wanted = [text.replace("+", "").split() for text in asked]
    starts = {word[:-1] for pair in wanted for word in pair if word.endswith("*")}
    lengths = {len(start) for start in starts}

    def loop(
        words: Callable[[Document], set[str]], pairs: Sequence[frozenset[str]], one: Document
    ) -> list[int]:
        held = words(one)
        return [number for number, pair in enumerate(pairs) if pair <= held]

    def own(one: Document) -> set[str]:
        held = {lexeme.surface for lexeme in set(one.fields["text"].tokens.lexemes)}
        begun = {f"{word[:length]}*" for word in held for length in lengths if word[:length] in starts}
        return held | begun

    def plain(one: Document) -> set[str]:
        return set(re.findall(r"\w+", one.fields["text"].tokens.source.lower()))

    pairs = list(map(frozenset, wanted))
    found = [matcher.matching(one) for one in documents()]
    by_sets = [loop(own, pairs, one) for one in documents()]
    by_plain = [loop(plain, pairs, one) for one in documents()]
    print(
        f"luwak's benchmark, {len(rows)} articles, {len(asked)} queries: {sum(map(len, found)):,} matches,"
        f" sets of the same words {sum(map(len, by_sets)):,}"
        f" ({'the same, article by article' if found == by_sets else 'NOT THE SAME'});"
        f" plain lower-case \\w+ {sum(map(len, by_plain)):,}"
    )
    print_differences(asked, found, by_plain)
    rate, sets = timed(matcher.matching, documents()), timed(partial(loop, own, pairs), documents())
    print(f"from tokens: {rate:,.0f} articles/s; the loop over sets: {sets:,.0f} ({rate / sets:.1f} times)")


def print_differences(
    asked: Sequence[str],
    found: Sequence[list[int]],
    plain: Sequence[list[int]],
) -> None:
    """Print the query words to which the differences are due, with how Salient reads them."""
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for mine, theirs in zip(found, plain, strict=True):
        gained.update(asked[number] for number in set(mine) - set(theirs))
        lost.update(asked[number] for number in set(theirs) - set(mine))
    starred = sum(count for text, count in gained.items() if "*" in text)
    print(
        f"  {gained.total():,} are found by Salient only: {starred:,} of beginnings (becau*), which no plain "
        f"word is; the rest because it reads U.S. as US and parts x_y (such as {examples(gained)})"
    )
    print(
        f"  {lost.total():,} are found by \\w+ only: 3,200 and the s of a possessive are not two words to "
        f"Salient (such as {examples(lost)})"
    )


def examples(counted: Counter[str]) -> str:
    """Return the commonest three."""
    plain = Counter({text: count for text, count in counted.items() if "*" not in text})
    return ", ".join(f"{text} {count}" for text, count in plain.most_common(3)) or "none"


def main() -> None:
    """Measure everything."""
    print("CPU time of one core; ratios are within this run")
    subprocess.run([sys.executable, "-m", "measure.matching", "--memory"], check=True)
    measure_newsroom()
    measure_worst()
    measure_benchmark()


if __name__ == "__main__":
    print_memory() if "--memory" in sys.argv else main()
