"""The dossier of a process as files: the same state gives the same bytes, and a loaded dossier is audited alike."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.test import Client

from obverse.web import bridge
from obverse.web.audits.models import CounterStatement, Threshold
from obverse.web.intake.composing import compose, digests_of
from obverse.web.intake.loading import load_dossier
from obverse.web.intake.preparing import prepare
from obverse.web.intake.taking import take
from obverse.web.journal.writing import first_broken
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.processes.answering import answer
from obverse.web.processes.models import Body, Process
from obverse.web.registers.declaring import declare
from obverse.web.registers.keeping import add_row, add_rows, remove_row
from obverse.web.registers.models import Attachment, Row

EXAMPLES = Path(__file__).parents[3] / "examples"
AS_OF = dt.date(2026, 6, 30)


@pytest.fixture
def filled(process: Process, people: dict[str, Person]) -> Process:
    """A process with something of everything."""
    by = people["clerk"]
    answer(process, {"process.population": {"value": 48_000}, "process.sector": {"unknown": True}}, by=by)
    add_row(process, "stakeholder_group", {"id": "tenants", "label": "Tenants", "side": "external"}, by=by)
    add_row(
        process, "decision", {"id": "d-1", "date": "2026-01-31", "organ": 'The "small" council, here'}, by=by
    )
    gone = add_row(process, "decision", {"id": "d-2", "date": "2026-02-01"}, by=by)
    remove_row(gone, by=by, reason="counted twice", expected_version=1)
    document = add_row(process, "document", {"id": "minutes", "kind": "minutes"}, by=by)
    Attachment.objects.create(row=document, name="minutes.pdf", sha256="a" * 64, size=3)
    declare(process, "complaint", {"complete": "yes", "kept_from": "2026-01-01"}, by=by, expected_version=0)
    Threshold.objects.create(
        process=process,
        indicator="E2.3",
        value=0.75,
        klass="promise",
        source="Charter (synthetic)",
        set_on=dt.date(2026, 1, 1),
        set_by=by.mark,
    )
    Threshold.objects.create(
        process=process,
        indicator="E2.3",
        value=0.5,
        klass="promise",
        source="Charter (synthetic)",
        amends=True,
        reason="the charter was changed",
        set_on=dt.date(2026, 3, 1),
        set_by=by.mark,
    )
    CounterStatement.objects.create(
        process=process,
        finding="E2.3",
        group="tenants",
        text="We were answered late.",
        on=dt.date(2026, 4, 1),
    )
    CounterStatement.objects.create(
        process=process, finding="E2.3", group="tenants", text="Taken back.", withdrawn_on=dt.date(2026, 4, 2)
    )
    process.refresh_from_db()
    return process


def test_the_same_state_gives_the_same_bytes(filled: Process, tmp_path: Path) -> None:
    first, second = (compose(filled, tmp_path / name, as_of=AS_OF) for name in ("first", "second"))
    assert first.files == second.files
    assert first.digest == second.digest
    add_row(filled, "decision", {"id": "d-3", "date": "2026-02-02"}, by=None)
    third = compose(filled, tmp_path / "third", as_of=AS_OF)
    assert third.digest != first.digest
    assert third.evidence_version > first.evidence_version


def test_the_bytes_are_those_that_stand_here(filled: Process, tmp_path: Path) -> None:
    """Written down once, so that both databases are held to one text."""
    composed = compose(filled, tmp_path / "dossier", as_of=AS_OF)
    stated = CounterStatement.objects.get(withdrawn_on=None).pk
    told = {
        path: (composed.folder / path).read_text(encoding="utf-8").replace(f"stated-{stated}", "stated-1")
        for path in composed.files
    }
    assert told.pop("dossier.toml") == _TOML
    assert told == {
        "evidence/counter_statement.csv": (
            "id,finding,group,text,stated_on\nstated-1,E2.3,tenants,We were answered late.,2026-04-01\n"
        ),
        "evidence/decision.csv": 'id,date,organ\nd-1,2026-01-31,"The ""small"" council, here"\n',
        "evidence/document.csv": f"id,kind,sha256\nminutes,minutes,{'a' * 64}\n",
        "evidence/stakeholder_group.csv": "id,label,side\ntenants,Tenants,external\n",
    }
    assert bridge.check(composed.folder) == ()


_TOML = """\
[process]
id = "agenda"
title = "2030 Agenda (synthetic)"
body = "Town of Exampleton (synthetic)"
population = 48000

[audit]
as_of = 2026-06-30

[coverage.complaint]
kept_from = 2026-01-01
complete = "yes"

[[threshold]]
indicator = "E2.3"
value = 0.75
klass = "promise"
source = "Charter (synthetic)"
frozen_on = 2026-01-01

