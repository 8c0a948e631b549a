"""The words by which a sentence shows that it is no statement of its article. Data, in lower case.

They cover the languages of the larger news agencies. More are welcome: a sentence wrongly left out
costs little, one wrongly quoted is read by everyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter


def _words(block: str) -> frozenset[str]:
    """Return the words of *block* as a set."""
    return frozenset(block.split())


def _phrases(block: str) -> tuple[str, ...]:
    """Return the phrases of *block*, which commas and line ends part."""
    return tuple(phrase.strip() for phrase in block.replace("\n", ",").split(",") if phrase.strip())


# Words that say nothing of a story. Shorter ones are told by their length.
EMPTY_WORDS = _words("""
    that with from have will were this they their said been which would about after more than also when what
    there could into over under other some such only most being says saying told according while where
    before during between against because them these those very just even here then year years week month
    last days time people
    the a an in on at of to as by and but for his her its was are had has who not if so or is it we he she
    you all any our out off up no do did can may new per one
    und der die das den dem des ein eine einen einem einer im am zum zur von vom mit bei nach aus auf fur sich
    ist sind war hat haben wird werden sei seien wurde wurden nicht auch als wie nur noch dass uber unter vor
    sagte teilte laut mehr
    les des une dans pour par sur avec est sont ete ont aux ses leur plus pas que qui selon cette ces apres
    los las del una por para con que como mas sus fue han sido segun este esta ante desde entre sobre tras
    dos das uma nos nas pelo pela com nao mais foi sao seu sua segundo apos
    gli dei delle della nel nella per con sono stato stata anche piu come dal dalla alla
    het een van voor met niet dat zijn heeft werd ook naar door
    jest oraz nie sie jak przez ktore ktory ktora byl byla
    ve bir bu ile icin olan olarak daha
    как что это для или при его они она был была были будет также после который которые которая сообщил
    сообщила сообщает словам
    як що для або при його вони вона був була були буде також після який яка які повідомив повідомила
""")


def _either(phrases: Iterable[str]) -> str:
    """Return an expression for any of *phrases*; those that begin alike share it, so that few are tried."""
    by_first = groupby(sorted(set(phrases)), key=itemgetter(slice(1)))
    tails = {first: [phrase[1:] for phrase in alike] for first, alike in by_first}
    ways = (re.escape(first) + ("" if "" in left else _either(left)) for first, left in tails.items())
    return f"(?:{'|'.join(ways)})"


_MANY_GO_ON = 3  # characters that a word must be longer than others where more words begin with it


def _telling_word(phrase: str) -> tuple[str, bool]:
    """Return a word of *phrase* that few texts hold, and whether it is the last, which may go on."""
    *whole, last = phrase.split()
    return max([*((word, False) for word in whole), (last, True)], key=_tells)


def _tells(word: tuple[str, bool]) -> tuple[bool, int]:
    return word[0] not in EMPTY_WORDS, len(word[0]) - (_MANY_GO_ON if word[1] else 0)


class Phrases:
    """Phrases that are looked for all at once, in text in lower case that begins with a space.

    Each may go on within its last word: "read more" stands in "read moreover".
    """

    def __init__(self, each: Sequence[str]) -> None:
        self.each = each
        self._pattern = re.compile(f" {_either(each)}")
        telling = [_telling_word(phrase) for phrase in each]
        self._whole = frozenset(word for word, goes_on in telling if not goes_on)
        self._begun = re.compile(_either(word for word, goes_on in telling if goes_on))

    def may_show_in(self, word: str) -> bool:
        """Say whether text with this *word*, which stands between white space, may hold a phrase."""
        return word in self._whole or self._begun.match(word) is not None

    def any_in(self, text: str) -> bool:
        """Say whether any phrase stands in *text* after a space."""
        return self._pattern.search(text) is not None


class Marks:
    """Phrases and signs that are looked for anywhere in text in lower case."""

    def __init__(self, each: Sequence[str]) -> None:
        self.each = each
        self._within = re.compile(_either(max(mark.split(), key=len) for mark in each))

    def may_show_in(self, word: str) -> bool:
        """Say whether text with this *word*, which stands between white space, may hold a mark."""
        return self._within.search(word) is not None

    def any_in(self, text: str) -> bool:
        """Say whether any mark stands in *text*."""
        return any(map(text.__contains__, self.each))


# Marks of a caption, anywhere.
_CAPTION_MARKS = _phrases("""
    getty images, ap photo, afp photo, afp via, courtesy of, photo by, photograph by, photographed by,
    pictured here, pictured above, pictured below, file photo, file picture, file image, (pictured,
    (file, (archive, (left), (right), (centre), (center), (l), (r), ©, |, http://, https://, www.
    (foto, foto:, фото:, (фото, photo d'illustration, photo d’illustration, crédit photo, photo :
    /reuters., /afp., /ap., /getty., /efe., /epa., /reuters], /afp], /ap], efe/, via ap)
    via reuters), via afp)
