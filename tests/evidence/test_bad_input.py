"""Bad input gets a clear letter: where it stands, what is wrong, how to mend it, and all problems at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.problems import Problem

HEADER = "id,kind,created_at,state,n\n"


def problems_of(directory: Path) -> list[Problem]:
    return examine(directory)[1]


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [problem.letter() for problem in problems]
    return problems[0]


def write(directory: Path, name: str, content: bytes) -> Path:
    (directory / "evidence" / name).write_bytes(content)
    return directory


def test_a_good_dossier_has_no_problem(build_dossier: Any) -> None:
    directory = build_dossier({"contribution": HEADER + "c1,proposal,2024-03-01T10:00:00Z,open,\n"})
    dossier, problems = examine(directory)
    assert problems == []
    assert dossier is not None
    assert dossier.coverage["contribution"].rows == 1


def test_all_problems_of_all_files_are_told_at_once(build_dossier: Any) -> None:
    directory = build_dossier(
        {
            "contribution": HEADER + "c1,proposal,yesterday,open,one\nc1,wish,2024-03-01,open,2\n",
            "event": "id,kind,hours\n,meeting,two\n",
        },
        process={"stage": "someday"},
    )
    kinds = {problem.kind for problem in problems_of(directory)}
    assert kinds == {
        "wrong_choice",
        "not_a_moment",
        "not_an_int",
        "not_a_code",
        "duplicate_key",
        "empty_required",
        "not_a_number",
    }


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("c1,proposal,31/12/2024,open,", "not_a_moment"),
        ("c1,proposal,2024-13-01,open,", "not_a_moment"),
        ("c1,proposal,2024-03-01T10:00:00+02:00,open,", "not_a_moment"),
        ("c1,Proposal,,open,", "not_a_code"),
        ("c1,proposal,,open,1.5", "not_an_int"),
        ("c1,proposal,,open,1 000", "not_an_int"),
        ("c1,proposal,,open,90000000000000", "out_of_reach"),
        ("None,proposal,,open,", "no_value_word"),
        ("c1 ,proposal,,open,", "spaces"),
        (",proposal,,open,", "empty_required"),
        (",,,,", "empty_row"),
        ("c1,proposal,,open", "cells_missing"),
        ("c1,proposal,,open,1,2", "cells_too_many"),
    ],
)
def test_a_wrong_cell_is_named_with_the_row_that_a_spreadsheet_shows(
    build_dossier: Any, cell: str, kind: str
) -> None:
    directory = build_dossier({"contribution": HEADER + "c0,proposal,,open,\n" + cell + "\n"})
    problem = only(problems_of(directory))
    assert problem.kind == kind
    assert problem.row == 3
    assert problem.file == "evidence/contribution.csv"


def test_rows_are_counted_as_a_spreadsheet_counts_them(build_dossier: Any) -> None:
    text = 'id,kind,text\nc1,proposal,"a text\nover two lines"\n\nc2,wish,\n'
    problems = problems_of(build_dossier({"contribution": text}))
    assert [(problem.kind, problem.row) for problem in problems] == [("empty_row", 3), ("not_a_code", 4)]


def test_a_row_with_too_many_cells_does_not_shift_the_numbers_of_the_others(build_dossier: Any) -> None:
    text = "id,kind\nc1,proposal,3\nc2,wish\n"
    problems = problems_of(build_dossier({"contribution": text}))
    assert [(problem.kind, problem.row) for problem in problems] == [("cells_too_many", 2), ("not_a_code", 3)]


def test_an_unknown_column_is_refused_and_the_nearest_one_offered(build_dossier: Any) -> None:
    problem = only(problems_of(build_dossier({"contribution": "id,kind,athor\nc1,proposal,x\n"})))
    assert problem.kind == "unknown_column"
    assert "Did you mean author" in problem.letter()


def test_a_missing_required_column_is_named(build_dossier: Any) -> None:
    problem = only(problems_of(build_dossier({"actor": "id\na1\n"})))
    assert (problem.kind, problem.column) == ("missing_column", "kind")


def test_an_unknown_table_is_refused_and_the_nearest_one_offered(build_dossier: Any) -> None:
    problem = only(problems_of(build_dossier({"contributions": "id,kind\nc1,proposal\n"})))
    assert problem.kind == "unknown_table"
    assert "contribution" in problem.letter()


def test_a_reference_to_nothing_is_named(build_dossier: Any) -> None:
    directory = build_dossier(
        {"contribution": "id,kind,author\nc1,proposal,a9\n", "actor": "id,kind\na1,person\n"}
    )
    problem = only(problems_of(directory))
    assert (problem.kind, problem.row, problem.column) == ("refers_to_nothing", 2, "author")
    assert "'a9'" in problem.letter()


def test_a_reference_into_a_table_that_is_not_there_is_named(build_dossier: Any) -> None:
    problem = only(problems_of(build_dossier({"contribution": "id,kind,author\nc1,proposal,a9\n"})))
    assert problem.kind == "refers_to_no_table"


def test_a_second_row_with_the_same_key_names_the_first(build_dossier: Any) -> None:
    text = "actor,contribution,value,at\n" + "a1,c1,1,2024-01-01T00:00:00Z\n" * 2
    directory = build_dossier(
        {"vote": text, "actor": "id,kind\na1,person\n", "contribution": "id,kind\nc1,proposal\n"}
    )
    problem = only(problems_of(directory))
    assert (problem.kind, problem.row) == ("duplicate_key", 3)
    assert "first in row 2" in problem.letter()


@pytest.mark.parametrize("spoiled", ["1.01004E+11", "1,01004E+11", "1E+12"])
def test_ids_that_a_spreadsheet_has_rounded_are_not_blamed_on_the_rows(
    spoiled: str, build_dossier: Any
) -> None:
    cell = f'"{spoiled}"'
    directory = build_dossier({"contribution": f"id,kind\n{cell},proposal\n{cell},proposal\n"})
    problem = only(problems_of(directory))
    assert (problem.kind, problem.row) == ("spoiled_key", 3)
    assert "without opening it in a spreadsheet" in problem.letter()
    assert "tableur a arrondi" in problem.letter("fr")


@pytest.mark.parametrize("whole", ["101004", "1.01004", "A1E+11", "1E11"])
def test_other_double_ids_are_double_ids(whole: str, build_dossier: Any) -> None:
    directory = build_dossier({"contribution": f"id,kind\n{whole},proposal\n{whole},proposal\n"})
    assert only(problems_of(directory)).kind == "duplicate_key"


def test_windows_encoding_is_recognised_and_never_replaced_silently(build_dossier: Any) -> None:
    directory = write(
        build_dossier(), "contribution.csv", "id,kind,text\nc1,proposal,école\n".encode("cp1252")
    )
    problem = only(problems_of(directory))
    assert problem.kind == "wrong_encoding"
    assert "CSV UTF-8" in problem.letter()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty_file"),
        (b"  \n \n", "empty_file"),
        (b"id;kind\nc1;proposal\n", "wrong_delimiter"),
        (b"id\tkind\nc1\tproposal\n", "wrong_delimiter"),
        (b"PK\x03\x04rest of a workbook", "something_else"),
        (b"%PDF-1.7 ...", "something_else"),
        (b"<!DOCTYPE html><html></html>", "something_else"),
        (b"\xff\xfei\x00d\x00", "wrong_encoding"),
        (b"id,kind\x00\nc1,proposal\n", "something_else"),
        (b"id,kind,\nc1,proposal,x\n", "empty_header"),
        (b"id,kind,kind\nc1,proposal,proposal\n", "repeated_header"),
    ],
)
def test_a_file_that_is_no_such_table_is_told_apart(build_dossier: Any, content: bytes, kind: str) -> None:
    assert only(problems_of(write(build_dossier(), "contribution.csv", content))).kind == kind


def test_a_header_without_rows_is_a_register_that_is_empty(build_dossier: Any) -> None:
    dossier, problems = examine(write(build_dossier(), "complaint.csv", b"id,kind,at"))
    assert problems == []
    assert dossier is not None
    assert dossier.coverage["complaint"].rows == 0


def test_many_problems_of_one_kind_are_shown_in_part_and_counted_in_full(build_dossier: Any) -> None:
    text = HEADER + "".join(f"c{number},wish,,open,\n" for number in range(40))
    problems = problems_of(build_dossier({"contribution": text}))
    assert len([problem for problem in problems if problem.kind == "not_a_code"]) == 25
    assert problems[-1].details["count"] == "15"


def test_an_attribute_needs_its_declaration(build_dossier: Any) -> None:
    directory = build_dossier({"actor": "id,kind,attr_tenure\na1,person,tenant\n"})
    assert only(problems_of(directory)).kind == "undeclared_attribute"


def test_a_category_that_was_not_declared_is_refused(build_dossier: Any) -> None:
    directory = build_dossier(
        {"actor": "id,kind,attr_tenure\na1,person,tennant\n"},
        attributes={"tenure": {"label": "Tenure", "categories": ["owner", "tenant"], "order": "none"}},
    )
    problem = only(problems_of(directory))
    assert problem.kind == "unknown_category"
    assert "tenant" in problem.letter()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_letter_says_where_what_and_how_to_mend_it(build_dossier: Any, language: str) -> None:
    directory = build_dossier({"contribution": HEADER + "c1,wish,2024,open,x\n"}, process={"titel": "x"})
    letters = [problem.letter(language) for problem in problems_of(directory)]
    assert len(letters) == 4
    for letter in letters:
        assert "{" not in letter
        assert letter.count(".") >= 2


def test_a_file_that_is_not_toml_is_told_with_its_line(build_dossier: Any) -> None:
    directory = build_dossier()
    (directory / "dossier.toml").write_text("[process\nid = 1\n", encoding="utf-8")
    problem = only(problems_of(directory))
    assert problem.kind == "not_toml"
    assert "line 1" in problem.letter()


def test_a_folder_without_a_dossier_says_how_to_start_one(tmp_path: Path) -> None:
    assert "obverse new" in only(problems_of(tmp_path)).letter()


def test_a_threshold_frozen_after_the_audit_is_refused(build_dossier: Any) -> None:
    line = {
        "indicator": "E2.3",
        "value": 0.8,
        "klass": "promise",
        "source": "charter",
        "frozen_on": dt.date(2026, 1, 1),
    }
    assert only(problems_of(build_dossier(threshold=[line]))).kind == "threshold_late"


@pytest.mark.parametrize("zone", ["", "Z", "+00:00", " UTC"])
def test_a_moment_may_name_universal_time_in_any_of_its_forms(zone: str, build_dossier: Any) -> None:
    rows = f"id,kind,created_at\nc1,proposal,2024-03-01 10:20:30{zone}\n"
    dossier = open_dossier(build_dossier({"contribution": rows}))
    found = dossier.engine.execute("SELECT created_at FROM contribution").to_pylist()
    assert str(found[0]["created_at"]) == "2024-03-01 10:20:30"
