"""The list of releases: only ever added to, and any change of it is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from obverse.disclosure.ledger import (
    FILE,
    Exact,
    Release,
    append,
    exact_of,
    exact_written,
    head,
    read,
    releases,
    written,
)
from obverse.disclosure.released import Released, safe_count, safe_part
from obverse.evidence.problems import EvidenceProblems


def figure(yes: int, cases: int, key: str = "D-1:V06.weakened") -> Released:
    return Released(
        key=key,
        population="survey_answer 1",
        group="",
        item=key,
        kind="share",
        unit="share",
        cases=safe_count(cases),
        yes=safe_part(yes, cases),
    )


THREE = tuple(
    Release(f"release {number}", f"2026-0{number}-01", (figure(20 + 10 * number, 60),), {"x": Exact(60, 23)})
    for number in (1, 2, 3)
)


def test_what_was_appended_is_read_again_without_the_exact_numbers(tmp_path: Path) -> None:
    file = tmp_path / FILE
    assert read(file) == ()
    for one in THREE:
        append(file, one)
    assert read(file) == tuple(Release(one.name, one.date, one.released) for one in THREE)
    assert file.read_bytes() == written(THREE)
    assert all(
        set(json.loads(line)) == {"before", "date", "name", "released"}
        for line in file.read_bytes().splitlines()
    )


def _lines() -> list[bytes]:
    return written(THREE).splitlines(keepends=True)


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (lambda lines: [lines[0].replace(b"release 1", b"release 9"), *lines[1:]], 2),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [*lines[:2], lines[2].rstrip()], 3),
        (lambda lines: [*lines[:2], b"{}\n"], 3),
        (lambda lines: [*lines[:2], lines[2].replace(b'":', b'": ', 1)], 3),
        (lambda lines: [lines[0], b"\n", *lines[1:]], 2),
    ],
    ids=["edited", "left out", "swapped", "cut off", "emptied", "written otherwise", "blank"],
)
def test_a_broken_chain_is_refused_with_a_letter(damage: object, line: int) -> None:
    assert callable(damage)
    with pytest.raises(EvidenceProblems) as refused:
        releases(b"".join(damage(_lines())))
    letter = refused.value.problems[0].letter("en")
    assert f"Line {line} of the list" in letter
    assert "nothing is released" in letter
    assert f"La ligne {line}" in refused.value.problems[0].letter("fr")


def test_a_broken_chain_is_not_added_to(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(written(THREE).replace(b"release 1", b"release 9"))
    before = file.read_bytes()
    with pytest.raises(EvidenceProblems):
        append(file, Release("release 4", "2026-04-01", ()))
    assert file.read_bytes() == before


def test_a_name_is_used_once(tmp_path: Path) -> None:
    file = tmp_path / FILE
    append(file, THREE[0])
    with pytest.raises(EvidenceProblems, match="stands in the list already"):
        append(file, THREE[0])
    assert len(read(file)) == 1


def test_the_last_digest_tells_of_a_change_of_the_last_line() -> None:
    assert head(written(THREE)) != head(written(THREE).replace(b"release 3", b"release 9"))


def test_exact_numbers_are_kept_apart() -> None:
    assert exact_of(exact_written(THREE)) == {one.name: one.exact for one in THREE}
