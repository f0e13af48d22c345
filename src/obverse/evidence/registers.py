"""The registers of a dossier: found on disk or where dossier.toml says, checked, and typed in an engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from obverse.evidence.checking import check_cells, check_columns, check_references
from obverse.evidence.datasets import Dataset, digest_of
from obverse.evidence.declarations import Table, tables
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.engine import Engine
from obverse.evidence.engines.parsed import run
from obverse.evidence.facts import Facts
from obverse.evidence.natural import Opened, check_rows, open_typed
from obverse.evidence.natural_names import check_keys
from obverse.evidence.natural_names import check_references as check_references_in
from obverse.evidence.natural_types import cannot_be_texts, check_footers, unnatural, wrong_types
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.reading import ROW
from obverse.evidence.register_files import are_small, evidence_files, texts_of_csv, texts_of_parquet
from obverse.evidence.sharing import Sharing, listing_views, shared_views
from obverse.evidence.typed_cells import Source, empty_tables, quoted, typed_relation

# A Parquet register whose types are not natural is read as texts, up to this many rows.
READ_AS_TEXTS = 2_000_000


@dataclass(frozen=True, slots=True)
class Contents:
    """What a register holds: its rows, the columns that stand in its files, and those that hold anything.

    ``filled`` and ``grades`` are None where a register is too large to look before somebody asks.
    """

    rows: int = 0
    columns: tuple[str, ...] = ()
    filled: frozenset[str] | None = frozenset()
    grades: tuple[str | None, ...] | None = ()


class Registers:
    """Reads all registers of a dossier into an engine, under the names of their tables, typed.

    CSV files are read, checked and typed on this machine by DuckDB; Parquet files of natural types are opened by the
    engine where they lie.
    """

    def __init__(self, directory: Path, facts: Facts | None, engine: Engine) -> None:
        self._directory = directory
        self._facts = facts
        self._engine = engine
        self._local = engine if isinstance(engine, DuckDB) else DuckDB()
        self._opened: dict[str, Opened] = {}
        self._datasets: dict[str, Dataset] = {}
        self._unread: set[str] = set()
        self.contents: dict[str, Contents] = {}
        self.labels: dict[str, str] = {}
        self.sha256: dict[str, str] = {}

    def digest(self, name: str) -> str:
        """What a table's content depends on: the bytes of its files."""
        return self.sha256.get(name, "")

    def read(self) -> list[Problem]:
        """Read everything; returns all problems at once."""
        files, problems = evidence_files(self._directory)
        sources: dict[str, Source] = {}
        places: dict[str, Path | str] = {**files, **self._elsewhere(files, problems)}
        self._local.plan(briefly=are_small(places.values()))
        for name, location in places.items():
            if isinstance(location, Path) and location.suffix == ".csv":
                source, found = texts_of_csv(self._local.connection, name, location)
                problems += found
                if source is not None:
                    sources[name] = source
                    self.sha256[name] = digest_of(location)
                continue
            problems += self._open(name, location, sources)
        self._unread = set(places) - set(sources) - set(self._opened)
        problems += self._check_texts(sources)
        self._type(sources)
        return problems

    def check_opened(self, sharing: Sharing) -> list[Problem]:
        """Check what the engine opened, and what refers from one register into another."""
        ask = sharing.answer
        attributes = self._facts.attributes if self._facts else {}
        problems: list[Problem] = []
        listing = [view for (name, _), view in listing_views().items() if name in self._opened]
        for view in listing:
            sharing.hold(view)
        for name, one in self._opened.items():
            if f"repeated_{name}" in shared_views():
                sharing.hold(f"repeated_{name}")
            found = check_rows(ask, one, attributes) + check_keys(ask, one)
            found += check_references_in(ask, one, self.labels, self._unread, sound=not found)
            problems += found
        for name, label in self.labels.items():
            if name not in self._opened:
                source = Source(name, label, self.contents[name].columns, dataset=self._datasets.get(name))
                found = check_references_in(ask, source, self._opened)
                problems += [source.placed(problem) for problem in found]
        for view in listing:
            sharing.release(view)
        return problems

    def _elsewhere(self, files: dict[str, Path], problems: list[Problem]) -> dict[str, str]:
        """The registers of which dossier.toml says where they lie."""
        found = dict(self._facts.location) if self._facts else {}
        for name in sorted(set(found) & set(files)):
            both = f"{files[name].name}, [location] {found.pop(name)}"
            problems.append(Problem("two_files", "evidence", details={"table": name, "files": both}))
        return {
            name: place if "://" in place or Path(place).is_absolute() else str(self._directory / place)
            for name, place in found.items()
        }

    def _open(self, name: str, location: Path | str, sources: dict[str, Source]) -> list[Problem]:
        label = f"evidence/{location.name}" if isinstance(location, Path) else f"[location] {name}"
        try:
            dataset = self._engine.dataset(str(location))
        except (OSError, pa.ArrowException) as error:
            return [Problem("unreadable", label, details={"error": str(error).split("\n")[0]})]
        table = tables()[name]
        self._datasets[name] = dataset
        self.sha256[name] = dataset.sha256
        problems = check_footers(table, dataset, label)
        if problems:
            return problems
        if not unnatural(table, dataset):
            self._opened[name] = open_typed(self._engine, table, dataset, label)
            return []
        if dataset.rows > READ_AS_TEXTS or not isinstance(location, Path) or cannot_be_texts(table, dataset):
            return wrong_types(table, dataset, label)
        sources[name] = texts_of_parquet(self._local, table, dataset, label)
        return []

    def _check_texts(self, sources: dict[str, Source]) -> list[Problem]:
        attributes = self._facts.attributes if self._facts else {}
        connection = self._local.connection
        problems: list[Problem] = []
        for name, source in sources.items():
            found = check_columns(tables()[name], source)
            if not any(problem.kind == "missing_column" for problem in found):
                found += check_cells(connection, tables()[name], source, attributes)
                found += check_references(
                    connection,
                    tables()[name],
                    source,
                    set(sources) | self._unread,
                    elsewhere=set(self._opened),
                )
            problems += [source.placed(problem) for problem in found]
        return problems

    def _type(self, sources: dict[str, Source]) -> None:
        connection = self._local.connection
        missing = [name for name in tables() if name not in sources and name not in self._opened]
        for name in [*missing, *sources]:
            # The engine may have held another dossier before.
            self._local.drop(name)
        self._local.stand(missing, empty_tables)
        self.contents |= dict.fromkeys(missing, Contents())
        for name, source in sources.items():
            self.contents[name] = _fill(connection, tables()[name], source)
            self._local.holds(name)
            self.labels[name] = source.file
        if self._engine is not self._local:
            for name in [*missing, *sources]:
                self._engine.register(name, self._local.execute(f"SELECT * FROM {quoted(name)}"))
            self._local.close()
        for name, one in self._opened.items():
            graded = "grade" in one.columns
            self.contents[name] = Contents(one.dataset.rows, one.columns, None, None if graded else (None,))
            self.labels[name] = one.label


