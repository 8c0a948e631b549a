from __future__ import annotations

import pytest

from bot.storage import Database
from tests.builders import Newsroom
from tests.conftest import ManualClock


@pytest.fixture
def newsroom(database: Database, clock: ManualClock) -> Newsroom:
    return Newsroom(database, clock)
