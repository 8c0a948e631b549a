from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

import pytest

from tests.journeys import lives
from tests.journeys.ordeal import Ordeals, open_ordeal


@pytest.fixture(scope="session")
def cradle() -> Iterator[IO[bytes]]:
    with lives.cradle() as opened:
        yield opened


@pytest.fixture
def ordeal(database_url: str, cradle: IO[bytes]) -> Ordeals:
    return partial(open_ordeal, database_url, cradle)
