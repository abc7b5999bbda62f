"""Two runs side by side: where they are one, where they part, and where they meet again."""

from __future__ import annotations

import itertools
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

from game.story.rules import is_flag

if TYPE_CHECKING:
    from game.play import Graph, Playthrough, State


class Stop(NamedTuple):
    """One run at one scene or crossroads."""

    at: str
    title: str
    choice: str | None
    """The choice taken there; None where the run stands."""
    say: str | None
    """The choice in words."""
    text: tuple[str, ...]


class Row(NamedTuple):
    """The two runs at one point of their alignment; one of them may be elsewhere."""

    kind: Literal["shared", "parted", "joined"]
    """shared: both have chosen the same so far. parted: only one is here. joined: both are here again."""
    left: Stop | None
    right: Stop | None
    differs: tuple[str, ...]
    """What differs where both are here: `choice`, `prose`, `state`."""


class Comparison(NamedTuple):
    """Two runs, aligned by scene."""

    rows: list[Row]
    only_left: list[str]
    """Vignettes that only the left run opened."""
    only_right: list[str]
    state: dict[str, tuple[int, int]]
    """Variable → its values at the two ends, where they differ."""


def compare(left: Playthrough, right: Playthrough) -> Comparison:
    """Two runs of one story, side by side."""
    graph = left.graph
    mine, theirs = _states(left), _states(right)
    stops = [_stop(graph, state, choice) for state, choice in mine], [_stop(graph, s, c) for s, c in theirs]
    matcher = SequenceMatcher(None, [s.at for s in stops[0]], [s.at for s in stops[1]], autojunk=False)
    rows: list[Row] = []
    met = 0
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            rows += [Row("parted", stop, None, ()) for stop in stops[0][a:b]]
            rows += [Row("parted", None, stop, ()) for stop in stops[1][c:d]]
            met += 1
            continue
        for i, j in zip(range(a, b), range(c, d), strict=True):
            differs = _differs(stops[0][i], stops[1][j], mine[i][0], theirs[j][0])
            rows.append(Row("joined" if met else "shared", stops[0][i], stops[1][j], differs))
            met += "choice" in differs
    state = {
        name: values
        for name in graph.variables
        if len(set(values := (graph.value(left.state, name), graph.value(right.state, name)))) > 1
    }
    return Comparison(
        rows,
        [id for id in left.unlocked if id not in right.unlocked],
        [id for id in right.unlocked if id not in left.unlocked],
        state,
    )


def _states(run: Playthrough) -> list[tuple[State, str | None]]:
    return [*((turn.before, turn.choice) for turn in run.turns), (run.state, None)]


def _stop(graph: Graph, state: State, choice: str | None) -> Stop:
    node = graph.nodes[state.at]
    title = node.scene.title if node.scene else graph.story.chapters[node.chapter].title
    option = next((option for option in node.options if option.id == choice), None)
    if option is None:
        say = None
    elif option.choice is not None:
        say = option.choice.say
    else:
        say = f"Follow {graph.story.heroes[option.id].name}"
    return Stop(state.at, title, choice, say, tuple(graph.text(state)))


def _differs(left: Stop, right: Stop, mine: State, theirs: State) -> tuple[str, ...]:
    pairs = (("choice", left.choice, right.choice), ("prose", left.text, right.text), ("state", mine, theirs))
    return tuple(name for name, one, other in pairs if one != other)


class Section(NamedTuple):
    """Rows of one kind that follow one another, in pairs: what each run has at about the same time."""

    kind: Literal["shared", "parted", "joined"]
    pairs: list[tuple[Stop | None, Stop | None, tuple[str, ...]]]
    """(left, right, what differs)."""


class Beside(NamedTuple):
    """A comparison as it is shown."""

    left: str
    right: str
    sections: list[Section]
    only_left: list[str]
    """Titles of the moments that only the left run found."""
    only_right: list[str]
    state: list[tuple[str, str, str, str]]
    """(variable, left, right, about), where the ends differ."""


def beside(graph: Graph, left: str, right: str, found: Comparison) -> Beside:
    """A comparison in sections, with titles in place of ids."""
    sections = []
    for kind, rows in itertools.groupby(found.rows, key=lambda row: row.kind):
        group = list(rows)
        if kind == "parted":
            mine = [row.left for row in group if row.left]
            theirs = [row.right for row in group if row.right]
            sections.append(Section(kind, [(one, other, ()) for one, other in itertools.zip_longest(mine, theirs)]))
        else:
            sections.append(Section(kind, [(row.left, row.right, row.differs) for row in group]))
    titles = {id: vignette.title for id, vignette in graph.story.vignettes.items()}
    return Beside(
        left,
        right,
        sections,
        [titles[id] for id in found.only_left],
        [titles[id] for id in found.only_right],
        [(name, *_values(graph, name, values), graph.variables[name].about) for name, values in found.state.items()],
    )


def _values(graph: Graph, name: str, values: tuple[int, int]) -> tuple[str, str]:
    if is_flag(graph.variables[name]):
        return ("yes" if values[0] else "no", "yes" if values[1] else "no")
    return str(values[0]), str(values[1])
