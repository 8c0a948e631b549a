"""The folders of a server's feeds, as OPML files brought them: which there are, which is meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from bot.domain.feed import FollowedFeed
from bot.errors import NotFound
from bot.lookups.did_you_mean import did_you_mean

Path = tuple[str, ...]  # names of folders, the outermost first
BETWEEN = " / "
MOST_NAMED = 10  # folders in a message


def folders(feeds: Iterable[FollowedFeed]) -> dict[Path, int]:
    """Return every folder with the number of feeds in it and below, in order of their names."""
    counted: dict[Path, int] = {}
    for one in feeds:
        for depth in range(1, len(one.folder) + 1):
            counted[one.folder[:depth]] = counted.get(one.folder[:depth], 0) + 1
    return dict(sorted(counted.items(), key=lambda each: tuple(map(str.casefold, each[0]))))


def written(path: Path) -> str:
    """Return a folder's path in words."""
    return BETWEEN.join(path)


def folder_named(feeds: Sequence[FollowedFeed], name: str) -> Path:
    """Return the folder that *name* means: its path, or its own name; of several the outermost.

    Raises:
        NotFound: there is none; the text names those that there are.
    """
    known = folders(feeds)
    wanted = " ".join(name.split()).casefold()
    for path in sorted(known, key=len):
        if wanted in {written(path).casefold(), path[-1].casefold()}:
            return path
    if not known:
        raise NotFound("The feeds of this server are in no folders; those of an OPML file keep theirs.")
    listed = ", ".join(list(map(written, known))[:MOST_NAMED])
    near = did_you_mean(name, [written(path) for path in known])
    raise NotFound(f"No feed of this server is in a folder of that name. {near}There are: {listed}.")


def inside(feeds: Iterable[FollowedFeed], path: Path) -> list[FollowedFeed]:
    """Return the feeds of a folder and of those below it."""
    return [one for one in feeds if one.folder[: len(path)] == path]


def token_of(path: Path) -> str:
    """Return what names a folder in a button, 16 letters and digits."""
    return blake2b("\x1f".join(path).encode(), digest_size=8).hexdigest()
