"""Hostile files are read or refused with a letter, within 1 GiB and a minute, and a refusal changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.corpus.case import ESCAPED, FAMILIES, SECRET, Hostile, family

ROOT = Path(__file__).resolve().parents[2]
GIBIBYTE = 1 << 30
LONGEST = 60.0
AT_LEAST = 150
MEMBERS = ("votes.csv", "comments.csv")


def driven(name: str, folder: Path) -> list[dict[str, Any]]:
    """What came of every file of a family, each imported by a program of its own."""
    (folder / "tmp").mkdir()
    run = subprocess.run(  # noqa: PLW1510 - its words are shown
        [sys.executable, "-m", "tests.hostile.corpus.driving", name, str(folder)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        timeout=600,
    )
    assert run.returncode == 0, run.stderr.decode(errors="replace")[-3000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def faults(case: Hostile, told: dict[str, Any]) -> Iterator[str]:
    """All in which an outcome differs from what may come of the case."""
    english, french = told["letters"]
    if told["outcome"] == "failed":
        yield f"failed: {english}"
        return
    yield from _refusal(case, told) if told["outcome"] == "refused" else _reading(case, told)
    if not english.strip() or not french.strip() or "Traceback" in english:
        yield f"no letter: {english!a}"
    yield from (f"{mark} appears" for mark in (SECRET, ESCAPED) if mark in english or mark in told["leaked"])
    if told["elsewhere"] or told["left"]:
        yield f"something was left behind: {told['elsewhere']}, {told['left']}"
    if max(told["child_bytes"], told["own_bytes"]) > GIBIBYTE:
        yield f"took {told['child_bytes'] >> 20} and {told['own_bytes'] >> 20} MiB"
    if told["seconds"] > LONGEST:
        yield f"took {told['seconds']:.0f} s"


def _refusal(case: Hostile, told: dict[str, Any]) -> Iterator[str]:
    if not set(told["kinds"]) & set(case.refused):
        yield f"refused with {told['kinds']}: {told['letters'][0][:300]}"
    if told["changed"]:
        yield "refused, but the dossier changed"
    # What cannot be printed is not; of an archive, a letter may name the member.
    plain = ["".join(sign if sign.isprintable() else "\ufffd" for sign in name) for name in told["files"]]
    for letter in told["letters"]:
        if not any(name in letter for name in (*plain, *MEMBERS)):
            yield f"a letter does not name the file: {letter[:300]}"


def _reading(case: Hostile, told: dict[str, Any]) -> Iterator[str]:
    if case.read is None:
        yield f"read {told['rows']}"
        return
    found = {table: told["rows"].get(table, 0) for table in case.read}
    if found != dict(case.read):
        yield f"read {found} rather than {dict(case.read)}"
    if told["missing"]:
        yield f"the evidence lacks {told['missing']}"
    letter = told["letters"][0]
    yield from (f"the letter does not say {text!a}: {letter}" for text in case.says if text not in letter)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_hostile_file_is_read_or_refused_with_a_letter_and_does_nothing_else(
    name: str, tmp_path: Path
) -> None:
    outcomes = {told["name"]: told for told in driven(name, tmp_path)}
    cases = family(name)
    assert set(outcomes) == {case.name for case in cases}
    found = {case.name: wrong for case in cases if (wrong := list(faults(case, outcomes[case.name])))}
    assert not found, json.dumps(found, indent=1)
    assert not list(Path("/tmp").glob("obverse-evil*"))  # noqa: S108 - where hostile members would like to go


def test_the_corpus_is_large_and_every_family_is_listed() -> None:
    files = {
        file.stem
        for file in Path(__file__).parent.joinpath("corpus").glob("*.py")
        if "def cases(" in file.read_text()
    }
    assert files == set(FAMILIES)
    assert sum(len(family(name)) for name in FAMILIES) >= AT_LEAST


def test_what_is_written_is_the_same_every_time(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
    for name in ("overlaps", "members", "encodings"):
        for case in family(name):
            first, again = (case.write(tmp_path / place)[0].read_bytes() for place in ("a", "b"))
            assert first == again, case.name


@pytest.mark.parametrize(
    ("changes", "noticed"),
    [
        ({}, ""),
        ({"outcome": "failed"}, "failed"),
        ({"outcome": "read", "rows": {"vote": 4}}, "read"),
        ({"kinds": ["empty_file"]}, "refused with"),
        ({"changed": True}, "the dossier changed"),
        ({"letters": ["export.zip: no", "something: non"]}, "does not name the file"),
        ({"letters": [f"export.zip: {SECRET}", "export.zip"]}, "appears"),
        ({"leaked": [ESCAPED]}, "appears"),
        ({"elsewhere": ["evil.csv"]}, "left behind"),
        ({"child_bytes": GIBIBYTE + 1}, "MiB"),
        ({"seconds": 61}, "took 61 s"),
    ],
)
def test_what_may_not_come_of_a_hostile_file_would_be_noticed(changes: dict[str, Any], noticed: str) -> None:
    case = next(one for one in family("members") if one.refused and one.read is None)
    good = {
        "files": ["export.zip"],
        "outcome": "refused",
        "kinds": [case.refused[0]],
        "letters": ["export.zip: no", "export.zip : non"],
        "changed": False,
        "leaked": [],
        "elsewhere": [],
        "left": [],
        "child_bytes": 1,
        "own_bytes": 1,
        "seconds": 1,
    }
    found = list(faults(case, {**good, **changes}))
    assert bool(found) == bool(noticed)
    assert all(noticed in said for said in found)
