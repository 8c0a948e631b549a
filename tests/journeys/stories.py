"""Articles for long days: any number of stories that no headline matcher takes for one another."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.feeds import Item, Newspaper

_PLACES = [
    "Alnwick", "Bergamo", "Cadiz", "Dresden", "Elgin", "Fargo", "Ghent", "Haifa", "Izmir", "Jena",
    "Kyoto", "Lyon", "Malmo", "Narvik", "Oulu", "Porto", "Quito", "Riga", "Split", "Turin", "Utrecht",
    "Varna", "Warsaw", "Xian", "York", "Zagreb",
]  # fmt: skip
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
    """A story: what makes its headline unlike any other, and its text as one outlet tells it."""

    number: int

    @property
    def thing(self) -> str:
        place = _PLACES[self.number % len(_PLACES)]
        return f"{place} {_THINGS[(self.number * 7) % len(_THINGS)]}"

    @property
    def title(self) -> str:
        return f"{self.thing} {_DEEDS[(self.number * 3) % len(_DEEDS)]} at last"

    def text(self, outlet: str) -> str:
        return (
            f"The {self.thing} is what people talk about this week, reports {outlet} from the spot. "
            f"Nobody at the {self.thing} had expected as much when the doors were opened in the morning. "
            f"What it costs is not known, though hundreds of visitors a day come to see the {self.thing}. "
            f"A spokesman of the town told {outlet} that more is to be said about it before the month ends. "
            f"Our colleagues of the Kursk desk will stay there until then and report what happens next."
        )

    def told_by(self, paper: Newspaper) -> Item:
        """Let an outlet publish it."""
        return paper.publish(self.title, self.text(paper.name))
