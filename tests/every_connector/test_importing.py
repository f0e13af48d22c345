"""An import adds what is new, keeps what is there, refuses what contradicts, and writes the same bytes every time."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from obverse.connectors import polis
from obverse.connectors.importing import import_files
from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.importing.journal import read_journal
from obverse.evidence.importing.letter import Letter
from obverse.evidence.importing.stored import ROWS_IN_CSV
from obverse.evidence.problems import EvidenceProblems, Problem

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EVENTS = """
[[table]]
name = "event"
[table.columns]
id = "Nr"
kind = "Kind"
hours = "Hours"
"""
COSTS = """
[[table]]
name = "cost_entry"
[table.columns]
class = { constant = "information" }
payer = "Payer"
hours = "Hours"
"""
Taken = Callable[..., Letter]


@pytest.fixture
def take(tmp_path: Path) -> Taken:
    """Import a CSV text by a mapping text."""

    def run(
        directory: Path, text: str, name: str = "list.csv", mapping: str = EVENTS, **arguments: Any
    ) -> Letter:
        file, rules = tmp_path / name, tmp_path / "mapping.toml"
        file.write_text(text, encoding="utf-8")
        rules.write_text(mapping, encoding="utf-8")
        return import_files(directory, [file], mapping=rules, at=AT, **arguments)

    return run


def refused(run: Callable[[], object]) -> list[Problem]:
    with pytest.raises(EvidenceProblems) as found:
        run()
    return found.value.problems


def stored(directory: Path, table: str) -> str:
    return (directory / "evidence" / f"{table}.csv").read_text(encoding="utf-8")


def test_rows_of_a_longer_file_are_added_and_the_old_ones_keep_their_source(
    empty_dossier: Any, take: Taken
) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\na,meeting,2\nb,workshop,\n", "first.csv")
    letter = take(directory, "Nr,Kind,Hours\nc,walk,1\nb,workshop,\na,meeting,2\n", "second.csv")
    counts = letter.tables["event"]
    assert (counts.read, counts.added, counts.already_there) == (3, 1, 2)
    rows = open_dossier(directory).engine.execute(
        "SELECT event.id AS id, title, event.source_row AS place "
        "FROM event JOIN document ON document.id = event.source_id ORDER BY 1"
    )
    assert [tuple(row.values()) for row in rows.to_pylist()] == [
        ("a", "first.csv", 2),
        ("b", "first.csv", 3),
        ("c", "second.csv", 2),
    ]


def test_the_same_key_with_other_content_is_refused_and_nothing_changes(
    empty_dossier: Any, take: Taken, picture: Any
) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\na,meeting,2\nb,workshop,\n", "first.csv")
    before = picture(directory)
    problems = refused(lambda: take(directory, "Nr,Kind,Hours\nz,walk,1\na,meeting,3\n", "second.csv"))
    assert [(p.kind, p.file, p.row, p.column) for p in problems] == [
        ("conflicting_row", "second.csv", 3, "Nr")
    ]
    assert "'a'" in problems[0].letter()
    assert "the old row is replaced by the new one" in problems[0].letter()
    assert "la ligne ancienne est remplacée par la nouvelle" in problems[0].letter("fr")
    assert picture(directory) == before


@pytest.mark.parametrize(("stored_hours", "same"), [("2", True), ("2.0", True), ("2.5", False)])
def test_another_spelling_of_a_number_is_no_contradiction(
    stored_hours: str, same: bool, empty_dossier: Any, take: Taken
) -> None:
    directory = empty_dossier()
    text = f"id,kind,hours\na,meeting,{stored_hours}\n"
    (directory / "evidence" / "event.csv").write_text(text, encoding="utf-8")
    if same:
        assert take(directory, "Nr,Kind,Hours\na,meeting,2\n").tables["event"].already_there == 1
    else:
        problems = refused(lambda: take(directory, "Nr,Kind,Hours\na,meeting,2\n"))
        assert [p.kind for p in problems] == ["conflicting_row"]
    assert stored(directory, "event") == text


def test_with_replace_the_new_row_takes_the_place_of_the_old_one(empty_dossier: Any, take: Taken) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\na,meeting,2\nb,workshop,\n", "first.csv")
    letter = take(directory, "Nr,Kind,Hours\na,meeting,3\n", "second.csv", replace=True)
    assert (letter.tables["event"].replaced, letter.tables["event"].added) == (1, 0)
    rows = open_dossier(directory).engine.execute("SELECT id, hours FROM event ORDER BY id").to_pylist()
    assert rows == [{"id": "a", "hours": 3.0}, {"id": "b", "hours": None}]
    assert len(list((directory / "sources").iterdir())) == 3


def test_a_cell_that_becomes_empty_is_other_content(empty_dossier: Any, take: Taken) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\na,meeting,2\n", "first.csv")
    problems = refused(lambda: take(directory, "Nr,Kind,Hours\na,meeting,\n", "second.csv"))
    assert [p.kind for p in problems] == ["conflicting_row"]


def test_a_file_without_a_column_says_nothing_about_it_not_even_when_it_may_replace(
    empty_dossier: Any, tmp_path: Path
) -> None:
    directory = empty_dossier()
    for number, (text, columns) in enumerate(
        [
            ("Nr,Hours\na,2\nb,1\n", 'id = "Nr"\nhours = "Hours"\n'),
            ("Nr,Kind\na,meeting\nb,walk\n", 'id = "Nr"\nkind = "Kind"\n'),
            ("Nr,Kind\na,hearing\nc,walk\n", 'id = "Nr"\nkind = "Kind"\n'),
        ]
    ):
        file, rules = tmp_path / f"{number}.csv", tmp_path / f"{number}.toml"
        file.write_text(text)
        rules.write_text(f'[[table]]\nname = "event"\n[table.columns]\n{columns}')
        letter = import_files(directory, [file], mapping=rules, replace=number == 2, at=AT)
    assert (letter.tables["event"].replaced, letter.tables["event"].added) == (1, 1)
    found = (
        open_dossier(directory).engine.execute("SELECT id, kind, hours FROM event ORDER BY id").to_pylist()
    )
    assert [tuple(row.values()) for row in found] == [
        ("a", "hearing", 2.0),
        ("b", "walk", 1.0),
        ("c", "walk", None),
    ]


def test_two_files_of_one_import_that_contradict_each_other_are_refused_even_with_replace(
    empty_dossier: Any, tmp_path: Path
) -> None:
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    files[0].write_text("Nr,Kind,Hours\na,meeting,2\nb,walk,1\n")
    files[1].write_text("Nr,Kind,Hours\nb,walk,1\na,meeting,4\n")
    rules = tmp_path / "mapping.toml"
    rules.write_text(EVENTS)
    problems = refused(lambda: import_files(empty_dossier(), files, mapping=rules, replace=True))
    assert [(p.kind, p.file, p.row) for p in problems] == [("contradicting_rows", "two.csv", 3)]
    assert "one.csv, row 2" in problems[0].letter()


def test_rows_without_a_key_are_told_apart_by_how_often_they_stand_there(
    empty_dossier: Any, take: Taken
) -> None:
    directory = empty_dossier()
    take(directory, "Payer,Hours\nbody,2\nbody,2\ncitizens,1\n", "first.csv", COSTS)
    letter = take(directory, "Payer,Hours\nbody,2\nbody,2\nbody,2\n", "second.csv", COSTS)
    counts = letter.tables["cost_entry"]
    assert (counts.added, counts.already_there) == (1, 2)
    assert open_dossier(directory).coverage["cost_entry"].rows == 4


def test_rows_entered_by_hand_stay_and_their_columns_too(empty_dossier: Any, take: Taken) -> None:
    directory = empty_dossier()
    (directory / "evidence" / "event.csv").write_text("id,mode,attendees\nhand,online,7\n", encoding="utf-8")
    take(directory, "Nr,Kind,Hours\na,meeting,2\n")
    lines = stored(directory, "event").splitlines()
    assert lines[0] == "id,kind,hours,mode,attendees,source_id,source_row"
    assert lines[2] == "hand,,,online,7,,"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Nr,Kind,Hours\na,meeting,two\n,meeting,1\nc,party,1\n",
            {"not_a_number", "empty_required", "not_a_code"},
        ),
        ("Nr,Kind,Hours\na,meeting,1\na,meeting,1\n", {"duplicate_key"}),
        ("Nr,Kind,Hours\na,meeting\n", {"cells_missing"}),
        ("Nr,Kind,Hours\nn/a,meeting,1\n", {"no_value_word"}),
    ],
)
def test_wrong_rows_are_all_told_and_the_dossier_stays_as_it_was(
    text: str, kinds: set[str], empty_dossier: Any, take: Taken, picture: Any
) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\nold,meeting,2\n", "old.csv")
    before = picture(directory)
    problems = refused(lambda: take(directory, text))
    assert {problem.kind for problem in problems} == kinds
    assert all(problem.file == "list.csv" for problem in problems)
    assert picture(directory) == before


def test_a_problem_names_the_column_as_the_source_calls_it(empty_dossier: Any, take: Taken) -> None:
    problems = refused(lambda: take(empty_dossier(), "Nr,Kind,Hours\na,meeting,1\nb,meeting,two\n"))
    assert [(p.row, p.column) for p in problems] == [(3, "Hours")]
    assert problems[0].place() == "list.csv, row 3, column Hours"


def test_what_a_row_refers_to_may_stand_in_the_dossier_or_arrive_with_it(
    empty_dossier: Any, take: Taken
) -> None:
    rules = """
