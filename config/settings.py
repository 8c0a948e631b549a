"""Every setting: its name, unit, default, what it does and what is allowed.

Read from the environment and from `.env` in the working directory (the environment wins), each as
`SALIENT_` and the field's name in capitals; the token as `DISCORD_TOKEN`. Empty means the default.
`config.load.load()` is the way in: it turns a bad value into one line for the operator.

`config/example.env` and the README's table are written from here by `make reference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from config.values import database_url, host_or_network, web_url

PREFIX = "SALIENT_"
TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the variable's name, not a token

LAST_ID = 2**63 - 1  # the largest id that Discord can give and a database can hold

Words = Annotated[tuple[str, ...], NoDecode]  # written with commas between


def _number(default: float | None, about: str, *, unit: str, low: float, high: float, group: str = "") -> Any:
    """Return a field for a number from *low* to *high*, both included; *unit* is empty for a plain number."""
    extra: dict[str, Any] = {"unit": unit, "allowed": f"a number from {low:,} to {high:,}", "group": group}
    return Field(default, description=about, ge=low, le=high, json_schema_extra=extra)


def _word(default: object, about: str, *, allowed: str, secret: bool = False, group: str = "") -> Any:
    """Return a field for anything else; *allowed* says in words what may be written."""
    extra: dict[str, Any] = {"unit": "", "allowed": allowed, "group": group, "secret": secret}
    return Field(default, description=about, repr=not secret, validate_default=True, json_schema_extra=extra)


class Settings(BaseSettings):
    """What the operator decides. Frozen; the same for the whole life of the process."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    # -- Discord ------------------------------------------------------------------------------------
    discord_token: SecretStr | None = Field(
        None,
        validation_alias=TOKEN,
        description="The bot's token, from the developer portal. Not needed for `make demo`.",
        json_schema_extra={"unit": "", "allowed": "a bot token", "group": "Discord", "secret": True},
    )
    invite_client_id: int | None = _number(
        None,
        "The application's id for the invitation address, where it can't be read from the token.",
        unit="",
        low=1,
        high=LAST_ID,
    )
    discord_proxy: str | None = _word(
        None,
        "A proxy for the connection to Discord.",
        allowed="an http:// or https:// address",
        secret=True,
    )

    # -- Database -----------------------------------------------------------------------------------
    database_url: str = _word(
        "sqlite+aiosqlite:///data/salient.sqlite",
        "Where everything is stored. SQLite needs no set-up; PostgreSQL is for teams that outgrow it.",
        allowed="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        secret=True,
        group="Database",
    )
    keep_days: int = _number(
        30,
        "How long a server's data is kept after the bot was removed from it.",
        unit="days",
        low=1,
        high=3650,
    )

    # -- Fetching -----------------------------------------------------------------------------------
    contact_url: str | None = _word(
        None,
        "A page about your bot, told to every site in the User-Agent, so that its owner can reach you.",
        allowed="an http:// or https:// address",
        group="Fetching",
    )
    proxy: str | None = _word(
        None,
        "A proxy for feeds and pages (not for Discord).",
        allowed="an http:// or https:// address",
        secret=True,
    )
    connect_timeout: float = _number(
        10.0, "How long a site may take to accept a connection.", unit="seconds", low=0.1, high=120
    )
    read_timeout: float = _number(
        20.0, "How long a site may pause within an answer.", unit="seconds", low=0.1, high=300
    )
    total_timeout: float = _number(
        60.0, "How long one fetch may take in all, redirects included.", unit="seconds", low=0.5, high=600
    )
    feed_max_mib: int = _number(
        20, "The largest feed that is read, after decompression.", unit="MiB", low=1, high=200
    )
    page_max_mib: int = _number(
        5, "The largest article page that is read, after decompression.", unit="MiB", low=1, high=200
    )
    page_wait: float = _number(
        5.0,
        "How long an alert waits for the article's page before it goes out with the feed's own text.",
        unit="seconds",
        low=0,
        high=60,
    )
    fetches_in_flight: int = _number(
        64, "Fetches under way at once, over all sites.", unit="fetches", low=1, high=1000
    )
    host_connections: int = _number(2, "Connections at once to one site.", unit="connections", low=1, high=16)
    host_pace: float = _number(
        1.0, "The least time between two requests to one site.", unit="seconds", low=0, high=60
    )
    allowed_hosts: Words = _word(
        (),
        "Hosts and networks off the public internet that feeds may be read from all the same.",
        allowed="host names, addresses and networks such as 10.0.0.0/8, with commas between",
    )
    allowed_ports: Annotated[frozenset[int], NoDecode] = _word(
        frozenset({80, 443}),
        "Ports that feeds may be read from.",
        allowed="port numbers from 1 to 65535, with commas between",
    )

    # -- Schedule -----------------------------------------------------------------------------------
    tick: float = _number(
        1.0,
        "How often the bot looks for due feeds and deliveries.",
        unit="seconds",
        low=0.05,
        high=60,
        group="Schedule",
    )
    check_interval_min: float = _number(
        60.0, "The shortest time between two checks of a feed.", unit="seconds", low=1, high=86_400
    )
    check_interval_max: float = _number(
        3600.0, "The longest time between two checks of a healthy feed.", unit="seconds", low=1, high=86_400
    )
    parser_workers: int = _number(
        2, "Processes that parse feeds and pages.", unit="processes", low=1, high=64
    )
    parser_cpu_seconds: float = _number(
        30.0, "Processor time that parsing one feed or page may cost.", unit="seconds", low=1, high=600
    )
    parser_memory_mib: int = _number(
        1024, "Memory that one parsing process may use.", unit="MiB", low=128, high=16_384
    )

    # -- Alerts -------------------------------------------------------------------------------------
    alert_budget: int = _number(
        10,
        "New alerts an hour in a channel where its admins set nothing; the rest comes as one digest.",
        unit="alerts an hour",
        low=1,
        high=1000,
        group="Alerts",
    )
    digest_age: float = _number(
        900.0,
        "What waited longer than this in an outage comes as a line of one digest.",
        unit="seconds",
        low=60,
        high=86_400,
    )
    edit_interval: float = _number(
        60.0,
        "The least time between two edits of an alert in its first hour.",
        unit="seconds",
        low=1,
        high=3600,
    )
    edit_interval_later: float = _number(
        600.0, "The same after the first hour.", unit="seconds", low=1, high=86_400
    )
    alert_open_hours: float = _number(
        24.0, "How long an alert is kept true by edits; then it is closed.", unit="hours", low=1, high=168
    )
    summary_sentences: int = _number(
        3, "Sentences in an alert's summary, at most.", unit="sentences", low=1, high=8
    )

    # -- Rewriting ----------------------------------------------------------------------------------
    rewrite_url: str | None = _word(
        None,
        "An OpenAI-compatible address of a language model (up to and without /chat/completions) that may put "
        "summaries into other words. Off by default; what can't be checked is not shown.",
        allowed="an http:// or https:// address",
        group="Rewriting",
    )
    rewrite_model: str = _word("default", "The model's name there.", allowed="a model's name")
    rewrite_key: SecretStr | None = _word(
        None, "The key for that address, if it wants one.", allowed="a key", secret=True
    )
    rewrite_timeout: float = _number(
        10.0, "How long an alert waits for the model.", unit="seconds", low=0.5, high=60
    )
    rewrite_budget: int = _number(
        60, "How often the model may be asked.", unit="summaries an hour", low=1, high=100_000
    )

    # -- Running ------------------------------------------------------------------------------------
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _word(
        "INFO",
        "The least serious messages that are logged.",
        allowed="DEBUG, INFO, WARNING or ERROR",
        group="Running",
    )
    log_format: Literal["console", "json"] = _word(
        "console", "How a log line looks.", allowed="console (for people) or json (one object a line)"
    )
    health_port: int | None = _number(
        None,
        "Answer /healthz on this port of 127.0.0.1; none by default.",
        unit="",
        low=1,
        high=65_535,
    )
    stop_timeout: float = _number(
        8.0,
        "How long work under way may take to finish when the bot is stopped.",
        unit="seconds",
        low=0.5,
        high=60,
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("discord_token", mode="after")
    @classmethod
    def _bare_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and any(mark.isspace() for mark in value.get_secret_value().strip()):
            raise ValueError("a token has no spaces")
        return SecretStr(value.get_secret_value().strip()) if value is not None else None

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        return database_url(value)

    @field_validator("contact_url", "proxy", "discord_proxy", "rewrite_url")
    @classmethod
    def _web(cls, value: str | None) -> str | None:
        return None if value is None else web_url(value)

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        return tuple(host_or_network(word) for word in _words(value))

    @field_validator("allowed_ports", mode="before")
    @classmethod
    def _ports(cls, value: object) -> object:
        ports = frozenset(int(str(word)) for word in _words(value))
        if not ports or min(ports) < 1 or max(ports) > 65_535:  # noqa: PLR2004 - what TCP has
            raise ValueError("not a port")
        return ports

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for low, high in (
            ("check_interval_min", "check_interval_max"),
            ("connect_timeout", "total_timeout"),
            ("edit_interval", "edit_interval_later"),
        ):
            if getattr(self, low) > getattr(self, high):
                raise OutOfOrder(low, high, getattr(self, low), getattr(self, high))
        return self

    @property
    def user_agent(self) -> str:
        """What the bot calls itself to every site."""
        contact = f" (+{self.contact_url})" if self.contact_url else ""
        return f"Salient/{metadata.version('salient')}{contact}"

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be shown: token, keys and passwords, each as written and decoded."""
        found = [one.get_secret_value() for one in (self.discord_token, self.rewrite_key) if one is not None]
        for url in filter(None, (self.database_url, self.proxy, self.discord_proxy)):
            parts = urlsplit(url)
            if parts.password:
                found += [parts.password, unquote(parts.password)]
            found += parse_qs(parts.query).get("password", [])
        return tuple(dict.fromkeys(found))


class OutOfOrder(ValueError):
    """Two settings that bound one thing cross."""

    def __init__(self, low: str, high: str, least: float, most: float) -> None:
        super().__init__(
            f"{variable(low)}={least:g} is not allowed: "
            f"it must not be above {variable(high)}, which is {most:g}."
        )


def _words(value: object) -> list[object]:
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return list(value) if isinstance(value, (tuple, list, set, frozenset)) else [value]


def variable(name: str) -> str:
    """Return the environment variable of the setting *name*."""
    return TOKEN if name == "discord_token" else PREFIX + name.upper()


def facts(field: FieldInfo) -> Mapping[str, Any]:
    """Return a setting's `unit`, `allowed` and `secret`."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


def allowed(field: FieldInfo) -> str:
    """Return in words what may be written for a setting, its unit included."""
    known = facts(field)
    unit = f" of {known['unit']}" if known.get("unit") else ""
    return str(known["allowed"]).replace("a number", f"a number{unit}")


class _FixedSettings(Settings):
    """Settings that come from the program alone."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def fixed(**values: object) -> Settings:
    """Return the defaults with *values* in place, whatever the environment says (demo, tests, measures).

    Raises pydantic's ValidationError where a value is not allowed.
    """
    return _FixedSettings(**values)  # type: ignore[arg-type]
