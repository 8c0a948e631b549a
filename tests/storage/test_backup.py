import gzip
from pathlib import Path

import pytest

from bot.domain.alert import DigestReason
from bot.errors import OperatorError
from bot.pipeline.deliver import DeliverOptions
from bot.pipeline.deliver.digests import move_to_digest
from bot.storage import Database, counters, in_sight, stories
from bot.storage.backup import RESTORED, backup, restore
from tests.builders import deliveries_of
from tests.conftest import ManualClock
from tests.pipeline.desk import open_desk


async def test_a_restored_backup_holds_everything_and_goes_on_after_it(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    file = tmp_path / "backup.gz"
    desk = await open_desk(database, clock, guild_id=1, channel_id=2, owner_id=3)
    kept = await desk.publish("Kursk holds out")
    async with database.write() as connection:  # an alert told by a later row of its own table
        await move_to_digest(
            connection,
            await deliveries_of(connection, 1),
            DigestReason.BUDGET,
            now=clock.now(),
            options=DeliverOptions(),
        )
    await backup(database, file)
    lost = await desk.publish("Kursk after the backup")

    await restore(database, file)

    async with database.read() as connection:
        assert [one.title for one in await in_sight.of_story(connection, kept, guild_id=1)] == [
            "Kursk holds out"
        ]
        assert await in_sight.of_story(connection, lost, guild_id=1) == []
        assert len(await deliveries_of(connection, 1)) == 1
        assert await counters.count(connection, RESTORED) == 1
    assert await desk.publish("Kursk goes on") > kept  # ids go on


async def test_a_damaged_backup_changes_nothing(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    file = tmp_path / "backup.gz"
    desk = await open_desk(database, clock, guild_id=1, channel_id=2, owner_id=3)
    story = await desk.publish("Kursk holds out")
    await backup(database, file)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(lines[:-1])))

    with pytest.raises(OperatorError, match=r"not a whole backup .* Nothing was changed"):
        await restore(database, file)

    async with database.read() as connection:
        assert await in_sight.of_story(connection, story, guild_id=1)
        assert await stories.resolve(connection, story) == story


async def test_what_is_no_backup_is_refused(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"\xff\xd8\xff")

    with pytest.raises(OperatorError, match=r"is no backup of Salient. Nothing was changed"):
        await restore(database, file)


async def test_a_backup_that_cannot_be_written_is_told(database: Database, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="can't be written"):
        await backup(database, tmp_path / "nowhere" / "backup.gz")


async def test_a_file_that_is_there_is_replaced_only_if_told_so_and_it_is_a_backup(
    database: Database, tmp_path: Path
) -> None:
    file, other = tmp_path / "backup.gz", tmp_path / "holiday.jpg"
    other.write_bytes(b"\xff\xd8\xff")
    await backup(database, file)
    before = file.read_bytes()
    async with database.write() as connection:
        await counters.set_count(connection, RESTORED, 7)

    with pytest.raises(OperatorError, match=r"is there already\. Choose another name, or say --overwrite"):
        await backup(database, file)
    with pytest.raises(OperatorError, match="is no backup of Salient, so it is not overwritten"):
        await backup(database, other, overwrite=True)
    kept = file.read_bytes()
    await backup(database, file, overwrite=True)

    assert kept == before
    assert file.read_bytes() != before
    assert other.read_bytes() == b"\xff\xd8\xff"
