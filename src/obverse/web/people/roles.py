"""Giving roles in a process and taking them away."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from obverse.web.journal.writing import note
from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Process
from obverse.web.registers.models import Row


class LastOwnerError(Exception):
    """A process always has somebody who answers for it."""


def give(person: Person, process: Process, kind: str, group: str = "", *, by: Person) -> Role:
    """Give somebody a role; who has it already keeps it."""
    with transaction.atomic():
        role, new = Role.objects.get_or_create(person=person, process=process, kind=kind, group=group)
        if new:
            said = {"person": str(person.mark), "kind": kind, "group": group}
            note("people.role_given", by=by, process=process, details=said)
    return role


def take(role: Role, *, by: Person) -> None:
    """Take a role away.

    Raises:
        LastOwnerError: nobody would answer for the process any more.
    """
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=role.process_id)
        if role.kind == Kind.OWNER and not _owners(process).exclude(person_id=role.person_id).exists():
            raise LastOwnerError
        said = {"person": str(role.person.mark), "kind": role.kind, "group": role.group}
        role.delete()
        note("people.role_taken", by=by, process=process, details=said)


def answers_alone(person: Person) -> list[Process]:
    """The processes whose only owner somebody is."""
    own = Process.objects.filter(roles__person=person, roles__kind=Kind.OWNER).distinct()
    return [process for process in own if not _owners(process).exclude(person=person).exists()]


def groups_of(process: Process) -> list[tuple[str, str]]:
    """The stakeholder groups that the process has listed: id and label."""
    rows = Row.objects.filter(process=process, table="stakeholder_group", is_removed=False)
    named = ((row.values.get("id", ""), row.values.get("label", "")) for row in rows)
    return [(group, label or group) for group, label in named if group]


def _owners(process: Process) -> QuerySet[Role]:
    return Role.objects.filter(process=process, kind=Kind.OWNER, person__is_active=True)
