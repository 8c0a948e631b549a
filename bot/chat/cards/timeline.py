"""What happened to a story's articles: one line of it, and the whole timeline."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.chat.cards.limits import fits
from bot.chat.cards.listed import fitting
from bot.chat.cards.reply import list_page
from bot.chat.cards.style import Accent, View, button, card, counted, small, spaced, when
from bot.chat.fragments import sentence_address
from bot.chat.ids import Action
from bot.chat.plain import link, plain
from bot.domain.alert import Timeline
from bot.domain.timeline import Event, Happened
from bot.lookups import StoryTimeline

TIMELINE: Final = "timeline"
"""What page buttons name; the token is the story's id."""

EVENTS_A_PAGE: Final = 6
_IN_THREAD: Final = ((15, True), (15, False), (6, False), (1, False), (0, False))
"""Events in a thread's message, and whether they link: from 33 of the 40 components to what always fits."""

SAID_MOST: Final = 300
NAME_MOST: Final = 60
EDITS_MOST: Final = 2
"""Sentences shown of those that came, and of those that went; of more, their number is told."""

EDIT_MOST: Final = 160
"""UTF-16 units of each."""

_WORDS: Final = {
    Happened.CAME: "reported",
    Happened.HEADLINE: "changed its headline",
    Happened.FIGURE: "changed a figure",
    Happened.EDITED: "edited its text",
    Happened.CORRECTED: "corrected its article",
    Happened.WITHDRAWN: "withdrew its article",
}

TAKEN_DOWN: Final = "took its article down: it left the feed, and its page says that it is gone"
"""What is told where no words of the outlet's withdraw it."""


def timeline_card(found: StoryTimeline, page: int = 0) -> View:
    """Return what happened, the oldest first."""
    story, events = found.story, found.events
    pages = [events[at : at + EVENTS_A_PAGE] for at in range(0, len(events), EVENTS_A_PAGE)] or [()]
    page = min(page, len(pages) - 1)
    return list_page(
        f"Timeline: {plain(story.headline, 90) or 'story without a headline'}",
        fitting([partial(_row, one) for one in pages[page]]),
        page=page,
        pages=len(pages),
        what=TIMELINE,
        token=str(story.id),
        total=f"Story {story.id} · {counted(len(events), 'event')}",
    )


def thread_card(told: Timeline, key: str) -> View:
    """Return the timeline in the thread under an alert: the newest events, as many as fit."""
    head = f"### Timeline: {plain(told.headline, 90) or 'story without a headline'}"
    foot = [button("Timeline", Action.TIMELINE, key, told.story_id)]
    for number, linked in _IN_THREAD:
        rows = [_row(one, linked) for one in told.events[-number:]] if number else []
        more = len(told.events) - len(rows)
        earlier = [small(f"{counted(more, 'earlier event')}: press *Timeline*")] if more else []
        view = card(Accent.UPDATE, *spaced([head, *earlier, *rows]), buttons=foot)
        if fits(view):
            break
    return view


def change_line(event: Event, *, linked: bool) -> str:
    """Return what an outlet changed, with what stands there now and what it said before."""
    outlet = plain(event.outlet, NAME_MOST) or "unnamed outlet"
    if event.what is Happened.EDITED:
        return "\n".join(
            (f"**{outlet}** {_WORDS[event.what]}: {_edited(event, linked=linked)}", *_sentences(event))
        )
    lines = [f"**{outlet}** {_WORDS[event.what]}: {_now(event, linked=linked)}"]
    if event.what is Happened.WITHDRAWN and not event.now:
        lines = [f"**{outlet}** {TAKEN_DOWN}"]
    if before := plain(event.before, SAID_MOST):
        told = (
            "It said before: " if event.what in {Happened.HEADLINE, Happened.FIGURE} else "Its headline was: "
        )
        lines.append(small(f"{told}“{before}”"))
    return "\n".join(lines)


def _edited(event: Event, *, linked: bool) -> str:
    """Return how many sentences came and went, linked to the article."""
    came = f"{counted(len(event.added), 'sentence')} added" if event.added else ""
    went = f"{counted(len(event.removed), 'sentence')} taken out" if event.removed else ""
    return link(", ".join(filter(None, (came, went))), event.url if linked else None, SAID_MOST)


def _sentences(event: Event) -> list[str]:
    """Return the first of the sentences that came, and of those that went."""
    lines = []
    for what, told in (("Added", event.added), ("Taken out", event.removed)):
        if told:
            words = " ".join(f"“{plain(one, EDIT_MOST)}”" for one in told[:EDITS_MOST])
            more = len(told) - EDITS_MOST
            lines.append(small(f"{what}: {words}" + (f" and {more:,} more" if more > 0 else "")))
    return lines


def _row(event: Event, linked: bool) -> str:
    head, _, rest = change_line(event, linked=linked).partition("\n")
    return "\n".join(part for part in (f"{when(event.at)} {head}", rest) if part)


def _now(event: Event, *, linked: bool) -> str:
    """Return the new words, linked to where they stand."""
    subject = f"{plain(event.subject, NAME_MOST)}: " if event.subject else ""
    quoted = event.what in {Happened.CORRECTED, Happened.WITHDRAWN}
    url = sentence_address(event.url, event.now) if quoted else event.url
    words = link(event.now, url if linked else None, SAID_MOST) or "without words"
    return f"{subject}“{words}”" if quoted else f"{subject}{words}"
