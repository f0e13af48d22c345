"""The traps of Polis exports: signs, times, groups, identities, files that are not what they seem."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import shutil
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors import polis
from obverse.connectors.importing import connectors, import_files
from obverse.evidence.dossier import open_dossier
from obverse.evidence.importing.letter import Letter
from obverse.evidence.problems import EvidenceProblems

SAMPLES = Path(polis.__path__[0]) / "sample"
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SECRET = b"a key of the tests"
PEOPLE = {
    "p-" + hmac.new(SECRET, f"polis:{name}".encode(), hashlib.sha256).hexdigest()[:20]: name
    for prefix in ("", "a-", "b-")
    for name in (f"{prefix}participant-{number}" for number in range(9))
}


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """A copy of a sample, that a test may change."""

    def copy(generation: str) -> Path:
        return Path(shutil.copytree(SAMPLES / generation, tmp_path / generation))

    return copy


def taken_in(directory: Path, folder: Path, **arguments: Any) -> Letter:
    return import_files(directory, sorted(folder.iterdir()), secret=SECRET, at=AT, **arguments)


def votes(directory: Path) -> list[tuple[str, str, float, str]]:
    """Every vote, its actor under the export's own id again."""
    rows = open_dossier(directory).engine.execute(
        'SELECT actor, contribution, value, CAST("at" AS VARCHAR) AS moment FROM vote '
        'ORDER BY actor, contribution, "at"'
    )
    return sorted((PEOPLE[row["actor"]], *list(row.values())[1:]) for row in rows.to_pylist())


def turn_votes(file: Path) -> None:
    """Write the votes with the server's inner sign, agreement as -1."""
    lines = file.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("vote")
    turned = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        cells[place] = {"1": "-1", "-1": "1", "0": "0"}[cells[place]]
        turned.append(",".join(cells))
    file.write_text("\n".join(turned) + "\n", encoding="utf-8")


def undeclared(folder: Path) -> None:
    """Make the export one of those that do not say which sign means agreement."""
    (folder / "format.json").unlink()
    summary = folder / "summary.csv"
    kept = [
        line for line in summary.read_text(encoding="utf-8").splitlines() if "vote-convention" not in line
    ]
    summary.write_text("\n".join(kept) + "\n", encoding="utf-8")


def notes(letter: Letter) -> str:
    return "\n".join(note.en for note in letter.notes)


def test_both_generations_of_one_conversation_give_the_same_last_votes(
    export: Any, empty_dossier: Any
) -> None:
    results = []
    for generation in ("openData", "server"):
        directory = empty_dossier(f"dossier of {generation}")
        letter = taken_in(directory, export(generation))
        assert letter.generation == {"openData": "openData", "server": "polis-export/1"}[generation]
        last = {(actor, statement): value for actor, statement, value, _ in votes(directory)}
        results.append((last, len(votes(directory))))
    assert results[0] == results[1]
    assert results[0][0]["participant-2", "statement-1"] == 1.0


def test_times_are_told_apart_by_size_and_never_read_from_the_written_date(
    export: Any, empty_dossier: Any
) -> None:
    old, new = empty_dossier("old"), empty_dossier("new")
    folder = export("openData")
    text = (folder / "votes.csv").read_text(encoding="utf-8").replace("Tue Nov 14", "Mon Jan 01")
    (folder / "votes.csv").write_text(text, encoding="utf-8")
    taken_in(old, folder)
    taken_in(new, export("server"))
    assert votes(old)[3][3] == "2023-11-14 22:14:22.5"
    assert votes(new)[3][3] == "2023-11-14 22:14:22"


@pytest.mark.parametrize("generation", ["openData", "server"])
def test_votes_with_the_inner_sign_are_turned_when_the_counts_say_so(
    generation: str, export: Any, empty_dossier: Any
) -> None:
    right, turned = empty_dossier("right"), empty_dossier("turned")
    folder = export(generation)
    if generation == "server":
        undeclared(folder)
    taken_in(right, folder)
    turn_votes(folder / "votes.csv")
    letter = taken_in(turned, folder)
    assert "were turned" in notes(letter)
    values = [
        sorted((actor, statement, value) for actor, statement, value, _ in votes(d)) for d in (right, turned)
    ]
    assert values[0] == values[1]


def test_a_declared_sign_is_followed_and_a_contradiction_is_told(export: Any, empty_dossier: Any) -> None:
    folder = export("server")
    turn_votes(folder / "votes.csv")
    directory = empty_dossier()
    letter = taken_in(directory, folder)
    assert "The declared sign does not fit the counts in comments.csv" in notes(letter)
    assert ("participant-0", "statement-0", -1.0) in {row[:3] for row in votes(directory)}


