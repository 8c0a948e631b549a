"""The words by which a sentence shows that it leans on one before it. Data, in lower case, by language.

They cover the languages of the larger news agencies. More are welcome: a sentence wrongly left out costs
little, one wrongly quoted is read by everyone. But an article that looks like another language's pronoun
(Italian "il", Portuguese "o", Dutch "het", Polish "we") begins every other sentence, so each language has
its own.
"""

from __future__ import annotations


def _words(block: str) -> frozenset[str]:
    """Return the words of *block* as a set."""
    return frozenset(block.split())


def _phrases(block: str) -> tuple[str, ...]:
    """Return the phrases of *block*, which commas and line ends part."""
    return tuple(phrase.strip() for phrase in block.replace("\n", ",").split(",") if phrase.strip())


# First words that point back.
FIRST_WORDS = {
    "en": _words("""
        he she they it his her their its him them this these those such but and or nor so yet however also
        meanwhile moreover furthermore besides instead then thereafter afterwards later still thus therefore
        hence nevertheless nonetheless otherwise similarly likewise additionally indeed rather neither both
        others another elsewhere consequently accordingly because again here i we you your my our asked
        conversely finally earlier previously separately
    """),
    "ru": _words("""
        он она оно они это этот эта эти этого этой этому этим этих его её ее их также однако но и а ранее
        затем потом поэтому тем там тогда здесь напомним таким такой такая такое такие сам сама мы я наш
        наша
    """),
    "uk": _words("""
        він вона воно вони це цей ця ці цього цієї цьому цим цих його її їх також однак але та і а раніше
        потім тому там тоді тут нагадаємо такий така таке такі ми я наш наша
    """),
    "de": _words("""
        er sie es ihr ihre ihren ihrer sein seine seinen seiner dies diese dieser dieses diesen diesem aber
        und doch auch außerdem zudem dabei damit dazu darauf danach darin darüber daran dafür dagegen davon
        dadurch daher deshalb deswegen dort dann hier so solche beide denn allerdings jedoch ebenso weiter
        hinzu zuvor zugleich gleichzeitig derweil unterdessen inzwischen ferner daraufhin anschließend
        später wir ich unser unsere
    """),
    "fr": _words("""
        il elle ils elles son sa ses leur leurs ce c cela cet cette ces mais et aussi ensuite puis ainsi
        cependant toutefois pourtant néanmoins or donc celui-ci celle-ci ceux-ci celui celle ceux lui eux
        nous je j notre nos mon mes on
    """),
    "es": _words("""
        él ella ellos ellas su sus esto eso este esta estos estas ese esa esos esas aquel aquella pero y e
        además también asimismo así allí ahí luego lo le les yo nosotros nuestro nuestra mientras
    """),
    "pt": _words("""
        ele ela eles elas seu sua seus suas isto isso este esta estes estas esse essa esses essas neste
        nesta nesse nessa nisso disso desse dessa deste desta aquele aquela mas e além também porém contudo
        entretanto então lá ali ainda nós eu nosso nossa
    """),
    "it": _words("""
        egli lui lei essi suo sua suoi sue loro questo questa questi queste quello quella ma e ed anche
        inoltre poi intanto così quindi però tuttavia infatti noi io nostro nostra ciò tale tali
    """),
    "nl": _words("""
        hij zij ze zijn haar hun dit deze dat die maar en ook daarnaast daar daarbij daarom toen wij we ik
        onze
    """),
    "tr": _words("""
        bu şu o onun onlar onların bunun buna bunu bunlar ancak ama fakat ayrıca böyle öte ben biz kendisi
    """),
    "pl": _words("""
        on ona oni jego jej ich i a ale ten ta to te tego tej temu tym tych tam wtedy potem następnie
        natomiast także również jednak oraz ponadto dodał dodała dodali powiedział powiedziała podkreślił
        podkreśliła zaznaczył zaznaczyła wcześniej my nasz nasza
    """),
    "ar": _words("""
        وأضاف وأضافت وأوضح وأوضحت وأشار وأشارت وأكد وأكدت وتابع وتابعت كما وقال وقالت وذكر وذكرت ولفت ولفتت
        هذا هذه ذلك تلك وهذا وهذه وذلك وهو وهي وهم لكن ولكن كذلك أيضا وبدوره بدوره
    """),
    "ko": _words("""
        그는 그녀는 그가 그의 그녀의 그들은 이는 이에 이와 이같은 이런 이러한 이를 이들은 이들 그러나
        또한 또 하지만 이어 한편 이로써 이번 앞서 아울러 해당 다만 우리는 나는 저는
        대변인은 관계자는 남성은 여성은 피의자는
    """),
}

