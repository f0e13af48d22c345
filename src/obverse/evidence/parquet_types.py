"""The types of the columns of Parquet files: what their footers say, and what the files of one dataset have in common.

Each engine reads types by rules of its own: where files differ, where time is counted in nanoseconds, where a column
of one file holds nothing. So both are told from here what stands in the files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.parquet as pq

# More digits than these no engine holds in a decimal number.
_DIGITS = 38
# What columns of several types may have in common.
_SQL = {pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.timestamp("us"): "TIMESTAMP"}


def schema_of(footer: pq.FileMetaData) -> pa.Schema:
    """The columns of a file in few types: moments in micro- or nanoseconds, with UTC or without, texts as ``string``.

    Raises:
        pyarrow.ArrowException: the file holds a type that cannot be told.
    """
    schema = footer.schema
    # Old writers count from the year -4713 in 96 bits; Arrow says of these that they are nanoseconds.
    old = {
        schema.column(number).path
        for number in range(len(schema))
        if schema.column(number).physical_type == "INT96"
    }
    return pa.schema(
        [
            (item.name, pa.timestamp("us", "UTC") if item.name in old else _plain(item.type))
            for item in schema.to_arrow_schema()
        ]
    )


def in_common(kinds: Iterable[pa.DataType]) -> pa.DataType | None:
    """The type in which the files of a dataset hold one column; None where they do not mean the same.

    >>> in_common([pa.int32(), pa.null(), pa.int64()]), in_common([pa.float32(), pa.int64()])
    (DataType(int64), DataType(double))
    >>> in_common([pa.string(), pa.int64()]), in_common([pa.bool_(), pa.int64()])
    (DataType(string), None)
    """
    found = {kind for kind in kinds if not pa.types.is_null(kind)}
    if not found:
        return pa.null()
    is_time = pa.types.is_timestamp
    if all(is_time(kind) for kind in found) and (len(found) > 1 or is_in_nanoseconds(*found)):
        return pa.timestamp("us")
    if len(found) == 1:
        return found.pop()
    whole = {kind for kind in found if pa.types.is_integer(kind) and kind != pa.uint64()}
    if found == whole:
        return pa.int64()
    if all(kind in whole or pa.types.is_floating(kind) or is_decimal(kind) for kind in found):
        return pa.float64()
    return pa.string() if found == whole | {pa.string()} else None


def is_in_nanoseconds(kind: pa.DataType) -> bool:
    """Whether moments are counted in nanoseconds since 1970, as pandas writes them.

    >>> is_in_nanoseconds(pa.timestamp("ns", "UTC")), is_in_nanoseconds(pa.timestamp("us"))
    (True, False)
    """
    return bool(pa.types.is_timestamp(kind)) and kind.unit == "ns"


def is_decimal(kind: pa.DataType) -> bool:
    """Whether a type is a decimal number of no more digits than every engine holds.

    >>> is_decimal(pa.decimal128(38, 2)), is_decimal(pa.decimal256(39, 2))
    (True, False)
    """
    return bool(pa.types.is_decimal(kind)) and kind.precision <= _DIGITS


def cell(
    column: str, own: pa.DataType | None, common: pa.DataType | None, nanoseconds: Callable[[str], str]
) -> str:
    """The SQL expression for a column of some files, in the type that all files of their dataset have in common.

    ``own`` is its type in these files, None where they have no such column; ``nanoseconds`` makes a timestamp of
    microseconds from a column of nanoseconds, as an engine does it.

    >>> cell('"n"', pa.int32(), pa.int64(), str.upper), cell('"n"', None, pa.int64(), str.upper)
    ('CAST("n" AS BIGINT)', 'NULL')
    """
    if own is None or pa.types.is_null(own):
        return "NULL"
    if is_in_nanoseconds(own):
        column = nanoseconds(column)
    if own == common or (common == pa.timestamp("us") and is_in_nanoseconds(own)):
        return column
    return f"CAST({column} AS {_SQL.get(common, 'STRING')})"


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if re.fullmatch("large_string|string_view", str(kind)):
        return pa.string()
    if pa.types.is_date64(kind):
        return pa.date32()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("ns" if kind.unit == "ns" else "us", "UTC" if kind.tz else None)
    return kind
