"""A second player, as plain as can be: a dict of variables, a set of scenes, rules by recursion. The engine's judge."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING, Any

from game.story.model import Conditional
from game.story.rules import Been, Both, Compare, Constant, Either, Follow, HeroName, Not, Scope, Var, parse_rule

if TYPE_CHECKING:
    from game.story import Story
    from game.story.model import Unlock
    from game.story.rules import Expr

_COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Naive:
    """A run, moved in place."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.at = story.frame.start
        self.follow: str | None = None
        self.values = {name: variable.low for name, variable in story.frame.state.items()}
        self.been: set[str] = set()
        scope = Scope(story.frame.state, story.heroes, story.scenes)
        self._parse = functools.cache(lambda rule: parse_rule(rule, scope))

    def options(self) -> list[str]:
        """What can be chosen here."""
        if self.at in self.story.chapters:
            entrances = self.story.chapters[self.at].entrances
            return [hero for hero in self.story.heroes if hero in entrances]
        choices = self.story.scenes[self.at].choices
        return [id for id, choice in choices.items() if self._holds(choice.when)]

    def text(self) -> list[str]:
        """The paragraphs that stand here."""
        if self.at in self.story.chapters:
            return []
        text = self.story.scenes[self.at].text
        return [
            p.say if isinstance(p, Conditional) else p
            for p in text
            if not isinstance(p, Conditional) or self._holds(p.when)
        ]

    def choose(self, id: str) -> list[str]:
        """Take a choice; the vignettes it opens."""
        if self.at in self.story.chapters:
            self.follow = id
            return self._arrive(self.story.chapters[self.at].entrances[id])
        choice = self.story.scenes[self.at].choices[id]
        for name, amount in choice.set.items():
            self._set(name, amount)
        opened = self._open(by=(self.at, id))
        if choice.to in self.story.chapters:
            for name, variable in self.story.frame.state.items():
                if variable.lasts == "chapter":
                    self.values[name] = variable.low
            self.at = choice.to
            return opened
        return list(dict.fromkeys([*opened, *self._arrive(choice.to)]))

    def _arrive(self, scene: str) -> list[str]:
        self.at = scene
        self.been.add(scene)
        return self._open(at=scene)

    def _set(self, name: str, amount: bool | int | str) -> None:
        variable = self.story.frame.state[name]
        step = isinstance(amount, str) or (not isinstance(amount, bool) and amount < 0)
        value = self.values[name] + int(amount) if step else int(amount)
        self.values[name] = max(variable.low, min(variable.high, value))

    def _open(self, *, at: str | None = None, by: tuple[str, str] | None = None) -> list[str]:
        return [
            v.id
            for v in self.story.vignettes.values()
            if any(self._is(unlock, at, by) and self._holds(unlock.when) for unlock in v.unlocks)
        ]

    def _is(self, unlock: Unlock, at: str | None, by: tuple[str, str] | None) -> bool:
        if unlock.at is not None:
            return unlock.at == at
        scene, _, choice = str(unlock.by).rpartition("/")
        return by is not None and by[1] == choice and scene in ("", by[0])

    def _holds(self, rule: str | None) -> bool:
        return rule is None or bool(self._value(self._parse(rule)))

    def _value(self, expr: Expr) -> Any:
        match expr:
            case Constant(value):
                return value
            case Var(name):
                return self.values[name]
            case Follow():
                return self.follow
            case HeroName(name):
                return name
            case Been(scene):
                return scene in self.been
            case Not(inner):
                return not self._value(inner)
            case Both(left, right):
                return bool(self._value(left)) and bool(self._value(right))
            case Either(left, right):
                return bool(self._value(left)) or bool(self._value(right))
            case Compare(left, sign, right):
                return _COMPARE[sign](self._value(left), self._value(right))
