"""Makes the store of today's version, which every later program must still open. Run once for each version, by the
program of its time:

python -m tests.branches.stores.make
"""

from __future__ import annotations

from pathlib import Path

from game.branches import Game, Store
from game.branches.store import VERSION
from tests.play.island import island

FILE = Path(__file__).parent / f"v{VERSION}.sqlite"


def main() -> None:
    """Two runs that part at the attic, a fork that went back, and one in the trash."""
    FILE.unlink(missing_ok=True)
    with Store(FILE, "The island") as store:
        game = Game(island(), store)
        for name, choices in (
            ("first", ("ada", "light", "out", "cleo")),
            ("second", ("ada", "light", "down", "sail")),
            ("thrown away", ("ben", "in")),
        ):
            game.open(name)
            for choice in choices:
                game.choose(choice)
        store.fork(list(store.trail(store.named("first").tip))[1], name="forked")
        store.delete(store.named("thrown away"))
        game.open("second")
        game.back()
        store.set("pace", "slow")


if __name__ == "__main__":
    main()
