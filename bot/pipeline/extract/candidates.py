"""What several extractors take for the article of one page. Pure, and dear: tens of milliseconds a page."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.extract.tree import Tree, linked_data
from bot.pipeline.parse.plain import text_of

# What an extractor may raise on a page that it can't read: the others are still asked.
_FAILURES = (ValueError, TypeError, AttributeError, KeyError, IndexError, etree.LxmlError)


def candidates(tree: Tree, *, url: str) -> list[str]:
    """Return the texts that the extractors find, those with text; *tree* stays as it is.

    trafilatura twice (once sparing, once generous) and readability-lxml: on real pages the three fail on
    different ones, see DECISIONS.md. Paragraphs end in a newline.
    """
    asked: tuple[Callable[[], str], ...] = (
        lambda: _trafilatura(tree, url, favor_precision=True),
        lambda: _trafilatura(tree, url, favor_recall=True, fast=True),
        lambda: _readability(tree),
    )
    found = []
    for ask in asked:
        try:
            text = ask()
        except _FAILURES:
            continue
        if text.strip():
            found.append(text)
    return found


def _trafilatura(tree: Tree, url: str, **mode: Any) -> str:
    import trafilatura  # noqa: PLC0415  half a second and 40 MB, which the bot's own process never needs

    found: Any = trafilatura.bare_extraction(deepcopy(tree), url=url, include_comments=False, **mode)
    return str(found.text or "") if found is not None else ""


def _readability(tree: Tree) -> str:
    from readability import Document  # noqa: PLC0415  as above

    markup = etree.tostring(tree, encoding="unicode", method="html")
    return text_of(Document(markup).summary(html_partial=True))


def article_body(tree: Tree) -> str:
    """Return the longest text that the page's linked data give as the article's body; "" where none do."""
    bodies = (one.get("articleBody") for one in linked_data(tree))
    return text_of(max((body for body in bodies if isinstance(body, str)), key=len, default=""))