def test_a_declaration_of_the_inner_sign_turns_the_votes(export: Any, empty_dossier: Any) -> None:
    folder = export("server")
    for name in ("format.json", "summary.csv"):
        file = folder / name
        text = file.read_text(encoding="utf-8").replace("agree=+1;disagree=-1", "agree=-1;disagree=+1")
        file.write_text(text, encoding="utf-8")
    turn_votes(folder / "votes.csv")
    directory = empty_dossier()
    taken_in(directory, folder)
    assert ("participant-0", "statement-0", 1.0) in {row[:3] for row in votes(directory)}


def test_the_exchange_of_october_2024_cannot_be_seen_and_is_warned_of(
    export: Any, empty_dossier: Any
) -> None:
    folder = export("server")
    undeclared(folder)
    assert "exchanged" in notes(taken_in(empty_dossier("undeclared"), folder))
    assert "exchanged" not in notes(taken_in(empty_dossier("old"), export("openData")))


def test_the_newest_export_declares_its_sign_and_needs_no_warning(export: Any, empty_dossier: Any) -> None:
    said = notes(taken_in(empty_dossier(), export("server")))
    assert "declare which sign means agreement" in said
    assert "exchanged" not in said


def test_counts_that_contradict_each_other_are_not_decided_by_the_program(
    export: Any, empty_dossier: Any
) -> None:
    folder = export("openData")
    turn_votes(folder / "votes.csv")
    file = folder / "comments.csv"
    text = file.read_text(encoding="utf-8").replace(",2,1,", ",1,2,")
    file.write_text(text, encoding="utf-8")
    directory = empty_dossier()
    with pytest.raises(EvidenceProblems) as refused:
        taken_in(directory, folder)
    assert [problem.kind for problem in refused.value.problems] == ["vote_sign"]
    assert "agree=-1" in refused.value.problems[0].letter()
    taken_in(directory, folder, options={"agree": "-1"})
    assert ("participant-0", "statement-0", 1.0) in {row[:3] for row in votes(directory)}


def test_votes_without_anything_to_compare_are_taken_as_written_and_the_letter_says_so(
    export: Any, empty_dossier: Any
) -> None:
    folder = export("openData")
    (folder / "participants-votes.csv").unlink()
    file = folder / "comments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",2,1,", ",2,2,"), encoding="utf-8")
    assert "nothing to compare" in notes(taken_in(empty_dossier(), folder))


def test_of_two_votes_in_one_second_the_last_is_the_one_that_the_participants_file_shows(
    export: Any, empty_dossier: Any
) -> None:
    directory = empty_dossier()
    folder = export("server")
    taken_in(directory, folder)
    twice = [row for row in votes(directory) if row[:2] == ("participant-2", "statement-1")]
    assert [row[2] for row in twice] == [-1.0, 1.0]
    written = [line.split(",")[4] for line in (folder / "votes.csv").read_text().splitlines()[7:9]]
    assert written[-1] != "1" or written[0] == "1"
    (folder / "participant-votes.csv").unlink()
    other = empty_dossier("other")
    letter = taken_in(other, folder)
    assert "no file tells which was the last" in notes(letter)


def test_those_in_no_group_are_a_category_and_those_who_are_not_listed_are_unknown(
    export: Any, empty_dossier: Any
) -> None:
    directory = empty_dossier()
    taken_in(directory, export("openData"))
    dossier = open_dossier(directory)
    rows = dossier.engine.execute("SELECT id, attr_opinion_group AS found FROM actor").to_pylist()
    found = {PEOPLE[row["id"]]: row["found"] for row in rows}
    assert found == {
        "participant-0": "0",
        "participant-1": "1",
        "participant-2": "none",
        "participant-3": None,
    }
    assert dossier.facts.attributes["opinion_group"].categories == ("0", "1", "none")


def test_groups_that_were_never_computed_are_unknown_and_not_none(export: Any, empty_dossier: Any) -> None:
    folder = export("openData")
    file = folder / "participants-votes.csv"
    text = file.read_text(encoding="utf-8").replace("user-0,0,", "user-0,,").replace("user-1,1,", "user-1,,")
    file.write_text(text, encoding="utf-8")
    directory = empty_dossier()
    letter = taken_in(directory, folder)
    assert "groups had not been computed" in notes(letter)
    assert "attr_opinion_group" not in (directory / "evidence" / "actor.csv").read_text(encoding="utf-8")


def test_identities_of_other_systems_do_not_reach_the_evidence(export: Any, empty_dossier: Any) -> None:
    directory = empty_dossier()
    letter = taken_in(directory, export("openData"))
    for file in (directory / "evidence").iterdir():
        assert b"user-0" not in file.read_bytes()
    assert "xid" in notes(letter)


