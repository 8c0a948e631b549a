"""Slash commands, thin: take words, ask a service or a lookup, show what came. A large one is a package.

Cogs never import cogs. What several of them need is in `bot.chat`.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.client import SalientClient
from bot.chat.views.asker import Asker
from bot.chat.views.drafting import Drafting
from bot.chat.views.follow import FollowButtons
from bot.chat.views.live_answers import LiveAnswers
from bot.chat.views.message import MessageButtons
from bot.chat.views.mute import MuteButtons
from bot.chat.views.regrouping import RegroupingButtons
from bot.chat.views.story import StoryButtons
from bot.pipeline.chat import Chat
from bot.services import load_packs
from cogs.aliases import AliasesCog
from cogs.channels import ChannelsCog
from cogs.feeds import FeedsCog
from cogs.feeds.adding import Adding
from cogs.feeds.many import Many
from cogs.help import HelpCog
from cogs.needs import Needs
from cogs.privacy import PrivacyCog
from cogs.search import SearchCog
from cogs.status import StatusCog
from cogs.story import StoryCog
from cogs.watchlists import WatchlistsCog
from cogs.watchlists.looks import added, edited
from cogs.why import WhyCog

__all__ = ["Needs", "setup"]


async def setup(
    client: SalientClient, needs: Needs, chat: Chat, live_answers: LiveAnswers, soon: Callable[[], None]
) -> None:
    """Add every command and every button to a client that is about to connect; starts no work.

    *chat* sends what `/channel test` shows, *live_answers* keeps answers true that change by themselves, and
    *soon* is called where there is something to deliver.
    """
    drafting = Drafting(needs.watchlists, needs.drafts, needs.backtest, added=added, edited=edited)
    cogs = (
        FeedsCog(
            needs.feeds,
            Adding(needs.feeds, needs.feed_drafts, needs.watchlists),
            Many(needs.many_feeds, needs.first_checks, load_packs(), live_answers),
            status=needs.status,
            health=needs.health,
            complete=needs.complete,
            repeats=needs.repeats,
        ),
        WatchlistsCog(
            needs.watchlists,
            needs.history,
            needs.backtest,
            drafting,
            complete=needs.complete,
            questions=needs.questions,
        ),
        AliasesCog(needs.aliases, needs.complete),
        ChannelsCog(needs.channels, needs.watchlists, chat),
        SearchCog(
            needs.search,
            drafting,
            needs.clock,
            needs.complete,
            channels=needs.channels,
            questions=needs.questions,
        ),
        StoryCog(needs.stories, needs.together, needs.complete, needs.overlays, soon),
        WhyCog(needs.why, needs.complete),
        StatusCog(needs.status),
        HelpCog(client.tree),
        PrivacyCog(needs.privacy),
    )
    for cog in cogs:
        await client.add_cog(cog)
    asker = Asker(needs.told)
    buttons = (
        StoryButtons(asker, needs.stories, needs.why, needs.together),
        MuteButtons(asker, needs.channels),
        FollowButtons(asker, needs.follows, soon),
        RegroupingButtons(asker, needs.stories, needs.overlays, needs.complete, needs.channels, soon=soon),
        MessageButtons(asker, needs.told, needs.stories, needs.status, needs.channels),
        *(
            cog
            for cog in cogs
            if isinstance(cog, FeedsCog | WatchlistsCog | AliasesCog | SearchCog | HelpCog | PrivacyCog)
        ),
    )
    for each in buttons:
        client.add_dynamic_items(*each.items())
