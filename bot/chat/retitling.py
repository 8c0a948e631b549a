"""Let a forum post's title and tags follow its alert: rarely, and only where they are still ours.

Discord takes two changes of a channel's name in ten minutes ("Modify Channel", and 429 beyond). A title that
a person gave a post stays, and so does a tag that a person took away. Where a change fails, the post keeps
its title: the alert itself was edited all the same.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog

from bot.chat import forums
from bot.chat.plain import ELLIPSIS, visible
from bot.domain.alert import Alert, Message, Notice

log = structlog.get_logger()

APART: Final = 600.0
"""Seconds between two looks at one post's title: half of what Discord allows. The rest is people's, and for
the headline that returns from behind `MOVED`."""

LONGEST: Final = 15.0
"""Seconds that reading or changing may take: the alert's own edit does not wait for more."""

REMEMBERED: Final = 2_000
"""Posts of which the last look is remembered: those of some days."""

WITHDRAWN: Final = "Withdrawn: "
MOVED: Final = "Moved: "
_HEADS: Final = ("### ", "**")  # how a headline's line begins in a card, open or muted
_LINK: Final = ("http", "openhttp")  # what follows words that lead somewhere; see `plain.link`


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a post."""

    post: discord.Thread
    name: str
    tags: list[discord.ForumTag]


@dataclass(frozen=True, slots=True)
class _Look:
    """When a post was looked at, and the titles by us that it had then and was given."""

    at: float
    titles: frozenset[str]


class Retitling:
    """Remembers when each post was looked at."""

    def __init__(self) -> None:
        self._looked: OrderedDict[int, _Look] = OrderedDict()

    async def due(self, post: discord.Thread, message: Message) -> Change | None:
        """Return how *post* is to change when its first message becomes *message*; None where it is to stay.

        Asked before the edit: what the message says by now shows whether title and tags are still ours.
        """
        name, tags = title(post.name, message), forums.fitting(post.parent, message)
        added = [tag for tag in tags if tag.id not in {one.id for one in post.applied_tags}]
        if (_bare(name) == _bare(post.name) and not added) or not self._may_look(post, message):
            return None
        try:
            async with asyncio.timeout(LONGEST):
                texts = list(_texts(await post.fetch_message(post.id)))
        except (discord.DiscordException, TimeoutError) as error:
            log.info("a post's title is left", why=str(error))
            self._note(post.id, ())
            return None
        ours = self._is_ours(post) or _is_headline(_unmarked(post.name), texts)
        name = name if ours else post.name
        self._note(post.id, {name, post.name} if ours else ())
        said = _bare(" ".join(texts))
        added = [tag for tag in added if _bare(tag.name) not in said]
        if _bare(name) == _bare(post.name) and not added:
            return None
        return Change(post, name, [*post.applied_tags, *added][: forums.MOST_TAGS])

    async def make(self, change: Change) -> None:
        """Change the post. Raises nothing because of Discord."""
        try:
            async with asyncio.timeout(LONGEST):
                await change.post.edit(name=change.name, applied_tags=change.tags)
        except (discord.DiscordException, TimeoutError) as error:
            log.info("a post keeps its title", why=str(error))

    def _may_look(self, post: discord.Thread, message: Message) -> bool:
        """Return whether a change is due by the time; a story that is one by itself again says so at once."""
        before = self._looked.get(post.id)
        returns = post.name.startswith(MOVED) and isinstance(message, Alert)
        return before is None or returns or time.monotonic() - before.at >= APART

    def _is_ours(self, post: discord.Thread) -> bool:
        """Return whether we gave the post its title, though its message may not say the same any more."""
        before = self._looked.get(post.id)
        return post.name.startswith(MOVED) or (before is not None and post.name in before.titles)

    def _note(self, post_id: int, titles: Iterable[str]) -> None:
        self._looked[post_id] = _Look(time.monotonic(), frozenset(titles))
        self._looked.move_to_end(post_id)
        if len(self._looked) > REMEMBERED:
            self._looked.popitem(last=False)


def title(known: str, message: Message) -> str:
    """Return what a post named *known* is called when its first message is *message*."""
    match message:
        case Alert() if message.all_withdrawn:
            return visible(WITHDRAWN + forums.title(message), forums.LONGEST_TITLE)
        case Alert():
            return forums.title(message)
        case Notice():  # its story became part of another
            return visible(MOVED + _unmarked(known), forums.LONGEST_TITLE)
        case _:
            return known


def _unmarked(name: str) -> str:
    return name.removeprefix(MOVED).removeprefix(WITHDRAWN)


def _is_headline(name: str, texts: Iterable[str]) -> bool:
    """Return whether *name* is the whole headline in *texts*, or its beginning where it was cut.

    Words that merely stand there may be a person's title as well: "Kursk".
    """
    words = _bare(name)
    lines = (_bare(line) for text in texts for line in text.splitlines() if line.startswith(_HEADS))
    after = (line.removeprefix(words) for line in lines if words and line.startswith(words))
    return any(not rest or name.endswith(ELLIPSIS) or rest.startswith(_LINK) for rest in after)


def _bare(text: str) -> str:
    """Return letters and digits alone: what markdown, an ellipsis or a change of case does not alter."""
    return "".join(filter(str.isalnum, text)).casefold()


def _texts(message: discord.Message) -> Iterator[str]:
    """Yield the texts of a message, however deep they stand, in no certain order."""
    waiting: list[Any] = list(message.components)
    while waiting:
        component = waiting.pop()
        if isinstance(text := getattr(component, "content", None), str):
            yield text
        waiting.extend(getattr(component, "children", ()))