""")

# Calls to do something and advertisements.
CALLS = Phrases(
    _phrases("""
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
    this is a developing story, this is a breaking, developing story and, story will be updated
    to keep reading, keep reading for, read our, watch our, listen to our, follow live, for more on this story
    is a leading provider, is a global leader, is a world leader, for more information visit
    please visit our, please refresh, we will bring you, we'll bring you, we’ll bring you, stay with us
    thanks for reading, thank you for reading, bringing you the, taking you through, bring you the latest
    is a reporter based, is a correspondent, is a freelance, is a staff writer, with files from
    contributed from, contributed reporting, melden sie sich jetzt, jetzt anmelden, die redaktion empfiehlt
    inscrivez-vous, recevez nos, recevez chaque, cet article a été, cet article est, síguenos
    este artículo fue
    больше новостей, следите за новостями, следите за нами, материал подготовлен, при участии корреспондент
    стежте за новинами, матеріал підготовлено, фото из архива, фото з архіву, на снимке
    leia mais, saiba mais, ler mais, inscreva-se, haberin devamı
    mehr zum thema, mehr dazu, dieser artikel wird, wird laufend aktualisiert, mit material von
    plus d'informations à venir, plus d’informations à venir, pour aller plus loin, à lire aussi
    para seguir leyendo, seguir leyendo, más información en, noticia en desarrollo, continue lendo
    mais informações em instantes, esta reportagem está em, w trakcie aktualizacji, polecamy, ciąg materiału
    новость дополняется, материал дополняется, текст дополняется, новина доповнюється, поддержите
    підтримайте нас, присоединяйтесь, приєднуйтесь, для обновления, haberin ayrıntıları, detaylar geliyor
    abonelere sunulan haberler, материалы информационного агентства
    opinions expressed, views expressed, read the original, solely responsible for the content
    solely responsible for this article, solely responsible for its content
    correction was made on, version of this article, version of this story, version of this obituary
    мы рассказывали, мы писали, мы сообщали, ми писали, ми розповідали, ми повідомляли, wir berichteten
    için tıklayın, bizi takip edin, notizia in aggiornamento, continua a leggere
    """)
)

# The same where words are not parted, and captions.
MARKS = Marks(
    _phrases(
        "订阅, 点击, 關注我們, 关注我们, 扫码, 责任编辑, 資料圖, 资料图, 구독, 무단 전재, 무단전재, 제보는"
        ", 자료사진, (사진, 購読, 会員登録, 会員限定, 続きを読む, 写真は, 資料写真, اشترك, اقرأ أيضا, تابعونا"
        ", symbolbild, archivbild, 摄。, 攝。, (记者, （记者, あわせて読みたい, 無断転載, 카카오톡"
        ", صورة أرشيفية, تابعنا على, 有料会員, お読みいただけ, お読みになれます, 登録すると, 点此"
        ", 扫描二维码, 下载app, 本文来自, 非经授权, 非經授權, 未经授权"
        ", 未經授權, 不得转载, 不得轉載, 版权所有, 版權所有, 转载请, 禁無断, 転載を禁"
        ", 기사 전문, 네이버에서, 좋아요"
    )
    + _CAPTION_MARKS,
)

# Alone in a line, with or without a colon: what follows in the next line is another article's headline.
LINKS = frozenset(
    _phrases("""
    related, related articles, related stories, related news, related content, related topics, read more
    read next, read also, see also, more on this story, more stories, you may also like, recommended
    recommended stories, trending now, most read, most popular, top stories, editors' picks, in other news
    notícias relacionadas, leia também, leia mais, veja também, saiba mais, noticias relacionadas
    lea también, le puede interesar, te puede interesar, más información, más noticias
    la rédaction vous conseille, lire aussi, à lire aussi, à lire également, sur le même sujet
    mehr zum thema, lesen sie auch
    auch interessant, weitere artikel, leggi anche, potrebbe interessarti, czytaj także, czytaj też
    zobacz też, zobacz również, zobacz także, polecamy, читайте также, по теме, материалы по теме
    читайте також, дивіться також, за темою, за цією темою, ilgili haberler, lees ook, اقرأ أيضا, اقرأ أيضاً
    مواضيع ذات صلة, 相关新闻, 相關新聞, 相关阅读, 延伸阅读, 延伸閱讀, 推荐阅读, 関連記事, 関連ニュース
    あわせて読みたい, 注目ワード, 관련기사, 관련 기사, 관련뉴스, 이 시각 주요뉴스
""")
)

LINKS_LONGEST = max(map(len, LINKS)) + 3  # characters, with the mark that may follow

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