def reread(engine: Engine, directory: Path, name: str) -> tuple[Contents, str]:
    """Read one CSV register anew into the embedded engine, without checking it.

    Raises:
        EvidenceProblems: the file cannot be read.
    """
    if not isinstance(engine, DuckDB):
        raise TypeError("only the embedded engine reads registers anew")
    file = evidence_files(directory)[0][name]
    source, problems = texts_of_csv(engine.connection, name, file)
    if source is None:
        raise EvidenceProblems(problems)
    return _fill(engine.connection, tables()[name], source), digest_of(file)


def _fill(connection: duckdb.DuckDBPyConnection, table: Table, source: Source) -> Contents:
    name = quoted(table.name)
    run(
        connection,
        f"CREATE OR REPLACE TEMPORARY TABLE {name} AS {typed_relation(table, source)} ORDER BY {ROW}",
    )
    run(connection, f"DROP TABLE {quoted(source.relation)}")
    columns = [column for column in source.columns if table.column(column)]
    counted = ", ".join(f"count({quoted(column)})" for column in columns)
    grades = "list(DISTINCT grade)" if "grade" in columns else "[NULL]"
    ((rows, found, *filled),) = run(
        connection, f"SELECT count(*), {grades}, {counted} FROM {name}"
    ).fetchall()
    return Contents(
        rows=int(rows),
        columns=tuple(columns),
        filled=frozenset(column for column, cells in zip(columns, filled, strict=True) if cells),
        grades=tuple(found) if rows else (),
    )
