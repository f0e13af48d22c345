"""Ways from a report to the registers, for those who may go them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from obverse.web.intake.composing import STATEMENTS
from obverse.web.people import may
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.asking import NOT_SHOWN
from obverse.web.registers.models import Row


def person(request: HttpRequest) -> Person:
    """Whoever is signed in; doors let nobody else through."""
    if not isinstance(request.user, Person):
        raise TypeError("a page behind a door was asked for by nobody")
    return request.user


def register(request: HttpRequest, process: Process, table: str) -> str:
    """Where a register stands; empty for who may not see rows, and for what is no register."""
    if not table or not may.see_rows(request.user, process):
        return ""
    return reverse("register", args=[process.slug, table])


def row(request: HttpRequest, process: Process, table: str, number: int) -> str:
    """Where a row stands, by its number in the database; its register where the row is not there."""
    found = Row.objects.filter(process=process, pk=number).first() if number else None
    if found is None or table in NOT_SHOWN or not may.see_rows(request.user, process):
        return register(request, process, table)
    return reverse("row", args=[process.slug, table, found.key])


def problem(request: HttpRequest, process: Process, said: Mapping[str, Any]) -> str:
    """Where a problem of the dossier can be mended; empty where no page is the place for it."""
    if said.get("table") == STATEMENTS and not said.get("row_id"):
        # What a group said stands in no register; the register in which the group is missing does.
        return register(request, process, "stakeholder_group")
    if said.get("table"):
        return row(request, process, said["table"], int(said.get("row_id") or 0))
    if said.get("file") == "dossier.toml" and may.edit_charter(request.user, process):
        return process.get_absolute_url()
    return ""
