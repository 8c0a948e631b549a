"""Pages that do not give their article: each is told apart, and an article is never mistaken for one."""

from __future__ import annotations

import pytest

from bot.domain.article import Obstacle
from bot.pipeline.extract import extract
from bot.pipeline.extract.obstacles import leads_home

URL = "https://www.harbour.example/news/2024/ferries"
SHORT = "All ferries stop at noon because of the storm, the port authority said on Monday."
LONG = [
    f"Paragraph {number} tells at length how the storm of the weekend closed the ports, what the "
    "authority advises, which ferries will sail again on Tuesday, and who pays for rooms in the meantime."
    for number in range(8)
]


def read(body: str, *, head: str = "", title: str = "Ferries stop", url: str = URL) -> Obstacle | None:
    html = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    page = extract(html.encode(), url=url)
    return page.obstacle if page else None


def article(*paragraphs: str) -> str:
    return f"<article><h1>Ferries stop</h1>{''.join(f'<p>{one}</p>' for one in paragraphs)}</article>"


def declared(**values: object) -> str:
    import json

    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("body", "keywords", "expected"),
    [
        (article(SHORT), {"head": declared(isAccessibleForFree=False)}, Obstacle.PAYWALL),
        (article(SHORT), {"head": declared(isAccessibleForFree="False")}, Obstacle.PAYWALL),
        (article(SHORT, "Subscribe to continue reading. Already a subscriber? Log in"), {}, Obstacle.PAYWALL),
        (article(SHORT, "La suite est réservée aux abonnés."), {}, Obstacle.PAYWALL),
        (article(SHORT, "Материал доступен по подписке, оформите подписку."), {}, Obstacle.PAYWALL),
        (
            "<noscript>Please enable JavaScript to run this app.</noscript><div id='root'></div>",
            {},
            Obstacle.SCRIPTS,
        ),
        (
            "<p>Checking your browser before accessing harbour.example.</p>",
            {"title": "Just a moment..."},
            Obstacle.SCRIPTS,
        ),
        (
            "<h1>We value your privacy</h1><p>Accept all cookies, or manage cookies.</p>",
            {"title": "harbour.example"},
            Obstacle.CONSENT,
        ),
        (
            "<h1>Page not found</h1><p>Try the search, or go back to the front page.</p>",
            {"title": "Oops"},
            Obstacle.MISSING,
        ),
        (
            "<h1>Страница не найдена</h1><p>Попробуйте поиск или вернитесь на главную.</p>",
            {},
            Obstacle.MISSING,
        ),
        (
            "<p>Sorry about that, dear reader, we looked everywhere.</p>",
            {"title": "404 | Harbour"},
            Obstacle.MISSING,
        ),
        (article(*LONG), {"head": declared(**{"@type": "LiveBlogPosting"})}, Obstacle.LIVE),
        (
            article(
                *(f"<time datetime='2024-10-28T1{n}:00'>1{n}:00</time> {line}" for n, line in enumerate(LONG))
            ),
            {"title": "Storm: live updates"},
            Obstacle.LIVE,
        ),
    ],
)
def test_what_stands_in_the_way_is_named(body: str, keywords: dict[str, str], expected: Obstacle) -> None:
    assert read(body, **keywords) is expected


@pytest.mark.parametrize(
    ("body", "keywords"),
    [
        (article(SHORT), {}),
        (
            article(*LONG),
            {"head": declared(isAccessibleForFree=False)},
        ),  # declared for search engines, yet whole
        (article(*LONG, "Subscribe to continue reading, the sign on the ferry said."), {}),
        (article(*LONG), {"title": "Live music returns to the port"}),
        (article(SHORT) + "<footer>Cookie settings. Accept cookies. Already a subscriber?</footer>", {}),
        (article(SHORT), {"title": "Peugeot 404 returns to the port"}),
    ],
)
def test_an_article_is_taken_for_one(body: str, keywords: dict[str, str]) -> None:
    if "404" in keywords.get("title", ""):
        body = article(*LONG)
    assert read(body, **keywords) is None


def test_a_site_that_answers_with_its_front_page_has_no_such_article() -> None:
    assert leads_home(URL, "https://www.harbour.example/")
    assert not leads_home(URL, "https://www.harbour.example/news/ferries-stop")
    assert not leads_home("https://www.harbour.example/", "https://www.harbour.example/")


