"""The language of mappings: what each word does, and how a wrong mapping or a wrong cell is told."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.connectors import mapping as room
from obverse.connectors.importing import import_files
from obverse.connectors.mapping import declaration
from obverse.connectors.mapping.declaration import DeclarationReader
from obverse.connectors.mapping.unread import SIGNS
from obverse.evidence.dossier import open_dossier
from obverse.evidence.importing.letter import Letter
from obverse.evidence.importing.people import looks_personal
from obverse.evidence.problems import EvidenceProblems, Problem

HOME = Path(room.__path__[0])
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Read = Callable[..., tuple[Path, Letter]]
VOLUME = (
    '[[table]]\nname = "service_volume"\n[table.columns]\n'
    'service = "S"\nperiod_start = { constant = "2023-01-01" }\n'
)
EVENT = '[[table]]\nname = "event"\n[table.columns]\nid = "S"\n'


@pytest.fixture
def read(tmp_path: Path, empty_dossier: Any) -> Read:
    """Read a CSV text by a mapping text into a new dossier."""

    def run(text: str | bytes, rules: str, name: str = "list.csv") -> tuple[Path, Letter]:
        file, mapping = tmp_path / name, tmp_path / "m.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        mapping.write_text(rules, encoding="utf-8")
        directory = empty_dossier(f"dossier {len(list(tmp_path.iterdir()))}")
        return directory, import_files(directory, [file], mapping=mapping, at=AT)

    return run


def column(directory: Path, table: str, name: str) -> list[Any]:
    query = f'SELECT "{name}" AS cell FROM "{table}" ORDER BY source_row, "{name}"'
    return [row["cell"] for row in open_dossier(directory).engine.execute(query).to_pylist()]


def refused(run: Callable[[], object]) -> list[Problem]:
    with pytest.raises(EvidenceProblems) as found:
        run()
    return found.value.problems


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        ('{ from = "X" }', ["a", ""], ["a", None]),
        ('"X"', ["a", "b"], ["a", "b"]),
        ('{ constant = "c" }', ["a", ""], ["c", "c"]),
        ('{ from = "X", prefix = "p-", suffix = "-s" }', ["a", ""], ["p-a-s", None]),
        ('{ from = "X", digits = 3 }', ["7", "1234", ""], ["007", "1234", None]),
        ('{ row_number = true, prefix = "r", digits = 2 }', ["a", "b"], ["r01", "r02"]),
        ('{ join = ["S", "X"], with = "/" }', ["a", ""], ["s1/a", "s2"]),
        ('{ join = ["S", "X"] }', ["a"], ["s1 a"]),
        ('{ from = "X", empty = ["?", "-"] }', ["a", "?", "-"], ["a", None, None]),
        ('{ from = "X", codes = { "A" = "alpha", "" = "nothing" } }', ["A", ""], ["alpha", "nothing"]),
        ('{ from = "X", codes = { "A" = "alpha" } }', ["A", ""], ["alpha", None]),
        (
            '{ from = "X", empty = ["-"], codes = { "A" = "alpha", "" = "nothing" } }',
            ["A", "-"],
            ["alpha", "nothing"],
        ),
    ],
)
def test_what_a_column_rule_does_to_texts(
    rule: str, cells: list[str], expected: list[Any], read: Read
) -> None:
    text = "S,X\n" + "".join(f"s{number},{cell}\n" for number, cell in enumerate(cells, start=1))
    directory, _ = read(text, VOLUME + f"site = {rule}\n")
    assert column(directory, "service_volume", "site") == expected


@pytest.mark.parametrize(
    ("target", "rule", "cells", "expected"),
    [
        ("volume", 'decimal = ",", thousands = "."', ["1.234,5", "7", ""], [1234.5, 7.0, None]),
        ("volume", 'decimal = ",", thousands = " "', ["1 234,5", "-0,25"], [1234.5, -0.25]),
        ("volume", 'thousands = "\'"', ["12'345.5"], [12345.5]),
        ("recipients", 'minus = "Y"', ["10", "", "5"], [7, None, 2]),
        ("volume", 'minus = "Y", decimal = ","', ["10,5", "3"], [7.5, 0.0]),
        (
            "closed_on",
            'dates = ["%d.%m.%Y", "%d/%m/%y"]',
            ["5.6.2023", "01/02/24", ""],
            ["2023-06-05", "2024-02-01", None],
        ),
        ("closed_on", 'dates = ["%Y"]', ["2023"], ["2023-01-01"]),
    ],
)
def test_what_a_column_rule_does_to_numbers_and_dates(
    target: str, rule: str, cells: list[str], expected: list[Any], read: Read
) -> None:
    text = "S;X;Y\n" + "".join(f"s{number};{cell};3\n" for number, cell in enumerate(cells))
    rules = '[file]\ndelimiter = ";"\n' + VOLUME + f'site = "S"\n{target} = {{ from = "X", {rule} }}\n'
    directory, _ = read(text, rules)
    found = column(directory, "service_volume", target)
    assert [cell.isoformat() if isinstance(cell, dt.date) else cell for cell in found] == expected


@pytest.mark.parametrize(
    ("zone", "written", "expected"),
    [
        ("Europe/Brussels", "02/07/2023 19:00", "2023-07-02 17:00:00"),
        ("Europe/Brussels", "02/12/2023 19:00", "2023-12-02 18:00:00"),
        ("", "02/12/2023 19:00", "2023-12-02 19:00:00"),
        ("America/New_York", "03/12/2023 23:30", "2023-12-04 04:30:00"),
    ],
)
def test_moments_of_a_time_zone_become_universal_time(
    zone: str, written: str, expected: str, read: Read
) -> None:
    told = f', zone = "{zone}"' if zone else ""
    rules = EVENT + f'start = {{ from = "X", moments = ["%d/%m/%Y %H:%M"]{told} }}\n'
    directory, _ = read(f"S,X\na,{written}\n", rules)
    assert [str(cell) for cell in column(directory, "event", "start")] == [expected]


@pytest.mark.parametrize(
    ("rule", "cells", "rows", "kind", "value"),
    [
        (
            'from = "X", codes = { "yes" = "a", "no" = "b" }',
            ["yes", "yse", ""],
            [3],
            "unknown_source_value",
            "'yse'",
        ),
        (
            'from = "X", dates = ["%d.%m.%Y"]',
            ["1.2.2023", "31.2.2023", "2023-02-01"],
            [3, 4],
            "not_in_formats",
            "'31.2.2023'",
        ),
        (
            'from = "X", decimal = ",", thousands = "."',
            ["1,5", "1,5 km", "-"],
            [3, 4],
            "not_a_source_number",
            "'1,5 km'",
        ),
        ('from = "X", minus = "Y"', ["1", "many"], [3], "not_a_source_number", "'many'"),
    ],
)
def test_a_cell_that_a_rule_cannot_turn_is_told_with_its_row_column_and_value(  # noqa: PLR0917 - one case a line
    rule: str, cells: list[str], rows: list[int], kind: str, value: str, read: Read
) -> None:
    text = "S;X;Y\n" + "".join(f"s{number};{cell};3\n" for number, cell in enumerate(cells))
    target = "closed_on" if "dates" in rule else "volume"
    rules = '[file]\ndelimiter = ";"\n' + VOLUME + f'site = "S"\n{target} = {{ {rule} }}\n'
    problems = refused(lambda: read(text, rules))
    assert [(p.kind, p.row, p.column) for p in problems] == [(kind, row, "X") for row in rows]
    assert problems[0].details["value"] == value
    assert "list.csv, row 3, column X" in problems[0].letter()


def test_an_unknown_value_gets_a_hint_at_what_was_meant(read: Read) -> None:
    rules = VOLUME + 'operator = { from = "X", codes = { "council" = "public", "club" = "association" } }\n'
    problem = refused(lambda: read("S,X\ns,concil\n", rules))[0]
    assert "council" in problem.letter()
    assert "operator" in problem.letter()


def test_of_many_wrong_cells_the_first_are_shown_and_the_others_counted(read: Read) -> None:
    rules = VOLUME + 'site = { row_number = true }\nvolume = { from = "X", decimal = "," }\n'
    problems = refused(lambda: read("S,X\n" + "s,?\n" * 40, rules))
    assert len(problems) == 26
    assert problems[-1].details["count"] == "15"


def test_cells_of_rows_that_are_left_out_do_not_matter(read: Read) -> None:
    rules = (
        VOLUME.replace(
            "[table.columns]",
            '[[table.keep]]\ncolumn = "X"\nis_not = ["sum"]\nreason = "a sum"\n[table.columns]',
        )
        + 'operator = { from = "X", codes = { "a" = "public" } }\n'
    )
    directory, letter = read("S,X\ns,a\ns,sum\n", rules)
    assert column(directory, "service_volume", "operator") == ["public"]
    assert {reason.en: count for reason, count in letter.left_out["service_volume"].items()} == {"a sum": 1}


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("filled = true", ["a", "b"]),
        ("filled = false", [None]),
        ('is = ["a"]', ["a"]),
        ('is_not = ["a", ""]', ["b"]),
    ],
)
def test_conditions_keep_the_rows_that_meet_them(condition: str, kept: list[Any], read: Read) -> None:
    keep = f'[[table.keep]]\ncolumn = "X"\n{condition}\nreason = "r"\n[table.columns]'
    directory, letter = read("S,X\ns,a\ns,b\ns,\n", VOLUME.replace("[table.columns]", keep) + 'site = "X"\n')
    assert column(directory, "service_volume", "site") == kept
    assert sum(letter.left_out["service_volume"].values()) == 3 - len(kept)


def test_a_row_that_another_part_of_the_mapping_keeps_is_not_left_out(read: Read) -> None:
    part = '[[table]]\nname = "event"\n[[table.keep]]\ncolumn = "X"\n{}\nreason = "{}"\n[table.columns]\nid = "S"\n'
    rules = part.format('is = ["a"]', "no a") + part.format('is = ["b"]', "no b")
    directory, letter = read("S,X\n1,a\n2,b\n3,c\n", rules)
    assert column(directory, "event", "id") == ["1", "2"]
    assert {reason.en: count for reason, count in letter.left_out["event"].items()} == {"no a": 1}


def test_wide_columns_become_one_row_for_each_period(read: Read) -> None:
    rules = (
        '[[table]]\nname = "service_volume"\n[table.columns]\nservice = "S"\n'
        'period_start = { constant = "{name}-01-01" }\nvolume = "Visits {name}"\n'
        'price = { from = "Fee", only = ["2023"] }\n'
        'operator = { constant = "{by}" }\n'
        '[[table.period]]\nname = "2022"\nby = "public"\n[[table.period]]\nname = "2023"\nby = "volunteers"\n'
    )
    directory, _ = read("S,Visits 2022,Visits 2023,Fee\npool,10,,3\nbath,,7,4\n", rules)
    rows = open_dossier(directory).engine.execute(
        "SELECT service, CAST(period_start AS VARCHAR) AS period, volume, price, operator FROM service_volume "
        "ORDER BY service DESC, period"
    )
    assert [tuple(row.values()) for row in rows.to_pylist()] == [
        ("pool", "2022-01-01", 10.0, None, "public"),
        ("pool", "2023-01-01", None, 3.0, "volunteers"),
        ("bath", "2022-01-01", None, None, "public"),
        ("bath", "2023-01-01", 7.0, 4.0, "volunteers"),
    ]


def test_equal_rows_become_one_that_stands_where_the_first_stands(read: Read) -> None:
    rules = '[[table]]\nname = "neighbourhood"\ndistinct = true\n[table.columns]\nid = "A"\n'
    directory, _ = read("S,A\n1,north\n2,south\n3,north\n", rules)
    rows = (
        open_dossier(directory)
        .engine.execute("SELECT id, source_row FROM neighbourhood ORDER BY id")
        .to_pylist()
    )
    assert rows == [{"id": "north", "source_row": 2}, {"id": "south", "source_row": 3}]


@pytest.mark.parametrize(
    ("rules", "kind", "hint"),
    [
        ('[[table]]\nname = "evnt"\n[table.columns]\nid = "S"\n', "no_such_table", "event"),
        (EVENT + 'kindd = "X"\n', "no_such_target", "kind"),
        (EVENT + 'kind = "Xx"\n', "no_such_column", "X"),
        (EVENT + 'kind = { from = "X", prefx = "a" }\n', "unknown_key", "prefix"),
        (EVENT + 'kind = { from = "X", digits = "2" }\n', "wrong_kind", "a whole number"),
        (EVENT + 'kind = { from = "X", constant = "a" }\n', "one_way", "constant"),
        (EVENT + 'kind = { prefix = "a" }\n', "one_way", "from"),
        (EVENT + "kind = 7\n", "wrong_kind", "a table"),
        (EVENT + 'kind = { from = "X", codes = "kinds" }\n[codes.kind]\na = "b"\n', "no_such_codes", "kind"),
        (EVENT + 'kind = { from = "X", only = ["2023"] }\n', "no_such_period", "2023"),
        (EVENT + 'kind = { constant = "{year}" }\n', "no_placeholder", "year"),
        (EVENT + '[[table.period]]\nyear = "2023"\n', "missing_key", "name"),
        ('[[table]]\nname = "event"\n[table.columns]\nkind = "X"\n', "missing_key", "id"),
        ('[[table]]\nname = "event"\n', "missing_key", "columns"),
        ("[files]\n" + EVENT, "unknown_section", "file"),
        ('[file]\nformat = "ods"\n' + EVENT, "wrong_choice", "xlsx"),
        ('[file]\nencoding = "utf8000"\n' + EVENT, "wrong_choice", "utf-8"),
        ('[file]\ndelimiter = ";;"\n' + EVENT, "wrong_kind", "one character"),
        ("", "missing_key", "[[table]]"),
        ("[[table\n", "not_toml", ""),
        (
            EVENT.replace("[table.columns]", '[[table.keep]]\ncolumn = "X"\nfilled = true\n[table.columns]'),
            "missing_key",
            "reason",
        ),
        (
            EVENT.replace("[table.columns]", '[[table.keep]]\ncolumn = "X"\nreason = "r"\n[table.columns]'),
            "missing_key",
            "filled",
        ),
        (
            EVENT.replace("[table.columns]", '[table.unpivot]\ncolumns = ["X"]\n[table.columns]'),
            "missing_key",
            "heading",
        ),
        (EVENT + 'start = { from = "X", moments = ["%Q"] }\n', "mapping_fails", "%Q"),
        (
            EVENT + 'start = { from = "X", moments = ["%Y"], zone = "Europe/Nowhere" }\n',
            "mapping_fails",
            "Nowhere",
        ),
    ],
)
def test_a_wrong_mapping_is_told_with_what_was_meant(rules: str, kind: str, hint: str, read: Read) -> None:
    problems = refused(lambda: read("S,X\n1,2023\n", rules))
    told = [problem for problem in problems if problem.kind == kind]
    assert told, [problem.letter() for problem in problems]
    assert told[0].file == "m.toml"
    assert hint in told[0].letter()
    assert told[0].letter("fr") != told[0].letter("en")


def test_all_that_is_wrong_with_a_mapping_is_told_at_once(read: Read) -> None:
    rules = '[file]\nformat = "ods"\n' + EVENT + 'kindd = "X"\nkind = { from = "X", digits = "2" }\n'
    assert len(refused(lambda: read("S,X\n1,2\n", rules))) == 3


def test_an_old_encoding_and_lines_above_the_header_are_read_where_the_mapping_says_so(read: Read) -> None:
    text = "Stand 2023\n\nS;X\nä;walk\nö;soup\n".encode("cp1252")
    rules = '[file]\ndelimiter = ";"\nencoding = "cp1252"\nheader_row = 3\n' + EVENT + 'kind = "X"\n'
    problems = refused(lambda: read(text, rules))
    assert [(p.kind, p.row, p.column) for p in problems] == [("not_a_code", 5, "X")]
    directory, _ = read(text.replace(b"soup", b"walk"), rules)
    assert column(directory, "event", "id") == ["ä", "ö"]
    assert column(directory, "event", "source_row") == [4, 5]


def test_the_wrong_encoding_is_told_as_such(read: Read) -> None:
    problems = refused(lambda: read("S,X\nä,walk\n".encode("cp1252"), EVENT))
    assert [problem.kind for problem in problems] == ["encoding_unsure"]


def test_true_dates_and_numbers_of_a_workbook_come_out_in_our_forms(
    tmp_path: Path, empty_dossier: Any
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("Data", 0)
    sheet.append(["S", "When", "Long"])
    sheet.append(["a", dt.date(2023, 7, 2), 0.7])
    sheet.append([None, None, None])
    sheet.append(["b", "3/7/2023", 2])
    file, rules = tmp_path / "list.xlsx", tmp_path / "m.toml"
    workbook.save(file)
    rules.write_text(
        '[file]\nformat = "xlsx"\n'
        + EVENT
        + 'planned_on = { from = "When", dates = ["%d/%m/%Y"] }\nhours = "Long"\n'
    )
    directory = empty_dossier()
    import_files(directory, [file], mapping=rules, at=AT)
    assert column(directory, "event", "planned_on") == [dt.date(2023, 7, 2), dt.date(2023, 7, 3)]
    assert column(directory, "event", "hours") == [0.7, 2.0]
    assert column(directory, "event", "source_row") == [2, 4]


@pytest.mark.parametrize(
    ("form", "kind"), [('sheet = "Dta"', "no_such_sheet"), ("header_row = 9", "empty_file")]
)
def test_a_sheet_or_header_that_is_not_there_is_told(
    form: str, kind: str, tmp_path: Path, empty_dossier: Any
) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "Data"
    workbook.worksheets[0].append(["S"])
    workbook.worksheets[0].append(["a"])
    file, rules = tmp_path / "list.xlsx", tmp_path / "m.toml"
    workbook.save(file)
    rules.write_text(f'[file]\nformat = "xlsx"\n{form}\n' + EVENT)
    problems = refused(lambda: import_files(empty_dossier(), [file], mapping=rules, at=AT))
    assert [problem.kind for problem in problems] == [kind]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        # What stands behind an @ is a nickname, and blotted out.
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="@"), max_size=12
        ),
        min_size=1,
        max_size=8,
    )
)
def test_texts_come_through_unharmed(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    import csv  # noqa: PLC0415 - only here

    folder = tmp_path_factory.mktemp("texts")
    directory = folder / "dossier"
    (directory / "evidence").mkdir(parents=True)
    (directory / "dossier.toml").write_text('[process]\nid = "x"\ntitle = "x"\n[audit]\nas_of = 2025-01-01\n')
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["S", "X"], *([f"c{n:02d}", cell] for n, cell in enumerate(cells))])
    (folder / "m.toml").write_text(
        '[[table]]\nname = "contribution"\n[table.columns]\nid = "S"\ntext = "X"\n'
    )
    import_files(directory, [folder / "list.csv"], mapping=folder / "m.toml", at=AT)
    assert column(directory, "contribution", "text") == [cell or None for cell in cells]


def test_the_manual_names_every_word_of_the_language_and_its_examples_are_mappings(tmp_path: Path) -> None:
    page = (HOME / "README.md").read_text(encoding="utf-8")
    words = {
        *declaration._OWN_KEYS,
        *declaration._FILE_KEYS,
        *declaration._COLUMN_KEYS,
        *declaration._KEEP_KEYS,
        *declaration._UNPIVOT_KEYS,
    }
    for word in sorted(words):
        assert re.search(rf"\b{word}\b", page), f"the manual does not speak of {word}"
    blocks = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    assert len(blocks) == 5
    for number, block in enumerate(blocks):
        file = tmp_path / f"{number}.toml"
        file.write_text(block if "[[table]]" in block else block + EVENT, encoding="utf-8")
        reader = DeclarationReader(file)
        reader.read()
        assert [problem.letter() for problem in reader.problems] == []
        assert tomllib.loads(block)


DUTY = '[[table]]\nname = "duty"\n\n[table.columns]\nid = "Number"\ntext = "Goal"\n'


@pytest.mark.parametrize(
    ("heading", "cells", "shown"),
    [
        ("Author", ["a", "b", "c"], "Author"),
        ("Whom to ring", ["+32 400 00 00 01", "+32 400 00 00 02", ""], "Whom to ring (phone)"),
        ("Wish of", ["Maria Canary", "Peter Canary", "Anna Canary"], "Wish of (name)"),
        ("Remark", ["none", "ask c1@example.org", ""], "Remark (e-mail)"),
        ("Note", ["none", "or ring 0400 00 00 01", ""], "Note (e-mail)"),
        ("Seen from", ["192.0.2.1", "192.0.2.7", ""], "Seen from (IP or another number of a person)"),
        ("Voter ID", ["7", "8", "9"], "Voter ID (user name or id)"),
        ("Lat", ["50.1", "50.2", "50.3"], "Lat (address to the metre)"),
    ],
)
def test_a_file_with_people_in_a_column_that_nobody_reads_does_not_stay(
    heading: str, cells: list[str], shown: str, read: Read
) -> None:
    lines = [f"{number},benches,{cell}" for number, cell in enumerate(cells)]
    directory, letter = read("\n".join([f"Number,Goal,{heading}", *lines]) + "\n", DUTY)
    assert letter.unknown == {"list.csv": (shown,)}
    assert [source.kept for source in letter.sources] == [False, True]
    assert len(list((directory / "sources").iterdir())) == 1
    assert not [cell for cell in cells if cell and cell in letter.in_words("en") and len(cell) > 1]


def test_columns_that_nobody_reads_are_named_and_a_file_without_people_stays(read: Read) -> None:
    text = "Number,Goal,Due,Kind,Share,Code\n1,benches,01/02/2024 10:15 AM,a,0.123456789,00-1\n"
    text += "2,paths,2024-03-09 09:15:00 UTC,b,0.2,00-2\n"
    _, letter = read(text, DUTY)
    assert letter.unknown == {"list.csv": ("Due", "Kind", "Share", "Code")}
    assert [source.kept for source in letter.sources] == [True, True]


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        # Asked about, and not read.
        (
            DUTY + '[[table.keep]]\ncolumn = "Author"\nfilled = true\nreason = "r"\n',
            "Author\n1,benches,c1@example.org\n",
        ),
        # Read, but not of the row in which somebody stands.
        (
            DUTY + '[[table.keep]]\ncolumn = "Kind"\nis = ["x"]\nreason = "r"\n',
            'Kind\n1,benches,x\n2,"c1@example.org, too",y\n',
        ),
        # Above the header.
        ("[file]\nheader_row = 2\n" + DUTY, "Kind\n1,benches,x\n"),
    ],
)
def test_people_beside_the_rows_that_are_read_keep_a_file_out(rules: str, text: str, read: Read) -> None:
    above = "Kept by c1@example.org\n" if "header_row" in rules else ""
    _, letter = read(f"{above}Number,Goal,{text}", rules)
    assert [source.kept for source in letter.sources] == [False, True]
    assert "example.org" not in letter.in_words("en")


def test_other_sheets_and_the_writer_of_a_workbook_keep_it_out(tmp_path: Path, empty_dossier: Any) -> None:
    def letter_of(name: str, other: list[list[str]], creator: str = "openpyxl") -> Letter:
        book = openpyxl.Workbook()
        for row in (["Number", "Goal"], ["1", "benches"]):
            book.worksheets[0].append(row)
        for row in other:
            (book["Other"] if "Other" in book.sheetnames else book.create_sheet("Other")).append(row)
        book.properties.creator = creator
        file, mapping = tmp_path / f"{name}.xlsx", tmp_path / "m.toml"
        book.save(file)
        mapping.write_text('[file]\nformat = "xlsx"\n' + DUTY, encoding="utf-8")
        return import_files(empty_dossier(name), [file], mapping=mapping, at=AT)

    kept = letter_of("plain", [["Kind", "Count"], ["a", "1"]])
    assert kept.unknown == {"plain.xlsx": ("Other: Kind", "Other: Count")}
    assert kept.sources[0].kept
    named = letter_of("named", [["Kind", "Wish of"], ["a", "Maria Canary"], ["b", "Anna Canary"]])
    broken = letter_of("broken", [["Kind", "Kind"], ["a", "b"]])
    signed = letter_of("signed", [], "Maria Canary")
    assert named.unknown == {"named.xlsx": ("Other: Wish of (name)", "Other: Kind")}
    assert [letter.sources[0].kept for letter in (named, broken, signed)] == [False, False, False]


def test_what_a_column_is_called_by_is_known_to_the_rule_about_what_may_stay() -> None:
    assert [sign for kind, sign in SIGNS.items() if looks_personal([sign]) != bool(kind)] == []


def test_open_questions_are_a_list_of_texts(read: Read) -> None:
    problems = refused(lambda: read("Number,Goal\n1,benches\n", 'open = "none"\n' + DUTY))
    assert [problem.kind for problem in problems] == ["wrong_kind"]
