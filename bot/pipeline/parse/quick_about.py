"""What the quick reader knows so far of a feed or an entry, and which of two values counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.pipeline.parse.raw import RawEntry, RawText


@dataclass(slots=True)
class About:
    """What is known so far of a feed or of one of its entries."""

    is_entry: bool
    values: dict[str, str] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)  # how deep in the document a value stood
    title: RawText | None = None
    summary: RawText | None = None
    has_summary: bool = False
    contents: list[RawText] = field(default_factory=list)
    link: str | None = None
    media: list[str | None] = field(default_factory=list)
    thumbnails: list[str | None] = field(default_factory=list)
    enclosures: list[str | None] = field(default_factory=list)
    image: str | None = None

    def give(self, name: str, value: str, depth: int) -> None:
        """Take a value: of an entry's, the last one of the least depth counts."""
        if self.is_entry:
            if depth > self.depths.get(name, depth):
                return
            self.depths[name] = depth
        self.values[name] = value

    def raw(self) -> RawEntry:
        """Return what there is, as an entry."""
        values = self.values
        images = self.images()
        return RawEntry(
            identifier=values.get("id", ""),
            link=self.link,
            title=self.title,
            author=values.get("author", ""),
            published=values.get("published"),
            updated=values.get("updated"),
            summary=self.summary,
            contents=self.contents,
            images=images,
        )

    def images(self) -> list[str | None]:
        """Return what may be the picture, the best first."""
        if not self.media and not self.thumbnails and not self.enclosures:
            return [self.image] if self.image else []
        return [*self.media, *self.thumbnails, *self.enclosures, self.image]
