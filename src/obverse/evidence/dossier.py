"""A dossier on disk, opened: its facts, its tables in an engine, and all that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from obverse.evidence import storing
from obverse.evidence.coverage import Coverage
from obverse.evidence.declarations import TABLES_WITH_ATTRIBUTES, tables
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.engine import Engine
from obverse.evidence.facts import Declared, Facts, read_facts
from obverse.evidence.importing.imports import Import, read_imports
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.reading import ROW
from obverse.evidence.registers import Contents, Registers, reread
from obverse.evidence.remembering import WORTH_REMEMBERING, Memory, memory_of
from obverse.evidence.sharing import Sharing

_ORDERED = {"worst_to_best": True, "best_to_worst": True, "none": False}


@dataclass(frozen=True, slots=True)
class Dossier:
    """An opened dossier: facts, typed tables in an engine, coverage of each declared table, what was imported.

    ``contents`` tells which columns hold anything; ``sharing`` answers statements, each shared reduction once.
    """

    directory: Path
    facts: Facts
    engine: Engine
    sharing: Sharing
    coverage: dict[str, Coverage] = field(default_factory=dict)
    contents: dict[str, Contents] = field(default_factory=dict)
    imports: tuple[Import, ...] = ()


def open_dossier(directory: Path | str, *, engine: Engine | None = None) -> Dossier:
    """Open the dossier in ``directory``; queries run in ``engine``, or in an embedded one of its own.

    Raises:
        EvidenceProblems: something in it has to be mended first; all problems are listed at once.
    """
    dossier, problems = examine(Path(directory), engine=engine)
    if dossier is None or problems:
        raise EvidenceProblems(problems)
    return dossier


def read_again(dossier: Dossier, names: Iterable[str]) -> Dossier:
    """An opened dossier with some registers read anew from files of the same columns, which are not checked again.

    For simulations that draw the same registers many times: opening a dossier costs more than reading one.
    """
    coverage, contents = dict(dossier.coverage), dict(dossier.contents)
    for name in names:
        found, sha256 = reread(dossier.engine, dossier.directory, name)
        contents[name] = found
        coverage[name] = replace(coverage[name], rows=found.rows, sha256=sha256)
        dossier.sharing.changed(name, sha256)
    return replace(dossier, coverage=coverage, contents=contents)


def examine(directory: Path, *, engine: Engine | None = None) -> tuple[Dossier | None, list[Problem]]:
    """Read a dossier and report all its problems; the dossier is None where it cannot be used at all."""
    storing.recover(directory)
    facts, problems = read_facts(directory)
    imports: tuple[Import, ...] = ()
    try:
        imports = read_imports(directory)
    except EvidenceProblems as broken:
        problems += broken.problems
    chosen = engine or DuckDB()
    registers = Registers(directory, facts, chosen)
    problems += registers.read()
    if facts is None:
        return None, problems
    coverage = {name: _coverage(name, facts.coverage.get(name), registers) for name in tables()}
    rows = sum(item.rows for item in coverage.values())
    memory = memory_of(directory) if rows >= WORTH_REMEMBERING else Memory(None)
    digests = {name: registers.digest(name) for name in tables()} | _add_facts(chosen, facts, registers)
    sharing = Sharing(chosen, digests, memory)
    problems += registers.check_opened(sharing)
    if problems:
        return None, problems
    return Dossier(directory, facts, chosen, sharing, coverage, registers.contents, imports), []


def _coverage(name: str, declared: Declared | None, registers: Registers) -> Coverage:
    said = declared or Declared()
    return Coverage(
        table=name,
        declared=declared is not None,
        rows=registers.contents[name].rows,
        kept_from=said.kept_from,
        kept_until=said.kept_until,
        complete=said.complete,
        grade=said.grade,
        source=said.source,
        declared_by=said.declared_by,
        public_by=said.public_by,
        file=registers.labels.get(name, ""),
        sha256=registers.sha256.get(name, ""),
    )


def _add_facts(engine: Engine, facts: Facts, registers: Registers) -> dict[str, str]:
    """Put what dossier.toml declares into the engine, as tables; returns the digest of each."""
    process = pa.table(
        {
            "as_of": pa.array([facts.audit.as_of], pa.date32()),
            "start_on": pa.array([facts.process.start], pa.date32()),
            "end_on": pa.array([facts.process.end], pa.date32()),
        }
    )
    places = [
        (
            variable,
            category,
            place,
            place if attribute.order != "best_to_worst" else len(attribute.categories) + 1 - place,
            _ORDERED[attribute.order],
        )
        for variable, attribute in facts.attributes.items()
        for place, category in enumerate(attribute.categories, start=1)
    ]
    names = ("variable", "category", "place", "worst_first", "ordered")
    kinds = (pa.string(), pa.string(), pa.int64(), pa.int64(), pa.bool_())
    columns = zip(*places, strict=True) if places else ((), (), (), (), ())
    categories = pa.table(
        {name: pa.array(column, kind) for name, kind, column in zip(names, kinds, columns, strict=True)}
    )
    engine.register("process", process)
    engine.register("attribute_category", categories)
    digests = {"process": _digest(process), "attribute_category": _digest(categories)}
    for table in TABLES_WITH_ATTRIBUTES:
        carried = [name for name in registers.contents[table].columns if name.startswith("attr_")]
        parts = [
            f"SELECT id, {ROW}, '{name.removeprefix('attr_').replace(chr(39), chr(39) * 2)}' AS variable, "
            f'"{name}" AS category FROM "{table}" WHERE "{name}" IS NOT NULL'
            for name in carried
        ]
        empty = (
            f"SELECT id, {ROW}, CAST('' AS STRING) AS variable, CAST('' AS STRING) AS category "
            f'FROM "{table}" WHERE FALSE'
        )
        engine.define(f"{table}_attribute", " UNION ALL ".join(parts) or empty)
        digests[f"{table}_attribute"] = registers.digest(table)
    return digests


def _digest(table: pa.Table) -> str:
    return hashlib.sha256(repr(table.to_pylist()).encode()).hexdigest()
