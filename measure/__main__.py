"""Print the figures of this machine: `make measure`, with SIZE= for the large ones."""

from __future__ import annotations

from measure import (
    archive,
    copies,
    day,
    discovery,
    extraction,
    figures,
    language,
    matching,
    parsing,
    pipeline,
    polls,
    punctuality,
    stories,
)


def main() -> None:
    """Measure everything, one part after the other."""
    print("-- parsing")
    parsing.main()
    print("-- extraction")
    extraction.main()
    print("-- autodiscovery")
    discovery.main()
    print("-- polling")
    pipeline.main()
    polls.main()
    punctuality.main()
    day.main()
    print("-- matching")
    matching.main()
    print("-- archive")
    archive.main()
    print("-- copies")
    copies.main()
    print("-- languages")
    language.main()
    print("-- stories")
    stories.main()
    print("-- figures")
    figures.main()


if __name__ == "__main__":
    main()
