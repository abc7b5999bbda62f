"""The game line by line, on standard input and output.

Nothing is drawn and nothing is said by layout: each thing is announced in words, then the choices, then it waits.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from game.branches import Game
from game.errors import ChoiceError, StoreError
from game.plain.looking import Looking
from game.plain.output import say
from game.plain.pages import moment_lines, offer_lines, page_lines
from game.play import shortened
from game.report import passage_lines, recap_lines, wrapped
from game.story import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.branches import Store
    from game.play import Graph, Length, Page, Turn
    from game.story.pictures import Gallery

HELP = """\
Type the number of a choice, or its name, and press Enter.

To play: back (take the last choice back), forward (take it again),
again (read this page once more), where (where you are), quit;
continue (before the first choice: go on with your last run).
To remember: recap; recap short and recap whole tell less and more.
Moments: album, or moments (all of them by chapter, with numbers),
moment and a name or number (read a found one again), way and a number
(the choices from here to one not found; only if you ask).
Your runs: timeline (all you have tried, row by row), go and a number
(stand at the end of that row), unfold or fold and a number (more of
that row, or less), runs (the saved ones), go and a name (open one).
To look up: codex (whom and what you have met), codex and a name (one
card), eyes (events that several saw), eyes and a number (one of them,
as each tells it; all after it reads those you have not read, too),
arc (the tension of this run, by chapter).
Pictures: picture (what is to be seen here, in words), pictures off,
pictures on, settings.
Of a name, a part will do. help reads this again."""
UNSAVED = "Type unsaved to play on without keeping anything, or make room and choose again."


def play_plain(
    graph: Graph, store: Store, gallery: Gallery, *, follow: str | None = None, branch: str | None = None
) -> None:
    """Play until the input ends, or the player quits; every choice is kept as it is made.

    Args:
        graph: The story.
        store: Where the run is kept.
        gallery: The story's pictures, which are told in words.
        follow: A hero to follow at the first crossroads.
        branch: A saved run to open, by name.

    Raises:
        ChoiceError: `follow` names nobody who can be followed from the start.
        StoreError: the run cannot be kept.
    """
    _Player(Game(graph, store), gallery).play(follow, branch)


class _Player:
    def __init__(self, game: Game, gallery: Gallery) -> None:
        self._game = game
        self._looking = Looking(game, gallery)
        self._fault: StoreError | None = None
        """Why the last choice could not be kept."""
        self._offered = False
        """Whether the run played last may still be continued."""

    def play(self, follow: str | None, branch: str | None) -> None:
        frame = self._game.story.frame
        say([*wrapped(frame.title), *(wrapped(frame.subtitle) if frame.subtitle else []), ""])
        say(["Type help for the words you can use.", ""])
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
                say([*wrapped(f"{error}."), "", *(wrapped(UNSAVED) if self._fault else []), ""])
        if self._fault:
            raise self._fault
        kept = f"Kept as “{self._game.kept}”. " if self._game.kept else ""
        say(["", *wrapped(f"{kept}Goodbye.")])

    def _offer(self) -> None:
        """Say that there is a run to go on with, if there is."""
        latest = self._game.can_resume()
        if latest is not None:
            self._offered = True
            say([*wrapped(f"Your last run is saved as “{latest}”. Type continue to go on with it."), ""])

    def _continue(self) -> None:
        self._offered = False
        self._game.resume()
        self._say_previously()
        self._show()

    def _say_previously(self) -> None:
        """What the opened run told last, and what of it the story has lost."""
        for recap in shortened(self._game.recap(), "line"):
            say([*wrapped(f"Previously: {recap.facts[-1]}"), ""])
        self._say_lost()

    def _say_lost(self) -> None:
        if self._game.lost:
            say([*wrapped(str(self._game.lost)), ""])

    def _read(self) -> str | None:
        """The next line of input; None at its end."""
        while line := sys.stdin.readline():
            if not any("\ud800" <= letter <= "\udfff" for letter in line):
                return line
            say(["That line is not UTF-8.", ""])
        return None

    def _obey(self, line: str) -> bool:
        """Do what a line says; False to stop."""
        word = " ".join(line.lower().split())
        if word in ("quit", "exit"):
            return False
        try:
            self._deed(word)()
        except ChoiceError as error:
            say([*wrapped(f"{error}" if str(error).endswith("?") else f"{error}."), ""])
        return True

    def _deed(self, word: str) -> Callable[[], None]:
        """What a line asks for. A choice on offer goes before the words that look something up."""
        first, _, name = word.partition(" ")
        looking, words = self._looking, self._words()
        if word in words:
            return words[word]
        if any(offer.id == word for offer in self._game.page.offers):
            return lambda: self._choose(word)
        if word in looking.words:
            return lambda: say([*looking.words[word](), ""])
        if first in looking.naming and name:
            return lambda: say([*looking.naming[first](name), ""])
        if first == "go" and name:
            return lambda: self._go(name)
        return lambda: self._try(word)

    def _words(self) -> dict[str, Callable[[], None]]:
        """The words that play, as they are now."""
        words = {
            "": self._show,
            "again": self._show,
            "help": lambda: say([*HELP.splitlines(), ""]),
            "where": lambda: say([*self._where(self._game.page), ""]),
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
        return words

    def _unsave(self) -> None:
        self._game.unsave()
        self._looking.forget()
        self._fault = None
        say(["Nothing is kept from here on.", ""])
        self._show()

    def _recap(self, length: Length) -> None:
        say(recap_lines(shortened(self._game.recap(), length)) or ["Nothing has been told yet.", ""])

    def _back(self) -> None:
        if self._game.back():
            self._turn()
        else:
            say(["This is the beginning.", ""])

    def _forward(self) -> None:
        turn = self._game.forward()
        if turn is None:
            say(["There is nothing to take again.", ""])
        else:
            self._turn(turn)

    def _go(self, name: str) -> None:
        """Stand at the end of a row of the timeline, or in a saved run where it was left."""
        if name.isdecimal():
            self._game.go(self._looking.node(name))
        else:
            self._game.open(self._looking.run(name))
        self._offered = False
        self._say_lost()
        self._turn()

    def _try(self, line: str) -> None:
        """Take a line as a choice: its number, its name, or what can be done after an ending."""
        page = self._game.page
        if page.kind == "ending" and self._after_ending(line):
            return
        if line.isdecimal():
            chosen = next((offer.id for offer in page.open if offer.number == int(line[:6])), None)
            if chosen is None:
                last = 1 + self._game.departed if page.kind == "ending" else len(page.open)
                say([f"There is no choice {line[:20]} here; the last is {last}.", ""])
                return
            line = chosen
        try:
            self._choose(line)
        except ChoiceError as error:
            raise ChoiceError(f"{error}{self._meant(line, str(error))}") from error

    def _meant(self, line: str, error: str) -> str:
        """The word that is nearest to a line that is no choice, where no choice is near it; or what is missing."""
        first = line.partition(" ")[0]
        naming = [*self._looking.naming, "go"]
        if line in naming:
            return f"; after the word {line} comes a name or a number"
        return "" if "did you mean" in error else nearest(first, [*self._words(), *self._looking.words, *naming])

    def _after_ending(self, line: str) -> bool:
        if line in ("1", "new"):
            self._game.begin()
        elif line in ("2", "return") and self._game.departed:
            self._game.rejoin()
        else:
            return False
        self._turn()
        return True

    def _choose(self, choice: str) -> None:
        try:
            turn = self._game.choose(choice)
        except StoreError as error:
            self._fault = error
            raise
        self._fault, self._offered = None, False
        self._turn(turn)

    def _turn(self, turn: Turn | None = None) -> None:
        """Show another page, and before it the moments that came with the turn to it."""
        self._looking.moments = self._game.unlocked(turn) if turn else []
        for vignette in self._looking.moments:
            say(moment_lines(vignette, self._looking.told(vignette.art)))
        self._show()

    def _show(self) -> None:
        page = self._game.page
        say(page_lines(page, self._looking.told(page.chapter.art)))
        for offer in page.offers:
            say(offer_lines(offer, whole=self._game.turns == 0))
        if page.kind == "ending":
            self._show_ending(page)
        say([""])

    def _show_ending(self, page: Page) -> None:
        title = page.ending.title if page.ending else page.title
        what_if = " This was a what-if: the film went another way." if page.what_if else ""
        say([*wrapped(f"The end: {title}.{what_if}"), "", "In this run:", ""])
        passages = self._game.passages()
        for passage in passages:
            say(passage_lines(passage))
        say(["What it has told:", "", *recap_lines(self._game.recap())])
        say([f"Moments found in this run: {sum(len(passage.moments) for passage in passages)}", ""])
        say(["1. A new run (or: new)"])
        if self._game.departed:
            say(["2. Back to where you left the film (or: return)"])

    def _where(self, page: Page) -> list[str]:
        if page.kind == "crossroads":
            return wrapped(f"At the crossroads before chapter {page.number}, {page.chapter.title}.")
        parts = [f"Chapter {page.number}, {page.chapter.title}: {page.title}."]
        if page.hero:
            parts.append(f"You follow {page.hero.name}.")
        if page.place:
            parts.append(f"Place: {page.place}.")
        return wrapped(" ".join(parts))
