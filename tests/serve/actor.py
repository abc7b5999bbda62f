"""A game's stand-in: it speaks the wire of Textual's web driver, and tells how it was started.

How it was started it tells first, as JSON; then it says back what it hears. `q` ends it as a player would, `x` as a
crash would; with the argument `stubborn` nothing else does.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

STUBBORN = "stubborn" in sys.argv
LATEST = time.monotonic() + 60
"""Even a stubborn one goes home when nobody comes for it."""


def send(kind: bytes, said: bytes) -> None:
    sys.stdout.buffer.write(kind + len(said).to_bytes(4, "big") + said)
    sys.stdout.buffer.flush()


def tell(said: object) -> None:
    send(b"D", json.dumps(said).encode())


def hear(kind: bytes, said: bytes) -> bool:
    """Answer a packet; whether to go on."""
    if kind == b"D":
        tell(said.decode())
        if said == b"q":
            send(b"M", b'{"type": "exit"}')
        return said not in (b"q", b"x")
    meta = json.loads(said)
    tell(meta)
    return STUBBORN or meta["type"] != "quit"


def main() -> None:
    sys.stdout.buffer.write(b"__GANGLION__\n")
    started = {"argv": sys.argv, "environment": dict(os.environ), "folder": str(Path.cwd())}
    tell(started | {"pid": os.getpid(), "parent": os.getppid()})
    while True:
        head = sys.stdin.buffer.read(5)
        if not head:
            if not STUBBORN or time.monotonic() > LATEST:
                return
            time.sleep(0.05)
            continue
        if not hear(head[:1], sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))):
            return


main()
