"""A day that may go in any order: what feeds, members, Discord and the machine do, one step after another.

    async with open_day(database, clock, Random(7)) as day:
        for _ in range(30):
            await step(day)
        await heal(day)
        assert await broken(day) == []

- `readers`: Discord, and what its readers would complain of at once
- `world`: two guilds, their feeds, and an outlet's article on its way into the database
- `steps`: what may happen
- `promises`: what must hold in the end

Everything is the bot's own but Discord, and what the clusterer decides: that is drawn as well, so that
stories join and part in every order. A seed draws the same day each time.
"""

from tests.pipeline.newsday.promises import broken
from tests.pipeline.newsday.steps import heal, step
from tests.pipeline.newsday.world import Day, open_day

__all__ = ["Day", "broken", "heal", "open_day", "step"]
