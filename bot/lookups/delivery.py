"""What a button's key stands for: the delivery whose message carries it."""

from __future__ import annotations

from bot.domain.delivery import Delivery
from bot.storage import Database, deliveries


class DeliveryLookup:
    """Finds the delivery behind a button, to know the server of a direct message and a digest's reason.

    The one lookup without a viewer: it is how the viewer of a direct message's button is found. Nothing of
    what it returns may be shown before that viewer's sight was checked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_key(self, key: str) -> Delivery | None:
        """Return the delivery with that key; None where it was forgotten, or is a sample's."""
        async with self._database.read() as connection:
            return await deliveries.by_key(connection, key)

    async def stories_of(self, digest: Delivery) -> list[int]:
        """Return the stories that a digest tells, in its order."""
        async with self._database.read() as connection:
            told = await deliveries.in_digest(connection, digest.id)
        return [one.story_id for one in told if one.story_id is not None]
