"""The figure ledger: what the articles of a story count, who says so, and where they differ.

    told = figures(articles)  # every count with its sentence
    conflicts(told)  # North Korean troops: 8,000 (Blinken, via A) · about 10,000 (Pentagon, via B, C)

Pure. `tokens`, `numbers`, `units` and `amounts` read a sentence's numbers, `traps` leaves out those that
count nothing. Of what an amount is one say `counted` (by `nouns`), `outcomes`, `idioms`, `fitting`, `deeds`
(by `verbs`) and `tolls` where things are counted, `measured` (by `phrases`), `money` (by `prices` and
`paying`), `changes` and `votes` where something is measured.
`speakers` (by `names`) and `periods` say by whom and of which days it is told, `factuality` whether it is
denied, foretold or of old, `ledger` puts them together and `conflicts` holds those that are `comparable`
against each other. `abroad` and `measures` read what they surely can in other languages by the words of
`languages/` (a file a language, compiled by `tongues`), `eastern` in Chinese, Japanese, Korean and Arabic by
the patterns of `eastern.toml` (compiled by `patterns`); articles in languages without either give no figures.
"""

from bot.pipeline.figures.conflicts import claims, conflicts
from bot.pipeline.figures.ledger import figures

__all__ = ["claims", "conflicts", "figures"]
