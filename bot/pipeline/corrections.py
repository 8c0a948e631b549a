"""The standing phrases by which outlets say that an article was corrected, or is withdrawn. Pure.

News of corrections ("markets saw a correction", "Korrektur am Aktienmarkt: ...") is none: a phrase begins its
sentence and is followed by a colon, or names the article itself. The phrases are those of outlets' correction
columns, in the languages in which Salient knows outlets; they are tried whatever language a text is said to
be in, for a note may be in another one.
"""

from __future__ import annotations

import re

_DATED = (
    r"(?:\s*[(\[（][^)\]）]{0,40}[)\]）]"
    r"|\s+(?:vom|du|del|de|dated|on|от|від|z|van|il)?\s?\d[\w./:\s]{0,20})?"
)
_COLON = rf"{_DATED}\s*(?:[:：]|[)\]】〕］]|\s[—–-]\s)"

# At the beginning of a note, before a colon: "Korrektur:", "Исправление (29.10):", "[정정]", "【訂正】".
_HEADS = r"""
    correction | corrections | clarification | corrected | correction\sand\sclarification
  | correction\sto\sth(?:is|e)\s\w+ | corrections\s(?:&|and)\sclarifications
  | korrektur | korrigiert | berichtigung | richtigstellung | korrekturhinweis
  | correctif | rectificatif | rectification | erratum | errata
  | correcci[oó]n | rectificaci[oó]n | fe\sde\s(?:errores|erratas)
  | correzione | rettifica | errata\scorrige
  | corre[cç]?[cç][aã]o | retifica[cç][aã]o
  | correctie | rectificatie | verbetering
  | sprostowanie | korekta
  | исправлени[ея] | исправлено | уточнение | поправка
  | виправлення | виправлено | уточнення
  | d[uü]zeltme | tekzip
  | تصحيح | تصويب
  | 更正 | 勘误 | 勘誤 | 更正启事 | 更正啟事 | 更正说明 | 更正說明
  | 訂正 | お詫びと訂正 | おわびと訂正 | 訂正とお詫び | 訂正とおわび
  | 정정 | 정정\s?보도 | 바로잡습니다 | 알려왔습니다
"""

# The article speaks of itself: what it is, and what was done to it or stood in it.
_PIECE = r"(?:article|story|report|item|piece|headline)"
_THIS = rf"(?:this|an\searlier|a\sprevious)\s(?:version\sof\s(?:this|the)\s)?{_PIECE}"
_ITSELF = rf"""
    (?:in\s)?(?:{_THIS}|the\s(?:article|story|headline))\b.{{0,80}}\b(?:misstated|misidentified
      |incorrectly|in\serror|wrongly|corrected
      |amended|mistakenly|inaccurate)
  | corrects\s(?:the\s)?(?:\w+\s){{0,3}}(?:paragraph|headline|spelling|name|date|day|title|typo|figure
      |number|byline|to\s)
  | editor['’]s\snote\b.{{0,160}}\b(?:correct(?:ed|s|ion)|misstated|misspelled|misspelt|misidentified
      |earlier\sversion
      |previous\sversion|inaccurate|erroneous)
  | (?:anmerkung|anm\.|hinweis)\sder\sredaktion\b.{{0,160}}\b(?:korrigiert|berichtigt
      |früheren?\s(?:version|fassung)
      |fälschlich|irrtümlich)
  | (?:[\w:.]{{1,20}}\s){{0,3}}in\seiner\s(?:früheren|ersten|vorherigen|älteren|vorigen)\s(?:version
      |fassung)\b
  | dieser\s(?:artikel|text|beitrag|bericht)\s(?:wurde|ist)\s(?:nachträglich\s)?(?:korrigiert|berichtigt)
  | wir\shaben\s(?:den\sfehler|das|dies|die\s(?:stelle|angabe|passage))\s(?:korrigiert|berichtigt)
  | (?:dans\s)?une\s(?:première|précédente)\sversion\sde\s(?:cet\b|ce\b|cette\b|l['’])
  | une\sversion\s(?:antérieure|précédente)\sde\s(?:cet\b|ce\b|l['’])
  | cet\sarticle\sa\sété\s(?:corrigé|rectifié)
  | (?:en\s)?una\s(?:primera\sversión|versión\s(?:anterior|previa))\sde\s(?:est[ea]|la\snoticia)
  | est[ea]\s(?:artículo|noticia|texto|información)\s(?:ha\ssido|fue)\s(?:corregid|rectificad)[oa]
  | (?:in\s)?una\s(?:precedente|prima)\sversione\sdi\squest | una\sversione\sprecedente\sdi\squest
  | questo\sarticolo\sè\sstato\s(?:corretto|rettificato)
  | (?:em\s|n)?uma?\sversão\santerior\sd(?:est[ea]|[oa]\s(?:texto|reportagem|artigo))
  | est[ea]\s(?:texto|reportagem|artigo|matéria)\sfoi\s(?:corrigid|retificad)[oa]
  | in\seen\s(?:eerdere|vorige)\sversie\svan\sdit
  | dit\sartikel\sis\s(?:gecorrigeerd|gerectificeerd)
  | w\s(?:poprzedniej|wcześniejszej|pierwotnej)\swersji\s(?:tego\s)?(?:tekstu|artykułu|materiału|depeszy)
  | (?:в|во)\s(?:предыдущей|первоначальной|более\sранней|ранней|первой)\sверсии\s(?:материала|статьи
      |новости|текста
      |публикации|заметки|сообщения)
  | в\s(?:материал|текст|новость|заметку|статью|публикацию)\s(?:был[аои]\s)?внесен[аоы]?\s(?:исправлен
      |уточнен|правк|поправк)
  | (?:у|в)\s(?:попередній|первинній|початковій|першій)\sверсії\s(?:матеріалу|статті|новини|тексту
      |публікації)
  | (?:до|у|в)\s(?:матеріалу?|тексту?|новини|статті)\s(?:було\s)?внесено\s(?:виправлен|уточнен|правк)
  | bu\shaberin\s(?:önceki|eski|ilk)\s(?:versiyonunda|halinde|sürümünde)
  | في\sنسخة\sسابقة\sمن\sهذ | تم\sتصحيح\sهذ
  | 本文(?:此前|早前|之前|先前|较早|較早)的?版本 | (?:本报|本報|本网|本網|本刊).{{0,30}}(?:有误
      |有誤).{{0,20}}更正
  | (?:当初|当初の|以前の|初出時の?)(?:の)?(?:記事|本文|見出し).{{0,60}}(?:誤り|誤って|訂正)
  | (?:記事|本文|見出し)(?:中)?の(?:一部|内容|表記)?.{{0,20}}を?訂正(?:しました|いたしました|します)
  | (?:이|본)\s?기사(?:의|는)?\s?(?:이전|최초)\s?(?:버전|기사) | 기사\s?(?:내용|일부).{{0,10}}(?:바로잡
      |정정)
"""
_ANYWHERE = r"(?:we|the\seditors)\s(?:regret|apologi[sz]e\sfor)\sthe\serror"

