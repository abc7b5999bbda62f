"""The shortest and the longest run of a hero, against every run there is; what opens twice is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.play import Graph
from game.prove import prove
from game.prove.liveness import Liveness
from game.prove.runs import Run, shortest_and_longest
from game.story.prose import count_words
from tests import stories
from tests.play.naive import Naive
from tests.prove import generated

if TYPE_CHECKING:
    from pathlib import Path

    from game.story import Story


class TooManyError(Exception):
    """The story has more runs than anybody wants to try."""


def every_run(story: Story, hero: str, limit: int = 2_000) -> list[Run]:
    """Every run that follows only `hero`, from where they join to an ending or past their thread's end."""
    found: list[Run] = []
    todo: list[list[str]] = [[]]
    for tried in range(limit):
        if not todo:
            return found
        path = todo.pop()
        walked, run = walk(story, hero, path)
        if ends(walked, hero):
            found.append(run)
            continue
        onward = walked.options()
        if walked.at in story.chapters:
            onward = [hero] if hero in onward else []
        todo += [[*path, choice] for choice in onward]
        if len(path) > 40 or tried == limit - 1:
            break
    raise TooManyError


def walk(story: Story, hero: str, path: list[str]) -> tuple[Naive, Run]:
    """Where a path leads, and what was read and chosen on it."""
    walked, words, choices = Naive(story), 0, 0
    walked.at = story.heroes[hero].joins
    opened: set[str] = set()
    for choice in path:
        choices += walked.at in story.scenes
        opened.update(walked.choose(choice))
        words += sum(map(count_words, walked.text()))
    words += sum(count_words(text) for id in opened for text in story.vignettes[id].text)
    return walked, Run(words, choices)


def ends(walked: Naive, hero: str) -> bool:
    story = walked.story
    if walked.at in story.scenes:
        return story.scenes[walked.at].ending is not None
    order = list(story.chapters)
    return not any(hero in story.chapters[id].entrances for id in order[order.index(walked.at) :])


@pytest.mark.parametrize("seeds", [range(n, n + 40) for n in range(2_000, 2_240, 40)], ids=str)
def test_the_shortest_and_the_longest_run_are_those_of_all_runs(seeds: range) -> None:
    tried = 0
    for seed in seeds:
        story = generated.story(seed)
        graph = Graph(story)
        for hero in story.heroes:
            if hero not in story.chapters[story.heroes[hero].joins].entrances:
                continue
            try:
                runs = every_run(story, hero)
            except TooManyError:
                continue
            tried += 1
            expected = (min(runs), max(runs)) if runs else (None, None)
            assert shortest_and_longest(graph, hero, Liveness(graph)) == expected, (seed, hero)
    assert tried > len(seeds) / 2


def twice() -> dict[str, Any]:
    """Hall to yard, with a moment of three words that opens in both."""
    return {"vignettes": {"tea": stories.vignette(unlock=[{"at": "hall"}, {"by": "hall/go"}, {"at": "yard"}])}}


def test_a_moment_that_opens_twice_on_a_run_is_counted_once(tmp_path: Path) -> None:
    graph = Graph(stories.load(tmp_path, **twice()))
    assert shortest_and_longest(graph, "ada", Liveness(graph)) == (Run(7, 1), Run(7, 1))


@pytest.mark.usefixtures("few_plays")
def test_a_moment_that_opens_twice_in_a_random_play_is_counted_once(tmp_path: Path) -> None:
    words = prove(Graph(stories.load(tmp_path, **twice()))).plays.words
    assert (words.least, words.most) == (7, 7)
