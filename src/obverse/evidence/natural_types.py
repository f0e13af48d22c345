"""What the footers of Parquet files say, against what their register declares; nothing else of them is read for it."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from obverse.evidence.checking import check_columns
from obverse.evidence.datasets import Dataset
from obverse.evidence.declarations import Column, Table
from obverse.evidence.parquet_types import is_decimal
from obverse.evidence.problems import Problem
from obverse.evidence.typed_cells import Source

_NUMBERS = ("number", "money", "share", "hours", "days")
_WANTED = {
    "int": "a whole number",
    "flag": "a boolean",
    "date": "a date",
    "moment": "a timestamp",
} | dict.fromkeys(_NUMBERS, "a number")


def check_footers(table: Table, dataset: Dataset, label: str) -> list[Problem]:
    """Columns that are missing or unknown, or that stand twice."""
    found = dataset.columns
    # A folder's name may part the rows by what the register does not hold, as in day=2026-03-01.
    declared = [name for name in found if table.column(name) or name not in dataset.partition_columns]
    problems = check_columns(table, Source(table.name, label, tuple(declared)))
    repeated = {
        name for part in dataset.parts for name, times in Counter(part.schema.names).items() if times > 1
    }
    problems += [
        Problem("repeated_header", label, row=1, details={"column": name}) for name in sorted(repeated)
    ]
    return problems + _check_folders(dataset, label)


def _check_folders(dataset: Dataset, label: str) -> list[Problem]:
    """Folders that do not name the same columns, or that name no value or a column of the file."""
    problems = []
    for part in dataset.parts:
        if tuple(part.folders) != dataset.partition_columns:
            first, other = dataset.parts[0].name, part.name
            problems.append(Problem("folders_differ", label, details={"first": first, "other": other}))
            break
    for part in dataset.parts:
        empty = [name for name, value in part.folders.items() if not value or "=" in value]
        held = {column.lower() for column in part.schema.names}
        double = [name for name in part.folders if name.lower() in held]
        problems += [Problem("folder_value", f"{label}/{part.name}", column=name) for name in empty[:1]]
        problems += [Problem("folder_and_file", f"{label}/{part.name}", column=name) for name in double[:1]]
        if empty or double:
            break
    return problems


def unnatural(table: Table, dataset: Dataset) -> list[Column]:
    """The declared columns whose type in the files is not that of their declaration."""
    found = []
    for name, kind in dataset.columns.items():
        column = table.column(name)
        if column is not None and not (kind is not None and _is_natural(column, kind)):
            found.append(column)
    return found


def _is_natural(column: Column, found: pa.DataType) -> bool:
    kinds = pa.types
    whole, text = kinds.is_integer(found), kinds.is_string(found)
    if kinds.is_null(found):
        return True
    if column.kind in {"id", "ref"}:
        return bool(text or whole)
    if column.kind in {"text", "code"}:
        return bool(text)
    if column.kind == "int":
        # Half of these numbers do not fit where they are counted.
        return bool(whole) and found != pa.uint64()
    if column.kind in _NUMBERS:
        return found in {pa.float32(), pa.float64()} or bool(whole) or is_decimal(found)
    if column.kind == "flag":
        return bool(kinds.is_boolean(found))
    if column.kind == "date":
        return bool(kinds.is_date32(found))
    return bool(kinds.is_timestamp(found))


def cannot_be_texts(table: Table, dataset: Dataset) -> bool:
    """Whether a column that is not natural would be something else as a text: a duration, a number of some unit."""
    return any(
        pa.types.is_duration(item.type)
        for part in dataset.parts
        for item in part.schema
        if table.column(item.name) is not None
    )


def wrong_types(table: Table, dataset: Dataset, label: str) -> list[Problem]:
    """A letter for each column that is not of its natural type."""
    return [
        Problem(
            "not_natural",
            label,
            column=column.name,
            details={
                "found": " / ".join(sorted(dataset.kinds_of(column.name))),
                "wanted": _WANTED.get(column.kind, "a text"),
            },
        )
        for column in unnatural(table, dataset)
    ]
