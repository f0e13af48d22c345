"""Made-up people in files that somebody writes by hand: workbooks, data packages, tables of coded passages, lists."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from obverse.connectors.importing import import_files
from obverse.connectors.refi_qda.passages import fingerprint
from obverse.evidence.declarations import tables
from obverse.evidence.importing.keys import delete_keys, find_key
from obverse.evidence.problems import EvidenceProblems
from tests.every_connector.canaries import Flock
from tests.every_connector.canary_traces import found_in, traces
from tests.every_connector.write_expected import AT

NAMED = ("Canarina Zqx0001", "Canarina Maria Zqx0002")


def workbook(file: Path, sheets: dict[str, list[dict[str, str]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    del book["Sheet"]
    book.save(file)
    return book


def test_whatever_column_of_a_workbook_people_write_an_address_into_it_is_blotted_out(tmp_path: Path) -> None:
    flock, sheets = Flock(), {}
    required = {
        "contribution": {"id": "c1", "kind": "proposal"},
        "duty": {"id": "d1"},
        "data_use": {"id": "u1"},
        "obligation": {"id": "o1", "state": "open"},
        "stakeholder_group": {"id": "g1", "side": "external"},
    }
    for name, row in required.items():
        texts = [column.name for column in tables()[name].columns.values() if column.kind == "text"]
        told = {text: f"ask {flock.of('email', f'{name} {text}')}" for text in texts if text != "origin_key"}
        sheets[name] = [{**told, **row}]
    file = tmp_path / "workbook.xlsx"
    workbook(file, sheets)
    letter = import_files(tmp_path / "dossier", [file], at=AT)
    assert letter.kept_out.screened == {"e_mail": len(flock)}
    assert len(flock) > 20
    assert traces(tmp_path / "dossier") == {}


def _signed(book: openpyxl.Workbook) -> None:
    book.properties.creator = NAMED[0]


def _saved_again(book: openpyxl.Workbook) -> None:
    book.properties.lastModifiedBy = NAMED[0]


def _remarked(book: openpyxl.Workbook) -> None:
    book["duty"]["A2"].comment = Comment("really?", NAMED[0])


@pytest.mark.parametrize("sign", [_signed, _saved_again, _remarked])
def test_a_workbook_that_tells_who_wrote_it_does_not_stay(
    sign: Callable[[openpyxl.Workbook], None], tmp_path: Path
) -> None:
    file = tmp_path / "workbook.xlsx"
    book = workbook(file, {"duty": [{"id": "g1", "text": "benches"}]})
    unsigned = import_files(tmp_path / "unsigned", [file], at=AT)
    assert [source.kept for source in unsigned.sources] == [True]
    sign(book)
    book.save(file)
    assert traces(tmp_path).keys() == {"workbook.xlsx"}
    letter = import_files(tmp_path / "dossier", [file], at=AT)
    assert [source.kept for source in letter.sources] == [False]
    assert traces(tmp_path / "dossier") == {}


def test_a_data_package_that_names_who_made_it_does_not_stay(tmp_path: Path) -> None:
    flock = Flock()
    people = [{"title": flock.of("name", "a"), "email": flock.of("email", "a"), "role": "author"}]
    (tmp_path / "duty.csv").write_text("id,text\ng1,benches\n", encoding="utf-8")
    described = {
        "name": "made-up",
        "contributors": people,
        "resources": [
            {"name": "duty", "path": "duty.csv", "schema": {"fields": [{"name": "id"}, {"name": "text"}]}}
        ],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    files = [tmp_path / "datapackage.json", tmp_path / "duty.csv"]
    letter = import_files(tmp_path / "dossier", files, at=AT)
    assert letter.tables["duty"].added == 1
    assert found_in(letter.in_words("en")) == []
    assert traces(tmp_path / "dossier") == {}


def test_who_knows_the_name_of_a_coder_or_of_somebody_interviewed_cannot_find_them(tmp_path: Path) -> None:
    coder, interviewed = NAMED
    rows = [f"Interview {interviewed},V06,{n},{n},words,{coder}" for n in range(3)]
    head = "Document name,Code,Begin,End,Segment,Modified by"
    (tmp_path / "coded.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    import_files(tmp_path / "dossier", [tmp_path / "coded.csv"], at=AT)
    content = (tmp_path / "dossier" / "evidence" / "coded_statement.csv").read_text(encoding="utf-8")
    content += (tmp_path / "dossier" / "evidence" / "document.csv").read_text(encoding="utf-8")
    assert fingerprint("coder", coder.lower())[:8] not in content
    assert fingerprint(f"Interview {interviewed}") not in content
    assert len(set(content.split()) & {"V06"}) == 0
    assert content.count("p-") >= 3 * 3 + 1


MAPPING = (
    '[file]\nformat = "csv"\n\n[[table]]\nname = "duty"\n\n[table.columns]\nid = "Number"\ntext = "Goal"\n'
)


def test_a_list_in_which_people_stand_that_nobody_reads_does_not_stay(tmp_path: Path) -> None:
    flock = Flock()
    rows = [f"{n},benches,{flock.of('name', str(n))},{flock.of('address', str(n))}" for n in range(5)]
    (tmp_path / "goals.csv").write_text("\n".join(["Number,Goal,Author,Address", *rows]) + "\n", "utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    letter = import_files(
        tmp_path / "dossier", [tmp_path / "goals.csv"], mapping=tmp_path / "mapping.toml", at=AT
    )
    assert letter.tables["duty"].added == 5
    assert traces(tmp_path / "dossier") == {}


def test_what_is_not_promised_stays_third_persons_street_addresses_and_names_of_files(tmp_path: Path) -> None:
    file = tmp_path / "Canarina Zqx0003.xlsx"
    told = f"{NAMED[0]} of 7 Zqa0007 Street, zqm0009@canary.example, asked for benches"
    workbook(file, {"duty": [{"id": "g1", "text": told}]})
    import_files(tmp_path / "dossier", [file], at=AT)
    goals = (tmp_path / "dossier" / "evidence" / "duty.csv").read_text(encoding="utf-8")
    assert f"{NAMED[0]} of 7 Zqa0007 Street, [e-mail], asked for benches" in goals
    assert found_in((tmp_path / "dossier" / "journal.jsonl").read_bytes()) == ["canarin", "zqx0003"]


@pytest.mark.parametrize("told", ["../outside", "", "0123456789abcdef/../../outside", "0123456789ABCDEF"])
def test_a_journal_that_calls_another_file_a_key_deletes_and_opens_nothing(
    told: str, tmp_path: Path, keys: Path
) -> None:
    keys.mkdir()
    others = (tmp_path / "outside.key", keys / ".key", keys / "0123456789ABCDEF.key")
    for file in others:
        file.write_text(bytes(32).hex(), encoding="ascii")
    assert delete_keys([told]) == ()
    assert all(file.is_file() for file in others)
    with pytest.raises(EvidenceProblems):
        find_key([told], dossier="dossier", new=False)
