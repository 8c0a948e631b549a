"""/watch: saved searches that alert, and who follows them."""

from cogs.watchlists.cog import WatchlistsCog

__all__ = ["WatchlistsCog"]
