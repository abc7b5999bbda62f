"""The line at the bottom: the keys that mean something here. One widget, drawn again only when its words change.

Textual's own footer makes its widgets anew at each move of the focus, which took longer than turning the page.
"""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class Keys(Static):
    """Key and meaning, side by side; a click on one is the same as its key. Where the terminal is narrow, the last ones
    are left out, but never those that are the same everywhere: the help knows them all."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()
        self._shown: tuple[Key, ...] = ()
        """Those that fit."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def _changed(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        found: dict[str, Key] = {}
        for node, binding, enabled, _ in screen.active_bindings.values():
            if binding.show and enabled:
                shown = self.app.get_key_display(binding)
                found.setdefault(binding.action, Key(binding.key, shown, binding.description, node is self.app))
        keys = tuple(found.values())
        if keys != self._keys:
            self._keys = keys
            self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        width = self.size.width or self.app.size.width
        last = tuple(key for key in self._keys if key.everywhere)
        left = width - sum(key.width for key in last)
        first = []
        for key in self._keys:
            if key.everywhere:
                continue
            left -= key.width
            if left < 0:
                break
            first.append(key)
        shown = (*first, *last)
        if shown != self._shown:
            self._shown = shown
            self.update(Content.assemble(*(part for key in shown for part in key.parts)))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        start = 0
        for key in self._shown:
            end = start + key.width
            if start <= event.x - self.styles.padding.left < end:
                self.app.simulate_key(key.key.split(",")[0])
                return
            start = end


class Key(NamedTuple):
    """One key of the line."""

    key: str
    shown: str
    does: str
    everywhere: bool
    """Whether it is the app's own, the same on every screen."""

    @property
    def parts(self) -> tuple[str | tuple[str, str], ...]:
        return " ", (self.shown, "$footer-key-foreground bold"), f" {self.does} "

    @property
    def width(self) -> int:
        return Content.assemble(*self.parts).cell_length
