"""/channel: how alerts come to a channel, and where admins hear what needs them."""

from cogs.channels.cog import ChannelsCog

__all__ = ["ChannelsCog"]