[[table]]
name = "participation"
[table.columns]
actor = "Who"
event = "Nr"
"""
    people = """
[[table]]
name = "actor"
distinct = true
[table.columns]
id = "Who"
kind = { constant = "person" }
"""
    directory = empty_dossier()
    text = "Who,Nr\np1,a\np1,b\n"
    problems = refused(lambda: take(directory, text, mapping=rules))
    assert {p.kind for p in problems} == {"refers_to_no_table"}
    take(directory, "Nr,Kind,Hours\na,meeting,2\n", "events.csv")
    problems = refused(lambda: take(directory, text, mapping=people + rules))
    assert [(p.kind, p.row) for p in problems] == [("refers_to_nothing", 3)]
    letter = take(directory, "Who,Nr\np1,a\np2,a\n", mapping=people + rules)
    assert {name: counts.added for name, counts in letter.tables.items()} == {"actor": 2, "participation": 2}


def test_a_dossier_that_has_to_be_mended_takes_nothing_in(
    empty_dossier: Any, take: Taken, picture: Any
) -> None:
    directory = empty_dossier()
    (directory / "evidence" / "votes.csv").write_text("a\n1\n", encoding="utf-8")
    before = picture(directory)
    assert [p.kind for p in refused(lambda: take(directory, "Nr,Kind,Hours\na,meeting,2\n"))] == [
        "unknown_table"
    ]
    assert picture(directory) == before


def test_where_there_is_nothing_a_dossier_is_begun_and_looks_from_the_last_day_in_the_files(
    tmp_path: Path,
) -> None:
    samples = Path(polis.__path__[0]) / "sample" / "openData"
    directory = tmp_path / "nothing" / "yet"
    letter = import_files(directory, sorted(samples.iterdir()))
    assert letter.begun is not None
    assert letter.begun.told
    assert str(letter.begun.as_of) in letter.in_words("fr")
    dossier = open_dossier(directory)
    days = dossier.engine.execute(
        "SELECT max(CAST(moment AS DATE)) AS day FROM "
        '(SELECT "at" AS moment FROM vote UNION ALL SELECT created_at AS moment FROM contribution)'
    ).to_pylist()
    assert dossier.facts.audit.as_of == days[0]["day"] == letter.begun.as_of
    assert dossier.facts.process.title
    assert import_files(directory, sorted(samples.iterdir())).unchanged


@pytest.mark.parametrize("there", [False, True])
def test_a_dossier_that_was_begun_for_an_import_that_fails_is_gone_again(
    there: bool, tmp_path: Path, take: Taken
) -> None:
    directory = tmp_path / "nothing"
    if there:
        directory.mkdir()
    problems = refused(lambda: take(directory, "Nr,Kind,Hours\na,not a kind,2\n"))
    assert problems
    assert directory.exists() == there
    assert not there or list(directory.iterdir()) == []


def test_in_a_folder_that_holds_other_things_no_dossier_is_begun(tmp_path: Path, take: Taken) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.txt").write_text("mine")
    problems = refused(lambda: take(tmp_path / "photos", "Nr,Kind,Hours\na,meeting,2\n"))
    assert [p.kind for p in problems] == ["no_dossier"]
    assert [file.name for file in (tmp_path / "photos").iterdir()] == ["one.txt"]


def test_the_same_import_into_two_dossiers_gives_the_same_bytes(
    empty_dossier: Any, take: Taken, picture: Any
) -> None:
    text = 'Nr,Kind,Hours\nb,workshop,\n"a, ""x""",meeting,2\n'
    pictures = []
    for name in ("one", "two"):
        directory = empty_dossier(name)
        take(directory, text)
        pictures.append(picture(directory))
    assert pictures[0] == pictures[1]


