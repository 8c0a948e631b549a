"""Articles for long days: any number of stories that no headline matcher takes for one another."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.feeds import Item, Newspaper
from tests.fakes.words import invented

_THINGS = [
    "aqueduct", "brewery", "cathedral", "distillery", "embankment", "fortress", "gasworks", "hospital",
    "icehouse", "jetty", "kiln", "library", "monastery", "nursery", "observatory", "pavilion", "quarry",
    "refinery", "sawmill", "tannery", "university", "viaduct", "windmill",
]  # fmt: skip
_DEEDS = [
    "reopens", "floods", "burns", "closes", "expands", "wins", "collapses", "strikes", "sells", "moves",
]  # fmt: skip


@dataclass(frozen=True)
class News:
    """A story: what makes its headline unlike any other, and its text, which shares few words with others."""

    number: int

    @property
    def thing(self) -> str:
        place = invented(f"place {self.number}", 1)[0].capitalize()
        return f"{place} {_THINGS[(self.number * 7) % len(_THINGS)]}"

    @property
    def title(self) -> str:
        first, second = self._words(2)
        return f"{self.thing} {_DEEDS[(self.number * 3) % len(_DEEDS)]}: {first} meets {second}"

    def text(self, outlet: str) -> str:
        w = self._words(25)
        return (
            f"The {self.thing} has {w[0]} and {w[1]}, {outlet} says, beside {w[2]} {w[3]} and {w[4]}. "
            f"Neither {w[5]} nor {w[6]} came to {w[7]} {w[8]}, yet {w[9]} {w[10]} took {w[11]}. "
            f"Some {w[12]} of {w[13]} {w[14]} was {w[15]} where Kursk used to grow {w[16]} {w[17]}. "
            f"{w[18].capitalize()} {w[19]} had {w[20]} {w[21]} under {w[22]} {w[23]} {w[24]}."
        )

    def told_by(self, paper: Newspaper) -> Item:
        """Let an outlet publish it."""
        return paper.publish(self.title, self.text(paper.name))

    def _words(self, number: int) -> list[str]:
        return invented(self.number, number)
