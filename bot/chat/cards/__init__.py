"""How messages look.

style.py    colours, times, mentions, the one frame of all cards
limits.py   what Discord takes of one message, and whether a view keeps to it
alert.py    one story
update.py   what is new in a told story
timeline.py what happened to its articles
digest.py   many stories, a line each
notice.py   what admins must hear, and the sample of `/channel test`
reply.py    answers to commands: texts, lists with pages, errors
listed.py   what cards of lookups have in common: rows that fit, marked words
search.py   what a search found
story.py    one story with its articles, and why it was told
sources.py  its outlets by the voices that count once
figures.py  what a story's articles count, and where they differ
status.py   how things stand, and the health of feeds; feed_health.py one feed's life as a chart
trail.py    why an article alerted, or why not; texts.py what to know of its text
backtest.py what a query would have found
regrouping.py  which articles are another story, and which story is the same
feed_preview.py  a feed before it is followed; feed_lists.py many at once
about.py    what an alert says: `/help topic:alerts`
"""

from __future__ import annotations

import discord

from bot.chat.cards.alert import alert_card
from bot.chat.cards.digest import digest_card, digest_fits
from bot.chat.cards.notice import notice_card, sample_card
from bot.chat.cards.reply import error_card, failure_card, list_page, paged, reply
from bot.chat.cards.style import pinged
from bot.chat.cards.timeline import thread_card
from bot.chat.cards.update import update_card
from bot.domain.alert import Alert, Digest, Mentions, Message, Notice, Sample, Timeline, Update

__all__ = [
    "digest_fits",
    "error_card",
    "failure_card",
    "list_page",
    "message_view",
    "paged",
    "pinged",
    "reply",
]


def message_view(message: Message, *, key: str, mentions: Mentions) -> discord.ui.LayoutView:
    """Return *message* as it looks in Discord, within Discord's limits whatever it holds.

    *key* is the delivery's; it stands in a `custom_id` of every message (`bot.chat.ids.holds_key`).
    *mentions* are written above the card, those of `pinged(mentions)`; none for an edit.
    The view never times out and has no callbacks: its buttons are known by their `custom_id`s.
    """
    match message:
        case Alert():
            return alert_card(message, key, mentions)
        case Update():
            return update_card(message, key, mentions)
        case Timeline():
            return thread_card(message, key)
        case Digest():
            return digest_card(message, key, mentions)
        case Notice():
            return notice_card(message, key, mentions)
        case Sample():
            return sample_card(message, key, mentions)
