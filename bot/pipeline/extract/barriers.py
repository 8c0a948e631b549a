"""The words of pages that hold no article: walls of payment and consent, empty shells, missing pages. Data.

All in lower case, in the languages of the larger news sites. A phrase counts only on a page that says little
else, so one that an article may quote does no harm.
"""

from __future__ import annotations


def _phrases(block: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in block.replace("\n", "|").split("|") if phrase.strip())


PAYWALL = _phrases("""
    subscribe to continue | subscribe to read | subscribe to unlock | subscribe now to
    already a subscriber | subscribers only | exclusive to subscribers | this article is reserved
    become a member to read | sign in to read | log in to read | log in to continue | register to continue
    create a free account to continue | create an account to keep reading | to continue reading
    continue reading your article with | keep reading for free | you have reached your limit
    reached your article limit | unlock this article | this content is for | premium content
    weiterlesen mit | jetzt abonnieren | nur für abonnenten | exklusiv für abonnenten | als abonnent
    mit einem abo | bereits abonnent | sie haben bereits ein abo | jetzt weiterlesen | jetzt freischalten
    réservé aux abonnés | réservé à nos abonnés | déjà abonné | abonnez-vous pour | la suite est réservée
    pour lire la suite | accédez à tous | solo para suscriptores | contenido exclusivo para
    suscríbete para | ya eres suscriptor | para seguir leyendo | para continuar leyendo | hazte suscriptor
    conteúdo exclusivo para assinantes | já é assinante | assine para | para continuar lendo
    só para assinantes | contenuto riservato agli abbonati | riservato agli abbonati | sei già abbonato
    abbonati per | per continuare a leggere | voor abonnees | alleen voor abonnees | al abonnee
    word abonnee | log in om verder | tylko dla prenumeratorów | dla subskrybentów | wykup dostęp
    masz już prenumeratę | доступно только подписчикам | только для подписчиков | оформите подписку
    материал доступен по подписке | доступно лише передплатникам | лише для передплатників
    оформіть передплату | abonelere özel | abone olun | 会员专享 | 订阅后继续阅读 | 登录后继续阅读
    有料会員限定 | 会員限定記事 | この記事は有料 | 유료회원 | 구독자 전용 | 로그인 후 | للمشتركين فقط
    اشترك للقراءة | teil unseres plus-angebots | teil von unserem plus-angebot | sie möchten weiterlesen
    möchten sie weiterlesen | mit dem digital-abo | testen sie 4 wochen | jetzt testen und weiterlesen
    bereits registriert oder | pour continuer votre lecture | pour poursuivre votre lecture
    contenu réservé | article réservé | pour lire cet article en intégralité | connectez-vous pour lire
    exclusivo para suscriptores | exclusiva para suscriptores | si ya eres suscriptor
    regístrate gratis para | inicia sesión para leer | suscríbase para | accedi per continuare
    registrati per continuare | cadastre-se para continuar | exclusivo para assinantes
    доступен только подписчикам | доступна только подписчикам | чтобы читать дальше | чтобы дочитать
    уже есть подписка | войдите, чтобы читать | щоб прочитати повністю | щоб читати далі
    тільки для передплатників | вже передплатили | доступно за передплатою | тільки для підписників
    dostępny dla prenumeratorów | dostępna dla prenumeratorów | dostępne dla prenumeratorów
    aby czytać dalej | dalszy ciąg artykułu | haberin devamını okumak için | 订阅后阅读 | 登录后阅读
    登入後閱讀 | 訂閱後 | 會員限定 | 解锁全文 | 会員限定です | 会員登録が必要 | 有料登録が必要
    続きをお読みいただけます | 続きを読むには | 全文を読むには | 회원만 볼 수 | 구독 후 이용 | 구독자만
    로그인하시면 | 전용 콘텐츠입니다 | لمتابعة القراءة | متاح للمشتركين | محتوى حصري للمشتركين
    سجل الدخول لقراءة | 为付费内容 | 유료 회원만 | 유료 회원 전용 | 有料会員のみ
    start your free trial | subscribers get unlimited | cancel anytime | cancel at any time
    to keep reading, | mit einem probeabo | schon abonnent | noch kein abo | jederzeit kündbar
    monatlich kündbar | de cet article à lire | essai gratuit et sans engagement | para usuarios registrados
    inicia sesión para continuar | inicia sesión o regístrate | regístrate o inicia sesión
    cancela cuando quieras | cancele quando quiser | disdici quando vuoi | maandelijks opzegbaar
    lees verder met | oferta dla subskrybentów | полный текст доступен | повний текст доступний
    for paying members | for our members | for registered readers | to finish reading | become a member to
    de cet article à découvrir | réservé à nos membres | solo para socios | hazte socio | sigue leyendo sin
    solo para usuarios registrados | riservato ai soci | só para membros | nur für mitglieder | 会员专属
    成为会员 | 會員專屬 | 会員になる | 멤버십 회원 | членам клуба | стать участником | стань підписником
""")

