"""The words that the figure ledger knows: what is counted, what happened to it, what is neither."""

from __future__ import annotations


def words(block: str) -> frozenset[str]:
    """Return the words of *block* as a set."""
    return frozenset(block.split())


FUNCTION_WORDS = words("""
    a an the this that these those and or but nor so yet if as than then while when where who whom whose
    which what why how because since until although though unless whether of in on at by for from to
    with without within into onto over under above below between among amid amidst across through
    throughout during before after against about around toward towards near beside behind beyond along
    off out up down per via aboard including excluding despite following due like upon inside outside is are
    was were be been being am has have had having do does did will would shall should can could may
    might must not n't never no also only just still even already again now there here both either
    neither all each every any some many much more most few fewer less least several such same own other
    another others it its he she they we you i him her them us our your their his my me himself itself
    themselves today yesterday tomorrow ago later earlier meanwhile however reportedly allegedly nearly
    almost roughly approximately mr mrs ms dr said says say told according monday tuesday wednesday
    thursday friday saturday sunday
""")

# Of time and place, that no verb has for its object.
ADVERBS = words("""
    overnight outright abroad overseas nationwide worldwide online locally back home together alone alive
    indoors outdoors ashore aboard downtown upstairs daily weekly monthly annually early late twice once
""")

# People, however called: the words that may be counted singly and at any size.
PEOPLE = words("""
    people persons person civilians civilian children child women woman men man boys girls boy girl
    students student pupils teachers teacher passengers passenger tourists tourist pilgrims residents
    villagers migrants refugees workers worker miners miner firefighters firefighter rescuers doctors
    nurses patients journalists journalist protesters protester demonstrators activists police policemen
    policeman officers officer suspects suspect gunmen attackers militants fighters rebels insurgents
    extremists terrorists hostages hostage prisoners prisoner inmates detainees pirates sailors sailor
    crew bystanders shoppers employees staff victims victim survivors others nationals citizens voters
    candidates families members relatives babies infants teenagers teens youths adults pedestrians
    motorists drivers athletes players scientists physicians paramedics lawyers attorneys prosecutors
    judges jurors witnesses ministers officials leaders envoys priests nuns bishops pastors monks
    singers actors artists reporters photographers climbers hikers skiers swimmers cyclists astronauts
    cosmonauts veterans executives inspectors fans supporters customers households staffers diplomats
    aides monitors observers engineers divers volunteers farmers fishermen settlers evacuees defendants
    participants commuters guests clients investors viewers robbers burglars gangsters mobsters
    smugglers traffickers hackers experts professors managers colleagues mourners assailants
    perpetrators thieves burglar intruders captors councillors ambassadors immigrants emigrants
    foreigners expatriates crewmen seamen airmen guardsmen tribesmen businessmen clergymen cameramen
    riflemen craftsmen herdsmen boatmen horsemen arsonists separatists jihadists dissidents medics
    surgeons midwives pensioners retirees tenants trainees cadets apprentices convicts offenders
    juveniles minors toddlers newborns adolescents marchers strikers worshippers revellers partygoers
    concertgoers holidaymakers vacationers campers sunbathers surfers joggers trekkers stowaways
    castaways cops cooks cleaners carers caregivers contractors conductors stewards attendants brigands
    looters accomplices applicants graduates contestants smokers slaves seekers dancers musicians
""")
# Whose they are is told with them: so few are counted only where something happened to them.
KIN = words("""
    mothers fathers parents sisters brothers sons daughters cousins nephews nieces grandchildren
    grandparents siblings spouses wives husbands friends neighbours neighbors classmates teammates
    roommates couples orphans widows twins lovers kids servants
""")

# Those who fight for a state: "soldiers" are "troops" in the ledger.
TROOPS = words("troops soldiers servicemen servicemembers servicepeople trooper soldier serviceman")
FIGHTERS = TROOPS | words("""
    personnel marines marine scouts scout paratroopers commandos conscripts reservists recruits recruit
    mercenaries mercenary peacekeepers officers generals guards guard interpreters interpreter
    instructors advisers advisors volunteers fighters militants forces contingent defectors snipers
    sniper gunners pilots infantrymen militiamen spies agents specialists technicians
""")
ALIVE = PEOPLE | FIGHTERS | KIN