def test_the_order_of_two_imports_does_not_show_in_the_table(empty_dossier: Any, take: Taken) -> None:
    tables = []
    for order in ((0, 1), (1, 0)):
        directory = empty_dossier(f"order {order[0]}")
        files = [("Nr,Kind,Hours\nb,walk,1\n", "b.csv"), ("Nr,Kind,Hours\na,meeting,2\n", "a.csv")]
        for place in order:
            take(directory, *files[place])
        tables.append(stored(directory, "event"))
    assert tables[0] == tables[1]
    assert [line.split(",")[0] for line in tables[0].splitlines()] == ["id", "a", "b"]


def test_long_tables_become_parquet_and_the_csv_goes(empty_dossier: Any, take: Taken) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\n" + "".join(f"short{n},meeting,1\n" for n in range(10)), "short.csv")
    assert (directory / "evidence" / "event.csv").is_file()
    take(
        directory, "Nr,Kind,Hours\n" + "".join(f"long{n},meeting,1\n" for n in range(ROWS_IN_CSV)), "long.csv"
    )
    assert sorted(file.name for file in (directory / "evidence").iterdir()) == [
        "document.csv",
        "event.parquet",
    ]
    assert open_dossier(directory).coverage["event"].rows == ROWS_IN_CSV + 10
    take(directory, "Nr,Kind,Hours\nlast,meeting,1\n", "last.csv")
    assert pq.read_metadata(directory / "evidence" / "event.parquet").num_rows == ROWS_IN_CSV + 11


