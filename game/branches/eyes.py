"""Through other eyes: the events that more than one scene tells, and what each of them makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.story import Chapter, Hero, Scene


class Telling(NamedTuple):
    """One scene that tells an event."""

    scene: str
    title: str
    hero: Hero | None
    """Whose eyes; None for an outside view."""
    read: bool
    """Whether it has been read, in any run."""
    text: tuple[str, ...]
    """What it says on every run; paragraphs that depend on what was done are left out."""


class Event(NamedTuple):
    """A beat of the story that several scenes tell."""

    beat: str
    fact: str
    chapter: Chapter
    number: int
    """The chapter's number in the story, from 1."""
    tellings: tuple[Telling, ...]
    """Those that have been read first, then in story order."""

    @property
    def read(self) -> int:
        """How many of them have been read."""
        return sum(telling.read for telling in self.tellings)


def events_of(game: Game) -> tuple[list[Event], int]:
    """The events told more than once.

    Returns:
        Those of which a telling has been read, in story order; and how many others there are.
    """
    story, seen = game.story, game.seen()
    told: dict[str, list[tuple[str, Scene]]] = {}
    home: dict[str, tuple[int, Chapter]] = {}
    for number, chapter in enumerate(story.chapters.values(), 1):
        for id, scene in chapter.scenes.items():
            for beat in scene.tells:
                told.setdefault(beat, []).append((id, scene))
                home.setdefault(beat, (number, chapter))
    found, others = [], 0
    for beat, scenes in told.items():
        if len(scenes) < 2:
            continue
        tellings = [_telling(game, id, scene, seen) for id, scene in scenes]
        number, chapter = home[beat]
        if any(telling.read for telling in tellings):
            tellings.sort(key=lambda telling: not telling.read)
            found.append(Event(beat, story.ledger.beats.get(beat, beat), chapter, number, tuple(tellings)))
        else:
            others += 1
    order = list(story.ledger.beats)
    found.sort(key=lambda event: (event.number, order.index(event.beat) if event.beat in order else 0))
    return found, others


def _telling(game: Game, id: str, scene: Scene, seen: set[str]) -> Telling:
    text = tuple(paragraph for paragraph in scene.text if isinstance(paragraph, str))
    return Telling(id, scene.title, game.story.heroes.get(scene.eyes or ""), id in seen, text)
