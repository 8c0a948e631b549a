"""Find what the articles of a story count, with the sentence and the speaker of each count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.article import Article, Quote
from bot.domain.figure import Figure, Period
from bot.pipeline.figures.amounts import Amount, Kind, amount_at
from bot.pipeline.figures.counted import Counted, counted, happened, noun_of
from bot.pipeline.figures.measured import measured
from bot.pipeline.figures.numbers import STARTS
from bot.pipeline.figures.periods import period_at
from bot.pipeline.figures.speakers import Attribution, attributions, speaker_of
from bot.pipeline.figures.tokens import Token, tokenise
from bot.pipeline.figures.tolls import toll
from bot.pipeline.figures.traps import counts_nothing
from bot.text.sentences import sentences as sentence_spans

_LANGUAGES = frozenset({"en", None})  # whose words the ledger knows
_LONGEST = 1_000  # characters; a longer "sentence" is a list or a table
_LEAD = 6  # sentences; what stands below them is often the background, an older event of the kind
_MAY_COUNT = re.compile(
    rf"\d|\b(?:{'|'.join(sorted(STARTS - {'a', 'an'}))})\b|\b(?:a|an) (?:hundred|thousand|million|dozen)\b",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^\W*(?:correction|clarification|corrected)\b|\bearlier version of this\b|\bmisstated\b", re.IGNORECASE
)
_BACKGROUND = re.compile(
    r"\b(?:last year|(?:a|each|every|this|years? ago|previous) year|annually|years? ago|decades?|previous(?:ly)?"
    r"|in recent years|since the (?:war|conflict|start)|history|historic|deadliest|worst|record|on average|average"
    r"|anniversary|earlier this|world war|had been|rate|compared (?:with|to)|unlike|exercise|simulat\w+|drill"
    r"|film|movie|novel)\b",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"\d ?\. ?$")
_LOOK_BACK = 6  # characters
_LONG_WORD = 4  # letters
_TITLED = 0.7  # of the longer words begin with a capital in A Headline Like This


class _Sentence(NamedTuple):
    start: int
    end: int
    place: int  # counted from 0 in its article
    in_title: bool


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
        return []
    found: list[Figure] = []
    speaker: str | None = None
    spoke = -2
    for sentence in _sentences(article):
        text = article.text[sentence.start : sentence.end]
        if not _MAY_COUNT.search(text):
            if (
                " s" in text and sentence.place <= 2 * _LEAD
            ):  # someone may speak whom "he said" means afterwards
                said = attributions(tokenise(text))
                named = [one.speaker for one in said if one.speaker]
                if named:
                    speaker, spoke = named[-1], sentence.place
            continue
        tokens = tokenise(text)
        said = attributions(tokens)
        before = speaker if sentence.place - spoke <= 1 else None
        found.extend(_in_sentence(article, sentence, text, tokens, said, before))
        if named := [one.speaker for one in said if one.speaker]:
            speaker, spoke = named[-1], sentence.place
        elif said and before:
            spoke = sentence.place
    return [*_in_title(article, found), *found]


def _sentences(article: Article) -> Iterator[_Sentence]:
    for place, (start, end) in enumerate(
        _unbroken(article.text, sentence_spans(article.text, article.language))
    ):
        if end - start <= _LONGEST:
            yield _Sentence(start, end, place, in_title=False)


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
    tokens = tokenise(article.title)
    sentence = _Sentence(0, len(article.title), 0, in_title=True)
    told = {(figure.subject, figure.low, figure.high) for figure in in_text}
    found = _in_sentence(article, sentence, article.title, tokens, attributions(tokens), None)
    return [figure for figure in found if (figure.subject, figure.low, figure.high) not in told]


def _in_sentence(
    article: Article,
    sentence: _Sentence,
    text: str,
    tokens: list[Token],
    said: list[Attribution],
    before: str | None,
) -> list[Figure]:
    """Return the figures of one sentence; *before* is who spoke in the sentence before it."""
    if _CORRECTION.search(text):
        return []
    found = _amounts(tokens, titled=_titled(tokens))
    made: list[Figure] = []
    for one in found:
        attribution = speaker_of(tokens, said, one.amount.number)
        speaker = (attribution.speaker or before) if attribution else None
        offset = tokens[one.amount.number].start
        period = period_at(text, offset, article.published)
        alone = all(
            (one.amount.low, one.amount.high) == (other.amount.low, other.amount.high)
            for other in found
            if other.counted.subject == one.counted.subject
        )
        comparable = (
            alone
            and one.counted.whole
            and sentence.place < _LEAD
            and not _BACKGROUND.search(text)
            and _is_recent(period, article)
        )
        made.append(_figure(article, sentence, text, tokens, one, speaker, period, comparable=comparable))
    return made


def _amounts(tokens: list[Token], *, titled: bool) -> list[_Found]:
    found: list[_Found] = []
    place = 0
    before: Counted | None = None
    while place < len(tokens):
        amount = amount_at(tokens, place)
        if amount is None:
            place += 1
            continue
        place = max(amount.end, place + 1)
        if counts_nothing(tokens, amount):
            continue
        if amount.kind is Kind.COUNT:
            what = counted(tokens, amount, titled=titled, before=before)
            if what is None and noun_of(tokens, amount, titled=titled) is None:
                what = toll(tokens, amount, before)
        else:
            what = measured(tokens, amount, titled=titled)
        if what is None or not what.subject:
            continue
        if found and what.outcome and not found[-1].counted.outcome and _joined(tokens, found[-1], amount):
            found[-1] = found[-1]._replace(counted=happened(found[-1].counted, what.outcome))
        found.append(_Found(amount, what))
        before = what
    return found


def _joined(tokens: list[Token], one: _Found, other: Amount) -> bool:
    """Say whether both share a verb: "thirteen students and two teachers were killed"."""
    between = tokens[one.counted.end : other.start]
    return (
        one.amount.kind is Kind.COUNT
        and 0 < len(between) <= 2
        and all(t.key in {"and", ",", "&"} for t in between)
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
    text: str,
    tokens: list[Token],
    one: _Found,
    speaker: str | None,
    period: Period | None,
    *,
    comparable: bool,
) -> Figure:
    amount = one.amount
    first, last = tokens[amount.start], tokens[amount.end - 1]
    hedge = text[first.start : tokens[amount.hedge_end - 1].end] if amount.hedge_end > amount.start else None
    end = last if amount.unit else tokens[amount.number_end - 1]
    return Figure(
        subject=one.counted.subject,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        hedge=" ".join(hedge.split()) if hedge else None,
        precision=amount.precision,
        words=" ".join(text[first.start : end.end].split()),
        attributed_to=speaker,
        period=period,
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
