"""Count how many voices tell a story independently of each other, so that it can be checked. Pure.

Outlets of one owner, near copies, and articles that credit one wire service count once. What no data file, no
credit and no likeness shows is taken for independent, so the number is an upper bound by nature: two
reporters who read the same press release are two voices here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.alert import Corroboration, Heard, Source, Tie, Voice
from bot.domain.article import Article
from bot.pipeline.outlets.owners import Owners


def corroborate(articles: Sequence[Article], owners: Owners) -> Corroboration:
    """Return the voices behind *articles* (of one story, in order of arrival), the first to tell it first.

    Every outlet stands in exactly one voice: its owner's where one of its articles is its own report, else
    that of the wire service or of the article that its first one repeats.
    """
    by_id = {one.id: one for one in articles}
    chosen: dict[str, tuple[Article, str, Tie]] = {}
    for one in articles:
        voice, tie = _voice(one, by_id, owners)
        known = chosen.get(one.outlet)
        if known is None or (known[2] is not Tie.OWN and tie is Tie.OWN):
            chosen[one.outlet] = (one, voice, tie)
    voices: dict[str, list[Heard]] = {}
    for one, voice, tie in chosen.values():
        voices.setdefault(voice, []).append(Heard(_source(one), tie))
    return Corroboration(tuple(Voice(_name(voice, heard), tuple(heard)) for voice, heard in voices.items()))


def _voice(one: Article, by_id: Mapping[int, Article], owners: Owners) -> tuple[str, Tie]:
    """Return whose report an article is, and what ties its outlet to that voice."""
    origin, seen = one, {one.id}
    while origin.credit is None and origin.copy_of is not None and origin.copy_of not in seen:
        seen.add(origin.copy_of)
        origin = by_id.get(origin.copy_of, origin)
    voice = owners.of_agency(origin.credit) if origin.credit else owners.of(origin.outlet, origin.url)
    if owners.of(one.outlet, one.url) == voice:
        return voice, Tie.OWN
    return voice, Tie.WIRE if origin.credit else Tie.COPY


def _source(one: Article) -> Source:
    return Source(article_id=one.id, title=one.title, outlet=one.outlet, url=one.url, at=one.at)


def _name(voice: str, heard: Sequence[Heard]) -> str:
    """Name a voice of one outlet by that outlet, which says more than its owner or its host."""
    own = [each.source.outlet for each in heard if each.tie is Tie.OWN]
    return own[0] if len(own) == 1 else voice
