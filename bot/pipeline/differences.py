"""What an article says otherwise than before: the sentences that came, and those that went. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.article import Article
from bot.text.sentences import sentences

_WORD = re.compile(r"\w+")


def differences(before: Article, after: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences that stand in *after* only, and those that stood in *before* only, in their order.

    White space, capitals and marks alone make no difference, nor does what either leaves out as a site's
    boilerplate. A changed sentence is one that went and one that came.
    """
    was, now = list(_told(before)), list(_told(after))
    old = {said for said, _ in was} | set(_left_out(before))
    new = {said for said, _ in now} | set(_left_out(after))
    return (
        tuple(sentence for said, sentence in now if said not in old),
        tuple(sentence for said, sentence in was if said not in new),
    )


def _told(article: Article) -> Iterator[tuple[str, str]]:
    """Yield each sentence: its words alone, and as it stands."""
    for start, end in sentences(article.text, article.language):
        if said := _folded(article.text[start:end]):
            yield said, article.text[start:end]


def _left_out(article: Article) -> Iterator[str]:
    for line in article.left_out:
        yield from (_folded(line[start:end]) for start, end in sentences(line, article.language))


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
