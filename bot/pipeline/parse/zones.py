"""What the names of time zones mean in feeds, in hours ahead of UTC.

RFC 5322 section 4.3 fixes UT, GMT and those of the United States. Of a name that several regions use, the
one with most news sites is meant (IST is India's, BST is Britain's, CST is America's).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_NAMES: Mapping[float, tuple[str, ...]] = {
    -11: ("sst",),
    -10: ("hst",),
    -9: ("akst",),
    -8: ("pst", "pt", "akdt"),
    -7: ("mst", "mt", "pdt"),
    -6: ("cst", "ct", "mdt"),
    -5: ("est", "et", "cdt", "cot", "pet", "ect"),
    -4: ("ast", "at", "edt", "clt", "bot", "vet"),
    -3.5: ("nst",),
    -3: ("adt", "brt", "art", "uyt", "clst"),
    -2.5: ("ndt",),
    -2: ("brst",),
    0: ("z", "ut", "utc", "gmt", "wet"),
    1: ("bst", "west", "wat", "cet", "mez", "met"),
    2: ("cest", "mesz", "mest", "cat", "sast", "eet"),
    3: ("eest", "eat", "msk", "trt", "idt"),
    3.5: ("irst",),
    4: ("msd", "gst", "samt", "amt", "azt", "get"),
    4.5: ("aft",),
    5: ("pkt", "uzt", "yekt"),
    5.5: ("ist",),
    5.75: ("npt",),
    6: ("omst", "almt", "bdt"),
    6.5: ("mmt",),
    7: ("ict", "wib", "krat", "novt"),
    8: ("hkt", "sgt", "myt", "pht", "wita", "irkt", "awst"),
    9: ("jst", "kst", "wit", "yakt"),
    9.5: ("acst",),
    10: ("aest", "vlat"),
    10.5: ("acdt",),
    11: ("aedt", "magt"),
    12: ("nzst",),
    13: ("nzdt",),
}
_HOURS = {name: hours for hours, names in _NAMES.items() for name in names}


def zone_named(name: str) -> tzinfo | None:
    """Return the zone that a *name* or an abbreviation means, in any case; None for one that nobody knows."""
    hours = _HOURS.get(name.lower())
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    if "/" not in name or ".." in name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def offset(sign: str, hours: str, minutes: str | None) -> tzinfo:
    """Return the zone that is *hours* and *minutes* ahead ("+") or behind; ValueError beyond a day."""
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(ahead if sign == "+" else -ahead) if ahead else UTC
