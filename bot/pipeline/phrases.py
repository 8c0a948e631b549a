"""The words by which a sentence shows that it can't be quoted by itself. Data, in lower case.

They cover the languages of the larger news agencies. More are welcome: a sentence wrongly left out
costs little, one wrongly quoted is read by everyone.
"""

from __future__ import annotations

from collections.abc import Iterable


def _words(block: str) -> frozenset[str]:
    """Return the words of *block* as a set."""
    return frozenset(block.split())


def _phrases(block: str) -> tuple[str, ...]:
    """Return the phrases of *block*, which commas and line ends part."""
    return tuple(phrase.strip() for phrase in block.replace("\n", ",").split(",") if phrase.strip())


class Phrases:
    """Phrases that are looked for all at once, in text in lower case."""

    def __init__(self, *, after_space: Iterable[str], anywhere: Iterable[str]) -> None:
        """Those *after_space* may go on within their last word: "read more" stands in "read moreover"."""
        self._anywhere = list(anywhere)
        self._by_word: dict[str, list[str]] = {}  # by the longest of the words that stand there whole
        for phrase in after_space:
            whole = phrase.split(" ")[:-1]
            if whole:
                self._by_word.setdefault(max(whole, key=len), []).append(f" {phrase}")
            else:
                self._anywhere.append(f" {phrase}")
        self._ascii = list(filter(str.isascii, self._anywhere))  # all that can stand in most English text

    def any_in(self, text: str) -> bool:
        """Say whether any phrase stands in *text*, which begins with a space."""
        if any(map(text.__contains__, self._ascii if text.isascii() else self._anywhere)):
            return True
        words = text.split(" ")
        if self._by_word.keys().isdisjoint(words):
            return False
        return any(phrase in text for word in self._by_word.keys() & words for phrase in self._by_word[word])


# First words that point back. Articles that look like pronouns (German "das") are left to LEANING_OPENINGS.
LEANING_WORDS = _words("""
    he she they it his her their its him them this these those such but and or nor so yet however also
    meanwhile moreover furthermore besides instead then thereafter afterwards later still thus therefore
    hence nevertheless nonetheless otherwise similarly likewise additionally indeed rather neither both
    others another elsewhere consequently accordingly because again here i we you your my our asked
    conversely finally earlier previously separately
    он она оно они это этот эта эти его её ее их также однако но и а кроме ранее затем потом поэтому тем
    там при напомним вместе таким
    він вона воно вони це цей ця ці його її їх також однак але та і крім раніше потім тому нагадаємо
    er sie es dies diese dieser dieses aber und doch auch außerdem zudem dabei damit dazu darauf danach
    denn allerdings jedoch ebenso
    il elle ils elles ce cela cette ces mais et aussi ensuite puis ainsi cependant celui-ci celle-ci
    él ella ellos ellas esto eso este esta estos estas pero y además también asimismo
    ele ela eles elas isto isso mas e além também egli lui lei essi questo questa questi ma anche inoltre
    hij zij ze het dit deze maar en ook daarnaast bu şu o ancak ama ayrıca
    ona oni jego jej ich także również jednak oraz ponadto dodał dodała dodali
    inoltre anche
    وأضاف وأضافت وأوضح وأشار وأكد وتابع كما وقال وقالت هذا هذه ذلك لكن ولكن
    그는 그녀는 그가 이는 이에 이와 그러나 또한 또 하지만 이어 한편 이로써 이번
""")

# The same in scripts without spaces, where only the beginning can be compared.
LEANING_BEGINNINGS = _phrases("""
    该, 該, 上述, 随后, 隨後, 与此同时, 與此同時
    他, 她, 它, 这, 這, 那, 此, 但, 另, 同时, 同時, 而, 因此, 不过, 不過, 其
    彼, これ, それ, その, この, しかし, また, 一方, そして, さらに, なお
    同氏, 同日, 同省, 同社, 同国, 同紙, 同庁, 同州, 同市, 同局, 同事務総長, 同報道官, こうした, こう
    そこで, だが, ただ, ところが, すると
""")

LEANING_OPENINGS = _phrases("""
    in addition, in response, in turn, in contrast, in return, in other words, in the meantime, in this,
    in that, in these, in those, in his, in her, in their, in its, as a result, as such, as for,
    for example, for instance, for his, for her, for their, for this, for that, at the same time, at that,
    at this, on the other hand, on his, on her, on their, on this, on that, of those, of these, of them,
    of the, among them, among those, among these, one of them, one of those, one of these, one of the,
    some of them, some of those, some of these, all of them, all of those, all of these, after that,
    after this, according to him, according to her, according to them, according to it,
    according to the statement, according to the report, according to the document, that, the latter,
    the former, the same, the other, the others, the rest, the two, the three, the four, the next
    по его, по её, по ее, по их, за його словами, за її словами, за їх словами, тем временем, в этом,
    в этой, в то же
    das ist, das war, das sagte, das teilte, das habe, das sei, das geht, das gilt, das wäre, das hat
    en outre, en revanche, à cet, dans ce, sin embargo, por su, por otro, in questo
    об этом, об этом сообщил, при этом, про це, при цьому, як повідомля, o tym, powiedział to, powiedziała to,
    poinformował o tym, jak dodał, według niego, według niej, jego zdaniem
    selon lui, selon elle, selon eux, d'après lui, según él, según ella, así lo, se trata, por ello, por eso
    segundo ele, segundo ela, trata-se, lo ha, lo hanno, lo riferisce, lo rende, si tratta, secondo lui
    so der, so die, demnach, das berichtete, das meldete, das bestätigte, das erklärte, laut ihm
""")

