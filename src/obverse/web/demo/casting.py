"""The people of a demo: one in every role, all for show, none with a password."""

from __future__ import annotations

from dataclasses import dataclass

from obverse.web.people.models import Kind, Person
from obverse.web.people.roles import give
from obverse.web.processes.models import Process

# A domain that can never exist (RFC 2606).
_DOMAIN = "demo.invalid"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to be: ``kind`` is empty for who looks after the installation."""

    name: str
    shown: str
    kind: str = ""
    group: str = ""

    @property
    def email(self) -> str:
        """By what the account is found."""
        return f"{self.name}@{_DOMAIN}"


PARTS = (
    Part("owner", "Owner (demo)", Kind.OWNER),
    Part("clerk", "Clerk (demo)", Kind.CLERK),
    Part("auditor", "Auditor (demo)", Kind.AUDITOR),
    Part("group", "Speaker of a group (demo)", Kind.GROUP, "G05"),
    Part("administrator", "Administrator (demo)"),
)


def people() -> dict[str, Person]:
    """The account of every part, made where it is missing."""
    found = {}
    for part in PARTS:
        person = Person.objects.filter(email=part.email).first()
        found[part.name] = person or Person.objects.create_user(
            part.email, name=part.shown, is_administrator=not part.kind
        )
    return found


def play(process: Process, groups: frozenset[str], cast: dict[str, Person]) -> None:
    """Give everybody their role in a process; a group only where the process knows it."""
    for part in PARTS:
        if part.kind and (not part.group or part.group in groups):
            give(cast[part.name], process, part.kind, part.group, by=cast["owner"])
