"""A press in virtual time: outlets that publish at their own rhythms, over a web that breaks in every way.

`outlets` makes them, `web` is the transport under the real fetcher, `day` lets the real refresh live with
them, and `ledger` knows what was published and seen, so that it can say what was lost or doubled.
"""
