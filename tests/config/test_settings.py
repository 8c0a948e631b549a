"""What an operator writes, and what is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import OperatorError
from config.load import load
from config.settings import Settings, fixed, variable


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def complaint(monkeypatch: pytest.MonkeyPatch, **written: str) -> str:
    for name, value in written.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OperatorError) as told:
        load(None)
    return str(told.value)


def test_nothing_written_gives_the_defaults() -> None:
    settings = load(None)

    assert settings.discord_token is None
    assert settings.database_url == "sqlite+aiosqlite:///data/salient.sqlite"
    assert settings.allowed_ports == {80, 443}
    assert settings.allowed_hosts == ()


def test_every_default_is_allowed_and_described() -> None:
    fixed()
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


HOSTS = "host names, addresses and networks such as 10.0.0.0/8, with commas between"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("TICK", "0", "a number of seconds from 0.05 to 60"),
        ("TICK", "soon", "a number of seconds from 0.05 to 60"),
        ("TICK", "nan", "a number of seconds from 0.05 to 60"),
        ("HEALTH_PORT", "70000", "a number from 1 to 65,535"),
        ("LOG_FORMAT", "xml", "console (for people) or json (one object a line)"),
        ("ALLOWED_PORTS", "80,http", "port numbers from 1 to 65535, with commas between"),
        ("ALLOWED_HOSTS", "10.0.0.0/99", HOSTS),
        ("ALLOWED_HOSTS", "http://x.org", HOSTS),
        ("CONTACT_URL", "me@x.org", "an http:// or https:// address"),
    ],
)
def test_a_bad_value_is_one_line_with_name_value_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    said = complaint(monkeypatch, **{f"SALIENT_{name}": value})

    assert said == f"SALIENT_{name}={value} is not allowed: it must be {allowed}."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", "tok hunter2 en"),
        ("SALIENT_DATABASE_URL", "mysql://salient:hunter2@db/news"),
        ("SALIENT_PROXY", "ftp://salient:hunter2@proxy"),
    ],
)
def test_a_bad_secret_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    said = complaint(monkeypatch, **{name: value})

    assert said.startswith(f"{name} is not allowed: it must be ")
    assert "hunter2" not in said
    assert "\n" not in said


def test_every_bad_value_has_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(monkeypatch, SALIENT_TICK="0", SALIENT_KEEP_DAYS="0")

    assert sorted(line.split("=")[0] for line in said.splitlines()) == ["SALIENT_KEEP_DAYS", "SALIENT_TICK"]


def test_bounds_that_cross_name_both_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(monkeypatch, SALIENT_CHECK_INTERVAL_MIN="4000")

    assert said == (
        "SALIENT_CHECK_INTERVAL_MIN=4000 is not allowed: "
        "it must not be above SALIENT_CHECK_INTERVAL_MAX, which is 3600."
    )


def test_a_mistyped_setting_is_told_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaint(monkeypatch, SALIENT_LOGLEVEL="DEBUG") == (
        "SALIENT_LOGLEVEL is not a setting. Did you mean SALIENT_LOG_LEVEL?"
    )


def test_a_mistyped_setting_in_the_file_is_told_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SALIENT_TIK=1\n", encoding="utf-8")

    with pytest.raises(OperatorError, match=r"SALIENT_TIK is not a setting\. Did you mean SALIENT_TICK"):
        load(tmp_path / ".env")


def test_a_file_that_is_not_text_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# mine\n\n \nSALIENT_TICK 2\n", encoding="utf-8")
    with pytest.raises(OperatorError, match=r"\.env, line 4: this is no setting"):
        load(tmp_path / ".env")

    (tmp_path / ".env").write_bytes(b"SALIENT_TICK=\xff\xfe\x00\n")

    with pytest.raises(OperatorError, match=r"\.env can't be read"):
        load(tmp_path / ".env")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "SALIENT_TICK=2\nSALIENT_KEEP_DAYS=7\nDISCORD_TOKEN=abc.def\n", encoding="utf-8"
    )
    monkeypatch.setenv("SALIENT_TICK", "3")

    settings = load(tmp_path / ".env")

    assert (settings.tick, settings.keep_days) == (3.0, 7)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "abc.def"


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALIENT_TICK", "")
    monkeypatch.setenv("DISCORD_TOKEN", "")

    settings = load(None)

    assert settings.tick == 1.0
    assert settings.discord_token is None


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("sqlite:///news.sqlite", "sqlite+aiosqlite:///news.sqlite"),
        ("sqlite:////var/lib/salient.sqlite", "sqlite+aiosqlite:////var/lib/salient.sqlite"),
        ("postgres://u:p@db/news", "postgresql+psycopg://u:p@db/news"),
        ("postgresql://u:p@db:5433/news?sslmode=require", "postgresql+psycopg://u:p@db:5433/news?sslmode=require"),
        ("postgresql+psycopg://u@db/news", "postgresql+psycopg://u@db/news"),
    ],
)  # fmt: skip
def test_a_database_is_understood_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch, written: str, understood: str
) -> None:
    monkeypatch.setenv("SALIENT_DATABASE_URL", written)

    assert load(None).database_url == understood


@pytest.mark.parametrize("written", ["news.sqlite", "sqlite://news.sqlite", "sqlite:///", "postgresql://db"])
def test_an_address_without_a_database_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    assert "SALIENT_DATABASE_URL is not allowed" in complaint(monkeypatch, SALIENT_DATABASE_URL=written)


def test_hosts_and_ports_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALIENT_ALLOWED_HOSTS", "Feeds.LAN, 10.0.0.7, 127.0.0.0/8,[::1]")
    monkeypatch.setenv("SALIENT_ALLOWED_PORTS", "80, 8080")

    settings = load(None)

    assert settings.allowed_hosts == ("feeds.lan", "10.0.0.7", "127.0.0.0/8", "::1")
    assert settings.allowed_ports == {80, 8080}


def test_printing_the_settings_shows_no_secret() -> None:
    settings = fixed(
        discord_token="MTIz.tokentoken",
        database_url="postgresql://u:hunter2@db/news",
        proxy="http://u:swordfish@proxy:3128",
    )

    assert not {"tokentoken", "hunter2", "swordfish"} & set(str(settings).replace("'", " ").split())
    for secret in ("tokentoken", "hunter2", "swordfish"):
        assert secret not in f"{settings} {settings!r}"
    assert settings.secrets() == ("MTIz.tokentoken", "hunter2", "swordfish")


def test_fixed_settings_do_not_look_at_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALIENT_TICK", "33")
    monkeypatch.setenv("DISCORD_TOKEN", "abc")

    assert fixed().tick == 1.0
    assert fixed().discord_token is None
