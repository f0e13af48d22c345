"""Where the examples lie: beside the package when it was installed, in ``examples`` of a checkout."""

from __future__ import annotations

import os
from pathlib import Path

NAMES = ("agenda-2030", "libraries-england", "vtaiwan-uberx")
VARIABLE = "OBVERSE_EXAMPLES"


def places() -> list[Path]:
    """All places that are looked at, in order: what OBVERSE_EXAMPLES names, the package's own folder, a checkout's."""
    here = Path(__file__).resolve()
    told = os.environ.get(VARIABLE, "")
    return [*([Path(told)] if told else []), here.parent / "examples", here.parents[4] / "examples"]


def folder_of(name: str) -> Path | None:
    """The dossier of an example; None where it is in none of the places."""
    found = (place / name for place in places())
    return next((folder for folder in found if (folder / "dossier.toml").is_file()), None)
