"""What a player sees at one point of a run, as plain values: every front end draws a `Page` and nothing else."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.play.graph import Graph
    from game.play.playthrough import Playthrough
    from game.play.state import State
    from game.story.model import Chapter, Ending, Hero


class Offer(NamedTuple):
    """One thing a player may do, or would but for a reason."""

    id: str
    say: str
    number: int | None
    """What to press, from 1; None while it is closed."""
    reason: str | None = None
    """Why it is closed."""
    leaves: bool = False
    """Whether it leaves the film for a what-if."""
    hero: Hero | None = None
    """Whom it follows, at a crossroads."""


class Page(NamedTuple):
    """A scene, an ending, or the crossroads before a chapter."""

    id: str
    """The scene, or the chapter at a crossroads."""
    kind: Literal["scene", "ending", "crossroads"]
    chapter: Chapter
    number: int
    """The chapter's number in the story, from 1."""
    title: str
    hero: Hero | None
    """Whose eyes: the scene's, or at a crossroads the hero followed so far. None: nobody's yet, or an outside view."""
    place: str | None
    """The place, by name."""
    text: tuple[str, ...]
    offers: tuple[Offer, ...]
    what_if: bool
    """Whether the run has left the film."""
    ending: Ending | None = None

    @property
    def open(self) -> tuple[Offer, ...]:
        """The offers that can be taken, in the order of their numbers."""
        return tuple(offer for offer in self.offers if offer.number is not None)


class Recap(NamedTuple):
    """What a run has told of one chapter."""

    chapter: Chapter
    facts: tuple[str, ...]


class Passage(NamedTuple):
    """A chapter as a run went through it."""

    chapter: Chapter
    hero: Hero | None
    """Who was followed."""
    scenes: list[str]
    """The titles of the scenes, in the order they were read."""
    moments: list[str]
    """The titles of the moments that opened."""

    @property
    def way(self) -> str:
        """The scenes, in a line: a sentence each."""
        return " ".join(title if title[-1] in "?!.…" else f"{title}." for title in self.scenes)


Length = Literal["line", "paragraph", "whole"]
"""How much of a recap is told: what came last; a fact of each late chapter and more of the last one; all of it."""
LENGTHS: tuple[Length, ...] = ("line", "paragraph", "whole")
_CHAPTERS, _FACTS = 6, 3
"""A paragraph's chapters, and its facts of the last of them."""


def page_of(graph: Graph, state: State) -> Page:
    """The page at `state`."""
    node = graph.nodes[state.at]
    story = graph.story
    chapter = story.chapters[node.chapter]
    number = list(story.chapters).index(chapter.chapter) + 1
    what_if = state.at not in graph.film
    if node.scene is None:
        hero = story.heroes.get(state.follow or "")
        return Page(
            node.id, "crossroads", chapter, number, chapter.title, hero, None, (), _heroes(graph, chapter), what_if
        )
    scene = node.scene
    place = story.ledger.places.get(scene.place, scene.place) if scene.place else None
    return Page(
        id=node.id,
        kind="ending" if scene.ending else "scene",
        chapter=chapter,
        number=number,
        title=scene.title,
        hero=story.heroes.get(scene.eyes or ""),
        place=place,
        text=tuple(graph.text(state)),
        offers=_offers(graph, state),
        what_if=what_if,
        ending=scene.ending,
    )


def _offers(graph: Graph, state: State) -> tuple[Offer, ...]:
    """The choices to show: the open ones numbered, the closed ones that say why; others stay hidden."""
    numbers = count(1)
    found = []
    for option in graph.nodes[state.at].options:
        if option.choice is None:
            continue
        if option.open(state):
            found.append(Offer(option.id, option.choice.say, next(numbers), leaves=graph.departs(option)))
        elif option.choice.otherwise:
            found.append(Offer(option.id, option.choice.say, None, option.choice.otherwise))
    return tuple(found)


def _heroes(graph: Graph, chapter: Chapter) -> tuple[Offer, ...]:
    """The heroes: those with a way in numbered, those who come later closed; one whose thread is over is left out."""
    order = list(graph.story.chapters)
    here = order.index(chapter.chapter)
    numbers = count(1)
    found = []
    for hero in graph.story.frame.heroes:
        if hero.id in chapter.entrances:
            found.append(Offer(hero.id, hero.name, next(numbers), hero=hero))
            continue
        later = next((c for c in order[here + 1 :] if hero.id in graph.story.chapters[c].entrances), None)
        if later is not None:
            found.append(Offer(hero.id, hero.name, None, f"Joins in “{graph.story.chapters[later].title}”.", hero=hero))
    return tuple(found)


def recap(run: Playthrough) -> list[Recap]:
    """What the run has told so far, chapter by chapter, in the ledger's words and order."""
    story = run.graph.story
    told = set(run.told)
    found = []
    for chapter in story.chapters.values():
        here = {beat for scene in chapter.scenes.values() for beat in scene.tells} & told
        facts = tuple(fact for beat, fact in story.ledger.beats.items() if beat in here)
        if facts:
            found.append(Recap(chapter, facts))
            told -= here
    return found


def passages(run: Playthrough) -> list[Passage]:
    """The way the run has gone, chapter by chapter."""
    story, nodes = run.graph.story, run.graph.nodes
    found: list[Passage] = []
    for turn in run.turns:
        node = nodes[turn.after.at]
        if node.scene is not None:  # else it is the crossroads after the chapter
            chapter = story.chapters[node.chapter]
            if not found or found[-1].chapter is not chapter:
                found.append(Passage(chapter, story.heroes.get(turn.after.follow or ""), [], []))
            found[-1].scenes.append(node.scene.title)
        for id in turn.events.unlocked:
            found[-1].moments.append(story.vignettes[id].title)
    return found


def shortened(recaps: Sequence[Recap], length: Length) -> list[Recap]:
    """A recap at one of its three lengths."""
    if length == "whole" or not recaps:
        return list(recaps)
    last = recaps[-1]
    if length == "line":
        return [last._replace(facts=last.facts[-1:])]
    before = [recap._replace(facts=recap.facts[-1:]) for recap in recaps[-_CHAPTERS:-1]]
    return [*before, last._replace(facts=last.facts[-_FACTS:])]
