"""The words that look something up and leave the run where it stands; each answers with lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.branches.album import album_of
from game.branches.arc import arc_of
from game.branches.codex import codex_of
from game.branches.eyes import events_of
from game.branches.settings import Settings
from game.branches.timeline import Timeline
from game.errors import ChoiceError
from game.plain.names import name_key, pick
from game.plain.pages import moment_lines, picture_lines
from game.plain.told import (
    arc_lines,
    card_lines,
    codex_lines,
    counted,
    event_lines,
    events_lines,
    run_lines,
    timeline_lines,
)
from game.prove import find_target, find_way
from game.report import album_lines, branches_rows, steps_told, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.branches import Game
    from game.branches.album import Moment
    from game.branches.timeline import Row
    from game.story import Vignette
    from game.story.pictures import Gallery, Picture


class Looking:
    """What a player can look up in an open game."""

    def __init__(self, game: Game, gallery: Gallery) -> None:
        self._game, self._gallery = game, gallery
        self._pictures = Settings(game.store)["pictures"] != "none"
        """Whether pictures are told without being asked for."""
        self._timeline: Timeline | None = None
        self._rows: list[Row] = []
        """The rows as they were told last, whose numbers hold until the next telling."""
        self.moments: list[Vignette] = []
        """The moments that were shown with this page."""
        self.words: dict[str, Callable[[], list[str]]] = {
            "album": self.album,
            "moments": self.album,
            "timeline": self.timeline,
            "runs": self.runs,
            "codex": lambda: codex_lines(codex_of(self._game)),
            "eyes": lambda: events_lines(*events_of(self._game)),
            "arc": self.arc,
            "picture": self.picture,
            "pictures": self.settings,
            "settings": self.settings,
        }
        """The words that stand alone."""
        self.naming: dict[str, Callable[[str], list[str]]] = {
            "moment": self.moment,
            "way": self.way,
            "unfold": self.unfold,
            "fold": self.fold,
            "codex": self.card,
            "eyes": self.event,
            "pictures": self.set_pictures,
        }
        """The words that something is named after."""

    # Moments

    def album(self) -> list[str]:
        """All moments, by chapter, those not found by their hint."""
        return [*album_lines(album_of(self._game)), "", "Say moment or way, and a number."]

    def moment(self, name: str) -> list[str]:
        """A found moment, to be read again."""
        moments = self._moments()
        at = pick(name, "moment", [one.vignette.title if one.found else "" for one in moments])
        vignette = moments[at].vignette
        if not moments[at].found:
            raise ChoiceError(f"moment {at + 1} has not been found yet; way {at + 1} tells how to come to it")
        self.moments = [*(one for one in self.moments if one.id != vignette.id), vignette]
        return moment_lines(vignette, self.told(vignette.art))[:-1]

    def way(self, name: str) -> list[str]:
        """The choices from here to a moment that has not been found; it can be named by its hint, too."""
        moments = self._moments()
        ids = {name_key(text): at for at, one in enumerate(moments) for text in (one.vignette.id, one.vignette.title)}
        at = ids.get(name_key(name))
        if at is None:
            at = pick(name, "moment", [one.vignette.title if one.found else one.vignette.hint for one in moments])
        found, vignette = moments[at].found, moments[at].vignette
        if found:
            return wrapped(f"You have found “{vignette.title}”; moment {at + 1} reads it again.")
        return self._way_to(vignette)

    def _way_to(self, vignette: Vignette) -> list[str]:
        graph = self._game.graph
        target = find_target(graph, vignette.id)
        way = find_way(graph, target, self._game.state)
        if way.steps is not None:
            head = f"{vignette.hint} The way from here: {counted(len(way.steps), 'choice')}."
            return [*wrapped(head), *steps_told(graph, way.steps)]
        lines = wrapped(f"{vignette.hint} There is no way from here: {way.reason}.")
        anew = find_way(graph, target).steps
        return lines + wrapped(f"A new run can come to it, in {counted(len(anew), 'choice')}.") if anew else lines

    def _moments(self) -> list[Moment]:
        return [one for shelf in album_of(self._game) for one in shelf.moments]

    # Runs

    def timeline(self) -> list[str]:
        """Everything tried, folded as it is when the timeline opens."""
        return self._told_rows(Timeline(self._game))

    def unfold(self, name: str) -> list[str]:
        """More of a row, and all rows anew."""
        timeline, row = self._row(name)
        if not timeline.unfold(row.key):
            raise ChoiceError("there is no more of this row to unfold")
        return self._told_rows(timeline)

    def fold(self, name: str) -> list[str]:
        """Less of a row, and all rows anew."""
        timeline, row = self._row(name)
        timeline.fold(row.key)
        return self._told_rows(timeline)

    def node(self, name: str) -> int:
        """The node at which a row ends."""
        return self._row(name)[1].node

    def _row(self, name: str) -> tuple[Timeline, Row]:
        timeline = self._timeline
        if timeline is None:
            timeline = self._timeline = Timeline(self._game)
            self._rows = timeline.rows()
        return timeline, self._rows[pick(name, "row", [""] * len(self._rows))]

    def _told_rows(self, timeline: Timeline) -> list[str]:
        self._timeline, self._rows = timeline, timeline.rows()
        return timeline_lines(self._rows)

    def runs(self) -> list[str]:
        """The saved runs."""
        return run_lines(branches_rows(self._game.graph, self._game.store), self._game.branch)

    def run(self, name: str) -> str:
        """The name of a saved run, as it is kept."""
        names = self._game.store.names()
        exactly = [one for one in names if " ".join(one.lower().split()) == name]
        return exactly[0] if exactly else names[pick(name, "saved run", names)]

    # Codex, other eyes, arc

    def card(self, name: str) -> list[str]:
        """A card of the codex that has opened."""
        cards = [card for shelf in codex_of(self._game) for card in shelf.cards]
        card = cards[pick(name, "card", [card.entry.title for card in cards])]
        return card_lines(card, self.told(card.id))

    def event(self, name: str) -> list[str]:
        """An event as those tell it who were there; with “all” behind it, also what has not been read."""
        events, _ = events_of(self._game)
        at = pick(name.removesuffix(" all"), "event", [event.fact for event in events])
        return event_lines(events[at], at + 1, whole=name.endswith(" all"))

    def arc(self) -> list[str]:
        """The tension of the open run."""
        return arc_lines(arc_of(self._game, self._game.node, self._game.branch or "this run"))

    # Pictures

    def told(self, art: str | None) -> Picture | None:
        """A picture that is to be told without being asked for."""
        return self._gallery.find(art) if self._pictures else None

    def picture(self) -> list[str]:
        """What is to be seen of this chapter, and of the moments shown with this page."""
        chapter = self._game.page.chapter
        shown = [(chapter.title, chapter.art), *((f"A moment, {one.title}", one.art) for one in self.moments)]
        lines = []
        for title, art in shown:
            picture = self._gallery.find(art)
            lines += [*wrapped(f"{title}."), *picture_lines(picture)] if picture else []
        return lines[:-1] or ["There is no picture here."]

    def settings(self) -> list[str]:
        """What can be set that means something here."""
        told = "Pictures are left out. Say pictures on to have them told."
        if self._pictures:
            told = "Pictures are told. Say pictures off to leave them out."
        return wrapped(f"{told} The other settings are about how the game looks on a screen.")

    def set_pictures(self, name: str) -> list[str]:
        """Have pictures told, or left out."""
        if name not in ("on", "off"):
            raise ChoiceError("it is pictures on, or pictures off")
        if self._pictures != (name == "on"):
            self._pictures = name == "on"
            Settings(self._game.store).put("pictures", "shown" if self._pictures else "none")
        return self.settings()

    def forget(self) -> None:
        """Forget the rows that were told: what they stand for is kept elsewhere now."""
        self._timeline = None
