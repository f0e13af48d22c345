"""Service requests of Open311 and of cities: times, flags, duplicates, places; and Boston's sample with its counts."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from obverse.connectors.open311.connector import Open311
from obverse.evidence.importing.extract import Extract

GEOREPORT = {
    "service_request_id": "1",
    "status": "closed",
    "service_name": "Pothole",
    "requested_datetime": "2031-03-01T23:30:00-05:00",
    "updated_datetime": "2031-03-04T12:00:00-05:00",
    "expected_datetime": "2031-03-04T17:00:00Z",
}
BOSTON = "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,type,neighborhood,ward,source\n"
NYC = "Unique Key,Created Date,Closed Date,Agency,Complaint Type,Status,Due Date,Community Board,Borough\n"
CHICAGO = "SR_NUMBER,SR_TYPE,STATUS,CREATED_DATE,CLOSED_DATE,DUPLICATE,PARENT_SR_NUMBER,COMMUNITY_AREA,WARD\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file: a text as it is, anything else as JSON."""

    def file(content: Any, name: str = "requests.txt") -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return file


def read(*files: Path, **options: str) -> Extract:
    return Open311().read(list(files), options)


def rows(extract: Extract, table: str = "contribution") -> list[dict[str, Any]]:
    assert not extract.problems, extract.problems
    return extract.tables[table].to_pylist() if table in extract.tables else []


def only(extract: Extract) -> dict[str, Any]:
    (row,) = rows(extract)
    return row


def kinds(extract: Extract) -> list[str]:
    return [problem.kind for problem in extract.problems]


def said(extract: Extract, part: str) -> bool:
    return any(part in note.en for note in extract.notes)


def xml(**fields: str) -> str:
    cells = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f'<?xml version="1.0"?>\n<service_requests><request>{cells}</request></service_requests>'


@pytest.mark.parametrize(
    ("content", "family"),
    [
        ([GEOREPORT], "georeport"),
        ({"service_requests": [GEOREPORT]}, "georeport"),
        ([{"service_request": GEOREPORT, **GEOREPORT}], "georeport"),
        (xml(**GEOREPORT), "georeport"),
        (",".join(GEOREPORT) + "\n", "georeport"),
        (";".join(GEOREPORT) + "\n", "georeport"),
        (BOSTON, "boston"),
        ("case_id,open_date,case_status,on_time,service_name,close_date\n", "boston_2025"),
        (NYC, "nyc"),
        (NYC.replace("Complaint Type", "Problem (formerly Complaint Type)"), "nyc"),
        ([{"unique_key": "1", "created_date": "2031-01-01T00:00:00", "complaint_type": "Noise"}], "nyc"),
        (CHICAGO, "chicago"),
        ("SRNumber,CreatedDate,ClosedDate,RequestType,Status,NCName\n", "losangeles"),
        ("CaseID,Opened,Closed,Updated,Status,Category,Neighborhood\n", "georeport"),
        ("Creation Date,Status,Ward,Service Request Type,Division,Section\n", "toronto"),
        ("SERVICEREQUESTID,SERVICECODEDESCRIPTION,ADDDATE,RESOLUTIONDATE,SERVICEDUEDATE\n", "washington"),
        ("ID_UNIQUE,NATURE,ACTI_NOM,DDS_DATE_CREATION,DERNIER_STATUT\n", "montreal"),
        (
            "Report ID,Title,Detail,User Name,Category,Created,Confirmed,Fixed,Closed,Status,Ward\n",
            "fixmystreet",
        ),
    ],
)
def test_a_family_is_told_by_its_headings(write: Write, content: Any, family: str) -> None:
    recognition = Open311().recognises([write(content)])
    assert (recognition.sure, recognition.generation) == (1.0, family)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "id,created,status\n",
        "id,title,created_at,status,category\n",
        "[]",
        "{",
        "[1,2]",
        "<html></html>",
        "\x00",
    ],
)
def test_files_of_others_are_not_claimed(write: Write, content: str) -> None:
    assert Open311().recognises([write(content)]).sure == 0.0


def test_a_strange_file_among_requests_makes_it_less_sure(write: Write, tmp_path: Path) -> None:
    own, strange = write([GEOREPORT]), write("a,b\n1,2\n", "b.csv")
    assert 0.5 < Open311().recognises([own, strange]).sure < 1.0
    assert kinds(read(own, strange)) == ["strange_file"]
    assert Open311().recognises([tmp_path / "nowhere"]).sure == 0.0


