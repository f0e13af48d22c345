"""All that is stored about somebody with an account, and how it is erased."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import models, transaction

from obverse.web.journal.models import Entry
from obverse.web.journal.writing import note
from obverse.web.people.accounts import end_sessions, not_the_last
from obverse.web.people.models import Invitation, Person
from obverse.web.people.roles import answers_alone
from obverse.web.registers.models import Revision

# What these hold is told by itself.
_TOLD = (Person, Entry, Invitation, Revision)


class NeededError(Exception):
    """Somebody answers alone for processes: ``titles`` names them."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = titles


def all_about(person: Person) -> dict[str, Any]:
    """What is stored about an account, to be read by its owner or by other programs."""
    roles = person.roles.select_related("process").order_by("since")
    entries = (
        Entry.objects.filter(by=person.mark).order_by("number").values_list("number", "at", "process", "what")
    )
    revisions = (
        Revision.objects.filter(author=person.mark).select_related("row__process").order_by("at", "pk")
    )
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "mark": str(person.mark),
            "joined_at": person.joined_at.isoformat(),
            "last_sign_in": person.last_login.isoformat() if person.last_login else None,
            "looks_after_the_installation": person.is_administrator,
            "second_step": Authenticator.objects.filter(user=person).exists(),
        },
        "roles": [
            {
                "process": role.process.slug,
                "role": role.kind,
                "group": role.group,
                "since": role.since.isoformat(),
            }
            for role in roles
        ],
        "invitations_made": [
            {"number": one.pk, "email": one.email, "role": one.kind, "used_at": str(one.used_at or "")}
            for one in Invitation.objects.filter(invited_by=person.mark).order_by("pk")
        ],
        "journal": [
            {"number": number, "at": at.isoformat(), "process": process, "what": what}
            for number, at, process, what in entries.iterator(chunk_size=2_000)
        ],
        "rows_written": [
            {
                "process": one.row.process.slug,
                "register": one.row.table,
                "row": str(one.row.key),
                "version": one.version,
                "at": one.at.isoformat(),
            }
            for one in revisions.iterator(chunk_size=2_000)
        ],
        "other_traces": other_traces(person),
    }


def other_traces(person: Person) -> list[dict[str, Any]]:
    """Wherever else the mark of somebody stands, in whatever room: the kind of record, its column and its number."""
    found = []
    for model in apps.get_models():
        about = model._meta  # noqa: SLF001 - Django's documented way to ask what a model consists of
        if not model.__module__.startswith("obverse.") or model in _TOLD:
            continue
        for column in about.concrete_fields:
            if isinstance(column, models.UUIDField):
                marked: models.QuerySet[Any, Any] = models.QuerySet(model)
                numbers = (
                    marked.filter(**{column.name: person.mark}).order_by("pk").values_list("pk", flat=True)
                )
                found += [
                    {"kind": about.label_lower, "column": column.name, "number": number} for number in numbers
                ]
    return found


def erase(person: Person, *, by: Person) -> None:
    """Erase somebody's account; their mark stays where they wrote something and leads to nobody any more.

    Raises:
        NeededError: they leave by themselves and answer alone for a process.
        LastAdministratorError: nobody would look after the installation any more.
    """
    with transaction.atomic():
        if person.is_administrator and person.is_active:
            not_the_last(person)
        if by.pk == person.pk and (alone := answers_alone(person)):
            raise NeededError([process.title for process in alone])
        for stored in (EmailAddress, Authenticator, SocialAccount):
            stored.objects.filter(user=person).delete()
        Invitation.objects.filter(email=person.email).delete()
        Invitation.objects.filter(renews=person).delete()
        end_sessions(person)
        mark = person.mark
        note("privacy.account_erased", by=by, details={"person": str(mark)})
        person.delete()
