"""Sentences that tell of walls rather than being one: "the firm said that it uses cookies". Pure.

A wall speaks to its reader. News speaks of others, and says who said so, or when, or who they are: such words
stand in no wall.
"""

from __future__ import annotations

import re

# Who said it, by which act, and those of whom a report speaks and whom a wall calls "you"; "*" is any ending.
_WORDS = """
    said says told announced according spokes* reported ruled fined fines regulator court ministry minister
    company researcher* readers visitors customers campaigners lawmakers
    sagte sagten teilte teilten erklärte laut kündigte urteil* gericht* ministerium behörde sprecher* nutzer
    verlag leser unternehmen
    déclaré annoncé selon ministère tribunal porte-parole entreprise lecteurs visiteurs internautes
    dijo anunció según informó multó ministerio portavoz empresa lectores visitantes
    disse anunciou segundo ministério leitores
    detto annunciato secondo ministero tribunale azienda lettori
    zei volgens ministerie rechter bedrijf lezers bezoekers
    powiedział* poinformował* według ministerstwo sąd firma czytelnicy użytkownicy
    заявил* сообщил* объявил* оштрафовал* суд суда ведомств* министерств* читател* пользователи пользователей
    повідомил* заявили оголосил* міністерств* читач* користувачі
    dedi açıkladı bakanlık mahkeme okurlar kullanıcılar
"""
_EASTERN = (
    *("発表", "によると", "述べ", "明らかにした", "裁判所", "新聞社", "同社"),
    *("宣布", "表示[，,:：]", "据报道", "法院", "该公司", "监管"),
    *("밝혔다", "말했다", "전했다", "발표했다", "법원", "에 따르면"),
    *("قالت", "أعلن", "وفقا", "محكمة", "وزارة", "الشركة"),
)
_SPACED = "|".join(_WORDS.split()).replace("*", r"\w*")
_TELLS = re.compile("|".join([rf"\b(?:{_SPACED})\b", *_EASTERN]))
_STOP = re.compile(r"(?<=[.!?…]) +|(?<=[。！？])|\n+")


# How a wall speaks: to its visitor, of itself, with a request.
_TO_VISITOR = """
    you your you've you're please we our us | ihr ihre ihrem ihren ihrer wir uns unser* unsere bitte
    vous votre vos nous nos notre veuillez tu ton | usted tu tus te nosotros nuestr*
    você seu sua nós nosso* nossa* | tuo tua tuoi noi nostr* ti
    je jouw uw u wij onze | twój twoj* my nasz* prosimy
    вы вас вам ваш* мы наш* нас пожалуйста | ви вас вам ваш* ми наш* | siz* lütfen
"""
_TO_VISITOR_EASTERN = (
    "您",
    "你的",
    "请",
    "我们",
    "ください",
    "お探し",
    "当サイト",
    "세요",
    "십시오",
    "하시",
    "저희",
    "يرجى",
    "متصفحك",
)
_SPOKEN = "|".join(_TO_VISITOR.replace("|", " ").split()).replace("*", r"\w*")
_SPEAKS = re.compile(
    "|".join(
        [
            rf"\b(?:{_SPOKEN})\b",
            *_TO_VISITOR_EASTERN,
        ]
    )
)
_COOKIES = re.compile(r"cookie|クッキー|쿠키|ملفات تعريف الارتباط")
_PAYS = re.compile(
    r"subscri|abonn|\babo\b|suscri|suscrí|\bassin|подпис|передпл|prenumer|subskry|订阅|訂閱|会员|會員|会員|購読|有料"
    r"|구독|유료|اشتر|free trial|last free|free stor|free article|kostenlos testen|essai gratuit"
)
_READS = re.compile(
    r"\bread|story|stories|article|content|unlimited|log ?in|sign in|lesen|artikel|inhalt|\blire"
    r"|lecture|contenu|connectez|\bleer|leyendo|artículo|contenido|sesión|\bler\b|lendo|conteúdo|login|legg|articol|contenut"
    r"|чита|материал|текст|стат|войд|увійд|czyta|treści|阅读|閱讀|全文|内容|登录|登入|読|記事|ログイン|읽|기사|전문|로그인"
    r"|قراءة|المقال"
)
_LETTERS = re.compile(r"newsletter|podcast|telegram|youtube|whatsapp|канал|рассылк|розсилк|メルマガ|뉴스레터")
_QUOTED = re.compile(r"[\"“„«「『‘][^\"”“»」』’]{0,300}[\"”“»」』’]")


def speaks(sentence: str) -> bool:
    """Say whether a folded *sentence* speaks to who reads it."""
    return _SPEAKS.search(_QUOTED.sub(" ", sentence)) is not None


def asks_for_consent(sentence: str) -> bool:
    """Say whether a folded *sentence* speaks to its reader of cookies."""
    return _COOKIES.search(sentence) is not None and speaks(sentence)


def asks_for_payment(sentence: str) -> bool:
    """Say whether a folded *sentence* speaks to its reader of what is to be paid for reading on."""
    return (
        _PAYS.search(sentence) is not None
        and _READS.search(sentence) is not None
        and _LETTERS.search(sentence) is None
        and speaks(sentence)
    )


def told(folded: str) -> list[str]:
    """Return the sentences of a *folded* text that may be spoken to its reader."""
    return [one for one in _STOP.split(folded) if one and not _TELLS.search(one)]
