"""What members of a guild said of stories: which articles are another one, which two are the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChoiceKind(StrEnum):
    """What a member said."""

    SPLIT = "split"  # some articles of `story_id` are another story, `other_id`
    MERGE = "merge"  # `story_id` is the same as `other_id`


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member said of two stories, and who took it back."""

    id: int
    guild_id: int
    kind: ChoiceKind
    story_id: int
    other_id: int
    by: int | None  # None: a member who asked to be forgotten
    at: datetime
    undone_by: int | None = None
    undone_at: datetime | None = None
