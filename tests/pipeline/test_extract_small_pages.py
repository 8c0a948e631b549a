"""Small pages in the place of an article, as outlets put them before readers of many languages."""

from __future__ import annotations

import pytest

from bot.domain.article import Obstacle
from bot.pipeline.extract import extract
from bot.pipeline.extract.obstacles import obstacle as obstacle_of
from bot.pipeline.extract.tree import page_tree

URL = "https://meridian.example/2024/1"


def obstacle(title: str, body: str, language: str = "en") -> Obstacle | None:
    head = f'<html lang="{language}"><head><title>{title}</title></head>'
    article = f"<article><h1>{title}</h1>{body}</article>"
    page = extract(f"{head}<body><header>Home</header>{article}</body></html>".encode(), url=URL)
    assert page is not None
    return page.obstacle


@pytest.mark.parametrize(
    ("language", "expected", "title", "text"),
    [
        (
            "en",
            Obstacle.PAYWALL,
            "Troops move north",
            (
                "Thousands of soldiers moved on Monday.",
                "To keep reading, start your free trial today.",
                "Subscribers get unlimited access. Cancel anytime.",
            ),
        ),
        (
            "de",
            Obstacle.PAYWALL,
            "Truppen ziehen nach Norden",
            (
                "Tausende Soldaten zogen am Montag los.",
                "Dieser Artikel ist Teil von Plus. Lesen Sie weiter mit einem Probeabo.",
                "Schon Abonnent? Hier anmelden",
            ),
        ),
        (
            "fr",
            Obstacle.PAYWALL,
            "Les troupes avancent",
            (
                "Des milliers de soldats ont avancé lundi.",
                "Il vous reste 80 % de cet article à lire. La suite est réservée aux abonnés.",
            ),
        ),
        (
            "es",
            Obstacle.PAYWALL,
            "Las tropas avanzan",
            (
                "Miles de soldados avanzaron el lunes.",
                "Este contenido es exclusivo para usuarios registrados.",
                "Regístrate o inicia sesión para continuar.",
            ),
        ),
        (
            "it",
            Obstacle.PAYWALL,
            "Le truppe avanzano",
            (
                "Migliaia di soldati lunedì.",
                "Questo contenuto è riservato agli abbonati. Abbonati a 1 euro al mese.",
            ),
        ),
        (
            "ru",
            Obstacle.PAYWALL,
            "Войска идут на север",
            (
                "Тысячи солдат двинулись в понедельник.",
                "Полный текст доступен по подписке. Войдите или оформите подписку.",
            ),
        ),
        (
            "ja",
            Obstacle.PAYWALL,
            "部隊が北へ移動",
            (
                "数千人の兵士が月曜日に移動した。",
                "残り1,234文字",
                "この記事は会員限定です。登録すると続きをお読みいただけます。",
            ),
        ),
        (
            "pl",
            Obstacle.PAYWALL,
            "Wojska idą na północ",
            (
                "Tysiące żołnierzy ruszyło w poniedziałek.",
                "Dalsza część artykułu dostępna dla subskrybentów. Zaloguj się.",
            ),
        ),
        (
            "en",
            Obstacle.CONSENT,
            "Your privacy",
            (
                "We and our 842 partners store and access information on your device.",
                "Accept all",
                "Reject all",
            ),
        ),
        (
            "de",
            Obstacle.CONSENT,
            "Zustimmung",
            (
                "Mit Ihrer Zustimmung verarbeiten wir und unsere Partner personenbezogene Daten.",
                "Alle akzeptieren",
                "Ablehnen und abonnieren",
            ),
        ),
        (
            "fr",
            Obstacle.CONSENT,
            "Vos choix",
            (
                "Le respect de votre vie privée est notre priorité.",
                "Nos 800 partenaires et nous déposons des cookies.",
                "Tout accepter",
                "Continuer sans accepter",
            ),
        ),
        (
            "nl",
            Obstacle.CONSENT,
            "Privacy",
            (
                "Wij en onze partners gebruiken cookies om informatie op te slaan.",
                "Akkoord",
                "Instellingen",
            ),
        ),
        (
            "en",
            Obstacle.SCRIPTS,
            "Just a moment...",
            (
                "Enable JavaScript and cookies to continue",
                "Verifying you are human. This may take a few seconds.",
            ),
        ),
        (
            "ru",
            Obstacle.SCRIPTS,
            "Проверка",
            ("Пожалуйста, включите JavaScript в браузере и обновите страницу.",),
        ),
        ("pt", Obstacle.SCRIPTS, "Aguarde", ("Precisamos verificar se você é humano. Ative o JavaScript.",)),
        ("ko", Obstacle.SCRIPTS, "잠시만", ("이 페이지를 보려면 자바스크립트를 활성화해 주세요.",)),
        (
            "en",
            Obstacle.MISSING,
            "Oops! We can’t find that page",
            ("It may have been moved or deleted. Try searching or go to the homepage.",),
        ),
        (
            "de",
            Obstacle.MISSING,
            "Diese Seite gibt es nicht mehr",
            ("Der gesuchte Artikel ist leider nicht verfügbar.",),
        ),
        (
            "fr",
            Obstacle.MISSING,
            "Oups ! Cette page n'existe pas",
            ("L'article demandé a été supprimé ou déplacé.",),
        ),
        (
            "uk",
            Obstacle.MISSING,
            "Сторінку не знайдено",
            ("На жаль, такої сторінки не існує. Поверніться на головну.",),
        ),
        ("zh", Obstacle.MISSING, "抱歉，页面找不到了", ("您访问的页面不存在或已被删除。",)),
    ],
)
def test_what_stands_in_the_place_of_an_article_is_told_in_its_readers_language(
    language: str, expected: Obstacle, title: str, text: tuple[str, ...]
) -> None:
    assert obstacle(title, f"<p>{' '.join(text)}</p>", language) is expected


