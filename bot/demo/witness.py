"""Watch what the bot says, and judge whether the story was told as promised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.local_discord import Newsroom
from bot.demo.script import FOOTBALL, TROOPS, Piece

TEXT_DISPLAY = 10  # https://docs.discord.com/developers/components/reference#component-object-component-types
EPHEMERAL = 1 << 6  # https://docs.discord.com/developers/resources/message#message-object-message-flags

_LINK_BESIDE = re.compile(r" \[open\]\([^)\s]*\)")  # see `bot.chat.plain.link`
_LINK = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(<?[^)>\s]*>?\)")
_LINE_MARK = re.compile(r"^(?:#{1,3}|-#|>)\s+")
_ESCAPE = re.compile(r"\\([^\w\s])")


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bot as posted or edited; `text` is all of it but the title. Neither has markdown."""

    event: str  # "posted" or "edited"
    channel: str
    message: int
    title: str
    text: str

    def line(self) -> dict[str, str]:
        """Return what a line of the headless demo holds."""
        return {
            "event": self.event,
            "channel": self.channel,
            "message": str(self.message),
            "title": self.title,
            "text": self.text,
        }


class Witness:
    """Remembers every message that the bot posts or edits of its own accord, and tells *tell* of each.

    Replies to commands and buttons are between the bot and a member: they are left out.
    """

    def __init__(self, newsroom: Newsroom, tell: Callable[[Said], None]) -> None:
        self._newsroom = newsroom
        self._tell = tell
        self._bot_id = str(newsroom.env.backend.bot_user.id)
        self.said: list[Said] = []
        newsroom.listen(self._receive)

    def _receive(self, event: str, payload: Mapping[str, Any]) -> None:
        if event not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} or not self._unasked(payload):
            return
        channel_id, message_id = int(payload["channel_id"]), int(payload["id"])
        texts = list(shown_texts(self._newsroom.components(channel_id, message_id)))
        title, _, rest = "\n".join(texts or [payload.get("content") or ""]).partition("\n")
        said = Said(
            event="posted" if event == "MESSAGE_CREATE" else "edited",
            channel=self._newsroom.place(channel_id),
            message=message_id,
            title=without_markdown(title),
            text=without_markdown(rest),
        )
        self.said.append(said)
        self._tell(said)

    def _unasked(self, payload: Mapping[str, Any]) -> bool:
        author = payload.get("author") or {}
        return (
            author.get("id") == self._bot_id
            and not payload.get("interaction_metadata")
            and not int(payload.get("flags") or 0) & EPHEMERAL
        )


def shown_texts(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a message's texts in reading order; what stands above the card (mentions) comes last."""
    above = []
    for component in components:
        if component.get("type") == TEXT_DISPLAY:
            above.append(str(component.get("content", "")))
        else:
            yield from _texts_in(component)
    yield from above


def _texts_in(component: Mapping[str, Any]) -> Iterator[str]:
    if component.get("type") == TEXT_DISPLAY:
        yield str(component.get("content", ""))
    for child in component.get("components") or ():
        yield from _texts_in(child)


def without_markdown(text: str) -> str:
    """Return the words that a reader sees: no marks, no link targets, no escapes."""
    lines = [_LINE_MARK.sub("", line) for line in text.split("\n")]
    bare = _LINK.sub(r"\1", _LINK_BESIDE.sub("", "\n".join(lines))).replace("**", "")
    return _ESCAPE.sub(r"\1", bare).strip()


def faults(said: Sequence[Said], script: Iterable[Piece]) -> list[str]:
    """Return what went otherwise than promised, a sentence each; nothing when all is well.

    The Kursk story must have been posted once and edited at least once, and neither the football match nor
    anything of the back catalogue may have been alerted.
    """
    script = tuple(script)
    found = []
    troops = {_words(title) for piece in script if piece.story == TROOPS for title in _titles(piece)}
    about_troops = [one for one in said if _words(one.title) in troops]
    posts = {one.message for one in about_troops}
    if len(posts) != 1:
        found.append(f"the Kursk story was posted {len(posts)} times instead of once")
    if not any(one.event == "edited" and one.message in posts for one in said):
        found.append("the alert of the Kursk story was never edited")
    for piece in script:
        if piece.story == FOOTBALL and _told(piece, said):
            found.append("the football match in Kursk was alerted")
        elif piece.in_back_catalogue and _told(piece, said):
            found.append(f"{piece.title!r} was alerted, although it is older than the watchlists")
    return found


def _told(piece: Piece, said: Iterable[Said]) -> bool:
    return any(
        _words(title) in _words(f"{one.title}\n{one.text}") for title in _titles(piece) for one in said
    )


def _titles(piece: Piece) -> tuple[str, ...]:
    return (piece.title, *(revision.title for revision in piece.revisions if revision.title))


def _words(text: str) -> str:
    """Return the words alone, so that marks and white space don't matter."""
    return " ".join(re.findall(r"\w+", text.casefold()))
