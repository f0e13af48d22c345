"""Ways in: links that are handed over, work once, and end after some days."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from obverse.web.journal.writing import note
from obverse.web.people.models import Invitation, Person, Role
from obverse.web.processes.models import Process


class ClosedError(Exception):
    """A link that leads nowhere any more; ``why`` is unknown, used or expired."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def first_invitation() -> str | None:
    """The address at which the first administrator joins; None where the installation has one.

    Each call makes the link anew and ends the one before it.
    """
    with transaction.atomic():
        if Person.objects.filter(is_administrator=True, is_active=True).exists():
            return None
        Invitation.objects.filter(as_administrator=True, invited_by=None, used_at=None).delete()
        invitation, secret = Invitation.invite(as_administrator=True)
        note("people.invited", by=None, details=_told(invitation))
    return address(secret)


def address(secret: str) -> str:
    """The address of the page on which a secret is used."""
    return reverse("join", args=[secret])


def invite(
    by: Person, *, email: str = "", process: Process | None = None, kind: str = "", group: str = ""
) -> str:
    """Invite somebody to a role in a process, or without one to look after the installation; returns the secret."""
    with transaction.atomic():
        invitation, secret = Invitation.invite(
            email=email.lower(),
            process=process,
            kind=kind,
            group=group,
            as_administrator=process is None,
            invited_by=by.mark,
        )
        note("people.invited", by=by, process=process, details=_told(invitation))
    return secret


def renewal(person: Person, *, by: Person) -> str:
    """A link by which somebody who cannot sign in any more chooses a new password; it ends the ones before it."""
    with transaction.atomic():
        Invitation.objects.filter(renews=person, used_at=None).delete()
        invitation, secret = Invitation.invite(days=3, renews=person, invited_by=by.mark)
        note(
            "people.renewal_offered", by=by, details={"invitation": invitation.pk, "person": str(person.mark)}
        )
    return secret


def withdraw(invitation: Invitation, *, by: Person) -> None:
    """End a link that nobody has used."""
    with transaction.atomic():
        invited = {"invitation": invitation.pk}
        invitation.delete()
        note("people.invitation_withdrawn", by=by, process=invitation.process, details=invited)


def find(secret: str) -> Invitation:
    """The invitation that a secret belongs to.

    Raises:
        ClosedError: there is none, it has been used, or its time is over.
    """
    found = Invitation.objects.select_related("process__body", "renews").filter(
        digest=Invitation.digest_of(secret)
    )
    invitation = found.first()
    if invitation is None:
        raise ClosedError("unknown")
    if invitation.used_at is not None:
        raise ClosedError("used")
    if invitation.expires_at <= timezone.now():
        raise ClosedError("expired")
    return invitation


def join(secret: str, *, name: str, email: str, password: str) -> Person:
    """Make the account of somebody who was invited and give them what the invitation says.

    Raises:
        ClosedError: somebody was faster, or the time is over.
    """
    with transaction.atomic():
        invitation = find(secret)
        _use(invitation)
        person = Person.objects.create_user(email, password, name=name)
        note("people.joined", by=person, process=invitation.process, details={"invitation": invitation.pk})
        _give(invitation, person)
    return person


def take(secret: str, person: Person) -> Invitation:
    """Give what an invitation says to somebody who has an account already.

    Raises:
        ClosedError: somebody was faster, or the time is over.
    """
    with transaction.atomic():
        invitation = find(secret)
        _use(invitation)
        _give(invitation, person)
    return invitation


def renew(secret: str, password: str) -> Person:
    """Set the password that somebody chose through a renewal.

    Raises:
        ClosedError: somebody was faster, or the time is over.
    """
    with transaction.atomic():
        invitation = find(secret)
        if invitation.renews is None:
            raise ClosedError("unknown")
        _use(invitation)
        person = invitation.renews
        person.set_password(password)
        person.save(update_fields=["password"])
        note("people.password_renewed", by=person, details={"invitation": invitation.pk})
    return person


def _use(invitation: Invitation) -> None:
    """Only one of several who press the button at once gets further; the address is not kept longer than needed."""
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None)
    if not unused.update(used_at=timezone.now(), email=""):
        raise ClosedError("used")


def _give(invitation: Invitation, person: Person) -> None:
    if invitation.as_administrator:
        Person.objects.filter(pk=person.pk).update(is_administrator=True)
        person.is_administrator = True
        note("people.made_administrator", by=person, details={"person": str(person.mark)})
    if invitation.process is not None and invitation.kind:
        role, new = Role.objects.get_or_create(
            person=person, process=invitation.process, kind=invitation.kind, group=invitation.group
        )
        if new:
            said = {"person": str(person.mark), "kind": role.kind, "group": role.group}
            note("people.role_given", by=person, process=invitation.process, details=said)


def _told(invitation: Invitation) -> dict[str, object]:
    return {
        "invitation": invitation.pk,
        "kind": invitation.kind,
        "group": invitation.group,
        "administrator": invitation.as_administrator,
    }
