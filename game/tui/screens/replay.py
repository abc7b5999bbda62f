"""A run that plays itself, scene by scene."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import ScreenResume, ScreenSuspend
from textual.timer import Timer
from textual.widgets import Static

from game.branches.replay import Stop
from game.tui.screens.sheet import Leaving
from game.tui.screens.timeline import Wish
from game.tui.widgets.heading import Heading
from game.tui.widgets.keys import Keys
from game.tui.widgets.prose import Prose
from game.tui.widgets.reading import Reading

_FASTEST, _SLOWEST = 32.0, 0.125


class ReplayScreen(Leaving[Wish | None]):
    """The pages of a run at a reader's pace; Enter takes over where it stands."""

    CSS_PATH = "replay.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]
    BINDINGS = [
        Binding("enter", "take_over", "Take over", tooltip="play on from here", priority=True),
        Binding("space", "pause", "Pause", tooltip="or go on", priority=True),
        Binding("right", "step(1)", "Step", key_display="→", tooltip="to the next page", priority=True),
        Binding("left", "step(-1)", "Step back", show=False, priority=True),
        Binding("plus,equals_sign", "faster(2.0)", "Faster", key_display="+"),
        Binding("minus", "faster(0.5)", "Slower", key_display="-"),
        Binding("pagedown", "read(1)", "Read on", show=False),
        Binding("pageup", "read(-1)", "Read back", show=False),
        Binding("escape,b,p", "leave", "Back", key_display="p"),
    ]

    def __init__(self, stops: Sequence[Stop], speed: float, back: Wish | None = None) -> None:
        """Open on the first page.

        Args:
            stops: The run.
            speed: Times as fast as a reader; 0 goes by as fast as it can be drawn.
            back: Where it leads when it is left without taking over; None is the page beneath.
        """
        super().__init__()
        self._stops, self._back = stops, back
        self._speed = min(_FASTEST, max(_SLOWEST, speed)) if speed else _FASTEST
        self._at = 0
        self._paused = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Static(id="replay-title")
            with Reading(id="reading"):
                yield Prose()
            yield Static(id="replay-said")
        yield Static(id="replay-state")
        yield Keys()

    def on_mount(self) -> None:
        self._show()

    @on(ScreenSuspend)
    def _covered(self) -> None:
        """Wait while something lies over it."""
        if self._timer is not None:
            self._timer.stop()

    @on(ScreenResume)
    def _uncovered(self) -> None:
        if self._timer is not None:
            self._go_on()

    def _show(self) -> None:
        stop = self._stops[self._at]
        self.query_one(Heading).show(stop.page)
        question = "Whom do you follow?" if stop.page.kind == "crossroads" else ""
        moments = "".join(f"  ✦ moment: {title}" for title in stop.moments)
        title = Content.assemble((stop.page.title, "bold"), (f"  {question}{moments}", "dim"))
        self.query_one("#replay-title", Static).update(title)
        reading = self.query_one(Reading)
        reading.mark(stop.page.hero.colour if stop.page.hero else None)
        self.query_one(Prose).show(stop.page.text)
        self.query_one("#replay-said", Static).update(
            Content(f"› {stop.said}" if stop.said else "Here the run stands.")
        )
        reading.start()
        self._go_on()

    def _go_on(self) -> None:
        """Say how it stands, and come back when this page has been read."""
        if self._timer is not None:
            self._timer.stop()
        last = self._at == len(self._stops) - 1
        how = "at its end" if last else "paused" if self._paused else f"playing, {self._speed:g} times as fast"
        words = f"Replay: page {self._at + 1} of {len(self._stops)}, {how}"
        self.query_one("#replay-state", Static).update(Content(words))
        if not last and not self._paused:
            self._timer = self.set_timer(self._stops[self._at].seconds / self._speed, lambda: self.action_step(1))

    def action_step(self, pages: int) -> None:
        """Turn a page, whether it is paused or not."""
        at = max(0, min(len(self._stops) - 1, self._at + pages))
        if at != self._at:
            self._at = at
            self._show()

    def action_pause(self) -> None:
        self._paused = not self._paused
        self._go_on()

    def action_faster(self, times: float) -> None:
        self._speed = min(_FASTEST, max(_SLOWEST, self._speed * times))
        self._go_on()

    def action_read(self, pages: int) -> None:
        reading = self.query_one(Reading)
        if pages > 0:
            reading.action_read_on()
        else:
            reading.action_read_back()

    def action_take_over(self) -> None:
        """Leave, to play on from the page that is shown."""
        self.dismiss(Wish("go", self._stops[self._at].node))

    def action_leave(self) -> None:
        self.dismiss(self._back)