# "The move came a day after": a definite noun that names nothing by itself.
LEANING_NOUNS = _words("""
    move decision announcement remark remarks comment comments statement incident news pair trio duo claim
    claims allegation allegations letter document report survey study figure figures change measure suspect
    suspects victim victims man woman teenager couple boy girl actor actress singer star spokesman
    spokeswoman official officials source sources company group agency firm author authors researchers
    number result results first second third
""")

# Marks of a caption, anywhere.
_CAPTION_MARKS = _phrases("""
    getty images, ap photo, afp photo, afp via, courtesy of, photo by, photograph by, photographed by,
    pictured here, pictured above, pictured below, file photo, file picture, file image, (pictured,
    (file, (archive, (left), (right), (centre), (center), (l), (r), ©, |, http://, https://, www.
    (foto, foto:, фото:, (фото, photo d'illustration, photo d’illustration, crédit photo, photo :
    /reuters., /afp., /ap., /getty., /efe., /epa., /reuters], /afp], /ap], efe/, via ap)
    via reuters), via afp)
""")

# Calls to do something, advertisements and captions.
CALLS = Phrases(
    after_space=_phrases("""
    subscribe to our, subscribe now, subscribe for, subscribe today, to subscribe, sign up, newsletter,
    our newsletter, register now, register to read, register for free, register here, create an account,
    log in to, please log in, click here, click the, click on, tap here, follow us, follow our, join our,
    download our, download the app, read more, continue reading, read the full, full story here,
    support our journalism, donate now, donate to our, your inbox, we use cookies, use of cookies,
    privacy policy, terms of service, terms of use, all rights reserved, copyright ©, copyright 20,
    enable javascript, your browser, free trial, this article was, this story was, this article is,
    this story is, this post, this material may not, promo code, free spins, welcome bonus, casino bonus,
    no deposit, online casino, bet now, play now, best odds, contact us, email us, e-mail us, get in touch,
    contributed to this, let us know, stay tuned, share this, scroll to top, all headlines, most read,
    as an amazon associate, affiliate link, sponsored content, sponsored by, live updates, live blog,
    our liveblog, more details to follow
    подпишитесь, подписывайтесь, подписаться, читайте также, читайте нас, наш telegram, в telegram-канале,
    подпишіться, підписуйтесь, підписуйтеся, читайте також, читайте ще, більше новин
    abonnez-vous, abonnieren sie, suscríbete, suscríbase, assine, iscriviti, réservé aux abonnés, lire aussi
    leggi anche, leia também, lea también, te puede interesar, czytaj także, czytaj też, czytaj więcej
    lesen sie auch, abone olun, imagen de archivo, foto de archivo, lees ook
    is a reporter based, is a correspondent, is a freelance, is a staff writer, with files from
    contributed from, contributed reporting, melden sie sich jetzt, jetzt anmelden, die redaktion empfiehlt
    inscrivez-vous, recevez nos, recevez chaque, cet article a été, cet article est, síguenos
    este artículo fue
    больше новостей, следите за новостями, следите за нами, материал подготовлен, при участии корреспондент
    стежте за новинами, матеріал підготовлено, фото из архива, фото з архіву, на снимке
    leia mais, saiba mais, ler mais, inscreva-se, haberin devamı
    """),
    anywhere=_phrases(
        "订阅, 点击, 關注我們, 关注我们, 扫码, 责任编辑, 資料圖, 资料图, 구독, 무단 전재, 무단전재, 제보는"
        ", 자료사진, (사진, 購読, 会員登録, 会員限定, 続きを読む, 写真は, 資料写真, اشترك, اقرأ أيضا, تابعونا"
        ", symbolbild, archivbild, 摄。, 攝。, (记者, （记者, あわせて読みたい, 無断転載, 카카오톡"
        ", صورة أرشيفية, تابعنا على"
    )
    + _CAPTION_MARKS,
)

# Before a colon, a bar or a dash at the beginning: not an article's own words.
LABELS = _phrases("""
    photo, image, picture, file photo, video, watch, listen, read, read more, read also, see also,
    also read, related, credit, source, caption, advertisement, editor's note, editor’s note, note,
    correction, update, updated, published, posted, last updated, last modified, share, tag, tags, topics
    фото, видео, читайте, источник, foto, bild, quelle, lesen sie, lire aussi, photo d'archives, crédit
    lea también, leia também, 图片, 照片, 写真, 사진
    на фото, на снимке, автор, текст, джерело, иллюстративное фото, архивное фото, ілюстративне фото
    fotoğraf, kaynak, leia mais, fonte, fuente, crédit photo, fotografía, imagem, المصدر, صورة
""")

# Words that say nothing of a story. Shorter ones are told by their length.
EMPTY_WORDS = _words("""
    that with from have will were this they their said been which would about after more than also when what
    there could into over under other some such only most being says saying told according while where
    before during between against because them these those very just even here then year years week month
    last days time people
""")
