"""Small stories made at random from a number, the same for the same number: valid in form, and wrong in every way."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec

from game.story.model import Chapter, Codex, Frame, Ledger, Story, Vignette
from tests import stories

if TYPE_CHECKING:
    from collections.abc import Sequence

HEROES = ("ada", "ben", "cleo")
THINGS = ("cat", "clock", "ada", "ben", "cleo", "cellar", "nobody")
SIGNS = ("==", "!=", "<", "<=", ">", ">=")


def story(seed: int) -> Story:
    """1 to 3 chapters, 1 to 3 heroes, up to 4 variables and 3 vignettes, and a shelf of cards."""
    return _Maker(random.Random(seed)).story()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.heroes = HEROES[: chance.randint(1, 3)]
        self.chapters = [f"chapter-{number}" for number in range(chance.randint(1, 3))]
        self.scenes = [
            [f"s{chapter}-{number}" for number in range(chance.randint(2, 5))] for chapter in range(len(self.chapters))
        ]
        self.state = {f"v{number}": self._variable() for number in range(chance.randint(0, 4))}
        self.closed = chance.choice((0.15, 0.5))
        """How often a choice has a rule."""
        self.backward = chance.choice((0.0, 0.2))
        """How often a choice leads anywhere at all."""

    def _variable(self) -> dict[str, Any]:
        lasts = self.chance.choice(("story", "chapter"))
        if self.chance.random() < 0.55:
            return {"type": "flag", "lasts": lasts, "about": "A flag."}
        low = self.chance.randint(0, 2)
        high = low + self.chance.randint(1, 3)
        return {"type": "range", "from": low, "to": high, "lasts": lasts, "about": "A range."}

    def story(self) -> Story:
        chapters = [self._chapter(number) for number in range(len(self.chapters))]
        vignettes = [self._vignette(f"moment-{number}", chapters) for number in range(self.chance.randint(0, 3))]
        frame = {
            "title": "A random story",
            "start": "chapter-0",
            "heroes": [
                {"id": id, "name": id, "colour": "#123456", "tagline": "So.", "joins": self._joins()}
                for id in self.heroes
            ],
            "state": self.state,
        }
        return assemble(frame, chapters, vignettes, self._cards())

    def _joins(self) -> str:
        return self.chapters[0] if self.chance.random() < 0.7 else self.chance.choice(self.chapters)

    def _chapter(self, number: int) -> dict[str, Any]:
        inside = self.scenes[number]
        entrances = {hero: self.chance.choice(inside[:2]) for hero in self.heroes if self.chance.random() < 0.8}
        return {
            "chapter": self.chapters[number],
            "title": f"Chapter {number}",
            "entrances": entrances or {self.heroes[0]: inside[0]},
            "scenes": {id: self._scene(number, place) for place, id in enumerate(inside)},
        }

    def _scene(self, chapter: int, place: int) -> dict[str, Any]:
        chance, inside = self.chance, self.scenes[chapter]
        text: list[Any] = ["It goes on."]
        text += [{"when": self.rule(), "say": "Something else."} for _ in range(chance.choice((0, 0, 1, 2)))]
        made = stories.scene(text=text, who=chance.sample(THINGS[:2], chance.choice((0, 0, 1))))
        if chance.random() < 0.2:
            made["eyes"] = chance.choice(self.heroes)
        if chance.random() < 0.2:
            made["place"] = "cellar"
        last = chapter == len(self.chapters) - 1 and place == len(inside) - 1
        if chance.random() < (0.8 if last else 0.1):
            kind = chance.choice(("canon", "what-if"))
            return made | {"ending": stories.ending(f"end-of-{inside[place]}", kind)}
        return made | {"choices": {f"c{n}": self._choice(chapter, place, n) for n in range(chance.randint(1, 3))}}

    def _choice(self, chapter: int, place: int, number: int) -> dict[str, Any]:
        chance, onward = self.chance, self.scenes[chapter][place + 1 :]
        if chance.random() < self.backward:
            to = chance.choice([*self.scenes[chapter], *self.chapters])
        elif onward and chance.random() < 0.85:
            to = chance.choice(onward[:2])
        else:
            to = self.chapters[min(chapter + 1, len(self.chapters) - 1)]
        made = stories.choice(to, set=self._effects())
        if chance.random() < self.closed * (number > 0 or 0.3):
            made["when"] = self.rule()
        return made

    def _effects(self) -> dict[str, Any]:
        names = [name for name in self.state if self.chance.random() < 0.4]
        return {name: self._amount(self.state[name]) for name in names}

    def _amount(self, variable: dict[str, Any]) -> bool | int | str:
        if variable["type"] == "flag":
            return self.chance.random() < 0.7
        steps = ("+1", "+1", "-1", "+2", "-9")
        return self.chance.choice((self.chance.randint(variable["from"], variable["to"]), *steps))

    def rule(self, depth: int = 2) -> str:
        """A rule, often one that the story can make neither true nor false alone."""
        kind = self.chance.random() if depth else 1.0
        if kind < 0.1:
            return f"not {self.rule(depth - 1)}"
        if kind < 0.2:
            return f"not ({self.rule(depth - 1)})"
        if kind < 0.35:
            return f"({self.rule(depth - 1)}) and {self.rule(depth - 1)}"
        if kind < 0.5:
            return f"({self.rule(depth - 1)} or {self.rule(depth - 1)})"
        return self._atom()

    def _atom(self) -> str:
        chance = self.chance
        flags = [name for name, variable in self.state.items() if variable["type"] == "flag"]
        ranges = [name for name in self.state if name not in flags]
        kind = chance.choice(["been", "follow", *["flag"] * 2 * bool(flags), *["range"] * 2 * bool(ranges)])
        if kind == "been":
            return f"been({chance.choice([scene for inside in self.scenes for scene in inside])})"
        if kind == "follow":
            return f"follow {chance.choice(SIGNS[:2])} {chance.choice(self.heroes)}"
        if kind == "flag":
            return chance.choice(("{}", "{}", "{} == false", "true != {}")).format(chance.choice(flags))
        name = chance.choice(ranges)
        other = chance.choice(ranges) if chance.random() < 0.2 else chance.randint(0, self.state[name]["to"] + 1)
        return f"{name} {chance.choice(SIGNS)} {other}"

    def _vignette(self, id: str, chapters: list[dict[str, Any]]) -> dict[str, Any]:
        chance = self.chance
        scenes = {scene: made for chapter in chapters for scene, made in chapter["scenes"].items()}
        unlocks = [self._unlock(scenes) for _ in range(chance.choice((1, 1, 2, 3)))]
        unlock = unlocks[0] if len(unlocks) == 1 and chance.random() < 0.8 else unlocks
        return stories.vignette(id=id, unlock=unlock, text=[chance.choice(("They drink tea.", "…"))])

    def _unlock(self, scenes: dict[str, Any]) -> dict[str, str]:
        chance, scene = self.chance, self.chance.choice(list(scenes))
        choices = list(scenes[scene].get("choices", ()))
        unlock = {"by": f"{scene}/{chance.choice(choices)}"} if choices and chance.random() < 0.6 else {"at": scene}
        if chance.random() < 0.6:
            unlock["when"] = self.rule()
        return unlock

    def _cards(self) -> dict[str, Any]:
        entries = {}
        for thing in THINGS:
            met = self.chance.sample(THINGS, self.chance.choice((0, 0, 1, 2)))
            entries[thing] = {"title": thing, "text": ["It is what it is."], "met": met}
        return stories.codex(entries=entries)


def assemble(
    frame: dict[str, Any], chapters: Sequence[dict[str, Any]], vignettes: Sequence[dict[str, Any]], shelf: Any
) -> Story:
    """A story from its parts as data, unchecked."""
    return Story(
        frame=msgspec.convert(frame, Frame),
        chapters={c["chapter"]: msgspec.convert(c, Chapter) for c in chapters},
        vignettes={v["id"]: msgspec.convert(v, Vignette) for v in vignettes},
        codex={shelf["codex"]: msgspec.convert(shelf, Codex)},
        ledger=Ledger(),
    )
