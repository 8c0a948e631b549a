from pathlib import Path

from sqlalchemy import text

from bot.storage import Database, connect
from bot.storage.migrate import current, differences, migrate, newest
from bot.storage.tables import metadata

NOW = "'2026-01-01 00:00:00.000000'"
ROWS = {
    "guild": f"(id, joined_at) VALUES (1, {NOW})",
    "channel": "(id, guild_id, budget, timezone) VALUES (1, 1, 10, 'UTC')",
    "feed": "(id, url, url_hash, shown_url, title, outlet, window, created_at, next_check_at)"
    f" VALUES (1, 'http://a.test/', 'h', 'http://a.test/', 'A', 'A', '[]', {NOW}, {NOW})",
    "guild_feed": "(guild_id, feed_id, followed_at, followed_by, active_since)"
    f" VALUES (1, 1, {NOW}, 1, {NOW})",
    "story": f"(id, first_at, last_at) VALUES (1, {NOW}, {NOW})",
    "article": f"(id, story_id, first_stored_at) VALUES (1, 1, {NOW})",
    "revision": "(id, article_id, number, origin, content_hash, stored_at, outlet, title, text)"
    f" VALUES (1, 1, 1, 'feed', '', {NOW}, 'A', 'Kursk', 'Kursk')",
    "entry": "(id, feed_id, key_hash, article_id, revision_id, content_hash, first_stored_at, alertable)"
    f" VALUES (1, 1, 'k', 1, 1, '', {NOW}, 1)",
    "delivery": "(id, guild_id, kind, target_kind, target_id, subject, story_id, key, state, wanted_revision,"
    f" wanted_at, not_before) VALUES (1, 1, 'alert', 'channel', 1, 's', 1, 'k', 'wanted', 1, {NOW}, {NOW})",
    "watchlist": "(id, guild_id, channel_id, name, name_key, query, created_by, created_at, version)"
    f" VALUES (1, 1, 1, 'w', 'w', 'Kursk', 1, {NOW}, 1)",
    "match": "(watchlist_id, article_id, revision_id, matched_at, analysis_version, alias_version,"
    f" mask_version, hits, outcome) VALUES (1, 1, 1, {NOW}, 1, 0, 0, '[]', 'alert')",
    "mute": f"(guild_id, story_id, channel_id, member_id, by, at) VALUES (1, 1, 1, 0, 1, {NOW})",
}


async def test_an_empty_database_becomes_exactly_what_the_tables_say(database: Database) -> None:
    assert await current(database) == newest()
    assert await differences(database) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert await migrate(database) == (newest(), newest())


async def test_an_upgrade_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    # On SQLite, where tables are copied and dropped.
    database = connect(f"sqlite+aiosqlite:///{tmp_path / 'old.sqlite'}")
    try:
        await migrate(database, to="0002")
        async with database.write() as connection:
            for table, row in ROWS.items():
                await connection.execute(text(f"INSERT INTO {table} {row}"))

        await migrate(database)

        async with database.write() as connection:
            for table in ROWS:
                assert await connection.scalar(text(f"SELECT count(*) FROM {table}")) == 1, table
            assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []
            assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
    finally:
        await database.close()


async def test_what_sites_repeat_is_learnt_anew_feed_by_feed(tmp_path: Path) -> None:
    database = connect(f"sqlite+aiosqlite:///{tmp_path / 'old.sqlite'}")
    shared = "(feed_id, key_hash, article_id, revision_id, content_hash, first_stored_at, alertable)"
    try:
        await migrate(database, to="0008")
        async with database.write() as connection:
            for table, row in ROWS.items():
                await connection.execute(text(f"INSERT INTO {table} {row}"))
            more = {
                "feed": ROWS["feed"].replace("(1, 'http://a.test/', 'h'", "(2, 'http://b.test/', 'i'"),
                "revision": ROWS["revision"].replace("(1, 1, 1,", "(2, 1, 2,"),
                "boilerplate": f"(site, version, lines, learnt_at) VALUES ('a.test', 1, '[]', {NOW})",
                "entry": f"{shared} VALUES (1, 'l', 1, 2, '', {NOW}, 1), (2, 'l', 1, 2, '', {NOW}, 1)",
            }
            for table, row in more.items():
                await connection.execute(text(f"INSERT INTO {table} {row}"))
            await connection.execute(text("UPDATE revision SET site = 'a.test'"))

        await migrate(database)

        async with database.read() as connection:
            sites = await connection.scalars(text("SELECT site FROM revision ORDER BY id"))
            assert list(sites) == ["1:a.test", None]  # the second one was shared by two feeds
            assert await connection.scalar(text("SELECT count(*) FROM boilerplate")) == 0
    finally:
        await database.close()


async def test_an_id_is_never_given_a_second_time(tmp_path: Path) -> None:
    # Searches go on by ids, the index keeps them, and old links name them.
    database = connect(f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite'}")
    wanted = {
        table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]
    }
    try:
        await migrate(database)
        async with database.read() as connection:
            found = await connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
            )
            assert wanted <= set(found)
    finally:
        await database.close()