# After "this" they name a time: "This week", "Este lunes", "Cette nuit" point back at nothing.
TIMES = _words("""
    week month year morning afternoon evening night weekend summer winter autumn spring monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september
    october november december woche monat jahr jahres morgen nacht wochenende sommer winter herbst frühjahr
    montag dienstag mittwoch donnerstag freitag samstag sonntag semaine mois année matin soir nuit week-end
    été hiver automne printemps lundi mardi mercredi jeudi vendredi samedi dimanche semana mes año mañana
    tarde noche verano invierno lunes martes miércoles jueves viernes sábado domingo mês ano manhã noite
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta verão
    inverno settimana mese anno mattina pomeriggio sera notte lunedì martedì mercoledì giovedì venerdì
    sabato domenica неделю неделе ночью утром днем днём вечером году года летом весной осенью зимой тижня
    ночі ранку вечора року jaar maand nacht ochtend middag avond sabah akşam gece hafta ay yıl sene
    tygodniu roku nocy
""")

# The same in scripts without spaces, where only the beginning can be compared.
BEGINNINGS = _phrases("""
    该, 該, 上述, 随后, 隨後, 与此同时, 與此同時, 其中, 此外, 此前, 对此, 對此, 另外, 当时, 當時, 我们
    我們, 他, 她, 它, 这, 這, 那, 此, 但, 另, 同时, 同時, 而, 因此, 不过, 不過, 其, 由此, 于是, 声明说
    声明称, 报道称, 发言人表示, 發言人表示, 发言人说, 发言人称, 会上, 會上
    彼, これ, それ, その, この, しかし, また, 一方, そして, さらに, なお, 両氏, 両者, いずれも, 加えて
    続いて, 同氏, 同日, 同省, 同社, 同国, 同紙, 同庁, 同州, 同市, 同局, 同党, 同県, 同署
    同委員会, 同団体, 同容疑者, 同被告, 同大統領, 同首相, 同長官
    男は, 女は, 男性は, 女性は, 容疑者は, 会見で, 声明で
    同事務総長, 同報道官, こうした, こう, そこで, だが, ただ, ところが, すると, 私, われわれ, 我々
""")

# In those scripts, anywhere: what was told before, or a speaker who was.
WITHIN = _phrases("上述, 上記, 同氏は, 同日の, 이같이, 이 같은, 이같은")

