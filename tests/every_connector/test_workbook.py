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
from obverse.connectors.workbook.connector import FilledWorkbook
from obverse.connectors.workbook.layout import empty_workbook
from obverse.connectors.workbook.names import FLAGS, column_called, names, plain, table_called
from obverse.connectors.workbook.new import new_dossier
from obverse.connectors.workbook.words import words
from obverse.evidence.declarations import tables
from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.facts import Amendment, Attribute, Audit, Declared, LocalThreshold, Process
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
        (Amendment, opened["amendment"][0]),
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
    called = names(language)
    assert book.sheetnames[1:] == [called.sheet(table) for table in tables().values()]
    for table in tables().values():
        sheet = book[called.sheet(table)]
        columns = list(table.columns.values())
        assert [cell.value for cell in sheet[1]] == [called.heading(table, column) for column in columns]
        assert sheet.max_row == 1
        for cell, column in zip(sheet[1], columns, strict=True):
            assert bool(cell.font.bold) is (column.name in table.required)
            assert cell.comment is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_and_flags_are_chosen_from_lists_and_ids_are_texts(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_workbook(language)))
    called = names(language)
    for table in tables().values():
        sheet = book[called.sheet(table)]
        offered = {
            str(part).split(":")[0]: validation.formula1.strip('"').split(",")
            for validation in sheet.data_validations.dataValidation
            for part in validation.sqref.ranges
        }
        for cell, column in zip(sheet[1], table.columns.values(), strict=True):
            codes = FLAGS if column.kind == "flag" else column.codes
            wanted = [called.code(table, column, code) for code in codes]
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
    called = names(language)
    told = {(row[0], row[1]): row for row in sheet.iter_rows(values_only=True) if row[1]}
    for table in tables().values():
        for column in table.columns.values():
            _, _, kind, required, note = told[called.sheet(table), called.heading(table, column)]
            assert kind
            assert bool(required) is (column.name in table.required)
            assert "survey.md" not in str(note)
            for code in column.codes:
                assert called.code(table, column, code) in str(note)
            assert language == "en" or f"{table.name}.{column.name}" in str(note)


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
def test_what_is_no_workbook_is_told_as_such(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other.xlsx"
    file.write_bytes(content)
    assert FilledWorkbook().recognises([file]).sure == 0.0
    assert [problem.kind for problem in FilledWorkbook().read([file], {}).problems] == ["not_xlsx"]


def test_every_sheet_column_and_code_has_a_french_name_of_its_own() -> None:
    french = names("fr").content
    used = set()
    for table in tables().values():
        assert len(french["sheet"][table.name]) <= 31, table.name
        for column in table.columns.values():
            own, shared = f"{table.name}.{column.name}", column.name
            assert own in french["heading"] or shared in french["heading"], own
            used.add(own if own in french["heading"] else shared)
            for code in column.codes:
                assert f"{own}.{code}" in french["code"] or code in french["code"], f"{own}.{code}"
                used.add(f"{own}.{code}" if f"{own}.{code}" in french["code"] else code)
    assert set(french["flag"]) == set(FLAGS)
    assert set(french["sheet"]) == set(tables())
    assert (set(french["heading"]) | set(french["code"])) <= used


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_means_one_thing_in_whatever_language(language: str) -> None:
    called = names(language)
    for table in tables().values():
        assert table_called(called.sheet(table)) == table
        assert table_called(called.sheet(table).upper().replace("’", "'")) == table
        for column in table.columns.values():
            heading = called.heading(table, column)
            assert column_called(table, heading) == column.name
            assert column_called(table, f" {heading.upper()} ".replace("’", "'")) == column.name
            words = called.choices(table, column)
            assert len({plain(word) for word in words}) == len(words)
            # What a spreadsheet takes as a list: at most 255 signs, commas only between the words.
            assert len(",".join(words)) <= 253
            assert not any("," in word or '"' in word for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_code_of_every_table_comes_back_as_ours(language: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_workbook(language)))
    called = names(language)
    written: dict[str, list[dict[str, str]]] = {}
    for table in tables().values():
        sheet = book[called.sheet(table)]
        rows_of_table = max([3, *(len(column.codes) for column in table.columns.values())])
        for number in range(rows_of_table):
            row = {}
            for place, column in enumerate(table.columns.values(), start=1):
                codes = FLAGS if column.kind == "flag" else column.codes
                code = codes[number % len(codes)] if codes else f"x{number}"
                row[column.name] = code
                shown = called.code(table, column, code) if codes else code
                sheet.cell(row=number + 2, column=place, value=shown)
            written.setdefault(table.name, []).append(row)
    file = tmp_path / "w.xlsx"
    book.save(file)
    connector = FilledWorkbook()
    assert connector.recognises([file]).sure > 0.5
    extract = connector.read([file], {})
    assert extract.problems == ()
    found = {
        name: [
            {key: value for key, value in row.items() if not key.startswith("read_from")}
            for row in rows_.to_pylist()
        ]
        for name, rows_ in extract.tables.items()
    }
    assert found == written
    for table in tables().values():
        assert extract.sheets[table.name] == called.sheet(table)
        for column in table.columns.values():
            assert extract.headings[table.name][column.name].startswith(called.heading(table, column) + " (")


def french(directory: Path, fill: Fill) -> Letter:
    new_dossier(directory, "fr", as_of=DAY)
    return filled(directory, fill)


def test_a_french_workbook_is_read_back_with_the_columns_and_codes_of_the_evidence(tmp_path: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "Événements", 2, Identifiant="a", Nature="réunion", **{"Prévu le": dt.date(2026, 1, 20)})
        put(book, "Événements", 3, Identifiant="b", Nature="En Ligne", **{"Décision prise": "Oui"})
        put(book, "Événements", 4, Identifiant="c", Nature="walk", **{"Décision prise": False})

    letter = french(tmp_path / "d", fill)
    assert letter.tables["event"].added == 3
    assert letter.notes == ()
    query = "SELECT id, kind, CAST(planned_on AS VARCHAR), decision FROM event ORDER BY id"
    assert rows(tmp_path / "d", query) == [
        ("a", "meeting", "2026-01-20", None),
        ("b", "online", None, True),
        ("c", "walk", None, False),
    ]


def test_english_and_french_may_be_mixed_in_one_workbook_and_in_one_sheet(dossier: Path) -> None:
    def fill(book: Book) -> None:
        book["event"].cell(row=1, column=2, value="nature")
        put(book, "event", 2, id="a", nature="audition")
        sheet = book["vote"]
        sheet.title = "Votes exprimés"
        put(book, "contribution", 2, id="c1", kind="proposition")
        put(book, "actor", 2, id="p1", kind="personne")
        put(book, "Votes exprimés", 2, actor="p1", contribution="c1", value=1, channel="papier")

    assert set(filled(dossier, fill).tables) == {"event", "contribution", "actor", "vote"}
    assert rows(dossier, "SELECT kind FROM event") == [("hearing",)]
    assert rows(dossier, "SELECT channel FROM vote") == [("paper",)]


def test_letters_about_a_french_workbook_name_its_sheets_and_columns(tmp_path: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "Événements", 2, Identifiant="a", Nature="fête", Heures="deux")
        put(book, "Événements", 5, Identifiant="a")
        put(book, "Votes exprimés", 2, Valeur=1)

    problems = refused(lambda: french(tmp_path / "d", fill))
    assert {(p.kind, p.sheet, p.row, p.column) for p in problems} == {
        ("not_a_code", "Événements", 2, "Nature (B)"),
        ("not_a_number", "Événements", 2, "Heures (D)"),
        ("duplicate_key", "Événements", 5, "Identifiant (A)"),
        ("empty_required", "Votes exprimés", 2, "Personne (A)"),
        ("empty_required", "Votes exprimés", 2, "Contribution (B)"),
    }
    assert any("feuille Événements, ligne 2, colonne Heures (D)" in p.letter("fr") for p in problems)


def test_french_headings_that_were_touched_are_told_with_french_hints(tmp_path: Path) -> None:
    def fill(book: Book) -> None:
        put(book, "Événements", 2, Identifiant="a")
        book["Événements"].cell(row=1, column=1, value="Identifian")
        book["Événements"].cell(row=1, column=3, value="kind")
        book.create_sheet("Evénement").append(["id"])

    problems = refused(lambda: french(tmp_path / "d", fill))
    assert {(p.kind, p.sheet, p.column) for p in problems} == {
        ("unknown_sheet", "Evénement", ""),
        ("unknown_column", "Événements", "Identifian (A)"),
        ("missing_column", "Événements", "Identifiant"),
        ("repeated_header", "Événements", ""),
    }
    told = {p.kind: p.letter() for p in problems}
    assert "Identifiant" in told["unknown_column"]
    assert "Nature (B), kind (C)" in told["repeated_header"]
    assert "Événements" in told["unknown_sheet"]


def test_an_untouched_french_workbook_brings_nothing(tmp_path: Path) -> None:
    new_dossier(tmp_path / "d", "fr", as_of=DAY)
    letter = import_files(tmp_path / "d", [tmp_path / "d" / "workbook.xlsx"], at=AT)
    assert (letter.tables, letter.notes) == ({}, ())