@pytest.mark.parametrize(
    ("title", "hour"),
    [
        ("Kursk live: troops reach the border", ":05"),
        ("Liveblog: Truppen an der Grenze", ":05 Uhr"),
        ("Guerra en directo: última hora", ":05h"),
    ],
)
def test_a_live_blog_is_known_by_hours_as_its_readers_write_them(title: str, hour: str) -> None:
    said = "Officials said that the convoy had reached the crossing and that shelling went on."
    assert obstacle(title, "".join(f"<p>1{n}{hour}</p><p>{said} {n}</p>" for n in range(7))) is Obstacle.LIVE


def test_a_whole_article_about_cookies_and_subscriptions_is_an_article() -> None:
    said = "The baker said on Monday that her cookies had won, and that she would subscribe to no theory. "
    assert obstacle("Cookies win a prize", f"<p>{said * 15}</p>") is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Paper adds subscribers as its wall tightens",
            "More readers who met “subscribe to continue” chose to pay, the company said on Monday.",
        ),
        ("Server fault left thousands with 404 errors", "The visa site was repaired by noon on Monday."),
        ("Boeing 404 crew honoured", "The crew landed without an engine, the company said on Monday."),
        ("Convoy turned back", "Peacekeepers were told “access denied” near Marjayoun, a spokesman said."),
        (
            "Attention required: hospitals of the north warn",
            "Doctors have fuel for two days.",
        ),
        (
            "A lull",
            "It was just a moment of calm, fishermen said, before the storm turned back.",
        ),
        ("Netflix adds 5 million", "Viewers can cancel anytime, and many did, the company said on Monday."),
        ("Body of missing sailor not found", "The coast guard ended its search for the sailor on Monday."),
        ("Wahl in Georgien", "Wir und unsere Partner erkennen das Ergebnis nicht an, sagte sie am Montag."),
        (
            "Neue Anleihen",
            "Die Anleihen des Bundes sind jederzeit kündbar, teilte der Bund am Montag mit.",
        ),
        (
            "Mueren 95",
            "Para seguir leyendo las señales hacen falta datos, dijo la ministra el lunes.",
        ),
    ],
)
def test_short_news_that_speaks_as_walls_do_is_an_article(title: str, text: str) -> None:
    footer = "<p>It will be told to everyone on Tuesday.</p><footer>Subscribe now to our letter</footer>"
    assert obstacle(title, f"<p>{text}</p>{footer}") is None


def test_a_line_of_marks_in_a_live_blog_does_not_hold_up_the_others() -> None:
    text = "-" * 300_000 + "\nFerries stop on Monday, the port said."
    tree = page_tree(b"<html><title>Live updates</title><p>Ferries</p></html>", None)
    assert tree is not None
    assert obstacle_of(tree, text, url=URL) is None


