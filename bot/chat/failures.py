"""What went wrong between us and Discord, in the words of `bot.errors`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import (
    Forbidden,
    MessageGone,
    PostLocked,
    RateLimited,
    Refused,
    SendError,
    TargetGone,
    Unreachable,
)

# Discord's JSON error codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes
_TARGET_GONE = {
    10003: "the channel does not exist any more",
    10004: "the server does not exist, or we are not in it any more",
    10007: "the member has left the server",
    10013: "the user does not exist any more",
    50007: "the member takes no direct messages from us",
    50278: "the member takes no direct messages from us, or shares no server with us any more",
}
_UNKNOWN_MESSAGE = 10008
_INVALID_FORM, _REPLY_TO_NONE = 50035, "message_reference: Unknown message"  # as discord.py words the field
_OLD_MESSAGE_EDITS = 30046
_LOCKED_THREAD = 160005

NO_TAG = "a tag that everyone may set"
"""What is missing in a forum that requires a tag on every post, in the words of a permission's name."""

NO_ROOM = "room for one more open thread"
"""What is missing where a server has as many as Discord allows."""

_MISSING = {
    40066: NO_TAG,
    40067: NO_TAG,
    50001: "View Channel",
    50083: "Manage Threads",  # the thread is archived
    160006: NO_ROOM,
}

_FORBIDDEN, _TOO_MANY = 403, 429
_NEVER = frozenset({400, 405, 413})  # the request itself is wrong: the same again gets the same answer

DEFAULT_WAIT = 60.0
"""Seconds to wait after a 429 that does not say how long (a ban by Cloudflare is an HTML page)."""

OLD_EDIT_WAIT = 600.0
"""Seconds to wait after 30046, whose window Discord documents no more than "try again later"."""

_TRANSPORT = (aiohttp.ClientError, OSError, TimeoutError)
# A closed session, a body that is cut short or is not what the API promises: discord.py lets these through.
_NOT_UNDERSTOOD = (discord.DiscordException, RuntimeError, ValueError, KeyError, TypeError, AttributeError)


@contextmanager
def translated() -> Iterator[None]:
    """Run a request to Discord; whatever fails in it leaves as a `SendError`.

    Only requests belong inside: an error of our own would come out as `Unreachable`.
    """
    try:
        yield
    except SendError:
        raise
    except discord.RateLimited as error:
        raise RateLimited("Discord asks us to wait", retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        raise of_answer(error) from error
    except _TRANSPORT as error:
        raise Unreachable(f"no answer from Discord ({_said(error)})") from error
    except _NOT_UNDERSTOOD as error:
        if _is_429_without_time(error):
            raise RateLimited("Discord asks us to wait", retry_after=OLD_EDIT_WAIT) from error
        raise Unreachable(f"Discord's answer was not understood ({_said(error)})") from error


def _is_429_without_time(error: Exception) -> bool:
    """Return whether discord.py stumbled over a 429 (30046) whose body lacks the time to wait."""
    return isinstance(error, KeyError) and error.args == ("retry_after",)


def of_answer(error: discord.HTTPException) -> SendError:
    """Return our error for an HTTP status and JSON code of Discord's."""
    words, failure = _words(error), _by_code(error)
    if failure is None and error.status == _TOO_MANY:
        failure = RateLimited(words, retry_after=_retry_after(error, DEFAULT_WAIT))
    if failure is None and error.status == _FORBIDDEN:
        failure = Forbidden(words)
    if failure is None and error.status in _NEVER:
        failure = Refused(words, permanent=True)
    return failure or Unreachable(words)  # 401 too: the supervisor learns of a bad token from the gateway


def _by_code(error: discord.HTTPException) -> SendError | None:
    """Return our error for a JSON code that says more than its status does."""
    if error.code in _TARGET_GONE:
        return TargetGone(_TARGET_GONE[error.code], permanent=True)
    if error.code == _UNKNOWN_MESSAGE or (error.code == _INVALID_FORM and _REPLY_TO_NONE in error.text):
        return MessageGone("the message was deleted", permanent=True)
    if error.code == _OLD_MESSAGE_EDITS:
        return RateLimited(_words(error), retry_after=_retry_after(error, OLD_EDIT_WAIT))
    if error.code in _MISSING:
        return Forbidden(_words(error), missing=(_MISSING[error.code],))
    if error.code == _LOCKED_THREAD:
        return PostLocked("the thread is locked", missing=("Manage Threads",))
    return None


def _retry_after(error: discord.HTTPException, default: float) -> float:
    """Return the seconds of the Retry-After header (discord.py drops the body's), or *default*."""
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return default


def _words(error: discord.HTTPException) -> str:
    """Return what Discord said, on one line, short enough for a log and a notice."""
    text = " ".join(error.text.split())[:300] if not error.text.lstrip().startswith("<") else "an HTML page"
    return f"Discord answered {error.status} (code {error.code}): {text or 'no words'}"


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__
