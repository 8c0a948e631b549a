"""What the settings come to, for each part that takes options."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.pipeline.compose import Summarise
from bot.pipeline.deliver import DeliverOptions
from bot.pipeline.fetch import FetchOptions
from bot.pipeline.refresh import RefreshOptions
from bot.pipeline.rewrite import ModelOptions
from bot.pipeline.summarise import summarise
from bot.pipeline.summarise.leads import Leads
from bot.pipeline.workers.pool import PoolOptions
from bot.text import Analyser
from config import logs
from config.settings import Settings, fixed

MIB = 1024 * 1024


def rehearsal_settings(**values: object) -> Settings:
    """Return the defaults with *values* in place, whatever the environment says, for the demo.

    Only what goes wrong is logged from now on, to standard error.
    """
    settings = fixed(log_level="WARNING", **values)
    logs.configure(level=settings.log_level, form=settings.log_format)
    return settings


def fetching(settings: Settings) -> FetchOptions:
    """Return which addresses may be asked, how patiently, and how many at once."""
    return FetchOptions(
        contact_url=settings.contact_url or "",
        allowed_hosts=settings.allowed_hosts,
        allowed_ports=settings.allowed_ports,
        proxy=settings.proxy,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        total_timeout=settings.total_timeout,
        max_bytes=settings.feed_max_mib * MIB,
        in_flight=settings.fetches_in_flight,
        connections_per_host=settings.host_connections,
        start_interval=settings.host_pace,
    )


def summarising(settings: Settings) -> Summarise:
    """Return what makes a story's summary. It remembers sentences: make one for each that tells stories."""
    return partial(summarise, sentences=settings.summary_sentences, leads=Leads(Analyser()))


def rewriting(settings: Settings) -> ModelOptions | None:
    """Return how the language model is asked; None where the operator named none."""
    if settings.rewrite_url is None:
        return None
    return ModelOptions(
        url=settings.rewrite_url,
        name=settings.rewrite_model,
        key=settings.rewrite_key.get_secret_value() if settings.rewrite_key else "",
        timeout=settings.rewrite_timeout,
        calls_an_hour=settings.rewrite_budget,
    )


def parsing(settings: Settings) -> PoolOptions:
    """Return how many workers parse, and what each may use."""
    return PoolOptions(
        workers=settings.parser_workers,
        cpu_seconds=settings.parser_cpu_seconds,
        memory_bytes=settings.parser_memory_mib * MIB,
    )


def refreshing(settings: Settings) -> RefreshOptions:
    """Return how often feeds are checked, what a page may take, and how long an alert takes news."""
    return RefreshOptions(
        check_min=settings.check_interval_min,
        check_max=settings.check_interval_max,
        doubtful=max(1, settings.fetches_in_flight // 2),
        page_wait=settings.page_wait,
        page_bytes=settings.page_max_mib * MIB,
        alerts_edited=timedelta(hours=settings.alert_open_hours),
    )


def delivering(settings: Settings) -> DeliverOptions:
    """Return when alerts are edited and closed, and how many a channel gets."""
    return DeliverOptions(
        stale_after=timedelta(seconds=settings.digest_age),
        edit_gap=timedelta(seconds=settings.edit_interval),
        late_edit_gap=timedelta(seconds=settings.edit_interval_later),
        closed_after=timedelta(hours=settings.alert_open_hours),
        default_budget=settings.alert_budget,
    )
