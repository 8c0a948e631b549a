"""From what a reader found in a document to what Salient keeps: one place for the readers of all XML formats.

Which reader read a document can't be told from what comes out here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.feed import Entry, ParsedFeed
from bot.pipeline.parse.dates import Dates
from bot.pipeline.parse.entries import key_of, primary_language, title_or_lead, web_link, with_unique_keys
from bot.pipeline.parse.plain import one_line, text_of
from bot.pipeline.parse.raw import AUTHORS, RawEntry, RawFeed, RawText

_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[(<]?(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,255}[)>]?")


class _Of(NamedTuple):
    """What an entry takes from its feed."""

    url: str
    tag: str | None  # its language as written
    language: str | None
    author: str | None
    dates: Dates


def composed(feed: RawFeed, url: str) -> ParsedFeed:
    """Return *feed*, found at *url*, with plain texts, absolute links, times in UTC and unique keys."""
    language = primary_language(feed.language)
    dates = Dates(language)
    written = [*feed.dates]
    for one in feed.entries:
        written += (one.published, one.updated)
    dates.learn(written)
    # An Atom feed's author is its entries' author too (RFC 4287 section 4.2.1); RSS has only an editor.
    author = _author(feed.author) if feed.kind.startswith("atom") else None
    of = _Of(url, feed.language, language, author, dates)
    return ParsedFeed(
        title=_title(feed.title),
        link=web_link(feed.link, url),
        language=language,
        entries=with_unique_keys([_entry(entry, of) for entry in feed.entries]),
        kind=feed.kind,
        zone=dates.zone,
        is_zoneless=dates.is_zoneless,
    )


def _entry(raw: RawEntry, of: _Of) -> Entry:
    contents = raw.contents
    if contents:
        is_repeated = raw.summary is not None and any(one.value == raw.summary.value for one in contents)
        summary = "" if is_repeated else _text(raw.summary)
        content = max((*map(_text, contents), summary), key=len)
    else:
        content = summary = _text(raw.summary)
    updated = of.dates.utc(raw.updated)
    published = of.dates.utc(raw.published) or updated
    # What stands in for a link where there is none may be a bare identifier: that leads nowhere.
    is_bare = raw.link == raw.identifier and "/" not in (raw.link or "")
    link = None if is_bare else web_link(raw.link, of.url)
    title = title_or_lead(_title(raw.title), content)
    return Entry(
        key_of(raw.identifier, link, title, published),
        link,
        title,
        _author(raw.author) or of.author,
        published,
        updated,
        summary,
        content,
        _language(raw, of) or of.language,
        _image(raw, of.url) if raw.images else None,
    )


def _image(raw: RawEntry, url: str) -> str | None:
    return next((image for image in (web_link(one, url) for one in raw.images) if image), None)


def _title(text: RawText | None) -> str:
    return one_line(text.value, is_plain=text.is_plain) if text is not None else ""


def _text(text: RawText | None) -> str:
    return text_of(text.value, is_plain=text.is_plain) if text is not None else ""


def _language(raw: RawEntry, of: _Of) -> str | None:
    for text in (*raw.contents, raw.summary, raw.title):
        if text is not None and (tag := text.language):
            found = of.language if tag == of.tag else primary_language(tag)
            if found:
                return found
    return None


def _author(written: str) -> str | None:
    """Return the author's name, or the names of several; an e-mail address is nobody's business.

    A name that another one holds is told once: "Ann Weaver" and "Ann Weaver, Courier".
    """
    if not written:
        return None
    if AUTHORS in written:
        said = (name for one in written.split(AUTHORS) if (name := _author(one)))
        names: dict[str, str] = {}  # by their words, so that "Li" is not found in "Liam"
        for name in said:
            names.setdefault(f" {' '.join(_WORD.findall(name))} ", name)
        every = AUTHORS.join(names)
        return ", ".join(name for words, name in names.items() if every.count(words) == 1) or None
    if "@" in written:
        written = _EMAIL.sub(" ", written)
    return one_line(written, is_plain=True).strip("() ") or None
