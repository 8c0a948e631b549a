"""Which articles are another story, which story is the same, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, Final

import discord

from bot.chat.cards.limits import fits
from bot.chat.cards.reply import reply
from bot.chat.cards.style import Accent, Item, View, counted, when
from bot.chat.ids import KEY_LENGTH, control_id
from bot.chat.plain import plain, visible
from bot.domain.article import Article
from bot.domain.choice import Choice, ChoiceKind
from bot.lookups import StoryView

APART: Final = "apart"  # the menu of articles
SAME: Final = "same"  # the button that asks which story is the same
SAME_AS: Final = "sameas"  # the menu of stories
UNDO: Final = "undochoice"
OPEN: Final = "openapart"  # the button that asks all this, under /story
"""What buttons and menus name; their token is a story's or a choice's number (see `token`)."""

OPTIONS_MOST: Final = 25  # of a select menu, Discord's limit
LABEL_MOST: Final = 100  # characters of an option's texts, Discord's limit


def token(number: int, key: str = "") -> str:
    """Return a story's or a choice's number, and the key of the message under which it was asked."""
    return f"{number}-{key}" if key else str(number)


def read_token(written: str) -> tuple[int, str]:
    """Return the number and the key of `token`; 0 for what is none."""
    number, _, key = written.partition("-")
    return (int(number) if number.isdecimal() else 0), (key if len(key) == KEY_LENGTH else "")


def apart_card(story: StoryView, key: str, zone: tzinfo) -> View:
    """Return the question which articles are another story, with the way to the other question.

    Times are told in the time zone *zone*: in a menu, Discord does not tell them in the reader's own.
    """
    for most in range(OPTIONS_MOST, 0, -5):  # headlines of three bytes a letter fill a message sooner
        view = _apart(story, key, most, zone)
        if fits(view):
            break
    return view


def _apart(story: StoryView, key: str, most: int, zone: tzinfo) -> View:
    buttons: list[Item] = []
    shown = story.articles[-most:]
    if len(story.articles) > 1:
        at_most = min(len(shown), len(story.articles) - 1)  # one of them stays
        buttons.append(_menu(token(story.id, key), shown, at_most, zone))
        text = (
            "Choose the articles that tell of something else. They become a story of their own, in this "
            "server alone; its alerts are set right, and nobody is pinged again for what was told."
        )
        if len(story.articles) > len(shown):
            text += f" The newest {len(shown)} of {counted(len(story.articles), 'article')} are listed."
    else:
        text = "It has but one article, so there is nothing to take out of it."
    same = _button("Same story as…", SAME, token(story.id, key))
    asked = reply(
        f"Not this story? {plain(story.headline, 80)}",
        text,
        "Or is it told twice? **Same story as…** puts it together with another one.",
        buttons=buttons,
        foot=f"Story {story.id} · who did it is kept under /story, and can be undone",
    )
    _container(asked).add_item(discord.ui.ActionRow(same))
    return asked


def same_card(story: StoryView, others: Sequence[tuple[str, str]], key: str) -> View:
    """Return the question which of *others* (headline, number) is the same story."""
    if not others:
        return reply("Same story as…", "There is no other recent story in this server.")
    for most in range(OPTIONS_MOST, 0, -5):
        view = _same(story, others[:most], key)
        if fits(view):
            break
    return view


def _same(story: StoryView, others: Sequence[tuple[str, str]], key: str) -> View:
    menu: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=control_id(SAME_AS, token(story.id, key)), placeholder="Choose the same story"
    )
    for headline, number in others:
        label = visible(headline, LABEL_MOST) or f"Story {number}"
        menu.add_option(label=label, value=number, description=f"Story {number}")
    return reply(
        f"Same story as… {plain(story.headline, 80)}",
        "The older of the two goes on, with the articles of both, in this server alone. The alert of the "
        "newer one says where it went. Not listed? **/story** takes any story, with **same_as**.",
        buttons=[menu],
        foot=f"Story {story.id}",
    )


def done_card(choice: Choice, articles: int, key: str = "") -> View:
    """Return what came of a choice, and how it is undone; *articles* were split off."""
    if choice.kind is ChoiceKind.SPLIT:
        text = (
            f"{counted(articles, 'article')} of story {choice.story_id} "
            f"{'is' if articles == 1 else 'are'} story {choice.other_id} now, and later ones go where they "
            "are nearest. The alerts are being set right."
        )
    else:
        text = (
            f"Story {choice.story_id} is a part of story {choice.other_id} now. Where both were told, the "
            "older message goes on, and the newer one says where it went."
        )
    return reply("Done, for this server", text, accent=Accent.DONE, buttons=[undo_button(choice, key)])


def undone_card(choice: Choice) -> View:
    """Return that a choice was taken back."""
    what = (
        f"The articles of story {choice.other_id} are in story {choice.story_id} again."
        if choice.kind is ChoiceKind.SPLIT
        else f"Stories {choice.story_id} and {choice.other_id} are two again."
    )
    return reply("Undone", f"{what} The alerts are being set right.", accent=Accent.DONE)


def open_button(story_id: int) -> Item:
    """Return the button under a story that asks whether its articles belong together."""
    return _button("Not this story", OPEN, token(story_id))


def undo_button(choice: Choice, key: str) -> Item:
    """Return the button that takes a choice back."""
    return _button("Undo", UNDO, token(choice.id, key))


def choice_row(choice: Choice) -> str:
    """Return who said what of a story, and whether it was undone, in one line."""
    who = f"<@{choice.by}>" if choice.by else "A member"
    said = (
        f"split story {choice.other_id} off story {choice.story_id}"
        if choice.kind is ChoiceKind.SPLIT
        else f"put story {choice.story_id} together with story {choice.other_id}"
    )
    undone = ""
    if choice.undone_at is not None:
        undone = f"; undone by {f'<@{choice.undone_by}>' if choice.undone_by else 'a member'}"
        undone += f" {when(choice.undone_at)}"
    return f"{who} {said} {when(choice.at)}{undone}"


def _button(label: str, what: str, known_by: str) -> Item:
    return discord.ui.Button(
        style=discord.ButtonStyle.secondary, label=label, custom_id=control_id(what, known_by)
    )


def _menu(known_by: str, articles: Sequence[Article], most: int, zone: tzinfo) -> Item:
    """Return a menu of articles, of which *most* may be chosen."""
    menu: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=control_id(APART, known_by),
        placeholder="Choose what is another story",
        min_values=1,
        max_values=most,
    )
    for one in reversed(articles):  # the newest first: what came last is what a reader stumbles over
        label = visible(one.title, LABEL_MOST) or "Article without a title"
        at = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
        described = visible(f"{one.outlet} · {at}", LABEL_MOST)
        menu.add_option(label=label, value=str(one.id), description=described)
    return menu


def _container(view: View) -> discord.ui.Container[View]:
    return next(one for one in view.children if isinstance(one, discord.ui.Container))
