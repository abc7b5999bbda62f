"""The language of rules: conditions (`when`) and effects (`set`).

    rule       := and-rule ("or" and-rule)*
    and-rule   := not-rule ("and" not-rule)*
    not-rule   := "not" not-rule | comparison
    comparison := term (("==" | "!=" | "<" | "<=" | ">" | ">=") term)?
    term       := "(" rule ")" | "been" "(" scene ")" | number | "true" | "false" | name

Three types: truth (flags, comparisons, `been`), number (ranges), hero (`follow` and hero ids). `not` binds looser than
a comparison, so `not x == 2` asks what it says. Nothing is ever evaluated as Python.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from game.errors import RuleError
from game.story.model import Flag
from game.story.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from game.story.model import Variable

Type = Literal["truth", "number", "hero"]
Operator = Literal["==", "!=", "<", "<=", ">", ">="]


class Constant(NamedTuple):
    """A number, or true or false."""

    value: int
    type: Type


class Var(NamedTuple):
    """The value of a variable of `state`."""

    name: str
    type: Type


class Follow(NamedTuple):
    """The hero followed."""

    type: Type = "hero"


class HeroName(NamedTuple):
    """A hero's id."""

    name: str
    type: Type = "hero"


class Been(NamedTuple):
    """Whether this run has been in a scene (the one it stands in counts)."""

    scene: str
    type: Type = "truth"


class Not(NamedTuple):
    """The opposite."""

    inner: Expr
    type: Type = "truth"


class Both(NamedTuple):
    """`and`."""

    left: Expr
    right: Expr
    type: Type = "truth"


class Either(NamedTuple):
    """`or`."""

    left: Expr
    right: Expr
    type: Type = "truth"


class Compare(NamedTuple):
    """Two values of one type, compared."""

    left: Expr
    operator: Operator
    right: Expr
    type: Type = "truth"


Expr = Constant | Var | Follow | HeroName | Been | Not | Both | Either | Compare

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z0-9_][A-Za-z0-9_-]*)|(?P<sign>==|!=|<=|>=|<|>|\(|\))|(?P<other>\S))")
_OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
_DEPTH_LIMIT = 32


class Scope(NamedTuple):
    """The names a rule may use."""

    state: Mapping[str, Variable]
    heroes: Collection[str]
    scenes: Collection[str]


class _Token(NamedTuple):
    text: str
    at: int
    kind: str


def parse_rule(text: str, scope: Scope) -> Expr:
    """Parse and type-check a condition.

    Raises:
        RuleError: with the offset of what is at fault, what was expected, and the nearest right name.
    """
    parser = _Parser(text, scope)
    found = parser.rule(0)
    parser.end()
    return _need(found, "truth", 0)


def parse_amount(name: str, amount: bool | int | str, state: Mapping[str, Variable]) -> tuple[int, bool]:
    """Check one line of a `set`.

    Returns:
        The number, and whether it is added (and clamped) in place of assigned.

    Raises:
        RuleError: the variable is unknown, or cannot take the value.
    """
    variable = state.get(name)
    if variable is None:
        raise RuleError("R02", f"unknown variable `{name}`{nearest(name, state)}")
    if is_flag(variable):
        if isinstance(amount, bool):
            return int(amount), False
        raise RuleError("R04", f"`{name}` is a flag: set it to true or false")
    if isinstance(amount, bool):
        raise RuleError(
            "R04", f"`{name}` is a range: set it to a number from {variable.low} to {variable.high}, or +1, -1"
        )
    if isinstance(amount, int) and amount >= 0:
        if variable.low <= amount <= variable.high:
            return amount, False
        raise RuleError("R04", f"{amount} is outside `{name}`, which goes from {variable.low} to {variable.high}")
    if re.fullmatch(r"[+-][1-9][0-9]?", str(amount)):
        return int(amount), True
    raise RuleError("R04", f"`{str(amount)[:40]}` is no amount: a number, or a step such as +1 or -1")


def is_flag(variable: Variable) -> bool:
    """Whether a variable is a flag, and not a range."""
    return isinstance(variable, Flag)


