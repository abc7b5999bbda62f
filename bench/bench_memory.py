"""How much memory the game holds after a whole run, against a bare Textual app that has shown the same texts."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from measure import BARE, Terminal, run, verdict
from reader import Reader, plan

BUDGET = 2.0


def main() -> None:
    if not Path("/proc/self/status").exists():
        print("memory: not measured; this system has no /proc")
        return
    turns = plan()
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps([turn.text for turn in turns]), encoding="utf-8")
        with Terminal((*BARE, str(texts)), home=Path(folder)) as bare:
            bare.wait_for("first words")
            for _ in turns:
                bare.press(" ")
                bare.rest(0.05)
            reference = bare.memory()
        Reader(Path(folder)).close()  # so that the story is in the cache
        with Reader(Path(folder)) as reader:
            for turn in turns:
                reader.take(turn)
            ours = reader.memory()
    print(f"Resident memory after a run of {len(turns)} choices, played on 80×24")
    for name, meaning in (("VmRSS", "now"), ("VmHWM", "at most")):
        print(f"  {meaning}: ours {ours[name] / 1e6:.1f} MB, the reference {reference[name] / 1e6:.1f} MB")
    print(verdict("memory", ours["VmHWM"] / reference["VmHWM"], BUDGET))


if __name__ == "__main__":
    run(main)
