"""/feed: the feeds that a server follows, and their health."""

from cogs.feeds.cog import FeedsCog

__all__ = ["FeedsCog"]
