"""Two runs side by side."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.branches.comparison import Beside, Section, Stop
from game.story.prose import plain
from game.tui.screens.sheet import Leaving
from game.tui.widgets.keys import Keys


class Sides(VerticalScroll, inherit_bindings=False):
    """Both runs, to scroll."""

    BINDINGS = [
        Binding("down", "scroll_down", "A line on", show=False),
        Binding("up", "scroll_up", "A line back", show=False),
        Binding("pagedown,space", "page_down", "Read on", show=False),
        Binding("pageup", "page_up", "Read back", show=False),
        Binding("home", "scroll_home", "To the beginning", show=False),
        Binding("end", "scroll_end", "To the end", show=False),
    ]


class CompareScreen(Leaving[None]):
    """Where two runs are the same, where they part, and where they meet again; what differs is said in words."""

    CSS_PATH = "compare.tcss"
    BINDINGS = [Binding("c,escape,m,b", "leave", "Back", key_display="c")]

    def __init__(self, beside: Beside) -> None:
        super().__init__()
        self._beside = beside

    def compose(self) -> ComposeResult:
        yield Static(Content("Two runs side by side"), id="compare-title")
        names = (Text(self._beside.left, "bold"), Text(self._beside.right, "bold"))
        yield Static(_table([names]), id="compare-names")
        with Sides(id="compare"):
            yield Static(_whole(self._beside))
        yield Keys()

    def on_mount(self) -> None:
        self.query_one("#compare").focus()

    def action_leave(self) -> None:
        self.dismiss(None)


def _whole(beside: Beside) -> Group:
    parts: list[RenderableType] = []
    parted = False
    for section in beside.sections:
        parts += [Text(_caption(section, again=parted), "italic"), *_pairs(section, fold=not parted), ""]
        parted = parted or section.kind == "parted"
    parts += _moments(beside)
    if beside.state:
        parts += [Text("What is different at the end", "bold")]
        for _, mine, theirs, about in beside.state:
            parts += [Text(about, "dim"), _table([(Text(mine), Text(theirs))])]
    return Group(*parts)


def _caption(section: Section, *, again: bool) -> str:
    count = len(section.pairs)
    places = f"{count} place{'s' * (count != 1)}"
    if section.kind == "parted":
        return "Here they part" + (" again" if again else "")
    if section.kind == "shared":
        return f"The same way at first: {places}"
    return f"Together again: {places}" if again else f"In the same places, after another choice: {places}"


def _pairs(section: Section, *, fold: bool) -> list[RenderableType]:
    """A section as rows; what both have alike is one line."""
    rows: list[tuple[Text, Text]] = []
    alike = 0
    for left, right, differs in section.pairs:
        if section.kind != "parted" and not set(differs) - {"state"}:
            alike += 1
            continue
        rows.append((_cell(left, differs), _cell(right, differs)))
    found: list[RenderableType] = [_table(rows)] if rows else []
    if alike and not fold:
        found.append(Text(f"= {alike} of them read and chosen alike", "dim"))
    return found


def _cell(stop: Stop | None, differs: tuple[str, ...]) -> Text:
    if stop is None:
        return Text("")
    lines = [(stop.title, "bold")]
    if stop.say:
        lines.append((f"\n› {plain(stop.say)}", ""))
    if differs:
        lines.append((f"\ndiffers: {', '.join(differs)}", "dim"))
    return Text.assemble(*lines)


def _moments(beside: Beside) -> list[RenderableType]:
    if not beside.only_left and not beside.only_right:
        return []
    cells = [
        Text("\n".join(f"✦ {title}" for title in titles) or "–") for titles in (beside.only_left, beside.only_right)
    ]
    return [Text("Moments that only this run found", "bold"), _table([(cells[0], cells[1])]), ""]


def _table(rows: list[tuple[Text, Text]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
