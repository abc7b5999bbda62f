"""From a folder of YAML files to a checked story, or to every problem that stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from game.errors import StoryError
from game.story.checking import Draft, File, check_draft
from game.story.files import ledger_files, story_files
from game.story.model import Chapter, Codex, Frame, Ledger, Story, Vignette
from game.story.problems import Problem
from game.story.schema import KINDS
from game.story.shape import check_shape, check_texts
from game.story.source import Source, read_source

if TYPE_CHECKING:
    from pathlib import Path


class Report(NamedTuple):
    """What loading found: the story if there is no error, and every problem in file order."""

    story: Story | None
    problems: list[Problem]


def check_story(folder: Path) -> Report:
    """Read and check a story folder from its files, all problems at once.

    Raises:
        StoryError: there is nothing to read.
    """
    problems: list[Problem] = []
    files: list[File] = []
    for kind, path in story_files(folder):
        source = _read_plain(path, folder)
        if isinstance(source, Problem):
            problems.append(source)
            continue
        found = check_shape(source, kind)
        problems += found
        files.append(File(kind, source, None if found else _convert(source, kind, problems)))
    if not any(kind == "chapter" for kind, _ in story_files(folder)):
        problems.append(Problem(str(folder / "chapters"), 1, 1, "F01", "no chapter: chapters/ has no .yaml file"))
    draft = Draft(files, _read_ledger(folder, problems))
    problems += check_draft(draft)
    problems = sorted(dict.fromkeys(problems))
    wrong = any(problem.level == "error" for problem in problems)
    return Report(None if wrong else _assemble(draft), problems)


def _read_plain(path: Path, folder: Path) -> Source | Problem:
    """Read a file of a story, if it is a plain one that lies inside the story's folder."""
    name = str(path)
    try:
        if not path.exists() and not path.is_symlink():
            return Problem(name, 1, 1, "F01", "this file is missing; every story has one")
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            return Problem(name, 1, 1, "F06", "not a plain file inside the story folder")
    except OSError as error:
        return Problem(name, 1, 1, "F02", f"cannot read this file: {error.strerror}")
    return read_source(path, name)


def read_story(folder: Path) -> Story:
    """The story in `folder`, from its files.

    Raises:
        StoryError: it has errors; all of them.
    """
    report = check_story(folder)
    if report.story is None:
        raise StoryError([problem for problem in report.problems if problem.level == "error"])
    return report.story


def _convert(source: Source, kind: str, problems: list[Problem]) -> Any:
    try:
        return msgspec.convert(source.data, KINDS[kind])
    except (msgspec.ValidationError, UnicodeError) as error:
        problems.append(Problem(source.file, 1, 1, "T01", str(error)))
        return None


def _read_ledger(folder: Path, problems: list[Problem]) -> Ledger:
    facts = {"beats": "fact", "moments": "moment", "characters": "name", "places": "name"}
    found: dict[str, dict[str, str]] = {}
    for path in ledger_files(folder):
        source = read_source(path, str(path))
        if isinstance(source, Problem):
            problems.append(source)
            continue
        problems += check_texts(source)
        entries = source.data.get(path.stem) if isinstance(source.data, dict) else None
        try:
            found[path.stem] = {str(entry["id"]): str(entry[facts[path.stem]]) for entry in entries or ()}
        except (TypeError, KeyError):
            problems.append(
                Problem(str(path), 1, 1, "T01", f"expected a list of entries with `id` and `{facts[path.stem]}`")
            )
    return Ledger(**found)


def _assemble(draft: Draft) -> Story:
    frame = next(file.value for file in draft.files if isinstance(file.value, Frame))
    chapters = {file.value.chapter: file.value for file in draft.files if isinstance(file.value, Chapter)}
    order = [id for episode in frame.episodes for id in episode.chapters] or list(chapters)
    vignettes = [file.value for file in draft.files if isinstance(file.value, Vignette)]
    shelves = [file.value for file in draft.files if isinstance(file.value, Codex)]
    return Story(
        frame=frame,
        chapters={id: chapters[id] for id in order},
        vignettes={vignette.id: vignette for vignette in vignettes},
        codex={shelf.codex: shelf for shelf in shelves},
        ledger=draft.ledger,
    )
