"""A table of groups gives slips and marks, and can never be a list of people."""

from __future__ import annotations

import csv
import io
import json

import pytest

from obverse.survey.sealing import codes, groups
from obverse.survey.sealing.groups import BadGroups, Group

TABLE = "stratum,label,codes,cluster\n1,Staff,12,\n2,Choir,10,Choir A\n2,Choir,11,Choir B\n"


def test_every_slip_has_its_mark_and_nothing_else_is_told() -> None:
    made = groups.coded(groups.read_groups(TABLE.encode(), "t.csv"))
    pepper = bytes.fromhex(json.loads(made.pepper)["pepper"])
    rows = list(csv.DictReader(io.StringIO(made.marks.decode(), newline="")))
    assert {row["mark"] for row in rows} == {codes.mark(code, pepper).hex() for _, code in made.slips}
    assert [heading for heading, _ in made.slips] == ["Staff"] * 12 + ["Choir / Choir A"] * 10 + [
        "Choir / Choir B"
    ] * 11
    assert sorted((row["stratum"], row["cluster"]) for row in rows) == sorted(
        [("1", "")] * 12 + [("2", "Choir A")] * 10 + [("2", "Choir B")] * 11
    )


def test_the_order_of_marks_says_nothing_of_the_order_of_slips() -> None:
    made = groups.coded([Group(1, "a", 50), Group(2, "b", 50)])
    marks = [line.split(",")[0] for line in made.marks.decode().split()[1:]]
    assert marks == sorted(marks)


def test_no_code_is_in_what_the_workspace_is_given_and_none_shows_in_print() -> None:
    made = groups.coded([Group(1, "a", 30)])
    for _, code in made.slips:
        assert code not in made.marks.decode() + made.pepper.decode() + repr(made)
        assert codes.grouped(code) not in made.marks.decode()


def test_semicolons_and_a_mark_of_a_spreadsheet_are_read() -> None:
    text = "\ufeffStratum;Label;Codes\r\n7;Élus;3\r\n;;\r\n"
    assert groups.read_groups(text.encode(), "t.csv") == [Group(7, "Élus", 3)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "strata_form"),
        ("stratum,label\n1,a\n", "strata_form"),
        ("stratum,label,codes\n", "strata_form"),
        ("stratum,label,codes,name\n1,a,2,Somebody\n", "strata_people"),
        ("stratum,label,codes,e-mail\n1,a,2,x\n", "strata_people"),
        ("stratum,label,codes\n1,a,0\n", "strata_row"),
        ("stratum,label,codes\n1,a,-2\n", "strata_row"),
        ("stratum,label,codes\none,a,2\n", "strata_row"),
        ("stratum,label,codes\n1,a,99999999\n", "strata_row"),
        ("stratum,label,codes\n1,a,٣\n", "strata_row"),
        ("stratum,label,codes\n1,a,2\n1,b,3\n", "strata_twice"),
        ("stratum,label,codes\n1,a\n", "strata_form"),
        ('stratum,label,codes\n"1,a,2\n', "strata_form"),
        ("x" * 2_000_000, "strata_form"),
    ],
)
def test_what_is_no_table_of_groups_is_refused_with_a_letter(text: str, kind: str) -> None:
    with pytest.raises(BadGroups) as refused:
        groups.read_groups(text.encode(), "t.csv")
    assert refused.value.kind == kind
    assert refused.value.letter("en") != refused.value.letter("fr")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadGroups):
        groups.read_groups(b"\xff\xfe\x00", "t.csv")
