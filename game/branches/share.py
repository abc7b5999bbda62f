"""Runs that leave one computer for another: a readable file, and a short code for a chat.

The file lists the choices by id, so that it may fit a story that has been edited since. The code is the run as one
number: each choice is a digit, in the base of how many choices were on offer. It carries a digest of the story's graph,
since it means something only for that very graph, and a checksum, since people mistype. Neither holds anything
personal.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from game.branches.path import Choosing
from game.errors import SokoviaError
from game.play import Playthrough, step
from game.story.problems import Problem
from game.story.source import parse

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
_DIGEST_BITS = 20
_CHECK_BITS = 10


class Shared(NamedTuple):
    """A run from a file."""

    name: str
    story: str
    path: list[Choosing]


def write_shared(name: str, story: str, path: Sequence[Choosing]) -> str:
    """A run as a file: YAML that a person can read."""
    lines = [
        "# A run of a Sokovia story. `sokovia branches import FILE` takes it in.",
        f"sokovia-branch: {FORM}",
        f"story: {_quoted(story)}",
        f"name: {_quoted(name)}",
        "path:",
        *(f"  - [{choosing.scene}, {choosing.choice}, {choosing.arrived}]" for choosing in path),
    ]
    return "\n".join(lines) + "\n"


def read_shared(text: str, name: str) -> Shared:
    """A run from the text of a file.

    Raises:
        SokoviaError: it is no such file; the message says where and why.
    """
    if len(text) > SIZE_LIMIT:
        raise SokoviaError(f"{name}: larger than {SIZE_LIMIT:,} characters; no run is that long")
    source = parse(text, name)
    if isinstance(source, Problem):
        raise SokoviaError(str(source))
    data = source.data
    if not isinstance(data, dict) or "sokovia-branch" not in data:
        raise SokoviaError(f"{name}: not an exported run: it has no key `sokovia-branch`")
    if data["sokovia-branch"] != FORM:
        raise SokoviaError(f"{name}: made by another version of sokovia (form {str(data['sokovia-branch'])[:20]})")
    path = data.get("path")
    if not isinstance(path, list) or len(path) > PATH_LIMIT:
        raise SokoviaError(f"{name}: `path` must be a list of at most {PATH_LIMIT:,} choices")
    for number, written in enumerate(path, 1):
        if not (isinstance(written, list) and len(written) == 3 and all(isinstance(p, str) and p for p in written)):
            raise SokoviaError(f"{name}: choice {number} of `path` must be [scene, choice, where it led]")
    return Shared(_text(data.get("name")), _text(data.get("story")), [Choosing(*written) for written in path])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _quoted(text: str) -> str:
    """A text as a YAML double-quoted scalar, which JSON's strings are."""
    return msgspec.json.encode(text).decode()


def encode(graph: Graph, path: Sequence[str]) -> str:
    """A run, as the ids of its choices, as a short code in groups of five."""
    state, number, base = graph.start, 0, 1
    for choice in path:
        options = [option.id for option in graph.options(state)]
        number += base * options.index(choice)
        base *= len(options)
        state, _ = step(graph, state, choice)
    packed = ((number << 12 | len(path)) << _DIGEST_BITS) | graph_digest(graph)
    packed = packed << _CHECK_BITS | _check(packed)
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
    if check != _check(packed):
        raise SokoviaError("that code is mistyped: its check does not come out")
    packed, digest = packed >> _DIGEST_BITS, packed & ((1 << _DIGEST_BITS) - 1)
    if digest != graph_digest(machine.graph):
        raise SokoviaError("that code is of another version of this story, or of another story; ask for a file instead")
    number, length = packed >> 12, packed & 0xFFF
    run = Playthrough(machine)
    for _ in range(length):
        options = machine.graph.options(run.state)
        if not options:
            raise SokoviaError("that code leads past the end of the story")
        number, index = divmod(number, len(options))
        run.choose(options[index].id)
    return run


def graph_digest(graph: Graph) -> int:
    """A digest of the story's graph: its nodes, options, targets, rules and effects, and not its words."""
    found = hashlib.blake2b(digest_size=8)
    for node in graph.nodes.values():
        for option in node.options:
            effects = sorted(option.choice.set.items()) if option.choice else ()
            found.update(f"{node.id}/{option.id}>{option.to}?{option.when}!{effects}\n".encode())
    return int.from_bytes(found.digest(), "big") & ((1 << _DIGEST_BITS) - 1)


def _check(number: int) -> int:
    raw = number.to_bytes((number.bit_length() + 7) // 8 or 1, "big")
    return int.from_bytes(hashlib.blake2b(raw, digest_size=4).digest(), "big") & ((1 << _CHECK_BITS) - 1)
