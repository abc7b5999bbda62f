"""The language of rules: what parses, what it means, and what is refused, at which character."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.errors import RuleError
from game.play.graph import compile_guard
from game.play.state import Layout, State
from game.story.model import Flag, Range
from game.story.rules import (
    Been,
    Both,
    Compare,
    Constant,
    Either,
    Expr,
    Follow,
    HeroName,
    Not,
    Scope,
    Var,
    parse_amount,
    parse_rule,
)
from tests.stories import marked

VARIABLES: dict[str, Flag | Range] = {
    "lit": Flag(lasts="chapter", about="A flag."),
    "late": Flag(lasts="story", about="A flag."),
    "trust": Range(low=0, high=3, lasts="story", about="A range."),
    "wear-level": Range(low=2, high=9, lasts="story", about="A range that does not start at nothing."),
}
SCENES = ("hall", "yard", "not-far")
HEROES = ("ada", "ben")
SCOPE = Scope(VARIABLES, HEROES, SCENES)
LAYOUT = Layout(VARIABLES, SCENES)

LIT, LATE = Var("lit", "truth"), Var("late", "truth")
TRUST = Var("trust", "number")


def refused(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, SCOPE)
    return caught.value


def amount_refused(name: str, amount: Any) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_amount(name, amount, VARIABLES)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lit", LIT),
        ("true", Constant(1, "truth")),
        ("not lit", Not(LIT)),
        ("lit and late or lit", Either(Both(LIT, LATE), LIT)),
        ("lit or late and lit", Either(LIT, Both(LATE, LIT))),
        ("(lit or late) and lit", Both(Either(LIT, LATE), LIT)),
        ("lit and late and lit", Both(Both(LIT, LATE), LIT)),
        ("not lit and late", Both(Not(LIT), LATE)),
        ("not (lit and late)", Not(Both(LIT, LATE))),
        ("not not lit", Not(Not(LIT))),
        ("not trust == 2", Not(Compare(TRUST, "==", Constant(2, "number")))),
        ("not lit == late", Not(Compare(LIT, "==", LATE))),
        ("(not lit) == late", Compare(Not(LIT), "==", LATE)),
        ("trust >= 1 and lit", Both(Compare(TRUST, ">=", Constant(1, "number")), LIT)),
        ("2<=trust", Compare(Constant(2, "number"), "<=", TRUST)),
        ("follow == ada", Compare(Follow(), "==", HeroName("ada"))),
        ("ben != follow", Compare(HeroName("ben"), "!=", Follow())),
        ("been(hall)", Been("hall")),
        ("been ( not-far )", Been("not-far")),
        ("been(hall) == lit", Compare(Been("hall"), "==", LIT)),
        ("  lit\n and\tlate ", Both(LIT, LATE)),
        ("trust > 0000000002", Compare(TRUST, ">", Constant(2, "number"))),
    ],
)
def test_a_rule_means_what_it_says(text: str, expected: Expr) -> None:
    found = parse_rule(text, SCOPE)
    assert found == expected
    assert type(found) is type(expected)


def test_a_hyphen_belongs_to_the_name() -> None:
    assert parse_rule("wear-level > 2", SCOPE) == Compare(Var("wear-level", "number"), ">", Constant(2, "number"))
    assert refused("trust-1 == 2").code == "R02"


@pytest.mark.parametrize(
    ("code", "words", "text"),
    [
        ("R01", "found the end", "▲"),
        ("R01", "found the end", "lit and▲"),
        ("R01", "found the end", "not▲"),
        ("R01", "found `and`", "▲and lit"),
        ("R01", "found `)`", "(▲)"),
        ("R01", "a `)` is missing", "(lit▲"),
        ("R01", "does not follow", "lit ▲late"),
        ("R01", "does not follow", "lit▲)"),
        ("R01", "comparisons do not chain", "0 < trust ▲< 3"),
        ("R01", "equality is written `==`", "trust == ▲= 2"),
        ("R01", "`=` does not follow", "trust ▲= 2"),
        ("R01", "`-` does not follow", "trust ▲- 1 == 2"),
        ("R01", "found `-`", "trust > ▲-1"),
        ("R01", 'found `"`', '▲"lit"'),
        ("R01", "`.` does not follow", "lit▲.real"),
        ("R01", "found `é`", "▲élan"),
        ("R01", "cannot call anything but `been(scene)`", "lit▲(hall)"),
        ("R01", "cannot call anything but `been(scene)`", "follow == ada ▲(1)"),
        ("R01", "`been` is written been(scene-id)", "been ▲hall"),
        ("R01", "a `)` is missing", "been(hall▲"),
        ("R01", "a `)` is missing", "been(hall ▲yard)"),
        ("R02", "expected a scene's id, found `)`", "been(▲)"),
        ("R02", "expected a scene's id, found the end", "been(▲"),
        ("R02", "unknown scene `hal`; did you mean `hall`?", "been(▲hal)"),
        ("R02", "unknown scene `lit`", "been(▲lit)"),
        ("R02", "unknown scene `unknown`", "lit or been(▲unknown)"),
        ("R02", "unknown name `hall`", "▲hall"),
        ("R02", "did you mean `trust`?", "▲turst > 1"),
        ("R02", "did you mean `lit`?", "late and ▲Lit"),
        ("R02", "did you mean `ada`?", "follow == ▲adda"),
        ("R02", "unknown name `__import__`", "▲__import__(x)"),
        ("R02", "unknown name `exec`", "lit and ▲exec('x')"),
        ("R02", "unknown name `lambda`", "▲lambda: 1"),
        ("R03", "cannot compare the flag `lit` with the number 1", "lit ▲== 1"),
        ("R03", "cannot compare the number `trust` with a condition", "trust ▲== true"),
        ("R03", "cannot compare `follow` with the flag `lit`", "follow ▲== lit"),
        ("R03", "cannot compare the hero `ada` with the number 2", "late or ada ▲!= 2"),
        ("R03", "`<` needs numbers; the flag `lit` is not one", "lit ▲< late"),
        ("R03", "`>=` needs numbers; `follow` is not one", "follow ▲>= ada"),
        ("R03", "the number `trust` is not a condition", "▲trust"),
        ("R03", "the number 1 is not a condition", "▲1"),
        ("R03", "`follow` is not a condition", "lit and ▲follow"),
        ("R03", "the hero `ben` is not a condition", "▲ben or lit"),
        ("R03", "the number `trust` is not a condition", "not ▲trust"),
        ("R03", "the number `trust` is not a condition", "lit or ▲trust and lit"),
    ],
)
def test_a_rule_at_fault_is_refused_at_the_very_character(code: str, words: str, text: str) -> None:
    clean, _, column = marked(text)
    error = refused(clean)
    assert error.code == code
    assert words in error.message
    assert error.at == column - 1


@pytest.mark.parametrize("opening", ["(", "not ", "not ("])
def test_depth_is_bounded(opening: str) -> None:
    error = refused(opening * 5_000 + "lit")
    assert error.code == "R01"
    assert "nested more than 32 deep" in error.message
    assert parse_rule("(" * 32 + "lit" + ")" * 32, SCOPE) == LIT
    assert refused("(" * 33 + "lit" + ")" * 33).at == 32


def test_a_long_chain_is_no_depth() -> None:
    assert isinstance(parse_rule(" and ".join(["lit"] * 80), SCOPE), Both)


def test_a_number_of_any_length_is_only_a_number() -> None:
    assert isinstance(parse_rule(f"trust < {'9' * 10_000}", SCOPE), Compare)


@given(st.text(max_size=60))
@settings(max_examples=500, database=None, deadline=None)
def test_any_text_is_a_rule_or_a_rule_error_inside_it(text: str) -> None:
    check(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "and",
                "or",
                "not",
                "(",
                ")",
                "been",
                "been(",
                "hall",
                "lit",
                "trust",
                "2",
                "follow",
                "ada",
                "==",
                "<",
                "true",
            ]
        ),
        max_size=14,
    )
)
@settings(max_examples=800, database=None, deadline=None)
def test_any_row_of_words_is_a_rule_or_a_rule_error_inside_it(words: list[str]) -> None:
    check(" ".join(words))


def check(text: str) -> None:
    found: Expr | RuleError
    try:
        found = parse_rule(text, SCOPE)
    except RuleError as error:
        found = error
    if isinstance(found, RuleError):
        assert found.code in ("R01", "R02", "R03")
        assert 0 <= found.at <= len(text)
        assert found.message
    else:
        assert found.type == "truth"
        assert compile_guard(found, LAYOUT)(State("hall", "ada", 0)) in (True, False)


# `set`: what a variable can take.


@pytest.mark.parametrize(
    ("name", "amount", "expected"),
    [
        ("lit", True, (1, False)),
        ("lit", False, (0, False)),
        ("trust", 0, (0, False)),
        ("trust", 3, (3, False)),
        ("trust", "+1", (1, True)),
        ("trust", "+12", (12, True)),
        ("trust", -1, (-1, True)),
        ("trust", "-2", (-2, True)),
        ("wear-level", 9, (9, False)),
    ],
)
def test_a_set_assigns_or_adds(name: str, amount: bool | int | str, expected: tuple[int, bool]) -> None:
    assert parse_amount(name, amount, VARIABLES) == expected


@pytest.mark.parametrize(
    ("name", "amount", "code", "words"),
    [
        ("tryst", 1, "R02", "unknown variable `tryst`; did you mean `trust`?"),
        ("lit", 1, "R04", "is a flag"),
        ("lit", "true", "R04", "is a flag"),
        ("trust", True, "R04", "is a range"),
        ("trust", 4, "R04", "4 is outside `trust`, which goes from 0 to 3"),
        ("wear-level", 1, "R04", "from 2 to 9"),
        ("trust", "two", "R04", "`two` is no amount"),
        ("trust", "+0", "R04", "no amount"),
        ("trust", "+100", "R04", "no amount"),
        ("trust", -100, "R04", "no amount"),
        ("trust", "1", "R04", "no amount"),
        ("trust", "+1\n", "R04", "no amount"),
        ("trust", "+١", "R04", "no amount"),
        ("trust", "", "R04", "no amount"),
    ],
)
def test_a_set_the_variable_cannot_take_is_refused(name: str, amount: bool | int | str, code: str, words: str) -> None:
    error = amount_refused(name, amount)
    assert error.code == code
    assert words in error.message


# Against an evaluator of its own: expressions are generated as trees, written as text, parsed, compiled, and compared.

Tree = tuple[Any, ...]
"""("or", a, b), ("and", a, b), ("not", a), ("compare", a, operator, b), ("flag", name), ("number", text), …"""
World = dict[str, Any]
"""What the tree is evaluated in: variables by name, `follow`, and the set `been`."""

_BINDS = {"or": 0, "and": 1, "not": 2, "compare": 3}
"""The looser, the lower; terms bind tightest."""

numbers = st.one_of(
    st.sampled_from(["trust", "wear-level"]).map(lambda name: ("variable", name)),
    st.integers(0, 12).map(lambda number: ("number", number)),
)
heroes = st.one_of(st.just(("follow",)), st.sampled_from(HEROES).map(lambda name: ("hero", name)))
equality = st.sampled_from(["==", "!="])
order = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
leaves = st.one_of(
    st.sampled_from(["lit", "late"]).map(lambda name: ("variable", name)),
    st.sampled_from([("true",), ("false",)]),
    st.sampled_from(SCENES).map(lambda scene: ("been", scene)),
    st.tuples(st.just("compare"), numbers, order, numbers),
    st.tuples(st.just("compare"), heroes, equality, heroes),
)
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("or"), inner, inner),
        st.tuples(st.just("and"), inner, inner),
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("compare"), inner, equality, inner),
    ),
    max_leaves=12,
)
worlds = st.fixed_dictionaries(
    {
        "lit": st.integers(0, 1),
        "late": st.integers(0, 1),
        "trust": st.integers(0, 3),
        "wear-level": st.integers(2, 9),
        "follow": st.sampled_from(HEROES),
        "been": st.sets(st.sampled_from(SCENES)),
    }
)


def written(tree: Tree, least: int = 0) -> str:
    """The tree as a rule, with no parenthesis that precedence makes needless."""
    match tree:
        case ("or" | "and" as word, left, right):
            text = f"{written(left, _BINDS[word])} {word} {written(right, _BINDS[word] + 1)}"
        case ("not", inner):
            text = f"not {written(inner, _BINDS['not'])}"
        case ("compare", left, operator, right):
            text = f"{written(left, 4)} {operator} {written(right, 4)}"
        case ("been", scene):
            text = f"been({scene})"
        case (kind,):
            text = kind
        case _:
            text = str(tree[1])
    return f"({text})" if _BINDS.get(tree[0], 4) < least else text


def value(tree: Tree, world: World) -> Any:
    """What the tree is worth in a world."""
    match tree:
        case ("or", left, right):
            return value(left, world) or value(right, world)
        case ("and", left, right):
            return value(left, world) and value(right, world)
        case ("not", inner):
            return not value(inner, world)
        case ("compare", left, operator, right):
            return compared(value(left, world), operator, value(right, world))
        case ("variable", name):
            found = world[name]
            return bool(found) if name in ("lit", "late") else found
        case ("been", scene):
            return scene in world["been"]
        case ("follow",):
            return world["follow"]
        case (word,):
            return word == "true"
    return tree[1]


def compared(one: Any, operator: str, other: Any) -> bool:
    """Two values compared, by the signs of the operator."""
    if operator == "!=":
        return bool(one != other)
    if one == other:
        return "=" in operator
    return operator != "==" and (one < other) is operator.startswith("<")


def state_of(world: World) -> State:
    memory = sum(LAYOUT.been[scene] for scene in world["been"])
    for name in VARIABLES:
        memory = LAYOUT.fields[name].write(memory, world[name])
    return State("hall", world["follow"], memory)


@given(trees, worlds)
@settings(max_examples=700, database=None, deadline=None)
def test_a_compiled_rule_agrees_with_an_evaluator_of_its_own(tree: Tree, world: World) -> None:
    text = written(tree)
    found = compile_guard(parse_rule(text, SCOPE), LAYOUT)(state_of(world))
    assert type(found) is bool, text
    assert found == value(tree, world), text
