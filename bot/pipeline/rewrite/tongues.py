"""What a check of rewritten sentences must know of a language: its numbers, hedges and negations. Data.

Words are in lower case, in the forms in which news writes them; forms are compared by stem, so that one form
of each is enough where its stem is regular.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language. `small` say nothing by themselves: a rewrite may add and drop them.

    `uncertain` say that something is open, meant or alleged: in the forms in which they are looked for.
    """

    numbers: frozenset[str]
    hedges: frozenset[str]
    negations: frozenset[str]
    small: frozenset[str]
    uncertain: frozenset[str]


def _tongue(numbers: str, hedges: str, negations: str, small: str, uncertain: str) -> Tongue:
    return Tongue(*(frozenset(block.split()) for block in (numbers, hedges, negations, small, uncertain)))


COMPOUNDS: Final = {
    "ru": re.compile(
        r"\w+надцат\w*|двадцат\w*|тридцат\w*|сорок\w*|\w*десят\w*|девяност\w*|двест\w*|двухсот\w*"
        r"|(?:три|четыре)ст\w*|\w+сот(?:\w{1,3})?|двенадцат\w*"
    ),
    "uk": re.compile(
        r"\w+надцят\w*|двадцят\w*|тридцят\w*|сорок\w*|[\w']*десят\w*|дев'яност\w*|двіст\w*|двохсот\w*"
        r"|(?:три|чотири)ст\w*|[\w']+сот(?:\w{1,3})?"
    ),
    "de": re.compile(
        r"\w*(?:hundert|tausend)\w*|\w*(?:zwan|vier|fünf|sech|sieb|acht|neun)zig\w*|\w*dreißig\w*"
        r"|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn\w*|zwölf\w*"
    ),
    "fr": re.compile(
        r"treize|quatorze|seize|dix-\w+|septante|huitante|octante|nonante"
        r"|(?:vingt|trente|quarante|cinquante|soixante|quatre-vingt)s?(?:-[\w-]+)?|(?:\w+-)?cents?(?:-[\w-]+)?"
    ),
    "es": re.compile(
        r"trece|catorce|dieci\w+|veint\w+|(?:trei|cuare|cincue|sese|sete|oche|nove)nta|quinient[oa]s|\w+cient[oa]s"
    ),
}
"""Number words that a language makes out of others, and those of the teens: whole words in small letters."""

