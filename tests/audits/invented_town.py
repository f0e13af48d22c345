"""The dossiers of the invented town, generated or committed, as plain rows."""

from __future__ import annotations

import csv
import importlib.util
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "agenda-2030"
COMMITTED_SEED = 2030
# What groups say against a finding comes after the first audit: the dossier of the town is as it was before it.
SAID_LATER = "counter_statement"

Row: TypeAlias = dict[str, str]
Rows: TypeAlias = list[Row]
Tables: TypeAlias = dict[str, Rows]
Numbers: TypeAlias = NDArray[np.float64]


@cache
def generate() -> Callable[..., None]:
    """The program's own function: directory, seed, planted."""
    specification = importlib.util.spec_from_file_location("agenda_2030_generate", EXAMPLE / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    function: Callable[..., None] = module.generate
    return function


def files(directory: Path) -> dict[str, bytes]:
    """Each file of a dossier."""
    evidence = directory / "evidence"
    return {"dossier.toml": (directory / "dossier.toml").read_bytes()} | {
        f"evidence/{file.name}": file.read_bytes() for file in sorted(evidence.iterdir())
    }


@cache
def town(seed: int, planted: bool) -> Tables:
    """The tables of one town."""
    with TemporaryDirectory() as folder:
        generate()(Path(folder), seed, planted)
        tables = {}
        for file in sorted((Path(folder) / "evidence").glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                tables[file.stem] = list(csv.DictReader(lines))
        return tables


@cache
def facts() -> dict[str, Any]:
    """What the committed dossier.toml declares."""
    return tomllib.loads((EXAMPLE / "dossier.toml").read_text(encoding="utf-8"))


def numbers(rows: Rows, column: str) -> Numbers:
    """A column as numbers."""
    return np.array([float(row[column]) for row in rows])


def share(rows: Rows, column: str, *words: str) -> float:
    """How many of the rows hold one of the words."""
    return sum(row[column] in words for row in rows) / len(rows)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, its true size in the planted and in the null town, and how far its mean may lie beside it."""

    of: Callable[[Tables], float]
    planted: float
    null: float
    slack: float = 0.0
