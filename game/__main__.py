"""`python -m game` is the command `sokovia`."""

from game.cli import main

main()
