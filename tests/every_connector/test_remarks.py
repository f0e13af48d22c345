"""What an import remarks reaches the reader of the report, by way of the journal."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import obverse.connectors as rooms
from obverse.auditing import audit
from obverse.connectors.importing import import_files
from obverse.disclosure.released import safe_count
from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.importing.call import Call, entry_of
from obverse.evidence.importing.founding import found
from obverse.evidence.importing.imports import Import, Unread, read_imports
from obverse.evidence.importing.journal import FILE, read_journal
from obverse.evidence.importing.letter import Letter, Received
from obverse.evidence.importing.people import KeptOut
from obverse.vocabulary.text import Text

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HOME = Path(rooms.__path__[0])
PB = HOME / "pabulib" / "sample" / "approval" / "north.pb"
MAPPING = """
[[table]]
name = "event"
[table.columns]
id = "Nr"
kind = "Kind"
"""
EmptyDossier = Callable[..., Path]


def written(directory: Path, *entries: Mapping[str, Any]) -> None:
    """A journal whose chain holds, whatever stands in its entries."""
    lines: list[bytes] = []
    for entry in entries:
        previous = hashlib.sha256(lines[-1]).hexdigest() if lines else ""
        lines.append(json.dumps({"at": "2026-01-01T00:00:00Z", **entry, "previous": previous}).encode())
    (directory / FILE).write_bytes(b"\n".join(lines) + b"\n")


def entry(**more: Any) -> dict[str, Any]:
    """An entry as it was written before remarks were kept."""
    counts = {"read": 4, "added": 4, "replaced": 0, "already_there": 0}
    own = {"what": "import", "connector": "mapping", "generation": "", "rows": {"event": counts}}
    return {**own, "files": [{"name": "a.csv", "sha256": "0" * 64, "size": 1, "kept": True}], **more}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_reader_of_a_report_learns_what_the_letter_said(language: str, tmp_path: Path) -> None:
    file = tmp_path / "experiment.pb"
    text = PB.read_text(encoding="utf-8")
    file.write_text(text.replace("META\nkey;value\n", "META\nkey;value\nexperimental;1\n"), encoding="utf-8")
    letter = import_files(tmp_path / "dossier", [file], at=AT)
    (told,) = audit(tmp_path / "dossier", language=language, only=["E3.4"]).content["imports"]
    assert (told["connector"], told["at"]) == ("pabulib", "2026-01-01T00:00:00Z")
    assert told["files"] == [{"name": "experiment.pb", "sha256": letter.files[0].sha256}]
    assert [note.in_language(language) for note in letter.notes] == told["notes"][: len(letter.notes)]
    said = "\n".join(told["notes"])
    words = {"en": ("artificial", "younger than 13"), "fr": ("expérience", "moins de 13 ans")}[language]
    assert [word for word in words if word not in said] == []
    rows = {one["table"]: (one["read"], one["added"]) for one in told["tables"]}
    # votes are people's: the report rounds how many there are, the letter to whoever holds the file does not
    exact = (letter.tables["vote"].read, letter.tables["vote"].added)
    assert rows["vote"] == tuple(safe_count(number).shown for number in exact)


def test_headings_that_nobody_reads_and_remarks_of_the_gate_are_told(
    empty_dossier: EmptyDossier, tmp_path: Path
) -> None:
    file, rules = tmp_path / "list.csv", tmp_path / "mapping.toml"
    many = [f"Extra {number}" for number in range(20)]
    file.write_text(",".join(["Nr", "Kind", *many]) + "\n" + ",".join(["a", "meeting\x07", *many]) + "\n")
    rules.write_text(MAPPING)
    import_files(empty_dossier(), [file], mapping=rules, at=AT)
    (told,) = open_dossier(tmp_path / "dossier").imports
    assert told.notes is not None
    assert any("control characters" in note.en for note in told.notes)
    assert told.unread == {"list.csv": Unread(told.unread["list.csv"].shown, 20)}
    assert len(told.unread["list.csv"].shown) == 12
    (content,) = audit(tmp_path / "dossier", only=["E3.4"]).content["imports"]
    assert any(note.startswith("Not read in list.csv: Extra 0") for note in content["notes"])
    assert any(note.endswith(" and 8 more.") for note in content["notes"])


def letter_of(**more: Any) -> Letter:
    return Letter(connector="polis", generation="", files=(), **more)


def journalled(directory: Path, letter: Letter, **call: Any) -> Import:
    written(directory, entry_of(Call(connector="polis", given=(), at=AT, **call), letter))
    (told,) = read_imports(directory)
    return told


def test_what_was_kept_out_and_left_out_comes_back_from_the_journal(tmp_path: Path) -> None:
    reason = Text(en="cast twice", fr="émis deux fois")
    kept_out = KeptOut(pseudonyms={"actor": 7}, flagged={"tests": (2, 9)}, screened={"e_mail": 3})
    told = journalled(tmp_path, letter_of(left_out={"vote": {reason: 12}}, kept_out=kept_out))
    assert told.left_out == {"vote": {reason: 12}}
    assert (told.flagged, told.screened, told.pseudonyms) == ({"tests": 2}, {"e_mail": 3}, {"actor": 7})
    assert told.notes == ()


def test_an_address_that_a_letter_quotes_does_not_stay(tmp_path: Path) -> None:
    quoted = Text(en="Not known: jo.doe@town.example, x.", fr="Inconnu\u00a0: jo.doe@town.example, x.")
    told = journalled(
        tmp_path,
        letter_of(notes=(quoted,), left_out={"vote": {quoted: 1}}, unknown={"a.csv": ("jo@town.example",)}),
    )
    assert "@" not in (tmp_path / FILE).read_text()
    assert told.notes == (Text(en="Not known: [e-mail], x.", fr="Inconnu\u00a0: [e-mail], x."),)


def test_a_folder_in_which_a_file_lay_is_not_told(tmp_path: Path) -> None:
    inside = Received(path=Path("/somebody/x.csv"), sha256="0" * 64, size=1, label="export.zip/x.csv")
    unknown = {"/somebody/x.csv": ("A",), "/somebody/y.csv": ("B",)}
    told = journalled(tmp_path, letter_of(unknown=unknown), read={"/somebody/x.csv": inside})
    assert set(told.unread) == {"export.zip/x.csv", "y.csv"}


def test_of_a_remark_without_end_the_beginning_is_kept(tmp_path: Path) -> None:
    told = journalled(tmp_path, letter_of(notes=(Text(en="x" * 9000, fr="y" * 9000),)))
    assert told.notes is not None
    assert len(told.notes[0].en) < 2100


def test_a_journal_from_before_remarks_were_kept_is_read_and_says_so(empty_dossier: EmptyDossier) -> None:
    directory = empty_dossier()
    written(directory, entry(left_out={"event": {"no day": 3}}), {"what": "forget", "keys": []})
    report = audit(directory, language="fr", only=["E3.4"])
    (told,) = report.content["imports"]
    assert (told["notes"], told["notes_kept"]) == ([], False)
    assert [(one["reason"], one["rows"]) for one in told["left_out"]] == [("no day", 3)]


def test_without_a_journal_nothing_was_imported(empty_dossier: EmptyDossier) -> None:
    assert audit(empty_dossier(), only=["E3.4"]).content["imports"] == []


def test_a_journal_that_was_changed_stops_an_audit_as_any_other_problem(empty_dossier: EmptyDossier) -> None:
    directory = empty_dossier()
    written(directory, entry(), entry())
    lines = (directory / FILE).read_bytes().replace(b"a.csv", b"z.csv", 1)
    (directory / FILE).write_bytes(lines)
    assert [(problem.kind, problem.row) for problem in examine(directory)[1]] == [("journal_broken", 2)]


@pytest.mark.parametrize(
    "forged",
    [
        {"files": [{"name": "a.csv", "sha256": "../x"}]},
        {"files": [{"name": "", "sha256": "0" * 64}]},
        {"files": "a.csv"},
        {"rows": {"event": {"read": -1, "added": 0, "replaced": 0, "already_there": 0}}},
        {"rows": {"event": {"read": True, "added": 0, "replaced": 0, "already_there": 0}}},
        {"rows": {"no table": {"read": 1, "added": 0, "replaced": 0, "already_there": 0}}},
        {"rows": []},
        {"notes": ["told"]},
        {"notes": [{"en": "told"}]},
        {"notes": [{"en": " ", "fr": "dit"}]},
        {"unread": {"a.csv": ["A"]}},
        {"kept_out": {"flagged": {"tests": "2"}}},
        {"at": "0000-13-01T00:00:00Z"},
        {"at": 3},
        {"connector": None},
    ],
)
def test_an_entry_that_no_import_writes_is_a_problem_even_where_the_chain_holds(
    forged: dict[str, Any], empty_dossier: EmptyDossier
) -> None:
    directory = empty_dossier()
    written(directory, entry(), entry(**forged))
    assert [(problem.kind, problem.row) for problem in examine(directory)[1]] == [("journal_broken", 2)]


def test_half_a_character_in_a_journal_harms_no_report(empty_dossier: EmptyDossier) -> None:
    directory = empty_dossier()
    written(directory, entry(notes=[{"en": "half \ud800", "fr": "moitié \ud800"}]))
    (told,) = audit(directory, only=["E3.4"]).content["imports"]
    assert told["notes"] == ["half ?"]


def test_an_import_leaves_a_journal_that_the_next_one_can_read(tmp_path: Path) -> None:
    directory = tmp_path / "dossier"
    import_files(directory, [PB], at=AT)
    assert import_files(directory, [PB], at=AT).unchanged
    assert len(read_journal(directory)) == len(open_dossier(directory).imports) == 1


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Łódź: budżet obywatelski", "lodz-budzet-obywatelski"),
        ("ŁÓDŹ", "lodz"),
        ("Grønt område på Østerbro", "gront-omrade-pa-osterbro"),
        ("Đakovo & Þórshöfn", "dakovo-thorshofn"),
        ("Straße, cœur, Ægir", "strasse-coeur-aegir"),
        ("東京", "process"),
    ],
)
def test_a_title_keeps_its_letters_in_the_id_of_a_begun_dossier(
    title: str, identifier: str, tmp_path: Path
) -> None:
    found(tmp_path, {}, {}, title=title, today=dt.date(2026, 1, 1))
    assert open_dossier(tmp_path).facts.process.id == identifier
