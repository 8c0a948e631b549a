"""A language model behind an OpenAI-compatible address, on loopback: it says what it is told to say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.web import Outlet

PATH = "/v1/chat/completions"

Given = dict[str, Any]  # what the model is given: language, headline, numbered sentences


def completion(content: object) -> bytes:
    """Return the body of a chat completion with *content* as the model's words."""
    words = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()


class LocalModel:
    """Keeps what it was asked, and with which key."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return self.outlet.url("/v1")

    def given(self, call: int = 0) -> Given:
        found: Given = json.loads(self.asked[call]["messages"][1]["content"])
        return found

    def says(self, content: object) -> None:
        self.makes(lambda _given: content)

    def makes(self, content: Callable[[Given], object]) -> None:
        """Answer from now on with what *content* makes of what is given."""

        async def answer(request: web.Request) -> web.StreamResponse:
            self.asked.append(await request.json())
            self.keys.append(request.headers.get("Authorization"))
            return web.Response(body=completion(content(self.given(-1))), content_type="application/json")

        self.outlet.answers(PATH, answer)
