"""The words of pages that hold no article: walls of payment and consent, empty shells, missing pages. Data.

All in lower case, in the languages of the larger news sites. A phrase counts only on a page that says little
else, so one that an article may quote does no harm.
"""

from __future__ import annotations


def _phrases(block: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in block.replace("\n", "|").split("|") if phrase.strip())


PAYWALL = _phrases("""
    subscribe to continue | subscribe to read | subscribe to unlock | subscribe now to
    already a subscriber
    subscribers only | exclusive to subscribers | this article is reserved
    become a member to read | sign in to read | log in to read | log in to continue | register to continue
    create a free account to continue | create an account to keep reading | to continue reading
    continue reading your article with | keep reading for free | you have reached your limit
    reached your article limit | unlock this article | this content is for | premium content
    weiterlesen mit | jetzt abonnieren | nur für abonnenten | exklusiv für abonnenten | als abonnent
    mit einem abo | bereits abonnent | sie haben bereits ein abo | jetzt weiterlesen | jetzt freischalten
    réservé aux abonnés | réservé à nos abonnés | déjà abonné | abonnez-vous pour
    la suite est réservée | pour lire la suite | accédez à tous
    solo para suscriptores | contenido exclusivo para | suscríbete para | ya eres suscriptor
    para seguir leyendo | para continuar leyendo | hazte suscriptor
    conteúdo exclusivo para assinantes | já é assinante | assine para | para continuar lendo
    só para assinantes
    contenuto riservato agli abbonati | riservato agli abbonati | sei già abbonato | abbonati per
    per continuare a leggere | voor abonnees | alleen voor abonnees | al abonnee | word abonnee
    log in om verder
    tylko dla prenumeratorów | dla subskrybentów | wykup dostęp | masz już prenumeratę
    доступно только подписчикам | только для подписчиков | оформите подписку | материал доступен по подписке
    доступно лише передплатникам | лише для передплатників | оформіть передплату
    abonelere özel | abone olun | 会员专享 | 订阅后继续阅读 | 登录后继续阅读 | 有料会員限定 | 会員限定記事
    この記事は有料 | 유료회원 | 구독자 전용 | 로그인 후 | للمشتركين فقط | اشترك للقراءة
""")

CONSENT = _phrases("""
    we value your privacy | before you continue | accept all cookies | accept cookies
    manage your privacy | manage cookies | cookie settings | we and our partners | our partners store
    your privacy choices | consent to the use | uses cookies | use cookies | to continue with ads
    wir verwenden cookies | cookies akzeptieren | alle akzeptieren | cookie-einstellungen
    bevor sie fortfahren
    mit werbung und cookies | nous utilisons des cookies | accepter les cookies | tout accepter
    continuer sans accepter | paramétrer les cookies | utilizamos cookies | aceptar cookies | aceptar todo
    aceptar y continuar | aceitar cookies | aceitar todos | utilizziamo i cookie
    accetta e continua | accetta i cookie | rifiuta e abbonati | wij gebruiken cookies | alles accepteren
    używamy plików cookie | akceptuj | мы используем файлы cookie | мы используем cookie | принять все
    ми використовуємо файли cookie | çerezleri kabul | 我们使用cookie | 接受所有 | クッキーを使用
    쿠키를 사용 | نستخدم ملفات تعريف الارتباط
""")

SCRIPTS = _phrases("""
    enable javascript | javascript is disabled | javascript is not enabled | javascript disabled
    turn on javascript | requires javascript | need javascript | need to enable js | javascript to run this
    without javascript | supports javascript | javascript must be enabled | javascript is required
    checking your browser | verify you are human | verify that you are human | are you a robot
    unusual traffic | just a moment | attention required | ddos protection | please wait while
    press and hold | complete the captcha | access denied | access to this page has been denied
    your browser is out of date | browser is not supported | unsupported browser
    javascript aktivieren | aktivieren sie javascript | javascript ist deaktiviert | bitte javascript
    activer javascript | activez javascript | javascript est désactivé | habilite javascript
    active javascript
    activar javascript | habilita javascript | ative o javascript | habilite o javascript
    abilita javascript
    attiva javascript | schakel javascript | włącz javascript | włączyć javascript | включите javascript
    включить javascript | увімкніть javascript | javascript'i etkinleştir
    启用javascript | 启用 javascript
    javascriptを有効 | 자바스크립트를 | تفعيل جافا | تفعيل javascript
""")

MISSING = _phrases("""
    page not found | page cannot be found | page can't be found | page could not be found
    page doesn't exist
    page does not exist | page no longer exists | page you requested | page you were looking for
    page you are looking for | no longer available | not found | error 404 | 404 error | 404 not | http 404
    article not found | article is unavailable | content unavailable | content is not available
    story not found
    has been removed | nothing was found | nothing found
    seite nicht gefunden | seite wurde nicht gefunden | seite existiert nicht | nicht mehr verfügbar
    page introuvable | page non trouvée | page n'existe pas | page n’existe pas | n'est plus disponible
    página no encontrada | no se encuentra la página | página no existe | página não encontrada
    página não existe
    ya no está disponible | pagina non trovata | pagina non esiste | pagina niet gevonden
    pagina bestaat niet
    nie znaleziono strony | strona nie istnieje | страница не найдена | страницы не существует
    сторінку не знайдено | сторінка не знайдена | sayfa bulunamadı | 页面不存在 | 找不到页面 | 页面未找到
    找不到網頁 | ページが見つかりません | ページは存在しません | 페이지를 찾을 수 없습니다 | الصفحة غير موجودة
    לא נמצא
""")

LIVE = _phrases("""
    live updates | live blog | liveblog | live-blog | live: | as it happened | live ticker | liveticker
    en direct | minuto a minuto | en vivo | ao vivo | diretta | онлайн-трансляция | текстовая трансляция
    наживо | canlı
""")
