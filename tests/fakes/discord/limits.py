"""Limits that Discord's OpenAPI document misses, in Discord's own numbers; always checked."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.fakes.discord.world import walk

CONTENT = 2_000
EMBEDS = 6_000
V2_TEXT = 4_000
V2_COMPONENTS = 40
CUSTOM_ID = 100
LABEL = 80
CHOICES = 25
NONCE = 25
MODAL_TITLE = 45
COMPONENTS_V2 = 1 << 15
_LINK = 5  # a button style without a custom_id

Json = dict[str, Any]


def message_faults(body: Json, *, edit: bool = False) -> list[str]:
    """Return what Discord would refuse in the body of a message, new or edited."""
    faults = []
    v2 = bool(int(body.get("flags") or 0) & COMPONENTS_V2)
    components = body.get("components") or []
    if len(body.get("content") or "") > CONTENT:
        faults.append(f"content is longer than {CONTENT}")
    if sum(map(_embed_length, body.get("embeds") or [])) > EMBEDS:
        faults.append(f"embeds are longer than {EMBEDS} in all")
    if len(str(body.get("nonce") or "")) > NONCE:
        faults.append(f"nonce is longer than {NONCE}")
    if v2 and any(body.get(name) for name in ("content", "embeds", "sticker_ids", "poll")):
        faults.append("content, embeds, stickers or a poll beside components V2")
    said = ("content", "embeds", "components", "sticker_ids", "attachments", "poll")
    if not any(body.get(name) for name in said) and not (edit and not any(name in body for name in said)):
        faults.append("an empty message")
    return faults + _component_faults(components, v2=v2)


def modal_faults(data: Json) -> list[str]:
    """Return what Discord would refuse in a form."""
    faults = [f"title is longer than {MODAL_TITLE}"] if len(data.get("title", "")) > MODAL_TITLE else []
    if not 1 <= len(data.get("components") or []) <= 5:
        faults.append("a form has 1 to 5 fields")
    if len(data.get("custom_id", "")) > CUSTOM_ID:
        faults.append("custom_id is too long")
    return faults + _unique_ids(list(walk(data.get("components") or [])))


def choice_faults(data: Json) -> list[str]:
    """Return what Discord would refuse in the choices of an autocomplete."""
    choices = data.get("choices") or []
    faults = [f"more than {CHOICES} choices"] if len(choices) > CHOICES else []
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100:
            faults.append(f"a choice's name has 1 to 100 characters, not {len(choice['name'])}")
        if isinstance(choice["value"], str) and len(choice["value"]) > 100:
            faults.append("a choice's value is longer than 100")
    return faults


def _component_faults(components: list[Json], *, v2: bool) -> list[str]:
    parts = list(walk(components))
    faults = _unique_ids(parts)
    text = sum(len(part.get("content") or "") for part in parts if part["type"] == 10)
    if text > V2_TEXT:
        faults.append(f"texts have {text} characters in all, more than {V2_TEXT}")
    if len(parts) > V2_COMPONENTS:
        faults.append(f"{len(parts)} components, more than {V2_COMPONENTS}")
    if not v2 and any(part["type"] >= 9 for part in parts):
        faults.append("components V2 without their flag")
    for part in parts:
        if part["type"] == 10 and not part.get("content"):
            faults.append("an empty text")
        if part["type"] == 1 and not 1 <= len(part.get("components") or []) <= 5:
            faults.append("a row has 1 to 5 components")
        if len(part.get("label") or "") > LABEL:
            faults.append(f"a label is longer than {LABEL}")
        if part["type"] == 2 and part.get("style") != _LINK and not part.get("custom_id"):
            faults.append("a button without custom_id")
    return faults


def _unique_ids(parts: list[Json]) -> list[str]:
    ids = Counter(part["custom_id"] for part in parts if part.get("custom_id"))
    faults = [f"custom_id {each} occurs {times} times" for each, times in ids.items() if times > 1]
    return faults + [f"custom_id is longer than {CUSTOM_ID}" for each in ids if len(each) > CUSTOM_ID]


def _embed_length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    texts += [(embed.get("author") or {}).get("name")]
    texts += [each for part in embed.get("fields") or [] for each in (part["name"], part["value"])]
    return sum(len(text or "") for text in texts)
