"""How patient and how frugal delivery is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.guild import ALERTS_AN_HOUR
from bot.pipeline.alerting import EDITED


@dataclass(frozen=True, slots=True)
class DeliverOptions:
    """Times and bounds of delivery, as DESIGN sections 1 and 3 set them."""

    lease: timedelta = timedelta(minutes=5)  # outlives a search (120 s) and a request (90 s) of the sender
    at_once: int = 20  # targets served side by side
    stale_after: timedelta = timedelta(minutes=15)  # what waited longer comes as a digest
    searched_after_set_back: timedelta = timedelta(hours=24)  # nobody knows how far our clock was wrong
    nonce_holds: timedelta = timedelta(seconds=45)  # Discord drops a repeated nonce "for a few minutes"
    edit_gap: timedelta = timedelta(minutes=1)  # between edits of a message in its first hour
    late_edit_gap: timedelta = timedelta(minutes=10)  # afterwards: Discord throttles edits of old messages
    fresh_for: timedelta = timedelta(hours=1)
    closed_after: timedelta = EDITED  # a card is no longer edited
    budget_window: timedelta = timedelta(hours=1)
    default_budget: int = ALERTS_AN_HOUR  # of a channel where nothing was set
    first_retry: timedelta = timedelta(seconds=2)  # doubled with every failure
    longest_retry: timedelta = timedelta(minutes=1)
    blocked_retry: timedelta = timedelta(minutes=10)  # how often a channel without permission is tried
