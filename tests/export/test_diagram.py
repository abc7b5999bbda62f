"""Diagrams: drawn by the real Graphviz, and whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from game.errors import ChoiceError
from game.export import to_dot, to_mermaid
from game.paths import shipped
from game.play import Graph
from game.story import read_story
from tests.stories import chapter, write_story

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(read_story(shipped("story")))


def draw(source: str) -> ET.Element:
    if shutil.which("dot") is None:
        if os.environ.get("SOKOVIA_CI"):
            pytest.fail("dot is missing; .ci/run installs it")
        pytest.skip("Graphviz is needed: apt install graphviz")
    done = subprocess.run(["dot", "-Tsvg"], input=source, capture_output=True, text=True, check=True)
    assert "rror" not in done.stderr
    return ET.fromstring(done.stdout)  # noqa: S314  # Graphviz's own output


def drawn(svg: ET.Element, kind: str) -> set[str]:
    """The names of the nodes, edges or clusters in a drawing."""
    groups = [group for group in svg.iter(f"{SVG}g") if group.get("class") == kind]
    return {group.findtext(f"{SVG}title") or "" for group in groups}


def test_graphviz_draws_the_whole_story(graph: Graph) -> None:
    svg = draw(to_dot(graph))
    assert drawn(svg, "node") == set(graph.nodes)
    assert drawn(svg, "cluster") == {f"cluster_{id}" for id in graph.story.chapters}
    assert drawn(svg, "edge") == {f"{n.id}->{option.to}" for n in graph.nodes.values() for option in n.options}


def test_a_chapter_is_drawn_alone_with_the_next_one_at_its_edge(graph: Graph) -> None:
    svg = draw(to_dot(graph, "the-farm"))
    inside = {node.id for node in graph.nodes.values() if node.chapter == "the-farm"}
    assert drawn(svg, "node") == inside | {"the-oracle"}
    assert drawn(svg, "cluster") == {"cluster_the-farm"}


def test_a_hero_s_scenes_have_their_colour_and_an_ending_a_double_border(graph: Graph) -> None:
    svg = draw(to_dot(graph, "the-farm"))
    for group in svg.iter(f"{SVG}g"):
        scene = graph.scenes.get(group.findtext(f"{SVG}title") or "")
        if group.get("class") == "node" and scene is not None and scene.eyes is not None:
            shapes = group.findall(f".//{SVG}path") + group.findall(f".//{SVG}polygon")
            colours = {shape.get("stroke") for shape in shapes}
            assert graph.story.heroes[scene.eyes].colour in colours
            assert (len(shapes) > 1) == (scene.ending is not None)


def test_mermaid_has_every_scene_in_its_chapter_s_subgraph(graph: Graph) -> None:
    text = to_mermaid(graph)
    parts = re.split(r"^  subgraph ", text, flags=re.MULTILINE)[1:]
    assert len(parts) == len(graph.story.chapters)
    for part, written in zip(parts, graph.story.chapters.values(), strict=True):
        inside = part.split("\n  end\n")[0]
        names = set(re.findall(r"^    (\w+)[\[{(]", inside, flags=re.MULTILINE))
        expected = {written.chapter, *written.scenes}
        assert names == {"n_" + id.replace("-", "_") for id in expected}
    edges = {(n.id, option.to) for n in graph.nodes.values() for option in n.options}
    assert len(re.findall(r"^  \w+ -\.?-+> \w+$", text, flags=re.MULTILINE)) == len(edges)


def test_hostile_titles_break_neither_form(tmp_path: Path) -> None:
    hostile = '"] --> x; \\n <b>&amp;</b> {end} `a` \\'
    one = chapter(title=hostile)
    for scene in one["scenes"].values():
        scene["title"] = hostile
    graph = Graph(read_story(write_story(tmp_path, chapters={"one": one})))
    assert drawn(draw(to_dot(graph)), "node") == set(graph.nodes)
    for line in to_mermaid(graph).splitlines():
        if '"' in line:
            label = line[line.index('"') + 1 : line.rindex('"')]
            assert not set(label) & set('"<>&`[]{}()|\\')


def test_an_unknown_chapter_is_an_error_with_the_nearest_name(graph: Graph) -> None:
    with pytest.raises(ChoiceError, match="did you mean `the-farm`"):
        to_dot(graph, "the-fram")
