"""What can happen to a thing and what can't: drones are shot down, boats are not; people are not launched."""

from __future__ import annotations

from bot.pipeline.figures.nouns import Noun
from bot.pipeline.figures.outcomes import SHOT_DOWN
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import ALIVE, ARRESTED, CAPTURED, KILLED, SHOT, words

FIRED = "fired"
_CARRIED_OUT = words("executed executing executes")
_SEIZED = words("animals dogs rhinos elephants vehicles cars boats weapons guns")  # "taken into custody"
_FLYING = words("""
    missiles missile drones drone uavs rockets rocket shells aircraft jets jet helicopters helicopter planes
    plane warplanes projectiles bombs munitions airliners balloons balloon satellites warheads
""")
_SHOT = words("rounds shots bullets grenades torpedoes salvos volleys mortars canisters gas")
_ONLY_TO = {
    SHOT: ALIVE,  # not "two shots", "three shot putters"
    SHOT_DOWN: _FLYING,  # not "intercepted three boats"
    FIRED: _FLYING | _SHOT,  # not "launched three strikes", "fired 300 clerks"
}
_NEVER_TO = {ARRESTED: _SEIZED, CAPTURED: words("votes seats")}


def fitting(tokens: list[Token], start: int, noun: Noun, told: str | None) -> str | None:
    """Return the outcome *told* of *noun* as far as it can happen to it; its amount begins at *start*."""
    if told == SHOT and at(tokens, noun.end).key == "dead":  # "shot three people dead"
        told = KILLED
    if keys(tokens, noun.end, noun.end + 2) == ("into", "custody"):  # "took 54 people into custody"
        told = ARRESTED
    if at(tokens, noun.end - 1).key == "lives" and told in {None, "lost"}:
        told = KILLED
    warrants = told == KILLED and at(tokens, start - 1).key in _CARRIED_OUT and noun.head not in ALIVE
    if told is None or warrants:  # "executed 31 warrants"
        return None
    fits = noun.head in _ONLY_TO.get(told, {noun.head}) and noun.head not in _NEVER_TO.get(told, ())
    return told if fits else None
