"""Make news ready to be filed: what an entry or its page says, in which language, analysed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.article import Obstacle
from bot.domain.feed import Feed
from bot.pipeline.duplicates.same_article import also_known_as
from bot.pipeline.extract import Page
from bot.pipeline.feeds.sift import News, wants_page
from bot.pipeline.refresh.judge import Analysed, Judge
from bot.pipeline.refresh.masking import Masking
from bot.pipeline.refresh.values import Reading
from bot.storage.revisions import Version
from bot.text.beginnings import beginnings

# Pages read of a feed's back catalogue, the newest: the rest is found by what the feed gives.
CATALOGUE_PAGES = 10


SHORT_PAGE = 600  # characters: a longer page is an article, if perhaps another one
FEWEST_WORDS = 4  # of a feed's text by which a page can be told to be of another matter


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of news ready to be filed.

    `page_wanted` says that its page is still to be read, `page_note` why it was read in vain.
    """

    news: News
    version: Version
    analysed: Analysed
    page_wanted: bool
    page_note: str | None = None
    also: str | None = None  # a further address of the article, by which its page names it


async def prepare(
    judge: Judge, masking: Masking, reading: Reading, feed: Feed, news: Sequence[News]
) -> list[Piece]:
    """Return the news as they will be filed; *feed* is the one with what this poll learnt of it."""
    headlines = [one.title for one in reading.parsed.entries]
    spoken = await judge.spoken([*headlines, *reading.past], feed.language)
    pages = {each.key_hash: _page_of(each, reading, feed) for each in news}
    said = [
        one if one.language not in {None, feed.language} else replace(one, language=spoken)
        for one in (_version(each, pages[each.key_hash], feed) for each in news)
    ]
    versions = await masking.over(await judge.with_languages(said), feed_id=feed.id)
    analysed = await judge.read(versions, feed_title=feed.title)
    polite = _pages_allowed(reading)
    return [
        Piece(
            one,
            version,
            read,
            page_wanted=(
                one.identity is not None
                and one.key_hash not in reading.pages
                and (polite is None or one.key_hash in polite)
                and wants_page(one.text, version.language, whole_pages=feed.whole_pages)
            ),
            page_note=note_of(pages[one.key_hash]),
            also=also_known_as(pages[one.key_hash], one.identity),
        )
        for one, version, read in zip(news, versions, analysed, strict=True)
    ]


def _pages_allowed(reading: Reading) -> set[str] | None:
    """Return the key hashes whose pages may be read; None: all, because the feed is no stranger."""
    if not reading.sifted.primes:
        return None
    return {one.key_hash for one in reading.sifted.news[-CATALOGUE_PAGES:]}


def _page_of(news: News, reading: Reading, feed: Feed) -> Page | None:
    page = reading.pages.get(news.key_hash)
    return page and seen_beside(page, [_version(news, None, feed)])


def _version(news: News, page: Page | None, feed: Feed) -> Version:
    """Return what an entry says, with the text of its page where that says more."""
    entry = news.entry
    version = Version(
        origin="feed",
        url=entry.url,
        outlet=feed.outlet,
        title=entry.title,
        text=news.text,
        author=entry.author,
        language=entry.language,
        image_url=entry.image_url,
        published=entry.published,
        updated=entry.updated,
        stated=entry.stated.isoformat() if entry.stated else None,
    )
    return with_page(version, page) or version


def seen_beside(page: Page, said: Sequence[Version]) -> Page:
    """Return *page*, as one that could not be read where it tells of another matter than what feeds *said*.

    A wall, a missing page or an empty shell in words that nobody listed shares no word with the headline.
    """
    if page.obstacle is not None or len(page.text) >= SHORT_PAGE:
        return page
    if any(not is_other(page.text, f"{one.title}\n{one.text}") for one in said) or not said:
        return page
    return replace(page, obstacle=Obstacle.UNREAD)


def is_other(text: str, said: str) -> bool:
    """Say whether *text* shares no beginning of a longer word with what is *said* of an article."""
    known = beginnings(said)
    return len(known) >= FEWEST_WORDS and known.isdisjoint(beginnings(text))


def note_of(page: Page | None) -> str | None:
    """Return what is noted of an article whose page gave nothing; None where it did, or was not read."""
    return page.obstacle.value if page is not None and page.obstacle is not None else None


def with_page(version: Version, page: Page | None) -> Version | None:
    """Return *version* with the text of its page; None where the page says no more than the feed, or is none.

    Title and outlet stay the feed's: pages add slogans and name themselves in many ways. Nothing of it comes
    from another feed, so what one guild sees never shows what only another guild reads.
    """
    if page is None or page.obstacle is not None or len(page.text) <= len(version.text):
        return None
    return replace(
        version,
        origin="page",
        title=version.title or page.title,
        text=page.text,
        author=version.author or page.author,
        language=page.language or version.language,
        image_url=version.image_url or page.image_url,
        published=version.published or page.published,
        updated=version.updated or page.modified,
    )
