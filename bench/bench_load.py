"""How soon the story is read, from its files with all checks and from the cache, against PyYAML's own reading."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from measure import in_turn, seconds, verdict

from game.paths import shipped
from game.story import check_story, load_story
from game.story.files import ledger_files, story_files

ROUNDS = 5


def main() -> None:
    folder = shipped("story")
    files = [path for _, path in story_files(folder)] + ledger_files(folder)

    def parse() -> None:
        for path in files:
            yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)

    with tempfile.TemporaryDirectory() as cache:
        load_story(folder, Path(cache))
        read = in_turn(lambda: seconds(lambda: check_story(folder)), lambda: seconds(parse), ROUNDS)
        kept = in_turn(lambda: seconds(lambda: load_story(folder, Path(cache))), lambda: seconds(parse), ROUNDS)
    print(f"The story in memory, from {len(files)} files; the reference is PyYAML’s CSafeLoader, which checks nothing")
    print(f"Read and checked:{read.told('ms', 1000)}")
    print(f"From the cache:  {kept.told('ms', 1000)}")
    print(verdict("load without the cache", read.ratio, None))
    print(verdict("load", kept.ratio, None))


if __name__ == "__main__":
    main()
