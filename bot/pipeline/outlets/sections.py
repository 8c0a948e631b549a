"""What feeds call their parts: the sections of a newspaper, and words for news themselves. Data.

A part of a feed's title that consists of such words alone names no outlet. All folded (`bot.text.folding`),
in the languages of the larger news sites; those written without spaces as whole names.
"""

from __future__ import annotations

_ENGLISH = """
    a about africa alerts all analysis and archive archives arts article articles asia at blog blogs
    breaking brief business channel china climate columns comment comments content country crime culture
    daily default defence defense digital economy editorial education elections english entertainment
    environment eu europe events everything excerpt extra feature features feed feeds finance for from front
    full general germany global gmt green health headline headlines home homepage hour hours in index india
    industry innovation insight international iran israel items justice latest law life lifestyle live local
    main magazine markets media middle money most multimedia my national new newest news now of on online
    only opinion opinions our page pages photos picks podcast podcasts politics popular post posts press
    private public read recent region regional releases reports reviews rss russia science security sections
    select selected sections site society spaceflight sport sports stories story style tech technology text
    the this titles to today top topics travel trending u.s uk uk's ukraine un update updates us usa video
    videos war weather week weekly with world xml atom east headlines' americas latin america north south
    korea canada australia france britain
"""
_OTHERS = """
    actualite actualites a la une alaune infos info monde politique economie societe culture sciences sante
    sport
    sports planete international france europe afrique en continu dernieres nouvelles accueil flux derniere
    minute
    aktuell aktuelles aktuelle nachrichten schlagzeilen politik wirtschaft ausland inland panorama wissen
    kultur
    gesellschaft gesundheit startseite alle meldungen neueste ticker eilmeldungen die der das und welt
    digital
    ultimas noticias noticia portada actualidad mundo internacional politica economia sociedad cultura
    deportes
    ciencia tecnologia salud espana ultima hora inicio todas las de el la los y america
    ultimas principal brasil capa esportes saude ciencia educacao manchetes em alta
    notizie ultime ultima ora prima pagina primo piano esteri cronaca mondo politica economia sport cultura
    salute
    tutte le
    nieuws binnenland buitenland algemeen economie sport voorpagina net binnen laatste politiek wereld
    nyheter siste siste nytt innenriks utenriks sverige utrikes inrikes senaste nyheder seneste udland
    indland forside
    verden varlden okonomi ekonomi politikk politik sporten sport norge danmark
    uutiset tuoreimmat kotimaa ulkomaat talous politiikka urheilu kaikki etusivu
    wiadomosci najnowsze kraj swiat polska polityka gospodarka sport biznes najwazniejsze informacje
    zpravy domaci zahranicni ekonomika hlavni spravy svet domace zahranicne sport titulni strana
    hirek itthon kulfold belfold gazdasag sport friss
    stiri ultimele stiri actualitate externe interne politic economic sport
    haber haberler haberleri son dakika gundem dunya ekonomi siyaset spor teknoloji manset anasayfa turkiye
    guncel
    vijesti vesti svijet svet hrvatska politika sport najnovije novosti
    berita terkini terbaru nasional internasional dunia ekonomi olahraga
    tin tuc moi nhat the gioi thoi su kinh te trang chu
    новости новость главная главное последние все мир в мире политика экономика общество культура спорт
    наука
    происшествия лента россия россии и дня важное сегодня за рубежом технологии здоровье бизнес украина
    украины
    новини головна головне останні усі всі світ світу у світі політика економіка суспільство культура спорт
    україна україни дня стрічка війна події
    новини свят българия бизнес вести свет србија
    ειδησεις νεα κοσμος ελλαδα πολιτικη οικονομια κοινωνια ολα τα τελευταια
    اخبار أخبار الاخبار الأخبار عاجل العالم عالم عربي عربية الرئيسية اخر آخر سياسة اقتصاد رياضة دولي محليات
    صحة
    علوم تكنولوجيا ثقافة منوعات
    اقتصادی سیاسی جهان ایران
    חדשות מבזקים בארץ בעולם כלכלה ספורט פוליטי
    समाचार ताजा खबरें देश दुनिया खेल राजनीति
"""
_UNSPACED = """
    新闻 新聞 国际 國際 国際 国内 國內 政治 经济 經濟 経済 社会 社會 体育 體育 スポーツ 科技 财经
    財經 军事 軍事 要闻 要聞
    头条 頭條 热点 即时 即時 即时新闻 即時新聞 定时新闻 滚动 滚动新闻 最新 最新新闻 国际新闻 国内新闻
    时政 时政新闻 世界
    ニュース 主要ニュース 主要 トップ トップニュース 新着 新着記事 速報 新着ニュース 総合 一覧 首页 首頁
    两岸 中国 日本
    정치 경제 사회 국제 문화 스포츠 뉴스 최신뉴스 최신 전체기사 전체 북한 세계 속보 주요뉴스 전국
    산업 헤드라인
    ข่าว ข่าวล่าสุด ข่าวเด่น ต่างประเทศ การเมือง เศรษฐกิจ กีฬา หน้าแรก ทั้งหมด
"""


def _words(*blocks: str) -> frozenset[str]:
    return frozenset(word for block in blocks for word in block.split())


SECTION_WORDS = _words(_ENGLISH, _OTHERS, _UNSPACED)
