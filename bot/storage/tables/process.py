"""What the program keeps about itself."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from bot.storage.tables.columns import metadata
from bot.storage.types import UtcDateTime

role_lease = Table(
    "role_lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

counter = Table(  # versions that grow: of the watchlists, the aliases, the masks; marks of a restore
    "counter",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)
