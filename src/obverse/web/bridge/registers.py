"""The files of registers: written, read, and their cells looked through."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from obverse.connectors.reading import READ
from obverse.evidence.checking import check_cells
from obverse.evidence.declarations import tables
from obverse.evidence.facts import Declared
from obverse.evidence.importing.extract import FILE as EXTRACT_FILE
from obverse.evidence.importing.extract import ROW as EXTRACT_ROW
from obverse.evidence.importing.handing_over import take_over
from obverse.evidence.importing.stored import load_stored
from obverse.evidence.problems import EvidenceProblems, understood
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.limits import limits
from obverse.evidence.receiving.nursery import in_child
from obverse.evidence.typed_cells import Source
from obverse.web.bridge.faults import Refused


def declared_keys() -> tuple[str, ...]:
    """What can be declared of a register: ``kept_from``, ``complete`` and so on, in the engine's order."""
    return tuple(field.name for field in fields(Declared))


def facts_of(folder: Path) -> dict[str, Any]:
    """What the dossier.toml of a folder says, section by section, as it stands there."""
    return tomllib.loads((folder / "dossier.toml").read_text(encoding="utf-8"))


def columns_as_declared(table: str, rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The columns that some row fills and those that are required, as declared; those of attributes come last."""
    declared = tables()[table]
    found = {name for row in rows for name in row} | set(declared.required)
    known = [name for name in declared.columns if name in found]
    return (*known, *sorted(found - set(known)))


def write_register(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows as the engine writes a register: in their order, what is unknown left empty."""
    held = list(rows)
    table = pa.table({name: pa.array([row.get(name) for row in held], pa.string()) for name in columns})
    spelled = str(file).replace("'", "''")
    with duckdb.connect(":memory:") as connection:
        connection.register("held", table)
        connection.execute(
            f"COPY (SELECT * FROM held) TO '{spelled}' "
            "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
        )


def read_register(folder: Path, table: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The columns of a register of a dossier as they stand in its file, and its rows, as texts.

    Raises:
        Refused: the file cannot be read.
    """
    with duckdb.connect(":memory:") as connection:
        try:
            stored = load_stored(connection, folder, table, "held")
        except EvidenceProblems as found:
            raise Refused(found.problems) from None
        if not stored.columns:
            return (), []
        rows = connection.sql("SELECT * FROM held").to_arrow_table().to_pylist()
    return stored.columns, [{name: cell for name, cell in row.items() if cell} for row in rows]


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that is not what its column declares: the place of its row, its column, and what is wrong, by its kind."""

    row: int
    column: str
    kind: str
    count: int = 1


def wrong_cells(table: str, rows: Sequence[Mapping[str, str]]) -> tuple[WrongCell, ...]:
    """Every cell of some rows of a register that the engine would refuse, by the engine's own rules.

    Keys and references are not looked at. Of many cells that are wrong in the same way the first are told, and then
    how many ``more_like_this`` there are.
    """
    declared = tables()[table]
    columns = [*dict.fromkeys([*declared.required, *(column for row in rows for column in row)])]
    texts_of = {column: pa.array([row.get(column, "") for row in rows], pa.string()) for column in columns}
    arriving = pa.table({ROW_IN_FILE: pa.array(range(len(rows)), pa.int64()), **texts_of})
    with duckdb.connect(":memory:") as connection:
        connection.register("arriving", arriving)
        found = check_cells(connection, declared, Source("arriving", table, tuple(columns)), {})
    # Keys are compared with all that stands, and attributes are declared elsewhere.
    passed_over = ("duplicate_key", "spoiled_key", "undeclared_attribute")
    keys = ", ".join(name for name in declared.key if name in columns)
    return tuple(
        WrongCell(one.row, one.column, one.kind, int(one.details.get("count", "1")))
        for one in found
        if one.kind not in passed_over and not (one.kind == "more_like_this" and one.column == keys)
    )


def sheet_of(file: Path, table: str) -> tuple[list[tuple[int, dict[str, str]]], tuple[str, ...]]:
    """The rows of a register's sheet in an XLSX workbook with their numbers, and the sheets of others that hold rows.

    A child process with limits reads the file.

    Raises:
        Refused: the workbook cannot be read, or something in the sheet is wrong.
    """
    bounds = limits()
    with tempfile.TemporaryDirectory(prefix="obverse-") as scratch:
        argument = {
            "files": [str(file)],
            "scratch": scratch,
            "platform": "workbook",
            "mapping": "",
            "options": {},
            "encoding": "",
            "limits": asdict(bounds),
            "streams": False,
            "today": "",
        }
        try:
            answer = in_child(READ, argument, limits=bounds, label=file.name, writes=[scratch])
        except EvidenceProblems as refused:
            raise Refused(refused.problems) from refused
        if answer["problems"]:
            raise Refused(understood(one) for one in answer["problems"])
        extract = take_over(answer["extract"], Path(scratch))
    if extract.problems:
        raise Refused(extract.problems)
    others = tuple(sorted(set(extract.tables) - {table}))
    if table not in extract.tables:
        return [], others
    rows = []
    for row in extract.tables[table].to_pylist():
        number = int(row.pop(EXTRACT_ROW))
        row.pop(EXTRACT_FILE)
        rows.append((number, {column: text for column, text in row.items() if text is not None}))
    return rows, others
