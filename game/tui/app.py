"""The Textual app: it owns the game, hands pages to screens, and answers what they send up."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.binding import Binding
from textual.command import Provider
from textual.events import Event, Key, Resize
from textual.message import Message
from textual.types import AnimationLevel

from game.branches import Game
from game.branches.settings import Settings
from game.errors import ChoiceError, StoreError
from game.tui.screens.playing import THE_END, Playing
from game.tui.screens.sheet import Sheet
from game.tui.screens.title import TitleScreen
from game.tui.themes import CONTRAST, DARK, LIGHT, THEMES, VARIABLES
from game.tui.widgets.answers import Answers
from game.tui.widgets.picture import TOLD, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.branches import Store
    from game.branches.skip import Skip
    from game.play import Graph, Page, Turn
    from game.prove import Way
    from game.story import Vignette
    from game.story.pictures import Gallery
    from game.tui.screens.album import AlbumScreen
    from game.tui.screens.follow import FollowScreen
    from game.tui.screens.palette import Commands
    from game.tui.screens.play import PlayScreen
    from game.tui.screens.settings import SettingsScreen
    from game.tui.screens.timeline import Wish

STYLED = ("title", "follow", "play", "moment")
"""The screens of every run, whose styles are read at once; the others bring theirs when they are first opened, since
Textual takes longer to parse styles than to show a title."""
PACES = {"gently": 900, "slowly": 300, "at-once": 0}
"""The setting `reveal` → letters a second."""


_TERMINATED = 128 + signal.SIGTERM
"""What a shell says of a program that was told to end."""
_PAGE = 1
"""Where the page of the run, or the title, lies in the stack of screens; what one looks things up in lies above it."""


@dataclass
class WayFound(Message):
    """A way that was asked for has been looked for."""

    asked: AlbumScreen.Way
    way: Way
    anew: Way | None
    """The way from the beginning of the story, looked for where there is none from here."""


def _commands() -> type[Provider]:
    """What the command palette offers."""
    from game.tui.screens.palette import Commands

    return Commands


class SokoviaApp(App[None]):
    """The game in a terminal."""

    TITLE = "Sokovia"
    CSS_PATH = ["app.tcss", *(f"screens/{name}.tcss" for name in STYLED)]
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide"), (110, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall"), (34, "-high")]
    BINDINGS = [
        Binding("question_mark", "help", "Help", key_display="?", tooltip="this page"),
        Binding("f1", "help", "Help", show=False, priority=True, tooltip="this page"),
        Binding("q", "quit", "Quit", tooltip="your run is kept"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, tooltip="your run is kept"),
        Binding(
            "ctrl+p",
            "command_palette",
            "Commands",
            show=False,
            priority=True,
            key_display="ctrl+p",
            tooltip="all there is to open, by name",
        ),
    ]

    def __init__(
        self,
        graph: Graph,
        store: Store,
        gallery: Gallery,
        *,
        follow: str | None = None,
        branch: str | None = None,
        theme: str | None = None,
        replay: str | None = None,
        speed: float = 1.0,
    ) -> None:
        super().__init__()
        self._game = Game(graph, store)
        self._gallery = gallery
        self._follow_screen: FollowScreen | None = None
        self._play_screen: PlayScreen | None = None
        self._follow, self._opened = follow, branch
        self._replayed, self._speed = replay, speed
        self._theme = theme
        self._motion: AnimationLevel = self.animation_level
        """How the environment lets things move; the setting may still them."""
        for ours in (DARK, LIGHT, CONTRAST):
            self.register_theme(ours)
        self.set_reactive(SokoviaApp.theme, self._colours)  # before styles are parsed, so that they are parsed once
        self.stylesheet.set_variables(self.get_css_variables())
        self._asked: AlbumScreen.Way | None = None
        """The way last asked for."""
        self.fault: Exception | None = None
        """What ended the app, if it did not end by itself; for the caller to tell the user."""

    def on_mount(self) -> None:
        self._motion = self.animation_level
        self._dress()
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
        self.call_after_refresh(self._settle)
        if not self.is_headless:
            self.set_interval(2.0, self._leave_without_terminal)
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, partial(self.exit, return_code=_TERMINATED))

    def _settle(self) -> None:
        """Once the first words are there: collect garbage again, and get ready what the first choice opens."""
        _collect_again()
        self.run_worker(_get_ready, thread=True)

    @property
    def kept(self) -> str | None:
        """The name under which the open run is on disk, if it is."""
        return self._game.kept

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLES

    @property
    def _settings(self) -> Settings:
        return Settings(self._game.store)

    @property
    def _colours(self) -> str:
        """The name of the theme: what the command line asks for goes before what is set."""
        return THEMES[self._theme or self._settings["theme"]]

    def _dress(self) -> None:
        """Look and move as the player has set it."""
        settings = self._settings
        self.theme = self._colours
        self.animation_level = "none" if settings["motion"] == "none" else self._motion
        self.set_class(settings["pictures"] == "none", "-no-pictures")
        self.set_class(settings["pictures"] == "told", TOLD)
        for measure in ("60", "72"):
            self.set_class(settings["measure"] == measure, f"-measure-{measure}")

    @property
    def _pace(self) -> int:
        """Letters a second at which prose appears; 0 for at once."""
        return 0 if self.animation_level == "none" else PACES[self._settings["reveal"]]

    async def on_event(self, event: Event) -> None:
        """While words are still appearing, any key lets them be there; it does nothing else."""
        pressed = isinstance(event, Key) and not event.is_forwarded
        if pressed and isinstance(self.screen, Sheet) and self.screen.finish():
            return
        await super().on_event(event)

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

    @on(Answers.Chosen)
    def _chosen(self, event: Answers.Chosen) -> None:
        if len(self.screen_stack) > _PAGE + 1:
            return  # the help, say, was quicker: the page takes an answer again when it is uncovered
        if event.id == THE_END:
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
            if sure is not None:
                self._show()
            if sure:
                self._game.unsave()
                self._forget_skip()
                self.post_message(Answers.Chosen(choice))

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
        with self._telling():
            if self._game.back():
                self._show()
            else:
                self.action_title()

    def action_forward(self) -> None:
        """Take the choice again that was taken back."""
        with self._telling():
            turn = self._game.forward()
            if turn is not None:
                self._show()
                self._show_moments(turn)

    def action_skip(self) -> None:
        """Let go by what has been read in other runs."""
        with self._telling():
            turns = self._skip.go()
            if turns:
                self._show()
                self._show_moments(turns[-1])
                self.notify(f"{len(turns)} choice{'s' * (len(turns) != 1)} you know went by.", markup=False)
            else:
                self._allow()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Where the store fails, say so and stay; a choice asks whether to play on without it."""
        try:
            yield
        except StoreError as error:
            self.notify(f"This cannot be kept: {error}.", severity="error", markup=False)

    @cached_property
    def _skip(self) -> Skip:
        from game.branches.skip import Skip

        return Skip(self._game)

    def _forget_skip(self) -> None:
        """The store, or what is in it, has changed under it."""
        vars(self).pop("_skip", None)

    def _allow(self) -> None:
        """Tell the page, once its words are there, what is known of it: whether one can go forward or skip from it, and
        which of its choices have been taken before. A moment may lie over it."""
        page = self.screen_stack[_PAGE] if len(self.screen_stack) > _PAGE else None
        if isinstance(page, Playing):
            page.allow(frozenset(["forward"] * self._game.can_forward + ["skip"] * self._skip.can()))
        if page is not None and page is self._play_screen:
            self._play_screen.mark(self._skip.taken())

    def action_timeline(self) -> None:
        """Open the tree of everything tried."""
        from game.branches.timeline import Timeline
        from game.tui.screens.timeline import TimelineScreen

        if isinstance(self.screen, TitleScreen):
            self._game.resume()
        self.push_screen(TimelineScreen(Timeline(self._game)), self._travel)

    def _travel(self, wish: Wish | None) -> None:
        """Do what the player wanted when a screen of the saved runs closed."""
        self._forget_skip()
        if wish is None:
            self.call_after_refresh(self._allow)
            if isinstance(self.screen, TitleScreen):
                self.action_title()  # a run may have another name now
        elif wish.to == "go":
            with self._telling():
                self._game.go(wish.node)
                self._tell_lost()
                self._show()
        elif wish.to == "timeline":
            self.action_timeline()
        elif wish.to == "title":
            self._game.begin()
            self.action_title()
        elif wish.to == "chart":
            self.action_chart(back=wish._replace(to="timeline"))
        elif wish.to == "replay":
            self._replay(wish.node, 1.0, back=wish._replace(to="timeline"))

    def _replay(self, node: int, speed: float, back: Wish | None = None) -> None:
        from game.branches.replay import stops
        from game.tui.screens.replay import ReplayScreen

        self.push_screen(ReplayScreen(stops(self._game, node), speed, back), self._travel)

    def action_chart(self, back: Wish | None = None) -> None:
        """Open the chart of whom one has followed where."""
        from game.branches.chart import chart
        from game.tui.screens.chart import ChartScreen

        self.push_screen(ChartScreen(chart(self._game), back), self._travel)

    def action_album(self) -> None:
        """Open the album at the chapter one stands in."""
        from game.branches.album import album_of
        from game.tui.screens.album import AlbumScreen

        self.push_screen(AlbumScreen(album_of(self._game), self._gallery, at=self._game.page.chapter.chapter))

    def on_album_screen_read(self, event: AlbumScreen.Read) -> None:
        self._show_moment(event.vignette)

    def on_album_screen_way(self, event: AlbumScreen.Way) -> None:
        """Look for a way from where the run stands; the answer comes as a message."""
        self._asked = event
        self._look_for_way(event)

    @work(thread=True, exclusive=True)
    def _look_for_way(self, event: AlbumScreen.Way) -> None:
        from game.prove import find_target, find_way

        graph = self._game.graph
        target = find_target(graph, event.vignette.id)
        way = find_way(graph, target, self._game.state)
        self.post_message(WayFound(event, way, find_way(graph, target) if way.steps is None else None))

    def on_way_found(self, event: WayFound) -> None:
        """Show the way over the album that asked for it, unless the player has left that or asked for another."""
        from game.report import step_said
        from game.story.prose import plain
        from game.tui.screens.way import WayScreen

        if event.asked is not self._asked or self.screen is not event.asked.album:
            return
        way, anew = event.way.steps, event.anew.steps if event.anew else None
        steps = None if way is None else [plain(step_said(self._game.graph, step)) for step in way]
        self.push_screen(WayScreen(event.asked.vignette.hint, steps, None if anew is None else len(anew)))

    def action_eyes(self) -> None:
        """Open what several people saw."""
        from game.branches.eyes import events_of
        from game.tui.screens.eyes import EyesScreen

        self.push_screen(EyesScreen(*events_of(self._game)))

    def action_codex(self) -> None:
        """Open the codex."""
        from game.branches.codex import codex_of
        from game.tui.screens.codex import CodexScreen

        self.push_screen(CodexScreen(codex_of(self._game), self._gallery))

    def action_arc(self) -> None:
        """Open the arc of the run, with those of other runs to lay over it."""
        from game.branches.arc import arcs_of
        from game.tui.screens.arc import ArcScreen

        self.push_screen(ArcScreen(arcs_of(self._game)))

    def action_settings(self) -> None:
        """Open the settings."""
        from game.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen(self._settings))

    def on_settings_screen_turned(self, event: SettingsScreen.Turned) -> None:
        """What was just set goes before what the command line asked for."""
        if event.key == "theme":
            self._theme = None
        self._dress()
        if event.key == "pictures":
            for screen in {*self.screen_stack, self._follow_screen, self._play_screen}:
                for picture in screen.query(Picture) if screen is not None else ():
                    self.call_after_refresh(picture.again)

    def action_rejoin(self) -> None:
        """From a what-if, go back to the choice that left the film."""
        with self._telling():
            if self._game.rejoin():
                self._show()

    def action_title(self) -> None:
        """Open the title."""
        self._turn_to(TitleScreen(self._game.story, self._game.can_resume(), self._gallery))

    def action_help(self) -> None:
        """Open the help over whatever is open; over itself, put it away."""
        from game.tui.screens.help import HelpScreen, keys_of

        if isinstance(self.screen, HelpScreen):
            self.screen.action_close()
        elif not self._covered:
            self.push_screen(HelpScreen(keys_of(self.screen)))

    def action_command_palette(self) -> None:
        """Open the command palette, once."""
        from game.tui.screens.palette import Palette

        if not self._covered and not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    @property
    def _covered(self) -> bool:
        """Whether the terminal is too small for anything."""
        from game.tui.screens.too_small import TooSmallScreen

        return isinstance(self.screen, TooSmallScreen)

    async def on_commands_wanted(self, event: Commands.Wanted) -> None:
        """Do what was picked in the palette: the help over what is open, anything else from the page of the run."""
        if event.action != "help":
            while len(self.screen_stack) > _PAGE + 1:
                self.screen.dismiss()
        await self.run_action(f"app.{event.action}")

    def action_page(self) -> None:
        """From the recap, go back to the ending's page."""
        self._show()

    def _show(self) -> None:
        """Show the page the run stands at; its screens are made once and kept."""
        page = self._game.page
        if page.kind == "crossroads":
            self._show_crossroads(page)
        else:
            self._show_scene(page)
        self.call_after_refresh(self._allow)

    def _show_crossroads(self, page: Page) -> None:
        from game.tui.screens.follow import FollowScreen

        passed = self._game.passed()
        if self._follow_screen is None:
            self._follow_screen = FollowScreen(page, passed, self._gallery)
            self.install_screen(self._follow_screen, "follow")
            self._turn_to(self._follow_screen)
        else:
            self._turn_to(self._follow_screen)
            self._follow_screen.show(page, passed)

    def _show_scene(self, page: Page) -> None:
        from game.tui.screens.play import PlayScreen

        margin = self._game.margin()
        if self._play_screen is None:
            self._play_screen = PlayScreen(page, margin, self._gallery, self._pace)
            self.install_screen(self._play_screen, "play")
            self._turn_to(self._play_screen)
        else:
            self._turn_to(self._play_screen)
            self._play_screen.show(page, margin, self._pace)

    def _show_moments(self, turn: Turn) -> None:
        for vignette in reversed(self._game.unlocked(turn)):
            self._show_moment(vignette)

    def _show_moment(self, vignette: Vignette) -> None:
        from game.tui.screens.moment import MomentScreen

        self.push_screen(MomentScreen(vignette, self._gallery.find(vignette.art)))

    def _show_recap(self) -> None:
        from game.tui.screens.ending import EndingScreen

        game, page = self._game, self._game.page
        picture = self._gallery.find(page.chapter.art)
        self._turn_to(EndingScreen(page, game.passages(), game.recap(), game.endings(), picture))

    def _turn_to(self, screen: Sheet) -> None:
        """Put a screen in place of the one that is open."""
        if self.screen is screen:
            return
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


def _get_ready() -> None:
    """Import the screens of a run before they are asked for."""
    for name in ("follow", "play", "moment"):
        importlib.import_module(f"game.tui.screens.{name}")
