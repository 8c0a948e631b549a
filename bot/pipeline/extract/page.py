"""One page, from bytes to the article that it holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Obstacle
from bot.pipeline.extract.candidates import article_body, candidates
from bot.pipeline.extract.choose import choose, is_whole_of
from bot.pipeline.extract.containers import without_boxes
from bot.pipeline.extract.edges import body_lines, links, titles
from bot.pipeline.extract.holes import mark_empty, with_gaps
from bot.pipeline.extract.metadata import metadata
from bot.pipeline.extract.obstacles import obstacle
from bot.pipeline.extract.tree import page_tree
from bot.pipeline.parse.plain import without_controls


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says as an article. Texts are plain; paragraphs of `text` end in a newline.

    Where `obstacle` is set, `text` is not the article's, or not all of it. Two spaces within a line of
    `text` stand where words are missing.
    """

    title: str
    text: str
    author: str | None = None
    published: datetime | None = None  # aware UTC; midnight where the page gives only a day
    modified: datetime | None = None  # aware UTC, later than `published`
    language: str | None = None  # BCP 47 primary subtag, lower case
    outlet: str | None = None  # the site's name as it writes it
    canonical_url: str | None = None
    image_url: str | None = None
    obstacle: Obstacle | None = None


def extract(html: bytes, *, url: str, content_type: str | None = None) -> Page | None:
    """Return the article in *html*, None where no text is found. *url* is where the page was."""
    tree = page_tree(html, content_type)
    if tree is None:
        return None
    about = metadata(tree, url=url)
    mark_empty(tree)
    chosen = choose(candidates(tree, url=url))
    body = article_body(tree)
    if body and is_whole_of(body, chosen):  # the page shows a beginning, and scripts fill in the rest
        chosen = body
    lines = body_lines(with_gaps(without_controls(chosen), tree), called=titles(tree), linked=links(tree))
    text = without_boxes(tree, "".join(f"{line}\n" for line in lines))
    why = obstacle(tree, text, url=url)
    if not text and why is None:
        return None
    return Page(
        title=about.title,
        text=text,
        author=about.author,
        published=about.published,
        modified=about.modified,
        language=about.language,
        outlet=about.outlet,
        canonical_url=about.canonical_url,
        image_url=about.image_url,
        obstacle=why,
    )