[[amendment]]
indicator = "E2.3"
value = 0.5
klass = "promise"
source = "Charter (synthetic)"
reason = "the charter was changed"
amended_on = 2026-03-01
"""


def test_nothing_in_a_dossier_names_an_account(
    filled: Process, people: dict[str, Person], tmp_path: Path
) -> None:
    composed = compose(filled, tmp_path / "dossier")
    for path in composed.files:
        content = (composed.folder / path).read_bytes()
        for person in people.values():
            assert person.email.encode() not in content
            assert str(person.mark).encode() not in content


def test_a_row_of_a_file_is_found_again_by_its_number(filled: Process, tmp_path: Path) -> None:
    composed = compose(filled, tmp_path / "dossier")
    row = Row.objects.get(table="decision", is_removed=False)
    assert composed.row_of("decision", 2) == row.pk
    assert composed.row_of("decision", 3) == composed.row_of("decision", 0) == composed.row_of("vote", 2) == 0


@pytest.mark.parametrize("name", ["vtaiwan-uberx", "foi-local-government"])
def test_a_loaded_dossier_is_audited_byte_for_byte_alike(db: None, name: str, tmp_path: Path) -> None:
    """Its short name and its body are the workspace's own, and are the same here; nothing else differs."""
    composed = compose(_loaded(EXAMPLES / name), tmp_path / "dossier")
    ours, theirs = bridge.audit(composed.folder), bridge.audit(EXAMPLES / name)
    assert ours == theirs
    assert first_broken() is None


@pytest.mark.parametrize("name", ["agenda-2030", "libraries-england"])
def test_a_loaded_dossier_is_composed_as_it_was(db: None, name: str, tmp_path: Path) -> None:
    """Every register byte for byte, and all that it declares: the same files are audited to the same report."""
    example = EXAMPLES / name
    composed = compose(_loaded(example), tmp_path / "dossier")
    evidence = [path for path in composed.files if path != "dossier.toml"]
    assert len([path for path in evidence if path.startswith("evidence/")]) == len(
        list((example / "evidence").iterdir())
    )
    changed = [
        path for path in evidence if (composed.folder / path).read_bytes() != (example / path).read_bytes()
    ]
    assert changed == []
    ours, theirs = bridge.facts_of(composed.folder), bridge.facts_of(example)
    assert ours == theirs
    assert list(ours.get("attributes", ())) == list(theirs.get("attributes", ()))


def _loaded(example: Path) -> Process:
    said = bridge.facts_of(example)["process"]
    body = Body.objects.create(name=said["body"])
    process = Process.objects.create(body=body, slug=said["id"], title="to be told")
    load_dossier(process, example, None)
    return process


def test_nothing_is_loaded_into_a_process_that_holds_rows(filled: Process) -> None:
    rows = Row.objects.count()
    with pytest.raises(ValueError, match="holds rows"):
        load_dossier(filled, EXAMPLES / "vtaiwan-uberx", None)
    assert Row.objects.count() == rows


def test_the_dossier_that_is_downloaded_is_audited_as_the_one_that_stands_here(
    filled: Process, as_: Callable[[str], Client], tmp_path: Path
) -> None:
    answered = as_("auditor").get("/processes/agenda/dossier.zip")
    assert answered.headers["Cache-Control"] == "no-store"
    content = b"".join(answered)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    composed = compose(filled, tmp_path / "here")
    ours = bridge.audit(composed.folder)["report.en.json"]
    assert bridge.audit(tmp_path / "agenda")["report.en.json"] == ours


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("auditor", 200), ("clerk", 403), ("stranger", 404)]
)
def test_the_dossier_is_for_owners_and_auditors(as_: Callable[[str], Client], role: str, status: int) -> None:
    answered = as_(role).get("/processes/agenda/dossier.zip")
    # Read to its end, so that the file is closed.
    assert (len(b"".join(answered)) > 0, answered.status_code) == (True, status)


def test_a_register_that_the_engine_wrote_as_parquet_stands_in_a_file_from_then_on(
    filled: Process, tmp_path: Path
) -> None:
    """The engine does so above twenty thousand rows; the rows that were here keep their history."""
    before = compose(filled, tmp_path / "before", as_of=AS_OF)
    csv = before.folder / "evidence/decision.csv"
    pq.write_table(pa.table({"id": ["d-1", "d-9"], "date": ["2026-01-31"] * 2}), csv.with_suffix(".parquet"))
    csv.unlink()
    prepared = prepare(filled, before.folder, before)
    with transaction.atomic():
        take(Process.objects.select_for_update().get(pk=filled.pk), prepared, by=None, intake=7)
    row = Row.objects.get(table="decision", values__id="d-1")
    assert row.is_removed
    assert [state.intake for state in row.revisions.all()] == [None, 7]
    assert ProcessFile.objects.filter(path="evidence/decision.parquet").exists()
    after = compose(filled, tmp_path / "after", as_of=AS_OF)
    assert "evidence/decision.csv" not in after.files
    assert after.files["evidence/decision.parquet"] == digests_of(before.folder)["evidence/decision.parquet"]


def test_rows_stand_in_the_order_in_which_the_engine_wrote_them(filled: Process, tmp_path: Path) -> None:
    add_rows(filled, "decision", [{"id": "d-5", "date": "2026-05-05"}], by=None)
    before = compose(filled, tmp_path / "before", as_of=AS_OF)
    csv = before.folder / "evidence/decision.csv"
    csv.write_text(
        "id,date,organ\nd-0,2026-01-01,\nd-1,2026-01-31,Council\nd-3,2026-03-03,\nd-5,2026-05-05,\n"
    )
    with transaction.atomic():
        take(filled, prepare(filled, before.folder, before), by=None, intake=None)
    after = compose(filled, tmp_path / "after", as_of=AS_OF)
    assert (after.folder / "evidence/decision.csv").read_text() == csv.read_text()
    assert Row.objects.get(table="decision", values__id="d-1").version == 2
