"""Does everybody in a rewritten sentence do what they do in the cited ones? Pure, and rather no than yes.

No grammar is known here, only order. "A attacked B" may not become "B attacked A", so what follows a name
must follow it in a cited sentence, too; who is said to say something must be who says something there; and
where several numbers are told, they stand in the order in which they stood, with the names between them; what
a number counts stood between it and the next number. English says by order alone who does what: there all
words but the speaker's stand in the order in which they stood. A passive made of an active, or an object put
first, is refused, though it may be right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.pipeline.figures.words import words as word_set

SPEECH: Final = {
    "en": word_set("said says say told tells added adds according announced reported stated wrote warned"),
    "ru": word_set("""
        заявил заявила заявили сообщил сообщила сообщили сказал сказала отметил отметила словам данным
    """),
    "uk": word_set("""
        заявив заявила заявили повідомив повідомила повідомили сказав сказала зазначив зазначила словами
        даними
    """),
    "de": word_set("sagte sagt sagten erklärte erklärten teilte teilten laut zufolge berichtete"),
    "fr": word_set("dit déclaré annoncé affirmé indiqué selon"),
    "es": word_set("dijo dijeron declaró anunció informó aseguró afirmó según"),
}
"""Words beside which a name is whoever says so, by language."""

_ARTICLES: Final = word_set("the a an der die das den dem des ein eine le la les l un une el los las una")
_ORDERED: Final = frozenset({"en"})
"""Languages in which the order of words alone tells who does what."""
_CASED: Final = frozenset({"ru", "uk"})
"""Languages in which a name's ending alone may tell who acts: its form must be one that is cited."""

_SPEECH_REACH: Final = 2  # words from a word of speech to whose it is ("said spokeswoman Sabrina Singh")

_Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How the words of one language are read: the same *key* for the forms of a word; *small* are keys."""

    language: str
    key: Callable[[str], str]
    is_number: Callable[[str], bool]
    small: frozenset[str]
    speech: frozenset[str]


@dataclass(slots=True)
class _Sentence:
    """A sentence's terms with their keys, its names as (begin, end), and those of them who speak."""

    terms: Sequence[str]
    keys: list[str]
    names: list[tuple[int, int]]
    speakers: set[tuple[int, int]] = field(default_factory=set)

    def name(self, at: tuple[int, int]) -> _Keys:
        return tuple(self.keys[at[0] : at[1]])


def fault(terms: Sequence[str], theirs: Sequence[Sequence[str]], words: Words) -> str | None:
    """Return who does in *terms* what no sentence of *theirs* says; None where roles are kept."""
    cited = [_read(sentence, words) for sentence in theirs]
    common = {
        key for one in cited for term, key in zip(one.terms, one.keys, strict=True) if term[0].islower()
    }
    said = _read(terms, words, common)
    known = {key for one in cited for key in one.keys}
    for at in said.names:
        spoken = " ".join(terms[at[0] : at[1]])
        if at in said.speakers:
            if not any(_of(one, said.name(at)) & one.speakers for one in cited):
                return f"a speaker: {spoken}"
        elif not _in_role(said, at, cited, known, words):
            return f"a role: {spoken}"
    return _order(said, cited, words) or _counted(said, cited, words)


def _read(terms: Sequence[str], words: Words, common: set[str] | None = None) -> _Sentence:
    """Return a sentence as it is compared. A first word that is *common* is no name for its capital."""
    keys = [words.key(term) for term in terms]
    names: list[tuple[int, int]] = []
    for at, term in enumerate(terms):
        if not term[0].isupper() or (at == 0 and (keys[0] in words.small or (common and keys[0] in common))):
            continue
        if names and names[-1][1] == at:
            names[-1] = names[-1][0], at + 1
        else:
            names.append((at, at + 1))
    read = _Sentence(terms, keys, names)
    read.speakers = _speakers(read, words)
    return read


def _speakers(read: _Sentence, words: Words) -> set[tuple[int, int]]:
    """Return whose the words of speech are: the name's that stands before, else the one's that follows."""
    found = set()
    for at, key in enumerate(read.keys):
        if key not in words.speech:
            continue
        before = [name for name in read.names if name[1] == at]
        after = [name for name in read.names if 0 < name[0] - at <= _SPEECH_REACH + 1]
        if not before and not after and read.terms[at - 1] == ",":  # "Its director, Lise Favre, said"
            before = [name for name in read.names if name[1] == at - 1]
        if owner := before or after[:1]:
            found.add(owner[0])
    return found