TONGUES: Final = {
    "ru": _tongue(
        """
            ноль один одна одно одного одной два две двух двое трое три трех трёх четыре четырех четырёх
            пять пяти шесть шести семь семи восемь восьми девять девяти десять десяти десятки десятков
            одиннадцать двенадцать пятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят
            восемьдесят девяносто сто сотни сотен двести триста четыреста пятьсот тысяча тысячи тысяч тыс
            тысячами миллион миллиона миллионов млн миллиард миллиарда миллиардов млрд процент процента
            процентов половина половины треть трети четверть четверти вдвое втрое первый первая первого
            второй вторая второго третий третьего дважды
        """,
        """
            около почти примерно приблизительно порядка более больше менее меньше свыше до минимум
            максимум едва лишь только возможно вероятно якобы предположительно несколько
        """,
        """
            не ни нет нельзя без никто ничего никогда отрицает отрицал отрицала отрицают опроверг
            опровергла опровергли опровергает отказался отказалась отказались отказал отверг отвергла
            отвергли вряд
        """,
        """
            в во на по с со к ко о об от из у за для при и а но что как это же ли бы он она они его её ее
            их который которая которые был была были будет является также уже ещё еще заявил заявила
            заявили сообщил сообщила сообщили сказал сказала сообщает словам данным согласно
        """,
        """
            может могут мог могла могло могли можно должен должна должны планирует планируют планировал
            планировали намерен намерена намерены собирается собираются хочет хотят хотел намеревается готов
            готова готовы угрожает угрожают пригрозил пригрозила пригрозили предложил предложила предложили
            если пока обвинил обвинила обвинили обвиняет обвиняют обвинению подозревают подозрению
            подозревается ожидается ожидают ожидает якобы предположительно возможно вероятно утверждает
            утверждают бы
        """,
    ),
    "uk": _tongue(
        """
            нуль один одна одного однієї два дві двох двоє троє три трьох чотири чотирьох п'ять п'яти
            шість шести сім семи вісім восьми дев'ять дев'яти десять десяти десятки десятків одинадцять
            дванадцять двадцять тридцять сорок п'ятдесят сто сотні сотень двісті триста тисяча тисячі
            тисяч тис мільйон мільйона мільйонів млн мільярд мільярда мільярдів млрд відсоток відсотка
            відсотків половина третина чверть удвічі втричі перший перша другий друга третій двічі
        """,
        """
            близько майже приблизно орієнтовно понад більше менше менш більш до щонайменше щонайбільше
            принаймні лише тільки можливо ймовірно нібито кілька
        """,
        """
            не ні ані немає без ніхто нічого ніколи заперечує заперечив заперечила заперечили спростував
            спростувала спростували відмовився відмовилася відмовилися відкинув відкинула відкинули навряд
        """,
        """
            в у на по з із зі до к о об про від за для при і й та а але що як це же чи б би він вона вони
            його її їх який яка які був була були буде є також вже ще заявив заявила заявили повідомив
            повідомила повідомили сказав сказала словами даними згідно
        """,
        """
            може можуть міг могла могло могли можна повинен повинна повинні планує планують планував планували
            намір збирається збираються хоче хочуть готовий готова готові погрожує погрожують пригрозив
            пригрозила запропонував запропонувала запропонували якщо поки звинуватив звинуватила звинуватили
            звинувачує звинувачують підозрюють підозрою підозрюється очікується очікують нібито ймовірно
            можливо стверджує стверджують би б
        """,
    ),
    "de": _tongue(
        """
            null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig
            fünfzig hundert hunderte tausend tausende zehntausende dutzend dutzende million millionen mio
            milliarde milliarden mrd prozent hälfte halb drittel viertel doppelt verdoppelt dreimal
            zweimal einmal erste ersten zweite zweiten dritte dritten
        """,
        """
            etwa rund ungefähr knapp fast gut mehr weniger über unter bis mindestens höchstens wenigstens
            nur möglicherweise wahrscheinlich angeblich mutmaßlich offenbar einige mehrere
        """,
        """
            nicht kein keine keinen keiner keinem nie niemals niemand nichts ohne weder noch bestreitet
            bestritt bestritten dementiert dementierte verweigert verweigerte lehnt lehnte abgelehnt
            widerspricht widersprach widersprachen
            zurückgewiesen kaum
        """,
        """
            der die das den dem des ein eine einen einem einer eines in im an am auf aus bei mit nach von
            vom zu zum zur für und oder aber als dass wie es er sie sich ist sind war waren wird werden
            wurde wurden hat haben habe hätten sei seien auch bereits schon sagte sagten teilte teilten
            mit laut erklärte erklärten so
        """,
        """
            kann können könne könnte könnten soll sollen solle sollte sollten will wollen wolle wollte
            wollten darf dürfen dürfte dürften muss müssen müsse müsste mag möge möchte möchten würde würden
            plant planen geplant droht drohen drohte drohten falls wenn sofern ob wirft warf vor beschuldigt
            beschuldigte beschuldigten verdächtigt verdacht angeblich mutmaßlich mutmaßliche mutmaßlichen
            erwartet erwarten wäre wären hätte hätten sei seien habe behauptet behauptete vorgeworfen
        """,
    ),
    "fr": _tongue(
        """
            zéro deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante
            cinquante soixante cent cents centaine centaines dizaine dizaines mille millier milliers
            million millions milliard milliards pourcent pour-cent moitié tiers quart double doublé triple
            premier première deuxième second seconde troisième
        """,
        """
            environ presque près quelque quelques plus moins jusqu jusque jusqu'à maximum minimum
            seulement peut-être probablement prétendument plusieurs
        """,
        """
            ne n pas non ni aucun aucune jamais rien sans nie nié niée démenti dément démentent refuse
            réfute réfuté réfutent impossible
            refusé refusent rejeté rejette guère
        """,
        """
            le la les l un une des du de d à au aux en dans par pour sur avec et ou mais que qu qui comme
            ce c cela il elle ils elles se s son sa ses leur leurs est sont était étaient a ont été sera
            aussi déjà encore y selon dit déclaré annoncé affirmé indiqué fait
        """,
        """
            peut peuvent pourrait pourraient doit doivent devrait devraient veut veulent voudrait souhaite
            souhaitent prévoit prévoient envisage envisagent menace menacent menacé si accuse accusent accusé
            accusée accusés aurait auraient serait seraient soupçonné soupçonnée soupçonnés présumé présumée
            présumés affirme prétend va vont sera seront propose proposé tente tenté
        """,
    ),
    "es": _tongue(
        """
            cero dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta
            cincuenta sesenta cien ciento cientos centenar centenares docena docenas decenas mil miles
            millón millones millar millares mitad tercio cuarto doble duplicado triple primer primero
            primera segundo segunda tercer tercero tercera
        """,
        """
            unos unas cerca casi aproximadamente alrededor más menos hasta mínimo máximo sólo solo apenas
            posiblemente probablemente supuestamente presuntamente varios varias
        """,
        """
            no ni ningún ninguna ninguno nunca jamás nada nadie sin niega negó niegan negado desmiente
            descarta descartó descartan imposible
            desmintió rechaza rechazó rechazan rechazado tampoco
        """,
        """
            el la los las lo un una de del a al en por para con sobre y e o u pero que como esto eso él
            ella ellos se su sus le les es son era eran fue fueron ha han sido será también ya aún según
            dijo dijeron declaró anunció informó aseguró afirmó
        """,
        """
            puede pueden podría podrían debe deben debería deberían quiere quieren querría planea planean
            prevé prevén pretende pretenden amenaza amenazan amenazó si acusa acusan acusó acusaron acusado
            acusada acusados habría habrían sería serían sospechoso sospechosa sospechosos presunto presunta
            presuntos supuesto supuesta va van propone propuso intenta intentó
        """,
    ),
}
