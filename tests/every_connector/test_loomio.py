"""The traps of Loomio exports: several tables in one file, a heading that stands twice, votes that are not there."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors.loomio.connector import Loomio
from obverse.evidence.importing.extract import EMAIL, NAME, Extract

AT = "2024-03-04 09:00:00 UTC"
LATER = "2024-03-09 09:00:00 UTC"
Table = tuple[str, Sequence[str], Sequence[Sequence[object]]]
GROUPS: Table = ("Groups", ("Id", "Key", "Name", "Description", "Created at"), [[1, "k", "Alpha", "", AT]])
MEMBERS = ("Group", "User", "User name", "User email", "Admin", "Created at", "Accepted at")
DISCUSSIONS = ("Id", "Topic", "Author", "Author name", "Title", "Description", "Created at")
COMMENTS = ("Id", "Group", "Topic", "Author", "Author name", "Title", "Author name", "Body", "Created at")
POLLS: tuple[str, ...] = (
    "Id",
    "Key",
    "Topic",
    "Author",
    "Author name",
    "Title",
    "Details",
    "Closing at",
    "Closed at",
    "Created at",
)
POLLS += ("Poll type", "Custom fields")
STANCES = ("Id", "Poll", "Participant", "Author name", "Reason", "Latest", "Created at", "Updated at")
OUTCOMES = ("Id", "Poll", "Author", "Statement", "Created at", "Updated at")
THREAD: Table = ("Discussions", DISCUSSIONS, [[21, 201, 11, "Person One", "Shade", "Where?", AT]])
POLL: Table = (
    "Polls",
    POLLS,
    [[41, "p", 201, 11, "Person One", "Two trees", "", AT, AT, AT, "proposal", "{}"]],
)


def written(tables: Sequence[Table], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["Export for Alpha"], []])
    for title, header, rows in tables:
        writer.writerow([f"{title} ({len(rows)})"])
        writer.writerows([header, *rows, []])
    return out.getvalue()


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """Write tables as one export."""

    def write(*tables: Table, text: str = "", delimiter: str = ",") -> Path:
        file = tmp_path / "anything.csv"
        file.write_text(text or written([GROUPS, *tables], delimiter), encoding="utf-8")
        return file

    return write


def read(file: Path) -> Extract:
    extract = Loomio().read([file], {})
    assert extract.problems == ()
    return extract


def rows(extract: Extract, table: str) -> dict[str, dict[str, Any]]:
    return {row.get("id", str(place)): row for place, row in enumerate(extract.tables[table].to_pylist())}


def said(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def test_the_heading_that_stands_twice_costs_no_comment_its_writer(export: Any) -> None:
    told: Table = ("Comments", COMMENTS, [[31, 1, 201, 12, "Person Two", "Shade", "Person Two", "Here.", AT]])
    extract = read(export(THREAD, told))
    found = rows(extract, "contribution")["comment-31"]
    assert (found["author"], found["parent"], found["text"]) == ("user-12", "discussion-21", "Here.")
    assert rows(extract, "actor")["user-12"][NAME] == "Person Two"
    assert extract.unknown == {}


def test_a_heading_without_id_is_still_the_number_of_a_person_and_not_a_name(export: Any) -> None:
    extract = read(export(THREAD))
    assert list(rows(extract, "actor")) == ["user-11"]
    assert "Person One" not in str(extract.tables["contribution"].to_pylist())


def test_a_cell_that_looks_like_the_title_of_a_table_begins_no_table(export: Any) -> None:
    body = "Polls (3)\nId,Key\n1,2"
    told: Table = ("Comments", COMMENTS, [[31, 1, 201, 12, "", "Shade", "", body, AT]])
    extract = read(export(THREAD, told))
    assert rows(extract, "contribution")["comment-31"]["text"] == body
    assert len(rows(extract, "contribution")) == 2


def test_a_place_in_a_poll_without_a_reason_is_neither_a_vote_nor_a_participant(export: Any) -> None:
    told: Table = ("Stances", STANCES, [[51, 41, 12, "Person Two", "", "true", AT, AT]])
    extract = read(export(THREAD, POLL, told))
    assert "vote" not in extract.tables
    assert "user-12" not in rows(extract, "actor")
    assert set(extract.not_exported["vote"]) == {"actor", "contribution", "value", "at"}
    assert list(extract.left_out["contribution"].values()) == [1]
    assert "nor who voted" in said(extract)


def test_a_reason_is_a_statement_below_its_poll_and_a_replaced_one_is_left_out(export: Any) -> None:
    stances = [[51, 41, 12, "Person Two", "<p>Three.</p>", "false", AT, AT]]
    stances.append([52, 41, 12, "Person Two", "<p>Two &amp; no more.</p>", "true", LATER, LATER])
    extract = read(export(THREAD, POLL, ("Stances", STANCES, stances)))
    found = rows(extract, "contribution")
    assert "stance-51" not in found
    assert (found["stance-52"]["text"], found["stance-52"]["parent"]) == ("Two & no more.", "poll-41")


def test_who_answered_in_an_anonymous_poll_stays_unknown_although_a_number_stands_there(export: Any) -> None:
    told: Table = ("Stances", STANCES, [[51, 41, 12, "Anonymous", "Too dear.", "true", AT, AT]])
    extract = read(export(THREAD, POLL, told))
    assert rows(extract, "contribution")["stance-51"]["author"] == ""
    assert "user-12" not in rows(extract, "actor")


def test_an_outcome_dates_the_answer_to_its_poll_and_decides_nothing(export: Any) -> None:
    outcomes = [
        [61, 41, 11, "We ask.", LATER, LATER],
        [62, 41, 11, "We asked.", "2024-04-01 09:00:00 UTC", AT],
    ]
    extract = read(export(THREAD, POLL, ("Outcomes", OUTCOMES, outcomes)))
    found = rows(extract, "contribution")
    assert found["poll-41"]["answered_at"] == "2024-03-09T09:00:00Z"
    assert found["outcome-62"]["parent"] == "poll-41"
    assert "decision" not in extract.tables


def test_older_exports_without_outcomes_leave_the_answer_unknown_rather_than_missing(export: Any) -> None:
    extract = read(export(THREAD, POLL))
    assert "answered_at" in extract.not_exported["contribution"]


def test_votes_of_the_years_of_proposals_are_read_every_one_with_its_moment(export: Any) -> None:
    header: tuple[str, ...] = (
        "Id",
        "Group",
        "Discussion",
        "Author",
        "Discussion title",
        "Author name",
        "Proposal title",
    )
    header += ("Description", "Created at", "Yes votes count", "No votes count", "Block votes count")
    motion: Table = ("Proposals", header, [[7, 1, 21, 11, "", "", "Quiet", "", AT, 3, 1, 2]])
    votes = (
        "Id",
        "Group",
        "Motion",
        "User",
        "Motion name",
        "User name",
        "Position",
        "Statement",
        "Created at",
    )
    cast = [[n, 1, 7, 12, "", "", position, "", f"2024-03-0{n} 09:00:00 UTC"] for n, position in
            enumerate(("yes", "abstain", "no", "block"), start=1)]  # fmt: skip
    extract = read(export(motion, ("Votes", votes, cast)))
    assert [(row["value"], row["at"][:10]) for row in extract.tables["vote"].to_pylist()] == [
        ("1", "2024-03-01"),
        ("0", "2024-03-02"),
        ("-1", "2024-03-03"),
        ("-1", "2024-03-04"),
    ]
    found = rows(extract, "contribution")["proposal-7"]
    assert (found["support"], found["against"], found["parent"]) == ("3", "3", "")
    assert "block a proposal: 1" in said(extract)


def test_somebody_who_never_accepted_an_invitation_took_no_part_and_joined_on_no_day(export: Any) -> None:
    members = [[1, 11, "Person One", "one@example.org", "true", AT, AT]]
    members += [[1, 13, "Person Three", "three@example.org", "false", AT, ""]]
    members += [[1, 14, "Person Four", "four@example.org", "false", AT, LATER]]
    extract = read(export(("Memberships", MEMBERS, members), THREAD))
    told = {key: (row["participant"], row["joined_on"]) for key, row in rows(extract, "actor").items()}
    assert told == {
        "user-11": ("yes", "2024-03-04"),
        "user-13": ("no", ""),
        "user-14": ("", "2024-03-09"),
    }
    assert rows(extract, "actor")["user-11"][EMAIL] == "one@example.org"


def test_a_member_of_several_subgroups_is_one_person_and_administrator_if_of_one(export: Any) -> None:
    members = [[1, 11, "Person One", "", "false", AT, LATER], [2, 11, "Person One", "", "true", AT, AT]]
    found = rows(read(export(("Memberships", MEMBERS, members))), "actor")
    assert [(row["attr_group_admin"], row["joined_on"]) for row in found.values()] == [("yes", "2024-03-04")]


def test_a_removed_comment_is_hidden_and_its_remover_unknown(export: Any) -> None:
    told: Table = (
        "Comments",
        COMMENTS,
        [[31, 1, 201, 12, "Person Two", "Shade", "Person Two", "<p></p>", AT]],
    )
    extract = read(export(THREAD, told))
    assert rows(extract, "contribution")["comment-31"]["moderated"] == "unknown"
    assert extract.hidden["contribution"] == ("text", "moderated")


def test_addresses_of_invited_people_are_counted_and_never_read(export: Any) -> None:
    header = ("Id", "Invitable", "Recipient email", "Inviter name", "Accepted at")
    extract = read(export(("Invitations", header, [[1, 1, "seven@example.org", "Person One", ""]]), THREAD))
    assert list(extract.left_out["actor"].values()) == [1]
    assert not any("seven@" in str(table.to_pylist()) for table in extract.tables.values())


def test_moments_with_an_offset_are_told_in_universal_time(export: Any) -> None:
    told: Table = ("Discussions", DISCUSSIONS, [[21, 201, 11, "", "A", "", "2024-03-04 00:30:00 +0130"]])
    assert rows(read(export(told)), "contribution")["discussion-21"]["created_at"] == "2024-03-03T23:00:00Z"


def test_an_export_saved_again_by_a_spreadsheet_gives_the_same_rows(export: Any) -> None:
    lines = written([GROUPS, THREAD, POLL], ";").splitlines()
    padded = "\r\n".join(line + ";" * (11 - line.count(";")) for line in lines) + "\r\n"
    plain = {name: table.to_pylist() for name, table in read(export(THREAD, POLL)).tables.items()}
    again = {name: table.to_pylist() for name, table in read(export(text=padded)).tables.items()}
    assert again == plain


def test_an_export_that_was_cut_off_is_said_to_be_and_nothing_is_complete(export: Any) -> None:
    text = written([GROUPS, THREAD, POLL])
    extract = read(export(text=text[: text.index("41,p")]))
    assert "announces 1 rows and holds 0" in said(extract)
    assert {body["complete"] for body in extract.coverage.values()} == {"no"}


def test_a_row_that_does_not_fit_its_header_is_named(export: Any) -> None:
    text = written([GROUPS, THREAD]).replace("Where?", "Where,to?", 1)
    problems = Loomio().read([export(text=text)], {}).problems
    assert [(problem.kind, problem.row) for problem in problems] == [("cells_too_many", 9)]


def test_a_table_of_a_later_version_is_named_and_costs_no_other_table(export: Any) -> None:
    extract = read(export(("Reactions", ("Id", "Reaction"), [[1, "+1"]]), THREAD))
    assert extract.unknown == {"anything.csv": ("reactions (1)",)}
    assert len(rows(extract, "contribution")) == 1


def test_two_exports_at_once_are_refused_because_their_ids_are_of_two_groups(
    export: Any, tmp_path: Path
) -> None:
    file = export(THREAD)
    second = tmp_path / "second.csv"
    second.write_bytes(file.read_bytes())
    assert [problem.kind for problem in Loomio().read([file, second], {}).problems] == ["repeated_part"]


@pytest.mark.parametrize("content", [b"", b"Export for x\n", b"\xff\xfe\x00", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_other_files_are_not_claimed(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    assert Loomio().recognises([file]).sure == 0.0
    assert Loomio().read([file], {}).problems
