"""What is true of a small story, found by trying everything: the judge of `game.prove`.

Nothing is dropped or merged: a state is where the run stands, whom it follows, the value of every variable and every
scene it has been in. Rules are read and answered here, from their text; nothing of `game.prove` or `game.play` is used.
"""

from __future__ import annotations

import functools
import operator
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from game.story.model import Conditional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from game.story.model import Choice, Story, Unlock

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
T = TypeVar("T")
TOKEN = re.compile(r"[\w-]+|[=!<>]=|[<>()]")


class TooManyError(Exception):
    """The story has more states than anybody wants to try."""


class Here(NamedTuple):
    """A state of a run, whole."""

    at: str
    follow: str | None
    values: tuple[int, ...]
    been: frozenset[str]


class Facts(NamedTuple):
    """What a rule can see."""

    values: dict[str, int]
    follow: str | None
    been: frozenset[str]


def holds(rule: str | None, facts: Facts) -> bool:
    """Whether a rule is true."""
    if rule is None:
        return True
    tokens = list(words(rule))
    answer = _either(tokens, facts)
    assert not tokens, f"left over in {rule}: {tokens}"
    return bool(answer)


@functools.cache
def words(rule: str) -> tuple[str, ...]:
    """The words and signs of a rule."""
    return tuple(TOKEN.findall(rule))


def _either(tokens: list[str], facts: Facts) -> Any:
    answer = _both(tokens, facts)
    while tokens and tokens[0] == "or":
        del tokens[0]
        other = _both(tokens, facts)
        answer = bool(answer) | bool(other)
    return answer


def _both(tokens: list[str], facts: Facts) -> Any:
    answer = _negated(tokens, facts)
    while tokens and tokens[0] == "and":
        del tokens[0]
        other = _negated(tokens, facts)
        answer = bool(answer) & bool(other)
    return answer


def _negated(tokens: list[str], facts: Facts) -> Any:
    if tokens[0] == "not":
        del tokens[0]
        return not _negated(tokens, facts)
    left = _term(tokens, facts)
    if tokens and tokens[0] in COMPARE:
        sign = tokens.pop(0)
        return COMPARE[sign](left, _term(tokens, facts))
    return left


def _term(tokens: list[str], facts: Facts) -> Any:
    word = tokens.pop(0)
    if word == "(":
        answer = _either(tokens, facts)
        assert tokens.pop(0) == ")"
        return answer
    if word == "been":
        scene = tokens[1]
        del tokens[:3]
        return scene in facts.been
    if word == "follow":
        return facts.follow
    if word in ("true", "false"):
        return word == "true"
    if word.isdecimal():
        return int(word)
    return facts.values.get(word, word)


class Edge(NamedTuple):
    """A choice that is open, what it opens besides, and where it leads."""

    id: str
    taken: Here
    """With its effects, before moving."""
    to: Here


