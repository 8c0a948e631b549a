"""What the command line says of itself, and how it ends."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pkgutil import resolve_name

import pytest

from bot.cli import invite
from bot.cli.arguments import parser
from config.settings import Settings, variable
from tests.cli.conftest import Shell

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.not-a-real-token"  # of application 123456789012345678


@pytest.fixture(autouse=True)
def empty_place(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of the developer's, and no settings."""
    monkeypatch.chdir(str(tmp_path))
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def commands(of: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, made in action.choices.items():
                is_group = made._subparsers and not made.get_default("code")
                yield from commands(made, (*before, name)) if is_group else [(*before, name)]


ALL = sorted(commands(parser()))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_explains_itself(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words, "--help")

    assert done.status == 0
    assert done.out.startswith(f"usage: salient {' '.join(words)}")
    assert "exit status" in done.out


def codes(of: argparse.ArgumentParser) -> Iterator[str]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for made in action.choices.values():
                yield from codes(made)
    if code := of.get_default("code"):
        yield code


@pytest.mark.parametrize("code", sorted(codes(parser())))
def test_every_command_leads_somewhere(code: str) -> None:
    assert callable(resolve_name(code))


def test_every_command_of_the_design_is_there() -> None:
    wanted = [
        "run",
        "demo",
        "migrate",
        "check",
        "poll",
        "backup",
        "restore",
        "feeds",
        "watch",
        "search",
        "story",
    ]

    assert {(name,) for name in wanted} <= set(ALL)
    assert {("step", name) for name in ("parse", "extract", "match", "cluster")} <= set(ALL)


def test_no_command_shows_how_to_begin(shell: Shell) -> None:
    done = shell()

    assert done.status == 2
    assert "usage: salient" in done.err
    assert done.err.endswith("salient --help explains it.\n")
    assert "\nDid you mean search? salient --help" in shell("serch", "kursk").err
    assert "\nDid you mean --json? salient poll --help" in shell("poll", "--jsn").err
    assert shell("search", "kursk", "--zone", "Mars").err.endswith("salient search --help explains it.\n")


def test_a_bad_setting_ends_with_status_2_and_one_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALIENT_TICK", "never")

    done = shell("migrate")

    assert done.status == 2
    assert done.err == "SALIENT_TICK=never is not allowed: it must be a number of seconds from 0.05 to 60.\n"


@pytest.mark.parametrize(
    ("token", "found"),
    [
        (TOKEN, 123456789012345678),
        ("nonsense", None),
        ("", None),
        ("bm90IGFuIGlk.x.y", None),
        ("ü.x.y", None),
    ],
)
def test_the_application_is_read_from_the_token(token: str, found: int | None) -> None:
    assert invite.application_id(token) == found


def test_the_invitation_has_the_scopes_and_permissions_that_are_explained() -> None:
    address = invite.with_token(123456789012345678)

    assert "client_id=123456789012345678" in address
    assert "scope=bot+applications.commands" in address
    assert "permissions=" in address
    for word in ("Send Messages", "Read Message History", "bot and applications.commands"):
        assert word in invite.asked_for()


def test_an_unreadable_token_is_told_how_to_get_an_invitation_all_the_same() -> None:
    assert "SALIENT_INVITE_CLIENT_ID" in invite.with_token(None)
