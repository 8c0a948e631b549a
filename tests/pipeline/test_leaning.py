"""A sentence that leans on one before it is told from one that stands, in the languages of the agencies."""

from __future__ import annotations

import pytest

from bot.pipeline.summarise.quotable import Fit, fit

STANDS = [
    ("en", "Xi Jinping and Vladimir Putin met on Monday, and the two agreed to hold a drill."),
    ("en", "Police arrested Vincent Jackson in San Diego and booked him before releasing him."),
    ("it", "Il governo ha approvato nella notte la manovra da trenta miliardi di euro."),
    ("it", "I carabinieri hanno arrestato quattro persone per il furto al museo di Torino."),
    ("pt", "O prefeito Ricardo Nunes foi reeleito neste domingo em São Paulo com 59,35% dos votos."),
    ("nl", "Het kabinet wil de regels voor asielzoekers vanaf januari flink aanscherpen."),
    ("pl", "We wtorek rząd przyjął projekt ustawy o ochronie granicy z Białorusią."),
    ("ru", "При пожаре в жилом доме в Екатеринбурге погибли три человека."),
    ("es", "Este lunes el Gobierno ha declarado zona catastrófica la provincia de Valencia."),
    ("es", "Es la peor inundación que ha sufrido la provincia de Valencia en un siglo."),
    ("fr", "Cette nuit, quatre départements ont été placés en vigilance rouge par Météo-France."),
    ("de", "Diese Woche entscheidet der Bundestag über den Haushalt der Bundesregierung."),
    ("tr", "Bu sabah İstanbul'da 5,1 büyüklüğünde bir deprem meydana geldi."),
    ("ru", "Генсек НАТО Марк Рютте заявил, что он обеспокоен отправкой солдат КНДР."),
    ("fr", "Emmanuel Macron a annoncé qu’il se rendrait lundi à Valence avec son ministre."),
    ("pt", "Neste domingo, os moradores de São Paulo elegeram o novo prefeito da cidade."),
    (
        "en",
        "North Korea has sent 10,000 troops to Russia, Pentagon spokeswoman Sabrina Singh said on Monday.",
    ),
    ("ko", "국가정보원은 29일 북한이 러시아에 파병한 병력이 1만 명을 넘어섰다고 밝혔다."),
    ("ja", "石破首相は「厳しい審判をいただいた。真摯に受け止める」と述べた。"),
    ("tr", 'Yerlikaya, X hesabından yaptığı açıklamada, "Şehitlerimize Allah\'tan rahmet diliyorum." dedi.'),
    ("uk", '"Рятувальники дістали з-під завалів тіло 15-річного хлопця", - написав Синєгубов.'),
    ("ja", "同志社大学は30日、京都市で新しい研究所を開設すると発表した。"),
    ("fr", "Le rendez-vous entre les deux présidents a eu lieu mercredi à Kazan, selon le Kremlin."),
    ("fr", "Les deux Corées ont échangé des tirs de sommation mardi, selon l'état-major."),
    ("fr", "Les deux candidats à la présidence, Mia Sandau et Ion Stoica, ont débattu dimanche."),
    ("de", "Die beiden Kandidaten Kim Harder und Don Tramm haben am Sonntag um Stimmen geworben."),
    ("ru", "Обе палаты парламента начали работу в понедельник в Тбилиси."),
    ("de", "Der Minister hat am Montag in Berlin ‚Wir schaffen das‘ gesagt, wie die Zeitung berichtet."),
    ("it", "Forza Italia e Noi Moderati hanno vinto le elezioni regionali in Liguria."),
    ("pt", "O furacão tinha ventos de 120 nós na manhã de sábado, informou o centro."),
    ("uk", "Гелікоптер Ми-8 розбився в неділю, загинули п'ятеро людей."),
    ("en", "The gunman who killed 18 people in Lewiston had been reported to police, a report found."),
    ("en", "The driver of a lorry that hit a bus stop in Tel Aviv has been shot dead, police said."),
    ("en", "The defendants in the trial over the Nice attack were jailed on Tuesday."),
    (
        "en",
        "Norland sent 10,000 men abroad, its army told two papers, and Oslo did not immediately respond.",
    ),
    ("en", "Title I schools in the state will lose 20 million dollars, the governor said."),
    ("en", "The number of people killed in floods in Spain has risen to 158, officials said."),
    ("en", "The results of Sunday's vote in Georgia showed the ruling party ahead with 54%."),
    ("en", "The man who attacked Salman Rushdie was sentenced to 25 years in prison."),
    ("en", "Associated Press reporters saw three bodies in the street outside the hospital."),
    ("de", "Das russische Militär hat nach eigenen Angaben ein Dorf im Donbass eingenommen."),
    ("de", "Das von der Regierung geplante Gesetz kommt am Freitag in den Bundesrat."),
    ("es", "El hombre que atacó a Salman Rushdie fue condenado a 25 años de prisión."),
    ("fr", "L'homme d'affaires Bernard Tapie est mort dimanche à Paris, selon sa famille."),
    ("it", "La donna accusata di avere ucciso due mariti è stata condannata a Bari."),
    ("pt", "O motorista que atropelou dez pessoas em Recife foi preso nesta terça-feira."),
    ("ru", "В министерстве обороны России сообщили о перехвате двенадцати беспилотников."),
    ("uk", "Підозрюваного у вбивстві Ірини Фаріон затримали в Дніпрі, повідомила поліція."),
]
LEANS = [
    ("en", "In the 50-minute meeting, the two also agreed to hold a drill in November, the ministry said."),
    ("de", "Der 61-Jährige bestreitet die Vorwürfe und will in Berufung gehen."),
    ("de", "Das entschied das Gericht in Paris am Montag wegen einer Krankheit."),
    ("de", "Wie die Behörde weiter mitteilte, wurden zwölf Menschen verletzt."),
    ("es", "Añadió que la empresa está en una encrucijada y pidió calma."),
    ("es", "El hombre, de 34 años, fue trasladado al hospital en estado grave."),
    ("es", "Fue detenido el martes en su domicilio de Sevilla por la policía."),
    ("it", "Ha aggiunto che il governo non intende cambiare la manovra."),
    ("it", "Il 34enne è stato arrestato nella notte dai carabinieri di Bari."),
    ("fr", "L'homme de 34 ans a été interpellé mardi matin dans le centre de Lyon."),
    ("fr", "Interrogé sur ce point, le ministre a refusé de commenter."),
    ("pt", "Afirmou que o governo não pretende mudar o orçamento deste ano."),
    ("ru", "Отмечается, что пострадали двенадцать человек, в том числе двое детей."),
    ("ru", "В ведомстве добавили, что пострадали двенадцать человек."),
    ("uk", "Зазначається, що постраждали дванадцять людей, серед них двоє дітей."),
    ("pl", "Mężczyzna został zatrzymany we wtorek na lotnisku w Krakowie."),
    ("tr", "Açıklamada, saldırıda 12 kişinin yaralandığı belirtildi."),
    ("nl", "Volgens de woordvoerder zijn er twaalf mensen gewond geraakt."),
    ("zh", "发言人表示，双方将于下周在北京继续谈判。"),
    ("ja", "男は31日午後、東京都内のホテルで逮捕されました。"),
    ("ko", "대변인은 협상이 다음 주 서울에서 계속될 것이라고 밝혔다."),
    ("de", "Seit 34 Jahren arbeitet er bei VW, und so einen Montag hat er noch nie erlebt."),
    ("de", "Die beiden Männer wurden am Montag in Köln einem Richter vorgeführt."),
    ("en", "The driver of the car was taken to a hospital in Leeds by helicopter."),
    ("en", "The gunman who opened fire was held on Monday in Boston."),
    ("fr", "Les deux pays ont signé la veille vingt-deux accords commerciaux."),
    ("ru", "Обе стороны договорились продолжить переговоры в ноябре в Анкаре."),
    ("en", "The midfielder also won the penalty from which Mo Salah opened the scoring."),
    ("en", "The cause was complications of Parkinson's disease, said her daughter Clara Voss."),
    ("ja", "同地裁は傍聴券を求めて502人が並んだと明らかにした。"),
    ("en", "Police arrested him in San Diego at 2.30am and booked him before releasing him."),
    ("en", "Investigators used DNA found on a helmet, she said."),
    ("en", '"Rescue workers evacuated more than 30 residents."'),
    ("es", "En este sentido, ha señalado que el número de víctimas puede crecer."),
    ("es", "Él mismo visitó la localidad de Utiel en la tarde del martes."),
    ("es", "Las labores de rescate continuarán toda la noche, ha explicado."),
    ("pt", "Essa é a primeira vez que o partido elege um prefeito na capital."),
    ("fr", "« L'Espagne entière pleure avec vous », a-t-il déclaré mercredi soir."),
    ("fr", "Dans un communiqué, il a annoncé trois jours de deuil national."),
    ("de", "Nach dem Treffen sagte er, die Pläne seien keine Drohgebärde."),
    ("de", "Diese Pläne seien keine Drohgebärden, teilte der Betriebsrat mit."),
    ("ru", "По ее словам, часть из них уже переместилась ближе к Украине."),
    ("ru", "В интервью телеканалу он рассказал о потерях в Курской области."),
    ("ru", "«Ситуация остается тяжелой, но контролируемой», — сказал он."),
    ("uk", "Цього дня в області оголошено жалобу за загиблими мешканцями."),
    ("uk", "Як повідомляв Укрінформ, у понеділок ворог також обстріляв Салтівку в Харкові."),
    ("ru", "Как уточнили в ведомстве, погибли трое военных и двое мирных жителей."),
    ("es", "Del total, 155 corresponden a la provincia de Valencia, según el balance oficial."),
    ("uk", "За його словами, під завалами можуть перебувати люди."),
    ("ja", "この結果を受け、石破茂首相は28日に記者会見し、続投の意向を示した。"),
    ("ja", "「厳しい審判をいただいた」と述べた。"),
    ("zh", "声明说，美方对此日益担忧，并将继续与盟友磋商。"),
    ("zh", "吕特是在听取韩国代表团简报后发表上述讲话的。"),
    ("ko", "국정원은 이날 국회 정보위원회 국정감사에서 이같이 보고했다고 여야 간사가 전했다."),
    ("tr", '"Şehitlerimize Allah\'tan rahmet diliyorum." dedi.'),
    ("tr", "Bu saldırıyı terör örgütü PKK'nın Suriye kolu üstlendi."),
    ("pl", "Jej rywal, były prokurator generalny, dostał 45 procent głosów."),
    ("ar", "وأضافت الوزارة أن بين القتلى طفلين وثلاث نساء من عائلة واحدة."),
    ("it", "Lo ha reso noto il centro di coordinamento dei soccorsi."),
    ("nl", "Het gaat om een groep van ongeveer tienduizend Noord-Koreaanse soldaten."),
]


@pytest.mark.parametrize(("language", "sentence"), STANDS)
def test_an_article_or_a_day_at_the_beginning_is_no_pronoun(language: str, sentence: str) -> None:
    assert fit(sentence, language) is Fit.STANDS


@pytest.mark.parametrize(("language", "sentence"), LEANS)
def test_nobody_reads_of_someone_or_something_that_was_told_before(language: str, sentence: str) -> None:
    assert fit(sentence, language) is Fit.LEANS


@pytest.mark.parametrize("language", ["it", "pt", None])
def test_a_language_that_is_not_known_keeps_its_articles(language: str | None) -> None:
    told = "Il governo ha approvato nella notte la manovra da trenta miliardi di euro."

    assert fit(told, language) is Fit.STANDS
