"""What members ask. Every lookup takes a viewer, and sees what the viewer's guild follows now and no more.

A watchlist, its matches and its messages exist only for a viewer who may see its channel.
"""

from bot.lookups.backtest import Backtest, BacktestLookup, Edited, PartCost
from bot.lookups.complete import Complete
from bot.lookups.delivery import DeliveryLookup
from bot.lookups.health import FeedHealth, HealthLookup
from bot.lookups.search import Order, Search, SearchHit, SearchPage
from bot.lookups.snippets import Snippet
from bot.lookups.status import Status, StatusLookup
from bot.lookups.story import Counted, Delivered, StoryFigures, StoryLookup, StoryTimeline, StoryView
from bot.lookups.together import Together, TogetherLookup
from bot.lookups.why import ArticleWay, Reason, Trail, Verdict, Why, WhyLookup

__all__ = [
    "ArticleWay",
    "Backtest",
    "BacktestLookup",
    "Complete",
    "Counted",
    "Delivered",
    "DeliveryLookup",
    "Edited",
    "FeedHealth",
    "HealthLookup",
    "Order",
    "PartCost",
    "Reason",
    "Search",
    "SearchHit",
    "SearchPage",
    "Snippet",
    "Status",
    "StatusLookup",
    "StoryFigures",
    "StoryLookup",
    "StoryTimeline",
    "StoryView",
    "Together",
    "TogetherLookup",
    "Trail",
    "Verdict",
    "Why",
    "WhyLookup",
]
