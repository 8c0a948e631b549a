"""Short reports of like events, and of one event, as feeds give them: a title and a sentence or two."""

from __future__ import annotations

Report = tuple[str, str, str]  # language, title, text

TWO_EVENTS: dict[str, tuple[Report, Report]] = {
    "two deaths": (
        (
            "en",
            "Actress Mira Solberg dies aged 84",
            (
                "Mira Solberg, who played the judge in the series Harbour Lane, has died at her home in "
                "Bergen, her family said. She was 84."
            ),
        ),
        (
            "en",
            "Composer Tom Haverley dies aged 91",
            (
                "Tom Haverley, who wrote the music of the film Winter Road, has died in hospital in "
                "Leeds, his family said. He was 91."
            ),
        ),
    ),
    "two companies' results, in French": (
        (
            "fr",
            "Orvelle : bénéfice net en hausse de 12 % au troisième trimestre",
            (
                "Le groupe de cosmétiques Orvelle a publié mardi un bénéfice net de 840 millions d'euros "
                "et confirme ses objectifs annuels."
            ),
        ),
        (
            "fr",
            "Cadran : bénéfice net en hausse de 9 % au troisième trimestre",
            (
                "Le groupe de logiciels Cadran a publié mercredi un bénéfice net de 310 millions d'euros "
                "et confirme ses objectifs annuels."
            ),
        ),
    ),
    "two quakes, in Russian": (
        (
            "ru",
            "Землетрясение магнитудой 5,4 произошло у берегов Камчатки",
            (
                "Эпицентр находился в 120 км от Петропавловска-Камчатского на глубине 48 км. "
                "Пострадавших и разрушений нет."
            ),
        ),
        (
            "ru",
            "Землетрясение магнитудой 4,8 произошло в Республике Тыва",
            "Эпицентр находился в 60 км от Кызыла на глубине 10 км. Пострадавших и разрушений нет.",
        ),
    ),
    "two arrests, in Ukrainian": (
        (
            "uk",
            "Суд заарештував колишнього заступника міністра у справі про хабар",
            (
                "Вищий антикорупційний суд обрав Олегу Марченку запобіжний захід: тримання під вартою із "
                "заставою 8 мільйонів гривень."
            ),
        ),
        (
            "uk",
            "Суд заарештував колишнього голову МСЕК у справі про хабар",
            (
                "Вищий антикорупційний суд обрав Тетяні Кравець запобіжний захід: тримання під вартою із "
                "заставою 20 мільйонів гривень."
            ),
        ),
    ),
    "two matches, in Spanish": (
        (
            "es",
            "El Betis vence 2-1 al Girona con un gol en el descuento",
            "Un cabezazo de Bartra en el minuto 93 dio los tres puntos al Betis en el Villamarín.",
        ),
        (
            "es",
            "El Celta vence 3-2 al Alavés con un gol en el descuento",
            "Un disparo de Aspas en el minuto 95 dio los tres puntos al Celta en Balaídos.",
        ),
    ),
    "two floods, in Arabic": (
        (
            "ar",
            "مقتل 11 شخصا في فيضانات ضربت جنوب الجزائر",
            "لقي 11 شخصا مصرعهم بعد أمطار غزيرة وسيول في ولاية بشار، وفق الحماية المدنية.",
        ),
        (
            "ar",
            "مقتل 18 شخصا في فيضانات ضربت جنوب المغرب",
            "لقي 18 شخصا مصرعهم بعد أمطار غزيرة وسيول في إقليم طاطا، وفق وزارة الداخلية.",
        ),
    ),
    "two rate decisions, in Chinese": (
        (
            "zh",
            "欧洲央行宣布降息25个基点",
            "欧洲央行周四宣布将存款机制利率下调25个基点至3.25%，行长拉加德表示通胀正在回落。",
        ),
        (
            "zh",
            "加拿大央行宣布降息50个基点",
            "加拿大央行周三宣布将基准利率下调50个基点至3.75%，行长麦克勒姆表示通胀正在回落。",
        ),
    ),
    "two quakes, in Japanese": (
        (
            "ja",
            "青森県東方沖で地震 八戸市などで震度4 津波の心配なし",
            (
                "28日午前4時32分ごろ、青森県東方沖を震源とする地震があり、八戸市や岩手県久慈市で震度4の揺れを"
                "観測しました。震源の深さは約60キロと推定されています。この地震による津波の心配はありません。"
            ),
        ),
        (
            "ja",
            "沖縄本島近海で地震 国頭村で震度4 津波の心配なし",
            (
                "28日午後1時46分ごろ、沖縄本島近海を震源とする地震があり、国頭村や与論町で震度4の揺れを"
                "観測しました。震源の深さは約30キロと推定されています。この地震による津波の心配はありません。"
            ),
        ),
    ),
    "two companies' results, in Korean": (
        (
            "ko",
            "한빛전자 3분기 영업이익 9조원, 작년보다 3배 늘어",
            "한빛전자는 31일 3분기 연결 영업이익이 9조1천억원으로 집계됐다고 공시했다. 매출은 79조원이다.",
        ),
        (
            "ko",
            "대성화학 3분기 영업이익 5천억원, 작년보다 40% 줄어",
            "대성화학은 28일 3분기 연결 영업이익이 4천984억원으로 집계됐다고 공시했다. 매출은 12조원이다.",
        ),
    ),
    "sanctions of two states": (
        (
            "en",
            "UK imposes sanctions on 18 tankers carrying Russian oil",
            (
                "Britain imposed sanctions on 18 tankers of Russia's shadow fleet on Thursday, barring "
                "them from British ports."
            ),
        ),
        (
            "en",
            "US imposes sanctions on 2 Chinese firms making Russian drones",
            (
                "The United States imposed sanctions on Xiamen Limbach and Redlepus on Thursday for "
                "making Russia's Garpiya attack drones."
            ),
        ),
    ),
    "two state elections, in German": (
        (
            "de",
            "Landtagswahl in Sachsen: CDU knapp vor der AfD",
            (
                "Nach dem vorläufigen Ergebnis kommt die CDU auf 31,9 Prozent, die AfD auf 30,6. "
                "Ministerpräsident Kretschmer will weiterregieren."
            ),
        ),
        (
            "de",
            "Landtagswahl in Brandenburg: SPD knapp vor der AfD",
            (
                "Nach dem vorläufigen Ergebnis kommt die SPD auf 30,9 Prozent, die AfD auf 29,2. "
                "Ministerpräsident Woidke will weiterregieren."
            ),
        ),
    ),
    "two strikes, in French": (
        (
            "fr",
            "Frappes israéliennes sur Baalbek : au moins 19 morts",
            (
                "Au moins 19 personnes, dont huit femmes, ont été tuées dans des frappes israéliennes "
                "sur la région de Baalbek, selon le ministère de la Santé libanais."
            ),
        ),
        (
            "fr",
            "Frappe israélienne sur Beit Lahia : au moins 93 morts",
            (
                "Au moins 93 personnes, dont 25 enfants, ont été tuées dans une frappe israélienne sur "
                "un immeuble de Beit Lahia, selon la Défense civile de Gaza."
            ),
        ),
    ),
    "two drone attacks, in Russian": (
        (
            "ru",
            "При атаке беспилотника в Белгородской области погиб мирный житель",
            (
                "Дрон ударил по автомобилю в селе Новостроевка-Первая Грайворонского округа, сообщил "
                "губернатор Гладков."
            ),
        ),
        (
            "ru",
            "При атаке беспилотника в Брянской области ранен мирный житель",
            "Дрон ударил по трактору в селе Брахлов Климовского района, сообщил губернатор Богомаз.",
        ),
    ),
    "two floods": (
        (
            "en",
            "Flash floods kill 30 in northern Kenya",
            (
                "At least 30 people drowned when rivers burst their banks in Mandera after days of heavy "
                "rain, the Kenya Red Cross said."
            ),
        ),
        (
            "en",
            "Flash floods kill 12 in eastern Nepal",
            (
                "At least 12 people drowned when rivers burst their banks in Ilam after days of heavy "
                "rain, Nepal's police said."
            ),
        ),
    ),
    "two rate decisions": (
        (
            "en",
            "Bank of Canada cuts its key rate to 3.75 per cent",
            (
                "The Bank of Canada lowered its key rate by 50 basis points to 3.75 per cent on "
                "Wednesday as inflation slows. Governor Tiff Macklem said that more cuts may follow."
            ),
        ),
        (
            "en",
            "Bank of Russia raises its key rate to 21 per cent",
            (
                "The Bank of Russia raised its key rate by 200 basis points to 21 per cent on Friday as "
                "inflation quickens. Governor Elvira Nabiullina said that more rises may follow."
            ),
        ),
    ),
    "two nights of drones, in Ukrainian": (
        (
            "uk",
            "Росія атакувала Київ дронами вночі 25 жовтня, загинула дівчинка",
            "Уламки дрона влучили в багатоповерхівку в Солом'янському районі.",
        ),
        (
            "uk",
            "Росія атакувала Київ дронами вночі 29 жовтня, поранено шістьох людей",
            "Уламки дрона впали на будинок у Святошинському районі.",
        ),
    ),
    "two votes": (
        (
            "en",
            "Georgia's ruling party wins election, commission says",
            (
                "Georgian Dream took 54 per cent of the vote, the electoral commission in Tbilisi said. "
                "The opposition called the result stolen."
            ),
        ),
        (
            "en",
            "Trump wins Georgia in US election",
            "Donald Trump carried the state of Georgia with its 16 electors, beating Kamala Harris.",
        ),
    ),
    "two votes a week apart, in German": (
        (
            "de",
            "Wahl in Georgien: Regierungspartei erklärt sich zum Sieger",
            (
                "Der Georgische Traum kommt laut Wahlkommission auf 54 Prozent. Präsidentin "
                "Surabischwili erkennt das Ergebnis nicht an."
            ),
        ),
        (
            "de",
            "Wahl in Moldau: Präsidentin Sandu erklärt sich zur Siegerin",
            ("Maia Sandu kommt laut Wahlkommission auf 55 Prozent. Ihr Gegner Stoianoglo gratuliert ihr."),
        ),
    ),
}

