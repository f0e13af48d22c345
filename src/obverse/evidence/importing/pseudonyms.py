"""Ids of people, turned into keyed pseudonyms by the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import duckdb

from obverse.evidence.declarations import Table
from obverse.evidence.typed_cells import quoted

# 80 bits: among ten million people, two share a pseudonym with a probability of about 4 in 10^11.
_DIGITS = 20
_BLOCK = 64
# Columns that hold what could tell a person and are no reference to an actor, with the first letter of a pseudonym.
_ACTOR = "p"
_OTHER = {"respondent": "r", "origin_key": "o"}
_PEOPLE = "actor"


def personal_columns(table: Table) -> dict[str, str]:
    """The columns of a table that hold ids of people, each with the first letter of the pseudonyms in it.

    >>> from obverse.evidence.declarations import tables
    >>> personal_columns(tables()["contribution"])
    {'author': 'p', 'origin_key': 'o'}
    """
    found = {}
    for name, column in table.columns.items():
        if (table.name == _PEOPLE and name == "id") or column.refers_to == _PEOPLE:
            found[name] = _ACTOR
        elif name in _OTHER:
            found[name] = _OTHER[name]
    return found


def set_key(connection: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Let a connection know the key; it stands in no statement.

    The pads are those of HMAC (RFC 2104) with SHA-256 and its block of 64 bytes.
    """
    block = (secret if len(secret) <= _BLOCK else sha256(secret).digest()).ljust(_BLOCK, b"\0")
    for name, pad in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
        connection.execute(f"SET VARIABLE {name} = ?::BLOB", [bytes(byte ^ pad for byte in block)])


def pseudonym(cell: str, letter: str, namespace: str) -> str:
    """The SQL expression of the pseudonym of a cell: ``p-`` and 20 digits of HMAC-SHA256(key, namespace:cell).

    An empty cell stays empty. ``namespace`` keeps person 5 of one platform apart from person 5 of another, and so does
    the letter of whoever is not an actor: respondent 5 and actor 5 cannot be joined.
    """
    namespace += "" if letter == _ACTOR else f":{letter}"
    named = f"encode('{namespace.replace(chr(39), chr(39) * 2)}:' || {cell})"
    inner = f"unhex(sha256(getvariable('inner_pad') || {named}))"
    digest = f"sha256(getvariable('outer_pad') || {inner})"
    return f"CASE WHEN {cell} = '' THEN '' ELSE '{letter}-' || substr({digest}, 1, {_DIGITS}) END"


def replace_ids(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Mapping[str, str],
    namespace: str,
    rows: str = "TRUE",
) -> int:
    """Replace the ids in some columns of a relation by pseudonyms; returns how many different ones it holds then.

    ``rows`` is an SQL condition that tells which rows are meant.
    """
    if not columns:
        return 0
    cells = ", ".join(
        f"{quoted(name)} = {pseudonym(quoted(name), letter, namespace)}" for name, letter in columns.items()
    )
    connection.execute(f"UPDATE {quoted(relation)} SET {cells} WHERE {rows}")
    return count_different(connection, relation, list(columns), rows)


def count_different(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], rows: str = "TRUE"
) -> int:
    """How many different filled cells some columns of a relation hold together."""
    every = " UNION ALL ".join(
        f"SELECT {quoted(name)} AS one FROM {quoted(relation)} WHERE {rows}" for name in columns
    )
    counted = connection.execute(f"SELECT count(DISTINCT one) FROM ({every}) WHERE one <> ''").fetchall()
    return int(counted[0][0])
