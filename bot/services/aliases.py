"""Aliases: set, list and remove what `@name` stands for in a guild's queries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from bot.domain.alias import Alias
from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Watchlist
from bot.errors import MemberError, NotAllowed, NotFound, QueryError
from bot.lookups.did_you_mean import did_you_mean
from bot.query import ALIAS_NAME, parse, used
from bot.services.checks import cut, one_line
from bot.services.watchlists import Rights
from bot.storage import Database, aliases, guilds, watchlists

LONGEST_NAME: Final = 32  # characters, as the column holds
MOST_ALIASES: Final = 200  # of a guild
NAMED_MOST: Final = 10  # watchlists or aliases named in one refusal


@dataclass(frozen=True, slots=True)
class AliasUse:
    """An alias, and what uses it: watchlists in the viewer's sight, and other aliases, by name."""

    alias: Alias
    watchlists: tuple[str, ...]
    aliases: tuple[str, ...]


class AliasService:
    """Changes a guild's aliases. Every member may see them; changing them takes the right to watchlists."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def all(self, viewer: Viewer) -> list[AliasUse]:
        """Return the guild's aliases by name."""
        async with self._database.read() as connection:
            known = await aliases.of_guild(connection, viewer.guild_id)
            lists = await watchlists.of_guild(connection, viewer.guild_id)
        return [_use(one, known, _seen(lists, viewer)) for one in known]

    async def named(self, viewer: Viewer, name: str) -> AliasUse:
        """Return the alias of this name, with or without its `@`. Raises NotFound."""
        wanted = _folded(name)
        known = await self.all(viewer)
        found = [one for one in known if one.alias.name == wanted]
        if not found:
            raise _unknown(wanted, [one.alias.name for one in known])
        return found[0]

    async def set(self, viewer: Viewer, rights: Rights, name: str, query: str) -> tuple[AliasUse, str | None]:
        """Let `@name` stand for *query*; return it, and what it stood for before, if anything.

        The watchlists that use it begin anew: they alert by its new meaning of what is stored from now on.
        Raises QueryError where the query can't be read or the alias would stand for itself, MemberError for a
        bad name or where a watchlist could not be read any more, NotAllowed.
        """
        _require(rights)
        name, query = _name(name), one_line(query)
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            before = await aliases.meanings(connection, viewer.guild_id)
            if before.get(name) == query:
                raise MemberError(f"Nothing to change: @{name} stands for that already.")
            if name not in before and len(before) >= MOST_ALIASES:
                raise NotAllowed(f"A server can have {MOST_ALIASES} aliases; remove one first.")
            lists = await watchlists.of_guild(connection, viewer.guild_id)
            _check(name, query, before, lists, viewer)
            using = [each for each in lists if name in before and name in used(each.query, before)]
            if any(each.channel_id in rights.not_in for each in using):  # in sight or not: they would change
                raise NotAllowed(
                    f"@{name} is used by watchlists of channels in which you lack the permission Manage "
                    "Messages. Ask an admin, or choose another name."
                )
            by, now = viewer.member_id, self._clock.now()
            await aliases.put(connection, viewer.guild_id, name, query, by=by, now=now)
            for each in using:
                await watchlists.begin_anew(connection, each, name, before[name], query, by=by, now=now)
            known = await aliases.of_guild(connection, viewer.guild_id)
        one = next(one for one in known if one.name == name)
        return _use(one, known, _seen(lists, viewer)), before.get(name)

    async def remove(self, viewer: Viewer, rights: Rights, name: str) -> Alias:
        """Remove an alias that nothing uses; return what it was. Raises MemberError where something does."""
        _require(rights)
        wanted = _folded(name)
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            known = await aliases.of_guild(connection, viewer.guild_id)
            one = next((one for one in known if one.name == wanted), None)
            if one is None:
                raise _unknown(wanted, [each.name for each in known])
            lists = await watchlists.of_guild(connection, viewer.guild_id)
            _require_unused(_use(one, known, lists), _use(one, known, _seen(lists, viewer)))
            await aliases.remove(connection, viewer.guild_id, wanted)
        return one

    async def add_starters(self, viewer: Viewer, rights: Rights) -> list[Alias]:
        """Add the examples whose names are free; return those that were added."""
        _require(rights)
        now = self._clock.now()
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            taken = await aliases.meanings(connection, viewer.guild_id)
            room = max(0, MOST_ALIASES - len(taken))
            new = [(name, query) for name, query in starters().items() if name not in taken][:room]
            return [
                await aliases.put(connection, viewer.guild_id, name, query, by=viewer.member_id, now=now)
                for name, query in new
            ]


