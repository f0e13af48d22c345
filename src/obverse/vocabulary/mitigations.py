"""What can be done about a concern, how one would see that it worked, and which harm might only move elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from

_SPOKEN = ("measure", "worked_if", "displacement", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation:
    """A measure; ``answers`` are the indicators whose concern calls for it, ``watch`` those that show displacement."""

    id: str
    evil: str
    answers: tuple[str, ...]
    watch: tuple[str, ...]
    measure: Text
    worked_if: Text
    displacement: Text
    source: Text


@cache
def mitigations() -> Register[Mitigation]:
    """All measures, evil by evil.

    >>> mitigations()["M03"].answers
    ('E1.3', 'E1.4')
    """
    return register_of("mitigation", read("mitigations.toml")["mitigation"], _mitigation)


def _mitigation(row: dict[str, Any]) -> Mitigation:
    lists = {name: tuple(row[name]) for name in ("answers", "watch")}
    return Mitigation(**{**row, **lists, **{name: text_from(row[name]) for name in _SPOKEN}})
