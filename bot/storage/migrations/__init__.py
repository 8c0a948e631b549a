"""Alembic's scripts; `bot.storage.migrate` runs them."""