@pytest.mark.parametrize(
    "content", [[GEOREPORT], xml(**GEOREPORT), ",".join(GEOREPORT) + "\n" + ",".join(GEOREPORT.values())]
)
def test_json_xml_and_csv_of_the_same_request_give_the_same_row(write: Write, content: Any) -> None:
    row = only(read(write(content)))
    assert (row["id"], row["topic"], row["state"]) == ("request-1", "Pothole", "done")
    assert row["created_at"] == "2031-03-02T04:30:00Z"
    assert row["answered_at"] == "2031-03-04T17:00:00Z"
    assert row["answered_in_time"] == "yes"
    assert row["read_from_row"] == 2


@pytest.mark.parametrize(
    ("moment", "read_as"),
    [
        ("2031-03-01T23:30:00Z", "2031-03-01T23:30:00Z"),
        ("2031-03-01 23:30:00.000+05:30", "2031-03-01T18:00:00Z"),
        ("2031-03-01T23:30:00-0800", "2031-03-02T07:30:00Z"),
        ("2031/03/01 23:30:00+00", "2031-03-01T23:30:00Z"),
        ("1930174500000", "2031-03-01T23:35:00Z"),
        ("2031-03-01", "2031-03-01"),
        ("2031-03-01T23:30:00", "2031-03-01"),
    ],
)
def test_an_offset_makes_a_moment_and_a_local_time_only_a_day(
    write: Write, moment: str, read_as: str
) -> None:
    extract = read(write([GEOREPORT | {"requested_datetime": moment}]))
    assert only(extract)["created_at"] == read_as
    assert said(extract, "no time zone was given") == moment.endswith("T23:30:00")


def test_a_local_time_becomes_a_moment_in_the_zone_that_is_named_summer_and_winter(write: Write) -> None:
    content = (
        BOSTON + "1,2031-01-02 13:00:00,,,ONTIME,Open,a,b,c,d\n2,2031-07-02 13:00:00,,,ONTIME,Open,a,b,c,d\n"
    )
    extract = read(write(content), zone="America/New_York")
    assert [row["created_at"] for row in rows(extract)] == ["2031-01-02T18:00:00Z", "2031-07-02T17:00:00Z"]
    assert said(extract, "read as times in America/New_York")
    assert [row["created_at"] for row in rows(read(write(content)))] == ["2031-01-02", "2031-07-02"]


def test_a_zone_that_does_not_exist_is_refused(write: Write) -> None:
    assert kinds(read(write([GEOREPORT]), zone="America/Bostn")) == ["no_such_zone"]


def test_twelve_hour_clocks_are_read_right(write: Write) -> None:
    content = NYC + (
        "1,01/15/2031 12:30:00 AM,01/15/2031 01:05:00 PM,X,Noise,Closed,,01 BRONX,BRONX\n"
        "2,01/15/2031 12:30:00 PM,,X,Noise,Open,,01 BRONX,BRONX\n"
    )
    first, second = rows(read(write(content), zone="UTC"))
    assert (first["created_at"], first["answered_at"]) == ("2031-01-15T00:30:00Z", "2031-01-15T13:05:00Z")
    assert second["created_at"] == "2031-01-15T12:30:00Z"


def test_the_order_of_day_and_month_is_told_by_the_dates_or_asked_and_never_guessed(write: Write) -> None:
    def opened(*days: str) -> Path:
        head = "service_request_id,requested_datetime,status\n"
        return write(head + "".join(f"{number},{day},open\n" for number, day in enumerate(days)))

    assert rows(read(opened("03/04/2031", "25/04/2031")))[0]["created_at"] == "2031-04-03"
    assert rows(read(opened("03/04/2031", "04/25/2031")))[0]["created_at"] == "2031-03-04"
    assert kinds(read(opened("03/04/2031"))) == ["date_order"]
    assert kinds(read(opened("25/04/2031", "04/25/2031"))) == ["date_order"]
    assert rows(read(opened("03/04/2031"), dates="dmy"))[0]["created_at"] == "2031-04-03"
    assert kinds(read(opened("03/04/2031"), dates="ydm")) == ["not_a_code"]
    assert only(read(write(NYC + "1,03/04/2031,,X,Noise,Open,,,\n")))["created_at"] == "2031-03-04"