class Brute:
    """Every state of a story, and the answers that follow from them."""

    def __init__(self, story: Story, limit: int = 4_000) -> None:
        self.story = story
        self.scenes = story.scenes
        self.names = list(story.frame.state)
        start = Here(story.frame.start, None, tuple(v.low for v in story.frame.state.values()), frozenset())
        self.start = start
        self.depth = {start: 0}
        self.parent: dict[Here, tuple[Here, str]] = {}
        self.edges: dict[Here, list[Edge]] = {}
        for here in (queue := [start]):
            self.edges[here] = list(self._edges(here))
            for edge in self.edges[here]:
                if edge.to not in self.depth:
                    self.depth[edge.to] = self.depth[here] + 1
                    self.parent[edge.to] = (here, edge.id)
                    queue.append(edge.to)
            if len(queue) > limit:
                raise TooManyError

    def facts(self, here: Here) -> Facts:
        """What rules see there."""
        return Facts(dict(zip(self.names, here.values, strict=True)), here.follow, here.been)

    def _edges(self, here: Here) -> Iterator[Edge]:
        if here.at in self.story.chapters:
            entrances = self.story.chapters[here.at].entrances
            for hero in self.story.heroes:
                if hero in entrances:
                    to = Here(entrances[hero], hero, here.values, here.been | {entrances[hero]})
                    yield Edge(hero, here, to)
            return
        facts = self.facts(here)
        for id, choice in self.scenes[here.at].choices.items():
            if holds(choice.when, facts):
                taken = here._replace(values=self._after(here, choice))
                yield Edge(id, taken, self._moved(taken, choice.to))

    def _after(self, here: Here, choice: Choice) -> tuple[int, ...]:
        values = dict(zip(self.names, here.values, strict=True))
        for name, amount in choice.set.items():
            variable = self.story.frame.state[name]
            if isinstance(amount, str) or (amount is not True and amount is not False and amount < 0):
                values[name] = sorted((variable.low, values[name] + int(amount), variable.high))[1]
            else:
                values[name] = int(amount)
        return tuple(values.values())

    def _moved(self, taken: Here, to: str) -> Here:
        if to not in self.story.chapters:
            return Here(to, taken.follow, taken.values, taken.been | {to})
        kept = (
            variable.low if variable.lasts == "chapter" else value
            for variable, value in zip(self.story.frame.state.values(), taken.values, strict=True)
        )
        return Here(to, taken.follow, tuple(kept), taken.been)

    def path(self, here: Here) -> list[str]:
        """A shortest list of choices to a state."""
        found = []
        while here in self.parent:
            here, choice = self.parent[here]
            found.append(choice)
        return found[::-1]

    def walk(self, choices: Iterable[str]) -> Here:
        """The state after some choices, all of them open."""
        here = self.start
        for choice in choices:
            here = next(edge.to for edge in self.edges[here] if edge.id == choice)
        return here

    # What can be seen, each with the length of a shortest way to it.

    @functools.cached_property
    def nodes(self) -> dict[str, int]:
        """Scenes, and chapters by their crossroads."""
        return _least((here.at, depth) for here, depth in self.depth.items())

    @functools.cached_property
    def choices(self) -> dict[str, int]:
        """`scene/choice`, and `chapter/hero`."""
        return _least(
            (f"{here.at}/{edge.id}", self.depth[here] + 1) for here, edges in self.edges.items() for edge in edges
        )

    @functools.cached_property
    def vignettes(self) -> dict[str, int]:
        """Vignettes that can open."""
        opened = [(id, depth) for here, depth in self.depth.items() for id in self.opened_at(here)]
        for here, edges in self.edges.items():
            opened += [(id, self.depth[here] + 1) for edge in edges for id in self.opened_by(edge)]
        return _least(opened)

    def opened_at(self, here: Here) -> list[str]:
        """The vignettes that open on arrival."""
        return [
            v.id
            for v in self.story.vignettes.values()
            if any(u.at == here.at and holds(u.when, self.facts(here)) for u in v.unlocks)
        ]

    def opened_by(self, edge: Edge) -> list[str]:
        """The vignettes that taking a choice opens."""
        place = (edge.taken.at, edge.id)
        return [
            v.id
            for v in self.story.vignettes.values()
            if any(self.by(u) == place and holds(u.when, self.facts(edge.taken)) for u in v.unlocks)
        ]

    @property
    def unlocks(self) -> Iterator[tuple[str, int, Unlock]]:
        """Every way into every vignette: the vignette, the number of the way, and the way."""
        for vignette in self.story.vignettes.values():
            yield from ((vignette.id, number, unlock) for number, unlock in enumerate(vignette.unlocks))

    @functools.cached_property
    def ways_in(self) -> set[tuple[str, int]]:
        """The ways into vignettes that can open."""
        found = set()
        for here, edges in self.edges.items():
            for id, number, unlock in self.unlocks:
                open_by = any(self.by(unlock) == (here.at, e.id) and self._is(unlock, e.taken) for e in edges)
                if open_by or (unlock.at == here.at and self._is(unlock, here)):
                    found.add((id, number))
        return found

    def _is(self, unlock: Unlock, here: Here) -> bool:
        return holds(unlock.when, self.facts(here))

    def by(self, unlock: Unlock) -> tuple[str, str] | None:
        """The scene and choice that open a vignette."""
        if unlock.by is None:
            return None
        scene, _, choice = unlock.by.rpartition("/")
        return scene or next(id for id, s in self.scenes.items() if choice in s.choices), choice

    @functools.cached_property
    def cards(self) -> set[str]:
        """Cards that can open."""
        met = {x for id, s in self.scenes.items() if id in self.nodes for x in (*s.who, s.eyes, s.place)}
        entries = [item for shelf in self.story.codex.values() for item in shelf.entries.items()]
        return {id for id, entry in entries if any(wanted in met for wanted in entry.met or [id])}

    @functools.cached_property
    def answers(self) -> dict[tuple[str, str, str | int], dict[bool, int]]:
        """("choice", scene, choice), ("paragraph", scene, number) or ("vignette", id, way) → answer of its rule → where
        it is first given.
        """
        found: dict[tuple[str, str, str | int], dict[bool, int]] = {}

        def note(key: tuple[str, str, str | int], answer: bool, depth: int) -> None:
            first = found.setdefault(key, {})
            first[answer] = min(first.get(answer, depth), depth)

        for here, depth in self.depth.items():
            for key, rule in self._asked(here.at):
                note(key, holds(rule, self.facts(here)), depth)
            for edge in self.edges[here]:
                for id, number, unlock in self.unlocks:
                    if unlock.when and self.by(unlock) == (here.at, edge.id):
                        note(("vignette", id, number), self._is(unlock, edge.taken), depth)
        return found

    def _asked(self, at: str) -> Iterator[tuple[tuple[str, str, str | int], str]]:
        if at in self.story.chapters:
            return
        for number, paragraph in enumerate(self.scenes[at].text):
            if isinstance(paragraph, Conditional):
                yield ("paragraph", at, number), paragraph.when
        for id, choice in self.scenes[at].choices.items():
            if choice.when is not None:
                yield ("choice", at, id), choice.when
        for id, number, unlock in self.unlocks:
            if unlock.at == at and unlock.when is not None:
                yield ("vignette", id, number), unlock.when

    @functools.cached_property
    def wrong_eyes(self) -> dict[str, int]:
        """Scenes in which somebody else than their eyes can be followed."""
        return _least((here.at, depth) for here, depth in self.depth.items() if self._is_wrong(here))

    def _is_wrong(self, here: Here) -> bool:
        return here.at in self.scenes and self.scenes[here.at].eyes not in (None, here.follow)

    # Getting stuck.

    @functools.cached_property
    def caught(self) -> set[Here]:
        """States from which no ending can be reached."""
        into: dict[Here, list[Here]] = {here: [] for here in self.depth}
        for here, edges in self.edges.items():
            for edge in edges:
                into[edge.to].append(here)
        ends = [here for here in self.depth if here.at in self.scenes and self.scenes[here.at].ending]

        def back(here: Here) -> list[Here]:
            return into[here]

        free = _spread(ends, back)
        return set(self.depth) - free

    @functools.cached_property
    def traps(self) -> dict[tuple[str, ...], int]:
        """The scenes of each smallest closed set without an ending → how soon a run can be lost to it."""
        found: dict[tuple[str, ...], int] = {}
        onward = functools.cache(lambda here: _spread([here], lambda one: [edge.to for edge in self.edges[one]]))
        for here in self.caught:
            reach = onward(here)
            for there in reach:
                if all(there in onward(one) for one in onward(there)):
                    scenes = tuple(sorted({one.at for one in onward(there)}))
                    found[scenes] = min(found.get(scenes, self.depth[here]), self.depth[here])
        return found

    # Ways.

    def way_length(self, start: Here, name: str) -> int | None:
        """The fewest choices from a state to a scene, `scene/choice`, vignette, ending or chapter; None: no way."""
        distance = {start: 0}
        best: int | None = None
        for here in (queue := [start]):
            if self._shows(here, name):
                reached = distance[here]
                best = reached if best is None else min(best, reached)
            if any(name == f"{here.at}/{edge.id}" or name in self.opened_by(edge) for edge in self.edges[here]):
                reached = distance[here] + 1
                best = reached if best is None else min(best, reached)
            if best is not None and distance[here] >= best:
                return best
            for edge in self.edges[here]:
                if edge.to not in distance:
                    distance[edge.to] = distance[here] + 1
                    queue.append(edge.to)
        return best

    def _shows(self, here: Here, name: str) -> bool:
        scene = self.scenes.get(here.at)
        ending = scene.ending.id if scene and scene.ending else None
        return name in (here.at, ending) or name in self.opened_at(here)

    def route_length(self, hero: str) -> int | None:
        """The fewest steps that follow only `hero` from where they join to an ending, or past their last chapter."""
        order = list(self.story.chapters)
        joins = self.story.heroes[hero].joins
        with_way_in = [n for n, id in enumerate(order) if hero in self.story.chapters[id].entrances]
        if order.index(joins) not in with_way_in:
            return None
        distance = {here: 0 for here in self.depth if here.at == joins}
        for here in (queue := list(distance)):
            crossroads = here.at in self.story.chapters
            if crossroads and order.index(here.at) > max(with_way_in):
                return distance[here]
            if not crossroads and self.scenes[here.at].ending:
                return distance[here]
            for edge in self.edges[here]:
                if edge.to not in distance and (not crossroads or edge.id == hero):
                    distance[edge.to] = distance[here] + 1
                    queue.append(edge.to)
        return None

    # Values.

    @functools.cached_property
    def values(self) -> dict[str, set[int]]:
        """The values of each variable where some rule may yet read them."""
        found: dict[str, set[int]] = {name: set() for name in self.names}
        for number, name in enumerate(self.names):
            matters = functools.cache(lambda at, name=name: self._matters(at, name))
            for here, edges in self.edges.items():
                if matters(here.at):
                    found[name].add(here.values[number])
                for edge in edges:
                    if any(name in words(rule) for rule in self._rules_by(here.at, edge.id)):
                        found[name].add(edge.taken.values[number])
        return found

    def _matters(self, at: str, name: str) -> bool:
        """Whether some path from a node, rules aside, comes to a rule that reads the variable before it is set anew."""

        def kept(node: str) -> list[str]:
            if node in self.story.chapters:
                return list(self.story.chapters[node].entrances.values())
            fleeting = self.story.frame.state[name].lasts == "chapter"
            return [
                choice.to
                for choice in self.scenes[node].choices.values()
                if not _sets(choice, name) and not (fleeting and choice.to in self.story.chapters)
            ]

        return any(self._reads(node, name) for node in _spread([at], kept))

    def _reads(self, at: str, name: str) -> bool:
        rules = [rule for _, rule in self._asked(at)]
        if at in self.scenes:
            for id, choice in self.scenes[at].choices.items():
                rules += [] if _sets(choice, name) else self._rules_by(at, id)
        return any(name in words(rule) for rule in rules)

    def _rules_by(self, scene: str, choice: str) -> list[str]:
        return [u.when for _, _, u in self.unlocks if u.when and self.by(u) == (scene, choice)]

    # Sameness.

    @functools.cached_property
    def kinds(self) -> dict[Here, int]:
        """States with the same number show the same, and offer the same, now and for ever."""
        label: dict[Here, Any] = {here: self._look(here) for here in self.depth}
        count = 0
        while True:
            numbers = {each: number for number, each in enumerate(dict.fromkeys(label.values()))}
            kinds = {here: numbers[each] for here, each in label.items()}
            if len(numbers) == count:
                return kinds
            count = len(numbers)
            label = {
                here: (kinds[here], tuple((edge.id, kinds[edge.to]) for edge in edges))
                for here, edges in self.edges.items()
            }

    def _look(self, here: Here) -> Any:
        answers = tuple(holds(rule, self.facts(here)) for _, rule in self._asked(here.at))
        opened = tuple((edge.id, tuple(self.opened_by(edge))) for edge in self.edges[here])
        return here.at, answers, opened, self._is_wrong(here)

    def side_by_side(self) -> Iterator[tuple[int, str, str, str, bool]]:
        """(depth, scene, choice, later choice, whether they do the same there) wherever two are open at once."""
        opening = {self.by(unlock) for _, _, unlock in self.unlocks}
        for here, edges in self.edges.items():
            if here.at in self.story.chapters:
                continue
            for number, one in enumerate(edges):
                for other in edges[number + 1 :]:
                    plain = not {(here.at, one.id), (here.at, other.id)} & opening
                    same = plain and self.kinds[one.to] == self.kinds[other.to]
                    yield self.depth[here], here.at, one.id, other.id, same

    # Whole runs.

    def shown_by_runs(self, limit: int = 3_000) -> set[frozenset[str]] | None:
        """The most that single runs can show, scenes and vignettes, as sets; None when there are too many runs."""
        first = (self.start, frozenset[str]())
        seen = {first}
        for here, shown in (queue := [first]):
            for edge in self.edges[here]:
                more = {*self.opened_by(edge), *self.opened_at(edge.to), edge.to.at} - set(self.story.chapters)
                then = (edge.to, shown | more)
                if then not in seen:
                    seen.add(then)
                    queue.append(then)
            if len(seen) > limit:
                return None
        sets = {shown for _, shown in seen}
        return {one for one in sets if not any(one < other for other in sets)}


def _sets(choice: Choice, name: str) -> bool:
    """Whether a choice gives a variable a value whatever it was."""
    amount = choice.set.get(name)
    return amount is not None and not isinstance(amount, str) and (isinstance(amount, bool) or amount >= 0)


def _least(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    least: dict[str, int] = {}
    for name, length in found:
        least[name] = min(least.get(name, length), length)
    return least


def _spread(roots: Iterable[T], onward: Callable[[T], Iterable[T]]) -> set[T]:
    """All that can be come to from the roots, with them."""
    found = set(roots)
    todo = list(found)
    while todo:
        for there in onward(todo.pop()):
            if there not in found:
                found.add(there)
                todo.append(there)
    return found
