"""Make text from feeds, members and guilds safe in Discord's markdown; it still reads as the same words.

    visible   the words alone, on one line, for places without markdown: labels, choices, alternative texts
    plain     the words in markdown that shows them and does nothing else: no ping, link, emoji or format
    link      the words, linked to a web address
    code      the words in a code block, lines and columns kept
    inline    the words in a line's fixed-width font
    clip      a shorter piece of markdown that is ours already

Discord's parser is simple-markdown with rules of its own. Outside a masked link a backslash shows any
punctuation as itself. Inside one, backslashes are shown and an emoji or a URL breaks the link
(discord-api-docs, issues 6185, 7510, 7673 and 7721), so a text that would need either is put beside its link.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlsplit

import regex

URL_MOST: Final = 1_250
"""Characters of an address that is linked: it counts into a message's 4,000, and a list's row has 1,600."""

_TOO_LONG: Final = " (its address is too long for a link)"

ELLIPSIS: Final = "…"

_JOINED_SCRIPTS: Final = (
    r"\p{Arabic}\p{Syriac}\p{Nko}\p{Mongolian}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}"
    r"\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Tibetan}\p{Myanmar}\p{Khmer}\p{Javanese}\p{Balinese}"
)
"""Scripts in which a zero-width joiner or non-joiner changes the letters (Unicode standard, 23.2)."""

_PICTURE: Final = r"\p{Extended_Pictographic}\p{Emoji_Modifier}"
_UNSEEN: Final = regex.compile(
    rf"(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d](?=[{_JOINED_SCRIPTS}])(*SKIP)(*FAIL)"
    rf"|(?<=[{_PICTURE}\ufe0f])\u200d(?=[{_PICTURE}])(*SKIP)(*FAIL)"
    rf"|(?<=[{_PICTURE}0-9#*])[\ufe0e\ufe0f](*SKIP)(*FAIL)"
    r"|[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]|(?!\s)\p{Cc}"
)
"""What shows nothing or turns text around: format, control and ignorable characters, halves of pairs."""

_PILED_MARKS: Final = regex.compile(r"(\p{M}{6})\p{M}+")
"""No script writes more than six marks on one letter; more are there to cover other lines."""

_SPECIAL: Final = regex.compile(
    r"[\\*_~`|<>\[\]]"  # formats, quotes, spoilers, mentions, timestamps, emoji, links
    r"|:(?=\S)"  # https://, :emoji:
    r"|&(?=[#A-Za-z])"  # entities, where a client reads them
    r"|(?<=^\d{1,10})[.)](?=\s|$)"  # a numbered list
    r"|^[-+#=](?=[-+#=\s]|$)"  # lists, headings, subtext, underlined headings
)
_UNESCAPABLE: Final = regex.compile(r"@(?=everyone|here)|(?<=^\\-)(?=#)", regex.IGNORECASE)
"""Where a backslash does not help: Discord's server reads through it, SimCord's small print too."""
_ZERO_WIDTH_SPACE: Final = "\u200b"
_GRAVE_LETTER: Final = "\N{MODIFIER LETTER GRAVE ACCENT}"

_NO_LABEL: Final = regex.compile(
    r"[\\*_`<>@]|~~|\|\||://|:\S*:|&[#A-Za-z]|\]\(|^\s*[-+#=]"
    r"|[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}\u20e3\ufe0f]"
)
"""What can't stand inside a masked link, where nothing can be escaped."""
_BRACKETS_IN_PAIRS: Final = regex.compile(r"(?:[^\[\]]|\[[^\[\]]*\])*+")
_HOST_IN_TEXT: Final = regex.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_HOST: Final = regex.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")

_MOST_ENCODED: Final = 12  # characters of an address for one of a URL: four bytes, three characters each
_EVERYONE: Final = regex.compile(r"@(?=everyone|here)", regex.IGNORECASE)
_KEPT_IN_URL: Final = "/%:@!$&+,;=~-._"
"""Left as they are in a path or query. Brackets, quotes, spaces and the like would end a masked link."""


