"""Print the figures of this machine: `make measure`, with SIZE= for the large ones."""

from __future__ import annotations

import asyncio

from measure import pipeline, stories


def main() -> None:
    """Measure everything, one part after the other."""
    print("-- polling")
    asyncio.run(pipeline.main())
    print("-- stories")
    stories.main()


if __name__ == "__main__":
    main()
