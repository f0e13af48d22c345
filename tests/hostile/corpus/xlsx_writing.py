"""Writing XLSX workbooks part by part, so that any part can be what no spreadsheet would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from tests.hostile.corpus.exports import EVENTS
from tests.hostile.corpus.zip_writing import Member, archive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES, BOOK, BOOK_RELATIONS, STRINGS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
)
SHEET = "xl/worksheets/sheet1.xml"


def letters(number: int) -> str:
    """The letters above a column; the first is A.

    >>> letters(1), letters(27), letters(16384)
    ('A', 'AA', 'XFD')
    """
    said = ""
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(65 + rest) + said
    return said


def cell(reference: str, text: str) -> str:
    """A cell with a text in it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def rows(table: Iterable[Sequence[str]], first: int = 1) -> str:
    """Rows of texts."""
    said = []
    for number, row in enumerate(table, start=first):
        cells = "".join(cell(f"{letters(place)}{number}", text) for place, text in enumerate(row, start=1))
        said.append(f'<row r="{number}">{cells}</row>')
    return "".join(said)


def sheet(body: str, *, before: str = "", behind: str = "", declaration: str = DECLARATION) -> bytes:
    """A sheet around the XML of its rows."""
    return (
        f'{declaration}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{body}</sheetData>{behind}'
        "</worksheet>"
    ).encode()


def parts(names: Sequence[str] = ("event",)) -> dict[str, bytes]:
    """The parts of a workbook with sheets of these names, each with the same two events, made up."""
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}"/>'
        for number in range(1, len(names) + 1)
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    made = {
        TYPES: DECLARATION
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}"/>{types}</Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        BOOK: f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        BOOK_RELATIONS: f'{DECLARATION}<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
    }
    encoded = {name: text.encode() for name, text in made.items()}
    for number in range(1, len(names) + 1):
        encoded[f"xl/worksheets/sheet{number}.xml"] = sheet(rows(EVENTS))
    return encoded


def workbook(changed: Mapping[str, bytes | None] | None = None, *, more: Iterable[Member] = ()) -> bytes:
    """A workbook of one sheet, with parts changed, added, or (None) left out."""
    held = {**parts(), **(changed or {})}
    listed = [Member(name=name, content=content) for name, content in held.items() if content is not None]
    names = {member.name for member in more}
    return archive([*(member for member in listed if member.name not in names), *more])
