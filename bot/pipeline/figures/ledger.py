"""Find what the articles of a story count, with the sentence and the speaker of each count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.article import Article, Quote
from bot.domain.figure import Figure, Period
from bot.pipeline.figures.abroad import figures_abroad
from bot.pipeline.figures.amounts import Amount, amount_at
from bot.pipeline.figures.counted import Counted, counted, done, happened, noun_of
from bot.pipeline.figures.eastern import figures_eastern
from bot.pipeline.figures.factuality import is_background, is_denied, is_foretold, tells_nothing
from bot.pipeline.figures.measured import measured
from bot.pipeline.figures.numbers import NUMBER_WORDS, STARTS
from bot.pipeline.figures.periods import period_at
from bot.pipeline.figures.read import grades
from bot.pipeline.figures.speakers import Attribution, attributions, speaker_of
from bot.pipeline.figures.tokens import Token, keys, tokenise
from bot.pipeline.figures.tolls import toll
from bot.pipeline.figures.traps import counts_nothing
from bot.pipeline.figures.units import Kind
from bot.text.sentences import sentences as sentence_spans

_LANGUAGES = frozenset({"en", None})  # whose words the ledger knows
_LONGEST = 1_000  # characters; a longer "sentence" is a list or a table
_LEAD = 6  # sentences; what stands below them is often the background, an older event of the kind
_ABOVE = 1  # the last of the sentences in which an older event is what the article is about
_MAY_COUNT = re.compile(
    rf"\d|\b(?:{'|'.join(sorted(STARTS - {'a', 'an'}))})\b|\b(?:a|an) (?:hundred|thousand|million|dozen)\b",
    re.IGNORECASE,
)
# "Killed 12 people in one town and 40 in another": neither is all of them, though the second has no noun.
_GOES_ON = re.compile(
    r"[^,;.]{0,40}?\b(?:in|on|at|near) [^,;.]{1,30}? and (?:about |another )?"
    rf"(?:\d[\d,]*|{'|'.join(sorted(NUMBER_WORDS - {'one'}))}) (?:in|on|at|near) "
)
_OF_THEM = {("of", "them"), ("of", "whom"), ("of", "which")}  # a part: "60 drones, 42 of which"
_BROKEN = re.compile(r"\d ?\. ?$")
_LOOK_BACK = 6  # characters
_LONG_WORD = 4  # letters
_TITLED = 0.8  # of the longer words begin with a capital in A Headline Like This


class _Sentence(NamedTuple):
    """A sentence as it was read; `place` is counted from 0 in its article."""

    start: int
    end: int
    place: int
    in_title: bool
    text: str
    tokens: list[Token]
    said: list[Attribution]


class _Found(NamedTuple):
    amount: Amount
    counted: Counted


def figures(articles: Sequence[Article]) -> tuple[Figure, ...]:
    """Return what *articles* count, article by article in the order given, in the order of reading.

    Every figure's sentence stands at its offsets in its article's text; a title is read where it counts
    what the text does not. Articles in languages whose numbers the ledger can't read give none. Linear in
    the length of the texts.
    """
    return tuple(figure for article in articles for figure in _in_article(article))


def _in_article(article: Article) -> list[Figure]:
    if article.language not in _LANGUAGES:
        return figures_abroad(article) or figures_eastern(article)
    found: list[Figure] = []
    speaker: str | None = None
    spoke = -2  # in which sentence the speaker was last heard
    spans = _unbroken(article.text, sentence_spans(article.text, article.language))
    for place, (start, end) in enumerate(spans):
        counts = end - start <= _LONGEST and _MAY_COUNT.search(article.text, start, end)
        if not (counts or _may_speak(article.text, start, end, place)):
            continue
        sentence = _read(article.text, start, end, place=place, in_title=False)
        before = speaker if place - spoke <= 1 else None
        if counts:
            found.extend(_in_sentence(article, sentence, before))
        named = [one.speaker for one in sentence.said if one.speaker]
        if named:
            speaker, spoke = named[-1], place
        elif sentence.said and before:
            spoke = place
    return [*_in_title(article, found), *found]


def _may_speak(text: str, start: int, end: int, place: int) -> bool:
    """Say whether someone may speak in a sentence of the lead whom "he said" means in the next."""
    return place < _LEAD and end - start <= _LONGEST and " s" in text[start:end]


def _read(text: str, start: int, end: int, *, place: int, in_title: bool) -> _Sentence:
    tokens = tokenise(text[start:end])
    return _Sentence(start, end, place, in_title, text[start:end], tokens, attributions(tokens))


def _unbroken(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what was parted within a number: "$5 . 5 million", as tokenised texts have it."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if (
            joined
            and text[start].isdigit()
            and _BROKEN.search(text, max(joined[-1][0], start - _LOOK_BACK), start)
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _in_title(article: Article, in_text: list[Figure]) -> list[Figure]:
    """Return the title's figures that the text does not repeat."""
    if not _MAY_COUNT.search(article.title):
        return []
    title = _read(article.title, 0, len(article.title), place=0, in_title=True)
    told = {(figure.subject, figure.low, figure.high) for figure in in_text}
    found = _in_sentence(article, title, None)
    return [figure for figure in found if (figure.subject, figure.low, figure.high) not in told]


