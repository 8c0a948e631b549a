"""The way of an article: fetch, parse, extract, match, cluster, summarise, deliver; `refresh` conducts.

A folder is a step, or what steps share: `addresses` (one spelling of a link), `feeds` (a feed over time),
`outlets` (who speaks), `duplicates` (what repeats another article). The modules beside them make an alert of
a story: `compose` what it says, `timeline` and `ledger` what its articles said, `want` and `tiers` whom to
tell.
"""
