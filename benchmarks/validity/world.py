"""Worlds whose truth is known: how often an indicator raises a false concern, and how often it sees what matters."""

from __future__ import annotations

import datetime as dt
import importlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit

from obverse.evidence.dossier import Dossier, open_dossier, read_again
from obverse.evidence.evidence import Evidence
from obverse.findings.finding import threshold_for
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators, order
from obverse.indicators.indicator import Indicator
from obverse.indicators.threshold import Klass

Tables = Mapping[str, str]
FOLDER = Path(__file__).parent / "worlds"
START, AS_OF = dt.date(2022, 1, 1), dt.date(2025, 1, 1)


@dataclass(frozen=True, kw_only=True)
class World:
    """A way to draw evidence whose truth is known.

    Attributes:
        indicator: the id of the indicator that looks at it.
        subjects: patterns of the judged figures.
        sizes: how many people (or contributions, areas, projects: see ``counted``) there are.
        counted: what ``size`` counts, in words.
        null: the truth at which a concern is false: the threshold itself, where nothing worse is true.
        matters: the truth at which a concern is wanted: the smallest difference that matters beyond the threshold.
        tables: draws the tables as CSV texts from a generator, a size and a truth.
        facts: sections of dossier.toml (process, audit, attributes, coverage, threshold as a list).
        features: what makes it realistic: clusters, rare participation, missing records, unequal sizes.
    """

    indicator: str
    subjects: tuple[str, ...]
    sizes: tuple[int, ...]
    counted: str
    null: float
    matters: float
    tables: Callable[[np.random.Generator, int, float], Tables]
    facts: Mapping[str, Any] = field(default_factory=dict)
    features: str = ""


def worlds() -> Iterator[World]:
    """Every world of the folder, in the order of the catalogue; nobody keeps a list."""
    modules = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")
    found = [importlib.import_module(f"benchmarks.validity.worlds.{name}").WORLD for name in modules]
    yield from sorted(found, key=lambda world: order(world.indicator))


def verdicts(world: World, size: int, truth: float, runs: int, seed: int) -> Counter[Verdict]:
    """How often each verdict was given to the judged figures in ``runs`` draws.

    The caps of evidence grade and of conventions are set aside: what is asked here is whether the interval and
    the rule that reads it are right.
    """
    indicator = next(one for one in indicators() if one.id == world.indicator)
    found: Counter[Verdict] = Counter()
    opened: dict[frozenset[str], Dossier] = {}
    with tempfile.TemporaryDirectory() as parent:
        for run in range(runs):
            rng = np.random.default_rng([seed, size, run, int(1e6 * (truth + 10))])
            tables = world.tables(rng, size, truth)
            folder = Path(parent) / str(len(opened))
            dossier = opened.get(_shape(tables))
            if dossier is None:
                write_dossier(folder, tables, world.facts)
                dossier = open_dossier(folder)
            else:
                write_tables(dossier.directory, tables)
                dossier = read_again(dossier, tables)
            opened[_shape(tables)] = dossier
            found.update(_verdicts_on(indicator, world, dossier))
    return found


def _shape(tables: Tables) -> frozenset[str]:
    # a dossier can be read again where the same registers have the same columns
    return frozenset(f"{name}:{text.partition(chr(10))[0]}" for name, text in tables.items())


def _verdicts_on(indicator: Indicator, world: World, dossier: Dossier) -> list[Verdict]:
    measurement = indicator.measure(Evidence(dossier))
    standing = Standing(grade="B", sources=2, stage="after", stages=indicator.stage)
    given = []
    for subject, result in measurement.results.items():
        if not any(fnmatchcase(subject, pattern) for pattern in world.subjects):
            continue
        threshold = threshold_for(indicator, subject, dossier.facts)
        if threshold is None:
            raise ValueError(f"{indicator.id}:{subject} has no threshold to be judged by")
        if threshold.klass is Klass.CONVENTION:
            threshold = replace(threshold, klass=Klass.SET_LOCALLY)
        given.append(judge(result, threshold, standing).verdict)
    if not given:
        raise ValueError(
            f"{indicator.id} has no figure that fits {world.subjects}: {list(measurement.results)}"
        )
    return given


def write_dossier(folder: Path, tables: Tables, facts: Mapping[str, Any]) -> None:
    """Write the tables and the facts as a dossier."""
    (folder / "evidence").mkdir(parents=True)
    process = {"id": "simulated", "title": "Simulated", "start": START, "stage": "after"}
    content: dict[str, Any] = {
        "process": {**process, **facts.get("process", {})},
        "audit": {"as_of": AS_OF, **facts.get("audit", {})},
    }
    for section in ("coverage", "attributes", "threshold"):
        if facts.get(section):
            content[section] = facts[section]
    (folder / "dossier.toml").write_text(tomlkit.dumps(content), encoding="utf-8")
    write_tables(folder, tables)


def write_tables(folder: Path, tables: Tables) -> None:
    """Write the tables into the dossier's evidence."""
    for name, text in tables.items():
        (folder / "evidence" / f"{name}.csv").write_text(text, encoding="utf-8")


def csv(columns: str, *values: Any) -> str:
    """A CSV text from arrays of equal length; a single value is repeated, None and nan stay empty."""
    n = max(len(value) for value in values if not isinstance(value, (str, int, float)) and value is not None)
    lists = [
        value.tolist() if isinstance(value, np.ndarray) else value if isinstance(value, list) else [value] * n
        for value in values
    ]
    lines = [",".join(_cell(value) for value in row) for row in zip(*lists, strict=True)]
    return "\n".join([columns, *lines]) + "\n"


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(value)
