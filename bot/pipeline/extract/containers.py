"""What walls are built of: boxes of consent and payment services, and what shows without scripts alone. Pure.

Their names stand in a page's ids and classes whatever its language. A service's script says nothing: it is on
every page of a site, walled or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.article import Obstacle
from bot.pipeline.extract.holes import visible
from bot.pipeline.extract.tree import Tree, words

_MOST_BOXES = 40  # looked at in one page
_LARGEST = 1_500  # characters of a box: publishers wrap whole paid articles in one called "paywall", too
_CHECK = 600  # characters: a page that checks who reads it says no more
_FEWEST_WORDS = 5  # of a box: fewer are a label, as "Log in, log out" of a menu

_NAMES = {
    Obstacle.CONSENT: re.compile(
        r"onetrust|didomi|sp_message|qc-cmp|cybot|cookiebot|usercentrics|\btruste(?![a-z])|iubenda-cs"
        r"|tarteaucitron|borlabs|klaro|osano|cmpbox|\bcmp-|cc-window|fc-consent|axeptio|(?:cookie|consent|gdpr|privacy)[-_]?(?:banner|bar"
        r"|box|dialog|layer|manager|modal|message|notice|overlay|popup|sdk|wall)"
    ),
    Obstacle.PAYWALL: re.compile(
        r"paywall|\bpiano\b|\bpiano-|\btp-(?:modal|container|template)|poool|zephr|pelcro|evolok|laterpay|tinypass"
        r"|(?:reg|registration|subscri\w{0,8}|member\w{0,5}|premium|metered?|login|content|article|abo|plus)[-_]?"
        r"(?:wall|gate|lock|locked|barrier)\b"
    ),
    Obstacle.SCRIPTS: re.compile(
        r"captcha|cf-browser-verification|cf-turnstile|challenge-(?:form|stage|running|container)|px-block"
    ),
}
# A teaser breaks off, and the first thing to press below it leads to an offer, whatever the box is called.
_BROKEN_OFF = re.compile(r".+(?:…|\.\.\.|[\[(](?:…|\.\.\.)[\])])")
_OFFERS = re.compile(
    r"subscri|suscri|abonn|abbon|\babos?\b|assina|assine|prenumer|podpisk|peredplat|predplat|subskry|[uü]yelik"
    r"|abonelik|membership|mitglied|paywall|checkout|\b(?:offers?|offres?|plans?|tarif\w*|pricing|join)\b"
)
_LETTERS = re.compile(r"letter|bolet|rassylk|mail|alert|rss|shop|whatsapp|telegram")
_MOST_HYPHENS = 2  # of an offer's address: more are an article's title
_BELOW = "following::*[normalize-space()][1][not(ancestor-or-self::aside | ancestor::nav | ancestor::footer)]"
_NAMED = "//body//*[@id or @class]"
_OF_MATTER = re.compile(r"(?<!\S)(?:tag|category)-\S+")  # of an article: WordPress (`post_class`)
_LONGEST_NAMES = 1_000  # characters of an element's id and classes that are read
_ENDING = 20  # characters of a paragraph, by which it is found in a text
_NO_BOX = frozenset({"article", "main", "script", "style", "iframe", "svg"})
_UNSEEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


def boxes(tree: Tree, *kinds: Obstacle, hidden: bool = False) -> Iterator[str]:
    """Yield what boxes of these kinds say, where that is little: the shown ones, or the *hidden* ones."""
    names = [_NAMES[kind] for kind in kinds]
    named = [one for one in tree.xpath(_NAMED) if any(each.search(_called(one)) for each in names)]
    for one in named[:_MOST_BOXES]:
        if one.tag not in _NO_BOX and _is_hidden(one) is hidden:
            said = " ".join(visible(one).split())
            if len(said) <= _LARGEST:
                yield said


def wall(tree: Tree, text: str) -> Obstacle | None:
    """Return which wall a page with this short *text* is by what it is built of; None where by none."""
    if any(len(words(said)) >= _FEWEST_WORDS for said in boxes(tree, Obstacle.PAYWALL)):
        return Obstacle.PAYWALL
    if _breaks_off(tree, text):
        return Obstacle.PAYWALL
    if _is_of(text, " ".join(boxes(tree, Obstacle.CONSENT))):
        return Obstacle.CONSENT
    if _is_of(text, " ".join(one.text_content() for one in tree.iter("noscript"))):
        return Obstacle.SCRIPTS
    # Forms beneath articles have such a box, too.
    is_check = len(" ".join(visible(tree).split())) < _CHECK and not tree.xpath("//article | //form")
    return Obstacle.SCRIPTS if is_check and any(True for _ in boxes(tree, Obstacle.SCRIPTS)) else None


def without_boxes(tree: Tree, text: str) -> str:
    """Return *text* without the lines that a box for consent says, or a hidden one for payment."""
    found = [*boxes(tree, Obstacle.CONSENT), *boxes(tree, Obstacle.CONSENT, Obstacle.PAYWALL, hidden=True)]
    said = [" ".join(words(one)) for one in found]
    if not said:
        return text
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not any(_line(line) and _line(line) in one for one in said)]
    return "".join(kept) or text


def _is_of(text: str, said: str) -> bool:
    """Say whether all lines of *text* are among what is *said* elsewhere."""
    within = " ".join(words(said))
    lines = [line for line in map(_line, text.splitlines()) if line]
    return bool(lines and within) and all(line in within for line in lines)


def _breaks_off(tree: Tree, text: str) -> bool:
    """Say whether *text* breaks off, at one place only, and what stands next leads to an offer."""
    said = " ".join(text.split())
    broken = [one for one in tree.xpath("//body//text()") if _is_broken(" ".join(one.split()), said)]
    if len(broken) != 1:
        return False
    place = broken[0].getparent()
    below = place.xpath(_BELOW)
    if not below or place.xpath("ancestor::article") != below[0].xpath("ancestor::article"):
        return False
    pressed = below[0].xpath("descendant-or-self::a[@href]")[:1]
    leads = [f"{one.get('href')} {one.text_content()}".lower() for one in pressed]
    return any(
        _OFFERS.search(one) and not _LETTERS.search(one) and one.count("-") <= _MOST_HYPHENS for one in leads
    )


def _is_broken(piece: str, said: str) -> bool:
    return _BROKEN_OFF.fullmatch(piece[-_ENDING:]) is not None and piece[-_ENDING:] in said


def _line(line: str) -> str:
    return " ".join(words(line))


def _is_hidden(one: Tree) -> bool:
    return any(
        "hidden" in each.attrib or _UNSEEN.search(each.get("style", ""))
        for each in (one, *one.iterancestors())
    )


def _called(one: Tree) -> str:
    names = f"{one.get('id', '')} {one.get('class', '')}"
    return _OF_MATTER.sub("", names[:_LONGEST_NAMES].lower())
