"""What a watchlist was: every change of it, and back to what it was then."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.guild import Viewer
from bot.domain.watchlist import Change, State, Watchlist
from bot.errors import MemberError, NotAllowed, NotFound
from bot.lookups.did_you_mean import did_you_mean
from bot.services.checks import cut, one_line
from bot.services.watchlists import LONGEST_NAME, Rights, WatchlistService
from bot.storage import Connection, Database, watchlist_changes, watchlists
from bot.storage.sight import channels_in_sight


@dataclass(frozen=True, slots=True)
class Version:
    """A watchlist as a change left it, numbered from 1; `change.after` is None where it was removed.

    What concerned a channel out of the viewer's sight is left out of the change.
    """

    number: int
    change: Change
    is_now: bool

    @property
    def can_be_restored(self) -> bool:
        """Whether there is something of it to go back to."""
        return self.change.after is not None and not self.is_now


@dataclass(frozen=True, slots=True)
class History:
    """A watchlist under its newest name, and its versions, the newest first."""

    watchlist_id: int
    name: str
    versions: tuple[Version, ...]


class HistoryService:
    """Tells the history of watchlists in sight, removed ones too, and restores."""

    def __init__(self, database: Database, service: WatchlistService) -> None:
        self._database = database
        self._service = service

    async def of(self, viewer: Viewer, name: str) -> History:
        """Return a watchlist's history; a removed one is found by its last name. Raises NotFound."""
        async with self._database.read() as connection:
            viewer = await _who_sees(connection, viewer)
            return _history(await self._changes(connection, viewer, name), viewer)

    async def by_id(self, viewer: Viewer, watchlist_id: int) -> History:
        """Return the history of a watchlist by its id. Raises NotFound."""
        async with self._database.read() as connection:
            changes = await watchlist_changes.of(connection, viewer.guild_id, watchlist_id)
            now = await watchlists.get(connection, watchlist_id)
            viewer = await _who_sees(connection, viewer)
        if not changes or not _in_sight(changes, now, viewer):
            raise NotFound("This watchlist's history is not stored any more.")
        return _history(changes, viewer)

    async def restore(
        self, viewer: Viewer, rights: Rights, watchlist_id: int, number: int
    ) -> tuple[Watchlist | None, Watchlist]:
        """Make a watchlist what it was in a version; return it before (None: it was removed) and after.

        The one asking needs what it takes to make that change by hand. It alerts of what is stored from now
        on. Raises as `WatchlistService.edit` does.
        """
        history = await self.by_id(viewer, watchlist_id)
        async with self._database.read() as connection:
            now = await watchlists.get(connection, watchlist_id)
        found = [one for one in history.versions if one.number == number]
        then = found[0].change.after if found else None
        if then is None:
            raise NotFound("There is nothing of this version to go back to.")
        if now is None:
            return None, await self._added(viewer, rights, then)
        return await self._edited(viewer, rights, now, then)

    async def _added(self, viewer: Viewer, rights: Rights, then: State) -> Watchlist:
        return await self._service.add(
            viewer,
            rights,
            name=then.name,
            query=then.query,
            channel_id=then.channel_id,
            role_id=then.role_id,
        )

    async def _edited(
        self, viewer: Viewer, rights: Rights, now: Watchlist, then: State
    ) -> tuple[Watchlist, Watchlist]:
        if then.channel_id != now.channel_id and then.channel_id not in viewer.channels:
            raise NotAllowed("That version alerted in a channel that you can't see.")
        same = (now.name, now.query, now.channel_id, now.role_id)
        if same == (then.name, then.query, then.channel_id, then.role_id):
            raise MemberError(f"{now.name} is just so already; /watch pause and /watch resume do the rest.")
        return await self._service.edit(
            viewer,
            rights,
            now.name,
            new_name=then.name if then.name != now.name else None,
            query=then.query if then.query != now.query else None,
            channel_id=then.channel_id if then.channel_id != now.channel_id else None,
            role_id=then.role_id if then.role_id != now.role_id else None,
            no_role=then.role_id is None and now.role_id is not None,
        )

    async def _changes(self, connection: Connection, viewer: Viewer, name: str) -> list[Change]:
        """Return the changes of the watchlist that is meant, the newest first; never none."""
        wanted = one_line(name)
        now = await watchlists.by_name(connection, viewer.guild_id, wanted)
        if now is not None and now.channel_id in viewer.channels:
            return await watchlist_changes.of(connection, viewer.guild_id, now.id)
        for one in await watchlist_changes.removals(connection, viewer.guild_id):
            state = one.before
            if (
                state is not None
                and state.channel_id in viewer.channels
                and watchlists.name_key(state.name) == watchlists.name_key(wanted)
            ):
                return await watchlist_changes.of(connection, viewer.guild_id, one.watchlist_id)
        known = await watchlists.of_guild(connection, viewer.guild_id)
        near = did_you_mean(wanted, [one.name for one in known if one.channel_id in viewer.channels])
        said = cut(wanted, LONGEST_NAME)
        raise NotFound(f"There is no watchlist called {said}. {near}/watch list shows those there are.")


async def _who_sees(connection: Connection, viewer: Viewer) -> Viewer:
    """Return the viewer with all channels whose watchlists they see: for admins, the deleted ones too."""
    return replace(viewer, channels=await channels_in_sight(connection, viewer))


def _history(changes: list[Change], viewer: Viewer) -> History:
    return History(changes[0].watchlist_id, _last(changes).name, tuple(_versions(changes, viewer)))


def _last(changes: list[Change]) -> State:
    """Return the newest state of a watchlist, or the one in which it was removed."""
    state = changes[0].after or changes[0].before
    assert state is not None, "a change has a before or an after"
    return state


def _in_sight(changes: list[Change], now: Watchlist | None, viewer: Viewer) -> bool:
    channel = now.channel_id if now else _last(changes).channel_id
    return channel in viewer.channels


def _versions(changes: list[Change], viewer: Viewer) -> list[Version]:
    def seen(state: State | None) -> State | None:
        return state if state is not None and state.channel_id in viewer.channels else None

    return [
        Version(
            len(changes) - at,
            replace(one, before=seen(one.before), after=seen(one.after)),
            is_now=at == 0 and one.after is not None,
        )
        for at, one in enumerate(changes)
        if one.after is None or seen(one.after) is not None
    ]
