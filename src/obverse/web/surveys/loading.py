"""Taking opened answers into the evidence, exactly once: one transaction, told by the digest of what was brought.

Single answers never become rows of a register, which clerks could look through: they stand in a file of the dossier, as
long registers do, one part for each wave.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from obverse.web.bridge.waves import Opened, file_as_part, read_opened, register_part
from obverse.web.intake.composing import register_of
from obverse.web.journal.writing import note
from obverse.web.keeping import blobs
from obverse.web.keeping.models import ProcessFile
from obverse.web.processes.models import Process
from obverse.web.registers.changing import evidence_changed
from obverse.web.registers.declaring import declare
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Declaration, Revision, Row
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.surveys.standing import asked, found_by
from obverse.web.texts import say

if TYPE_CHECKING:
    from obverse.web.people.models import Person

ANSWERS, GROUPS = "survey_answer", "survey_stratum"
_LATE = "after_reminder"
_PASSAGE = ("passage", "variant", "role", "public_value", "text")


def load(wave: Wave, content: bytes, *, by: Person) -> bool:
    """Take in what was opened of a closed wave; False where just that was taken in before.

    Raises:
        Moved: the wave is not closed, or something else was taken in.
        Unfit: what was brought is not the opening of this wave.
    """
    digest = hashlib.sha256(content).hexdigest()
    if wave.state == Wave.State.LOADED and wave.loaded_digest == digest:
        return False
    if wave.state != Wave.State.CLOSED:
        raise Moved(wave)
    told = read_opened(
        content,
        wave=wave.address,
        root=wave.batch_digest,
        name=wave.name,
        groups={str(one.number): one.label for one in wave.strata.all()},
    )
    if told.count != wave.answers:
        raise Moved(wave)
    late = _late(told, [one.label for one in asked(wave)])
    # All bytes are on the disc before the transaction names them.
    answers = blobs.keep(register_part(ANSWERS, told.rows))
    groups = blobs.keep(register_part(GROUPS, _groups(wave, late)))
    passages = blobs.keep(_as_table(told.passages)) if told.passages else None
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=wave.process_id)
        standing = Wave.objects.filter(pk=wave.pk, state=Wave.State.CLOSED)
        facts = {"state": Wave.State.LOADED, "loaded_at": timezone.now(), "loaded_digest": digest}
        if not standing.update(**facts, version=F("version") + 1):
            raise Moved(Wave.objects.get(pk=wave.pk))
        for table, kept in ((ANSWERS, answers), (GROUPS, groups)):
            _into_parts(process, table, wave)
            _name(process, f"evidence/{table}/{wave.address}.parquet", kept)
            _declare(process, table, wave, by)
        if passages is not None:
            _name(process, passages_path(wave), passages)
            _document(process, wave, by)
        for label, people in late.items():
            Stratum.objects.filter(wave=wave, label=label).update(answered_late=people)
        evidence_changed(process)
        details = {"root": wave.batch_digest, "opened": digest, "rows": len(told.rows)}
        note("surveys.loaded", by=by, process=process, about=wave.address, details=details)
    return True


def passages_path(wave: Wave) -> str:
    """Where the passages of a wave stand in the dossier."""
    return f"sources/passages-{wave.address}.csv"


def document_of(wave: Wave) -> str:
    """The id under which the register of documents knows what people wrote."""
    return f"survey-{wave.address}"


def passages_of(wave: Wave) -> list[dict[str, str]]:
    """What people wrote, in an order that says nothing; nothing where it was deleted."""
    file = ProcessFile.objects.filter(process=wave.process_id, path=passages_path(wave)).first()
    if file is None or not blobs.path(file.sha256).is_file():
        return []
    return list(csv.DictReader(io.StringIO(blobs.read(file.sha256).decode(), newline="")))


def _late(told: Opened, labels: Iterable[str]) -> dict[str, int]:
    """By group, how many answered after the reminder; nobody where none was sent."""
    late = {(row.get("stratum", ""), row["respondent"]) for row in told.rows if row.get("phase") == _LATE}
    people = Counter(group for group, _ in late)
    return {label: people[label] for label in labels}


def _groups(wave: Wave, late: Mapping[str, int]) -> list[dict[str, str]]:
    """The rows of the register of who was asked and who answered."""
    found = []
    for one in wave.strata.all():
        row = {
            "wave": wave.name,
            "variant": one.variant,
            "role": one.role,
            "stratum": one.label,
            "eligible": str(one.eligible),
            "is_interviewed": "yes" if one.is_interviewed else "no",
        }
        if not one.is_interviewed:
            row |= {"frame": found_by(one), "invited": str(one.invited), "answered": str(one.answered or 0)}
            row["answered_late"] = str(late[one.label])
        found.append({column: cell for column, cell in row.items() if cell})
    return found


def _as_table(passages: Sequence[Mapping[str, str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, _PASSAGE, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(passages)
    return stream.getvalue().encode()


def _name(process: Process, path: str, kept: tuple[str, int]) -> None:
    said = {"sha256": kept[0], "size": kept[1]}
    ProcessFile.objects.update_or_create(process=process, path=path, defaults=said)


def _into_parts(process: Process, table: str, wave: Wave) -> None:
    """Have a register stand in parts: what stood in rows, or in one file, becomes a part among the others."""
    for file in ProcessFile.objects.filter(process=process, path__startswith=f"evidence/{table}."):
        if register_of(file.path) == table:
            part = file_as_part(table, blobs.read(file.sha256), PurePosixPath(file.path).suffix)
            _name(process, f"evidence/{table}/before-{wave.address}.parquet", blobs.keep(part))
            file.delete()
    rows = Row.objects.filter(process=process, table=table, is_removed=False).order_by("position", "id")
    standing = list(rows)
    if not standing:
        return
    _name(
        process,
        f"evidence/{table}/rows-{wave.address}.parquet",
        blobs.keep(register_part(table, [one.values for one in standing])),
    )
    for one in standing:
        one.is_removed, one.version = True, one.version + 1
    Row.objects.bulk_update(standing, ["is_removed", "version"], batch_size=500)
    Revision.objects.bulk_create(
        [Revision(row=one, version=one.version, values=one.values, is_removed=True) for one in standing],
        batch_size=500,
    )


def _declare(process: Process, table: str, wave: Wave, by: Person) -> None:
    """Say how the register was kept: since the first wave that was opened here, by whom the answers were opened."""
    loaded = list(Wave.objects.filter(process=process, state=Wave.State.LOADED).order_by("id"))
    days = [(one.opened_at, one.closed_at) for one in loaded]
    standing = Declaration.objects.filter(process=process, table=table).first()
    said = dict(standing.said) if standing else {"complete": "yes"}
    said["grade"] = _grade(table, loaded)
    if "kept_from" not in said:
        said["kept_from"] = min(first for first, _ in days if first).date().isoformat()
    said["kept_until"] = max(last for _, last in days if last).date().isoformat()
    names = ", ".join(one.name for one in loaded)
    said["source"] = say("surveys.load.source", waves=names)
    holders = ", ".join(wave.holders)
    said["declared_by"] = say("surveys.load.declared_by", needed=wave.holders_needed, holders=holders)
    declare(process, table, said, by=by, expected_version=standing.version if standing else 0)


def _grade(table: str, loaded: Sequence[Wave]) -> str:
    """How good the evidence is: independent where no wave depended on the body or on one office alone."""
    if table == GROUPS:
        return "A"
    return "B" if all(len(one.holders) > 1 and not one.codes_made_here for one in loaded) else "C"


def _document(process: Process, wave: Wave, by: Person) -> None:
    """The register of documents knows what people wrote, so that coded statements can refer to it."""
    values = {
        "id": document_of(wave),
        "kind": "other",
        "title": say("surveys.passages.document", name=wave.name),
        "public": "no",
    }
    if not Row.objects.filter(process=process, table="document", values__id=values["id"]).exists():
        add_row(process, "document", values, by=by)