def starters() -> dict[str, str]:
    """Return the examples that come with Salient: names in several scripts, by alias."""
    text = files("bot.services").joinpath("starter.toml").read_text(encoding="utf-8")
    return {name: str(query) for name, query in tomllib.loads(text).items()}


def _check(
    name: str, query: str, before: Mapping[str, str], lists: Sequence[Watchlist], viewer: Viewer
) -> None:
    """Raise where the alias, or what uses it, could not be read with its new meaning."""
    after = {**before, name: query}
    parse(query, after)
    for other, text in before.items():
        if other != name and name in used(text, after):
            _require_readable(text, before, after, f"the alias @{other}")
    for one in lists:
        if name in used(one.query, after):
            said = f"the watchlist {one.name}" if one.channel_id in viewer.channels else "a watchlist"
            _require_readable(one.query, before, after, said)


def _require_readable(text: str, before: Mapping[str, str], after: Mapping[str, str], what: str) -> None:
    try:
        parse(text, after)
    except QueryError as error:
        try:
            parse(text, before)
        except QueryError:
            return  # it could not be read before, either
        raise MemberError(f"With this, {what} could not be read any more: {error.message}.") from error


def _require_unused(use: AliasUse, seen: AliasUse) -> None:
    """Raise MemberError where something uses an alias: *seen* is what may be named of *use*."""
    if not use.watchlists and not use.aliases:
        return
    by = [f"the watchlist {name}" for name in seen.watchlists] + [f"@{name}" for name in seen.aliases]
    more = len(by) - NAMED_MOST
    by = by[:NAMED_MOST] + ([f"{more} more"] if more > 0 else [])
    if len(use.watchlists) > len(seen.watchlists):
        by.append("watchlists that you can't see")
    raise MemberError(f"@{use.alias.name} is used by {', '.join(by)}. Change those first.")


def _use(one: Alias, known: Sequence[Alias], lists: Iterable[Watchlist]) -> AliasUse:
    """Return an alias with the watchlists and aliases that depend on it."""
    meanings = {each.name: each.query for each in known}
    return AliasUse(
        one,
        tuple(each.name for each in lists if one.name in used(each.query, meanings)),
        tuple(each.name for each in known if one.name in used(each.query, meanings)),
    )


def _seen(lists: Iterable[Watchlist], viewer: Viewer) -> list[Watchlist]:
    return [one for one in lists if one.channel_id in viewer.channels]


def _require(rights: Rights) -> None:
    if not rights.manage:
        raise NotAllowed("To change aliases, you need the permission Manage Messages. Ask an admin.")


def _folded(name: str) -> str:
    return one_line(name).removeprefix("@").casefold()


def _name(name: str) -> str:
    """Return the name as the query language reads it. Raises MemberError."""
    folded = _folded(name)
    if not ALIAS_NAME.fullmatch(folded):
        raise MemberError("An alias is named by letters, digits, - and _ alone, as in @dprk.")
    if len(folded) > LONGEST_NAME:
        raise MemberError(f"An alias's name has {LONGEST_NAME} characters at most; this has {len(folded)}.")
    return folded


def _unknown(name: str, known: Iterable[str]) -> NotFound:
    said = f"@{cut(name, LONGEST_NAME)}"
    near = did_you_mean(said, [f"@{one}" for one in known])
    return NotFound(f"There is no alias {said}. {near}/alias list shows those there are.")