WEAPONS = words("""
    missiles missile drones drone uavs uav rockets rocket shells shell bombs bomb mines grenades rifles
    rifle shotguns handguns firearms weapons knives guns gun tanks tank vehicles vehicle aircraft jets
    jet helicopters helicopter planes plane
    warplanes ships ship vessels vessel boats boat submarines submarine howitzers launchers warheads
    munitions rounds bullets pistols magazines projectiles interceptors batteries systems artillery
""")

THINGS = words("""
    homes home homicides meps mks threats species firms organisations organizations agencies airlines
    hotels restaurants universities colleges houses house buildings building villages village towns
    settlements cities schools hospitals shops stores stations station containers container trains train
    lorries trucks truck cars car buses bus flights jobs job votes vote ballots seats seat lawmakers mps
    deputies senators countries states nations cases case arrests attacks attack strikes strike raids
    sorties clashes explosions blasts aftershocks incidents bodies body lives life deaths death injuries
    injury fatality fatalities casualties graves companies banks factories farms bridges roads
    apartments flats properties businesses patents copies tickets barrels accounts users subscribers
    units devices phones complaints lawsuits charges counts warrants animals dogs whales elephants
    rhinos cattle sheep birds fish trees acres coffins battalions brigades bases outposts plants planets
    pylons wells cables pipelines reactors refineries depots warehouses airports airfields ports dams
    substations turbines satellites radars tankers ferries trawlers carriages wagons tunnels doses fires
    tornadoes camps churches mosques dwellings huts tents customers households shares
""")

# Plurals that don't end in "s".
PLURALS = words("""
    people men women children police troops personnel staff crew servicemen gunmen policemen fishermen
    militiamen infantrymen aircraft dead wounded injured missing hurt cattle sheep fish artillery lives
    mps meps mks species media congressmen lawmen workmen clergymen crewmen seamen airmen guardsmen
    tribesmen businessmen cameramen riflemen craftsmen herdsmen boatmen horsemen grandchildren
""")
SINGULAR_S = words("""
    is was has as this us less across news series congress press business access process address
    progress always perhaps crisis basis analysis status campus virus bus gas loss class pass boss cross
    kansas texas paris james thus plus versus towards afterwards besides sometimes reuters wales arms
    its his hers says does goes kills injures wounds claims hits leaves sparks sees gets takes makes
    wins loses falls rises comes becomes gives seems includes
""")

# What is counted with a number but not by the ledger: time, sport, and words that need their own noun.
EXCLUDED = words("""
    days day years year hours minutes seconds weeks months decades centuries times ways things points
    percent goals yards rebounds assists wins losses games matches sets runs wickets touchdowns passes
    carries innings overs laps rounds seasons titles championships medals quarters halves starts downs
    catches steals blocks turnovers interceptions receptions tds poles pole podiums victories
    appearances touchdown reasons steps sides parts kinds types sorts pieces lots others' ones pages
    words inches feet metres miles degrees episodes songs albums tips facts options factors
    members' grounds fronts occasions areas thirds fifths tenths hundredths thousandths eighths instances
    aspects minutes' points' versions teams levels classes lines stages phases months' days' dollars cents
    pounds euros pm am kids' picks draft spots straight consecutive homers knockouts boards calories colors
    colours races fights bouts
    twenties thirties forties fifties sixties seventies eighties nineties hundreds thousands millions
    billions bills bill
    notes coins frames pesos riyals dinars dirhams kroner francs lei leva shillings taels
""")
MONTHS = words("""
    january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec
""")
SPORTS = words("""
    points goals yards rebounds assists wickets touchdowns wins losses innings runs carries catches
    passes interceptions tds receptions turnovers laps seeds tackles sacks saves putts birdies bogeys
    aces completions
""")
# Words in "ing" that are a part of a noun phrase.
NOT_VERBS = words("""
    polling voting fishing sleeping leading training housing wedding cleaning mining shipping refuelling
    building remaining existing missing trading operating landing manufacturing engineering nursing
    banking borrowing lending spending funding living outstanding surviving participating floating flying
    parking shooting hardworking visiting serving
""")

