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

from bot.errors import MemberError, OutsideError, QueryError

_log = logging.getLogger(__name__)

LONGEST = 1_900
"""Characters of an apology; Discord takes 2,000, escaping may add some."""

Interaction = discord.Interaction[Any]


async def apologise(interaction: Interaction, error: BaseException) -> None:
    """Tell the member, and nobody else, what went wrong. Never raises what Discord says to that."""
    words = words_for(error)
    if words is None:
        number = secrets.token_hex(4)
        name = interaction.command.qualified_name if interaction.command else "a button or form"
        _log.error("failure %s in %s", number, name, exc_info=error)
        words = f"Something went wrong on my side. The operator finds it in the log under `{number}`."
        if isinstance(_cause(error), OutsideError):
            words += " It may pass: try again in a minute."
    try:
        await answer(interaction, words)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:  # too late, or no connection
        _log.info("an apology did not arrive: %s", failure)


@asynccontextmanager
async def answering(interaction: Interaction) -> AsyncIterator[None]:
    """Run the body of a button's or a form's callback; discord.py tells members nothing of errors there."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the edge where a member waits for an answer
        await apologise(interaction, error)


async def answer(interaction: Interaction, words: str) -> None:
    """Answer with ephemeral text that pings nobody, as the first response or after it."""
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.followup.send(words, ephemeral=True, allowed_mentions=nobody)
    else:
        await interaction.response.send_message(words, ephemeral=True, allowed_mentions=nobody)


def words_for(error: BaseException) -> str | None:
    """Return what may be shown of *error*, as Discord markdown; None where its words are not for members."""
    cause = _cause(error)
    if isinstance(cause, QueryError) and cause.query:
        pointed = cause.pointed().replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}")
        hint = f"\n{_plain(cause.hint)}" if cause.hint else ""
        return f"{_plain(cause.message)}\n```\n{pointed}\n```{hint}"
    if isinstance(cause, MemberError):
        return _plain(str(cause))
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return "This command has changed. Press Ctrl-R (restart the app on a phone) and try again."
    if isinstance(cause, app_commands.CheckFailure | app_commands.TransformerError):
        return _plain(str(cause))
    return None


def _cause(error: BaseException) -> BaseException:
    """Return what a command raised, out of discord.py's wrapping."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, MemberError):
        return error.__cause__
    return error


def _plain(text: str) -> str:
    return discord.utils.escape_markdown(discord.utils.escape_mentions(text))[:LONGEST]