def test_files_of_no_use_are_neither_read_nor_kept(export: Any, empty_dossier: Any) -> None:
    folder = export("openData")
    identities = folder / "xids.csv"
    identities.write_text("participant,xid\n0,somebody@example.org\n", encoding="utf-8")
    directory = empty_dossier()
    letter = taken_in(directory, folder, keep_originals=True)
    kept = {file.name for file in letter.files if file.kept}
    assert kept == {"comments.csv", "participants-votes.csv", "summary.csv", "votes.csv"}
    assert all(b"somebody" not in file.read_bytes() for file in (directory / "sources").iterdir())


def test_a_description_over_several_lines_does_not_hide_the_declaration(
    export: Any, empty_dossier: Any
) -> None:
    folder = export("server")
    (folder / "format.json").unlink()
    letter = taken_in(empty_dossier(), folder)
    assert letter.generation == "polis-export/1"


def test_what_the_summary_counts_differently_is_told_and_nothing_is_called_complete(
    export: Any, empty_dossier: Any
) -> None:
    folder = export("openData")
    file = folder / "summary.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("voters,3", "voters,30", 1), encoding="utf-8")
    directory = empty_dossier()
    letter = taken_in(directory, folder)
    assert "summary.csv counts 30 voters, the files hold 3" in notes(letter)
    coverage = open_dossier(directory).facts.coverage
    assert (coverage["vote"].complete, coverage["contribution"].complete) == ("unknown", "yes")


def test_two_conversations_share_a_dossier_when_their_ids_are_kept_apart(
    export: Any, empty_dossier: Any
) -> None:
    directory = empty_dossier()
    taken_in(directory, export("openData"), options={"prefix": "a-"})
    taken_in(directory, export("server"), options={"prefix": "b-"})
    assert {row[0].split("-")[0] for row in votes(directory)} == {"a", "b"}
    assert set(open_dossier(directory).facts.attributes) == {"opinion_group_a", "opinion_group_b"}


def test_without_prefix_a_second_conversation_is_refused_and_changes_nothing(
    export: Any, empty_dossier: Any, picture: Any
) -> None:
    directory = empty_dossier()
    taken_in(directory, export("openData"))
    before = picture(directory)
    folder = export("server")
    file = folder / "comments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Harbour", "Market"), encoding="utf-8")
    with pytest.raises(EvidenceProblems) as refused:
        taken_in(directory, folder)
    assert {problem.kind for problem in refused.value.problems} == {"conflicting_row"}
    assert picture(directory) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "column", "row"),
    [
        ("votes.csv", "UTC 2023,1,1,0", "UTC 2023,1,1,maybe", "not_a_code", "vote", 5),
        ("votes.csv", "1700000061000,", "yesterday,", "not_a_moment", "timestamp", 4),
        ("votes.csv", "UTC 2023,0,1,-1", "UTC 2023,77,1,-1", "refers_to_nothing", "comment-id", 4),
        ("comments.csv", "2,1,-1,", "2,1,-7,", "not_a_code", "moderated", 4),
        ("comments.csv", "1699999991500,1,0", "1699999991500,0,0", "duplicate_key", "comment-id", 4),
    ],
)
def test_a_wrong_cell_is_told_in_the_words_of_the_export(  # noqa: PLR0917 - one case a line
    file: str,
    old: str,
    new: str,
    kind: str,
    column: str,
    row: int,
    export: Any,
    empty_dossier: Any,
    picture: Any,
) -> None:
    folder = export("openData")
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    directory = empty_dossier()
    before = picture(directory)
    with pytest.raises(EvidenceProblems) as refused:
        taken_in(directory, folder)
    found = {(problem.kind, problem.file, problem.column, problem.row) for problem in refused.value.problems}
    assert (kind, file, column, row) in found
    assert picture(directory) == before


def test_a_file_from_elsewhere_among_them_is_named(export: Any, empty_dossier: Any) -> None:
    folder = export("openData")
    (folder / "letter.csv").write_text("dear,sir\n1,2\n", encoding="utf-8")
    with pytest.raises(EvidenceProblems) as refused:
        taken_in(empty_dossier(), folder)
    assert [(problem.kind, problem.file) for problem in refused.value.problems] == [
        ("strange_file", "letter.csv")
    ]


def test_recognition_does_not_depend_on_what_the_files_are_called(export: Any, tmp_path: Path) -> None:
    folder = export("server")
    renamed = [
        file.rename(tmp_path / f"download ({number}){file.suffix}")
        for number, file in enumerate(folder.iterdir())
    ]
    mine = next(connector for connector in connectors() if connector.name == "polis")
    assert mine.recognises(renamed).sure == 1.0
