import pytest

from bot.errors import OperatorError
from bot.storage import Database, connect
from bot.storage.process_lock import alone


async def test_a_second_process_is_refused_and_told_who_holds_the_database(
    database: Database, database_url: str
) -> None:
    second = connect(database_url)
    try:
        async with alone(database, database_url, "the first"):
            with pytest.raises(OperatorError, match="in use by the first, process"):
                async with alone(second, database_url, "the second"):
                    pass
        async with alone(second, database_url, "the second"):
            pass
    finally:
        await second.close()
