"""Workbooks whose cells are hostile: too many, too far apart, too long, of a kind that was not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.hostile.corpus.case import Hostile, one
from tests.hostile.corpus.exports import EVENTS, noise
from tests.hostile.corpus.workbook_parts import BROKEN
from tests.hostile.corpus.xlsx_writing import (
    BOOK_RELATIONS,
    MAIN,
    OFFICE,
    RELATIONS,
    SHEET,
    STRINGS,
    cell,
    letters,
    parts,
    rows,
    sheet,
    workbook,
)
from tests.hostile.corpus.zip_writing import Member, archive, repeated

LARGE = ("sheet_too_large", "archive_bomb", "too_many_columns", "too_many_rows", "too_many_cells")
LONG = ("cell_too_long", *LARGE)
_TWO = {"event": 2}


def cases() -> Iterator[Hostile]:
    """Extents, sizes, references, kinds and formulas."""
    yield _sheet(
        "two cells at the two ends", cell("A1", "id") + cell("XFD1048576", "x"), LARGE, in_rows=False
    )
    yield _sheet(
        "two cells at the two ends of a sheet of events",
        rows(EVENTS) + '<row r="1048576">' + cell("XFD1048576", "x") + "</row>",
        LARGE,
    )
    yield _sheet(
        "a cell in the last row",
        rows(EVENTS) + '<row r="1048576">' + cell("A1048576", "m3") + "</row>",
        (*LARGE, "empty_required"),
        read={"event": 3},
    )
    yield _sheet(
        "a cell in the last column",
        rows(EVENTS) + '<row r="4">' + cell("XFD4", "x") + "</row>",
        (*LARGE, "cell_without_header"),
    )
    yield _sheet(
        "a cell beyond all columns",
        rows(EVENTS) + '<row r="4">' + cell("ZZZZ4", "x") + "</row>",
        (*LARGE, *BROKEN),
    )
    yield _sheet(
        "a row beyond all rows", rows(EVENTS) + '<row r="99999999999999999999"><c/></row>', (*LARGE, *BROKEN)
    )
    yield _sheet(
        "a row numbered minus one", rows(EVENTS) + '<row r="-1">' + cell("A-1", "x") + "</row>", BROKEN
    )
    yield _sheet(
        "a row numbered with a word", rows(EVENTS) + '<row r="four">' + cell("A4", "x") + "</row>", BROKEN
    )
    yield _sheet(
        "rows that go backwards",
        rows(EVENTS[:1]) + rows(EVENTS[2:], 3) + rows(EVENTS[1:2], 2),
        BROKEN,
        read={"event": 2},
    )
    yield _sheet(
        "the same cell twice",
        rows(EVENTS) + '<row r="3">' + cell("A3", "m9") + "</row>",
        BROKEN,
        read={"event": 2},
    )
    yield _sheet(
        "cells without references",
        rows(EVENTS).replace(' r="A', ' s="0" x="A').replace(' r="B', ' x="B'),
        BROKEN,
        read=_TWO,
    )
    yield _sheet("an extent that says one cell", rows(EVENTS), (), read=_TWO, before='<dimension ref="A1"/>')
    yield _sheet(
        "an extent that says all cells",
        rows(EVENTS),
        LARGE,
        read=_TWO,
        before='<dimension ref="A1:XFD1048576"/>',
    )
    yield _sheet("an extent that is none", rows(EVENTS), BROKEN, read=_TWO, before='<dimension ref="?!:-4"/>')
    yield _made("a cell of 256 MiB", lambda: _giant(256), LONG)
    yield _sheet("a cell of 2 MiB", rows([*EVENTS, ("m3" + noise("cell", 1 << 20).hex(), "meeting")]), LONG)
    yield _made("a shared text of 256 MiB", _giant_shared, LONG)
    yield _made("a million empty rows", lambda: _repeated_rows(b'<row r="4"/>', 1_000_000), LARGE, read=_TWO)
    yield _made(
        "three million rows",
        lambda: _repeated_rows(b'<row><c t="inlineStr"><is><t>m</t></is></c></row>', 3_000_000),
        LARGE,
    )
    yield _made(
        "thirty million empty cells",
        lambda: _repeated_rows(b"<row>" + b"<c/>" * 400 + b"</row>", 75_000),
        LARGE,
    )
    yield _sheet(
        "600 columns", rows([[f"column {n}" for n in range(600)], ["x"] * 600]), (*LARGE, "unknown_column")
    )
    yield _sheet(
        "a shared text that is not there",
        rows(EVENTS) + '<row r="4"><c r="A4" t="s"><v>4000000000</v></c></row>',
        BROKEN,
    )
    yield _sheet(
        "a shared text numbered minus one",
        rows(EVENTS) + '<row r="4"><c r="A4" t="s"><v>-1</v></c></row>',
        BROKEN,
    )
    yield _sheet(
        "a number of 100,000 digits",
        rows(EVENTS) + f'<row r="4"><c r="A4"><v>{"9" * 100_000}</v></c><c r="B4"/></row>',
        (*LONG, *BROKEN, "rounded_number", "empty_required"),
    )
    yield _sheet(
        "a number that is none",
        rows(EVENTS) + '<row r="4"><c r="A4"><v>NaN</v></c></row>',
        (*BROKEN, "rounded_number"),
        read={"event": 3},
    )
    yield _sheet(
        "a number beyond all numbers",
        rows(EVENTS) + '<row r="4"><c r="A4"><v>1e999</v></c></row>',
        (*BROKEN, "rounded_number"),
        read={"event": 3},
    )
    yield _sheet(
        "a kind of cell that nobody knows",
        rows(EVENTS) + '<row r="4"><c r="A4" t="zz"><v>1</v></c></row>',
        BROKEN,
        read={"event": 3},
    )
    yield _sheet(
        "a formula without its result",
        rows(EVENTS) + '<row r="4"><c r="A4"><f>1+1</f></c></row>',
        ("uncalculated",),
    )
    yield _sheet(
        "a formula that calls a program",
        rows(EVENTS) + '<row r="4"><c r="A4"><f>cmd|\'/c calc\'!A1</f></c></row>',
        ("uncalculated",),
    )
    yield _sheet(
        "an error for a value",
        rows(EVENTS) + '<row r="4"><c r="A4" t="e"><v>#REF!</v></c></row>',
        BROKEN,
        read={"event": 3},
    )
    yield _sheet(
        "a date of the year minus four thousand",
        rows([("id", "kind", "planned_on")])
        + '<row r="2">'
        + cell("A2", "m1")
        + cell("B2", "meeting")
        + '<c r="C2" s="1"><v>-2000000</v></c></row>',
        (*BROKEN, "not_a_date"),
        styles=True,
    )
    yield _sheet(
        "a date of the year thirty thousand",
        rows([("id", "kind", "planned_on")])
        + '<row r="2">'
        + cell("A2", "m1")
        + cell("B2", "meeting")
        + '<c r="C2" s="1"><v>99999999</v></c></row>',
        (*BROKEN, "not_a_date"),
        styles=True,
    )
    yield _sheet(
        "a style that is not there", rows(EVENTS).replace('r="A2"', 'r="A2" s="4000000"'), BROKEN, read=_TWO
    )
    yield _sheet(
        "the same heading twice", rows([("id", "id", "kind"), ("m1", "m2", "meeting")]), ("repeated_header",)
    )
    yield _sheet(
        "a column without a heading", rows([("id", "", "kind"), ("m1", "x", "meeting")]), ("empty_header",)
    )
    yield _sheet("only headings", rows(EVENTS[:1]), ("nothing_to_read",), read={})
    yield _sheet(
        "cells joined over half the sheet",
        rows(EVENTS),
        LARGE,
        read=_TWO,
        behind='<mergeCells><mergeCell ref="A1:XFD500000"/></mergeCells>',
    )
    yield _sheet(
        "zero-width and turned characters in ids",
        rows([*EVENTS, ("m\u200b3\u202e", "meeting")]),
        (),
        read={"event": 3},
    )
    yield _made("five hundred sheets", _many_sheets, (*LARGE, "unknown_sheet", *BROKEN))


def _made(
    name: str, content: Callable[[], bytes], refused: tuple[str, ...], read: Mapping[str, int] | None = None
) -> Hostile:
    write = one("events.xlsx", content)
    return Hostile(family="workbook_cells", name=name, write=write, refused=refused, read=read)


def _sheet(
    name: str,
    body: str,
    refused: tuple[str, ...],
    *,
    read: Mapping[str, int] | None = None,
    before: str = "",
    behind: str = "",
    in_rows: bool = True,
    styles: bool = False,
) -> Hostile:
    inside = body if in_rows else f'<row r="1">{body}</row>'
    changed: dict[str, bytes | None] = {SHEET: sheet(inside, before=before, behind=behind)}
    if styles:
        changed |= _dated()
    return _made(name, lambda: workbook(changed), refused, read)


def _dated() -> dict[str, bytes | None]:
    """The parts that make the second style a date."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
        '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    links = (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )
    return {"xl/styles.xml": styles.encode(), BOOK_RELATIONS: links.encode()}