# A star stands for the rest of a word.
OPENINGS = _phrases("""
    in addition, in response, in turn, in contrast, in return, in other words, in the meantime, in this
    in that, in these, in those, in his, in her, in their, in its, as a result, as such, as for
    for example, for instance, for his, for her, for their, for this, for that, at the same time, at that
    at this, on the other hand, on his, on her, on their, on this, on that, of those, of these, of them
    les deux, die beiden, los dos, las dos, ambos, ambas, os dois, as duas, i due, le due, entrambi, entrambe
    оба, обе, обидва, обидві, обоє, oba, obie, obaj
    of the, among them, among those, among these, one of them, one of those, one of these, one of the
    some of them, some of those, some of these, all of them, all of those, all of these, after that
    after this, according to him, according to her, according to them, according to it
    according to the statement, according to the report, according to the document, that, the latter
    the former, the same, the other, the others, the rest, the two, the three, the four, the next, по его
    по её, по ее, по их, за его, за її, за його, за їх словами, тем временем, в этом, в этой, в то же
    кроме того, кроме этого, при этом, вместе с тем, вместе с ним, вместе с ней, среди них, речь идет
    речь идёт, об этом, як повідомля*, как сообщ*, как уточн*, до этого, после этого
    для этого, про це, при цьому, крім того, серед них, водночас, йдеться про, у цьому, в цьому, на цьому
    після цього, перед цим, das ist, das war, das sagte, das teilte, das habe, das sei, das geht, das gilt
    das wäre, das hat, so der, so die, demnach, das berichtete, das meldete, das bestätigte, das erklärte
    laut ihm, nach seinen, nach ihren, hinzu komm*, im gegenzug, darunter, unter ihnen, en outre
    en revanche, à cet, dans ce, par ailleurs, de son côté, parmi eux, selon lui, selon elle, selon eux
    d'après lui, d’après lui, à ce, pour lui, pour elle, de plus, sin embargo, por su, por otro, por otra
    según él, según ella, así lo, se trata, por ello, por eso, en este, en esta, en ese, en esa, en estos
    a ellos, a ellas, a ello, entre ellos, entre ellas, de ellos, de ellas, de este, de esta, de hecho
    tras ello, para ello, según ha, según explicó, al respecto, en concreto, segundo ele, segundo ela
    trata-se, por isso, no entanto, de acordo com ele, de acordo com ela, entre eles, entre elas, a seguir
    com isso, para ele, para ela, in questo, lo ha, lo hanno, lo riferisce, lo rende, si tratta
    secondo lui, secondo lei, tra loro, per questo, o tym, powiedział to, powiedziała to
    poinformował o tym, jak dodał, według niego, według niej, jego zdaniem, jej zdaniem, ich zdaniem
    z kolei, poza tym, w związku z tym, wśród nich, tym samym, het is, het was, het gaat, het gebeurde
    het betreft, het lijkt, het wordt, het zou, volgens hem, volgens haar, söz konusu, öte yandan
    bunun üzerine, buna göre, jak informowa*, jak podawa*, як уточн*, del total
    وبحسب البيان, وجاء في البيان, وقال البيان
    من جهته, ومن جهته, في المقابل, وفي المقابل, وفي هذا, وفي ذلك, إلى ذلك
""")

# "The move came a day after": a definite noun that names nothing by itself.
NOUNS = _words("""
    move decision announcement remark remarks comment comments statement incident news pair trio duo claim
    claims allegation allegations letter document report survey study figure figures change measure suspect
    suspects victim victims man woman teenager couple boy girl actor actress singer star spokesman
    spokeswoman official officials source sources company group agency firm author authors researchers
    number result results first second third cause midfielder striker defender goalkeeper winger hosts
    visitors defendant defendants plaintiff plaintiffs driver gunman shooter attacker attackers assailant
    assailants accused deceased incumbent
""")

# Verbs by which somebody says something, as they stand beside a speaker who was named before.
SAYING = {
    "en": _words("""
        said says added told noted wrote explained continued warned recalled stressed insisted argued claimed
        admitted posted
    """),
    "ru": _words("""
        сказал заявил добавил отметил подчеркнул пояснил написал рассказал сообщил уточнил считает говорит
        сказала заявила добавила отметила подчеркнула пояснила написала рассказала сообщила уточнила
    """),
    "uk": _words("""
        сказав заявив додав зазначив підкреслив пояснив написав розповів повідомив уточнив сказала заявила
        додала зазначила підкреслила пояснила написала розповіла повідомила уточнила
    """),
    "de": _words("""
        sagte sagt erklärte betonte schrieb meinte kündigte forderte warnte berichtete fügte teilte so
    """),
    "es": _words("""
        dijo agregó añadió explicó señaló indicó aseguró afirmó apuntó subrayó precisó destacó advirtió
        sostuvo concluyó relató dicho añadido explicado señalado indicado asegurado afirmado
    """),
    "pt": _words("""
        disse afirmou declarou acrescentou explicou completou ressaltou contou destacou concluiu
    """),
    "it": _words("detto aggiunto spiegato dichiarato concluso affermato sottolineato scritto"),
    "pl": _words("""
        powiedział dodał podkreślił zaznaczył mówił ocenił stwierdził napisał wyjaśnił przyznał poinformował
        powiedziała dodała podkreśliła zaznaczyła mówiła oceniła stwierdziła napisała wyjaśniła przyznała
        poinformowała
    """),
    "nl": _words("zei zegt aldus vertelde schreef"),
}