# Adjectives and the like that don't change what is counted.
UNTELLING = words("""
    new young innocent local fellow separate different elite fully well-armed such confirmed reported
    additional more other another extra further total overall of the a an remaining own heavily armed
    masked mostly mainly very ordinary suspected alleged possible potential unarmed known
""")
PARTIAL = words("another other others additional extra further more remaining")

# Adjectives of nations and alliances, as the ledger writes them.
_NAMES = """
    North Korean, South Korean, Korean, US, British, Russian, Ukrainian, Chinese, Israeli, French, German,
    Palestinian, Iranian, Iraqi, Syrian, Afghan, Turkish, Indian, Pakistani, Saudi, Polish, Japanese, Italian,
    Spanish, Somali, Yemeni, Western, NATO, UN, Indonesian, Sudanese, Lebanese, Egyptian, Nigerian, Mexican,
    Canadian, Australian, Belarusian, Georgian, Armenian, Azerbaijani, Kurdish, Dutch, Thai, Vietnamese,
    European, African, Greek, Swedish, Finnish, Norwegian, Danish, Romanian, Hungarian, Serbian, Ethiopian
"""
NATIONS = {name.strip().lower(): name.strip() for name in _NAMES.split(",")} | {
    "american": "US",
    "united states": "US",
    "uk": "British",
    "dprk": "North Korean",
    "north koreans": "North Korean",
    "north korea's": "North Korean",
    "russia's": "Russian",
    "ukraine's": "Ukrainian",
}
_BY_NAME = words("""
    Americans Britons Turks Kurds Greeks Swedes Finns Spaniards Filipinos Poles Danes Scots Serbs Croats
    Czechs Slovaks Uzbeks Kazakhs Tajiks Uyghurs Uighurs Tatars Dutchmen Frenchmen Irishmen Englishmen
    Bangladeshis Nepalis Kuwaitis Qataris Emiratis Yazidis Houthis Muslims Jews Sunnis Shiites Copts
    Democrats Tories Afghans Arabs Cossacks Cubans Texans Cypriots
""")
# Peoples that are counted by their name alone, as the ledger writes it: "23 Palestinians were killed".
PEOPLES = {f"{nation}s": f"{name}s" for nation, name in NATIONS.items() if nation.endswith(("an", "i"))} | {
    name.lower(): name for name in _BY_NAME
}
# Peoples whose name is also their adjective: counted where no noun follows.
PEOPLES_ALIKE = {
    name.lower(): name
    for name in ["Lebanese", "Chinese", "Japanese", "Vietnamese", "Sudanese", "British", "French", "Thai"]
}
# Countries as they stand after "from": "10,000 troops from North Korea" are North Korean troops.
_COUNTRIES = """
    north korea: North Korean, south korea: South Korean, russia: Russian, ukraine: Ukrainian, china: Chinese,
    israel: Israeli, iran: Iranian, iraq: Iraqi, syria: Syrian, turkey: Turkish, india: Indian,
    pakistan: Pakistani, afghanistan: Afghan, france: French, germany: German, britain: British,
    poland: Polish, japan: Japanese,
    somalia: Somali, yemen: Yemeni, lebanon: Lebanese, egypt: Egyptian, nigeria: Nigerian, mexico: Mexican,
    belarus: Belarusian, georgia: Georgian, armenia: Armenian, azerbaijan: Azerbaijani, ethiopia: Ethiopian
"""
COUNTRIES = {
    country.strip(): nation.strip() for country, nation in (pair.split(":") for pair in _COUNTRIES.split(","))
}

