"""Imports in the background: what they bring, what they refuse, and that they bring it once and whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from obverse.connectors.importing import import_files
from obverse.web import bridge
from obverse.web.intake.asking import ask_import, plain_name
from obverse.web.intake.composing import compose
from obverse.web.intake.models import Intake
from obverse.web.intake.work import PATIENCE, ask_due_work, do_import
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import claim, do, work_off
from obverse.web.journal.writing import first_broken
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Person
from obverse.web.privacy.sweeping import named
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Declaration, Revision, Row

Import = Callable[..., Intake]
Files = list[tuple[str, Path | bytes]]
AS_OF = dt.date(2026, 6, 30)
TREES = b"id,text,kind\ntree-1,Plant a tree,proposal\ntree-2,Plant two,proposal\n"
MAPPING = """
[[table]]
name = "contribution"

[table.columns]
id = "id"
text = "text"
kind = "kind"
"""


def test_an_import_brings_rows_with_their_first_states_and_what_was_declared(
    process: Process, bring_in: Import, polis: Files
) -> None:
    intake = bring_in(polis)
    assert intake.state == Intake.State.DONE, intake.problems
    assert "polis" in intake.letter["en"]
    assert intake.letter["fr"] != intake.letter["en"]
    votes = Row.objects.filter(process=process, table="vote")
    assert votes.count() == intake.told["rows"]["vote"]["added"] > 0
    assert Revision.objects.filter(row__in=votes, version=1, intake=intake.number).count() == votes.count()
    assert Declaration.objects.filter(process=process, table="vote").exists()
    assert ProcessFile.objects.filter(process=process, path="journal.jsonl").exists()
    assert process.frozen_at is not None
    assert first_broken() is None


def test_what_is_composed_after_imports_is_what_the_command_line_makes(
    process: Process, bring_in: Import, polis: Files, tmp_path: Path
) -> None:
    """The second import meets rows of the first: both ways sort them in, and people keep their pseudonyms."""
    again = {"options": {"prefix": "again-"}}
    intakes = [bring_in(polis), bring_in(polis, platform="polis", **again)]
    assert [one.state for one in intakes] == ["done", "done"], intakes[1].problems
    ours = compose(process, tmp_path / "ours", as_of=AS_OF)
    theirs = tmp_path / "theirs"
    (theirs / "evidence").mkdir(parents=True)
    (theirs / "dossier.toml").write_bytes((ours.folder / "dossier.toml").read_bytes())
    secret = _secret(ours.folder)
    paths = [path for _, path in polis if isinstance(path, Path)]
    for one in intakes:
        import_files(
            theirs, paths, one.platform or None, options=one.options or None, at=one.at, secret=secret
        )
    assert bridge.audit(ours.folder)["report.en.json"] == bridge.audit(theirs)["report.en.json"]


def _secret(folder: Path) -> bytes:
    """The key of the pseudonyms, which lies in the installation and not in the dossier."""
    entries = [json.loads(line) for line in (folder / "journal.jsonl").read_text().splitlines()]
    keys = Path(os.environ["OBVERSE_DATA"]) / "keys"
    assert list(folder.rglob("*.key")) == []
    return bytes.fromhex((keys / f"{entries[0]['key']}.key").read_text().strip())


def test_the_same_files_again_change_nothing(process: Process, bring_in: Import, polis: Files) -> None:
    bring_in(polis)
    version, rows = process.evidence_version, Row.objects.count()
    again = bring_in(polis)
    assert again.state == Intake.State.DONE
    assert again.told["unchanged"]
    assert (process.evidence_version, Row.objects.count()) == (version, rows)


def test_a_refused_import_changes_nothing_and_says_why_in_both_languages(
    process: Process, bring_in: Import
) -> None:
    version = process.evidence_version
    intake = bring_in([("unknown.csv", b"a,b\n1,2\n")])
    assert intake.state == Intake.State.REFUSED
    assert process.evidence_version == version
    assert not Row.objects.exists()
    assert process.frozen_at is None
    [problem] = intake.problems
    assert problem["kind"] == "unknown_platform"
    assert "unknown.csv" in problem["en"]
    assert problem["en"] != problem["fr"]


def test_rows_that_contradict_are_replaced_only_when_asked_and_keep_what_they_said(
    process: Process, bring_in: Import
) -> None:
    bring_in([("trees.csv", TREES)], mapping=MAPPING)
    other = TREES.replace(b"Plant two", b"Plant ten")
    refused = bring_in([("trees.csv", other)], mapping=MAPPING)
    assert refused.state == Intake.State.REFUSED
    assert "tree-2" in refused.problems[0]["en"]
    replaced = bring_in([("trees.csv", other)], mapping=MAPPING, replaces=True)
    assert replaced.state == Intake.State.DONE, replaced.problems
    row = Row.objects.get(table="contribution", values__id="tree-2")
    assert (row.values["text"], row.version) == ("Plant ten", 2)
    states = [state.values["text"] for state in row.revisions.all()]
    assert states == ["Plant two", "Plant ten"]
    assert Row.objects.get(table="contribution", values__id="tree-1").version == 1


def test_a_change_while_files_are_read_is_not_lost(
    process: Process, people: dict[str, Person], polis: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody adds a row while the engine reads: the import begins again and meets it."""
    read = bridge.bring_in
    times: list[int] = []

    def slow(*arguments: object, **named_: object) -> bridge.BroughtIn:
        told = read(*arguments, **named_)  # type: ignore[arg-type]  # passed on as they came
        if not times:
            add_row(process, "decision", {"id": "d-1", "date": "2026-01-31"}, by=people["clerk"])
        times.append(1)
        return told

    monkeypatch.setattr(bridge, "bring_in", slow)
    intake = ask_import(process, polis, people["clerk"])
    work_off()
    intake.refresh_from_db()
    assert (intake.state, len(times)) == (Intake.State.DONE, 2)
    assert Row.objects.filter(table="decision").count() == 1
    assert Row.objects.filter(table="vote").count() == intake.told["rows"]["vote"]["added"]


