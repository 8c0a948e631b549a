"""How the ledger writes the name of who speaks, so that all outlets' names for one are the same."""

from __future__ import annotations

from bot.pipeline.figures.tokens import Token
from bot.pipeline.figures.words import COUNTRIES, NATIONS, PEOPLES, words

# Offices and groups that speak without a name, "the health ministry", or stand before one.
ROLES = words("""
    officials official police authorities spokesman spokeswoman spokesperson ministry government
    military army agency sources source analysts researchers media television tv president minister
    governor hospital firefighters service department office prosecutors rescuers doctors witnesses
    intelligence mayor general chief secretary commander commission committee institute survey centre
    center company officers investigators administration command staff navy bureau force
    diplomat diplomats lawmakers lawmaker adviser medics opposition sheriff coroner judge regulator watchdog
    scientists astronomers economists experts director chairman campaigners activists
""")
_SPOKES = words("spokesman spokeswoman spokesperson official officials")
# Last words of a name that is no person's and so is written whole.
ORGANISATION = words("""
    ministry department institute agency university army police house council union nations survey
    organisation organization alliance confederation federation plc ltd
    center centre command office service bureau commission committee government guard forces force staff
    cross states kingdom korea arabia zealand lanka africa york kong pentagon kremlin news times post
    press television tv journal radio group company bank corporation corp inc hospital school security
    navy court parliament congress party research observatory foundation trust association monitor analytics
""")
_SAME = {
    "department of defense": "Pentagon",
    "defense department": "Pentagon",
    "u.s. department of defense": "Pentagon",
    "us department of defense": "Pentagon",
    "national intelligence service": "NIS",
    "u.s. geological survey": "USGS",
    "us geological survey": "USGS",
    "zelenskyy": "Zelensky",
    "zelenskiy": "Zelensky",
}
_RANKS = words("deputy senior former acting top outgoing assistant vice")
_OFFICIALS = words("official officials")
_VAGUE = words("source general chief")  # alone they name nobody


def name_of(tokens: list[Token], start: int, end: int) -> str | None:
    """Return the name in tokens[start:end] as the ledger writes it: a last name, or an office."""
    if end <= max(start, 0):
        return None
    names = [token.text for token in tokens[max(start, 0) : end]]
    while names and names[0].lower() in _RANKS:
        names.pop(0)  # "Deputy Pentagon spokeswoman"
    if not names or (len(names) == 1 and (len(names[0]) == 1 or _is_adjective(names[0]))):
        return None  # what is left of "D. Smith" is no name, nor is the "Ukrainian" of "Ukrainian estimate"
    names[-1] = names[-1].removesuffix("'s").removesuffix("’s")
    if not any(name[0].isupper() for name in names):
        return " ".join(names) if names[-1] in ROLES and names[0] not in _VAGUE else None
    spokes = next((place for place, name in enumerate(names) if name.lower() in _SPOKES), None)
    if spokes is None:
        return _person_or_office(names)
    if spokes and names[spokes].lower() not in _OFFICIALS:  # "Pentagon spokesman Pat Ryder"
        return _same(names[:spokes])
    return _same(names) if spokes == len(names) - 1 else _person_or_office(names[spokes + 1 :])


def _same(names: list[str]) -> str:
    """Return a name in the form in which all outlets' names for it are one."""
    taken = next((size for size in (2, 1) if len(names) > size and _nation(" ".join(names[:size]))), 0)
    if taken:  # "Russia's Defense Ministry" is the "Russian defence ministry" of others
        nation, rest = _nation(" ".join(names[:taken])) or "", " ".join(names[taken:])
        low = rest.lower().replace("defense", "defence")
        office = all(word in _OFFICES for word in low.split())
        if " ".join(names[:taken]) in _STATES_TOO or (names[taken - 1].lower() in _LANDS and not office):
            return " ".join(names)  # the "Georgia Bureau of Investigation" is no Georgian one
        names = [nation, low if office else rest]
        names = [rest] if rest.lower() in _SAME else names
    whole = " ".join(names)
    return _SAME.get(whole.lower(), whole)


_LANDS = frozenset(name.rsplit(" ", 1)[-1] for name in COUNTRIES)
_STATES_TOO = frozenset({"Georgia"})  # a country or a state of the US, if nobody says whose
_OFFICES = words("""
    defence foreign interior health energy emergency emergencies ministry air army navy military force forces
    police government official officials intelligence state media authorities service services lawmakers
""")


def _is_adjective(name: str) -> bool:
    """Say whether a name is a people's or its adjective: "Ukrainian", "Greeks", not "NATO", "Ukraine's"."""
    low = name.lower().replace("’", "'")
    return low in PEOPLES or (low in NATIONS and not name.isupper() and not low.endswith("'s"))


def _nation(name: str) -> str | None:
    """Return the adjective of "Russia's", "Russian"; None for another name."""
    low = name.lower().replace("’", "'")
    return COUNTRIES.get(low.removesuffix("'s")) or NATIONS.get(low)


_FULL_NAME = 2  # words


def _person_or_office(names: list[str]) -> str:
    """Return the last name of a person, the whole name of an office or a state."""
    lower = [name.lower() for name in names]
    last = lower[-1]
    if last in ROLES or last in ORGANISATION or ("of" in lower and not ORGANISATION.isdisjoint(lower)):
        titled = "state" in lower and last not in ROLES | ORGANISATION  # "Secretary of State Blinken"
        return _same(names[-1:] if titled else names)
    if "of" in lower[_FULL_NAME:] and "republic" not in lower and ROLES.isdisjoint(lower):
        names = names[: lower.index("of", _FULL_NAME)]  # "Anna Holm of Bonn"
    return _same([name for name in names if name[0].isupper()][-1:])
