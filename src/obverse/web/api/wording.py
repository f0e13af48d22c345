"""How calls are described, and what stands in their addresses."""

from __future__ import annotations

from typing import Annotated, TypedDict

from ninja import Path

from obverse.web.texts import texts

Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", min_length=1, max_length=80)]
Number = Annotated[int, Path(ge=1, le=2_147_483_647)]


class Words(TypedDict):
    """What an act is called and what it does."""

    summary: str
    description: str


def described(act: str) -> Words:
    """An act in the machine's own description, in English; the page for people says the same in their language."""
    told = texts("en")
    return Words(summary=told[f"api.act.{act}.title"], description=told[f"api.act.{act}.text"])
