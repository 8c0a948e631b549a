"""What is installed is pinned, and the lock files tell nothing of the machine that wrote them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-run.lock"]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: str) -> set[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", text, re.MULTILINE)}


def wanted(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    names = {plain(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in lines}  # type: ignore[index]
    return names - {"salient"}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_index_and_no_path(lock: str) -> None:
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert not re.search(r"://|index-url|find-links|trusted-host|@ |(^|\s)/\w", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_in_the_lock_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    for requirement in re.split(r"\n(?=[A-Za-z0-9])", text):
        if not requirement.startswith("#"):
            assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_the_lock_holds_everything_that_the_project_asks_for() -> None:
    assert wanted("build", "demo", "dev") <= pinned("requirements.lock"), "run `make lock`"


def test_the_image_gets_what_running_needs_and_nothing_of_the_workshop() -> None:
    run = pinned("requirements-run.lock")

    assert wanted("build") <= run, "run `make lock`"
    assert not run & (wanted("demo", "dev") - wanted()), "run `make lock`"


def test_both_locks_pin_the_same_versions() -> None:
    def lines(lock: str) -> set[str]:
        return set(
            re.findall(r"^[A-Za-z0-9._-]+==\S+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert lines("requirements-run.lock") <= lines("requirements.lock"), "run `make lock`"
