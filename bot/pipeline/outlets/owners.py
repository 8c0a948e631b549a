"""Who owns an outlet: the data file `owners.toml`, looked up by domain and by name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Outlet:
    """A known outlet. `country` is its owner's, ISO 3166-1 alpha-2."""

    domain: str
    name: str
    owner: str
    country: str


class Owners:
    """Finds owners; an outlet that is not known owns itself."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_domain = {one.domain: one for one in outlets}
        named: dict[str, set[str]] = {}
        for one in self._by_domain.values():
            named.setdefault(one.name.casefold(), set()).add(one.owner)
        # A name that outlets of several owners have ("ABC News") says nothing.
        self._by_name = {name: next(iter(owners)) for name, owners in named.items() if len(owners) == 1}

    def of(self, outlet: str, url: str | None) -> str:
        """Return who owns the outlet whose article stands at *url*: a known owner, else the host or the name.

        What is not known is taken for independent, but for outlets that share one host.
        """
        host = _host(url)
        labels = host.split(".")
        for start in range(len(labels) - 1):
            known = self._by_domain.get(".".join(labels[start:]))
            if known is not None:
                return known.owner
        return self._by_name.get(outlet.casefold()) or host or outlet.casefold()

    def of_agency(self, name: str) -> str:
        """Return who owns the news agency of this short name; the name where that is not known."""
        return self._by_name.get(name.casefold(), name)


def load() -> Owners:
    """Return the owners of the data file. Raises ValueError where a line of it can't be read."""
    text = files("bot.pipeline.outlets").joinpath("owners.toml").read_text(encoding="utf-8")
    return Owners(outlets(tomllib.loads(text)))


def outlets(data: dict[str, Any]) -> list[Outlet]:
    """Return the outlets that the parsed file holds. Raises ValueError for a line that is not whole."""
    found = []
    for line in data["outlets"]:
        if sorted(line) != ["country", "domain", "outlet", "owner"] or not all(line.values()):
            raise ValueError(f"an outlet has domain, outlet, owner and country, each with words: {line}")
        found.append(Outlet(line["domain"], line["outlet"], line["owner"], line["country"]))
    return found


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
