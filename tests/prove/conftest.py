"""Proofs of small stories play and sample little: what they must find does not hang on how often they try."""

from __future__ import annotations

import pytest


@pytest.fixture
def few_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    """40 random plays, and runs chosen from 5."""
    monkeypatch.setattr("game.prove.proof.PLAYS", 40)
    monkeypatch.setattr("game.prove.cover._SAMPLE", 5)
