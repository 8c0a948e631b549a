"""Promises 3 and 4 for whole alerts: every word of them stands in an article that the guild's feeds show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot.domain.alert import Alert, Mentions, Message, Update
from bot.domain.article import Quote
from bot.domain.delivery import Sent, Target, TargetKind
from bot.domain.timeline import Happened
from bot.pipeline.chat import Chat
from bot.pipeline.deliver import Deliver
from bot.pipeline.summarise import summarise
from bot.storage import Database, deliveries, past
from tests.builders import GUILD, Newsroom
from tests.conftest import ManualClock

OTHER = 2
OURS, THEIRS = 100, 200
PENTAGON = (
    "The Pentagon said that about 10,000 North Korean soldiers are in eastern Russia near the Kursk region. "
    "They are expected to join the fight within the next weeks, according to officials in Washington."
)
BLINKEN = (
    "8,000 North Korean soldiers are expected to join the fight in Kursk, Antony Blinken said. "
    "He spoke to reporters after a meeting with ministers from South Korea on Thursday in Washington."
)
SECRET = (
    "Some 15,000 North Korean soldiers are hidden near Kursk, the Gazette's mole said on Monday. "
    "Nobody else has this report, which the Gazette alone has seen and printed in its evening edition."
)


@dataclass
class Recording(Chat):
    """A chat that takes everything and shows it to the test."""

    clock: ManualClock
    sent: list[tuple[Target, Message]] = field(default_factory=list)

    def ready(self) -> bool:
        return True

    async def send(
        self, target: Target, message: Message, *, key: str, mentions: Mentions, reply_to: int | None = None
    ) -> Sent:
        del key, mentions, reply_to
        self.sent.append((target, message))
        return Sent(len(self.sent), self.clock.now())

    async def edit(self, target: Target, message_id: int, message: Message, *, key: str) -> None:
        del message_id, key
        self.sent.append((target, message))

    def look(self, message: Message, *, key: str) -> str:
        return f"{key} {message}"

    async def may_see(self, guild_id: int, channel_id: int, member_id: int) -> bool:
        return bool(guild_id and channel_id and member_id)

    async def pingable_role(self, guild_id: int, channel_id: int, role_id: int) -> bool:
        return bool(guild_id and channel_id and role_id)

    def to(self, guild_id: int) -> list[Message]:
        return [message for target, message in self.sent if target.guild_id == guild_id]


@pytest.fixture
def newsroom(database: Database, clock: ManualClock) -> Newsroom:
    return Newsroom(database, clock)


@pytest.fixture
async def chat(newsroom: Newsroom, clock: ManualClock) -> Recording:
    """Two guilds that share one feed; each story is told, grows, and is told again."""
    chat = Recording(clock)
    for guild in (GUILD, OTHER):
        await newsroom.guild(guild)
    courier = await newsroom.feed("Courier", GUILD, OTHER)
    herald = await newsroom.feed("Herald", GUILD)
    gazette = await newsroom.feed("Gazette", OTHER)
    await newsroom.watch("Kursk", "kursk", channel_id=OURS)
    await newsroom.watch("Kursk", "kursk", guild_id=OTHER, channel_id=THEIRS)
    deliver = Deliver(newsroom.database, chat, clock, summarise=summarise, fits=len)
    first = await newsroom.publish(courier, "Troops near Kursk", PENTAGON)
    await deliver.settle()
    await newsroom.publish(gazette, "Gazette: 15,000 near Kursk", SECRET, story_id=first.story_id)
    await newsroom.publish(herald, "Blinken on Kursk", BLINKEN, story_id=first.story_id)
    await newsroom.publish(gazette, "Gazette's Kursk title", PENTAGON, article_id=first.article_id)
    await newsroom.publish(gazette, "Gazette's new Kursk title", PENTAGON, article_id=first.article_id)
    async with newsroom.database.write() as connection:
        told = await deliveries.of_story(connection, first.story_id)
        await deliveries.bump(connection, [one.id for one in told])
        await deliveries.hurry(connection, [one.id for one in told], now=clock.now())
    await deliver.settle()
    return chat


def alerts(messages: list[Message]) -> list[Alert]:
    return [one for one in messages if isinstance(one, Alert)]


def words(alert: Alert | Update) -> Iterator[str]:
    """Yield every text of an alert that came from outside."""
    yield alert.headline
    for voice in alert.corroboration.voices:
        yield from (part for each in voice.heard for part in (each.source.outlet, each.source.title))
    for conflict in alert.figures:
        for claim in conflict.claims:
            yield from (claim.words, *claim.outlets)
            yield from (figure.quote.text for figure in claim.figures)
    for event in alert.changes:
        yield from (event.now, event.before, event.outlet)
    if isinstance(alert, Alert):
        yield from (quote.text for quote in alert.summary)
        yield from (part for source in alert.sources for part in (source.outlet, source.title))


async def test_nothing_of_an_alert_comes_from_a_feed_that_the_guild_does_not_follow(chat: Recording) -> None:
    ours, theirs = chat.to(GUILD), chat.to(OTHER)
    assert len(alerts(ours)) == len(alerts(theirs)) == 2

    for message in ours:
        assert isinstance(message, Alert | Update)
        for text in words(message):
            assert "Gazette" not in text
            assert "15,000" not in text
    for message in theirs:
        assert isinstance(message, Alert | Update)
        for text in words(message):
            assert "Herald" not in text
            assert "8,000" not in text
    (mine,) = alerts(ours)[-1].figures
    assert [claim.words for claim in mine.claims] == ["8,000", "about 10,000"]
    assert alerts(ours)[-1].corroboration.outlets == 2
    assert alerts(ours)[-1].changes == ()
    (changed,) = alerts(theirs)[-1].changes
    assert (changed.what, changed.now) == (Happened.HEADLINE, "Gazette's new Kursk title")
    assert any(isinstance(message, Update) for message in ours)


async def test_every_sentence_and_figure_of_every_alert_stands_in_a_stored_article(
    chat: Recording, database: Database
) -> None:
    walked = 0
    for target, message in chat.sent:
        assert target.kind is TargetKind.CHANNEL
        assert isinstance(message, Alert | Update)
        async with database.read() as connection:
            showings = await past.of_story(connection, message.story_id, guild_id=target.guild_id)
        found = [showing.article for entry in showings for showing in entry]
        by_id = {one.revision_id: one for one in found}
        assert message.headline in {one.title for one in found}
        for quote in message.summary if isinstance(message, Alert) else ():
            assert_stands(quote, by_id[quote.revision_id].text)
            walked += 1
        for conflict in message.figures:
            for claim in conflict.claims:
                for figure in claim.figures:
                    article = by_id[figure.quote.revision_id]
                    assert_stands(figure.quote, article.title if figure.in_title else article.text)
                    assert figure.words in figure.quote.text
                    assert claim.words in figure.quote.text
                    walked += 1
        for voice in message.corroboration.voices:
            for heard in voice.heard:
                assert (heard.source.article_id, heard.source.title) in {(one.id, one.title) for one in found}
        for event in message.changes:
            assert event.now in by_id[event.revision_id].title
    assert walked >= 8


def assert_stands(quote: Quote, text: str) -> None:
    assert " ".join(text[quote.start : quote.end].split()) == quote.text
