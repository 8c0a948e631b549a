"""The one place where objects are made, wired and closed.

`open` makes everything that works without Discord; `running` adds a gateway, takes the roles and ticks.
"""

from bot.app.engine import running, until
from bot.app.opening import App, open  # noqa: A004 - `app.open(settings)` is how it reads
from bot.app.options import rehearsal_settings

__all__ = ["App", "open", "rehearsal_settings", "running", "until"]
