"""What an address of a register asks for, found or not found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from obverse.web.bridge import Table
from obverse.web.people.models import Person
from obverse.web.registers.models import Row
from obverse.web.registers.wording import by_hand
from obverse.web.texts import say

if TYPE_CHECKING:
    from uuid import UUID

    from obverse.web.processes.models import Process


_LONGEST_REASON = 2_000
# What single people answered is shown on no page and in no spreadsheet: it stands in the dossier alone.
NOT_SHOWN = ("survey_answer",)
# Who was asked and how many answered: exact numbers of people, shown only where they are rounded.
NOT_HANDED_OUT = (*NOT_SHOWN, "survey_stratum")


def register_or_404(name: str) -> Table:
    """The register of a name, whether or not its rows are shown."""
    found = by_hand().get(name)
    if found is None:
        raise Http404
    return found


def table_or_404(name: str) -> Table:
    """The register of a name, where people fill it and look through its rows."""
    if name in NOT_SHOWN:
        raise Http404
    return register_or_404(name)


def row_or_404(process: Process, table: str, key: object) -> Row:
    """A row of a process, removed or not."""
    table_or_404(table)
    rows = Row.objects.select_related("process")
    return get_object_or_404(rows, process=process, table=table, key=key)


def author(request: HttpRequest) -> Person:
    """Who writes; the door has let only people with an account in."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def authors(marks: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of those who wrote something, by their marks; who has left has none any more."""
    marks = set(marks)
    known = {person.mark: str(person) for person in Person.objects.filter(mark__in=marks - {None})}
    gone = say("registers.somebody_gone")
    return {mark: known.get(mark, gone) if mark else say("registers.program") for mark in marks}


def version_in(request: HttpRequest) -> int:
    """The version that a form was made from; one that nothing has where it says none."""
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1


def reason_in(request: HttpRequest) -> str:
    """Why somebody changes something, as they told it."""
    return request.POST.get("reason", "").strip()[:_LONGEST_REASON]
