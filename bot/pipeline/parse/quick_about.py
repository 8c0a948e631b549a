"""What the quick reader knows so far of a feed or an entry, and which of two values counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.pipeline.parse.raw import RawEntry, RawText

MEDIA, THUMBNAIL, ENCLOSURE = range(3)  # where a picture is named, the best first


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
    # What may be the picture: of `media:content`, of `media:thumbnail`, enclosed; none of them for most.
    pictures: tuple[list[str | None], list[str | None], list[str | None]] | None = None
    image: str | None = None

    def give(self, name: str, value: str, depth: int) -> None:
        """Take a value: of an entry's, the last one of the least depth counts."""
        if self.is_entry:
            if depth > self.depths.get(name, depth):
                return
            self.depths[name] = depth
        self.values[name] = value

    def show(self, rank: int, url: str | None) -> None:
        """Take what may be the picture: MEDIA, THUMBNAIL or ENCLOSURE."""
        if self.pictures is None:
            self.pictures = ([], [], [])
        self.pictures[rank].append(url)

    def raw(self) -> RawEntry:
        """Return what there is, as an entry."""
        value = self.values.get
        return RawEntry(  # in the order of its fields: names cost as much again
            value("id", ""),
            self.link,
            self.title,
            value("author", ""),
            value("published"),
            value("updated"),
            self.summary,
            self.contents,
            self._images(),
        )

    def _images(self) -> list[str | None]:
        """Return what may be the picture, the best first."""
        if self.pictures is None:
            return [self.image] if self.image else []
        media, thumbnails, enclosures = self.pictures
        return [*media, *thumbnails, *enclosures, self.image]
