"""Rows from spreadsheets: pasted or uploaded, all problems at once, nothing written before it was looked at."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obverse.web.journal.models import Entry
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Row

People = dict[str, Person]
Pages = Callable[[str], Client]
At = Callable[..., str]
Read = Callable[..., str]


def _carried(told: str) -> dict[str, str]:
    """The form that takes over what a page shows, as a browser would send it."""
    found = re.search(r"<textarea name=\"text\" hidden>\n(.*?)</textarea>", told, re.DOTALL)
    seen = re.search(r'name="seen" value="(\d+)"', told)
    assert found is not None
    assert seen is not None
    more = {"replaces": "1"} if 'type="hidden" name="replaces"' in told else {}
    return {"text": html.unescape(found[1]).replace("\n", "\r\n"), "seen": seen[1], **more}


def _sheet(rows: int) -> list[list[str]]:
    lines = [["Text", "Service", "Moved on", "Statutory"]]
    lines += [[f"Duty number {row}", "Parks", "2025-04-01", "yes"] for row in range(1, rows + 1)]
    return lines


def _text(lines: list[list[str]]) -> str:
    return "\r\n".join("\t".join(line) for line in lines)


def test_three_faults_among_a_hundred_rows_are_told_at_once_and_nothing_is_written(
    process: Process, as_: Pages, at: At, page: Read
) -> None:
    lines = _sheet(100)
    lines[7][2], lines[40][0], lines[99][3] = "2025-02-30", "", "perhaps"
    told = page(as_("clerk").post(at("duty", "sheet"), {"text": _text(lines)}))
    faults = re.findall(r'<td class="number line">(\d+)</td><td>([^<]*)</td><td>([^<]*)</td></tr>', told)
    assert [(number, head) for number, head, _ in faults[:3]] == [
        ("8", "Moved on"),
        ("41", "Text"),
        ("100", "Statutory"),
    ]
    assert "“2025-02-30”" in html.unescape(faults[0][2])
    assert "take-over" not in told
    assert not Row.objects.exists()


def test_what_was_looked_at_is_taken_over_in_one_entry_with_ids_of_its_own(
    process: Process, as_: Pages, at: At, page: Read
) -> None:
    clerk = as_("clerk")
    told = page(clerk.post(at("duty", "sheet"), {"text": _text(_sheet(100))}))
    assert "New rows: 100." in told
    assert not Row.objects.exists()
    assert clerk.post(at("duty", "sheet", "take-over"), _carried(told)).status_code == 302
    rows = list(Row.objects.all())
    assert [rows[0].values["id"], rows[99].values["id"]] == ["duty-1", "duty-100"]
    assert rows[99].values["text"] == "Duty number 100"
    assert Entry.objects.get(what="registers.rows_added").details == {"rows": 100}
    assert {row.revisions.count() for row in rows[::20]} == {1}


def test_headings_and_words_may_be_of_either_language(
    process: Process, as_: Pages, at: At, page: Read
) -> None:
    text = "Identifiant\tNature\tdate\tPublic\tTitre\nd-1\tprocès-verbal\t31/12/2025\tOui\tSéance\n"
    clerk = as_("clerk")
    told = page(clerk.post(at("document", "sheet"), {"text": text}))
    clerk.post(at("document", "sheet", "take-over"), _carried(told))
    assert Row.objects.get().values == {
        "id": "d-1",
        "kind": "minutes",
        "title": "Séance",
        "date": "2025-12-31",
        "public": "yes",
    }


def test_a_day_that_can_mean_two_is_asked_for_again(process: Process, as_: Pages, at: At, page: Read) -> None:
    told = page(as_("clerk").post(at("duty", "sheet"), {"text": "Text\tMoved on\nA\t03/04/2025"}))
    assert "not a day that can be understood for certain" in told


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "There is nothing in it"),
        ("Text\tService", "There is nothing in it"),
        ("Text\tColour\nA\tred", "has no column “Colour”"),
        ("Text\ttexte\nA\tB", "mean the same"),
        ("Service\nParks", "The column “Text” is required"),
        ("Text\t\tService\nA\tB\tC", "Column 2 has no heading"),
        ("Text\nA\tB", "Row 2 has more cells"),
        ('Text;Service\n"A;B', "quotation mark"),
        ("Text\n" + "A\n" * 5_001, "more than 5000 rows"),
        ("Text\x00\nA", "refused"),
    ],
)
def test_a_sheet_that_cannot_be_understood_is_refused_with_the_reason(
    *, process: Process, as_: Pages, at: At, page: Read, text: str, problem: str
) -> None:
    told = html.unescape(page(as_("clerk").post(at("duty", "sheet"), {"text": text})))
    assert problem in told or "\x00" in text
    assert not Row.objects.exists()


def test_ids_given_twice_and_ids_that_stand_already_are_refused_with_their_places(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    add_row(process, "duty", {"id": "a", "text": "There"}, by=people["clerk"])
    told = page(as_("clerk").post(at("duty", "sheet"), {"text": "id\ttext\na\tA\nb\tB\nb\tC\n"}))
    assert "“a” stands already in row 1 of this register" in told
    assert "“b” is given twice" in told


def test_rows_that_stand_change_only_when_asked_and_with_a_reason(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    for name in ("a", "b"):
        values = {"id": name, "text": "Old", "service": "Parks", "statutory": "yes"}
        add_row(process, "duty", values, by=people["clerk"])
    clerk, text = as_("clerk"), "id\ttext\tstatutory\na\tNew\t\nb\tOld\tyes\nc\tThird\t"
    told = page(clerk.post(at("duty", "sheet"), {"text": text, "replaces": "1"}))
    assert "New rows: 1. Rows that would change: 1. Rows that stand here just like that: 1." in told
    sent = _carried(told)
    assert "Please say why" in page(clerk.post(at("duty", "sheet", "take-over"), sent))
    assert (
        clerk.post(at("duty", "sheet", "take-over"), {**sent, "reason": "the list of 2026"}).status_code
        == 302
    )
    rows = {row.values["id"]: row for row in Row.objects.all()}
    # The column that was not given stays, the cell that was emptied is not known any more.
    assert rows["a"].values == {"id": "a", "service": "Parks", "text": "New"}
    assert [state.reason for state in rows["a"].revisions.all()] == ["", "the list of 2026"]
    assert (rows["b"].version, rows["c"].version) == (1, 1)


def test_what_moved_meanwhile_is_looked_at_again(
    process: Process, people: People, as_: Pages, at: At, page: Read
) -> None:
    clerk = as_("clerk")
    told = page(clerk.post(at("duty", "sheet"), {"text": "id\ttext\na\tA"}))
    add_row(process, "duty", {"id": "z", "text": "Another's"}, by=people["owner"])
    again = page(clerk.post(at("duty", "sheet", "take-over"), _carried(told)), 409)
    assert "changed while you were looking" in again
    assert Row.objects.count() == 1
    assert clerk.post(at("duty", "sheet", "take-over"), _carried(again)).status_code == 302
    assert Row.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_download_comes_back_unchanged(
    *, process: Process, people: People, as_: Pages, at: At, page: Read, form: str, language: str
) -> None:
    values = {
        "id": "007",
        "text": '=HYPERLINK("x";"y")',
        "service": "-Parcs, « jardins » ;\nplages",
        "statutory": "unknown",
        "moved_on": "2025-04-01",
        "moved_from": "public",
        "resource_moved": "-1250.5",
        "final_holders": "-",
    }
    row = add_row(process, "duty", values, by=people["clerk"])
    clerk = as_("clerk")
    clerk.post("/language/", {"language": language, "next": "/"})
    answer = clerk.get(at("duty")[:-1] + f"/register.{form}")
    content = answer.getvalue()
    assert "attachment" in answer.headers["Content-Disposition"]
    told = page(
        clerk.post(at("duty", "sheet"), {"sheet": SimpleUploadedFile(f"x.{form}", content), "replaces": "1"})
    )
    same = {"en": "just like that: 1.", "fr": "figurent déjà ainsi\u00a0: 1."}
    assert same[language] in told
    row.refresh_from_db()
    assert row.version == 1


def test_no_download_holds_a_formula(process: Process, people: People, as_: Pages, at: At) -> None:
    for place, text in enumerate(("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "-5")):
        add_row(process, "duty", {"id": f"d{place}", "text": text}, by=people["clerk"])
    clerk = as_("owner")
    answer = clerk.get(at("duty")[:-1] + "/register.csv")
    cells = re.findall(r"^d\d,,([^,]*),", answer.getvalue().decode(), re.MULTILINE)
    assert cells == ["'=1+1", "'+1+1", "'-1+1", "'@SUM(A1)", "'＝1+1", "-5"]
    for address in (at("duty")[:-1] + "/register.xlsx", at()[:-1] + "/workbook.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(clerk.get(address).content))
        kinds = {cell.data_type for sheet in book.worksheets for line in sheet.iter_rows() for cell in line}
        assert "f" not in kinds


def test_hostile_files_are_harmless(process: Process, as_: Pages, at: At, page: Read) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<x>" + "A" * 60_000_000 + "</x>")
    hostile = {
        "bomb.xlsx": bomb.getvalue(),
        "zip.xlsx": b"PK\x03\x04 and no more",
        "noise.csv": bytes(range(256)) * 40,
        "quote.csv": b'Text,Service\n"never closed,\n' * 300,
        "cell.csv": b"Text\n" + b"A" * 200_000,
        "large.csv": b"Text\n" + b"A\n" * 2_000_000,
    }
    clerk = as_("clerk")
    for name, content in hostile.items():
        told = page(clerk.post(at("duty", "sheet"), {"sheet": SimpleUploadedFile(name, content)}))
        assert "It cannot be taken over yet" in told, name
    assert not Row.objects.exists()


def test_a_workbook_without_the_register_says_which_sheet_it_needs(
    process: Process, as_: Pages, at: At, page: Read
) -> None:
    clerk = as_("clerk")
    empty = clerk.get(at()[:-1] + "/empty-workbook.xlsx").content
    told = page(clerk.post(at("duty", "sheet"), {"sheet": SimpleUploadedFile("x.xlsx", empty)}))
    assert "no rows on a sheet called “duty”" in told


def test_only_who_may_have_the_dossier_downloads_all_registers_at_once(as_: Pages, at: At) -> None:
    address = at()[:-1] + "/workbook.xlsx"
    roles = ("owner", "auditor", "clerk", "group", "stranger")
    assert [as_(role).get(address).status_code for role in roles] == [200, 200, 403, 403, 404]
