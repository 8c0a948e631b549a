"""The living alert: one story as a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import discord

from bot.chat.cards.figures import conflict_line
from bot.chat.cards.limits import MEDIA_URL_MOST, fits
from bot.chat.cards.sources import LONG, corroborated
from bot.chat.cards.style import Accent, Item, View, button, card, counted, divider, small, spaced, when
from bot.chat.ids import Action
from bot.chat.plain import URL_MOST, link, plain, units, web_address
from bot.domain.alert import Alert, MatchedBy, Mentions, Source
from bot.domain.article import Quote

SENTENCE_MOST: Final = 700
"""UTF-16 units of a sentence's markdown; a longer one is a wall on a phone and is left out whole."""

NAME_MOST: Final = 60
"""UTF-16 units of an outlet's or watchlist's name, or of matched words."""

FIGURES_MOST: Final = 2
"""Subjects on which outlets differ; of more, *Figures* lists them."""

WATCHLISTS_MOST: Final = 4
"""Watchlists named; of more, their number is told and *Why this?* lists them."""

WITHDRAWN_MOST: Final = 3
"""Outlets named that withdrew their articles; of more, their number is told and *Timeline* lists them."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much of an alert is shown."""

    sentences: int = 4
    addresses: int = URL_MOST  # characters of an address under a sentence; *Sources* has a longer one
    figures: int = FIGURES_MOST
    figure_links: bool = True
    outlets: int = 8
    words: int = 6
    headline: int = 300  # UTF-16 units; few outlets' headlines reach half of it
    headline_link: bool = True
    image: bool = True


_EXTENTS: Final = (
    _Extent(),
    _Extent(outlets=3, words=3),
    _Extent(outlets=3, words=3, figure_links=False),
    _Extent(outlets=3, words=3, figure_links=False, addresses=LONG),
    _Extent(outlets=0, words=0, figures=1, figure_links=False, addresses=LONG),
    _Extent(outlets=0, words=0, figures=1, figure_links=False, addresses=LONG, sentences=3),
    _Extent(outlets=0, words=0, figures=1, figure_links=False, addresses=LONG, sentences=2),
    _Extent(outlets=0, words=0, figures=1, figure_links=False, addresses=LONG, sentences=1),
    _Extent(outlets=0, words=0, figures=0, addresses=LONG, sentences=1),
    _Extent(outlets=0, words=0, figures=0, addresses=LONG, sentences=1, image=False),
    _Extent(outlets=0, words=0, figures=0, addresses=0, sentences=1, image=False),
    _Extent(outlets=0, words=0, figures=0, sentences=0, image=False),
    _Extent(outlets=0, words=0, figures=0, sentences=0, image=False, headline=200, headline_link=False),
)
"""From all to what always fits: what is worth least goes first, a sentence goes whole, the headline stays."""


def alert_card(alert: Alert, key: str, mentions: Mentions) -> View:
    """Return *alert* as a card: as much of it as Discord takes."""
    build = _muted if alert.muted_by is not None else _open
    for extent in _EXTENTS:
        view = build(alert, key, mentions, extent)
        if fits(view):
            break
    return view


def _open(alert: Alert, key: str, mentions: Mentions, extent: _Extent) -> View:
    items = [_head(alert, extent)]
    if alert.all_withdrawn:
        items.append(discord.ui.TextDisplay(_taken_back(alert)))
    if summary := _rewritten(alert, extent) or _summary(alert.summary, extent):
        items += [divider(), *spaced(summary)]
    if lines := _figures(alert, extent):
        items += [divider(), discord.ui.TextDisplay("\n".join(lines))]
    items += [divider(), discord.ui.TextDisplay(_provenance(alert, extent))]
    buttons = (
        button("Sources", Action.SOURCES, key, alert.story_id),
        button("Figures", Action.FIGURES, key, alert.story_id),
        button("Timeline", Action.TIMELINE, key, alert.story_id),
        button("Follow", Action.FOLLOW, key, alert.story_id),
        button("Mute", Action.MUTE, key, alert.story_id),
        button("Not this story", Action.APART, key, alert.story_id),
        button("Why this?", Action.WHY, key, alert.story_id),
    )
    return card(Accent.ALERT, *items, buttons=buttons, mentions=mentions)


def _muted(alert: Alert, key: str, mentions: Mentions, extent: _Extent) -> View:
    """Return the story folded away: its headline, who muted it, and how to have it back."""
    by = f" by <@{alert.muted_by}>" if alert.muted_by else ""  # 0: a member who asked to be forgotten
    text = f"**{_headline(alert, extent)}**\n" + small(f"Muted for this channel{by}")
    buttons = (
        button("Undo mute", Action.UNMUTE, key, alert.story_id),
        button("Sources", Action.SOURCES, key, alert.story_id),
        button("Why this?", Action.WHY, key, alert.story_id),
    )
    return card(Accent.MUTED, discord.ui.TextDisplay(text), buttons=buttons, mentions=mentions)


