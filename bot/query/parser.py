"""Text into a query, by recursive descent.

either = both { OR both }
both   = unary { [AND] unary }
unary  = ( NOT | - | + ) unary | field ":" unit | near
near   = unit { NEAR/n unit }
unit   = "(" either ")" | word | phrase | @alias
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches

from bot.errors import QueryError
from bot.query.foreign_syntax import DATES
from bot.query.lexer import Kind, Symbol, refuse, symbols
from bot.query.limits import LONGEST, LONGEST_CHAIN, SHORTER, Shared
from bot.query.tree import All, Any, Near, Node, Not, Phrase, Piece, Published, Query, Term, Within
from bot.query.units import date_hint, published, term

_STARTS_UNIT = {Kind.OPEN, Kind.WORD, Kind.PHRASE, Kind.ALIAS}
_STARTS_UNARY = {*_STARTS_UNIT, Kind.NOT, Kind.PLUS, Kind.FIELD}


def parse(
    text: str,
    aliases: Mapping[str, str] | None = None,
    *,
    now: datetime | None = None,
    watching: bool = False,
    stored: bool = False,
) -> Query:
    """Return the query that *text* spells.

    *aliases* maps names, lower case and without the `@`, to what they stand for. *now* (aware) is what
    `after:7d` counts from, and in its time zone days begin; None takes the clock's, in UTC. *watching*
    refuses dates, which are for searches. *stored* reads a watchlist that was saved when codes of no language
    were still taken. Raises QueryError where the text can't be read, or asks for nothing that could be looked
    up.
    """
    if len(text) > LONGEST:
        refuse(
            f"A query has {LONGEST:,} characters at most, this one has {len(text):,}", text, LONGEST, SHORTER
        )
    parser = _Parser(text, Shared(aliases or {}, now or datetime.now(UTC), watching=watching, stored=stored))
    return Query(parser.query(), text)


class _Parser:
    def __init__(self, text: str, shared: Shared) -> None:
        self._text = text
        self._shared = shared
        self._symbols = symbols(text)
        self._next = next(self._symbols)
        self._starts: list[tuple[Node, int]] = []

    def query(self) -> Node:
        """Return the whole query, which has something to look up."""
        node = self.group("")
        self._must_be_anchored(node)
        return node

    def group(self, scope: str) -> Node:
        """Return the whole text as a group whose terms stand in the field *scope*."""
        if self._comes(Kind.END):
            refuse("There is no word to look for", self._text, 0, "write a word, as kursk")
        node = self._either(scope)
        if not self._comes(Kind.END):
            self._unexpected()
        return node

    def _take(self) -> Symbol:
        taken = self._next
        if taken.kind is not Kind.END:
            self._next = next(self._symbols)
        return taken

    def _comes(self, kind: Kind) -> bool:
        return self._next.kind is kind

    def _either(self, scope: str) -> Node:
        position = self._next.position
        plus: list[int] = []  # where a branch is a single word with a plus
        branches: list[Node] = []
        while True:
            start = self._next
            node, alone = self._both(scope)
            branches.append(node)
            if start.kind is Kind.PLUS and alone:
                plus.append(start.position)
            if self._next.kind is not Kind.OR:
                break
            self._operand_after(self._take())
        if len(branches) == 1:
            return branches[0]
        if plus:
            refuse(
                "`+` says that a word must be there, OR that it need not",
                self._text,
                plus[0],
                "leave out the +",
            )
        children = dict.fromkeys(
            child for node in branches for child in (node.children if isinstance(node, Any) else (node,))
        )
        return self._at(position, Any(tuple(children)) if len(children) > 1 else branches[0])

    def _both(self, scope: str) -> tuple[Node, bool]:
        """Return what is joined by AND, and whether that is one thing only."""
        position = self._next.position
        parts = [self._unary(scope)]
        while self._next.kind is Kind.AND or self._next.kind in _STARTS_UNARY:
            if self._next.kind is Kind.AND:
                self._operand_after(self._take())
            parts.append(self._unary(scope))
        children = dict.fromkeys(
            child for node in parts for child in (node.children if isinstance(node, All) else (node,))
        )
        self._must_leave_time(children, position)
        node = self._at(position, All(tuple(children)) if len(children) > 1 else next(iter(children)))
        return node, len(parts) == 1

    def _must_leave_time(self, children: Iterable[Node], position: int) -> None:
        """Refuse dates that no article can have."""
        dates = [child for child in children if isinstance(child, Published)]
        since = max((one.since for one in dates if one.since), default=None)
        until = min((one.until for one in dates if one.until), default=None)
        if since and until and since >= until:
            at = next((at for known, at in reversed(self._starts) if known in dates), position)
            hint = "after: is the earlier date, before: the later"
            refuse("No time is left between these dates", self._text, at, hint)

    def _unary(self, scope: str) -> Node:
        symbol = self._next
        if symbol.kind is Kind.NOT:
            self._operand_after(self._take())
            with self._shared.deeper(symbol, self._text):
                child = self._unary(scope)
            return self._at(symbol.position, child.child if isinstance(child, Not) else Not(child))
        if symbol.kind is Kind.PLUS:
            self._operand_after(self._take())
            with self._shared.deeper(symbol, self._text):
                return self._unary(scope)
        if symbol.kind is Kind.FIELD:
            return self._at(symbol.position, self._field(self._take(), scope))
        return self._near(scope)

    def _field(self, name: Symbol, scope: str) -> Node:
        if scope:
            refuse(
                f"{name.text}: can't stand inside {scope}:",
                self._text,
                name.position,
                "close the group first",
            )
        if self._next.kind not in _STARTS_UNIT:
            needed, hint = "a word, a phrase or a group", f"{name.text}:word"
            if name.text in DATES:
                needed, hint = "a date", date_hint(name.text)
            refuse(f"{name.text}: needs {needed}", self._text, self._next.position, hint)
        if name.text in DATES:
            if self._shared.watching:
                said = "A watchlist takes no dates: it alerts of what comes from now on"
                refuse(said, self._text, name.position, f"leave {name.text}: out; /search takes it")
            value = self._take()
            when = published(name.text, value, self._shared.now, self._text)
            self._shared.count(value, self._text)
            return when
        node = self._unit(name.text)
        if self._next.kind is Kind.NEAR:
            hint = f"{name.text}:(one NEAR/8 two)"
            refuse(
                "NEAR joins words of one field: put the field around", self._text, self._next.position, hint
            )
        return node

    def _near(self, scope: str) -> Node:
        first = self._next
        node = self._unit(scope)
        if self._next.kind is not Kind.NEAR:
            return node
        items = [self._near_item(node, first, scope)]
        distances: list[int] = []
        ordered: list[bool] = []
        while self._next.kind is Kind.NEAR:
            operator = self._take()
            self._operand_after(operator)
            at = self._next
            if at.kind not in _STARTS_UNIT:
                hint = "kursk NEAR/8 troops"
                refuse("NEAR joins words, phrases, wildcards and OR-groups", self._text, at.position, hint)
            if len(items) == LONGEST_CHAIN:
                refuse(f"NEAR joins {LONGEST_CHAIN} things at most", self._text, operator.position)
            items.append(self._near_item(self._unit(scope), at, scope))
            distances.append(operator.distance or 1)
            ordered.append(operator.ordered)
        return self._at(first.position, Term(scope, Near(tuple(items), tuple(distances), tuple(ordered))))

    def _near_item(self, node: Node, at: Symbol, scope: str) -> tuple[Piece | Phrase, ...]:
        found: list[Piece | Phrase] = []
        for child in node.children if isinstance(node, Any) else (node,):
            if not isinstance(child, Term) or isinstance(child.what, Near | Within) or child.field != scope:
                hint = "kursk NEAR/8 (korean OR dprk)"
                refuse(
                    "NEAR joins words, phrases, wildcards and OR-groups of them",
                    self._text,
                    at.position,
                    hint,
                )
            found.append(child.what)
        return tuple(found)

    def _unit(self, scope: str) -> Node:
        symbol = self._take()
        if symbol.kind is Kind.OPEN:
            return self._parenthesis(symbol, scope)
        if symbol.kind is Kind.ALIAS:
            return self._at(symbol.position, self._alias(symbol, scope))
        if symbol.kind in {Kind.WORD, Kind.PHRASE}:
            self._shared.count(symbol, self._text)
            found, words = term(symbol, scope, self._text, stored=self._shared.stored)
            self._shared.terms += words - 1
            return self._at(symbol.position, found)
        self._next = symbol
        self._unexpected()
        raise AssertionError

    def _parenthesis(self, opened: Symbol, scope: str) -> Node:
        if self._comes(Kind.CLOSE):
            refuse(
                "There is nothing between these parentheses", self._text, opened.position, "leave them out"
            )
        with self._shared.deeper(opened, self._text):
            node = self._either(scope)
        if self._comes(Kind.END):
            refuse(
                "This parenthesis is never closed", self._text, opened.position, "add ) where the group ends"
            )
        if not self._comes(Kind.CLOSE):
            self._unexpected()
        self._take()
        return node

    def _alias(self, symbol: Symbol, scope: str) -> Node:
        shared, name = self._shared, symbol.text
        if name not in shared.aliases:
            close = get_close_matches(name, shared.aliases, n=1)
            refuse(
                f"There is no alias @{name}",
                self._text,
                symbol.position,
                f"@{close[0]}" if close else f"/alias set name:{name} says what it stands for",
            )
        if name in shared.inside:
            circle = " → ".join(f"@{each}" for each in (*shared.inside[shared.inside.index(name) :], name))
            refuse(f"An alias can't stand for itself: {circle}", self._text, symbol.position)
        text = shared.aliases[name]
        if len(text) > LONGEST:
            refuse(f"@{name} is longer than {LONGEST:,} characters", self._text, symbol.position)
        shared.inside.append(name)
        try:
            with self._shared.deeper(symbol, self._text):
                return _Parser(text, shared).group(scope)
        except QueryError as error:
            if error.query == self._text:
                raise
            message = (
                error.message
                if error.message.startswith(("In @", "An alias"))
                else f"In @{name}: {error.message}"
            )
            raise QueryError(message, query=self._text, position=symbol.position, hint=error.hint) from error
        finally:
            shared.inside.pop()

    def _operand_after(self, operator: Symbol) -> None:
        if self._next.kind not in _STARTS_UNARY:
            hint = "add one, or leave it out"
            refuse(f"After {operator.text} a word is missing", self._text, operator.position, hint)

    def _unexpected(self) -> None:
        symbol = self._next
        if symbol.kind is Kind.CLOSE:
            refuse("This parenthesis closes nothing", self._text, symbol.position, "leave it out")
        if symbol.kind is Kind.END:
            refuse("Here a word is missing", self._text, symbol.position)
        hint = "korean NEAR/8 kursk"
        if symbol.kind is not Kind.NEAR:
            hint = "leave it out; in small letters, and, or, not are words to look for"
        refuse(f"Before {symbol.text} a word is missing", self._text, symbol.position, hint)

    def _at(self, position: int, node: Node) -> Node:
        self._starts.append((node, position))
        return node

    def _must_be_anchored(self, node: Node) -> None:
        fault = unanchored(node)
        if fault is None:
            return
        position = next((at for known, at in self._starts if known is fault), 0)
        if isinstance(fault, Published):
            hint = f"kursk {fault}"
            refuse("A date alone would find everything: add a word", self._text, position, hint)
        message = "This says only what must not be there, and would find nearly everything"
        refuse(message, self._text, position, "add a word that must be there, as kursk -football")


def unanchored(node: Node) -> Node | None:
    """Return the part of *node* that would match without any word being there; None where there is none."""
    if isinstance(node, Term):
        return None
    if isinstance(node, All):
        return None if any(unanchored(child) is None for child in node.children) else node.children[0]
    if isinstance(node, Any):
        return next((fault for child in node.children if (fault := unanchored(child)) is not None), None)
    return node
