"""The pure rooms see arrays and never the world: no files, no clock, no hidden randomness.

What they may import is an allow-list, so that a new import is a decision and not an accident.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# What a pure room may import from the house: rooms or single names. A finding is about an indicator and rests
# on rows: it knows the types that say so, and neither what reads their files nor the engines.
ALLOWED_FROM_THE_HOUSE = {
    "quantities": {"obverse.quantities"},
    "statistics": {"obverse.statistics", "obverse.quantities"},
    "findings": {
        "obverse.__version__",
        "obverse.findings",
        "obverse.indicators.indicator.Indicator",
        "obverse.indicators.indicator.Measurement",
        "obverse.indicators.texts.Texts",
        "obverse.indicators.threshold.Direction",
        "obverse.indicators.threshold.Klass",
        "obverse.indicators.threshold.Threshold",
        "obverse.evidence.counter_statements.CounterStatement",
        "obverse.evidence.counter_statements.TABLE",
        "obverse.evidence.coverage.Coverage",
        "obverse.evidence.facts.Amendment",
        "obverse.evidence.facts.Facts",
        "obverse.evidence.facts.LocalThreshold",
        "obverse.evidence.importing.imports.COUNTS",
        "obverse.evidence.importing.imports.Import",
        "obverse.evidence.provenance.Provenance",
        "obverse.statistics",
        "obverse.vocabulary",
        "obverse.quantities",
    },
}
ALLOWED_MODULES = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "collections.abc",
    "dataclasses",
    "enum",
    "fractions",
    "functools",
    "itertools",
    "math",
    "numpy",
    "numpy.typing",
    "operator",
    "scipy.linalg",
    "scipy.optimize",
    "scipy.sparse",
    "scipy.sparse.csgraph",
    "scipy.special",
    "types",
    "typing",
}
# Dates are data; what day it is today is not (see CLOCK).
ALLOWED_IN_ONE_ROOM = {
    ("findings", "babel.numbers"),
    ("findings", "datetime"),
    ("findings", "fnmatch"),
    ("findings", "pyarrow"),  # a table in memory, for callers of the Python interface
    # How many threads share a sum decides on its last digits: here it is one, on every machine.
    ("statistics", "threading"),
    ("statistics", "threadpoolctl"),
}
WORLD = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}
CLOCK = {"now", "today", "utcnow"}
NUMPY_FILES = {
    "numpy.fromfile",
    "numpy.genfromtxt",
    "numpy.load",
    "numpy.loadtxt",
    "numpy.memmap",
    "numpy.save",
    "numpy.savetxt",
    "numpy.savez",
    "numpy.savez_compressed",
}
FILE_METHODS = {"read_bytes", "read_text", "tofile", "write_bytes", "write_text"}


def _imported(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[tuple[str, str]]:
    """Pairs of the module that is imported and the full name of what it is imported for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, alias.name
        return
    parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    module = ".".join([*parents, *([node.module] if node.module else [])])
    for alias in node.names:
        yield module, f"{module}.{alias.name}"