def _headline(alert: Alert, extent: _Extent) -> str:
    words = alert.headline if plain(alert.headline) else "Story without a headline"
    if not extent.headline_link:
        return plain(words, extent.headline)
    return link(words, alert.url, extent.headline)


def _head(alert: Alert, extent: _Extent) -> Item:
    """Return headline and times, beside the lead image where there is one."""
    times = f"First seen {when(alert.first_seen)}"
    if int(alert.updated.timestamp()) > int(alert.first_seen.timestamp()):
        times += f" · updated {when(alert.updated)}"
    text = discord.ui.TextDisplay[View](f"### {_headline(alert, extent)}\n{small(times)}")
    image = web_address(alert.image_url, MEDIA_URL_MOST) if extent.image else None
    if image is None:
        return text
    return discord.ui.Section(text, accessory=discord.ui.Thumbnail(image))


def _summary(quotes: Iterable[Quote], extent: _Extent) -> list[str]:
    """Return whole sentences, each with its outlet under it."""
    shown = []
    for quote in quotes:
        sentence = plain(quote.text)
        if sentence and units(sentence) <= SENTENCE_MOST:
            outlet = quote.outlet if plain(quote.outlet) else "source"
            shown.append(f"{sentence}\n{small(_linked(outlet, quote.url, extent))}")
    return shown[: extent.sentences]


def _linked(outlet: str, url: str | None, extent: _Extent) -> str:
    """Return an outlet linked to its article, or where that link is."""
    if len(web_address(url) or "") > extent.addresses:
        return f"{plain(outlet, NAME_MOST)} · linked under **Sources**"
    return link(outlet, url, NAME_MOST)


def _rewritten(alert: Alert, extent: _Extent) -> list[str]:
    """Return the summary in a language model's words, said to be that; nothing where it must be quoted."""
    texts = [plain(one.text) for one in alert.rewritten]
    whole = 0 < len(texts) <= extent.sentences and all(0 < units(one) <= SENTENCE_MOST for one in texts)
    if not whole:
        return []
    cited = [
        alert.summary[place] for place in dict.fromkeys(at for one in alert.rewritten for at in one.cites)
    ]
    outlets = {
        quote.outlet: quote.url if len(web_address(quote.url) or "") <= extent.addresses else None
        for quote in reversed(cited)
    }
    named = [link(name, url, NAME_MOST) for name, url in reversed(outlets.items()) if plain(name)]
    label = "**rewritten** by a language model; its sentences are under **Sources**"
    return [" ".join(texts) + "\n" + small(" · ".join([label, *named]))]


def _figures(alert: Alert, extent: _Extent) -> list[str]:
    """Return one line for each subject on which outlets or speakers differ."""
    shown = alert.figures[: extent.figures]
    lines = [conflict_line(one, linked=extent.figure_links) for one in shown]
    if lines and (more := len(alert.figures) - len(shown)) > 0:
        lines.append(small(f"and {counted(more, 'more subject')} on which outlets differ"))
    return lines


def _provenance(alert: Alert, extent: _Extent) -> str:
    """Return who reports the story, and which watchlists it matched by which words."""
    names = _outlets(alert.sources)
    lines = [f"**{corroborated(alert.corroboration, len(names))}**" + _listed(": ", names, extent.outlets)]
    if alert.withdrawn and not alert.all_withdrawn:
        lines.append(f"Withdrawn, and not quoted: {_named(_outlets(alert.withdrawn), WITHDRAWN_MOST)}")
    lines += [_matched(matched, extent) for matched in alert.watchlists[:WATCHLISTS_MOST]]
    if (more := len(alert.watchlists) - WATCHLISTS_MOST) > 0:
        lines.append(f"and {counted(more, 'more watchlist')}")
    return "\n".join(map(small, lines))


def _taken_back(alert: Alert) -> str:
    """Return that nobody stands by the story any more."""
    names = _outlets(alert.withdrawn)
    return (
        f"**Withdrawn by {_named(names, WITHDRAWN_MOST)}.** Nobody else tells this story here. What stands "
        "below is what was said before."
    )


def _outlets(sources: Iterable[Source]) -> list[str]:
    return list(dict.fromkeys(plain(one.outlet, NAME_MOST) or "unnamed" for one in sources))


def _named(names: list[str], most: int) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def _matched(matched: MatchedBy, extent: _Extent) -> str:
    shown = (plain(words, NAME_MOST) for words in matched.words)
    words = list(dict.fromkeys(f"“{one}”" for one in shown if one))
    return f"**{plain(matched.name, NAME_MOST)}**" + _listed(" matched ", words, extent.words)


def _listed(before: str, names: list[str], most: int) -> str:
    """Return *before* and the names up to *most*, then how many are left; nothing where none is shown."""
    if not names or most == 0:
        return ""
    return before + _named(names, most)
