"""What no schema can say: that ids are unique, targets exist, rules type-check, and the graph hangs together.

Names are gathered from every file that could be read, well-formed or not, so that one broken file does not make the
others look wrong; only well-formed files are then checked against them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from game.errors import RuleError
from game.story.model import Chapter, Codex, Conditional, Frame, Ledger, Range, Scene, Unlock, Vignette
from game.story.problems import Problem, nearest
from game.story.rules import Scope, parse_amount, parse_rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from game.story.source import Keys, Source

RESERVED = frozenset({"and", "or", "not", "true", "false", "follow", "been"})
"""Words of the rule language, which no hero or variable may take for a name."""


class File(NamedTuple):
    """A story file that could be read; `value` is None when its shape is wrong."""

    kind: str
    source: Source
    value: Any


class Draft(NamedTuple):
    """All that was read of a story."""

    files: list[File]
    ledger: Ledger


class _Names:
    """Every name of a draft, by what it names."""

    def __init__(self, draft: Draft) -> None:
        self.frame: Frame | None = None
        self.chapters: list[str] = []
        self.scenes: dict[str, str] = {}
        """Scene → its chapter."""
        self.choices: dict[str, list[str]] = {}
        """Scene → the ids of its choices."""
        self.eyes: dict[str, str | None] = {}
        """Scene → whose eyes."""
        for file in draft.files:
            if isinstance(file.value, Frame):
                self.frame = file.value
            elif file.kind == "chapter":
                self._chapter(_mapping(file.source.data))
        self.heroes = [hero.id for hero in self.frame.heroes] if self.frame else []
        self.scope = Scope(self.frame.state if self.frame else {}, self.heroes, self.scenes)

    def _chapter(self, data: dict[str, Any]) -> None:
        chapter = str(data.get("chapter"))
        self.chapters.append(chapter)
        for id, written in _mapping(data.get("scenes")).items():
            scene = _mapping(written)
            self.scenes.setdefault(id, chapter)
            self.choices[id] = list(_mapping(scene.get("choices")))
            self.eyes[id] = scene.get("eyes") if isinstance(scene.get("eyes"), str) else None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def check_draft(draft: Draft) -> list[Problem]:
    """Every problem between the parts of a story."""
    checker = _Checker(draft)
    checker.check_ids(draft.files)
    for file in draft.files:
        if isinstance(file.value, Frame):
            checker.check_frame(file.value, file.source)
        elif isinstance(file.value, Chapter):
            checker.check_chapter(file.value, file.source)
        elif isinstance(file.value, Vignette):
            checker.check_vignette(file.value, file.source)
        elif isinstance(file.value, Codex):
            checker.check_codex(file.value, file.source)
    return checker.problems


class _Checker:
    """Collects problems; each method checks one kind of thing."""

    def __init__(self, draft: Draft) -> None:
        self.problems: list[Problem] = []
        self._names = _Names(draft)
        self._ledger = draft.ledger
        self._linked = {to for file in draft.files if isinstance(file.value, Chapter) for to in _links(file.value)}

    def _say(
        self,
        source: Source,
        path: Keys,
        code: str,
        message: str,
        *,
        key: bool = False,
        shift: int = 0,
        level: Literal["error", "warning"] = "error",
    ) -> None:
        place = source.place(path, key=key)
        column = place.column + (shift if place.inline else 0)
        self.problems.append(Problem(source.file, place.line, column, code, message, level))

    def _known(self, source: Source, path: Keys, name: str, known: Collection[str], code: str, what: str) -> bool:
        """Report `name` unless it is known."""
        if name in known:
            return True
        self._say(source, path, code, f"unknown {what} `{name}`{nearest(name, known)}")
        return False

    def _cited(
        self, source: Source, path: Keys, names: Iterable[str], known: Collection[str], code: str, what: str
    ) -> None:
        """Report each name of a list that the ledger does not have; without a ledger, all is well."""
        for index, name in enumerate(names if known else ()):
            self._known(source, (*path, index), name, known, code, what)

    def check_ids(self, files: list[File]) -> None:
        """Scene, chapter, vignette and ending ids are unique in the whole story."""
        first: dict[str, str] = {}
        for file in files:
            for path, id, key in _ids(file):
                place = file.source.place(path, key=key)
                here = f"{file.source.file}:{place.line}"
                if id in first:
                    self._say(file.source, path, "N02", f"the id `{id}` is used twice; first at {first[id]}", key=key)
                first.setdefault(id, here)

    def check_frame(self, frame: Frame, source: Source) -> None:
        self._known(source, ("start",), frame.start, self._names.chapters, "N04", "chapter")
        self._check_episodes(frame, source)
        self._check_heroes(frame, source)
        for name, variable in frame.state.items():
            if name in RESERVED or name.isdecimal():
                self._say(source, ("state", name), "T04", f"`{name}` means something else in a rule", key=True)
            if isinstance(variable, Range) and variable.low >= variable.high:
                self._say(source, ("state", name, "to"), "T04", "`to` must be greater than `from`")

    def _check_episodes(self, frame: Frame, source: Source) -> None:
        chapters = self._names.chapters
        listed = Counter(id for episode in frame.episodes for id in episode.chapters)
        for number, episode in enumerate(frame.episodes):
            for index, id in enumerate(episode.chapters):
                path: Keys = ("episodes", number, "chapters", index)
                if self._known(source, path, id, chapters, "N04", "chapter") and listed[id] > 1:
                    self._say(source, path, "N09", f"the chapter `{id}` stands in the episodes {listed[id]} times")
        for id in chapters if frame.episodes else ():
            if id not in listed:
                self._say(source, ("episodes",), "N09", f"the chapter `{id}` is in no episode", key=True)

    def _check_heroes(self, frame: Frame, source: Source) -> None:
        seen: set[str] = set()
        for index, hero in enumerate(frame.heroes):
            path: Keys = ("heroes", index, "id")
            if hero.id in seen or hero.id in frame.state:
                self._say(source, path, "N02", f"the id `{hero.id}` is used twice")
            seen.add(hero.id)
            self._known(source, ("heroes", index, "joins"), hero.joins, self._names.chapters, "N04", "chapter")
            if hero.id in RESERVED or hero.id.isdecimal():
                self._say(source, path, "T04", f"`{hero.id}` means something else in a rule")

    def check_chapter(self, chapter: Chapter, source: Source) -> None:
        for hero, entrance in chapter.entrances.items():
            path: Keys = ("entrances", hero)
            if not self._known_hero(source, path, hero, key=True):
                continue
            if self._names.scenes.get(entrance) != chapter.chapter:
                near = nearest(entrance, chapter.scenes)
                self._say(source, path, "N01", f"this chapter has no scene `{entrance}`{near}")
            elif self._names.eyes[entrance] not in (None, hero):
                self._say(source, path, "G04", f"{hero} would arrive in a scene seen by {self._names.eyes[entrance]}")
            self._check_joins(chapter, hero, source)
        for id, scene in chapter.scenes.items():
            self._check_scene(chapter, id, scene, source)

    def _check_joins(self, chapter: Chapter, hero: str, source: Source) -> None:
        frame = self._names.frame
        order = [id for episode in frame.episodes for id in episode.chapters] if frame else []
        joins = next((h.joins for h in frame.heroes if h.id == hero), None) if frame else None
        if joins in order and chapter.chapter in order and order.index(chapter.chapter) < order.index(joins):
            self._say(
                source, ("entrances", hero), "N03", f"{hero} has a way in here, but joins only in {joins}", key=True
            )

    def _known_hero(self, source: Source, path: Keys, hero: str, *, key: bool = False) -> bool:
        if hero in self._names.heroes or self._names.frame is None:
            return True
        self._say(source, path, "N03", f"unknown hero `{hero}`{nearest(hero, self._names.heroes)}", key=key)
        return False

    def _check_scene(self, chapter: Chapter, id: str, scene: Scene, source: Source) -> None:
        path: Keys = ("scenes", id)
        if scene.eyes is not None:
            self._known_hero(source, (*path, "eyes"), scene.eyes)
        if scene.place is not None:
            self._cited(source, (*path, "place"), [scene.place], self._ledger.places, "N07", "place")
        self._cited(source, (*path, "who"), scene.who, self._ledger.characters, "N07", "character")
        self._cited(source, (*path, "tells"), scene.tells, self._ledger.beats, "N05", "beat")
        self._cited(source, (*path, "moments"), scene.moments, self._ledger.moments, "N06", "moment")
        if bool(scene.choices) == bool(scene.ending):
            state = "both choices and an ending" if scene.ending else "neither choices nor an ending"
            self._say(source, path, "G01", f"the scene `{id}` has {state}", key=True)
        if id not in self._linked:
            self._say(source, path, "G03", f"nothing leads to the scene `{id}`", key=True, level="warning")
        for index, paragraph in enumerate(scene.text):
            if isinstance(paragraph, Conditional):
                self._check_rule(source, (*path, "text", index, "when"), paragraph.when)
        for name, choice in scene.choices.items():
            here: Keys = (*path, "choices", name)
            self._check_target(chapter, scene, choice.to, source, (*here, "to"))
            if choice.when is not None:
                self._check_rule(source, (*here, "when"), choice.when)
            elif choice.otherwise is not None:
                self._say(source, (*here, "else"), "G01", "`else` without `when`: this choice is never closed")
            self._check_set(source, (*here, "set"), choice.set)

    def _check_target(self, chapter: Chapter, scene: Scene, to: str, source: Source, path: Keys) -> None:
        names = self._names
        if to in names.chapters:
            return
        if to not in names.scenes:
            known = [*names.scenes, *names.chapters]
            self._say(source, path, "N01", f"there is no scene or chapter `{to}`{nearest(to, known)}")
        elif names.scenes[to] != chapter.chapter:
            other = names.scenes[to]
            self._say(source, path, "G02", f"`{to}` is inside the chapter `{other}`; lead to `{other}` itself")
        elif scene.eyes and names.eyes[to] not in (None, scene.eyes):
            self._say(source, path, "G04", f"from the eyes of {scene.eyes} into a scene seen by {names.eyes[to]}")

    def _check_set(self, source: Source, path: Keys, amounts: dict[str, bool | int | str]) -> None:
        for name, amount in amounts.items():
            try:
                parse_amount(name, amount, self._names.scope.state)
            except RuleError as error:
                if self._names.frame is not None:
                    self._say(source, (*path, name), error.code, error.message, key=error.code == "R02")

    def _check_rule(self, source: Source, path: Keys, text: str) -> None:
        try:
            parse_rule(text, self._names.scope)
        except RuleError as error:
            if self._names.frame is not None:
                self._say(source, path, error.code, f"{error.message} (in the rule `{text[:80]}`)", shift=error.at)

    def check_vignette(self, vignette: Vignette, source: Source) -> None:
        self._cited(source, ("moments",), vignette.moments, self._ledger.moments, "N06", "moment")
        self._cited(source, ("who",), vignette.who, self._ledger.characters, "N07", "character")
        for number, unlock in enumerate(vignette.unlocks):
            path = vignette.unlock_path(number)
            self._check_unlock(source, path, unlock)
            if unlock in vignette.unlocks[:number]:
                self._say(source, path, "N08", "this way in is listed twice", key=True)

    def _check_unlock(self, source: Source, path: Keys, unlock: Unlock) -> None:
        if (unlock.at is None) == (unlock.by is None):
            message = "a vignette opens `at` a scene or `by` a choice: give one of the two"
            self._say(source, path, "N08", message, key=True)
        elif unlock.at is not None:
            self._known(source, (*path, "at"), unlock.at, self._names.scenes, "N08", "scene")
        elif unlock.by is not None:
            self._check_by(source, (*path, "by"), unlock.by)
        if unlock.when is not None:
            self._check_rule(source, (*path, "when"), unlock.when)

    def _check_by(self, source: Source, path: Keys, by: str) -> None:
        scene, _, choice = by.rpartition("/")
        if scene:
            if self._known(source, path, scene, self._names.scenes, "N08", "scene"):
                self._known(source, path, choice, self._names.choices[scene], "N08", f"choice of `{scene}`,")
            return
        holders = [scene for scene, choices in self._names.choices.items() if choice in choices]
        if not holders:
            known = {id for choices in self._names.choices.values() for id in choices}
            self._known(source, path, choice, known, "N08", "choice")
        elif len(holders) > 1:
            forms = ", ".join(f"`{scene}/{choice}`" for scene in holders[:3])
            self._say(source, path, "N08", f"{len(holders)} scenes have a choice `{choice}`; write one of {forms}")

    def check_codex(self, shelf: Codex, source: Source) -> None:
        known = {**self._ledger.characters, **self._ledger.places}
        for id, entry in shelf.entries.items():
            self._cited(source, ("entries", id, "met"), entry.met, known, "N07", "character or place")
            if not entry.met and known and id not in known:
                self._say(source, ("entries", id), "N07", f"`{id}` is no character or place; say `met:` whom", key=True)


def _links(chapter: Chapter) -> Iterator[str]:
    yield from chapter.entrances.values()
    for scene in chapter.scenes.values():
        for choice in scene.choices.values():
            yield choice.to


def _ids(file: File) -> Iterator[tuple[Keys, str, bool]]:
    """Path, id, and whether it is a key, of everything a save may refer to."""
    data = _mapping(file.source.data)
    if file.kind == "chapter":
        if isinstance(data.get("chapter"), str):
            yield ("chapter",), data["chapter"], False
        for id, scene in _mapping(data.get("scenes")).items():
            yield ("scenes", id), id, True
            ending = _mapping(_mapping(scene).get("ending")).get("id")
            if isinstance(ending, str):
                yield ("scenes", id, "ending", "id"), ending, False
    elif file.kind == "vignette" and isinstance(data.get("id"), str):
        yield ("id",), data["id"], False
    elif file.kind == "codex":
        for id in _mapping(data.get("entries")):
            yield ("entries", id), f"codex:{id}", True
