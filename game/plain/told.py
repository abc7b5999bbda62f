"""What the screens draw, in sentences: the timeline, the saved runs, the codex, other eyes, the arc."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from game.branches.timeline import NAMED
from game.plain.pages import picture_lines
from game.report import paragraphs, wrapped
from game.story.problems import printable
from game.story.prose import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.branches.arc import Arc, Point
    from game.branches.codex import Card
    from game.branches.codex import Shelf as CodexShelf
    from game.branches.eyes import Event, Telling
    from game.branches.timeline import Mark, Row
    from game.story.pictures import Picture


def counted(number: int, what: str) -> str:
    """“1 moment”, “2 moments”."""
    return f"{number} {what}{'s' * (number != 1)}"


# The timeline


def timeline_lines(rows: Sequence[Row]) -> list[str]:
    """The rows of the timeline as they are unfolded, each in a few sentences."""
    head = f"Everything you have tried, in {counted(len(rows), 'row')}."
    lines = [*wrapped(f"{head} Say go and a number to stand at the end of that row, unfold to hear more of it."), ""]
    above: list[int] = []
    for number, row in enumerate(rows, 1):
        del above[row.depth :]
        lines += wrapped(f"{number}. {_row_told(row, above[-1] if above else None)}", hang="   ")
        if row.kind in ("start", "stretch"):
            above += [number] * (row.depth + 1 - len(above))
    return lines


def _row_told(row: Row, above: int | None) -> str:
    """A row; `above` is the number of the row that it leaves, or is a part of."""
    label = printable(row.label)
    for sign, end, middle in ((" → ", " It led to ", ", to "), (" · ", " ", ", ")):
        label = re.sub(rf"(?<=[.!?”]){sign}", end, label).replace(sign, middle)
    if above is not None:
        label = f"{'In' if row.kind == 'choice' else 'From the end of'} row {above}: {label}"
    said = [label, *(_mark_told(mark) for mark in row.marks)]
    if row.unfolded is False:
        said.append("There is more to unfold")
    return " ".join(one if one.endswith((".", "!", "?", "”")) else f"{one}." for one in said)


def _mark_told(mark: Mark) -> str:
    words = printable(mark.words)
    untried = words.removesuffix(" open")
    if mark.sign == NAMED:
        return f"The run “{words}” ends here."
    if mark.sign == "○" and untried.isdecimal():
        return f"{counted(int(untried), 'choice')} not tried"
    return "You are here" if mark.sign == "◉" else words[:1].upper() + words[1:]


def run_lines(rows: Iterable[dict[str, Any]], here: str | None) -> list[str]:
    """The saved runs, as `branches_rows` has them; `here` is the one that is open."""
    lines = []
    for row in rows:
        if row["trash"]:
            continue
        whose = f", following {row['follows']}" if row["follows"] else ""
        where = f"The end: {row['title']}." if row["ending"] else f"Stands at {row['title']}{whose}."
        lost = row["choices"] - row["fits"]
        said = f"{row['name']}: {counted(row['choices'], 'choice')}, {counted(row['vignettes'], 'moment')}. {where}"
        said += f" {counted(lost, 'choice')} no longer fit the story." if lost else ""
        said += " This is the one you play." if row["name"] == here else ""
        lines += wrapped(printable(said), hang="   ")
    return [*lines, "", "Say go and the name of a run to open it."] if lines else ["No run is saved yet."]


# The codex


def codex_lines(shelves: Iterable[CodexShelf]) -> list[str]:
    """The cards that have opened, by shelf, each with its number."""
    lines, numbers = [], itertools.count(1)
    for shelf in shelves:
        lines += ["", *wrapped(f"{shelf.title}: {len(shelf.cards)} of {shelf.of}")]
        for card in shelf.cards:
            lines += wrapped(f"{next(numbers)}. {card.entry.title}", hang="   ")
    return ["The codex grows as you meet people and places.", *lines]


def card_lines(card: Card, picture: Picture | None) -> list[str]:
    """A card of the codex."""
    lines = [*wrapped(f"{card.entry.title}."), "", *picture_lines(picture), *paragraphs(card.entry.text)]
    return [*lines, "Told as lore: the sources are not sure of it."] if card.entry.lore else lines[:-1]


# Other eyes


def events_lines(events: Sequence[Event], others: int) -> list[str]:
    """The events one has read of, by chapter, each with who tells it."""
    if not events:
        return wrapped("Nothing that several people saw has been read yet. Read a chapter, and ask again.")
    lines = [f"There are {others} more that you have not come to yet."]
    chapter = 0
    for number, event in enumerate(events, 1):
        if event.number != chapter:
            chapter = event.number
            lines += ["", *wrapped(f"Chapter {chapter}, {event.chapter.title}")]
        lines += wrapped(f"{number}. {event.fact} {_tellers(event)}", hang="   ")
    return lines


def _tellers(event: Event) -> str:
    """Whose telling of an event has been read, and who else tells it."""
    read = dict.fromkeys(_whose(telling) for telling in event.tellings if telling.read)
    others = dict.fromkeys(_whose(telling) for telling in event.tellings if not telling.read)
    told = f"As told by {', '.join(read)}."
    return f"{told} Not read yet: {', '.join(others)}." if others else told


def event_lines(event: Event, number: int, *, whole: bool) -> list[str]:
    """An event as each of them tells it, one after the other; `whole` reads also what has not been read yet."""
    lines = [*wrapped(event.fact), ""]
    for telling in event.tellings:
        if telling.read or whole:
            lines += [*wrapped(f"Told by {_whose(telling)}: {telling.title}."), "", *paragraphs(telling.text)]
        else:
            lines += [*wrapped(f"Told by {_whose(telling)}: not read yet."), ""]
    if whole or all(telling.read for telling in event.tellings):
        return lines[:-1]
    return [*lines, *wrapped(f"Say eyes {number} all to read those too, or follow them there one day.")]


def _whose(telling: Telling) -> str:
    return telling.hero.name if telling.hero else "an onlooker"


# The arc


def arc_lines(arc: Arc) -> list[str]:
    """The tension of a run, a sentence or two a chapter."""
    lines = wrapped(f"The arc of “{arc.name}”, from exposition, 1, to climax, 10.")
    for number, points in itertools.groupby(arc.points, key=lambda point: int(point.where)):
        lines += wrapped(f"Chapter {number}, {_chapter_told(list(points))}", hang="   ")
    if not arc.points:
        lines += wrapped("No scene of this run has a lens yet. Read on, and ask again.")
    return lines


def _chapter_told(points: list[Point]) -> str:
    parts = [part.replace("-", " ") for part, _ in itertools.groupby(point.part for point in points)]
    highest = max(points, key=lambda point: point.tension)
    told = f"{points[0].chapter}: {', then '.join(parts)}."
    return f"{told} Its height is {highest.tension}, at “{plain(highest.title)}”."
