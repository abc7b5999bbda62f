"""Does a file have the right shape? All of its problems at once, by the JSON Schema of its kind."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from game.story.problems import Problem, nearest, printable
from game.story.schema import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from game.story.source import Keys, Source

_ID_FORM = "an id: lower-case words joined by hyphens"
_NAMES = {
    "object": "a mapping (`key: value` lines)",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}


@functools.cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema(kind))


def check_shape(source: Source, kind: str) -> list[Problem]:
    """Everything about the file that is not of its kind's shape, and every text that holds what it may not."""
    problems = [problem for error in _validator(kind).iter_errors(source.data) for problem in _explain(error, source)]
    return problems + check_texts(source)


def check_texts(source: Source) -> list[Problem]:
    """Every text and key of the file that holds what it may not."""
    return [
        _at(source, path, code, message, key=key)
        for path, text, key in _texts(source.data, ())
        for code, message in _characters(text)
    ]


def _at(source: Source, path: Keys, code: str, message: str, *, key: bool = False) -> Problem:
    place = source.place(path, key=key)
    return Problem(source.file, place.line, place.column, code, message)


def _explain(error: ValidationError, source: Source) -> Iterator[Problem]:
    """The findings that stand behind one error of the schema."""
    path = _path(error)
    value: Any = error.instance
    explain = _EXPLAINED.get(str(error.validator))
    if error.validator == "anyOf":
        yield from _nearest_branch(error, source)
    elif explain is None:
        yield _at(source, path, "T04", error.message[:200])
    elif "propertyNames" in error.absolute_schema_path:
        yield _at(source, (*path, value), "T04", f"`{_short(value)}` is not {_ID_FORM}", key=True)
    else:
        case = _Case(str(error.validator), value, error.validator_value, error.schema, error.message, _here(path))
        for finding in explain(case):
            yield _at(source, (*path, *finding.below), finding.code, finding.message, key=finding.key)


def _path(error: ValidationError) -> Keys:
    return tuple(error.absolute_path)


class _Case(NamedTuple):
    """What the schema has against a value."""

    rule: str
    value: Any
    wanted: Any
    schema: Any
    message: str
    here: str
    """“ in `key`”, or nothing at the top of a file."""


class _Finding(NamedTuple):
    code: str
    message: str
    below: tuple[str, ...] = ()
    """Where under the error's own path."""
    key: bool = False
    """Whether the key is at fault, and not its value."""


def _unknown_keys(case: _Case) -> Iterator[_Finding]:
    known = case.schema.get("properties", {})
    for name in case.value:
        if name not in known:
            hint = nearest(name, known) or f"; known here: {', '.join(known)}"
            yield _Finding("T02", f"unknown key `{_short(name)}`{hint}", (name,), key=True)


def _missing_key(case: _Case) -> Iterator[_Finding]:
    for name in case.wanted:
        if name not in case.value and f"'{name}'" in case.message:
            yield _Finding("T03", f"the key `{name}` is missing{case.here}", key=True)


def _wrong_type(case: _Case) -> Iterator[_Finding]:
    yield _Finding("T01", f"expected {_kinds(case.wanted)}{case.here}, found {_found(case.value)}")


def _not_one_of(case: _Case) -> Iterator[_Finding]:
    allowed = [str(value) for value in (case.wanted if isinstance(case.wanted, list) else [case.wanted])]
    near = nearest(str(case.value), allowed)
    yield _Finding("T04", f"`{_short(case.value)}` is not one of: {', '.join(allowed)}{near}")


def _wrong_form(case: _Case) -> Iterator[_Finding]:
    form = "a colour as #rrggbb" if "fA-F" in case.wanted else _ID_FORM
    yield _Finding("T04", f"`{_short(case.value)}` is not {form}")


def _too_little(case: _Case) -> Iterator[_Finding]:
    yield _Finding("T04", f"empty{case.here}; it needs at least {case.wanted}")


def _too_much(case: _Case) -> Iterator[_Finding]:
    yield _Finding("T04", f"too long{case.here}: {len(case.value):,}, at most {case.wanted:,}")


def _out_of_bounds(case: _Case) -> Iterator[_Finding]:
    yield _Finding("T04", f"{case.value} is out of bounds: {case.rule} {case.wanted}")


_EXPLAINED: dict[str, Callable[[_Case], Iterator[_Finding]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _not_one_of,
    "const": _not_one_of,
    "pattern": _wrong_form,
    **dict.fromkeys(("minLength", "minItems", "minProperties"), _too_little),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), _too_much),
    **dict.fromkeys(("minimum", "maximum"), _out_of_bounds),
}


def _nearest_branch(error: ValidationError, source: Source) -> Iterator[Problem]:
    """Of several allowed shapes, speak of the one the value comes nearest to: of its own type, and its own tag."""
    path = _path(error)
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    fitting = [found for found in branches.values() if not any(_of_another_type(inner) for inner in found)]
    tagged = [found for found in fitting if not any(_of_another_tag(inner) for inner in found)]
    for inner in next(iter(tagged or fitting), ()):
        yield from _explain(inner, source)
    if not fitting:
        shapes: Any = error.validator_value
        kinds = [shape.get("type", "object") for shape in shapes if shape.get("type") != "null"]
        names = " or ".join(dict.fromkeys(_kinds(kind) for kind in kinds))
        yield _at(source, path, "T01", f"expected {names}{_here(path)}, found {_found(error.instance)}")


def _of_another_type(inner: ValidationError) -> bool:
    return inner.validator == "type" and not inner.relative_path


def _of_another_tag(inner: ValidationError) -> bool:
    return inner.validator == "enum" and bool(inner.relative_path) and inner.relative_path[-1] == "type"


def _kinds(wanted: Any) -> str:
    names = wanted if isinstance(wanted, list) else [wanted]
    return " or ".join(_NAMES[str(name)] for name in names)


def _found(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return {type(None): "nothing", dict: "a mapping", list: "a list"}[type(value)]
    if isinstance(value, bool):
        return f"{str(value).lower()}"
    return f"the number {value}" if isinstance(value, int) else f"the text `{_short(value)}`"


def _here(path: Keys) -> str:
    names = [name for name in path if isinstance(name, str)]
    return f" in `{_short(names[-1])}`" if names else ""


def _short(value: object) -> str:
    text = printable(str(value)[:100])
    return text if len(text) <= 60 else text[:59] + "…"


def _texts(node: Any, path: Keys) -> Iterator[tuple[Keys, str, bool]]:
    """Path, text, and whether it is a key."""
    if isinstance(node, str):
        yield path, node, False
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key), key, True
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))


def _characters(text: str) -> Iterator[tuple[str, str]]:
    """What may not stand in a text: it would reach a terminal as it is."""
    if text.isprintable():
        return
    for character in sorted(set(text)):
        category = unicodedata.category(character)
        if character in "\n ":
            continue
        if category == "Cs":
            yield "X03", f"half of a surrogate pair, U+{ord(character):04X}"
        elif category in ("Cc", "Zl", "Zp"):
            yield "X01", f"the control character U+{ord(character):04X} in a text"
        elif unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"):
            yield "X02", f"the bidirectional control U+{ord(character):04X} in a text"
