"""Bytes that nothing names leave the disc; what is named, or may be named in a moment, stays."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import Settings

from obverse.web.audits.models import Audit
from obverse.web.intake.models import Intake
from obverse.web.keeping import blobs
from obverse.web.keeping.models import ProcessFile
from obverse.web.people.models import Invitation
from obverse.web.privacy import sweeping
from obverse.web.privacy.sweeping import sweep
from obverse.web.processes.models import Process
from obverse.web.publications.models import Publication
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Attachment


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Files of these tests alone."""
    settings.DATA = tmp_path
    return tmp_path / "files"


def old(content: bytes) -> str:
    """Something that was kept two hours ago."""
    sha256, _ = blobs.keep(content)
    os.utime(blobs.path(sha256), (time.time() - 7200,) * 2)
    return sha256


def test_what_any_room_names_stays(process: Process) -> None:
    row = add_row(process, "document", {"id": "d1", "kind": "minutes"}, by=None)
    Attachment.objects.create(row=row, name="a.pdf", sha256=old(b"attachment"), size=1)
    ProcessFile.objects.create(process=process, path="sources/x", sha256=old(b"file"), size=1)
    Intake.objects.create(
        process=process, number=1, files=[{"name": "x", "sha256": old(b"upload"), "size": 1}]
    )
    audit = Audit.objects.create(
        process=process,
        number=1,
        as_of=timezone.localdate(),
        evidence_version=1,
        reports={"report.en.json": old(b"report")},
        dossier=old(b"dossier"),
    )
    Publication.objects.create(
        process=process, audit=audit, number=1, files={"x": old(b"published")}, prepared_by=row.key
    )
    nobody = old(b"nobody needs this")
    assert sweep()["files"] == 1
    assert not blobs.path(nobody).exists()
    kept = (b"attachment", b"file", b"upload", b"report", b"dossier", b"published")
    assert sorted(blobs.read(sha256) for sha256 in sweeping.named()) == sorted(kept)


def test_uploads_go_once_they_have_been_read(process: Process) -> None:
    upload = {"name": "x", "sha256": old(b"upload"), "size": 1}
    Intake.objects.create(process=process, number=1, files=[upload], has_files=False)
    assert sweep()["files"] == 1


def test_what_a_running_transaction_may_be_about_to_name_stays(db: None) -> None:
    sha256, _ = blobs.keep(b"just now")
    assert sweep()["files"] == 0
    assert blobs.read(sha256) == b"just now"


def test_what_is_kept_again_is_young_again(db: None) -> None:
    sha256 = old(b"twice")
    blobs.keep(b"twice")
    assert sweep()["files"] == 0
    assert blobs.read(sha256) == b"twice"


def test_what_is_kept_again_in_the_very_moment_comes_back(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = old(b"in between")
    known = sweeping.named

    def named_meanwhile() -> set[str]:
        found = known()
        blobs.keep(b"in between")
        return found

    monkeypatch.setattr(sweeping, "named", named_meanwhile)
    assert sweep()["files"] == 0
    assert blobs.read(sha256) == b"in between"


def test_what_was_put_aside_when_the_power_went_comes_back(process: Process) -> None:
    sha256 = old(b"aside")
    ProcessFile.objects.create(process=process, path="sources/x", sha256=sha256, size=1)
    blobs.path(sha256).rename(blobs.path(sha256).with_name(f".going-{sha256}"))
    sweep()
    assert blobs.read(sha256) == b"aside"


def test_drafts_of_files_that_were_never_finished_go(db: None, folder: Path) -> None:
    folder.mkdir()
    draft = folder / ".new-abandoned"
    draft.write_bytes(b"half")
    os.utime(draft, (time.time() - 7200,) * 2)
    (folder / ".new-fresh").write_bytes(b"being written")
    assert sweep()["files"] == 1
    assert [file.name for file in folder.iterdir()] == [".new-fresh"]


def test_sessions_and_invitations_that_are_over_go(process: Process) -> None:
    now, hour = timezone.now(), dt.timedelta(hours=1)
    Session.objects.create(session_key="over", session_data="x", expire_date=now - hour)
    Session.objects.create(session_key="open", session_data="x", expire_date=now + hour)
    for digest, when in (("over", now - hour), ("open", now + hour)):
        Invitation.objects.create(
            digest=digest, email="x@example.org", process=process, kind="clerk", expires_at=when
        )
    assert sweep() == {"files": 0, "sessions": 1, "invitations": 1}
    assert Session.objects.get().session_key == "open"
    assert Invitation.objects.get().digest == "open"
