"""Read the settings, and tell the operator in one line each what is wrong with them."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import ValidationError

from bot.errors import OperatorError
from config.fields import allowed, facts
from config.settings import PREFIX, TOKEN, OutOfOrder, Settings, variable


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings from the environment and from *env_file* (None: the environment alone).

    Raises OperatorError with one line for each bad value: the variable, the value unless it is secret,
    and what is allowed; and for each unknown variable that begins with SALIENT_, with the nearest name.
    """
    written = _written(env_file)
    problems = _unknown(written)
    try:
        settings = Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        problems += [_in_words(detail) for detail in error.errors()]
    if problems:
        raise OperatorError("\n".join(problems))
    return settings


def _written(env_file: Path | None) -> dict[str, str | None]:
    """Return everything that is written in the environment and in the file."""
    if not (env_file and env_file.is_file()):
        return dict(os.environ)
    try:
        text = env_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{env_file} can't be read: {error}") from error
    # dotenv would warn of such a line in words of its own, and go on without the setting
    if bad := next((one.original for one in parse_stream(StringIO(text)) if one.error), None):
        empty = bad.string[: -len(bad.string.lstrip())].count("\n")  # lines before it, which dotenv counts in
        raise OperatorError(
            f"{env_file}, line {bad.line + empty}: this is no setting. Write NAME=value, a remark after #."
        )
    return {**dotenv_values(stream=StringIO(text)), **os.environ}


def _unknown(written: Mapping[str, str | None]) -> list[str]:
    """Return one line for each variable that looks like a setting and is none."""
    known = {variable(name) for name in Settings.model_fields}
    lines = []
    for name in sorted(written):
        if not name.upper().startswith(PREFIX) or name.upper() in known:
            continue
        near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.6)
        meant = f" Did you mean {near[0]}?" if near else " config/example.env lists them all."
        lines.append(f"{name} is not a setting.{meant}")
    return lines


def _in_words(detail: Any) -> str:
    """Return one line for one of pydantic's complaints."""
    if isinstance((cause := detail.get("ctx", {}).get("error")), OutOfOrder):
        return str(cause)
    place = str(detail["loc"][0]) if detail["loc"] else ""
    name = "discord_token" if place == TOKEN else place.lower().removeprefix(PREFIX.lower())
    field = Settings.model_fields[name]
    value = "" if facts(field).get("secret") else f"={detail['input']}"
    return f"{variable(name)}{value} is not allowed: it must be {allowed(field)}.".replace("\n", " ")
