"""What the files of Polis do not say outright: who opened the conversation, what was cut off, until when it ran."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors.importing import import_files
from obverse.connectors.polis.connector import Polis
from obverse.evidence.dossier import open_dossier
from obverse.evidence.importing.extract import Extract

MADE = 1_600_000_000_000
DAY = 86_400_000
# Participant 0 writes two statements, participant 5 one; then 1 to 8 vote; then 0, 5 and 6 write another.
STATEMENTS = ((0, 0, -3000), (1, 0, -2000), (2, 5, -1000), (3, 0, 60_000), (4, 5, 61_000), (5, 6, 62_000))


def write(file: Path, header: str, rows: Sequence[tuple[object, ...]], delimiter: str = ",") -> None:
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    file.write_text("\n".join(lines).replace(",", delimiter) + "\n", encoding="utf-8")


@pytest.fixture
def conversation(tmp_path: Path) -> Any:
    """Write a made-up conversation of eight voters without marks of seeds; how its cells are separated may differ."""

    def make(delimiter: str = ",", voters: int = 8, later: int = 0, skipped: int = 0) -> Path:
        folder = tmp_path / f"export {len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        cast = [(0, 0, -2500, 1)]
        cast += [
            (person, number, 1000 * person + number, 1)
            for person in range(1, voters + 1)
            for number in range(6)
        ]
        cast[-1] = (*cast[-1][:2], cast[-1][2] + later, 1)
        agrees = {number: sum(1 for _, one, _, _ in cast if one == number) for number in range(6)}
        statements = [
            (MADE + moment, number, author, agrees[number], 0, 1, f"text {number}")
            for number, author, moment in STATEMENTS
        ]
        head = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body"
        write(folder / "comments.csv", head, statements, delimiter)
        votes = [(MADE + moment, "x", number, person, vote) for person, number, moment, vote in cast]
        kept = votes[: len(votes) - skipped]
        write(folder / "votes.csv", "timestamp,datetime,comment-id,voter-id,vote", kept, delimiter)
        people = [
            (person, 0, sum(1 for one in STATEMENTS if one[1] == person), 6, 6, 0)
            for person in range(1, voters + 1)
        ]
        people.append((0, 0, 3, 1, 1, 0))
        head = "participant,group-id,n-comments,n-votes,n-agree,n-disagree"
        write(folder / "participants-votes.csv", head, people, delimiter)
        told = [("voters", voters + 1), ("commenters", 3), ("comments", 6)]
        write(folder / "summary.csv", "topic,Made up", told, delimiter)
        return folder

    return make


def read(folder: Path, **options: str) -> Extract:
    return Polis().read(sorted(folder.iterdir()), options)


def column(extract: Extract, table: str, name: str) -> dict[str, str]:
    return {row["id"]: row[name] for row in extract.tables[table].select(["id", name]).to_pylist()}


def notes(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_participant_0_wrote_before_anybody_else_voted_is_taken_for_seeds(conversation: Any) -> None:
    extract = read(conversation())
    assert column(extract, "contribution", "seed") == {
        "statement-0": "yes",
        "statement-1": "yes",
        "statement-2": "",
        "statement-3": "",
        "statement-4": "",
        "statement-5": "",
    }
    assert extract.not_exported == {"contribution": ("seed",)}
    said = notes(extract)
    assert "participant 0 wrote before anybody else voted: 2 of 6" in said
    assert "not held to be seeds: 1 of 6" in said


def test_nothing_is_taken_for_a_seed_where_the_option_says_so(conversation: Any) -> None:
    extract = read(conversation(), opening="no")
    assert set(column(extract, "contribution", "seed").values()) == {""}
    assert "before anybody else voted" not in notes(extract)
    assert "not held to be seeds: 3 of 6" in notes(extract)


def test_where_nobody_else_voted_nothing_opened_and_nothing_is_taken_for_a_seed(conversation: Any) -> None:
    folder = conversation(voters=0)
    assert set(column(read(folder), "contribution", "seed").values()) == {""}
    (folder / "votes.csv").unlink()
    assert set(column(read(folder), "contribution", "seed").values()) == {""}


def test_marks_of_seeds_in_the_file_are_followed_and_nothing_is_inferred(conversation: Any) -> None:
    folder = conversation()
    lines = (folder / "comments.csv").read_text(encoding="utf-8").splitlines()
    marks = ["is-seed", "false", "false", "false", "true", "false", "false"]
    marked = "".join(f"{line},{mark}\n" for line, mark in zip(lines, marks, strict=True))
    (folder / "comments.csv").write_text(marked, encoding="utf-8")
    extract = read(folder)
    assert column(extract, "contribution", "seed") == {
        "statement-0": "no",
        "statement-1": "no",
        "statement-2": "no",
        "statement-3": "yes",
        "statement-4": "no",
        "statement-5": "no",
    }
    assert "before anybody else voted" not in notes(extract)
    assert "not held to be seeds: 2 of 6" in notes(extract)


def test_accounts_of_staff_are_flagged_by_their_numbers(conversation: Any) -> None:
    folder = conversation()
    assert set(column(read(folder), "actor", "staff_or_test").values()) == {""}
    extract = read(folder, staff="0, 7")
    flagged = {who for who, flag in column(extract, "actor", "staff_or_test").items() if flag == "yes"}
    assert flagged == {"participant-0", "participant-7"}
    assert "not held to be seeds" not in notes(extract)


@pytest.mark.parametrize(("option", "value"), [("staff", "participant-0"), ("opening", "maybe")])
def test_an_option_that_cannot_be_understood_is_a_problem(option: str, value: str, conversation: Any) -> None:
    (problem,) = read(conversation(), **{option: value}).problems
    assert (problem.kind, problem.details) == ("wrong_option_value", {"option": option, "word": value})


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_an_export_that_a_spreadsheet_saved_again_is_read_as_before(
    delimiter: str, conversation: Any
) -> None:
    before, again = conversation(), conversation(delimiter)
    assert Polis().recognises(sorted(again.iterdir())) == Polis().recognises(sorted(before.iterdir()))
    first, second = read(before), read(again)
    assert second.problems == ()
    assert {name: rows.num_rows for name, rows in second.tables.items()} == {
        "actor": 9,
        "contribution": 6,
        "vote": 49,
    }
    for name, rows in first.tables.items():
        told = [item for item in rows.column_names if item != "read_from_file"]
        assert second.tables[name].select(told).equals(rows.select(told))
    assert second.process == first.process == {"title": "Made up", "start": dt.date(2020, 9, 13)}


def test_times_that_a_spreadsheet_rounded_stay_as_they_are_and_fail_the_check(conversation: Any) -> None:
    folder = conversation()
    change(folder / "votes.csv", f"{MADE + 8005},", "1.6E+12,")
    extract = read(folder)
    assert "1.6E+12" in extract.tables["vote"].column("at").to_pylist()
    assert extract.process["start"] == dt.date(2020, 9, 13)


@pytest.mark.parametrize("written", ["-99999999999999999", "999999999999999", "9" * 40, "1.5e300", "", "x"])
def test_a_time_that_is_none_stays_as_it_is_and_nothing_breaks(written: str, conversation: Any) -> None:
    folder = conversation()
    for name in ("votes.csv", "comments.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        spoiled = [lines[0], *(f"{written},{line.split(',', 1)[1]}" for line in lines[1:])]
        (folder / name).write_text("\n".join(spoiled) + "\n", encoding="utf-8")
    extract = read(folder)
    assert set(extract.tables["contribution"].column("created_at").to_pylist()) == {written}
    assert "start" not in extract.process


def test_votes_that_were_cut_off_are_refused_under_their_own_name_and_without_an_invitation(
    conversation: Any,
) -> None:
    (problem,) = read(conversation(skipped=40)).problems
    assert (problem.kind, problem.file) == ("votes_cut_off", "votes.csv")
    assert "cut off" in problem.letter()
    assert "fewer votes than participants-votes.csv counts" in problem.letter()
    assert "agree=" not in problem.letter()


def test_votes_that_lack_a_few_rows_are_read_and_not_called_complete(conversation: Any) -> None:
    whole, torn = read(conversation()), read(conversation(skipped=3))
    assert whole.coverage["vote"]["complete"] == "yes"
    assert "cut off" not in notes(whole)
    assert torn.coverage["vote"]["complete"] == "no"
    assert "participants-votes.csv counts more votes than votes.csv holds, in 1 of 9 lines" in notes(torn)


def test_those_who_came_and_were_silent_are_in_no_file_so_that_actors_are_never_complete(
    conversation: Any,
) -> None:
    coverage = read(conversation()).coverage
    assert coverage["actor"]["complete"] == "no"
    assert coverage["contribution"]["complete"] == "yes"
    assert {said["grade"] for said in coverage.values()} == {"B"}


def test_a_count_that_is_no_number_is_not_compared(conversation: Any) -> None:
    for written in ("9²", "9" * 5000, "-9", ""):
        folder = conversation()
        change(folder / "summary.csv", "voters,9", f"voters,{written}")
        extract = read(folder)
        assert "summary.csv counts" not in notes(extract)
        assert extract.coverage["vote"]["complete"] == "unknown"


def test_votes_long_after_nearly_all_others_are_told_with_the_day_to_look_from(conversation: Any) -> None:
    assert "as_of" not in notes(read(conversation(later=80 * DAY)))
    said = notes(read(conversation(later=100 * DAY)))
    assert "cast by 2020-09-13, the last one came on 2020-12-22" in said
    assert "write that day as as_of into [audit]" in said


def test_columns_that_are_called_like_words_of_the_program_do_no_harm(conversation: Any) -> None:
    folder = conversation()
    before = read(folder)
    names = ("later", "person", "statement", "last_vote", "Vote", "number", "place")
    for file in sorted(folder.glob("*s.csv")):
        lines = file.read_text(encoding="utf-8").splitlines()
        more = [f"{line},{','.join(names if place == 0 else '7' * 7)}" for place, line in enumerate(lines)]
        file.write_text("\n".join(more) + "\n", encoding="utf-8")
    extract = read(folder)
    assert extract.unknown == dict.fromkeys(("comments.csv", "participants-votes.csv", "votes.csv"), names)
    assert extract.tables["vote"].equals(before.tables["vote"])
    assert extract.tables["contribution"].equals(before.tables["contribution"])


def test_whose_account_it_is_can_be_said_after_a_first_import(conversation: Any, empty_dossier: Any) -> None:
    directory, folder = empty_dossier(), conversation(";")
    given: dict[str, Any] = {"secret": b"a key of the tests", "at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
    import_files(directory, [folder], **given)
    flagged = "SELECT count(*) AS n FROM actor WHERE staff_or_test"
    seeded = "SELECT count(*) AS n FROM contribution WHERE seed"
    told = [open_dossier(directory).engine.execute(query).to_pylist()[0]["n"] for query in (flagged, seeded)]
    assert told == [0, 2]
    letter = import_files(directory, [folder], replace=True, options={"staff": "0", "opening": "no"}, **given)
    assert letter.tables["actor"].replaced == 1
    told = [open_dossier(directory).engine.execute(query).to_pylist()[0]["n"] for query in (flagged, seeded)]
    assert told == [1, 0]


@pytest.mark.parametrize(
    ("name", "seeds", "further"),
    [
        ("15-per-hour-seattle", 13, 0),
        ("bg2050-volunteers", 25, 30),
        ("brexit-consensus", 18, 13),
        ("london.youth.policing", 15, 0),
        ("scoop-hivemind.taxes", 41, 1),
        ("scoop-hivemind.ubi", 43, 10),
        ("vtaiwan.uberx", 10, 36),
    ],
)
def test_real_conversations_were_opened_by_participant_0_alone_and_nothing_of_them_is_cut_off(
    name: str, seeds: int, further: int, open_data: Path
) -> None:
    files = sorted((open_data / "polis" / name).glob("*.csv"))
    extract = Polis().read(files, {})
    told = extract.tables["contribution"].select(["author", "seed", "created_at"]).to_pylist()
    first = min(
        row["at"]
        for row in extract.tables["vote"].select(["actor", "at"]).to_pylist()
        if row["actor"] != "participant-0"
    )
    assert {row["author"] for row in told if row["created_at"] < first} == {"participant-0"}
    assert {row["seed"] for row in told if row["created_at"] < first} == {"yes"}
    assert sum(row["seed"] == "yes" for row in told) == seeds
    own = [row for row in told if row["author"] == "participant-0" and row["seed"] != "yes"]
    assert len(own) == further
    assert ("not held to be seeds" in notes(extract)) == (further > 0)
    assert "cut off" not in notes(extract)
    assert extract.coverage["vote"]["complete"] == "yes"
