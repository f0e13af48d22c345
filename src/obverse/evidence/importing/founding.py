"""A dossier that begins with an export: what the files themselves say about the process, and the day they look from."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import tomlkit

from obverse.evidence.facts import FILE
from obverse.evidence.importing.screening import blot
from obverse.evidence.typed_cells import quoted

# Columns that say when something happened; those that say when something shall happen tell nothing about an export.
_HAPPENED = (
    "created_at",
    "at",
    "answered_at",
    "withdrawn_at",
    "resolved_at",
    "start",
    "date",
    "joined_on",
    "done_on",
)


# Letters that no decomposition of Unicode leads back to ASCII, as they are commonly written without them.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ĸ": "k",
    }
)


def is_vacant(directory: Path) -> bool:
    """Whether a dossier can be begun here: nothing is there, or an empty folder."""
    return not directory.exists() or (directory.is_dir() and not any(directory.iterdir()))


def found(
    directory: Path,
    process: Mapping[str, object],
    tables: Mapping[str, pa.Table],
    *,
    title: str,
    today: dt.date,
    happened: dt.date | None = None,
) -> tuple[dt.date, bool]:
    """Write the ``dossier.toml`` of a new dossier; the audit looks from the last day on which something happened.

    Returns that day, and whether the files told it: without any date in them it is today. ``happened`` is the last such
    day of rows that are not among the tables.
    """
    (directory / "evidence").mkdir(parents=True, exist_ok=True)
    document = tomlkit.document()
    facts = tomlkit.table()
    process = {key: blot(value) if isinstance(value, str) else value for key, value in process.items()}
    named = str(process.get("title") or title)
    facts.add("id", _identifier(named))
    facts.add("title", named)
    for key, value in process.items():
        if key not in {"id", "title"} and value not in ("", None):
            facts.add(key, value)
    document.add("process", facts)
    audit = tomlkit.table()
    end = process.get("end")
    ended = [end] if isinstance(end, dt.date) and end <= today else []
    told = [*ended, *last_day(tables, today=today), *([happened] if happened else [])]
    as_of = max(told, default=today)
    audit.add("as_of", as_of)
    document.add("audit", audit)
    (directory / FILE).write_text(tomlkit.dumps(document), encoding="utf-8")
    return as_of, bool(told)


def last_day(
    tables: Mapping[str, pa.Table],
    *,
    today: dt.date,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> list[dt.date]:
    """The last day, today at the latest, on which something happened according to some rows; none if none tells."""
    if not any(name in _HAPPENED for rows in tables.values() for name in rows.column_names):
        return []
    connection = connection or duckdb.connect(":memory:")
    days = []
    for rows in tables.values():
        connection.register("rows_read", rows)
        for name in rows.column_names:
            if name in _HAPPENED:
                told = f"TRY_CAST(substr({quoted(name)}, 1, 10) AS DATE)"
                row = connection.execute(
                    f"SELECT max({told}) FROM rows_read WHERE {told} <= ?", [today]
                ).fetchall()[0]
                days += [row[0]] if row[0] else []
        connection.unregister("rows_read")
    return [max(days)] if days else []


def _identifier(title: str) -> str:
    told = title.lower().translate(_PLAIN)
    plain = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "process"
