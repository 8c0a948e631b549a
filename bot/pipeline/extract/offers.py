"""Offers to read the rest of an article, told by what stands beside something to press. Pure.

A teaser may end in a full stop, and the offer below it may be a button in a box of any name. What it says is
short, speaks of reading on or of this very article, and of an account or money: roots of words tell both. An
offer of the whole paper, of a newsletter or of a place to comment does not speak of reading on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.pipeline.extract.holes import visible
from bot.pipeline.extract.telling import told
from bot.pipeline.extract.tree import Tree

_LARGEST = 400  # characters of a box that offers something
_MOST_SOURCE = 20_000  # characters of a box with its scripts and white space
_MOST_PRESSED = 60  # looked at in one page
_PARAGRAPH = 80  # characters of a line below an offer from which the article goes on there
_ENDING = 20  # characters of a paragraph, by which it is found in a text

_LEADS = re.compile(  # addresses of offers
    r"subscri|suscri|abonn|abbon|\babos?\b|assina|assine|prenumer|podpisk|peredplat|predplat|subskry"
    r"|[uü]yelik|abonelik|membership|mitglied|paywall|checkout|regist|log-?in|sign-?(?:in|up)|account"
    r"|bestell|\b(?:offer(?:s|t[aei])?|offres?|oferta|plans?|tarif\w*|pricing|join)\b"
)
_MOST_HYPHENS = 2  # of an offer's address: more are an article's title
_PRICE = (
    r"(?:r\$|[£$€₽₺¥￥₴₩])\s?\d|\d\s?(?:[€£₽₺₴₩]|zł\b|руб|грн|円|元|원|euro?s?\b|tl\b|kr\b)"  # "1 €", "R$ 2"
)
# Roots of words, in fourteen languages: what is to be paid, if only by an account.
_PAYS = re.compile(
    rf"{_PRICE}|subscri|subskry|suscri|suscrí|abonn|abbon|\babo\b|\babone|assin|подпис|підпис|передпл"
    r"|prenumer|订阅|訂閱|会员|會員|\bvip\b|购买|開通|开通|購読|有料|付费|付費|구독|유료|멤버십|회원"
    r"|프리미엄|اشتر|مشترك|عضو|حساب|membro|member|mitglied|\bsocio|участник|учасник|пакет|pakiet|доступ"
    r"|dostęp|\büye|оформи|тариф|купи|\bkup|únete|unirme|zugang|\bpaid\b|\bplan[os]*\b|all access|unlimited"
    r"|unbegrenzt|illimit|premium|trial|gratis|gratuit|kostenlos|sign in|log ?in|register|account"
    r"|your e-?mail|konto|anmeld|registr|compte|connecte|cuenta|inicia|\bconta\b|accedi|zalogo|войти"
    r"|войдите|регистр|реєстр|увійти|увійд|登录|登入|ログイン|로그인|تسجيل|سجل|giriş|\boff(?:er|re)"
    r"|\bofert|angebot|bestell"
)
_REST = re.compile(  # reading on, what is left, how much is free
    r"(?:read|reading) (?:on|the rest|the full|more of this)|(?:keep|continue|finish) reading"
    r"|rest of th(?:is|e)|more to this|full (?:story|article)|free (?:stories|articles)|limit\b|weiterlesen"
    r"|weiter lesen|lesen sie weiter|geht es (?:\w+ ){0,4}weiter|ganzen? (?:artikel|text|beitrag)"
    r"|vollständig|la suite|(?:continuer|poursuivre) (?:la|votre) lecture|l['’]intégralité|vous avez lu"
    r"|limite (?:de|di|d')|límite de|(?:seguir|sigue|continuar) leyendo|(?:noticia|artículo|nota) complet"
    r"|el resto|has leído|(?:continua(?:re)?|prosegui(?:re)?) (?:a leggere|la lettura)|hai letto"
    r"|articoli gratuiti|(?:articolo|artigo|matéria|reportagem) complet|(?:tutto l['’]|intero )articolo"
    r"|continu(?:e|ar) (?:lendo|a ler|a leitura)|leituras gratuitas|pozosta|czyta(?:j|ć) dalej|dalsz"
    r"|cał(?:ość|y|ego) (?:artykuł|tekst)|продолжени|дочита|чита\w{1,12} (?:дальше|далее|полност)|лимит|ліміт"
    r"|целиком|цілком|полн\w{1,12} (?:текст|верси)|осталось|продовженн|чита\w{1,12} (?:далі|повн)"
    r"|повн\w{1,12} (?:текст|версі)|залишилось|계속 읽|이어서 읽|전문을|기사 전문|나머지|남은"
    r"|続き(?:を読|をお|をご|は)|残り|全文|ここから先|剩余|余下|已阅读|继续阅读|繼續閱讀|完整|القراءة|بقية"
    r"|المقال كامل|كاملا|devamı|okumaya devam|tamamını|verder lezen|lees verder|hele artikel|läs vidare"
    r"|fortsätt läsa|les videre|læs videre|unlock|freischalt|débloqu|desbloque|sblocca|odblok|разблок"
    r"|розблок|解锁|解鎖|잠금|фрагмент|sin límites|sans limite|unlimited (?:articles|access)"
    r"|for (?:our )?subscribers|wymagaj?ą? (?:subskr|prenum)|试读|試し読み"
)
_THIS = re.compile(
    r"\bthis (?:story|article|content|report)|content for|inhalt (?:nur )?für"
    r"|dies(?:en|er|em) (?:artikel|beitrag|inhalt)|diesen und (?:\w+ )?weitere|cet article"
    r"|ce (?:contenu|texte)|(?:contenu|article) (?:réservé|pour)|esta noticia|este (?:contenido|artículo)"
    r"|contenido para|quest[oa] (?:contenuto|articolo|notizia)|contenuto (?:per|riservato)"
    r"|(?:est[ea]|nesta) (?:conteúdo|matéria|reportagem|artigo)|conteúdo para|ten artykuł|tego artykułu"
    r"|artykuł tylko|эт(?:от|ого|а|ой) (?:материал|текст|стать)|(?:материал|матеріал) для"
    r"|ц(?:ей|ього) (?:матеріал|текст)|(?:ця )?стат(?:тя|ья) доступн|ця стаття|이 기사|기사입니다|이 콘텐츠"
    r"|この記事|本文|هذا (?:المقال|المحتوى|الخبر)|bu (?:içerik|haber|yazı)|dit artikel"
    r"|exclusiv[ao] (?:para|de) (?:assin|suscri|socio)|noticia es exclusiva|exklusiv für"
    r"|эксклюзив\w{0,12} для|ексклюзив\w{0,12} для|ekskluzywn\w{0,12} dla"
)
_READS = re.compile(
    r"\bread|lesen|\blire|\bleer\b|legger|\bler\b|czyta|чита|읽|お読み|阅读|閱讀|قراءة|oku|lezen"
)
_OF_OTHER_MATTERS = re.compile(
    r"letter|lettre|bolet|rassylk|e-?mails\b|alert|\brss\b|podcast|telegram|youtube|whatsapp|google"
    r"|instagram|канал|рассыл|розсил|channel|kanal|メルマガ|뉴스레터|النشرة|comment|komment|coment|koment"
    r"|коммент|комент|yorum|コメント|评论|評論|댓글|تعليق|save|保存|收藏|speicher|bookmark|shop|e-?paper"
    r"|ticket|билет|bilet|billet\b|share|مشارك|is free|est gratuit|ist kostenlos|es gratis|è gratuito"
    r"|listen|ascolt|ouvir|écouter|escucha|слуша|слуха|\bhör|聞く|聴く|듣기|收听|استم|dinle|좋|기자|autor"
    r"|автор|\bapp\b"
)
_PRICED = re.compile(_PRICE)
_NUMBER = re.compile(r"\d")
# A teaser breaks off, and the first thing to press below it leads to an offer, whatever the box is called.
_BROKEN_OFF = re.compile(r".+(?:…|\.\.\.|[\[(](?:…|\.\.\.)[\])])")
_BELOW = "following::*[normalize-space()][1][not(ancestor-or-self::aside | ancestor::nav | ancestor::footer)]"
_PRESSED = (
    "//body//*[self::button or self::a[@href] or self::input[not(@type='hidden')] or @role='button']"
    "[not(ancestor::nav or ancestor::footer or ancestor::aside or ancestor::header or ancestor::li)]"
)
_SAID = (
    "descendant-or-self::text()[not(ancestor::script or ancestor::style or ancestor::template)]"
    " | .//@placeholder | .//input[@type='submit']/@value"
)
_WHOLES = frozenset({"article", "main", "body", "html"})
_UNSEEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


def is_teaser(tree: Tree, text: str) -> bool:
    """Say whether *text*, which is short, is a beginning whose rest is offered for money or an account."""
    offers = (box for box in _boxes(tree) if _offers_the_rest(box))
    return not all(_goes_on(box, text) for box in offers) or _breaks_off(tree, text)


def is_hidden(one: Tree) -> bool:
    """Say whether an element, or what it stands in, is not shown."""
    return any(
        "hidden" in each.attrib or _UNSEEN.search(each.get("style", ""))
        for each in (one, *one.iterancestors())
    )


def _boxes(tree: Tree) -> Iterator[Tree]:
    """Yield the largest box around each thing that can be pressed, but no link to another page."""
    seen = set()
    pressed = [one for one in tree.xpath(_PRESSED) if one.tag != "a" or _leads_to_offer(one)]
    for one in pressed[:_MOST_PRESSED]:
        box = one
        while (above := box.getparent()) is not None and above.tag not in _WHOLES and _is_small(above):
            box = above
        if box not in seen and not is_hidden(one):
            seen.add(box)
            yield box


def _is_small(box: Tree) -> bool:
    return (
        box.find(".//h1") is None
        and len(box.text_content()) <= _MOST_SOURCE  # before it is looked at in our own, slower way
        and len(" ".join(visible(box).split())) <= _LARGEST
    )


def _offers_the_rest(box: Tree) -> bool:
    said = list(_spoken(box))
    if any(_THIS.search(one) and (_PAYS.search(one) or _READS.search(one)) for one in said):
        return any(map(_PAYS.search, said))
    return any(map(_REST.search, said)) and any(map(_PAYS.search, said))


def _spoken(box: Tree) -> Iterator[str]:
    """Yield what a box shows, folded, but what is said of other matters and what a report tells."""
    for piece in box.xpath(_SAID):
        said = " ".join(piece.casefold().split())
        if said and not _OF_OTHER_MATTERS.search(said) and not is_hidden(piece.getparent()):
            yield " ".join(told(said)) if len(said) >= _PARAGRAPH else said


def _goes_on(box: Tree, text: str) -> bool:
    """Say whether the article goes on below *box*."""
    below = (" ".join(one.text_content().split()) for one in box.xpath("following::p"))
    return any(len(one) >= _PARAGRAPH and one[-_ENDING:] in text for one in below)


def _leads_to_offer(link: Tree) -> bool:
    leads = f"{link.get('href')} {link.text_content()}".lower()
    return (
        (
            _LEADS.search(leads) is not None
            or link.get("role") == "button"
            or _PRICED.search(leads) is not None
        )
        and _OF_OTHER_MATTERS.search(leads) is None
        and leads.count("-") <= _MOST_HYPHENS
    )


def _breaks_off(tree: Tree, text: str) -> bool:
    """Say whether *text* breaks off, at one place only, and what stands next leads to an offer with a price.

    An article may end in "..." above an offer of its whole paper.
    """
    said = " ".join(text.split())
    broken = [one for one in tree.xpath("//body//text()") if _is_broken(" ".join(one.split()), said)]
    if len(broken) != 1:
        return False
    place = broken[0].getparent()
    below = place.xpath(_BELOW)
    if not below or place.xpath("ancestor::article") != below[0].xpath("ancestor::article"):
        return False
    offered = " ".join(below[0].itertext()).casefold()
    pressed = below[0].xpath("descendant-or-self::a[@href]")[:1]
    return any(map(_leads_to_offer, pressed)) and bool(_NUMBER.search(offered) or _REST.search(offered))


def _is_broken(piece: str, said: str) -> bool:
    return _BROKEN_OFF.fullmatch(piece[-_ENDING:]) is not None and piece[-_ENDING:] in said
