"""Figures and lists as lines of text, for the command line and plain mode: nothing drawn, at most 78 columns wide."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from game.story.prose import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.play import Recap
    from game.prove import Stats
    from game.prove.stats import Measure
    from game.story import Story

WIDTH = 72


def wrapped(text: str, *, indent: str = "", hang: str | None = None) -> list[str]:
    """A paragraph in lines; `hang` indents all but the first."""
    rest = indent if hang is None else hang
    lines = [
        line
        for part in plain(text).split("\n")
        for line in textwrap.wrap(
            part, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
        )
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
        lines += [recap.chapter.title, *(line for fact in recap.facts for line in wrapped(fact, indent="  ")), ""]
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
