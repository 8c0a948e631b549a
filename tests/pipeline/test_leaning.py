"""A sentence that leans on one before it is told from one that stands, in the languages of the agencies."""

from __future__ import annotations

import pytest

from bot.pipeline.summarise.quotable import Fit, fit

STANDS = [
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
]
LEANS = [
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
