"""The traps of Your Priorities exports: texts put together with commas, people in every second column, lost points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from obverse.connectors.yourpriorities.connector import YourPriorities
from obverse.evidence.importing.extract import EMAIL, NAME, Extract

HEADER = (
    "Nr, Post id,email,User Name,Post Name,Description,Url,Category,Latitude,Longitude,Up Votes,Down Votes,"
    "Points Count,Points For,Points Against,Images,Contact Name,Contact Email,Contact telephone,Attachment URL,"
    "Attachment filename,Media URLs,Post transcript"
)
CONTACT = '"Person Contact","contact@example.org","+00 555"'


def post(
    nr: int,
    *,
    description: str = '"A fountain."',
    points: str = '"",""',
    name: str = "Person One",
    address: str = "one@example.org",
    images: str = '""',
    contact: str = ",,",
    ratings: str = "",
) -> str:
    """One row as the server puts it together."""
    url = f'"https://example.org/post/{nr + 100}"'
    head = f'{nr},{nr + 100},"{address}","{name}","Water",{description},{url},"Parks",52.5,13.4,7,2,3'
    return f'{head},{points},{images},{contact},,,"",{ratings}'


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """Write rows below a header."""

    def write(*rows: str, header: str = HEADER) -> Path:
        file = tmp_path / "anything.csv"
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return file

    return write


def read(file: Path) -> Extract:
    extract = YourPriorities().read([file], {})
    assert extract.problems == ()
    return extract


def rows(extract: Extract, table: str = "contribution") -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in extract.tables[table].to_pylist()}


def said(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def test_the_space_before_post_id_costs_nothing(export: Any) -> None:
    file = export(post(1))
    assert YourPriorities().recognises([file]).sure == 1.0
    found = rows(read(file))["post-101"]
    told = [found[name] for name in ("kind", "topic", "text", "support", "against")]
    assert told == ["proposal", "Parks", "Water\nA fountain.", "7", "2"]
    assert read(file).unknown == {}


def test_contacts_addresses_and_places_reach_no_table(export: Any) -> None:
    extract = read(export(post(1, contact=CONTACT)))
    told = "".join(str(table.to_pylist()) for table in extract.tables.values())
    assert not [word for word in ("Contact", "contact@", "555", "52.5", "13.4") if word in told]
    actor = rows(extract, "actor")[rows(extract)["post-101"]["author"]]
    assert (actor[NAME], actor[EMAIL]) == ("Person One", "one@example.org")
    assert "one@" not in actor["id"]
    assert "Person" not in str(extract.tables["contribution"].to_pylist())


def test_one_address_is_one_account_and_where_addresses_are_hidden_the_name_is(export: Any) -> None:
    named = [post(1), post(2, name="Person Renamed", address="ONE@example.org"), post(3, address="hidden")]
    authors = [row["author"] for row in rows(read(export(*named))).values()]
    assert authors[0] == authors[1] != authors[2] == "name:Person One"


def test_points_are_comments_for_and_against_and_nobody_is_said_to_have_written_them(export: Any) -> None:
    extract = read(export(post(1, points='"Yes; please\n\nOf course\n\n","Too dear\n\n"')))
    found = rows(extract)
    assert [(key, row["alignment"], row["parent"], row["text"]) for key, row in found.items()][1:] == [
        ("post-101-point-for-1", "1", "post-101", "Yes; please"),
        ("post-101-point-for-2", "1", "post-101", "Of course"),
        ("post-101-point-against-1", "-1", "post-101", "Too dear"),
    ]
    assert {row["author"] for row in list(found.values())[1:]} == {""}
    assert "Points for and against: 3" in said(extract)


def test_points_that_the_server_lost_are_missing_and_not_none(export: Any) -> None:
    lost = "[object Object],[object Object],"
    images = "https://example.org/a.png\n"
    file = export(post(1, points=lost, images=images), post(2, points=",", images=""))
    assert YourPriorities().recognises([file]).generation == "points without text"
    extract = read(file)
    assert list(rows(extract)) == ["post-101", "post-102"]
    assert rows(extract)["post-101"]["support"] == "7"
    assert "[object Object]" in said(extract)
    assert "lost: 3" in said(extract)
    assert extract.coverage["contribution"]["complete"] == "no"


def test_quotation_marks_and_line_breaks_in_a_text_tear_no_post_apart(export: Any) -> None:
    text = '"They said "no, never", then\n3,4,"yes"."'
    found = rows(read(export(post(1), post(2, description=text), post(3))))
    assert list(found) == ["post-101", "post-102", "post-103"]
    assert found["post-102"]["text"] == 'Water\nThey said "no, never", then\n3,4,"yes".'
    assert {row["support"] for row in found.values()} == {"7"}


def test_a_deleted_post_is_counted_and_nobody_is_said_to_have_deleted_it(export: Any) -> None:
    extract = read(export(post(1), "2,102,DELETED,,,,,,,,,,,", post(3)))
    assert list(rows(extract)) == ["post-101", "post-103"]
    assert list(extract.left_out["contribution"].values()) == [1]
    assert len(rows(extract, "actor")) == 1


def test_a_post_that_cannot_be_put_back_is_counted_and_the_others_are_read(export: Any) -> None:
    extract = read(export(post(1), '2,102,"x","y" and nothing else', post(3)))
    assert list(rows(extract)) == ["post-101", "post-103"]
    assert "cannot be told apart" in "".join(reason.en for reason in extract.left_out["contribution"])
    assert extract.coverage["contribution"]["complete"] == "no"


def test_answers_stand_behind_the_questions_of_the_group(export: Any) -> None:
    header = HEADER.replace("Description", '"What?","For whom?"')
    written = '"A fountain, a big one.","Everybody."'
    for file in (
        export(post(1, description=written), header=header),
        export(post(1, description=written), "2,102,DELETED,,,,,,,,,,,", header=header),
    ):
        extract = read(file)
        assert (
            rows(extract)["post-101"]["text"] == "Water\nWhat?: A fountain, a big one.\nFor whom?: Everybody."
        )
        assert extract.unknown == {}


def test_ratings_where_nobody_rated_are_zero_in_the_file_and_nothing_in_the_evidence(export: Any) -> None:
    header = HEADER + ',"Quality count","Quality average"'
    extract = read(export(post(1, ratings=",0,0"), header=header))
    assert "not read: 1" in said(extract)
    assert extract.unknown == {}


def test_words_that_the_server_writes_for_nothing_are_nothing(export: Any) -> None:
    found = rows(read(export(post(1, description='"undefined"'))))
    assert found["post-101"]["text"] == "Water"


def test_moments_states_and_answers_are_not_in_this_export(export: Any) -> None:
    extract = read(export(post(1)))
    assert {"created_at", "state", "answered_at"} <= set(extract.not_exported["contribution"])
    assert not {"created_at", "state", "answered_at"} & set(extract.tables["contribution"].column_names)


@pytest.mark.parametrize(
    "text",
    [
        'Date, User id, Name, Email, Method, Department\n01/02/24 10:00,5,"Person One",one@example.org,email,x\n',
        'User id, Name, Email, Ssn\n5,"Person One",one@example.org,1234567890\n',
    ],
)
def test_lists_of_people_are_known_and_neither_read_nor_kept(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text, encoding="utf-8")
    assert YourPriorities().recognises([file]).sure == 1.0
    extract = YourPriorities().read([file], {})
    assert (dict(extract.tables), extract.files, extract.problems) == ({}, (), ())
    assert "neither read nor kept" in said(extract)


def test_a_file_saved_again_by_a_spreadsheet_gives_the_same_posts(export: Any, tmp_path: Path) -> None:
    plain = rows(read(export(post(1), post(2))))
    lines = [line.replace(",", ";").replace('"', "") for line in (HEADER, post(1), post(2))]
    again = tmp_path / "again.csv"
    again.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    told = rows(read(again))
    assert [row["text"] for row in told.values()] == [row["text"] for row in plain.values()]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"a,b\n1,2\n", b'{"a": 1}'])
def test_other_files_are_not_claimed(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    assert YourPriorities().recognises([file]).sure == 0.0
    assert YourPriorities().read([file], {}).problems
