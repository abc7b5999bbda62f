"""The pane of the timeline: the scene a row ends at, and what is true there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.branches.timeline import Sight
from game.tui.widgets.prose import content_of

_OPEN = 12
"""Untried choices that are listed."""


class SightPane(VerticalScroll, can_focus=False):
    """Shows one `Sight` after another; Space reads on when it is long."""

    def compose(self) -> ComposeResult:
        yield Static()

    def show(self, sight: Sight | None) -> None:
        """Replace what is shown."""
        airy = self.screen.has_class("-broad")
        self.query_one(Static).update(_content(sight, airy=airy) if sight else Content(""))
        self.scroll_home(animate=False)

    def read_on(self) -> None:
        """Show the next part; after the last, the first again."""
        if self.scroll_target_y >= self.max_scroll_y:
            self.scroll_home(animate=False)
        else:
            self.scroll_page_down(animate=False)


def _content(sight: Sight, *, airy: bool) -> Content:
    """All of it; airy, with a line between what belongs together."""
    head = [Content.assemble((sight.title, "bold"), (f"  {sight.where}", "dim"))]
    if sight.marks:
        head.append(Content("  ".join(map(str, sight.marks))))
    come = [Content(f"› {sight.said}")] if sight.said else []
    come += [Content(f"= {fact}") for fact in sight.facts]
    untried = [Content(f"○ Not tried: {say}") for say in sight.untried[:_OPEN]]
    if len(sight.untried) > _OPEN:
        untried.append(Content(f"○ and {len(sight.untried) - _OPEN} more"))
    parts = [Content("\n").join(lines) for lines in (head, come, untried) if lines]
    return Content.assemble(Content("\n\n" if airy else "\n").join(parts), "\n\n", content_of(sight.text))
