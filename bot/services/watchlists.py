"""Watchlists: add, change, pause, and follow them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Notify, Watchlist
from bot.errors import AlreadyExists, MemberError, NotAllowed, NotFound
from bot.lookups.did_you_mean import did_you_mean
from bot.query import parse
from bot.services.checks import cut, is_visible, one_line
from bot.storage import Connection, Database, aliases, followers, guilds, matches, watchlists
from bot.storage.sight import channels_in_sight

LONGEST_NAME = 100  # characters; one choice of an autocomplete
LONGEST_KEY = 200  # characters of a name with its letters written out (`ﷺ` are 18), as the column holds
MOST_WATCHLISTS = 500  # of a guild
WEEK = timedelta(days=7)

_ID = re.compile(r"[0-9]{1,18}")  # what surely fits into a column of ids


@dataclass(frozen=True, slots=True)
class Rights:
    """What the caller may do, as Discord says now; the command's code fills it in.

    `manage` says that the caller may change watchlists, but for those of the channels in `not_in`;
    `may_post_in` holds the channels in which the caller may view and send, `may_ping` the roles that the
    caller may mention.
    """

    manage: bool
    may_post_in: frozenset[int]
    may_ping: frozenset[int]
    not_in: frozenset[int] = frozenset()


class WatchlistService:
    """Changes a guild's watchlists. One whose channel the viewer can't see does not exist for the viewer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self,
        viewer: Viewer,
        rights: Rights,
        *,
        name: str,
        query: str,
        channel_id: int,
        role_id: int | None = None,
    ) -> Watchlist:
        """Add a watchlist, active from now on.

        Raises QueryError, AlreadyExists, NotAllowed, or MemberError for a bad name.
        """
        self._check(rights, channel_id=channel_id, role_id=role_id)
        name = _name(name)
        now = self._clock.now()
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            query = await _readable(connection, viewer, query)
            await self._require_free(connection, viewer, name)
            if len(await watchlists.of_guild(connection, viewer.guild_id)) >= MOST_WATCHLISTS:
                raise NotAllowed(f"A server can have {MOST_WATCHLISTS} watchlists; remove one first.")
            return await watchlists.add(
                connection,
                guild_id=viewer.guild_id,
                channel_id=channel_id,
                name=name,
                query=query,
                role_id=role_id,
                by=viewer.member_id,
                now=now,
            )

    async def check(
        self,
        viewer: Viewer,
        rights: Rights,
        *,
        query: str,
        name: str | None = None,
        channel_id: int | None = None,
        role_id: int | None = None,
        no_role: bool = False,
        editing: str | None = None,
    ) -> Watchlist | None:
        """Raise what `add` would, or `edit` of the watchlist called *editing*, and store nothing.

        Returns the watchlist that would be edited.
        """
        self._check(rights, channel_id=channel_id, role_id=role_id)
        clean = _name(name) if name is not None else None
        async with self._database.read() as connection:
            before = await self._changed(connection, viewer, rights, editing) if editing is not None else None
            said = await _readable(connection, viewer, query)
            if before is not None:
                asked = _asked(clean, channel_id, role_id, no_role=no_role) | {"query": said}
                _changes(before, asked)
            taken = before is not None and watchlists.name_key(before.name)
            if clean is not None and watchlists.name_key(clean) != taken:
                await self._require_free(connection, viewer, clean)
            if (
                before is None
                and len(await watchlists.of_guild(connection, viewer.guild_id)) >= MOST_WATCHLISTS
            ):
                raise NotAllowed(f"A server can have {MOST_WATCHLISTS} watchlists; remove one first.")
        return before

    async def edit(
        self,
        viewer: Viewer,
        rights: Rights,
        name: str,
        *,
        new_name: str | None = None,
        query: str | None = None,
        channel_id: int | None = None,
        role_id: int | None = None,
        no_role: bool = False,
    ) -> tuple[Watchlist, Watchlist]:
        """Change what is given, and return the watchlist before and after. Raises as `add` does.

        With another query it begins anew: it alerts of what is stored from now on. What the old one matched
        and posted stays as it was told.
        """
        self._check(rights, channel_id=channel_id, role_id=role_id)
        name_after = _name(new_name) if new_name is not None else None
        asked = _asked(name_after, channel_id, role_id, no_role=no_role)
        if not asked and query is None:
            raise MemberError("Nothing to change: give a new name, query, channel or role.")
        now = self._clock.now()
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            before = await self._changed(connection, viewer, rights, name)
            if query is not None:
                asked["query"] = await _readable(connection, viewer, query)
            changes = _changes(before, asked)
            if "name" in changes and watchlists.name_key(changes["name"]) != watchlists.name_key(before.name):
                await self._require_free(connection, viewer, changes["name"])
            if "query" in changes and before.active_since is not None:
                changes["active_since"] = now
            after = await watchlists.change(connection, before, by=viewer.member_id, now=now, **changes)
        return before, after

    async def remove(self, viewer: Viewer, rights: Rights, name: str) -> Watchlist:
        """Delete a watchlist; return what it was. What it posted stays."""
        self._check(rights)
        async with self._database.write() as connection:
            one = await self._changed(connection, viewer, rights, name)
            await watchlists.remove(connection, one, by=viewer.member_id, now=self._clock.now())
        return one

    async def pause(self, viewer: Viewer, rights: Rights, name: str) -> Watchlist:
        """Stop a watchlist's alerts until it is resumed."""
        self._check(rights)
        async with self._database.write() as connection:
            one = await self._changed(connection, viewer, rights, name)
            if one.active_since is None:
                raise MemberError(f"{one.name} is paused already. /watch resume starts it again.")
            return await watchlists.change(
                connection, one, by=viewer.member_id, now=self._clock.now(), active_since=None
            )

    async def resume(self, viewer: Viewer, rights: Rights, name: str) -> Watchlist:
        """Alert again, for what is published from now on."""
        self._check(rights)
        now = self._clock.now()
        async with self._database.write() as connection:
            one = await self._changed(connection, viewer, rights, name)
            if one.active_since is not None:
                raise MemberError(f"{one.name} is not paused.")
            return await watchlists.change(connection, one, by=viewer.member_id, now=now, active_since=now)

    async def named(self, viewer: Viewer, name: str) -> Watchlist:
        """Return the watchlist of this name that the viewer may see. Raises NotFound."""
        async with self._database.read() as connection:
            return await self._seen(connection, viewer, name)

    async def all(self, viewer: Viewer) -> list[Watchlist]:
        """Return the guild's watchlists that the viewer may see, by name."""
        async with self._database.read() as connection:
            seen = await channels_in_sight(connection, viewer)
            known = await watchlists.of_guild(connection, viewer.guild_id)
            return [one for one in known if one.channel_id in seen]

    async def matched(self, viewer: Viewer, known: Iterable[Watchlist]) -> dict[int, int]:
        """Return how many articles of the last 7 days those of *known* in sight matched, by their ids."""
        since = self._clock.now() - WEEK
        async with self._database.read() as connection:
            seen = await channels_in_sight(connection, viewer)
            ids = [one.id for one in known if one.guild_id == viewer.guild_id and one.channel_id in seen]
            counts = await matches.counted(connection, ids, guild_id=viewer.guild_id, since=since)
        return {one: counts.get(one, 0) for one in ids}

    async def follow(self, viewer: Viewer, name: str, notify: Notify) -> Watchlist:
        """Let the viewer hear of a watchlist's alerts, by mention or by direct message."""
        async with self._database.write() as connection:
            one = await self._seen(connection, viewer, name)
            await followers.follow(connection, one.id, viewer.member_id, notify, now=self._clock.now())
        return one

    async def unfollow(self, viewer: Viewer, name: str) -> Watchlist:
        """Let the viewer hear no more of it. Raises MemberError where they did not follow it."""
        async with self._database.write() as connection:
            one = await self._seen(connection, viewer, name)
            if not await followers.unfollow(connection, one.id, viewer.member_id):
                raise MemberError(f"You don't follow {one.name}.")
        return one

    async def following(self, viewer: Viewer) -> dict[int, Notify]:
        """Return the watchlists in sight that the viewer follows, each with how they hear of it."""
        seen = await self.all(viewer)
        async with self._database.read() as connection:
            found = await followers.of(connection, [one.id for one in seen])
        return {one.watchlist_id: one.notify for one in found if one.member_id == viewer.member_id}

    async def _changed(self, connection: Connection, viewer: Viewer, rights: Rights, name: str) -> Watchlist:
        """Return the watchlist that is to be changed. Raises NotFound, NotAllowed."""
        one = await self._seen(connection, viewer, name)
        _require_manage(rights, one.channel_id)
        return one

    async def _seen(self, connection: Connection, viewer: Viewer, name: str) -> Watchlist:
        wanted = one_line(name)
        one = await watchlists.by_name(connection, viewer.guild_id, wanted)
        if one is None and _ID.fullmatch(wanted):
            one = await watchlists.get(connection, int(wanted))
        seen = await channels_in_sight(connection, viewer)
        if one is None or one.guild_id != viewer.guild_id or one.channel_id not in seen:
            known = await watchlists.of_guild(connection, viewer.guild_id)
            near = did_you_mean(wanted, [each.name for each in known if each.channel_id in seen])
            said = cut(wanted, LONGEST_NAME)
            raise NotFound(f"There is no watchlist called {said}. {near}/watch list shows those there are.")
        return one

    async def _require_free(self, connection: Connection, viewer: Viewer, name: str) -> None:
        if await watchlists.by_name(connection, viewer.guild_id, name):
            # Said so that a watchlist out of the viewer's sight is not told of more than must be.
            raise AlreadyExists(f"The name {name} is taken in this server. Choose another one.")

    def _check(self, rights: Rights, *, channel_id: int | None = None, role_id: int | None = None) -> None:
        if not rights.manage:
            raise NotAllowed("To change watchlists, you need the permission Manage Messages. Ask an admin.")
        if channel_id is not None and channel_id not in rights.may_post_in:
            raise NotAllowed(
                "You may choose only a channel in which you can view and send messages yourself."
            )
        if channel_id is not None:
            _require_manage(rights, channel_id)
        if role_id is not None and role_id not in rights.may_ping:
            raise NotAllowed(
                "You may choose only a role that anyone may mention, unless you have Mention Everyone."
            )