BEGUN = "The old bridge will close for a year from March while its cables are replaced, said the"
WHOLE = "The old bridge will close for a year from March. What will become of its lamps, nobody knows"
OFFER = '<div class="c-end"><b>More on this</b><a href="/offers/digital">1 pound a month</a></div>'


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        (Obstacle.PAYWALL, f"<article><p>{BEGUN}…</p>{OFFER}</article>"),
        (Obstacle.PAYWALL, f"<main><div><p>First.</p><p>{BEGUN} (...)</p></div>{OFFER}</main>"),
        (Obstacle.PAYWALL, "<p>Мост закроют на год, сообщил …</p><p><a href='/abonnement'>1 €</a></p>"),
        (None, f"<article><p>{WHOLE}…</p></article>{OFFER}"),  # beside an article stands what it will
        (None, f"<article><p>{WHOLE}…</p><aside>{OFFER}</aside></article>"),
        (None, f"<article><p>{WHOLE}…</p><p>They are of iron.</p>{OFFER}</article>"),
        (None, f"<article><p>{WHOLE}…</p><a href='/newsletter/subscribe'>By mail</a></article>"),
        (None, f"<article><p>{WHOLE}…</p><a href='/abo/what-the-mayor-says'>The mayor</a></article>"),
        (None, f"<article><p>{WHOLE}.</p>{OFFER}</article>"),
        (None, f"<article><p>{WHOLE}…</p><a href='/subscribe'>Subscribe to the Courier</a></article>"),
        (None, f"<article><p>{WHOLE}…</p><p>{BEGUN}…</p>{OFFER}</article>"),  # so does this site end lines
    ],
)
def test_a_teaser_that_breaks_off_above_an_offer_is_a_wall(expected: Obstacle | None, body: str) -> None:
    page = extract(f"<html><body><h1>Bridge to close</h1>{body}</body></html>".encode(), url=URL)

    assert page is not None
    assert page.obstacle is expected


def beside(box: str, *, after: str = "") -> Obstacle | None:
    return obstacle("Museum to reopen", f"<p>The sea museum opens its doors again in April.</p>{box}{after}")


@pytest.mark.parametrize(
    "box",
    [
        "<h2>Subscribe to read on</h2><button>See options</button>",
        "<p>There’s more to this story</p><p>Get it for $1.</p><a href='/checkout?plan=m'>Unlock</a>",
        "<label>Enter your email to keep reading</label><input type='email'><button>Go</button>",
        "<span>+</span><button>Jetzt weiterlesen</button><button>Ich habe ein Konto</button>",
        "<p>La suite est à lire avec l’offre numérique</p><a href='https://abo.x.example/'>Dès 1 €</a>",
        "<p>¿Quieres leer el resto?</p><button>Suscribirme por 3 €</button>",
        "<p>Hai letto tutti gli articoli gratuiti.</p><a href='/offerte'>Scopri le offerte</a>",
        "<p>Pozostało 87% tekstu</p><button>Wybierz pakiet</button>",
        "<p>Продолжение — для подписчиков</p><a role='button' href='#'>99 ₽ в месяц</a>",
        "<b>Цей матеріал відкритий для учасників Клубу</b><button>Приєднатися</button>",
        "<p>남은 내용은 회원만 볼 수 있습니다</p><button>로그인</button>",
        "<p>残り812文字</p><button>有料プランで続きを読む</button>",
        "<p>剩余内容需付费后阅读</p><button>开通会员</button>",
        "<h3>تابع القراءة مع اشتراكك الرقمي</h3><button>اشترك الآن</button>",
        "<p>Haberin devamı için üye olun</p><button>Ücretsiz üye ol</button>",
        "<p>Leia a matéria completa</p><button>Assinar por R$ 5</button>",
        "<p>Enjoy unlimited articles.</p><button>Try 3 months for £1</button>",
        "<p>Sblocca questo articolo</p><a href='/abbonamenti'>Prova 1 mese a 1 €</a>",
        "<p>Вы прочитали бесплатный фрагмент</p><button>Купить номер за 50 ₽</button>",
    ],
)
def test_a_whole_sentence_above_an_offer_to_read_on_is_a_teaser(box: str) -> None:
    assert beside(f"<div class='c-17'>{box}</div>") is Obstacle.PAYWALL


