"""The summary and headline of a story: which sentences may be quoted, and which are chosen.

    summarise(articles)  # two to four quotes, each with its article, revision and offsets

Pure. `leads` reads the sentences that an article offers (`datelines`: where they begin; `quotable`: whether
they may be quoted, by the rules that `clues` of their words call for; `leaning`, `known`: whether they stand
without the one before; `tolls`: how many people they say were killed or hurt). `candidates` gathers those of
the event, `choosing` takes those that tell it best, `heading` picks the headline.
"""

from bot.pipeline.summarise.choosing import summarise

__all__ = ["summarise"]
