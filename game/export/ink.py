"""The story in ink, exactly: the same prose, the same choices on offer, the same endings, turn by turn.

A scene or crossroads is a knot, a choice a sticky choice, a variable a VAR; whether a run has been in a scene is a VAR
too, set on arrival, and so is whether a moment has been shown. A vignette is a tunnel that the choice or the scene runs
through, so that it is read before the page it belongs to. Choices that are closed here are absent there. Ink folds runs
of blanks into one; nothing else of a text changes. The scene's id and the ending's are tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.story.rules import Been, Both, Compare, Constant, Either, Follow, HeroName, Not, Var

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from game.play.graph import Graph, Node, Option, Unlocking
    from game.play.state import Field
    from game.story.model import Vignette
    from game.story.rules import Expr

_SPECIAL = re.compile(r"[\\{}|#\[\]~]|(?<=/)[/*]|(?<=<)>|(?<=-)>|^[-*+=!]|(?<=<)-")
_KEYWORD = re.compile(r"^(?:VAR|CONST|LIST|INCLUDE|EXTERNAL|TODO)\b")
_SUSPECT = re.compile(r"^(?:else:|return)")
"""What ink shows as it is, but warns of."""


def to_ink(graph: Graph) -> str:
    """The story as ink source."""
    return "\n".join(_lines(graph)) + "\n"


def name(id: str) -> str:
    """An id as an ink name. Ids have no underscore, so that no two become one."""
    return id.replace("-", "_")


def escape(text: str) -> str:
    """One line of prose, in which nothing means anything to ink."""
    line = " ".join(text.split())
    line = _SPECIAL.sub(lambda match: "\\" + match[0], line)
    if _SUSPECT.match(line):
        return line[0] + '{""}' + line[1:]
    return "\\" + line if _KEYWORD.match(line) else line


def _lines(graph: Graph) -> Iterator[str]:
    frame = graph.story.frame
    yield f"// {' '.join(frame.title.split())}"
    yield "// Written by `sokovia export ink`. Do not edit: change the story and export it again."
    yield ""
    yield 'VAR follow = ""'
    for variable, field in graph.layout.fields.items():
        yield f"VAR v_{name(variable)} = {_value(field, field.low)}"
    yield from (f"VAR been_{name(scene)} = false" for scene in graph.layout.been)
    yield from (f"VAR seen_{name(id)} = false" for id in graph.story.vignettes)
    yield ""
    yield f"-> at_{name(frame.start)}"
    yield from _new_chapter(graph)
    for node in graph.nodes.values():
        yield from _knot(graph, node)
    for vignette in graph.story.vignettes.values():
        yield from _tunnel(vignette)


def _new_chapter(graph: Graph) -> Iterator[str]:
    """The function that puts what lasts a chapter back to its start."""
    yield from ("", "=== function new_chapter() ===")
    for variable, field in graph.layout.fields.items():
        if field.mask & graph.layout.fleeting:
            yield f"~ v_{name(variable)} = {_value(field, field.low)}"
    yield "~ return"


def _knot(graph: Graph, node: Node) -> Iterator[str]:
    yield from ("", f"=== at_{name(node.id)} ===")
    if node.scene is None:
        yield "~ new_chapter()"
    elif node.bit:
        yield f"~ been_{name(node.id)} = true"
    yield from _moments(node.unlocks)
    for when, _, say in node.text:
        lines = [escape(line) for line in say.split("\n") if line.strip()]
        yield from lines if when is None else [f"{{ {rule(when)}:", *(f"    {line}" for line in lines), "}"]
    for option in node.options:
        yield from _choice(graph, option)
    if node.scene is not None and node.scene.ending is not None:
        yield from (f"# ending: {node.scene.ending.id}", "-> END")


def _choice(graph: Graph, option: Option) -> Iterator[str]:
    guard = f"{{ {rule(option.when)} }} " if option.when is not None else ""
    say = option.choice.say if option.choice else graph.story.heroes[option.id].name
    yield f"+ {guard}[{escape(say)}]"
    if option.follow is not None:
        yield f'    ~ follow = "{option.follow}"'
    if option.choice is not None:
        for variable in option.choice.set:
            field = graph.layout.fields[variable]
            amount, adds = next((amount, adds) for its, amount, adds in option.effects if its is field)
            yield f"    ~ v_{name(variable)} = {_moved(variable, field, amount) if adds else _value(field, amount)}"
    yield from (f"    {line}" for line in _moments(graph.by_choice.get((option.source, option.id), ())))
    yield f"    -> at_{name(option.to)}"


def _moved(variable: str, field: Field, step: int) -> str:
    """A range moved by a step, within its bounds."""
    moved = f"v_{name(variable)} {'+' if step > 0 else '-'} {abs(step)}"
    return f"MIN({field.high}, {moved})" if step > 0 else f"MAX({field.low}, {moved})"


def _moments(unlockings: Iterable[Unlocking]) -> Iterator[str]:
    """Run through each vignette that opens here, the first time only."""
    for unlocking in unlockings:
        id = name(unlocking.vignette.id)
        condition = f"(not seen_{id})"
        if unlocking.when is not None:
            condition += f" and {rule(unlocking.when)}"
        yield f"{{ {condition}: -> moment_{id} -> }}"


def _tunnel(vignette: Vignette) -> Iterator[str]:
    yield from ("", f"=== moment_{name(vignette.id)} ===", f"~ seen_{name(vignette.id)} = true")
    for paragraph in vignette.text:
        yield from (escape(line) for line in paragraph.split("\n") if line.strip())
    yield "->->"


def _value(field: Field, value: int) -> str:
    """A value of a variable as ink writes it: flags are truth values."""
    return ("false", "true")[value] if field.flag else str(value)


def rule(expr: Expr) -> str:
    """A rule in ink. What is joined stands in parentheses, since ink's `not` binds tighter than ours; a name alone has
    none, since ink would take it for a list."""
    match expr:
        case Constant(value, type):
            return ("false", "true")[value] if type == "truth" else str(value)
        case Var(variable):
            return f"v_{name(variable)}"
        case Follow():
            return "follow"
        case HeroName(hero):
            return f'"{hero}"'
        case Been(scene):
            return f"been_{name(scene)}"
        case Not(inner):
            return f"(not {rule(inner)})"
        case Both(left, right):
            return f"({rule(left)} and {rule(right)})"
        case Either(left, right):
            return f"({rule(left)} or {rule(right)})"
        case Compare(left, operator, right):
            return f"({rule(left)} {operator} {rule(right)})"
    raise AssertionError(f"no such rule: {expr}")
