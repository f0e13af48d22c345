"""A dossier on disk, opened: its facts, its tables in an engine, and all that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from obverse.evidence import storing
from obverse.evidence.checking import (
    Source,
    check_cells,
    check_columns,
    check_references,
    empty_tables,
    quoted,
    typed_relation,
)
from obverse.evidence.coverage import Coverage
from obverse.evidence.declarations import TABLES_WITH_ATTRIBUTES, Table, tables
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.facts import Declared, Facts, read_facts
from obverse.evidence.importing.imports import Import, read_imports
from obverse.evidence.problems import EvidenceProblems, Problem, did_you_mean
from obverse.evidence.reading import ROW, read_csv

VIEWS = Path(__file__).parent / "views"
_ORDERED = {"worst_to_best": True, "best_to_worst": True, "none": False}


@dataclass(frozen=True, slots=True)
class Dossier:
    """An opened dossier: facts, typed tables in an engine, coverage of each declared table, what was imported."""

    directory: Path
    facts: Facts
    engine: DuckDB
    coverage: dict[str, Coverage] = field(default_factory=dict)
    imports: tuple[Import, ...] = ()


def open_dossier(directory: Path | str) -> Dossier:
    """Open the dossier in ``directory``.

    Raises:
        EvidenceProblems: something in it has to be mended first; all problems are listed at once.
    """
    dossier, problems = examine(Path(directory))
    if dossier is None or problems:
        raise EvidenceProblems(problems)
    return dossier


def read_again(dossier: Dossier, names: Iterable[str]) -> Dossier:
    """An opened dossier with some registers read anew from files of the same columns, which are not checked again.

    For simulations that draw the same registers many times: opening a dossier costs more than reading one.
    """
    connection = dossier.engine.connection
    files, _ = _evidence_files(dossier.directory)
    coverage = dict(dossier.coverage)
    for name in names:
        connection.execute(f"DROP TABLE {quoted(name)}")
        source, problems = _load(connection, name, files[name])
        if source is None:
            raise EvidenceProblems(problems)
        rows = _fill(connection, tables()[name], source)
        coverage[name] = replace(coverage[name], rows=rows, sha256=_digest(files[name]))
    return replace(dossier, coverage=coverage)


def examine(directory: Path) -> tuple[Dossier | None, list[Problem]]:
    """Read a dossier and report all its problems; the dossier is None where it cannot be used at all."""
    storing.recover(directory)
    facts, problems = read_facts(directory)
    attributes = facts.attributes if facts else {}
    connection = duckdb.connect(":memory:")
    engine = DuckDB(connection)
    files, found = _evidence_files(directory)
    problems += found
    sources: dict[str, Source] = {}
    for name, path in files.items():
        source, found = _load(connection, name, path)
        problems += found
        if source is not None:
            sources[name] = source
    imports: tuple[Import, ...] = ()
    try:
        imports = read_imports(directory)
    except EvidenceProblems as broken:
        problems += broken.problems
    unread = set(files) - set(sources)
    for name, source in sources.items():
        table = tables()[name]
        found = check_columns(table, source)
        problems += found
        if any(problem.kind == "missing_column" for problem in found):
            continue
        problems += check_cells(connection, table, source, attributes)
        problems += check_references(connection, table, source, set(sources) | unread)
    if facts is None or problems:
        return None, problems
    coverage = {}
    connection.execute(empty_tables(name for name in tables() if name not in sources))
    for name, table in tables().items():
        declared = facts.coverage.get(name)
        source = sources.get(name)
        said = declared or Declared()
        coverage[name] = Coverage(
            table=name,
            declared=declared is not None,
            rows=_fill(connection, table, source) if source else 0,
            kept_from=said.kept_from,
            kept_until=said.kept_until,
            complete=said.complete,
            grade=said.grade,
            source=said.source,
            declared_by=said.declared_by,
            file=source.file if source else "",
            sha256=_digest(files[name]) if source else "",
        )
    _add_views(connection, facts)
    return Dossier(directory, facts, engine, coverage, imports), []


def _evidence_files(directory: Path) -> tuple[dict[str, list[Path]], list[Problem]]:
    folder = directory / "evidence"
    files: dict[str, list[Path]] = {}
    problems = []
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = entry.name if entry.is_dir() else entry.stem
        label = f"evidence/{entry.name}"
        if name not in tables():
            problems.append(Problem("unknown_table", label, details={"hint": did_you_mean(name, tables())}))
            continue
        parts = sorted(entry.glob("*.parquet")) if entry.is_dir() else [entry]
        if not parts or parts[0].suffix not in {".csv", ".parquet"}:
            problems.append(Problem("not_a_table", label, details={"table": name}))
            continue
        if name in files:
            both = f"{files[name][0].name}, {entry.name}"
            problems.append(Problem("two_files", "evidence", details={"table": name, "files": both}))
            continue
        files[name] = parts
    return files, problems


def _load(
    connection: duckdb.DuckDBPyConnection, name: str, parts: list[Path]
) -> tuple[Source | None, list[Problem]]:
    relation = f"text_{name}"
    label = f"evidence/{parts[0].name}"
    if parts[0].suffix == ".parquet":
        try:
            columns = pq.read_schema(parts[0]).names
        except OSError as error:
            return None, [Problem("unreadable", label, details={"error": str(error).split("\n")[0]})]
        cells = ", ".join(
            f"COALESCE(CAST({_as_text(column)} AS VARCHAR), '') AS {quoted(column)}" for column in columns
        )
        listed = "[" + ", ".join("'" + str(part).replace("'", "''") + "'" for part in parts) + "]"
        connection.execute(
            f"CREATE TABLE {quoted(relation)} AS SELECT row_number() OVER () + 1 AS {ROW}, {cells} "
            f"FROM read_parquet({listed}, union_by_name = true)"
        )
        return Source(relation, label, tuple(columns)), []
    table, problems = read_csv(parts[0], name=label)
    if table is None:
        return None, problems
    connection.register("arriving", table)
    connection.execute(f"CREATE TABLE {quoted(relation)} AS SELECT * FROM arriving")
    connection.unregister("arriving")
    return Source(relation, label, tuple(name for name in table.column_names if name != ROW)), problems


def _fill(connection: duckdb.DuckDBPyConnection, table: Table, source: Source) -> int:
    name = quoted(table.name)
    connection.execute(f"CREATE TABLE {name} AS {typed_relation(table, source)} ORDER BY {ROW}")
    connection.execute(f"DROP TABLE {quoted(source.relation)}")
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    return int(rows)


def _as_text(column: str) -> str:
    name = quoted(column)
    return (
        f"CASE WHEN typeof({name}) = 'BOOLEAN' "
        f"THEN CASE CAST({name} AS VARCHAR) WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' END "
        f"ELSE CAST({name} AS VARCHAR) END"
    )


def _digest(parts: list[Path]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
    return digest.hexdigest()


def _add_views(connection: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    process, audit = facts.process, facts.audit
    connection.execute(
        "CREATE TABLE process AS SELECT ? :: DATE AS as_of, ? :: DATE AS start_on, ? :: DATE AS end_on",
        [audit.as_of, process.start, process.end],
    )
    connection.execute(
        "CREATE TABLE attribute_category "
        "(variable VARCHAR, category VARCHAR, place BIGINT, worst_first BIGINT, ordered BOOLEAN)"
    )
    rows = [
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
    if rows:
        connection.executemany("INSERT INTO attribute_category VALUES (?, ?, ?, ?, ?)", rows)
    for table in TABLES_WITH_ATTRIBUTES:
        names = [
            str(row[0])
            for row in connection.execute(f"SELECT column_name FROM (DESCRIBE {quoted(table)})").fetchall()
        ]
        parts = [
            f"SELECT id, '{name.removeprefix('attr_').replace(chr(39), chr(39) * 2)}' AS variable, "
            f"{quoted(name)} AS category FROM {quoted(table)} WHERE {quoted(name)} IS NOT NULL"
            for name in names
            if name.startswith("attr_")
        ]
        empty = "SELECT id, CAST('' AS VARCHAR) AS variable, CAST('' AS VARCHAR) AS category FROM actor WHERE FALSE"
        statement = " UNION ALL ".join(parts) or empty.replace("actor", quoted(table))
        connection.execute(f"CREATE VIEW {table}_attribute AS {statement}")
    # by name, so that a view may select from one that stands before it
    for file in sorted(VIEWS.glob("*.sql")):
        connection.execute(f"CREATE VIEW {quoted(file.stem)} AS {file.read_text(encoding='utf-8')}")
