"""The forms of verbs, by which a sentence's own words say what became of those whom it counts."""

from __future__ import annotations

from bot.pipeline.figures.words import words

_SHORTEST = 5  # letters of a regular participle: not "shed"
# Irregular participles that are no verb's past.
SURE = words("""
    taken given seen stolen broken written drawn shown thrown chosen frozen sworn withdrawn driven eaten
    hidden torn born beaten bitten overthrown
""")
# Past and participle in one: behind a noun surely the participle only after "were".
EITHER = words("""
    built bought brought caught cut found held hit laid lost paid put rebuilt sent shut spent split
    struck taught won fed heard kept sold hurt fought sought hung
""")
# What tells nothing of those who are counted, or not what became of them.
_EMPTY = words("""
    expected believed estimated reported thought alleged supposed scheduled feared planned said known
    called named based involved armed dressed located related concerned aged needed required included
    contained featured covered represented totalled totaled numbered reached exceeded topped neared
    averaged wanted claimed remained lasted turned united limited married considered intended used
    compared combined interested advanced experienced hundred seemed appeared tried started continued
    added increased decreased dropped gained climbed ranked scored finished marked followed according
    owed priced valued fixed assumed determined prepared hoped happened decided agreed headed ended
    helped looked worked moved played missed passed crossed counted unnamed unidentified mixed joined
    accompanied warned noted explained argued insisted insured defeated faced cited qualified failed
    wished indeed naked sacred wicked rugged
""")
_FORCED = words("forced ordered asked urged invited allowed advised")  # to do something
FORCES = {
    form: told
    for told in _FORCED
    for stem in (told.removesuffix("ed"), told.removesuffix("d"))
    for form in (told, f"{stem}s", f"{stem.removesuffix('e')}ing")
} | {"told": "told"}

# Verbs of the news whose object is often counted: regular ones, then others with their participles.
_REGULAR = """
    hire create close open recall cancel order deploy issue release publish donate deliver install
    discover approve reject attract host treat charge convict indict suspend dismiss appoint nominate
    elect invite question interview test employ award produce receive reopen recover remove operate
    conduct evict jail export import acquire purchase sanction target repair replace vaccinate
    evacuate destroy arrest detain deport kill injure wound capture displace intercept attack ambush bomb
    hijack loot torch demolish relocate resettle repatriate distribute supply provide quarantine screen
    train recruit eliminate slash axe quash inspect review examine process harvest expand house shelter
    lease rent auction pardon extradite prosecute arraign execute
"""
_OTHER = """
    identify identified, ban banned, scrap scrapped, ship shipped, drop dropped, plan planned, expel
    expelled, deny denied, occupy occupied, cut cut, shut shut, buy bought, sell sold, build built, send
    sent, lay laid, give given, shed shed, hand handed, free freed, seize seized, rob robbed, sink sunk,
    steal stolen, find found, catch caught, draw drawn
"""
_PAST = {
    "took": "taken",
    "gave": "given",
    "stole": "stolen",
    "broke": "broken",
    "wrote": "written",
    "drew": "drawn",
}
_SAME = frozenset({"cut", "shut"})  # base, past and participle in one


def forms(pairs: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the participles by base forms, and by forms in "s" and "ing", of "build built, cut cut"."""
    bases: dict[str, str] = dict(pair.split() for pair in pairs.split(","))
    others: dict[str, str] = {}
    for base, participle in bases.items():
        doubled = participle.removesuffix("ed") if participle.endswith("ed") else base
        stem = base.removesuffix("e")
        consonant = base.endswith("y") and base[-2] not in "aeiou"
        plural = f"{base[:-1]}ies" if consonant else base + "s"
        others |= dict.fromkeys(
            [plural, f"{stem}ing", f"{doubled}ing", f"{doubled}{doubled[-1]}ing"], participle
        )
    return bases, others


_BASES, _FORMS = forms(
    ",".join([_OTHER, *(f"{verb} {verb}{'d' if verb.endswith('e') else 'ed'}" for verb in _REGULAR.split())])
)
_FORMS |= {"closes": "closed", "releases": "released", "publishes": "published", "discharges": "discharged"}
_FORMS |= dict.fromkeys(["catches"], "caught")


def is_participle(word: str) -> bool:
    """Say whether the word may be a participle that tells something."""
    regular = word.endswith("ed") and len(word) >= _SHORTEST and not word.endswith("eed")
    return (regular or word in SURE or word in EITHER) and word not in _EMPTY


# Pasts that tell something with their object; what is said or wished does not.
_IRREGULAR = words("""
    made left gave met spent bought sold sought fought caught broke drew wrote saw ran won lost held built
    sent hit struck paid kept led lit rode
""")
_SAID = words("""
    believed thought expected wanted claimed agreed decided hoped planned argued warned noted asked urged
    insisted explained feared needed tried started continued seemed appeared happened used supposed reported
    estimated considered called named named remained lasted turned totalled totaled numbered represented
    included contained indeed hundred united added announced admitted confirmed denied
""")


def is_past(word: str) -> bool:
    """Say whether the word may be a verb's past that with its object tells what somebody did."""
    regular = word.endswith("ed") and len(word) >= _SHORTEST and not word.endswith("eed")
    return (regular or word in _IRREGULAR) and word not in _SAID


def of_base(word: str) -> str | None:
    """Return the participle of a verb as it stands after "to" or "will"; None for no verb of the news."""
    return _BASES.get(word)


def of_finite(word: str) -> str | None:
    """Return the participle of a finite verb, or one in "ing", whose object is told of: "hires", "stole"."""
    told = _PAST.get(word) or _FORMS.get(word) or (word if word in _SAME else None)
    regular = word.endswith("ed") or word in EITHER
    forces = word in _FORCED and word != "ordered"  # "ordered 50 planes", but "asked 50 people"
    return told or (word if regular and is_participle(word) and not forces else None)
