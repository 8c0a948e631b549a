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
    r"subscri|abonn|\babo\b|suscri|suscrí|\bassin|подпис|передпл|prenumer|subskry|订阅|訂閱|会员|會員|会員"
    r"|購読|有料|구독|유료|اشتر|free trial|last free|free stories|free articles|kostenlos testen"
    r"|essai gratuit"
)
_READS = re.compile(
    r"\bread|story|stories|article|content|unlimited|log ?in|sign in|lesen|artikel|inhalt|\blire|lecture"
    r"|contenu|connectez|\bleer|leyendo|artículo|contenido|sesión|\bler\b|lendo|conteúdo|login|legg|articol"
    r"|contenut|чита|материал|текст|стат|войд|увійд|czyta|treści|阅读|閱讀|全文|内容|登录|登入|読|記事"
    r"|ログイン|읽|기사|전문|로그인|قراءة|المقال"
)
_LETTERS = re.compile(r"newsletter|podcast|telegram|youtube|whatsapp|канал|рассылк|розсилк|メルマガ|뉴스레터")
_TRACKS = re.compile(
    r"partner|партн|パートナー|파트너|شركا|合作伙伴|tracking|werbung|\bads?\b|advert|publicid|pubblicit"
    r"|publicité|реклам|reklam|広告|광고|广告|إعلان"
)
_PERSON = re.compile(
    r"human|humain|\bumano|mensch|człowiek|человек|людин|人間|사람|真人|\binsan|robot|\bbots?\b|робот"
    r"|ロボット|로봇|机器人|機器人|روبوت|إنسان|automat|автомат|自動|자동|conexão|connection"
)
_CHECKS = re.compile(
    r"verif|vérif|überprüf|confirm|bestätig|провер|перевір|подтверд|підтверд|sprawd|potwierd|確認|확인|验证"
    r"|驗證|التحقق|تأكد|doğrul|controll"
)
# One page or article, not "articles of a treaty", "Nordseite" or a site's name ("Ultime Notizie").
_THING = re.compile(
    r"\b(?:(?:web)?page|story|article(?! ?\d)|content|(?:web|internet)?seite|artikel(?! ?\d)|beitrag|inhalt"
    r"|contenu|contenido|conteúdo|contenuto|articolo(?! ?\d)|artículo(?! ?\d)|artigo(?! ?\d)|pagina|página"
    r"|noticia|notícia|notizia|stron[aęy]|artykuł\w{0,2}|treś(?:ć|ci)|страниц\w|материал|новость|новости"
    r"|сторінк\w|матеріал|новин[аиу]|sayfa\w{0,3}|içeri(?:k|ği)|haber(?:i|e)?)\b|\blink"
    r"|页面|頁面|内容|內容|文章|網頁|网页|ページ|記事|コンテンツ|페이지|기사|콘텐츠|الصفحة|المحتوى|المقال|الخبر"
)
# Not what news says of other things: "удалось" (managed to), "200 Meter entfernt", "인명피해는 없었다".
_LOST = re.compile(
    r"not (?:be )?found|no longer (?:avail|exist|here|online|on (?:this|our))|n't exist|not exist|n't find"
    r"|cannot find|been (?:removed|deleted|moved)|unavailable"
    r"|nicht (?:mehr |leider )*(?:gefunden|verfügbar|existiert|vorhanden|online)|existiert nicht"
    r"|gibt es nicht|(?:wurde|ist) (?:\w+ ){0,4}(?:gelöscht|entfernt)|introuvable"
    r"|plus (?:disponible|en ligne)|n'existe|été (?:supprim|retir)|pas trouv|non trouv"
    r"|no (?:existe|está disp|se en|dispon|encontr)|ya no (?:est|exist)|(?:sido|fue) elimin"
    r"|não (?:existe|está disp|foi enc|enc)|(?:sido|foi) removid"
    r"|non (?:esiste|trov|è (?:più|stat[ao] trov|disponib|presente|raggiung))|più (?:online|disponibil)"
    r"|stat[ao] (?:rimoss|spostat|eliminat)|nie (?:ma ta|ma te|istnieje|znale)|został[ao]? (?:usuni|przenies)"
    r"|не (?:найден|существу|знайден|існу)|удал[её]н(?!н)|удалил|видал(?:ен|ил)|больше нет|більше нема|不存在"
    r"|找不到|删除|刪除|下线|下架|失效|見つか|存在しません|削除|終了|(?:페이지|기사|콘텐츠)[가이는은]? ?없"
    r"|존재하지|삭제|찾을 수|لم يعد|غير (?:موجود|متوف|متاح)|حذف|إزالة|bulunam|ulaşılam|kaldırıl|taşın|silin"
    r"|(?:sayfa|içerik|haber) yok|bestaat niet|niet (?:meer )?(?:gevonden|beschikbaar)|verwijderd"
)
_QUOTED = re.compile(r"[\"“„«「『‘][^\"”“»」』’]{0,300}[\"”“»」』’]")


def speaks(sentence: str) -> bool:
    """Say whether a folded *sentence* speaks to who reads it."""
    return _SPEAKS.search(_QUOTED.sub(" ", sentence)) is not None


def asks_for_consent(sentence: str) -> bool:
    """Say whether a folded *sentence* speaks to its reader of cookies."""
    return _COOKIES.search(sentence) is not None and speaks(sentence)


def tracks(text: str) -> bool:
    """Say whether a folded *text* speaks to its reader of cookies and of whom they serve."""
    return asks_for_consent(text) and _TRACKS.search(text) is not None


def checks(sentence: str) -> bool:
    """Say whether a folded *sentence* wants proof that its reader is a person."""
    return _PERSON.search(sentence) is not None and _CHECKS.search(sentence) is not None and speaks(sentence)


def is_lost(sentence: str) -> bool:
    """Say whether a folded *sentence* says of a page or an article that it is not there."""
    return _THING.search(sentence) is not None and _LOST.search(sentence) is not None


def asks_for_payment(sentence: str) -> bool:
    """Say whether a folded *sentence* speaks to its reader of what is to be paid for reading on."""
    return (
        _PAYS.search(sentence) is not None
        and _READS.search(sentence) is not None
        and _LETTERS.search(sentence) is None
        and speaks(sentence)
    )


def tells(folded: str) -> bool:
    """Say whether a *folded* text tells who said something, as a report does."""
    return _TELLS.search(folded) is not None


def told(folded: str) -> list[str]:
    """Return the sentences of a *folded* text that may be spoken to its reader."""
    return [one for one in _STOP.split(folded) if one and not _TELLS.search(one)]
