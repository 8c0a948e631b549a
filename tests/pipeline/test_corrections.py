"""The standing phrases of corrections and withdrawals, and the news that only sounds like them."""

from __future__ import annotations

import pytest

from bot.pipeline.corrections import corrects, withdraws

CORRECTIONS = [
    "Correction: the soldiers are in eastern Russia.",
    "An earlier version of this article misstated the number of soldiers.",
    "This story has been corrected to say where they are.",
    "Editor's note: a name was misspelled.",
    "Corrects paragraph 3 to say 10,000.",
    "(Corrects spelling of name in second paragraph)",
    "Correction (Oct. 29): The ship was not hit.",
    "Clarification: he spoke on Monday.",
    "We regret the error.",
    "Korrektur: In der ersten Fassung stand 12.000.",
    "Korrektur vom 29. Oktober: Die Zahl war falsch.",
    "In einer früheren Version dieses Artikels hieß es, es seien 12.000 Soldaten.",
    "In einer früheren Fassung stand, der Minister sei zurückgetreten.",
    "Anmerkung der Redaktion: Wir haben die Zahl korrigiert.",
    "Richtigstellung: Der Bürgermeister heißt Müller.",
    "Correctif : le bilan est de 95 morts.",
    "Rectificatif: Dans notre article, nous avons écrit 12.",
    "Une première version de cet article indiquait 12 000 soldats.",
    "Cet article a été corrigé le 29 octobre.",
    "Erratum : le nom du ministre.",
    "Corrección: la cifra es de 10.000 soldados.",
    "Fe de errores: El ministro no dimitió.",
    "Una versión anterior de este artículo decía que eran 12.000.",
    "Este artículo ha sido corregido.",
    "Rettifica: il numero corretto è 10.",
    "In una precedente versione di questo articolo si diceva 12.",
    "Errata corrige: i morti sono 95.",
    "Correção: o número é 10.000.",
    "Uma versão anterior deste texto informava 12 mil.",
    "Este texto foi corrigido às 15h.",
    "Correctie: het gaat om 10.000 soldaten.",
    "In een eerdere versie van dit artikel stond 12.000.",
    "Sprostowanie: chodzi o 10 tysięcy żołnierzy.",
    "W poprzedniej wersji tekstu podaliśmy błędną liczbę.",
    "Исправление: речь идёт о 10 тысячах.",
    "Исправлено: в первоначальной версии говорилось о 12 тысячах.",
    "В предыдущей версии материала была указана неверная цифра.",
    "В текст внесены исправления.",
    "Уточнение: военных около 10 тысяч.",
    "Виправлено: йдеться про 10 тисяч військових.",
    "У попередній версії матеріалу була помилка.",
    "Düzeltme: Asker sayısı 10 bin.",
    "Bu haberin önceki versiyonunda sayı yanlıştı.",
    "تصحيح: عدد الجنود عشرة آلاف.",
    "تم تصحيح هذا الخبر.",
    "更正：北韩士兵人数为一万人。",
    "本文早前版本误将人数写为一万二千。",
    "【訂正】兵士の数は1万人でした。",
    "当初の記事で人数に誤りがありました。",
    "記事の一部を訂正しました。",
    "[정정] 북한군은 1만 명입니다.",
    "바로잡습니다: 북한군은 1만 명입니다.",
    "정정보도: 사실과 다릅니다.",
]
NO_CORRECTIONS = [
    "Correction in tech stocks: Nasdaq falls 3%.",
    "Korrektur am Aktienmarkt: Dax fällt.",
    "The correction facility in Kursk was hit.",
    "Markets saw a correction on Monday.",
    "Editor's note: This story contains graphic descriptions.",
    "Der Minister kündigte eine Korrektur an: mehr Geld für alle.",
    "Correction du bac : les notes tombent.",
    "La corrección de las cuentas públicas: un reto.",
    "Исправление ошибок прошлого: Путин выступил на форуме.",
    "Уточнение бюджета на 2025 год: депутаты проголосовали.",
    "Поправки к закону приняты.",
    "Поправка к конституции: что изменится.",
    "В предыдущей версии закона говорилось о штрафах.",
    "The previous version of the bill said otherwise.",
    "Clarification sought: Kyiv asks NATO what it means.",
    "Korekta budżetu: rząd szuka oszczędności.",
    "더불어민주당은 정정보도를 청구했다.",
    "政府は統計の訂正を発表した。",
    "国家统计局更正去年数据。",
    "Düzeltme harekatı başladı.",
    "تصحيح المسار: الحكومة تعلن خطة.",
    "The army corrected its figures: 10,000 soldiers.",
    "In einer früheren Phase des Krieges hieß es anders.",
    "Una versión anterior del proyecto de ley decía otra cosa.",
    "The earlier report of the ministry spoke of ten.",
    "Uma versão anterior do projeto previa multas.",
    "Corrects course: Boeing changes plan.",
]
WITHDRAWALS = [
    "RETRACTED: Kursk",
    "This article has been withdrawn.",
    "We have retracted this story.",
    "Dieser Artikel wurde zurückgezogen.",
    "Cet article a été retiré.",
    "Este artículo ha sido retirado.",
    "Questo articolo è stato rimosso.",
    "Материал снят с публикации.",
    "Новость удалена по решению редакции.",
    "Матеріал було видалено.",
    "本文已撤回。",
    "この記事は削除されました。",
    "이 기사는 삭제되었습니다.",
    "Story withdrawn: Kursk",
]
NO_WITHDRAWALS = [
    "The army has withdrawn from the village.",
    "Withdrawn troops were seen near Kursk.",
    "Russland hat seine Truppen zurückgezogen.",
    "Новость удалила половину рынка.",
    "Zurückgezogen lebt er seit Jahren.",
    "We have withdrawn our ambassador.",
    "Материал снят на месте событий.",
    "The report was withdrawn by the ministry.",
    "The story was taken down by critics.",
]


@pytest.mark.parametrize("note", CORRECTIONS)
def test_what_outlets_print_over_a_correction_is_read_as_one(note: str) -> None:
    assert corrects(note)
    assert not withdraws(note)


@pytest.mark.parametrize("note", [*NO_CORRECTIONS, *NO_WITHDRAWALS])
def test_news_of_corrections_is_no_correction(note: str) -> None:
    assert not corrects(note)


@pytest.mark.parametrize("note", WITHDRAWALS)
def test_what_outlets_print_in_place_of_an_article_is_read_as_a_withdrawal(note: str) -> None:
    assert withdraws(note)


@pytest.mark.parametrize("note", [*NO_WITHDRAWALS, *NO_CORRECTIONS])
def test_news_of_withdrawals_is_no_withdrawal(note: str) -> None:
    assert not withdraws(note)
