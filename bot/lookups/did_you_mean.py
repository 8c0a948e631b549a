"""Which name was probably meant by one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return a question that names the one of *known* nearest to *typed*, with a space after it, or nothing.

    *known* are names that the asker may see, and no others.
    """
    wanted = typed.casefold().strip()
    names = {name.casefold(): name for name in known}
    close = get_close_matches(wanted, names, n=1, cutoff=0.7) or [
        one for one in names if wanted and wanted in one
    ]
    return f"Did you mean {names[close[0]]}? " if close else ""