def test_a_cell_that_is_no_date_stays_for_the_letter_to_show(write: Write) -> None:
    assert (
        only(read(write([GEOREPORT | {"requested_datetime": "last Tuesday"}])))["created_at"]
        == "last Tuesday"
    )


def test_a_request_that_is_open_has_no_answer_even_if_a_closing_date_stands_there(write: Write) -> None:
    content = BOSTON + "1,2031-01-02 13:00:00,2031-01-09,2031-01-03 13:00:00,ONTIME,Open,a,b,c,d\n"
    extract = read(write(content))
    assert (only(extract)["answered_at"], only(extract)["answered_in_time"]) == ("", "")
    assert said(extract, "open by their status and have a date of closing")


def test_the_last_change_of_a_closed_request_is_its_closing_unless_somebody_says_no(write: Write) -> None:
    assert said(read(write([GEOREPORT])), "last change was taken")
    refused = only(read(write([GEOREPORT]), closed="no"))
    assert (refused["answered_at"], refused["answered_in_time"]) == ("", "")
    still_open = only(read(write([GEOREPORT | {"status": "open"}])))
    assert (still_open["state"], still_open["answered_at"]) == ("open", "")


def test_a_flag_without_a_target_is_no_promise_kept_and_an_open_one_not_yet_kept(write: Write) -> None:
    content = BOSTON + (
        "1,2031-01-02,2031-01-09,2031-01-03,ONTIME,Closed,a,b,c,d\n"
        "2,2031-01-02,2031-01-09,2031-01-12,OVERDUE,Closed,a,b,c,d\n"
        "3,2031-01-02,,2031-01-03,ONTIME,Closed,a,b,c,d\n"
        "4,2031-01-02,2031-02-09,,ONTIME,Open,a,b,c,d\n"
        "5,2031-01-02,2031-01-09,,OVERDUE,Open,a,b,c,d\n"
    )
    extract = read(write(content))
    assert [row["answered_in_time"] for row in rows(extract)] == ["yes", "no", "", "", "no"]
    assert said(extract, "without a time that was promised: 1.")
    assert said(extract, "open and not yet late: 1.")


def test_the_flag_of_a_closed_request_counts_even_where_no_date_of_closing_is_exported(write: Write) -> None:
    content = BOSTON.replace("closed_dt,", "") + (
        "1,2031-01-02,2031-01-09,ONTIME,Closed,a,b,c,d\n"
        "2,2031-01-02,2031-01-09,OVERDUE,Closed,a,b,c,d\n"
        "3,2031-01-02,2031-02-09,ONTIME,Open,a,b,c,d\n"
        "4,2031-01-02,2031-02-09,ONTIME,sleeping,a,b,c,d\n"
    )
    extract = read(write(content))
    assert [row["answered_in_time"] for row in rows(extract)] == ["yes", "no", "", ""]
    assert said(extract, "open and not yet late: 2.")
    assert said(extract, "Closed requests without a date of closing: 2. How long")


def test_closed_says_neither_solved_nor_refused_and_the_letter_says_so(write: Write) -> None:
    assert said(read(write([GEOREPORT])), "of which the file says no more: 1.")
    for status in ("fixed", "rejected", "open"):
        assert not said(read(write([GEOREPORT | {"status": status}])), "of which the file says no more")


def test_requests_saved_as_a_workbook_give_the_same_rows_and_no_offset_of_their_own(
    write: Write, tmp_path: Path
) -> None:
    header = BOSTON.strip().split(",")
    cells: list[Any] = [
        101004143000,
        dt.datetime.fromisoformat("2031-01-02T13:47:00"),
        dt.datetime.fromisoformat("2031-01-09T13:47:30"),
        None,
    ]
    workbook = openpyxl.Workbook()
    workbook.active.append(["Made up for this test"])
    sheet = workbook.create_sheet("Requests")
    sheet.append(header)
    sheet.append([*cells, "OVERDUE", "Open", "Pothole", "Quarter Alpha", "01", "Constituent Call"])
    file = tmp_path / "requests.xlsx"
    workbook.save(file)
    moments = "2031-01-02 13:47:00,2031-01-09 13:47:30,"
    text = f"101004143000,{moments},OVERDUE,Open,Pothole,Quarter Alpha,01,Constituent Call\n"
    assert Open311().recognises([file]).sure == 1.0
    for zone in ("", "America/New_York"):
        (mine,), (theirs,) = (rows(read(each, zone=zone)) for each in (file, write(BOSTON + text)))
        for row in (mine, theirs):
            del row["read_from_file"]
        assert mine == theirs
    assert said(read(file), "no time zone was given")


