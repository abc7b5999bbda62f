"""The line-by-line player: the same game on standard input and output, for screen readers, pipes and tests.

Nothing is drawn and nothing is said by layout: each thing is announced in words, then the choices, then it waits.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from game.branches import Game
from game.errors import ChoiceError, StoreError
from game.play import page_of, shortened
from game.report import album_lines, paragraphs, recap_lines, wrapped
from game.story.prose import count_words

if TYPE_CHECKING:
    from game.branches import Fit, Store
    from game.play import Graph, Length, Offer, Page, Turn
    from game.story import Vignette

HELP = """\
Type the number of a choice, or its name, and press Enter.
Other words: back (take the last choice back), forward (take it again),
where (where you are), moments (the album), again (read this page once
more), recap (the story so far; recap short and recap whole tell
less and more), continue (before the first choice: go on with the run
played last), help, quit."""
UNSAVED = "Type unsaved to play on without keeping anything, or make room and choose again."
WORDS_A_SECOND = 4
"""How fast a reader is taken to read."""


def play_plain(graph: Graph, store: Store, *, follow: str | None = None, branch: str | None = None) -> None:
    """Play until the input ends, or the player quits; every choice is kept as it is made.

    Args:
        graph: The story.
        store: Where the run is kept.
        follow: A hero to follow at the first crossroads.
        branch: A saved run to open, by name.

    Raises:
        ChoiceError: `follow` names nobody who can be followed from the start.
        StoreError: the run cannot be kept.
    """
    _Plain(Game(graph, store)).play(follow, branch)


class _Plain:
    def __init__(self, game: Game) -> None:
        self._game = game
        self._fault: StoreError | None = None
        """Why the last choice could not be kept."""
        self._offered = False
        """Whether the run played last may still be continued."""

    def play(self, follow: str | None, branch: str | None) -> None:
        frame = self._game.story.frame
        _say([*wrapped(frame.title), *(wrapped(frame.subtitle) if frame.subtitle else []), ""])
        _say(["Type help for the words you can use.", ""])
        if branch:
            self._game.open(branch)
            self._say_previously()
        elif not follow:
            self._offer()
        if follow and not self._game.turns:
            self._choose(follow)
        else:
            self._show()
        while (line := self._read()) is not None:
            try:
                if not self._obey(line.strip()):
                    break
            except StoreError as error:
                self._fault = error
                _say([*wrapped(f"{error}."), "", *wrapped(UNSAVED), ""])
        if self._fault:
            raise self._fault
        kept = f"Kept as “{self._game.branch}”. " if self._game.branch else ""
        _say(["", *wrapped(f"{kept}Goodbye.")])

    def _offer(self) -> None:
        """Say that there is a run to go on with, if there is."""
        latest = self._game.can_resume()
        if latest is not None:
            self._offered = True
            _say([*wrapped(f"Your last run is saved as “{latest}”. Type continue to go on with it."), ""])

    def _continue(self) -> None:
        self._offered = False
        self._game.resume()
        self._say_previously()
        self._show()

    def _say_previously(self) -> None:
        """What the opened run told last, and what of it the story has lost."""
        for recap in shortened(self._game.recap(), "line"):
            _say([*wrapped(f"Previously: {recap.facts[-1]}"), ""])
        if self._game.lost:
            _say([*wrapped(str(self._game.lost)), ""])

    def _read(self) -> str | None:
        """The next line of input; None at its end."""
        while line := sys.stdin.readline():
            if not any("\ud800" <= letter <= "\udfff" for letter in line):
                return line
            _say(["That line is not UTF-8.", ""])
        return None

    def _obey(self, line: str) -> bool:
        """Do what a line says; False to stop."""
        word = line.lower()
        if word in ("quit", "exit"):
            return False
        words = {
            "": self._show,
            "again": self._show,
            "help": lambda: _say([*HELP.splitlines(), ""]),
            "where": lambda: _say([*self._where(self._game.page), ""]),
            "moments": lambda: _say(album_lines(self._game.story, self._game.album())),
            "recap short": lambda: self._recap("line"),
            "recap": lambda: self._recap("paragraph"),
            "recap whole": lambda: self._recap("whole"),
            "back": self._back,
            "forward": self._forward,
        }
        if self._fault:
            words["unsaved"] = self._unsave
        if self._offered:
            words["continue"] = self._continue
        words.get(word, lambda: self._try(word))()
        return True

    def _unsave(self) -> None:
        self._game.unsave()
        self._fault = None
        _say(["Nothing is kept from here on.", ""])
        self._show()

    def _recap(self, length: Length) -> None:
        _say(recap_lines(shortened(self._game.recap(), length)) or ["Nothing has been told yet.", ""])

    def _back(self) -> None:
        if self._game.back():
            self._show()
        else:
            _say(["This is the beginning.", ""])

    def _forward(self) -> None:
        turn = self._game.forward()
        if turn is None:
            _say(["There is nothing to take again.", ""])
        else:
            self._show_moments(turn)
            self._show()

    def _try(self, line: str) -> None:
        page = self._game.page
        if page.kind == "ending" and self._after_ending(line):
            return
        if line.isdecimal():
            chosen = next((offer.id for offer in page.open if offer.number == int(line[:6])), None)
            if chosen is None:
                last = 1 + self._game.departed if page.kind == "ending" else len(page.open)
                _say([f"There is no choice {line[:20]} here; the last is {last}.", ""])
                return
            line = chosen
        try:
            self._choose(line)
        except ChoiceError as error:
            _say([*wrapped(f"{error}."), ""])

    def _after_ending(self, line: str) -> bool:
        if line in ("1", "new"):
            self._game.begin()
        elif line in ("2", "return") and self._game.departed:
            self._game.rejoin()
        else:
            return False
        self._show()
        return True

    def _choose(self, choice: str) -> None:
        turn = self._game.choose(choice)
        self._fault, self._offered = None, False
        self._show_moments(turn)
        self._show()

    def _show_moments(self, turn: Turn) -> None:
        for vignette in self._game.unlocked(turn):
            _say(_moment_lines(vignette))

    def _show(self) -> None:
        page = self._game.page
        _say(_page_lines(page))
        for offer in page.offers:
            _say(_offer_lines(offer, whole=self._game.turns == 0))
        if page.kind == "ending":
            self._show_ending(page)
        _say([""])

    def _show_ending(self, page: Page) -> None:
        title = page.ending.title if page.ending else page.title
        what_if = " This was a what-if: the film went another way." if page.what_if else ""
        _say([*wrapped(f"The end: {title}.{what_if}"), "", "In this run:", ""])
        _say(recap_lines(self._game.recap()))
        titles = [vignette.title for vignette in self._game.unlocked_here()]
        _say([*wrapped(f"Moments found in this run: {len(titles)}. {', '.join(titles)}"), ""])
        _say(["1. A new run (or: new)"])
        if self._game.departed:
            _say(["2. Back to where you left the film (or: return)"])

    def _where(self, page: Page) -> list[str]:
        if page.kind == "crossroads":
            return wrapped(f"At the crossroads before chapter {page.number}, {page.chapter.title}.")
        parts = [f"Chapter {page.number}, {page.chapter.title}: {page.title}."]
        if page.hero:
            parts.append(f"You follow {page.hero.name}.")
        if page.place:
            parts.append(f"Place: {page.place}.")
        return wrapped(" ".join(parts))


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _page_lines(page: Page) -> list[str]:
    if page.kind == "crossroads":
        return [*wrapped(f"Chapter {page.number}: {page.chapter.title}"), "", "Whom do you follow?", ""]
    whose = f" {page.hero.name}." if page.hero else ""
    return [*wrapped(f"{page.title}.{whose}"), "", *paragraphs(page.text)]


def _moment_lines(vignette: Vignette) -> list[str]:
    return [*wrapped(f"A moment: {vignette.title}"), "", *paragraphs(vignette.text), "End of the moment.", ""]


def _offer_lines(offer: Offer, *, whole: bool) -> list[str]:
    """An offer in lines; `whole` tells what a hero's thread is like, which need not be said at every crossroads."""
    if offer.hero is not None:
        about = " ".join(part for part in (offer.hero.tagline, offer.hero.thread) if part) if whole else ""
        text = f"{offer.say}. {offer.reason or about}"
    else:
        text = offer.say + (" (This leaves the film.)" if offer.leaves else "")
        if offer.reason:
            text = f"Closed: {offer.say} {offer.reason}"
    start = f"{offer.number}. " if offer.number is not None else "-  "
    return wrapped(text, indent=start, hang="   ")


def replay_plain(fit: Fit, speed: float) -> None:
    """Print a run, page by page, at a reader's pace.

    Args:
        fit: The run, as far as today's story has it.
        speed: Times as fast; 0 does not wait.
    """
    run = fit.run
    for turn in [*run.turns, None]:
        page = page_of(run.graph, turn.before if turn else run.state)
        _say(_page_lines(page))
        if turn is None:
            break
        _pause(page, speed)
        said = next(offer.say for offer in page.offers if offer.id == turn.choice)
        _say([*wrapped(f"> {said}"), ""])
        for id in turn.events.unlocked:
            _say(_moment_lines(run.graph.story.vignettes[id]))
    if fit.change:
        _say(wrapped(f"Here the recorded run no longer fits the story: {fit.change}."))


def _pause(page: Page, speed: float) -> None:
    """Wait as long as a page takes to read."""
    if speed:
        time.sleep((1.5 + sum(map(count_words, page.text)) / WORDS_A_SECOND) / speed)
