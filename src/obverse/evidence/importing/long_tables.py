"""The tables of an import that are too long to be held: a child within the limits writes their rows as parts."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq

from obverse.evidence import storing
from obverse.evidence.declarations import tables
from obverse.evidence.importing import progress
from obverse.evidence.importing.cleaning import Pouring
from obverse.evidence.importing.desk import Desk
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.poured import Pail
from obverse.evidence.importing.pseudonyms import personal_columns
from obverse.evidence.importing.referring import known_ids
from obverse.evidence.importing.staging import staged
from obverse.evidence.typed_cells import quoted


def pour_long_tables(desk: Desk, change: storing.Change, show: progress.Show | None) -> None:
    """Have the tables that are too long to be held written as parts.

    Raises:
        EvidenceProblems: all that is wrong with their rows.
    """
    if not desk.long:
        return
    desk.pail = Pail(
        directory=desk.directory,
        change=change,
        limits=desk.bounds,
        size=sum(file.size for file in desk.call.given),
        known={},
        attributes=desk.attributes,
        namespace=desk.call.connector,
        secret=desk.key.secret if desk.key else None,
        ids_may_be_addresses=desk.call.pseudonyms,
        replace=desk.call.replace,
        show=show,
    )
    refers = {column.refers_to for name in desk.long for column in tables()[name].columns.values()}
    desk.pail = replace(desk.pail, known=known_ids(desk, desk.pail.room, refers - {""}))
    names = ", ".join(file.name for file in desk.call.given)
    desk.poured = desk.pail.pour([_pouring(desk, name) for name in desk.long], names)
    pseudonyms = {name: one.pseudonyms for name, one in desk.poured.items() if one.pseudonyms}
    screened = dict(desk.kept_out.screened)
    for one in desk.poured.values():
        for kind, count in one.screened.items():
            screened[kind] = screened.get(kind, 0) + count
    desk.kept_out = replace(
        desk.kept_out, pseudonyms={**desk.kept_out.pseudonyms, **pseudonyms}, screened=screened
    )


def _pouring(desk: Desk, name: str) -> Pouring:
    """What the child has to know about one table; rows that were held have lost their people already."""
    table, held = tables()[name], name in desk.added
    files = desk.extract.streamed.get(name, ())
    letters = personal_columns(table) if desk.call.pseudonyms else {}
    letters |= dict.fromkeys(desk.extract.pseudonymous.get(name, ()), "p")
    if held and desk.pail is not None:
        rows = desk.connection.sql(
            f"SELECT {', '.join(map(quoted, desk.found(name)))}, {FILE}, {ROW} FROM {quoted('arriving_' + name)}"
        ).to_arrow_table()
        files = (staged(rows, desk.pail.room / f"{name}.held.parquet"),)
    told = {column for file in files for column in pq.read_schema(file).names}
    return Pouring(
        name=name,
        staged=[str(file) for file in files],
        pseudonymous={} if held else {one: letter for one, letter in letters.items() if one in told},
        screened=not held,
        sources={path: file.source_id for path, file in desk.read.items()},
        labels=desk.labels,
        stored=(),
        headings=desk.extract.headings.get(name, {}),
        sheet=desk.extract.sheets.get(name, ""),
    )
