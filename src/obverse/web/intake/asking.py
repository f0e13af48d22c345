"""Asking for an import: the files are kept, the import is noted and its work put into the queue, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from obverse.web.bridge import connectors
from obverse.web.intake.models import Intake
from obverse.web.jobs.working import ask
from obverse.web.journal.writing import note
from obverse.web.keeping import blobs
from obverse.web.processes.models import Process

if TYPE_CHECKING:
    from obverse.web.people.models import Person

Given = tuple[str, Path | bytes]
_LONGEST_NAME = 150
KIND = "intake"
ENCODING = "encoding"
"""The setting that says how files are written, whatever platform they come from."""


def ask_import(
    process: Process,
    files: Sequence[Given],
    by: Person | None,
    platform: str = "",
    mapping: str = "",
    *,
    replaces: bool = False,
    options: Mapping[str, str] | None = None,
) -> Intake:
    """Have files read into a process in the background.

    ``files`` are names with paths or bytes, ``mapping`` is the text (TOML) that describes them where no platform does,
    ``replaces`` lets them win where the process holds something else. ``options`` are said to the platform's connector;
    ``encoding`` among them says how the files are written.

    Raises:
        ValueError: there is no file, or no platform of that name.
    """
    if not files:
        raise ValueError("an import has files")
    if platform and platform not in connectors():
        raise ValueError(f"there is no platform {platform}")
    kept = []
    for name, content in files:
        sha256, size = blobs.keep(content)
        kept.append({"name": plain_name(name), "sha256": sha256, "size": size})
    described = blobs.keep(mapping.encode())[0] if mapping else ""
    with transaction.atomic():
        held = Process.objects.select_for_update().get(pk=process.pk)
        last = Intake.objects.filter(process=held).aggregate(last=Max("number"))["last"] or 0
        intake = Intake.objects.create(
            process=held,
            number=last + 1,
            files=kept,
            platform=platform,
            mapping=described,
            options=dict(options or {}),
            replaces=replaces,
            by=by.mark if by is not None else None,
        )
        put_into_queue(intake, by=by)
        details = {"files": [file["sha256"] for file in kept], "replaces": replaces}
        note("intake.asked", by=by, process=held, about=str(intake.number), details=details)
    return intake


def ask_again(
    intake: Intake,
    by: Person | None,
    *,
    platform: str = "",
    mapping: str = "",
    replaces: bool = False,
    options: Mapping[str, str] | None = None,
) -> Intake:
    """Have the files of an import that came to nothing read in another way; the new import takes them over."""
    files = [(file["name"], blobs.path(file["sha256"])) for file in intake.files]
    again = ask_import(intake.process, files, by, platform, mapping, replaces=replaces, options=options)
    Intake.objects.filter(pk=intake.pk).update(**intake.without_files())
    return again


def put_into_queue(intake: Intake, *, by: Person | None) -> None:
    """Have an import done, as a part of the transaction under way."""
    intake.job = ask(KIND, by=by, process=intake.process, intake=intake.pk)
    intake.save(update_fields=["job"])


def plain_name(name: str) -> str:
    """The name of a file without folders and without what a disk or a page could not bear.

    >>> plain_name("..\\\\reports/2024\\x00 votes.csv")
    '2024 votes.csv'
    """
    bare = name.replace("\\", "/").rpartition("/")[2]
    told = "".join(sign for sign in bare if sign.isprintable()).strip().lstrip(".")
    stem, dot, ending = told.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{ending[:20]}" if dot else told[:_LONGEST_NAME] or "file"
