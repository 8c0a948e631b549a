"""What the guides name is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


def test_every_module_that_its_package_or_the_guide_names_is_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    modules = {path.name for room in ("bot", "cogs", "config") for path in (ROOT / room).rglob("*.py")}
    missing = {name for name in re.findall(r"`(\w+\.py)`", guide) if name not in modules}
    for package in (ROOT / "bot").rglob("__init__.py"):
        about = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
        for name in re.findall(r"^ *(\w+\.py) ", about, re.MULTILINE):
            if not (package.parent / name).exists():
                missing.add(f"{package.parent.name}/{name}")

    assert missing == set()


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


def commands() -> Iterator[tuple[str, str]]:
    """Yield (group, or nothing, and name) of each slash command, as the cogs' source names it."""
    for path in (ROOT / "cogs").rglob("*.py"):
        for cog in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(cog, ast.ClassDef):
                continue
            group = next((str(literal(one)) for one in cog.keywords if one.arg == "group_name"), "")
            for method in cog.body:
                for call in getattr(method, "decorator_list", []):
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "app_commands.command":
                        named = [str(literal(one)) for one in call.keywords if one.arg == "name"]
                        yield group, (named or [method.name])[0]


def literal(keyword: ast.keyword) -> object:
    return ast.literal_eval(keyword.value)


def test_every_command_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `/(\w+)(?: (\w+)`)?(.*?)\|", text, re.MULTILINE)
    listed = {(group, name) if name else ("", group) for group, name, _ in rows}
    listed |= {(group, more) for group, _, rest in rows for more in re.findall(r"`(\w+)`", rest)}

    assert len(listed) > 30
    assert set(commands()) - listed == set()
