"""Whether what a proof says can be done is done by the machine a real game runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play import Graph, Machine, Playthrough

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.prove import Finding, Proof, Step


class Replay:
    """A story's machine, to play witnesses on."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.machine = Machine(graph)

    def play(self, steps: Sequence[Step]) -> Playthrough:
        """A run that took every one of the steps."""
        run = Playthrough(self.machine)
        assert run.replay(steps) == len(steps), f"does not fit: {steps}"
        return run

    def check_witness(self, name: str, steps: Sequence[Step]) -> None:
        """A witness shows the scene, chapter, `scene/choice` or vignette it is for, and not before its end."""
        run = self.play(steps)
        if name in self.graph.nodes:
            assert run.state.at == name
            assert name not in [turn.before.at for turn in run.turns]
        elif name in self.graph.story.vignettes:
            assert name in run.turns[-1].events.unlocked
        else:
            assert "/".join(run.path[-1]) == name

    def check_finding(self, finding: Finding) -> None:
        """A finding's witness leads to where the finding can be seen."""
        assert finding.witness is not None
        run = self.play(finding.witness)
        scene, _, choice = finding.subject.partition("/")
        scene = scene.partition(", paragraph ")[0]
        offered = [option.id for option in self.graph.options(run.state)]
        if finding.kind == "wrong-eyes":
            assert run.state.at == scene
            assert run.state.follow != self.graph.scenes[scene].eyes
        elif finding.kind == "trap":
            assert run.state.at == scene
            assert run.ending is None
        elif (id := finding.subject.partition(", way ")[0]) in self.graph.story.vignettes:
            ways = self.graph.story.vignettes[id].unlocks
            assert any(run.state.at == way.at or str(way.by).rpartition("/")[2] in offered for way in ways)
        else:
            assert run.state.at == scene
            open_ = {"unreachable-choice": False, "always-true": True, "alike-choices": True}
            if choice:
                assert (choice in offered) is open_[finding.kind]

    def check_proof(self, proof: Proof) -> None:
        """Everything a proof says can be done can be."""
        for name, steps in proof.witnesses.items():
            self.check_witness(name, steps)
        for finding in proof.findings:
            if finding.witness is not None:
                self.check_finding(finding)
        for ending in proof.endings:
            assert self.play(ending.witness).ending == ending.id
            assert len(ending.witness) == ending.choices
        for hero, steps in proof.routes.items():
            self.check_route(hero, steps)

    def check_route(self, hero: str, steps: Sequence[Step]) -> None:
        """From the chapter the hero joins in, nobody else is followed, up to an ending or past their last chapter."""
        story = self.graph.story
        order = list(story.chapters)
        run = self.play(steps)
        joined = last_at(steps, story.heroes[hero].joins)
        assert {step.choice for step in steps[joined:] if step.at in story.chapters} == {hero}
        beyond = order[order.index(run.state.at) :] if run.state.at in story.chapters else []
        over = bool(beyond) and not any(hero in story.chapters[chapter].entrances for chapter in beyond)
        assert over or run.ending is not None

    def shown(self, runs: Iterable[Sequence[Step]]) -> set[str]:
        """The scenes and vignettes that runs show between them."""
        played = [self.play(steps) for steps in runs]
        scenes = {turn.after.at for run in played for turn in run.turns} - set(self.graph.story.chapters)
        return scenes | {id for run in played for id in run.unlocked}


def last_at(steps: Sequence[Step], node: str) -> int:
    """The number of the last step taken at a node."""
    return max(number for number, step in enumerate(steps) if step.at == node)
