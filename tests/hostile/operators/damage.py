"""What a damage is: files in, files out, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """Files after a damage.

    ``rows`` are, for delimited files whose rows are still known, how many stand below the header. ``same`` says that
    nothing was lost or added: whoever reads the files at all must read as many rows as from the undamaged ones.
    """

    files: Files
    rows: Mapping[str, int] = field(default_factory=dict)
    same: bool = False


# None where the damage cannot be done to these files.
Operator = Callable[[Files, np.random.Generator], Damaged | None]


def pick(names: list[str], chance: np.random.Generator) -> str | None:
    """One of the names; None of none."""
    return names[int(chance.integers(len(names)))] if names else None


def within(length: int, chance: np.random.Generator) -> int:
    """A place in something that long."""
    return int(chance.integers(max(1, length)))
