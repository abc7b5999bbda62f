"""The arc: the tension of a run as a curve, chapter by chapter; another run may lie over it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.color import Color
from textual.content import Content
from textual.widgets import Static
from textual_plotext import PlotextPlot

from game.branches.arc import TENSION, Arc
from game.tui.screens.sheet import Leaving
from game.tui.widgets.keys import Keys

_TOP = 11


class ArcScreen(Leaving[None]):
    """The curve of the open run; a key lays the curve of the next other run over it."""

    CSS_PATH = "arc.tcss"
    BINDINGS = [
        Binding("r", "other", "Another run over it"),
        Binding("escape,b,v", "leave", "Back", key_display="b"),
    ]

    def __init__(self, arcs: Sequence[Arc]) -> None:
        """The open run's arc first, then those that may lie over it."""
        super().__init__()
        self._arcs = arcs
        self._over = 0

    def compose(self) -> ComposeResult:
        yield Static(id="browse-title")
        yield PlotextPlot()
        yield Static(id="arc-told")
        yield Keys()

    def on_mount(self) -> None:
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "other" or len(self._arcs) > 1

    def action_other(self) -> None:
        self._over = (self._over + 1) % len(self._arcs)
        self._draw()

    def action_leave(self) -> None:
        self.dismiss(None)

    def _draw(self) -> None:
        mine, shown = self._arcs[0], [self._arcs[0], *([self._arcs[self._over]] if self._over else [])]
        plot = self.query_one(PlotextPlot)
        plt = plot.plt
        plt.clear_figure()
        for arc, marker, variable in zip(shown, ("braille", "dot"), ("accent", "primary"), strict=False):
            if arc.points:
                where, tension = [point.where for point in arc.points], [point.tension for point in arc.points]
                plt.plot(where, tension, marker=marker, color=self._colour(variable), label=arc.name)
        plt.xlim(1, len(mine.chapters) + 1)
        plt.ylim(0, _TOP)
        plt.xticks(list(range(1, len(mine.chapters) + 1)))
        steps = {tension: part.replace("-", " ") for part, tension in TENSION.items()}
        plt.yticks(list(steps), list(steps.values()))
        plot.refresh()
        over = f", and “{shown[1].name}” over it" if len(shown) > 1 else ""
        self.query_one("#browse-title", Static).update(Content(f"The arc of “{mine.name}”{over}"))
        self.query_one("#arc-told", Static).update(_told(mine))

    def _colour(self, variable: str) -> tuple[int, int, int] | None:
        """A colour of the theme; None where colours are the terminal's own."""
        colour = Color.parse(self.app.theme_variables[variable])
        return None if colour.ansi is not None else colour.rgb


def _told(arc: Arc) -> Content:
    """The curve in words."""
    if not arc.points:
        return Content("No scene of this run has a lens yet. Read on, and look again.")
    highest = max(arc.points, key=lambda point: point.tension)
    here = arc.points[-1]
    return Content.assemble(
        ("Highest so far: ", "bold"),
        f"{highest.title} ({highest.chapter}), {highest.part.replace('-', ' ')}. ",
        ("Last: ", "bold"),
        f"{here.title}, {here.part.replace('-', ' ')}.",
    )
