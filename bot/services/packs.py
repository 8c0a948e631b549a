"""Starter packs: well-known public feeds by topic and country, from `packs.toml`.

Not verified from here: the list says so, and each feed is checked once it is added.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Final

from bot.errors import NotFound
from bot.lookups.did_you_mean import did_you_mean
from bot.pipeline.feeds.opml import Outline

UNVERIFIED: Final = (
    "The addresses are not verified: each feed is checked once it is added, and what can't be read is told."
)


@dataclass(frozen=True, slots=True)
class PackedFeed:
    """A feed of the list; `country` and `topic` are keys of `Packs.countries` and `Packs.topics`."""

    name: str
    url: str
    country: str
    language: str
    topic: str

    @property
    def outline(self) -> Outline:
        """The feed as a list of feeds has it."""
        return Outline(self.url, self.name, language=self.language)


@dataclass(frozen=True)
class Packs:
    """The whole list."""

    feeds: tuple[PackedFeed, ...]
    topics: Mapping[str, str]
    countries: Mapping[str, str]
    also: Mapping[str, Sequence[str]]  # other names of countries, in small letters

    @cached_property
    def by_topic(self) -> Mapping[str, int]:
        """How many feeds each topic has, in the list's order of topics."""
        counted = Counter(one.topic for one in self.feeds)
        return {topic: counted[topic] for topic in self.topics}

    @cached_property
    def by_country(self) -> Mapping[str, int]:
        """How many feeds each country has, by the countries' names."""
        counted = Counter(one.country for one in self.feeds)
        return {
            country: counted[country] for country in sorted(self.countries, key=self.countries.__getitem__)
        }

    def chosen(self, topic: str | None, country: str | None) -> tuple[PackedFeed, ...]:
        """Return the feeds of a topic, of a country, or of both; each may be given by key or by name.

        Raises NotFound where there is no such topic or country, or no feed of both.
        """
        of_topic, of_country = self.keys(topic, country)
        found = tuple(
            one for one in self.feeds if of_topic in {None, one.topic} and of_country in {None, one.country}
        )
        if not found:
            named = f"{self.topics[of_topic or '']} from {self.countries[of_country or '']}"
            raise NotFound(f"The list has no feed of {named}. Choose the topic or the country alone.")
        return found

    def title(self, topic: str | None, country: str | None) -> str:
        """Return what `chosen(topic, country)` is called: "World news, Germany". Raises NotFound."""
        of_topic, of_country = self.keys(topic, country)
        named = [self.topics[of_topic]] if of_topic else []
        named += [self.countries[of_country]] if of_country else []
        return ", ".join(named) or "All feeds of the list"

    def keys(self, topic: str | None, country: str | None) -> tuple[str | None, str | None]:
        """Return the keys of a topic and a country given by key or name. Raises NotFound."""
        return _key(topic, self.topics, "topic"), _key(country, self.countries, "country", self.also)

    def named(self, typed: str) -> list[PackedFeed]:
        """Return the feeds whose name holds the words that were typed; none where none were."""
        wanted = typed.casefold().split()
        return [one for one in self.feeds if wanted and all(word in one.name.casefold() for word in wanted)]


@cache
def load_packs() -> Packs:
    """Return the list that comes with Salient: the same one each time, read once a process."""
    found = tomllib.loads(resources.files("bot.services").joinpath("packs.toml").read_text(encoding="utf-8"))
    return Packs(
        feeds=tuple(PackedFeed(**one) for one in found["feeds"]["list"]),
        topics=found["topics"],
        countries=found["countries"],
        also=found["also"],
    )


def _key(
    typed: str | None, known: Mapping[str, str], what: str, also: Mapping[str, Sequence[str]] | None = None
) -> str | None:
    """Return the key that was meant by a key or a name; None for none. Raises NotFound."""
    if not typed or not typed.strip():
        return None
    folded = typed.strip().casefold()
    for key, name in known.items():
        if folded in {key, name.casefold(), *((also or {}).get(key) or ())}:
            return key
    listed = ", ".join(known if what == "topic" else sorted(known.values()))
    near = did_you_mean(typed, known.values())
    raise NotFound(f"The list has no {what} {typed.strip()[:40]}. {near}There are: {listed}.")
