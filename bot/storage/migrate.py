"""Bring a database up to date: one Alembic tree for both databases, configured here, without an ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection

from bot.errors import OperatorError
from bot.storage.database import Database
from bot.storage.tables import metadata

SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def newest() -> str:
    """Return the revision that this program's tables are at."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def migrate(database: Database, *, to: str = "head") -> tuple[str | None, str]:
    """Bring the tables up to date, or to the revision *to*; return (revision before, revision now).

    Raises OperatorError where the database comes from a newer program, StorageError where it can't be
    written.
    """
    async with database.remake() as connection:
        return await connection.run_sync(_upgrade, to)


async def current(database: Database) -> str | None:
    """Return the revision that a database is at; None for an empty one."""
    async with database.read() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def _upgrade(connection: SyncConnection, to: str) -> tuple[str | None, str]:
    before = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise OperatorError(
            f"The database is at revision {before}, which this version of Salient does not know: "
            "run the version that made it, or a newer one."
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    return before, newest() if to == "head" else to


async def differences(database: Database) -> list[object]:
    """Return what autogenerate would still change; empty where migrations and tables agree."""
    async with database.read() as connection:
        return await connection.run_sync(_differences)


def _differences(connection: SyncConnection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
    return list(compare_metadata(context, metadata))


def _is_ours(_thing: object, name: str | None, kind: str, _reflected: object, _other: object) -> bool:
    """Leave the full-text index out: its tables are made by hand, in each database's own way."""
    return not (kind == "table" and (name or "").startswith("revision_index"))
