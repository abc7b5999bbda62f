"""What a story is made of. These types are the single source of the file format: the JSON Schema that
editors use and the checker's idea of shape are both generated from them.

Every type is frozen. A key that Python cannot spell (`from`, `else`, `with`) keeps its name in the file.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"

Id = Annotated[str, Meta(pattern=ID_PATTERN, max_length=80, description="An id: lower-case words joined by hyphens.")]
Line = Annotated[str, Meta(min_length=1, max_length=400, description="One line of plain text.")]
Prose = Annotated[
    str, Meta(min_length=1, max_length=4000, description="A paragraph; `*emphasis*` is its only mark-up.")
]
Rule = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=400,
        description="A condition: variables, `follow == hero`, `been(scene)`, comparisons, and, or, not, parentheses.",
    ),
]
Colour = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$", description="A colour as #rrggbb.")]
Bound = Annotated[int, Meta(ge=0, le=99, description="A whole number from 0 to 99.")]
Amount = Annotated[
    bool | int | str,
    Meta(description="true or false for a flag; a number for a range, or +1 / -1 to move it within its bounds."),
]
Lasts = Annotated[
    Literal["story", "chapter"],
    Meta(description="chapter: back to its start at the crossroads. story: kept to the end."),
]
Part = Literal[
    "exposition", "inciting-incident", "rising-action", "midpoint", "crisis", "climax", "falling-action", "resolution"
]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of everything in a story file."""


class Conditional(_Part, frozen=True):
    """A paragraph that appears only while its rule holds."""

    when: Rule
    say: Prose


Paragraph = Prose | Conditional


class Lens(_Part, frozen=True):
    """A teacher's glass on one scene."""

    part: Annotated[Part, Meta(description="Which part of the plot this is.")]
    device: Annotated[Id, Meta(description="One literary device, by its proper name.")]
    note: Annotated[Line, Meta(description="How this very scene uses it, in a sentence.")]
    ask: Annotated[Line, Meta(description="A question with no single right answer.")]


class Ending(_Part, frozen=True):
    """The end of a run, on the scene that carries it."""

    id: Id
    title: Line
    kind: Annotated[
        Literal["canon", "what-if"], Meta(description="canon: the film's own end. what-if: a marked departure.")
    ]


class Choice(_Part, frozen=True):
    """What the player may do in a scene."""

    say: Annotated[Line, Meta(description="What the hero would do or say, in their voice.")]
    to: Annotated[Id, Meta(description="A scene of this chapter, or another chapter (a crossroads).")]
    when: Rule | None = None
    otherwise: (
        Annotated[Line, Meta(description="Why the choice is closed; without it a closed choice is hidden.")] | None
    ) = msgspec.field(default=None, name="else")
    set: Annotated[dict[Id, Amount], Meta(description="What is remembered.")] = {}


class Scene(_Part, frozen=True):
    """A place in the plot: prose, and what can be done."""

    title: Line
    text: Annotated[list[Paragraph], Meta(min_length=1, max_length=40)]
    eyes: Annotated[Id, Meta(description="The hero whose scene it is; left out where any hero may stand.")] | None = (
        None
    )
    place: Annotated[Id, Meta(description="An id of seeds/places.yaml.")] | None = None
    who: Annotated[list[Id], Meta(description="Who is there: ids of seeds/characters.yaml.")] = []
    tells: Annotated[list[Id], Meta(description="The beats told here: ids of seeds/beats.yaml.")] = []
    moments: Annotated[list[Id], Meta(description="The moments told here: ids of seeds/moments.yaml.")] = []
    lens: Lens | None = None
    ending: Ending | None = None
    choices: Annotated[dict[Id, Choice], Meta(max_length=40)] = {}


class Chapter(_Part, frozen=True):
    """One file of story/chapters."""

    chapter: Annotated[Id, Meta(description="The chapter's own id.")]
    title: Line
    entrances: Annotated[dict[Id, Id], Meta(min_length=1, description="Where each hero's way in starts.")]
    scenes: Annotated[dict[Id, Scene], Meta(min_length=1)]
    note: Annotated[Line, Meta(description="One line on what a class will meet here.")] | None = None
    art: Id | None = None


