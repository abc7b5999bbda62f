"""Figures and lists as lines of text, for the command line and plain mode: nothing drawn, at most 78 columns wide."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from game.story.prose import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.play import Graph, Recap
    from game.prove import Finding, Proof, Stats, Step, Way
    from game.prove.stats import Measure
    from game.story import Story

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


def album_lines(story: Story, found: set[str]) -> list[str]:
    """The album: found moments by title, the others by their hint."""
    lines = [f"Moments found: {len(found & set(story.vignettes))} of {len(story.vignettes)}", ""]
    for vignette in story.vignettes.values():
        if vignette.id in found:
            lines += [*wrapped(f"Found: {vignette.title}"), *wrapped(vignette.text[0], indent="  "), ""]
        else:
            lines += [*wrapped(f"Not yet found. {vignette.hint}"), ""]
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
    lines += ["", "Runs that follow one hero, in words and choices", "  " + f"{'':18}{'shortest':>16}{'longest':>16}"]
    for hero, runs in stats.heroes.items():
        lines.append(f"  {hero:18}{_measure(runs.shortest):>16}{_measure(runs.longest):>16}")
    lines += ["", "Words a chapter"]
    lines += [f"  {chapter:18}{count:>8,}" for chapter, count in stats.words_per_chapter.items()]
    return lines


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
    lines = [
        f"{title}: {proof.verdict}",
        f"{figures.states:,} states and {figures.edges:,} choices between them, looked at in {figures.seconds:.1f} s"
        f" and {figures.peak_bytes / 1e6:,.0f} MB",
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
    lines = [*wrapped(f"To the {name}: {len(way.steps)} choices"), ""]
    for number, step in enumerate(way.steps, 1):
        node = graph.nodes[step.at]
        chapter = graph.story.chapters[node.chapter]
        if node.scene is None:
            hero = graph.story.heroes[step.choice].name
            lines += [f"{chapter.title}", *wrapped(f"{number:>3}. Follow {hero}  ({step.choice})", hang="     ")]
        else:
            say = plain(node.scene.choices[step.choice].say)
            lines += wrapped(f"{number:>3}. {say}  ({step.choice})", hang="     ")
    return lines
