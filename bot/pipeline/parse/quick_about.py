"""What the quick reader knows so far of a feed or an entry, and which of two values counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.pipeline.parse.raw import RawEntry

MEDIA, THUMBNAIL, ENCLOSURE = range(3)  # where a picture is named, the best first


@dataclass(slots=True)
class About(RawEntry):
    """What is known so far of an entry, or of the feed, which keeps the same."""

    is_entry: bool = True
    language: str | None = None  # as an element names it
    has_summary: bool = False
    has_author_in_words: bool = False  # one without a name or an address of its own
    depths: dict[str, int] = field(default_factory=dict)  # how deep in the document a value stood
    # What may be the picture: of `media:content`, of `media:thumbnail`, enclosed; none of them for most.
    pictures: tuple[list[str | None], list[str | None], list[str | None]] | None = None
    image: str | None = None

    def is_nearer(self, name: str, depth: int) -> bool:
        """Return whether a value counts that is found now: of an entry's, the last one of the least depth."""
        if self.is_entry:
            if depth > self.depths.get(name, depth):
                return False
            self.depths[name] = depth
        return True

    def show(self, rank: int, url: str | None) -> None:
        """Take what may be the picture: MEDIA, THUMBNAIL or ENCLOSURE."""
        if self.pictures is None:
            self.pictures = ([], [], [])
        self.pictures[rank].append(url)

    def choose(self) -> None:
        """Put what may be the picture in order, once all is known."""
        if self.pictures is not None:
            media, thumbnails, enclosures = self.pictures
            self.images = [*media, *thumbnails, *enclosures, self.image]
        elif self.image:
            self.images.append(self.image)
