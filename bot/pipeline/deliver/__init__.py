"""Make every wanted state true in Discord: claim, look, send or edit, record.

A claim leases at most one delivery of a target, so messages of one channel keep their order, and a newer
revision is sent once however often it was wanted. What was tried before is looked for in the channel's
history before it is sent again, so that each message is posted exactly once, whenever the process dies.

- `options`: how patient and how frugal; `content`: what a message says now; `digests`: many stories in one
  message; `moved`: what waits goes with its watchlist; `setbacks`: what follows when Discord does not
  take it; `serving`: the order of these for one claim; `recording`: what stands in Discord is stored;
  `worker`: claims what is due.
"""

from bot.pipeline.deliver.options import DeliverOptions
from bot.pipeline.deliver.worker import Deliver

__all__ = ["Deliver", "DeliverOptions"]
