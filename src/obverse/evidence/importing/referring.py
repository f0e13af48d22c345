"""The ids that rows may refer to, wherever the rows that have them stand."""

from __future__ import annotations

from pathlib import Path

from obverse.evidence.importing.desk import Desk
from obverse.evidence.importing.poured import parts_of, stands_in_parts
from obverse.evidence.importing.stored import literal, load_stored
from obverse.evidence.typed_cells import quoted


def referable(desk: Desk) -> set[str]:
    """Create ``text_<table>`` with all ids, stored and arriving, for each table that rows may refer to."""
    checked = [table for table in desk.tables if table.name not in desk.long]
    wanted = {column.refers_to for table in checked for column in table.columns.values()} - {""}
    return {name for name in sorted(wanted) if _create_ids(desk, name)}


def known_ids(desk: Desk, room: Path, wanted: set[str]) -> dict[str, list[Path]]:
    """Files with the ids of the tables that rows which are poured refer to and that are not poured themselves."""
    known: dict[str, list[Path]] = {}
    for name in sorted(wanted):
        parts = parts_of(desk.directory, name)
        if name in desk.long:
            continue
        if stands_in_parts(desk.directory, name, desk.bounds):
            known[name] = parts
        elif _create_ids(desk, name):
            known[name] = [room / f"{name}.ids.parquet"]
            desk.connection.execute(
                f"COPY {quoted('text_' + name)} TO {literal(str(known[name][0]))} (FORMAT parquet)"
            )
    return known


def _create_ids(desk: Desk, name: str) -> bool:
    """Create ``text_<table>``, of a table that is too long with those ids only that somebody asks for."""
    relation = quoted("text_" + name)
    if name in desk.long or stands_in_parts(desk.directory, name, desk.bounds):
        poured = desk.poured.get(name)
        files = poured.holding if poured else tuple(parts_of(desk.directory, name))
        asked = " UNION ALL ".join(
            f"SELECT {quoted(column.name)} FROM {quoted('arriving_' + table.name)}"
            for table in desk.tables
            for column in table.columns.values()
            if column.refers_to == name and column.name in desk.columns[table.name]
        )
        listed = ", ".join(literal(str(file)) for file in files)
        desk.connection.execute(
            f"CREATE OR REPLACE TABLE {relation} AS SELECT CAST(id AS VARCHAR) AS id "
            f"FROM read_parquet([{listed}], union_by_name = true) "
            f"WHERE CAST(id AS VARCHAR) IN ({asked or 'SELECT NULL'})"
        )
        return True
    selects = [f"SELECT id FROM {quoted('stored_' + name)}"]
    if name in desk.columns:
        selects.append(f"SELECT id FROM {quoted('arriving_' + name)}")
    elif name not in desk.loaded:
        desk.loaded[name] = load_stored(desk.connection, desk.directory, name, f"stored_{name}")
    if name in desk.loaded and not desk.loaded[name].files:
        return False
    desk.connection.execute(f"CREATE OR REPLACE TABLE {relation} AS {' UNION ALL '.join(selects)}")
    return True