def _require_manage(rights: Rights, channel_id: int) -> None:
    """Raise NotAllowed where the caller changes watchlists of other channels only."""
    if channel_id in rights.not_in:
        raise NotAllowed(
            "You need the permission Manage Messages in the channel where the watchlist alerts. Ask an admin."
        )


def _asked(name: str | None, channel_id: int | None, role_id: int | None, *, no_role: bool) -> dict[str, Any]:
    """Return what is given as columns of a watchlist."""
    given = {"name": name, "channel_id": channel_id, "role_id": role_id}
    asked: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    return asked | {"role_id": None} if no_role else asked


def _changes(before: Watchlist, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of *asked* differs from what is. Raises MemberError where nothing does."""
    changes = {key: value for key, value in asked.items() if value != getattr(before, key)}
    if not changes:
        raise MemberError(f"Nothing to change: {before.name} is just so already. /watch show shows it.")
    return changes


def _name(name: str) -> str:
    """Return the name in one line. Raises MemberError."""
    clean = one_line(name)
    if not is_visible(clean):
        raise MemberError("A watchlist needs a name that can be seen.")
    if len(clean) > LONGEST_NAME:
        raise MemberError(f"A watchlist's name has {LONGEST_NAME} characters at most; this has {len(clean)}.")
    if len(watchlists.name_key(clean)) > LONGEST_KEY:
        raise MemberError("This name is too long when it is written out; choose a shorter one.")
    return clean


async def _readable(connection: Connection, viewer: Viewer, query: str) -> str:
    """Return the query in one line, checked with the guild's aliases. Raises QueryError."""
    clean = one_line(query)
    parse(clean, await aliases.meanings(connection, viewer.guild_id), watching=True)
    return clean
