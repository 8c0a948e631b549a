"""Promise 3 as a member reads it: the text of every card that a local Discord was sent, back to stored words.

Nothing of the bot's own values is used: markdown is read as Discord shows it, a quotation is a line with its
outlet's link under it, an amount is a link within the figures line. All versions of all messages are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from bot.storage import Database
from bot.storage.tables import article, revision
from tests.evidence import folded
from tests.fakes.discord import World
from tests.fakes.discord.world import walk

MASKED = re.compile(r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<url>https?://[^\s)]+)\)")
SMALL = "-# "
FRAGMENT = re.compile(r"#?:~:text=.*$")
ANY = None


def unfaithful_texts(texts: list[str], stored: dict[str | None, list[str]]) -> list[str]:
    """Return what one card's texts quote that is not in *stored*: titles and texts by their address."""
    quoted = [one for text in texts for one in _quoted(text)]
    return [f"{words} ({url})" for words, url in quoted if not any(words in text for text in stored[url])]


def _quoted(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield what a text of a card quotes, each with where it is said to stand."""
    first, _, last = text.partition("\n")[0], *text.rpartition("\n")[1:]
    if first.startswith("### "):
        words, url = _linked(first.removeprefix("### "))
        if not words.endswith("…"):
            yield words, url
    elif text.startswith(SMALL) or "**rewritten**" in text:
        return
    elif first.startswith("**"):
        for amount in MASKED.finditer(text):
            yield _shown(amount["label"]), FRAGMENT.sub("", amount["url"])
    elif first != last and last.startswith(SMALL):
        yield _shown(text.removesuffix(last)), _linked(last.removeprefix(SMALL))[1]


def _linked(markdown: str) -> tuple[str, str | None]:
    """Return the words of a line and where it leads."""
    match = MASKED.search(markdown)
    if match is None:
        return _shown(markdown), ANY
    return _shown(match["label"] if match.start() == 0 else markdown[: match.start()]), match["url"]


def _shown(markdown: str) -> str:
    """Return markdown as it is read: escapes and invisible guards are gone."""
    return folded(re.sub(r"\\([^\w\s])", r"\1", markdown).replace("\u200b", ""))


async def unfaithful(database: Database, world: World) -> list[str]:
    """Return what any version of any alert in *world* quotes that no revision in the database has."""
    alerts = [list(_texts(version)) for version in _versions(world)]
    if not alerts:
        return []
    stored: dict[str | None, list[str]] = defaultdict(list)
    query = select(revision.c.url, article.c.url.label("canonical"), revision.c.title, revision.c.text)
    async with database.read() as connection:
        for row in await connection.execute(query.join(article, article.c.id == revision.c.article_id)):
            for place in {row.url, row.canonical, ANY}:
                stored[place] += [_seen(row.title), _seen(row.text)]
    return [fault for texts in alerts for fault in unfaithful_texts(texts, stored)]


def _seen(text: str) -> str:
    """Return a stored text as a card shows it."""
    return folded(text.replace("\u200b", ""))


def _versions(world: World) -> Iterator[dict[str, Any]]:
    """Yield the bodies of all alerts, whether or not they stand there still."""
    for channel in world.channels():
        for message in channel.messages:
            for body in [message.body, *message.versions]:
                ids = {part.get("custom_id", "") for part in walk(body.get("components") or [])}
                if any(one.startswith("s:mute:") for one in ids):
                    yield body


def _texts(body: dict[str, Any]) -> Iterator[str]:
    """Yield what the container holds, without the line above it that says who is mentioned."""
    for part in body.get("components") or []:
        if part.get("components"):
            yield from (one["content"] for one in walk([part]) if one.get("content"))
