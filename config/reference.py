"""Write out the settings for people: `example.env`, and the table in the README. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from config.fields import allowed, facts
from config.settings import Settings, variable

BEGIN = "<!-- settings: written by `make reference` -->"
END = "<!-- end of settings -->"

_HEAD = """\
# Every setting of Salient with its default. Copy this file to .env and change what you need: take the #
# before a setting away. Empty means the default. The environment wins over .env.
"""


def groups() -> dict[str, list[tuple[str, FieldInfo]]]:
    """Return the settings in their order, by the headings they stand under."""
    found: dict[str, list[tuple[str, FieldInfo]]] = {}
    heading = ""
    for name, field in Settings.model_fields.items():
        heading = facts(field).get("group") or heading
        found.setdefault(heading, []).append((name, field))
    return found


def default_of(field: FieldInfo) -> str:
    """Return a setting's default as it is written in the environment; empty for none."""
    value = field.default
    if value is None:
        return ""
    if isinstance(value, (tuple, frozenset)):
        return ",".join(str(word) for word in sorted(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def example_env() -> str:
    """Return the text of `config/example.env`."""
    return _HEAD + "".join(_env_lines())


def _env_lines() -> Iterator[str]:
    for heading, settings in groups().items():
        yield f"\n# --- {heading} {'-' * (94 - len(heading))}\n"
        for name, field in settings:
            about = f"{field.description} Allowed: {allowed(field)}."
            yield "\n" + "".join(f"# {line}\n" for line in textwrap.wrap(about, 98))
            yield f"#{variable(name)}={default_of(field)}\n"


def settings_table() -> str:
    """Return the README's table, between its two marks."""
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    for heading, settings in groups().items():
        rows.append(f"| **{heading}** | | |")
        for name, field in settings:
            default = f"`{default_of(field)}`" if default_of(field) else "none"
            rows.append(
                f"| `{variable(name)}` | {default} | {field.description} *Allowed: {allowed(field)}.* |"
            )
    return "\n".join([BEGIN, *rows, END])


def with_table(readme: str) -> str:
    """Return *readme* with its table as the settings are now. Raises ValueError where the marks are gone."""
    before, _, rest = readme.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the marks around the settings table are missing")
    return before + settings_table() + after
