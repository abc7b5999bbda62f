"""What a theatre is opened with: where it listens, who can reach it, and where the pass phrase comes from."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from game.errors import SokoviaError
from game.serve import Terms, read_phrase
from tests.serve.conftest import STARTER

if TYPE_CHECKING:
    from pathlib import Path

TERMS = Terms(STARTER, "The lighthouse")


def test_by_default_it_stays_on_this_machine_and_warns_of_nothing() -> None:
    assert (TERMS.host, TERMS.port, TERMS.sessions, TERMS.idle) == ("127.0.0.1", 8000, 16, 30)
    assert TERMS.private
    assert TERMS.warning() == ""
    assert TERMS.url(8000) == "http://127.0.0.1:8000/"


@pytest.mark.parametrize("host", ["localhost", "::1", "127.0.0.2"])
def test_other_names_of_this_machine_alone_are_private_too(host: str) -> None:
    assert TERMS._replace(host=host).private


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "school.example", ""])  # noqa: S104  # what is tested
def test_elsewhere_it_says_who_can_reach_it_and_recommends_a_pass_phrase(host: str) -> None:
    warning = TERMS._replace(host=host).warning()
    assert f"Everybody who can reach {host if host and host.strip('0.:') else 'this machine'}" in warning
    assert "A pass phrase is recommended: --pass-phrase-file FILE" in warning
    assert "not encrypted" in warning


def test_with_a_pass_phrase_it_recommends_none_and_does_not_tell_it() -> None:
    warning = TERMS._replace(host="192.168.1.7", phrase="open sesame").warning()
    assert "They are asked for the pass phrase." in warning
    assert "recommended" not in warning
    assert "sesame" not in warning


def test_the_address_it_tells_can_be_opened() -> None:
    assert TERMS._replace(host="::1").url(80) == "http://[::1]:80/"
    assert TERMS._replace(host="0.0.0.0").url(80) == f"http://{socket.gethostname()}:80/"  # noqa: S104
    assert socket.gethostname().lower() in TERMS._replace(host="0.0.0.0").known_as  # noqa: S104


def test_the_machines_name_is_not_known_where_nobody_else_can_come() -> None:
    assert TERMS.known_as == {"localhost", "127.0.0.1"}


def test_the_phrase_is_read_from_the_file_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOKOVIA_PASS_PHRASE", raising=False)
    assert read_phrase(None) is None
    monkeypatch.setenv("SOKOVIA_PASS_PHRASE", "of the environment")
    assert read_phrase(None) == "of the environment"
    file = tmp_path / "phrase"
    file.write_text("  of the file\n", encoding="utf-8")
    assert read_phrase(file) == "of the file"


@pytest.mark.parametrize("content", [b"", b" \n", b"two\nlines", b"\xff", b"x" * 1001])
def test_what_is_no_phrase_is_refused_and_not_taken_for_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "phrase"
    file.write_bytes(content)
    with pytest.raises(SokoviaError, match="the pass phrase in"):
        read_phrase(file)


def test_an_empty_variable_is_refused_and_not_taken_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOKOVIA_PASS_PHRASE", "")
    with pytest.raises(SokoviaError, match="SOKOVIA_PASS_PHRASE"):
        read_phrase(None)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SokoviaError, match="cannot read the pass phrase"):
        read_phrase(tmp_path / "nothing")
