"""Damaged versions of every connector's sample are read or refused, and no row is lost unseen.

Two hundred are made for each connector. Forty of them are read in every run, others after every change of the
connector's folder; all of them, a quarter of an hour on two cores, with ``OBVERSE_MUTATIONS=200 pytest tests/hostile``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from obverse.evidence.receiving.nurse import ENVIRONMENT
from tests.hostile.mutating import OPERATORS, Mutation, connector_names, mutations, samples
from tests.hostile.operators.tables_damaged import table_of

ROOT = Path(__file__).resolve().parents[2]
COUNT = 200
READ = int(os.environ.get("OBVERSE_MUTATIONS", "40"))
# What tells nothing: whoever reads the sample must read it as well after these.
MEANINGLESS = {
    "JSON: keys shuffled",
    "JSON: written with indents",
    "JSON: written without escapes",
    "archive: members shuffled",
    "bytes: mark of order before",
    "files: files backwards",
    "files: packed",
    "table: CRLF",
    "table: all quoted",
    "table: columns shuffled",
    "table: columns swapped",
}


def outcomes(connector: str, folder: Path, count: int = COUNT) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What came of the samples by case, and of the mutations in order; a process that dies is a failure of one."""
    told: dict[int, dict[str, Any]] = {}
    kept: dict[str, Any] = {}
    while len(told) < count:
        first = len(told)
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.hostile.reading_mutations",
                connector,
                str(folder),
                str(count),
                str(first),
            ],
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT, "TMPDIR": str(folder)},
            timeout=500,
            check=False,
        )
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        if not first:
            assert lines, run.stderr.decode(errors="replace")[-2000:]
            kept = lines.pop(0)
        told |= {line["number"]: line for line in lines if "number" in line}
        begun = [line["begun"] for line in lines if "begun" in line]
        if len(told) < count:
            assert begun, run.stderr.decode(errors="replace")[-2000:]
            told[begun[-1]] = {"outcome": "failed", "error": f"died with {run.returncode}", "trace": ""}
    return kept, [told[number] for number in range(count)]


def faults(mutation: Mutation, told: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[str]:
    """All in which what came of a mutation differs from what may."""
    for part in (told, told.get("import", {})):
        if part.get("outcome") == "failed":
            yield f"{part['error']}: {part['trace']}"
        if part.get("empty") or part.get("silent"):
            yield f"a letter is empty or names no file: {part.get('kinds')}"
        if part.get("changed"):
            yield "refused, but the dossier changed"
        if "parser_failed" in part.get("kinds", ()) or "parser_died" in part.get("kinds", ()):
            yield f"the child failed: {part['kinds']}"
    if told["outcome"] == "read":
        yield from _lost_rows(mutation, told, kept)
        if mutation.damaged.same and told["rows"] != kept["rows"]:
            yield f"nothing was lost or added, but read were {told['rows']} rather than {kept['rows']}"
    elif told["outcome"] == "refused" and mutation.operator in MEANINGLESS:
        yield f"nothing changed that means anything, but refused with {told['kinds']}"


def _lost_rows(mutation: Mutation, told: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[str]:
    """Rows that gave nothing and were not counted as left out, of files whose rows all give something."""
    whole = {name: table_of(content) for name, content in mutation.sample.files.items()}
    missing = 0
    silent = []
    for name, rows in mutation.damaged.rows.items():
        table = whole.get(name)
        if table is None or kept["used"].get(name, 0) < len(table.body):
            continue
        if not told["used"].get(name, 0) and name in told["said"]:
            continue
        lacking = rows - told["used"].get(name, 0)
        missing += lacking
        silent += [f"{name} {lacking}"] if lacking > 0 else []
    if missing > told["left_out"]:
        yield f"rows lost unseen: {', '.join(silent)}, left out {told['left_out']}"


def found_in(connector: str, folder: Path, count: int = COUNT) -> dict[str, list[str]]:
    """By mutation, what is wrong."""
    kept, told = outcomes(connector, folder, count)
    wrong = {f"the sample {case}": [str(one)] for case, one in kept.items() if one["outcome"] != "read"}
    if wrong:
        return wrong
    return {
        mutation.name: problems
        for mutation, one in zip(mutations(connector, count), told, strict=True)
        if (problems := list(faults(mutation, one, kept[mutation.sample.case])))
    }


@pytest.mark.parametrize("connector", connector_names())
def test_a_damaged_export_is_read_or_refused_and_no_row_is_lost_unseen(
    connector: str, tmp_path: Path
) -> None:
    found = found_in(connector, tmp_path, READ)
    assert not found, json.dumps(dict(list(found.items())[:8]), indent=1)


@pytest.mark.parametrize("connector", connector_names())
def test_mutations_are_different_and_the_same_every_time(connector: str) -> None:
    first, again = mutations(connector, COUNT), mutations(connector, COUNT)
    assert [one.damaged.files for one in first] == [one.damaged.files for one in again]
    assert len({tuple(one.damaged.files.items()) for one in first}) == COUNT
    undamaged = {tuple(sample.files.items()) for sample in samples(connector)}
    assert not undamaged & {tuple(one.damaged.files.items()) for one in first}


def test_fewer_mutations_are_some_of_all_and_change_with_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = [one.name for one in mutations("polis", COUNT)]
    fewer = [one.name for one in mutations("polis", 60)]
    assert len(fewer) == 60
    assert fewer == [name for name in everything if name in fewer]
    assert fewer == [one.name for one in mutations("polis", 60)]
    monkeypatch.setattr("tests.hostile.mutating._content", lambda _: 1)
    assert fewer != [one.name for one in mutations("polis", 60)]


def test_a_row_that_is_lost_unseen_would_be_noticed() -> None:
    mutation = next(one for one in mutations("polis", COUNT) if one.operator == "table: columns shuffled")
    rows = dict(mutation.damaged.rows)
    kept = {"rows": {"vote": 1}, "used": rows, "left_out": 0, "said": "", "outcome": "read"}
    short = {name: count - 1 for name, count in rows.items()}
    assert not list(faults(mutation, kept, kept))
    assert any("lost unseen" in said for said in faults(mutation, {**kept, "used": short}, kept))
    assert not list(faults(mutation, {**kept, "used": short, "left_out": len(rows)}, kept))
    assert any("rather than" in said for said in faults(mutation, {**kept, "rows": {"vote": 2}}, kept))
    assert any("refused" in said for said in faults(mutation, {"outcome": "refused", "kinds": ["x"]}, kept))


def test_every_way_of_damaging_is_used_somewhere() -> None:
    used = {one.operator for connector in connector_names() for one in mutations(connector, COUNT)}
    assert used == set(OPERATORS)
