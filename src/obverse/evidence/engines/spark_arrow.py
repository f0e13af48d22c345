"""Between Arrow tables of this machine and those that Spark takes in and gives back."""

from __future__ import annotations

import pyarrow as pa

_KINDS = {
    pa.string(): "STRING",
    pa.large_string(): "STRING",
    pa.bool_(): "BOOLEAN",
    pa.int16(): "SMALLINT",
    pa.int32(): "INT",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP_NTZ",
}


def as_spark_takes(table: pa.Table) -> pa.Table:
    """The same rows in the Arrow types that a session takes in.

    >>> as_spark_takes(pa.table({"word": pa.array(["a"], pa.string_view())})).schema.types
    [DataType(string)]
    """
    fields = []
    for item in table.schema:
        kind = item.type
        if pa.types.is_string_view(kind) or pa.types.is_dictionary(kind) or pa.types.is_null(kind):
            kind = pa.string()
        elif pa.types.is_timestamp(kind):
            kind = pa.timestamp("us")
        fields.append(pa.field(item.name, kind))
    return table.cast(pa.schema(fields))


def with_whole_numbers(table: pa.Table) -> pa.Table:
    """The same rows with each whole number in 64 bits, whatever width the engine needed for it.

    >>> with_whole_numbers(pa.table({"count": pa.array([3], pa.int32())})).schema.types
    [DataType(int64)]
    """
    fields = []
    for item in table.schema:
        kind = item.type
        if pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0):
            kind = pa.int64()
        fields.append(pa.field(item.name, kind))
    return table.cast(pa.schema(fields))


def declared(table: pa.Table) -> str:
    """The columns of a table as Spark declares them: without a row, a session does not read types from Arrow.

    >>> declared(pa.table({"id": pa.array([], pa.string()), "on day": pa.array([], pa.date32())}))
    '`id` STRING, `on day` DATE'
    """
    return ", ".join(
        f"`{item.name.replace('`', '``')}` {_kind(item.type)}" for item in as_spark_takes(table).schema
    )


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return _KINDS[kind]