@pytest.mark.parametrize(
    "box",
    [
        "<p>Enjoying the Courier? Support us from £1 a month.</p><a href='/subscribe'>Subscribe</a>",
        "<p>This story is free because readers like you pay.</p><button>Give £5</button>",
        "<p>You're reading a free article.</p><a href='/subscribe'>Become a subscriber</a>",
        "<p>Diesen Artikel kommentieren: bitte anmelden.</p><button>Anmelden</button>",
        "<p>Recevez notre lettre gratuite</p><button>Je m'inscris</button>",
        "<p>Cet article est gratuit. Soutenez-nous.</p><button>Je donne 5 €</button>",
        "<p>Exclusivo para você: ofertas do dia</p><button>Ver planos</button>",
        "<button>Ascolta questo articolo</button><small>Ascolto gratuito</small>",
        "<p>Оцените этот материал</p><a href='/register'>Регистрация</a>",
        "<p>이 기사가 좋으셨나요?</p><button>기자 구독</button>",
        "<button>この記事を保存</button><small>ログインすると保存できます</small>",
        "<p>Bu haber hakkında ne düşünüyorsunuz?</p><button>Üye ol</button>",
        "<div role='dialog' hidden>Log in to read on. Subscribers get more.</div><button>Menu</button>",
        "<a href='/2024/weiterlesen-im-abo-das-neue-museum'>Plus: weiterlesen</a>",
    ],
)
def test_an_offer_of_something_else_below_a_short_article_is_no_wall(box: str) -> None:
    assert beside(f"<div class='c-17'>{box}</div>") is None


def test_an_article_that_goes_on_below_an_offer_is_no_teaser() -> None:
    rest = "<p>For two years its roof was mended, and its whale hung in a shed by the railway line.</p>"
    assert beside("<div><p>Read on for £1</p><button>Subscribe</button></div>", after=rest) is None


@pytest.mark.parametrize(
    ("expected", "title", "body"),
    [
        (
            Obstacle.CONSENT,
            "Weiter mit Werbung",
            "Mit Cookies: Zusammen mit 214 Partnern speichern wir Daten auf Ihrem Gerät.",
        ),
        (Obstacle.SCRIPTS, "Um momento", "Verificando se você é humano."),
        (Obstacle.MISSING, "Ups!", "Strona, do której prowadził link, została przeniesiona lub usunięta."),
        (Obstacle.MISSING, "Kurier", "L'articolo che hai richiesto non è più online."),
        (Obstacle.MISSING, "抱歉，您要找的内容已下线", "5秒后自动返回首页"),
        (None, "Ministry page removed", "The page on wages has been removed, the ministry said on Friday."),
        (None, "Robots check mail", "Robots now verify addresses at the Leith sorting office."),
    ],
)
def test_what_a_page_says_in_the_place_of_an_article_is_told_by_roots_of_words(
    expected: Obstacle | None, title: str, body: str
) -> None:
    assert obstacle(title, f"<p>{body}</p>") is expected


def test_a_script_s_warning_beside_a_short_article_is_no_wall() -> None:
    assert beside("<noscript>Please enable JavaScript</noscript>") is None


@pytest.mark.parametrize(("links", "expected"), [(False, Obstacle.LIVE), (True, None)])
def test_entries_told_backwards_are_a_live_blog_whatever_it_is_called(
    links: bool, expected: Obstacle | None
) -> None:
    entry = "<a href='/n/{0}'>The wave {0} has passed.</a>" if links else "<p>The wave {0} has passed.</p>"
    entries = "".join(f"<div><b>{20 - n}h{n}5</b>{entry.format(n)}</div>" for n in range(6))
    assert obstacle("Tempête Ada : le fil", f"<p>Une tempête.</p>{entries}") is expected


def test_a_hundred_thousand_times_of_day_cost_no_more_than_their_reading() -> None:
    entries = "".join(f"<b>{23 - n // 5_000}:{59 - n % 5_000 // 90:02}</b>" for n in range(100_000))
    tree = page_tree(f"<html><article><p>Ferries stop.</p>{entries}</article></html>".encode(), None)
    assert tree is not None
    assert obstacle_of(tree, "Ferries stop.\n", url=URL) is Obstacle.LIVE  # minutes, were each looked beyond
