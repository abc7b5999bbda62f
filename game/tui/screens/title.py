"""The title: go on, or start."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from game.play import Offer
from game.story import Story
from game.story.pictures import Gallery
from game.tui.screens.sheet import LOOK_UP, Sheet
from game.tui.widgets.answers import Answers
from game.tui.widgets.choices import Choices
from game.tui.widgets.picture import Picture


class TitleScreen(Sheet):
    """Name, a line about it, and where to begin."""

    BINDINGS = [*LOOK_UP]

    class Continue(Message):
        """Go on with the run played last."""

    class Begin(Message):
        """Start a new run."""

    def __init__(self, story: Story, latest: str | None, gallery: Gallery) -> None:
        super().__init__()
        self._story, self._latest, self._gallery = story, latest, gallery

    def compose_sheet(self) -> ComposeResult:
        frame = self._story.frame
        yield Picture(self._gallery.find("title"), id="poster")
        with Vertical(id="title-page"):
            yield Static(Content(frame.title), id="title")
            yield Static(Content(frame.subtitle or ""), id="subtitle")
            yield Choices()
            yield Static(Content(frame.about or ""), id="about")

    def on_mount(self) -> None:
        words = [("continue", f"Continue “{self._latest}”")] if self._latest else []
        words += [("begin", "A new run")]
        words += [("timeline", "All your runs"), ("album", "The album of moments")] if self._latest else []
        words += [("help", "How to play"), ("settings", "Settings"), ("quit", "Quit")]
        self.query_one(Choices).show([Offer(id, say, number) for number, (id, say) in enumerate(words, 1)])

    @on(Answers.Chosen)
    async def _chosen(self, event: Answers.Chosen) -> None:
        event.stop()
        if event.id == "continue":
            self.post_message(self.Continue())
        elif event.id == "begin":
            self.post_message(self.Begin())
        else:
            await self.run_action(f"app.{event.id}")
