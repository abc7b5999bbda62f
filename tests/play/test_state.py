"""The bits of a state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from game.play.state import Layout
from game.story.model import Flag, Range

_FLAGS = st.builds(Flag, lasts=st.sampled_from(("story", "chapter")), about=st.just("A flag."))
_RANGES = st.tuples(st.integers(0, 98), st.integers(1, 99), st.booleans()).map(
    lambda drawn: Range(
        low=drawn[0], high=min(99, drawn[0] + drawn[1]), lasts="story" if drawn[2] else "chapter", about="A range."
    )
)
_LAYOUTS = st.builds(
    Layout,
    st.dictionaries(st.text("abc", min_size=1, max_size=3), _FLAGS | _RANGES, max_size=8),
    st.lists(st.text("xyz", min_size=1, max_size=3), unique=True, max_size=5),
)


@given(_LAYOUTS, st.data())
def test_what_is_written_is_read_back_and_nothing_else_changes(layout: Layout, data: st.DataObject) -> None:
    memory, values, been = 0, {name: field.low for name, field in layout.fields.items()}, set()
    for _ in range(data.draw(st.integers(0, 12))):
        pick = data.draw(st.integers(0, 1))
        if layout.fields and pick:
            name = data.draw(st.sampled_from(sorted(layout.fields)))
            field = layout.fields[name]
            values[name] = data.draw(st.integers(field.low, field.high))
            memory = field.write(memory, values[name])
        elif layout.been:
            scene = data.draw(st.sampled_from(sorted(layout.been)))
            been.add(scene)
            memory |= layout.been[scene]
        assert {name: field.read(memory) for name, field in layout.fields.items()} == values
        assert {scene for scene, bit in layout.been.items() if memory & bit} == been


@given(_LAYOUTS, st.data())
def test_a_value_past_its_bounds_is_clamped(layout: Layout, data: st.DataObject) -> None:
    memory = 0
    for field in layout.fields.values():
        memory = field.write(memory, data.draw(st.integers(field.low, field.high)))
    for field in layout.fields.values():
        wanted = data.draw(st.integers(-500, 500))
        assert field.read(field.write(memory, wanted)) == sorted((field.low, wanted, field.high))[1]


@given(_LAYOUTS)
def test_at_the_start_every_variable_has_its_least_value_and_memory_is_zero(layout: Layout) -> None:
    assert all(field.read(0) == field.low for field in layout.fields.values())


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), _FLAGS | _RANGES, max_size=8))
def test_the_crossroads_puts_back_just_the_variables_that_last_a_chapter(variables: dict[str, Flag | Range]) -> None:
    layout = Layout(variables, ["scene"])
    full = layout.been["scene"]
    for field in layout.fields.values():
        full = field.write(full, field.high)
    kept = full & ~layout.fleeting
    for name, variable in variables.items():
        assert layout.fields[name].read(kept) == (variable.low if variable.lasts == "chapter" else variable.high)
    assert kept & layout.been["scene"]