def test_work_that_is_done_twice_brings_its_rows_once(
    process: Process, people: dict[str, Person], polis: Files
) -> None:
    """A worker that was taken for dead comes back and ends what another one has ended."""
    intake = ask_import(process, polis, people["clerk"])
    first = claim()
    assert first is not None
    Job.objects.filter(pk=first.pk).update(beat_at=timezone.now() - dt.timedelta(hours=1))
    second = claim()
    assert second is not None
    do(second)
    rows = Row.objects.count()
    assert do_import(first, lambda _done, _step: None) == {"intake": intake.number}
    assert Row.objects.count() == rows


def test_files_that_may_name_people_are_let_go(process: Process, bring_in: Import, polis: Files) -> None:
    given = {hashlib.sha256(path.read_bytes()).hexdigest() for _, path in polis if isinstance(path, Path)}
    done = bring_in(polis)
    assert [file["name"] for file in done.files] == [name for name, _ in polis]
    refused = bring_in([("unknown.csv", b"a,b\n1,2\n")])
    assert not given & (named() - set(ProcessFile.objects.values_list("sha256", flat=True)))
    digest = refused.files[0]["sha256"]
    assert digest in named()
    Intake.objects.filter(pk=refused.pk).update(at=timezone.now() - PATIENCE - dt.timedelta(minutes=1))
    ask_due_work()
    assert digest not in named()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\votes.csv", "votes.csv"),
        (".hidden.csv", "hidden.csv"),
        ("vo\x00tes\n.csv", "votes.csv"),
        ("..", "file"),
        ("x" * 400 + ".csv", "x" * 150 + ".csv"),
    ],
)
def test_a_name_leads_nowhere(given: str, kept: str) -> None:
    assert plain_name(given) == kept