class _Parser:
    """Recursive descent, one token ahead."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._scope = scope
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else _Token("", len(self._text), "end")

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def _accept(self, *texts: str) -> _Token | None:
        return self._take() if self._peek().text in texts else None

    def end(self) -> None:
        token = self._peek()
        if token.kind == "end":
            return
        if token.text in _OPERATORS:
            raise RuleError("R01", "comparisons do not chain; join two with `and`", token.at)
        if token.text == "(":
            raise RuleError("R01", "a rule cannot call anything but `been(scene)`", token.at)
        raise RuleError(
            "R01", f"`{token.text}` does not follow; expected `and`, `or`, a comparison or the end", token.at
        )

    def rule(self, depth: int) -> Expr:
        at = self._peek().at
        left = self._and(depth)
        while self._accept("or"):
            right_at = self._peek().at
            left = Either(_need(left, "truth", at), _need(self._and(depth), "truth", right_at))
        return left

    def _and(self, depth: int) -> Expr:
        at = self._peek().at
        left = self._not(depth)
        while self._accept("and"):
            right_at = self._peek().at
            left = Both(_need(left, "truth", at), _need(self._not(depth), "truth", right_at))
        return left

    def _not(self, depth: int) -> Expr:
        if token := self._accept("not"):
            self._bound(depth, token)
            at = self._peek().at
            return Not(_need(self._not(depth + 1), "truth", at))
        return self._comparison(depth)

    def _comparison(self, depth: int) -> Expr:
        left = self._term(depth)
        if not (token := self._accept(*_OPERATORS)):
            return left
        right = self._term(depth)
        operator: Operator = token.text  # type: ignore[assignment]  # one of _OPERATORS
        if left.type != right.type:
            raise RuleError("R03", f"cannot compare {_named(left)} with {_named(right)}", token.at)
        if left.type != "number" and operator not in ("==", "!="):
            raise RuleError("R03", f"`{operator}` needs numbers; {_named(left)} is not one", token.at)
        return Compare(left, operator, right)

    def _term(self, depth: int) -> Expr:
        token = self._take()
        if token.text == "(":
            self._bound(depth, token)
            inner = self.rule(depth + 1)
            self._close()
            return inner
        if token.kind != "word" or token.text in ("and", "or", "not"):
            hint = "; equality is written `==`" if token.text == "=" else ""
            raise RuleError("R01", f"expected a name, a number or `(`, found {_quoted(token)}{hint}", token.at)
        if token.text == "been":
            return self._been()
        return self._name(token)

    def _been(self) -> Expr:
        if not self._accept("("):
            raise RuleError("R01", "`been` is written been(scene-id)", self._peek().at)
        scene = self._take()
        if scene.kind != "word":
            raise RuleError("R02", f"expected a scene's id, found {_quoted(scene)}", scene.at)
        if scene.text not in self._scope.scenes:
            raise RuleError("R02", f"unknown scene `{scene.text}`{nearest(scene.text, self._scope.scenes)}", scene.at)
        self._close()
        return Been(scene.text)

    def _name(self, token: _Token) -> Expr:
        name = token.text
        if name in ("true", "false"):
            return Constant(int(name == "true"), "truth")
        if name.isdecimal():
            return Constant(int(name.lstrip("0")[:9] or 0), "number")
        if name == "follow":
            return Follow()
        if variable := self._scope.state.get(name):
            return Var(name, "truth" if is_flag(variable) else "number")
        if name in self._scope.heroes:
            return HeroName(name)
        known = [*self._scope.state, *self._scope.heroes, "follow", "been"]
        raise RuleError("R02", f"unknown name `{name}`{nearest(name, known)}", token.at)

    def _close(self) -> None:
        if not self._accept(")"):
            raise RuleError("R01", "a `)` is missing", self._peek().at)

    @staticmethod
    def _bound(depth: int, token: _Token) -> None:
        if depth >= _DEPTH_LIMIT:
            raise RuleError("R01", f"nested more than {_DEPTH_LIMIT} deep", token.at)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        yield _Token(match[kind], match.start(kind), kind)


def _quoted(token: _Token) -> str:
    return f"`{token.text}`" if token.text else "the end"


def _need(expr: Expr, type: Type, at: int) -> Expr:
    if expr.type != type:
        raise RuleError("R03", f"{_named(expr)} is not a condition; compare it with something", at)
    return expr


def _named(expr: Expr) -> str:
    match expr:
        case Var(name, type):
            return f"the {'flag' if type == 'truth' else 'number'} `{name}`"
        case Constant(value, "number"):
            return f"the number {value}"
        case Follow():
            return "`follow`"
        case HeroName(name):
            return f"the hero `{name}`"
    return "a condition"