_WITHDRAWN_HEADS = r"""
    retracted | retraction | withdrawn | story\swithdrawn | story\skilled | kill\snotice
  | zurückgezogen | meldung\szurückgezogen | achtung\szurückgezogen
  | article\sretiré | dépêche\sannulée | artículo\sretirado | anulaci[oó]n\sde\s(?:la\s)?noticia
  | articolo\sritirato | texto\sretirado | новость\sаннулирована | аннулирование
  | 撤稿 | 撤稿声明 | 撤稿聲明 | 記事取り消し | 【?取り消し | 기사\s?(?:삭제|철회|취소) | 전문\s?취소
"""
_WITHDRAWN_ITSELF = rf"""
    {_THIS}\b.{{0,40}}\b(?:has\sbeen|was|is\sbeing)\s(?:retracted|withdrawn|taken\sdown|unpublished)
  | we\shave\s(?:retracted|withdrawn|taken\sdown|unpublished)\s{_THIS}
  | (?:dieser|diesen|diese)\s(?:artikel|beitrag|text|bericht|meldung)\b.{{0,30}}\b(?:zurückgezogen
      |gelöscht|depubliziert
      |offline\sgenommen)
  | cet(?:te)?\s(?:article|dépêche)\sa\sété\s(?:retiré|supprimé|dépublié|annulé)e?
  | est[ea]\s(?:artículo|noticia|texto)\s(?:ha\ssido|fue)\s(?:retirad|eliminad)[oa]
  | questo\sarticolo\sè\sstato\s(?:ritirato|rimosso)
  | est[ea]\s(?:texto|reportagem|artigo|matéria)\sfoi\s(?:retirad|removid|despublicad|exclu[ií]d)[oa]
  | dit\sartikel\sis\s(?:ingetrokken|verwijderd)
  | (?:ten\s)?(?:artykuł|tekst)\szostał\s(?:wycofany|usunięty)
  | (?:этот\s|эта\s|данный\s)?(?:материал|новость|статья|публикация
      |заметка)\s(?:был[аио]?\s)?(?:отозван|снят[ао]?\sс\sпубликации
      |удал[её]н|аннулирован)
  | (?:цей\s|цю\s)?(?:матеріал|новину|статтю|публікацію)\s(?:було\s)?(?:відкликано|знято\sз\sпублікації
      |видалено)
  | bu\shaber\s(?:geri\sçekil|yayından\skaldırıl)
  | تم\s(?:سحب|حذف)\sهذ(?:ا|ه)\s(?:المقال|الخبر|المادة)
  | (?:本文|该文|該文|此文|本稿)(?:现|現|已|现已|現已|业已)(?:被)?(?:撤回|撤稿|删除|刪除|下架)
  | この記事(?:は|を).{{0,10}}(?:取り消し|削除|撤回)(?:ました|します|され|いたし)
  | (?:이|본|해당)\s?기사(?:가|는|를)?\s?(?:삭제|철회|취소)(?:되었|됐|했|합|하였)
"""

_BEFORE = r"^[\W_]*"
_FLAGS = re.IGNORECASE | re.VERBOSE


_CORRECTED = re.compile(rf"{_BEFORE}(?:(?:{_HEADS}){_COLON}|{_ITSELF})|\b{_ANYWHERE}", _FLAGS)
_WITHDRAWN = re.compile(
    rf"{_BEFORE}(?:(?:{_WITHDRAWN_HEADS})(?:{_COLON}|[\W_]*$)|{_WITHDRAWN_ITSELF})", _FLAGS
)


def corrects(sentence: str) -> bool:
    """Say whether a sentence or headline says that its own article was corrected."""
    return _CORRECTED.search(sentence) is not None


def withdraws(sentence: str) -> bool:
    """Say whether a sentence or headline says that its own article is withdrawn."""
    return _WITHDRAWN.search(sentence) is not None
