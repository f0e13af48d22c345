"""Requests to a city's services: Open311 (GeoReport v2), the 311 exports of cities, and FixMyStreet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import duckdb
import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.open311 import requests
from obverse.connectors.open311.remarks import notes
from obverse.connectors.open311.sources import Source, read_source, recognised
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.receiving.fields import plain_heading, read_fields
from obverse.vocabulary.text import Text

_KINDS = ("report", "request")
_ORDERS = ("mdy", "dmy")


class Open311(Connector):
    """Exports of service requests, told apart by their headings."""

    name = "open311"
    options: ClassVar[tuple[str, ...]] = ("zone", "area", "kind", "dates", "text", "closed", "prefix")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where every file has the headings of a family that is known."""
        families = [recognised(file) for file in files]
        own = sorted({match.kind.name for match in families if match is not None})
        if not own:
            return UNKNOWN
        return Recognition(1.0 if all(families) else 0.6, ", ".join(own))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files as one register of requests.

        ``options``: ``zone`` is the time zone of times without an offset (without it their hours are left away);
        ``area`` the heading of the areas to use; ``kind`` report (if not given) or request; ``dates`` mdy or dmy where
        the dates do not tell; ``text=yes`` takes what people wrote; ``closed=no`` does not take the last change of a
        closed request for its closing; ``prefix`` stands before all ids.
        """
        try:
            return self._read(files, options)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            details = {"error": type(error).__name__}
            return Extract(
                tables={},
                files=tuple(files),
                problems=tuple(Problem("unreadable", file.name, details=details) for file in files),
            )

    def _read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        connection = duckdb.connect(":memory:")
        problems = self._zone(connection, options.get("zone", "").strip())
        problems += _choice("kind", options.get("kind", ""), _KINDS)
        problems += _choice("dates", options.get("dates", ""), _ORDERS)
        sources: list[Source] = []
        for file in files:
            source, wrong = read_source(file)
            if source is not None and not problems:
                wrong = self._lay_out(connection, source, len(sources), options)
            problems += wrong
            # Its rows stand in the database now, and may be many.
            sources += [replace(source, rows=source.rows.slice(0, 0))] if source is not None else []
        unknown = {source.file.name: source.match.unknown for source in sources if source.match.unknown}
        if problems or not sources:
            return Extract(tables={}, files=tuple(files), problems=tuple(problems), unknown=unknown)
        requests.unite(connection, len(sources), options.get("closed", "") != "no")
        return self._extract(connection, sources, files, options, unknown)

    def _zone(self, connection: duckdb.DuckDBPyConnection, zone: str) -> list[Problem]:
        if not zone:
            return []
        known = [str(row[0]) for row in connection.execute("SELECT name FROM pg_timezone_names()").fetchall()]
        if zone in known:
            return []
        near = did_you_mean(zone, known) if len(zone) < 60 else ""
        details = {"value": f"'{zone[:60]}'", "hint": near if len(near) < 200 else ""}
        return [self.problem("no_such_zone", "zone", details=details)]

    def _lay_out(
        self, connection: duckdb.DuckDBPyConnection, source: Source, number: int, options: Mapping[str, str]
    ) -> list[Problem]:
        area, problems = _area(source, options.get("area", ""))
        order = options.get("dates", "") or requests.dates(connection, source)
        if order not in ("", *_ORDERS):
            details = {"found": "03/04" if order == "?" else "!"}
            problems.append(self.problem("date_order", source.file.name, details=details))
        if not problems:
            reading = requests.Reading(area, order, options.get("zone", "").strip())
            requests.lay_out(connection, source, number, reading)
        return problems

    def _extract(
        self,
        connection: duckdb.DuckDBPyConnection,
        sources: Sequence[Source],
        files: Sequence[Path],
        options: Mapping[str, str],
        unknown: Mapping[str, tuple[str, ...]],
    ) -> Extract:
        prefix, with_text = options.get("prefix", "").strip(), options.get("text", "") == "yes"
        queries = {
            "contribution": requests.contributions(prefix, options.get("kind", "") or _KINDS[0], with_text),
            "neighbourhood": requests.areas(prefix),
        }
        tables: dict[str, pa.Table] = {
            name: connection.sql(query).to_arrow_table() for name, query in queries.items()
        }
        earlier = int(connection.execute("SELECT count(*) FROM request WHERE earlier").fetchall()[0][0])
        names = ", ".join(source.file.name for source in sources)
        left_out: dict[Text, int] = {self.say("earlier_state"): earlier} if earlier else {}
        return Extract(
            tables={name: rows for name, rows in tables.items() if rows.num_rows or name == "contribution"},
            files=tuple(files),
            headings={
                "contribution": {
                    column: heading
                    for source in reversed(sources)
                    for column, heading in source.match.headings("contribution").items()
                }
            },
            left_out={"contribution": left_out} if left_out else {},
            notes=tuple(notes(connection, self.say, options.get("zone", "").strip(), with_text)),
            coverage={
                "contribution": {"complete": "unknown", "grade": "A", "source": names},
                **(
                    {"neighbourhood": {"complete": "no", "source": names}}
                    if tables["neighbourhood"].num_rows
                    else {}
                ),
            },
            unknown=unknown,
            not_exported=_not_exported(sources),
        )


def _choice(option: str, value: str, choices: Sequence[str]) -> list[Problem]:
    if value in ("", *choices):
        return []
    details = {"value": f"'{value[:60]}'", "hint": did_you_mean(value, choices)}
    return [Problem("not_a_code", option, details=details)]


def _area(source: Source, wanted: str) -> tuple[str, list[Problem]]:
    """The column that the option ``area`` names; nothing where it names none."""
    if not wanted:
        return "", []
    headings = source.rows.column_names[:-1]
    for heading in headings:
        if plain_heading(heading) == plain_heading(wanted):
            return heading, []
    details = {"word": wanted, "file": source.file.name, "hint": did_you_mean(wanted, headings)}
    return "", [Problem("no_such_column", source.file.name, details=details)]


def _not_exported(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """What some family of exports tells and none of these files does."""
    kinds = read_fields(__package__).kinds.values()
    told = {target for kind in kinds for field in kind.fields.values() for target in field.ours}
    found = {
        target
        for source in sources
        for name in source.match.columns
        for target in source.match.kind.fields[name].ours
    }
    lacking = {target.partition(".")[2] for target in told - found} - {"id", "kind"}
    return {"contribution": tuple(sorted(lacking | {"author", "reasoned"}))}
