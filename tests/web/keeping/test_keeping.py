"""Bytes kept under their digest, and folders that go with whoever worked in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from obverse.web.audits.models import Audit
from obverse.web.intake.models import Intake
from obverse.web.keeping import blobs, workshops
from obverse.web.keeping.models import ProcessFile
from obverse.web.keeping.naming import named
from obverse.web.processes.models import Process


@pytest.mark.parametrize("form", ["bytes", "file", "pieces"])
def test_what_is_kept_comes_back_as_it_was(form: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * 9_000
    (tmp_path / "given").write_bytes(content)
    given: dict[str, bytes | Path | Iterable[bytes]] = {
        "bytes": content,
        "file": tmp_path / "given",
        "pieces": iter([content[:7], content[7:]]),
    }
    sha256, size = blobs.keep(given[form])
    assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert blobs.read(sha256) == content


def test_what_cannot_be_read_to_its_end_leaves_nothing() -> None:
    folder = blobs.path("0" * 64).parent.parent

    def broken() -> Iterable[bytes]:
        yield b"begun"
        raise OSError("the disc is full")

    blobs.keep(b"something else")
    before = sorted(folder.rglob("*"))
    with pytest.raises(OSError, match="full"):
        blobs.keep(broken())
    assert sorted(folder.rglob("*")) == before


def test_bytes_stay_as_they_are_when_a_dossier_replaces_its_file(tmp_path: Path) -> None:
    """A dossier's files may be links to what is kept: they are replaced as a whole, never written into."""
    sha256, _ = blobs.keep(b"first")
    blobs.put(sha256, tmp_path / "journal.jsonl")
    (tmp_path / "new").write_bytes(b"second")
    (tmp_path / "new").replace(tmp_path / "journal.jsonl")
    assert blobs.read(sha256) == b"first"


def test_a_workshop_is_one_for_a_process_and_its_folders_go() -> None:
    with workshops.temporary() as first, workshops.temporary() as second:
        assert first != second
        assert first.parent == second.parent
        (first / "left").write_text("something")
    assert not first.exists()
    assert workshops.own() == workshops.own()
    assert workshops.own() not in workshops.sweep()


def test_everything_that_something_names_is_named(process: Process) -> None:
    ProcessFile.objects.create(process=process, path="journal.jsonl", sha256="a" * 64, size=1)
    Intake.objects.create(
        process=process, number=1, mapping="c" * 64, files=[{"name": "x.csv", "sha256": "b" * 64, "size": 1}]
    )
    Audit.objects.create(
        process=process,
        number=1,
        as_of="2026-01-01",
        evidence_version=1,
        reports={"report.en.json": "d" * 64},
    )
    assert named() == {letter * 64 for letter in "abcd"}
    Intake.objects.update(**Intake.objects.get().without_files())
    assert named() == {letter * 64 for letter in "acd"}
