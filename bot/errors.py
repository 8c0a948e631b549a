"""The whole error tree.

Every error that Salient raises, and who may read it:

    SalientError
    ├── MemberError        the asker's words were wrong; its text may be shown in chat
    │   ├── QueryError     a query that can't be parsed, with the position
    │   ├── NotFound       a named thing does not exist, or not for this asker
    │   ├── NotAllowed     the asker lacks a permission
    │   └── AlreadyExists  the name or the feed is there already
    ├── OperatorError      the process can't run as asked (settings, a second process, a file)
    └── OutsideError       the world failed us; says whether for good and when to try again
        ├── FetchError     a URL could not be read
        │   ├── NotFollowed      it leads to where its asker does not go
    │   └── NotAsked         its host rests, or is crowded: no fault of anybody's
        ├── ParseError     what was read is not a feed
        ├── ModelError     the language model gave no usable answer
        ├── StorageError   the database is locked, read-only, full or away
        └── SendError      Discord did not take a message
            ├── Unreachable      no answer, 5xx: whether it arrived is not known
            ├── RateLimited      429, 30046
            ├── Forbidden        a permission is missing
            │   └── PostLocked   the forum post takes nothing any more
            ├── TargetGone       channel, or the member's direct messages, are gone
            ├── MessageGone      the message to be edited was deleted
            ├── HistoryUnreadable  can't look whether an earlier attempt arrived
            └── Refused          Discord will never take this message (400)
"""

from __future__ import annotations

import unicodedata
from typing import Final


class SalientError(Exception):
    """Anything that Salient itself raises."""


class MemberError(SalientError):
    """What was asked is wrong; the text says what, where, and what to do, and may be shown in chat."""


_SHOWN_BEFORE: Final = 40  # characters of a query before a fault
_SHOWN_AFTER: Final = 30


class QueryError(MemberError):
    """A query can't be parsed.

    `position` is the offset of the fault in `query`, in characters from 0; `message` is one sentence
    without the position; `hint` says what was probably meant, or is empty.
    """

    def __init__(self, message: str, *, query: str = "", position: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.query = query
        self.position = position
        self.hint = hint

    def pointed(self) -> str:
        """Return the query's part around the fault with a caret under it, for a fixed-width font.

        Wide letters take two columns, marks on letters and invisible characters none. Beside letters that are
        read from the right no column is sure: then the part is cut at the fault, and the caret stands there.
        """
        start = max(0, self.position - _SHOWN_BEFORE)
        before = _seen(self.query[start : self.position])
        after = _seen(self.query[self.position : self.position + _SHOWN_AFTER])
        if any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in before + after):
            return f"{before}\n^ {after}".rstrip()
        return f"{before}{after}\n{''.join(map(_blank, before))}^"


def _seen(text: str) -> str:
    """Return *text* on one line, without what shows nothing."""
    return "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in {"Cf", "Cc", "Cs"}
    )


def _blank(letter: str) -> str:
    """Return a blank as wide as *letter*, by the East Asian width (Unicode standard annex 11)."""
    if unicodedata.category(letter) in {"Mn", "Me"}:
        return ""
    return "\N{IDEOGRAPHIC SPACE}" if unicodedata.east_asian_width(letter) in {"W", "F"} else " "


class NotFound(MemberError):
    """A named thing does not exist, or not for this asker."""


class NotAllowed(MemberError):
    """The asker lacks a permission; the text names it."""


class AlreadyExists(MemberError):
    """The name or the feed is there already."""


class OperatorError(SalientError):
    """The process can't run as asked; the text is for the person who started it."""


class OutsideError(SalientError):
    """The world failed us.

    `permanent` is true where trying again can't help; `retry_after` is in seconds, None where unknown.
    `then` says what Salient does about it by itself; `what` is the text without that, for whoever asked once.
    """

    def __init__(
        self, message: str, *, permanent: bool = False, retry_after: float | None = None, then: str = ""
    ) -> None:
        super().__init__(f"{message} {then}" if then else message)
        self.what = message
        self.then = then
        self.permanent = permanent
        self.retry_after = retry_after


class FetchError(OutsideError):
    """A URL could not be read; `kind` is a word for the cause (see `bot.domain.feed.Failure`).

    `host` is the one that asks for `retry_after`, redirects followed, where it is known.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        status: int | None = None,
        permanent: bool = False,
        retry_after: float | None = None,
        host: str = "",
        then: str = "",
    ) -> None:
        super().__init__(message, permanent=permanent, retry_after=retry_after, then=then)
        self.kind = kind
        self.status = status
        self.host = host


class NotFollowed(FetchError):
    """A redirect led to where its asker does not go; nothing was asked for there."""


class NotAsked(FetchError):
    """A host rests, or too many wait for it: nothing was asked, and `retry_after` says when to try."""

    def __init__(self, message: str, *, retry_after: float, host: str = "") -> None:
        super().__init__(message, kind="rate limited", retry_after=retry_after, host=host)


class ParseError(OutsideError):
    """What was read is not a feed, or costs too much to read; `kind` as in `FetchError`."""

    def __init__(self, message: str, *, kind: str = "not a feed", then: str = "") -> None:
        super().__init__(message, then=then)
        self.kind = kind


class ModelError(OutsideError):
    """The language model did not answer, or not with what it was asked for."""


class StorageError(OutsideError):
    """The database is locked, read-only, full or away. What was to be stored stays due."""


class SendError(OutsideError):
    """Discord did not take a message."""


class Unreachable(SendError):
    """No answer, or 5xx: whether the message arrived is not known."""


class RateLimited(SendError):
    """429, or 30046 (too many edits of an old message); `retry_after` says when."""


class Forbidden(SendError):
    """A permission is missing; `missing` names those known, as Discord's settings page does."""

    def __init__(self, message: str, *, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


class TargetGone(SendError):
    """The channel was deleted, or the member can't be reached by direct message."""


class MessageGone(SendError):
    """The message that was to be edited has been deleted."""


class PostLocked(Forbidden):
    """The forum post in which the message stands, or should, was locked by a person."""


class HistoryUnreadable(SendError):
    """The channel's history can't be read, so an earlier attempt can't be looked for.

    `repeatable` says that Discord itself drops a repetition soon after the first attempt (by the nonce).
    """

    def __init__(self, message: str, *, repeatable: bool = True) -> None:
        super().__init__(message)
        self.repeatable = repeatable


class Refused(SendError):
    """Discord will never take this message as it is (400)."""