def _aliases(tree: ast.Module, package: str) -> dict[str, str]:
    """What the names of a module stand for: ``np`` for ``numpy``."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(
                {
                    a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0]
                    for a in node.names
                }
            )
        elif isinstance(node, ast.ImportFrom):
            for alias, (_, full_name) in zip(node.names, _imported(node, package), strict=True):
                names[alias.asname or alias.name] = full_name
    return names


def _full_name(node: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_full_name(node.value, aliases)}.{node.attr}"
    return aliases.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def _import_problem(room: str, module: str, full_name: str) -> str | None:
    names = {module, full_name}
    if any(name.startswith("numpy.random") for name in names):
        return None if full_name == "numpy.random.Generator" else f"draws from {full_name}"
    if full_name in NUMPY_FILES:
        return f"touches files with {full_name}"
    if full_name.partition(".")[0] == "obverse":
        allowed = ALLOWED_FROM_THE_HOUSE[room]
        inside = any(f"{name}.".startswith(f"{place}.") for name in names for place in allowed)
        return None if inside else f"imports {full_name}"
    if names & ALLOWED_MODULES or any((room, name) in ALLOWED_IN_ONE_ROOM for name in names):
        return None
    return f"imports {full_name}"


def impurities(source: str, room: str, package: str | None = None) -> list[str]:
    """What makes a module of a pure room impure, each with its line."""
    tree = ast.parse(source)
    package = package or f"obverse.{room}"
    aliases = _aliases(tree, package)
    problems: list[tuple[int, str | None]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            problems += [(node.lineno, _import_problem(room, *pair)) for pair in _imported(node, package)]
        elif isinstance(node, ast.Name) and node.id in WORLD:
            problems.append((node.lineno, f"reaches for {node.id}"))
        elif isinstance(node, ast.Attribute):
            name = _full_name(node, aliases)
            if node.attr in CLOCK:
                problems.append((node.lineno, f"reads the clock with {node.attr}"))
            if name in NUMPY_FILES or node.attr in FILE_METHODS:
                problems.append((node.lineno, f"touches files with {name}"))
            if name.startswith("numpy.random.") and name != "numpy.random.Generator":
                problems.append((node.lineno, f"draws from {name}"))
    return [f"line {line} {problem}" for line, problem in sorted(problems, key=lambda p: p[0]) if problem]


@pytest.mark.parametrize("room", sorted(ALLOWED_FROM_THE_HOUSE))
def test_pure_rooms_import_nothing_beyond_their_list(room: str, repository: Path) -> None:
    folder = repository / "src" / "obverse" / room
    modules = sorted(folder.rglob("*.py"))
    assert modules, f"the room {room} is empty"
    found = {}
    for file in modules:
        package = ".".join(["obverse", room, *file.parent.relative_to(folder).parts])
        problems = impurities(file.read_text(encoding="utf-8"), room, package)
        if problems:
            found[str(file.relative_to(repository))] = problems
    assert not found


SEEDED = {
    "a file is opened": ("rows = open('rows.csv').read()", "reaches for open"),
    "a file is opened through pathlib": ("from pathlib import Path", "imports pathlib.Path"),
    "numpy reads a file": (
        "import numpy as np\nrows = np.loadtxt('rows.csv')",
        "touches files with numpy.loadtxt",
    ),
    "numpy reads a file under a short name": ("from numpy import load", "touches files with numpy.load"),
    "an array writes a file": ("def f(x):\n    x.tofile('x')", "touches files with x.tofile"),
    "something is printed": ("print('done')", "reaches for print"),
    "code is made at run time": ("__import__('os')", "reaches for __import__"),
    "the system is asked": ("import os", "imports os"),
    "the environment is asked from inside a function": (
        "def f():\n    from os import environ",
        "imports os.environ",
    ),
    "the clock is read": ("import time", "imports time"),
    "the date is read": ("import datetime as dt\ntoday = dt.date.today()", "reads the clock with today"),
    "the time is read": ("from datetime import datetime\nnow = datetime.now()", "reads the clock with now"),
    "dice are thrown": ("import random", "imports random"),
    "numpy's global dice are thrown": (
        "import numpy as np\nx = np.random.normal()",
        "draws from numpy.random.normal",
    ),
    "a generator is made here": (
        "from numpy.random import default_rng",
        "draws from numpy.random.default_rng",
    ),
    "numpy's dice come under another name": ("from numpy import random as r", "draws from numpy.random"),
    "a slow library comes in": ("from scipy import stats", "imports scipy.stats"),
    "a table library comes in": ("import pandas as pd", "imports pandas"),
    "evidence is read": ("from obverse.evidence import reading", "imports obverse.evidence.reading"),
    "the whole program comes in": ("import obverse", "imports obverse"),
    "evidence comes in through the front door": ("from obverse import evidence", "imports obverse.evidence"),
    "evidence is read by a relative import": (
        "from ..evidence import reading",
        "imports obverse.evidence.reading",
    ),
    "texts are read": (
        "from obverse.indicators.texts import read_texts",
        "imports obverse.indicators.texts.read_texts",
    ),
    "a room above is seen": ("from obverse.reports import html", "imports obverse.reports.html"),
}


@pytest.mark.parametrize("kind", sorted(SEEDED))
@pytest.mark.parametrize("room", sorted(ALLOWED_FROM_THE_HOUSE))
def test_a_seeded_impurity_is_found(room: str, kind: str) -> None:
    source, problem = SEEDED[kind]
    assert any(problem in found for found in impurities(source, room))


def test_what_a_statistic_needs_is_pure() -> None:
    source = """
from __future__ import annotations
import math
import numpy as np
import numpy.typing as npt
from numpy.random import Generator
from scipy import special
from scipy.special import ndtri
from obverse.quantities import Estimate
from .shares import wilson_share

def draw(rng: np.random.Generator, n: int) -> npt.NDArray[np.float64]:
    return rng.normal(size=n) * math.sqrt(2)
"""
    assert impurities(source, "statistics") == []


def test_dates_are_data_for_findings_and_for_no_other_pure_room() -> None:
    source = "from datetime import date\ndeadline = date(2025, 1, 1)"
    assert impurities(source, "findings") == []
    assert impurities(source, "statistics") == ["line 1 imports datetime.date"]
