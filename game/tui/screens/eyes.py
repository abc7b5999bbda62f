"""Through other eyes: the same event as two heroes saw it, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from game.branches.eyes import Event, Telling
from game.tui.screens.browse import Browse
from game.tui.screens.sheet import Leaving
from game.tui.widgets.keys import Keys
from game.tui.widgets.prose import content_of
from game.tui.widgets.rows import Row, Rows


class EyesScreen(Browse):
    """The events one has read of, and who else tells them."""

    OPENS = True
    BINDINGS = [Binding("e", "leave", "Back", show=False)]

    def __init__(self, events: Sequence[Event], others: int) -> None:
        super().__init__(classes="-halved")  # a row is a whole sentence
        self._events, self._others = {event.beat: event for event in events}, others

    @property
    def told(self) -> str:
        return "Through other eyes: one event, as several people saw it"

    def on_mount(self) -> None:
        rows: list[Row] = []
        chapter = ""
        for event in self._events.values():
            if event.chapter.chapter != chapter:
                chapter = event.chapter.chapter
                rows.append(Row(f"{event.number}. {event.chapter.title}"))
            rows.append(Row(f" {event.read} of {len(event.tellings)}  {event.fact}", event.beat))
        if self._others:
            rows.append(Row(f"{self._others} more to come"))
        self.query_one(Rows).show(rows)
        if not self._events:
            self.query_one("#card", Static).update(Content("Read a chapter first; then look at it again."))
        super().on_mount()

    def look(self, id: str) -> None:
        event = self._events[id]
        parts: list[str | tuple[str, str]] = [(event.fact, "bold"), "\n"]
        for telling in event.tellings:
            colour = telling.hero.colour if telling.hero else ""
            parts += ["\n", ("▌ ", colour), _whose(telling)]
            parts.append(f": {telling.title}" if telling.read else ("  not read yet", "dim"))
        self.query_one("#card", Static).update(Content.assemble(*parts))

    @on(Rows.Opened)
    def _opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.app.push_screen(BesideScreen(self._events[event.id]))


class BesideScreen(Leaving[None]):
    """Two tellings of one event. One that has not been read is covered until the player asks for it."""

    CSS_PATH = "eyes.tcss"
    BINDINGS = [
        Binding("right", "turn(1)", "Other eyes", key_display="→"),
        Binding("left", "turn(-1)", "Other eyes", show=False),
        Binding("enter", "uncover", "Read it"),
        Binding("space", "read_on", "Read on"),
        Binding("escape,b", "leave", "Back", key_display="b"),
    ]

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event
        left = event.tellings[0].hero
        others = range(1, len(event.tellings))
        self._right = next((i for i in others if event.tellings[i].hero != left), 1)
        self._uncovered = {telling.scene for telling in event.tellings if telling.read}

    def compose(self) -> ComposeResult:
        yield Static(Content(self._event.fact), id="browse-title")
        with Container(id="beside"):
            for id in ("left", "right"):
                with VerticalScroll(id=id, can_focus=False):
                    yield Static(id=f"{id}-text")
        yield Keys()

    def on_mount(self) -> None:
        self._fill("left", self._event.tellings[0])
        self._fill("right", self._other)

    @property
    def _other(self) -> Telling:
        return self._event.tellings[self._right]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "uncover":
            return self._other.scene not in self._uncovered
        return action != "turn" or len(self._event.tellings) > 2

    def action_turn(self, steps: int) -> None:
        """The next of the other tellings, on the right."""
        others = len(self._event.tellings) - 1
        self._right = (self._right - 1 + steps) % others + 1
        self._fill("right", self._other)
        self.refresh_bindings()

    def action_uncover(self) -> None:
        self._uncovered.add(self._other.scene)
        self._fill("right", self._other)
        self.refresh_bindings()

    def action_read_on(self) -> None:
        for pane in self.query(VerticalScroll):
            if pane.scroll_target_y >= pane.max_scroll_y:
                pane.scroll_home(animate=False)
            else:
                pane.scroll_page_down(animate=False)

    def on_click(self, event: Click) -> None:
        """A click on what is covered uncovers it."""
        covered = self._other.scene not in self._uncovered
        if covered and self.query_one("#right").region.contains(event.screen_x, event.screen_y):
            self.action_uncover()

    def action_leave(self) -> None:
        self.dismiss(None)

    def _fill(self, side: str, telling: Telling) -> None:
        pane = self.query_one(f"#{side}", VerticalScroll)
        if telling.hero is not None:
            pane.styles.border_left = ("outer", telling.hero.colour)
        else:
            pane.styles.clear_rule("border_left")
        head = Content.assemble((_whose(telling), "bold"), "\n", (telling.title, "dim"), "\n\n")
        covered = Content("Not read yet. Enter reads it here; or follow them there one day.")
        text = content_of(telling.text) if telling.scene in self._uncovered else covered
        self.query_one(f"#{side}-text", Static).update(head + text)
        pane.scroll_home(animate=False)


def _whose(telling: Telling) -> str:
    return telling.hero.name if telling.hero else "From outside"
