"""A sentence is judged alike whether its words say which rules to try, or all are tried."""

from __future__ import annotations

import random
from collections import Counter

from bot.pipeline.summarise.leads import Leads
from bot.pipeline.summarise.phrases import CALLS, MARKS
from bot.pipeline.summarise.quotable import Fit, fit
from bot.text import Analyser
from tests.pipeline.test_leaning import LEANS, STANDS

# What the rules look for, put between sound words at random.
_BEGINNINGS = """
    The army said|"We will|“They must|A man|Two women|In this photo|Blick auf|He|North Korea|MOSCOW
    Police|KIM JONG UN|Mark Rutte|Officers did|President Of Harvard University|It was|Instead, y
    One of the suspects|The gunman|Officials in Kyiv|Rescuers|Some 200 people
"""
_ODD = """
    of the|the to|an of|for was|by had|a city|walks past|speaks during|told reporters|, she said|(|) on|[
    read more|sign up|via AP)|getty images|to comment|not immediately respond|your inbox|his men|us|my
    I am|the.|,, and|, ,|On March 4, 2009 Kim|at 10:53 AM The|U.S. officials|,” he added|to the front. went
    @kim.example|Senior Officials Agreed Today|b
    UNITED STATES ARMY AND NORTH KOREAN TROOPS OF KIM JONG UN NEAR KURSK OBLAST ARE NOW FIGHTING THERE
    newsletter|\t|\u00a0 |with a|the\nworld
"""
_SOUND = "sent 10,000 troops|in Kursk|the capital|on Monday|near|the border|reached some villages|agreed"
_ENDS = "in Russia.|the people.|to the U.S.|in Kursk.”|officials said.|of it)|the A .|see No.|in October."
_EXAMPLES = 3_000


def _parts(block: str) -> list[str]:
    return block.replace("\n    ", "|").strip("|\n").split("|")


def test_rules_that_are_passed_over_would_have_found_nothing() -> None:
    begin, odd, sound, end = map(_parts, (_BEGINNINGS, _ODD, _SOUND, _ENDS))
    pick = random.Random(4).choice
    made = [
        " ".join((pick(begin), pick(sound), pick(odd), pick(sound), pick(odd + sound), pick(end)))
        for _ in range(_EXAMPLES)
    ]
    leads = Leads(Analyser())
    judged: Counter[Fit] = Counter()
    cases = [(language, sentence) for language in ("en", None) for sentence in made]
    for language, sentence in [*cases, *STANDS, *LEANS]:
        clues = leads.words(language).clues(sentence, sentence.split())
        told = fit(sentence, language)
        judged[told] += 1
        assert fit(sentence, language, clues=clues) is told, sentence
    assert min(judged.values()) > _EXAMPLES / 30, judged


def test_each_call_to_readers_is_shown_by_one_of_its_words() -> None:
    for phrases in (CALLS, MARKS):
        for phrase in phrases.each:
            assert any(map(phrases.may_show_in, f"x {phrase}ly x".split())), phrase
