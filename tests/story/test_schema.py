"""The JSON Schemas that editors use say just what the model says."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from game import starter
from game.paths import shipped
from game.story.schema import KINDS, schema, schemas
from tests.stories import chapter, codex, frame, vignette

VALIDATORS = {kind: Draft202012Validator(schema(kind)) for kind in KINDS}


def starter_file(name: str) -> Any:
    return yaml.safe_load((starter._FILES / name).read_text(encoding="utf-8"))


SEEDS: dict[str, list[Any]] = {
    "story": [frame(), starter_file("story.yaml")],
    "chapter": [chapter(), starter_file("chapters/01-the-rock.yaml"), starter_file("chapters/02-the-light.yaml")],
    "vignette": [
        vignette(),
        vignette(unlock=[{"at": "hall"}, {"by": "hall/go", "when": "lit"}]),
        starter_file("vignettes/dry-socks.yaml"),
    ],
    "codex": [codex(), starter_file("codex/people.yaml")],
}


def by_schema(kind: str, data: Any) -> bool:
    return VALIDATORS[kind].is_valid(data)


def by_model(kind: str, data: Any) -> bool:
    try:
        msgspec.convert(data, KINDS[kind])
    except msgspec.ValidationError:
        return False
    return True


def test_the_schemas_kept_beside_the_story_are_fresh() -> None:
    folder = shipped("story") / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schemas()


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_itself_valid_and_says_that_it_is_generated(kind: str) -> None:
    found = json.loads(schemas()[f"{kind}.schema.json"])
    Draft202012Validator.check_schema(found)
    assert "sokovia schema --write" in found["$comment"]
    assert found == json.loads(json.dumps(schema(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_right_is_right_by_schema_and_by_model(kind: str) -> None:
    for data in SEEDS[kind]:
        assert by_schema(kind, data)
        assert by_model(kind, data)


ids = st.sampled_from(["one", "a-b", "Ada", "a--b", "-a", "", "a\n", "a_b", "é", "x" * 80, "x" * 81, "12", "#d98c3f"])
texts = st.one_of(ids, st.text(max_size=8), st.sampled_from([400, 401, 4000, 4001]).map(lambda n: "é" * n))
scalars = st.one_of(st.none(), st.booleans(), st.integers(-2, 101), texts)
keys = st.one_of(
    ids, st.sampled_from(["when", "say", "to", "set", "else", "type", "from", "kind", "ending", "otherwise"])
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)


def spots(data: Any) -> list[tuple[Any, Any]]:
    """(container, key or index) of everything inside `data`."""
    here = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    return [(data, key) for key, _ in here] + [spot for _, inner in here for spot in spots(inner)]


@st.composite
def mutated(draw: st.DrawFn, kind: str) -> Any:
    """A right file of one kind, with up to three things changed in it."""
    data = copy.deepcopy(draw(st.sampled_from(SEEDS[kind])))
    for _ in range(draw(st.integers(0, 3))):
        places = spots(data)
        if not places:
            break
        container, key = draw(st.sampled_from(places))
        change = draw(st.sampled_from(["replace", "copy", "drop", "rename", "add"]))
        if change == "replace":
            container[key] = draw(values)
        elif change == "copy":
            other, name = draw(st.sampled_from(places))
            container[key] = copy.deepcopy(other[name])
        elif change == "drop":
            del container[key]
        elif isinstance(container, list):
            container.insert(key, draw(values))
        elif change == "rename":
            container[draw(keys)] = container.pop(key)
        else:
            container[draw(keys)] = draw(values)
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_schema_and_model_accept_the_same_files(kind: str) -> None:
    seen = set()

    @given(mutated(kind))
    @settings(max_examples=400, database=None, deadline=None)
    def agree(data: Any) -> None:
        accepted = by_schema(kind, data)
        assert accepted is by_model(kind, data)
        seen.add(accepted)

    agree()
    assert seen == {True, False}
