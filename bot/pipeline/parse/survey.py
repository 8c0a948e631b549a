"""Look over an XML text before it is parsed: is it built to be costly, and is it whole?

One pass of expat, which reads without building anything, stopped at the first fault.
"""

from __future__ import annotations

from xml.parsers import expat

from bot.domain.feed import Failure
from bot.errors import ParseError

# Elements inside each other. Real feeds stay under 60 (XHTML content); libxml2 stops at this depth too.
DEEPEST = 256
# Characters that one internal entity may stand for. Feeds that declare any use single letters.
LONGEST_ENTITY = 200


def survey(text: str) -> bool:
    """Return whether *text* is well-formed XML.

    Raises:
        ParseError: it is nested too deep, or declares entities that grow or that are read from elsewhere.
    """
    parser = expat.ParserCreate("utf-8")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    depth = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _costly(f"its elements are nested more than {DEEPEST} deep, the last being {name[:40]!r}")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(
        name: str,
        is_parameter: int,
        value: str | None,
        _base: str | None,
        _system_id: str | None,
        _public_id: str | None,
        _notation: str | None,
    ) -> None:
        # Character references are resolved by now: an ampersand left is another entity.
        if is_parameter or value is None or len(value) > LONGEST_ENTITY or ("&" in value and value != "&"):
            raise _costly(
                f"its document type declares the entity {name[:40]!r}, which grows or is read elsewhere"
            )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return False
    return True


def _costly(why: str) -> ParseError:
    return ParseError(f"This feed is not read: {why}. No real feed needs that.", kind=Failure.TOO_COSTLY)