KILLED = "killed"
INJURED = "injured"  # of those who fight the ledger says WOUNDED
WOUNDED = "wounded"
MISSING = "missing"
CAPTURED = "captured"
ARRESTED = "arrested"
EVACUATED = "evacuated"
HOMELESS = "homeless"
DISPLACED = "displaced"
CASUALTIES = "killed or injured"
KILLED_OR_MISSING = "killed or missing"
AFFECTED = "affected"
EXCHANGED = "exchanged"
SHOT = "shot"

_OUTCOMES = {
    KILLED: "killed kill kills killing dead died die dies dying slain perished murdered murdering massacred "
    "drowned deaths fatalities lives slaughtered executed death fatality",
    INJURED: "injured injure injures injuring wounded wound wounds wounding hurt hurting maimed injuries",
    MISSING: "missing unaccounted disappeared",
    CAPTURED: "captured capture captures capturing captive surrendered",
    ARRESTED: "arrested arrest arrests arresting detained detain detains detaining",
    EVACUATED: "evacuated evacuate evacuates evacuating",
    DISPLACED: "displaced displacing displaces displace",
    HOMELESS: "homeless",
    "rescued": "rescued rescue rescues rescuing saved",
    "kidnapped": "kidnapped abducted kidnap",
    "seized": "seized seize seizes seizing confiscated",
    "freed": "freed released frees releases freeing releasing",
    "destroyed": "destroyed destroy destroys destroying razed levelled leveled "
    "flattened flattening flattens razing levelling",
    "damaged": "damaged damage damages damaging",
    "fired": "fired fire fires firing launched launch launches launching",
    "shot down": "downed intercepted downs intercepts downing intercepting",
    "lost": "lost lose loses losing",
    "infected": "infected",
    "trapped": "trapped",
    "stranded": "stranded",
    CASUALTIES: "casualties",
    AFFECTED: "affected affects affecting impacted impacting",
    EXCHANGED: "exchanged exchanging swapped swapping",
    "sickened": "sickened sickens sickening",
    "hospitalised": "hospitalised hospitalized hospitalises hospitalizes",
    "sold": "sold",
    "deported": "deported deports deporting",
    "sentenced": "sentenced",
    "acquitted": "acquitted",
    "cancelled": "cancelled canceled cancels",
    "sunk": "sunk sank",
    SHOT: "shot",
}
OUTCOMES = {word: outcome for outcome, block in _OUTCOMES.items() for word in block.split()}

# Before an amount these are verbs whose object is counted; the rest only after it.
GOVERNING = frozenset(OUTCOMES) - words("""
    dead died die dies dying death deaths fatalities fatality lives missing homeless hurt injuries
    unaccounted disappeared surrendered casualties captive perished drowned fire launch capture release
    rescue arrest damage sank
""") | words("fire")

# After an amount without a noun: "22 dead", "40 hurt", "22 killed".
BARE = words("""
    dead killed injured wounded hurt missing slain homeless hospitalised hospitalized arrested detained
    captured displaced
    evacuated deaths fatalities casualties injuries trapped die
""")

MODALS = words(
    "could may might would can feared fear fears if unless likely possibly should threatened threatens"
)
AUXILIARIES = words("""
    is are was were be been being remain remains remained has have had having also reportedly still
    already so far confirmed reported believed thought known found feared said least initially later
    officially as left all now who that severely seriously critically badly lightly instantly
    immediately to first presumed declared pronounced shot burned burnt crushed stabbed trampled beaten
    hacked either get gets got then
""")
NEGATIONS = words(
    "not n't never no none without wasn't weren't didn't haven't hasn't isn't aren't nobody deny denies"
)

HEADLINE_VERBS = frozenset(OUTCOMES) | words("""
    about around kills leaves leave left hits hit sees over at least more than up to nearly almost some
    says say loses wins gets takes sends send deploys deployed has have had with adds cuts cut buys
    sells orders raises recalls closes opens sentenced fines pays paid gives injures wounds strands toll
    finds found counts lists holds hold trains train carry carries sent used uses downs fires launched
    shot seized bodies trapped rescues rescued saves frees claims claim feared quake blast crash attack
    attacks bombing strike strikes fire storm flood floods shooting explosion
""")