CONSENT = _phrases("""
    we value your privacy | before you continue | accept all cookies | accept cookies
    manage your privacy | manage cookies | cookie settings | we and our partners | our partners store
    your privacy choices | consent to the use | uses cookies | use cookies | to continue with ads
    wir verwenden cookies | cookies akzeptieren | alle akzeptieren | cookie-einstellungen
    bevor sie fortfahren | mit werbung und cookies | nous utilisons des cookies | accepter les cookies
    tout accepter | continuer sans accepter | paramétrer les cookies | utilizamos cookies
    aceptar cookies | aceptar todo | aceptar y continuar | aceitar cookies | aceitar todos
    utilizziamo i cookie | accetta e continua | accetta i cookie | rifiuta e abbonati
    wij gebruiken cookies | alles accepteren | używamy plików cookie | akceptuj
    мы используем файлы cookie | мы используем cookie | принять все | ми використовуємо файли cookie
    çerezleri kabul | 我们使用cookie | 接受所有 | クッキーを使用 | 쿠키를 사용
    نستخدم ملفات تعريف الارتباط | mit werbung weiterlesen | mit werbung und tracking
    wir und unsere partner | informationen auf einem gerät | nous utilisons des traceurs
    nous et nos partenaires | avec nos partenaires | je refuse et je m'abonne | usamos cookies
    nosotros y nuestros socios | rechazar y suscribirse | usamos cookies para | noi e i nostri partner
    accetta tutto | nós e nossos parceiros | my i nasi partnerzy | çerez kullan | использует файлы cookie
    использует cookie | используются файлы cookie | согласие на обработку файлов
    використовує файли cookie | використовує cookie | прийняти всі | 使用cookie | 使用 cookie | 接受全部
    全部接受 | cookieを使用 | cookie を使用 | 쿠키 사용 | 쿠키를 허용 | ملفات تعريف الارتباط
    ملفات الارتباط
    cookies on your device | we care about your data | stimmen sie der nutzung von cookies
    stimmen sie der verwendung von cookies | zustimmen und weiter | pur-abo | akkoord en verder
    acceptez-vous les cookies | ¿acepta las cookies | acconsenti all'uso | согласны с использованием файлов
    погоджуєтеся з використанням файлів
    partners store and | store and/or access information | access information on your device
    mit ihrer zustimmung | ablehnen und abonnieren | respect de votre vie privée
    rispetto della tua privacy | gebruiken cookies | wij en onze partners | alles weigeren
    dbamy o twoją prywatność | vi og vores partnere | vi och våra partner
""")

SCRIPTS = _phrases("""
    enable javascript | javascript is disabled | javascript is not enabled | javascript disabled
    turn on javascript | requires javascript | need javascript | need to enable js
    javascript to run this | without javascript | supports javascript | javascript must be enabled
    javascript is required | checking your browser | verify you are human | verify that you are human
    are you a robot | unusual traffic | just a moment | attention required | ddos protection
    please wait while | press and hold | complete the captcha | access denied
    access to this page has been denied | your browser is out of date | browser is not supported
    unsupported browser | javascript aktivieren | aktivieren sie javascript | javascript ist deaktiviert
    bitte javascript | activer javascript | activez javascript | javascript est désactivé
    habilite javascript | active javascript | activar javascript | habilita javascript
    ative o javascript | habilite o javascript | abilita javascript | attiva javascript
    schakel javascript | włącz javascript | włączyć javascript | включите javascript | включить javascript
    увімкніть javascript | javascript'i etkinleştir | 启用javascript | 启用 javascript | javascriptを有効
    자바스크립트를 | تفعيل جافا | تفعيل javascript | поддержку javascript | поддержка javascript
    javascript отключен | javascript отключён | отключен javascript | что вы не робот | вы не робот
    проверка браузера | підтримку javascript | javascript вимкнено | ви не робот | 不支持javascript
    不支持 javascript | 开启javascript | 開啟javascript | 啟用javascript | 打开javascript | 请完成验证
    安全验证 | javascriptが無効 | javascript を有効 | 자바스크립트가 | javascript를 사용
    javascript를 활성화 | javascript가 비활성화 | 로봇이 아닙니다 | جافا سكريبت | جافاسكريبت
    أنك لست روبوت | sind kein roboter | vous n'êtes pas un robot | êtes humain | no eres un robot
    nie jesteś robotem | проверяем ваш браузер | перевіряємо ваш браузер | необходим javascript
    потрібен javascript | wir überprüfen ihren browser | nous vérifions votre navigateur | 正在检查您的浏览器
    ブラウザを確認しています | 브라우저를 확인하고
""")

