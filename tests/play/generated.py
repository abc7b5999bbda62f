"""Small random stories, all of them valid: every kind of rule, effect, target and unlock the format has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from tests import stories
from tests.play.island import assemble

if TYPE_CHECKING:
    from game.story import Story

HEROES = ("ada", "ben", "cleo")
_OPERATORS = ("==", "!=", "<", "<=", ">", ">=")


class Parts(NamedTuple):
    """A story as data."""

    frame: dict[str, Any]
    chapters: list[dict[str, Any]]
    vignettes: list[dict[str, Any]]

    @property
    def story(self) -> Story:
        """The story, unchecked."""
        return assemble(self.frame, self.chapters, self.vignettes)


class _Names(NamedTuple):
    state: dict[str, dict[str, Any]]
    heroes: list[str]
    chapters: list[list[str]]
    """The scenes of each chapter."""

    @property
    def scenes(self) -> list[str]:
        return [scene for chapter in self.chapters for scene in chapter]

    @property
    def ranges(self) -> list[str]:
        return [name for name, variable in self.state.items() if variable["type"] == "range"]


def _rules(names: _Names) -> st.SearchStrategy[str]:
    flags = [name for name in names.state if name not in names.ranges]
    sides = [st.builds(str, st.integers(0, 6))] + [st.sampled_from(names.ranges)] * bool(names.ranges)
    atoms = [
        st.sampled_from([f"been({scene})" for scene in names.scenes]),
        st.builds("{} {} {}".format, st.just("follow"), st.sampled_from(("==", "!=")), st.sampled_from(names.heroes)),
        st.builds("{} {} {}".format, st.one_of(sides), st.sampled_from(_OPERATORS), st.one_of(sides)),
        *([st.sampled_from(flags), st.sampled_from([f"{flag} == false" for flag in flags])] if flags else []),
    ]
    return st.recursive(
        st.one_of(atoms),
        lambda inner: st.one_of(
            st.builds("not ({})".format, inner),
            st.builds("not {}".format, inner),
            st.builds("({}) and ({})".format, inner, inner),
            st.builds("{} or {}".format, inner, inner),
        ),
        max_leaves=4,
    )


def _amounts(names: _Names) -> st.SearchStrategy[dict[str, Any]]:
    each: dict[str, st.SearchStrategy[Any]] = {}
    for name, variable in names.state.items():
        if name in names.ranges:
            low, high = variable["from"], variable["to"]
            each[name] = st.integers(low, high) | st.sampled_from(("+1", "-1", "+2", "-5", "+99"))
        else:
            each[name] = st.booleans()
    return st.fixed_dictionaries({}, optional=each)


@st.composite
def _variables(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    state: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(0, 4))):
        lasts = draw(st.sampled_from(("story", "chapter")))
        if draw(st.booleans()):
            state[f"flag-{number}"] = {"type": "flag", "lasts": lasts, "about": "A flag."}
        else:
            low = draw(st.integers(0, 3))
            high = draw(st.integers(low + 1, 6))
            state[f"range-{number}"] = {"type": "range", "from": low, "to": high, "lasts": lasts, "about": "A range."}
    return state


@st.composite
def _scenes(draw: st.DrawFn, names: _Names, chapter: int, id: str) -> dict[str, Any]:
    rules = _rules(names)
    text: list[Any] = ["It goes on."]
    if draw(st.booleans()):
        text.append({"when": draw(rules), "say": "Something else."})
    if draw(st.integers(0, 5)) == 0:
        return stories.scene(
            text=text, ending=stories.ending(f"end-of-{id}", draw(st.sampled_from(("canon", "what-if"))))
        )
    targets = [*names.chapters[chapter] * 2, *(f"chapter-{n}" for n in range(len(names.chapters)))]
    choices = {}
    for number in range(draw(st.integers(1, 3))):
        made = stories.choice(draw(st.sampled_from(targets)), set=draw(_amounts(names)))
        if draw(st.booleans()):
            made["when"] = draw(rules)
            if draw(st.booleans()):
                made["else"] = "It is closed."
        choices[f"c{number}"] = made
    return stories.scene(text=text, choices=choices)


@st.composite
def _vignettes(draw: st.DrawFn, names: _Names, chapters: list[dict[str, Any]], id: str) -> dict[str, Any]:
    unlocks = draw(st.lists(_unlocks(names, chapters), min_size=1, max_size=3, unique_by=repr))
    return stories.vignette(id=id, unlock=unlocks[0] if len(unlocks) == 1 else unlocks)


@st.composite
def _unlocks(draw: st.DrawFn, names: _Names, chapters: list[dict[str, Any]]) -> dict[str, Any]:
    scenes = {scene: made for chapter in chapters for scene, made in chapter["scenes"].items()}
    scene = draw(st.sampled_from(names.scenes))
    choices = scenes[scene].get("choices")
    unlock = {"at": scene}
    if choices and draw(st.booleans()):
        unlock = {"by": f"{scene}/{draw(st.sampled_from(sorted(choices)))}"}
    if draw(st.booleans()):
        unlock["when"] = draw(_rules(names))
    return unlock


@st.composite
def story_parts(draw: st.DrawFn) -> Parts:
    """Up to three chapters of up to four scenes, up to three heroes, four variables and three vignettes.

    Loops, scenes with no way on and scenes nobody comes to are all possible.
    """
    count = draw(st.integers(1, 3))
    names = _Names(
        draw(_variables()),
        list(HEROES[: draw(st.integers(1, 3))]),
        [[f"s{chapter}-{n}" for n in range(draw(st.integers(1, 4)))] for chapter in range(count)],
    )
    chapters = []
    for number, inside in enumerate(names.chapters):
        ways = st.fixed_dictionaries({}, optional=dict.fromkeys(names.heroes, st.sampled_from(inside)))
        chapters.append(
            {
                "chapter": f"chapter-{number}",
                "title": f"Chapter {number}",
                "entrances": draw(ways) or {names.heroes[0]: inside[0]},
                "scenes": {id: draw(_scenes(names, number, id)) for id in inside},
            }
        )
    vignettes = [draw(_vignettes(names, chapters, f"v{n}")) for n in range(draw(st.integers(0, 3)))]
    heroes = [
        {"id": hero, "name": hero, "colour": "#123456", "tagline": "So.", "joins": "chapter-0"} for hero in names.heroes
    ]
    frame = {"title": "A random story", "start": "chapter-0", "heroes": heroes, "state": names.state}
    return Parts(frame, chapters, vignettes)
