"""Registers as other programs write them: CSV, and Parquet of many kinds that mean the same."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.declarations import Column, Table

Row = dict[str, Any]
_KINDS = {"int": pa.int64(), "flag": pa.bool_(), "date": pa.date32(), "moment": pa.timestamp("us")}
_NUMBERS = ("number", "money", "share", "hours", "days")


def write_register(
    lot: random.Random,
    folder: Path,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    as_csv: float,
) -> None:
    """Write a register's rows in a form that the lot decides; ``as_csv`` is the share of those in CSV."""
    if lot.random() < as_csv:
        _write_csv(lot, folder / f"{table.name}.csv", columns, rows)
        return
    if lot.random() < 0.4 or not rows:
        pq.write_table(_arrow(lot, table, columns, rows), folder / f"{table.name}.parquet")
        return
    _write_parts(lot, folder / table.name, table, list(columns), rows)


def _write_parts(
    lot: random.Random, folder: Path, table: Table, columns: list[str], rows: Sequence[Row]
) -> None:
    """Several files, of which one is empty, one lacks a column and has the others in another order.

    Half of the registers were written by two programs with habits of their own.
    """
    parted_by = [
        name
        for name in columns
        if table.column(name) is not None
        and table.column(name).kind in {"code", "ref"}  # type: ignore[union-attr] # asked the line before
        and name in table.required
    ]
    by = lot.choice(parted_by) if parted_by and lot.random() < 0.4 else ""
    habits = {name: _habit(lot, table.column(name)) for name in columns}
    others = {name: _habit(lot, table.column(name)) for name in columns} if lot.random() < 0.5 else habits
    groups: dict[str, list[Row]] = {}
    is_all_escaped = lot.random() < 0.5
    for row in rows:
        place = f"{by}={_as_folder(str(row[by]), is_all_escaped=is_all_escaped)}" if by else ""
        groups.setdefault(place, []).append(row)
    kept = [name for name in columns if name != by]
    for place, found in groups.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        middle = len(found) // 2
        optional = [
            name
            for name in kept
            if name not in table.required and all(row.get(name) is None for row in found[:middle])
        ]
        first = [name for name in reversed(kept) if name not in optional[:1]]
        pq.write_table(
            _arrow(lot, table, first, found[:middle], habits), folder / place / "b part [1].parquet"
        )
        pq.write_table(_arrow(lot, table, kept, found[middle:], others), folder / place / "a part.parquet")
        pq.write_table(_arrow(lot, table, kept, [], habits), folder / place / "c.parquet")
    (folder / "_SUCCESS").touch()


def _habit(lot: random.Random, column: Column | None) -> pa.DataType:
    """The type in which a program writes a column."""
    kind = column.kind if column is not None else "text"
    if kind in _NUMBERS:
        return lot.choice((pa.float64(), pa.float64(), pa.float64(), pa.decimal128(30, 12), pa.float32()))
    if kind == "moment":
        return pa.timestamp(lot.choice(("us", "us", "ns")), lot.choice((None, "UTC", "Europe/Paris")))
    if kind in _KINDS:
        return _KINDS[kind]
    return lot.choice((pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())))


def _arrow(
    lot: random.Random,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    habits: dict[str, pa.DataType] | None = None,
) -> pa.Table:
    arrays = []
    for name in columns:
        column = table.column(name)
        values = [row.get(name) for row in rows]
        habit = habits[name] if habits else _habit(lot, column)
        if pa.types.is_timestamp(habit) and not all(one is None or 1700 < one.year < 2200 for one in values):
            # Nanoseconds do not reach further.
            habit = pa.timestamp("us", habit.tz)
        if all(one is None for one in values) and lot.random() < 0.5:
            # A program that saw no value does not know what it would have been.
            made = pa.nulls(len(values))
        elif pa.types.is_decimal(habit):
            made = pa.array(values, pa.float64()).cast(habit, safe=False)
        else:
            made = pa.array(values, habit)
        if (
            pa.types.is_int64(habit)
            and pa.types.is_int64(made.type)
            and all(one is None or abs(one) < 2**15 for one in values)
        ):
            made = made.cast(
                lot.choice((pa.int16(), pa.int32(), pa.int64(), pa.uint8() if _fits(values) else pa.int32()))
            )
        arrays.append(made)
    return pa.Table.from_arrays(arrays, names=list(columns))


def _fits(values: Sequence[Any]) -> bool:
    return all(one is None or 0 <= one < 256 for one in values)


def _write_csv(lot: random.Random, file: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_spelled(lot, row.get(name)) for name in columns])


def _spelled(lot: random.Random, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        # strftime writes the year 1 with one digit
        return value.isoformat(sep=lot.choice("T ")) + lot.choice(("", "Z", "+00:00"))
    return str(value)


def _as_folder(value: str, *, is_all_escaped: bool) -> str:
    """A value in the name of a folder: Arrow escapes letters beyond English ones, Spark and Hive leave them."""
    return "".join(quote(sign, safe=" ") if is_all_escaped or sign < "\x80" else sign for sign in value)