class Unlock(_Part, frozen=True):
    """What opens a vignette: arriving at a scene, or taking a choice (`by: choice` or `by: scene/choice`)."""

    at: Id | None = None
    by: Annotated[str, Meta(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$")] | None = None
    when: Rule | None = None


class Vignette(_Part, frozen=True):
    """One file of story/vignettes: a warm moment, earned by paying attention to somebody."""

    id: Id
    title: Line
    unlock: (
        Unlock | Annotated[list[Unlock], Meta(min_length=1, max_length=12, description="Several ways: any of them.")]
    )
    text: Annotated[list[Prose], Meta(min_length=1, max_length=20)]
    hint: Annotated[Line, Meta(description="For the album, while it is not found. No spoiler.")]
    moments: Annotated[list[Id], Meta(description="Ids of seeds/moments.yaml.")] = []
    who: list[Id] = []
    art: Id | None = None

    @property
    def unlocks(self) -> tuple[Unlock, ...]:
        """Each way in, in the author's order."""
        return (self.unlock,) if isinstance(self.unlock, Unlock) else tuple(self.unlock)

    def unlock_path(self, number: int, *below: str) -> tuple[str | int, ...]:
        """Where in the file one of `unlocks` is written, or something in it: the keys that lead there."""
        return ("unlock", *below) if isinstance(self.unlock, Unlock) else ("unlock", number, *below)


class Entry(_Part, frozen=True):
    """One card of the codex."""

    title: Line
    text: Annotated[list[Prose], Meta(min_length=1, max_length=10)]
    met: Annotated[
        list[Id], Meta(description="The card opens in a scene with one of these characters or places; else its own id.")
    ] = []
    lore: Annotated[bool, Meta(description="Told as lore: the sources doubt it.")] = False


class Codex(_Part, frozen=True):
    """One file of story/codex: a shelf of cards."""

    codex: Annotated[Id, Meta(description="The shelf's id, such as people, places or comics.")]
    title: Line
    entries: dict[Id, Entry]


class Episode(_Part, frozen=True):
    """A sitting: chapters that are played in one go."""

    id: Id
    title: Line
    chapters: Annotated[list[Id], Meta(min_length=1)]


class Hero(_Part, frozen=True):
    """Somebody the player may follow."""

    id: Id
    name: Line
    colour: Colour
    tagline: Line
    joins: Annotated[Id, Meta(description="The first chapter with a way in for this hero.")]
    alias: Line | None = None
    thread: Annotated[Line, Meta(description="What kind of story theirs is.")] | None = None


class Flag(_Part, frozen=True, tag_field="type", tag="flag"):
    """A variable that is true or false, and false at the start."""

    lasts: Lasts
    about: Line

    @property
    def low(self) -> int:
        return 0

    @property
    def high(self) -> int:
        return 1


class Range(_Part, frozen=True, tag_field="type", tag="range"):
    """A whole number from `from` to `to`, and `from` at the start."""

    low: Bound = msgspec.field(name="from")
    high: Bound = msgspec.field(name="to")
    lasts: Lasts
    about: Line


Variable = Flag | Range


class Frame(_Part, frozen=True):
    """story/story.yaml: what holds the chapters together."""

    title: Line
    start: Annotated[Id, Meta(description="The chapter a new game starts with.")]
    heroes: Annotated[list[Hero], Meta(min_length=1)]
    id: Annotated[Id, Meta(description="Saved runs belong to it, so that the title may change.")] | None = None
    subtitle: Line | None = None
    about: Prose | None = None
    episodes: list[Episode] = []
    state: Annotated[dict[Id, Variable], Meta(description="Every variable, its bounds, how long it lasts.")] = {}


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What the story retells, from the folder `seeds` beside the story: ids and what they stand for.

    A story without that folder has an empty ledger, and cites what it likes.
    """

    beats: dict[str, str] = {}
    """Beat id → the fact, in story order."""
    moments: dict[str, str] = {}
    """Moment id → the moment."""
    characters: dict[str, str] = {}
    """Character id → name."""
    places: dict[str, str] = {}
    """Place id → name."""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A whole story, checked: every id it names exists and every rule type-checks."""

    frame: Frame
    chapters: dict[str, Chapter]
    """Chapter id → chapter, in story order (the episodes', else the files')."""
    vignettes: dict[str, Vignette]
    codex: dict[str, Codex]
    ledger: Ledger

    @property
    def key(self) -> str:
        """What saved runs of the story are kept under: its id, else its title."""
        return self.frame.id or self.frame.title

    @property
    def scenes(self) -> dict[str, Scene]:
        """Scene id → scene, in story order."""
        return {id: scene for chapter in self.chapters.values() for id, scene in chapter.scenes.items()}

    @property
    def heroes(self) -> dict[str, Hero]:
        """Hero id → hero, in the story's order."""
        return {hero.id: hero for hero in self.frame.heroes}
