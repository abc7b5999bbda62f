"""What the screens of a run have in common, beside its choices: back, forward, skip, the timeline, the title."""

from __future__ import annotations

from textual.binding import Binding

from game.tui.screens.sheet import LOOK_UP, Sheet

THE_END = "the-end"
"""The id of the offer after the last scene: to look back."""


class Playing(Sheet):
    """A page of a run."""

    BINDINGS = [
        Binding("b,backspace", "app.back", "Back", tooltip="take the last choice back"),
        Binding("f", "forward", "Forward", tooltip="take again what you took back"),
        Binding("s", "skip", "Skip", tooltip="go by what you have read in other runs"),
        *LOOK_UP,
        Binding("t", "app.title", "Title", tooltip="your run is kept"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._may: frozenset[str] = frozenset()

    def allow(self, may: frozenset[str]) -> None:
        """Which of `forward` and `skip` there are from here."""
        if may != self._may:
            self._may = may
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("forward", "skip") or action in self._may

    async def action_forward(self) -> None:
        await self.run_action("app.forward")

    async def action_skip(self) -> None:
        await self.run_action("app.skip")
