"""Many dossiers in one call: the same reports as one by one, and what is broken in one stops no other."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

import obverse
from benchmarks.scale.small_processes import make_processes
from obverse import overseeing
from obverse.evidence.listing import listed
from obverse.evidence.problems import EvidenceProblems
from obverse.findings.oversight import Audited, Oversight
from obverse.overseeing import oversee
from obverse.reports.formats import formats

ONLY = ("L4.1", "L7.1")
PROCESSES = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("region") / "dossiers"
    made = make_processes(place, PROCESSES, seed=1)
    (made[1] / "evidence" / "vote.csv").write_text("actor,contribution\nnobody,nothing\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Oversight]:
    out = tmp_path_factory.mktemp("alone")
    return out, oversee(folder, out=out, only=ONLY, jobs=1)


def _files(out: Path) -> dict[str, bytes]:
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in sorted(out.rglob("*"))
        if file.is_file()
    }


def test_the_number_of_workers_changes_no_byte(
    folder: Path, alone: tuple[Path, Oversight], tmp_path: Path
) -> None:
    oversee(folder, out=tmp_path, only=ONLY, jobs=2)
    assert _files(tmp_path) == _files(alone[0])


def test_a_report_is_that_of_a_call_of_its_own(folder: Path, alone: tuple[Path, Oversight]) -> None:
    report = obverse.audit(folder / "process-00001", only=ONLY)
    for name in ("html", "json"):
        written = alone[0] / "processes" / "process-00001" / f"report.{name}"
        assert written.read_bytes() == formats()[name].render(report)


def test_a_broken_dossier_gets_letters_and_the_others_their_profiles(
    alone: tuple[Path, Oversight],
) -> None:
    out, oversight = alone
    states = [one["state"] for one in oversight.content["processes"]]
    assert states == ["audited", "problems", "audited"]
    letters = oversight.content["processes"][1]["letters"]
    assert any("vote.csv" in letter for letter in letters)
    assert not (out / "processes" / "process-00002").exists()
    assert json.loads((out / "oversight.json").read_bytes()) == oversight.content


def _ends_its_process(task: overseeing._Task) -> Audited:
    if task.number == 1:
        os._exit(9)
    return Audited(label=task.dossier.label, path=task.dossier.path)


def test_a_dossier_that_ends_its_worker_is_told_and_the_others_go_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overseeing, "_audited", _ends_its_process)
    tasks = [
        overseeing._Task(number, one, tmp_path, "en", None, "1GB")
        for number, one in enumerate(listed(folder))
    ]
    found = {task.number: audited for task, audited in overseeing._in_pool(tasks, 2)}
    assert sorted(found) == [0, 1, 2]
    assert [found[number].failed for number in range(3)] == [False, True, False]
    assert "process-00002" in found[1].letters[0]


def test_a_table_names_dossiers_in_its_own_order_with_labels_and_sizes(folder: Path) -> None:
    table = folder.parent / "list.csv"
    table.write_text(
        "\ufeffpath;label;size;sector\ndossiers/process-00003;Été;1200;parks\ndossiers/process-00001;Hiver;;water\n",
        encoding="utf-8",
    )
    found = listed(table)
    assert [(one.label, one.name, one.size, one.columns) for one in found] == [
        ("Été", "ete", 1200.0, {"sector": "parks"}),
        ("Hiver", "hiver", None, {"sector": "water"}),
    ]
    assert found[0].directory == folder.parent / "dossiers/process-00003"


def test_all_problems_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("path,size\na,big\n,3\na,2\n", encoding="utf-8")
    with pytest.raises(EvidenceProblems) as found:
        listed(table)
    assert [(one.row, one.kind) for one in found.value.problems] == [
        (2, "not_a_size"),
        (3, "no_dossier_named"),
        (4, "twice"),
    ]


def test_a_folder_without_dossiers_and_an_unknown_indicator_are_letters(tmp_path: Path) -> None:
    with pytest.raises(EvidenceProblems, match=r"dossier\.toml"):
        oversee(tmp_path, out=tmp_path / "out")
    with pytest.raises(EvidenceProblems, match=r"L4\.1"):
        oversee(tmp_path, out=tmp_path / "out", only=["L4.11"])


def test_a_folder_is_walked_in_the_order_of_its_paths_and_not_into_dossiers(
    folder: Path, tmp_path: Path
) -> None:
    for place in ("b/two", "a", "b/one", ".hidden"):
        shutil.copytree(folder / "process-00001", tmp_path / place)
    shutil.copytree(folder / "process-00001", tmp_path / "a" / "sources" / "copy")
    assert [one.path for one in listed(tmp_path)] == ["a", "b/one", "b/two"]
