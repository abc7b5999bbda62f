"""Floor 4: the game in a browser. Textual's own page and wire, behind a door that textual-serve does not have.

    terms     what it is opened with
    door      which Host and Origin may come in, and the headers that every answer gets
    phrase    the pass phrase, if there is one
    visitor   the cookie by which a browser comes back to its own runs
    session   one visitor's game: a process of its own, and the socket it talks through
    log       what it notes
    theatre   all of it as one server

This package imports aiohttp and textual-serve when a theatre opens, not before: they come with an extra.
"""

from __future__ import annotations

from game.errors import SokoviaError
from game.serve.terms import Terms, read_phrase

__all__ = ["Terms", "read_phrase", "serve"]


def serve(terms: Terms) -> None:
    """Open the theatre, and keep it open until Ctrl+C or a request to end.

    Raises:
        SokoviaError: the extra is not installed, or the address cannot be listened on.
    """
    try:
        import aiohttp  # noqa: F401
        import textual_serve  # noqa: F401
    except ModuleNotFoundError as error:
        raise SokoviaError("the browser needs an extra; install it with: pip install 'sokovia[serve]'") from error
    from game.serve.theatre import run

    run(terms)
