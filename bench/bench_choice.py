"""How soon a choice shows its prose, over a run played in the game, against the same texts put into a bare Static.

A choice that brings a moment, or leads to a crossroads, is taken but not counted: its page is not the first thing seen.
Picking whom to follow opens another screen, and is told apart.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from measure import BARE, Pairs, Terminal, run, verdict
from reader import Reader, plan

BUDGET = 1.5


def main() -> None:
    turns = plan()
    pairs, follows = Pairs([], []), Pairs([], [])
    at_crossroads = True
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps([turn.text for turn in turns]), encoding="utf-8")
        with Reader(Path(folder)) as reader, Terminal((*BARE, str(texts)), home=Path(folder)) as bare:
            bare.wait_for("first words")
            for turn in turns:
                ours = reader.take(turn)
                bare.rest(0.05)
                bare.press(" ")
                if turn.text and not turn.moments:
                    counted = follows if at_crossroads else pairs
                    counted.ours.append(ours)
                    counted.reference.append(bare.wait_for(turn.words))
                at_crossroads = not turn.text
    print(f"From a key to the new prose, on 80×24, over a run of {len(turns)} choices, in turn")
    print(pairs.told("ms", 1000))
    print(f"  the slowest: ours {max(pairs.ours) * 1000:.0f} ms, the reference {max(pairs.reference) * 1000:.0f} ms")
    print(f"  after picking whom to follow: {follows.ratio:.2f} ×")
    print(verdict("choice", pairs.ratio, BUDGET))


if __name__ == "__main__":
    run(main)