def _parted() -> tuple[bytes, bytes]:
    before, mark, behind = sheet(rows(EVENTS)).partition(b"</sheetData>")
    return before, mark + behind


def _repeated_rows(row: bytes, count: int) -> bytes:
    before, behind = _parted()
    times = max(1, count // 1000)
    return workbook(more=[repeated(SHEET, row * 1000, times, start=before, end=behind)])


def _giant(mebibytes: int) -> bytes:
    before, behind = _parted()
    start = before + b'<row r="4"><c r="A4" t="inlineStr"><is><t>'
    end = b"</t></is></c></row>" + behind
    return workbook(more=[repeated(SHEET, b"x" * (1 << 20), mebibytes, start=start, end=end)])


def _giant_shared() -> bytes:
    start = f'<sst xmlns="{MAIN}" count="1"><si><t>'.encode()
    giant = repeated(STRINGS, b"x" * (1 << 20), 256, start=start, end=b"</t></si></sst>")
    body = rows(EVENTS) + '<row r="4"><c r="A4" t="s"><v>0</v></c></row>'
    return workbook({SHEET: sheet(body)}, more=[giant])


def _many_sheets() -> bytes:
    held = parts([f"sheet {number} {letters(number)}" for number in range(1, 501)])
    return archive(Member(name=name, content=content) for name, content in held.items())
