"""Show rows to people as a table, to programs as JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.lines import write_line

_NO_EDGE = 10_000  # columns
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))  # seconds in one


def show(
    rows: Iterable[Mapping[str, object]], *, as_json: bool, columns: Sequence[str], now: datetime
) -> int:
    """Write *rows*: as JSON whole, as a table the *columns*; return how many there were."""
    listed = list(rows)
    if as_json:
        for row in listed:
            write_line(sys.stdout, **row)
        return len(listed)
    if listed:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in listed:
            table.add_row(*(Text(_cell(row.get(column), now)) for column in columns))  # Text: no markup in it
        # In a pipe there is no edge to fold lines at.
        width = None if sys.stdout.isatty() else _NO_EDGE
        Console(file=sys.stdout, width=width).print(table)
    return len(listed)


def _cell(value: object, now: datetime) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return relative(value - now)
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(value)


def relative(away: timedelta) -> str:
    """Return how far a moment is away: "3 minutes ago", "in 2 hours", "now" within a minute."""
    seconds = abs(away.total_seconds())
    for length, unit in _UNITS:
        if seconds >= length:
            count = int(seconds // length)
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"{words} ago" if away < timedelta() else f"in {words}"
    return "now"
