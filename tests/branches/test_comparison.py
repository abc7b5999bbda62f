"""Two runs side by side."""

from __future__ import annotations

from time import monotonic

from game.branches import Comparison, compare
from tests.play.island import run


def shape(found: Comparison) -> list[tuple[str, str | None, str | None, tuple[str, ...]]]:
    """Each row in short: what it is, where the runs are, what differs."""
    return [
        (row.kind, row.left.at if row.left else None, row.right.at if row.right else None, row.differs)
        for row in found.rows
    ]


def test_a_run_is_the_same_as_itself() -> None:
    found = compare(run("ada", "light"), run("ada", "light"))
    assert shape(found) == [
        ("shared", "shore", "shore", ()),
        ("shared", "hall", "hall", ()),
        ("shared", "attic", "attic", ()),
    ]
    assert (found.only_left, found.only_right, found.state) == ([], [], {})


def test_runs_part_and_are_joined_again_where_both_must_come() -> None:
    found = compare(run("ada", "light", "out", "cleo"), run("ben", "in", "cleo", "on", "cleo"))
    assert shape(found) == [
        ("shared", "shore", "shore", ("choice",)),
        ("parted", "hall", None, ()),
        ("parted", "attic", None, ()),
        ("parted", None, "gate", ()),
        ("joined", "hill", "hill", ("state",)),
        ("joined", "roof", "roof", ("choice", "state")),
        ("parted", None, "home", ()),
        ("parted", None, "door", ()),
    ]


def test_what_differs_in_choice_prose_and_state_is_marked() -> None:
    lit, dark = run("ada", "light", "down", "light", "out"), run("ada", "light", "down", "knock", "out")
    found = compare(lit, dark)
    assert [row.differs for row in found.rows] == [(), (), (), ("choice",), ("state",), ("state",)]
    assert found.state == {"trust": (3, 2)}
    row = found.rows[3]
    assert row.left is not None
    assert row.right is not None
    assert (row.left.say, row.right.say, row.left.title) == ("Light it.", "Knock.", "The hall")
    found = compare(run("ada", "light", "out", "cleo"), run("ben", "in", "cleo"))
    assert [row.differs for row in found.rows if row.kind == "joined"] == [("state",), ("state",)]


def test_moments_that_only_one_of_them_found_are_told() -> None:
    found = compare(run("ada", "light", "out"), run("ben", "in"))
    assert (found.only_left, found.only_right) == (["match", "moth"], [])
    found = compare(run("ben", "in"), run("ada", "light", "out"))
    assert (found.only_left, found.only_right) == ([], ["match", "moth"])


def test_a_run_and_its_own_beginning_are_shared_as_far_as_that_goes() -> None:
    found = compare(run("ada", "light", "down", "sail"), run("ada", "light"))
    assert [row.kind for row in found.rows] == ["shared", "shared", "shared", "parted", "parted"]
    assert found.rows[2].differs == ("choice",)
    assert compare(run(), run()).rows[0].kind == "shared"


def test_two_runs_that_go_round_for_long_are_compared_all_the_same() -> None:
    left, right = run("ada", *["light", "down"] * 400), run("ada", *["light", "down"] * 200, "sail")
    start = monotonic()
    found = compare(left, right)
    assert len(found.rows) == len(left.turns) + 2
    assert monotonic() - start < 10


def test_runs_that_choose_differently_and_come_to_the_same_scene_are_joined_there() -> None:
    found = compare(run("ada", "light", "down", "light"), run("ada", "light", "down", "knock"))
    assert [row.kind for row in found.rows] == ["shared"] * 4 + ["joined"]
