"""What a member is told when a command, a button or a form fails.

A `MemberError` was meant for the member and is shown as it is. Anything else is our fault or the world's: it
is logged under a short number, and the member gets the number, so that the operator can find it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.chat.answers import show
from bot.chat.cards import error_card, failure_card
from bot.errors import MemberError

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]


async def apologise(interaction: Interaction, error: BaseException) -> None:
    """Tell the member, and nobody else, what went wrong. Never raises what Discord says to that."""
    view = card_for(error)
    if view is None:
        number = secrets.token_hex(4)
        name = interaction.command.qualified_name if interaction.command else "a button or form"
        _log.error("failure %s in %s", number, name, exc_info=error)
        view = failure_card(number, _cause(error))
    try:
        await show(interaction, view)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:  # too late, or no connection
        _log.info("an apology did not arrive: %s", failure)


@asynccontextmanager
async def answering(interaction: Interaction) -> AsyncIterator[None]:
    """Run the body of a button's or a form's callback; discord.py tells members nothing of errors there."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the edge where a member waits for an answer
        await apologise(interaction, error)


def card_for(error: BaseException) -> discord.ui.LayoutView | None:
    """Return what a member is shown of *error*; None where its words are not for members."""
    cause = _cause(error)
    if isinstance(cause, MemberError):
        return error_card(cause)
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return error_card(
            MemberError("This command has changed. Press Ctrl-R (restart the app on a phone) and try again.")
        )
    if isinstance(cause, app_commands.CheckFailure | app_commands.TransformerError):
        return error_card(MemberError(str(cause)))
    return None


def _cause(error: BaseException) -> BaseException:
    """Return what a command raised, out of discord.py's wrapping."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, MemberError):
        return error.__cause__
    return error
