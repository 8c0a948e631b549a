"""How a setting is written: its default, and in words what it does, its unit and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode

Words = Annotated[tuple[str, ...], NoDecode]  # written with commas between


def number(default: float | None, about: str, *, unit: str, low: float, high: float, group: str = "") -> Any:
    """Return a field for a number from *low* to *high*, both included; *unit* is empty for a plain number."""
    extra: dict[str, Any] = {"unit": unit, "allowed": f"a number from {low:,} to {high:,}", "group": group}
    return Field(default, description=about, ge=low, le=high, json_schema_extra=extra)


def word(default: object, about: str, *, allowed: str, secret: bool = False, group: str = "") -> Any:
    """Return a field for anything else; *allowed* says in words what may be written."""
    extra: dict[str, Any] = {"unit": "", "allowed": allowed, "group": group, "secret": secret}
    return Field(default, description=about, repr=not secret, validate_default=True, json_schema_extra=extra)


def words_in(value: object) -> list[object]:
    """Return the parts of what was written with commas between, or handed over as several."""
    if isinstance(value, str):
        return [one.strip() for one in value.split(",") if one.strip()]
    return list(value) if isinstance(value, (tuple, list, set, frozenset)) else [value]


def facts(field: FieldInfo) -> Mapping[str, Any]:
    """Return a setting's `unit`, `allowed` and `secret`."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


def allowed(field: FieldInfo) -> str:
    """Return in words what may be written for a setting, its unit included."""
    known = facts(field)
    unit = f" of {known['unit']}" if known.get("unit") else ""
    return str(known["allowed"]).replace("a number", f"a number{unit}")
