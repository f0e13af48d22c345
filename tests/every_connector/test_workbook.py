"""The workbook: what it offers, what comes back from it, and how its problems are told."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Book

from obverse.connectors.importing import import_files
from obverse.connectors.workbook.layout import FLAGS, empty_workbook
from obverse.connectors.workbook.new import new_dossier
from obverse.connectors.workbook.words import words
from obverse.evidence.declarations import tables
from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.facts import Attribute, Audit, Declared, LocalThreshold, Process
from obverse.evidence.importing.letter import Letter
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.vocabulary.text import LANGUAGES

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 9)
Fill = Callable[[Book], None]


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    directory = tmp_path / "Our process (2026)"
    new_dossier(directory, as_of=DAY)
    return directory


def put(book: Book, table: str, row: int, **cells: Any) -> None:
    sheet = book[table]
    places = {cell.value: cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(row=row, column=places[name], value=value)


def filled(dossier: Path, fill: Fill) -> Letter:
    file = dossier / "workbook.xlsx"
    book = openpyxl.load_workbook(file)
    fill(book)
    book.save(file)
    return import_files(dossier, [file], at=AT)


def refused(run: Callable[[], object]) -> list[Problem]:
    with pytest.raises(EvidenceProblems) as found:
        run()
    return found.value.problems


def rows(dossier: Path, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in open_dossier(dossier).engine.execute(query).to_pylist()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_dossier_has_no_problem_and_says_from_when_it_looks(language: str, tmp_path: Path) -> None:
    directory = tmp_path / "Ville & quartiers"
    written = new_dossier(directory, language, as_of=DAY)
    assert [path.name for path in written] == ["dossier.toml", "evidence", "workbook.xlsx"]
    dossier, problems = examine(directory)
    assert problems == []
    assert dossier is not None
    assert (dossier.facts.process.id, dossier.facts.process.title) == ("ville-quartiers", "Ville & quartiers")
    assert dossier.facts.audit.as_of == DAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_shows_every_fact_that_a_dossier_can_state(language: str, tmp_path: Path) -> None:
    new_dossier(tmp_path / "d", language, as_of=DAY)
    text = (tmp_path / "d" / "dossier.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    opened = tomllib.loads("\n".join(line for line in lines if line.startswith("[") or " = " in line))
    for kind, body in (
        (Process, opened["process"]),
        (Audit, opened["audit"]),
        (Declared, opened["coverage"]["complaint"]),
        (Attribute, opened["attributes"]["age_band"]),
        (LocalThreshold, opened["threshold"][0]),
    ):
        assert set(body) == {item.name for item in fields(kind)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_whose_lines_are_all_taken_has_no_problem(language: str, tmp_path: Path) -> None:
    directory = tmp_path / "d"
    new_dossier(directory, language, as_of=DAY)
    text = (directory / "dossier.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    kept = [line for line in lines if line.startswith("[") or " = " in line]
    (directory / "dossier.toml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert [problem.letter() for problem in examine(directory)[1]] == []


def test_a_dossier_that_is_there_is_not_overwritten(dossier: Path) -> None:
    before = (dossier / "dossier.toml").read_bytes()
    problems = refused(lambda: new_dossier(dossier, as_of=dt.date(2020, 1, 1)))
    assert [problem.kind for problem in problems] == ["dossier_exists"]
    assert (dossier / "dossier.toml").read_bytes() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_version_writes_the_same_bytes_whatever_the_clock_says(language: str) -> None:
    first, second = empty_workbook(language), empty_workbook(language)
    assert first == second
    core = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert core.modified is not None
    assert core.modified.year == 1980


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_a_sheet_for_each_table_with_every_column(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_workbook(language)))
    assert book.sheetnames[1:] == list(tables())
    for table in tables().values():
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == list(table.columns)
        assert sheet.max_row == 1
        for cell in sheet[1]:
            assert bool(cell.font.bold) is (cell.value in table.required)
            assert cell.comment is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_and_flags_are_chosen_from_lists_and_ids_are_texts(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_workbook(language)))
    for table in tables().values():
        sheet = book[table.name]
        offered = {
            str(part).split(":")[0]: validation.formula1.strip('"').split(",")
            for validation in sheet.data_validations.dataValidation
            for part in validation.sqref.ranges
        }
        for cell in sheet[1]:
            column = table.columns[str(cell.value)]
            wanted = list(FLAGS) if column.kind == "flag" else list(column.codes)
            assert offered.get(f"{cell.column_letter}2", []) == wanted
            form = sheet.column_dimensions[cell.column_letter].number_format
            if column.kind in {"id", "ref", "text"}:
                assert form == "@"
            if column.kind == "date":
                assert form == "yyyy-mm-dd"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_explains_every_column_in_the_language(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_workbook(language)))
    sheet = book[words(language).page("read_me")]
    told = {(row[0], row[1]): row for row in sheet.iter_rows(values_only=True) if row[1]}
    for table in tables().values():
        for column in table.columns.values():
            _, _, kind, required, note = told[table.name, column.name]
            assert kind
            assert bool(required) is (column.name in table.required)
            assert "survey.md" not in str(note)
            for code in column.codes:
                assert code in str(note)


def test_every_note_of_a_declaration_is_told_in_french() -> None:
    french = words("fr")
    for table in tables().values():
        assert french.table(table)
        for column in table.columns.values():
            if words("en").note(table, column):
                assert french.note(table, column), f"{table.name}.{column.name} has no note in French"


def test_no_note_explains_a_column_that_is_not_there() -> None:
    known = {f"{table.name}.{name}" for table in tables().values() for name in table.columns}
    known |= {f"*.{name}" for table in tables().values() for name in table.columns}
    for language in LANGUAGES:
        assert set(words(language).content["note"]) <= known
        assert set(words(language).content["table"]) == set(tables())


def test_an_untouched_workbook_brings_nothing_and_declares_nothing(dossier: Path) -> None:
    before = (dossier / "dossier.toml").read_bytes()
    letter = import_files(dossier, [dossier / "workbook.xlsx"], at=AT)
    assert letter.tables == {}
    assert (dossier / "dossier.toml").read_bytes() == before
    assert open_dossier(dossier).coverage["event"].is_silence


def test_dates_moments_numbers_flags_and_texts_come_back_without_loss(dossier: Path) -> None:
    def fill(book: Book) -> None:
        put(
            book,
            "event",
            2,
            id="007",
            kind="meeting",
            start=dt.datetime(2026, 3, 9, 18, 30),  # noqa: DTZ001 - spreadsheets know no time zones
            hours=2.25,
            planned_on=dt.date(2026, 1, 20),
            decision=True,
            text_changed="unknown",
            attendees=24,
        )
        put(
            book,
            "contribution",
            2,
            id=12,
            kind="proposal",
            text="  two\nlines ",
            created_at="2026-03-09",
            cost=1e6,
        )

    letter = filled(dossier, fill)
    assert {name: counts.added for name, counts in letter.tables.items()} == {"event": 1, "contribution": 1}
    assert rows(
        dossier,
        "SELECT id, CAST(start AS VARCHAR), hours, CAST(planned_on AS VARCHAR), decision, text_changed, attendees "
        "FROM event",
    ) == [("007", "2026-03-09 18:30:00", 2.25, "2026-01-20", True, None, 24)]
    assert rows(dossier, "SELECT id, text, CAST(created_at AS VARCHAR), cost FROM contribution") == [
        ("12", "  two\nlines ", "2026-03-09 00:00:00", 1e6)
    ]
    assert "unknown" in (dossier / "evidence" / "event.csv").read_text(encoding="utf-8")


def test_row_numbers_are_those_of_the_sheet_also_after_empty_rows(dossier: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "event", 4, id="a")
        put(book, "event", 9, id="b")

    filled(dossier, fill)
    assert rows(dossier, "SELECT id, source_row FROM event ORDER BY id") == [("a", 4), ("b", 9)]


def test_problems_tell_sheet_row_and_column_as_the_spreadsheet_shows_them(dossier: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "event", 2, id="a", kind="party", hours="two")
        put(book, "event", 5, id="a", start="soon")
        put(book, "participation", 3, actor="nobody", event="a")
        put(book, "vote", 2, value=1)

    problems = refused(lambda: filled(dossier, fill))
    places = {(p.kind, p.sheet, p.row, p.column) for p in problems}
    assert places == {
        ("not_a_code", "event", 2, "kind (B)"),
        ("not_a_number", "event", 2, "hours (D)"),
        ("duplicate_key", "event", 5, "id (A)"),
        ("not_a_moment", "event", 5, "start (C)"),
        ("refers_to_no_table", "participation", 3, "actor (A)"),
        ("empty_required", "vote", 2, "actor (A)"),
        ("empty_required", "vote", 2, "contribution (B)"),
    }
    assert "workbook.xlsx, sheet event, row 5, column start (C)" in {p.place() for p in problems}
    assert sorted(file.name for file in (dossier / "evidence").iterdir()) == []


def test_a_formula_without_a_saved_result_is_a_problem(dossier: Path) -> None:
    problems = refused(lambda: filled(dossier, lambda book: put(book, "event", 2, id="a", hours="=1+1")))
    assert [(p.kind, p.sheet, p.row, p.column) for p in problems] == [("uncalculated", "event", 2, "hours")]
    assert "=1+1" in problems[0].letter()


def test_a_formula_with_a_saved_result_counts_as_its_result(dossier: Path) -> None:
    import zipfile  # noqa: PLC0415 - only here

    file = dossier / "workbook.xlsx"
    book = openpyxl.load_workbook(file)
    put(book, "event", 2, id="a", hours="=1+1")
    book.save(file)
    # openpyxl saves no results; a spreadsheet program would write this.
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = {
        name: part.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
        )
        for name, part in parts.items()
    }
    assert changed != parts
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in changed.items():
            archive.writestr(name, part)
    import_files(dossier, [file], at=AT)
    assert rows(dossier, "SELECT hours FROM event") == [(2.0,)]


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_a_problem(dossier: Path) -> None:
    problems = refused(lambda: filled(dossier, lambda book: put(book, "event", 2, id=12345678901234567)))
    assert [(p.kind, p.row, p.column) for p in problems] == [("rounded_number", 2, "id")]


def test_a_time_of_day_in_a_date_column_is_not_dropped_unseen(dossier: Path) -> None:
    noon = dt.datetime(2026, 3, 9, 12)  # noqa: DTZ001 - spreadsheets know no time zones
    problems = refused(lambda: filled(dossier, lambda book: put(book, "event", 2, id="a", planned_on=noon)))
    assert [(p.kind, p.column) for p in problems] == [("not_a_date", "planned_on (F)")]


@pytest.mark.parametrize(("name", "hint"), [("evnt", "event"), ("votes", "vote")])
def test_a_sheet_that_is_no_table_is_refused_when_something_stands_in_it(
    name: str, hint: str, dossier: Path
) -> None:
    problems = refused(lambda: filled(dossier, lambda book: book.create_sheet(name).append(["id"])))
    assert [(p.kind, p.sheet) for p in problems] == [("unknown_sheet", name)]
    assert hint in problems[0].letter()


def test_an_empty_sheet_more_is_passed_over_and_mentioned(dossier: Path) -> None:
    def fill(book: Book) -> None:
        book.create_sheet("Sheet1")
        put(book, "event", 2, id="a")

    letter = filled(dossier, fill)
    assert letter.tables["event"].added == 1
    assert any("Sheet1" in note.en for note in letter.notes)


@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        (lambda sheet: sheet.cell(row=1, column=1, value="ident"), {"unknown_column", "missing_column"}),
        (lambda sheet: sheet.cell(row=1, column=2, value="id"), {"repeated_header"}),
        (lambda sheet: sheet.cell(row=1, column=2, value=""), {"empty_header"}),
        (lambda sheet: sheet.cell(row=2, column=60, value="lost"), {"cell_without_header"}),
    ],
)
def test_headings_that_were_touched_are_told(harm: Any, kind: set[str], dossier: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "event", 2, id="a")
        harm(book["event"])

    assert {problem.kind for problem in refused(lambda: filled(dossier, fill))} == kind


def test_a_declared_attribute_may_have_a_column(dossier: Path) -> None:
    def fill(book: Book) -> None:
        sheet = book["actor"]
        sheet.cell(row=1, column=sheet.max_column + 1, value="attr_age_band")
        put(book, "actor", 2, id="p1", kind="person", attr_age_band="65+")

    problems = refused(lambda: filled(dossier, fill))
    assert [problem.kind for problem in problems] == ["undeclared_attribute"]
    with (dossier / "dossier.toml").open("a", encoding="utf-8") as facts:
        facts.write('[attributes.age_band]\nlabel = "Age"\ncategories = ["-64", "65+"]\n')
    import_files(dossier, [dossier / "workbook.xlsx"], at=AT)
    assert rows(dossier, "SELECT attr_age_band FROM actor") == [("65+",)]


def test_a_corrected_workbook_is_taken_in_with_replace(dossier: Path) -> None:
    filled(dossier, lambda book: put(book, "event", 2, id="a", hours=1))
    problems = refused(lambda: filled(dossier, lambda book: put(book, "event", 2, id="a", hours=2)))
    assert [problem.kind for problem in problems] == ["conflicting_row"]
    letter = import_files(dossier, [dossier / "workbook.xlsx"], replace=True, at=AT)
    assert letter.tables["event"].replaced == 1
    assert rows(dossier, "SELECT hours FROM event") == [(2.0,)]


def test_a_row_that_names_its_own_document_keeps_it(dossier: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "document", 2, id="minutes-1", kind="minutes")
        put(book, "event", 2, id="a", source_id="minutes-1", source_row=3)

    filled(dossier, fill)
    assert rows(dossier, "SELECT source_id, source_row FROM event") == [("minutes-1", 3)]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0 old", b"id,kind\na,meeting\n"]
)
def test_what_is_no_workbook_is_told_as_such(content: bytes, dossier: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.xlsx"
    file.write_bytes(content)
    problems = refused(lambda: import_files(dossier, [file], platform="workbook", at=AT))
    assert [problem.kind for problem in problems] == ["not_xlsx"]


def test_a_french_workbook_is_read_back_too(tmp_path: Path) -> None:
    directory = tmp_path / "d"
    new_dossier(directory, "fr", as_of=DAY)
    letter = filled(directory, lambda book: put(book, "event", 2, id="a"))
    assert letter.tables["event"].added == 1
    assert letter.notes == ()
