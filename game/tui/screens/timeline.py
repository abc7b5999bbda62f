"""The timeline: the tree of everything tried, to walk, name, compare, find and go back to."""

from __future__ import annotations

from typing import Literal, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from game.branches.timeline import NAMED, Timeline
from game.errors import StoreError
from game.tui.screens.ask import AskScreen
from game.tui.screens.sheet import Leaving
from game.tui.screens.sure import SureScreen
from game.tui.widgets.keys import Keys
from game.tui.widgets.sight import SightPane
from game.tui.widgets.ways import Ways


class Wish(NamedTuple):
    """What the player wants when the timeline closes."""

    to: Literal["go", "replay", "chart", "timeline", "title"]
    node: int = 0


class TimelineScreen(Leaving[Wish | None]):
    """Hands the rows of a `Timeline` to its widgets, and does to it what they ask."""

    CSS_PATH = "timeline.tcss"
    BINDINGS = [
        Binding("m,escape,b", "leave", "Back", key_display="m"),
        Binding("n", "name", "Name", tooltip="the run that ends here, or keep it"),
        Binding("c", "mark", "Mark", tooltip="a run, and then another to compare the two"),
        Binding("slash", "find", "Find", key_display="/", tooltip="words in the scenes you have read"),
        Binding("p", "replay", "Play", tooltip="the run back, from its start"),
        Binding("h", "chart", "Chart", tooltip="heroes down, chapters across"),
        Binding("x", "discard", "Trash", tooltip="for the run that ends here"),
        Binding("space", "read_on", "Read on", show=False, tooltip="in the pane"),
    ]

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self._timeline = timeline
        self._words = ""
        self._found: list[int] = []

    def compose(self) -> ComposeResult:
        yield Static(id="timeline-title")
        with Container(id="timeline"):
            yield Ways()
            yield SightPane()
        yield Keys()

    def on_mount(self) -> None:
        self._tell("Everything you have tried")
        rows = self._timeline.rows()
        self.query_one(Ways).show(rows, self._timeline.key_here())
        self.query_one(Ways).focus()

    def _show(self, key: str) -> None:
        """Show the rows as they are folded now, the cursor on one of them."""
        self.query_one(Ways).show(self._timeline.rows(), key)

    def _tell(self, text: str) -> None:
        self.query_one("#timeline-title", Static).update(Content(text))

    # What the rows ask for

    @on(Ways.Looked)
    def _looked(self, event: Ways.Looked) -> None:
        self.query_one(SightPane).show(self._timeline.sight(event.key))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what ends a named run can go into the trash."""
        row = self.query_one(Ways).row if action == "discard" and self.is_mounted else None
        return action != "discard" or (row is not None and any(mark.sign == NAMED for mark in row.marks))

    @on(Ways.Unfolded)
    def _unfolded(self, event: Ways.Unfolded) -> None:
        if self._timeline.unfold(event.key):
            self._show(event.key)

    @on(Ways.Folded)
    def _folded(self, event: Ways.Folded) -> None:
        self._show(self._timeline.fold(event.key))

    @on(Ways.Entered)
    def _entered(self) -> None:
        self._leave("go")

    def _leave(self, to: Literal["go", "replay"]) -> None:
        row = self.query_one(Ways).row
        if row is not None:
            self.dismiss(Wish(to, row.node))

    # Keys

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_chart(self) -> None:
        self.dismiss(Wish("chart"))

    def action_replay(self) -> None:
        self._leave("replay")

    def action_read_on(self) -> None:
        self.query_one(SightPane).read_on()

    def action_name(self) -> None:
        """Ask for the name of the run that ends at the row."""
        row = self.query_one(Ways).row
        if row is None or row.kind in ("start", "open"):
            self._say("A run has choices: go to a row that has one.")
            return
        names = self._timeline.names(row.node)
        question = "The new name of this run:" if names else "Keep the run up to here under the name:"

        def answered(name: str | None) -> None:
            if name is None:
                return
            try:
                self._say(f"This run is called “{self._timeline.name(row.node, name)}”.")
            except StoreError as error:
                self._say(f"{error}")
            self._show(row.key)

        self.app.push_screen(AskScreen(question, names[0] if names else ""), answered)

    def action_discard(self) -> None:
        """Ask whether the run that ends at the row should go into the trash."""
        row = self.query_one(Ways).row
        names = self._timeline.names(row.node) if row else []
        if row is None or not names:
            return
        question = f"Put “{names[0]}” into the trash? `sokovia branches restore` brings it back."

        def answered(sure: bool | None) -> None:
            if not sure:
                return
            try:
                open_run = self._timeline.discard(names[0])
            except StoreError as error:
                self._say(f"{error}")
                return
            if open_run:
                self.dismiss(Wish("title"))
            else:
                self._say(f"“{names[0]}” is in the trash.")
                self._show(row.key)

        self.app.push_screen(SureScreen(question, "Yes, into the trash."), answered)

    def action_mark(self) -> None:
        """Mark a run for comparing; with one marked already, compare the two."""
        row, marked = self.query_one(Ways).row, self._timeline.marked
        if row is None or row.kind in ("start", "open"):
            self._say("A run has choices: go to a row that has one.")
        elif marked is None:
            self._timeline.marked = row.node
            self._tell("Marked. Go to the end of another run and press c to compare.")
            self._show(row.key)
        else:
            self._timeline.marked = None
            self._tell("Everything you have tried")
            self._show(row.key)
            if marked != row.node:
                self._compare(marked, row.node)

    def _compare(self, left: int, right: int) -> None:
        from game.tui.screens.compare import CompareScreen

        self.app.push_screen(CompareScreen(self._timeline.compare(left, right)))

    def action_find(self) -> None:
        """Ask for words, and go to the next place that has them."""

        def answered(words: str | None) -> None:
            if not words:
                return
            if words == self._words and self._found:
                self._found.append(self._found.pop(0))
            else:
                self._words, self._found = words, self._timeline.find(words)
            if not self._found:
                self._tell(f"No scene you have read has “{words}”")
                return
            more = f"; / and Enter again for the next of {len(self._found)}" if len(self._found) > 1 else ""
            self._tell(f"Found “{words}”{more}")
            self._show(self._timeline.show(self._found[0]))

        self.app.push_screen(AskScreen("Find in the scenes you have read:", self._words), answered)

    def _say(self, text: str) -> None:
        self.notify(text, markup=False)
