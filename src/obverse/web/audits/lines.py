"""The lines that a process draws for itself: changed until they are frozen, amended with a reason afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from obverse.web import bridge
from obverse.web.audits.models import Threshold
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process
from obverse.web.texts import language

if TYPE_CHECKING:
    from obverse.web.people.models import Person

CLASSES = ("law", "promise", "baseline", "null_model", "set_locally", "convention")
WRITTEN = ("indicator", "subject", "value", "smallest_difference", "direction", "klass", "source")


class Conflict(Exception):  # noqa: N818 - it carries the state that stands, the name says what it is
    """Somebody else was quicker: ``standing`` is what stands now, None where it was taken back."""

    def __init__(self, standing: Threshold | None) -> None:
        super().__init__("somebody else changed this line")
        self.standing = standing


class Frozen(Exception):  # noqa: N818 - it says how things stand, as the page does
    """The lines are frozen: a change needs a reason and becomes an amendment."""


@dataclass(frozen=True, slots=True)
class Default:
    """A line that the program brings, with the words for it and what the process itself says instead."""

    line: bridge.Line
    name: str
    unit_label: str
    klass_label: str
    own: Threshold | None


def set_line(
    process: Process, values: Mapping[str, Any], *, by: Person | None, expected_version: int = 0
) -> Threshold:
    """Draw a line for an indicator and a subject, or another one in its place.

    ``expected_version`` is that of the line which the writer saw, 0 where there was none.

    Raises:
        Frozen: it is too late.
        Conflict: the line is another one than the writer saw.
    """
    written = {name: values[name] for name in WRITTEN}
    with transaction.atomic():
        held = _held(process)
        if held.frozen_at is not None:
            raise Frozen
        standing = own_line(held, written["indicator"], written["subject"])
        if (standing.version if standing is not None else 0) != expected_version:
            raise Conflict(standing)
        line = standing or Threshold(process=held, version=0)
        for name, value in written.items():
            setattr(line, name, value)
        line.set_on, line.set_by = timezone.localdate(), by.mark if by is not None else None
        line.version += 1
        line.save()
        _told("audits.threshold_set", line, by)
    return line


def take_back(line: Threshold, *, by: Person | None, expected_version: int) -> None:
    """Take an own line back before the freeze: the program's default stands again.

    Raises:
        Frozen: it is too late, the line stays.
        Conflict: the line is another one than the writer saw.
    """
    with transaction.atomic():
        if _held(line.process).frozen_at is not None:
            raise Frozen
        if not Threshold.objects.filter(pk=line.pk, version=expected_version).exists():
            raise Conflict(Threshold.objects.filter(pk=line.pk).first())
        _told("audits.threshold_taken_back", line, by)
        Threshold.objects.filter(pk=line.pk).delete()


def amend(process: Process, values: Mapping[str, Any], *, reason: str, by: Person | None) -> Threshold:
    """Draw another line after the freeze: the report shows it beside the result, the frozen one still judges.

    Raises:
        ValueError: the lines are not frozen, or no reason is given.
    """
    if not reason.strip():
        raise ValueError("a line is amended for a reason")
    with transaction.atomic():
        held = _held(process)
        if held.frozen_at is None:
            raise ValueError("what is not frozen is changed, not amended")
        line = Threshold.objects.create(
            process=held,
            amends=True,
            reason=reason.strip(),
            set_by=by.mark if by is not None else None,
            **{name: values[name] for name in WRITTEN},
        )
        _told("audits.threshold_amended", line, by)
    return line


def own_line(process: Process, indicator: str, subject: str) -> Threshold | None:
    """The line that a process drew for itself."""
    return Threshold.objects.filter(
        process=process, indicator=indicator, subject=subject, amends=False
    ).first()


def last_set(process: Process) -> dt.date | None:
    """The day on which the last own line was drawn; None where there is none."""
    own = Threshold.objects.filter(process=process, amends=False)
    last: dt.date | None = own.aggregate(last=Max("set_on"))["last"]
    return last


def defaults(process: Process) -> dict[str, list[Default]]:
    """All lines that the program brings, by the evil, ideal or question that they serve first."""
    spoken = language()
    own = {
        (one.indicator, one.subject): one for one in Threshold.objects.filter(process=process, amends=False)
    }
    found: dict[str, list[Default]] = {}
    for line in bridge.default_thresholds(spoken):
        words = bridge.measured(spoken)[line.indicator]
        found.setdefault(words.serves[0], []).append(
            Default(
                line=line,
                name=words.name,
                unit_label=words.unit_label,
                klass_label=klass_label(line.klass),
                own=own.get((line.indicator, line.subject)),
            )
        )
    return found


def klass_label(klass: str) -> str:
    """What a class of thresholds is called."""
    return bridge.shared_text(f"threshold.{klass}.label", language())


def klass_text(klass: str) -> str:
    """What a class of thresholds means."""
    return bridge.shared_text(f"threshold.{klass}.explanation", language())


def _held(process: Process) -> Process:
    return Process.objects.select_for_update().get(pk=process.pk)


def _told(what: str, line: Threshold, by: Person | None) -> None:
    Process.objects.filter(pk=line.process_id).update(evidence_version=F("evidence_version") + 1)
    details = {"line": line.pk, "value": line.value, "version": line.version}
    note(what, by=by, process=line.process, about=f"{line.indicator}:{line.subject}"[:300], details=details)