MISSING = _phrases("""
    page not found | page cannot be found | page can't be found | page could not be found
    page doesn't exist | page does not exist | page no longer exists | page you requested
    page you were looking for | page you are looking for | no longer available | not found | error 404
    404 error | 404 not | http 404 | article not found | article is unavailable | content unavailable
    content is not available | story not found | has been removed | nothing was found | nothing found
    seite nicht gefunden | seite wurde nicht gefunden | seite existiert nicht | nicht mehr verfügbar
    page introuvable | page non trouvée | page n'existe pas | n'est plus disponible
    página no encontrada | no se encuentra la página | página no existe | página não encontrada
    página não existe | ya no está disponible | pagina non trovata | pagina non esiste
    pagina niet gevonden | pagina bestaat niet | nie znaleziono strony | strona nie istnieje
    страница не найдена | страницы не существует | сторінку не знайдено | сторінка не знайдена
    sayfa bulunamadı | 页面不存在 | 找不到页面 | 页面未找到 | 找不到網頁 | ページが見つかりません
    ページは存在しません | 페이지를 찾을 수 없습니다 | الصفحة غير موجودة | לא נמצא | gesuchte seite
    cette page n'existe | page est introuvable | recherchez est introuvable
    recherchez n'existe | article introuvable | página que buscas | página que busca
    página no disponible | página não está | non è più disponibile | такой страницы нет | страница удалена
    страница не существует | материал удален | материал удалён | новость удалена | запрашиваемая страница
    такої сторінки | сторінку видалено | сторінки не існує | матеріал видалено | страница больше не
    访问的页面不存在 | 页面无法找到 | 内容不存在 | 頁面不存在 | 文章不存在 | 見つかりませんでした
    掲載期間が終了 | 掲載を終了 | 公開を終了 | ページは削除 | 찾을 수 없습니다 | 삭제된 기사 | 없는 페이지
    تبحث عنها غير موجودة | الصفحة غير متوفرة | لا توجد صفحة | której szukasz | artykuł został usunięty
    aradığınız sayfa | pagina niet | sidan kunde inte hittas | stranka nenalezena | 文章已被删除
    内容已被删除 | 文章已删除 | 내용이 존재하지 않는 | 존재하지 않는 페이지 | 記事は削除
    seite konnte leider nicht | seite konnte nicht gefunden | no hemos encontrado la página
    ce contenu n'est plus
    can't find that page | can't find the page | couldn't find that page | couldn't find the page
    cannot find the page | this page isn't available | page has been moved | diese seite gibt es nicht
    seite gibt es nicht mehr | artikel gibt es nicht mehr | diese seite ist nicht verfügbar
    esta página ya no | la pagina che cerchi | 页面找不到 | 找不到了 | 页面走丢了 | 页面已删除
""")

# What such a page says to its visitor, below whatever it is called ("Oops").
MISSED = _phrases("""
    page you requested | page you were looking for | page you are looking for | story you are looking for
    article you are looking for | ihnen aufgerufene seite | ihnen gesuchte seite | ihnen angeforderte seite
    seite, die sie suchen | page que vous recherchez | page que vous cherchez | page que vous demandez
    page demandée | página que buscas | página que busca | página solicitada | página que procura
    pagina che cerchi | pagina che stai cercando | pagina die je zoekt | pagina die u zoekt
    strona, której szukasz | страница, которую вы ищете | запрашиваемая вами страница
    страницы, которую вы запросили | сторінка, яку ви шукаєте | сторінку, яку ви шукали | aradığınız sayfa
    您访问的页面 | 您要查看的页面 | 您查找的页面 | 您要找的頁面 | お探しのページ | 요청하신 페이지
    찾으시는 페이지 | 페이지의 주소가 | الصفحة التي تبحث عنها | הדף שחיפשת
""")

LIVE = _phrases("""
    live updates | live blog | liveblog | live-blog | live: | as it happened | live ticker | liveticker
    en direct | minuto a minuto | en vivo | ao vivo | diretta | трансляци | трансляці
    滚动更新 | 滾動更新
    наживо | canlı | newsblog | news-blog | im ticker | minute par minute | última hora en directo
    en directo | tempo real | relacja na żywo | na żywo | онлайн | хроника | хроніка | 实时更新 | 直播
    即時更新 | 速報ライブ | ライブ速報 | 실시간 | تغطية مباشرة | لحظة بلحظة | بث مباشر | canlı anlatım
    live-ticker | rechtstreeks
""")

# Of the phrases above those that news uses too: "access denied to the convoy", "hiker not found".
COMMON = frozenset(
    _phrases("""
    cancel anytime | cancel at any time | start your free trial | premium content | als abonnent
    jederzeit kündbar | monatlich kündbar | pour lire la suite | accédez à tous | para seguir leyendo
    para continuar leyendo | cancela cuando quieras | cancele quando quiser | disdici quando vuoi
    maandelijks opzegbaar | before you continue | we and our partners | wir und unsere partner
    nous et nos partenaires | nosotros y nuestros socios | noi e i nostri partner | nós e nossos parceiros
    just a moment | attention required | access denied | press and hold | please wait while
    404 error | not found | no longer available | has been removed | nothing was found | nothing found
    nicht mehr verfügbar | n'est plus disponible | ya no está disponible | non è più disponibile
    찾을 수 없습니다 | 見つかりませんでした | 找不到了
""")
)