WALLS = {  # what walls say, in languages that few of the cases above are in
    Obstacle.PAYWALL: (
        "Sie möchten weiterlesen? Mit dem Digital-Abo lesen Sie alle Inhalte.",
        "Pour continuer votre lecture, abonnez-vous dès 1 €.",
        "Este contenido es exclusivo para suscriptores. Si ya lo eres, inicia sesión",
        "Чтобы читать дальше, оформите подписку. Уже есть подписка? Войдите",
        "Щоб прочитати повністю, станьте учасником спільноти. Вже передплатили? Увійдіть",
        "本文为付费内容，订阅后阅读全文",
        "この記事は会員限定です。登録すると続きをお読みいただけます。",
        "기사 전문은 구독 후 이용하실 수 있습니다",
        "لمتابعة القراءة يرجى الاشتراك",
        "This story is for paying members. Join today for £1 a week.",
        "Il vous reste 82 % de cet article à découvrir.",
        "本文为会员专属内容,请登录或成为会员后查看全文。",
    ),
    Obstacle.SCRIPTS: (
        "Bitte aktivieren Sie JavaScript in Ihrem Browser, um diese Seite anzuzeigen.",
        "Veuillez activer JavaScript pour afficher cette page.",
        "Por favor, habilite JavaScript en su navegador para ver esta página.",
        "Пожалуйста, включите поддержку JavaScript и обновите страницу.",
        "Будь ласка, увімкніть JavaScript у вашому браузері.",
        "您的浏览器不支持JavaScript，请开启后重试",
        "このサイトを表示するにはJavaScriptを有効にしてください。",
        "JavaScript를 사용하도록 설정하십시오",
        "يرجى تمكين جافا سكريبت في متصفحك لمشاهدة هذه الصفحة",
    ),
    Obstacle.CONSENT: (
        "Mit Werbung weiterlesen: Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Zustimmen",
        "Avec nos partenaires, nous utilisons des traceurs. J'accepte. Je refuse et je m'abonne",
        "Usamos cookies propias y de terceros. Aceptar y continuar. Rechazar y suscribirse",
        "Этот сайт использует файлы cookie. Продолжая пользоваться сайтом, вы соглашаетесь. Принять",
        "Цей сайт використовує файли cookie. Прийняти всі",
        "我们使用Cookie来改善您的体验。全部接受",
        "当サイトではCookieを使用しています。同意する",
        "이 웹사이트는 쿠키를 사용합니다. 모두 허용",
        "يستخدم هذا الموقع ملفات تعريف الارتباط. قبول الكل",
    ),
    Obstacle.MISSING: (
        "Die gesuchte Seite konnte leider nicht gefunden werden",
        "La page que vous recherchez est introuvable",
        "Lo sentimos, la página que buscas no existe",
        "Запрашиваемая страница не найдена",
        "На жаль, такої сторінки не існує",
        "该文章已被删除",
        "お探しのページは見つかりませんでした",
        "삭제된 기사입니다",
        "عذرا، الصفحة التي تبحث عنها غير موجودة",
        "Hoppla!</h1><p>Die von Ihnen aufgerufene Seite existiert leider nicht (mehr).</p><h1>Kurier",
        "오류</h1><p>요청하신 페이지가 삭제되었거나 주소가 변경되었습니다.</p><h1>쿠리에",
    ),
}


@pytest.mark.parametrize(
    ("expected", "words"), [(why, words) for why, all_ in WALLS.items() for words in all_]
)
def test_walls_are_told_apart_in_many_languages(expected: Obstacle, words: str) -> None:
    body = {
        Obstacle.PAYWALL: article(SHORT, words),
        Obstacle.SCRIPTS: f"<div id='root'></div><noscript><p>{words}</p></noscript>",
        Obstacle.CONSENT: f"<h1>harbour.example</h1><p>{words}</p>",
        Obstacle.MISSING: f"<h1>{words}</h1><p>harbour.example</p>",
    }[expected]

    assert read(body, head='<meta charset="utf-8">', title="harbour.example") is expected


@pytest.mark.parametrize(
    "words",
    [
        "Der Sender hat nun eine Million Abonnenten, teilte er am Montag mit, und die Preise bleiben.",
        "Le poste a été supprimé en mars, et personne ne l'a remplacé, a dit le maire lundi.",
        "Сервис теперь доступен по подписке за сто рублей в месяц, сообщила компания в понедельник.",
        "该平台周一表示，付费用户已达一千万，几个帖子已被删除，但没有说明原因。",
        "同社は月曜日、有料会員が百万人に達し、古い動画は削除されたと発表した。",
        "회사는 월요일 유료 회원 수가 백만 명을 넘었으며 일부 게시물을 삭제했다고 밝혔다.",
        "The regulator fined a shop whose banner let visitors accept all cookies but hid how to refuse them.",
        "At present readers must log in to continue after three articles; the editor ends that on Friday.",
        "Das Gericht hat einem Verlag untersagt, nur „Alle akzeptieren“ anzubieten.",
        "Depuis lundi, le site du ministère affiche une page introuvable à la place du bilan.",
        "La agencia multó a una aerolínea cuya web solo permitía aceptar cookies.",
        "中央新聞社は投票日まで有料会員限定の記事を無料で公開すると発表した。",
        "Programatorzy głosowali w poniedziałek, czy javascript ma zostać w szkołach, podało ministerstwo.",
    ],
)
def test_short_news_of_subscriptions_and_deletions_is_no_wall(words: str) -> None:
    body = f"<article><h1>{words[:40]}</h1><p>{words}</p></article>"
    assert read(body, head='<meta charset="utf-8">', title=words[:40]) is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Treaty ends", "The most contentious articles of the treaty are no longer in force since Monday."),
        ("Brand in Kiel", "Das Feuer an der Nordseite des Gebäudes wurde am Morgen gelöscht."),
        ("Le texte change", "Le gouvernement a retiré l'article 7 de la réforme lundi soir avant le vote."),
        ("España, eliminada del Mundial - Noticias de Deportes", "La selección cayó en los penaltis."),
        ("Vacina não foi aprovada - Notícias de Saúde", "A agência adiou para sexta-feira a decisão."),
        ("Il ponte non è agibile - Ultime Notizie", "Il ponte sul Po resta chiuso fino a lunedì."),
        ("Nie ma zgody", "Nie ma zgody między stronami rozmów w Genewie. Delegacje wracają w piątek."),
        ("Пожар на складе удалось потушить - Новости Твери", "Огонь на складе потушен к утру."),
        ("Depremde can kaybı yok - Habertürk", "Van'da sabah saatlerinde deprem oldu."),
        ("버스 사고", "부산에서 버스가 전신주를 들이받았으나 버스 기사와 승객 등 인명피해는 없었다."),
    ],
)
def test_a_flash_of_a_line_is_not_told_to_be_missing(title: str, words: str) -> None:
    body = f"<article><h1>{title}</h1><p>{words}</p></article>"
    assert read(body, head='<meta charset="utf-8">', title=title) is None


