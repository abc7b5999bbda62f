"""The line-by-line player: the same game on standard input and output, for screen readers, pipes and tests.

Nothing is drawn and nothing is said by layout: each thing is announced in words, then the choices, then it waits.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from game.branches import Game
from game.errors import ChoiceError
from game.report import album_lines, paragraphs, recap_lines, wrapped

if TYPE_CHECKING:
    from game.branches import Store
    from game.play import Graph, Offer, Page, Turn

HELP = """\
Type the number of a choice, or its name, and press Enter.
Other words: back (take the last choice back), where (where you are),
moments (the album), again (read this page once more), recap (the story
so far), help, quit."""


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

    def play(self, follow: str | None, branch: str | None) -> None:
        frame = self._game.story.frame
        self._say([*wrapped(frame.title), *(wrapped(frame.subtitle) if frame.subtitle else []), ""])
        self._say(["Type help for the words you can use.", ""])
        if branch:
            self._game.open(branch)
            self._say_lost()
        if follow and not self._game.turns:
            self._choose(follow)
        else:
            self._show()
        while (line := self._read()) is not None:
            if not self._obey(line.strip()):
                break
        kept = f"Kept as “{self._game.branch}”. " if self._game.branch else ""
        self._say(["", *wrapped(f"{kept}Goodbye.")])

    def _read(self) -> str | None:
        """The next line of input; None at its end."""
        while line := sys.stdin.readline():
            if not any("\ud800" <= letter <= "\udfff" for letter in line):
                return line
            self._say(["That line is not UTF-8.", ""])
        return None

    def _obey(self, line: str) -> bool:
        """Do what a line says; False to stop."""
        word = line.lower()
        if word in ("quit", "exit"):
            return False
        if word in ("", "again"):
            self._show()
        elif word == "help":
            self._say([*HELP.splitlines(), ""])
        elif word == "where":
            self._say([*self._where(self._game.page), ""])
        elif word == "moments":
            self._say(album_lines(self._game.story, self._game.album()))
        elif word == "recap":
            self._say(recap_lines(self._game.recap()) or ["Nothing has been told yet.", ""])
        elif word == "back":
            if self._game.back():
                self._show()
            else:
                self._say(["This is the beginning.", ""])
        else:
            self._try(word)
        return True

    def _try(self, line: str) -> None:
        page = self._game.page
        if page.kind == "ending" and self._after_ending(line):
            return
        if line.isdecimal():
            chosen = next((offer.id for offer in page.open if offer.number == int(line[:6])), None)
            if chosen is None:
                last = 1 + self._game.departed if page.kind == "ending" else len(page.open)
                self._say([f"There is no choice {line[:20]} here; the last is {last}.", ""])
                return
            line = chosen
        try:
            self._choose(line)
        except ChoiceError as error:
            self._say([*wrapped(f"{error}."), ""])

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
        self._show_moments(turn)
        self._show()

    def _show_moments(self, turn: Turn) -> None:
        for vignette in self._game.unlocked(turn):
            self._say(
                [*wrapped(f"A moment: {vignette.title}"), "", *paragraphs(vignette.text), "End of the moment.", ""]
            )

    def _show(self) -> None:
        page = self._game.page
        if page.kind == "crossroads":
            self._say([*wrapped(f"Chapter {page.number}: {page.chapter.title}"), ""])
            self._say(["Whom do you follow?", ""])
        else:
            self._say(wrapped(f"{page.title}. {page.hero.name}." if page.hero else f"{page.title}."))
            self._say(["", *paragraphs(page.text)])
        for offer in page.offers:
            self._say(_offer_lines(offer))
        if page.kind == "ending":
            self._show_ending(page)
        self._say([""])

    def _show_ending(self, page: Page) -> None:
        title = page.ending.title if page.ending else page.title
        what_if = " This was a what-if: the film went another way." if page.what_if else ""
        self._say([*wrapped(f"The end: {title}.{what_if}"), "", "In this run:", ""])
        self._say(recap_lines(self._game.recap()))
        titles = [vignette.title for vignette in self._game.unlocked_here()]
        self._say([*wrapped(f"Moments found in this run: {len(titles)}. {', '.join(titles)}"), ""])
        self._say(["1. A new run (or: new)"])
        if self._game.departed:
            self._say(["2. Back to where you left the film (or: return)"])

    def _where(self, page: Page) -> list[str]:
        if page.kind == "crossroads":
            return wrapped(f"At the crossroads before chapter {page.number}, {page.chapter.title}.")
        parts = [f"Chapter {page.number}, {page.chapter.title}: {page.title}."]
        if page.hero:
            parts.append(f"You follow {page.hero.name}.")
        if page.place:
            parts.append(f"Place: {page.place}.")
        return wrapped(" ".join(parts))

    def _say_lost(self) -> None:
        if self._game.lost:
            self._say(
                [
                    f"The story has changed: the last {self._game.lost} choices of this run no longer fit.",
                    "They are kept. You stand where the run still fits.",
                    "",
                ]
            )

    @staticmethod
    def _say(lines: list[str]) -> None:
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()


def _offer_lines(offer: Offer) -> list[str]:
    if offer.hero is not None:
        about = offer.reason or " ".join(part for part in (offer.hero.tagline, offer.hero.thread) if part)
        text = f"{offer.say}. {about}"
    else:
        text = offer.say + (" (This leaves the film.)" if offer.leaves else "")
        if offer.reason:
            text = f"Closed: {offer.say} {offer.reason}"
    start = f"{offer.number}. " if offer.number is not None else "-  "
    return wrapped(text, indent=start, hang="   ")
