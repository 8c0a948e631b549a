"""What an alert says and how far it can be trusted: `/help topic:alerts`."""

from __future__ import annotations

from typing import Final

from bot.chat.cards.reply import reply
from bot.chat.cards.style import View

BUTTONS: Final = frozenset(
    {"sources", "figures", "timeline", "follow", "mute", "not this story", "why this", "why this?"}
)
"""What stands on the buttons under an alert, in small letters."""


def alerts_help() -> View:
    """Return how to read an alert."""
    return reply(
        "What an alert says",
        "**One story, one message.** It is edited as outlets join, change their words or differ; an edit "
        "pings nobody. Every sentence and figure stands word for word in an article and links to it.",
        "**3 independent of 11 outlets**: outlets of one owner, near copies, and articles that credit one "
        "wire service count once. This is an upper bound: who read the same press release, or belongs "
        "together without our knowing it, still counts as independent. *Sources* shows how it was counted.",
        "**A ping again**, by a short reply to the alert, comes when 3 or 7 independent outlets report, when "
        "figures begin to differ, or an article is corrected or withdrawn: three times a story at most, as "
        "**/channel set pings** says. *Follow* sends you the same by direct message; *Timeline* shows what "
        "articles said before.",
        "**Figures** on which outlets or speakers differ stand in one line, the newest marked, each linked "
        "to its sentence. They are never averaged. *Figures* lists all that the articles count.",
        "*Mute* quiets a story for you, or folds it away for the channel. *Not this story* parts what was "
        "told as one, or joins what was told twice. *Why this?* shows which words matched.",
    )
