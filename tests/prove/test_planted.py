"""A fault that is planted is found, where it is and as what it is; mend it, and nothing is found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from game.play import Graph
from game.prove import Proof, prove
from game.prove.findings import KINDS
from game.story import read_story
from game.story.places import Places
from tests import stories
from tests.prove.planted import MARK, PLANTED, Planted, files
from tests.prove.replay import Replay

if TYPE_CHECKING:
    from pathlib import Path

each = pytest.mark.parametrize("planted", PLANTED, ids=[planted.name.replace(" ", "-") for planted in PLANTED])


def proof_of(folder: Path) -> tuple[Graph, Proof]:
    """The proof of a story folder that has no error a checker can find."""
    graph = Graph(read_story(folder))
    return graph, prove(graph, Places(folder))


def write(folder: Path, text: str) -> str:
    """Write a story; `file:line:column` of its mark, or nothing."""
    where = ""
    for name, content in files(text).items():
        written = content
        if MARK in content:
            assert not where, "marked twice"
            written, line, column = stories.marked(content)
            where = f"{folder / name}:{line}:{column}"
        stories.write(folder / name, written)
    return where


def test_every_kind_of_finding_is_planted_more_than_once() -> None:
    counts = Counter(planted.kind for planted in PLANTED)
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 2
    assert len(PLANTED) >= 44


@pytest.mark.usefixtures("few_plays")
@each
def test_a_planted_fault_is_found_where_it_is_and_nothing_besides(planted: Planted, tmp_path: Path) -> None:
    where = write(tmp_path, planted.text)
    graph, proof = proof_of(tmp_path)
    found = [(finding.kind, finding.subject) for finding in proof.findings]
    assert sorted(found) == sorted([(planted.kind, planted.subject), *planted.also])
    finding = next(f for f in proof.findings if (f.kind, f.subject) == (planted.kind, planted.subject))
    assert finding.where == where
    assert proof.verdict == ("failed" if finding.level == "fault" else "proved")
    Replay(graph).check_proof(proof)


@pytest.mark.usefixtures("few_plays")
@each
def test_the_same_story_mended_is_proved_without_a_finding(planted: Planted, tmp_path: Path) -> None:
    write(tmp_path, planted.mended)
    graph, proof = proof_of(tmp_path)
    assert proof.findings == []
    assert proof.verdict == "proved"
    assert all(count.seen == count.of for count in proof.counts.values())
    Replay(graph).check_proof(proof)
