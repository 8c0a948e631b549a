"""Checks that several services make."""

from __future__ import annotations

from bot.domain.guild import Viewer
from bot.errors import NotAllowed


def require_admin(viewer: Viewer, what: str) -> None:
    """Raise NotAllowed where the viewer may not manage the server."""
    if not viewer.is_admin:
        raise NotAllowed(f"To {what}, you need the permission Manage Server. Ask an admin.")
