"""After the last scene: what this run was."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from game.play import Offer, Page, Passage, Recap
from game.story.pictures import Picture as Found
from game.tui.screens.sheet import LOOK_UP, Sheet
from game.tui.widgets.answers import Answers
from game.tui.widgets.choices import Choices
from game.tui.widgets.heading import Heading
from game.tui.widgets.picture import Picture
from game.tui.widgets.prose import Prose
from game.tui.widgets.reading import Reading


class EndingScreen(Sheet):
    """The ending's name, the way that led to it, the moments found, and where to go from here."""

    CSS_PATH = "ending.tcss"
    BINDINGS = [
        Binding("b,backspace", "app.page", "Back"),
        Binding("r", "lengthen", "Shorter or longer", tooltip="with all that was told"),
        *LOOK_UP,
        Binding("pageup", "read_back", "Read back", show=False),
        Binding("pagedown,space", "read_on", "Read on", show=False),
    ]

    def __init__(
        self,
        page: Page,
        passages: Sequence[Passage],
        recap: Sequence[Recap],
        endings: tuple[int, int],
        picture: Found | None,
    ) -> None:
        """The end of a run; `endings` are those reached in all runs, and how many there are."""
        super().__init__()
        self._page, self._passages, self._endings, self._picture = page, passages, endings, picture
        self._recap, self._whole = recap, False

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Picture(self._picture)
            yield Static(id="ending-title")
            with Reading(id="reading"):
                yield Prose(_way(self._passages, (), self._endings))
            yield Choices()

    def on_mount(self) -> None:
        page = self._page
        self.query_one(Heading).show(page)
        title = page.ending.title if page.ending else page.title
        kind = "A what-if: the film went another way." if page.what_if else "As it was told."
        self.query_one("#ending-title", Static).update(Content.assemble((title, "bold"), "\n", (kind, "dim")))
        words = [("rejoin", "Back to where you left the film")] if page.what_if else []
        words += [("begin", "A new run"), ("title", "The title")]
        choices = self.query_one(Choices)
        choices.show([Offer(id, say, number) for number, (id, say) in enumerate(words, 1)])
        choices.focus()

    def action_lengthen(self) -> None:
        """Tell the facts of each chapter too, or leave them out."""
        self._whole = not self._whole
        self.query_one(Prose).update(_way(self._passages, self._recap if self._whole else (), self._endings))
        self.query_one(Reading).start()

    def action_read_on(self) -> None:
        self.query_one(Reading).action_read_on()

    def action_read_back(self) -> None:
        self.query_one(Reading).action_read_back()

    @on(Answers.Chosen)
    async def _chosen(self, event: Answers.Chosen) -> None:
        event.stop()
        await self.run_action(f"app.{event.id}")


def _way(passages: Sequence[Passage], recaps: Sequence[Recap], endings: tuple[int, int]) -> Content:
    told = {recap.chapter.chapter: " ".join(recap.facts) + "\n" for recap in recaps}
    parts: list[str | tuple[str, str]] = []
    for passage in passages:
        eyes = f"  ·  {passage.hero.name}" if passage.hero else ""
        parts += [(passage.chapter.title, "bold"), (eyes, "dim"), "\n", passage.way, "\n"]
        parts += [f"A moment: {title}\n" for title in passage.moments]
        parts += [(told.get(passage.chapter.chapter, ""), "dim"), "\n"]
    reached, of = endings
    moments = sum(len(passage.moments) for passage in passages)
    parts += [(f"Moments found in this run: {moments}", "bold"), "\n"]
    parts += [(f"Endings reached, in all your runs: {reached} of {of}", "bold")]
    return Content.assemble(*parts)
