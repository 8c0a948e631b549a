"""All SQL. One module an area; every function takes a connection and returns domain values.

`async with database.write() as connection:` is a transaction, `database.read()` a view. The folder:
`database` opens, `tables` lists, `types`, `upserts` and `fulltext` hold what differs between the two
databases, `migrate` brings a database up to date, `leases` says who may do what, and `feeds`, `articles`
(`revisions`: what they say, `entries`: which feeds show them, `in_sight`: as a guild sees them), `stories`
(`choices`: what members said of them, `overlays`: as a guild sees them), `watchlists` (`watchlist_changes`,
`matches`, `followers`), `guilds`, `deliveries` (`claims`, `targets`, `handover`), `traces` (what is kept
of a member) are the areas.

A statement of each poll or each article is made once (a function with `@cache`, its values `bindparam`s):
with SQLAlchemy, to make a statement and find its compiled text costs more than to run it.
"""

from bot.storage.database import Connection, Database, connect

__all__ = ["Connection", "Database", "connect"]