def test_a_table_in_several_parquet_files_stays_as_it_lies_and_gets_one_more(
    empty_dossier: Any, take: Taken
) -> None:
    directory = empty_dossier()
    folder = directory / "evidence" / "event"
    folder.mkdir()
    import pyarrow as pa  # noqa: PLC0415 - only here

    pq.write_table(pa.table({"id": ["x"], "decision": [True]}), folder / "a.parquet")
    pq.write_table(pa.table({"id": ["y"], "hours": [1.5]}), folder / "b.parquet")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    take(directory, "Nr,Kind,Hours\na,meeting,2\n")
    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert sorted(after) == ["a.parquet", "b.parquet", "part-00000.parquet"]
    assert {name: after[name] for name in before} == before
    rows = (
        open_dossier(directory)
        .engine.execute("SELECT id, hours, decision FROM event ORDER BY id")
        .to_pylist()
    )
    assert rows == [
        {"id": "a", "hours": 2.0, "decision": None},
        {"id": "x", "hours": None, "decision": True},
        {"id": "y", "hours": 1.5, "decision": None},
    ]


def test_the_raw_file_is_kept_as_it_came(empty_dossier: Any, tmp_path: Path) -> None:
    directory = empty_dossier()
    file, rules = tmp_path / "list.csv", tmp_path / "mapping.toml"
    content = b"\xef\xbb\xbfNr,Kind,Hours\r\na,meeting,2\r\n"
    file.write_bytes(content)
    rules.write_text(EVENTS)
    import_files(directory, [file], mapping=rules, at=AT)
    digest = hashlib.sha256(content).hexdigest()
    assert (directory / "sources" / digest).read_bytes() == content
    assert f"source-{digest[:12]},other,list.csv,{digest}" in stored(directory, "document")