# Where such a speaker is in a sentence in lower case; VERBS stands for the verbs of `SAYING`.
SPEAKERS = {
    "en": r"[,”\"’'] (?:(?:he|she|they|it|i|we) (?:VERBS)|(?:said|added) (?:he|she|they))\b",
    "ru": r"\b(?:(?:VERBS) (?:он|она)|по (?:его|её|ее|их) словам|речь ид[её]т)\b|[»\"”,] [-–—] (?:VERBS)\.$",
    "uk": r"\b(?:(?:VERBS) (?:він|вона)|за (?:його|її|їх|їхніми) словами|йдеться про)\b"
    r"|[»\"”,] [-–—] (?:VERBS)\.$",
    "de": r"\b(?:VERBS) (?:er|sie)\b|^(?:in|im|nach|bei|beim|am|auf|zum|vor|seit|gegenüber)\b[^,]{0,60}"
    r" (?:sagte|hatte|habe|ist|war|wurde|sei|soll|will|werde|\w+t) (?:er|sie)\b",
    "fr": r"-(?:t-)?(?:il|elle|ils|elles)\b",
    "es": r"[,»”\"] (?:ha |han )?(?:VERBS)\.$",
    "pt": r"[,»”\"] (?:VERBS)(?: (?:ele|ela))?\.$",
    "it": r"[,»”\"] (?:ha )?(?:VERBS)\.$",
    "pl": r"[-–—,”] (?:VERBS)\.$",
    "nl": r"\b(?:VERBS) (?:hij|zij|ze)\b",
    "tr": r"^[“\"‘'].*[”\"’'] (?:dedi|(?:diye|şeklinde) konuştu|ifade(?:lerini|sini) kullandı)\.$",
    "ja": r"^「[^」]*」(?:など)?と(?:述べ|語|話|説明|強調|指摘|コメント)[^はが]*。$",
    "zh": r"(?:^|[，。”」；])[他她]们?(?:还|還|又)?(?:说|說|表示|称|稱|指出|强调|強調|补充|認為|认为)",
    "ko": r"^[“\"‘'][^”\"’']*[”\"’'](?:이?라고|고|며) [가-힣]+(?:\s?[가-힣]+)?\.$",
}

# Pronouns that are somebody, for whom a name or a noun must stand before; and the first words after which
# no such noun stands: "In a statement, he", "В интервью он".
SOMEBODY = {
    "ru": r"\b(?:он|она|они|ему|ей|им)\b",
    "uk": r"\b(?:він|вона|вони|йому|їй|їм)\b",
    "fr": r"\b(?:il (?!y a\b|est \w+ que\b|s['’]agit\b|faut\b|faudra\b)|elle\b|ils\b|elles\b)",
    "es": r"\b(?:él|ella|ellos|ellas)\b",
    "pt": r"\b(?:ele|ela|eles|elas)\b",
    "it": r"\b(?:egli|lui|lei)\b",
    "pl": r"\b(?:on|ona|oni)\b",
}
ADVERBIAL = {
    "en": _words("at in on after by for with from last next once when while"),
    "ru": _words("в во на по после с со для до при накануне вчера сегодня если когда"),
    "uk": _words("у в на по після з зі для до під за якщо коли"),
    "fr": _words("dans après lors selon en à au aux pour avec sur depuis hier si quand"),
    "es": _words("en tras durante según por para con ayer si cuando"),
    "pt": _words("em no na nos nas após durante segundo por para com ontem se quando"),
    "it": _words("in nel nella nei dopo durante secondo per con ieri se quando"),
    "pl": _words("w we na po podczas według dla z ze do wczoraj jeśli gdy kiedy"),
}
