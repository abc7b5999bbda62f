"""The JSON Schema of each kind of story file, generated from the model."""

from __future__ import annotations

from typing import Any

import msgspec

from game.story.model import Chapter, Codex, Frame, Vignette

KINDS: dict[str, type] = {"story": Frame, "chapter": Chapter, "vignette": Vignette, "codex": Codex}
"""Kind of file → its type. The schema of a kind is kept in story/schema/KIND.schema.json."""


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of file."""
    found = msgspec.json.schema(KINDS[kind])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Generated from game/story/model.py by `sokovia schema --write`. Do not edit.",
        "title": f"A {kind} file of a Sokovia story",
        **found,
    }


def schemas() -> dict[str, str]:
    """File name → its text, for every kind."""
    return {
        f"{kind}.schema.json": msgspec.json.format(
            msgspec.json.encode(schema(kind), order="deterministic"), indent=2
        ).decode()
        + "\n"
        for kind in KINDS
    }