def _in_sentence(article: Article, sentence: _Sentence, before: str | None) -> list[Figure]:
    """Return the figures of one sentence; *before* is who spoke in the sentence before it."""
    if tells_nothing(sentence.text):
        return []
    tokens = sentence.tokens
    found = _amounts(tokens, titled=_titled(tokens))
    background = sentence.place >= _LEAD or is_background(
        sentence.text, said=bool(sentence.said), dated=article.published is not None
    )
    made: list[Figure] = []
    for one in found:
        begins = tokens[one.amount.start].start
        if is_denied(sentence.text, begins):
            continue
        attribution = speaker_of(tokens, sentence.said, one.amount.number)
        speaker = (attribution.speaker or before) if attribution else None
        period = period_at(sentence.text, tokens[one.amount.number].start, article.published)
        of_its_days = _is_recent(period, article) or (period is not None and sentence.place <= _ABOVE)
        comparable = _is_alone(one, found) and one.counted.whole and not background and of_its_days
        comparable = comparable and not (
            (one.amount.kind is Kind.COUNT and _GOES_ON.match(sentence.text, tokens[one.counted.end - 1].end))
            or grades(one.counted.subject, sentence.text, begins)
            or is_foretold(sentence.text, begins, tokens[one.counted.end - 1].end)
        )
        made.append(_figure(article, sentence, one, (speaker, period), comparable=comparable))
    return made


def _is_alone(one: _Found, found: list[_Found]) -> bool:
    """Say whether the sentence gives no second count of the same: "five in the north, three in the south"."""
    return all(
        (one.amount.low, one.amount.high) == (other.amount.low, other.amount.high)
        for other in found
        if other.counted.thing == one.counted.thing and other.counted.outcome in {None, one.counted.outcome}
    )


def _amounts(tokens: list[Token], *, titled: bool) -> list[_Found]:
    found: list[_Found] = []
    place = 0
    before: Counted | None = None
    while place < len(tokens):
        token = tokens[place]
        amount = amount_at(tokens, place) if token.kind == "number" or token.key in STARTS else None
        if amount is None:
            place += 1
            continue
        place = max(amount.end, place + 1)
        if counts_nothing(tokens, amount, titled=titled):
            continue
        from_toll = False
        if amount.kind is Kind.COUNT:
            what = counted(tokens, amount, titled=titled, before=before)
            if from_toll := what is None and noun_of(tokens, amount, titled=titled) is None:
                what = toll(tokens, amount, before)
        else:
            what = measured(tokens, amount, titled=titled, before=before)
        if what is None or not what.subject:
            continue
        parted = from_toll or keys(tokens, amount.end, amount.end + 2) in _OF_THEM
        told, joined = (what.outcome if what.named and not parted else None), amount
        for back in range(len(found) - 1, -1, -1):
            one, own = found[back], found[back].counted
            if not (told or what.deed) or own.outcome or own.deed or not _joined(tokens, one, joined):
                break
            own = happened(own, told) if told else done(own, what.deed)
            found[back], joined = one._replace(counted=own), one.amount
        found.append(_Found(amount, what))
        before = what
    return found


def _joined(tokens: list[Token], one: _Found, other: Amount) -> bool:
    """Say whether both share a verb: "thirteen students, a guard and two teachers were killed"."""
    between = tokens[one.counted.end : other.start]
    return (
        one.amount.kind is Kind.COUNT
        and bool(between)
        and {token.key for token in between} <= {"and", ",", "&"}
    )


def _titled(tokens: list[Token]) -> bool:
    long = [token for token in tokens if token.kind == "word" and len(token.text) >= _LONG_WORD]
    return len(long) > 1 and sum(token.capital for token in long) >= _TITLED * len(long)


def _is_recent(period: Period | None, article: Article) -> bool:
    """Say whether the period is the time of the article, as far as that is known."""
    if period is None:
        return True
    days = (period.last - period.first).days
    if article.published is None:
        return days == 0
    week = 7
    return days <= week and abs((article.published.date() - period.last).days) <= week


def _figure(
    article: Article,
    sentence: _Sentence,
    one: _Found,
    told: tuple[str | None, Period | None],
    *,
    comparable: bool,
) -> Figure:
    """Return the figure with its evidence; *told* is who says it, and of which days."""
    amount, tokens, text = one.amount, sentence.tokens, sentence.text
    begins = tokens[amount.start].start
    ends = tokens[(amount.end if amount.unit else amount.number_end) - 1].end
    hedge = text[begins : tokens[amount.hedge_end - 1].end] if amount.hedge_end > amount.start else ""
    return Figure(
        subject=one.counted.subject,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        hedge=" ".join(hedge.split()) or None,
        precision=amount.precision,
        words=" ".join(text[begins:ends].split()).removesuffix(" of"),  # "dozens of"
        attributed_to=told[0],
        period=told[1],
        at=article.at,
        quote=Quote(
            text=" ".join(text.split()),
            article_id=article.id,
            revision_id=article.revision_id,
            start=sentence.start,
            end=sentence.end,
            outlet=article.outlet,
            url=article.url,
        ),
        in_title=sentence.in_title,
        comparable=comparable,
    )
