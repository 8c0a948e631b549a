"""Write a feed's entries as RSS 2.0, Atom or JSON Feed, in the bytes that its outlet sends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.fakes.press.outlets import Fault, Habit, Item, PressFeed

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True)
class Shown:
    """An entry as its feed gives it at some moment."""

    guid: str | None
    link: str | None
    title: str
    text: str
    published: datetime | None


def entries(feed: PressFeed, at: datetime, *, session: int) -> list[Shown]:
    """Return the entries of a feed as it names and dates them now."""
    return [_entry(feed, item, at, session) for item in feed.shows(at)]


def _entry(feed: PressFeed, item: Item, at: datetime, session: int) -> Shown:
    anew, edited = feed.since(Fault.GUIDS, at), feed.since(Fault.EDITED, at)
    redated, retitled = feed.since(Fault.REDATED, at), feed.since(Fault.RETITLED, at)
    guid: str | None = f"{feed.host}:{item.token}" + (f":{anew:%H%M}" if anew else "")
    if feed.suffers(Fault.ANY_GUID, at):
        guid = f"{feed.host}:{item.token}:{session}"
    if Habit.SHARED_GUID in feed.habits:
        guid = f"{feed.host}:news"
    if Habit.NO_GUID in feed.habits:
        guid = None
    link: str | None = f"https://{feed.host}{item.path}"
    if feed.since(Fault.RELINKED, at):
        link = f"http://www.{feed.host}{item.path}?utm_source=rss"
    if feed.suffers(Fault.SESSIONS, at):
        link += f"?jsessionid={session:08x}"
    title, text, published = item.title, item.text, item.published
    if edited is not None and published < edited:
        text = text.replace(". ", ", as was said later. ", 1)
    if retitled is not None and published < retitled:
        title = f"{title} (updated)"
    if redated is not None and published < redated:
        published = redated
    if Habit.NO_LINKS in feed.habits:
        link = None
    return Shown(guid, link, title, text, None if Habit.NO_DATES in feed.habits else published)


def body(feed: PressFeed, shown: list[Shown]) -> bytes:
    """Return the feed's document: UTF-8, or windows-1251 as old Russian outlets have it."""
    name = feed.host.partition(".")[0].capitalize()
    if feed.kind == "json":
        return _json(name, feed, shown)
    encoding = "windows-1251" if feed.russian else "utf-8"
    text = _atom(name, feed, shown) if feed.kind == "atom" else _rss(name, feed, shown)
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'.encode(encoding)


def _rss(name: str, feed: PressFeed, shown: list[Shown]) -> str:
    items = "".join(
        "<item>"
        + (f'<guid isPermaLink="false">{escape(one.guid)}</guid>' if one.guid else "")
        + f"<title>{escape(one.title)}</title>"
        + (f"<link>{escape(one.link)}</link>" if one.link else "")
        + (f"<pubDate>{format_datetime(one.published)}</pubDate>" if one.published else "")
        + f"<description>{escape(one.text)}</description></item>\n"
        for one in shown
    )
    language = "ru" if feed.russian else "en"
    return (
        f'<rss version="2.0"><channel><title>{name}</title><link>https://{feed.host}/</link>'
        f"<language>{language}</language>\n{items}</channel></rss>"
    )


def _atom(name: str, feed: PressFeed, shown: list[Shown]) -> str:
    items = "".join(
        f"<entry><id>{escape(one.guid or one.link or one.title)}</id><title>{escape(one.title)}</title>"
        + (f'<link href="{escape(one.link)}"/>' if one.link else "")
        + (f"<published>{one.published.isoformat()}</published>" if one.published else "")
        + f'<content type="text">{escape(one.text)}</content></entry>\n'
        for one in shown
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{name}</title><id>{feed.url}</id>'
        f'<link href="https://{feed.host}/"/>\n{items}</feed>'
    )


def _json(name: str, feed: PressFeed, shown: list[Shown]) -> bytes:
    items = [
        {
            "id": one.guid or one.link or one.title,
            **({"url": one.link} if one.link else {}),
            "title": one.title,
            "content_text": one.text,
            **({"date_published": one.published.isoformat()} if one.published else {}),
        }
        for one in shown
    ]
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": name,
            "home_page_url": f"https://{feed.host}/",
            "language": "en",
            "items": items,
        }
    ).encode()


def page(feed: PressFeed, item: Item) -> bytes:
    """Return the page of an article."""
    text = "".join(f"<p>{escape(one)}.</p>" for one in item.text.rstrip(".").split(". "))
    more = f"<p>{escape(item.title)} was reported on {item.published:%d %B} by our own correspondent.</p>" * 3
    return (
        f"<html><head><title>{escape(item.title)}</title></head><body><article><h1>{escape(item.title)}</h1>"
        f"{text}{more}</article></body></html>"
    ).encode()