def test_a_workbook_without_requests_or_beyond_repair_is_not_recognised(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["tree", "height"])
    file = tmp_path / "trees.xlsx"
    workbook.save(file)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(file.read_bytes()[:300])
    for each in (file, broken):
        assert Open311().recognises([each]).sure == 0.0
        assert kinds(read(each)) == ["strange_file"]


def test_without_a_flag_the_target_decides_to_the_minute_where_both_have_one(write: Write) -> None:
    late = GEOREPORT | {"expected_datetime": "2031-03-04T16:59:59Z"}
    assert only(read(write([late])))["answered_in_time"] == "no"
    by_the_day = GEOREPORT | {"expected_datetime": "2031-03-04"}
    assert only(read(write([by_the_day])))["answered_in_time"] == ""
    nothing = GEOREPORT | {"expected_datetime": None}
    assert only(read(write([nothing])))["answered_in_time"] == ""


def test_a_duplicate_is_merged_into_its_parent_only_where_the_file_says_so_and_holds_it(write: Write) -> None:
    content = CHICAGO + (
        "1,Rodents,Completed,2031-01-15,2031-01-20,false,,7,42\n2,Rodents,Completed,2031-01-16,2031-01-20,true,1,7,42\n"
        "3,Rodents,Open,2031-01-16,,true,99,7,42\n4,Trees,Open,2031-01-16,,false,1,7,42\n"
    )
    extract = read(write(content))
    assert [(row["state"], row["merged_into"]) for row in rows(extract)] == [
        ("done", ""),
        ("merged", "request-1"),
        ("merged", ""),
        ("open", ""),
    ]
    assert said(extract, "double another one which is not in the files: 1.")


def test_what_was_cancelled_is_set_aside_and_not_answered(write: Write) -> None:
    content = CHICAGO + "1,Trees,Canceled,2031-01-15,2031-01-20,false,,7,42\n"
    row = only(read(write(content)))
    assert (row["state"], row["answered_at"], row["withdrawn_at"]) == ("withdrawn", "", "2031-01-20")


def test_a_status_that_is_not_known_stays_unknown_and_is_named(write: Write) -> None:
    extract = read(write([GEOREPORT | {"status": "sleeping"}]))
    assert (only(extract)["state"], only(extract)["answered_at"]) == ("", "")
    assert said(extract, "'sleeping' (1)")
    assert not said(read(write([GEOREPORT | {"status": "x" * 50}])), "xxx")


def test_the_later_state_of_a_request_counts_and_the_earlier_one_is_counted(write: Write) -> None:
    earlier = GEOREPORT | {"status": "open", "updated_datetime": "2031-03-02T12:00:00Z"}
    for files in (
        (write([earlier], "a"), write([GEOREPORT], "b")),
        (write([GEOREPORT], "c"), write([earlier], "d")),
    ):
        extract = read(*files)
        assert only(extract)["state"] == "done"
        assert list(extract.left_out["contribution"].values()) == [1]


def test_requests_without_numbers_keep_their_names_from_one_reading_to_the_next(write: Write) -> None:
    head = "Creation Date,Status,Ward,Service Request Type,Division,Section\n"
    first = "2031-01-01 00:11:19.0,New,Ward Alpha (01),Noise,X,Y\n"
    second = "2031-01-01 00:11:19.0,New,Ward Alpha (01),Noise,X,Y\n2031-01-02 08:00:00.0,New,Ward Beta (02),Noise,X,Y\n"
    before = [row["id"] for row in rows(read(write(head + first)))]
    after = [row["id"] for row in rows(read(write(head + first + second)))]
    assert after[:1] == before
    assert len(set(after)) == 3


