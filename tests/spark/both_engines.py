"""An engine that is two: whatever is asked of it is asked of DuckDB and of Spark, and what they say is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.datasets import Dataset
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.spark import Spark
from obverse.evidence.evidence import SELECTED, reduction_of
from obverse.indicators.indicator import Indicator

# Each engine has numbers of its own for pairs; how many there are is the same.
NUMBERS_OF_PAIRS = {"vote_pair", "repeated_pair"}


class BothEngines:
    """Asks both and gives back what Spark says; ``differences`` tells where they do not agree."""

    name = "both"

    def __init__(self, spark: Spark) -> None:
        self.spark = spark
        self.duckdb = DuckDB()
        self.differences: list[str] = []
        self.asked: set[tuple[str, str]] = set()
        self._rows = ""

    def execute(self, statement: str) -> pa.Table:
        there, here = self.spark.execute(statement), self.duckdb.execute(statement)
        self.asked.add((self._rows if SELECTED in statement else "", statement))
        self._compare(_columns(there), _columns(here), statement)
        return there

    def define(self, view: str, statement: str) -> None:
        self._remember(view, statement)
        self.spark.define(view, statement)
        self.duckdb.define(view, statement)

    def keep(self, view: str, statement: str) -> None:
        self._remember(view, statement)
        self.spark.keep(view, statement)
        self.duckdb.keep(view, statement)
        # A kept view says in no order what its rows are.
        there, here = (
            engine.execute(f'SELECT * FROM "{view}"').to_pylist() for engine in (self.spark, self.duckdb)
        )
        if view in NUMBERS_OF_PAIRS:
            there, here = [{"pairs": len(there)}], [{"pairs": len(here)}]
        self._compare(Counter(map(_row, there)), Counter(map(_row, here)), f"the rows of {view}: {statement}")

    def drop(self, view: str) -> None:
        self.spark.drop(view)
        self.duckdb.drop(view)

    def register(self, name: str, table: pa.Table) -> None:
        self.spark.register(name, table)
        self.duckdb.register(name, table)

    def dataset(self, location: str) -> Dataset:
        return self.spark.dataset(location)

    def open_parquet(self, name: str, dataset: Dataset, columns: Iterable[str]) -> None:
        named = list(columns)
        self.spark.open_parquet(name, dataset, named)
        self.duckdb.open_parquet(name, dataset, named)

    def close(self) -> None:
        self.duckdb.close()

    def ask_everything(self, indicator: Indicator) -> None:
        """Ask an indicator's statements that were not asked yet, whether or not the dossier has rows for them."""
        rows = indicator.statement("rows")
        statements = [
            file.read_text(encoding="utf-8")
            for file in sorted(indicator.folder.glob("*.sql"))
            if file.stem != "rows"
        ]
        left = [one for one in statements if not {(rows, one), ("", one)} & self.asked]
        if left or rows != self._rows:
            self.keep(SELECTED, rows)
        for statement in left:
            self.execute(statement)

    def _remember(self, view: str, statement: str) -> None:
        if view == SELECTED:
            self._rows = statement

    def _compare(self, there: Any, here: Any, what: str) -> None:
        if there != here:
            self.differences.append(f"{what}\n  spark: {str(there)[:400]}\n  duckdb: {str(here)[:400]}")


def _columns(table: pa.Table) -> Any:
    """What an indicator sees of a table, and of which kind the columns are."""
    try:
        columns = reduction_of(table).columns
    except ValueError:
        # Lists of rows may lack a number; a reduction may not, on either engine.
        return [_row(row) for row in table.to_pylist()]
    return {name: (column.dtype.kind, column.tolist()) for name, column in columns.items()}


def _row(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in row.items())


def write_parquet(folder: Path, table: pa.Table, parts: int) -> None:
    """A register as a dataset of several files in folders whose names hold what paths seldom do."""
    size = -(-table.num_rows // parts)
    for number in range(parts):
        place = folder / ("first half" if 2 * number < parts else "second [half]")
        place.mkdir(parents=True, exist_ok=True)
        pq.write_table(table.slice(number * size, size), place / f"part {number}%.parquet")
