"""The files of a dataset as DuckDB reads them."""

from __future__ import annotations

from collections.abc import Sequence

from obverse.evidence.datasets import Dataset, Part
from obverse.evidence.parquet_types import cell


def rows_of_files(dataset: Dataset, columns: Sequence[str]) -> str:
    """The statement for some columns of a dataset's rows, and ``row_in_file``.

    >>> import pyarrow as pa
    >>> part = Part("/a.parquet", "a.parquet", 3, "", pa.schema([("n", pa.int64())]))
    >>> print(rows_of_files(Dataset("/a.parquet", (part,)), ["n"]))  # doctest: +ELLIPSIS
    SELECT "n" AS "n", CAST([2][CAST(file_index AS BIGINT) + 1] AS BIGINT) + file_row_number AS row_in_file FROM ...
    """
    return " UNION ALL ".join(_rows(dataset, lot, columns) for lot in dataset.alike)


def _rows(dataset: Dataset, lot: Sequence[Part], columns: Sequence[str]) -> str:
    paths = "[" + ", ".join(_text(part.path) for part in lot) + "]"
    offsets = "[" + ", ".join(str(part.first_row) for part in lot) + "]"
    parted = dataset.partition_columns
    scan = (
        f"read_parquet({paths}, union_by_name = true, hive_partitioning = {'true' if parted else 'false'}"
        f"{', hive_types_autocast = false' if parted else ''})"
    )
    own, common = dataset.kinds(lot), dataset.columns
    cells = [
        f"{cell(_name(name), own.get(name), common[name], _microseconds)} AS {_name(name)}"
        for name in columns
    ]
    row = f"CAST({offsets}[CAST(file_index AS BIGINT) + 1] AS BIGINT) + file_row_number"
    return f"SELECT {', '.join([*cells, f'{row} AS row_in_file'])} FROM {scan}"


def _microseconds(column: str) -> str:
    # A cast would round up, and a minute before midnight is not the next day.
    counted = f"EPOCH_NS({column})"
    return f"MAKE_TIMESTAMP(({counted} - ({counted} % 1000 + 1000) % 1000) // 1000)"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