def units(text: str) -> int:
    """Return the length of *text* in UTF-16 units. Discord counts code points or these; these are more."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(text: str, most: int | None = None) -> str:
    """Return the words of *text* on one line, without what shows nothing or reorders text.

    Letters, digits, punctuation and symbols stay as they are. Longer than *most* UTF-16 units, it is cut
    between graphemes, at a space where one is near, and ends in an ellipsis.
    """
    seen: str = _PILED_MARKS.sub(r"\1", _UNSEEN.sub("", text))
    words = " ".join(seen.split())
    return words if most is None else _cut(words, most, str)


def plain(text: str, most: int | None = None) -> str:
    """Return markdown that Discord shows as `visible(text)` and that does nothing else.

    *most* bounds the markdown itself, in UTF-16 units, with its backslashes.
    """
    text = visible(text)
    return escaped(text) if most is None else _cut(text, most, escaped)


def link(text: str, url: str | None, most: int | None = None, *, beside: str = "open") -> str:
    """Return `plain(text, most)`, linked to *url* where that is a web address of bearable length.

    Where the text can't stand in a masked link (see above), or names another host than the link's (which
    would be a spoof), the link follows it under the word *beside*. Where it is too long, that is said. Either
    comes on top of *most*.
    """
    target = web_address(url)
    words = visible(text)
    if target is None or not words:
        too_long = words and url is not None and web_address(url, len(url) * _MOST_ENCODED) is not None
        return plain(words, most) + (_TOO_LONG if too_long else "")
    label = words if most is None else _cut(words, most, str)
    if _NO_LABEL.search(label) or not _BRACKETS_IN_PAIRS.fullmatch(label) or _names_other_host(label, target):
        return f"{plain(words, most)} [{beside}]({target})"
    return f"[{label}]({target})"


def web_address(url: str | None, most: int = URL_MOST) -> str | None:
    """Return *url* as ASCII that a masked link can hold, without credentials.

    None where it is not http or https, names no host, is malformed, or is longer than *most*.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError):
        return None
    host = f"[{host}]" if ":" in host else host
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return None
    address = f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
    try:
        address += quote(parts.path, safe=_KEPT_IN_URL)
        address += "?" + quote(parts.query, safe=_KEPT_IN_URL + "/?") if parts.query else ""
        address += "#" + quote(parts.fragment, safe=_KEPT_IN_URL + "/?") if parts.fragment else ""
    except UnicodeError:
        return None
    address = _EVERYONE.sub("%40", address)  # `medium.com/@name` stays as it is
    return address if len(address) <= most else None


def code(text: str, most: int = 1_500) -> str:
    """Return *text* as a code block: lines and columns stay, the block can't be left from inside."""
    lines = (_UNSEEN.sub("", line).replace("\t", " ") for line in text.splitlines())
    body = "\n".join(lines).replace("``", f"`{_ZERO_WIDTH_SPACE}`").replace("``", f"`{_ZERO_WIDTH_SPACE}`")
    return f"```\n{_cut(body, most - 8, str) or ' '}\n```"


def inline(text: str, most: int = 200) -> str:
    """Return *text* on one line in a fixed-width font, which can't be left from inside."""
    return f"`{visible(text, most).replace('`', _GRAVE_LETTER) or ' '}`"


def clip(markdown: str, most: int) -> str:
    """Return our own *markdown* cut at a white space so that it has *most* UTF-16 units at the most."""
    if units(markdown) <= most:
        return markdown
    kept = markdown[: most - 2]
    while units(kept) > most - 2:
        kept = kept[:-1]
    at = max(kept.rfind(" "), kept.rfind("\n"))
    return kept[: at if at > 0 else len(kept)].rstrip().rstrip("\\") + " " + ELLIPSIS


def escaped(words: str) -> str:
    """Return markdown for *words* that went through `visible` already."""
    markdown: str = _SPECIAL.sub(r"\\\g<0>", words)
    return str(_UNESCAPABLE.sub(r"\g<0>" + _ZERO_WIDTH_SPACE, markdown))


def _cut(text: str, most: int, written: Callable[[str], str]) -> str:
    """Return the longest beginning of *text*, as *written*, that has *most* units with its ellipsis."""
    if units(text) <= most and units(whole := written(text)) <= most:
        return whole
    ends = [match.end() for match in regex.finditer(r"\X", text[: 4 * most + 64])]
    low, high = 0, len(ends)  # ends[:low] fit
    while low < high:
        middle = (low + high + 1) // 2
        if units(written(text[: ends[middle - 1]])) + 1 <= most:
            low = middle
        else:
            high = middle - 1
    kept = text[: ends[low - 1]] if low else ""
    space = kept.rfind(" ")
    if space > len(kept) * 2 // 3 and not text[len(kept) :].startswith(" "):
        kept = kept[:space]
    return written(kept.rstrip()) + ELLIPSIS if most > 0 else ""


def _names_other_host(label: str, target: str) -> bool:
    """Return whether a host is named in *label* that is not the one that *target* leads to."""
    host = urlsplit(target).hostname or ""
    named = (match.group().lower().removeprefix("www.") for match in _HOST_IN_TEXT.finditer(label))
    return any(host != name and not host.endswith("." + name) for name in named)
