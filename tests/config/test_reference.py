"""The settings as they are written down for people are the settings as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.load import load
from config.reference import default_of, example_env, settings_table
from config.settings import Settings, fixed, variable

ROOT = Path(__file__).parents[2]


def test_example_env_has_every_setting_with_its_default() -> None:
    written = (ROOT / "config" / "example.env").read_text(encoding="utf-8")

    assert written == example_env(), "run `make reference`"
    for name, field in Settings.model_fields.items():
        assert f"\n#{variable(name)}={default_of(field)}\n" in written


def test_the_readme_has_every_setting_with_its_default() -> None:
    assert settings_table() in (ROOT / "README.md").read_text(encoding="utf-8"), "run `make reference`"


def test_example_env_with_every_line_switched_on_is_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    lines = (line.removeprefix("#") for line in example_env().splitlines() if "=" in line and " " not in line)
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")

    assert load(tmp_path / ".env").model_dump() == fixed().model_dump()
