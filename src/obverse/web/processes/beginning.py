"""Beginning a process: who may, for which bodies, and the word under which it is found."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from obverse.web.journal.writing import note
from obverse.web.people import may
from obverse.web.people.models import Kind, Person, Role
from obverse.web.people.roles import give
from obverse.web.processes.models import Body, Process

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_RESERVED = frozenset({"new"})
_LONGEST = 60


def bodies_open_to(person: Person | AnonymousUser) -> QuerySet[Body]:
    """The bodies for which somebody may begin a process: all for administrators, else those whose process they own."""
    if may.administer(person):
        return Body.objects.order_by("name")
    if not isinstance(person, Person) or not person.is_active:
        return Body.objects.none()
    own = Role.objects.filter(person=person, kind=Kind.OWNER).values("process__body")
    return Body.objects.filter(pk__in=own).order_by("name")


def may_begin(person: Person | AnonymousUser) -> bool:
    """Whether somebody may begin a process at all."""
    return may.administer(person) or bodies_open_to(person).exists()


def begin(title: str, *, body: Body | str, by: Person, owns: bool = True) -> Process:
    """A new process of a body (or of a new one, by its name), with its first owner where ``owns`` is true."""
    try:
        return _begin(title, body, by, owns)
    except IntegrityError:
        # Somebody else took the same word in the same moment: now it is seen to be taken.
        return _begin(title, body, by, owns)


def _begin(title: str, body: Body | str, by: Person, owns: bool) -> Process:
    with transaction.atomic():
        if isinstance(body, str):
            body = Body.objects.create(name=body)
            note("processes.body_added", by=by, about=f"body {body.pk}")
        process = Process.objects.create(body=body, slug=_free_slug(title), title=title, created_by=by.mark)
        note("processes.begun", by=by, process=process, details={"body": body.pk})
        if owns:
            give(by, process, Kind.OWNER, by=by)
    return process


def _free_slug(title: str) -> str:
    word = slugify(title)[:_LONGEST].strip("-") or "process"
    # A word by chance and no number: how many processes of that title there are elsewhere is nobody's business.
    while word in _RESERVED or Process.objects.filter(slug=word).exists():
        word = f"{word[:_LONGEST]}-{secrets.token_hex(3)}"
    return word
