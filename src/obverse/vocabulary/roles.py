"""The roles that people have towards a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from

SIDES = ("internal", "external_participant", "external_non_participant", "third")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role; ``side`` is one of ``SIDES``, and texts name it under ``side.<side>.label``."""

    id: str
    side: str
    label: Text


@cache
def roles() -> Register[Role]:
    """All roles, from inside the public body outwards.

    >>> roles()["dropped_out"].side
    'external_non_participant'
    """
    return register_of("role", read("roles.toml")["role"], _role)


def _role(row: dict[str, Any]) -> Role:
    return Role(**{**row, "label": text_from(row["label"])})
