"""Who may do what: one readable predicate for each act. ``docs/reference/permissions.md`` prints the table of all.

Administrators look after the installation, its bodies and its people; the evidence is none of their business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from obverse.web.people.models import Kind, Person, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from obverse.web.processes.models import Process
    from obverse.web.publications.models import Publication

    Somebody = Person | AnonymousUser

Predicate = Callable[["Somebody", "Process"], bool]
OWNER, CLERK, AUDITOR, GROUP = Kind.OWNER, Kind.CLERK, Kind.AUDITOR, Kind.GROUP


def kinds(person: Somebody, process: Process) -> frozenset[str]:
    """The roles that somebody holds in a process; none for who is not signed in or no longer active."""
    if not isinstance(person, Person) or not person.is_active:
        return frozenset()
    return frozenset(Role.objects.filter(person=person, process=process).values_list("kind", flat=True))


def groups(person: Somebody, process: Process) -> frozenset[str]:
    """The ids of the stakeholder groups for which somebody speaks in a process."""
    if not isinstance(person, Person) or not person.is_active:
        return frozenset()
    found = Role.objects.filter(person=person, process=process, kind=GROUP)
    return frozenset(found.values_list("group", flat=True))


def _one_of(*allowed: str) -> Callable[[Somebody, Process], bool]:
    return lambda person, process: not kinds(person, process).isdisjoint(allowed)


def administer(person: Somebody) -> bool:
    """Look after the installation: bodies, accounts, new processes."""
    return isinstance(person, Person) and person.is_active and person.is_administrator


def manage_people(person: Somebody, process: Process) -> bool:
    """Give and take roles in a process."""
    return administer(person) or OWNER in kinds(person, process)


def sign(person: Somebody, process: Process, publication: Publication) -> bool:
    """Sign a publication: an owner or an auditor, but never who prepared it or ran the audit behind it."""
    if not isinstance(person, Person) or kinds(person, process).isdisjoint((OWNER, AUDITOR)):
        return False
    return person.mark not in (publication.prepared_by, publication.audit.by)


see_process = _one_of(OWNER, CLERK, AUDITOR, GROUP)
edit_charter = _one_of(OWNER, CLERK)
see_rows = _one_of(OWNER, CLERK, AUDITOR)
edit_registers = _one_of(OWNER, CLERK, AUDITOR)
bring_in = _one_of(OWNER, CLERK, AUDITOR)
download_dossier = _one_of(OWNER, AUDITOR)
set_thresholds = _one_of(OWNER, AUDITOR)
run_audit = _one_of(OWNER, CLERK, AUDITOR)
see_report = _one_of(OWNER, CLERK, AUDITOR, GROUP)
state_against = _one_of(GROUP)
plan_measures = _one_of(OWNER, CLERK)
prepare_publication = _one_of(OWNER, AUDITOR)
publish = _one_of(OWNER)
write_erratum = _one_of(OWNER, AUDITOR)
see_journal = _one_of(OWNER, AUDITOR)
make_tokens = _one_of(OWNER)
shred = _one_of(OWNER)

ACTS: dict[str, Predicate] = {
    "see_process": see_process,
    "edit_charter": edit_charter,
    "see_rows": see_rows,
    "edit_registers": edit_registers,
    "bring_in": bring_in,
    "download_dossier": download_dossier,
    "set_thresholds": set_thresholds,
    "run_audit": run_audit,
    "see_report": see_report,
    "state_against": state_against,
    "plan_measures": plan_measures,
    "prepare_publication": prepare_publication,
    "publish": publish,
    "write_erratum": write_erratum,
    "see_journal": see_journal,
    "make_tokens": make_tokens,
    "shred": shred,
    "manage_people": manage_people,
}
