"""A workbook is walked through before a library opens it: what it claims, what it hides, what it would fetch."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.archive import Archive, Budget
from obverse.evidence.receiving.limits import Limits, limits
from obverse.evidence.receiving.workbook_scan import scan_project, scan_workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def workbook(changes: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook as openpyxl writes it, with some of its members replaced or added."""
    book = openpyxl.Workbook()
    for row in (["id", "title"], [1, "made up"], [2, "=A2+1"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    changes = dict(changes or {})
    with zipfile.ZipFile(stream) as source:
        members: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **changes}.items():
            archive.writestr(name, content)
    return target.getvalue()


def problems_of(content: bytes, within: Limits | None = None) -> list[Problem]:
    within = within or limits()
    opened = Archive(io.BytesIO(content), "book.xlsx", within, Budget(within.unpacked_bytes))
    problems = scan_workbook(opened, "book.xlsx", within)
    assert all(problem.letter("en") != problem.letter("fr") for problem in problems)
    return problems


def kind_of(content: bytes, within: Limits | None = None) -> str:
    (problem,) = problems_of(content, within)
    return problem.kind


def sheet(rows: str) -> bytes:
    return workbook({SHEET: HEAD + rows + TAIL})


def test_an_ordinary_workbook_passes() -> None:
    assert problems_of(workbook()) == []


def test_parts_that_use_the_names_of_rows_and_cells_for_other_things_pass() -> None:
    chain = '<calcChain xmlns="x"><c r="B5" i="1"/><c r="A2" i="1"/><c r="A2" i="1"/></calcChain>'
    drawing = '<d:wsDr xmlns:d="x"><d:from><d:row>9</d:row></d:from><d:to><d:row>3</d:row></d:to></d:wsDr>'
    broken = '<xml xmlns:v="x"><v:shape><br></v:shape></xml>'
    changes = {"xl/calcChain.xml": chain, "xl/drawings/drawing1.xml": drawing, "xl/drawings/old.vml": broken}
    assert problems_of(workbook(changes)) == []


def test_two_cells_that_claim_seventeen_billion_are_refused_with_the_number() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (problem,) = problems_of(sheet(rows))
    assert problem.kind == "sheet_too_large"
    assert "17\u202f179\u202f869\u202f184 cells" in problem.letter()
    assert SHEET in problem.letter()


def test_the_claim_is_found_whatever_the_sheet_is_called() -> None:
    rows = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
    for name in ("xl/worksheets/sheet9.bin", "docProps/thumbnail.jpeg", "xl/media/x"):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert kind_of(workbook({name: (HEAD + rows + TAIL).encode(encoding)})) == "sheet_too_large"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048577"><c r="A1048577"/></row>',
        '<row r="99999999999999999999"/>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1"><c r="ZZZZZZ1"/></row>',
        '<row r="1"><c r="A99999999999"/></row>',
    ],
)
def test_places_that_no_sheet_has_are_refused(rows: str) -> None:
    assert kind_of(sheet(rows)) == "sheet_too_large"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="2"/><row r="2"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="-1"/>',
        '<row r="four"/>',
        '<row r="1"><c r="1A"/></row>',
        '<row r="1"><c r=""/></row>',
    ],
)
def test_rows_and_cells_out_of_order_are_refused_because_readers_lose_them(rows: str) -> None:
    assert kind_of(sheet(rows)) == "sheet_disordered"


def test_rows_and_cells_without_their_numbers_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row>" * 3
    assert problems_of(sheet(rows)) == []
    assert kind_of(sheet(rows), limits().with_(cells=5)) == "sheet_too_large"
    assert problems_of(sheet(rows), limits().with_(cells=6)) == []
    assert kind_of(sheet(rows), limits().with_(columns=1)) == "too_many_columns"


def test_cells_that_are_only_coloured_are_no_columns() -> None:
    assert problems_of(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>')) == []


def test_a_giant_cell_is_refused_with_its_place() -> None:
    long = "".join(f"{number} " for number in range(200_000))
    (problem,) = problems_of(sheet(f'<row r="3"><c r="C3" t="inlineStr"><is><t>{long}</t></is></c></row>'))
    assert (problem.kind, problem.row, problem.column, problem.sheet) == ("cell_too_long", 3, "C", SHEET)
    shared = f'<sst xmlns="x"><si><t>short</t></si><si><t>{long}</t></si></sst>'
    assert kind_of(workbook({"xl/sharedStrings.xml": shared})) == "cell_too_long"


@pytest.mark.parametrize(
    "member",
    [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml", "xl/x.bin"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part(member: str, encoding: str) -> None:
    document = ENTITY + f"<worksheet>{'&e;'}</worksheet>"
    assert kind_of(workbook({member: document.encode(encoding)})) == "xml_entities"


@pytest.mark.parametrize("declared", ["<!DOCTYPE x>", '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'])
def test_a_document_type_is_refused_even_where_it_holds_nothing(declared: str) -> None:
    assert kind_of(workbook({SHEET: declared + HEAD + TAIL})) == "xml_entities"


def test_the_billion_laughs_are_refused_before_the_first() -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><worksheet>&l9;</worksheet>'
    assert kind_of(workbook({SHEET: laughs})) == "xml_entities"


def test_elements_are_not_nested_too_deep() -> None:
    deep = limits().xml_depth
    fits, beyond = ("<a>" * depth + "</a>" * depth for depth in (deep, deep + 1))
    assert problems_of(workbook({"xl/custom.xml": fits})) == []
    assert kind_of(workbook({"xl/custom.xml": beyond})) == "xml_too_deep"


@pytest.mark.parametrize(
    "content", ["", "no XML", HEAD, "<a><b></a>", '<?xml version="1.0" encoding="x-made-up"?><a/>']
)
def test_a_part_that_is_not_well_formed_is_refused(content: str) -> None:
    assert kind_of(workbook({SHEET: content})) == "xml_broken"


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "elsewhere/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"]
)
def test_macros_are_refused(name: str) -> None:
    assert kind_of(workbook({name: b"\xd0\xcf\x11\xe0"})) == "workbook_macros"


def test_links_to_other_files_are_refused() -> None:
    assert kind_of(workbook({"xl/externalLinks/externalLink1.xml": "<externalLink/>"})) == "workbook_links"


def test_a_project_is_walked_through_and_its_sources_are_only_counted() -> None:
    def kinds(members: Mapping[str, str]) -> list[str]:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        opened = Archive(stream, "p.qdpx", limits(), Budget(limits().unpacked_bytes))
        return [problem.kind for problem in scan_project(opened, "p.qdpx", limits())]

    good = {"project.qde": "<Project/>", "Sources/a.txt": "<not XML"}
    assert kinds(good) == []
    assert kinds({**good, "project.qde": ENTITY + "<Project>&e;</Project>"}) == ["xml_entities"]
    assert kinds({**good, "project.qde": "<Project>"}) == ["xml_broken"]
