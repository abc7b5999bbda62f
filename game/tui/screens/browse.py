"""What the screens that one looks things up in have in common: a line that says what it is, a list, a pane."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from game.tui.screens.sheet import Leaving
from game.tui.widgets.keys import Keys
from game.tui.widgets.rows import Rows


class Browse(Leaving[None]):
    """A list on the left and what it is about on the right; on a narrow terminal the one above the other."""

    CSS_PATH = "browse.tcss"
    OPENS: ClassVar[bool] = False
    """Whether a row can be opened; else to stand on it is all there is."""
    BINDINGS = [
        Binding("space", "read_on", "Read on"),
        Binding("escape,b", "leave", "Back", key_display="b"),
    ]

    def compose(self) -> ComposeResult:
        yield Static(Content(self.told), id="browse-title")
        with Container(id="browse"):
            yield Rows(opens=self.OPENS)
            with VerticalScroll(id="pane", can_focus=False):
                yield from self.compose_pane()
        yield Keys()

    @property
    def told(self) -> str:
        """What this is, in a line."""
        raise NotImplementedError

    def compose_pane(self) -> ComposeResult:
        """The pane's own widgets."""
        yield Static(id="card")

    def look(self, id: str) -> None:
        """Show what a row is about."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    @on(Rows.Looked)
    def _looked(self, event: Rows.Looked) -> None:
        self.look(event.id)
        self.query_one("#pane").scroll_home(animate=False)

    def action_read_on(self) -> None:
        pane: Widget = self.query_one("#pane")
        if pane.scroll_target_y >= pane.max_scroll_y:
            pane.scroll_home(animate=False)
        else:
            pane.scroll_page_down(animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)