def _of(sentence: _Sentence, name: _Keys) -> set[tuple[int, int]]:
    """Return the names of a sentence that hold *name*, in full or in part."""
    return {
        at
        for at in sentence.names
        if any(
            tuple(sentence.keys[place : place + len(name)]) == name
            for place in range(at[0], at[1] - len(name) + 1)
        )
    }


def _in_role(
    said: _Sentence, at: tuple[int, int], cited: Sequence[_Sentence], known: set[str], words: Words
) -> bool:
    """Say whether what follows a name follows it in a cited sentence."""
    name = said.name(at)
    places = [(one, place) for one in cited for place in _of(one, name)]
    if not places:
        return True  # a capital that its place gave it: the check of names looks after it
    if _prepositional(said, at, words) and any(_prepositional(one, place, words) for one, place in places):
        return True
    form = said.terms[at[0] : at[1]]
    if words.language in _CASED and not any(_holds(one.terms, form) for one, _ in places):
        return False
    following = _following(said, at, known, words)
    return following is None or any(following in one.keys[place[1] :] for one, place in places)


def _following(said: _Sentence, at: tuple[int, int], known: set[str], words: Words) -> str | None:
    """Return the first word after a name that is compared: no small or new one, nobody who says so."""
    silent = {place for name in said.speakers for place in range(*name)}
    for place in range(at[1], len(said.terms)):
        key, term = said.keys[place], said.terms[place]
        telling = (term[0].isalnum()) and key not in words.small and key not in words.speech
        if telling and key in known and place not in silent:
            return key
    return None


def _prepositional(sentence: _Sentence, at: tuple[int, int], words: Words) -> bool:
    """Say whether a small word that is no article stands before a name: "in Kursk", "по Харкову"."""
    if at[0] == 0:
        return False
    before = sentence.terms[at[0] - 1].casefold()
    if before in _ARTICLES and at[0] > 1:
        before = sentence.terms[at[0] - 2].casefold()
    return before not in _ARTICLES and words.key(before) in words.small - words.speech


def _holds(terms: Sequence[str], run: Sequence[str]) -> bool:
    return any(list(terms[at : at + len(run)]) == list(run) for at in range(len(terms) - len(run) + 1))


def _order(said: _Sentence, cited: Sequence[_Sentence], words: Words) -> str | None:
    """Return a fault where numbers among names, or all words, stand in another order than they did."""
    told = _sequence(said, words)
    several = sum(key.isdigit() or words.is_number(key) for key in told) >= 2  # noqa: PLR2004 - "several" is two
    if not several and words.language not in _ORDERED:
        return None
    orders = [_sequence(one, words) for one in cited]
    whole = [key for order in orders for key in order]
    if any(_is_within(told, order) for order in (*orders, whole)):
        return None
    return f"an order of {'numbers' if several else 'words'}: {' '.join(told)}"


def _sequence(sentence: _Sentence, words: Words) -> list[str]:
    """Return the keys of numbers and of names that say nothing, or of all that is said, in order."""
    silent = {place for name in sentence.speakers for place in range(*name)}
    named = {place for name in sentence.names for place in range(*name)} - silent
    if words.language in _ORDERED:
        unsaid = words.small | words.speech
        return [
            key
            for place, (term, key) in enumerate(zip(sentence.terms, sentence.keys, strict=True))
            if place not in silent and (words.is_number(term) or (key not in unsaid and term[0].isalnum()))
        ]
    return [
        key
        for place, (term, key) in enumerate(zip(sentence.terms, sentence.keys, strict=True))
        if place in named or words.is_number(term)
    ]


def _counted(said: _Sentence, cited: Sequence[_Sentence], words: Words) -> str | None:
    """Return a number whose next word stood nowhere between it and the next number."""
    theirs = [found for one in cited for found in _counts(one, words)]
    for number, after in _counts(said, words):
        if after and not any(number == told and after[0] in what for told, what in theirs):
            return f"what is counted: {' '.join(number)} {after[0]}"
    return None


def _counts(sentence: _Sentence, words: Words) -> list[tuple[_Keys, list[str]]]:
    """Return each run of numbers with the words that say something from there to the next one."""
    found: list[tuple[_Keys, list[str]]] = []
    follows = False  # whether the term before was a number
    for term, key in zip(sentence.terms, sentence.keys, strict=True):
        if words.is_number(term):
            run = (*found.pop()[0], key) if follows else (key,)
            found.append((run, []))
        elif found and key not in words.small and key not in words.speech and term[0].isalnum():
            found[-1][1].append(key)
        follows = words.is_number(term)
    return found


def _is_within(run: Sequence[str], order: Sequence[str]) -> bool:
    """Say whether *run* stands in *order*, with gaps."""
    rest = iter(order)
    return all(key in rest for key in run)
