"""Between Arrow tables of this machine and those that Spark takes in and gives back."""

from __future__ import annotations

import pyarrow as pa

_KINDS = {
    pa.string(): "STRING",
    pa.large_string(): "STRING",
    pa.bool_(): "BOOLEAN",
    pa.int8(): "TINYINT",
    pa.uint8(): "SMALLINT",
    pa.int16(): "SMALLINT",
    pa.uint16(): "INT",
    pa.int32(): "INT",
    pa.uint32(): "BIGINT",
    pa.int64(): "BIGINT",
    pa.uint64(): "DECIMAL(20, 0)",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP_NTZ",
    pa.timestamp("us", "UTC"): "TIMESTAMP_LTZ",
    # Read as numbers: a session knows no nanoseconds.
    pa.timestamp("ns"): "BIGINT",
    pa.timestamp("ns", "UTC"): "BIGINT",
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
        f"`{item.name.replace('`', '``')}` {declared_type(item.type)}"
        for item in as_spark_takes(table).schema
    )


def declared_type(kind: pa.DataType) -> str:
    """The name of a type in the declaration of a table or of files.

    >>> declared_type(pa.decimal128(12, 2)), declared_type(pa.uint8())
    ('DECIMAL(12, 2)', 'SMALLINT')
    """
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return _KINDS[kind]
