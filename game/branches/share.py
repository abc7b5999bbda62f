"""Runs that leave one computer for another: a readable file, and a short code for a chat.

The file lists the choices by id, so that it may fit a story that has been edited since. The code is the run as one
number: each choice is a digit, in the base of how many choices were on offer. It carries a digest of the story's graph,
since it means something only for that very graph, and a check, since people mistype. Neither holds anything personal.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from game.branches.path import Choosing
from game.errors import SokoviaError
from game.play import Playthrough, step
from game.story.model import ID_PATTERN
from game.story.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.play import Graph, Machine

FORM = 1
"""The form of an exported file."""
PATH_LIMIT = 20_000
"""Choices of one imported run."""
SIZE_LIMIT = 2_000_000
"""Bytes of one imported file."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to misread."""
_LENGTH_BITS = 12
_DIGEST_BITS = 20
_CHECK_BITS = 10
_CHECK_PRIME = 1021
"""The check is the rest by this prime: no single wrong character and no swap of two neighbours goes unseen."""
_ID = re.compile(ID_PATTERN)


class Shared(NamedTuple):
    """A run from a file."""

    name: str
    story: str
    """The story's title."""
    version: str
    """The story's version, as `story_version` has it."""
    path: list[Choosing]


def write_shared(name: str, graph: Graph, path: Sequence[Choosing]) -> str:
    """A run as a file: YAML that a person can read."""
    lines = [
        "# A run of a Sokovia story. `sokovia branches import FILE` takes it in.",
        f"sokovia-branch: {FORM}",
        f"story: {_quoted(graph.story.frame.title)}",
        f"story-version: {_quoted(story_version(graph))}",
        f"name: {_quoted(name)}",
        "path: # [where, the choice, where it led]",
        *(f"  - [{', '.join(_quoted(id or '') for id in choosing)}]" for choosing in path),
    ]
    return "\n".join(lines) + "\n"


def read_shared(text: str, name: str) -> Shared:
    """A run from the text of a file.

    Raises:
        SokoviaError: it is no such file; the message says where and why.
    """
    from game.story.source import parse

    if len(text) > SIZE_LIMIT:
        raise SokoviaError(f"{name}: larger than {SIZE_LIMIT:,} bytes; no run is that long")
    source = parse(text, name)
    if isinstance(source, Problem):
        raise SokoviaError(str(source))
    data = source.data
    if not isinstance(data, dict) or "sokovia-branch" not in data:
        raise SokoviaError(f"{name}: not an exported run: it has no key `sokovia-branch`")
    if data["sokovia-branch"] != FORM:
        raise SokoviaError(f"{name}: made by another version of sokovia (form {str(data['sokovia-branch'])[:20]})")
    path = data.get("path")
    if not isinstance(path, list) or not 0 < len(path) <= PATH_LIMIT:
        raise SokoviaError(f"{name}: `path` must be a list of 1 to {PATH_LIMIT:,} choices")
    for number, written in enumerate(path, 1):
        if not (isinstance(written, list) and len(written) == 3 and all(map(_is_id, written))):
            raise SokoviaError(f"{name}: choice {number} of `path` must be [scene, choice, where it led], each an id")
    called, story, version = (_text(data.get(key)) for key in ("name", "story", "story-version"))
    return Shared(called, story, version, [Choosing(*written) for written in path])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 80 and _ID.match(value) is not None


def _quoted(text: str) -> str:
    """A text as YAML: an id that YAML takes for nothing else as it is, all else as JSON's strings are."""
    known = _is_id(text) and not text.isdecimal() and text not in ("true", "false", "null")
    return text if known else msgspec.json.encode(text).decode()


def encode(graph: Graph, path: Sequence[str]) -> str:
    """A run, as the ids of its choices, as a short code in groups of five.

    Raises:
        SokoviaError: it is too long.
    """
    if len(path) >> _LENGTH_BITS:
        raise SokoviaError(f"a run of {len(path):,} choices is too long for a code; export it to a file")
    state, number, base = graph.start, 0, 1
    for choice in path:
        options = [option.id for option in graph.options(state)]
        number += base * options.index(choice)
        base *= len(options)
        state, _ = step(graph, state, choice)
    packed = ((number << _LENGTH_BITS | len(path)) << _DIGEST_BITS) | graph_digest(graph)
    packed = packed << _CHECK_BITS | packed % _CHECK_PRIME
    digits = ""
    while packed:
        packed, digit = divmod(packed, 32)
        digits = _ALPHABET[digit] + digits
    return "-".join(digits[i : i + 5] for i in range(0, len(digits), 5))


def decode(machine: Machine, code: str) -> Playthrough:
    """The run that a code stands for.

    Raises:
        SokoviaError: it is no code, is mistyped, or belongs to another version of the story.
    """
    cleaned = code.upper().translate(str.maketrans("OIL", "011", "- \n"))
    if not cleaned or len(cleaned) > 4_000 or set(cleaned) - set(_ALPHABET):
        raise SokoviaError("that is no code of a run: codes have the digits and letters but I, L, O and U")
    packed = 0
    for character in cleaned:
        packed = packed * 32 + _ALPHABET.index(character)
    packed, check = packed >> _CHECK_BITS, packed & ((1 << _CHECK_BITS) - 1)
    if check != packed % _CHECK_PRIME:
        raise SokoviaError("that code is mistyped: its check does not come out")
    packed, digest = packed >> _DIGEST_BITS, packed & ((1 << _DIGEST_BITS) - 1)
    if digest != graph_digest(machine.graph):
        raise SokoviaError("that code is of another version of this story, or of another story; ask for a file instead")
    number, length = packed >> _LENGTH_BITS, packed & ((1 << _LENGTH_BITS) - 1)
    run = Playthrough(machine)
    for _ in range(length):
        options = machine.graph.options(run.state)
        if not options:
            raise SokoviaError("that code leads past the end of the story")
        number, index = divmod(number, len(options))
        run.choose(options[index].id)
    if number or not length:
        raise SokoviaError("that code is mistyped: it stands for no run")
    return run


def story_version(graph: Graph) -> str:
    """The version of a story as people see it: the same as long as what can be done in it is the same."""
    digest = graph_digest(graph)
    return "".join(_ALPHABET[digest >> shift & 31] for shift in range(_DIGEST_BITS - 5, -1, -5))


def graph_digest(graph: Graph) -> int:
    """A digest of the story's graph: its variables, nodes, options, targets, rules and effects, and not its words."""
    variables = [(name, v.low, v.high, v.lasts) for name, v in graph.variables.items()]
    found = hashlib.blake2b(f"{graph.start.at} {variables}\n".encode(), digest_size=8)
    for node in graph.nodes.values():
        for option in node.options:
            effects = sorted(option.choice.set.items()) if option.choice else ()
            found.update(f"{node.id}/{option.id}>{option.to}?{option.when}!{effects}\n".encode())
    return int.from_bytes(found.digest(), "big") & ((1 << _DIGEST_BITS) - 1)
