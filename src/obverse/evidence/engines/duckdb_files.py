"""The files of a dataset as DuckDB reads them."""

from __future__ import annotations

from collections.abc import Sequence

from obverse.evidence.datasets import Dataset, Part, value_of
from obverse.evidence.parquet_types import cell


def rows_of_files(dataset: Dataset, columns: Sequence[str]) -> str:
    """The statement for some columns of a dataset's rows, and ``row_in_file``.

    >>> import pyarrow as pa
    >>> part = Part("/a.parquet", "a.parquet", 3, "", pa.schema([("n", pa.int64())]))
    >>> print(rows_of_files(Dataset("/a.parquet", (part,)), ["n"]))  # doctest: +ELLIPSIS
    SELECT "n" AS "n", CAST([2] AS BIGINT[])[CAST(file_index AS BIGINT) + 1] + file_row_number AS row_in_file FROM ...
    """
    return " UNION ALL ".join(_rows(dataset, lot, columns) for lot in dataset.alike)


def _rows(dataset: Dataset, lot: Sequence[Part], columns: Sequence[str]) -> str:
    own, common = dataset.kinds(lot), dataset.columns
    cells = [
        _of_file([value_of(part.folders[name]) for part in lot])
        if name in dataset.partition_columns
        else cell(_name(name), own.get(name), common[name], _microseconds)
        for name in columns
    ]
    named = [f"{value} AS {_name(name)}" for value, name in zip(cells, columns, strict=True)]
    row = f"{_of_file([part.first_row for part in lot])} + file_row_number AS row_in_file"
    paths = ", ".join(_text(part.path) for part in lot)
    scan = f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"
    return f"SELECT {', '.join([*named, row])} FROM {scan}"


def _of_file(values: Sequence[str | int | None]) -> str:
    """What is the same for all rows of a file: the value at the file's place among those that are read."""
    whole = isinstance(values[0], int)
    listed = ", ".join("NULL" if one is None else str(one) if whole else _text(one) for one in values)
    return f"CAST([{listed}] AS {'BIGINT' if whole else 'VARCHAR'}[])[CAST(file_index AS BIGINT) + 1]"


def _microseconds(column: str) -> str:
    # A cast would round up, and a minute before midnight is not the next day.
    counted = f"EPOCH_NS({column})"
    return f"MAKE_TIMESTAMP(({counted} - ({counted} % 1000 + 1000) % 1000) // 1000)"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
