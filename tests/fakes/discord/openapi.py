"""Requests against Discord's OpenAPI document, where it is found.

Looked for at the path in DISCORD_OPENAPI, else at `../shared/data/discord/openapi.json` beside the project.
One thing of it is relaxed: it wants ids to be strings everywhere, while Discord takes integers too and
discord.py sends them (`attachments[].id`).
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs

_METHODS = ("get", "post", "put", "patch", "delete")
_SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
LEFT_OUT = "Discord's OpenAPI document was not found (DISCORD_OPENAPI): requests were not checked against it"


def where() -> Path | None:
    """Return the document's path, None where there is none."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data" / "discord" / "openapi.json"
    path = Path(os.environ.get("DISCORD_OPENAPI") or beside)
    return path if path.is_file() else None


@dataclass(frozen=True)
class _Operation:
    method: str
    path: re.Pattern[str]
    literal: int  # characters that are not parameters: the more, the better the match
    name: str
    body: Any
    query: Any


class Document:
    """The document, its validators compiled as they are needed."""

    def __init__(self, path: Path) -> None:
        spec = json.loads(path.read_text(encoding="utf-8"))
        self._components = spec["components"]
        self._components["schemas"]["SnowflakeType"] = _SNOWFLAKE
        self._operations = sorted(_operations(spec["paths"]), key=lambda operation: -operation.literal)
        self._validators: dict[tuple[str, str], Any] = {}

    def faults(self, method: str, path: str, query: Mapping[str, str], body: Any) -> list[str]:
        """Return what is wrong with a request; *path* begins behind the version."""
        operation = next(
            (each for each in self._operations if each.method == method and each.path.fullmatch(path)), None
        )
        if operation is None:
            return ["no such operation"]
        found = self._check(operation.name, "query", operation.query, _typed(query, operation.query))
        if operation.body is not None and body is not None:
            found += self._check(operation.name, "body", operation.body, body)
        elif operation.body is None and body is not None:
            found.append("a body where none belongs")
        return found

    def _check(self, name: str, part: str, schema: Any, value: Any) -> list[str]:
        if (name, part) not in self._validators:
            root = {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "components": self._components,
                "allOf": [schema],
            }
            self._validators[name, part] = jsonschema_rs.validator_for(root, validate_formats=False)
        errors = self._validators[name, part].iter_errors(value)
        return [f"{part}/{'/'.join(map(str, e.instance_path))}: {e.message[:300]}" for e in errors]


@functools.cache
def document() -> Document | None:
    """Return the document, read once a process; None where it is not found."""
    path = where()
    return Document(path) if path else None


def _operations(paths: Mapping[str, Any]) -> Iterator[_Operation]:
    for template, item in paths.items():
        pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template))
        literal = len(re.sub(r"\{[^}]+\}", "", template))
        for method in _METHODS:
            if method not in item:
                continue
            operation = item[method]
            content = operation.get("requestBody", {}).get("content", {})
            parameters = [*item.get("parameters", []), *operation.get("parameters", [])]
            query = {each["name"]: each["schema"] for each in parameters if each.get("in") == "query"}
            yield _Operation(
                method.upper(),
                pattern,
                literal,
                operation["operationId"],
                content.get("application/json", {}).get("schema"),
                {"type": "object", "properties": query, "additionalProperties": False},
            )


def _typed(query: Mapping[str, str], schema: Any) -> dict[str, Any]:
    """Return the query's values in the types that their schemas want, as far as they can be."""
    result: dict[str, Any] = {}
    for name, value in query.items():
        kind = schema["properties"].get(name, {}).get("type")
        kinds = kind if isinstance(kind, list) else [kind]
        if "integer" in kinds and value.lstrip("-").isdecimal():
            result[name] = int(value)
        elif "boolean" in kinds and value.lower() in {"true", "false", "1", "0"}:
            result[name] = value.lower() in {"true", "1"}
        else:
            result[name] = value
    return result
