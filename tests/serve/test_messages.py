"""What a page may say, and what is made of anything else."""

from __future__ import annotations

import json

import pytest

from game.serve.messages import Area, Blur, Focus, Ping, Resize, Size, Stdin, understand

NONSENSE = [
    "",
    "x",
    "null",
    "[]",
    "{}",
    "0",
    '"stdin"',
    '["stdin"]',
    '["stdin", 1]',
    '["stdin", null]',
    '["stdin", {"a": 1}]',
    r'["stdin", "\ud800"]',
    '["resize"]',
    '["resize", {}]',
    '["resize", {"width": "80", "height": "24"}]',
    '["resize", {"width": null, "height": 24}]',
    '["resize", {"width": 1e999, "height": 24}]',
    '["resize", {"width": 80.5, "height": 24}]',
    f'["resize", {{"width": {"9" * 5000}, "height": 24}}]',
    '["resize", [80, 24]]',
    '["ping"]',
    '["quit"]',
    '["dance", "now"]',
    "[" * 60_000,
    '["focus", ' + "[" * 60_000,
    '["stdin", "a"',
]


@pytest.mark.parametrize("said", NONSENSE, ids=lambda said: said[:40])
def test_nonsense_means_nothing(said: str) -> None:
    assert understand(said) is None


def test_what_the_pages_script_says_is_understood() -> None:
    said = [["stdin", "\x1b[A"], ["resize", {"width": 90, "height": 30}], ["ping", "17"], ["focus"], ["blur"]]
    meant = [Stdin("\x1b[A"), Resize(Area(90, 30)), Ping("17"), Focus(), Blur()]
    assert [understand(json.dumps(one)) for one in said] == meant


@pytest.mark.parametrize(
    ("columns", "rows", "size"),
    [
        ("80", "24", (80, 24)),
        ("300", "120", (300, 120)),
        ("301", "121", (300, 120)),
        ("9" * 4000, "9" * 4000, (300, 120)),
        ("0", "-5", (1, 1)),
        ("", "", (80, 24)),
        ("NaN", "24", (80, 24)),
        ("9" * 5000, "24", (80, 24)),
        ("80;reboot", "24", (80, 24)),
    ],
    ids=lambda value: str(value)[:10],
)
def test_a_size_is_kept_within_bounds(columns: str, rows: str, size: tuple[int, int]) -> None:
    assert Size.read(columns, rows) == size
