"""What a run has told so far, before it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from game.play import LENGTHS, Length, Offer, Page, Recap, shortened
from game.tui.screens.sheet import Sheet
from game.tui.widgets.answers import Answers
from game.tui.widgets.choices import Choices
from game.tui.widgets.heading import Heading
from game.tui.widgets.prose import Prose
from game.tui.widgets.reading import Reading

_LONGER = {"line": "a line", "paragraph": "a paragraph", "whole": "the whole"}


class PreviouslyScreen(Sheet):
    """The recap at one of three lengths; any number, Enter or Escape goes on."""

    CSS_PATH = "previously.tcss"
    BINDINGS = [
        Binding("r", "length", "Shorter or longer"),
        Binding("escape", "take(1)", "Go on", show=False),
        Binding("pageup", "read_back", "Read back", show=False),
        Binding("pagedown,space", "read_on", "Read on", show=False),
    ]

    class Over(Message):
        """The player goes on."""

    def __init__(self, page: Page, recap: Sequence[Recap]) -> None:
        super().__init__()
        self._page, self._recap = page, recap
        self._length: Length = "paragraph"

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Static(id="previously")
            with Reading(id="reading"):
                yield Prose()
            yield Choices()

    def on_mount(self) -> None:
        self.query_one(Heading).show(self._page)
        choices = self.query_one(Choices)
        choices.show([Offer("on", "Go on.", 1)])
        choices.focus()
        self._show()

    def _show(self) -> None:
        title = Content.assemble(("Previously…", "bold"), (f"  {_LONGER[self._length]}", "$text-muted"))
        self.query_one("#previously", Static).update(title)
        self.query_one(Prose).update(_text(shortened(self._recap, self._length), whole=self._length == "whole"))
        self.query_one(Reading).start()

    def action_length(self) -> None:
        """The next length."""
        self._length = LENGTHS[(LENGTHS.index(self._length) + 1) % len(LENGTHS)]
        self._show()

    def action_take(self, number: int) -> None:
        super().action_take(1)

    def action_read_on(self) -> None:
        self.query_one(Reading).action_read_on()

    def action_read_back(self) -> None:
        self.query_one(Reading).action_read_back()

    @on(Answers.Chosen)
    def _chosen(self, event: Answers.Chosen) -> None:
        event.stop()
        self.post_message(self.Over())


def _text(recaps: Sequence[Recap], *, whole: bool) -> Content:
    if not whole:
        return Content(" ".join(fact for recap in recaps for fact in recap.facts))
    parts: list[str | tuple[str, str]] = []
    for recap in recaps:
        parts += [(recap.chapter.title, "bold"), "\n", " ".join(recap.facts), "\n\n"]
    return Content.assemble(*parts).rstrip()
