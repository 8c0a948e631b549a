"""Words that end in a full stop without ending a sentence, by language.

Kept apart by how likely a sentence ends there: never, before a number, perhaps. The usual ones of
the press in some twenty languages, all in lower case,
without the last stop.
"""

from __future__ import annotations


def _words(block: str) -> frozenset[str]:
    """Return the words of *block* as a set."""
    return frozenset(block.split())


# Stand before a name: never the end of a sentence.
TITLES = _words("""
    mr mrs ms dr gen lt col maj capt cpt sgt cpl pvt adm cmdr brig sen rep gov prof rev hon pres messrs
    supt det insp amb atty asst dep lt.-gen maj.-gen brig.-gen vs viz approx fig e.g i.e cf incl им ім
    ул вул просп пер пл акад проф ген полк доц т.е т.н т.к т.зв напр см ср гр гос обл р-н оз гор bzw ca
    z.b d.h u.a o.ä sog mme mlle mgr sra srta dra ud uds núm pág sig dott avv geb dhr mevr mw ks inż hab
    doç yrd m.in tzw tj np św aprox núms д-р د أ م mec adw prok abp płk ppłk kpt por sierż nadkom podinsp
    ggf evtl inkl zzgl bspw vgl bsp excmo sres avda prof.ssa dott.ssa exmo exma öğr uzm tuğg korg tümg
    архиеп митр адм г-н г-жа смт
""")

# Stand before a number: the end only where no number follows.
BEFORE_NUMBERS = _words("""
    no nos nr núm pp art sec ch vol jan feb mar apr jun jul aug sep sept oct nov dec № стр ст п ok godz
""")

# May well be the end: the next word decides.
MAYBE_LAST = _words("""
    st mt ft v al est dir hr fr sn inc corp co ltd llc plc bros jr sr etc esq ph.d dept assn bldg ave
    blvd sq mil mi bn mln mrd mio usw ecc etcétera г гг в вв р рр тыс тис млн млрд трлн руб грн долл др
    т.д т.п и.о н.э
""")

# Ends of times of day; the zone or the day may follow.
HOURS = frozenset({"a.m", "p.m"})
AFTER_HOURS = _words("""
    et est edt gmt bst cet cest pt pst pdt ct cst cdt mst mdt ist jst utc msk eastern central pacific
    local monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
""")

# Words that begin a sentence far more often than they follow an abbreviation ("in the U.S. The plan").
STARTERS = _words("""
    the a an this that these those it its he she they we i his her their our you there here but and or
    so yet in on at for from with by as if when while after before since although though however
    meanwhile both one some many most all no not what who how why where which such then now also still
    even last next earlier according officials police он она они это этот эта эти в на по с и но а как
    для из у к о об при после до der die das ein eine es er sie wir und aber im le la les un une il elle
    ils elles et mais el los las una y pero en o os e lo gli
""")

# Languages that write an ordinal as a number with a stop ("am 24. Oktober").
ORDINAL_STOP = frozenset(
    (
        "de",
        "da",
        "nb",
        "no",
        "nn",
        "fi",
        "cs",
        "sk",
        "sl",
        "hr",
        "sr",
        "bs",
        "hu",
        "et",
        "lv",
        "is",
        "tr",
        "pl",
    )
)
