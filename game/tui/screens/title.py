"""The title: go on, or start."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from game.play import Offer
from game.story import Story
from game.tui.screens.sheet import Sheet
from game.tui.widgets.choices import Choices


class TitleScreen(Sheet):
    """Name, a line about it, and where to begin."""

    BINDINGS = [Binding("m", "app.timeline", "Timeline")]

    class Continue(Message):
        """Go on with the run played last."""

    class Begin(Message):
        """Start a new run."""

    def __init__(self, story: Story, latest: str | None) -> None:
        super().__init__()
        self._story, self._latest = story, latest

    def compose_sheet(self) -> ComposeResult:
        frame = self._story.frame
        with Vertical(id="title-page"):
            yield Static(Content(frame.title), id="title")
            yield Static(Content(frame.subtitle or ""), id="subtitle")
            yield Choices()
            yield Static(Content(frame.about or ""), id="about")

    def on_mount(self) -> None:
        words = [("continue", f"Continue “{self._latest}”")] if self._latest else []
        words += [("begin", "A new run")]
        words += [("timeline", "All your runs")] if self._latest else []
        words += [("help", "How to play"), ("quit", "Quit")]
        self.query_one(Choices).show([Offer(id, say, number) for number, (id, say) in enumerate(words, 1)])

    @on(Choices.Chosen)
    async def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        if event.id == "continue":
            self.post_message(self.Continue())
        elif event.id == "begin":
            self.post_message(self.Begin())
        else:
            await self.run_action(f"app.{event.id}")