def test_one_column_gives_the_areas_and_another_only_on_demand(write: Write) -> None:
    content = BOSTON + "1,2031-01-02,,,,Open,a,Quarter Alpha,Ward 1,d\n2,2031-01-02,,,,Open,a,,Ward 2,d\n"
    extract = read(write(content))
    assert [row["area"] for row in rows(extract)] == ["Quarter Alpha", ""]
    assert [row["id"] for row in rows(extract, "neighbourhood")] == ["Quarter Alpha"]
    assert [row["area"] for row in rows(read(write(content), area="ward"))] == ["Ward 1", "Ward 2"]
    assert kinds(read(write(content), area="wrd")) == ["no_such_column"]
    assert kinds(read(write([GEOREPORT | {"address": "12 Example Street"}]), area="address")) == [
        "no_such_column"
    ]


def test_a_word_for_nothing_is_no_area(write: Write) -> None:
    content = NYC + "1,01/15/2031,,X,Noise,Open,,0 Unspecified,Unspecified\n"
    extract = read(write(content))
    assert only(extract)["area"] == ""
    assert "neighbourhood" not in extract.tables


def test_where_somebody_lives_and_who_they_are_stands_nowhere(write: Write) -> None:
    secrets = {
        "address": "12 Example Street",
        "address_id": "A-77123",
        "zipcode": "00417",
        "lat": 42.3606,
        "long": -71.0638,
        "media_url": "https://example.org/p.jpg",
        "account_id": "acc-991",
        "first_name": "Person",
        "last_name": "Oneofakind",
        "email": "person.one@example.org",
        "phone": "000-555-0100",
        "description": "My number is 000-555-0100",
        "status_notes": "Called Person Oneofakind",
    }
    for options in ({}, {"zone": "UTC", "kind": "request"}):
        extract = read(write([GEOREPORT | secrets]), **options)
        told = str([table.drop_columns(["read_from_file"]).to_pylist() for table in extract.tables.values()])
        told += str([note.en for note in extract.notes]) + str(extract.coverage) + str(extract.unknown)
        for secret in secrets.values():
            assert str(secret) not in told
        assert not extract.unknown
        assert said(extract, "Requests with a text: 1.")
    assert only(read(write([GEOREPORT | secrets]), text="yes"))["text"] == secrets["description"]


def test_what_staff_entered_is_official_and_nothing_else_is_given_an_origin(write: Write) -> None:
    content = (
        BOSTON + "1,2031-01-02,,,,Open,a,b,c,City Worker App\n2,2031-01-02,,,,Open,a,b,c,Constituent Call\n"
    )
    assert [row["origin"] for row in rows(read(write(content)))] == ["official", ""]


def test_the_nature_that_montreal_gives_a_request_is_its_kind(write: Write) -> None:
    head = (
        "ID_UNIQUE,NATURE,ACTI_NOM,ARRONDISSEMENT_GEO,DDS_DATE_CREATION,DERNIER_STATUT,DATE_DERNIER_STATUT\n"
    )
    lines = [
        "1,Requete,Arbre,Quartier Alpha,2031-03-20T15:28:30,Terminée,2031-04-18T14:56:25",
        "2,Plainte,Bruit,,2031-03-20T15:28:30,Annulée,2031-04-18T14:56:25",
        "3,Commentaire,Parc,,2031-03-20T15:28:30,,",
    ]
    extract = read(write(head + "\n".join(lines) + "\n"))
    assert [row["kind"] for row in rows(extract)] == ["request", "report", "comment"]
    assert [row["state"] for row in rows(extract)] == ["done", "withdrawn", ""]
    assert rows(extract)[0]["answered_at"] == "2031-04-18"
    assert "complaint" not in extract.tables
    assert said(extract, "calls complaints")


def test_the_dashboard_of_a_council_gives_fixes_and_refusals(write: Write) -> None:
    head = (
        "Report ID,Title,Detail,User Name,Category,Created,Confirmed,Acknowledged,Fixed,Closed,Status,Ward\n"
    )
    lines = [
        "1,Hole,Deep,Person One,Roads,2031-03-01T10:00:00,2031-03-01T10:05:00,,2031-03-09T10:00:00,,fixed - user,North",
        "2,Hole,Deep,(anonymous),Roads,2031-03-01T10:00:00,2031-03-01T10:05,,,2031-03-10,not responsible,North",
    ]
    extract = read(write(head + "\n".join(lines) + "\n"))
    assert [(row["state"], row["answered_at"]) for row in rows(extract)] == [
        ("done", "2031-03-09"),
        ("rejected", "2031-03-10"),
    ]
    assert "Person One" not in str(rows(extract))


