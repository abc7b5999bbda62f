"""The line at the bottom: the keys that mean something here. One widget, drawn again only when its words change.

Textual's own footer makes its widgets anew at each move of the focus, which took longer than turning the page.
"""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class Keys(Static):
    """Key and meaning, side by side; a click on one is the same as its key."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[tuple[str, str, str], ...] = ()
        """(key, how it is shown, what it does)."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def _changed(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        shown: dict[str, tuple[str, str, str]] = {}
        for _, binding, enabled, _ in screen.active_bindings.values():
            if binding.show and enabled:
                key = (binding.key, self.app.get_key_display(binding), binding.description)
                shown.setdefault(binding.action, key)
        keys = tuple(shown.values())
        if keys != self._keys:
            self._keys = keys
            self.update(self._content())

    def _content(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        for _, key, description in self._keys:
            parts += [" ", (key, "$footer-key-foreground bold"), f" {description} "]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        start = 0
        for key, display, description in self._keys:
            end = start + Content(f" {display} {description} ").cell_length
            if start <= event.x - self.styles.padding.left < end:
                self.app.simulate_key(key.split(",")[0])
                return
            start = end
