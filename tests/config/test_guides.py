"""What the guides name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def named(guide: str) -> set[str]:
    """Return the paths that *guide* names in code spans and links."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    spans = re.findall(r"`((?:bot|cogs|config|tests)/[\w./-]*)`", text)
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    return {*spans, *links}


@pytest.mark.parametrize("guide", ["README.md", "CONTRIBUTING.md", "DECISIONS.md"])
def test_every_path_that_a_guide_names_exists(guide: str) -> None:
    missing = [path for path in sorted(named(guide)) if not (ROOT / path).exists()]

    assert not missing


def test_every_make_target_that_a_guide_names_exists() -> None:
    targets = set(re.findall(r"^([\w.]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for guide in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(
            r"(?:^|`)make (\w+)", (ROOT / guide).read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert target in targets, target


def test_every_room_is_in_the_guide_to_changes() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [
        f"bot/{path.name}"
        for path in (ROOT / "bot").iterdir()
        if path.name[0] != "_" and (path.is_dir() or path.suffix == ".py")
    ]

    assert not [room for room in rooms if room not in guide]
