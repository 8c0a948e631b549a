"""An outlet's name out of its feed's title."""

from __future__ import annotations

import pytest

from bot.pipeline.outlets.outlet import named_by_pages, outlet_name

SITE = "https://www.meridian.example/"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Meridian", "The Meridian"),
        ("The Meridian - World", "The Meridian"),
        ("World news | The Meridian", "The Meridian"),
        ("The Meridian » Feed", "The Meridian"),
        ("Latest news from The Meridian", "Latest news from The Meridian"),
        ("RSS: The Meridian", "The Meridian"),
        ("The Meridian RSS Feed", "The Meridian"),
        ("Meridian-Courier", "Meridian-Courier"),
        ("  The \n Meridian ", "The Meridian"),
        ("Le Méridien : à la une", "Le Méridien"),
        ("News", "meridian.example"),
        ("RSS", "meridian.example"),
        ("", "meridian.example"),
        ("x" * 300, "meridian.example"),
    ],
)
def test_readers_see_the_outlets_name_and_not_its_feeds(title: str, name: str) -> None:
    assert outlet_name(title, SITE) == name


@pytest.mark.parametrize(
    ("title", "site", "name"),
    [
        ("World News | Reuters", "https://www.reuters.com/", "Reuters"),
        ("BBC News - World", "https://www.bbc.co.uk/news/world", "BBC News"),
        ("BBC News", "https://www.bbc.co.uk/news/", "BBC News"),
        ("RSS - Le Monde", "https://www.lemonde.fr/", "Le Monde"),
        ("Новости - Meduza", "https://meduza.io", "Meduza"),
        (
            "Le Monde.fr - Actualités et Infos en France et dans le monde",
            "https://www.lemonde.fr/",
            "Le Monde.fr",
        ),
        ("NYT > World News", "https://www.nytimes.com/section/world", "NYT"),
        ("NYT > Top Stories", "https://www.nytimes.com", "NYT"),
        ("World news | The Guardian", "https://www.theguardian.com/world", "The Guardian"),
        ("The Guardian", "https://www.theguardian.com", "The Guardian"),
        ("CNN.com - RSS Channel - World", "https://www.cnn.com/", "CNN.com"),
        (
            "Al Jazeera – Breaking News, World News and Video from Al Jazeera",
            "https://www.aljazeera.com",
            "Al Jazeera",
        ),
        ("DER SPIEGEL - International", "https://www.spiegel.de/international", "DER SPIEGEL"),
        ("SPIEGEL ONLINE - Schlagzeilen", "https://www.spiegel.de", "SPIEGEL ONLINE"),
        (
            "tagesschau.de - die erste Adresse für Nachrichten und Information",
            "https://www.tagesschau.de",
            "tagesschau.de",
        ),
        ("Aktuell - FAZ.NET", "https://www.faz.net/aktuell/", "FAZ.NET"),
        ("Politik - FAZ.NET", "https://www.faz.net/aktuell/politik", "FAZ.NET"),
        ("ZEIT ONLINE | Nachrichten, Hintergründe und Debatten", "https://www.zeit.de", "ZEIT ONLINE"),
        ("International - EL PAÍS", "https://elpais.com/internacional/", "EL PAÍS"),
        ("EL PAÍS: el periódico global", "https://elpais.com", "EL PAÍS"),
        ("Portada // elmundo", "https://www.elmundo.es", "elmundo"),
        ("ANSA.it - Top News", "https://www.ansa.it", "ANSA.it"),
        ("La Repubblica - Homepage", "https://www.repubblica.it", "La Repubblica"),
        ("Corriere.it - Homepage", "https://www.corriere.it", "Corriere.it"),
        ("Lenta.ru : Новости", "https://lenta.ru", "Lenta.ru"),
        ("РИА Новости", "https://ria.ru", "РИА Новости"),
        ("ТАСС", "https://tass.ru", "ТАСС"),
        ("Українська правда - Новини", "https://www.pravda.com.ua", "Українська правда"),
        ("Новини України - Українська правда", "https://www.pravda.com.ua", "Українська правда"),
        ("Radio Free Europe/Radio Liberty", "https://www.rferl.org", "Radio Free Europe/Radio Liberty"),
        ("Deutsche Welle: DW.com", "https://www.dw.com", "Deutsche Welle"),
        ("Politics - Deutsche Welle", "https://www.dw.com/en", "Deutsche Welle"),
        ("NHK NEWS WEB - 主要ニュース", "https://www3.nhk.or.jp/news/", "NHK NEWS WEB"),
        ("朝日新聞デジタル - 国際", "https://www.asahi.com", "朝日新聞デジタル"),
        ("国際 - 朝日新聞デジタル", "https://www.asahi.com", "朝日新聞デジタル"),
        ("연합뉴스 - 정치", "https://www.yna.co.kr", "연합뉴스"),
        ("定时新闻 - 新华网", "http://www.xinhuanet.com", "新华网"),
        ("Yonhap News Agency RSS Feed", "https://en.yna.co.kr", "Yonhap News Agency"),
        ("Kyiv Independent – Latest News", "https://kyivindependent.com", "Kyiv Independent"),
        ("The Kyiv Independent", "https://kyivindependent.com", "The Kyiv Independent"),
        ("Hürriyet - Gündem", "https://www.hurriyet.com.tr", "Hürriyet"),
        ("Son Dakika - Hürriyet", "https://www.hurriyet.com.tr", "Hürriyet"),
        ("الجزيرة نت - أخبار", "https://www.aljazeera.net", "الجزيرة نت"),
        ("Feed: All Latest", "https://www.wired.com", "wired.com"),
        ("Politics : NPR", "https://www.npr.org/sections/politics/", "NPR"),
        ("News : NPR", "https://www.npr.org/sections/news/", "NPR"),
        ("U.S. - Washington Post", "https://www.washingtonpost.com", "Washington Post"),
        ("World", "https://www.washingtonpost.com/world/", "washingtonpost.com"),
        ("FT - World", "https://www.ft.com", "FT"),
        ("Financial Times World", "https://www.ft.com", "Financial Times World"),
        ("Latest | Euronews", "https://www.euronews.com", "Euronews"),
        ("Home | Politico", "https://www.politico.eu", "Politico"),
        ("Ars Technica - All content", "https://arstechnica.com", "Ars Technica"),
        ("The Verge -  All Posts", "https://www.theverge.com", "The Verge"),
        ("Slashdot: News for nerds", "https://slashdot.org", "Slashdot"),
        ("ReliefWeb - Updates", "https://reliefweb.int", "ReliefWeb"),
        ("CISA Alerts", "https://www.cisa.gov", "CISA Alerts"),
        ('"Kursk" - Google News', "https://news.google.com/search?q=Kursk", "Google News"),
        ("r/worldnews", "https://www.reddit.com/r/worldnews", "r/worldnews"),
        ("Sport | The Guardian", "https://www.theguardian.com/sport", "The Guardian"),
        ("Europe | The Economist", "https://www.economist.com", "The Economist"),
        ("Ukraine - POLITICO", "https://www.politico.eu", "POLITICO"),
        ("Health - Harbour Post", "https://www.harbourpost.example/", "Harbour Post"),
        ("Harbour Post - Health", "https://www.harbourpost.example/", "Harbour Post"),
        ("À la une - Le Figaro", "https://www.lefigaro.fr", "Le Figaro"),
        ("Le Figaro - International : toute l'actualité", "https://www.lefigaro.fr", "Le Figaro"),
        ("HS.fi - Uutiset", "https://www.hs.fi", "HS.fi"),
        ("DN - Nyheter", "https://www.dn.se", "DN"),
        ("Nyheter - Aftenposten", "https://www.aftenposten.no", "Aftenposten"),
        ("NU - Algemeen", "https://www.nu.nl", "NU"),
        ("Wiadomości - Onet", "https://wiadomosci.onet.pl", "Onet"),
        ("Folha de S.Paulo - Mundo - Principal", "https://www1.folha.uol.com.br", "Folha de S.Paulo"),
        ("Mundo - Folha de S.Paulo", "https://www1.folha.uol.com.br", "Folha de S.Paulo"),
        ("G1 > Mundo", "https://g1.globo.com", "G1"),
        ("Comments on: Some article", "https://blog.example/", "blog.example"),
    ],
)
def test_an_outlet_is_told_from_its_section_in_many_languages(title: str, site: str, name: str) -> None:
    assert outlet_name(title, site) == name


def test_without_a_site_something_is_shown_all_the_same() -> None:
    assert outlet_name("", None) == "unnamed outlet"
    assert outlet_name("News", None) == "News"


@pytest.mark.parametrize(
    ("outlet", "pages", "expected"),
    [
        ("harbour.example", [("https://www.harbour.example/1", "The Harbour")], "The Harbour"),
        ("harbour.example", [("https://www.harbour.example/1", None), (None, "Other")], "harbour.example"),
        ("harbour.example", [("https://other.example/1", "Other")], "harbour.example"),
        (
            "harbour.example",
            [("https://harbour.example/1", "The Harbour"), ("https://harbour.example/2", "Sport")],
            "harbour.example",
        ),
        ("Harbour Post", [("https://harbour.example/1", "The Harbour")], "Harbour Post"),
    ],
)
def test_an_outlet_known_by_its_host_alone_is_called_as_its_pages_call_it(
    outlet: str, pages: list[tuple[str | None, str | None]], expected: str
) -> None:
    assert named_by_pages(outlet, pages) == expected
