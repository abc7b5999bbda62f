"""What the proof of the shipped story takes, as the command a user would type."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile

from measure import GAME, ROOT

BUDGET_SECONDS, BUDGET_BYTES = 10, 1e9
ROUNDS = 3


def prove(home: str) -> tuple[float, int, str]:
    """Seconds of CPU, the most bytes held, and the verdict, of a process of its own."""
    with tempfile.TemporaryFile() as out:
        command = (*GAME, "prove", "--json")
        process = subprocess.Popen(command, stdout=out, cwd=ROOT, env={**os.environ, "SOKOVIA_HOME": home})
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        found = json.loads(out.read() or "null")
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    said = f"{found['verdict']}, {found['figures']['states']:,} states" if found else "it failed"
    return used.ru_utime + used.ru_stime, peak, said


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        prove(home)  # so that the story is in the cache
        found = [prove(home) for _ in range(ROUNDS)]
    seconds = statistics.median(used for used, _, _ in found)
    peak = max(peak for _, peak, _ in found)
    print(f"`sokovia prove`, start to end, {ROUNDS} times: {found[0][2]}")
    print(f"  seconds of CPU: {', '.join(f'{used:.1f}' for used, _, _ in found)}")
    print(
        f"prove: {seconds:.1f} s, {peak / 1e6:.0f} MB"
        f" = {seconds / BUDGET_SECONDS:.2f} × the time and {peak / BUDGET_BYTES:.2f} × the memory allowed (10 s, 1 GB)"
    )


if __name__ == "__main__":
    main()