ONE_EVENT: dict[str, tuple[Report, Report]] = {
    "a death": (
        (
            "en",
            "Actress Mira Solberg dies aged 84",
            (
                "Mira Solberg, who played the judge in the series Harbour Lane, has died at her home in "
                "Bergen, her family said."
            ),
        ),
        (
            "en",
            "Harbour Lane star Mira Solberg has died",
            (
                "Tributes are paid to Mira Solberg, the Norwegian actress best known as Judge Vik in "
                "Harbour Lane, who has died at 84."
            ),
        ),
    ),
    "a company's results, in French": (
        (
            "fr",
            "Orvelle : bénéfice net en hausse de 12 % au troisième trimestre",
            (
                "Le groupe de cosmétiques Orvelle a publié mardi un bénéfice net de 840 millions d'euros "
                "et confirme ses objectifs annuels."
            ),
        ),
        (
            "fr",
            "Cosmétiques : Orvelle dépasse les attentes et maintient ses objectifs",
            (
                "Porté par ses parfums, Orvelle annonce 840 millions d'euros de bénéfice net au "
                "troisième trimestre, 12 % de plus qu'il y a un an."
            ),
        ),
    ),
    "a walkout, in German": (
        (
            "de",
            "Warnstreik legt Nahverkehr in Hannover lahm",
            (
                "Die Gewerkschaft Verdi hat die Beschäftigten der Üstra für Dienstag zum Warnstreik "
                "aufgerufen. Busse und Bahnen stehen still."
            ),
        ),
        (
            "de",
            "Hannover: Üstra-Busse und Bahnen stehen am Dienstag still",
            (
                "Wegen eines Warnstreiks fährt am Dienstag in Hannover kaum eine Stadtbahn. Verdi "
                "fordert mehr Lohn für die Beschäftigten der Üstra."
            ),
        ),
    ),
    "a quake, in Russian": (
        (
            "ru",
            "Землетрясение магнитудой 5,4 произошло у берегов Камчатки",
            (
                "Эпицентр находился в 120 км от Петропавловска-Камчатского на глубине 48 км. "
                "Пострадавших и разрушений нет."
            ),
        ),
        (
            "ru",
            "На Камчатке зафиксировали подземные толчки",
            (
                "Землетрясение магнитудой 5,4 ощутили жители Петропавловска-Камчатского, сообщили в "
                "геофизической службе. Угрозы цунами нет."
            ),
        ),
    ),
    "an arrest, in Ukrainian": (
        (
            "uk",
            "Суд заарештував колишнього голову МСЕК у справі про хабар",
            (
                "Вищий антикорупційний суд обрав Тетяні Кравець запобіжний захід: тримання під вартою із "
                "заставою 20 мільйонів гривень."
            ),
        ),
        (
            "uk",
            "Ексголову МСЕК Кравець взяли під варту із заставою 20 мільйонів",
            "ВАКС задовольнив клопотання прокурорів щодо Тетяни Кравець, яку підозрюють у хабарі.",
        ),
    ),
    "a match, in Spanish": (
        (
            "es",
            "El Betis vence 2-1 al Girona con un gol en el descuento",
            "Un cabezazo de Bartra en el minuto 93 dio los tres puntos al Betis en el Villamarín.",
        ),
        (
            "es",
            "Bartra salva al Betis en el último suspiro",
            (
                "El central marcó de cabeza en el 93 y el Betis se impuso por 2-1 al Girona, que había "
                "empatado antes del descanso."
            ),
        ),
    ),
    "a flood, in Arabic": (
        (
            "ar",
            "مقتل 18 شخصا في فيضانات ضربت جنوب المغرب",
            "لقي 18 شخصا مصرعهم بعد أمطار غزيرة وسيول في إقليم طاطا، وفق وزارة الداخلية.",
        ),
        (
            "ar",
            "المغرب: ارتفاع حصيلة ضحايا فيضانات طاطا إلى 18 قتيلا",
            (
                "قالت وزارة الداخلية المغربية إن السيول التي اجتاحت طاطا أودت بحياة 18 شخصا ولا يزال "
                "أربعة في عداد المفقودين."
            ),
        ),
    ),
    "a rate decision, in Chinese": (
        (
            "zh",
            "欧洲央行宣布降息25个基点",
            "欧洲央行周四宣布将存款机制利率下调25个基点至3.25%，行长拉加德表示通胀正在回落。",
        ),
        (
            "zh",
            "欧央行年内第三次降息 存款利率降至3.25%",
            "欧洲央行17日决定再次降息25个基点。拉加德在记者会上说，经济数据弱于预期。",
        ),
    ),
    "an election, in Japanese": (
        (
            "ja",
            "衆院選 自民・公明の与党が過半数割れ",
            "27日に投開票された衆議院選挙で、自民党と公明党の与党は215議席にとどまり、過半数の233議席を下回りました。石破首相は続投の意向です。",
        ),
        (
            "ja",
            "与党215議席、過半数に届かず 石破首相は続投表明",
            "衆院選で自民、公明両党は計215議席と過半数を割り込んだ。立憲民主党は148議席に伸ばした。石破茂首相は28日の会見で続投を表明した。",
        ),
    ),
    "a package of sanctions": (
        (
            "en",
            "UK imposes sanctions on 18 tankers carrying Russian oil",
            (
                "Britain imposed sanctions on 18 tankers of Russia's shadow fleet on Thursday, barring "
                "them from British ports."
            ),
        ),
        (
            "en",
            "Britain targets Russia's shadow fleet with new sanctions",
            (
                "Eighteen more oil tankers and Rusgazdobycha were sanctioned by London on Thursday in "
                "the largest move against Russia's shadow fleet so far."
            ),
        ),
    ),
    "a state election, in German": (
        (
            "de",
            "Landtagswahl in Brandenburg: SPD knapp vor der AfD",
            (
                "Nach dem vorläufigen Ergebnis kommt die SPD auf 30,9 Prozent, die AfD auf 29,2. "
                "Ministerpräsident Woidke will weiterregieren."
            ),
        ),
        (
            "de",
            "Woidkes SPD gewinnt in Brandenburg vor der AfD",
            (
                "Die SPD von Ministerpräsident Dietmar Woidke ist mit 30,9 Prozent stärkste Kraft "
                "geworden. BSW und CDU folgen mit 13,5 und 12,1 Prozent."
            ),
        ),
    ),
    "a strike, in French": (
        (
            "fr",
            "Frappe israélienne sur Beit Lahia : au moins 93 morts",
            (
                "Au moins 93 personnes, dont 25 enfants, ont été tuées dans une frappe israélienne sur "
                "un immeuble de Beit Lahia, selon la Défense civile de Gaza."
            ),
        ),
        (
            "fr",
            "Gaza : près de cent morts dans le bombardement d'un immeuble à Beit Lahia",
            (
                "La Défense civile fait état de 93 morts après le bombardement par Israël d'un immeuble "
                "de cinq étages. Washington juge l'attaque « horrible »."
            ),
        ),
    ),
    "a drone attack, in Russian": (
        (
            "ru",
            "При атаке беспилотника в Белгородской области погиб мирный житель",
            (
                "Дрон ударил по автомобилю в селе Новостроевка-Первая Грайворонского округа, сообщил "
                "губернатор Гладков."
            ),
        ),
        (
            "ru",
            "Гладков: мужчина погиб от удара дрона по машине под Грайвороном",
            (
                "Беспилотник атаковал легковой автомобиль в Новостроевке-Первой, водитель скончался на "
                "месте, написал губернатор Белгородской области."
            ),
        ),
    ),
    "a rate decision": (
        (
            "en",
            "Bank of Canada cuts its key rate to 3.75 per cent",
            (
                "The Bank of Canada lowered its key rate by 50 basis points to 3.75 per cent on "
                "Wednesday as inflation slows."
            ),
        ),
        (
            "en",
            "Canada's central bank makes supersize half-point cut",
            (
                "Governor Tiff Macklem said that inflation is back at the target as the Bank of Canada "
                "cut rates by half a point, to 3.75 per cent."
            ),
        ),
    ),
}
