"""What a child process hands over to its parent: an extract as Arrow files and one JSON-able description."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.evidence.declarations import tables
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW, Extract
from obverse.evidence.problems import described, understood
from obverse.vocabulary.text import Text

_DATE = "$date"


def hand_over(extract: Extract, folder: Path) -> dict[str, Any]:
    """Write the tables of an extract into a folder, and describe the rest as JSON can."""
    for name, rows in extract.tables.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, rows.schema) as writer,
        ):
            writer.write_table(rows)
    return {
        "tables": list(extract.tables),
        "files": [str(file) for file in extract.files],
        "headings": {table: dict(said) for table, said in extract.headings.items()},
        "sheets": dict(extract.sheets),
        "left_out": [
            [table, reason.en, reason.fr, count]
            for table, reasons in extract.left_out.items()
            for reason, count in reasons.items()
        ],
        "notes": [[note.en, note.fr] for note in extract.notes],
        "coverage": _plain(extract.coverage),
        "attributes": _plain(extract.attributes),
        "process": _plain(extract.process),
        "problems": [described(problem) for problem in extract.problems],
        "unknown": _plain(extract.unknown),
        "hidden": _plain(extract.hidden),
        "not_exported": _plain(extract.not_exported),
        "pseudonymous": _plain(extract.pseudonymous),
        "streamed": {name: [file.name for file in files] for name, files in extract.streamed.items()},
        "happened": extract.happened.isoformat() if extract.happened else "",
    }


def take_over(said: Mapping[str, Any], folder: Path) -> Extract:
    """The extract that a child handed over; nothing in it is believed to be more than texts and row numbers.

    Raises:
        ValueError: it is not what ``hand_over`` writes.
    """
    rows = {}
    for name in (*said["tables"], *said["streamed"]):
        if name not in tables():
            raise ValueError(f"there is no table {name}")
    for name in said["tables"]:
        with pa.OSFile(str(folder / f"{name}.arrow"), "rb") as source:
            table = pa.ipc.open_file(source).read_all()
        table.validate(full=True)
        rows[name] = _texts(table)
    left_out: dict[str, dict[Text, int]] = {}
    for table, english, french, count in said["left_out"]:
        left_out.setdefault(str(table), {})[Text(en=str(english), fr=str(french))] = int(count)
    return Extract(
        tables=rows,
        files=tuple(Path(file) for file in said["files"]),
        headings=said["headings"],
        sheets=said["sheets"],
        left_out=left_out,
        notes=tuple(Text(en=str(english), fr=str(french)) for english, french in said["notes"]),
        coverage=_rich(said["coverage"]),
        attributes=_rich(said["attributes"]),
        process=_rich(said["process"]),
        problems=tuple(understood(problem) for problem in said["problems"]),
        # Only names: the files are those of the folder, wherever a child would like them to be.
        streamed={
            str(name): tuple(folder / Path(file).name for file in files)
            for name, files in said["streamed"].items()
        },
        happened=dt.date.fromisoformat(said["happened"]) if said["happened"] else None,
        **{
            key: {str(name): tuple(words) for name, words in said[key].items()}
            for key in ("unknown", "hidden", "not_exported", "pseudonymous")
        },
    )


def _texts(table: pa.Table) -> pa.Table:
    wanted = {ROW: pa.int64()}
    names = [name for name in table.column_names if name in {FILE, ROW, NAME, EMAIL} or name]
    return pa.table({name: table.column(name).cast(wanted.get(name, pa.string())) for name in names})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return {_DATE: value.isoformat()[:10]}
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {_DATE}:
            return dt.date.fromisoformat(str(value[_DATE]))
        return {str(key): _rich(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rich(item) for item in value]
    return value
