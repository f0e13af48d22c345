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
ADMINISTRATOR = "administrator"
SIGNERS = (OWNER, AUDITOR)


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


class Allowed:
    """A predicate: whoever holds one of some roles, or looks after the installation where that is among them."""

    def __init__(self, *roles: str) -> None:
        self.roles = frozenset(roles)

    def __call__(self, person: Somebody, process: Process) -> bool:
        """Whether somebody may do it in a process."""
        if ADMINISTRATOR in self.roles and administer(person):
            return True
        return not kinds(person, process).isdisjoint(self.roles)


def administer(person: Somebody) -> bool:
    """Look after the installation: bodies, accounts, new processes."""
    return isinstance(person, Person) and person.is_active and person.is_administrator


def sign(person: Somebody, process: Process, publication: Publication) -> bool:
    """Sign a publication: an owner or an auditor, but never who prepared it or ran the audit behind it."""
    if not isinstance(person, Person) or kinds(person, process).isdisjoint(SIGNERS):
        return False
    return person.mark not in (publication.prepared_by, publication.audit.by)


see_process = Allowed(OWNER, CLERK, AUDITOR, GROUP)
edit_charter = Allowed(OWNER, CLERK)
see_rows = Allowed(OWNER, CLERK, AUDITOR)
edit_registers = Allowed(OWNER, CLERK, AUDITOR)
bring_in = Allowed(OWNER, CLERK, AUDITOR)
download_dossier = Allowed(OWNER, AUDITOR)
set_thresholds = Allowed(OWNER, AUDITOR)
run_audit = Allowed(OWNER, CLERK, AUDITOR)
see_report = Allowed(OWNER, CLERK, AUDITOR, GROUP)
state_against = Allowed(GROUP)
plan_measures = Allowed(OWNER, CLERK)
prepare_publication = Allowed(OWNER, AUDITOR)
publish = Allowed(OWNER)
write_erratum = Allowed(OWNER, AUDITOR)
see_survey = Allowed(OWNER, CLERK, AUDITOR)
hold_survey = Allowed(OWNER, AUDITOR)
type_paper = Allowed(OWNER, CLERK, AUDITOR)
see_journal = Allowed(OWNER, AUDITOR)
make_tokens = Allowed(OWNER)
shred = Allowed(OWNER)
manage_people = Allowed(OWNER, ADMINISTRATOR)

ACTS: dict[str, Allowed] = {
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
    "see_survey": see_survey,
    "hold_survey": hold_survey,
    "type_paper": type_paper,
    "see_journal": see_journal,
    "make_tokens": make_tokens,
    "shred": shred,
    "manage_people": manage_people,
}
