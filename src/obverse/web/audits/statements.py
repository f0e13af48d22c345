"""What groups say to findings: printed beside them at once, and in every later report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from obverse.web.audits.models import CounterStatement
from obverse.web.journal.writing import note
from obverse.web.people import may
from obverse.web.processes.models import Process
from obverse.web.registers.models import Row

if TYPE_CHECKING:
    from obverse.web.audits.reading import Item
    from obverse.web.people.models import Person

_GROUPS = "stakeholder_group"


@dataclass(frozen=True, slots=True)
class Said:
    """One counter-statement as a page shows it; ``own`` is its entry here, None where only the report has it."""

    label: str
    group: str
    text: str
    on: dt.date | None
    own: CounterStatement | None
    in_report: bool


def labels(process: Process) -> dict[str, str]:
    """What the groups of a process are called, by their ids."""
    rows = Row.objects.filter(process=process, table=_GROUPS, is_removed=False)
    return {
        row.values["id"]: row.values.get("label", row.values["id"]) for row in rows if row.values.get("id")
    }


def groups_of(person: Any, process: Process) -> list[tuple[str, str]]:
    """The groups for which somebody speaks, with what they are called."""
    called = labels(process)
    return [(group, called.get(group, group)) for group in sorted(may.groups(person, process))]


def beside(process: Process, item: Item) -> list[Said]:
    """What is said to a finding: what its report holds, and what was said since."""
    called = labels(process)
    stated = CounterStatement.objects.filter(process=process, finding__in=(item["key"], item["indicator"]))
    in_report = {(one["group"], one["text"]): one for one in item.get("counter_statements", ())}
    found = []
    for one in stated:
        was_there = in_report.pop((one.group, one.text), None) is not None
        if one.withdrawn_on is None or was_there:
            label = called.get(one.group, one.group)
            found.append(Said(label, one.group, one.text, one.on, one, was_there))
    only_there = [
        Said(one["label"] or one["group"], one["group"], one["text"], _day(one["stated_on"]), None, True)
        for one in in_report.values()
    ]
    return only_there + found


def state(process: Process, finding: str, group: str, text: str, *, by: Person) -> CounterStatement:
    """Say something to a finding for a group.

    Raises:
        ValueError: the person does not speak for this group.
    """
    if group not in may.groups(by, process):
        raise ValueError("who does not speak for a group says nothing in its name")
    with transaction.atomic():
        _evidence_changed(process)
        said = CounterStatement.objects.create(
            process=process, finding=finding, group=group, text=text.strip(), by=by.mark
        )
        note("audits.stated", by=by, process=process, about=finding[:300], details={"statement": said.pk})
    return said


def withdraw(said: CounterStatement, *, by: Person) -> bool:
    """Take back what a group said; reports that hold it keep it. Returns whether it stood."""
    if said.group not in may.groups(by, said.process):
        raise ValueError("only who speaks for a group takes back what it said")
    with transaction.atomic():
        _evidence_changed(said.process)
        stood = CounterStatement.objects.filter(pk=said.pk, withdrawn_on=None)
        if not stood.update(withdrawn_on=timezone.localdate()):
            return False
        details = {"statement": said.pk}
        note("audits.withdrawn", by=by, process=said.process, about=said.finding[:300], details=details)
    return True


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def _evidence_changed(process: Process) -> None:
    Process.objects.filter(pk=process.pk).update(evidence_version=F("evidence_version") + 1)
