"""The story as a diagram, for Graphviz (dot) and Mermaid: chapters as clusters, heroes by colour, endings marked."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from game.errors import ChoiceError
from game.story.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.play.graph import Graph, Node, Option

_WRAP = 18
_PLAIN = "#9aa0a6"
"""The colour of what belongs to no hero."""


def to_dot(graph: Graph, chapter: str | None = None) -> str:
    """The story, or one chapter of it, as a Graphviz digraph.

    A scene is a box with its hero's colour, a crossroads a diamond, an ending has a double border (dashed for a
    what-if); a dashed edge has a rule.

    Raises:
        ChoiceError: there is no such chapter.
    """
    return "\n".join(_dot(graph, _chapters(graph, chapter))) + "\n"


def to_mermaid(graph: Graph, chapter: str | None = None) -> str:
    """The story, or one chapter of it, as a Mermaid flowchart; the shapes are those of `to_dot`.

    Raises:
        ChoiceError: there is no such chapter.
    """
    return "\n".join(_mermaid(graph, _chapters(graph, chapter))) + "\n"


def _chapters(graph: Graph, chapter: str | None) -> list[str]:
    chapters = list(graph.story.chapters)
    if chapter is None:
        return chapters
    if chapter not in chapters:
        raise ChoiceError(f"there is no chapter `{chapter[:80]}`{nearest(chapter[:80], chapters)}")
    return [chapter]


def _inside(graph: Graph, chapter: str) -> list[Node]:
    return [node for node in graph.nodes.values() if node.chapter == chapter]


def _beyond(graph: Graph, chapters: list[str]) -> list[str]:
    """The chapters that the drawn ones lead to and that are not drawn themselves."""
    targets = {option.to for chapter in chapters for node in _inside(graph, chapter) for option in node.options}
    return [id for id in graph.story.chapters if id in targets and id not in chapters]


def _ways(node: Node) -> Iterator[tuple[str, list[Option]]]:
    """The nodes that a node leads to, each once, with the options that do."""
    targets: dict[str, list[Option]] = {}
    for option in node.options:
        targets.setdefault(option.to, []).append(option)
    yield from targets.items()


def _colour(graph: Graph, node: Node) -> str:
    hero = graph.story.heroes.get(node.scene.eyes or "") if node.scene else None
    return hero.colour if hero else _PLAIN


def _dot(graph: Graph, chapters: list[str]) -> Iterator[str]:
    story = graph.story
    yield "digraph story {"
    yield f"  label={_quoted(story.frame.title)}; labelloc=t; fontname=Helvetica; fontsize=28;"
    yield "  rankdir=TB; newrank=true; nodesep=0.2; ranksep=0.5;"
    yield '  node [fontname=Helvetica, fontsize=11, shape=box, style="rounded,filled", fillcolor=white, penwidth=2.5];'
    yield "  edge [color=gray45, arrowsize=0.6];"
    for id in chapters:
        yield f"  subgraph {_quoted('cluster_' + id)} {{"
        yield f"    label={_quoted(story.chapters[id].title)}; fontsize=20; color=gray80; style=rounded;"
        yield from (f"    {_dot_node(graph, node)}" for node in _inside(graph, id))
        yield "  }"
    for id in _beyond(graph, chapters):
        yield f"  {_quoted(id)} [label={_quoted(story.chapters[id].title)}, shape=diamond, style=dashed];"
    for id in chapters:
        for node in _inside(graph, id):
            for target, options in _ways(node):
                yield f"  {_quoted(node.id)} -> {_quoted(target)} [{_dot_edge(graph, options)}];"
    yield "}"


def _dot_node(graph: Graph, node: Node) -> str:
    if node.scene is None:
        return f"{_quoted(node.id)} [label={_quoted('whom to follow?')}, shape=diamond, style=filled, penwidth=1];"
    label = _quoted("\\n".join(textwrap.wrap(node.scene.title, _WRAP)))
    more = f"color={_quoted(_colour(graph, node))}"
    if node.scene.ending is not None:
        style = "rounded,filled,dashed" if node.scene.ending.kind == "what-if" else "rounded,filled"
        more += f", peripheries=2, style={_quoted(style)}, fillcolor=gray95"
    return f"{_quoted(node.id)} [label={label}, tooltip={_quoted(node.id)}, {more}];"


def _dot_edge(graph: Graph, options: list[Option]) -> str:
    parts = [f"tooltip={_quoted(', '.join(option.id for option in options))}"]
    if all(option.when is not None for option in options):
        parts.append("style=dashed")
    follow = options[0].follow
    if follow is not None:
        parts.append(f"color={_quoted(graph.story.heroes[follow].colour)}, penwidth=2")
    return ", ".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\\\\n", "\\n") + '"'


def _mermaid(graph: Graph, chapters: list[str]) -> Iterator[str]:
    story = graph.story
    yield "flowchart TD"
    for hero in story.frame.heroes:
        yield f"  classDef {_name(hero.id)} stroke:{hero.colour},stroke-width:3px"
    yield "  classDef ending stroke-dasharray:0,fill:#eeeeee,color:#222222"
    for id in chapters:
        yield f"  subgraph {_name('in-' + id)}[{_label(story.chapters[id].title)}]"
        for node in _inside(graph, id):
            yield f"    {_mermaid_node(node)}"
        yield "  end"
    for id in _beyond(graph, chapters):
        yield f"  {_name(id)}{{{{{_label(story.chapters[id].title)}}}}}"
    for id in chapters:
        for node in _inside(graph, id):
            for target, options in _ways(node):
                arrow = "-.->" if all(option.when is not None for option in options) else "-->"
                yield f"  {_name(node.id)} {arrow} {_name(target)}"


def _mermaid_node(node: Node) -> str:
    name = _name(node.id)
    if node.scene is None:
        return f"{name}{{{_label('whom to follow?')}}}"
    label = _label(node.scene.title)
    if node.scene.ending is not None:
        return f"{name}([{label}]):::ending"
    return f"{name}[{label}]" + (f":::{_name(node.scene.eyes)}" if node.scene.eyes else "")


def _name(id: str) -> str:
    """An id as a Mermaid name: prefixed, since some words (`end`) mean something there."""
    return "n_" + id.replace("-", "_")


def _label(text: str) -> str:
    """A text as a Mermaid label: in quotes, with what would end or mark it written as entities."""
    plain = "".join(f"#{ord(c)};" if c in '"#<>&`*_[]{}()|\\' else c for c in " ".join(text.split()))
    return f'"{plain}"'
