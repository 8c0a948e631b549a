"""The way of an article: fetch, parse, extract, match, cluster, summarise, deliver; `refresh` conducts."""
