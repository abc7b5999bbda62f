"""Figures and lists as lines of text, for the command line and plain mode: nothing drawn, at most 78 columns wide."""

from __future__ import annotations

import itertools
import textwrap
import unicodedata
from typing import TYPE_CHECKING, Any

from game.branches import fit_path
from game.play import Machine, page_of
from game.prove import Step
from game.story.prose import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from game.branches import Comparison, Fit, Recovered, Store
    from game.branches.album import Shelf
    from game.branches.comparison import Row
    from game.play import Graph, Passage, Playthrough, Recap
    from game.prove import Finding, Proof, Stats, Way
    from game.prove.stats import Measure

WIDTH = 72


def wrapped(text: str, *, indent: str = "", hang: str | None = None) -> list[str]:
    """A paragraph in lines; `hang` indents all but the first."""
    rest = indent if hang is None else hang
    lines = [
        line
        for part in plain(text).split("\n")
        for line in textwrap.wrap(part, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)
    ]
    return lines or [""]


def paragraphs(texts: Iterable[str]) -> list[str]:
    """Paragraphs in lines, with an empty line after each."""
    return [line for text in texts for line in [*wrapped(text), ""]]


def album_lines(shelves: Iterable[Shelf]) -> list[str]:
    """The album by chapter: found moments by title, the others by their hint, each with its number."""
    shelves, numbers = list(shelves), itertools.count(1)
    found, of = sum(shelf.found for shelf in shelves), sum(len(shelf.moments) for shelf in shelves)
    lines = [f"Moments found: {found} of {of}"]
    for shelf in shelves:
        head = f"Chapter {shelf.number}, {shelf.chapter.title}: {shelf.found} of {len(shelf.moments)}"
        lines += ["", *wrapped(head)]
        for one in shelf.moments:
            said = f"Found: {one.vignette.title}" if one.found else f"Not yet found. {one.vignette.hint}"
            lines += wrapped(f"{next(numbers)}. {said}", hang="   ")
    return lines


def recap_lines(recaps: list[Recap]) -> list[str]:
    """What a run has told, a chapter at a time."""
    lines = []
    for recap in recaps:
        lines += [
            *wrapped(recap.chapter.title),
            *(line for fact in recap.facts for line in wrapped(fact, indent="  ")),
            "",
        ]
    return lines


def passage_lines(passage: Passage) -> list[str]:
    """A chapter as a run went through it."""
    eyes = f", with {passage.hero.name}" if passage.hero else ""
    return [
        *wrapped(f"{passage.chapter.title}{eyes}"),
        *wrapped(passage.way, indent="  "),
        *(line for title in passage.moments for line in wrapped(f"A moment: {title}", indent="  ")),
        "",
    ]


def stats_lines(stats: Stats) -> list[str]:
    """The figures of a story."""
    words = f"{stats.words:,}"
    endings = ", ".join(f"{number} {kind}" for kind, number in stats.endings.items())
    lines = [
        stats.title,
        "",
        f"  chapters    {stats.chapters:>8}",
        f"  scenes      {stats.scenes:>8}",
        f"  choices     {stats.choices:>8}",
        f"  words       {words:>8}",
        f"  vignettes   {stats.vignettes:>8}",
        f"  variables   {stats.variables:>8}",
        f"  remembered  {stats.remembered:>8}  paragraphs that depend on what was done",
        f"  endings     {sum(stats.endings.values()):>8}  {endings}",
        f"  between choices {stats.mean_words_between_choices:>4.0f}  words, on average",
    ]
    if stats.beats.of:
        lines.append(f"  beats told  {stats.beats.told:>8}  of {stats.beats.of}")
        lines.append(f"  moments told {stats.moments.told:>7}  of {stats.moments.of}")
    lines += ["", "Runs that follow one hero, in words and choices; years of school to read them"]
    lines.append("  " + f"{'':18}{'shortest':>16}{'longest':>16}{'grade':>8}")
    for hero, runs in stats.heroes.items():
        lines.append(f"  {hero:18}{_measure(runs.shortest):>16}{_measure(runs.longest):>16}{_grade(runs.grade):>8}")
    lines += ["", "Words a chapter"]
    lines += [f"  {chapter:18}{count:>8,}" for chapter, count in stats.words_per_chapter.items()]
    return lines


