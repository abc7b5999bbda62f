"""Reading one YAML file into plain data, with the place of every key and value, and no surprises.

Built from libyaml's event stream, so that depth, size and aliases are bounded before anything is made of them.
Scalars follow YAML 1.2's core schema, less octal, hex and floats: `yes` is a word, `1:30` is a string.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from game.story.files import SIZE_LIMIT
from game.story.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPTH_LIMIT = 24
"""Mappings and lists inside one another."""
NODE_LIMIT = 200_000
"""Values of one file, each alias counted with all it stands for."""
_TEXT_WEIGHT = 16
"""So many characters of a text count as one value more."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Keys = tuple[str | int, ...]
"""Where a value stands in a file: keys and list positions from the top."""


class Place(NamedTuple):
    """Line and column of a value, from 1; `inline` says that its text begins just there, on one line."""

    line: int
    column: int
    inline: bool = False


class Source(NamedTuple):
    """One file, read."""

    file: str
    data: Any
    places: dict[Keys, Place]
    """Path → place of the value."""
    keys: dict[Keys, Place]
    """Path → place of the key that names it."""

    def place(self, path: Keys, *, key: bool = False) -> Place:
        """The place of the value (or its key) at `path`, or of the nearest thing around it."""
        first, second = (self.keys, self.places) if key else (self.places, self.keys)
        while path and path not in first and path not in second:
            path = path[:-1]
        return first.get(path) or second.get(path) or Place(1, 1)


class _Fault(Exception):
    def __init__(self, code: str, message: str, mark: Any) -> None:
        self.code, self.message, self.mark = code, message, mark


def read_source(path: Path, name: str) -> Source | Problem:
    """Read one file.

    Args:
        path: The file.
        name: What to call it in messages.

    Returns:
        The data with its places, or the one problem that kept it from being read.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        return Problem(name, 1, 1, "F02", f"cannot read this file: {error.strerror or error}")
    if len(raw) > SIZE_LIMIT:
        return Problem(name, 1, 1, "F04", f"the file is larger than {SIZE_LIMIT:,} bytes; split it")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line, column = _locate(raw[: error.start].decode(), None)
        return Problem(name, line, column, "F03", f"not UTF-8: byte 0x{raw[error.start]:02x}; save the file as UTF-8")
    if not text.strip():
        return Problem(name, 1, 1, "F05", "the file is empty")
    return parse(text, name)


def parse(text: str, name: str) -> Source | Problem:
    """Like `read_source`, for text already in hand."""
    loader = None
    try:
        loader = _LOADER(text)
        reader = _Reader(loader)
        return Source(name, reader.document(), reader.places, reader.keys)
    except _Fault as fault:
        return Problem(name, fault.mark.line + 1, fault.mark.column + 1, fault.code, fault.message)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Problem(name, line, column, "Y01", _plainly(error.problem or error.context or "", text, mark))
    except yaml.reader.ReaderError as error:
        code = _code(error.character)
        line, column = _locate(text, max(0, text.find(chr(code))))  # its own position counts bytes, not characters
        return Problem(name, line, column, "Y01", f"the character U+{code:04X} cannot stand in a YAML file")
    except UnicodeEncodeError as error:
        line, column = _locate(text, error.start)
        return Problem(name, line, column, "X03", "half of a surrogate pair")
    finally:
        if loader is not None:
            loader.dispose()


def _code(character: Any) -> int:
    return character if isinstance(character, int) else ord(character[:1] or "\0")


def _locate(text: str, offset: int | None) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _plainly(problem: str, text: str, mark: Any) -> str:
    if "tab" in problem or (mark and text[mark.index : mark.index + 1] == "\t"):
        return "a tab; indent with spaces"
    if "mapping values are not allowed" in problem:
        return "a colon and a space inside an unquoted text; put the text in quotes, or in a `>-` block"
    return f"not YAML: {problem}"


class _Reader:
    """Builds data from events, one pass, with a stack the depth limit bounds."""

    def __init__(self, loader: Any) -> None:
        self.places: dict[Keys, Place] = {}
        self.keys: dict[Keys, Place] = {}
        self._events: Iterator[Any] = iter(loader.get_event, None)
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0

    def document(self) -> Any:
        self._expect(yaml.StreamStartEvent)
        self._expect(yaml.DocumentStartEvent)
        data = self._value(next(self._events), (), 0)
        self._expect(yaml.DocumentEndEvent)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Fault("Y05", "a second document in one file; write one story part a file", event.start_mark)
        return data

    def _expect(self, kind: type) -> None:
        event = next(self._events)
        if not isinstance(event, kind):
            raise _Fault("Y01", "not YAML: no document", event.start_mark)

    def _value(self, event: Any, path: Keys, depth: int) -> Any:
        start = event.start_mark
        if depth > DEPTH_LIMIT:
            raise _Fault("Y04", f"nested more than {DEPTH_LIMIT} deep", start)
        before = self._count
        self._tally(1 + len(getattr(event, "value", "")) // _TEXT_WEIGHT, start)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise _Fault("Y03", f"the alias *{event.anchor} stands for nothing, or for itself", start)
            data, weight = self._anchors[event.anchor]
            self._tally(weight, start)
            self.places[path] = Place(start.line + 1, start.column + 1)
            return data
        self._refuse_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            inline = start.line == end.line and event.style not in ("|", ">")
            self.places[path] = Place(start.line + 1, start.column + 1 + (event.style in ("'", '"')), inline)
            data = _scalar(event.value) if event.style is None or event.style == "" else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            self.places[path] = Place(start.line + 1, start.column + 1)
            data = self._sequence(path, depth)
        else:
            self.places[path] = Place(start.line + 1, start.column + 1)
            data = self._mapping(path, depth)
        if event.anchor:
            self._anchors[event.anchor] = (data, self._count - before)
        return data

    def _sequence(self, path: Keys, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: Keys, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _Fault("T01", "a key must be a word", event.start_mark)
            self._refuse_tag(event)
            key = event.value
            mark: Any = event.start_mark
            if key in found:
                raise _Fault("Y02", f"the key `{key[:80]}` stands twice in this mapping", mark)
            self._tally(1 + len(key) // _TEXT_WEIGHT, mark)
            self.keys[(*path, key)] = Place(mark.line + 1, mark.column + 1)
            found[key] = self._value(next(self._events), (*path, key), depth + 1)
        return found

    @staticmethod
    def _refuse_tag(event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            raise _Fault("Y05", f"the tag {event.tag}; story files have none", event.start_mark)

    def _tally(self, more: int, mark: Any) -> None:
        self._count += more
        if self._count > NODE_LIMIT:
            raise _Fault("Y03", f"more than {NODE_LIMIT:,} values, aliases counted in full", mark)


def _scalar(text: str) -> Any:
    """A plain scalar by YAML 1.2's core schema: true, false, null, whole numbers; all else is text."""
    lower = (
        text if text in _WORDS else text.lower() if text in ("True", "TRUE", "False", "FALSE", "Null", "NULL") else None
    )
    if lower is not None:
        return _WORDS[lower]
    return int(text) if _INT.fullmatch(text) else text
