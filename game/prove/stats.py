"""A story in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from game.prove.liveness import Liveness
from game.prove.runs import Run, shortest_and_longest
from game.story.model import Conditional
from game.story.prose import count_words, plain

if TYPE_CHECKING:
    from game.play.graph import Graph
    from game.story.model import Chapter, Scene, Story


class Told(msgspec.Struct, frozen=True):
    """How many of the ledger's entries the story tells."""

    told: int
    of: int
    missing: list[str]


class Measure(msgspec.Struct, frozen=True):
    """One run, in figures."""

    words: int
    choices: int


class HeroRuns(msgspec.Struct, frozen=True):
    """The runs that follow only one hero, from where they join to an ending."""

    shortest: Measure | None
    """None: no ending can be reached."""
    longest: Measure | None
    """None: no ending, or the story can go in circles."""
    grade: float | None
    """How hard the scenes in their eyes are to read: Flesch–Kincaid grade, that is years of school (United States
    schools: 5 is age ten to eleven), as the library textstat counts it; None where there is no such scene."""


class Stats(msgspec.Struct, frozen=True):
    """The figures of `sokovia stats`."""

    title: str
    chapters: int
    scenes: int
    choices: int
    words: int
    """Of scenes and vignettes, every conditional paragraph counted."""
    vignettes: int
    endings: dict[str, int]
    """Kind → how many."""
    beats: Told
    moments: Told
    heroes: dict[str, HeroRuns]
    words_per_chapter: dict[str, int]
    """Of scenes only."""
    mean_words_between_choices: float
    """Words that always stand in a scene that offers a choice, on average."""
    variables: int
    remembered: int
    """Paragraphs that appear only when a rule holds."""


def count_story(graph: Graph) -> Stats:
    """Count a story; the runs of each hero are searched for exactly."""
    story = graph.story
    scenes = story.scenes
    liveness = Liveness(graph)
    deciding = [sum(count_words(p) for p in s.text if isinstance(p, str)) for s in scenes.values() if s.choices]
    told = {beat for scene in scenes.values() for beat in scene.tells}
    found = {moment for scene in scenes.values() for moment in scene.moments}
    found |= {moment for vignette in story.vignettes.values() for moment in vignette.moments}
    kinds = [scene.ending.kind for scene in scenes.values() if scene.ending]
    return Stats(
        title=story.frame.title,
        chapters=len(story.chapters),
        scenes=len(scenes),
        choices=sum(len(scene.choices) for scene in scenes.values()),
        words=sum(map(scene_words, scenes.values())) + _vignette_words(story),
        vignettes=len(story.vignettes),
        endings={kind: kinds.count(kind) for kind in ("canon", "what-if")},
        beats=_told(told, story.ledger.beats),
        moments=_told(found, story.ledger.moments),
        heroes={hero: _runs(graph, hero, liveness) for hero in story.heroes},
        words_per_chapter={id: _chapter_words(chapter) for id, chapter in story.chapters.items()},
        mean_words_between_choices=round(sum(deciding) / len(deciding), 1) if deciding else 0.0,
        variables=len(story.frame.state),
        remembered=sum(isinstance(p, Conditional) for scene in scenes.values() for p in scene.text),
    )


def scene_words(scene: Scene) -> int:
    """The words of a scene's paragraphs, conditional ones counted."""
    return sum(count_words(p.say if isinstance(p, Conditional) else p) for p in scene.text)


def _chapter_words(chapter: Chapter) -> int:
    return sum(map(scene_words, chapter.scenes.values()))


def _vignette_words(story: Story) -> int:
    return sum(count_words(text) for vignette in story.vignettes.values() for text in vignette.text)


def _told(cited: set[str], known: dict[str, str]) -> Told:
    missing = [id for id in known if id not in cited]
    return Told(len(known) - len(missing), len(known), missing)


def _runs(graph: Graph, hero: str, liveness: Liveness) -> HeroRuns:
    shortest, longest = shortest_and_longest(graph, hero, liveness)
    return HeroRuns(_measure(shortest), _measure(longest), _grade(graph.story, hero))


def _grade(story: Story, hero: str) -> float | None:
    """How hard a hero's thread is to read."""
    import textstat  # noqa: PLC0415  # it brings a dictionary, and only the figures need it

    mine = [scene for scene in story.scenes.values() if scene.eyes == hero]
    text = "\n\n".join(plain(p.say if isinstance(p, Conditional) else p) for scene in mine for p in scene.text)
    return round(textstat.flesch_kincaid_grade(text), 1) if mine else None


def _measure(run: Run | None) -> Measure | None:
    return Measure(run.words, run.choices) if run else None
