"""Exports of Go Vocal (formerly CitizenLab): its Excel files by phase, and pages of its public API v2."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import duckdb

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.govocal.ballots import load_ballots
from obverse.connectors.govocal.export import Export, Told
from obverse.connectors.govocal.parts import API, BALLOTS, ROOTS, SURVEY, Part, sort_files
from obverse.connectors.govocal.reading_cells import create_macros
from obverse.connectors.govocal.tables import MOMENTS, Tables
from obverse.evidence.importing.extract import Extract
from obverse.evidence.importing.spreadsheet import Sheet, Workbook
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.receiving.fields import read_fields
from obverse.evidence.receiving.json_document import flattened, read_json


class GoVocal(Connector):
    """Go Vocal: inputs, comments, reactions, votes, events and accounts."""

    name = "govocal"
    keeps_back: ClassVar[tuple[str, ...]] = ("vote",)
    options: ClassVar[tuple[str, ...]] = ("timezone", "phase", "event", "signups", "attributes")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where all files are of Go Vocal; less where strange files stand among them."""
        parts, strange = sort_files(files)
        if not parts:
            return UNKNOWN
        kinds = dict.fromkeys("API v2" if part.kind == API else "XLSX" for part in parts)
        return Recognition(0.6 if strange else 1.0, ", ".join(kinds))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files of one platform.

        ``options``: ``timezone`` is that of the times in Excel files; ``phase`` the one sheet to be read; ``event`` the
        id of the event of a list of attendees; ``signups`` (count or leave) whether those who signed up for an event
        count as having been there; ``attributes`` the headings, separated by commas, that describe people.
        """
        problems = _wrong_options(options)
        parts, strange = sort_files(files, options.get("phase", ""))
        kept = tuple(dict.fromkeys(part.file for part in parts))
        problems += [Problem("strange_file", file.name, details={"connector": self.name}) for file in strange]
        if problems:
            return Extract(tables={}, files=kept, problems=tuple(problems))
        connection = duckdb.connect(":memory:")
        create_macros(connection, options.get("timezone", "") or "UTC")
        wanted = [word.strip() for word in options.get("attributes", "").split(",") if word.strip()]
        tables = Tables(connection, read_fields(__package__), wanted)
        told = Told()
        ballots: list[tuple[Part, Sheet]] = []
        for part in parts:
            if part.kind == API:
                problems += _take_list(part.file, tables, told)
            else:
                problems += _take_sheet(part, tables, told, ballots)
        if problems:
            return Extract(tables={}, files=kept, problems=tuple(problems))
        conflicts = [_contradiction(*row) for row in tables.merge()]
        told.ballots_without_title = load_ballots(tables, ballots)
        return Export(self.say, tables, told, dict(options)).extract(kept, conflicts)


def _wrong_options(options: Mapping[str, str]) -> list[Problem]:
    wrong = []
    signups, zone = options.get("signups", ""), options.get("timezone", "")
    if signups and signups not in {"count", "leave"}:
        wrong.append(("signups", signups, did_you_mean(signups, ("count", "leave"))))
    if zone and zone not in zoneinfo.available_timezones():
        wrong.append(("timezone", zone, did_you_mean(zone, sorted(zoneinfo.available_timezones()))[:200]))
    return [
        Problem(
            "wrong_choice",
            GoVocal.name,
            details={"section": "option", "word": word, "found": f"'{found}'", "hint": hint},
        )
        for word, found, hint in wrong
    ]


def _take_list(file: Path, tables: Tables, told: Told) -> list[Problem]:
    """Read one page of the API: a list under its name, and where the page stands among the others."""
    content, problems = read_json(file)
    if not isinstance(content, dict):
        return problems
    for root, value in content.items():
        if root not in ROOTS or not isinstance(value, list):
            continue
        items = [item for item in value if isinstance(item, dict) and item]
        kind = ROOTS[root]
        if not kind:
            told.unread[root] = told.unread.get(root, 0) + len(items)
            continue
        meta = content.get("meta")
        seen, total = told.pages.get(kind, (set(), 0))
        if isinstance(meta, dict) and isinstance(meta.get("total_pages"), int):
            total = max(total, meta["total_pages"])
            if isinstance(meta.get("current_page"), int):
                seen.add(meta["current_page"])
        told.pages[kind] = (seen, total)
        rows = flattened(items)
        match = tables.fields.match(rows.column_names[:-1], kinds=(kind,))
        if match is None:
            if items:
                problems.append(Problem("strange_file", file.name, details={"connector": GoVocal.name}))
            continue
        told.matches.setdefault(kind, []).append(match)
        told.unknown.setdefault(file.name, []).extend(tables.unknown(match))
        tables.load(match, rows, str(file), "")
    return problems


def _take_sheet(
    part: Part, tables: Tables, told: Told, ballots: list[tuple[Part, Sheet]]
) -> Sequence[Problem]:
    """Read one sheet of a workbook."""
    dated = [part.match.columns.get(name, ()) for name in MOMENTS] if part.match else []
    try:
        workbook = Workbook(part.file)
        try:
            moments = dict.fromkeys((heading for headings in dated for heading in headings), "moment")
            if part.kind == BALLOTS:
                moments = {heading: "moment" for heading in workbook.header(part.sheet) if heading}
            sheet = workbook.read(part.sheet, kinds=moments)
        finally:
            workbook.close()
    except Exception:  # noqa: BLE001 - whatever a stranger's workbook does to its reader, it cannot be read
        return [Problem("not_xlsx", part.file.name)]
    if sheet.rows is None:
        return sheet.problems
    told.sheets.add(part.sheet)
    if part.kind == SURVEY:
        told.surveys += sheet.rows.num_rows
    elif part.kind == BALLOTS:
        ballots.append((part, sheet))
    elif part.match is not None:
        told.matches.setdefault(part.match.kind.name, []).append(part.match)
        told.unknown.setdefault(part.file.name, []).extend(tables.unknown(part.match))
        tables.load(part.match, sheet.rows, str(part.file), part.sheet)
    return sheet.problems


def _contradiction(  # noqa: PLR0917 - the two places of one contradiction
    kind: str, identity: str, column: str, first: str, first_row: int, file: str, row: int
) -> Problem:
    details = {
        "value": f"'{kind} {identity}'",
        "table": kind,
        "first_file": Path(first).name,
        "first": str(first_row),
    }
    return Problem("contradicting_rows", Path(file).name, int(row), column, details=details)
