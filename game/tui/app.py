"""The Textual app: it owns the game, hands pages to screens, and answers what they send up."""

from __future__ import annotations

import gc
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.binding import Binding
from textual.events import Resize

from game.branches import Game
from game.errors import ChoiceError, StoreError
from game.tui.screens.follow import FollowScreen
from game.tui.screens.play import THE_END, PlayScreen
from game.tui.screens.playing import Playing
from game.tui.screens.sheet import Sheet
from game.tui.screens.title import TitleScreen
from game.tui.themes import DARK, LIGHT, THEMES
from game.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from game.branches import Store
    from game.branches.skip import Skip
    from game.play import Graph, Turn
    from game.tui.screens.timeline import Wish

STYLED = (
    "title",
    "follow",
    "play",
    "moment",
    "ending",
    "help",
    "too_small",
    "previously",
    "timeline",
    "compare",
    "ask",
    "chart",
    "replay",
)
"""The screens with a style of their own; read here at once, since Textual parses all styles again for each one that
comes later."""


class SokoviaApp(App[None]):
    """The game in a terminal."""

    TITLE = "Sokovia"
    CSS_PATH = ["app.tcss", *(f"screens/{name}.tcss" for name in STYLED)]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
    ]

    def __init__(
        self,
        graph: Graph,
        store: Store,
        *,
        follow: str | None = None,
        branch: str | None = None,
        theme: str = "dark",
        replay: str | None = None,
        speed: float = 1.0,
    ) -> None:
        super().__init__()
        self._game = Game(graph, store)
        self._follow, self._opened = follow, branch
        self._replayed, self._speed = replay, speed
        self._colours = THEMES[theme]
        self.fault: Exception | None = None
        """What ended the app, if it did not end by itself; for the caller to tell the user."""

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self._colours
        if self._opened is not None:
            self._game.open(self._opened)
            self._tell_lost()
        if self._follow is not None and not self._game.turns:
            self._game.choose(self._follow)
        if self._opened is not None or self._follow is not None:
            self._show()
        else:
            self.action_title()
        if self._replayed is not None:
            self._replay(self._game.store.named(self._replayed).tip, self._speed)
        self.call_after_refresh(_collect_again)
        if not self.is_headless:
            self.set_interval(2.0, self._leave_without_terminal)

    @on(TitleScreen.Begin)
    def action_begin(self) -> None:
        """Start a new run."""
        self._game.begin()
        self._show()

    @on(TitleScreen.Continue)
    def _continue(self) -> None:
        self._game.resume()
        self._tell_lost()
        recap = self._game.recap()
        if recap:
            from game.tui.screens.previously import PreviouslyScreen

            self._turn_to(PreviouslyScreen(self._game.page, recap))
        else:
            self._show()

    def on_previously_screen_over(self) -> None:
        """The recap has been read."""
        self._show()

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        if event.id == THE_END.id:
            self._show_recap()
            return
        try:
            turn = self._game.choose(event.id)
        except ChoiceError:
            self._show()  # it was not of this page
            return
        except StoreError as error:
            self._ask_to_go_on(error, event.id)
            return
        self._skip.took(turn)
        self._show()
        self._show_moments(turn)

    def _ask_to_go_on(self, error: StoreError, choice: str) -> None:
        """The choice could not be kept, and has not been taken: go on unsaved only if the player says so."""
        from game.tui.screens.sure import SureScreen

        def answered(sure: bool | None) -> None:
            self._show()
            if sure:
                self._game.unsave()
                self.post_message(Choices.Chosen(choice))

        question = f"This choice cannot be kept. {error}.\n\nPlay on without keeping anything from here?"
        self.push_screen(SureScreen(question, "Play on, unsaved."), answered)

    def on_resize(self, event: Resize) -> None:
        """Cover the game while the terminal is too small for it."""
        from game.tui.screens.too_small import LEAST, TooSmallScreen

        small = event.size.width < LEAST.width or event.size.height < LEAST.height
        cover = self.screen
        if small and not isinstance(cover, TooSmallScreen):
            self.push_screen(TooSmallScreen())
        elif not small and isinstance(cover, TooSmallScreen):
            cover.dismiss()

    async def action_back(self) -> None:
        """Take the last choice back; at the beginning, return to the title."""
        if self._game.back():
            self._show()
        else:
            self.action_title()

    def action_forward(self) -> None:
        """Take the choice again that was taken back."""
        turn = self._game.forward()
        if turn is not None:
            self._show()
            self._show_moments(turn)

    def action_skip(self) -> None:
        """Let go by what has been read in other runs."""
        turns = self._skip.go()
        if turns:
            self._show()
            self._show_moments(turns[-1])
        scenes = (
            f"{len(turns)} choice{'s' * (len(turns) != 1)} you know went by." if turns else "Here is something new."
        )
        self.notify(scenes, markup=False)

    @cached_property
    def _skip(self) -> Skip:
        from game.branches.skip import Skip

        return Skip(self._game)

    def _allow(self) -> None:
        """Tell the page, once its words are there, whether one can go forward or skip from it."""
        if isinstance(self.screen, Playing):
            self.screen.allow(frozenset(["forward"] * self._game.can_forward + ["skip"] * self._skip.can()))

    def action_timeline(self) -> None:
        """Open the tree of everything tried."""
        from game.branches.timeline import Timeline
        from game.tui.screens.timeline import TimelineScreen

        if isinstance(self.screen, TitleScreen):
            self._game.resume()
        self.push_screen(TimelineScreen(Timeline(self._game)), self._travel)

    def _travel(self, wish: Wish | None) -> None:
        """Do what the player wanted when a screen of the saved runs closed."""
        if wish is None:
            if isinstance(self.screen, TitleScreen):
                self.action_title()  # a run may have another name now
        elif wish.to == "go":
            self._game.go(wish.node)
            self._tell_lost()
            self._show()
        elif wish.to == "timeline":
            self.action_timeline()
        elif wish.to == "title":
            self._game.begin()
            self.action_title()
        elif wish.to == "chart":
            from game.branches.chart import chart
            from game.tui.screens.chart import ChartScreen

            self.push_screen(ChartScreen(chart(self._game)), self._travel)
        elif wish.to == "replay":
            self._replay(wish.node, 1.0)

    def _replay(self, node: int, speed: float) -> None:
        from game.branches.replay import stops
        from game.tui.screens.replay import ReplayScreen

        self.push_screen(ReplayScreen(stops(self._game, node), speed), self._travel)

    def action_rejoin(self) -> None:
        """From a what-if, go back to the choice that left the film."""
        if self._game.rejoin():
            self._show()

    def action_title(self) -> None:
        """Open the title."""
        self._turn_to(TitleScreen(self._game.story, self._game.can_resume()))

    def action_help(self) -> None:
        """Open the help, once."""
        from game.tui.screens.help import HelpScreen

        if not self.screen.is_modal:
            self.push_screen(HelpScreen())

    def action_page(self) -> None:
        """From the recap, go back to the ending's page."""
        self._show()

    def _show(self) -> None:
        """Show the page the run stands at."""
        page = self._game.page
        if page.kind == "crossroads":
            self._turn_to(FollowScreen(page))
        elif isinstance(self.screen, PlayScreen):
            self.screen.show(page)
        else:
            self._turn_to(PlayScreen(page))
        self.call_after_refresh(self._allow)

    def _show_moments(self, turn: Turn) -> None:
        from game.tui.screens.moment import MomentScreen

        for vignette in reversed(self._game.unlocked(turn)):
            self.push_screen(MomentScreen(vignette))

    def _show_recap(self) -> None:
        from game.tui.screens.ending import EndingScreen

        self._turn_to(EndingScreen(self._game.page, self._game.recap(), self._game.unlocked_here()))

    def _turn_to(self, screen: Sheet) -> None:
        """Put a screen in place of the one that is open."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _tell_lost(self) -> None:
        if self._game.lost is not None:
            self.notify(str(self._game.lost), title="Not all of this run fits", markup=False)

    def _leave_without_terminal(self) -> None:
        """End when the terminal has gone without a signal, as a pipe's other end may; every choice is kept already."""
        import select

        poll = select.poll()
        poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, select.POLLIN)
        if any(flags & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, flags in poll.poll(0)):
            os._exit(1)

    def _handle_exception(self, error: Exception) -> None:
        """End without a traceback on the terminal; the caller gets the fault.

        Textual's own handler prints one; this keeps the rest of what it does, so that tests still see the error.
        """
        self._return_code = 1
        if self.fault is None:
            self.fault = self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


def _collect_again() -> None:
    """Take up the collection of garbage that the command put off, leaving aside what the start has made for good."""
    gc.freeze()
    gc.enable()