def _grade(grade: float | None) -> str:
    return f"{grade:.1f}" if grade is not None else "–"


def _measure(measure: Measure | None) -> str:
    return f"{measure.words:,} / {measure.choices}" if measure else "none"


_SEEN = {
    "scenes": "can be reached",
    "choices": "can be taken",
    "paragraphs": "that depend on a rule can be shown",
    "vignettes": "can open",
    "endings": "can be reached",
    "cards": "of the codex can open",
    "entrances": "can be taken",
    "routes": "heroes can be followed alone, from where they join to their end",
}


def proof_lines(proof: Proof, *, title: str, runs: bool = False) -> list[str]:
    """A proof as a page: the verdict, the findings with their ways, the endings, the plays, the runs."""
    figures = proof.figures
    memory = "" if figures.peak_bytes is None else f" and {figures.peak_bytes / 1e6:,.0f} MB"
    lines = [
        f"{title}: {proof.verdict}",
        (
            f"{figures.states:,} states and {figures.edges:,} choices between them, looked at in"
            f" {figures.seconds:.1f} s{memory}"
        ),
        "",
    ]
    if proof.unfinished:
        lines += [*wrapped(f"The search stopped early: {proof.unfinished}. What it has not seen, it cannot deny."), ""]
    for name, count in proof.counts.items():
        lines.append(f"  {name:11}{count.seen:>6,} of {count.of:>6,} {_SEEN[name]}")
    lines += ["", *_finding_lines(proof), *_ending_lines(proof)]
    if proof.unfinished is None:
        lines += _play_lines(proof)
        lines += wrapped(
            f"{len(proof.runs)} runs show every scene and open every vignette between them; no fewer than"
            f" {proof.runs_at_least} can." + ("" if runs else " `--runs` lists them.")
        )
    for number, run in enumerate(proof.runs if runs else (), 1):
        lines += ["", f"Run {number}, {len(run)} choices", *way_lines(run)]
    return lines


def _finding_lines(proof: Proof) -> list[str]:
    if proof.verdict == "proved":
        lines = ["No state without a way to an ending; no rule that never or always holds.", ""]
    else:
        lines = []
    for level in ("fault", "warning"):
        found = [finding for finding in proof.findings if finding.level == level]
        if found:
            lines += [f"{len(found)} {level}{'s' * (len(found) != 1)}", ""]
            lines += [line for finding in found for line in _one_finding(finding)]
    return lines


def _one_finding(finding: Finding) -> list[str]:
    lines = [finding.where or finding.subject]
    lines += wrapped(f"{finding.subject}: {finding.message}.", indent="  ")
    lines += wrapped(finding.usually, indent="  ")
    if finding.witness and finding.level == "fault":
        lines += [f"  To see it, {len(finding.witness)} choices:", *way_lines(finding.witness, indent="    ")]
    return [*lines, ""]


def _ending_lines(proof: Proof) -> list[str]:
    lines = [f"  {'Endings':34}{'shortest':>10}{f'of {proof.plays.number:,} plays':>18}"]
    lines += [f"  {e.kind:8} {e.title[:25]:25}{e.choices:>10}{e.plays:>18,}" for e in proof.endings]
    if proof.plays.stuck:
        lines.append(f"  {'no ending':34}{'':10}{proof.plays.stuck:>18,}")
    return [*lines, ""]


def _play_lines(proof: Proof) -> list[str]:
    heads = ("least", "tenth", "median", "ninetieth", "most")
    lines = [f"  {'A run, picked blindly':22}" + "".join(f"{head:>10}" for head in heads)]
    for name, spread in (("words", proof.plays.words), ("choices", proof.plays.choices)):
        lines.append(f"  {name:22}" + "".join(f"{getattr(spread, head):>10,}" for head in heads))
    return [*lines, ""]


