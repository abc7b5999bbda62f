"""The verdicts on a story: one function a question, each over the sights of its space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.graph import variables_in
from game.prove.findings import Finding
from game.prove.runs import thread_is_over
from game.prove.search import Step
from game.prove.traps import find_traps
from game.story.prose import plain
from game.story.rules import is_flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.prove.observe import Asked, Sights
    from game.prove.search import Space
    from game.story.model import Vignette
    from game.story.places import Places


class Judge:
    """Asks every question of a space that has been searched to its end."""

    def __init__(self, space: Space, sights: Sights, places: Places | None) -> None:
        self._space, self._sights, self._places = space, sights, places
        self._graph = space.graph
        self._story = space.graph.story

    def findings(self) -> list[Finding]:
        """Everything that is not as it should be, in the order of the questions."""
        return [
            *self._scenes(),
            *self._choices(),
            *self._paragraphs(),
            *self._vignettes(),
            *self._cards(),
            *self._entrances(),
            *self._routes(),
            *self._traps(),
            *self._variables(),
            *self._eyes(),
            *self._alike(),
            *self._crossroads(),
        ]

    def certain(self) -> list[Finding]:
        """What is wrong whatever the rest of an unfinished search would have shown."""
        return [*self._eyes(), *self._crossroads()]

    def _scene_place(self, id: str, *below: str | int) -> str:
        return self._places.scene(id, *below) if self._places else ""

    def _scenes(self) -> Iterator[Finding]:
        for id, scene in self._graph.scenes.items():
            if id in self._sights.nodes:
                continue
            if scene.ending is not None:
                yield Finding(
                    kind="unreachable-ending",
                    subject=scene.ending.id,
                    message=f"the ending “{scene.ending.title}” can never be reached",
                    where=self._scene_place(id),
                )
            else:
                message = f"the scene “{scene.title}” can never be reached"
                yield Finding(kind="unreachable-scene", subject=id, message=message, where=self._scene_place(id))

    def _choices(self) -> Iterator[Finding]:
        for (node, option), asked in self._sights.choice_rules.items():
            where = self._scene_place(node, "choices", option, "when")
            rule = self._graph.scenes[node].choices[option].when
            if asked.first_true is None:
                message = f"the choice is never on offer: `{rule}` is never true here"
                yield Finding(
                    kind="unreachable-choice",
                    subject=f"{node}/{option}",
                    message=message,
                    where=where,
                    witness=self._way(asked.first_false),
                )
            elif asked.first_false is None:
                yield self._always(f"{node}/{option}", str(rule), where, asked)

    def _paragraphs(self) -> Iterator[Finding]:
        for (scene, number), asked in self._sights.text_rules.items():
            paragraph = self._graph.scenes[scene].text[number]
            rule = "" if isinstance(paragraph, str) else paragraph.when
            where = self._scene_place(scene, "text", number, "when")
            if asked.first_true is None:
                text = plain("" if isinstance(paragraph, str) else paragraph.say)
                yield Finding(
                    kind="unreachable-paragraph",
                    subject=f"{scene}, paragraph {number + 1}",
                    message=f"“{text[:40]}…” is never shown: `{rule}` is never true here",
                    where=where,
                    witness=self._way(asked.first_false),
                )
            elif asked.first_false is None:
                yield self._always(f"{scene}, paragraph {number + 1}", rule, where, asked)

    def _always(self, subject: str, rule: str, where: str, asked: Asked) -> Finding:
        return Finding(
            kind="always-true",
            subject=subject,
            message=f"the rule `{rule}` is always true here",
            where=where,
            witness=self._way(asked.first_true),
        )

    def _vignettes(self) -> Iterator[Finding]:
        for id, vignette in self._story.vignettes.items():
            if id in self._sights.vignettes:
                for number in range(len(vignette.unlocks)):
                    yield from self._way_in(vignette, number)
                continue
            message = f"the vignette “{vignette.title}” never opens"
            asked = [self._sights.unlock_rules.get((id, number)) for number in range(len(vignette.unlocks))]
            refused = [each.first_false for each in asked if each is not None and each.first_false is not None]
            yield Finding(
                kind="unreachable-vignette",
                subject=id,
                message=message,
                where=self._places.vignette(id, "unlock") if self._places else "",
                witness=self._way(min(refused, default=None)),
            )

    def _way_in(self, vignette: Vignette, number: int) -> Iterator[Finding]:
        """What is wrong with one way into a vignette that opens."""
        asked = self._sights.unlock_rules.get((vignette.id, number))
        where = self._places.vignette(vignette.id, *vignette.unlock_path(number)) if self._places else ""
        subject = vignette.id if len(vignette.unlocks) == 1 else f"{vignette.id}, way {number + 1}"
        if (vignette.id, number) not in self._sights.ways_in:
            yield Finding(
                kind="unreachable-unlock",
                subject=subject,
                message=f"the vignette “{vignette.title}” never opens this way",
                where=where,
                witness=self._way(asked.first_false) if asked else None,
            )
        elif asked is not None and asked.first_false is None:
            yield self._always(subject, str(vignette.unlocks[number].when), where, asked)

    def _cards(self) -> Iterator[Finding]:
        met = self.met()
        for shelf in self._story.codex.values():
            for id, entry in shelf.entries.items():
                wanted = entry.met or [id]
                if not met & set(wanted):
                    where = self._places.entry(id) if self._places else ""
                    message = (
                        f"the card “{entry.title}” never opens: no scene that can be reached has {', '.join(wanted)}"
                    )
                    yield Finding(kind="unreachable-card", subject=id, message=message, where=where)

    def met(self) -> set[str | None]:
        """Every character and place of a scene that has been seen; None may be among them."""
        seen = [scene for id, scene in self._graph.scenes.items() if id in self._sights.nodes]
        return {id for scene in seen for id in (*scene.who, scene.eyes, scene.place)}

    def _entrances(self) -> Iterator[Finding]:
        for chapter in self._story.chapters.values():
            if chapter.chapter in self._sights.nodes:
                continue
            for hero in chapter.entrances:
                where = self._places.chapter(chapter.chapter, "entrances", hero) if self._places else ""
                message = f"nobody can follow {hero} into “{chapter.title}”: the chapter is never reached"
                subject = f"{chapter.chapter}/{hero}"
                yield Finding(kind="unreachable-entrance", subject=subject, message=message, where=where)

    def _routes(self) -> Iterator[Finding]:
        for number, hero in enumerate(self._story.frame.heroes):
            if not any(hero.id in chapter.entrances for chapter in self._story.chapters.values()):
                message = f"{hero.name} has no entrance in any chapter"
            elif self.route(hero.id) is None:
                message = f"nobody can follow only {hero.name} from where they join to where their thread ends"
            else:
                continue
            where = self._places.frame("heroes", number) if self._places else ""
            yield Finding(kind="broken-route", subject=hero.id, message=message, where=where)

    def route(self, hero: str) -> list[Step] | None:
        """A shortest run that follows only `hero` from the chapter they join in to an ending, or their thread's end."""
        space, joins = self._space, self._story.heroes[hero].joins
        if hero not in self._story.chapters[joins].entrances:
            return None
        starts = [index for index, state in enumerate(space.states) if state.at == joins]
        parent: dict[int, tuple[int, int]] = dict.fromkeys(starts, (-1, -1))
        for index in (queue := list(starts)):
            node = self._graph.nodes[space.states[index].at]
            if node.scene is None and thread_is_over(self._graph, hero, node.id):
                return self._route_way(index, parent)
            if node.scene is not None and node.scene.ending is not None:
                return self._route_way(index, parent)
            for edge in space.edges(index):
                target, slot = space.to[edge], space.slot[edge]
                if node.options[slot].follow in (None, hero) and target not in parent:
                    parent[target] = (index, slot)
                    queue.append(target)
        return None

    def _route_way(self, index: int, parent: dict[int, tuple[int, int]]) -> list[Step]:
        steps = []
        while parent[index][0] >= 0:
            index, slot = parent[index]
            steps.append(Step(self._space.states[index].at, self._space.option(index, slot).id))
        return self._space.way(index) + steps[::-1]

    def _traps(self) -> Iterator[Finding]:
        for trap in find_traps(self._space):
            at = self._space.states[trap.state].at
            names = ", ".join(trap.scenes[:6]) + (", …" if len(trap.scenes) > 6 else "")
            stuck = f"it comes to a stop in {names}" if len(trap.scenes) == 1 else f"it goes round in {names}"
            where = self._scene_place(at) or (self._places.chapter(at) if self._places else "")
            yield Finding(
                kind="trap",
                subject=at,
                message=f"from here no ending can be reached; {stuck}",
                where=where,
                witness=self._way(trap.state),
            )

    def _variables(self) -> Iterator[Finding]:
        rules = self._graph.rules()
        read = {name for rule in rules for name in variables_in(rule)}
        written = {
            name for scene in self._graph.scenes.values() for choice in scene.choices.values() for name in choice.set
        }
        for name, variable in self._graph.variables.items():
            where = self._places.frame("state", name) if self._places else ""
            if name not in read:
                yield Finding(kind="unread-variable", subject=name, message=f"no rule reads `{name}`", where=where)
            elif name not in written:
                yield Finding(kind="unwritten-variable", subject=name, message=f"nothing sets `{name}`", where=where)
            else:
                missing = sorted(set(range(variable.low, variable.high + 1)) - self._sights.values(name))
                if missing:
                    words = [("false", "true")[v] if is_flag(variable) else str(v) for v in missing]
                    message = f"`{name}` is never {' or '.join(words)} where a rule reads it"
                    yield Finding(kind="unused-value", subject=name, message=message, where=where)

    def _eyes(self) -> Iterator[Finding]:
        for id, index in self._sights.wrong_eyes.items():
            followed = self._space.states[index].follow
            message = f"the scene is seen by {self._graph.scenes[id].eyes}, but {followed} can be followed into it"
            where = self._scene_place(id, "eyes")
            yield Finding(kind="wrong-eyes", subject=id, message=message, where=where, witness=self._way(index))

    def _alike(self) -> Iterator[Finding]:
        said = set()
        for (node, one, other), index in self._sights.side_by_side.items():
            if (node, one, other) not in self._sights.different and (node, other) not in said:
                said.add((node, other))
                yield Finding(
                    kind="alike-choices",
                    subject=f"{node}/{other}",
                    message=f"always does the same as `{one}`",
                    where=self._scene_place(node, "choices", other),
                    witness=self._way(index),
                )

    def _crossroads(self) -> Iterator[Finding]:
        for chapter in self._story.chapters.values():
            if len(chapter.entrances) == 1 and len(self._story.frame.heroes) > 1:
                where = self._places.chapter(chapter.chapter, "entrances") if self._places else ""
                message = f"only {next(iter(chapter.entrances))} can be followed into “{chapter.title}”"
                yield Finding(kind="one-way-crossroads", subject=chapter.chapter, message=message, where=where)

    def _way(self, index: int | None) -> list[Step] | None:
        return None if index is None else self._space.way(index)
