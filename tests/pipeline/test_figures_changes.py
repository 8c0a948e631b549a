"""What rose, fell or was paid, in the words of markets, courts and shops."""

from __future__ import annotations

import pytest

from bot.pipeline.figures import figures
from tests.pipeline.reports import report


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Shares of Acme fell 102.2 points, or 0.36%, to 27,934.02.", [(0.36, "fall in shares of Acme")]),
        ("Tin CMSN3 rose 0.8% to $16,000 a tonne.", [(0.8, "rise in tin"), (16_000, "tin")]),
        ("Spot silver XAG= added 0.1% to $17.19.", [(0.1, "rise in spot silver"), (17.19, "spot silver")]),
        (
            "Crude was last at $60.73, down $1.20, or 1.9%.",
            [(60.73, "crude"), (1.9, "fall in crude")],
        ),
        ("The index closed 2.7% lower.", [(2.7, "fall in index")]),
        ("Oil ends near $101.", [(101, "oil")]),
        ("Traffic fell 40% in Oslo and 30% in Bergen.", [(40, "fall in traffic"), (30, "fall in traffic")]),
        (
            "Up to 70% of shops in Oslo, and 60% in Bergen, were closed.",
            [(70, "shops closed"), (60, "shops closed")],
        ),
        (
            "The levy would cut output by 0.3% and wages by 0.2%.",
            [(0.3, "fall in output"), (0.2, "fall in wages")],
        ),
        ("Prices rose 3% in October, after a 2% rise in September.", [(3, "rise in prices")]),
        ("Turnout, according to the commission, was 55%.", [(55, "turnout")]),
        ("Turnout was seven million.", [(7e6, "turnout")]),
        ("The lamp, which costs $799, is sold out.", [(799, "lamp")]),
        ("The lamp goes on sale for $799 on Friday.", [(799, "lamp")]),
        ("He was ordered to pay damages of $10 million.", [(10e6, "damages")]),
        ("The judge reduced the fine to $6 million.", [(6e6, "fine")]),
        ("He sued the league for $100 million.", [(100e6, "damages sought")]),
        ("The £103m the club paid for the player was too much.", [(103e6, "payment")]),
        ("She repaid $5,800.", [(5_800, "repayment")]),
        (
            "Its stock fell $2.49, or 9.4%, to $23.89 in late trading.",
            [(9.4, "fall in stock"), (23.89, "stock")],
        ),
        (
            "A 2% increase in revenue, to $16.63 billion, came.",
            [(2, "rise in revenue"), (16.63e9, "revenue")],
        ),
        ("Losses amounting to $16 million were reported.", [(16e6, "losses")]),
        ("The company's user base ticked up 3%.", [(3, "rise in user base")]),
        ("They made an offer between $140 million and $150 million.", []),
        ("He is an $80,000-a-year clerk.", []),
    ],
)
def test_a_change_or_a_sum_says_of_what_it_is(sentence: str, told: list[tuple[float, str]]) -> None:
    found = [(one.high or one.low, one.subject) for one in figures([report(sentence)])]
    assert found == told
