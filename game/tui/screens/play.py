"""A scene, or the scene that ends a run: prose, and what can be done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from game.play import Offer, Page
from game.tui.screens.sheet import Sheet
from game.tui.widgets.choices import Choices
from game.tui.widgets.heading import Heading
from game.tui.widgets.prose import Prose

THE_END = Offer("the-end", "The end. Look back on this run.", 1)


class PlayScreen(Sheet):
    """Shows one page after another; the same widgets serve the whole game."""

    CSS_PATH = "play.tcss"
    BINDINGS = [
        Binding("b,backspace", "app.back", "Back"),
        Binding("pageup", "scroll(-1)", "Read up", show=False),
        Binding("pagedown,space", "scroll(1)", "Read on", show=False),
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Static(id="scene-title")
            with VerticalScroll(id="reading", can_focus=False):
                yield Prose()
            yield Choices()

    def on_mount(self) -> None:
        self.show(self._page)
        self.query_one(Choices).focus()

    def show(self, page: Page) -> None:
        """Turn to `page`."""
        self._page = page
        self.query_one(Heading).show(page)
        place = f"  ·  {page.place}" if page.place else ""
        self.query_one("#scene-title", Static).update(Content.assemble((page.title, "bold"), (place, "dim")))
        self.query_one(Prose).show(page.text)
        self.query_one(Choices).show(page.offers if page.kind == "scene" else (THE_END,))
        reading = self.query_one("#reading")
        colour = page.hero.colour if page.hero else "gray"
        reading.styles.border_left = ("outer", colour)
        reading.scroll_home(animate=False)
        self.call_after_refresh(self._fit)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give the prose what the choices leave, so that the choices follow it and are never below the edge."""
        taken = sum(self.query_one(q).outer_size.height for q in ("Heading", "#scene-title", "Choices", "Footer"))
        self.query_one("#reading").styles.max_height = max(3, self.size.height - taken - 2)

    def action_take(self, number: int) -> None:
        self.query_one(Choices).take(number)

    def action_scroll(self, direction: int) -> None:
        reading = self.query_one("#reading", VerticalScroll)
        reading.scroll_relative(y=direction * max(1, reading.size.height - 2), animate=False)
