"""What stands in the files of a mapping that does not come into the evidence, and whether it tells of people.

A file stays in the dossier as it came only where nobody stands in it; headings alone do not tell ("Applicant",
"Whom to ring"), so cells are looked at too, and a heading below which people stand is called by what they are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import duckdb

from obverse.connectors.mapping.declaration import Declaration, FileForm
from obverse.connectors.mapping.headings import speaks_of_things
from obverse.connectors.mapping.people import looks_personal, names_accounts, tells_of_people
from obverse.evidence.importing.people import looks_personal as is_telling
from obverse.evidence.importing.screening import E_MAIL
from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW
from obverse.evidence.typed_cells import quoted

# What a heading is called by: words by which a letter's reader, and the rule about what may stay, know it.
SIGNS = {
    "email": "e-mail",
    "phone": "phone",
    "name": "name",
    "address": "address",
    "birth": "birth date",
    "number": "IP or another number of a person",
    "place": "address to the metre",
    "account": "user name or id",
    "": "",
}
_LOOKED_AT = 5_000
_PROPERTIES = "docProps/core.xml"
_WRITER = re.compile(rb"<(?:\w+:)?(?:creator|lastModifiedBy)\b[^>]*>\s*([^<]+?)\s*</")
_REMARKS = re.compile(r"xl/(comments[^/]*|comments/[^/]+|persons/[^/]+)\.xml")
# Programs sign as people do.
_PROGRAMS = frozenset({b"openpyxl", b"Microsoft Excel", b"LibreOffice", b"Apache POI"})


def taken(declaration: Declaration) -> set[str]:
    """The source columns whose cells come into the evidence."""
    found: set[str] = set()
    for rule in declaration.tables:
        found.update(rule.unpivot.columns if rule.unpivot else ())
        for period in rule.periods or ({},):
            for column in rule.columns:
                if not column.only or period.get("name") in column.only:
                    found.update(text.format_map(period) for text in (column.source, column.minus) if text)
                    found.update(column.join)
    return found


def unread_columns(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    read: Collection[str],
    asked: Collection[str] = (),
    *,
    relation: str = "source",
) -> tuple[str, ...]:
    """The columns of a relation that are not ``read``, those that tell of people first and called by what they tell.

    Columns that are ``asked`` about, to keep rows or not, are named only where they tell of people.
    """
    telling, others = [], []
    for heading in columns:
        if heading in read:
            continue
        sign = SIGNS[_kind(connection, relation, heading)]
        if sign:
            telling.append(heading if is_telling([heading]) else f"{heading} ({sign})")
        elif heading not in asked:
            others.append(heading)
    return (*telling, *others)


def left_out_columns(
    connection: duckdb.DuckDBPyConnection, columns: Collection[str], relation: str = "source"
) -> tuple[str, ...]:
    """The columns that are read, but not of all rows, and in which people can be reached."""
    reached = (heading for heading in columns if _reach(connection, relation, heading))
    return tuple(f"{heading}, in rows left out ({SIGNS['email']})" for heading in reached)


def beside_the_table(file: Path, form: FileForm, sheet: str) -> tuple[str, ...]:
    """What stands in a file beside the table that is read and may tell of people.

    Lines above the header, other sheets, and what a workbook tells of who wrote it.
    """
    if form.format != "xlsx":
        with file.open("rb") as stream:
            above = [stream.readline().decode("utf-8", "replace") for _ in range(form.header_row - 1)]
        return tuple(_telling_lines(above, ""))
    book = Workbook(file)
    try:
        above = [" ".join(book.header(sheet, row)) for row in range(1, form.header_row)]
        found = list(_telling_lines(above, f"{sheet}: "))
        for other in book.sheets:
            if other != sheet and not book.is_empty(other):
                found += _other_sheet(book, other)
    finally:
        book.close()
    return (*found, *_signatures(file))


def _kind(connection: duckdb.DuckDBPyConnection, relation: str, heading: str) -> str:
    cell = quoted(heading)
    counted = connection.execute(
        f"SELECT {cell}, count(*) AS times FROM {relation} WHERE {cell} <> '' "
        f"GROUP BY {cell} ORDER BY times DESC, {cell} LIMIT {_LOOKED_AT}"
    ).fetchall()
    cells = {str(text): int(times) for text, times in counted}
    if not cells:
        return ""
    found = looks_personal(heading, cells, known=speaks_of_things(heading))
    if not found and names_accounts(heading):
        return "account"
    return found or ("email" if _reach(connection, relation, heading) else "")


def _reach(connection: duckdb.DuckDBPyConnection, relation: str, heading: str) -> bool:
    """Whether an e-mail address or a telephone number stands in some text of a column."""
    cell = quoted(heading)
    row = connection.execute(
        f"SELECT bool_or(regexp_matches({cell}, {literal(E_MAIL)})), "
        f"list(DISTINCT {cell}) FILTER (WHERE regexp_matches({cell}, '[0-9]{{2}}') "
        f"AND regexp_matches({cell}, '\\p{{L}}.* |[ ].*\\p{{L}}')) FROM {relation}"
    ).fetchall()[0]
    return bool(row[0]) or any(tells_of_people(str(text)) for text in row[1] or ())


def _telling_lines(lines: Sequence[str], place: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if tells_of_people(line) or is_telling([line]):
            yield f"{place}{number} (name)"


def _other_sheet(book: Workbook, name: str) -> list[str]:
    """The columns of a sheet that nobody asked for; one that is no table may hold anybody."""
    rows = book.read(name).rows
    if rows is None:
        return [f"{name} (name)"]
    headings = [heading for heading in rows.column_names if heading != ROW]
    with duckdb.connect(":memory:") as connection:
        connection.register("beside", rows)
        found = unread_columns(connection, headings, (), relation="beside")
    lines = list(_telling_lines([" ".join(headings)], f"{name}: "))
    return [*lines, *(f"{name}: {heading}" for heading in found)]


def _signatures(file: Path) -> tuple[str, ...]:
    """Where a workbook names those who wrote it, or remarks beside its cells (ECMA-376, part 1, 18.7)."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        properties = archive.read(_PROPERTIES) if _PROPERTIES in names else b""
    signed = ("author (name)",) if set(_WRITER.findall(properties)) - _PROGRAMS else ()
    return (*signed, "comments (author name)") if any(_REMARKS.fullmatch(name) for name in names) else signed
