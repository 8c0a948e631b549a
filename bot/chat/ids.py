"""The `custom_id`s of our buttons: what a button does, to which story, and the key of its message.

    s:<action>:<story id, 0 for none>:<key>       under alerts, digests, notices and samples
    p:<what>:<token>:<page>                       Previous and Next under lists
    c:<what>:<token>                              other buttons and menus under answers to commands

A `custom_id` has 100 characters at the most (Discord, message components) and outlives restarts, so these
forms may be added to but never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

KEY_LENGTH: Final = 22
"""Characters of a delivery's key: 16 random bytes as `secrets.token_urlsafe` writes them."""

_KEY: Final = rf"[A-Za-z0-9_-]{{{KEY_LENGTH}}}"
_WHAT: Final = re.compile(r"[a-z]{1,16}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Action(StrEnum):
    """What a button under one of our messages does."""

    SOURCES = "sources"
    FIGURES = "figures"
    TIMELINE = "timeline"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    MUTE = "mute"  # asks: for me, or for the channel
    MUTE_MINE = "mutemine"
    MUTE_CHANNEL = "muteall"
    UNMUTE = "unmute"  # takes the channel's mute back
    UNMUTE_MINE = "unmutemine"
    APART = "apart"  # asks which articles are another story, or which story is the same
    WHY = "why"
    DIGEST = "digest"  # tells why stories came as a digest
    STATUS = "status"
    REMOVE = "remove"  # deletes a sample


def button_id(action: Action, key: str, story_id: int = 0) -> str:
    """Return the `custom_id` of a button under the message with *key*, which has 22 URL-safe characters."""
    custom_id = f"s:{action.value}:{story_id}:{key}"
    if not template(action).fullmatch(custom_id):
        raise ValueError(f"no custom_id can be made of {custom_id!r}")
    return custom_id


def template(action: Action) -> re.Pattern[str]:
    """Return the pattern of `button_id`, for `discord.ui.DynamicItem`; groups `story_id` and `key`."""
    return re.compile(rf"s:{action.value}:(?P<story_id>[0-9]{{1,19}}):(?P<key>{_KEY})")


def page_id(what: str, token: str, page: int) -> str:
    """Return the `custom_id` of a button that shows *page* (from 0) of *what*.

    *what* is 1 to 16 small letters, *token* says which list in 1 to 64 URL-safe characters.
    """
    if not _WHAT.fullmatch(what) or not _TOKEN.fullmatch(token) or not 0 <= page < 10**9:
        raise ValueError(f"no custom_id can be made of {what!r}, {token!r}, {page}")
    return f"p:{what}:{token}:{page}"


def page_template(what: str) -> re.Pattern[str]:
    """Return the pattern of `page_id` for *what*; groups `token` and `page`."""
    return re.compile(rf"p:{re.escape(what)}:(?P<token>{_TOKEN.pattern}):(?P<page>[0-9]{{1,9}})")


def control_id(what: str, token: str) -> str:
    """Return the `custom_id` of a button or menu under an answer; *what* and *token* as in `page_id`."""
    if not _WHAT.fullmatch(what) or not _TOKEN.fullmatch(token):
        raise ValueError(f"no custom_id can be made of {what!r}, {token!r}")
    return f"c:{what}:{token}"


def control_template(what: str) -> re.Pattern[str]:
    """Return the pattern of `control_id` for *what*; group `token`."""
    return re.compile(rf"c:{re.escape(what)}:(?P<token>{_TOKEN.pattern})")


def holds_key(components: Iterable[Any], key: str) -> bool:
    """Return whether *key* stands in the components of a message (discord.py's, or items of ours)."""
    waiting = list(components)
    while waiting:
        component = waiting.pop()
        if key in (getattr(component, "custom_id", None) or ""):
            return True
        waiting.extend(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            waiting.append(accessory)
    return False