def test_what_a_family_never_tells_is_not_exported(write: Write) -> None:
    head = "Creation Date,Status,Ward,Service Request Type,Division,Section\n"
    extract = read(write(head + "2031-01-01 00:11:19.0,Closed,Ward Alpha (01),Noise,X,Y\n"))
    assert {"answered_at", "answered_in_time"} <= set(extract.not_exported["contribution"])
    assert only(extract)["answered_at"] == only(extract)["answered_in_time"] == ""
    assert "answered_at" not in read(write([GEOREPORT])).not_exported["contribution"]


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><service_requests><request><status>&a;</status></request></service_requests>',
        "<service_requests><request>" + "<a>" * 40 + "</a>" * 40 + "</request></service_requests>",
        "<service_requests><request>",
        "<requests></requests>",
    ],
)
def test_xml_that_declares_or_nests_too_much_is_refused(write: Write, content: str) -> None:
    assert kinds(read(write(content))) == ["unreadable"]


@pytest.mark.parametrize(
    "content", ["", "[", "[[]]", "{}", "null", '[{"service_request_id": 1}]', "\x00\x01", BOSTON + "1,2\n"]
)
def test_whatever_the_file_is_nothing_is_raised(write: Write, content: str) -> None:
    assert read(write(content)).problems


def test_a_heading_that_would_hide_the_row_numbers_is_refused(write: Write) -> None:
    hiding = BOSTON.strip() + ",row_in_file\n1,2031-01-02,,,,Open,a,b,c,d,9\n"
    assert kinds(read(write(hiding))) == ["reserved_header"]
    assert only(read(write([GEOREPORT | {"row_in_file": "9"}])))["read_from_row"] == 2


def test_a_file_cut_off_anywhere_is_read_or_refused(write: Write) -> None:
    for content in (
        json.dumps([GEOREPORT, GEOREPORT]),
        xml(**GEOREPORT),
        BOSTON + "1,2031-01-02,,,,Open,a,b,c,d\n",
    ):
        for end in range(0, len(content), 9):
            extract = read(write(content[:end]))
            assert bool(extract.tables) != bool(extract.problems)


def test_the_published_counts_of_boston_come_out(open_data: Path) -> None:
    file = open_data / "boston311_sample" / "boston311_100.csv"
    published = json.loads((open_data / "CHECKS.json").read_text(encoding="utf-8"))["boston311_sample"][
        "published"
    ]
    extract = read(file, zone="America/New_York")
    found = Counter((row["state"], row["answered_in_time"]) for row in rows(extract))
    # The city's flag counts 80 closed in time, of which 8 had no target: that promise was never made.
    assert "all 77 closed with target" in published
    assert found["done", "yes"] + found["done", "no"] == 77
    assert "80 on-time closed, 5 overdue closed, 12 overdue open, 3 on-time open" in published
    assert found["done", "yes"] + found["done", ""] == 80
    assert (found["done", "no"], found["open", "no"], found["open", ""]) == (5, 12, 3)
    assert said(extract, "without a time that was promised: 11.")
    assert not extract.unknown
    # What target and closing say gives the same as the flag, as published.
    connection = duckdb.connect()
    raw = connection.execute(
        "SELECT count(*) FROM read_csv(?) WHERE target_dt IS NOT NULL AND closed_dt <= target_dt", [str(file)]
    ).fetchall()
    assert found["done", "yes"] == raw[0][0]


def test_hours_survive_the_time_zone_of_boston(open_data: Path) -> None:
    file = open_data / "boston311_sample" / "boston311_100.csv"
    zoned = read(file, zone="America/New_York").tables["contribution"]
    connection = duckdb.connect()
    connection.register("zoned", zoned)
    differing = connection.execute(
        "SELECT count(*) FROM zoned JOIN read_csv(?) AS raw ON zoned.id = 'request-' || raw.case_enquiry_id "
        "WHERE CAST(replace(zoned.created_at, 'Z', '') AS TIMESTAMP) - raw.open_dt NOT IN "
        "(INTERVAL 5 HOUR, INTERVAL 4 HOUR)",
        [str(file)],
    ).fetchall()
    assert differing == [(0,)]
    assert zoned.num_rows == 100
