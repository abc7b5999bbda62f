"""Stories shaped like the shipped one, of any size, from a seed.

A chapter has some 33 scenes: threads of four or five scenes for six to nine heroes, each with a fork that rejoins, two
flags that last the chapter and are read in the thread, and an end at the next crossroads. Every third chapter sets a
flag or a range that lasts the story and is read four chapters later, for the last time; every fourth has a scene that
the next chapter asks about with `been`. There are four vignettes a chapter; in the last one each thread ends.

`lasting` adds flags that are set one a chapter from the first on and are read only at the very end: each doubles the
states of all that lies between, which is the shape that hurts a search.
"""

from __future__ import annotations

import random

from game.story.model import (
    Chapter,
    Choice,
    Conditional,
    Ending,
    Flag,
    Frame,
    Hero,
    Ledger,
    Range,
    Scene,
    Story,
    Unlock,
    Vignette,
)

SEED = 1
CHAPTER = 33
"""Scenes of a chapter, nearly."""
_SPAN = 4
"""Chapters from where something that lasts the story is set to where it is read for the last time."""
_HEROES = [f"hero-{number}" for number in range(9)]
_WORDS = "the snow takes sound out of everything and a lamp is lit over one door where nobody waits for them"

_Amounts = dict[str, bool | int | str]


def generate(scenes: int, *, lasting: int = 0, seed: int = SEED) -> Story:
    """A story of about so many scenes."""
    return _Writer(max(4, round(scenes / CHAPTER)), lasting, seed).story()


class _Writer:
    def __init__(self, chapters: int, lasting: int, seed: int) -> None:
        self._count = chapters
        self._lasting = [f"lasting-{number}" for number in range(lasting)]
        self._random = random.Random(seed)  # noqa: S311  # a story, not a secret
        self._words = _WORDS.split()
        self._state: dict[str, Flag | Range] = {name: Flag(lasts="story", about="x") for name in self._lasting}
        self._vignettes: dict[str, Vignette] = {}

    def story(self) -> Story:
        chapters = {f"c{number}": self._chapter(number) for number in range(self._count)}
        joins = {hero: id for id, chapter in reversed(chapters.items()) for hero in chapter.entrances}
        heroes = [Hero(id=id, name=id, colour="#ffffff", tagline="x", joins=joins[id]) for id in _HEROES]
        return Story(
            frame=Frame(title="Generated", start="c0", heroes=heroes, state=self._state),
            chapters=chapters,
            vignettes=self._vignettes,
            codex={},
            ledger=Ledger(),
        )

    def _chapter(self, number: int) -> Chapter:
        heroes = _HEROES[: 6 + 4 * number // self._count]
        scenes: dict[str, Scene] = {}
        for index, hero in enumerate(heroes):
            scenes |= self._thread(number, hero, index, long=len(heroes) < 8)
        for index, hero in enumerate(heroes[:4]):
            self._add_vignette(f"c{number}-{hero}", by_choice=bool(index % 2))
        id = f"c{number}"
        return Chapter(chapter=id, title=id, entrances={hero: f"{id}-{hero}-open" for hero in heroes}, scenes=scenes)

    def _thread(self, number: int, hero: str, index: int, *, long: bool) -> dict[str, Scene]:
        """The scenes of one hero in one chapter."""
        at = f"c{number}-{hero}"
        bold, kind = f"{at}-bold", f"{at}-kind"
        self._state |= {name: Flag(lasts="chapter", about="x") for name in (bold, kind)}
        left, right = self._kept(number, index)
        last = f"{at}-{'leave' if long else 'meet'}"
        scenes = {
            f"{at}-open": self._scene(
                hero,
                left=Choice(say="x", to=f"{at}-left", set={bold: True} | left),
                right=Choice(say="x", to=f"{at}-right", set=right),
            ),
            f"{at}-left": self._scene(
                hero, f"not {bold}", stay=Choice(say="x", to=f"{at}-meet", set={kind: True}), go=_to(f"{at}-meet")
            ),
            f"{at}-right": self._scene(
                hero,
                stay=Choice(say="x", to=f"{at}-meet", set={kind: True}),
                go=_to(f"{at}-meet"),
                run=_to(f"{at}-left"),
            ),
        }
        if long:
            scenes[f"{at}-meet"] = self._scene(
                hero, bold, on=_to(last), back=Choice(say="x", to=last, when=kind, set={bold: False})
            )
        scenes[last] = self._last(number, hero, [bold, f"{bold} and {kind}", *self._asked(number, index)])
        return scenes

    def _last(self, number: int, hero: str, rules: list[str]) -> Scene:
        """The scene a thread ends with: at a crossroads, or in the last chapter with an ending."""
        if number == self._count - 1:
            end = Ending(id=f"end-{hero}", title="x", kind="canon")
            return self._scene(hero, *rules, *self._lasting, ending=end)
        onward = f"c{number + 1}"
        if number < len(self._lasting):
            warmly = Choice(say="x", to=onward, set={self._lasting[number]: True})
            return self._scene(hero, *rules, warmly=warmly, coldly=_to(onward))
        return self._scene(hero, *rules, on=_to(onward))

    def _kept(self, number: int, index: int) -> tuple[_Amounts, _Amounts]:
        """What a thread of a chapter sets for later, on either side of its fork."""
        if index or number % 3 or number + _SPAN >= self._count:
            return {}, {}
        name = f"c{number}-kept"
        if number % 2:
            self._state[name] = Range(low=0, high=2, lasts="story", about="x")
            return {name: "+1"}, {name: 2}
        self._state[name] = Flag(lasts="story", about="x")
        return {name: True}, {}

    def _asked(self, number: int, index: int) -> list[str]:
        """The rules about earlier chapters that a thread reads."""
        rules = []
        before = f"c{number - _SPAN}-kept"
        if not index and before in self._state:
            rules.append(before if isinstance(self._state[before], Flag) else f"{before} > 0")
        if not index and number % 4 == 1:
            rules.append(f"been(c{number - 1}-hero-0-left)")
        return rules

    def _scene(self, hero: str, *rules: str, ending: Ending | None = None, **choices: Choice) -> Scene:
        text: list[str | Conditional] = [self._prose(70), self._prose(70)]
        text += [Conditional(when=rule, say=self._prose(20)) for rule in rules]
        return Scene(title="x", text=text, eyes=hero, ending=ending, choices=choices)

    def _prose(self, words: int) -> str:
        return " ".join(self._random.choices(self._words, k=words))

    def _add_vignette(self, at: str, *, by_choice: bool) -> None:
        unlock = Unlock(by=f"{at}-left/stay") if by_choice else Unlock(at=f"{at}-meet", when=f"{at}-bold")
        self._vignettes[at] = Vignette(id=at, title="x", unlock=unlock, text=[self._prose(90)], hint="x")


def _to(scene: str) -> Choice:
    return Choice(say="x", to=scene)
