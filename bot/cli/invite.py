"""How to get a token, and the address that invites the bot."""

from __future__ import annotations

import base64
import binascii

from bot.chat.permissions import NEEDED, OPTIONAL, SCOPES, invitation_url, shown_name

PORTAL = "https://discord.com/developers/applications"


def application_id(token: str) -> int | None:
    """Return the application's id, which is the first part of its bot's token in base64; None if it is not.

    See https://discord.com/developers/docs/reference#authentication.
    """
    first = token.partition(".")[0]
    try:
        digits = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(digits) if digits.isdecimal() else None


def without_token() -> str:
    """Return what to tell who starts the bot without a token."""
    return f"""\
DISCORD_TOKEN is not set, so the bot can't connect to Discord. To get a token:

  1. Open {PORTAL} and choose New Application.
  2. On its page Bot, choose Reset Token and copy the token. No privileged intent is needed.
  3. Write it into the file .env (config/example.env lists every setting):
       DISCORD_TOKEN=the token
  4. Start again: `make run` prints the address that invites the bot to your server.

{asked_for()}

To try everything first without a token and without the internet: make demo
"""


def with_token(client_id: int | None) -> str:
    """Return what to tell who starts the bot with a token: where to invite it."""
    if client_id is None:
        return (
            "DISCORD_TOKEN does not look like a bot's token, which begins with its application's id. If "
            "Discord takes it all the same, set SALIENT_INVITE_CLIENT_ID to see the address that invites "
            f"the bot ({PORTAL}, General Information, Application ID)."
        )
    return f"Invite the bot to your server: {invitation_url(client_id)}"


def asked_for() -> str:
    """Return the scopes and permissions that the invitation asks for, each with its reason."""
    width = max(len(shown_name(field)) for field in [*NEEDED, *OPTIONAL])

    def lines(fields: dict[str, str]) -> str:
        return "\n".join(f"  {shown_name(field):{width}}  {reason}" for field, reason in fields.items())

    return (
        f"The invitation has the scopes {' and '.join(SCOPES)}, and asks for these permissions:\n"
        f"{lines(NEEDED)}\n"
        f"and for these, which you may refuse:\n{lines(OPTIONAL)}"
    )