@pytest.mark.parametrize(
    "words",
    [
        "Dieser Inhalt wurde von der Redaktion entfernt.",
        "Esta notícia foi removida.",
        "Ten artykuł został usunięty.",
        "Новость удалена автором.",
        "Bu haber yayından kaldırılmıştır.",
        "기사가 없습니다.",
    ],
)
def test_a_page_that_says_in_a_line_that_its_article_is_gone_is_believed(words: str) -> None:
    assert read(f"<h1>{words}</h1>", head='<meta charset="utf-8">', title="harbour.example") is (
        Obstacle.MISSING
    )


@pytest.mark.parametrize(
    "title",
    [
        "Newsblog zum Sturm: alle Entwicklungen",
        "Tempête : suivez la situation en direct",
        "Tormenta, última hora en directo",
        "Шторм: онлайн",
        "Шторм: хроніка",
        "风暴实时更新",
        "嵐 速報ライブ",
        "폭풍 실시간 업데이트",
        "العاصفة: تغطية مباشرة",
    ],
)
def test_live_blogs_are_recognised_in_many_languages(title: str) -> None:
    entries = "".join(f"<h3>1{hour}:0{hour}</h3><p>{SHORT}</p>" for hour in range(6))
    body = f"<article><h1>{title}</h1>{entries}</article>"

    assert read(body, head='<meta charset="utf-8">', title=title) is Obstacle.LIVE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            article(SHORT, "<span class='tp-container-inner'>Two weeks for a shilling.</span>"),
            Obstacle.PAYWALL,
        ),
        (article(SHORT) + "<div class='reg-wall'>Ещё две заметки ваши до пятницы.</div>", Obstacle.PAYWALL),
        (
            "<div id='didomi-host'><p>Avec 643 associés, des fichiers dans ton terminal.</p></div>",
            Obstacle.CONSENT,
        ),
        ("<noscript><p>Skru på skript, takk, ellers vises ingenting her.</p></noscript>", Obstacle.SCRIPTS),
        (
            "<h1>One more step</h1><p>Slide right to go on.</p><div id='captcha-container'></div>",
            Obstacle.SCRIPTS,
        ),
        (article(SHORT) + "<div id='onetrust-banner-sdk'><p>We use cookies. Accept all.</p></div>", None),
        (article(SHORT) + "<div class='paywall-header'>Log in Log out</div>", None),
        (
            article(SHORT)
            + "<div><button>Share</button><script>t = 'Subscribe to continue reading this story'</script>"
            "<style>.log-in { content: 'read on' }</style></div>",
            None,
        ),
        (article(SHORT) + "<div class='paywall' hidden><p>Subscribe to read on.</p></div>", None),
        (f"<article class='paywall'>{''.join(f'<p>{one}</p>' for one in LONG)}</article>", None),
        ("<h1>A</h1>" + f"<p>{SHORT}</p>" * 8 + "<div class='g-recaptcha'>Are you there?</div>", None),
        (f"<div class='post category-music tag-piano tag-paywall'><h1>A</h1><p>{SHORT}</p></div>", None),
        (f"<div class='our-trusted-news'><h1>A</h1><p>{SHORT}</p></div>", None),
        (f"<div class='{'subscri' * 50_000}'><h1>A</h1><p>{SHORT}</p></div>", None),  # minutes, were it read
    ],
)
def test_what_a_wall_is_built_of_tells_it_in_any_words(body: str, expected: Obstacle | None) -> None:
    assert read(body) is expected


def test_what_a_box_for_consent_says_is_no_part_of_the_article() -> None:
    body = article(SHORT) + "<div id='CybotCookiebotDialog'><p>Kursk: 812 partners and you.</p></div>"
    page = extract(f"<html><body>{body}</body></html>".encode(), url=URL)

    assert page is not None
    assert "partners" not in page.text