def way_lines(steps: Iterable[Step], *, indent: str = "  ") -> list[str]:
    """Choices by their ids, in lines; `sokovia play --plain` takes them one a line."""
    return wrapped(" › ".join(step.choice for step in steps) or "nothing: it is there already", indent=indent)


def way_told(graph: Graph, way: Way) -> list[str]:
    """A way in words: each choice as the player reads it, under its chapter."""
    target = way.target
    name = f"{target.kind} {target.id}" + (f", “{plain(target.title)}”" if target.title else "")
    if way.steps is None:
        return wrapped(f"There is no way to the {name}: {way.reason}.")
    return [*wrapped(f"To the {name}: {len(way.steps)} choices"), "", *steps_told(graph, way.steps)]


def branches_rows(graph: Graph, store: Store) -> list[dict[str, Any]]:
    """The saved runs, as plain data: how far each goes, whom it follows, what it found."""
    machine = Machine(graph)
    rows = []
    for listed in store.branches():
        fit = fit_path(machine, store.path(listed.branch.tip))
        page = page_of(graph, fit.run.state)
        hero = graph.story.heroes.get(fit.run.state.follow or "")
        rows.append(
            {
                "name": listed.branch.name,
                "choices": listed.choices,
                "stands": listed.stands,
                "fits": fit.fitted,
                "chapter": page.chapter.chapter,
                "at": page.id,
                "title": page.title,
                "follows": hero.name if hero else None,
                "vignettes": len(fit.run.unlocked),
                "ending": fit.run.ending,
                "trash": listed.deleted,
            }
        )
    return rows


def branches_lines(rows: list[dict[str, Any]]) -> list[str]:
    """The saved runs as a table that fits a terminal."""
    if not rows:
        return ["Nothing is saved yet. `sokovia` starts a run."]
    lines = [f"{'Run':22} {'choices':>7} {'moments':>7}  Stands at"]
    for row in rows:
        where = f"{row['title']}, {row['follows']}" if row["follows"] else row["title"]
        if row["ending"]:
            where = f"The end: {row['title']}"
        if row["fits"] < row["choices"]:
            where += f" ({row['choices'] - row['fits']} choices no longer fit)"
        if row["trash"]:
            where = "in the trash"
        name, where = _cut(row["name"], 22), _cut(plain(where), 38).rstrip()
        lines.append(f"{name} {row['choices']:>7} {row['vignettes']:>7}  {where}")
    return lines


def _cut(text: str, width: int) -> str:
    """A text in a column, cut or padded to `width` cells of a terminal."""
    if sum(map(_cells, text)) > width:
        used = list(itertools.accumulate(map(_cells, text)))
        text = text[: next(n for n, cells in enumerate(used) if cells > width - 1)] + "…"
    return text + " " * (width - sum(map(_cells, text)))


