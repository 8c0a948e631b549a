"""Every setting: its name, unit, default, what it does and what is allowed.

Read from the environment and from `.env` in the working directory (the environment wins), each as
`SALIENT_` and the field's name in capitals; the token as `DISCORD_TOKEN`. Empty means the default.
`config.load.load()` is the way in: it turns a bad value into one line for the operator.

`config/example.env` and the README's table are written from here by `make reference`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from config.fields import Words, number, word, words_in
from config.values import database_url, host_or_network, web_url

PREFIX = "SALIENT_"
TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the variable's name, not a token

LAST_ID = 2**63 - 1  # the largest id that Discord can give and a database can hold


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
    invite_client_id: int | None = number(
        None,
        "The application's id for the invitation address, where it can't be read from the token.",
        unit="",
        low=1,
        high=LAST_ID,
    )
    discord_proxy: str | None = word(
        None,
        "A proxy for the connection to Discord.",
        allowed="an http:// or https:// address",
        secret=True,
    )

    # -- Database -----------------------------------------------------------------------------------
    database_url: str = word(
        "sqlite+aiosqlite:///data/salient.sqlite",
        "Where everything is stored. SQLite needs no set-up; PostgreSQL is for teams that outgrow it.",
        allowed="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        secret=True,
        group="Database",
    )
    keep_days: int = number(
        30,
        "How long a server's data is kept after the bot was removed from it.",
        unit="days",
        low=1,
        high=3650,
    )

    # -- Fetching -----------------------------------------------------------------------------------
    contact_url: str | None = word(
        None,
        "A page about your bot, told to every site in the User-Agent, so that its owner can reach you.",
        allowed="an http:// or https:// address",
        group="Fetching",
    )
    proxy: str | None = word(
        None,
        "A proxy for feeds and pages (not for Discord).",
        allowed="an http:// or https:// address",
        secret=True,
    )
    connect_timeout: float = number(
        10.0, "How long a site may take to accept a connection.", unit="seconds", low=0.1, high=120
    )
    read_timeout: float = number(
        20.0, "How long a site may pause within an answer.", unit="seconds", low=0.1, high=300
    )
    total_timeout: float = number(
        60.0, "How long one fetch may take in all, redirects included.", unit="seconds", low=0.5, high=600
    )
    feed_max_mib: int = number(
        20, "The largest feed that is read, after decompression.", unit="MiB", low=1, high=200
    )
    page_max_mib: int = number(
        5, "The largest article page that is read, after decompression.", unit="MiB", low=1, high=200
    )
    page_wait: float = number(
        5.0,
        "How long an alert waits for the article's page before it goes out with the feed's own text.",
        unit="seconds",
        low=0,
        high=60,
    )
    fetches_in_flight: int = number(
        64, "Fetches under way at once, over all sites.", unit="fetches", low=1, high=1000
    )
    host_connections: int = number(2, "Connections at once to one site.", unit="connections", low=1, high=16)
    host_pace: float = number(
        1.0, "The least time between two requests to one site.", unit="seconds", low=0, high=60
    )
    allowed_hosts: Words = word(
        (),
        "Hosts and networks off the public internet that feeds may be read from all the same.",
        allowed="host names, addresses and networks such as 10.0.0.0/8, with commas between",
    )
    allowed_ports: Annotated[frozenset[int], NoDecode] = word(
        frozenset({80, 443}),
        "Ports that feeds may be read from.",
        allowed="port numbers from 1 to 65535, with commas between",
    )

    # -- Schedule -----------------------------------------------------------------------------------
    tick: float = number(
        1.0,
        "How often the bot looks for due feeds and deliveries.",
        unit="seconds",
        low=0.05,
        high=60,
        group="Schedule",
    )
    check_interval_min: float = number(
        60.0, "The shortest time between two checks of a feed.", unit="seconds", low=1, high=86_400
    )
    check_interval_max: float = number(
        3600.0, "The longest time between two checks of a healthy feed.", unit="seconds", low=1, high=86_400
    )
    parser_workers: int = number(2, "Processes that parse feeds and pages.", unit="processes", low=1, high=64)
    parser_cpu_seconds: float = number(
        30.0, "Processor time that parsing one feed or page may cost.", unit="seconds", low=1, high=600
    )
    parser_memory_mib: int = number(
        1024, "Memory that one parsing process may use.", unit="MiB", low=128, high=16_384
    )

    # -- Alerts -------------------------------------------------------------------------------------
    alert_budget: int = number(
        10,
        "New alerts an hour in a channel where its admins set nothing; the rest comes as one digest.",
        unit="alerts an hour",
        low=1,
        high=1000,
        group="Alerts",
    )
    digest_age: float = number(
        900.0,
        "What waited longer than this in an outage comes as a line of one digest.",
        unit="seconds",
        low=60,
        high=86_400,
    )
    edit_interval: float = number(
        60.0,
        "The least time between two edits of an alert in its first hour.",
        unit="seconds",
        low=1,
        high=3600,
    )
    edit_interval_later: float = number(
        600.0, "The same after the first hour.", unit="seconds", low=1, high=86_400
    )
    alert_open_hours: float = number(
        24.0, "How long an alert is kept true by edits; then it is closed.", unit="hours", low=1, high=168
    )
    summary_sentences: int = number(
        3, "Sentences in an alert's summary, at most.", unit="sentences", low=1, high=8
    )

    # -- Rewriting ----------------------------------------------------------------------------------
    rewrite_url: str | None = word(
        None,
        "An OpenAI-compatible address of a language model (up to and without /chat/completions) that may put "
        "summaries in English, French, German, Russian, Spanish or Ukrainian into fewer words. Off by "
        "default; what can't be checked is not shown.",
        allowed="an http:// or https:// address",
        group="Rewriting",
    )
    rewrite_model: str = word("default", "The model's name there.", allowed="a model's name")
    rewrite_key: SecretStr | None = word(
        None, "The key for that address, if it wants one.", allowed="a key", secret=True
    )
    rewrite_timeout: float = number(
        10.0, "How long an alert waits for the model.", unit="seconds", low=0.5, high=60
    )
    rewrite_budget: int = number(
        60, "How often the model may be asked.", unit="summaries an hour", low=1, high=100_000
    )

    # -- Running ------------------------------------------------------------------------------------
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = word(
        "INFO",
        "The least serious messages that are logged.",
        allowed="DEBUG, INFO, WARNING or ERROR",
        group="Running",
    )
    log_format: Literal["console", "json"] = word(
        "console", "How a log line looks.", allowed="console (for people) or json (one object a line)"
    )
    health_port: int | None = number(
        None,
        "Answer /healthz on this port of 127.0.0.1; none by default.",
        unit="",
        low=1,
        high=65_535,
    )
    stop_timeout: float = number(
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
        return tuple(host_or_network(one) for one in words_in(value))

    @field_validator("allowed_ports", mode="before")
    @classmethod
    def _ports(cls, value: object) -> object:
        ports = frozenset(int(str(one)) for one in words_in(value))
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


def variable(name: str) -> str:
    """Return the environment variable of the setting *name*."""
    return TOKEN if name == "discord_token" else PREFIX + name.upper()


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
