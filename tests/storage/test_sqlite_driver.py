"""SQLite gives through the driver with one trip what it gives through SQLAlchemy's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.sqlite_driver import OneTrip

metadata = MetaData()
thing = Table(
    "thing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)


async def answers(engine: AsyncEngine) -> list[Any]:
    found: list[Any] = []
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        first = await connection.execute(insert(thing).values(name="a"))
        found.append(first.inserted_primary_key)
        many = await connection.execute(insert(thing), [{"name": name} for name in "bcd"])
        found.append(many.rowcount)
        given = await connection.execute(
            insert(thing).returning(thing.c.id, thing.c.name), [{"name": "e"}, {"name": "f"}]
        )
        found.append(sorted(tuple(row) for row in given))
        changed = await connection.execute(
            update(thing).where(thing.c.id > 4).values(name=thing.c.name + "!")
        )
        found.append(changed.rowcount)
        returned = await connection.execute(
            update(thing).where(thing.c.id < 3).values(name=thing.c.name + "?").returning(thing.c.name)
        )
        found.append(sorted(returned.scalars()))
        with pytest.raises(IntegrityError):
            await connection.execute(insert(thing).values(name="c"))
        found.append((await connection.execute(delete(thing).where(thing.c.id == 4))).rowcount)
    async with engine.connect() as connection:
        nothing = await connection.execute(select(thing).where(thing.c.id > 99))
        found += [list(nothing.keys()), nothing.all()]
        found.append([tuple(row) for row in await connection.execute(select(thing).order_by(thing.c.id))])
        found.append((await connection.execute(text("SELECT count(*), :x"), {"x": "é"})).one()[1])
        streamed = await connection.stream(select(thing.c.name).order_by(thing.c.id))
        found.append([name async for (name,) in streamed])
    await engine.dispose()
    return found


async def test_whatever_is_asked_is_answered_as_before(tmp_path: Path) -> None:
    usual = await answers(create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'usual'}"))
    one_trip = await answers(create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'one'}", module=OneTrip()))

    assert one_trip == usual
    assert usual[-1] == ["a?", "b?", "c", "e!", "f!"]


async def test_a_statement_is_one_trip_to_the_thread_of_sqlite(tmp_path: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'one'}", module=OneTrip())
    trips = 0
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        driver: Any = (await connection.get_raw_connection()).driver_connection
        as_it_was = driver._execute

        async def counted(*arguments: Any, **keywords: Any) -> Any:
            nonlocal trips
            trips += 1
            return await as_it_was(*arguments, **keywords)

        driver._execute = counted
        await connection.execute(insert(thing), [{"name": name} for name in "abc"])
        await connection.execute(select(thing))
        await connection.execute(update(thing).values(name=thing.c.name + "!"))
        taken = trips
    await engine.dispose()

    assert taken == 3, "SQLAlchemy's cursor is at work and not ours: what the driver stands on changed"
