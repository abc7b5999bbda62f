"""The story as a graph: each rule a function, each choice an edge. The machine, the pure step and proofs share it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from game.play.state import Field, Layout, State
from game.story.model import Conditional
from game.story.rules import (
    Been,
    Both,
    Compare,
    Constant,
    Either,
    Expr,
    Follow,
    HeroName,
    Not,
    Scope,
    Var,
    parse_amount,
    parse_rule,
)

if TYPE_CHECKING:
    from game.story.model import Chapter, Choice, Scene, Story, Unlock, Vignette

Guard = Callable[[State], bool]
"""Whether a rule holds in a state."""
Term = Callable[[State], "int | str | None"]


class Option(NamedTuple):
    """An edge of the graph: a choice of a scene, or a hero to follow at a crossroads."""

    id: str
    """Unique in its node."""
    source: str
    to: str
    """The node it leads to."""
    when: Expr | None
    guard: Guard | None
    """None: always open."""
    effects: tuple[tuple[Field, int, bool], ...]
    """(variable's bits, amount, whether it is added)."""
    follow: str | None
    """The hero this picks, at a crossroads."""
    choice: Choice | None
    """What the author wrote; None at a crossroads."""

    def open(self, state: State) -> bool:
        """Whether the option can be taken in `state`."""
        return self.guard is None or self.guard(state)


class Unlocking(NamedTuple):
    """One way into a vignette, and when it is open."""

    vignette: Vignette
    number: int
    """Which of the vignette's `unlocks`."""
    when: Expr | None
    guard: Guard | None

    def opens(self, state: State) -> bool:
        """Whether the vignette opens in `state`."""
        return self.guard is None or self.guard(state)


class Node(NamedTuple):
    """A scene, or the crossroads before a chapter."""

    id: str
    chapter: str
    scene: Scene | None
    """None at a crossroads."""
    text: tuple[tuple[Expr | None, Guard | None, str], ...]
    options: tuple[Option, ...]
    unlocks: tuple[Unlocking, ...]
    """Vignettes that open on arrival."""
    bit: int
    """What arriving here adds to `State.memory`; 0 when no rule asks whether a run has been here."""


class Graph:
    """A story, ready to be played or proved. It never changes; its parts are built when they are first asked for, since
    a title needs none of them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.variables = story.frame.state
        self.scenes = story.scenes
        self.start = State(story.frame.start, None, 0)
        """The state of a new game: at the crossroads of the first chapter."""
        self._rules: dict[str, Expr] = {}

    @functools.cached_property
    def nodes(self) -> dict[str, Node]:
        """Scene or chapter id → node, each chapter's crossroads before its scenes."""
        found: dict[str, Node] = {}
        for chapter in self.story.chapters.values():
            found[chapter.chapter] = self._crossroads(chapter)
            for id, scene in chapter.scenes.items():
                found[id] = self._scene(chapter, id, scene)
        return found

    @functools.cached_property
    def layout(self) -> Layout:
        """How a state's memory is packed."""
        asked = {scene for expr in self.rules() for scene in scenes_in(expr)}
        return Layout(self.variables, [scene for scene in self.scenes if scene in asked], self._homes())

    @functools.cached_property
    def by_choice(self) -> dict[tuple[str, str], list[Unlocking]]:
        """(scene, choice) → vignettes that taking it opens."""
        found: dict[tuple[str, str], list[Unlocking]] = {}
        for vignette, number, unlock in self._unlocks():
            if unlock.by is not None:
                key = (self._scene_of_choice(unlock.by), unlock.by.rpartition("/")[2])
                found.setdefault(key, []).append(self._unlocking(vignette, number, unlock))
        return found

    @functools.cached_property
    def _at_scene(self) -> dict[str, list[Unlocking]]:
        """Scene → vignettes that arriving there opens."""
        found: dict[str, list[Unlocking]] = {}
        for vignette, number, unlock in self._unlocks():
            if unlock.at is not None:
                found.setdefault(unlock.at, []).append(self._unlocking(vignette, number, unlock))
        return found

    @functools.cached_property
    def _scope(self) -> Scope:
        return Scope(self.variables, self.story.heroes, self.scenes)

    def options(self, state: State) -> list[Option]:
        """What can be done in `state`, in the author's order; empty at an ending."""
        return [option for option in self.nodes[state.at].options if option.open(state)]

    def text(self, state: State) -> list[str]:
        """The paragraphs that stand in `state`."""
        return [say for _, guard, say in self.nodes[state.at].text if guard is None or guard(state)]

    def apply(self, state: State, option: Option) -> State:
        """The state in which `option` is taken but the player has not moved yet."""
        if not option.effects:
            return state
        memory = state.memory
        for field, amount, adds in option.effects:
            memory = field.write(memory, field.read(memory) + amount if adds else amount)
        return State(state.at, state.follow, memory)

    def move(self, state: State, option: Option) -> State:
        """The state on the far side of `option`, its effects applied before."""
        node = self.nodes[option.to]
        if node.scene is None:
            return State(node.id, state.follow, state.memory & ~self.layout.fleeting)
        return State(node.id, option.follow or state.follow, state.memory | node.bit)

    def opened(self, taken: State, option: Option, arrived: State) -> list[str]:
        """The vignettes that taking an option opens (`taken`: its effects applied), each once: those of the choice
        before those of the arrival."""
        by = [u.vignette.id for u in self.by_choice.get((option.source, option.id), ()) if u.opens(taken)]
        at = [u.vignette.id for u in self.nodes[arrived.at].unlocks if u.opens(arrived)]
        return list(dict.fromkeys(by + at))

    def value(self, state: State, name: str) -> int:
        """The value of a variable; at its start where it does not matter."""
        field, home = self.layout.fields[name], self.layout.homes.get(name)
        return field.read(state.memory) if home in (None, self.nodes[state.at].chapter) else field.low

    def rule(self, text: str) -> Expr:
        """A rule of the story, parsed (once)."""
        found = self._rules.get(text)
        if found is None:
            found = self._rules[text] = parse_rule(text, self._scope)
        return found

    def guard(self, expr: Expr) -> Guard:
        """A rule as a function from a state to true or false."""
        return compile_guard(expr, self.layout)

    def _homes(self) -> dict[str, str]:
        """Variable or `been(scene)` → the only chapter where anything asks or sets it.

        A variable must last a chapter to have one. A scene must be asked about in its own chapter alone, and no way may
        lead back into that chapter: then nobody can tell that it is forgotten at the crossroads.
        """
        used: dict[str, set[str]] = {}
        for chapter in self.story.chapters.values():
            for scene in chapter.scenes.values():
                for choice in scene.choices.values():
                    for name in choice.set:
                        used.setdefault(name, set()).add(chapter.chapter)
        for chapter_id, rule in self._rules_by_chapter():
            for name in [*variables_in(rule), *(f"been({scene})" for scene in scenes_in(rule))]:
                used.setdefault(name, set()).add(chapter_id)
        home = {f"been({id})": c.chapter for c in self.story.chapters.values() for id in c.scenes}
        home |= {name: next(iter(used.get(name, {""}))) for name, v in self.variables.items() if v.lasts == "chapter"}
        again = self._reentered()
        return {
            name: chapter
            for name, chapter in home.items()
            if used.get(name) == {chapter} and (name in self.variables or chapter not in again)
        }

    def _rules_by_chapter(self) -> Iterator[tuple[str, Expr]]:
        """Every rule with the chapter in which it is asked."""
        chapter_of = {id: c.chapter for c in self.story.chapters.values() for id in c.scenes}
        for id, scene in self.scenes.items():
            texts = [paragraph.when for paragraph in scene.text if isinstance(paragraph, Conditional)]
            texts += [choice.when for choice in scene.choices.values() if choice.when is not None]
            yield from ((chapter_of[id], self.rule(text)) for text in texts)
        for _, _, unlock in self._unlocks():
            if unlock.when is not None:
                scene_id = unlock.at or self._scene_of_choice(unlock.by or "")
                yield chapter_of[scene_id], self.rule(unlock.when)

    def _scene_of_choice(self, by: str) -> str:
        """The scene of a choice that opens a vignette."""
        scene, _, choice = by.rpartition("/")
        return scene or next(id for id, s in self.scenes.items() if choice in s.choices)

    def _reentered(self) -> set[str]:
        """The chapters that some way leads back into."""
        onward = {
            chapter.chapter: {
                choice.to
                for scene in chapter.scenes.values()
                for choice in scene.choices.values()
                if choice.to in self.story.chapters
            }
            for chapter in self.story.chapters.values()
        }
        found = set()
        for start, targets in onward.items():
            seen: set[str] = set()
            todo = list(targets)
            while todo:
                chapter = todo.pop()
                if chapter not in seen:
                    seen.add(chapter)
                    todo += onward[chapter]
            if start in seen:
                found.add(start)
        return found

    def rules(self) -> list[Expr]:
        """Every rule of the story that is asked, parsed."""
        return [rule for _, rule in self._rules_by_chapter()]

    def _unlocks(self) -> Iterator[tuple[Vignette, int, Unlock]]:
        """Every way into every vignette, with its number there."""
        for vignette in self.story.vignettes.values():
            for number, unlock in enumerate(vignette.unlocks):
                yield vignette, number, unlock

    def _unlocking(self, vignette: Vignette, number: int, unlock: Unlock) -> Unlocking:
        return Unlocking(vignette, number, *self._condition(unlock.when))

    def _condition(self, text: str | None) -> tuple[Expr | None, Guard | None]:
        if text is None:
            return None, None
        expr = self.rule(text)
        return expr, self.guard(expr)

    def _crossroads(self, chapter: Chapter) -> Node:
        options = tuple(
            Option(hero, chapter.chapter, chapter.entrances[hero], None, None, (), hero, None)
            for hero in self.story.heroes
            if hero in chapter.entrances
        )
        return Node(chapter.chapter, chapter.chapter, None, (), options, (), 0)

    def _scene(self, chapter: Chapter, id: str, scene: Scene) -> Node:
        text = tuple(
            (*self._condition(p.when), p.say) if isinstance(p, Conditional) else (None, None, p) for p in scene.text
        )
        options = tuple(self._option(id, name, choice) for name, choice in scene.choices.items())
        unlocks = tuple(self._at_scene.get(id, ()))
        return Node(id, chapter.chapter, scene, text, options, unlocks, self.layout.been.get(id, 0))

    def _option(self, scene: str, name: str, choice: Choice) -> Option:
        when, guard = self._condition(choice.when)
        effects = tuple(
            (self.layout.fields[variable], *parse_amount(variable, amount, self.variables))
            for variable, amount in choice.set.items()
        )
        return Option(name, scene, choice.to, when, guard, effects, None, choice)

    @functools.cached_property
    def film(self) -> frozenset[str]:
        """The nodes from which, rules aside, some canon ending can still be reached; all of them when there is none."""
        into: dict[str, list[str]] = {}
        for node in self.nodes.values():
            for option in node.options:
                into.setdefault(option.to, []).append(node.id)
        todo = [id for id, scene in self.scenes.items() if scene.ending and scene.ending.kind == "canon"]
        found = set(todo)
        while todo:
            for id in into.get(todo.pop(), ()):
                if id not in found:
                    found.add(id)
                    todo.append(id)
        return frozenset(found or self.nodes)

    def departs(self, option: Option) -> bool:
        """Whether the option leaves the film for a what-if."""
        return option.source in self.film and option.to not in self.film


def scenes_in(expr: Expr) -> list[str]:
    """The scenes a rule asks about with `been`."""
    match expr:
        case Been(scene):
            return [scene]
        case Not(inner):
            return scenes_in(inner)
        case Both(left, right) | Either(left, right) | Compare(left, _, right):
            return scenes_in(left) + scenes_in(right)
    return []


def variables_in(expr: Expr) -> list[str]:
    """The variables a rule reads."""
    match expr:
        case Var(name):
            return [name]
        case Not(inner):
            return variables_in(inner)
        case Both(left, right) | Either(left, right) | Compare(left, _, right):
            return variables_in(left) + variables_in(right)
    return []


def asks_follow(expr: Expr) -> bool:
    """Whether a rule reads the hero followed."""
    match expr:
        case Follow():
            return True
        case Not(inner):
            return asks_follow(inner)
        case Both(left, right) | Either(left, right) | Compare(left, _, right):
            return asks_follow(left) or asks_follow(right)
    return False


def compile_guard(expr: Expr, layout: Layout) -> Guard:
    """A rule as a function that returns a real bool."""
    match expr:
        case Constant(value):
            return lambda _: bool(value)
        case Var(name):
            mask = layout.fields[name].mask
            return lambda state: state.memory & mask != 0
        case Been(scene):
            bit = layout.been[scene]
            return lambda state: state.memory & bit != 0
        case Not(inner):
            no = compile_guard(inner, layout)
            return lambda state: not no(state)
        case Both(left, right):
            one, other = (compile_guard(side, layout) for side in (left, right))
            return lambda state: one(state) and other(state)
        case Either(left, right):
            one, other = (compile_guard(side, layout) for side in (left, right))
            return lambda state: one(state) or other(state)
        case Compare(left, operator, right):
            return _comparison(_term(left, layout), operator, _term(right, layout))
    raise AssertionError(f"not a condition: {expr}")


def _term(expr: Expr, layout: Layout) -> Term:
    match expr:
        case Constant(value):
            return lambda _: value
        case Var(name):
            field = layout.fields[name]
            return lambda state: field.read(state.memory)
        case Follow():
            return lambda state: state.follow
        case HeroName(name):
            return lambda _: name
    return compile_guard(expr, layout)


def _comparison(left: Term, operator: str, right: Term) -> Guard:
    match operator:
        case "==":
            return lambda state: left(state) == right(state)
        case "!=":
            return lambda state: left(state) != right(state)
        case "<":
            return lambda state: left(state) < right(state)  # type: ignore[operator]  # numbers: the rule was type-checked
        case "<=":
            return lambda state: left(state) <= right(state)  # type: ignore[operator]
        case ">":
            return lambda state: left(state) > right(state)  # type: ignore[operator]
    return lambda state: left(state) >= right(state)  # type: ignore[operator]