def test_a_coverage_that_a_person_declared_is_left_alone_with_its_comments(
    empty_dossier: Any, take: Taken
) -> None:
    facts = (
        '# ours\n[process]\nid = "x" # the id\ntitle = "Made up"\n\n[audit]\nas_of = 2025-01-01\n\n'
        '[coverage.event]\ncomplete = "yes" # we counted\n'
    )
    directory = empty_dossier(facts=facts)
    letter = take(directory, "Nr,Kind,Hours\na,meeting,2\n")
    assert (directory / "dossier.toml").read_text(encoding="utf-8") == facts
    assert letter.declared == ()


def test_a_coverage_that_nobody_declared_is_added_as_unknown(empty_dossier: Any, take: Taken) -> None:
    facts = (
        '# ours\n[process]\nid = "x" # the id\ntitle = "Made up"\n\n[audit]\nas_of = 2025-01-01\n# the end\n'
    )
    directory = empty_dossier(facts=facts)
    letter = take(directory, "Nr,Kind,Hours\na,meeting,2\n")
    text = (directory / "dossier.toml").read_text(encoding="utf-8")
    assert text == facts + '\n[coverage.event]\ncomplete = "unknown"\nsource = "list.csv"\n'
    assert letter.declared == ("coverage.event",)


def test_the_journal_is_a_chain_and_says_who_did_what(empty_dossier: Any, take: Taken) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\na,meeting,2\n", "first.csv")
    take(directory, "Nr,Kind,Hours\nb,meeting,2\n", "second.csv")
    lines = (directory / "journal.jsonl").read_bytes().splitlines()
    first, second = (json.loads(line) for line in lines)
    assert first["previous"] == ""
    assert second["previous"] == hashlib.sha256(lines[0]).hexdigest()
    assert second["at"] == "2026-01-01T00:00:00Z"
    assert [file["name"] for file in second["files"]] == ["second.csv"]
    assert second["rows"]["event"] == {"added": 1, "already_there": 0, "read": 1, "replaced": 0}
    assert len(read_journal(directory)) == 2


@pytest.mark.parametrize("harm", ["changed", "removed", "cut"])
def test_a_journal_that_was_touched_is_noticed(harm: str, empty_dossier: Any, take: Taken) -> None:
    directory = empty_dossier()
    for name in ("a", "b", "c"):
        take(directory, f"Nr,Kind,Hours\n{name},meeting,2\n", f"{name}.csv")
    journal = directory / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    harmed = {
        "changed": [lines[0].replace(b'"a.csv"', b'"z.csv"'), *lines[1:]],
        "removed": [lines[0], lines[2]],
        "cut": [*lines[:2], lines[2][:40]],
    }[harm]
    journal.write_bytes(b"".join(harmed))
    problems = refused(lambda: take(directory, "Nr,Kind,Hours\nd,meeting,2\n", "d.csv"))
    assert [p.kind for p in problems] == ["journal_broken"]


def test_the_same_rows_in_a_new_file_are_no_new_rows_but_a_new_source(
    empty_dossier: Any, take: Taken
) -> None:
    directory = empty_dossier()
    take(directory, "Nr,Kind,Hours\na,meeting,2\n", "first.csv")
    table = stored(directory, "event")
    letter = take(directory, "Kind,Nr,Hours\nmeeting,a,2\n", "second.csv")
    assert not letter.unchanged
    assert "No row is new" in letter.in_words("en")
    assert stored(directory, "event") == table
    assert "second.csv" in stored(directory, "document")


def test_another_import_at_the_same_time_is_asked_to_wait(empty_dossier: Any, take: Taken) -> None:
    import fcntl  # noqa: PLC0415 - only here

    directory = empty_dossier()
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert [p.kind for p in refused(lambda: take(directory, "Nr,Kind,Hours\na,meeting,2\n"))] == [
            "import_running"
        ]
    take(directory, "Nr,Kind,Hours\na,meeting,2\n")
    assert examine(directory)[1] == []
