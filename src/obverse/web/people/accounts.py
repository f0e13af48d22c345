"""What administrators do with accounts, and what everybody does with their own."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from obverse.web.journal.writing import note
from obverse.web.people.models import Person


class LastAdministratorError(Exception):
    """An installation always has somebody who looks after it."""


def deactivate(person: Person, *, by: Person) -> None:
    """Let somebody sign in no more; their sessions end, their roles wait.

    Raises:
        LastAdministratorError: nobody would look after the installation any more.
    """
    with transaction.atomic():
        not_the_last(person)
        Person.objects.filter(pk=person.pk).update(is_active=False)
        end_sessions(person)
        note("people.deactivated", by=by, details={"person": str(person.mark)})


def activate(person: Person, *, by: Person) -> None:
    """Let somebody sign in again."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=True)
        note("people.activated", by=by, details={"person": str(person.mark)})


def make_administrator(person: Person, *, by: Person) -> None:
    """Let somebody look after the installation."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_administrator=True)
        note("people.made_administrator", by=by, details={"person": str(person.mark)})


def unmake_administrator(person: Person, *, by: Person) -> None:
    """Let somebody look after the installation no more.

    Raises:
        LastAdministratorError: nobody would look after it any more.
    """
    with transaction.atomic():
        not_the_last(person)
        Person.objects.filter(pk=person.pk).update(is_administrator=False)
        note("people.no_longer_administrator", by=by, details={"person": str(person.mark)})


def forget_second_step(person: Person, *, by: Person) -> None:
    """Let somebody who lost their telephone sign in with the password alone, until they set up a new one."""
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        note("people.second_step_removed", by=by, details={"person": str(person.mark)})


def rename(person: Person, name: str) -> None:
    """Write somebody's name as they wish it."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(name=name)
        note("people.renamed", by=person, details={"person": str(person.mark)})


def change_email(person: Person, email: str, *, by: Person) -> None:
    """Let somebody sign in with another address."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(email=email.lower())
        note("people.email_changed", by=by, details={"person": str(person.mark)})


def end_sessions(person: Person) -> None:
    """Sign somebody out everywhere."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def not_the_last(person: Person) -> None:
    """Lock the administrators and make sure that somebody else is one.

    Raises:
        LastAdministratorError: nobody else is.
    """
    active = Person.objects.select_for_update().filter(is_administrator=True, is_active=True)
    if set(active.values_list("pk", flat=True)) == {person.pk}:
        raise LastAdministratorError
