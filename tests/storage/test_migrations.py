from bot.storage import Database
from bot.storage.migrate import current, differences, migrate, newest


async def test_an_empty_database_becomes_exactly_what_the_tables_say(database: Database) -> None:
    assert await current(database) == newest()
    assert await differences(database) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert await migrate(database) == (newest(), newest())
