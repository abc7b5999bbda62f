"""What a theatre is opened with, and what is said of it when it opens. Plain values; nothing here needs the extra."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING, NamedTuple

from game.errors import SokoviaError

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "SOKOVIA_PASS_PHRASE"
PHRASE_LIMIT = 1_000
"""Characters in a pass phrase."""


class Terms(NamedTuple):
    """What is served, to whom, and how much of it."""

    story: Path
    """The story's folder."""
    title: str
    """The story's title, for the page."""
    theme: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    """0 for any that is free."""
    names: tuple[str, ...] = ()
    """More host names that visitors use, as behind a proxy."""
    sessions: int = 16
    """How many may play at once."""
    idle: float = 30
    """Minutes without input after which a session is closed."""
    phrase: str | None = None
    """The pass phrase; None lets everybody in."""

    @property
    def private(self) -> bool:
        """Whether only programs on this machine can connect."""
        address = literal(self.host)
        return self.host == "localhost" if address is None else address.is_loopback

    @property
    def everywhere(self) -> bool:
        """Whether it listens on every network of this machine."""
        address = literal(self.host)
        return self.host == "" if address is None else address.is_unspecified

    @property
    def known_as(self) -> frozenset[str]:
        """The host names, in lower case, that a request may be addressed to."""
        own = () if self.private else (socket.gethostname(), f"{socket.gethostname()}.local")
        return frozenset(name.lower() for name in ("localhost", self.host, *own, *self.names))

    def url(self, port: int) -> str:
        """Where a browser finds it when it listens on that port."""
        host = socket.gethostname() if self.everywhere else self.host
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def warning(self) -> str:
        """Who can reach it, and what stands in their way; nothing if it stays on this machine."""
        if self.private:
            return ""
        reached = "this machine, over any network it is on," if self.everywhere else self.host
        asked = (
            f"Nothing is asked of them. A pass phrase is recommended: --pass-phrase-file FILE, or {VARIABLE}."
            if self.phrase is None
            else "They are asked for the pass phrase."
        )
        return (
            f"Everybody who can reach {reached} can open it.\n{asked}\n"
            "The connection is not encrypted: what is typed can be read on the way."
        )


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """A host as an IP address; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def read_phrase(file: Path | None) -> str | None:
    """The pass phrase: from that file, else from the environment; None if there is none in either.

    Raises:
        SokoviaError: the file cannot be read, or what was given is no phrase.
    """
    source, said = VARIABLE, os.environ.get(VARIABLE)
    if file is not None:
        try:
            with file.open(encoding="utf-8") as opened:
                source, said = str(file), opened.read(PHRASE_LIMIT + 2)
        except (OSError, UnicodeDecodeError) as error:
            raise SokoviaError(f"cannot read the pass phrase in {file}: {error}") from error
    if said is None:
        return None
    phrase = said.strip()
    if not phrase or len(phrase) > PHRASE_LIMIT or "\n" in phrase:
        raise SokoviaError(f"the pass phrase in {source} is to be one line of 1 to {PHRASE_LIMIT} characters")
    return phrase