def _cells(letter: str) -> int:
    """How many cells of a terminal a letter takes."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def branch_lines(graph: Graph, name: str, fit: Fit, code: str | None) -> list[str]:
    """A saved run: its choices as the player read them, under their chapters, and the code that stands for it."""
    run = fit.run
    steps = [Step(scene, choice) for scene, choice in run.path]
    lines = [*wrapped(f"{name}: {fit.total} choices"), ""]
    if fit.change:
        lines += [*wrapped(f"Today's story has the first {fit.fitted} of them: {fit.change}."), ""]
    lines += steps_told(graph, steps)
    titles = [graph.story.vignettes[id].title for id in run.unlocked]
    lines += ["", *wrapped(f"Moments found: {', '.join(titles) or 'none yet'}")]
    page = page_of(graph, run.state)
    lines += wrapped(f"The end: {page.ending.title}" if page.ending else f"Stands at: {page.title}")
    return [*lines, *(wrapped(f"To share: sokovia branches import {code}", hang="    ") if code else ())]


def recovered_lines(path: Path, found: Recovered) -> list[str]:
    """What came of recovering a damaged store."""
    if found.aside is None:
        return [f"{path} is sound; it is as it was."]
    lines = [f"The damaged file is now {found.aside}; nothing of it was deleted."]
    if not found.choices and not found.finds:
        return [*lines, "Nothing could be read of it. Your next run is kept in a new file."]
    lines.append(f"Recovered into {path}:")
    runs = f"{len(found.runs)} run{'s' * (len(found.runs) != 1)}{': ' * bool(found.runs)}{', '.join(found.runs)}"
    lines += wrapped(f"{found.choices:,} choices, and {runs}.", indent="  ")
    lines += wrapped(f"{found.finds:,} scenes, moments and endings that you have found.", indent="  ")
    if found.torn:
        torn = (
            f"Without their beginning, which could not be read, so that they no longer play: {', '.join(found.torn)}."
        )
        lines += wrapped(torn, indent="  ")
    if found.lost:
        lines += wrapped(f"No choice could be read of: {', '.join(found.lost)}.", indent="  ")
    return lines


def steps_told(graph: Graph, steps: Iterable[Step]) -> list[str]:
    """Choices in words, as the player reads them, under their chapters."""
    lines = []
    for number, step in enumerate(steps, 1):
        node = graph.nodes[step.at]
        if node.scene is None:
            lines.append(graph.story.chapters[node.chapter].title)
        lines += wrapped(f"{number:>3}. {step_said(graph, step)}  ({step.choice})", hang="     ")
    return lines


def step_said(graph: Graph, step: Step) -> str:
    """A choice as the player reads it."""
    scene = graph.nodes[step.at].scene
    return f"Follow {graph.story.heroes[step.choice].name}" if scene is None else scene.choices[step.choice].say


def comparison_lines(graph: Graph, left: str, right: str, found: Comparison) -> list[str]:
    """Two runs, scene by scene: `=` where both are, `<` and `>` where only one is."""
    lines = [*wrapped(f"< {left}"), *wrapped(f"> {right}"), ""]
    shared = [row for row in found.rows if row.kind == "shared" and not row.differs]
    if shared:
        lines += [f"The same for the first {len(shared)} scenes and crossroads.", ""]
    lines += [line for row in found.rows[len(shared) :] for line in _compared(row)]
    titles = graph.story.vignettes
    for name, ids in ((left, found.only_left), (right, found.only_right)):
        if ids:
            lines += ["", *wrapped(f"Only {name} found: {', '.join(titles[id].title for id in ids)}")]
    if found.state:
        lines += ["", "State at the end that differs:"]
        lines += [f"  {name}: {mine} and {theirs}" for name, (mine, theirs) in found.state.items()]
    return lines


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Two runs, scene by scene, as plain data."""
    rows = [
        row._asdict()
        | {side: stop._asdict() if stop else None for side, stop in (("left", row.left), ("right", row.right))}
        for row in found.rows
    ]
    return found._asdict() | {"rows": rows}


def _compared(row: Row) -> list[str]:
    """One scene of a comparison."""
    stop = row.left or row.right
    if stop is None:
        return []
    mark = "=" if row.left and row.right else "<" if row.left else ">"
    lines = wrapped(f"{mark} {stop.title}", hang="  ")
    if "choice" in row.differs:
        for side, its in (("<", row.left), (">", row.right)):
            lines += wrapped(f"    {side} {its.say}", hang="      ") if its and its.say else []
    if "prose" in row.differs:
        lines.append("    reads differently")
    return lines


def replay_rows(run: Playthrough) -> list[dict[str, Any]]:
    """A run as plain data: each page it shows, and what was chosen there."""
    rows = []
    for turn in run.turns:
        page = page_of(run.graph, turn.before)
        moments = list(turn.events.unlocked)
        rows.append(
            {"at": page.id, "title": page.title, "text": page.text, "choice": turn.choice, "vignettes": moments}
        )
    page = page_of(run.graph, run.state)
    return [*rows, {"at": page.id, "title": page.title, "text": page.text, "choice": None, "vignettes": []}]
