"""JSON Lines: one object a line, in and out; a bad line is told with its number and skipped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, TextIO, TypeVar

from pydantic import BaseModel, StrictInt, StrictStr, ValidationError, field_validator, model_validator

_Line = TypeVar("_Line", bound=BaseModel)


class ArticleLine(BaseModel):
    """An article as a shell hands it in. `id` comes back as it was; a time without a zone is UTC."""

    id: StrictInt | StrictStr
    title: str = ""
    text: str = ""
    url: str | None = None
    outlet: str | None = None
    feed: str | None = None
    author: str | None = None
    language: str | None = None
    published: datetime | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_words(cls, line: Any) -> Any:
        if isinstance(line, dict) and not line.keys() & {"title", "text"}:
            raise ValueError("neither title nor text")
        return line

    @field_validator("title", "text", mode="before")
    @classmethod
    def _absent(cls, value: object) -> object:
        return "" if value is None else value

    @field_validator("published")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class QueryLine(BaseModel):
    """A query and what it is called; or, with `alias` instead of `id`, what `@alias` stands for."""

    id: StrictInt | StrictStr | None = None
    alias: str | None = None
    query: str

    @model_validator(mode="after")
    def _is_called(self) -> Self:
        if (self.id is None) == (self.alias is None):
            raise ValueError("it needs an id, or an alias")
        return self


@dataclass(slots=True)
class Faults:
    """Tells faults on standard error and counts them: the exit status is 1 where there was one."""

    count: int = 0

    def tell(self, place: str, text: str) -> None:
        """Say what is wrong at *place* ("stdin:3", "page.html")."""
        self.count += 1
        sys.stderr.write(f"{place}: {text}\n")

    @property
    def status(self) -> int:
        """The exit status of the command."""
        return 1 if self.count else 0


def read_lines(
    stream: Iterable[bytes], model: type[_Line], *, name: str, faults: Faults
) -> Iterator[tuple[int, _Line]]:
    """Yield (line number from 1, object) for each good line of *stream*; blank lines are skipped."""
    for number, line in enumerate(stream, start=1):
        if not (content := line.removeprefix(b"\xef\xbb\xbf").strip()):
            continue
        try:
            yield number, model.model_validate_json(content)
        except ValidationError as error:
            faults.tell(f"{name}:{number}", _in_words(error))


def write_line(out: TextIO, **values: object) -> None:
    """Write one object as a line; times as ISO 8601 in UTC, absent values as null."""
    out.write(json.dumps(values, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _in_words(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":
        return f"not JSON: {first['ctx']['error']}"
    place = f"{first['loc'][0]}: " if first["loc"] else ""
    return place + first["msg"].removeprefix("Value error, ")
