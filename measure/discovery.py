"""Count the cases of autodiscovery: pages with and without `<link rel=alternate>`, addresses of known sites.

    python -m measure.discovery

The tables are those of the tests, each case run as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.pipeline import test_discover, test_guess


def main() -> None:
    """Print each table by the promise that it holds, with how many of its cases come out right."""
    right = total = 0
    for module in (test_discover, test_guess):
        for name, promise in vars(module).items():
            cases = list(_cases(promise))
            if cases:
                kept = sum(_holds(promise, case) for case in cases)
                print(f"{kept:3} of {len(cases):3}  {name.removeprefix('test_').replace('_', ' ')}")
                right, total = right + kept, total + len(cases)
    print(f"{right} of {total} cases")


def _cases(promise: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the arguments of each case of a parametrized test; none where it has none."""
    for mark in getattr(promise, "pytestmark", ()):
        if mark.name == "parametrize":
            for case in mark.args[1]:
                yield case if isinstance(case, tuple) else (case,)


def _holds(promise: Callable[..., None], case: tuple[Any, ...]) -> bool:
    try:
        promise(*case)
    except AssertionError:
        return False
    return True


if __name__ == "__main__":
    main()
