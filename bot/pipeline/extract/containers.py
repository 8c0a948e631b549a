"""What walls are built of: boxes of consent and payment services, and what shows without scripts alone. Pure.

Their names stand in a page's ids and classes whatever its language. A service's script says nothing: it is on
every page of a site, walled or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.article import Obstacle
from bot.pipeline.extract.holes import visible
from bot.pipeline.extract.offers import is_hidden, is_teaser
from bot.pipeline.extract.tree import Tree, words

_MOST_BOXES = 40  # looked at in one page
_LARGEST = 1_500  # characters of a box: publishers wrap whole paid articles in one called "paywall", too
_CHECK = 600  # characters: a page that checks who reads it says no more
_ITEM = 12  # characters: a shorter line is of a menu
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
_DIALOGS = "//dialog[not(@open)] | //*[@role='dialog']"
_CAPTCHAS = "//input[contains(@name, 'captcha')] | //img[contains(@src, 'captcha')]"
_NAMED = "//body//*[@id or @class]"
_OF_MATTER = re.compile(r"(?<!\S)(?:tag|category)-\S+")  # of an article: WordPress (`post_class`)
_LONGEST_NAMES = 1_000  # characters of an element's id and classes that are read
_NO_BOX = frozenset({"article", "main", "script", "style", "iframe", "svg"})


def boxes(tree: Tree, *kinds: Obstacle, hidden: bool = False) -> Iterator[str]:
    """Yield what boxes of these kinds say, where that is little: the shown ones, or the *hidden* ones."""
    names = [_NAMES[kind] for kind in kinds]
    named = [one for one in tree.xpath(_NAMED) if any(each.search(_called(one)) for each in names)]
    for one in named[:_MOST_BOXES]:
        if one.tag not in _NO_BOX and is_hidden(one) is hidden:
            said = " ".join(visible(one).split())
            if len(said) <= _LARGEST:
                yield said


def wall(tree: Tree, text: str) -> Obstacle | None:
    """Return which wall a page with this short *text* is by what it is built of; None where by none."""
    if any(len(words(said)) >= _FEWEST_WORDS for said in boxes(tree, Obstacle.PAYWALL)):
        return Obstacle.PAYWALL
    if is_teaser(tree, text):
        return Obstacle.PAYWALL
    if _is_of(text, " ".join(boxes(tree, Obstacle.CONSENT))):
        return Obstacle.CONSENT
    if _is_of(text, " ".join(one.text_content() for one in tree.iter("noscript"))):
        return Obstacle.SCRIPTS
    # Forms beneath articles have such a box, too.
    is_check = len(" ".join(visible(tree).split())) < _CHECK and not tree.xpath("//article | //textarea")
    is_asked = tree.xpath(_CAPTCHAS) or (
        not tree.xpath("//form") and any(True for _ in boxes(tree, Obstacle.SCRIPTS))
    )
    return Obstacle.SCRIPTS if is_check and is_asked else None


def without_boxes(tree: Tree, text: str) -> str:
    """Return *text* without the lines of boxes for consent, and of dialogs or payment that are not shown."""
    found = [*boxes(tree, Obstacle.CONSENT), *boxes(tree, Obstacle.CONSENT, Obstacle.PAYWALL, hidden=True)]
    found += [one.text_content() for one in tree.xpath(_DIALOGS) if one.tag == "dialog" or is_hidden(one)]
    said = [" ".join(words(one)) for one in found]
    if not said:
        return text
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not any(_line(line) and _line(line) in one for one in said)]
    return "".join(kept) or text


def _is_of(text: str, said: str) -> bool:
    """Say whether all lines of *text*, but those of a menu, are among what is *said* elsewhere."""
    within = " ".join(words(said))
    lines = [line for line in map(_line, text.splitlines()) if line]
    found = [line in within for line in lines]
    return (
        bool(within)
        and any(found)
        and all(is_so or len(line) < _ITEM for is_so, line in zip(found, lines, strict=True))
    )


def _line(line: str) -> str:
    return " ".join(words(line))


def _called(one: Tree) -> str:
    names = f"{one.get('id', '')} {one.get('class', '')}"
    return _OF_MATTER.sub("", names[:_LONGEST_NAMES].lower())
